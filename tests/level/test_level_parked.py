"""Parked cars: in lots, in nobody's way, solid, and not there where a job needs the room."""

import dataclasses
import math

import numpy as np
import pytest
import shapely

from game.core.snapshot import TRAFFIC, VX, VY
from game.level.city import City
from game.level.model import Level
from game.level.parked import KEPT_CLEAR, ROOF, outlines_of, parked_in, solids_of
from game.level.paths import area, min_width
from game.level.roads import P_X, P_Y, P_Z
from game.sim.world import World

FROM_LANE = 2.3  # m from the middle of a lane: half a car, and as much again
RUN_UP = 9.0  # m before a parked car's middle


def boxes_of(city: City) -> np.ndarray:
    return shapely.polygons(outlines_of(city.parked))


def test_there_are_hundreds_of_parked_cars_and_they_stand_in_lots(city: City) -> None:
    assert 100 < len(city.parked) < 5000
    lots = shapely.union_all([shapely.Polygon(lot.outline) for lot in city.lots if lot.kind == "parking"])
    shapely.prepare(lots)
    assert shapely.contains(lots, boxes_of(city)).all()


def in_the_way(city: City, boxes: np.ndarray) -> np.ndarray:
    """Which boxes stand where cars are driven on the ground."""
    low = city.roads.points[np.abs(city.roads.points[:, P_Z]) < 1.5]
    tree = shapely.STRtree(shapely.points(low[:, [P_X, P_Y]]))
    return np.unique(tree.query(boxes, predicate="dwithin", distance=FROM_LANE)[0])


def test_no_parked_car_stands_beside_the_middle_of_a_lane(city: City) -> None:
    boxes = boxes_of(city)
    assert len(in_the_way(city, boxes)) == 0
    lane = city.roads.points[10, [P_X, P_Y]]
    moved = shapely.transform(boxes[:1], lambda points: points - points.mean(axis=0) + lane)
    assert len(in_the_way(city, moved)) == 1, "the control: a car on a lane"


def test_parked_cars_touch_neither_each_other_nor_walls_and_posts(city: City) -> None:
    boxes = boxes_of(city)
    one, other = shapely.STRtree(boxes).query(boxes, predicate="dwithin", distance=0.1)
    assert (one == other).all()
    walls = shapely.STRtree([shapely.Polygon(c.outline) for c in city.colliders if c.bottom < ROOF])
    assert walls.query(boxes, predicate="intersects").size == 0
    posts = shapely.STRtree(shapely.points(city.props[:, :2]))
    assert posts.query(boxes, predicate="dwithin", distance=0.4).size == 0


def test_what_a_car_meets_of_parked_cars_is_convex_and_thick(city: City) -> None:
    for solid in solids_of(city.parked)[::7]:
        assert area(solid.outline) > 6.0 and min_width(solid.outline) >= 1.0
        assert (solid.bottom, solid.top) == (0.0, ROOF)


def test_nothing_is_parked_where_a_job_needs_the_room(level: Level) -> None:
    city, heist = level.city, level.heist
    x, y, heading, _ = city.parked[0].tolist()
    wanted = dataclasses.replace(heist, kerb=(x + 1.0, y, heading))
    there = parked_in(city, wanted)
    gap = np.hypot(there[:, 0] - wanted.kerb[0], there[:, 1] - wanted.kerb[1])
    assert gap.min() >= KEPT_CLEAR
    assert 0.9 * len(city.parked) < len(there) < len(city.parked)
    assert len(there) < len(parked_in(city, heist)) + 1, "the control: the job as it is needs less room there"


@pytest.mark.parametrize("solid", [True, False])
def test_a_car_runs_into_a_parked_one(level: Level, solid: bool) -> None:
    city = level.city
    x, y, heading, _ = parked_in(city, level.heist)[0].tolist()
    near = np.hypot(city.parked[:, 0] - x, city.parked[:, 1] - y) < 40.0
    kept = dataclasses.replace(city, parked=city.parked[~near | (near & solid)], colliders=())
    world = World(dataclasses.replace(level, city=kept), [(TRAFFIC, 0)])
    for side in (1.0, -1.0):  # one of its ends looks into an aisle
        ux, uy = side * math.cos(heading), side * math.sin(heading)
        world.place(0, x - RUN_UP * ux, y - RUN_UP * uy, 0.0, math.atan2(uy, ux), 12.0)
        for _ in range(40):
            world.step()
        along = (world.cars[0, VX] * ux + world.cars[0, VY] * uy) > 8.0
        assert along is not np.bool_(solid) and bool(along) is not solid
