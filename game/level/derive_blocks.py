"""Blocks filled from their district's style. A block's dice depend on the city's seed, the district's and where
the block lies, so an edit in one place leaves the buildings elsewhere as they are."""

from itertools import pairwise

import numpy as np
import shapely

from game.level.city import Building, Lot
from game.level.derive_decks import ground_parts
from game.level.derive_dice import Dice, place_key
from game.level.derive_gardens import fill_gardens
from game.level.derive_ground import Ground
from game.level.derive_net import Net
from game.level.derive_rows import Filled, fill_rows
from game.level.derive_shapes import clean, polygons_of, ring_of, without_holes
from game.level.paths import mm
from game.level.plan import CityPlan, Style

GARDENS = ("grass", "scrub", "sand")  # grounds of styles whose houses stand in gardens

LONG = 700.0  # m: longer blocks are cut
PIECE = 300.0  # m
LEAST_PIECE = 60.0  # m²

Memo = dict[tuple[object, ...], Filled]  # what a block was filled with, by all that decides it


def fill_blocks(plan: CityPlan, net: Net, ground: Ground, memo: Memo | None = None) -> tuple[list[Building], list[Lot]]:
    """All buildings and lots, those placed by hand included, sorted. memo: blocks filled earlier."""
    buildings = [Building(ring_of(shapely.Polygon(mm(p.path))), p.height, p.style, p.name) for p in plan.buildings]
    lots = [Lot(p.kind, ring_of(shapely.Polygon(mm(p.path)))) for p in plan.lots]
    for more_buildings, more_lots in _filled(plan, net, short_blocks(ground.blocks), {} if memo is None else memo):
        buildings += more_buildings
        lots += more_lots
    return sorted(buildings, key=_place), sorted(lots, key=lambda lot: (lot.kind, *_place(lot)))


def short_blocks(blocks: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Very long blocks, such as the land along the city's edge, cut at every hundred metres or so: their parts may
    lie in different districts."""
    return [piece for block in blocks for piece in _cut(block)]


def _cut(block: shapely.Polygon) -> list[shapely.Polygon]:
    x0, y0, x1, y1 = block.bounds
    if max(x1 - x0, y1 - y0) < LONG:
        return [block]
    xs = [x0, *np.arange(PIECE * (x0 // PIECE + 1), x1, PIECE).tolist(), x1]
    ys = [y0, *np.arange(PIECE * (y0 // PIECE + 1), y1, PIECE).tolist(), y1]
    boxes = np.array([shapely.box(a, b, c, d) for a, c in pairwise(xs) for b, d in pairwise(ys)], dtype=object)
    parts = [part for cell in shapely.intersection(block, boxes) for part in polygons_of(clean(cell))]
    return [piece for part in parts for piece in without_holes(part) if piece.area >= LEAST_PIECE]


def _streets(net: Net) -> shapely.STRtree:
    """The axes of streets on the ground."""
    return shapely.STRtree([shapely.LineString(p) for stretch in net.stretches for p in ground_parts(stretch.pts)])


def _place(thing: Building | Lot) -> tuple[list[list[float]], ...]:
    return (thing.outline.tolist(),)


def _filled(plan: CityPlan, net: Net, blocks: list[shapely.Polygon], memo: Memo) -> list[Filled]:
    districts = _districts_of(plan, blocks)
    seeds = [plan.districts[d].seed if d >= 0 else 0 for d in districts]
    keys = [(plan.seed, seed, _style(plan, d), b.wkb) for b, d, seed in zip(blocks, districts, seeds, strict=True)]
    new = [k for k, key in enumerate(keys) if key not in memo]
    rows = [k for k in new if keys[k][2].ground not in GARDENS]
    gardens = [k for k in new if keys[k][2].ground in GARDENS]
    dice = {k: (plan.seed * 1000 + keys[k][1], place_key(blocks[k])) for k in new}
    built = fill_rows([blocks[k] for k in rows], [keys[k][2] for k in rows], [Dice(*dice[k]) for k in rows])
    planted = fill_gardens([(blocks[k], keys[k][2], *dice[k]) for k in gardens], _streets(net))
    memo |= {keys[k]: filled for k, filled in zip(rows + gardens, built + planted, strict=True)}
    return [memo[key] for key in keys]


def _style(plan: CityPlan, district: int) -> Style:
    return plan.styles[plan.districts[district].style if district >= 0 else plan.style]


def _districts_of(plan: CityPlan, blocks: list[shapely.Polygon]) -> list[int]:
    """For each block the last district that contains its inner point, or -1."""
    found = np.full(len(blocks), -1)
    inner = shapely.point_on_surface(np.array(blocks, dtype=object))
    for number, district in enumerate(plan.districts):
        shape = shapely.Polygon(district.path)
        shapely.prepare(shape)
        found[shapely.contains(shape, inner)] = number
    return [int(number) for number in found]
