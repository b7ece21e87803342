"""Pictures that are painted before they are needed, a slice of time in each frame."""

import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

import pygame

Key = tuple[str, int, int]  # what, and which: column and row of a cell, or number and 0
Bake = Generator[None, None, Any]  # yields while it works, returns the picture


class Store:
    """Pictures by key, the least recently wanted forgotten first. `bake(key)` starts the work on one."""

    def __init__(self, bake: Callable[[Key], Bake], capacity: int) -> None:
        self.bake = bake
        self.capacity = capacity
        self.ready: OrderedDict[Key, Any] = OrderedDict()
        self.queue: list[Key] = []
        self.job: tuple[Key, Bake] | None = None
        self.stale: dict[Key, None] = {}  # ready, but to be painted anew

    def want(self, keys: Sequence[Key]) -> None:
        """Name what will be needed, the most urgent first, and forget what was wanted longest ago."""
        for key in keys:
            if key in self.ready:
                self.ready.move_to_end(key)
        doing = self.job[0] if self.job else None
        self.queue = [key for key in reversed(keys) if (key not in self.ready or key in self.stale) and key != doing]
        for _ in range(min(8, len(self.ready) - max(self.capacity, len(keys) + 8))):
            self.ready.popitem(last=False)

    def get(self, key: Key) -> Any:
        """The picture, or None while it is not ready."""
        return self.ready.get(key)

    def renew(self, key: Key) -> None:
        """Paint this anew when it is next wanted; until then the old picture serves."""
        if key in self.ready:
            self.stale[key] = None

    def forget(self, key: Key) -> None:
        self.ready.pop(key, None)

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
                self.ready[key] = _run(self.bake(key))

    def _step(self) -> bool:
        if self.job is None:
            if not self.queue:
                return False
            key = self.queue.pop()
            self.job = (key, self.bake(key))
        key, work = self.job
        try:
            next(work)
        except StopIteration as done:
            self.ready[key] = done.value
            self.job = None
            self.stale.pop(key, None)
        return True


def _run(work: Bake) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value


class Pool:
    """Surfaces for one-off sheets: a fresh megabyte costs 1.5 ms of page faults."""

    def __init__(self) -> None:
        self.sheets: dict[tuple[int, int, bool], pygame.Surface] = {}

    def sheet(self, width: int, height: int, alpha: bool = False) -> pygame.Surface:
        """A sheet of this size with whatever was on it; the next call with the same size returns it again."""
        key = (width, height, alpha)
        if key not in self.sheets:
            new = pygame.Surface((width, height), pygame.SRCALPHA if alpha else 0)
            self.sheets[key] = new if alpha else new.convert()
        return self.sheets[key]
