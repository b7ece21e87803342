"""What people make of the cars around them: what is striking, and what is about to run them over."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.ai.people_ground import LAND, PER_METRE, cell_at
from game.ai.people_state import DRIVER_CAR, LEFT, LOW, Crowd, Streets, Traffic
from game.core.command import ACTIONS, DUCK, HORN
from game.core.constants import CAR_HEIGHT
from game.core.kernel import kernel
from game.core.snapshot import (
    ACCEL,
    ACTIVE,
    LIGHT_BAR,
    LIGHT_HEAD,
    LIGHTS,
    OMEGA,
    P_LOOK,
    P_X,
    P_Y,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.sense.sight import EYE, in_view

HALF_LENGTH, HALF_WIDTH = 2.5, 1.0  # m: a car, as people judge it
ORDERLY, RECKLESS = 0.9, 2.5  # s to reach: a car that keeps to the street is trusted so long, one that does not is not
FAST = 20.0  # m/s: faster cars (45 mph) are trusted nowhere
CREEPS = 2.0  # m/s: a slower car is stepped aside for, not run from
NEAR_MISS = 0.7  # m beside a car's path that is still too near
CLOSE = 3.0  # m: so near does one not stay beside the path of a reckless car
SEEN_COS = -0.17  # cosine of 100°: what the corner of an eye still notices
HEARD_TIME = 2.0  # s: an engine is heard as far away as it goes in this time
HEARD_LEAST, HEARD_MOST = 8.0, 45.0  # m
HORN_HEARD = 50.0  # m
PASSED = 3.0  # m behind the nose: the car is past
STATURE = 1.6  # m: eyes of somebody on foot
STANDS = 1.5  # m/s: slower is a standing car
NEAR_KERB = 18.0  # m: a standing car with somebody in it is noticed from so far
# Chance that somebody turns his face to it, 1/s. Estimates: tuned by what thirty waits at the kerb show.
GLANCE_DARK, GLANCE_LIT, GLANCE_FAST, GLANCE_SIREN, GLANCE_HORN = 0.02, 0.06, 0.5, 1.0, 2.0
FAST_NEAR, SIREN_NEAR = 30.0, 60.0  # m
OUTSIDE = 30.0  # m beyond the ground that people know: cars there may still come at somebody

# Columns of watch, float64, one row a car that anybody might mind: worked out once for all people of a turn.
W_ROW, W_X, W_Y = 0, 1, 2
W_UX, W_UY, W_SPEED = 3, 4, 5  # its direction and m/s
W_BEND = 6  # 1/m, of its path, left positive
W_STOPS = 7  # m in which it stops if it brakes on as it does; inf when it does not brake
W_TRUST = 8  # s to reach from which on people in their own place mind it
W_HEARD = 9  # m
W_GLANCE, W_STRIKING = 10, 11  # chance of turning somebody's face, 1/s, and within how many m
W_CLOSE = 12  # m beside its path that are too near
WATCH_COLUMNS = 13


class Alarm(NamedTuple):
    """What a person notices. seconds: until a car is upon him; side: 1 when he is left of its path, -1 right;
    ux, uy: its direction; car: the row of it, -1 without danger. glance: chance of turning his face, 1/s, to the
    car in row `strange` (-1: none)."""

    seconds: float
    side: float
    ux: float
    uy: float
    car: int
    glance: float
    strange: int


@kernel
def watched(crowd: Crowd, streets: Streets, traffic: Traffic, watch: NDArray[np.float64]) -> int:
    """Fill `watch` (cars, WATCH_COLUMNS) with the cars near the crowd that anybody might mind; how many."""
    cars, tags, news = traffic.cars, traffic.tags, crowd.news
    right = news[LEFT] + streets.cells.shape[1] / PER_METRE
    top = news[LOW] + streets.cells.shape[0] / PER_METRE
    count = 0
    for c in range(cars.shape[0]):
        x, y = cars[c, X], cars[c, Y]
        if not (news[LEFT] - OUTSIDE < x < right + OUTSIDE and news[LOW] - OUTSIDE < y < top + OUTSIDE):
            continue
        if tags[c, ACTIVE] and cars[c, Z] < CAR_HEIGHT:
            speed = math.sqrt(cars[c, VX] * cars[c, VX] + cars[c, VY] * cars[c, VY])
            glance, striking = _draws_eyes(crowd, traffic, c, speed)
            if speed >= STANDS or glance > 0.0:
                row = watch[count]
                row[W_ROW], row[W_X], row[W_Y], row[W_SPEED] = c, x, y, speed
                row[W_GLANCE], row[W_STRIKING] = glance, striking
                _judge(streets, traffic, news, c, row)
                count += 1
    return count


@kernel
def _judge(streets: Streets, traffic: Traffic, news: NDArray[np.float64], c: int, row: NDArray[np.float64]) -> None:
    """How dangerous car c drives, into its row of watch."""
    cars, speed = traffic.cars, row[W_SPEED]
    if speed < STANDS:
        row[W_TRUST] = row[W_HEARD] = 0.0
        return
    row[W_UX], row[W_UY] = cars[c, VX] / speed, cars[c, VY] / speed
    row[W_BEND] = cars[c, OMEGA] / speed
    row[W_STOPS] = 0.5 * speed * speed / -cars[c, ACCEL] if cars[c, ACCEL] < -1.0 else math.inf
    horn = traffic.controls[c, ACTIONS] & HORN != 0
    in_street = cell_at(streets.cells, news[LEFT], news[LOW], row[W_X], row[W_Y]) & LAND == 0
    reckless = speed > CREEPS and (speed > FAST or not in_street or horn)
    row[W_TRUST] = RECKLESS if reckless else ORDERLY
    row[W_CLOSE] = CLOSE if speed > FAST and not in_street else NEAR_MISS
    row[W_HEARD] = min(max(HEARD_TIME * speed, HEARD_LEAST), HEARD_MOST)
    if horn or traffic.tags[c, LIGHTS] & LIGHT_BAR:
        row[W_HEARD] = HORN_HEARD


@kernel
def _draws_eyes(crowd: Crowd, traffic: Traffic, c: int, speed: float) -> tuple[float, float]:
    """How likely a car draws somebody's eyes, 1/s, and within how many m."""
    if traffic.controls[c, ACTIONS] & HORN:
        return GLANCE_HORN, HORN_HEARD
    if traffic.tags[c, LIGHTS] & LIGHT_BAR:
        return GLANCE_SIREN, SIREN_NEAR
    if speed > FAST:
        return GLANCE_FAST, FAST_NEAR
    if c == crowd.news[DRIVER_CAR] and speed < STANDS:
        if traffic.controls[c, ACTIONS] & DUCK:
            return 0.0, 0.0  # it looks empty
        return GLANCE_LIT if traffic.tags[c, LIGHTS] & LIGHT_HEAD else GLANCE_DARK, NEAR_KERB
    return 0.0, 0.0


