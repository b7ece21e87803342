"""How blocks are filled: no bare ground, houses apart and facing a street, each block by itself."""

import numpy as np
import pytest
import shapely

from game.level.city import Building, City, Lot
from game.level.derive_blocks import LONG, short_blocks
from game.level.derive_dice import Dice, roll_each, rolls
from game.level.derive_fronts import Block, find_fronts
from game.level.derive_gardens import fill_gardens
from game.level.derive_rows import Filled, fill_rows
from game.level.model import Level
from game.level.paths import min_width
from game.level.plan import Style

HOUSE = Style("house", (15.0, 22.0), 40.0, 6.0, 2.0, (12.0, 18.0), (4.0, 8.0), 0.05, 0.0, "grass")
HILL = Style("house", (28.0, 44.0), 38.0, 5.0, 4.0, (13.0, 18.0), (5.0, 9.0), 0.3, 0.0, "grass")
FLATS = Style("apartments", (22.0, 34.0), 46.0, 4.0, 2.0, (24.0, 30.0), (7.0, 14.0), 0.02, 0.06, "grass")
SHOPS = Style("shops", (12.0, 26.0), 36.0, 0.5, 0.0, (22.0, 34.0), (5.0, 14.0), 0.03, 0.1, "plaza")
STRIP = Style("strip", (26.0, 46.0), 46.0, 16.0, 1.5, (18.0, 28.0), (4.0, 9.0), 0.02, 0.1, "parking")
SHEDS = Style("warehouse", (34.0, 70.0), 52.0, 1.5, 1.0, (32.0, 50.0), (7.0, 14.0), 0.08, 0.1, "yard")

BOX = shapely.box(100, 100, 220, 190)
SHAPES = {
    "box": BOX,
    "deep": shapely.box(100, 100, 420, 380),
    "wedge": shapely.Polygon([(100, 100), (260, 100), (100, 190)]),
    "around a railway": shapely.Polygon([(0, 0), (120, 0), (120, 90), (90, 90), (90, 20), (30, 20), (30, 90), (0, 90)]),
    "turned": shapely.Polygon([(100, 100), (200, 160), (150, 243), (50, 183)]),
    "bend": shapely.LineString([(0, 0), (60, 20), (100, 70), (110, 140)]).buffer(45.0).simplify(0.1),
}
STYLES = {"house": HOUSE, "hill": HILL, "flats": FLATS, "shops": SHOPS, "strip": STRIP, "sheds": SHEDS}


def streets_around(*blocks: shapely.Polygon) -> shapely.STRtree:
    """The axis of a street right around each block."""
    return shapely.STRtree([block.buffer(10.0).exterior for block in blocks])


def fill(*blocks: Block) -> list[Filled]:
    """Blocks as derive_blocks fills them; all of one kind."""
    if blocks[0][1].ground == "grass":
        return fill_gardens(list(blocks), streets_around(*(block[0] for block in blocks)))
    return fill_rows([b[0] for b in blocks], [b[1] for b in blocks], [Dice(b[2], b[3]) for b in blocks])


def bare(block: shapely.Polygon, lots: list[Lot]) -> float:
    """m² of a block that no lot covers."""
    return float(block.difference(shapely.union_all([shapely.Polygon(lot.outline) for lot in lots])).area)


def bodies(buildings: list[Building]) -> list[shapely.Polygon]:
    return [shapely.Polygon(building.outline) for building in buildings]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_lots_cover_a_block_and_buildings_stand_inside_it(shape: str, style: str) -> None:
    block = SHAPES[shape]
    ((buildings, lots),) = fill((block, STYLES[style], 7, 99))
    assert bare(block, lots) < 0.03 * block.area
    assert bare(block, lots[1:]) > 60.0, "the control: each lot counts"
    shapes = bodies(buildings)
    for k, body in enumerate(shapes):
        assert body.is_valid and body.difference(block).area < 0.01
        assert min_width(np.array(body.convex_hull.exterior.coords[:-1])) >= 7.9
        assert all(body.intersection(other).area < 0.5 for other in shapes[:k])
    assert len(buildings) >= 1


@pytest.mark.parametrize("style", STYLES)
def test_a_block_is_filled_alike_whatever_lies_beside_it(style: str) -> None:
    apart = [shapely.affinity.translate(shape, 1000.0 * k) for k, shape in enumerate(SHAPES.values())]
    blocks: list[Block] = [(shape, STYLES[style], 7, k) for k, shape in enumerate(apart)]
    together, alone = fill(*blocks), [fill(block)[0] for block in blocks]
    assert str(together) == str(alone)
    assert str(fill((apart[1], STYLES[style], 8, 1))[0]) != str(alone[1]), "the control: another seed"


