"""Going round other cars and people on foot: which offset from the path is free, and how fast."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.paths import Q_HEADING, Q_LEFT, Q_ONCOMING, Q_RIGHT, Q_X, Q_Y, SPACING
from game.core.kernel import kernel
from game.core.snapshot import ANGLE, CAR_COLUMNS, P_HEADING, P_SPEED, P_X, P_Y, VX, VY, X, Y

# Columns of obstacles, float64: another car as it lies along the path.
O_ALONG, O_ACROSS = 0, 1  # m ahead of the car, m left of the path
O_SPEED, O_DRIFT = 2, 3  # m/s, likewise
O_LONG, O_WIDE = 4, 5  # m between the centres along and across the path at which both cars touch, or nearly
O_SHORT = 6  # m to stop short of it
OBSTACLE_COLUMNS = 7
MOST_OBSTACLES = 12

REACH = 85.0  # m: farther cars are left out
HORIZON = 3.0  # s: what may happen later is left out
SIDESTEP = 2.5  # m/s: how fast a car moves over
TIGHTEST = 5.0  # m: radius of a car's tightest turn
STEP = 0.9  # m between the offsets that are tried
HALF_LENGTH, HALF_WIDTH = 2.7, 1.0  # m: any car's
GAP = 0.35  # m to keep beside it
PERSON, PERSON_GAP = 0.3, 0.7  # m: half the width of somebody on foot, and what to keep beside him
KERB_SIDE = 5.0  # m from the path: people who are farther off are on the sidewalk
MARGIN, PERSON_MARGIN = 1.5, 4.0  # m to stop short of what cannot be passed

# What is given up to keep one's line, in m/s of speed for each metre.
PATH_COST = 0.5  # off the path
CHANGE_COST = 0.7  # off the offset held until now
ONCOMING_COST = 1.5  # into the oncoming lanes


@kernel
def project(
    path: NDArray[np.float64], n: int, at: float, lateral: float, car: NDArray[np.float64], row: NDArray[np.float64]
) -> bool:
    """Fill `row` with where `car` lies along path[:n], seen from place `at` of it; False if too far off."""
    best, index = 1600.0, -1
    for i in range(max(int(at) - 5, 0), min(n, int(at) + 45), 3):
        dx, dy = car[X] - path[i, Q_X], car[Y] - path[i, Q_Y]
        d2 = dx * dx + dy * dy
        if d2 < best:
            best, index = d2, i
    if index < 0:
        return False
    c, s = math.cos(path[index, Q_HEADING]), math.sin(path[index, Q_HEADING])
    dx, dy = car[X] - path[index, Q_X], car[Y] - path[index, Q_Y]
    row[O_ALONG] = (index - at) * SPACING + c * dx + s * dy
    row[O_ACROSS] = c * dy - s * dx
    row[O_SPEED] = c * car[VX] + s * car[VY]
    row[O_DRIFT] = c * car[VY] - s * car[VX]
    turned = car[ANGLE] - path[index, Q_HEADING]
    along, across = abs(math.cos(turned)), abs(math.sin(turned))
    row[O_LONG] = HALF_LENGTH + along * HALF_LENGTH + across * HALF_WIDTH
    row[O_WIDE] = HALF_WIDTH + along * HALF_WIDTH + across * HALF_LENGTH + GAP
    row[O_SHORT] = MARGIN
    return bool(-row[O_LONG] - 3.0 < row[O_ALONG] < REACH and abs(row[O_ACROSS]) < 20.0 + 2.0 * abs(row[O_DRIFT]))


@kernel
def project_person(
    path: NDArray[np.float64], n: int, at: float, lateral: float, person: NDArray[np.float64], row: NDArray[np.float64]
) -> bool:
    """Likewise where somebody on foot is; False too if he keeps to the sidewalk."""
    walker = np.zeros(CAR_COLUMNS)
    walker[X], walker[Y], walker[ANGLE] = person[P_X], person[P_Y], person[P_HEADING]
    walker[VX] = person[P_SPEED] * math.cos(person[P_HEADING])
    walker[VY] = person[P_SPEED] * math.sin(person[P_HEADING])
    found = project(path, n, at, lateral, walker, row)
    row[O_LONG], row[O_WIDE], row[O_SHORT] = HALF_LENGTH, HALF_WIDTH + PERSON + PERSON_GAP, PERSON_MARGIN
    return bool(found and abs(row[O_ACROSS] + row[O_DRIFT]) < KERB_SIDE)


@kernel
def safe_speed(obstacle: NDArray[np.float64], lateral: float, offset: float, speed: float, braking: float) -> float:
    """m/s: the most now if the car moves over from `lateral` to `offset` and must not hit this one."""
    along, other = obstacle[O_ALONG], obstacle[O_SPEED]
    long, wide = obstacle[O_LONG], obstacle[O_WIDE]
    if abs(along) < long:  # beside: do not move into it
        low, high = min(lateral, offset), max(lateral, offset)
        across = obstacle[O_ACROSS]
        into = low - wide + 0.3 < across < high + wide - 0.3 and abs(across - offset) < abs(across - lateral)
        return max(other - 1.0, 0.0) if into else 1e3
    closing = max(speed, 4.0) - other
    if along < 0.0 or closing <= 0.0:
        return 1e3
    gap = along - long
    enter, leave = gap / closing, min((along + long) / closing, HORIZON + 1.0)
    if enter > HORIZON:
        return 1e3
    by_enter = min(SIDESTEP * enter, gap * gap / (2.0 * TIGHTEST))
    by_leave = SIDESTEP * leave
    at_enter = lateral + min(max(offset - lateral, -by_enter), by_enter) - obstacle[O_ACROSS]
    at_leave = lateral + min(max(offset - lateral, -by_leave), by_leave) - obstacle[O_ACROSS]
    at_enter -= obstacle[O_DRIFT] * enter
    at_leave -= obstacle[O_DRIFT] * leave
    if abs(at_enter) > wide and abs(at_leave) > wide and at_enter * at_leave > 0.0:
        return 1e3
    if other < -1.0:  # oncoming: both need room to stop
        gap *= max(speed, 4.0) / closing
        other = 0.0
    other = max(other, 0.0)
    return math.sqrt(other * other + 2.0 * braking * max(gap - obstacle[O_SHORT], 0.0))


@kernel
def choose_offset(
    obstacles: NDArray[np.float64],
    count: int,
    room: NDArray[np.float64],
    bold: float,
    lateral: float,
    held: float,
    speed: float,
    wish: float,
    braking: float,
) -> tuple[float, float]:
    """(offset m left of the path, speed m/s there): the best compromise between going fast and keeping
    one's line. room: the path's sample whose lanes count; bold: 1 may use oncoming lanes; held: the
    offset until now; wish: m/s wanted."""
    left = room[Q_LEFT] + (room[Q_ONCOMING] if bold > 0.0 else 0.0)
    best, offset, cap = -1e9, 0.0, wish
    # who stands beside the lanes may go on there: another car may stand between
    first, last = -int(room[Q_RIGHT] / STEP), int(left / STEP)
    first, last = min(first, math.floor(lateral / STEP)), max(last, math.ceil(lateral / STEP))
    for i in range(first, last + 1):
        candidate = i * STEP
        safe = wish
        for k in range(count):
            safe = min(safe, safe_speed(obstacles[k], lateral, candidate, speed, braking))
        score = safe - PATH_COST * abs(candidate) - CHANGE_COST * abs(candidate - held)
        score -= ONCOMING_COST * max(candidate - room[Q_LEFT], 0.0)
        if score > best:
            best, offset, cap = score, candidate, safe
    return offset, cap
