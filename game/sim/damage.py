"""What crashes do to cars: the same for everybody."""

import numpy as np
from numpy.typing import NDArray

from game.core.events import IMPULSE, A, B
from game.core.kernel import kernel
from game.core.snapshot import DAMAGE, MODEL
from game.sim.cars import MASS

# A crash is as bad as the change of speed it makes. Bumpers of the time had to take 5 mph (2.2 m/s)
# unharmed (US standard 215, 1973); 15 m/s into a wall (16 m/s with the bounce) takes two fifths of the car
# and 31 m/s (70 mph) all of it. A game's figures: people survived much less.
HARMLESS = 3.0  # m/s
WRECKING = 34.0  # m/s


@kernel
def harm(impulse: float, mass: float) -> float:
    """Damage (share of a wreck) from an impulse (N·s) on a car of this mass (kg)."""
    return max(impulse / mass - HARMLESS, 0.0) / (WRECKING - HARMLESS)


@kernel
def add_damage(
    contacts: NDArray[np.float64],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    parameters: NDArray[np.float64],
) -> None:
    """Add this tick's contacts to the cars' DAMAGE, at most 1."""
    for k in range(contacts.shape[0]):
        for side in (A, B):
            row = int(contacts[k, side])
            if row >= 0:
                worse = harm(contacts[k, IMPULSE], parameters[tags[row, MODEL], MASS])
                cars[row, DAMAGE] = min(cars[row, DAMAGE] + worse, 1.0)
