"""The driver "shortest": always the fastest way, to far places while chased, then to the nearest hideout."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import DriverBriefing
from game.ai.drivers.getaway import Getaway
from game.ai.paths import Streets
from game.ai.routes import far_edge, time_to
from game.ai.seat import Arrays, place_of
from game.core.constants import TICK_HZ
from game.core.kernel import kernel
from game.core.observation import DriverStatus, Observation
from game.core.rng import DRIVER_MIND
from game.core.snapshot import ANGLE, X, Y
from game.level.roads import BACK

NEAREST, FARTHEST = 18.0, 60.0  # s at the limits: how far away he looks for a place to flee to
REACHED = 6.0  # s: so near, he looks for the next one
THINK_AGAIN = 9.0  # s
HEAD_ON = 70.0  # m: police so near ahead make him turn round in the street
AHEAD = 0.7  # cosine of the angle off straight ahead that counts as ahead


@kernel
def survey(streets: Arrays, plan: NDArray[np.float64], car: NDArray[np.float64], goal: int) -> tuple[int, bool, float]:
    """(edge that the car is on, whether it can turn round there, s to the goal: 0 without one)."""
    net = Streets(*streets)
    here, s = place_of(net, plan, car)
    left = time_to(net, here, s, goal, 0.0) if goal >= 0 else 0.0
    return here, net.wide[here] != 0, left


class Shortest(Getaway):
    """See the module."""

    def __init__(self, briefing: DriverBriefing) -> None:
        super().__init__(briefing)
        self._goal = -1
        self._until = 0  # tick when he looks for another goal
        self._turned = -1  # tick until which he does not turn round again

    def flee(self, observation: Observation[DriverStatus]) -> None:
        """To an edge far from here that the police in sight reach late; round in the street if they
        come from ahead."""
        fleet, tick, car = self.fleet, observation.tick, observation.own[0]
        here, wide, left = survey(fleet.streets, fleet.seat.plans[0], car, self._goal)
        turn = tick >= self._turned and wide and self._head_on(car, observation)
        if turn:
            here = int(fleet.net.edges[here, BACK])
            self._turned = tick + int(THINK_AGAIN * TICK_HZ)
        if turn or left < REACHED or tick >= self._until:
            threats = self.threats(observation)
            self._goal = far_edge(fleet.net, here, threats, NEAREST, FARTHEST, self.seed, DRIVER_MIND, tick)
            self._until = tick + int(THINK_AGAIN * TICK_HZ)
        fleet.go(0, self._goal, 0.0, self.flee_grip(tick), turn=tick < self._turned)

    def _head_on(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> bool:
        police_at = self.lookout.police_at
        if police_at > HEAD_ON:
            return False
        x, y, angle = car[X].item(), car[Y].item(), car[ANGLE].item()
        him = observation.seen[self.lookout.police_row]
        dx, dy = him[X].item() - x, him[Y].item() - y
        return bool(math.cos(angle) * dx + math.sin(angle) * dy > AHEAD * police_at)

    def pick(self, observation: Observation[DriverStatus], places: list[tuple[int, float]]) -> int:
        """The nearest by time."""
        times = [self.seconds_to(observation, edge, s) for edge, s in places]
        return times.index(min(times))
