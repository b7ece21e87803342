"""Changing cars: what the police know hangs on the old one, unless they see it happen."""

import math

from game.core.command import ACTIONS, CHANGE_CAR
from game.core.observation import KNOWN_ALL
from game.core.snapshot import ACTIVE, DAMAGE, P_CAR, P_STATE, PERSON_ABOARD, VX, VY, X, Y, Z
from game.heist.facts import Turn
from game.heist.felony import notice_boarding
from game.heist.job import APPROACH, SWITCH, ticks
from game.heist.knowledge import learn

CHANGE_SECONDS = 0.5  # s for each person to change cars
SAME_LEVEL = 2.5  # m: cars nearer in height than this stand on the same ground


def change_cars(turn: Turn) -> None:
    """Begin, go on with, or finish a change of cars."""
    job = turn.job
    if job.phase != SWITCH:
        asked = int(turn.view.controls[job.driver_car, ACTIONS]) & CHANGE_CAR
        if asked and job.phase != APPROACH:
            _begin(turn)
    elif not _can_change_to(turn, job.change_to):
        job.phase, job.change_to = job.resume, -1
        turn.say("phase", "The change of cars was broken off")
    else:
        job.change_seen |= int(turn.facts.witness >= 0 or turn.view.sees[1:, job.change_to].any())
        if job.tick >= job.change_until:
            _finish(turn)


def _can_change_to(turn: Turn, row: int) -> bool:
    """Whether both cars stand, side by side on the same ground, and the other one runs."""
    view, facts, rules = turn.view, turn.facts, turn.rules
    car = view.cars[row]
    return bool(
        view.tags[row, ACTIVE]
        and car[DAMAGE] < 1.0
        and facts.speed < rules.load_speed
        and math.hypot(car[VX], car[VY]) < rules.load_speed
        and math.hypot(car[X] - facts.x, car[Y] - facts.y) <= rules.change_range
        and abs(car[Z] - facts.z) < SAME_LEVEL
    )


def _begin(turn: Turn) -> None:
    job = turn.job
    rows = [row for row in range(len(job.known)) if row != job.driver_car and _can_change_to(turn, row)]
    if not rows:
        return
    job.change_to, job.resume = rows[0], job.phase
    job.change_until = job.tick + ticks(CHANGE_SECONDS * (1 + job.aboard))
    job.change_seen = int(turn.facts.witness >= 0)
    job.phase = SWITCH
    turn.say("phase", "Changing cars")


def _finish(turn: Turn) -> None:
    """The party sits in the other car. What the police know hangs on the old one, unless they saw it."""
    job, people = turn.job, turn.view.people
    if job.change_seen and job.known[job.driver_car]:
        learn(job, job.change_to, KNOWN_ALL)
    job.driver_car, job.change_to, job.change_seen = job.change_to, -1, 0
    job.switched += 1
    for i in range(len(job.exits)):
        if people[i, P_STATE] == PERSON_ABOARD:
            people[i, P_CAR] = job.driver_car
    if job.alarm_tick >= 0 and job.aboard:
        notice_boarding(turn)
    turn.say("change car", "In the other car", job.driver_car)
    job.phase = job.resume
    turn.say("phase", "On with the job")
