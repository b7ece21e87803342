"""Compiling whatever play will need while the person reads the briefing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from game.ui.job import Job

if TYPE_CHECKING:
    from game.session import Session

WARM_TICKS = 90  # of a throw-away run: whatever has to be compiled is compiled before play


class Warming:
    """A throw-away run behind the briefing: play then never waits for the compiler.

    The first time on a computer the run goes on to its end, to meet every kernel there is."""

    def __init__(self, job: Job, tell: Callable[[str, int], None]) -> None:
        """tell: called before each kernel that is compiled, with its name and how many there were."""
        self.job, self.tell = job, tell
        self.compiled = 0
        self.session: Session | None = None
        self.done = job.watching

    def reporting(self) -> AbstractContextManager[None]:
        """Within it, `tell` is called for each kernel that is compiled."""
        from game.core.kernel import reporting_compiles

        return reporting_compiles(self._report)

    def _report(self, name: str) -> None:
        self.compiled += 1
        self.tell(name, self.compiled)

    def go_on(self) -> None:
        """A few ticks more."""
        if self.done:
            return
        self.session = self.session or self.job.warm()
        for _ in range(3):
            if not self.session.outcome:
                self.session.step()
        enough = self.session.tick >= WARM_TICKS and not self.compiled
        if enough or self.session.outcome:
            self.done, self.session = True, None

    def finish(self) -> None:
        """Play begins: what is left to compile is compiled now, in front of everybody."""
        while self.compiled and not self.done:
            self.go_on()
        self.done, self.session = True, None
