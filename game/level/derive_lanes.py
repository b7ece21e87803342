"""Lanes of every stretch, set back from the junctions."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.derive_net import Net, Stretch
from game.level.derive_points import even_points
from game.level.derive_turns import BULB, Connector, connect
from game.level.paths import Line, arc, at, cut, mm, normals

SERVICE_RANK = 3  # classes of a lower rank are alleys and aisles


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
    for around in arms:
        for i, arm in enumerate(around):
            back[arm.stretch, arm.end] = _setback(net, around, i)
    total = np.array([arc(stretch.pts)[-1] for stretch in net.stretches])
    room = np.minimum(1.0, 0.8 * total / np.maximum(back.sum(1), 1e-6))
    return mm(back * room[:, None])


def _setback(net: Net, around: list[Arm], i: int) -> float:
    if len(around) == 1:
        return BULB + 4.0
    arm, need = around[i], 0.0
    own = half_width(net.stretches[arm.stretch])
    for other in (around[i - 1], around[(i + 1) % len(around)]):
        gap = abs((other.heading - arm.heading + math.pi) % (2 * math.pi) - math.pi)
        if gap < math.radians(172):
            gap = max(gap, math.radians(12))
            need = max(need, (half_width(net.stretches[other.stretch]) + own * math.cos(gap)) / math.sin(gap))
    streets = streets_at(net, around)
    if len(around) == 2:
        return min(max(need, 2.0), 10.0)
    if streets >= 3:
        return min(max(need, 3.0), 26.0) + 4.5
    return min(max(need, 3.0), 20.0) + (4.2 if is_service(net.stretches[arm.stretch]) else 5.5)


def lane_offsets(stretch: Stretch) -> list[float]:
    """Metres to the left of the middle of each lane, the one at the kerb first."""
    cls = stretch.street.cls
    middle = cls.lanes * cls.lane / 2 if stretch.street.plan.oneway else cls.lanes * cls.lane + cls.median / 2
    return [-(middle - (i + 0.5) * cls.lane) for i in range(cls.lanes)]


def trimmed(stretch: Stretch, setback: NDArray[np.float64]) -> Line:
    """The stretch's axis between its set-backs."""
    return cut(stretch.pts, float(setback[0]), float(arc(stretch.pts)[-1] - setback[1]))


def _lane_lines(stretch: Stretch, axis: Line, forward: bool) -> list[Line]:
    """The middle of every lane of one direction, the one at the kerb first."""
    axis = axis if forward else axis[::-1]
    beside = normals(axis)
    return [np.column_stack([axis[:, :2] + left * beside, axis[:, 2]]) for left in lane_offsets(stretch)]
