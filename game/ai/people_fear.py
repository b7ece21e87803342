"""What people make of the cars around them: what is striking, and what is about to run them over."""

import math
from typing import NamedTuple

from game.ai.people_ground import LAND, cell_at
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

FURTHEST = 60.0  # m: nobody minds cars beyond that
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


class Alarm(NamedTuple):
    """What a person notices. seconds: until a car is upon him (inf: none will be); side: 1 when he is left of
    its path, -1 right; ux, uy: its direction; car: the row of it. glance: chance of turning his face, 1/s, to
    (look_x, look_y)."""

    seconds: float
    side: float
    ux: float
    uy: float
    car: int
    glance: float
    look_x: float
    look_y: float


@kernel
def notice(crowd: Crowd, streets: Streets, traffic: Traffic, i: int) -> Alarm:
    """Look and listen around person i."""
    people, cars, tags = crowd.people, traffic.cars, traffic.tags
    x, y = people[i, P_X], people[i, P_Y]
    seconds, side, ux, uy, car = math.inf, 1.0, 1.0, 0.0, -1
    glance, look_x, look_y = 0.0, x, y
    for c in range(cars.shape[0]):
        dx, dy = cars[c, X] - x, cars[c, Y] - y
        if abs(dx) > FURTHEST or abs(dy) > FURTHEST or not tags[c, ACTIVE] or cars[c, Z] > CAR_HEIGHT:
            continue
        speed = math.sqrt(cars[c, VX] * cars[c, VX] + cars[c, VY] * cars[c, VY])
        chance = striking(crowd, traffic, c, math.sqrt(dx * dx + dy * dy), speed)
        if chance > glance and _sees(traffic, c, x, y):
            glance, look_x, look_y = chance, cars[c, X], cars[c, Y]
        if speed < STANDS:
            continue
        vx, vy = cars[c, VX] / speed, cars[c, VY] / speed
        time, left = reaches(crowd, streets, traffic, i, c, vx, vy, speed)
        if time < seconds and _aware(crowd, traffic, i, c, speed):
            seconds, side, ux, uy, car = time, 1.0 if left >= 0.0 else -1.0, vx, vy, c
    return Alarm(seconds, side, ux, uy, car, glance, look_x, look_y)


@kernel
def striking(crowd: Crowd, traffic: Traffic, c: int, distance: float, speed: float) -> float:
    """How likely a car draws somebody's eyes, 1/s."""
    if traffic.controls[c, ACTIONS] & HORN and distance < HORN_HEARD:
        return GLANCE_HORN
    if traffic.tags[c, LIGHTS] & LIGHT_BAR and distance < SIREN_NEAR:
        return GLANCE_SIREN
    if speed > FAST and distance < FAST_NEAR:
        return GLANCE_FAST
    if c == crowd.news[DRIVER_CAR] and speed < STANDS and distance < NEAR_KERB:
        if traffic.controls[c, ACTIONS] & DUCK:
            return 0.0  # it looks empty
        return GLANCE_LIT if traffic.tags[c, LIGHTS] & LIGHT_HEAD else GLANCE_DARK
    return 0.0


@kernel
def reaches(
    crowd: Crowd, streets: Streets, traffic: Traffic, i: int, c: int, ux: float, uy: float, speed: float
) -> tuple[float, float]:
    """(s until car c, on its present bend and braking as it does, is at person i, inf if it will pass him or he
    trusts it; m that he is left of its path). ux, uy: its direction."""
    cars, people, news = traffic.cars, crowd.people, crowd.news
    dx, dy = people[i, P_X] - cars[c, X], people[i, P_Y] - cars[c, Y]
    ahead, left = ux * dx + uy * dy, ux * dy - uy * dx
    if ahead < -PASSED or ahead > FURTHEST:
        return math.inf, left
    left -= 0.5 * cars[c, OMEGA] / speed * ahead * abs(ahead)
    gap = abs(left) - HALF_WIDTH
    if gap > CLOSE:
        return math.inf, left
    seconds = max(ahead - HALF_LENGTH, 0.0) / speed
    if cars[c, ACCEL] < -1.0 and 0.5 * speed * speed < -cars[c, ACCEL] * (ahead - HALF_LENGTH - 0.5):
        return math.inf, left  # it is stopping short of him
    in_street = cell_at(streets.cells, news[LEFT], news[LOW], cars[c, X], cars[c, Y]) & LAND == 0
    on_foot_there = cell_at(streets.cells, news[LEFT], news[LOW], people[i, P_X], people[i, P_Y]) & LAND == 0
    horn = traffic.controls[c, ACTIONS] & HORN != 0
    reckless = speed > CREEPS and (speed > FAST or not in_street or on_foot_there or horn)
    too_near = CLOSE if speed > FAST and not in_street else NEAR_MISS
    if gap > too_near or seconds > (RECKLESS if reckless else ORDERLY):
        return math.inf, left
    return seconds, left


@kernel
def _aware(crowd: Crowd, traffic: Traffic, i: int, c: int, speed: float) -> bool:
    """Whether person i sees or hears car c."""
    people, cars = crowd.people, traffic.cars
    dx, dy = cars[c, X] - people[i, P_X], cars[c, Y] - people[i, P_Y]
    distance = math.sqrt(dx * dx + dy * dy)
    horn = traffic.controls[c, ACTIONS] & HORN or traffic.tags[c, LIGHTS] & LIGHT_BAR
    heard = HORN_HEARD if horn else min(max(HEARD_TIME * speed, HEARD_LEAST), HEARD_MOST)
    ahead = dx * math.cos(people[i, P_LOOK]) + dy * math.sin(people[i, P_LOOK])
    if distance > heard and ahead < SEEN_COS * distance:
        return False
    return _sees(traffic, c, people[i, P_X], people[i, P_Y])


@kernel
def _sees(traffic: Traffic, c: int, x: float, y: float) -> bool:
    """Whether nothing stands between somebody at (x, y) and car c."""
    cars = traffic.cars
    return in_view(
        traffic.sight_edges,
        traffic.sight_grid,
        traffic.deck_z,
        x,
        y,
        STATURE,
        cars[c, X],
        cars[c, Y],
        cars[c, Z] + EYE,
    )
