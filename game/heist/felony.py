"""Felony: every charge names its witness. An officer's word counts at once, other people's once they called in."""

from game.core.observation import KNOWN_ALL
from game.heist.facts import Turn
from game.heist.job import FINDER, GUARD, PERSON, Job, ticks
from game.heist.knowledge import learn
from game.heist.records import Charged
from game.heist.witness import guard_sees, let_people_see, witness_name
from game.level.model import Level, Rules

MOST_FELONY = 100.0


def charge_row(rules: Rules, kind: str) -> int:
    """The place of a kind of charge in the rules, or -1."""
    return next((k for k, entry in enumerate(rules.charges) if entry.kind == kind), -1)


def charge(turn: Turn, kind: str, witness: int) -> None:
    """Charge the driver with an act of this turn that `witness` saw, unless the same act was charged just now."""
    at = charge_row(turn.rules, kind)
    if at >= 0:
        enter(turn, at, witness, turn.job.tick)


def enter(turn: Turn, at: int, witness: int, tick: int) -> None:
    """Charge an act of this tick. The first petty one only warns. From the felony of a pursuit on, an officer
    who saw it knows the car."""
    job, rules = turn.job, turn.rules
    if not is_due(turn, at, tick):
        return
    entry = rules.charges[at]
    warned = entry.warning > 0.0 and job.charge_counts[at] == 0
    points = entry.warning if warned else entry.felony
    job.felony = min(MOST_FELONY, job.felony + points)
    job.charge_ticks[at] = tick
    job.charge_counts[at] += 1
    job.last_charge, job.last_warned, job.last_witness = at, int(warned), witness
    job.log.append(Charged(tick, at, int(warned), witness, points))
    if 0 <= witness < PERSON and job.felony >= rules.heat_from[0]:
        learn(job, job.driver_car, KNOWN_ALL)
    turn.say("warning" if warned else "charge", charge_text(job, turn.level), job.driver_car, points)


def accuse(turn: Turn, kind: str, x: float, y: float) -> None:
    """He did something at (x, y): whoever sees it is its witness. Nobody saw it: it costs nothing."""
    at, witness = charge_row(turn.rules, kind), int(turn.facts.witness)
    if at < 0 or not is_due(turn, at, turn.job.tick):
        return
    if witness >= 0:
        enter(turn, at, witness, turn.job.tick)
    elif turn.rules.charges[at].phoned:
        if guard_sees(turn):
            enter(turn, at, GUARD, turn.job.tick)
        else:
            let_people_see(turn, at, x, y)


def notice_boarding(turn: Turn) -> None:
    """People who see the crew get in have a robbers' car to describe. The charge was made when the alarm rang."""
    at = charge_row(turn.rules, "robbery")
    if at >= 0:
        let_people_see(turn, at, turn.facts.x, turn.facts.y)


def charge_text(job: Job, level: Level) -> str:
    """The last charge as the radio says it, with its witness; "" before the first."""
    if job.last_charge < 0:
        return ""
    warned = " (a warning)" if job.last_warned else ""
    witness = witness_name(level.heist, job.last_witness)
    saw = "reports it" if job.last_witness >= FINDER else "saw it"
    return f"{level.rules.charges[job.last_charge].text}{warned}: {witness} {saw}"


def is_due(turn: Turn, at: int, tick: int) -> bool:
    """Whether an act at this tick is another one than the last that was charged."""
    last = turn.job.charge_ticks[at]
    return last < 0 or tick - last >= max(ticks(turn.rules.charges[at].cooldown), 1)
