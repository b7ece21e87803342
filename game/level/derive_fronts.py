"""Street fronts: the sides of blocks, cut into pieces as wide as a lot. All blocks are done at once."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.derive_dice import roll_each
from game.level.derive_shapes import Shapes
from game.level.paths import mm
from game.level.plan import Style

CORNER_COS = 0.819  # of 35°: a side of a block ends where its outline turns more
LEAST_SIDE = 0.8  # of the narrowest lot: shorter sides have no front
LEAST_FRONT = 0.7  # of the narrowest lot: the chord of a front on a bend
BEFORE, STREET = 8.0, 13.0  # m: within STREET of the place BEFORE a front is the middle of its street
ROLLS = 5  # for each front: empty, depth, width, height, distance from the street

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Block = tuple[shapely.Polygon, Style, int, int]  # outline, style, and seed and entity of its dice


@dataclass(frozen=True, slots=True)
class Fronts:
    """Street fronts, one a row, those on a block's longest side first: start and size along u, inward v, all
    (n, 2) or (n,); block: row of the blocks; dice (n, ROLLS)."""

    start: Floats
    u: Floats
    v: Floats
    size: Floats
    block: Ints
    dice: Floats

    def corners(self, along: tuple[Floats, Floats], inward: tuple[Floats, Floats]) -> Floats:
        """A rectangle for each front, counter-clockwise, (n, 4, 2): from and to along it, from and to inward."""
        (a, b), (c, d) = along, inward
        p, q = np.stack([a, b, b, a], 1)[:, :, None], np.stack([c, c, d, d], 1)[:, :, None]
        return mm(self.start[:, None] + p * self.u[:, None] + q * self.v[:, None])


@dataclass(frozen=True, slots=True)
class _Sides:
    """The sides of all blocks. a, step (n, 2): segments in the order of the outlines, counter-clockwise, each
    outline from a corner on; reach: arc length where each begins, over all. first, last: a side's segments; its
    size and block."""

    a: Floats
    step: Floats
    length: Floats
    reach: Floats
    first: Ints
    last: Ints
    size: Floats
    block: Ints

    def at(self, side: Ints, s: Floats) -> Floats:
        """Places s metres along sides, (n, 2)."""
        along = self.reach[self.first[side]] + s
        k = np.clip(np.searchsorted(self.reach, along, side="right") - 1, self.first[side], self.last[side])
        share = (along - self.reach[k]) / np.maximum(self.length[k], 1e-9)
        return np.asarray(self.a[k] + np.clip(share, 0.0, 1.0)[:, None] * self.step[k])


def find_fronts(blocks: list[Block], streets: shapely.STRtree) -> Fronts:
    """The fronts of all blocks towards a street, as wide as their styles' lots."""
    sides = _sides(np.array([block[0] for block in blocks], dtype=object))
    low, high = np.array([block[1].lot for block in blocks])[sides.block].T
    seed, entity = np.array([block[2:] for block in blocks], dtype=np.int64)[sides.block].T
    width = low + roll_each(seed, entity, _turn(sides.block)) * (high - low)
    count = np.where(sides.size >= LEAST_SIDE * low, np.maximum(1, np.rint(sides.size / width)), 0).astype(np.int64)
    side = np.repeat(np.arange(len(count)), count)
    turn = _turn(side)
    part = (sides.size / np.maximum(count, 1))[side]
    start = sides.at(side, turn * part)
    step = sides.at(side, (turn + 1) * part) - start
    size = np.sqrt((step**2).sum(1))
    order = np.lexsort((turn, side, -np.round(sides.size[side], 1), sides.block[side]))
    order = order[size[order] >= LEAST_FRONT * low[side[order]]]
    order = order[_towards(streets, start[order] + 0.5 * step[order], step[order] / size[order, None])]
    start, step, size, side = start[order], step[order], size[order], side[order]
    block = sides.block[side]
    u = step / size[:, None]
    return Fronts(start, u, np.column_stack([-u[:, 1], u[:, 0]]), size, block, _dice(block, seed[side], entity[side]))


def _towards(streets: shapely.STRtree, middle: Floats, u: Floats) -> NDArray[np.bool_]:
    """Which fronts have a street before them."""
    before = shapely.points(middle + BEFORE * np.column_stack([u[:, 1], -u[:, 0]]))
    return np.isin(np.arange(len(middle)), streets.query(before, predicate="dwithin", distance=STREET)[0])


def _dice(block: Ints, seed: Ints, entity: Ints) -> Floats:
    """The rolls of each front; of a seed of their own, as the sides have rolled too."""
    turns = (_turn(block)[:, None] * ROLLS + np.arange(ROLLS)).ravel()
    return roll_each(np.repeat(seed + 1, ROLLS), np.repeat(entity, ROLLS), turns).reshape(-1, ROLLS)


def _turn(group: Ints) -> Ints:
    """The how-manieth of its group each is; groups are in ascending order."""
    return np.asarray(np.arange(len(group)) - np.searchsorted(group, group))


def _sides(outlines: Shapes) -> _Sides:
    rings = shapely.get_exterior_ring(shapely.simplify(outlines, 0.4))
    rings = np.where(shapely.is_ccw(rings), rings, shapely.reverse(rings))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    a, step, block = points[:-1][inside], np.diff(points, axis=0)[inside], ring[:-1][inside]
    length = np.sqrt((step**2).sum(1))
    begin = np.searchsorted(block, block)
    count = np.searchsorted(block, block, side="right") - begin
    at = np.arange(len(block)) - begin
    before = begin + (at - 1) % count
    corner = (step * step[before]).sum(1) < CORNER_COS * length * length[before]
    offset = np.full(len(outlines), -1)
    offset[block[corner][::-1]] = at[corner][::-1]  # the first corner of each
    turned = begin + (at + np.maximum(offset[block], 0)) % count
    opens = corner[turned] | (at == 0)
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(block)) - 1
    reach = np.concatenate([[0.0], np.cumsum(length[turned])])
    sizes = reach[last + 1] - reach[first]
    return _Sides(a[turned], step[turned], length[turned], reach[:-1], first, last, sizes, block[first])
