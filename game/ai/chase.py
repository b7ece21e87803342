"""The police mind "chase": go where he was last seen, keep behind him, and look around when he is gone.

It knows what its units see and what the radio brings (game.ai.radio). It never rams: units stop short
of him, so that an officer can hold him.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import PoliceBriefing
from game.ai.fleet import Fleet
from game.ai.paths import Streets
from game.ai.radio import Radio, Report
from game.ai.routes import intercept, nearer_side, onward, search_edge, time_to
from game.core.command import SIREN, Command
from game.core.constants import DT, TACTICS_EVERY, TICK_HZ
from game.core.kernel import kernel
from game.core.observation import SEEN_BY, WANTED, Observation, PoliceStatus
from game.core.rng import PATROL, POLICE_MIND
from game.core.snapshot import ACTIVE, ANGLE, VX, VY, X, Y, Z

CALM_EVERY = 5 * TACTICS_EVERY  # ticks between two thoughts of a unit on patrol,
HUNT_EVERY = 2 * TACTICS_EVERY  # and of one that hunts: it follows whom it sees in between, tick by tick
HUNT_SPEED = 38.0  # m/s: the most a unit drives in pursuit
SEARCH_SPEED = 20.0  # m/s
PATROL_PACE = 0.85  # of the speed limit
HUNT_GRIP = 0.92  # share of the tyres' grip used in bends
PATROL_GRIP = 0.35

FOLLOW_RANGE = 75.0  # m: nearer than this a unit that sees him keeps behind him
FRESH = 1.6  # s: a sighting no older is still contact
ARRIVED = 1.5  # s of driving: so near, a unit is at the place it was sent to
AT_PLACE = 15.0  # m from where he was seen: likewise
SEARCH_AGAIN = 14.0  # s after which a unit gives up a place to look at
STANDING = 4.0  # m/s: slower than this he is taken to stay where he is
NEAR_LEAD = 0.5  # s: so far ahead of him a unit aims that is close
MOST_GUESS = 4.0  # s for which he is taken to have gone straight on since he was seen
FAR_AHEAD = 320.0  # m ahead of him at most, where units that are far off try to be first
HASTE = 1.6  # times the limits: how fast a hunting unit gets through town


@kernel
def wanted_row(seen_tags: NDArray[np.int32], count: int, unit: int) -> int:
    """The row of what is seen that holds the wanted car in sight of this unit, or -1."""
    for k in range(count):
        if seen_tags[k, WANTED] and (seen_tags[k, SEEN_BY] >> unit) & 1:
            return k
    return -1


@kernel
def where_to(
    net: Streets, here: int, at: float, edge: int, s: float, speed: float, age: float, far: bool
) -> tuple[int, float, float]:
    """(edge, s, seconds to get there at the limits) for a unit at (here, at) that hunts a car which was on
    (edge, s) `age` seconds ago: to its side of the street if the car stood, to where it can be met if it
    is far, else to where it is by now."""
    ahead = speed * (age + NEAR_LEAD)
    if speed < STANDING:
        edge, s = nearer_side(net, here, at, edge, s)
    elif far:
        edge, s = intercept(net, here, at, HASTE, edge, s, speed, ahead, ahead + FAR_AHEAD)
    else:
        edge, s = onward(net, edge, s, ahead)
    return edge, s, time_to(net, here, at, edge, s)


@dataclass(slots=True)
class Unit:
    """What one unit has in mind."""

    active: bool = False
    think_at: int = 0  # tick
    searching: int = -1  # t_seen of the report whose place it has reached
    look_at: int = -1  # the edge where it means to look next
    look_until: int = 0  # tick


class Chase:
    """A police mind; see the module. Units think in turn, a few times a second."""

    def __init__(self, briefing: PoliceBriefing) -> None:
        self._seed = briefing.seed
        self._fleet = Fleet(briefing.city.roads, briefing.spec, briefing.units, briefing.seed, PATROL)
        self._units = [Unit() for _ in range(briefing.units)]
        self.radio = Radio(briefing.units, briefing.seed)

    def act(self, observation: Observation[PoliceStatus]) -> Command:
        """One command for all units."""
        tick = observation.tick
        for i in range(tick % TACTICS_EVERY, len(self._units), TACTICS_EVERY):
            if tick >= self._units[i].think_at:
                self._think(i, observation)
        return self._fleet.act(observation)

    def _think(self, i: int, observation: Observation[PoliceStatus]) -> None:
        unit, fleet = self._units[i], self._fleet
        if not observation.own_tags[i, ACTIVE]:
            if unit.active:
                fleet.forget(i)
                self._units[i] = unit = Unit()
            unit.think_at = observation.tick + HUNT_EVERY
            return  # parked cars get the brake from the kernel
        unit.active = True
        car = observation.own[i]
        row = self._look(i, observation)
        if observation.status.alert in ("quiet", "cold"):
            fleet.wander(i, PATROL_GRIP)
            fleet.wish(i, HUNT_SPEED, pace=PATROL_PACE)
            unit.think_at = observation.tick + CALM_EVERY
        else:
            self._hunt(i, car, row, observation)
            unit.think_at = observation.tick + HUNT_EVERY
        if not fleet.renew(i, car, observation.tick):
            fleet.hold(i)

    def _look(self, i: int, observation: Observation[PoliceStatus]) -> int:
        """Report him if this unit sees him. His row in the world, or -1."""
        k = wanted_row(observation.seen_tags, observation.seen_count, i)
        if k < 0:
            return -1
        x, y, heading, vx, vy, z = observation.seen[k, [X, Y, ANGLE, VX, VY, Z]].tolist()
        speed = math.hypot(vx, vy)
        course = math.atan2(vy, vx) if speed > 2.0 else heading
        edge, s = self._fleet.locate(x, y, z, course)
        tick = observation.tick
        if edge >= 0:
            known = tick + self.radio.call_delay(i, tick)
            self.radio.report(Report(tick, known, i, x, y, course, speed, edge, s))
        return int(observation.seen_tags[k, 0])

    def _hunt(self, i: int, car: NDArray[np.float64], row: int, observation: Observation[PoliceStatus]) -> None:
        tick = observation.tick
        self._dispatch(observation.status)
        report = self.radio.latest(i, tick)
        if report is None:
            self._fleet.wander(i, HUNT_GRIP)
            self._fleet.wish(i, SEARCH_SPEED, bold=True)
            return
        age = (tick - report.t_seen) * DT
        if age < FRESH or self._units[i].searching != report.t_seen:
            self._pursue(i, car, row, report, age)
        else:
            self._search(i, car, report, age, tick)

    def _dispatch(self, status: PoliceStatus) -> None:
        """Put on the air what the dispatcher knows and no unit has called in: the alarm, a witness."""
        first = self.radio.newest < 0
        if status.place_tick < 0 or not (first or status.place_tick > self.radio.newest + TICK_HZ):
            return
        x, y = status.place
        edge, s = self._fleet.locate(x, y, 0.0, 0.0)
        if edge >= 0:  # the alarm's own delay is the rules'
            delay = 0 if first else self.radio.call_delay(len(self._units), status.place_tick)
            tick = status.place_tick
            self.radio.call(Report(tick, tick + delay, -1, x, y, 0.0, 0.0, edge, s))

    def _pursue(self, i: int, car: NDArray[np.float64], row: int, report: Report, age: float) -> None:
        """Drive to where he is by now, if he went straight on; behind him when he is in sight."""
        fleet = self._fleet
        distance = math.hypot(report.x - float(car[X]), report.y - float(car[Y]))
        here, at = fleet.place(i, car)
        edge, s, needed = where_to(
            fleet.net, here, at, report.edge, report.s, report.speed, min(age, MOST_GUESS), distance > FOLLOW_RANGE
        )
        fleet.go(i, edge, s, HUNT_GRIP)
        follow = row if row >= 0 and distance < FOLLOW_RANGE else -1
        fleet.wish(i, HUNT_SPEED, bold=True, follow=follow, actions=SIREN)
        if row < 0 and age >= FRESH and (needed < ARRIVED or distance < AT_PLACE):
            self._units[i].searching = report.t_seen
            self._units[i].look_at = -1

    def _search(self, i: int, car: NDArray[np.float64], report: Report, age: float, tick: int) -> None:
        """Look where he may be by now; every unit by its own dice."""
        unit, fleet = self._units[i], self._fleet
        here, at = fleet.place(i, car)
        there = unit.look_at < 0 or tick >= unit.look_until
        if there or time_to(fleet.net, here, at, unit.look_at, 0.0) < ARRIVED:
            unit.look_at = search_edge(fleet.net, report.edge, age + 4.0, here, self._seed, POLICE_MIND, i, tick)
            unit.look_until = tick + int(SEARCH_AGAIN * TICK_HZ)
        fleet.go(i, unit.look_at, 5.0, HUNT_GRIP, turn=False)
        fleet.wish(i, SEARCH_SPEED, bold=True, actions=SIREN if age < 15.0 else 0)
