"""Game time from wall time: whole ticks, and the share of one for drawing between two snapshots."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from game.core.constants import TICK_HZ
from game.core.events import Event
from game.core.snapshot import Snapshot

if TYPE_CHECKING:
    from game.heist.debrief import Debrief

TICK_NS = 1_000_000_000 // TICK_HZ
MOST_TICKS = 8  # for one picture: a machine that cannot keep up plays slower instead of freezing
Clock = Callable[[], int]  # nanoseconds that only grow


class Stepping(Protocol):
    """The part of a Session that the screen needs."""

    events: list[Event]

    @property
    def outcome(self) -> str: ...

    @property
    def snapshot(self) -> Snapshot: ...

    @property
    def debrief(self) -> "Debrief": ...

    def step(self) -> Any: ...


class Metronome:
    """Counts the ticks that are due. The clock is handed in, so tests may turn it by hand."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.restart()

    def restart(self) -> None:
        """Forget the time that has passed, as after a pause."""
        self.last = self.clock()
        self.owed = 0  # ns

    def due(self) -> int:
        """Whole ticks to run now, at most MOST_TICKS; what is owed beyond that is let go."""
        now = self.clock()
        self.owed += max(0, now - self.last)
        self.last = now
        ticks = self.owed // TICK_NS
        if ticks > MOST_TICKS:
            self.owed = TICK_NS * MOST_TICKS + self.owed % TICK_NS
            ticks = MOST_TICKS
        self.owed -= ticks * TICK_NS
        return ticks

    @property
    def share(self) -> float:
        """How far the time is from the last tick to the next, 0 … 1."""
        return self.owed / TICK_NS


class Reel:
    """A run and its last two snapshots. `after` is called after each tick (a recorder)."""

    def __init__(self, session: Stepping, metronome: Metronome, after: Callable[[], None] | None = None) -> None:
        self.session = session
        self.metronome = metronome
        self.after = after
        self.before = self.now = session.snapshot
        self.events: list[Event] = []

    def advance(self) -> int:
        """Run the ticks that are due, up to the outcome; returns how many."""
        due = self.metronome.due()
        self.events = []
        done = 0
        while done < due and not self.session.outcome:
            self.session.step()
            if self.after:
                self.after()
            self.events += self.session.events
            done += 1
            if done >= due - 1 or self.session.outcome:  # only the last two are drawn
                self.before, self.now = self.now, self.session.snapshot
        return done

    @property
    def share(self) -> float:
        """Where between `before` and `now` to draw."""
        return 1.0 if self.session.outcome else self.metronome.share
