"""What all of a seat's cars do with wheel and pedals this tick: one kernel, one row of `plans` a car.

A mind decides at 10 Hz where to go (a path), how fast, and whether to hold or to follow somebody.
This kernel tracks the path at the speed it allows, goes round other cars, keeps its distance from whom
it follows, and gets out of a corner it is stuck in. Everything here is an ordinary driver's input.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.avoid import MOST_OBSTACLES, OBSTACLE_COLUMNS, choose_offset, project, project_person
from game.ai.follow import follow, row_of
from game.ai.paths import Q_CAP, Q_CURVATURE, Q_HEADING, Q_LEFT, Q_LIMIT, Q_ONCOMING, Q_RIGHT, Q_X, Q_Y, SPACING
from game.ai.steering import (
    T_FRICTION,
    T_LOCK,
    T_REAR,
    T_WHEELBASE,
    lookahead,
    pedals,
    steer_for,
    steer_input,
)
from game.core.command import ACTIONS, BRAKE, DUCK, FULL_PEDAL, HANDBRAKE, REVERSE, STEER, THROTTLE
from game.core.constants import DT, GRAVITY
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.observation import CAR, SEEN_BY
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    MODEL,
    OMEGA,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_WALKING,
    VX,
    VY,
    X,
    Y,
)

# Columns of plans, float64. The first ones are the mind's, the others the kernel's own memory.
D_COUNT = 0  # samples of the path
D_AT = 1  # where on the path the car is, in samples (the kernel moves it on)
D_SPEED = 2  # m/s: the most wanted
D_HOLD = 3  # 1: stand still with the brake on
D_FOLLOW = 4  # row in the world of the car to keep behind, or -1
D_BOLD = 5  # 1: may pass in the oncoming lanes
D_ACTIONS = 6  # Action bits to send along (siren …)
D_OFF = 7  # m left of the path, out: how far off the car is
D_AIM, D_AIM_CAP = 8, 9  # the offset chosen to go round others, and the speed that is safe there
D_STILL = 10  # s it has stood although it wants to go
D_BACKING = 11  # s of reversing left
D_SIDE = 12  # steering while reversing, ±1
D_TRIES = 13  # how often it has backed up without getting away
# Written by game.ai.navigate.
D_TURNING = 14  # s of turning round left (counted down here)
D_EDGE, D_S = 15, 16  # where on the roads the path's place is
D_WHOLE = 17  # 1: the path reaches the goal, D_LEFT m further on
D_LEFT = 18
D_PACE = 19  # 0, or at most so many times the speed limit
PLAN_COLUMNS = 20

NEAR = 110.0  # m (east plus north): farther cars are not looked at
NEAR_ON_FOOT = 50.0  # m, likewise people
BEHIND = 9.0  # m: farther behind they are not either
AVOID_EVERY = 3  # ticks
STILL_SPEED = 0.7  # m/s: slower than this it stands
PATIENCE = 1.2  # s stood before backing up
BOLD_PATIENCE = 1.8  # s, when somebody stands in front of one in a hurry
QUEUE_PATIENCE = 12.0  # s, of one who is not
BACKING_PATIENCE = 0.6  # s of not getting anywhere backwards
BACKING_TIME = 1.3  # s, and a little more with every try
FREE_SPEED = 5.0  # m/s: this fast, it has got away
TURN_ERROR = 1.75  # rad: pointing further off than this it turns round
TURN_SPEED = 5.5  # m/s
KERB_SIDE = 0.8  # m beyond the outer lane: no farther, behind the kerb are walls
UNFINISHED = 0.9  # rad still to turn there: then back up once, as in any three-point turn
THREE_POINT_TIME = 2.0  # s, braking included
DRIVE_SHARE = 0.8  # of the rear axle's grip given to the throttle in a bend
STRAIGHT_SHARE = 0.5  # more of it where the road is straight: weight moves back, and nothing turns
BRAKE_SHARE = 0.85  # of the grip given to the brakes
TRAIL_BRAKE = 0.35  # of that, at least, also in a bend
REACTION = 0.25  # s: the speed wished is that of the place reached so much later
SPEED_GAIN = 3.0  # m/s² for each m/s too slow or too fast


@kernel
def along_path(path: NDArray[np.float64], n: int, at: float, x: float, y: float) -> tuple[float, float]:
    """(at, lateral): the place on path[:n] nearest to (x, y), looked for around the last one."""
    first, last = max(int(at) - 2, 0), min(int(at) + 7, n)
    best, index = 1e18, first
    for i in range(first, last):
        dx, dy = x - path[i, Q_X], y - path[i, Q_Y]
        d2 = dx * dx + dy * dy
        if d2 < best:
            best, index = d2, i
    c, s = math.cos(path[index, Q_HEADING]), math.sin(path[index, Q_HEADING])
    dx, dy = x - path[index, Q_X], y - path[index, Q_Y]
    step = min(max((c * dx + s * dy) / SPACING, -1.0), 1.0)
    return min(max(index + step, 0.0), n - 1.0), c * dy - s * dx


@kernel
def path_point(path: NDArray[np.float64], n: int, at: float, offset: float) -> tuple[float, float]:
    """The point `offset` m left of place `at`; past the end the path goes straight on."""
    i = min(max(int(at), 0), n - 1)
    f = (at - i) * SPACING
    c, s = math.cos(path[i, Q_HEADING]), math.sin(path[i, Q_HEADING])
    if i + 1 < n:
        g = at - i
        x, y = (
            path[i, Q_X] + g * (path[i + 1, Q_X] - path[i, Q_X]),
            path[i, Q_Y] + g * (path[i + 1, Q_Y] - path[i, Q_Y]),
        )
    else:
        x, y = path[i, Q_X] + f * c, path[i, Q_Y] + f * s
    return x - offset * s, y + offset * c


@kernel
def _avoid(
    i: int,
    car: NDArray[np.float64],
    speed: float,
    own: NDArray[np.float64],
    own_tags: NDArray[np.int32],
    seen: NDArray[np.float64],
    seen_tags: NDArray[np.int32],
    seen_count: int,
    people: NDArray[np.float64],
    people_count: int,
    path: NDArray[np.float64],
    plan: NDArray[np.float64],
    wish: float,
    braking: float,
) -> None:
    """Choose the offset and the safe speed among the cars that this one sees, its own side's, and people."""
    n = int(plan[D_COUNT])
    cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    obstacles = np.empty((MOST_OBSTACLES, OBSTACLE_COLUMNS))
    count = 0
    for k in range(seen_count):
        if count == MOST_OBSTACLES or not (seen_tags[k, SEEN_BY] >> i) & 1:
            continue
        if cos * (seen[k, X] - car[X]) + sin * (seen[k, Y] - car[Y]) < -BEHIND:
            continue
        if seen_tags[k, CAR] == plan[D_FOLLOW] and math.cos(seen[k, ANGLE] - car[ANGLE]) > 0.5:
            continue  # kept behind, not passed
        if abs(seen[k, X] - car[X]) + abs(seen[k, Y] - car[Y]) < NEAR and project(
            path, n, plan[D_AT], plan[D_OFF], seen[k], obstacles[count]
        ):
            count += 1
    for k in range(own.shape[0]):
        if count == MOST_OBSTACLES or k == i or not own_tags[k, ACTIVE]:
            continue
        if abs(own[k, X] - car[X]) + abs(own[k, Y] - car[Y]) < NEAR and project(
            path, n, plan[D_AT], plan[D_OFF], own[k], obstacles[count]
        ):
            count += 1
    for k in range(people_count):
        if count == MOST_OBSTACLES or people[k, P_STATE] not in (PERSON_WALKING, PERSON_CALLING, PERSON_DIVING):
            continue
        dx, dy = people[k, P_X] - car[X], people[k, P_Y] - car[Y]
        if abs(dx) + abs(dy) < NEAR_ON_FOOT and cos * dx + sin * dy > 0.0:
            count += project_person(path, n, plan[D_AT], plan[D_OFF], people[k], obstacles[count])
    room = path[min(int(plan[D_AT] + 0.3 * speed), n - 1)]
    plan[D_AIM], plan[D_AIM_CAP] = choose_offset(
        obstacles, count, room, plan[D_BOLD], plan[D_OFF], plan[D_AIM], speed, wish, braking
    )


