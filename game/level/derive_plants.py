"""Trees on grass and bushes on scrub."""

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.city import Lot
from game.level.derive_dice import place_key, rolls
from game.level.derive_furniture import Clear
from game.level.derive_shapes import polygons_from
from game.level.plan import CityPlan

PER_TREE = {"grass": 90.0, "scrub": 260.0}  # m² of lot for each
SIZE = {"grass": (1.8, 3.4), "scrub": (1.2, 2.2)}  # m, radius of the crown
FROM_EDGE = 2.0  # m from a lot's edge
FROM_ROAD = 2.5  # m
FROM_WALL = 2.0  # m
APART = 5.0  # m between two trees
MOST = 120  # in one lot
PLANTS = 999  # instead of a district's seed


def plant(plan: CityPlan, lots: list[Lot], around: Clear) -> NDArray[np.float64]:
    """Trees (x, y, radius) on grass and scrub, clear of roads, walls and each other, sorted."""
    green = [lot for lot in lots if lot.kind in PER_TREE]
    outlines = polygons_from([lot.outline for lot in green])
    trees, owner = _tries(plan.seed, green, outlines)
    places = shapely.points(trees[:, :2])
    shapely.prepare(outlines)
    rings = shapely.get_exterior_ring(outlines)
    clear = shapely.contains(outlines[owner], places) & (shapely.distance(rings[owner], places) >= FROM_EDGE)
    clear &= ~around.road.within(trees, FROM_ROAD)
    clear[around.walls.query(places, predicate="dwithin", distance=FROM_WALL)[0]] = False
    trees = trees[clear]
    trees = trees[np.lexsort((trees[:, 2], trees[:, 1], trees[:, 0]))]
    return np.asarray(trees[_apart(trees)])


def _tries(seed: int, lots: list[Lot], outlines: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Places and radii that the dice choose in each lot's box, (k, 3), and the lots they are for."""
    found, owner = [np.zeros((0, 3))], []
    areas, boxes = shapely.area(outlines).tolist(), shapely.bounds(outlines)
    for k, lot in enumerate(lots):
        count = min(int(areas[k] / PER_TREE[lot.kind]), MOST)
        if count:
            dice = rolls(seed * 1000 + PLANTS, place_key(outlines[k]), 3 * count).reshape(count, 3)
            smallest, largest = SIZE[lot.kind]
            places = np.round(boxes[k, :2] + dice[:, :2] * (boxes[k, 2:] - boxes[k, :2]), 3)
            found.append(np.column_stack([places, np.round(smallest + dice[:, 2] * (largest - smallest), 2)]))
            owner += [k] * count
    return np.vstack(found), np.array(owner, dtype=np.int64)


def _apart(trees: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which stay when each drives out those later in the list that are too near."""
    points = shapely.points(trees[:, :2])
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=APART)
    order = np.lexsort((other, one))
    keep = np.ones(len(trees), dtype=bool)
    for a, b in zip(one[order].tolist(), other[order].tolist(), strict=True):
        if a < b and keep[a]:
            keep[b] = False
    return keep
