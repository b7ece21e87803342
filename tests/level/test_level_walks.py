"""Where people walk: on free ground inside the kerbs, in closed rings, wherever there is pavement."""

import numpy as np
import pytest
import shapely

from game.level.city import City
from game.level.file import level_ids, load_level

STEP = 1.0  # m between the places that are looked at
ONE_OF_EACH = ("tryout", pytest.param("casino", marks=pytest.mark.slow))  # a level on each city


@pytest.fixture(scope="module", params=ONE_OF_EACH)
def city(request: pytest.FixtureRequest) -> City:
    return load_level(request.param).city


@pytest.mark.slow
def test_every_city_is_looked_at() -> None:
    assert {load_level(name).heist.city for name in level_ids()} == {"downtown", "los_angeles"}


def ways(city: City) -> list[np.ndarray]:
    """Each ring as places every STEP m."""
    found = []
    for a, b in zip(city.walk_starts[:-1].tolist(), city.walk_starts[1:].tolist(), strict=True):
        ring = shapely.LinearRing(city.walks[a:b])
        found.append(shapely.get_coordinates(shapely.segmentize(ring, STEP)))
    return found


def test_no_walk_leads_through_a_wall(city: City) -> None:
    solid = [shapely.Polygon(c.outline) for c in city.colliders if c.bottom < 2.0]
    places = shapely.points(np.vstack(ways(city)))
    assert len(shapely.STRtree(solid).query(places, predicate="dwithin", distance=0.3)[0]) == 0


def test_no_walk_leads_onto_a_carriageway(city: City) -> None:
    islands = shapely.STRtree([shapely.Polygon(ring) for ring in city.islands])
    places = shapely.points(np.vstack(ways(city)))
    inside = np.unique(islands.query(places, predicate="dwithin", distance=0.01)[0])
    assert len(inside) == len(places)


def test_there_is_a_walk_on_both_sides_of_most_streets(city: City) -> None:
    """Lamps stand on sidewalks: within a few metres of nearly all there is a walk."""
    walks = shapely.STRtree(shapely.points(np.vstack(ways(city))))
    near = walks.query(shapely.points(city.lamps[:, :2]), predicate="dwithin", distance=6.0)[0]
    assert len(np.unique(near)) > 0.85 * len(city.lamps)
