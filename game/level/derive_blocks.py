"""Blocks filled from their district's style. A block's dice depend on the city's seed, the district's and where
the block lies, so an edit in one place leaves the buildings elsewhere as they are."""

import numpy as np
import shapely

from game.level.city import Building, Lot
from game.level.derive_dice import Dice, place_key
from game.level.derive_gardens import fill_gardens
from game.level.derive_ground import Ground
from game.level.derive_rows import Filled, fill_rows
from game.level.derive_shapes import ring_of
from game.level.paths import mm
from game.level.plan import CityPlan, Style

GARDENS = ("grass", "scrub", "sand")  # grounds of styles whose houses stand in gardens

Memo = dict[tuple[object, ...], Filled]  # what a block was filled with, by all that decides it


def fill_blocks(plan: CityPlan, ground: Ground, memo: Memo | None = None) -> tuple[list[Building], list[Lot]]:
    """All buildings and lots, those placed by hand included, sorted. memo: blocks filled earlier."""
    buildings = [Building(ring_of(shapely.Polygon(mm(p.path))), p.height, p.style, p.name) for p in plan.buildings]
    lots = [Lot(p.kind, ring_of(shapely.Polygon(mm(p.path)))) for p in plan.lots]
    for more_buildings, more_lots in _filled(plan, ground.blocks, {} if memo is None else memo):
        buildings += more_buildings
        lots += more_lots
    return sorted(buildings, key=_place), sorted(lots, key=lambda lot: (lot.kind, *_place(lot)))


def _place(thing: Building | Lot) -> tuple[list[list[float]], ...]:
    return (thing.outline.tolist(),)


def _filled(plan: CityPlan, blocks: list[shapely.Polygon], memo: Memo) -> list[Filled]:
    districts = _districts_of(plan, blocks)
    seeds = [plan.districts[d].seed if d >= 0 else 0 for d in districts]
    keys = [(plan.seed, seed, _style(plan, d), b.wkb) for b, d, seed in zip(blocks, districts, seeds, strict=True)]
    new = [k for k, key in enumerate(keys) if key not in memo]
    rows = [k for k in new if keys[k][2].ground not in GARDENS]
    gardens = [k for k in new if keys[k][2].ground in GARDENS]
    dice = {k: (plan.seed * 1000 + keys[k][1], place_key(blocks[k])) for k in new}
    built = fill_rows([blocks[k] for k in rows], [keys[k][2] for k in rows], [Dice(*dice[k]) for k in rows])
    planted = fill_gardens([(blocks[k], keys[k][2], *dice[k]) for k in gardens])
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