@kernel
def _at_the_kerb(plan: NDArray[np.float64], sample: NDArray[np.float64], wheel: float) -> bool:
    """Whether a car that turns round has crossed the street: behind the kerb are walls."""
    if plan[D_TURNING] > 0.0:  # the path is the lane it turns into
        return bool(plan[D_OFF] < -KERB_SIDE)
    if wheel > 0.0:
        return bool(plan[D_OFF] > sample[Q_LEFT] + sample[Q_ONCOMING] + KERB_SIDE)
    return bool(plan[D_OFF] < -sample[Q_RIGHT] - KERB_SIDE)


@kernel
def _stuck(plan: NDArray[np.float64], speed: float, wish: float, free_wish: float, wheel: float) -> None:
    """Count how long it has stood against its will, and start backing up when that is too long.

    free_wish: m/s it would drive if nobody stood in front."""
    if abs(speed) > FREE_SPEED:
        plan[D_TRIES] = 0.0
    if abs(speed) > STILL_SPEED or free_wish < 1.0:
        plan[D_STILL] = max(plan[D_STILL] - 2.0 * DT, 0.0)
        return
    plan[D_STILL] += DT
    patience = PATIENCE
    if wish < 1.0:
        patience = BOLD_PATIENCE if plan[D_BOLD] > 0.0 else QUEUE_PATIENCE
    if plan[D_STILL] > patience:
        plan[D_STILL] = 0.0
        plan[D_BACKING] = BACKING_TIME + 0.5 * min(plan[D_TRIES], 4.0)
        against = -1.0 if wheel > 0.0 else 1.0
        plan[D_SIDE] = against * (1.0 - int(plan[D_TRIES]) % 3)  # then straight back, then the other way: wedged in
        plan[D_TRIES] += 1.0


