"""What the driver does that costs: whom and what he runs into, how he drives, shots from his car."""

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TACTICS_EVERY
from game.core.events import AT_X, AT_Y, IMPULSE, NORMAL_X, NORMAL_Y, PROP, A, B
from game.core.observation import KNOWN_PLATE
from game.core.snapshot import ANGLE, ASPHALT, CONCRETE, POLICE, ROLE, SURFACE, TRAFFIC, WET_ASPHALT
from game.heist.facts import Turn
from game.heist.felony import accuse, charge, charge_row
from game.heist.job import PURSUIT, Job, ticks
from game.level.roads import LIMIT, WIDTH, locate

# m beyond the edge of the nearest lane:
OFF_ROAD = 4.0  # past the parking strip
KERB, SIDEWALK = 2.0, 8.0  # where concrete is a sidewalk


def note_contacts(job: Job, contacts: NDArray[np.float64], tags: NDArray[np.int32]) -> None:
    """Remember whom the driver ran into this tick, and who ran into him, until the rules look. Contacts as
    core.events says.

    He is to blame if his car, when the rules last looked, drove towards the other one.
    """
    car = job.driver_car
    for row in contacts.tolist():
        a, b = int(row[A]), int(row[B])
        if b <= PROP:
            job.hit_prop |= int(a == car)
        elif b >= 0 and car in (a, b) and row[IMPULSE] >= job.rules.bump:
            toward = job.vx * row[NORMAL_X] + job.vy * row[NORMAL_Y]
            other, closing = (b, toward) if a == car else (a, -toward)
            _note_hit(job, other, int(tags[other, ROLE]), closing >= job.rules.blame, row)


def _note_hit(job: Job, other: int, role: int, to_blame: bool, contact: list[float]) -> None:
    """One contact with another car that is no light bump."""
    if not to_blame:
        if role == POLICE:
            job.rammed, job.ram_x, job.ram_y = 1, contact[AT_X], contact[AT_Y]
        return
    job.shoved, job.shoved_tick = other, job.tick
    if role == POLICE:
        job.hit_police = other
    elif role == TRAFFIC:
        job.hit_civilian = other


def judge_acts(turn: Turn) -> None:
    """Charge what the driver did since the last turn, as far as somebody saw it."""
    job, x, y = turn.job, turn.facts.x, turn.facts.y
    if job.hit_police >= 0:
        charge(turn, "police", job.hit_police - turn.view.police.start)
    if job.hit_civilian >= 0:
        accuse(turn, "collision", x, y)
    if job.shot_tick > job.shot_heard:
        job.shot_heard = job.shot_tick
        accuse(turn, "shots", job.shot_x, job.shot_y)
    if job.alert == PURSUIT:
        _judge_fleeing(turn)
    else:
        if job.hit_prop:
            accuse(turn, "prop", x, y)
        _judge_driving(turn)
    job.hit_police = job.hit_civilian = -1
    job.hit_prop = 0
    job.vx, job.vy = turn.facts.vx, turn.facts.vy


def _judge_fleeing(turn: Turn) -> None:
    """Each stretch of pursuit in sight costs. Time out of sight does not count."""
    job, witness = turn.job, int(turn.facts.witness)
    known = job.known[job.driver_car] & KNOWN_PLATE
    if witness < 0 or not known or turn.facts.speed < turn.rules.bust_speed:
        return
    job.resist += TACTICS_EVERY
    at = charge_row(turn.rules, "fleeing")
    if at >= 0 and job.resist >= ticks(turn.rules.charges[at].cooldown):
        job.resist = 0
        charge(turn, "fleeing", witness)


def _judge_driving(turn: Turn) -> None:
    """Speeding and leaving the road, petty acts that nobody counts in a pursuit."""
    job, facts, rules = turn.job, turn.facts, turn.rules
    surface = int(turn.view.tags[job.driver_car, SURFACE])
    by_the_book = facts.witness < 0 or facts.speed < rules.reckless_speed
    if facts.speed < rules.sidewalk_speed or (by_the_book and surface in (ASPHALT, WET_ASPHALT)):
        job.sidewalk = 0
        return
    link, beyond = _road(turn)
    on_sidewalk = surface == CONCRETE and link >= 0 and KERB < beyond <= SIDEWALK
    job.sidewalk = job.sidewalk + TACTICS_EVERY if on_sidewalk else 0
    if on_sidewalk:
        if job.sidewalk >= ticks(rules.sidewalk_seconds):
            accuse(turn, "sidewalk", facts.x, facts.y)
    elif facts.speed >= rules.reckless_speed:
        _judge_speed(turn, link, beyond)


def _road(turn: Turn) -> tuple[int, float]:
    """The nearest lane, -1 if there is none, and how far beyond its edge he is, m."""
    facts, roads = turn.facts, turn.level.city.roads
    heading = turn.view.cars[turn.job.driver_car, ANGLE]
    link, _, lateral = locate(
        roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, facts.x, facts.y, facts.z, heading
    )
    return link, abs(lateral) - roads.link_sizes[link, WIDTH] / 2.0


def _judge_speed(turn: Turn, link: int, beyond: float) -> None:
    facts, rules = turn.facts, turn.rules
    if link < 0 or beyond > OFF_ROAD:
        accuse(turn, "reckless", facts.x, facts.y)
        return
    limit = turn.level.city.roads.link_sizes[link, LIMIT]
    if facts.speed > max(limit * rules.over_factor, limit + rules.over):
        accuse(turn, "speeding", facts.x, facts.y)
