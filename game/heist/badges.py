"""Badges, 0 to 100: what an operation has cost the police, and what it forbids them."""

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel
from game.core.snapshot import (
    CREW,
    DAMAGE,
    P_KIND,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_WALKING,
)
from game.heist.facts import Turn
from game.heist.job import CAPTURED, ESCAPED, Job, ticks
from game.heist.witness import opening
from game.level.model import Rules

MOST_BADGES = 100.0
EVERYBODY = 99  # units


@kernel
def pedestrians_near(people: NDArray[np.float64], x: float, y: float, reach: float) -> int:
    """How many innocents are on foot within `reach` m of (x, y)."""
    count = 0
    for i in range(people.shape[0]):
        state = people[i, P_STATE]
        on_foot = state in (PERSON_WALKING, PERSON_DIVING, PERSON_CALLING, PERSON_DOWN)
        if on_foot and people[i, P_KIND] != CREW:
            count += (people[i, P_X] - x) ** 2 + (people[i, P_Y] - y) ** 2 <= reach * reach
    return count


def blame_police(turn: Turn, who: str, died: bool) -> None:
    """A police car struck an innocent. A death ends the operation at once."""
    rules = turn.rules
    _add(turn, rules.badges_hurt * _factor(turn), f"{opening(who)} was hurt by the police")
    if died:
        _add(turn, MOST_BADGES, f"{opening(who)} died at the hands of the police")
        _suspend(turn)


def count_badges(turn: Turn) -> None:
    """One turn: rams among people, wrecks; and whether the operation goes on."""
    job = turn.job
    if job.rammed:
        job.rammed = 0
        _judge_ram(turn)
    _judge_wrecks(turn)
    held = job.bust > 0
    if job.badges >= turn.rules.badges_out and not held:
        _suspend(turn)


def close_books(turn: Turn) -> None:
    """What the end of the job does to them: the money gone, or an arrest."""
    job, rules = turn.job, turn.rules
    if job.ended == ESCAPED:
        _count(job, rules.badges_money)
    elif job.ended == CAPTURED:
        _count(job, -rules.badges_arrest)


def note_arrest(turn: Turn) -> None:
    """One of the crew was arrested."""
    _add(turn, -turn.rules.badges_arrest, "An arrest")


def may_ram(job: Job, rules: Rules) -> bool:
    """Whether the rules of engagement allow it at all."""
    return job.felony >= rules.ram_from and job.badges < rules.badges_no_ram and not job.suspended


def most_units(job: Job, rules: Rules) -> int:
    """How many units stay on the case."""
    if job.suspended:
        return 0
    if job.badges >= rules.badges_alone:
        return 1
    return int(rules.badges_few_units) if job.badges >= rules.badges_few else EVERYBODY


def _judge_ram(turn: Turn) -> None:
    """A unit ran into him: that costs where people are about."""
    job, rules = turn.job, turn.rules
    if job.ram_tick >= 0 and job.tick - job.ram_tick < ticks(rules.ram_again):
        return
    job.ram_tick = job.tick
    if pedestrians_near(turn.view.people, job.ram_x, job.ram_y, rules.ram_near):
        _add(turn, rules.badges_ram * _factor(turn), "A unit rammed him among pedestrians")


@kernel
def _wrecks(cars: NDArray[np.float64], first: int, last: int) -> int:
    """Bit k for each wreck among the units."""
    bits = 0
    for row in range(first, last):
        bits |= int(cars[row, DAMAGE] >= 1.0) << (row - first)
    return bits


def _judge_wrecks(turn: Turn) -> None:
    job, police = turn.job, turn.view.police
    bits = int(_wrecks(turn.view.cars, police.start, police.stop))
    if bits == job.wrecks:
        return
    for unit in range(len(police)):
        if (bits & ~job.wrecks) >> unit & 1:
            _add(turn, turn.rules.badges_wreck * _factor(turn), f"Unit {unit + 1} is a wreck")
    job.wrecks = bits


def _factor(turn: Turn) -> float:
    """An operation that nobody authorised counts double."""
    sting = turn.level.heist.sting
    return turn.rules.badges_unauthorised if sting is not None and not sting.authorised else 1.0


def _add(turn: Turn, points: float, text: str) -> None:
    """Change the meter, and say what for and what it forbids from now on."""
    job, before = turn.job, turn.job.badges
    _count(job, points)
    if job.badges != before:
        order = _order(turn.rules, before, job.badges)
        turn.say("badges", f"{text}{order}", value=job.badges)


def _count(job: Job, points: float) -> None:
    job.badges = min(MOST_BADGES, max(0.0, job.badges + points))


def _order(rules: Rules, before: float, now: float) -> str:
    """What a rise of the meter forbids, or ""."""
    orders = (
        (rules.badges_alone, ": the colleagues break off"),
        (rules.badges_few, ": two units and a supervisor, no more"),
        (rules.badges_no_ram, ": no more ramming"),
    )
    return next((text for limit, text in orders if before < limit <= now), "")


def _suspend(turn: Turn) -> None:
    """The operation is over: the units go home. Whoever is not held by then gets away."""
    job = turn.job
    if not job.suspended:
        job.suspended, job.bust = 1, 0
        turn.say("badges", "The Detective is suspended: all units go home", value=job.badges)
