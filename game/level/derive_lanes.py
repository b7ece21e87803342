"""Lanes of every stretch, set back from the junctions, and the connectors that carry them through."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.derive_net import Net, Stretch
from game.level.paths import Line, arc, at, cut, mm, offset, smooth
from game.level.roads import P_CURVATURE, P_HEADING, POINT_COLUMNS, TURN_BACK, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT

POINT_STEP = 2.0  # m between the points of a link
SERVICE_RANK = 3  # classes of a lower rank are alleys and aisles
BULB = 6.5  # m, radius of the turn at a dead end
STRAIGHT_ANGLE = math.radians(35)
BACK_ANGLE = math.radians(155)
ARC_FROM, ARC_TO = math.radians(20), math.radians(155)  # turns that are drawn as an arc
SIDE_FORCE = 3.0  # m/s², what traffic takes in a turn: it limits the speed on connectors
SLOWEST_TURN = 3.5  # m/s


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


@dataclass(frozen=True, slots=True)
class Connector:
    source: int
    target: int
    turn: int
    node: int
    points: NDArray[np.float64]


@dataclass
class Lanes:
    """setback (m, 2): how far from its two junctions each stretch's lanes end; arms by junction."""

    lanes: list[Lane]
    groups: dict[tuple[int, bool], list[int]]
    connectors: list[Connector]
    setback: NDArray[np.float64]
    arms: list[list[Arm]]


def half_width(stretch: Stretch) -> float:
    return stretch.street.half_width


def is_service(stretch: Stretch) -> bool:
    return stretch.street.cls.rank < SERVICE_RANK


def make_lanes(net: Net) -> Lanes:
    """All lanes and connectors of a network."""
    arms = find_arms(net)
    result = Lanes([], {}, [], setbacks(net, arms), arms)
    for k, stretch in enumerate(net.stretches):
        for forward in (True,) if stretch.street.plan.oneway else (True, False):
            _add_lanes(result, k, stretch, forward)
    for node in range(len(net.nodes)):
        _connect(net, result, node)
    result.connectors.sort(key=lambda c: (c.source, c.target))
    return result


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


def even_points(line: Line) -> NDArray[np.float64]:
    """Resample (k, 3) to evenly spaced points near POINT_STEP, with heading and curvature."""
    total = float(arc(line)[-1])
    count = max(2, round(total / POINT_STEP) + 1)
    place = at(line, np.linspace(0.0, total, count))
    points = np.zeros((count, POINT_COLUMNS))
    points[:, :3] = mm(place)
    heading = _tangents(line, np.linspace(0.0, total, count), total)
    turn = (np.diff(heading) + math.pi) % (2 * math.pi) - math.pi
    bend = np.concatenate([turn[:1], (turn[1:] + turn[:-1]) / 2, turn[-1:]]) / (total / (count - 1))
    points[:, P_HEADING], points[:, P_CURVATURE] = np.round(heading, 6) + 0.0, np.round(bend, 6) + 0.0
    return points


