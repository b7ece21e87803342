"""What cars leave behind: skid marks on the ground and smoke in the air. The screen's own dice, never the game's."""

import math
import random
from collections.abc import Iterator

import numpy as np
import pygame

from game.core.snapshot import ACTIVE, ANGLE, DAMAGE, HEAT, SLIP, VX, VY, Snapshot, X, Y, Z
from game.view import palette
from game.view.decks import Decks
from game.view.eye import Batch, Eye
from game.view.sheet import CELL

SLIDING = 2.6  # m/s over the ground at which the rear tyres leave a mark
SMOKING = 4.5  # m/s at which they smoke
WRECKED = 0.7  # damage from which the engine smokes
STEAMING = 0.5  # of HEAT: steam from the radiator
TRACK = 0.75  # m from the middle of the car to a wheel
REAR = 1.45  # m from the middle back to the axle
MOST_MARKS = 6000
MOST_PUFFS = 140
PUFF_LIFE = 55  # ticks
STILL = 15  # ticks without a snapshot after which marks don't join up

Segment = tuple[float, float, float, float, bool]  # plan metres; True: on a deck
Cell = tuple[int, int]


class Skids:
    """Marks kept as data, by cell, so that a cell painted anew gets them back."""

    def __init__(self) -> None:
        self.cells: dict[Cell, list[Segment]] = {}
        self.order: list[Cell] = []
        self.last: dict[tuple[int, int], tuple[int, float, float]] = {}
        self.fresh: list[tuple[Cell, Segment]] = []

    def note(self, now: Snapshot, height: float, decks: Decks) -> None:
        """Lengthen the marks of every car that slides in this snapshot."""
        sliding = np.flatnonzero((now.tags[:, ACTIVE] == 1) & (now.cars[:, SLIP] > SLIDING))
        for row in sliding.tolist():
            car = now.cars[row].tolist()
            cos, sin = math.cos(car[ANGLE]), math.sin(car[ANGLE])
            upper = decks.relation(decks.surface_at(car[X], car[Y]), car[Z])[0]
            for side in (-1, 1):
                x = car[X] - cos * REAR - sin * TRACK * side
                y = height - (car[Y] - sin * REAR + cos * TRACK * side)
                self._join((row, side), now.tick, x, y, upper)

    def _join(self, wheel: tuple[int, int], tick: int, x: float, y: float, upper: bool) -> None:
        before = self.last.get(wheel)
        self.last[wheel] = (tick, x, y)
        if before is None or not 0 < tick - before[0] <= STILL or math.hypot(x - before[1], y - before[2]) > 6.0:
            return
        cell = (int(x // CELL), int(y // CELL))
        segment = (before[1], before[2], x, y, upper)
        self.cells.setdefault(cell, []).append(segment)
        self.order.append(cell)
        self.fresh.append((cell, segment))
        if len(self.order) > MOST_MARKS:
            self.cells[self.order.pop(0)].pop(0)

    def take_fresh(self) -> list[tuple[Cell, Segment]]:
        """Marks made since the last call."""
        fresh, self.fresh = self.fresh, []
        return fresh

    def on(self, cell: Cell, upper: bool) -> Iterator[Segment]:
        """The marks of a cell on its ground, or on its decks."""
        return (segment for segment in self.cells.get(cell, ()) if segment[4] == upper)


def draw_mark(surface: pygame.Surface, cell: Cell, segment: Segment, scale: float) -> None:
    """A tyre's mark on a cell's picture. Neighbouring cells keep their own part of a mark."""
    ox, oy = cell[0] * CELL, cell[1] * CELL
    a = ((segment[0] - ox) * scale, (segment[1] - oy) * scale)
    b = ((segment[2] - ox) * scale, (segment[3] - oy) * scale)
    pygame.draw.line(surface, palette.SKID, a, b, max(1, int(0.24 * scale)))


class Smoke:
    """Puffs that drift, grow and fade."""

    def __init__(self) -> None:
        self.puffs: list[tuple[float, float, float, float, int, bool]] = []  # x, y, vx, vy, tick of birth, on a deck
        self.dice = random.Random(1978)

    def note(self, now: Snapshot, height: float, decks: Decks) -> None:
        """Add the puffs of this tick, and let go of the old ones."""
        self.puffs = [puff for puff in self.puffs if 0 <= now.tick - puff[4] < PUFF_LIFE][-MOST_PUFFS:]
        active = now.tags[:, ACTIVE] == 1
        slip = now.cars[:, SLIP]
        engine = (now.cars[:, DAMAGE] > WRECKED) | (now.cars[:, HEAT] > STEAMING)
        for row in np.flatnonzero(active & ((slip > SMOKING) | engine)).tolist():
            car = now.cars[row].tolist()
            tyres = car[SLIP] > SMOKING
            if not tyres and (now.tick + row) % 5:
                continue
            back = -REAR if tyres else 1.7
            side = self.dice.choice((-TRACK, TRACK)) if tyres else 0.0
            x = car[X] + math.cos(car[ANGLE]) * back - math.sin(car[ANGLE]) * side
            y = car[Y] + math.sin(car[ANGLE]) * back + math.cos(car[ANGLE]) * side
            upper = decks.relation(decks.surface_at(car[X], car[Y]), car[Z])[0]
            drift = (car[VX] * 0.12 + self.dice.uniform(-0.6, 0.6), -car[VY] * 0.12 + self.dice.uniform(-0.6, 0.6))
            self.puffs.append((x, height - y, *drift, now.tick, upper))

    def blits(self, tick: float, eye: Eye, pictures: list[pygame.Surface], upper: bool) -> Batch:
        """The puffs in view on the ground, or on the decks."""
        out: Batch = []
        for x, y, vx, vy, born, on_deck in self.puffs:
            if on_deck != upper:
                continue
            age = max(0.0, tick - born)
            picture = pictures[min(15, int(age * 16 / PUFF_LIFE))]
            px = (x + vx * age / 60 - eye.x) * eye.scale + eye.width / 2
            py = (y + vy * age / 60 - eye.y) * eye.scale + eye.height / 2
            half = picture.get_width() / 2
            if -half < px < eye.width + half and -half < py < eye.height + half:
                out.append((picture, (px - half, py - half)))
        return out
