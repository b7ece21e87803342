"""No bare ground: what lies inside the kerbs is sidewalk, building or lot, or under a deck, or a river."""

import dataclasses

import numpy as np
import pytest
import shapely

from game.level.check import examine
from game.level.city import City
from game.level.file import city_ids, level_file

SIDEWALK = 7.0  # m: what is narrower is sidewalk, a verge or a gap between lots
BARE = 2000.0  # m²: a block of this size that nothing stands or grows on is a fault
LOST = 0.005  # of all land inside the kerbs
BESIDE = 4.0  # m of wall, bank and verge beside a deck or a river


@pytest.fixture(scope="module", params=city_ids())
def whole(request: pytest.FixtureRequest) -> City:
    found = examine(level_file(request.param), derive=True).city
    assert found is not None
    return found


def land(city: City) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(island) for island in city.islands])


def used(city: City) -> list[shapely.Geometry]:
    """What something stands on, grows on or lies over."""
    outlines = [lot.outline for lot in city.lots] + [building.outline for building in city.buildings]
    shapes = [shapely.Polygon(outline) for outline in outlines + [roof.outline for roof in city.roofs]]
    shapes += [shapely.Polygon(deck.outline).buffer(BESIDE) for deck in city.decks]
    return shapes + [shapely.LineString(k.axis).buffer(k.width / 2 + BESIDE, cap_style="square") for k in city.rivers]


def bare_ground(city: City) -> list[shapely.Geometry]:
    """The pieces of land, wider than sidewalks, on which there is nothing."""
    free = land(city).difference(shapely.union_all(used(city)))
    wide = free.buffer(-SIDEWALK / 2, join_style="mitre").buffer(SIDEWALK / 2, join_style="mitre")
    return [part for part in shapely.get_parts(wide) if part.area > 0.0]


def lost_share(city: City) -> float:
    return float(sum(part.area for part in bare_ground(city)) / land(city).area)


def test_no_block_is_bare(whole: City) -> None:
    assert [part.bounds for part in bare_ground(whole) if part.area > BARE] == []


def test_hardly_any_land_belongs_to_no_block(whole: City) -> None:
    assert lost_share(whole) <= LOST


def test_a_block_that_was_forgotten_is_found(whole: City) -> None:
    """The control: everything on the largest island within a city block's size is taken away."""
    islands = [shapely.Polygon(island) for island in whole.islands]
    block = max((i for i in islands if i.area < 30_000.0), key=lambda i: float(i.area)).buffer(-1.0)
    kept = dataclasses.replace(
        whole,
        lots=tuple(lot for lot in whole.lots if not block.intersects(shapely.Polygon(lot.outline))),
        buildings=tuple(b for b in whole.buildings if not block.intersects(shapely.Polygon(b.outline))),
    )
    assert any(part.area > BARE and part.intersects(block) for part in bare_ground(kept))


def test_a_share_of_all_lots_that_was_lost_is_found(whole: City) -> None:
    """The control: one in twelve of the larger lots and what stands on it."""
    size = np.array([shapely.Polygon(lot.outline).area for lot in whole.lots])
    gone = np.flatnonzero(size > 300.0)[::12].tolist()
    holes = shapely.union_all([shapely.Polygon(whole.lots[k].outline) for k in gone])
    lots = tuple(lot for k, lot in enumerate(whole.lots) if k not in set(gone))
    buildings = tuple(b for b in whole.buildings if not holes.intersects(shapely.Polygon(b.outline)))
    assert lost_share(dataclasses.replace(whole, lots=lots, buildings=buildings)) > LOST
