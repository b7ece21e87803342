"""What civilian drivers know and keep: the lane table they drive by, and one row of plan and state a car.

All traffic lives in a few arrays, so that one kernel call drives it. `Net`, `Fleet` and `Scene` only
bundle arrays inside the kernels: handing the bundles over from Python would cost 2 µs a call.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import TRAIT_COLUMNS
from game.core.command import CONTROLS
from game.core.constants import DT
from game.core.kernel import kernel
from game.level.roads import (
    BACK,
    CONFLICT,
    CONNECTOR,
    CONTROL_SIGNAL,
    CONTROL_STOP,
    COUNT,
    EDGE,
    FIRST,
    GROUP,
    JUNCTION,
    KIND,
    LEFT,
    LENGTH,
    LIMIT,
    NEXT,
    NEXT_COUNT,
    P_CURVATURE,
    POINT_COLUMNS,
    RANK,
    RIGHT,
    SIZE_COLUMNS,
    TURN,
    TURN_BACK,
    Roads,
)

# Columns of plan, int32, one row a civilian car.
ROW = 0  # its row in the world
MODE = 1  # one of the modes below
LINKS = 2  # how many links of its route hold
ROLLS = 3  # decisions so far: the last key of its dice
HELD = 4  # the connector it is on, or whose junction its tail has not left yet; -1
GRANT = 5  # the next connector, once it may enter; -1
CLAIM = 6  # the next connector, while it wants to enter and only others' right of way can stop it; -1
PASSED = 7  # world row of the obstacle it is driving around; -1
CHANGE = 8  # wishes to change lane: 1 to the left, -1 to the right, 0 not
CALM = 9  # 1 while nothing concerns it: it thinks half as often
STEADY = 10  # 1 while it goes straight: it turns the wheel half as often
OUT = 11  # its controls, CONTROLS columns
ROUTE = OUT + CONTROLS  # its route: the link it is on, then those it will take
ROUTE_LINKS = 12
PLAN_COLUMNS = ROUTE + ROUTE_LINKS

# Modes.
ABSENT, DRIVING, SHAKEN, REVERSING, LOST, WRECK = range(6)

# Columns of state, float64, one row a civilian car.
S = 0  # m along its link
LATERAL = 1  # m left of the lane's middle, where it is
OFFSET = 2  # m left of the lane's middle, where it steers
GOAL = 3  # m, where OFFSET is going
FACTOR = 4  # of the speed limit: this driver's taste
WISH = 5  # m/s², the wished acceleration
LAST_VX, LAST_VY = 6, 7  # m/s at its last turn of the wheel: a jump means that it was struck
STILL = 8  # s it has stayed within ANCHOR_RADIUS of the anchor
ANCHOR_X, ANCHOR_Y = 9, 10
WAITED = 11  # s at the line of its next junction
GRANTED = 12  # s it has stood there although it may go
CLAIM_AT = 13  # m to the line of its claim
BLOCKED = 14  # s behind something that will not move
PASS_LEFT = 15  # m until it may come back to its lane
PULLED = 16  # s it has given way to sirens
TIMER = 17  # s left of being shaken, or of reversing
STUCK = 18  # s it has asked for speed and got none
STOPPED = 19  # the connector before whose stop sign it has stood, or -1
STATE_COLUMNS = 20

# A column of this room's copy of the links takes the place of Roads' GROUP:
RULE = GROUP  # who wants to enter this connector has a light of phase group 0 or 1, or one of
NO_RULE, STOP_SIGN = -1, 2

# Further columns of this room's copy of the link sizes.
WEIGHT = SIZE_COLUMNS  # how likely a driver goes on there
LEFT_ROOM = SIZE_COLUMNS + 1  # m a car may leave the lane's middle to pass an obstacle
RIGHT_ROOM = SIZE_COLUMNS + 2
# and of the points:
CAP = POINT_COLUMNS  # m²/s², square of the speed that a calm driver has there

# Columns of bodies: those of game.ai.steering.traits, and
OWNER = TRAIT_COLUMNS  # the traffic row of the car, or -1
BODY_COLUMNS = TRAIT_COLUMNS + 1

THINK_EVERY = 8  # ticks between two decisions of a driver
THINK = THINK_EVERY * DT  # s
COMFORT_LATERAL = 2.0  # m/s²: 0.2 g in a bend is what calm drivers take
LANE_ROOM = 4.2  # m to the middle of the next lane, and a little
KERB_ROOM = 1.0  # m a car may drive beyond its lane's middle where there is no other lane
CHANCE_STRAIGHT, CHANCE_LEFT, CHANCE_RIGHT, CHANCE_BACK = 4.0, 1.2, 1.5, 1e-9  # back: only if nothing else
STREET_RANK = 3  # streets of a lower rank are alleys and aisles: too narrow for two cars in a bend
CHANCE_ALLEY = 1e-6  # factor: only to get out of one
CHANCE_DEAD_END = 0.02  # factor on streets where one can only turn back


class Net(NamedTuple):
    """The lanes: Roads' arrays, with the further columns above. others: the next links
    of all links, then the conflicts of all connectors; the columns NEXT and CONFLICT are rows of it."""

    links: NDArray[np.int32]
    sizes: NDArray[np.float64]
    points: NDArray[np.float64]
    others: NDArray[np.int32]


class Fleet(NamedTuple):
    """plan (n, PLAN_COLUMNS), state (n, STATE_COLUMNS), a row a civilian car;
    bodies (cars in the world, BODY_COLUMNS): the traits of each, and whose it is."""

    plan: NDArray[np.int32]
    state: NDArray[np.float64]
    bodies: NDArray[np.float64]


class Scene(NamedTuple):
    """All cars and people of the world. Traffic is nobody's side and may see everything."""

    cars: NDArray[np.float64]
    tags: NDArray[np.int32]
    people: NDArray[np.float64]
    tick: int