def _tangents(line: Line, s: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    """Headings at these distances: chords from half a metre before to half a metre behind."""
    step = at(line, np.minimum(s + 0.5, total)) - at(line, np.maximum(s - 0.5, 0.0))
    return np.array([math.atan2(dy, dx) for dx, dy in step[:, :2].tolist()])


def lane_offsets(stretch: Stretch) -> list[float]:
    """Metres to the left of the middle of each lane, the one at the kerb first."""
    cls = stretch.street.cls
    middle = cls.lanes * cls.lane / 2 if stretch.street.plan.oneway else cls.lanes * cls.lane + cls.median / 2
    return [-(middle - (i + 0.5) * cls.lane) for i in range(cls.lanes)]


def trimmed(lanes: Lanes, k: int, stretch: Stretch) -> Line:
    """The stretch's axis between its set-backs."""
    return cut(stretch.pts, float(lanes.setback[k, 0]), float(arc(stretch.pts)[-1] - lanes.setback[k, 1]))


def _add_lanes(result: Lanes, k: int, stretch: Stretch, forward: bool) -> None:
    axis = trimmed(result, k, stretch)
    axis = axis if forward else axis[::-1]
    ids = result.groups[k, forward] = []
    for index, left in enumerate(lane_offsets(stretch)):
        line = np.column_stack([offset(axis, left), axis[:, 2]])
        ids.append(len(result.lanes))
        result.lanes.append(Lane(k, forward, index, even_points(line)))


# ---- connectors
def _connect(net: Net, result: Lanes, node: int) -> None:
    ins = [g for arm in result.arms[node] if (g := (arm.stretch, arm.end == 1)) in result.groups]
    outs = [g for arm in result.arms[node] if (g := (arm.stretch, arm.end == 0)) in result.groups]
    for group in ins:
        sources = result.groups[group]
        exits = _exits(result, group, outs)
        taken = [pair for turn, _, targets in exits for pair in _pairs(turn, sources, targets, exits)]
        taken += _rescued(sources, taken, exits)
        for source, target, turn in sorted(taken):
            line = _curve(net, result, node, source, target, turn)
            result.connectors.append(Connector(source, target, turn, node, even_points(line)))


Exit = tuple[int, float, list[int]]  # turn, angle, target lanes


def _exits(result: Lanes, group: tuple[int, bool], outs: list[tuple[int, bool]]) -> list[Exit]:
    """Where one can go on from an arm; back only when there is nothing else."""
    come = result.lanes[result.groups[group][0]].points[-1, P_HEADING]
    exits: list[Exit] = []
    for out in outs:
        targets = result.groups[out]
        turn = (result.lanes[targets[0]].points[0, P_HEADING] - come + math.pi) % (2 * math.pi) - math.pi
        back = out[0] == group[0] or abs(turn) > BACK_ANGLE
        kind = TURN_STRAIGHT if abs(turn) <= STRAIGHT_ANGLE else TURN_LEFT if turn > 0 else TURN_RIGHT
        exits.append((TURN_BACK if back else kind, round(float(turn), 6), targets))
    forward = [e for e in exits if e[0] != TURN_BACK]
    return forward or exits


def _pairs(turn: int, sources: list[int], targets: list[int], exits: list[Exit]) -> list[tuple[int, int, int]]:
    """Which lanes take a turn: the kerb lane turns right, the inner lane left, all go straight."""
    n, m, kinds = len(sources), len(targets), {e[0] for e in exits}
    if turn == TURN_STRAIGHT:
        return [(sources[i], targets[i], turn) for i in range(min(n, m))]
    if turn == TURN_BACK:
        return [(sources[n - 1], targets[m - 1], turn)]
    other = TURN_RIGHT if turn == TURN_LEFT else TURN_LEFT
    share = max(1, n // 2 if turn == TURN_LEFT else n - n // 2)
    count = 1 if TURN_STRAIGHT in kinds else share if other in kinds else n
    if turn == TURN_RIGHT:
        return [(sources[i], targets[min(i, m - 1)], turn) for i in range(count)]
    return [(sources[n - 1 - i], targets[max(m - 1 - i, 0)], turn) for i in range(count)]


def _rescued(sources: list[int], taken: list[tuple[int, int, int]], exits: list[Exit]) -> list[tuple[int, int, int]]:
    """No lane may end in nothing: what is left over takes the straightest exit."""
    if not exits:
        return []
    turn, _, targets = min(exits, key=lambda e: (abs(e[1]), e[2]))
    used = {source for source, _, _ in taken}
    left = [(i, source) for i, source in enumerate(sources) if source not in used]
    return [(source, targets[min(i, len(targets) - 1)], turn) for i, source in left]


def _curve(net: Net, result: Lanes, node: int, source: int, target: int, turn: int) -> Line:
    """The way through a junction: straight, then the widest arc, then straight; at a dead end a bulb."""
    tail, head = result.lanes[source].points[-1], result.lanes[target].points[0]
    if turn == TURN_BACK:
        return _bulb(net.nodes[node], tail, head)
    p, q = tail[:3], head[:3]
    u = np.array([math.cos(tail[P_HEADING]), math.sin(tail[P_HEADING]), 0.0])
    v = np.array([math.cos(head[P_HEADING]), math.sin(head[P_HEADING]), 0.0])
    angle = abs((head[P_HEADING] - tail[P_HEADING] + math.pi) % (2 * math.pi) - math.pi)
    if ARC_FROM < angle < ARC_TO:
        ahead, behind = _to_corner(p, u, q, v)
        reach = min(ahead, behind)
        if reach > 1.0:
            handle = reach * (1.0 - 4.0 / 3.0 * math.tan(angle / 4) / math.tan(angle / 2))
            start, end = p + (ahead - reach) * u, q - (behind - reach) * v
            bend = _bezier(start, start + (reach - handle) * u, end - (reach - handle) * v, end)
            return _joined(np.vstack([p[None], bend, q[None]]))
    chord = 0.37 * math.hypot(q[0] - p[0], q[1] - p[1])
    return _bezier(p, p + chord * u, q - chord * v, q)


def _to_corner(p: Line, u: Line, q: Line, v: Line) -> tuple[float, float]:
    """How far ahead of p, going along u, and how far behind q, coming along v, the two lines meet."""
    cross = float(u[0] * v[1] - u[1] * v[0])
    dx, dy = float(q[0] - p[0]), float(q[1] - p[1])
    return (dx * v[1] - dy * v[0]) / cross, (u[0] * dy - u[1] * dx) / cross


def _bezier(p: Line, a: Line, b: Line, q: Line) -> Line:
    t = np.linspace(0.0, 1.0, 25)[:, None]
    curve: Line = (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * a + 3 * t * t * (1 - t) * b + t**3 * q
    return curve


def _joined(line: Line) -> Line:
    """Without points on top of each other."""
    step = np.sqrt((np.diff(line[:, :2], axis=0) ** 2).sum(1))
    apart: Line = line[np.concatenate([[True], step > 1e-3])]
    return apart


def _bulb(centre: Line, tail: Line, head: Line) -> Line:
    come = tail[P_HEADING]
    turns = [math.radians(a) for a in (-105, -55, 0, 55, 105)]
    ring = [[centre[0] + BULB * math.cos(come + a), centre[1] + BULB * math.sin(come + a)] for a in turns]
    flat = smooth(np.vstack([tail[:2], ring, head[:2]]))
    return np.column_stack([flat, np.full(len(flat), centre[2])])


def turn_limit(points: NDArray[np.float64], most: float) -> float:
    """The speed at which a connector's tightest bend asks for SIDE_FORCE, at most `most`."""
    tightest = float(np.abs(points[:, P_CURVATURE]).max())
    return round(min(most, max(SLOWEST_TURN, math.sqrt(SIDE_FORCE / max(tightest, 1e-6)))), 3)