@kernel
def notice(crowd: Crowd, streets: Streets, traffic: Traffic, watch: NDArray[np.float64], count: int, i: int) -> Alarm:
    """Look and listen around person i."""
    x, y = crowd.people[i, P_X], crowd.people[i, P_Y]
    seconds, side, ux, uy, car = math.inf, 1.0, 1.0, 0.0, -1
    glance, strange, in_street = 0.0, -1, -1
    for k in range(count):
        row = watch[k]
        dx, dy = row[W_X] - x, row[W_Y] - y
        d2 = dx * dx + dy * dy
        if row[W_GLANCE] > glance and d2 < row[W_STRIKING] * row[W_STRIKING]:
            glance, strange = row[W_GLANCE], int(row[W_ROW])
        reach = RECKLESS * row[W_SPEED] + HALF_LENGTH + CLOSE
        if d2 > reach * reach or row[W_SPEED] < STANDS:
            continue
        if in_street < 0:
            in_street = int(cell_at(streets.cells, crowd.news[LEFT], crowd.news[LOW], x, y) & LAND == 0)
        trust = RECKLESS if in_street and row[W_SPEED] > CREEPS else row[W_TRUST]
        time, left = _reaches(row, -dx, -dy)
        if time < trust and time < seconds and _aware(crowd, traffic, i, row, dx, dy):
            seconds, side, ux, uy, car = time, 1.0 if left >= 0.0 else -1.0, row[W_UX], row[W_UY], int(row[W_ROW])
    return Alarm(seconds, side, ux, uy, car, glance, strange)


@kernel
def _reaches(row: NDArray[np.float64], dx: float, dy: float) -> tuple[float, float]:
    """(s until this car, on its present bend and braking as it does, is dx, dy from where it is now, inf if it
    passes or stops short; m that the place is left of its path)."""
    ahead, left = row[W_UX] * dx + row[W_UY] * dy, row[W_UX] * dy - row[W_UY] * dx
    left -= 0.5 * row[W_BEND] * ahead * abs(ahead)
    if ahead < -PASSED or abs(left) - HALF_WIDTH > row[W_CLOSE] or row[W_STOPS] < ahead - HALF_LENGTH - 0.5:
        return math.inf, left
    return max(ahead - HALF_LENGTH, 0.0) / row[W_SPEED], left


@kernel
def _aware(crowd: Crowd, traffic: Traffic, i: int, row: NDArray[np.float64], dx: float, dy: float) -> bool:
    """Whether person i sees or hears a car, dx, dy from him."""
    distance = math.sqrt(dx * dx + dy * dy)
    look = crowd.people[i, P_LOOK]
    if distance > row[W_HEARD] and dx * math.cos(look) + dy * math.sin(look) < SEEN_COS * distance:
        return False
    return sees(crowd, traffic, i, int(row[W_ROW]))


@kernel
def sees(crowd: Crowd, traffic: Traffic, i: int, c: int) -> bool:
    """Whether nothing stands between person i and car c."""
    people, cars = crowd.people, traffic.cars
    return in_view(
        traffic.sight_edges,
        traffic.sight_grid,
        traffic.deck_z,
        people[i, P_X],
        people[i, P_Y],
        STATURE,
        cars[c, X],
        cars[c, Y],
        cars[c, Z] + EYE,
    )
