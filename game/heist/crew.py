"""The crew on foot: they come out of the house, walk to the car and get in one by one."""

import math

from game.core.snapshot import (
    P_CAR,
    P_HEADING,
    P_LOOK,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_INSIDE,
    PERSON_LEFT,
    PERSON_WALKING,
)
from game.heist.facts import Turn, door_distance, door_sees_car, sees_car
from game.heist.felony import charge, notice_boarding
from game.heist.job import ALARM, APPROACH, COLD, FLEE, GUARD, HOME, LIE_LOW, LOAD, QUIET, WAIT, ticks
from game.heist.knowledge import made_out

CALLED_OVER = 40.0  # m: the crew walk to the car from so far, and the guard makes it out (the story's sight for an act)
BOARD_SECONDS = 1.0  # s from one getting in or out to the next
STAND_OFF = 2.5  # m from the middle of the car at which they stop
OUT_BESIDE = 2.0  # m from the middle of the car to where one gets out


def move_crew(turn: Turn) -> None:
    """One turn for each of the crew. Nobody is inside or on foot any more once he flees."""
    job = turn.job
    if job.phase in (APPROACH, FLEE, LIE_LOW, HOME) or job.wait_tick < 0:
        return
    inside = job.tick - job.wait_tick
    if job.alarm_tick < 0 and inside >= min(job.exits):
        _ring_alarm(turn)
    for i in range(len(job.exits)):
        state = turn.view.people[i, P_STATE]
        if state == PERSON_INSIDE and inside >= job.exits[i]:
            _come_out(turn, i)
        elif state == PERSON_WALKING:
            _walk(turn, i)


def is_waited_for(turn: Turn) -> bool:
    """Whether anyone of the crew is still to come: one whom a car has struck is not."""
    states = turn.view.people[: len(turn.job.exits), P_STATE].tolist()
    return PERSON_INSIDE in states or PERSON_WALKING in states


def leave_behind(turn: Turn) -> int:
    """Whoever is still inside or on foot stays here. Answers how many."""
    people, left = turn.view.people, 0
    for i in range(len(turn.job.exits)):
        if people[i, P_STATE] in (PERSON_INSIDE, PERSON_WALKING):
            people[i, P_STATE], people[i, P_SPEED] = PERSON_LEFT, 0.0
            left += 1
    return left


def get_out(turn: Turn, i: int, state: int) -> None:
    """One of those aboard stands beside the car from now on, in this PERSON_… state."""
    job, facts, row = turn.job, turn.facts, turn.view.people[i]
    row[P_X], row[P_Y] = facts.x + OUT_BESIDE * math.sin(facts.angle), facts.y - OUT_BESIDE * math.cos(facts.angle)
    row[P_SPEED], row[P_STATE], row[P_CAR] = 0.0, state, -1
    job.aboard -= 1
    job.board_tick = job.tick + ticks(BOARD_SECONDS)


def _ring_alarm(turn: Turn) -> None:
    """The first one out sets it off; the house guard is the witness."""
    job = turn.job
    job.alarm_tick = job.tick
    if job.alert in (QUIET, COLD):
        job.alert = ALARM
        turn.say("alert", "The alarm rings")
    charge(turn, "robbery", GUARD)
    if job.phase == WAIT:
        job.phase = LOAD
        turn.say("phase", "The crew is coming out")
    elif job.resume == WAIT:  # it rings while he changes cars
        job.resume = LOAD


def _come_out(turn: Turn, i: int) -> None:
    row = turn.view.people[i]
    row[P_X], row[P_Y] = turn.level.heist.door
    row[P_SPEED], row[P_STATE], row[P_CAR] = 0.0, PERSON_WALKING, -1


def _walk(turn: Turn, i: int) -> None:
    """Towards the car while it is in sight and near, and in when it stands."""
    row, facts, rules = turn.view.people[i], turn.facts, turn.rules
    x, y = row[P_X].item(), row[P_Y].item()
    distance = math.hypot(facts.x - x, facts.y - y)
    standing = facts.speed < rules.load_speed
    if distance <= rules.load_range and standing and turn.job.phase == LOAD:
        row[P_SPEED] = 0.0 if distance <= STAND_OFF else row[P_SPEED]
        if turn.job.tick >= turn.job.board_tick:
            _board(turn, i)
        return
    walks = STAND_OFF < distance <= CALLED_OVER and sees_car(turn, x, y, distance)
    row[P_SPEED] = rules.walk_speed if walks else 0.0
    row[P_HEADING] = row[P_LOOK] = math.atan2(facts.y - y, facts.x - x)


def _board(turn: Turn, i: int) -> None:
    job, row = turn.job, turn.view.people[i]
    row[P_SPEED], row[P_STATE], row[P_CAR] = 0.0, PERSON_ABOARD, job.driver_car
    job.aboard += 1
    job.boarded[i], job.bags[i] = job.tick, 1
    job.board_tick = job.tick + ticks(BOARD_SECONDS)
    if door_sees_car(turn, CALLED_OVER):
        job.described = job.driver_car
        job.described_as |= made_out(turn.rules, door_distance(turn))
    notice_boarding(turn)
    name = turn.level.heist.crew[i].name
    turn.say("aboard", f"{name} is in the car ({job.aboard} of {len(job.exits)})", job.driver_car, job.aboard)
