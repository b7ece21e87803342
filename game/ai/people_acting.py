"""What a person on foot does next, and one turn of all of them in one kernel call."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.people_fear import WATCH_COLUMNS, Alarm, notice, sees, watched
from game.ai.people_ground import LAND, cell_at, free_way
from game.ai.people_state import (
    ACT,
    ACT_EVERY,
    ALARM_TICK,
    AT_ALARM,
    CALLING,
    DELAY,
    DIVING,
    FLEEING,
    FROM_X,
    FROM_Y,
    GAZE_UNTIL,
    LEFT,
    LOW,
    MODE,
    NOTICED,
    REACTION,
    RETURNING,
    SCARE_RANGE,
    SCARE_TICK,
    SCARE_X,
    SCARE_Y,
    STANDING,
    STARTS,
    STROLLING,
    TURN_EVERY,
    TURNS,
    UNTIL,
    WAIT_TICK,
    Crowd,
    Streets,
    Traffic,
    roll,
    ticks,
)
from game.ai.people_walking import go_back, stroll, turn_face, wait_here
from game.core.geometry import wrap
from game.core.kernel import kernel
from game.core.snapshot import (
    P_HEADING,
    P_KIND,
    P_LOOK,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_INSIDE,
    PERSON_WALKING,
    WITNESS,
    X,
    Y,
)

DIVE_TIME = 0.9  # s: when a car is nearer than this, one does not run any more
LEAP_SPEED, LEAP_SECONDS = 4.5, 0.5  # m/s, s: so a leap aside is 2.2 m long
PRONE_SECONDS = 1.1  # s on the ground after it
RUN_SPEED = 4.2  # m/s, of people in street shoes
ASIDE_SECONDS = 1.2  # s of running on after the car has missed
SCARED_LEAST, SCARED_MOST = 5.0, 11.0  # s of running from a shot
SCARE_LASTS = 60.0  # ticks after which a shot frightens nobody any more
PRONE_CHANCE = 0.25  # of those who hear a shot drop to the ground instead
WAYS = 16  # directions that are weighed
LOOK_AHEAD = 3.0  # m of free ground that a way should have
STARE = 4.0  # factor on how readily a witness looks at the car
GAZE_LEAST, GAZE_MOST = 0.8, 2.4  # s
FURTHEST_TURN = 2.3  # rad that a face turns off the way one goes


@kernel
def act(
    tick: int,
    seed: int,
    first: int,
    people: NDArray[np.float64],
    minds: NDArray[np.float64],
    news: NDArray[np.float64],
    calls: NDArray[np.float64],
    cells: NDArray[np.uint8],
    steps: NDArray[np.uint16],
    points: NDArray[np.float64],
    starts: NDArray[np.int32],
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    controls: NDArray[np.int16],
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
) -> None:
    """One turn of the crowd, every TURN_EVERY ticks: half of those from row `first` on decide.

    calls (people,): not negative for whoever has something to tell the police.
    Arrays as in Crowd, Streets and Traffic."""
    crowd, streets = Crowd(people, minds, news), Streets(cells, steps, points, starts)
    traffic = Traffic(cars, tags, controls, sight_edges, sight_grid, deck_z)
    watch = np.empty((cars.shape[0], WATCH_COLUMNS))
    count = watched(crowd, streets, traffic, watch)
    for m in range(minds.shape[0]):
        i = first + m
        if (tick // TURN_EVERY + i) % TURNS == 0:
            _decide(tick, seed, crowd, streets, traffic, watch, count, i, m, calls[i])


@kernel
def _decide(
    tick: int,
    seed: int,
    crowd: Crowd,
    streets: Streets,
    traffic: Traffic,
    watch: NDArray[np.float64],
    count: int,
    i: int,
    m: int,
    tells: float,
) -> None:
    state, mind = crowd.people[i, P_STATE], crowd.minds[m]
    if state == PERSON_INSIDE:
        _come_out(tick, crowd, streets, i, m)
        return
    if state != PERSON_WALKING and state != PERSON_DIVING and state != PERSON_CALLING:
        return
    if mind[MODE] == DIVING:
        _lie(tick, crowd, streets, i, m)
        return
    alarm = notice(crowd, streets, traffic, watch, count, i)
    if _frightened(tick, seed, crowd, streets, alarm, i, m):
        return
    if mind[MODE] == FLEEING:
        _run_on(tick, crowd, streets, i, m)
        return
    _tell(crowd, i, m, tells)
    if mind[MODE] == STROLLING:
        stroll(seed, tick, crowd, streets, i, m)
    elif mind[MODE] == STANDING:
        wait_here(tick, crowd, i, m)
    elif mind[MODE] == RETURNING:
        go_back(crowd, streets, i, m)
    _glance(tick, seed, crowd, traffic, alarm, i, m)


@kernel
def _come_out(tick: int, crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """A witness steps out when his time has come."""
    mind, news, people = crowd.minds[m], crowd.news, crowd.people
    since = news[ALARM_TICK] if mind[STARTS] == AT_ALARM else news[WAIT_TICK]
    if people[i, P_KIND] != WITNESS or since < 0.0 or tick < since + mind[DELAY]:
        return
    people[i, P_STATE], mind[MODE] = PERSON_WALKING, STROLLING


@kernel
def _tell(crowd: Crowd, i: int, m: int, tells: float) -> None:
    """Whoever has something to tell stops and calls; when it is told he walks on."""
    mind, people = crowd.minds[m], crowd.people
    if tells >= 0.0:
        mind[MODE], people[i, P_STATE], people[i, P_SPEED] = CALLING, PERSON_CALLING, 0.0
    elif mind[MODE] == CALLING:
        mind[MODE], people[i, P_STATE] = RETURNING, PERSON_WALKING


# ---- danger
@kernel
def _frightened(tick: int, seed: int, crowd: Crowd, streets: Streets, alarm: Alarm, i: int, m: int) -> bool:
    """React to a car that comes at him, or to a shot; whether he did."""
    mind, people, news = crowd.minds[m], crowd.people, crowd.news
    if alarm.car >= 0:
        if mind[NOTICED] < 0.0:
            mind[NOTICED] = tick
        people[i, P_LOOK], mind[GAZE_UNTIL] = math.atan2(-alarm.uy, -alarm.ux), tick + 60.0
        if tick - mind[NOTICED] < mind[REACTION]:
            return False
        _get_aside(tick, crowd, streets, alarm, i, m)
        return True
    mind[NOTICED] = -1.0
    if tick - news[SCARE_TICK] > ACT_EVERY or news[SCARE_TICK] < 0.0:
        return False
    dx, dy = people[i, P_X] - news[SCARE_X], people[i, P_Y] - news[SCARE_Y]
    if dx * dx + dy * dy > news[SCARE_RANGE] * news[SCARE_RANGE]:
        return False
    mind[FROM_X], mind[FROM_Y] = news[SCARE_X], news[SCARE_Y]
    if roll(seed, crowd.minds, m) < PRONE_CHANCE:
        _leap(tick, crowd, i, m, people[i, P_HEADING], 0.0)
    else:
        seconds = SCARED_LEAST + (SCARED_MOST - SCARED_LEAST) * roll(seed, crowd.minds, m)
        _run(crowd, streets, i, m, math.atan2(dy, dx), tick + ticks(seconds))
    return True


@kernel
def _get_aside(tick: int, crowd: Crowd, streets: Streets, alarm: Alarm, i: int, m: int) -> None:
    """Run, or leap, across the path of the car to the nearer side that is free."""
    mind, people = crowd.minds[m], crowd.people
    across = math.atan2(alarm.side * alarm.ux, -alarm.side * alarm.uy)
    mind[FROM_X] = people[i, P_X] - 10.0 * math.cos(across)
    mind[FROM_Y] = people[i, P_Y] - 10.0 * math.sin(across)
    heading = best_way(crowd, streets, i, across)
    if alarm.seconds < DIVE_TIME:
        _leap(tick, crowd, i, m, heading, LEAP_SPEED)
    else:
        _run(crowd, streets, i, m, across, tick + ticks(ASIDE_SECONDS))


@kernel
def _leap(tick: int, crowd: Crowd, i: int, m: int, heading: float, speed: float) -> None:
    """Throw oneself down, that way."""
    mind, people = crowd.minds[m], crowd.people
    mind[MODE], mind[UNTIL] = DIVING, tick + ticks(LEAP_SECONDS + PRONE_SECONDS)
    people[i, P_STATE], people[i, P_SPEED], people[i, P_HEADING] = PERSON_DIVING, speed, heading


@kernel
def _lie(tick: int, crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """Slide to a halt after a leap, and get up again."""
    mind, people = crowd.minds[m], crowd.people
    if tick >= mind[UNTIL]:
        people[i, P_STATE], people[i, P_SPEED], mind[MODE], mind[NOTICED] = PERSON_WALKING, 0.0, RETURNING, -1.0
    elif tick >= mind[UNTIL] - ticks(PRONE_SECONDS):
        people[i, P_SPEED] = 0.0
    else:
        _halt_at_wall(crowd, streets, i)


@kernel
def _run(crowd: Crowd, streets: Streets, i: int, m: int, away: float, until: float) -> None:
    mind, people = crowd.minds[m], crowd.people
    mind[MODE], mind[UNTIL], people[i, P_STATE] = FLEEING, until, PERSON_WALKING
    people[i, P_HEADING] = best_way(crowd, streets, i, away)
    people[i, P_SPEED] = RUN_SPEED
    people[i, P_LOOK] = people[i, P_HEADING]
    _halt_at_wall(crowd, streets, i)


@kernel
def _run_on(tick: int, crowd: Crowd, streets: Streets, i: int, m: int) -> None:
    """Keep running from what frightened him, round corners, until he has calmed down."""
    mind, people, news = crowd.minds[m], crowd.people, crowd.news
    if tick >= mind[UNTIL]:
        mind[MODE], people[i, P_SPEED] = RETURNING, 0.0
        return
    x, y, heading = people[i, P_X], people[i, P_Y], people[i, P_HEADING]
    if free_way(streets.cells, news[LEFT], news[LOW], x, y, heading, 1.5) < 1.5:
        people[i, P_HEADING] = best_way(crowd, streets, i, math.atan2(y - mind[FROM_Y], x - mind[FROM_X]))
    people[i, P_SPEED] = RUN_SPEED
    people[i, P_LOOK] = people[i, P_HEADING]
    _halt_at_wall(crowd, streets, i)


@kernel
def _halt_at_wall(crowd: Crowd, streets: Streets, i: int) -> None:
    people, news = crowd.people, crowd.news
    x, y, heading = people[i, P_X], people[i, P_Y], people[i, P_HEADING]
    if free_way(streets.cells, news[LEFT], news[LOW], x, y, heading, 0.5) < 0.5:
        people[i, P_SPEED] = 0.0


@kernel
def best_way(crowd: Crowd, streets: Streets, i: int, away: float) -> float:
    """The direction nearest to `away` with free ground ahead, off the street if there is a choice."""
    people, news, cells = crowd.people, crowd.news, streets.cells
    x, y = people[i, P_X], people[i, P_Y]
    best, most = away, -math.inf
    for k in range(WAYS):
        heading = wrap(away + 2.0 * math.pi * k / WAYS)
        free = free_way(cells, news[LEFT], news[LOW], x, y, heading, LOOK_AHEAD) / LOOK_AHEAD
        end_x, end_y = x + LOOK_AHEAD * math.cos(heading), y + LOOK_AHEAD * math.sin(heading)
        on_land = 0.4 if cell_at(cells, news[LEFT], news[LOW], end_x, end_y) & LAND else 0.0
        value = math.cos(heading - away) + 2.0 * free + on_land
        if value > most:
            best, most = heading, value
    return best


# ---- faces
@kernel
def _glance(tick: int, seed: int, crowd: Crowd, traffic: Traffic, alarm: Alarm, i: int, m: int) -> None:
    """Turn the face to something striking for a moment, else ahead."""
    mind, people = crowd.minds[m], crowd.people
    chance = alarm.glance * ACT * (STARE if people[i, P_KIND] == WITNESS else 1.0)
    drawn = chance > 0.0 and tick >= mind[GAZE_UNTIL] and roll(seed, crowd.minds, m) < chance
    if drawn and sees(crowd, traffic, i, alarm.strange):
        car = traffic.cars[alarm.strange]
        look = math.atan2(car[Y] - people[i, P_Y], car[X] - people[i, P_X])
        turn = wrap(look - people[i, P_HEADING])
        people[i, P_LOOK] = wrap(people[i, P_HEADING] + min(max(turn, -FURTHEST_TURN), FURTHEST_TURN))
        mind[GAZE_UNTIL] = tick + ticks(GAZE_LEAST + (GAZE_MOST - GAZE_LEAST) * roll(seed, crowd.minds, m))
    turn_face(tick, crowd, i, m)
