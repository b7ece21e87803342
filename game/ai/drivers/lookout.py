"""What a getaway driver watches for: police in sight, and people on foot who look at his face."""

import math

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.observation import SEEN_ROLE, DriverStatus, Observation
from game.core.snapshot import (
    CREW,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_WALKING,
    POLICE,
    VX,
    VY,
    X,
    Y,
)

NEAR = 115.0  # m: a police car in sight no farther off can see him (they see 110 m in pursuit)
ON_HIS_TAIL = 45.0  # m: police so near in a pursuit are after this car, whatever they know
SURE = 1.0  # s of that until he believes it
BESIDE_HIM = 14.0  # m: an officer so near may hold him (they do from 12)
STANDS = 2.5  # m/s: slower than this he may be held (the law: 8 km/h)
FACE_RANGE = 15.0  # m: people so near may make out his face before long (they do at 12)
LOOKING = 0.2  # cosine of the angle off their line of sight: their cone is ±60°, and heads turn


@kernel
def nearest_police(
    seen: NDArray[np.float64], seen_tags: NDArray[np.int32], count: int, car: NDArray[np.float64]
) -> tuple[int, float]:
    """(row of what is seen, m): the police car nearest to `car`; (-1, inf) if none is in sight."""
    best, nearest = -1, math.inf
    for k in range(count):
        if seen_tags[k, SEEN_ROLE] == POLICE:
            distance = math.sqrt((seen[k, X] - car[X]) ** 2 + (seen[k, Y] - car[Y]) ** 2)
            if distance < nearest:
                best, nearest = k, distance
    return best, nearest


@kernel
def is_looked_at(people: NDArray[np.float64], count: int, car: NDArray[np.float64]) -> bool:
    """Whether somebody on foot, not of the crew, is near and looks towards `car`."""
    for k in range(count):
        state = people[k, P_STATE]
        if people[k, P_KIND] == CREW or state not in (PERSON_WALKING, PERSON_CALLING):
            continue
        dx, dy = car[X] - people[k, P_X], car[Y] - people[k, P_Y]
        distance = math.sqrt(dx * dx + dy * dy)
        ahead = math.cos(people[k, P_LOOK]) * dx + math.sin(people[k, P_LOOK]) * dy
        if distance < FACE_RANGE and ahead > LOOKING * distance:
            return True
    return False


@kernel
def crew_on_foot(people: NDArray[np.float64], count: int, car: NDArray[np.float64]) -> float:
    """m to the nearest of the crew on his way to `car`; inf if none is in sight."""
    nearest = math.inf
    for k in range(count):
        if people[k, P_KIND] == CREW and people[k, P_STATE] == PERSON_WALKING:
            nearest = min(nearest, math.sqrt((people[k, P_X] - car[X]) ** 2 + (people[k, P_Y] - car[Y]) ** 2))
    return nearest


class Lookout:
    """What he makes of what he sees, as of his last thought."""

    def __init__(self) -> None:
        self.row = -1  # of his car in the world
        self.police_row, self.police_at = -1, math.inf  # the nearest police car in sight, and m to it
        self.unseen = 0.0  # s since a police car was near and in sight
        self.held = 0.0  # s for which an officer has had him where he stands
        self.tailed = 0.0  # s for which a pursuit has been on his tail
        self.clean = False  # he has changed cars, and nobody looks for this one

    def look(self, observation: Observation[DriverStatus], seconds: float) -> bool:
        """Look round, `seconds` after the last time. True if he sits in another car than then."""
        o, car = observation, observation.own[0]
        changed = self.row >= 0 and self.row != o.own_rows[0]
        self.row = int(o.own_rows[0])
        self.police_row, self.police_at = nearest_police(o.seen, o.seen_tags, o.seen_count, car)
        self.unseen = 0.0 if self.police_at < NEAR else self.unseen + seconds
        standing = math.hypot(car[VX], car[VY]) < STANDS
        self.held = self.held + seconds if standing and self.police_at < BESIDE_HIM else 0.0
        tailed = o.status.alert == "pursuit" and self.police_at < ON_HIS_TAIL
        self.tailed = self.tailed + seconds if tailed else 0.0
        self.clean = changed or (self.clean and self.tailed < SURE)
        return changed
