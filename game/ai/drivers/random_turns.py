"""The driver "random": turns at random while chased, then goes to a hideout picked at random."""

import numpy as np
from numpy.typing import NDArray

from game.ai.drivers.getaway import Getaway, Refuge
from game.core.observation import DriverStatus, Observation
from game.core.rng import DRIVER_MIND, below

HIDEOUT = 1 << 20  # key of the dice that choose a hideout, apart from those of the turns


class RandomTurns(Getaway):
    """See the module."""

    def shaken_off(self, observation: Observation[DriverStatus]) -> bool:
        """Only once the chase is over does he dare to."""
        return observation.status.alert not in ("alarm", "pursuit") and self.unseen > 0.0

    def flee(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> None:
        """Any legal turn."""
        self.fleet.wander(0, self.flee_grip(observation.tick))

    def choose(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> Refuge:
        """Any of them."""
        return self.refuges[below(len(self.refuges), self.seed, DRIVER_MIND, HIDEOUT, observation.tick)]
