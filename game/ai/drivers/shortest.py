"""The driver "shortest": always the fastest way, to far places while chased, then to the nearest hideout."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import DriverBriefing
from game.ai.drivers.getaway import Getaway, Refuge, nearest_police
from game.ai.routes import far_edge, time_to
from game.core.constants import TICK_HZ
from game.core.observation import DriverStatus, Observation
from game.core.rng import DRIVER_MIND
from game.core.snapshot import ANGLE, X, Y
from game.level.roads import BACK

NEAREST, FARTHEST = 18.0, 60.0  # s at the limits: how far away he looks for a place to flee to
REACHED = 6.0  # s: so near, he looks for the next one
THINK_AGAIN = 9.0  # s
HEAD_ON = 70.0  # m: police so near ahead make him turn round in the street
AHEAD = 0.7  # cosine of the angle off straight ahead that counts as ahead


class Shortest(Getaway):
    """See the module."""

    def __init__(self, briefing: DriverBriefing) -> None:
        super().__init__(briefing)
        self._goal = -1
        self._until = 0  # tick when he looks for another goal
        self._turned = -1  # tick until which he does not turn round again

    def flee(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> None:
        """To an edge far from here that the police in sight reach late; round in the street if they
        come from ahead."""
        net, tick = self.fleet.net, observation.tick
        here, s = self.fleet.place(0, car)
        turn = tick >= self._turned and bool(net.wide[here]) and self._head_on(car, observation)
        if turn:
            here = int(net.edges[here, BACK])
            self._turned = tick + int(THINK_AGAIN * TICK_HZ)
        reached = self._goal < 0 or time_to(net, here, s, self._goal, 0.0) < REACHED
        if turn or reached or tick >= self._until:
            threats = self.threats(observation)
            self._goal = far_edge(net, here, threats, NEAREST, FARTHEST, self.seed, DRIVER_MIND, tick)
            self._until = tick + int(THINK_AGAIN * TICK_HZ)
        self.fleet.go(0, self._goal, 0.0, self.flee_grip(tick), turn=tick < self._turned)

    def _head_on(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> bool:
        x, y, angle = car[[X, Y, ANGLE]].tolist()
        k, distance = nearest_police(observation.seen, observation.seen_tags, observation.seen_count, x, y)
        if distance > HEAD_ON:
            return False
        dx, dy = (observation.seen[k, [X, Y]] - (x, y)).tolist()
        return bool(math.cos(angle) * dx + math.sin(angle) * dy > AHEAD * distance)

    def choose(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> Refuge:
        """The nearest by time."""
        here, s = self.fleet.place(0, car)
        times = [time_to(self.fleet.net, here, s, refuge.edge, refuge.s) for refuge in self.refuges]
        return self.refuges[times.index(min(times))]
