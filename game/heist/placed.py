"""Which rows of the police's seat are whose: patrols, then units that lie in wait, then those who drive in."""

from game.level.heist_fields import MOST_UNITS
from game.level.model import Heist, Place, PlacedUnit, Setting


def patrols(heist: Heist, bent: Setting) -> tuple[Place, ...]:
    """Where the units stand that cruise from the start. bent: what the difficulty makes of the job."""
    return heist.patrols if bent.patrols < 0 else heist.patrols[: bent.patrols]


def placed_units(heist: Heist, bent: Setting) -> range:
    """The numbers of the units that lie in wait: unit k of them is heist.placed[k - start]."""
    count = len(heist.placed) if bent.placed < 0 else min(bent.placed, len(heist.placed))
    first = len(patrols(heist, bent))
    return range(first, first + count)


def lying_in_wait(heist: Heist, bent: Setting) -> tuple[PlacedUnit, ...]:
    """The units that lie in wait, in the order of their numbers."""
    return heist.placed[: len(placed_units(heist, bent))]


def unit_models(heist: Heist, bent: Setting) -> list[str]:
    """The car of each unit of the police's seat."""
    models = [heist.police_model] * police_rows(heist, bent)
    for unit, placed in zip(placed_units(heist, bent), heist.placed, strict=False):
        models[unit] = placed.model
    return models


def police_rows(heist: Heist, bent: Setting) -> int:
    """How many units the police's seat has: those that are there, or as many as may come."""
    return max(min(heist.max_units, MOST_UNITS), placed_units(heist, bent).stop)


def asleep_bits(heist: Heist, bent: Setting) -> int:
    """Bit k for each unit k that lies in wait."""
    return sum(1 << unit for unit in placed_units(heist, bent))