def test_houses_face_the_street_and_nothing_faces_where_there_is_none() -> None:
    south = shapely.STRtree([shapely.LineString([(0, 88), (400, 88)])])
    fronts = find_fronts([(BOX, HOUSE, 7, 1)], south)
    assert len(fronts.size) >= 5
    assert np.allclose(fronts.v, [0.0, 1.0]) and np.allclose(fronts.start[:, 1], 100.0)
    ((houses, _),) = fill_gardens([(BOX, HOUSE, 7, 1)], south)
    assert houses and all(100 + HOUSE.front <= house.outline[:, 1].min() < 112 for house in houses)
    ((houses, lots),) = fill_gardens([(BOX, HOUSE, 7, 1)], shapely.STRtree([shapely.LineString([(0, 0), (1, 0)])]))
    assert not houses and bare(BOX, lots) < 1.0


def test_no_asphalt_beside_single_houses() -> None:
    for style in (HOUSE, HILL):
        for shape in SHAPES.values():
            ((_, lots),) = fill((shape, style, 3, 5))
            assert {lot.kind for lot in lots} <= {"grass", "scrub"}
    ((_, lots),) = fill((SHAPES["deep"], FLATS, 3, 5))
    assert "parking" in {lot.kind for lot in lots}, "flats have theirs in a court"


def test_what_lies_behind_the_gardens_of_a_hillside_is_scrub() -> None:
    ((houses, lots),) = fill((SHAPES["deep"], HILL, 3, 5))
    green = shapely.union_all([shapely.Polygon(lot.outline) for lot in lots if lot.kind == "grass"])
    assert all(green.covers(body.buffer(-0.01)) for body in bodies(houses))
    assert sum(shapely.Polygon(lot.outline).area for lot in lots if lot.kind == "scrub") > 0.3 * SHAPES["deep"].area
    ((_, lots),) = fill((BOX, HILL, 3, 5))
    assert {lot.kind for lot in lots} == {"grass"}, "a block between streets is all gardens"


def test_shops_of_a_strip_stand_behind_their_parking() -> None:
    ((shops, lots),) = fill((BOX, STRIP, 3, 5))
    assert shops and {lot.kind for lot in lots} == {"parking"}
    for shop in shops:
        assert shop.outline[:, 1].min() >= 100 + 15.9 and shop.outline[:, 1].max() <= 190 - 15.9


def test_long_blocks_are_cut_and_others_left() -> None:
    strip = shapely.box(2, 2, 30, 2900)
    pieces = short_blocks([strip, BOX])
    assert pieces[-1] is BOX and len(pieces) > 8
    assert max(piece.bounds[3] - piece.bounds[1] for piece in pieces) < LONG / 2
    assert shapely.union_all(pieces[:-1]).symmetric_difference(strip).area < 0.1


def test_dice_for_many_are_the_dice_of_each() -> None:
    many = roll_each(np.full(6, 1978003), np.repeat([41, 42], 3), np.array([0, 1, 2, 0, 1, 2]))
    assert many.tolist() == [*rolls(1978003, 41, 3).tolist(), *rolls(1978003, 42, 3).tolist()]


def test_houses_never_touch(level: Level) -> None:
    shapes = np.array(bodies([b for b in level.city.buildings if b.style in ("house", "bungalow")]), dtype=object)
    if len(shapes):
        tree = shapely.STRtree(shapes)
        one, other = tree.query(shapes, predicate="dwithin", distance=2.5)
        assert (one == other).all()
        assert len(tree.query(shapes, predicate="dwithin", distance=8.0)[0]) > len(shapes), "the control: they are near"


def test_nothing_stands_in_a_wall_and_trees_keep_off_the_road(city: City) -> None:
    walls = shapely.STRtree(bodies(list(city.buildings)))
    lanes = shapely.points(city.roads.points[np.abs(city.roads.points[:, 2]) < 0.2, :2])
    for places, wall, lane in ((city.trees, 1.9, 2.5), (city.palms, 0.25, 1.5), (city.props, 0.0, 1.2)):
        points = shapely.points(places[:, :2])
        assert walls.query(points, predicate="dwithin", distance=wall).size == 0
        tree = shapely.STRtree(points)
        assert tree.query(lanes, predicate="dwithin", distance=lane).size == 0
        assert tree.query(lanes, predicate="dwithin", distance=12.0).size > 0, "the control: they line the streets"