@kernel
def _back_up(plan: NDArray[np.float64], speed: float, error: float, control: NDArray[np.int16]) -> None:
    """Reverse with opposite lock for the rest of the time set, or until it points the right way."""
    plan[D_BACKING] -= DT
    plan[D_STILL] = plan[D_STILL] + DT if abs(speed) < 0.3 else 0.0
    against = plan[D_STILL] > BACKING_PATIENCE  # something behind
    if against or (speed < -1.0 and abs(error) < 0.2 and plan[D_TRIES] < 3.0):
        plan[D_BACKING] = plan[D_STILL] = 0.0
    control[STEER] = steer_input(plan[D_SIDE], 1.0)
    control[ACTIONS] |= REVERSE
    if speed > 1.0:
        control[BRAKE] = FULL_PEDAL
    else:
        control[THROTTLE] = 170 if speed > -5.0 else 0


@kernel
def _stand(speed: float, control: NDArray[np.int16]) -> None:
    control[BRAKE] = FULL_PEDAL if abs(speed) < 3.0 else FULL_PEDAL * 3 // 4
    if control[ACTIONS] & DUCK:  # then his foot is off the pedals
        control[HANDBRAKE] = FULL_PEDAL


@kernel
def _drive_one(
    tick: int,
    i: int,
    own: NDArray[np.float64],
    own_tags: NDArray[np.int32],
    seen: NDArray[np.float64],
    seen_tags: NDArray[np.int32],
    seen_count: int,
    people: NDArray[np.float64],
    people_count: int,
    path: NDArray[np.float64],
    plan: NDArray[np.float64],
    trait: NDArray[np.float64],
    control: NDArray[np.int16],
) -> None:
    car, n = own[i], int(plan[D_COUNT])
    c, s = math.cos(car[ANGLE]), math.sin(car[ANGLE])
    speed = c * car[VX] + s * car[VY]
    if plan[D_HOLD] > 0.0 or n < 2:
        plan[D_STILL] = 0.0
        _stand(speed, control)
        return
    plan[D_TURNING] = max(plan[D_TURNING] - DT, 0.0)
    plan[D_AT], plan[D_OFF] = along_path(path, n, plan[D_AT], car[X], car[Y])
    grip = trait[T_FRICTION] * GRAVITY
    braking = BRAKE_SHARE * grip
    here = min(int(plan[D_AT] + 0.5 + max(speed, 0.0) * REACTION / SPACING), n - 1)
    wish = min(path[here, Q_CAP], plan[D_SPEED])
    if plan[D_PACE] > 0.0:
        wish = min(wish, plan[D_PACE] * path[here, Q_LIMIT])
    if (tick + i) % AVOID_EVERY == 0:
        _avoid(
            i,
            car,
            speed,
            own,
            own_tags,
            seen,
            seen_tags,
            seen_count,
            people,
            people_count,
            path,
            plan,
            wish,
            braking,
        )
    # where to steer
    reach = lookahead(speed)
    offset = plan[D_OFF] + min(max(plan[D_AIM] - plan[D_OFF], -0.25 * reach), 0.25 * reach)
    tx, ty = path_point(path, n, plan[D_AT] + reach / SPACING, offset)
    free_wish = wish
    wish = min(wish, plan[D_AIM_CAP])
    if plan[D_FOLLOW] >= 0.0:
        k = row_of(plan[D_FOLLOW], i, seen_tags, seen_count)
        if k >= 0:
            cap, direct = follow(car, speed, seen[k], braking)
            wish, free_wish = min(wish, cap), min(free_wish, cap)
            if direct:
                tx, ty = seen[k, X], seen[k, Y]
                wish = min(cap, plan[D_SPEED])
                plan[D_TURNING] = 0.0
    error = wrap(math.atan2(ty - car[Y], tx - car[X]) - car[ANGLE])
    wheel = steer_for(car[X], car[Y], car[ANGLE], car[VX], car[VY], car[OMEGA], tx, ty, trait)
    if plan[D_BACKING] > 0.0:
        _back_up(plan, speed, error, control)
        return
    if abs(error) > TURN_ERROR:
        wish = min(wish, TURN_SPEED)
        wheel = trait[T_LOCK] if plan[D_TURNING] > 0.0 else math.copysign(trait[T_LOCK], error)
        if speed > TURN_SPEED - 1.0 and speed < 14.0 and wish > 1.0:
            control[HANDBRAKE] = FULL_PEDAL
    unfinished = abs(error) > UNFINISHED and speed > 0.0 and plan[D_TRIES] == 0.0
    if unfinished and _at_the_kerb(plan, path[here], wheel):
        plan[D_BACKING], plan[D_TRIES] = THREE_POINT_TIME, 1.0  # across the street, and not round yet
        plan[D_SIDE] = -math.copysign(1.0, wheel)
    _stuck(plan, speed, wish, free_wish, wheel)
    # pedals, within what the tyres have left beside the bend: asked by the path, or taken by a turning car
    asked = min(speed * speed * abs(path[here, Q_CURVATURE]) / grip, 1.0)
    taken = min(abs(speed * car[OMEGA]) / grip, 1.0)
    for_brakes, for_drive = min(asked, taken), max(asked, taken)
    share = max(math.sqrt(1.0 - for_brakes * for_brakes), min(TRAIL_BRAKE + 0.1 * (speed - wish), 0.8))
    rear = 1.0 - trait[T_REAR] / trait[T_WHEELBASE]
    most_drive = DRIVE_SHARE + STRAIGHT_SHARE * max(1.0 - 4.0 * for_drive, 0.0)
    most_drive *= grip * rear * math.sqrt(max(1.0 - for_drive * for_drive, 0.02))
    accel = min(max(SPEED_GAIN * (wish - speed), -braking * share), most_drive)
    throttle, brake = pedals(accel, speed, trait)
    if wish < 0.3 and speed < 1.0:
        throttle, brake = 0, FULL_PEDAL
    control[STEER] = steer_input(wheel, trait[T_LOCK])
    control[THROTTLE], control[BRAKE] = throttle, brake


@kernel
def drive(
    tick: int,
    own: NDArray[np.float64],
    own_tags: NDArray[np.int32],
    seen: NDArray[np.float64],
    seen_tags: NDArray[np.int32],
    seen_count: int,
    people: NDArray[np.float64],
    people_count: int,
    paths: NDArray[np.float64],
    plans: NDArray[np.float64],
    traits: NDArray[np.float64],
    controls: NDArray[np.int16],
) -> None:
    """Fill `controls` (m, CONTROLS) for the seat's m cars. paths (m, SAMPLES, PATH_COLUMNS);
    plans (m, PLAN_COLUMNS); traits (models, TRAIT_COLUMNS): the car table. Cars not in use stand with the brake on."""
    for i in range(own.shape[0]):
        controls[i, :] = 0
        controls[i, ACTIONS] = int(plans[i, D_ACTIONS])
        if not own_tags[i, ACTIVE]:
            controls[i, BRAKE] = FULL_PEDAL
            continue
        trait = traits[own_tags[i, MODEL]]
        _drive_one(
            tick,
            i,
            own,
            own_tags,
            seen,
            seen_tags,
            seen_count,
            people,
            people_count,
            paths[i],
            plans[i],
            trait,
            controls[i],
        )
