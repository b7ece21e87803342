"""How people get about when nothing frightens them: along a walk, standing before a window, back to the walk."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.people_ground import LAND, SOLID, cell_at, way_back
from game.ai.people_state import (
    ACT,
    CENTRE_X,
    CENTRE_Y,
    GAZE_UNTIL,
    LEFT,
    LOW,
    MODE,
    NEXT,
    PACE,
    RADIUS,
    RING,
    RINGS,
    SENSE,
    SIDE,
    STANDING,
    STROLLING,
    UNTIL,
    Crowd,
    Streets,
    roll,
    ticks,
)
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.snapshot import P_HEADING, P_LOOK, P_SPEED, P_X, P_Y

ARRIVED = 0.5  # m
STOPS = 0.012  # 1/s: chance that somebody stops to look at something
STOP_LEAST, STOP_MOST = 4.0, 22.0  # s
WINDOW = 4.0  # m: a shop window this near is looked into
EDGE = 4.0  # m beyond the circle, bystanders have turned round
HURRY = 1.4  # times his pace, on the way back after a scare
FOREVER = 1e15  # tick
DIRECTIONS = 8


@kernel
def next_point(streets: Streets, ring: int, k: int, sense: float, closed: bool) -> int:
    """The row after k on a ring, or on an open path, whose ends have nothing behind them (-1)."""
    first, end = streets.starts[ring], streets.starts[ring + 1]
    k += 1 if sense > 0 else -1
    if first <= k < end:
        return k
    if not closed:
        return -1
    return int(first if k == end else end - 1)


@kernel
def _aim(streets: Streets, mind: NDArray[np.float64], closed: bool) -> tuple[float, float]:
    """Where he is going: the next point, SIDE m to the left of the ring there."""
    k, ring = int(mind[NEXT]), int(mind[RING])
    x, y = streets.points[k, 0], streets.points[k, 1]
    if not closed:
        return x, y
    a, b = next_point(streets, ring, k, -1.0, True), next_point(streets, ring, k, 1.0, True)
    ux, uy = x - streets.points[a, 0], y - streets.points[a, 1]
    vx, vy = streets.points[b, 0] - x, streets.points[b, 1] - y
    u, v = max(math.sqrt(ux * ux + uy * uy), 1e-6), max(math.sqrt(vx * vx + vy * vy), 1e-6)
    nx, ny = -(uy / u + vy / v), ux / u + vx / v
    size = max(math.sqrt(nx * nx + ny * ny), 0.5)
    return x + mind[SIDE] * nx / size, y + mind[SIDE] * ny / size


@kernel
def steer(crowd: Crowd, streets: Streets, i: int, x: float, y: float, speed: float) -> float:
    """Send person i towards (x, y) at `speed`, no faster than he gets there; m to it. A wall stops him."""
    people, news = crowd.people, crowd.news
    dx, dy = x - people[i, P_X], y - people[i, P_Y]
    distance = math.sqrt(dx * dx + dy * dy)
    if distance > 0.01:
        people[i, P_HEADING] = math.atan2(dy, dx)
    reach = speed * ACT
    ahead_x = people[i, P_X] + reach * math.cos(people[i, P_HEADING])
    ahead_y = people[i, P_Y] + reach * math.sin(people[i, P_HEADING])
    blocked = cell_at(streets.cells, news[LEFT], news[LOW], ahead_x, ahead_y) & SOLID
    inside = cell_at(streets.cells, news[LEFT], news[LOW], people[i, P_X], people[i, P_Y]) & SOLID
    people[i, P_SPEED] = 0.0 if blocked and not inside else min(speed, distance / ACT)
    return distance


@kernel
def _strays(crowd: Crowd, i: int) -> bool:
    """Whether person i is leaving the circle."""
    people, news = crowd.people, crowd.news
    dx, dy = people[i, P_X] - news[CENTRE_X], people[i, P_Y] - news[CENTRE_Y]
    outward = dx * math.cos(people[i, P_HEADING]) + dy * math.sin(people[i, P_HEADING]) > 0.0
    return bool(outward and dx * dx + dy * dy > (news[RADIUS] + EDGE) ** 2)


@kernel
def stroll(seed: int, tick: int, crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """Follow the walk; now and then stop. At the end of a path, stay."""
    mind, people = crowd.minds[m], crowd.people
    closed = mind[RING] < crowd.news[RINGS]
    x, y = _aim(streets, mind, closed)
    distance = steer(crowd, streets, i, x, y, mind[PACE])
    if distance < ARRIVED:
        k = next_point(streets, int(mind[RING]), int(mind[NEXT]), mind[SENSE], closed)
        if k < 0:
            mind[MODE], mind[UNTIL], people[i, P_SPEED] = STANDING, FOREVER, 0.0
        else:
            mind[NEXT] = k
    if closed and _strays(crowd, i):
        turn_round(streets, mind)
    elif closed and roll(seed, crowd.minds, m) < STOPS * ACT:
        stay = STOP_LEAST + (STOP_MOST - STOP_LEAST) * roll(seed, crowd.minds, m)
        stand(crowd, streets, i, m, tick + ticks(stay), SOLID)


@kernel
def turn_round(streets: Streets, mind: NDArray[np.float64]) -> None:
    mind[SENSE] = -mind[SENSE]
    mind[NEXT] = next_point(streets, int(mind[RING]), int(mind[NEXT]), mind[SENSE], True)


@kernel
def stand(crowd: Crowd, streets: Streets, i: int, m: int, until: float, bits: int) -> None:
    """Stop until then and face the nearest thing: SOLID a wall or its window, LAND the street."""
    people, mind = crowd.people, crowd.minds[m]
    mind[MODE], mind[UNTIL], people[i, P_SPEED] = STANDING, until, 0.0
    people[i, P_HEADING] = _facing(crowd, streets, i, bits)


@kernel
def _facing(crowd: Crowd, streets: Streets, i: int, bits: int) -> float:
    """The direction to the nearest wall, or to the nearest street; as he stands if there is none near."""
    people, news = crowd.people, crowd.news
    best, least = people[i, P_HEADING], WINDOW
    for k in range(DIRECTIONS):
        heading, gone = wrap(2.0 * math.pi * k / DIRECTIONS), 0.0
        while gone < least:
            gone += 0.5
            x, y = people[i, P_X] + gone * math.cos(heading), people[i, P_Y] + gone * math.sin(heading)
            cell = cell_at(streets.cells, news[LEFT], news[LOW], x, y)
            if (bits == SOLID and cell & SOLID) or (bits == LAND and cell & LAND == 0):
                best, least = heading, gone
                break
    return float(best)


@kernel
def wait_here(tick: int, crowd: Crowd, i: int, m: int) -> None:
    """Stand until it is time to go on."""
    crowd.people[i, P_SPEED] = 0.0
    if tick >= crowd.minds[m, UNTIL]:
        crowd.minds[m, MODE] = STROLLING


@kernel
def go_back(crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """Walk back to the nearest walk, or on along the own path."""
    mind, people, news = crowd.minds[m], crowd.people, crowd.news
    if mind[RING] >= news[RINGS]:
        mind[MODE] = STROLLING
        return
    x, y, left = way_back(streets.steps, news[LEFT], news[LOW], people[i, P_X], people[i, P_Y])
    if left == 0:
        join(crowd, streets, i, m)
    else:
        steer(crowd, streets, i, x, y, HURRY * mind[PACE])


@kernel
def join(crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """Go on along the nearest ring, in the direction in which he is going anyway."""
    mind, people = crowd.minds[m], crowd.people
    x, y, least = people[i, P_X], people[i, P_Y], math.inf
    for ring in range(int(crowd.news[RINGS])):
        for k in range(streets.starts[ring], streets.starts[ring + 1]):
            b = next_point(streets, ring, k, 1.0, True)
            ax, ay = streets.points[k, 0], streets.points[k, 1]
            dx, dy = streets.points[b, 0] - ax, streets.points[b, 1] - ay
            share = min(max(((x - ax) * dx + (y - ay) * dy) / max(dx * dx + dy * dy, 1e-9), 0.0), 1.0)
            d2 = (ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2
            if d2 < least:
                least = d2
                along = dx * math.cos(people[i, P_HEADING]) + dy * math.sin(people[i, P_HEADING])
                mind[RING], mind[SENSE], mind[NEXT] = ring, 1.0 if along >= 0.0 else -1.0, b if along >= 0.0 else k
    mind[MODE] = STROLLING


@kernel
def turn_face(tick: int, crowd: Crowd, i: int, m: int) -> None:
    """Look ahead again once there is nothing more to look at."""
    if tick >= crowd.minds[m, GAZE_UNTIL]:
        crowd.people[i, P_LOOK] = wrap(crowd.people[i, P_HEADING])
