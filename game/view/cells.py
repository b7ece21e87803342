"""Pictures that are painted before they are needed: in slices between frames, or by a helper beside the game."""

import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

import pygame

from game.view.roofs import Roof

Key = tuple[str, int, int]  # what, and which: column and row of a cell, or number and 0
Bake = Generator[None, None, Any]  # yields while it works, returns the picture
PIXEL = 4  # bytes
SPARE = 24  # surfaces of one size kept for the next picture
LET_GO = 8  # pictures forgotten at most in one go


class Store:
    """Pictures by key, the least recently wanted forgotten first.

    bake(key) starts the work on one; dress(key, picture) adds what was left there since, as skid marks;
    capacity: bytes of pixels, which only what is wanted now may exceed.
    """

    def __init__(self, bake: Callable[[Key], Bake], dress: Callable[[Key, Any], None], capacity: int) -> None:
        self.bake, self.dress, self.capacity = bake, dress, capacity
        self.ready: OrderedDict[Key, Any] = OrderedDict()
        self.size = 0  # bytes of all that is ready
        self.spares = Spares()
        self.queue: list[Key] = []  # the most urgent last
        self.job: tuple[Key, Bake] | None = None
        self.away: dict[Key, None] = {}  # being painted by a helper
        self.stale: dict[Key, None] = {}  # ready, but to be painted anew

    def want(self, keys: Sequence[Key]) -> None:
        """Name what will be needed, the most urgent first, and forget what was wanted longest ago."""
        for key in keys:
            if key in self.ready:
                self.ready.move_to_end(key)
        self.queue = [key for key in reversed(keys) if self._is_open(key)]
        for _ in range(LET_GO):
            if self.size <= self.capacity or len(self.ready) <= len(keys):
                break
            self._let_go(next(iter(self.ready)))

    def _is_open(self, key: Key) -> bool:
        doing = self.job[0] if self.job else None
        return (key not in self.ready or key in self.stale) and key != doing and key not in self.away

    def get(self, key: Key) -> Any:
        """The picture, or None while it is not ready."""
        return self.ready.get(key)

    def renew(self, key: Key) -> None:
        """Paint this anew when it is next wanted; until then the old picture serves."""
        if key in self.ready or key in self.away:
            self.stale[key] = None

    def forget(self, key: Key) -> None:
        if key in self.ready:
            self._let_go(key)

    def _let_go(self, key: Key) -> None:
        picture = self.ready.pop(key)
        self.size -= weight(picture)
        if isinstance(picture, pygame.Surface):
            self.spares.give(picture)

    def put(self, key: Key, picture: Any) -> None:
        """A picture is done: dress it and have it ready."""
        self.dress(key, picture)
        self.forget(key)
        self.ready[key] = picture
        self.size += weight(picture)

    # ---- painting by a helper
    def send(self) -> Key | None:
        """The most urgent key, which a helper takes now; None when there is none."""
        if not self.queue:
            return None
        key = self.queue.pop()
        self.away[key] = None
        self.stale.pop(key, None)
        return key

    def take(self, key: Key, picture: Any) -> None:
        """What a helper has painted."""
        self.away.pop(key, None)
        self.put(key, picture)

    # ---- painting here
    def work(self, seconds: float) -> None:
        """Paint what is wanted for about this long."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and self._step():
            pass

    def finish(self, keys: Iterable[Key]) -> None:
        """Paint these now, however long it takes."""
        for key in keys:
            if key not in self.ready:
                if self.job and self.job[0] == key:
                    self.job = None
                self.put(key, run(self.bake(key)))

    def _step(self) -> bool:
        if self.job is None:
            if not self.queue:
                return False
            key = self.queue.pop()
            self.stale.pop(key, None)
            self.job = (key, self.bake(key))
        key, work = self.job
        try:
            next(work)
        except StopIteration as done:
            self.job = None
            self.put(key, done.value)
        return True


def run(work: Bake) -> Any:
    """Do all of it now; the picture."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


def weight(picture: Any) -> int:
    """Bytes of a picture's pixels."""
    surface = picture.picture if isinstance(picture, Roof) else picture
    return surface.get_width() * surface.get_height() * PIXEL if surface else 0


class Spares:
    """Surfaces that nobody shows any more: a fresh megabyte costs 1.5 ms of page faults."""

    def __init__(self) -> None:
        self.free: dict[tuple[int, int, bool], list[pygame.Surface]] = {}

    def give(self, surface: pygame.Surface) -> None:
        if surface.get_parent() is None and surface.get_colorkey() is None:
            kept = self.free.setdefault(_shape(surface), [])
            if len(kept) < SPARE:
                kept.append(surface)

    def take(self, width: int, height: int, alpha: bool = False) -> pygame.Surface:
        """A surface of this size in the display's format, with whatever was on it."""
        kept = self.free.get((width, height, alpha))
        if kept:
            return kept.pop()
        new = pygame.Surface((width, height), pygame.SRCALPHA if alpha else 0)
        return new.convert_alpha() if alpha else new.convert()


def _shape(surface: pygame.Surface) -> tuple[int, int, bool]:
    return (*surface.get_size(), bool(surface.get_flags() & pygame.SRCALPHA))
