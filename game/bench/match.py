"""One headless match, and what is told of it."""

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from game.bench.facts import facts_of
from game.core.constants import TICK_HZ
from game.core.snapshot import ACTIVE, DAMAGE, POLICE, ROLE, VX, VY, Snapshot, X, Y
from game.level.file import load_level
from game.replay.record import Recorder
from game.session import Session

LOOK_EVERY = TICK_HZ // 2  # ticks between two looks for a telling moment
NEAR = 70.0  # m: units further away do not count in a picture

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """Everything that decides a headless match. level: an id or a file's path."""

    level: str
    seed: int
    driver: str
    police: str
    difficulty: str = "normal"
    side: str = "driver"


@dataclass(frozen=True, slots=True)
class Played:
    """result: what is told of a match; error: why its outcome is "error", else ""."""

    result: Result
    error: str = ""


def result_of(session: Session, wall_seconds: float) -> Result:
    """What is told of a match: how it ended, and bench.facts.FACTS. Without an outcome it failed."""
    damage = float(session.snapshot.cars[session.status.driver_car, DAMAGE])
    return {
        "outcome": session.outcome or "error",
        "ticks": session.tick,
        "sim_seconds": round(session.tick / TICK_HZ, 3),
        "wall_seconds": round(wall_seconds, 4),
        **facts_of(session.debrief, damage),
        "hash": session.hash,
    }


def play_match(match: Match, record: Path | None = None, watch: Callable[[Session], None] | None = None) -> Played:
    """Play `match` to its end; what goes wrong on the way ends it as "error".

    watch sees the session every half second of play; record: where to leave a replay. LevelError for a
    bad level, ValueError for a mind that does not exist, OSError for a replay that cannot be written.
    """
    session = start(match)
    recorder = Recorder(session) if record else None
    error = ""
    began = time.perf_counter()
    try:
        _play(session, recorder, watch)
    except Exception as failure:  # whatever a mind does wrong is a result, not the end of a benchmark
        error = f"tick {session.tick}: {type(failure).__name__}: {failure}"
    result = result_of(session, time.perf_counter() - began)
    if recorder and record:
        recorder.save(record)
    return Played(result, error)


def _play(session: Session, recorder: Recorder | None, watch: Callable[[Session], None] | None) -> None:
    while not session.outcome:
        session.step()
        if recorder:
            recorder.take()
        if watch and session.tick % LOOK_EVERY == 0:
            watch(session)


def start(match: Match) -> Session:
    """The match's session before its first tick."""
    options = asdict(match)
    return Session(load_level(options.pop("level")), **options)


class TellingMoment:
    """Keeps the snapshot with the most police close to the driver while he flees, for a picture.

    `look` is made to be play_match's `watch`."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = None
        self.score = -1.0

    def look(self, session: Session) -> None:
        """Keep this moment if it tells more than the best so far."""
        snapshot = session.snapshot
        score = telling(snapshot)
        if score > self.score:
            self.score, self.snapshot = score, snapshot


def telling(snapshot: Snapshot) -> float:
    """How much of a chase a snapshot shows: each police car counts by its nearness, up to 2 when it moves;
    the driver's own speed tips the balance."""
    cars, tags = snapshot.cars, snapshot.tags
    car = cars[snapshot.status.driver_car]
    police = cars[(tags[:, ROLE] == POLICE) & (tags[:, ACTIVE] == 1)]
    distance = np.hypot(police[:, X] - car[X], police[:, Y] - car[Y])
    moving = 1.0 + np.minimum(np.hypot(police[:, VX], police[:, VY]) / 15.0, 1.0)
    near = float((np.clip(1.0 - distance / NEAR, 0.0, 1.0) * moving).sum())
    chase = 1.0 if snapshot.status.alert == "pursuit" else 0.1
    return chase * near * (1.0 + min(math.hypot(car[VX], car[VY]) / 20.0, 1.0))
