"""What pays extra: whether each objective of the heist was met, judged at the end."""

from collections.abc import Callable

from game.core.constants import DT
from game.heist.exposure import certainty
from game.heist.job import ESCAPED, Job
from game.heist.phases import was_turned_round
from game.level.model import Level, Objective


def is_met(job: Job, level: Level, objective: Objective, damage: float) -> bool:
    """Whether this was achieved: only by one who escaped. damage: of the car he sits in, 0 … 1."""
    return job.ended == ESCAPED and KINDS[objective.kind](job, level, objective, damage)


def _unseen(job: Job, level: Level, _: Objective, __: float) -> bool:
    return certainty(level.rules, job.exposure.max().item()) < level.rules.certainty_first


def _no_harm(job: Job, _: Level, __: Objective, ___: float) -> bool:
    return job.hurt_by_driver == 0


def _all_aboard(job: Job, _: Level, __: Objective, ___: float) -> bool:
    return job.aboard == len(job.exits)


def _clean_car(job: Job, _: Level, __: Objective, ___: float) -> bool:
    return not job.known[job.driver_car]


def _fast(job: Job, _: Level, objective: Objective, __: float) -> bool:
    return job.tick * DT <= objective.value


def _damage(_: Job, __: Level, objective: Objective, damage: float) -> bool:
    return damage < objective.value


def _turned_round(job: Job, level: Level, _: Objective, __: float) -> bool:
    return was_turned_round(job, level.heist)


KINDS: dict[str, Callable[[Job, Level, Objective, float], bool]] = {
    "unseen": _unseen,
    "no harm": _no_harm,
    "all aboard": _all_aboard,
    "clean car": _clean_car,
    "fast": _fast,
    "damage": _damage,
    "turned round": _turned_round,
}
