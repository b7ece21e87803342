"""Running a replay again without a screen, comparing every tick, and naming where two runs part."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.core.checksum import ARRAYS, differing_row
from game.core.constants import TICK_HZ
from game.level.model import Level
from game.replay.file import Replay
from game.replay.play import open_session
from game.session import Session

TELLING = ("controls", "cars", "tags", "people", "rules")  # the array nearest to the cause is named first

Rows = tuple[tuple[str, int], ...]  # arrays of state, and the row of each (-1: several)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two runs part: the tick whose commands led there, and what differs after it."""

    tick: int
    rows: Rows

    def __str__(self) -> str:
        """As in "tick 1234 (20.57 s): controls of car 0, cars of car 0"."""
        return f"tick {self.tick} ({self.tick / TICK_HZ:.2f} s): {', '.join(_name(*row) for row in self.rows)}"


def _name(array: str, row: int) -> str:
    if array == "rules":
        return "the rules"
    if row < 0:
        return f"several rows of {array}"
    return f"person {row}" if array == "people" else f"{array} of car {row}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """same: every tick, the outcome, the hash and the file's digest are right; text: one line for a person;
    ticks: how many were run; differing: how many of them differ."""

    same: bool
    text: str
    ticks: int
    differing: int = 0
    first: Difference | None = None


def differences(session: Session, recorded: NDArray[np.uint32]) -> Rows:
    """What differs between the session's last tick and the recorded sums, uint32 (arrays, 2)."""
    if (session.checksums == recorded).all():
        return ()
    snapshot = session.snapshot
    found = []
    for name in TELLING:
        ours, theirs = session.checksums[ARRAYS.index(name)], recorded[ARRAYS.index(name)]
        if (ours != theirs).any():
            found.append((name, 0 if name == "rules" else differing_row(ours, theirs, len(getattr(snapshot, name)))))
    return tuple(found)


def verify(replay: Replay, level: Level, progress: Callable[[int], None] | None = None) -> Verdict:
    """Re-run it and compare every tick; `progress` gets the ticks done, now and then.

    ReplayError when this engine or level is not the one that the run was made with.
    """
    session = open_session(replay, level)
    first, differing = None, 0
    for tick in range(replay.header.ticks):
        if session.outcome:
            break
        try:
            session.step()
        except Exception as error:  # altered commands may lead anywhere
            return Verdict(False, f"the run breaks off in tick {tick}: {error}", tick, differing, first)
        if tick < len(replay.sums) and (rows := differences(session, replay.sums[tick])):
            first = first or Difference(tick, rows)
            differing += 1
        if progress and tick % TICK_HZ == 0:
            progress(tick)
    return _verdict(replay, session, first, differing)


def _verdict(replay: Replay, session: Session, first: Difference | None, differing: int) -> Verdict:
    header = replay.header
    wrong = [] if replay.intact else ["altered: its digest does not fit"]
    if first:
        wrong.append(f"first difference in {first}; {differing} of {header.ticks} ticks differ")
    if session.tick != header.ticks:
        wrong.append(f"it tells {header.ticks} ticks, the run ends after {session.tick}")
    if len(replay.sums) < header.ticks:
        wrong.append(f"its checksums end at tick {len(replay.sums)} of {header.ticks}")
    if session.outcome != header.outcome:
        wrong.append(f"it tells {header.outcome or 'no outcome'}, the run has {session.outcome or 'none'}")
    if not wrong and session.hash != header.hash:
        wrong.append("its final hash is another one")
    return Verdict(
        not wrong, "; ".join(wrong) or f"all {header.ticks} ticks are the same", session.tick, differing, first
    )
