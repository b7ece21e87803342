"""The process beside the game that paints what will be needed; game.view.bakery is the game's side of it.

It makes the same scenery from the city's file in the cache and paints with the same ovens as the game would, so
its pictures are the same to the bit. It holds nothing that a run depends on. It ends by itself when the game's
end of the pipe closes, however the game ended.
"""

import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.cache import load_cached
from game.level.city import City
from game.view.cells import PIXEL, Key, Spares, run
from game.view.kit import Kit
from game.view.oven import Oven
from game.view.palette import mood_at
from game.view.roofs import Roof
from game.view.scenery import Scenery

SLOTS, SLOT = 8, 1_000_000  # pieces of shared memory, bytes each: larger pictures come in several pieces
GONE = (EOFError, OSError)  # what a pipe says when nobody is at its other end


@dataclass(frozen=True, slots=True)
class Order:
    """What the helper is told at its start. city: id and hash of one in the cache; parked: rows of its cars in
    lots; scales in px/m."""

    city: tuple[str, str]
    hour: float
    parked: NDArray[np.float64]
    scales: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a picture in a slot of the shared memory. roof: corner and lamps, where it is one."""

    oven: int
    key: Key
    slot: int
    size: tuple[int, int]
    alpha: bool
    first: int
    rows: int
    roof: tuple[Any, Any] | None


def work(order: Order, memory: str, pipe: Connection) -> None:
    """Paint what the pipe asks for, until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the game ends it
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    try:
        city = load_cached(*order.city)
        if city is None:
            pipe.send("the city is not in the cache")
            return
        pygame.display.init()
        pygame.display.set_mode((1, 1), depth=32)
        Helper(order, city, SharedMemory(memory), pipe).serve()
    except GONE:
        pass
    finally:
        pipe.close()


class Helper:
    """Ovens for each scale, and the slots that are free."""

    def __init__(self, order: Order, city: City, memory: SharedMemory, pipe: Connection) -> None:
        mood = mood_at(order.hour)
        self.scenery = Scenery(city, mood, order.parked)
        self.spares = Spares()
        self.ovens = [Oven(self.scenery, Kit(scale, mood), self.spares) for scale in order.scales]
        self.memory, self.pipe = memory, pipe
        self.free = list(range(SLOTS))
        self.wanted: list[tuple[int, Key]] = []

    def serve(self) -> None:
        """Until the game's end of the pipe closes, which raises EOFError."""
        self.pipe.send("ready")
        while True:
            while not self.wanted:
                self._hear()
            number, key = self.wanted.pop(0)
            self._send(number, key, run(self.ovens[number].bake(key)))

    def _hear(self) -> None:
        what, *rest = self.pipe.recv()
        if what == "bake":
            self.wanted.append((rest[0], rest[1]))
        elif what == "free":
            self.free.append(rest[0])
        else:
            self.scenery.fell(rest[0])

    def _send(self, number: int, key: Key, picture: Any) -> None:
        roof = (picture.corner, picture.lamps) if isinstance(picture, Roof) else None
        surface = picture.picture if isinstance(picture, Roof) else picture
        (w, h), alpha = surface.get_size(), bool(surface.get_flags() & pygame.SRCALPHA)
        at_once = max(1, SLOT // (w * PIXEL))
        for first in range(0, h, at_once):
            while not self.free:
                self._hear()
            rows, slot = min(at_once, h - first), self.free.pop()
            self._lay(surface, first, rows, slot)
            self.pipe.send(Piece(number, key, slot, (w, h), alpha, first, rows, roof))
        self.spares.give(surface)

    def _lay(self, surface: pygame.Surface, first: int, rows: int, slot: int) -> None:
        across = surface.get_width() * PIXEL
        shared = bytes_of(self.memory.buf, slot * SLOT, rows * across)
        shared[:] = bytes_of(surface.get_buffer(), first * across, rows * across)


def bytes_of(buffer: Any, start: int, count: int) -> NDArray[np.uint8]:
    """Bytes of shared memory or of a surface, to read and to write."""
    view: NDArray[np.uint8] = np.frombuffer(buffer, np.uint8, count, start)
    return view
