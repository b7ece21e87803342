"""The turn of the rules, ten times a second, and what comes before the first."""

from game.core.events import Event
from game.core.setup import Setup
from game.heist.acts import judge_acts
from game.heist.badges import close_books, count_badges
from game.heist.crew import move_crew
from game.heist.exposure import follow_faces
from game.heist.facts import Turn, gather
from game.heist.harm import judge_harm
from game.heist.job import Job, View, fresh
from game.heist.nerves import try_nerves
from game.heist.phases import follow_phases, judge_end
from game.heist.police import follow_police
from game.heist.put_out import follow_put_out
from game.heist.status import driver_status, police_status, refresh
from game.heist.sting import follow_sting, wake
from game.level.model import Level


def start(level: Level, setup: Setup) -> Job:
    """The record at the first tick: he stands at the kerb with the engine running and the crew inside, or
    is on his way there."""
    job = fresh(level, setup)
    job.driver_status = driver_status(job, level, ())
    job.police_status = police_status(job, level)
    return job


def advance(job: Job, level: Level, view: View) -> list[Event]:
    """One turn of the rules (every TACTICS_EVERY ticks). Writes the record and the crew's rows of
    view.people; returns what happened. After the end nothing happens any more."""
    if job.ended >= 0:
        return []
    job.tick = view.tick
    turn = Turn(job, level, view, gather(job, level, view))
    judge_harm(turn)
    judge_acts(turn)
    follow_faces(turn)
    move_crew(turn)
    follow_put_out(turn)
    try_nerves(turn)
    follow_phases(turn)
    follow_sting(turn)
    follow_police(turn)
    wake(turn)
    count_badges(turn)
    judge_end(turn)
    close_books(turn)
    refresh(turn)
    return turn.events
