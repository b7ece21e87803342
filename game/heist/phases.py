"""The job, phase by phase: wait, load, flee, switch, lie low, home."""

import math

from game.core.command import ACTIONS, CHANGE_CAR, GIVE_UP
from game.core.constants import TACTICS_EVERY
from game.core.snapshot import ACTIVE, DAMAGE, P_CAR, P_STATE, PERSON_ABOARD, VX, VY, X, Y, Z
from game.heist.crew import leave_behind
from game.heist.facts import Turn
from game.heist.job import (
    ABANDONED,
    COLD,
    ESCAPED,
    FLEE,
    HOME,
    LIE_LOW,
    LOAD,
    PURSUIT,
    QUIET,
    SWITCH,
    TIMEOUT,
    WAIT,
    WRECKED,
    end,
    ticks,
)

AWAY = 40.0  # m from the door: he has driven off
AWAY_SECONDS = 60.0  # s away with nobody aboard until the crew counts on him no more
CHANGE_SECONDS = 0.5  # s for each person to change cars
SAME_LEVEL = 2.5  # m: cars nearer in height than this stand on the same ground
NEARER = 0.8  # another hideout becomes the goal when its distance is less than this share


def follow_phases(turn: Turn) -> None:
    """Move the job on as far as it has come."""
    _choose_goal(turn)
    _change_cars(turn)
    phase = turn.job.phase
    if phase in (WAIT, LOAD):
        _wait_for_crew(turn)
    elif phase in (FLEE, LIE_LOW):
        _go_home(turn)


def judge_end(turn: Turn) -> None:
    """End the job when it is over for another reason than home or the police."""
    job, facts = turn.job, turn.facts
    if job.ended >= 0:
        return
    if facts.damage >= 1.0:
        turn.say("wreck", "The car is finished", job.driver_car)
        turn.events.append(end(job, WRECKED, "wreck"))
    elif _actions(turn) & GIVE_UP:
        turn.events.append(end(job, ABANDONED, "walked"))
    elif job.far >= ticks(AWAY_SECONDS):
        turn.events.append(end(job, ABANDONED, "left"))
    elif job.tick >= ticks(turn.level.heist.time_limit):
        turn.events.append(end(job, TIMEOUT, "late"))


def _actions(turn: Turn) -> int:
    return int(turn.view.controls[turn.job.driver_car, ACTIONS])


def _enter(turn: Turn, phase: int, text: str) -> None:
    turn.job.phase = phase
    turn.say("phase", text)


def _wait_for_crew(turn: Turn) -> None:
    """All aboard, or driven off with some of them: flee. Driven off alone: the crew does not wait for ever."""
    job, facts = turn.job, turn.facts
    door_x, door_y = turn.level.heist.door
    away = math.hypot(facts.x - door_x, facts.y - door_y) > AWAY
    job.far = job.far + TACTICS_EVERY if away and not job.aboard else 0
    if job.aboard == len(job.exits) or (job.aboard and away):
        left = len(job.exits) - job.aboard
        leave_behind(turn)
        _enter(turn, FLEE, f"{left} left behind: drive" if left else "All aboard: drive")


def _go_home(turn: Turn) -> None:
    """Lie low at a hideout until nobody looks for him any more."""
    job = turn.job
    if not _is_at_hideout(turn) or job.alert == PURSUIT:
        if job.phase == LIE_LOW:
            _enter(turn, FLEE, "Out of hiding")
    elif job.phase == FLEE:
        _enter(turn, LIE_LOW, "Lying low")
    elif job.alert in (QUIET, COLD) and turn.facts.witness < 0 and job.aboard > 0:
        _enter(turn, HOME, "Home")
        turn.events.append(end(job, ESCAPED, "home"))


def _is_at_hideout(turn: Turn) -> bool:
    facts = turn.facts
    return facts.speed < turn.rules.home_speed and any(
        math.hypot(facts.x - place.x, facts.y - place.y) <= place.radius for place in turn.level.heist.hideouts
    )


def _choose_goal(turn: Turn) -> None:
    """The nearest hideout, without wavering between two."""
    facts, hideouts = turn.facts, turn.level.heist.hideouts
    distances = [math.hypot(facts.x - place.x, facts.y - place.y) for place in hideouts]
    nearest = min(distances)
    if nearest < distances[turn.job.goal] * NEARER:
        turn.job.goal = distances.index(nearest)


def _change_cars(turn: Turn) -> None:
    """Begin, go on with, or finish a change of cars."""
    job = turn.job
    if job.phase != SWITCH:
        if _actions(turn) & CHANGE_CAR:
            _begin_change(turn)
    elif not _can_change_to(turn, job.change_to):
        job.phase, job.change_to = job.resume, -1
        turn.say("phase", "The change of cars was broken off")
    else:
        job.change_seen |= int(turn.facts.witness >= 0 or turn.view.sees[1:, job.change_to].any())
        if job.tick >= job.change_until:
            _finish_change(turn)


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


def _begin_change(turn: Turn) -> None:
    job = turn.job
    rows = [row for row in range(len(job.known)) if row != job.driver_car and _can_change_to(turn, row)]
    if not rows:
        return
    job.change_to, job.resume = rows[0], job.phase
    job.change_until = job.tick + ticks(CHANGE_SECONDS * (1 + job.aboard))
    job.change_seen = int(turn.facts.witness >= 0)
    _enter(turn, SWITCH, "Changing cars")


def _finish_change(turn: Turn) -> None:
    """The party sits in the other car. What the police know hangs on the old one, unless they saw it."""
    job, people = turn.job, turn.view.people
    if job.change_seen and job.known[job.driver_car]:
        job.known[job.change_to] = 1
    job.driver_car, job.change_to, job.change_seen = job.change_to, -1, 0
    for i in range(len(job.exits)):
        if people[i, P_STATE] == PERSON_ABOARD:
            people[i, P_CAR] = job.driver_car
    turn.say("change car", "In the other car", job.driver_car)
    _enter(turn, job.resume, "On with the job")
