"""The cars of one seat as arrays, and how a mind says what it wants of one of them.

Each wish is a kernel over that car's row, so that minds in Python and minds in kernels share it.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.drive import D_ACTIONS, D_BOLD, D_COUNT, D_EDGE, D_FOLLOW, D_HOLD, D_PACE, D_S, D_SPEED
from game.ai.navigate import G_EDGE, G_GRIP, G_KIND, G_S, G_STOP, G_TURN, G_X, G_Y, GO, WANDER, renew
from game.ai.paths import Streets
from game.ai.routes import road_at, time_to
from game.ai.steering import on_link
from game.core.kernel import kernel
from game.core.snapshot import ANGLE, X, Y, Z
from game.level.roads import FIRST_LANE

Row = NDArray[np.float64]
Arrays = tuple[Any, ...]  # a NamedTuple as a plain tuple: numba takes those from Python several times sooner


class Seat(NamedTuple):
    """goals (m, GOAL_COLUMNS); routes (m, ROUTE_EDGES) int32, -1 past their end;
    paths (m, SAMPLES, PATH_COLUMNS); plans (m, PLAN_COLUMNS); traits (models, TRAIT_COLUMNS): the car table."""

    goals: NDArray[np.float64]
    routes: NDArray[np.int32]
    paths: NDArray[np.float64]
    plans: NDArray[np.float64]
    traits: NDArray[np.float64]


@kernel
def wander(goal: Row, grip: float) -> None:
    """Drive on by random turns, with this share of the tyres' grip in bends."""
    goal[:] = 0.0
    goal[G_KIND], goal[G_GRIP] = WANDER, grip


@kernel
def go(goal: Row, edge: int, s: float, grip: float, turn: bool) -> None:
    """Drive to a place on the roads and on beyond it. turn: may turn round in the street."""
    goal[G_KIND], goal[G_EDGE], goal[G_S] = GO, edge, s
    goal[G_STOP], goal[G_TURN], goal[G_GRIP] = 0.0, turn, grip


@kernel
def stop_at(goal: Row, edge: int, s: float, x: float, y: float, grip: float, turn: bool) -> None:
    """Drive to the point (x, y) beside s on `edge` and stop there."""
    go(goal, edge, s, grip, turn)
    goal[G_STOP], goal[G_X], goal[G_Y] = 1.0, x, y


@kernel
def wish(plan: Row, speed: float, pace: float, bold: bool, follow: int, actions: int) -> None:
    """speed: m/s at most; pace: 0, or at most so many times the speed limit; bold: may pass in oncoming
    lanes; follow: the row of the car to keep behind, or -1; actions: Action bits."""
    plan[D_SPEED], plan[D_PACE], plan[D_BOLD], plan[D_HOLD] = speed, pace, bold, 0.0
    plan[D_FOLLOW], plan[D_ACTIONS] = follow, actions


@kernel
def hold(plan: Row, actions: int) -> None:
    """Stand still with the brake on."""
    plan[D_HOLD], plan[D_ACTIONS] = 1.0, actions


@kernel
def forget(route: NDArray[np.int32], plan: Row) -> None:
    """Drop a car's path: it has been put elsewhere, or must start anew."""
    plan[:] = 0.0
    plan[D_FOLLOW] = -1.0
    route[:] = -1


@kernel
def place_of(net: Streets, plan: Row, car: Row) -> tuple[int, float]:
    """(edge, s) of a car on its path, as of its last `renew`; the nearest road if it has none yet."""
    if plan[D_COUNT] < 2.0:
        edge, s = road_at(net, car[X], car[Y], car[Z], car[ANGLE])
        return max(edge, 0), s
    return int(plan[D_EDGE]), plan[D_S]


# ---- for minds in Python


@kernel
def renew_car(seed: int, stream: int, tick: int, i: int, car: Row, model: int, streets: Arrays, seat: Arrays) -> None:
    """Bring car i's path up to date with its goal; without a road near it stands. seed, stream: of random walks;
    model: the car's row of the car table."""
    cars = Seat(*seat)
    goal, route, path, plan = cars.goals[i], cars.routes[i], cars.paths[i], cars.plans[i]
    if not renew(Streets(*streets), seed, stream, i, tick, car, goal, route, path, plan, cars.traits[model]):
        hold(plan, 0)


@kernel
def locate(streets: Arrays, x: float, y: float, z: float, heading: float) -> tuple[int, float]:
    """(edge, s) of the road nearest to a place, or (-1, 0) if there is none within 40 m."""
    return road_at(Streets(*streets), x, y, z, heading)


@kernel
def lane_point(streets: Arrays, edge: int, s: float) -> tuple[float, float]:
    """(x, y) of s m along the lane of an edge that is at the kerb."""
    net = Streets(*streets)
    x, y, _, _, _ = on_link(net.links, net.link_sizes, net.points, net.edges[edge, FIRST_LANE], s)
    return x, y


@kernel
def seconds_to(streets: Arrays, plan: Row, car: Row, edge: int, s: float) -> float:
    """s that a car needs at the limits to s m along an edge."""
    net = Streets(*streets)
    here, at = place_of(net, plan, car)
    return time_to(net, here, at, edge, s)