def net_of(roads: Roads) -> Net:
    """The lane table for these roads, read once."""
    sizes = np.zeros((len(roads.links), SIZE_COLUMNS + 3))
    sizes[:, :SIZE_COLUMNS] = roads.link_sizes
    points = np.zeros((len(roads.points), POINT_COLUMNS + 1))
    points[:, :POINT_COLUMNS] = roads.points
    for link in range(len(roads.links)):
        sizes[link, LEFT_ROOM], sizes[link, RIGHT_ROOM] = _side_room(roads, link)
        rows = slice(roads.links[link, FIRST], roads.links[link, FIRST] + roads.links[link, COUNT])
        bend = COMFORT_LATERAL / np.maximum(np.abs(points[rows, P_CURVATURE]), 1e-4)
        points[rows, CAP] = np.minimum(roads.link_sizes[link, LIMIT] ** 2, bend)
    sizes[:, WEIGHT] = _weights(roads)
    links = roads.links.copy()
    links[:, CONFLICT] += len(roads.next_links)
    control = roads.control[links[:, JUNCTION]]
    stops = np.where((control == CONTROL_STOP) & (links[:, GROUP] == 1), STOP_SIGN, NO_RULE)
    links[:, RULE] = np.where(control == CONTROL_SIGNAL, links[:, GROUP], stops)
    return Net(links, sizes, points, np.concatenate([roads.next_links, roads.conflicts]).astype(np.int32))


def bodies_of(traits: NDArray[np.float64], models: NDArray[np.int32], rows: Sequence[int]) -> NDArray[np.float64]:
    """(cars, BODY_COLUMNS): what each car of the world is; rows: those of traffic, in order."""
    bodies = np.full((len(models), BODY_COLUMNS), -1.0)
    bodies[:, :TRAIT_COLUMNS] = traits[models]
    bodies[list(rows), OWNER] = np.arange(len(rows))
    return bodies


def _side_room(roads: Roads, link: int) -> tuple[float, float]:
    """m to the left and right of a link's middle that a careful driver may use to pass."""
    row = roads.links[link]
    if row[KIND] == CONNECTOR:
        return LANE_ROOM, KERB_ROOM
    oncoming = roads.edges[row[EDGE], BACK] >= 0
    return (
        LANE_ROOM if row[LEFT] >= 0 or oncoming else KERB_ROOM,
        LANE_ROOM if row[RIGHT] >= 0 else KERB_ROOM,
    )


def _weights(roads: Roads) -> NDArray[np.float64]:
    """How likely a driver takes each link, against the other ways on: by its turn and where it leads."""
    by_turn = (CHANCE_STRAIGHT, CHANCE_LEFT, CHANCE_RIGHT, CHANCE_BACK)
    weights = np.ones(len(roads.links))
    for link, row in enumerate(roads.links):
        if row[KIND] == CONNECTOR:
            weights[link] = by_turn[row[TURN]] * _appeal(roads, link)
    return weights


def _appeal(roads: Roads, connector: int) -> float:
    """Main streets draw more traffic than alleys, and nobody drives into a dead end for no reason."""
    exits = _ways_on(roads, connector)
    if len(exits) == 0:
        return 1.0
    lane = int(exits[0])
    onward = roads.links[_ways_on(roads, lane)]
    dead_end = bool(np.all((onward[:, KIND] == CONNECTOR) & (onward[:, TURN] == TURN_BACK)))
    rank = 1.0 + max(int(roads.links[lane, RANK]), 0)
    alley = CHANCE_ALLEY if roads.links[lane, RANK] < STREET_RANK else 1.0
    return rank * rank * alley * (CHANCE_DEAD_END if dead_end else 1.0)


def _ways_on(roads: Roads, link: int) -> NDArray[np.int32]:
    first = roads.links[link, NEXT]
    return roads.next_links[first : first + roads.links[link, NEXT_COUNT]]


@kernel
def drop_links(plan: NDArray[np.int32], i: int, k: int) -> None:
    """Forget the first k links of car i's route."""
    left = plan[i, LINKS] - k
    for m in range(left):
        plan[i, ROUTE + m] = plan[i, ROUTE + m + k]
    plan[i, LINKS] = left


@kernel
def route_length(sizes: NDArray[np.float64], plan: NDArray[np.int32], i: int) -> float:
    """m of car i's whole route."""
    length = 0.0
    for m in range(plan[i, LINKS]):
        length += sizes[plan[i, ROUTE + m], LENGTH]
    return length
