"""Putting one of the crew out of the car: he forfeits his share, and may talk."""

from game.core.command import ACTIONS, PUT_OUT
from game.core.constants import TACTICS_EVERY
from game.core.rng import TALK, uniform
from game.core.snapshot import P_STATE, PERSON_ABOARD, PERSON_CAUGHT, PERSON_LEFT
from game.heist.badges import note_arrest
from game.heist.crew import get_out
from game.heist.facts import Turn
from game.heist.job import FLEE, LIE_LOW, LOAD, Job, ticks
from game.level.model import CrewMember


def follow_put_out(turn: Turn) -> None:
    """Who stands for long enough and wants it puts one of them out. Before the eyes of a unit he is caught.

    The part of the take that he carried stays in the car."""
    job = turn.job
    asked = int(turn.view.controls[job.driver_car, ACTIONS]) & PUT_OUT
    stands = turn.facts.speed < turn.rules.load_speed
    if not (asked and stands and job.aboard and job.phase in (LOAD, FLEE, LIE_LOW)):
        job.putting_out = 0
        return
    job.putting_out += TACTICS_EVERY
    if job.putting_out >= ticks(turn.rules.put_out_seconds):
        job.putting_out = 0
        _put_out(turn, next_out(turn))


def next_out(turn: Turn) -> int:
    """The one whom the Driver chose, or who got in last: he sits by the door."""
    job = turn.job
    aboard = [i for i in range(len(job.exits)) if turn.view.people[i, P_STATE] == PERSON_ABOARD]
    return job.chosen if job.chosen in aboard else max(aboard, key=job.boarded.__getitem__)


def talks(job: Job, i: int, member: CrewMember) -> bool:
    """Whether one who was put out tells the police what he knows: 1 - loyalty."""
    return uniform(job.seed, TALK, i, 0) >= member.loyalty


def _put_out(turn: Turn, i: int) -> None:
    job, name = turn.job, turn.level.heist.crew[i].name
    seen = turn.facts.witness >= 0
    job.put_out[i] = job.tick
    get_out(turn, i, PERSON_CAUGHT if seen else PERSON_LEFT)
    turn.say("put out", f"{name} is out of the car", job.driver_car, i)
    if seen:
        job.caught += 1
        note_arrest(turn)
        turn.say("caught", f"The police have {name}", -1, i)
