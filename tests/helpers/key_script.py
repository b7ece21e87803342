"""A run as keys alone: which go down and up before which tick, as a small text file and as pygame's events.

    level tryout
    side driver
    difficulty easy
    seed 12
    outcome escaped
    ticks 9120
    0 +up
    66 +left
    72 -left -up

Each line of the second part tells a tick and what happens before it: `+` a key goes down, `-` it comes up.
The files in tests/ui/scripts are recorded by tests/helpers/record_keys.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pygame

from game.level.model import Level
from game.session import Session
from game.ui.keyboard import KeyboardMind
from game.ui.keys import Keyboard

SCRIPTS = Path(__file__).parent.parent / "ui" / "scripts"
KEYS = {
    "up": pygame.KSCAN_UP,
    "down": pygame.KSCAN_DOWN,
    "left": pygame.KSCAN_LEFT,
    "right": pygame.KSCAN_RIGHT,
    "space": pygame.KSCAN_SPACE,
    "c": pygame.KSCAN_C,
    "e": pygame.KSCAN_E,
    "h": pygame.KSCAN_H,
    "l": pygame.KSCAN_L,
    "q": pygame.KSCAN_Q,
    "backspace": pygame.KSCAN_BACKSPACE,
}


@dataclass(frozen=True, slots=True)
class KeyScript:
    """strokes: (tick, key of KEYS, down) in the order in which they happen."""

    level: str
    side: str
    difficulty: str
    seed: int
    outcome: str
    ticks: int
    strokes: tuple[tuple[int, str, bool], ...]

    def save(self, path: Path) -> None:
        head = [f"{name} {getattr(self, name)}" for name in HEAD]
        path.write_text("\n".join([*head, *_lines(self.strokes)]) + "\n", encoding="utf-8")

    def events(self, tick: int) -> list[pygame.event.Event]:
        """What the window is to be told before this tick."""
        return [stroke_event(key, down) for when, key, down in self.strokes if when == tick]


HEAD = ("level", "side", "difficulty", "seed", "outcome", "ticks")


def _lines(strokes: tuple[tuple[int, str, bool], ...]) -> Iterator[str]:
    by_tick: dict[int, list[str]] = {}
    for tick, key, down in strokes:
        by_tick.setdefault(tick, []).append(f"{'+' if down else '-'}{key}")
    for tick, words in by_tick.items():
        yield f"{tick} {' '.join(words)}"


def read_script(path: Path) -> KeyScript:
    """A file as `save` writes it; ValueError for anything else."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = dict(line.split(" ", 1) for line in lines[: len(HEAD)])
    strokes = [stroke for line in lines[len(HEAD) :] for stroke in _strokes(line)]
    return KeyScript(
        head["level"],
        head["side"],
        head["difficulty"],
        int(head["seed"]),
        head["outcome"],
        int(head["ticks"]),
        tuple(strokes),
    )


def _strokes(line: str) -> Iterator[tuple[int, str, bool]]:
    tick, *words = line.split()
    for word in words:
        if word[0] not in "+-" or word[1:] not in KEYS:
            raise ValueError(f"{word!r} is no stroke of {', '.join(KEYS)}")
        yield int(tick), word[1:], word[0] == "+"


def stroke_event(key: str, down: bool) -> pygame.event.Event:
    """The event that the window gets for a stroke."""
    return pygame.event.Event(pygame.KEYDOWN if down else pygame.KEYUP, scancode=KEYS[key], key=0, mod=0)


def seat(level: Level, script: KeyScript, mind: object) -> Session:
    """A session with `mind` in the seat that the script's person holds."""
    police = script.side == "police"
    return Session(
        level,
        script.seed,
        "shortest" if police else mind,  # type: ignore[arg-type]
        "chase",
        difficulty=script.difficulty,
        side=script.side,
        pilot=mind if police else None,  # type: ignore[arg-type]
    )


def play_blind(script: KeyScript, level: Level) -> Session:
    """The script through the game's own keyboard, without a window; the session after its last tick."""
    mind = KeyboardMind(level.cars, script.side == "police")
    keyboard, session = Keyboard(mind), seat(level, script, mind)
    due = iter([*script.strokes, (-1, "", False)])
    tick, key, down = next(due)
    while not session.outcome:
        while tick == session.tick:
            keyboard.handle(stroke_event(key, down))
            tick, key, down = next(due)
        session.step()
    return session
