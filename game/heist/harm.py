"""Who was hurt, and by whom: whoever made contact, or who pushed him into it. Harm never helps anybody."""

import numpy as np
from numpy.typing import NDArray

from game.core.events import S_CAR, S_PERSON, S_SPEED
from game.core.observation import KNOWN_CLASS, KNOWN_COLOUR
from game.core.snapshot import CREW, P_KIND, P_X, P_Y, POLICE, ROLE
from game.heist.badges import blame_police
from game.heist.facts import Turn
from game.heist.felony import accuse, charge_row
from game.heist.job import Job, ticks
from game.heist.records import Harm
from game.heist.witness import give_report, opening, person_name, report


def note_struck(job: Job, struck: NDArray[np.float64]) -> None:
    """Remember who was struck this tick, until the rules look. struck as core.events says.

    A car that the driver ran into is his doing for Rules.shove_seconds.
    """
    for row in struck.tolist():
        person, car = int(row[S_PERSON]), int(row[S_CAR])
        shoved = car == job.shoved and job.tick - job.shoved_tick <= ticks(job.rules.shove_seconds)
        by = job.driver_car if shoved else car
        died = int(row[S_SPEED] >= job.rules.death_speed)
        job.blows.append(Harm(job.tick, person, by, row[S_SPEED], died))


def culprit_name(police: range, car: int) -> str:
    """How a record names who did it, by the row of the car."""
    if car in police:
        return f"unit {car - police.start + 1}"
    return "the Driver" if car < police.start else "a civilian car"


def judge_harm(turn: Turn) -> None:
    """What was done to people since the last turn: on record, and to whose cost."""
    for blow in turn.job.blows:
        _judge(turn, blow)
    turn.job.blows.clear()


def _judge(turn: Turn, blow: Harm) -> None:
    job, view = turn.job, turn.view
    job.harm.append(blow)
    by_driver = blow.by == job.driver_car
    who = person_name(turn.level.heist, blow.person)
    by = culprit_name(view.police, blow.by)
    turn.say("hurt", f"{opening(who)} struck by {by}", blow.by, blow.speed)
    if view.people[blow.person, P_KIND] == CREW:
        return  # no innocent, and nobody's witness
    give_report(job, blow.person, None)
    if by_driver:
        _charge_driver(turn, blow)
    elif view.tags[blow.by, ROLE] == POLICE:
        job.hurt_by_police += 1
        job.dead_by_police += blow.died
        blame_police(turn, who, blow.died == 1)


def _charge_driver(turn: Turn, blow: Harm) -> None:
    """Those who see it are its witnesses; he who was struck is found after a while in any case, and can then
    say what sort of car it was if he lives."""
    job, person = turn.job, turn.view.people[blow.person]
    job.hurt_by_driver += 1
    job.dead_by_driver += blow.died
    kind = "killed" if blow.died else "hurt"
    at, x, y = charge_row(turn.rules, kind), person[P_X].item(), person[P_Y].item()
    accuse(turn, kind, x, y)
    if at >= 0:
        known = 0 if blow.died else KNOWN_CLASS | KNOWN_COLOUR
        give_report(job, blow.person, report(turn, at, x, y, known))
