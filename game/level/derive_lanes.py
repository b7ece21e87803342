"""Lanes of every stretch, set back from the junctions."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.derive_net import Net, Stretch
from game.level.derive_points import even_points
from game.level.derive_turns import BULB, Connector, connect
from game.level.paths import Line, arc, at, cut, mm, normals

TURN_RADIUS = 4.9  # m, of the tightest turn through a junction (a sedan's turning circle is 4.3 m)
LEAST_LANE = 9.0  # m of lane that remain between two junctions, less where they are very near
FURTHEST_TURN = 36.0  # m from a junction to where lanes end for the sake of such a turn
TANGENT = 14.0  # m from a junction to where the direction of an arm counts for the turns
MOST_ACUTE, CORNER = math.radians(12), math.radians(150)  # between two arms
SLIGHT = math.sin(math.radians(172))  # arms nearer to straight on than this need no room
SHORTEST_STEP = 0.5  # m
SERVICE_RANK = 3  # classes of a lower rank are alleys and aisles


Tangent = tuple[float, float, float]  # x, y, heading
Tangents = dict[tuple[int, int], Tangent]  # by stretch and end


@dataclass(frozen=True, slots=True)
class Arm:
    """A stretch as seen from one of its junctions; end 0: it starts there, 1: it ends there."""

    heading: float
    stretch: int
    end: int


@dataclass(frozen=True, slots=True)
class Lane:
    """index 0 is the lane at the kerb. points (n, POINT_COLUMNS)."""

    stretch: int
    forward: bool
    index: int
    points: NDArray[np.float64]


@dataclass
class Lanes:
    """groups: the lanes of each (stretch, forward); setback (m, 2): how far from its two junctions each
    stretch's lanes end; arms by junction; axes: of each stretch between its set-backs."""

    lanes: list[Lane]
    groups: dict[tuple[int, bool], list[int]]
    connectors: list[Connector]
    setback: NDArray[np.float64]
    arms: list[list[Arm]]
    axes: list[Line]


def half_width(stretch: Stretch) -> float:
    return stretch.street.half_width


def is_service(stretch: Stretch) -> bool:
    return stretch.street.cls.rank < SERVICE_RANK


def make_lanes(net: Net) -> Lanes:
    """All lanes and connectors of a network."""
    arms = find_arms(net)
    back = setbacks(net, arms)
    axes = [trimmed(stretch, back[k]) for k, stretch in enumerate(net.stretches)]
    groups = _number_lanes(net)
    lines = [line for (k, forward) in groups for line in _lane_lines(net.stretches[k], axes[k], forward)]
    places = [(k, forward, index) for (k, forward), ids in groups.items() for index in range(len(ids))]
    lanes = [Lane(*place, points) for place, points in zip(places, even_points(lines), strict=True)]
    around = [[(arm.stretch, arm.end) for arm in at_node] for at_node in arms]
    connectors = connect([lane.points for lane in lanes], groups, around, net.nodes)
    return Lanes(lanes, groups, connectors, back, arms, axes)


def _number_lanes(net: Net) -> dict[tuple[int, bool], list[int]]:
    """The numbers of the lanes along and against each stretch."""
    groups: dict[tuple[int, bool], list[int]] = {}
    first = 0
    for k, stretch in enumerate(net.stretches):
        for forward in (True,) if stretch.street.plan.oneway else (True, False):
            groups[k, forward] = list(range(first, first + stretch.street.cls.lanes))
            first += stretch.street.cls.lanes
    return groups


def find_arms(net: Net) -> list[list[Arm]]:
    """For each junction its arms, counter-clockwise."""
    arms: list[list[Arm]] = [[] for _ in net.nodes]
    for k, stretch in enumerate(net.stretches):
        for node, end, line in ((stretch.a, 0, stretch.pts), (stretch.b, 1, stretch.pts[::-1])):
            away = at(line, min(12.0, float(arc(line)[-1])))
            heading = math.atan2(away[1] - line[0, 1], away[0] - line[0, 0])
            arms[node].append(Arm(round(heading, 9), k, end))
    return [sorted(around, key=lambda a: (a.heading, a.stretch, a.end)) for around in arms]


def streets_at(net: Net, arms: list[Arm]) -> int:
    """How many arms are streets rather than alleys."""
    return sum(not is_service(net.stretches[arm.stretch]) for arm in arms)


def setbacks(net: Net, arms: list[list[Arm]]) -> NDArray[np.float64]:
    """Where the kerbs of neighbouring arms meet, and some room for crosswalk and turns."""
    back = np.zeros((len(net.stretches), 2))
    tangents = {(k, end): _tangent(stretch, end) for k, stretch in enumerate(net.stretches) for end in (0, 1)}
    for around in arms:
        for i, arm in enumerate(around):
            back[arm.stretch, arm.end] = _setback(net, tangents, around, i)
    total = np.array([arc(stretch.pts)[-1] for stretch in net.stretches])
    room = np.minimum(1.0, np.maximum(0.8 * total, total - LEAST_LANE) / np.maximum(back.sum(1), 1e-6))
    return mm(back * room[:, None])


