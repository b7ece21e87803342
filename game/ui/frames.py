"""How long a picture of a chase takes, with the ticks it shows, and where the time goes.

A pursuit is driven by the minds while a picture is drawn for every sixtieth of a second, as in play: the ticks
that are due, the painting of what comes next, the drawing and the window. Each run starts on ground that was
never drawn. The wait for the next picture does not count. On a machine with other work the time that passes
says little: `cpu` figures count this thread's processor time only.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np
import pygame

from game.bench.speed import pursuits, timers
from game.level.model import Level
from game.session import Session
from game.ui.ladder import LIMIT, Ladder
from game.ui.loop import Metronome, Reel
from game.ui.window import INSIDE, Window
from game.view.painter import Painter
from game.view.quality import AUTO, NAMES

PICTURES = 60  # a second
BRIEFING = 20.0  # s at most
PAINTER_STAGES = ("_note", "_draw_hud", "_paint_ahead")
STAGE_STAGES = ("_tiles", "_plants", "_lighten", "_lamp_heads", "_buildings")


@dataclass
class Frames:
    """What each picture gave: ms, and counts."""

    ladder: Ladder
    qualities: list[str] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=dict)


def measure_frames(
    level: Level, cars: int, seconds: float, size: tuple[int, int] = INSIDE, quality: str = AUTO
) -> dict[str, Any]:
    """Draw `seconds` of pursuits in a window of this size; the figures by name, times in ms.

    quality: of view.quality.CHOICES. Raises NoPursuit, or ValueError when the level alone has more cars than that.
    """
    window, frames = Window(size, pretend=True), Frames(Ladder(quality))
    try:
        for session in _starts(level, cars):
            painter = Painter(level, INSIDE)
            try:
                _film(session, painter, window, frames, seconds)
            finally:
                painter.close()
            if len(frames.wall) >= seconds * PICTURES:
                return _figures(frames)
    finally:
        window.close()
    raise AssertionError("pursuits never end")


def _starts(level: Level, cars: int) -> Iterator[Session]:
    """Sessions at the beginning of their first pursuit."""
    before = None
    for session in pursuits(level, cars):
        if session is not before:
            yield session
        before = session


def _film(session: Session, painter: Painter, window: Window, frames: Frames, seconds: float) -> None:
    """Draw this run to its end, or until there are enough pictures."""
    reel = Reel(session, Metronome(time.perf_counter_ns))
    painter.start_helper()
    painter.prepare(reel.now)
    _settle(painter, window, session)
    pacer = pygame.time.Clock()
    gc.collect()
    gc.freeze()
    with ExitStack() as stack:
        spent = [stack.enter_context(timers(painter, PAINTER_STAGES)), stack.enter_context(timers(reel, ("advance",)))]
        spent += [stack.enter_context(timers(stage, STAGE_STAGES)) for stage in (painter.near, painter.far)]
        spent.append(stack.enter_context(timers(window, ("show",))))
        reel.metronome.restart()
        while not session.outcome and len(frames.wall) < seconds * PICTURES:
            _picture(reel, painter, window, frames)
            _take_stages(spent, frames)
            pacer.tick(PICTURES)
    gc.unfreeze()


def _settle(painter: Painter, window: Window, session: Session) -> None:
    """What in play goes on behind the briefing: the helper starts, and both scales are painted around the car."""
    now, end = session.snapshot, time.perf_counter() + BRIEFING
    while painter.waiting and time.perf_counter() < end:
        painter.draw(window.canvas, now, now, 1.0)
        time.sleep(1.0 / PICTURES)


def _picture(reel: Reel, painter: Painter, window: Window, frames: Frames) -> None:
    painter.use(frames.ladder.quality)
    began, cpu = time.perf_counter_ns(), time.thread_time_ns()
    pygame.event.pump()
    reel.advance()
    painter.tell(reel.events)
    painter.draw(window.canvas, reel.before, reel.now, reel.share)
    window.show()
    frames.cpu.append((time.thread_time_ns() - cpu) / 1e6)
    frames.wall.append((time.perf_counter_ns() - began) / 1e6)
    frames.missing.append(painter.missing)
    frames.qualities.append(frames.ladder.quality.name)
    frames.ladder.note(frames.wall[-1])


def _take_stages(spent: list[dict[str, int]], frames: Frames) -> None:
    """Add what each stage took in this picture, and start again from 0."""
    total: dict[str, float] = {}
    for times in spent:
        for name, ns in times.items():
            total[name] = total.get(name, 0.0) + ns / 1e6
            times[name] = 0
    for name, ms in total.items():
        frames.stages.setdefault(name.strip("_"), []).append(ms)


def _figures(frames: Frames) -> dict[str, Any]:
    wall, cpu = np.array(frames.wall), np.array(frames.cpu)
    return {
        "frames": len(wall),
        "frame_ms_median": round(float(np.median(wall)), 2),
        "frame_ms_p99": round(float(np.percentile(wall, 99)), 2),
        "frame_ms_most": round(float(wall.max()), 2),
        "frame_cpu_ms": {f"p{q:g}": round(float(np.percentile(cpu, q)), 2) for q in (50, 99, 99.9, 100)},
        "within_16_6_ms": round(float((wall <= LIMIT).mean()), 4),
        "cpu_within_16_6_ms": round(float((cpu <= LIMIT).mean()), 4),
        "quality_share": {name: round(frames.qualities.count(name) / len(wall), 4) for name in NAMES},
        "unpainted_share": round(float((np.array(frames.missing) > 0).mean()), 4),
        "stage_ms": {name: round(median(times), 3) for name, times in frames.stages.items()},
        "stage_ms_p99": {name: round(float(np.percentile(times, 99)), 3) for name, times in frames.stages.items()},
    }
