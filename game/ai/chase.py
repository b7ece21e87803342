"""The police mind "chase": go where he was last seen, keep behind him, and look around when he is gone.

It knows what its units see and what the radio brings (game.ai.radio). It never rams: units stop short
of him, so that an officer can hold him.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import PoliceBriefing
from game.ai.fleet import Fleet
from game.ai.navigate import renew
from game.ai.paths import Streets
from game.ai.radio import (
    R_EDGE,
    R_KNOWN,
    R_S,
    R_SEEN,
    R_SPEED,
    R_X,
    R_Y,
    REPORT_COLUMNS,
    Board,
    call,
    call_delay,
    latest,
    newest_call,
    note,
    open_board,
)
from game.ai.routes import intercept, nearer_side, onward, road_at, search_edge, time_to
from game.ai.seat import Arrays, Seat, go, hold, place_of, wander, wish
from game.core.command import LIGHTS_OFF, SIREN, Command
from game.core.constants import DT, TACTICS_EVERY, TICK_HZ
from game.core.kernel import kernel
from game.core.observation import CAR, SEEN_BY, WANTED, Observation, PoliceStatus
from game.core.rng import PATROL, POLICE_MIND
from game.core.snapshot import ACTIVE, ANGLE, MODEL, VX, VY, X, Y, Z

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


# Columns of memories, int64, one row a unit: what it has in mind.
SEARCHING = 0  # R_SEEN of the report whose place it has reached, or -1
LOOK_AT = 1  # the edge where it means to look next, or -1
LOOK_UNTIL = 2  # tick
MEMORY_COLUMNS = 3

Floats = NDArray[np.float64]


class Case(NamedTuple):
    """What the dispatcher tells one unit, of PoliceStatus. calm: it is not to look for anybody; asleep: it lies
    in wait, and watches."""

    calm: bool
    asleep: bool
    x: float
    y: float
    tick: int


class View(NamedTuple):
    """What the seat knows, of Observation: its cars, and the first `in_sight` rows of others in sight."""

    own: Floats
    own_tags: NDArray[np.int32]
    seen: Floats
    seen_tags: NDArray[np.int32]
    in_sight: int


class Hunters(NamedTuple):
    """All that the units are and know. memories (m, MEMORY_COLUMNS) int64."""

    seed: int
    net: Streets
    seat: Seat
    board: Board
    memories: NDArray[np.int64]


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


@kernel
def _look(tick: int, i: int, view: View, hunters: Hunters) -> int:
    """Report him if unit i sees him. His row in the world, or -1."""
    k = wanted_row(view.seen_tags, view.in_sight, i)
    if k < 0:
        return -1
    him, report = view.seen[k], np.empty(REPORT_COLUMNS)
    speed = math.sqrt(him[VX] * him[VX] + him[VY] * him[VY])
    course = math.atan2(him[VY], him[VX]) if speed > 2.0 else him[ANGLE]
    edge, s = road_at(hunters.net, him[X], him[Y], him[Z], course)
    if edge >= 0:
        report[R_SEEN], report[R_KNOWN] = tick, tick + call_delay(hunters.board, hunters.seed, i, tick)
        report[R_X], report[R_Y], report[R_SPEED] = him[X], him[Y], speed
        report[R_EDGE], report[R_S] = edge, s
        note(hunters.board, i, report)
    return int(view.seen_tags[k, CAR])


@kernel
def _dispatch(case: Case, hunters: Hunters) -> None:
    """Put on the air what the dispatcher knows and no unit has called in: the alarm, a witness."""
    if case.tick < 0:
        return
    board, dispatcher = hunters.board, len(hunters.memories)
    newest = newest_call(board)
    if newest >= 0 and case.tick <= newest + TICK_HZ:
        return
    edge, s = road_at(hunters.net, case.x, case.y, 0.0, 0.0)
    if edge >= 0:  # the alarm's own delay is the rules'
        delay = 0 if newest < 0 else call_delay(board, hunters.seed, dispatcher, case.tick)
        report = np.zeros(REPORT_COLUMNS)
        report[R_SEEN], report[R_KNOWN], report[R_X], report[R_Y] = case.tick, case.tick + delay, case.x, case.y
        report[R_EDGE], report[R_S] = edge, s
        call(board, dispatcher, report)


@kernel
def _pursue(i: int, car: Floats, row: int, report: Floats, age: float, hunters: Hunters) -> None:
    """Drive to where he is by now, if he went straight on; behind him when he is in sight."""
    net, seat = hunters.net, hunters.seat
    dx, dy = report[R_X] - car[X], report[R_Y] - car[Y]
    distance = math.sqrt(dx * dx + dy * dy)
    here, at = place_of(net, seat.plans[i], car)
    guess, far = min(age, MOST_GUESS), distance > FOLLOW_RANGE
    edge, s, needed = where_to(net, here, at, int(report[R_EDGE]), report[R_S], report[R_SPEED], guess, far)
    go(seat.goals[i], edge, s, HUNT_GRIP, True)
    follow = row if row >= 0 and distance < FOLLOW_RANGE else -1
    wish(seat.plans[i], HUNT_SPEED, 0.0, True, follow, SIREN)
    if row < 0 and age >= FRESH and (needed < ARRIVED or distance < AT_PLACE):
        hunters.memories[i, SEARCHING] = int(report[R_SEEN])
        hunters.memories[i, LOOK_AT] = -1


@kernel
def _search(tick: int, i: int, car: Floats, report: Floats, age: float, hunters: Hunters) -> None:
    """Look where he may be by now; every unit by its own dice."""
    net, seat, memory = hunters.net, hunters.seat, hunters.memories[i]
    here, at = place_of(net, seat.plans[i], car)
    there = memory[LOOK_AT] < 0 or tick >= memory[LOOK_UNTIL]
    if there or time_to(net, here, at, memory[LOOK_AT], 0.0) < ARRIVED:
        origin = int(report[R_EDGE])
        memory[LOOK_AT] = search_edge(net, origin, age + 4.0, here, hunters.seed, POLICE_MIND, i, tick)
        memory[LOOK_UNTIL] = tick + int(SEARCH_AGAIN * TICK_HZ)
    go(seat.goals[i], memory[LOOK_AT], 5.0, HUNT_GRIP, False)
    wish(seat.plans[i], SEARCH_SPEED, 0.0, True, -1, SIREN if age < 15.0 else 0)


@kernel
def _hunt(tick: int, i: int, row: int, car: Floats, case: Case, hunters: Hunters) -> None:
    """After the newest sighting that unit i may use, or about the town until there is one."""
    _dispatch(case, hunters)
    report = latest(hunters.board, i, tick)
    if report[R_SEEN] < 0.0:
        wander(hunters.seat.goals[i], HUNT_GRIP)
        wish(hunters.seat.plans[i], SEARCH_SPEED, 0.0, True, -1, 0)
        return
    age = (tick - report[R_SEEN]) * DT
    if age < FRESH or hunters.memories[i, SEARCHING] != report[R_SEEN]:
        _pursue(i, car, row, report, age, hunters)
    else:
        _search(tick, i, car, report, age, hunters)


@kernel
def think(
    tick: int,
    i: int,
    seed: int,
    view: Arrays,
    case: Arrays,
    streets: Arrays,
    seat: Arrays,
    board: Arrays,
    memories: NDArray[np.int64],
) -> None:
    """Unit i decides what to do until it thinks again, in one call."""
    hunters = Hunters(seed, Streets(*streets), Seat(*seat), Board(*board), memories)
    told, seen, cars = Case(*case), View(*view), hunters.seat
    car, goal, plan = seen.own[i], cars.goals[i], cars.plans[i]
    row = _look(tick, i, seen, hunters)
    if told.asleep:
        hold(plan, LIGHTS_OFF)
        return
    if told.calm:
        wander(goal, PATROL_GRIP)
        wish(plan, HUNT_SPEED, PATROL_PACE, False, -1, 0)
    else:
        _hunt(tick, i, row, car, told, hunters)
    trait = cars.traits[seen.own_tags[i, MODEL]]
    if not renew(hunters.net, seed, PATROL, i, tick, car, goal, cars.routes[i], cars.paths[i], plan, trait):
        hold(plan, 0)


class Chase:
    """A police mind; see the module. Units think in turn, a few times a second."""

    def __init__(self, briefing: PoliceBriefing, board: Board | None = None) -> None:
        """board: another radio, for controls in tests."""
        self._fleet = Fleet(briefing.city.roads, briefing.cars, briefing.units, briefing.seed, PATROL)
        self._think_at = [0] * briefing.units  # tick
        self._active = [False] * briefing.units
        self._memories = np.full((briefing.units, MEMORY_COLUMNS), -1, np.int64)
        self._board = tuple(board or open_board(briefing.units))
        self._seed = briefing.seed

    def act(self, observation: Observation[PoliceStatus]) -> Command:
        """One command for all units."""
        tick = observation.tick
        for i in range(tick % TACTICS_EVERY, len(self._think_at), TACTICS_EVERY):
            if tick >= self._think_at[i]:
                self._think_at[i] = tick + self._think(i, observation)
        return self._fleet.act(observation)

    def _think(self, i: int, observation: Observation[PoliceStatus]) -> int:
        """Let unit i think. Answers after how many ticks it does so again."""
        o, fleet = observation, self._fleet
        if not o.own_tags[i, ACTIVE]:
            if self._active[i]:
                fleet.forget(i)
                self._memories[i] = -1
                self._active[i] = False
            return HUNT_EVERY  # parked cars get the brake from the kernel
        self._active[i] = True
        calm = o.status.alert in ("quiet", "cold") or i >= o.status.most_units  # or it has left the case
        asleep = bool(o.status.asleep >> i & 1)
        view = (o.own, o.own_tags, o.seen, o.seen_tags, o.seen_count)
        case = (calm, asleep, *o.status.place, o.status.place_tick)
        think(o.tick, i, self._seed, view, case, fleet.streets, fleet.cars, self._board, self._memories)
        return CALM_EVERY if calm else HUNT_EVERY
