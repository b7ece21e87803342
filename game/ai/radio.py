"""What the units tell each other: sightings, and when each of them may be used.

A unit that sees the car reacts to it half a second later; the others hear of it through dispatch, two to
four seconds after it was true. Nothing else passes between units.
"""

from collections import deque
from dataclasses import dataclass

from game.core.constants import TICK_HZ
from game.core.rng import POLICE_MIND, uniform

OWN_DELAY = TICK_HZ // 2  # ticks from seeing to acting on it
DISPATCH_DELAY = (2 * TICK_HZ, 4 * TICK_HZ)  # ticks through dispatch, least and most
REPORT_EVERY = TICK_HZ // 2  # ticks between two calls of one unit
CALLS = 1 << 20  # key of the dice of call delays, apart from other dice of the police


@dataclass(frozen=True, slots=True)
class Report:
    """Where the wanted car was. edge, s: the place on the roads; speed m/s; heading rad;
    t_seen: tick when it was true; t_known: tick from which the others may use it."""

    t_seen: int
    t_known: int
    unit: int
    x: float
    y: float
    heading: float
    speed: float
    edge: int
    s: float


class Radio:
    """The blackboard of one police seat."""

    def __init__(
        self, units: int, seed: int, own_delay: int = OWN_DELAY, dispatch: tuple[int, int] = DISPATCH_DELAY
    ) -> None:
        """own_delay, dispatch: ticks; shorter ones are for controls in tests."""
        self._seed, self._own_delay, self._dispatch = seed, own_delay, dispatch
        self._seen: list[deque[Report]] = [deque() for _ in range(units)]
        self._own: list[Report | None] = [None] * units
        self._called: list[int] = [-REPORT_EVERY] * units
        self._air: list[Report] = []
        self._heard: Report | None = None
        self.newest = -1  # t_seen of the newest call, heard yet or not

    def call_delay(self, unit: int, tick: int) -> int:
        """Ticks that a call of this unit at this tick takes through dispatch."""
        least, most = self._dispatch
        return least + int((most - least + 1) * uniform(self._seed, POLICE_MIND, CALLS + unit, tick))

    def report(self, report: Report) -> None:
        """A unit sees the car: it remembers that itself, and calls it in every half second."""
        unit, tick = report.unit, report.t_seen
        self._seen[unit].append(report)
        if tick - self._called[unit] >= REPORT_EVERY:
            self._called[unit] = tick
            self.call(report)

    def call(self, report: Report) -> None:
        """Put a report on the air: everybody hears it at its t_known."""
        self._air.append(report)
        self.newest = max(self.newest, report.t_seen)

    def latest(self, unit: int, tick: int) -> Report | None:
        """The newest sighting that this unit may use at this tick, its own or one it has heard."""
        seen = self._seen[unit]
        while seen and seen[0].t_seen + self._own_delay <= tick:
            self._own[unit] = seen.popleft()
        heard, own = self._listen(tick), self._own[unit]
        if own is None or (heard is not None and heard.t_seen > own.t_seen):
            return heard
        return own

    def _listen(self, tick: int) -> Report | None:
        for call in self._air:
            if call.t_known <= tick and (self._heard is None or call.t_seen > self._heard.t_seen):
                self._heard = call
        self._air = [call for call in self._air if call.t_known > tick]
        return self._heard
