"""Civilian drivers brake for people in the strip that their car will sweep."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import T_LENGTH, T_WIDTH
from game.ai.traffic_following import BODY_MARGIN, PATH_AT, PATH_POINT, interaction, nearest_on
from game.ai.traffic_state import GOAL, LATERAL, ROW, Fleet, Net, Scene
from game.core.constants import CAR_HEIGHT
from game.core.kernel import kernel
from game.core.snapshot import (
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_LEFT,
    PERSON_WALKING,
    X,
    Y,
    Z,
)
from game.level.roads import P_HEADING
from game.level.roads import P_X as POINT_X
from game.level.roads import P_Y as POINT_Y

GAP = 2.0  # m, kept before somebody on foot
SHOULDERS = 0.3  # m, half of them


@kernel
def braking_for_people(
    net: Net, fleet: Fleet, scene: Scene, i: int, path: NDArray[np.float64], count: int, reach: float, speed: float
) -> float:
    """m/s², ≤ 0: what car i brakes for the people on its way, who are on the ground."""
    people, row = scene.people, fleet.plan[i, ROW]
    x, y, braking = scene.cars[row, X], scene.cars[row, Y], 0.0
    if abs(scene.cars[row, Z]) > CAR_HEIGHT:
        return braking
    side = 0.5 * fleet.bodies[row, T_WIDTH] + BODY_MARGIN + SHOULDERS
    right = min(fleet.state[i, LATERAL], fleet.state[i, GOAL]) - side
    left = max(fleet.state[i, LATERAL], fleet.state[i, GOAL]) + side
    for k in range(people.shape[0]):
        if abs(people[k, P_X] - x) > reach or abs(people[k, P_Y] - y) > reach:
            continue
        if people[k, P_STATE] not in (PERSON_WALKING, PERSON_LEFT, PERSON_DOWN, PERSON_DIVING, PERSON_CALLING):
            continue
        m = nearest_on(net, path, count, people[k, P_X], people[k, P_Y])
        if m < 0:
            continue
        p = int(path[m, PATH_POINT])
        c, n = math.cos(net.points[p, P_HEADING]), math.sin(net.points[p, P_HEADING])
        dx, dy = people[k, P_X] - net.points[p, POINT_X], people[k, P_Y] - net.points[p, POINT_Y]
        at, lateral = path[m, PATH_AT] + c * dx + n * dy, c * dy - n * dx
        if at > 0.0 and right < lateral < left:
            room = at - 0.5 * fleet.bodies[row, T_LENGTH] - SHOULDERS
            braking = min(braking, interaction(speed, room, 0.0, GAP))
    return braking
