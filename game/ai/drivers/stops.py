"""Where a getaway driver may stop, each with the place on the roads from which he gets there."""

import math
from dataclasses import dataclass

from game.ai.fleet import Fleet
from game.level.model import Hideout, SwitchCar

NEXT_TO = 4.2  # m from the switch car to the lane: so near, he stops in the lane,
SHORT_OF = 3.8  # m short of it, so that it has room to pull out
BESIDE, BEHIND = 2.7, 5.3  # m between the middles of two cars side by side, and nose to tail
TAIL_ON = -0.5  # cosine of the angle off its nose at which the road lies, below which its tail is to the road
CHANGE_WITHIN = 5.8  # m: standing so near the switch car he can get in


@dataclass(frozen=True, slots=True)
class Stop:
    """Within `radius` m of (x, y), reached from s on `edge`. way_out: nobody has to lie low there."""

    x: float
    y: float
    radius: float
    edge: int
    s: float
    way_out: bool = False

    def holds(self, x: float, y: float, share: float = 1.0) -> bool:
        """Whether (x, y) is within this share of the radius."""
        return math.hypot(x - self.x, y - self.y) < share * self.radius


@dataclass(frozen=True, slots=True)
class Spot:
    """A switch car at (x, y), and where to stop for it: at s in the lane of `edge`, or, if stop_x is not
    nan, beside it at (stop_x, stop_y)."""

    x: float
    y: float
    edge: int
    s: float
    stop_x: float
    stop_y: float


def refuge(fleet: Fleet, place: Hideout, way_out: bool) -> Stop:
    """A hideout, or a way out of town."""
    edge, s = fleet.locate(place.x, place.y, 0.0, 0.0)
    return Stop(place.x, place.y, place.radius, edge, s, way_out)


def switch_spot(fleet: Fleet, car: SwitchCar) -> Spot:
    """Where to stop for a switch car so that it can drive off: in the lane if that is beside it, else behind it,
    or beside it if it stands with its tail to the road."""
    x, y, heading = car.at
    edge, s = fleet.locate(x, y, 0.0, heading)
    road_x, road_y = fleet.place(edge, s)
    if math.hypot(road_x - x, road_y - y) < NEXT_TO:
        return Spot(x, y, edge, max(s - SHORT_OF, 0.0), math.nan, math.nan)
    cos, sin = math.cos(heading), math.sin(heading)
    away = math.hypot(road_x - x, road_y - y)
    if cos * (road_x - x) + sin * (road_y - y) > TAIL_ON * away:
        return Spot(x, y, edge, s, x - BEHIND * cos, y - BEHIND * sin)
    beside = [(x - side * BESIDE * sin, y + side * BESIDE * cos) for side in (1.0, -1.0)]
    return Spot(x, y, edge, s, *min(beside, key=lambda at: math.hypot(at[0] - road_x, at[1] - road_y)))
