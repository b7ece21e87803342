"""The take: what is in the car, who gets how much of it, and how far it can be traced."""

from game.heist.job import Job
from game.level.model import Level


def prize(job: Job, level: Level) -> float:
    """Dollars of the whole take, at this difficulty."""
    return level.heist.take * job.setting.take


def take(job: Job, level: Level) -> float:
    """Dollars in the car: each of the crew carries his part in, and it stays when he is put out."""
    return prize(job, level) * sum(job.bags) / len(job.bags)


def shares(dollars: float, home: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """What was brought home in equal parts for the Driver and those of the crew who came with him: who was
    put out or left behind has forfeited his."""
    part = dollars / (1 + len(home))
    return tuple((name, part) for name in ("Driver", *home))


def traced_share(level: Level) -> float:
    """The share of the money by which it can be traced, 0 … 1."""
    rules = level.rules
    return {"marked": rules.trace_marked, "chips": rules.trace_chips, "notes": rules.trace_notes}[level.heist.money]