def _setback(net: Net, tangents: Tangents, around: list[Arm], i: int) -> float:
    if len(around) == 1:
        return BULB + 4.0
    arm, need, turns = around[i], 0.0, 0.0
    own = half_width(net.stretches[arm.stretch])
    after = around[(i + 1) % len(around)]
    for right, left in ((around[i - 1], arm), (arm, after)):
        gap = (left.heading - right.heading) % (2 * math.pi)
        if math.sin(gap) > SLIGHT:
            gap = max(gap, MOST_ACUTE)
            other = half_width(net.stretches[(left if right is arm else right).stretch])
            need = max(need, (other + own * math.cos(gap)) / math.sin(gap))
            if gap < CORNER:
                turns = max(turns, _room_to_turn(net, tangents, (right, left), arm))
    turns = min(turns, FURTHEST_TURN)
    streets = streets_at(net, around)
    if len(around) == 2:
        return max(min(max(need, 2.0), 10.0), turns)
    if streets >= 3:
        return max(min(max(need, 3.0), 26.0) + 4.5, turns)
    return max(min(max(need, 3.0), 20.0) + (4.2 if is_service(net.stretches[arm.stretch]) else 5.5), turns)


def _room_to_turn(net: Net, tangents: Tangents, pair: tuple[Arm, Arm], own: Arm) -> float:
    """How far from the junction the lanes of one of two neighbouring arms (right, left) have to end for an arc of
    TURN_RADIUS around the corner between them, whichever way it may be driven."""
    ways = [tangents[arm.stretch, arm.end] for arm in pair]
    gap = (ways[1][2] - ways[0][2]) % (2 * math.pi)
    needed = 0.0
    if math.sin(gap) < SLIGHT:
        return needed
    for kerb, ends in ((True, (1, 0)), (False, (0, 1))):  # the right turn from `right` into `left`, the left turn back
        arms = list(zip(pair, ends, strict=True))
        if any(net.stretches[arm.stretch].street.plan.oneway and arm.end != end for arm, end in arms):
            continue
        out = [_lane_beside(net.stretches[arm.stretch], kerb) for arm in pair]
        lines = [_beside(ways[0], out[0]), _beside(ways[1], -out[1])]
        one, other = lines if own is pair[0] else lines[::-1]
        needed = max(needed, TANGENT - _ahead(one, other) + TURN_RADIUS / math.tan(max(gap, MOST_ACUTE) / 2))
    return needed


def _tangent(stretch: Stretch, end: int) -> Tangent:
    """Where a stretch is TANGENT m from a junction, and its heading there, towards the junction's other side."""
    line = stretch.pts if end == 0 else stretch.pts[::-1]
    (ax, ay, _), (bx, by, _) = at(line, np.array([TANGENT - 2.0, TANGENT + 2.0])).tolist()
    return (ax + bx) / 2, (ay + by) / 2, math.atan2(by - ay, bx - ax)


def _lane_beside(stretch: Stretch, kerb: bool) -> float:
    """From the axis to the lane that turns right (kerb) or left, to the side it turns to."""
    return -lane_offsets(stretch)[0] if kerb else lane_offsets(stretch)[-1]


def _beside(tangent: Tangent, left: float) -> Tangent:
    x, y, heading = tangent
    return x - left * math.sin(heading), y + left * math.cos(heading), heading


def _ahead(one: Tangent, other: Tangent) -> float:
    """How far back along one line, towards the junction, it meets another."""
    (ax, ay, a), (bx, by, b) = one, other
    return ((bx - ax) * math.sin(b) - (by - ay) * math.cos(b)) / math.sin(a - b)


def lane_offsets(stretch: Stretch) -> list[float]:
    """Metres to the left of the middle of each lane, the one at the kerb first."""
    cls = stretch.street.cls
    middle = cls.lanes * cls.lane / 2 if stretch.street.plan.oneway else cls.lanes * cls.lane + cls.median / 2
    return [-(middle - (i + 0.5) * cls.lane) for i in range(cls.lanes)]


def trimmed(stretch: Stretch, setback: NDArray[np.float64]) -> Line:
    """The stretch's axis between its set-backs. Bends right at its ends are left out: a tiny first step, rounded
    to millimetres, would point anywhere."""
    line = cut(stretch.pts, float(setback[0]), float(arc(stretch.pts)[-1] - setback[1]))
    near = np.minimum(np.hypot(*(line - line[0])[:, :2].T), np.hypot(*(line - line[-1])[:, :2].T)) < SHORTEST_STEP
    near[[0, -1]] = False
    return np.asarray(line[~near])


def _lane_lines(stretch: Stretch, axis: Line, forward: bool) -> list[Line]:
    """The middle of every lane of one direction, the one at the kerb first."""
    axis = axis if forward else axis[::-1]
    beside = normals(axis)
    return [np.column_stack([axis[:, :2] + left * beside, axis[:, 2]]) for left in lane_offsets(stretch)]
