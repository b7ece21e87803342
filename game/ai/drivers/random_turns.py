"""The driver "random": turns at random while chased, then goes to places picked at random."""

from game.ai.drivers.getaway import HUNTED, Getaway
from game.core.observation import DriverStatus, Observation
from game.core.rng import DRIVER_MIND, below

PLACE = 1 << 20  # key of the dice that choose a place to go to, apart from those of the turns


class RandomTurns(Getaway):
    """See the module."""

    def shaken_off(self, observation: Observation[DriverStatus]) -> bool:
        """Only once the chase is over, or in another car, does he dare to."""
        over = observation.status.alert not in HUNTED and self.lookout.unseen > 0.0
        return self.lookout.clean or over

    def flee(self, observation: Observation[DriverStatus]) -> None:
        """Any legal turn."""
        self.fleet.wander(0, self.flee_grip(observation.tick))

    def pick(self, observation: Observation[DriverStatus], places: list[tuple[int, float]]) -> int:
        """Any of them."""
        return below(len(places), self.seed, DRIVER_MIND, PLACE, observation.tick)
