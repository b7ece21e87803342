"""Which stalls of parking lots are taken."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import PARKED_COLUMNS, Collider, Lot
from game.level.derive_dice import place_key, rolls
from game.level.derive_furniture import Clear
from game.level.derive_shapes import polygons_from
from game.level.parked import outlines_of, stalls_of
from game.level.paths import mm
from game.level.plan import CityPlan

TAKEN = 0.2  # share of the stalls
BACKED_IN = 0.2  # share of the cars
CROOKED = 0.03  # rad, at most
LOOKS = 1000  # what the dice choose from: body and paint
FROM_DRIVEN, FROM_WALL, FROM_PROP = 0.9, 0.5, 0.5  # m
PARKED = 997  # instead of a district's seed


def park(
    plan: CityPlan, lots: list[Lot], props: NDArray[np.float64], solids: list[Collider], clear: Clear
) -> NDArray[np.float64]:
    """The rows of City.parked, sorted. solids: all that is solid but buildings."""
    rows = [_in_lot(plan.seed, lot) for lot in lots if lot.kind == "parking"]
    parked = np.vstack([np.zeros((0, PARKED_COLUMNS)), *rows])
    parked = parked[_stands_free(parked, props, solids, clear)]
    return np.asarray(parked[np.lexsort((parked[:, 1], parked[:, 0]))])


def _in_lot(seed: int, lot: Lot) -> NDArray[np.float64]:
    """The stalls of a lot that the dice fill."""
    stalls, ground = stalls_of(lot.outline), shapely.Polygon(lot.outline)
    dice = rolls(seed * 1000 + PARKED, place_key(ground), 4 * len(stalls.middle)).reshape(-1, 4)
    front = math.atan2(stalls.v[1], stalls.v[0])
    heading = np.where((stalls.back > 0) == (dice[:, 1] < BACKED_IN), front + math.pi, front)
    heading += CROOKED * (2.0 * dice[:, 2] - 1.0)
    heading = (heading + math.pi) % (2.0 * math.pi) - math.pi
    rows = np.column_stack([stalls.middle, heading, np.floor(LOOKS * dice[:, 3])])
    rows = mm(rows[dice[:, 0] < TAKEN])
    return np.asarray(rows[shapely.contains(ground, shapely.polygons(outlines_of(rows)))])


def _stands_free(
    parked: NDArray[np.float64], props: NDArray[np.float64], solids: list[Collider], clear: Clear
) -> NDArray[np.bool_]:
    """Which cars stand in nobody's way: not where cars are driven, in a wall, under a deck, against a post."""
    boxes = shapely.polygons(outlines_of(parked))
    free = ~clear.road.within(parked, FROM_DRIVEN)
    free &= ~shapely.intersects(clear.corridor, boxes)
    for tree, away in (
        (clear.road.sides, FROM_DRIVEN),
        (clear.walls, FROM_WALL),
        (shapely.STRtree(polygons_from([solid.outline for solid in solids])), FROM_WALL),
        (shapely.STRtree(shapely.points(props[:, :2])), FROM_PROP),
    ):
        free[tree.query(boxes, predicate="dwithin", distance=away)[0]] = False
    return free
