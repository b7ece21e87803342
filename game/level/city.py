"""The derived city: what the physics collides with, the eyes look past and the screen draws.

Derived once from a city file (game.level.derive) and immutable afterwards. Polygons are float64
arrays (k, 2) in metres, counter-clockwise, first point not repeated, without holes.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from game.level.roads import Roads

Polygon = NDArray[np.float64]

# Columns of sight_edges: float64, one row a wall that blocks the view.
E_X0, E_Y0, E_X1, E_Y1, E_BOTTOM, E_TOP = range(6)

# Kinds of road marking.
MARK_YELLOW, MARK_LANE, MARK_STOP, MARK_CROSSWALK, MARK_EDGE = range(5)

# Columns of props: float64, one row a thing that a car can knock over.
PROP_X, PROP_Y, PROP_Z, PROP_HEADING, PROP_KIND = range(5)  # m, m, m, rad, PROP_…
PROP_COLUMNS = 5
PROP_LAMP, PROP_SIGNAL, PROP_STOP, PROP_SIGN, PROP_HYDRANT, PROP_NEWSBOX, PROP_METER, PROP_PHONE, PROP_CRATE = range(9)


# Columns of parked: float64, one row a parked car.
PARKED_X, PARKED_Y, PARKED_HEADING, PARKED_LOOK = range(4)  # m, m, rad, number from which body and paint follow
PARKED_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Building:
    outline: Polygon
    height: float  # m
    style: str  # of its district: tower, midrise, shops, warehouse …
    name: str = ""  # a landmark's


@dataclass(frozen=True, slots=True)
class Lot:
    kind: str  # one of plan.LOT_KINDS
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Collider:
    """A convex piece of something solid between two heights; nowhere thinner than 1.0 m."""

    outline: Polygon
    bottom: float  # m
    top: float


@dataclass(frozen=True, slots=True)
class Deck:
    """An elevated road with its ramps, or a bridge (z = 0), for the screen. axis (k, 3): x, y, z along it;
    half_width in m, of which the outer `walk` m are sidewalk. outline: the deck seen from above, ramps included."""

    name: str
    axis: NDArray[np.float64]
    half_width: float
    outline: Polygon
    walk: float = 0.0


@dataclass(frozen=True, slots=True)
class Marking:
    """A painted line. points (k, 2); width and, for dashed lines, dash and gap in m (gap 0: solid).
    deck: painted on an elevated road."""

    kind: int
    points: NDArray[np.float64]
    width: float
    dash: float = 0.0
    gap: float = 0.0
    deck: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A river in its concrete bed. axis (k, 2), width between the banks, depth below the streets, m."""

    name: str
    axis: Polygon
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Roof:
    """A roof on walls with openings: cars drive in under it."""

    name: str
    outline: Polygon
    height: float  # m


def _flat() -> NDArray[np.float32]:
    return np.zeros((1, 1), np.float32)


def _nothing_parked() -> NDArray[np.float64]:
    return np.zeros((0, PARKED_COLUMNS))


@dataclass(frozen=True)
class City:
    """What the land is. Rasters have 1 m cells, row = int(y), column = int(x).

    islands: the kerb outlines of all blocks: what is outside every island is carriageway.
    surface (h, w) uint8: a snapshot.ASPHALT … value on the ground.
    deck_z (h, w) float32: height of the deck's surface above that cell, nan where there is none.
    ground_z (h, w) float32: height of the ground, 0 but in rivers and on the ramps into them; outside it, 0.
    tracks: one polyline a railway track. roofs: what cars drive in under.
    sight_edges (e, 6) float64: the walls that block the view; sight_grid int32: which of them lie in
    each cell of a grid, packed as game.level.grid says.
    lamps (k, 3): x, y and direction of the arm. trees (k, 3): x, y, radius; palms likewise: solid trunks.
    props (k, PROP_COLUMNS): what falls when a car hits it; the first rows are the lamps' posts, in the lamps'
    order. prop_grid int32: which of them lie in each cell of a grid, packed as game.level.grid says.
    walks (k, 2): the points of all closed rings on which people walk, ring after ring; walk_starts (rings + 1):
    the row at which each ring begins.
    parked (k, PARKED_COLUMNS): cars in the stalls of lots, game.level.parked says which of them are there in a job.
    """

    id: str
    name: str
    hash: str
    width: float  # m
    height: float
    roads: Roads
    buildings: tuple[Building, ...]
    islands: tuple[Polygon, ...]
    lots: tuple[Lot, ...]
    decks: tuple[Deck, ...]
    colliders: tuple[Collider, ...]
    markings: tuple[Marking, ...]
    lamps: NDArray[np.float64]
    trees: NDArray[np.float64]
    palms: NDArray[np.float64]
    props: NDArray[np.float64]
    prop_grid: NDArray[np.int32]
    surface: NDArray[np.uint8]
    deck_z: NDArray[np.float32]
    sight_edges: NDArray[np.float64]
    sight_grid: NDArray[np.int32]
    ground_z: NDArray[np.float32] = field(default_factory=_flat)
    rivers: tuple[Channel, ...] = ()
    tracks: tuple[Polygon, ...] = ()
    roofs: tuple[Roof, ...] = ()
    walks: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    walk_starts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(1, np.int32))
    parked: NDArray[np.float64] = field(default_factory=_nothing_parked)
