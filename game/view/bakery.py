"""Pictures from a process beside the game (game.view.helper), handed over in shared memory."""

import atexit
import os
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import City
from game.view.cells import PIXEL, Key, Store
from game.view.helper import GONE, SLOT, SLOTS, Order, Piece, bytes_of, work
from game.view.roofs import Roof

ASKED = 6  # pictures at most that the helper has been asked for and has not painted
PIECES = 2  # that are taken over in one frame at most: 0.2 ms each, 1.5 ms when the memory is new
PATIENCE = 0.3  # s that it may take to end
RED, GREEN, BLUE, ALPHA = 0xFF0000, 0xFF00, 0xFF, 0xFF000000
FORMATS = ((32, RED, GREEN, BLUE, 0), (32, RED, GREEN, BLUE, ALPHA))  # of the helper's pictures


class Bakery:
    """The game's side. Any trouble with the helper ends it, and the stores paint in slices again."""

    def __init__(self, order: Order) -> None:
        """Start the helper; it is ready some seconds later. OSError where there can be none."""
        self.memory: SharedMemory | None = SharedMemory(create=True, size=SLOTS * SLOT)
        context = get_context("spawn")
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=work, args=(order, self.memory.name, far), daemon=True)
        self.process.start()
        far.close()
        self.ready = False
        self.asked: dict[tuple[int, Key], None] = {}
        atexit.register(self.close)
        self.half: dict[tuple[int, Key], Any] = {}  # pictures of which some rows have come

    @property
    def open(self) -> bool:
        return self.memory is not None

    def fell(self, rows: NDArray[np.int32]) -> None:
        """These props lie down, and those alone."""
        self._say(("fell", rows))

    def serve(self, stores: Sequence[Store], first: int) -> bool:
        """Once a frame: take what is done, and ask for what the stores want, one for each scale of the order;
        the wishes of number `first` come first. Returns whether the helper is at work."""
        if not self.open:
            return False
        try:
            for _ in range(PIECES):
                if not self.pipe.poll():
                    break
                self._hear(self.pipe.recv(), stores)
        except GONE:
            self._give_up(stores)
        while self.ready and self.open and len(self.asked) < ASKED:
            if not self._ask(stores, first):
                break
        if not self.open:
            self._give_up(stores)
        return self.ready

    def _ask(self, stores: Sequence[Store], first: int) -> bool:
        for number in sorted(range(len(stores)), key=lambda k: k != first):  # the rest in their order
            key = stores[number].send()
            if key is not None:
                self.asked[number, key] = None
                self._say(("bake", number, key))
                return True
        return False

    def _hear(self, said: Piece | str, stores: Sequence[Store]) -> None:
        if isinstance(said, str):
            self.ready = said == "ready"
            if not self.ready:
                raise EOFError(said)
            return
        self._take(said, stores[said.oven])

    def _take(self, piece: Piece, store: Store) -> None:
        name = (piece.oven, piece.key)
        if name not in self.half:
            self.half[name] = store.spares.take(*piece.size, piece.alpha)
        surface, memory = self.half[name], self.memory
        assert memory is not None
        count = piece.rows * piece.size[0] * PIXEL
        start = piece.first * piece.size[0] * PIXEL
        bytes_of(surface.get_buffer(), start, count)[:] = bytes_of(memory.buf, piece.slot * SLOT, count)
        self._say(("free", piece.slot))
        if piece.first + piece.rows == piece.size[1]:
            del self.half[name]
            self.asked.pop(name, None)
            store.take(piece.key, _unpacked(surface, piece))

    def _say(self, message: tuple[Any, ...]) -> None:
        try:
            if self.open:
                self.pipe.send(message)
        except GONE:
            self.close()

    def _give_up(self, stores: Sequence[Store]) -> None:
        self.close()
        for store in stores:
            store.away.clear()

    def close(self) -> None:
        """End the helper and give its memory back. May be called again."""
        if self.memory is None:
            return
        atexit.unregister(self.close)
        self.pipe.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.memory.close()
        self.memory.unlink()
        self.memory, self.ready = None, False


def open_bakery(city: City, hour: float, parked: NDArray[np.float64], scales: Sequence[float]) -> Bakery | None:
    """A bakery, or None where a second process would only take the first one's time, or cannot be had."""
    if processors() < 2 or _formats() != FORMATS:
        return None
    try:
        return Bakery(Order((city.id, city.hash), hour, parked, tuple(scales)))
    except OSError:
        return None


def _formats() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Of pixels that can be shown fastest, without and with alpha."""
    plain, alpha = pygame.Surface((1, 1)).convert(), pygame.Surface((1, 1)).convert_alpha()
    return (plain.get_bitsize(), *plain.get_masks()), (alpha.get_bitsize(), *alpha.get_masks())


def processors() -> int:
    """How many this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _unpacked(surface: pygame.Surface, piece: Piece) -> Any:
    if piece.roof is None:
        return surface
    surface.set_colorkey((0, 0, 0))
    return Roof(surface, *piece.roof)
