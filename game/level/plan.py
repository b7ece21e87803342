"""A city file as checked records, before anything is derived from it. Metres, m/s, radians."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LOT_KINDS = ("parking", "yard", "grass", "plaza", "alley", "rail", "scrub", "sand")
LANDMARKS = (
    "casino",
    "garage",
    "hotel",
    "theatre",
    "station",
    "church",
    "hall",
    "diner",
    "supermarket",
    "bank",
    "motel",
    "police",
    "observatory",
    "stadium",
    "gas",
)
LOWEST, HIGHEST = -6.0, 12.0  # m: no road lies lower or higher
SURFACES = ("asphalt", "concrete", "grass", "dirt")


@dataclass(frozen=True, slots=True)
class RoadClass:
    """What all streets of a class share. Widths in m."""

    name: str
    rank: int  # right of way: the higher goes first
    lanes: int  # a direction; of a one-way street, in all
    lane: float  # width of a lane
    edge: float  # from the outer lane to the kerb; 2.2 and more is a parking strip
    walk: float  # width of the sidewalk; 0 for an alley
    limit: float  # m/s
    median: float  # painted strip between the directions
    palms: float  # m between palms, 0 for none
    oneway: bool
    kerb: bool  # False: an aisle in a lot, without a kerb of its own
    curve: bool  # streets are curves through their points, not straight lines with rounded bends
    surface: str
    height: float = 0.0  # m, of all points that are drawn without one
    dual: float = 0.0  # m between the axes of two one-way carriageways; 0: one carriageway
    signal: bool = False  # has traffic lights wherever it meets another street

    def half_width(self, oneway: bool) -> float:
        """From the middle of the road to the kerb."""
        across = self.lanes * self.lane if oneway else 2 * self.lanes * self.lane + self.median
        return across / 2 + self.edge


@dataclass(frozen=True, slots=True)
class RoadLine:
    """One street as drawn: path (k, 2) and the height of the road at each of its points (k,)."""

    name: str
    cls: str
    path: NDArray[np.float64]
    height: NDArray[np.float64]
    oneway: bool
    curve: bool
    dead_end: bool
    source: tuple[str | int, ...] = ()  # key of the grid or interchange that made it

    @property
    def key(self) -> tuple[str | int, ...]:
        return self.source or ("road", self.cls, self.name)


@dataclass(frozen=True, slots=True)
class Style:
    """How a district fills its blocks. Pairs are ranges; widths and heights in m."""

    name: str
    lot: tuple[float, float]  # width of a lot along the street
    depth: float  # of a lot; a block much deeper gets two rows back to back
    front: float  # between sidewalk and building
    side: float  # between a building and its neighbour's lot
    deep: tuple[float, float]  # depth of a building
    high: tuple[float, float]  # height
    empty: float  # chance that a lot stays empty
    parking: float  # chance that it is a parking lot
    ground: str  # lot kind of what a building leaves free


@dataclass(frozen=True, slots=True)
class District:
    name: str
    style: str
    seed: int
    path: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlacedBuilding:
    name: str
    style: str
    height: float
    path: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlacedLot:
    name: str
    kind: str
    path: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class River:
    """A concrete channel along a path: width and depth in m."""

    name: str
    path: NDArray[np.float64]
    width: float
    depth: float


@dataclass(frozen=True, slots=True)
class Rail:
    """Tracks beside each other along a path."""

    name: str
    path: NDArray[np.float64]
    tracks: int


@dataclass(frozen=True, slots=True)
class Garage:
    """Walls with a roof that cars drive into: doors are the pieces of the outline left open, (2, 2) each."""

    name: str
    path: NDArray[np.float64]
    height: float
    doors: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class CityPlan:
    """Everything a city file says. Roads, buildings and lots are in an order that does not depend on
    the file's; districts keep the file's order, as the last that contains a block wins."""

    id: str
    name: str
    width: float
    height: float
    seed: int
    snap: float  # m: a road's end nearer than this to a road is joined to it
    merge: float  # m: crossings nearer than this are one junction
    style: str  # of blocks outside every district
    classes: dict[str, RoadClass] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    roads: tuple[RoadLine, ...] = ()
    districts: tuple[District, ...] = ()
    buildings: tuple[PlacedBuilding, ...] = ()
    lots: tuple[PlacedLot, ...] = ()
    rivers: tuple[River, ...] = ()
    rails: tuple[Rail, ...] = ()
    garages: tuple[Garage, ...] = ()
    hash: str = ""
