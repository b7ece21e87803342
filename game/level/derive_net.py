"""From drawn streets to a network: where streets of one height cross, there is a junction.

Distances along each street are found by projecting the crossing on both lines, which keeps which
street is which; a general noding of the lines would lose it.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.derive_streets import Street, draw_streets
from game.level.paths import Line, arc, at, cut, mm
from game.level.plan import CityPlan

SAME_LEVEL = 2.5  # m: roads whose heights differ by less meet where they cross
CLEARANCE = 5.0  # m: roads whose heights differ by at least this pass over each other
MOST_CROSSINGS = 2000
SHORTEST = 1.0  # m: what is left of a street when its ends have been joined to others
NEAR_END = 6.0  # m: vertices nearer than this to a junction give way to it


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street between two junctions. pts (k, 3) from junction a to junction b."""

    a: int
    b: int
    street: Street
    pts: Line


@dataclass
class Net:
    """nodes (n, 3); problems: what is wrong with the plan, as (key, text)."""

    nodes: NDArray[np.float64]
    stretches: list[Stretch]
    streets: list[Street]
    problems: list[tuple[tuple[str | int, ...], str]] = field(default_factory=list)


@dataclass(slots=True)
class _Event:
    """Something happens to a street at distance s along it: a crossing, a joint or its end."""

    street: int
    s: float
    point: tuple[float, float, float]


def make_net(plan: CityPlan) -> Net:
    """Junctions and stretches of a plan. What does not fit together is in the net's problems."""
    net = Net(np.zeros((0, 3)), [], draw_streets(plan))
    events = _join_ends(net, plan.snap) + _crossings(net)
    if not events:
        net.problems = net.problems or [(("road",), "has no two streets that meet, at least one junction is needed")]
        return net
    events += _free_ends(net, events)
    centres, node_of = _cluster(events, plan.merge)
    _cut_into_stretches(net, events, centres, node_of)
    _find_twins(net)
    return net


def _join_ends(net: Net, snap: float) -> list[_Event]:
    """Join each street's end to the street it nearly touches, cutting or lengthening it."""
    lines = np.array([street.line for street in net.streets])
    tree, joints = shapely.STRtree(lines), []
    for i in range(len(net.streets)):
        for end in (0, -1):
            tip = net.streets[i].pts[end]
            target = _nearest(net.streets, lines, tree, i, tip, snap)
            if target >= 0:
                pts = _reach(net.streets[i].pts[:: 1 if end else -1], lines[target], snap)
                if arc(pts)[-1] < SHORTEST:
                    net.problems.append((net.streets[i].plan.key, _both_ends_join(net.streets[target], snap)))
                    break
                net.streets[i] = net.streets[i].redrawn(pts[:: 1 if end else -1])
                joints.append((i, end, target))
    events = []
    for i, end, target in joints:
        point = tuple(net.streets[i].pts[end].tolist())
        events.append(_event(net.streets, i, point))
        events.append(_event(net.streets, target, point))
    return events


def _both_ends_join(other: Street, snap: float) -> str:
    return f'is too short: both its ends join "{other.plan.name}", {snap:g} m and more are allowed'


def _nearest(streets: list[Street], lines: Line, tree: shapely.STRtree, i: int, tip: Line, snap: float) -> int:
    """The other street of the tip's height nearest to it within `snap`, or -1."""
    point = shapely.Point(tip[:2])
    found = []
    for j in tree.query(point, predicate="dwithin", distance=snap).tolist():
        there = lines[j].project(point)
        if j != i and abs(streets[j].height_at(there) - tip[2]) < SAME_LEVEL:
            found.append((round(lines[j].distance(point), 3), j))
    return min(found)[1] if found else -1


def _reach(pts: Line, target: shapely.LineString, snap: float) -> Line:
    """The same street with its last point on the target line."""
    line, total = shapely.LineString(pts[:, :2]), float(arc(pts)[-1])
    hits = shapely.get_coordinates(shapely.intersection(line, target))
    late = [s for s in (float(line.project(shapely.Point(hit))) for hit in hits) if s > total - 2.5 * snap]
    if late:
        return cut(pts, 0.0, min(late))
    step = pts[-1, :2] - pts[-2, :2]
    ray = shapely.LineString([pts[-1, :2], pts[-1, :2] + step / math.hypot(*step.tolist()) * 1.5 * snap])
    hits = shapely.get_coordinates(shapely.intersection(ray, target))
    if len(hits) == 0:
        hits = shapely.get_coordinates(target.interpolate(target.project(shapely.Point(pts[-1, :2]))))
    hit = min(hits.tolist(), key=lambda h: math.dist(h, pts[-1, :2]))
    keep = pts if math.dist(hit, pts[-1, :2]) > 3.0 or len(pts) < 3 else pts[:-1]
    return np.vstack([keep, [[*hit, pts[-1, 2]]]])


def _event(streets: list[Street], street: int, point: tuple[float, ...]) -> _Event:
    s = float(streets[street].line.project(shapely.Point(point[:2])))
    return _Event(street, s, (point[0], point[1], streets[street].height_at(s)))


