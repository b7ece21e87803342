"""The clock of play: whole ticks, never too many, and a run that hangs on its inputs alone."""

from collections.abc import Callable

import pytest

from game.ui.loop import MOST_TICKS, TICK_NS, Metronome, Reel


class FakeClock:
    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


class Counter:
    """A run that adds up its ticks and what was held at each."""

    def __init__(self, end: int = 10**9) -> None:
        self.ticks = 0
        self.end = end
        self.events: list[object] = []
        self.log: list[str] = []
        self.held = ""

    @property
    def outcome(self) -> str:
        return "escaped" if self.ticks >= self.end else ""

    @property
    def snapshot(self) -> int:
        return self.ticks

    def step(self) -> None:
        if self.outcome:
            raise ValueError("over")
        self.ticks += 1
        self.log.append(self.held)
        self.events = [self.ticks]


def test_a_second_is_sixty_ticks_however_it_is_sliced() -> None:
    for frames in (60, 37, 144, 61):
        clock = FakeClock()
        metronome = Metronome(clock)
        total = 0
        for k in range(frames):
            clock.now = (k + 1) * 1_000_000_000 // frames
            total += metronome.due()
        assert abs(total - 60) <= 1


def test_a_slow_machine_runs_eight_ticks_for_a_picture_and_lets_the_rest_go() -> None:
    clock = FakeClock()
    metronome = Metronome(clock)
    clock.now = 100 * TICK_NS
    assert metronome.due() == MOST_TICKS
    assert metronome.due() == 0
    assert 0.0 <= metronome.share < 1.0


def test_a_clock_that_jumps_back_runs_nothing() -> None:
    clock = FakeClock()
    clock.now = 10 * TICK_NS
    metronome = Metronome(clock)
    clock.now = 0
    assert metronome.due() == 0


@pytest.mark.parametrize("due", [1, 2, 3, 8])
def test_the_picture_lies_between_the_last_two_snapshots(due: int) -> None:
    clock = FakeClock()
    reel = Reel(Counter(), Metronome(clock))  # type: ignore[arg-type]
    clock.now = due * TICK_NS + TICK_NS // 2
    assert reel.advance() == due
    assert (reel.before, reel.now) == (due - 1, due)
    assert reel.share == pytest.approx(0.5, abs=1e-6)
    assert reel.events == list(range(1, due + 1))


def test_nothing_runs_after_the_outcome() -> None:
    clock = FakeClock()
    run = Counter(end=3)
    reel = Reel(run, Metronome(clock))  # type: ignore[arg-type]
    clock.now = 8 * TICK_NS
    assert reel.advance() == 3
    assert reel.now == 3
    assert reel.share == 1.0
    clock.now += 8 * TICK_NS
    assert reel.advance() == 0


def test_the_recorder_is_called_after_each_tick() -> None:
    clock = FakeClock()
    run, seen = Counter(), list[int]()
    reel = Reel(run, Metronome(clock), lambda: seen.append(run.ticks))  # type: ignore[arg-type]
    clock.now = 5 * TICK_NS
    reel.advance()
    assert seen == [1, 2, 3, 4, 5]


def _play(chop: Callable[[int], int], inputs: dict[int, str]) -> list[str]:
    """Run 120 ticks with pictures that take chop(k) ns; inputs arrive at ticks."""
    clock = FakeClock()
    run = Counter(end=120)
    reel = Reel(run, Metronome(clock))  # type: ignore[arg-type]
    picture = 0
    while not run.outcome:
        due_by = min((tick for tick in inputs if tick > run.ticks), default=10**9)
        run.held = next((inputs[t] for t in sorted(inputs, reverse=True) if t <= run.ticks), "")
        step = min(chop(picture), (due_by - run.ticks) * TICK_NS)
        clock.now += max(TICK_NS // 3, step)
        picture += 1
        reel.advance()
    return run.log


def test_the_run_depends_on_inputs_not_on_pictures() -> None:
    inputs = {10: "left", 40: "", 75: "gas"}
    smooth = _play(lambda _: TICK_NS, inputs)
    ragged = _play(lambda k: TICK_NS * (1 + k % 3), inputs)
    assert smooth == ragged
    assert smooth != _play(lambda _: TICK_NS, {11: "left"})  # the control: other inputs, another run
