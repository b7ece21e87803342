"""Parked cars: solid, and drawn where they are. They stand in the stalls of parking lots; those in the way of a
job are not there when it starts."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.level.city import PARKED_HEADING, PARKED_LOOK, PARKED_X, PARKED_Y, City, Collider, Polygon
from game.level.model import Heist
from game.level.paths import mm
from game.level.roads import P_X, P_Y, P_Z, SAME_DECK

Floats = NDArray[np.float64]

BODIES = ("sedan", "compact", "wagon", "sedan", "pickup", "compact", "van", "sedan", "beetle")  # by look
SIZE = (5.1, 1.95)  # m, length and width
SIZES = {"compact": (4.4, 1.7), "beetle": (4.1, 1.6), "wagon": (5.4, 2.0), "van": (4.9, 2.0)}  # m, of other bodies
ROOF = 1.4  # m
STALL_WIDE, STALL_DEEP = 2.7, 5.6  # m
AISLE = 18.0  # m from one double row of stalls to the next
FIRST, INSET = 2.9, 0.8  # m from a lot's side to the first stall's middle, and from its front to the first row
WITHIN = 0.6  # m that a stall keeps from its lot's edge
KEPT_CLEAR = 6.0  # m around the places of a job, and around the way from each to its lane


@dataclass(frozen=True, slots=True)
class Stalls:
    """The stalls of a lot: middle (n, 2); back (n,) is 1 where a stall's front points along v, else -1. u runs
    along the rows, v across them."""

    middle: Floats
    back: Floats
    u: Floats
    v: Floats


def stalls_of(outline: Polygon) -> Stalls:
    """Double rows of stalls along a lot's longest side, with aisles between."""
    run = np.roll(outline, -1, axis=0) - outline
    length = np.sqrt((run**2).sum(1))
    k = int(np.argmax(np.round(length, 2)))
    u = run[k] / length[k]
    v = np.array([-u[1], u[0]])
    a, b = (outline * u).sum(1), (outline * v).sum(1)
    found, back = [np.zeros((0, 2))], [np.zeros(0)]
    for first, side in ((INSET + STALL_DEEP / 2, 1.0), (INSET + STALL_DEEP * 1.5, -1.0)):
        s, r = np.meshgrid(np.arange(a.min() + FIRST, a.max(), STALL_WIDE), np.arange(b.min() + first, b.max(), AISLE))
        middle = s.reshape(-1, 1) * u + r.reshape(-1, 1) * v
        ends = [_depth(outline, middle + end * v * STALL_DEEP / 2) > WITHIN for end in (-1.0, 1.0)]
        middle = middle[ends[0] & ends[1]]
        found.append(middle)
        back.append(np.full(len(middle), side))
    return Stalls(np.vstack(found), np.concatenate(back), u, v)


def _depth(outline: Polygon, points: Floats) -> Floats:
    """How far each of the points (n, 2) is inside the outline, m; 0 outside it."""
    a, b = outline[None], np.roll(outline, -1, axis=0)[None]
    at, run = points[:, None], b - a
    span = (a[..., 1] > at[..., 1]) != (b[..., 1] > at[..., 1])
    rise = np.where(run[..., 1] == 0.0, 1.0, run[..., 1])
    crossing = a[..., 0] + (at[..., 1] - a[..., 1]) / rise * run[..., 0]
    inside = (span & (at[..., 0] < crossing)).sum(axis=1) % 2 == 1
    share = np.clip(((at - a) * run).sum(axis=2) / np.maximum((run * run).sum(axis=2), 1e-9), 0.0, 1.0)
    gap = a + run * share[..., None] - at
    return np.where(inside, np.sqrt((gap**2).sum(axis=2)).min(axis=1, initial=np.inf), 0.0)


def body_of(look: float) -> str:
    """The shape of a parked car, one of assets/bodies.toml."""
    return BODIES[int(look) % len(BODIES)]


def size_of(look: float) -> tuple[float, float]:
    """Length and width of a parked car, m."""
    return SIZES.get(body_of(look), SIZE)


def outlines_of(parked: Floats) -> Floats:
    """The boxes of parked cars, counter-clockwise, (n, 4, 2)."""
    half = np.array([size_of(look) for look in parked[:, PARKED_LOOK].tolist()]).reshape(-1, 2) / 2
    ahead = np.array([[math.cos(a), math.sin(a)] for a in parked[:, PARKED_HEADING].tolist()]).reshape(-1, 2)
    left = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    along, across = half[:, :1] * ahead, half[:, 1:] * left
    middle = parked[:, [PARKED_X, PARKED_Y]]
    corners = (middle - along - across, middle + along - across, middle + along + across, middle - along + across)
    return mm(np.stack(corners, axis=1))


def solids_of(parked: Floats) -> list[Collider]:
    """What a car meets of parked cars."""
    return [Collider(ring, 0.0, ROOF) for ring in outlines_of(parked)]


# ---- which are there in a job
def parked_in(city: City, heist: Heist) -> Floats:
    """The rows of city.parked that are there in this job: none near its places and in the way to them."""
    if not len(city.parked):
        return city.parked
    ways = [(*place, *_nearest_lane(city, *place)) for place in _places(heist)] + [(*heist.door, *heist.kerb[:2])]
    near = np.zeros(len(city.parked), dtype=bool)
    for way in ways:
        near |= _from_way(city.parked, way) < KEPT_CLEAR
    return city.parked[~near]


def _places(heist: Heist) -> list[tuple[float, float]]:
    """Where cars stand or stop in a job."""
    cars = [heist.kerb, *(car.at for car in heist.switch_cars), *heist.patrols, *(unit.at for unit in heist.placed)]
    cars += [heist.start] if heist.start is not None else []
    stops = [(stop.x, stop.y) for stop in heist.hideouts + heist.exits] + [(at.x, at.y) for at in heist.stations]
    return [at[:2] for at in cars] + stops


def _nearest_lane(city: City, x: float, y: float) -> tuple[float, float]:
    points = city.roads.points
    low = points[np.abs(points[:, P_Z]) < SAME_DECK]
    k = int(np.argmin((low[:, P_X] - x) ** 2 + (low[:, P_Y] - y) ** 2))
    return float(low[k, P_X]), float(low[k, P_Y])


def _from_way(parked: Floats, way: tuple[float, float, float, float]) -> Floats:
    """How far each parked car's middle is from a straight way (x, y, x, y)."""
    start, run = np.array(way[:2]), np.array(way[2:]) - np.array(way[:2])
    at = parked[:, [PARKED_X, PARKED_Y]] - start
    share = np.clip((at * run).sum(1) / max(float((run * run).sum()), 1e-9), 0.0, 1.0)
    return np.asarray(np.sqrt(((at - share[:, None] * run) ** 2).sum(1)))