def _crossings(net: Net) -> list[_Event]:
    """Where two streets of the same height cross; a too low bridge is a problem."""
    lines = np.array([street.line for street in net.streets])
    for street in net.streets:
        if not street.line.is_simple:
            net.problems.append((street.plan.key, "crosses itself, draw it as two streets"))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    events: list[_Event] = []
    for i, j in sorted((i, j) for i, j in zip(one.tolist(), other.tolist(), strict=True) if i < j):
        if len(events) > 2 * MOST_CROSSINGS:
            net.problems.append((("road",), f"have more than {MOST_CROSSINGS} crossings, fewer are allowed"))
            return []
        cross = shapely.intersection(lines[i], lines[j])
        name = net.streets[j].plan.name
        if _overlap(net.streets[i], net.streets[j], cross):
            net.problems.append((net.streets[i].plan.key, f'lies on top of "{name}", two streets may only cross'))
        for point in mm(shapely.get_coordinates(cross))[: MOST_CROSSINGS + 1].tolist():
            a, b = _event(net.streets, i, point), _event(net.streets, j, point)
            apart = abs(a.point[2] - b.point[2])
            if apart < SAME_LEVEL:
                events += [a, b]
            elif apart < CLEARANCE:
                _note_low_bridge(net, (i, j) if a.point[2] > b.point[2] else (j, i), apart, point)
    return events


def _overlap(one: Street, other: Street, cross: shapely.Geometry) -> bool:
    """Whether two streets of about one height share a stretch of road."""
    for part in shapely.get_parts(cross):
        if shapely.get_type_id(part) == 1:
            middle = part.interpolate(0.5, normalized=True)
            apart = one.height_at(one.line.project(middle)) - other.height_at(other.line.project(middle))
            if abs(apart) < CLEARANCE:
                return True
    return False


def _note_low_bridge(net: Net, pair: tuple[int, int], apart: float, point: list[float]) -> None:
    above, below = net.streets[pair[0]].plan, net.streets[pair[1]].plan
    text = f'passes {apart:.1f} m above "{below.name}" at {point[0]:.0f},{point[1]:.0f}, '
    net.problems.append((above.key, text + f"{CLEARANCE:g} m or more (or nothing, to cross it) are allowed"))


def _free_ends(net: Net, events: list[_Event]) -> list[_Event]:
    """Ends that join nothing: allowed only where the plan says so."""
    free = []
    for i, street in enumerate(net.streets):
        joined = [event.s for event in events if event.street == i]
        for end, s in ((0, 0.0), (-1, float(arc(street.pts)[-1]))):
            if any(abs(s - other) < 1.0 for other in joined):
                continue
            x, y, z = street.pts[end].tolist()
            free.append(_Event(i, s, (x, y, z)))
            if not street.plan.dead_end:
                text = f"its end at {x:.0f},{y:.0f} joins no street, draw it to one or say dead_end = true"
                net.problems.append((street.plan.key, text))
    return free


def _cluster(events: list[_Event], merge: float) -> tuple[NDArray[np.float64], list[int]]:
    """Junction centres in a canonical order, and the junction of every event."""
    where = np.array([event.point for event in events])
    parent = list(range(len(events)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    points = shapely.points(where[:, :2])
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=merge)
    for p, q in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if p < q and abs(where[p, 2] - where[q, 2]) < SAME_LEVEL:
            parent[max(root(p), root(q))] = min(root(p), root(q))
    group = np.array([root(k) for k in range(len(events))])
    names, which = np.unique(group, return_inverse=True)
    centres = mm(np.array([where[which == k].mean(0) for k in range(len(names))]))
    order = np.lexsort((centres[:, 2], centres[:, 1], centres[:, 0]))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return centres[order], rank[which].tolist()


def _cut_into_stretches(net: Net, events: list[_Event], centres: NDArray[np.float64], node_of: list[int]) -> None:
    net.nodes = centres
    stops: dict[int, list[tuple[float, int]]] = {i: [] for i in range(len(net.streets))}
    for event, node in zip(events, node_of, strict=True):
        stops[event.street].append((event.s, node))
    for i, street in enumerate(net.streets):
        along = sorted(stops[i])
        for (s0, a), (s1, b) in pairwise(along):
            if a != b:
                net.stretches.append(Stretch(a, b, street, _between(street.pts, s0, s1, centres[a], centres[b])))
    net.stretches.sort(key=lambda k: (k.a, k.b, k.street.plan.name, k.pts.tolist()))


def _between(pts: Line, s0: float, s1: float, start: Line, end: Line) -> Line:
    part = cut(pts, s0, s1)
    part[0], part[-1] = start, end
    clear = np.minimum(np.hypot(*(part - start)[:, :2].T), np.hypot(*(part - end)[:, :2].T)) > NEAR_END
    clear[[0, -1]] = True
    return mm(part[clear])


def _find_twins(net: Net) -> None:
    """Two stretches between the same junctions along the same way are a mistake in the drawing."""
    seen: dict[tuple[int, int], list[Stretch]] = {}
    for stretch in net.stretches:
        middle = at(stretch.pts, arc(stretch.pts)[-1] / 2)[:2]
        for other in seen.setdefault((min(stretch.a, stretch.b), max(stretch.a, stretch.b)), []):
            if shapely.LineString(other.pts[:, :2]).distance(shapely.Point(middle)) < 5.0:
                text = f'runs along "{other.street.plan.name}" near {middle[0]:.0f},{middle[1]:.0f}'
                net.problems.append((stretch.street.plan.key, text + ", keep them 20 m apart"))
        seen[min(stretch.a, stretch.b), max(stretch.a, stretch.b)].append(stretch)
