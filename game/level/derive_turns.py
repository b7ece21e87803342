"""Connectors: which lanes lead into which through a junction, and the curves they take."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.derive_points import even_points
from game.level.paths import Line
from game.level.roads import P_CURVATURE, P_HEADING, TURN_BACK, TURN_LEFT, TURN_RIGHT, TURN_STRAIGHT

BULB = 6.5  # m, radius of the turn at a dead end
STRAIGHT_ANGLE = math.radians(35)
BACK_ANGLE = math.radians(155)
SHARPEST = math.radians(137)  # turns sharper than this are taken only where there is nothing else
ARC_FROM, ARC_TO = math.radians(20), math.radians(155)  # turns that are drawn as an arc
SIDE_FORCE = 3.0  # m/s², what traffic takes in a turn: it limits the speed on connectors
SLOWEST_TURN = 3.5  # m/s
TIGHTEST = 4.6  # m, radius of the arcs that lead onto a turning circle and off it
SAMPLES = 25  # of a curve
KERB_RETURN = 6.0  # m, radius of the kerb around a corner
KERB_ROOM = 0.6  # m between the kerb and the side of a car in the lane beside it, at least

Floats = NDArray[np.float64]
Group = tuple[int, bool]  # a stretch, and whether it is driven forward
Groups = dict[Group, list[int]]


@dataclass(frozen=True, slots=True)
class Connector:
    source: int
    target: int
    turn: int
    node: int
    points: Floats


def connect(lanes: list[Floats], groups: Groups, around: list[list[tuple[int, int]]], nodes: Floats) -> list[Connector]:
    """All connectors, sorted. lanes: their points; around: (stretch, end) of the arms of each node."""
    wanted = sorted((*turn, node) for node in range(len(nodes)) for turn in _turns(lanes, groups, around[node]))
    tails = np.array([lanes[source][-1] for source, *_ in wanted]).reshape(-1, 5)
    heads = np.array([lanes[target][0] for _, target, *_ in wanted]).reshape(-1, 5)
    curves: list[Line] = list(_curves(tails, heads))
    for k, (_, _, turn, node) in enumerate(wanted):
        if turn == TURN_BACK:
            curves[k] = _bulb(nodes[node], tails[k], heads[k])
    points = even_points(curves)
    return [Connector(*turn, line) for turn, line in zip(wanted, points, strict=True)]


def _turns(lanes: list[Floats], groups: Groups, arms: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """(source, target, turn) of every connector of one junction."""
    ins = [group for stretch, end in arms if (group := (stretch, end == 1)) in groups]
    outs = [group for stretch, end in arms if (group := (stretch, end == 0)) in groups]
    found = []
    for group in ins:
        sources, exits = groups[group], _exits(lanes, groups, group, outs)
        taken = [pair for turn, _, targets in exits for pair in _pairs(turn, sources, targets, exits)]
        found += taken + _rescued(sources, taken, exits)
    return found


Exit = tuple[int, float, list[int]]  # turn, angle, target lanes


def _exits(points: list[Floats], groups: Groups, group: Group, outs: list[Group]) -> list[Exit]:
    """Where one can go on from an arm; back only when there is nothing else."""
    come = points[groups[group][0]][-1, P_HEADING]
    exits: list[Exit] = []
    for out in outs:
        targets = groups[out]
        turn = (points[targets[0]][0, P_HEADING] - come + math.pi) % (2 * math.pi) - math.pi
        back = out[0] == group[0] or abs(turn) > BACK_ANGLE
        kind = TURN_STRAIGHT if abs(turn) <= STRAIGHT_ANGLE else TURN_LEFT if turn > 0 else TURN_RIGHT
        exits.append((TURN_BACK if back else kind, round(float(turn), 6), targets))
    forward = [e for e in exits if e[0] != TURN_BACK]
    easy = [e for e in forward if abs(e[1]) < SHARPEST]
    return easy or forward or exits


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


def _curves(tails: Floats, heads: Floats) -> Floats:
    """The ways through a junction, (n, SAMPLES + 2, 3): straight, then the widest arc, then straight."""
    plans = [_control(tail, head) for tail, head in zip(tails.tolist(), heads.tolist(), strict=True)]
    control = np.array(plans).reshape(-1, 4, 2)
    t = np.linspace(0.0, 1.0, SAMPLES)[None, :, None]
    p, a, b, q = (control[:, k : k + 1] for k in range(4))
    bend = (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * a + 3 * t * t * (1 - t) * b + t**3 * q
    flat = np.concatenate([tails[:, None, :2], bend, heads[:, None, :2]], axis=1)
    step = np.sqrt((np.diff(flat, axis=1) ** 2).sum(2))
    along = np.concatenate([np.zeros((len(flat), 1)), np.cumsum(step, axis=1)], axis=1)
    share = along / np.maximum(along[:, -1:], 1e-9)
    z = tails[:, None, 2] + (heads - tails)[:, None, 2] * share
    return np.concatenate([flat, z[:, :, None]], axis=2)


def _control(tail: list[float], head: list[float]) -> list[list[float]]:
    """The four points of the Bézier curve of a connector from the end of one lane to the start of another."""
    (px, py, _, come, _), (qx, qy, _, go, _) = tail, head
    ux, uy, vx, vy = math.cos(come), math.sin(come), math.cos(go), math.sin(go)
    angle = abs((go - come + math.pi) % (2 * math.pi) - math.pi)
    if ARC_FROM < angle < ARC_TO:
        cross = ux * vy - uy * vx  # how far ahead of p and behind q the two straight ways meet
        ahead = ((qx - px) * vy - (qy - py) * vx) / cross
        behind = (ux * (qy - py) - uy * (qx - px)) / cross
        reach = min(ahead, behind, _widest(go - come, angle) * math.tan(angle / 2))
        if reach > 1.0:
            inner = 4.0 / 3.0 * math.tan(angle / 4) / math.tan(angle / 2) * reach
            sx, sy = px + (ahead - reach) * ux, py + (ahead - reach) * uy
            ex, ey = qx - (behind - reach) * vx, qy - (behind - reach) * vy
            return [[sx, sy], [sx + inner * ux, sy + inner * uy], [ex - inner * vx, ey - inner * vy], [ex, ey]]
    chord = 0.37 * math.hypot(qx - px, qy - py)
    return [[px, py], [px + chord * ux, py + chord * uy], [qx - chord * vx, qy - chord * vy], [qx, qy]]


def _widest(turn: float, angle: float) -> float:
    """Radius of a turn: around a right-hand corner a wider one would cut across the rounded kerb."""
    if math.sin(turn) > 0.0:
        return math.inf
    return KERB_RETURN + KERB_ROOM / (1.0 - math.cos(angle / 2))


def _unit(heading: float) -> Line:
    return np.array([math.cos(heading), math.sin(heading)])


def _bulb(centre: Line, tail: Line, head: Line) -> Line:
    """Round the turning circle of a dead end, counter-clockwise: an arc to the right leads onto it, another off it."""
    way_in = _onto_circle(centre, tail[:2], float(tail[P_HEADING]), -1)
    way_out = _onto_circle(centre, head[:2], float(head[P_HEADING]) + math.pi, 1)[::-1]
    a0, a1 = (math.atan2(*(p - centre[:2])[::-1].tolist()) for p in (way_in[-1], way_out[0]))
    angles = np.linspace(a0, a0 + (a1 - a0) % (2 * math.pi), SAMPLES)[1:-1].tolist()
    ring = [centre[:2] + BULB * _unit(a) for a in angles]
    flat = np.vstack([way_in, ring, way_out])
    return np.column_stack([flat, np.full(len(flat), centre[2])])


def _onto_circle(centre: Line, start: Line, heading: float, side: int) -> Line:
    """From a point straight on, then on an arc to one side (1: left) that touches the turning circle from outside.

    With the circle (radius R) ahead by x and the start d beside its middle, an arc of radius r that begins at
    once touches it when (R + r)² = x² + (d + r)²."""
    along, across = _unit(heading), side * _unit(heading + math.pi / 2)
    x, d = float((centre[:2] - start) @ along), float((start - centre[:2]) @ across)
    r = min(max((x * x - BULB * BULB + d * d) / (2 * (BULB - d)), TIGHTEST), BULB)
    reach = math.sqrt(max((BULB + r) ** 2 - (d + r) ** 2, 0.0))
    middle = centre[:2] - reach * along + (d + r) * across
    last = math.acos(min(max((d + r) / (BULB + r), -1.0), 1.0))
    turns = np.linspace(0.0, last, SAMPLES // 2).tolist()
    arc = [middle + r * (math.sin(t) * along - math.cos(t) * across) for t in turns]
    return np.vstack([start[None], arc] if x > reach + 0.01 else [arc])


def turn_limit(points: NDArray[np.float64], most: float) -> float:
    """The speed at which a connector's tightest bend asks for SIDE_FORCE, at most `most`."""
    tightest = float(np.abs(points[:, P_CURVATURE]).max())
    return round(min(most, max(SLOWEST_TURN, math.sqrt(SIDE_FORCE / max(tightest, 1e-6)))), 3)
