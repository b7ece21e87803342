"""The crew's nerves: under pressure one of them may fire a shot from the car."""

from game.core.constants import TACTICS_EVERY
from game.core.rng import NERVE, uniform
from game.core.snapshot import P_STATE, PERSON_ABOARD
from game.heist.facts import Turn
from game.heist.job import ticks


def try_nerves(turn: Turn) -> None:
    """A trial for each of those aboard after each stretch with police in sight, once the felony is high."""
    job, rules = turn.job, turn.rules
    if job.felony < rules.shot_felony or not turn.facts.sees_police or not job.aboard:
        return
    job.nervous += TACTICS_EVERY
    if job.nervous < ticks(rules.shot_every):
        return
    job.nervous = 0
    for i, member in enumerate(turn.level.heist.crew):
        aboard = turn.view.people[i, P_STATE] == PERSON_ABOARD
        if aboard and uniform(job.seed, NERVE, i, job.tick) < rules.shot_chance * (1.0 - member.nerve):
            _shoot(turn, member.name)


def _shoot(turn: Turn, name: str) -> None:
    job, facts = turn.job, turn.facts
    job.shot_tick, job.shot_x, job.shot_y = job.tick, facts.x, facts.y
    turn.say("shot", f"{name} loses his nerve and fires", job.driver_car)
