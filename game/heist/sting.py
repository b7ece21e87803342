"""A job that is a trap: its tells, the crew who change sides, and the units that lie in wait."""

import math

from game.core.observation import KNOWN_ALL, KNOWN_PLATE
from game.core.rng import TELLS, uniform
from game.core.snapshot import P_STATE, PERSON_ABOARD, PERSON_LEFT, X, Y
from game.heist.crew import get_out
from game.heist.facts import Turn
from game.heist.job import APPROACH, LIE_LOW, LOAD, PURSUIT, SWITCH, WAIT, ticks
from game.heist.knowledge import learn
from game.heist.placed import placed_units
from game.level.model import Level

TELL_TEXTS = (
    "No alarm was heard on the radio when they rehearsed.",
    "The charges against them were dropped.",
    "Plain cars have stood near the switch all week.",
    "The take is too large for the house.",
    "The crew already knows your car.",
)
SWITCH_NEAR = 30.0  # m from a switch car: he is about to change


def tells(level: Level, seed: int) -> tuple[str, ...]:
    """What may make the Driver wonder about this job: each tell is likely in a sting, and rare in an honest job."""
    rules = level.rules
    chance = rules.tell_honest if level.heist.sting is None else rules.tell_sting
    return tuple(text for k, text in enumerate(TELL_TEXTS) if uniform(seed, TELLS, k, 0) < chance)


def turncoats(turn: Turn) -> list[int]:
    """Those aboard who have changed sides, or will."""
    heist, people = turn.level.heist, turn.view.people
    if heist.sting is None:
        return []
    return [i for i, man in enumerate(heist.crew) if man.turns and people[i, P_STATE] == PERSON_ABOARD]


def follow_sting(turn: Turn) -> None:
    """The hand-off, the change of sides, what they tell, and that they get out as soon as the car stands."""
    job = turn.job
    _note_handoff(turn)
    if job.handoff_tick >= 0 and job.tick >= job.handoff_tick + _turn_ticks(turn):
        for i in turncoats(turn):
            if not job.turned[i]:
                job.turned[i] = 1
                turn.say("turned", f"{turn.level.heist.crew[i].name} is with the police", job.driver_car, i)
    inside = [i for i in turncoats(turn) if job.turned[i]]
    if inside:
        _tip_off(turn)
        _leave(turn, inside[0])


def wake(turn: Turn) -> None:
    """Set free the hidden units whose time has come. They stay awake."""
    job = turn.job
    if not job.asleep:
        return
    for unit in placed_units(turn.level.heist, job.setting):
        if job.asleep >> unit & 1 and _is_woken(turn, unit):
            job.asleep &= ~(1 << unit)


def _is_woken(turn: Turn, unit: int) -> bool:
    job, heist = turn.job, turn.level.heist
    wakes = heist.placed[unit - placed_units(heist, job.setting).start].wakes
    if wakes == "alarm":
        return job.called == 1
    if wakes == "switch":
        return job.switched > 0 or (job.phase not in (APPROACH, WAIT, LOAD) and _is_near_switch(turn))
    if wakes == "turn":
        return any(job.turned)
    return bool(((turn.view.sees[1 + unit, : len(job.known)] > 0) & (job.known & KNOWN_PLATE > 0)).any())


def _is_near_switch(turn: Turn) -> bool:
    facts, cars = turn.facts, turn.view.cars
    return any(
        row != turn.job.driver_car and math.hypot(facts.x - cars[row, X], facts.y - cars[row, Y]) <= SWITCH_NEAR
        for row in range(len(turn.job.known))
    )


def _note_handoff(turn: Turn) -> None:
    job = turn.job
    if job.handoff_tick < 0 and job.aboard and (job.switched or job.phase == LIE_LOW):
        job.handoff_tick = job.tick


def _turn_ticks(turn: Turn) -> int:
    sting = turn.level.heist.sting
    return ticks(min(sting.turn_after, turn.rules.turn_latest)) if sting else 0


def _tip_off(turn: Turn) -> None:
    """They know the car and where it is, as if a unit had it in sight."""
    job, facts = turn.job, turn.facts
    if job.suspended or (job.tip_tick >= 0 and job.tick < job.tip_tick + ticks(turn.rules.tip_every)):
        return
    if job.alert != PURSUIT:
        job.alert = PURSUIT
        turn.say("alert", "Somebody in the car tells them where it is")
    learn(job, job.driver_car, KNOWN_ALL)
    job.tip_tick = job.seen_tick = job.place_tick = job.tick
    job.place_x, job.place_y = facts.x, facts.y


def _leave(turn: Turn, i: int) -> None:
    """He takes his part of the money with him."""
    job = turn.job
    if turn.facts.speed < turn.rules.load_speed and job.tick >= job.board_tick and job.phase != SWITCH:
        job.bags[i] = 0
        get_out(turn, i, PERSON_LEFT)
        turn.say("turned", f"{turn.level.heist.crew[i].name} gets out with the money", job.driver_car, i)
