"""What stands at the kerb and falls when a car hits it: lamps' posts, signals, signs, hydrants, boxes, meters."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level import grid
from game.level.city import (
    PROP_COLUMNS,
    PROP_HEADING,
    PROP_HYDRANT,
    PROP_KIND,
    PROP_LAMP,
    PROP_METER,
    PROP_NEWSBOX,
    PROP_PHONE,
    PROP_SIGN,
    PROP_SIGNAL,
    PROP_STOP,
    PROP_X,
    PROP_Y,
)
from game.level.derive_control import junction_control
from game.level.derive_dice import rolls
from game.level.derive_furniture import Clear, along_kerb
from game.level.derive_lanes import Lanes, half_width, is_service, streets_at
from game.level.derive_net import Net, Stretch
from game.level.paths import Line, mm
from game.level.plan import CityPlan
from game.level.roads import CONTROL_SIGNAL, CONTROL_STOP

PROP_CELL = 16  # m
AT_KERB = 0.6  # m from the kerb to a post
AT_WALL = 2.2  # m from the kerb to what stands at the back of the sidewalk
METER_STEP, METER_EDGE = 12.0, 1.8  # m between meters, and the width of edge that is a parking strip
HYDRANT_STEP = 95.0  # m
FROM_OTHER = 1.5  # m between two props
DOWNTOWN_WALK = 3.5  # m: wide sidewalks have boxes and phones
CORNER_KINDS = ((PROP_NEWSBOX, 0.35), (PROP_PHONE, 0.12))  # chance at each corner
PROPS = 998  # instead of a district's seed


def make_props(plan: CityPlan, net: Net, lanes: Lanes, lamps: NDArray[np.float64], clear: Clear) -> NDArray[np.float64]:
    """The rows of City.props: the lamps' posts first, in their order."""
    posts = np.zeros((len(lamps), PROP_COLUMNS))
    posts[:, [PROP_X, PROP_Y, PROP_HEADING]] = lamps
    posts[:, PROP_KIND] = PROP_LAMP
    rows = np.vstack([np.zeros((0, 4)), *_at_corners(plan, net, lanes), *_along(net, lanes)])
    free = clear.of(rows)
    others = np.zeros((len(free), PROP_COLUMNS))
    others[:, [PROP_X, PROP_Y, PROP_HEADING, PROP_KIND]] = free
    return _spaced(posts, others)


def _along(net: Net, lanes: Lanes) -> list[NDArray[np.float64]]:
    """Meters beside parking strips and hydrants, (k, 4): x, y, heading, kind."""
    rows = []
    for k, stretch in enumerate(net.stretches):
        cls, half = stretch.street.cls, half_width(stretch)
        if cls.walk <= 0 or is_service(stretch):
            continue
        for side in (1, -1):
            rows.append(_of_kind(along_kerb(lanes.axes[k], side, half + AT_KERB, HYDRANT_STEP, 0.37), PROP_HYDRANT))
            if cls.edge >= METER_EDGE:
                rows.append(_of_kind(along_kerb(lanes.axes[k], side, half + AT_KERB, METER_STEP, 0.5), PROP_METER))
    return rows


def _of_kind(places: Line, kind: int) -> NDArray[np.float64]:
    return np.column_stack([places, np.full(len(places), kind)])


def _at_corners(plan: CityPlan, net: Net, lanes: Lanes) -> list[NDArray[np.float64]]:
    """What stands where streets meet: signals, stop signs, street signs, boxes and phones."""
    control, group = junction_control(net, lanes)
    rows = [np.zeros((0, 4))]
    for node, arms in enumerate(lanes.arms):
        if streets_at(net, arms) < 3:
            continue
        for nth, arm in enumerate(arms):
            stretch = net.stretches[arm.stretch]
            if is_service(stretch) or stretch.street.cls.walk <= 0:
                continue
            if control[node] == CONTROL_SIGNAL:
                rows.append(_beside(lanes, arm.stretch, stretch, arm.end, AT_KERB, 0.5, PROP_SIGNAL))
            elif control[node] == CONTROL_STOP and group[arm.stretch, arm.end] == 1:
                rows.append(_beside(lanes, arm.stretch, stretch, arm.end, AT_KERB, 0.5, PROP_STOP))
            if nth == 0:
                rows.append(_beside(lanes, arm.stretch, stretch, arm.end, AT_KERB, 2.5, PROP_SIGN))
            if stretch.street.cls.walk >= DOWNTOWN_WALK:
                rows += _boxes(plan, lanes, arm.stretch, stretch, arm.end)
    return rows


def _boxes(plan: CityPlan, lanes: Lanes, k: int, stretch: Stretch, end: int) -> list[NDArray[np.float64]]:
    """What the dice put at the back of the sidewalk near a corner."""
    x, y = lanes.axes[k][-1 if end else 0, :2].tolist()
    dice = rolls(plan.seed * 1000 + PROPS, round(x) * 65536 + round(y), 2 * len(CORNER_KINDS)).tolist()
    return [
        _beside(lanes, k, stretch, end, AT_WALL, 5.0 + 3.0 * n + 2.0 * dice[2 * n + 1], kind)
        for n, (kind, chance) in enumerate(CORNER_KINDS)
        if dice[2 * n] < chance
    ]


def _beside(
    lanes: Lanes, k: int, stretch: Stretch, end: int, out: float, back: float, kind: int
) -> NDArray[np.float64]:
    """One prop `out` m from the kerb on the right of those who come to this end of a stretch, `back` m before
    it, and facing them; (1, 4)."""
    axis = lanes.axes[k] if end else lanes.axes[k][::-1]
    (ax, ay), (bx, by) = axis[-2, :2].tolist(), axis[-1, :2].tolist()
    size = max(math.hypot(bx - ax, by - ay), 1e-9)
    ux, uy = (bx - ax) / size, (by - ay) / size
    reach = half_width(stretch) + out
    return np.array([[bx - back * ux + reach * uy, by - back * uy - reach * ux, math.atan2(-uy, -ux), kind]])


def _spaced(posts: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """The posts, and of the others those that stand clear of all before them."""
    rows = np.vstack([posts, others])
    points = shapely.points(rows[:, [PROP_X, PROP_Y]])
    later, before = shapely.STRtree(points).query(points[len(posts) :], predicate="dwithin", distance=FROM_OTHER)
    later += len(posts)
    gap = rows[later, :2] - rows[before, :2]
    near = (before < later) & (np.sqrt((gap**2).sum(1)) < FROM_OTHER)
    keep = np.ones(len(rows), dtype=bool)
    order = np.lexsort((before[near], later[near]))
    for a, b in zip(later[near][order].tolist(), before[near][order].tolist(), strict=True):
        if keep[b]:
            keep[a] = False
    return mm(rows[keep])


def prop_grid(plan: CityPlan, props: NDArray[np.float64]) -> NDArray[np.int32]:
    """Which props stand in each cell."""
    columns, rows = math.ceil(plan.width / PROP_CELL), math.ceil(plan.height / PROP_CELL)
    cells: list[list[int]] = [[] for _ in range(columns * rows)]
    for k, (x, y) in enumerate(props[:, [PROP_X, PROP_Y]].tolist()):
        cells[int(y // PROP_CELL) * columns + int(x // PROP_CELL)].append(k)
    return grid.pack(cells, columns, rows, PROP_CELL)
