"""Felony: what the driver does, who saw it, and what it costs. Only witnessed acts count."""

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TACTICS_EVERY
from game.core.snapshot import ANGLE, POLICE, ROLE, TRAFFIC
from game.heist.facts import Turn
from game.heist.job import GUARD, PURSUIT, Job, ticks
from game.level.model import Rules
from game.level.roads import LIMIT, WIDTH, locate

MOST_FELONY = 100.0
BUMP = 1500.0  # N·s: lighter bumps are ignored (a car of 1.8 t stopped from 3 km/h)
BLAME = 2.0  # m/s: he drove at the other one at least so fast
OVER_FACTOR, OVER = 1.1, 2.0  # speeding: this factor and m/s over the limit
RECKLESS_SPEED = 8.0  # m/s off the road
OFF_ROAD = 4.0  # m beyond the edge of the nearest lane: past the parking strip, on the sidewalk


def note_contacts(job: Job, contacts: NDArray[np.float64], tags: NDArray[np.int32]) -> None:
    """Remember whom the driver ran into this tick, until the rules look. Contacts as core.events says.

    He is to blame if his car, when the rules last looked, drove towards the other one.
    """
    if not len(contacts):
        return
    car = job.driver_car
    for a, b, impulse, _, _, nx, ny, _ in contacts.tolist():
        if impulse < BUMP or b < 0 or car not in (a, b):
            continue
        toward = job.vx * nx + job.vy * ny
        other, closing = (int(b), toward) if a == car else (int(a), -toward)
        if closing < BLAME:
            continue
        role = tags[other, ROLE]
        if role == POLICE:
            job.hit_police = other
        elif role == TRAFFIC:
            job.hit_civilian = other


def witness_name(witness: int) -> str:
    """How the radio names a witness: units count from 1."""
    return "the house guard" if witness == GUARD else f"unit {witness + 1}"


def charge(turn: Turn, kind: str, witness: int) -> None:
    """Charge the driver with an act that `witness` saw, unless the same act was charged just now.

    The first petty one only warns. From the felony of a pursuit on, the police know the car.
    """
    job, rules = turn.job, turn.rules
    at = next((k for k, entry in enumerate(rules.charges) if entry.kind == kind), -1)
    if at < 0 or not _is_due(turn, at):
        return
    entry = rules.charges[at]
    warned = entry.warning > 0.0 and job.charge_counts[at] == 0
    points = entry.warning if warned else entry.felony
    job.felony = min(MOST_FELONY, job.felony + points)
    job.charge_ticks[at] = job.tick
    job.charge_counts[at] += 1
    job.last_charge, job.last_warned, job.last_witness = at, int(warned), witness
    if witness != GUARD and job.felony >= rules.heat_from[0]:
        job.known[job.driver_car] = 1
    turn.say("warning" if warned else "charge", charge_text(turn.job, turn.level.rules), job.driver_car, points)


def charge_text(job: Job, rules: Rules) -> str:
    """The last charge as the radio says it, with its witness; "" before the first."""
    if job.last_charge < 0:
        return ""
    warned = " (a warning)" if job.last_warned else ""
    return f"{rules.charges[job.last_charge].text}{warned}: {witness_name(job.last_witness)} saw it"


def judge_acts(turn: Turn) -> None:
    """Charge what the driver did since the last turn, as far as a unit saw it."""
    job, witness = turn.job, int(turn.facts.witness)
    if job.hit_police >= 0:
        charge(turn, "police", job.hit_police - turn.view.police.start)
    if job.hit_civilian >= 0 and witness >= 0:
        charge(turn, "collision", witness)
    job.hit_police = job.hit_civilian = -1
    job.vx, job.vy = turn.facts.vx, turn.facts.vy
    if job.alert == PURSUIT:
        _judge_resisting(turn, witness)
    elif witness >= 0:
        _judge_driving(turn, witness)


def _judge_resisting(turn: Turn, witness: int) -> None:
    """Each stretch of pursuit in sight costs. Time out of sight does not count."""
    job = turn.job
    if witness < 0 or not job.known[job.driver_car] or turn.facts.speed < turn.rules.bust_speed:
        return
    job.resist += TACTICS_EVERY
    entry = next((entry for entry in turn.rules.charges if entry.kind == "resisting"), None)
    if entry is not None and job.resist >= ticks(entry.cooldown):
        job.resist = 0
        charge(turn, "resisting", witness)


def _is_due(turn: Turn, at: int) -> bool:
    job = turn.job
    last = job.charge_ticks[at]
    return last < 0 or job.tick - last >= ticks(turn.rules.charges[at].cooldown)


def _judge_driving(turn: Turn, witness: int) -> None:
    """Speeding and leaving the road, petty acts that nobody counts in a pursuit."""
    facts, roads = turn.facts, turn.level.city.roads
    if facts.speed < RECKLESS_SPEED:
        return
    heading = turn.view.cars[turn.job.driver_car, ANGLE]
    link, _, lateral = locate(
        roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, facts.x, facts.y, facts.z, heading
    )
    if link < 0 or abs(lateral) > roads.link_sizes[link, WIDTH] / 2.0 + OFF_ROAD:
        charge(turn, "reckless", witness)
        return
    limit = roads.link_sizes[link, LIMIT]
    if facts.speed > max(limit * OVER_FACTOR, limit + OVER):
        charge(turn, "speeding", witness)
