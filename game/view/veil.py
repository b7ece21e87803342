"""What stands in front: which building, if any, covers each point of the picture."""

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import COARSE
from game.view.plan import Points
from game.view.solids import Batch, Eye, Solid

OPEN = 0  # nothing stands here


class Veil:
    """A coarse picture of numbers: 0 open, else 1 + the place in the order in which buildings were drawn."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.sheet = pygame.Surface((-(-size[0] // COARSE) + 1, -(-size[1] // COARSE) + 1), depth=32)
        self.numbers: NDArray[np.int64] = np.zeros(self.sheet.get_size(), np.int64)

    def cover(self, near: list[Solid], eye: Eye) -> None:
        """Fill with these buildings, the farthest first."""
        self.sheet.fill(0)
        for order, solid in enumerate(near):
            colour = (0, 0, self.mark(order))
            foot = eye.project(solid.outline) / COARSE
            top = eye.project(solid.outline, solid.lean) / COARSE
            facing = np.sum(solid.outward * (solid.outline - (eye.x, eye.y)), axis=1)
            for k in np.flatnonzero(facing < -0.5).tolist():
                j = (k + 1) % len(foot)
                pygame.draw.polygon(self.sheet, colour, [foot[k], foot[j], top[j], top[k]])
            pygame.draw.polygon(self.sheet, colour, top)
        self.numbers = pygame.surfarray.array2d(self.sheet).astype(np.int64) & 0xFF

    @staticmethod
    def mark(order: int) -> int:
        """The number that stands for the building at this place in the order; they come round after 255."""
        return order % 255 + 1

    def at(self, pixels: Points) -> NDArray[np.int64]:
        """The numbers under these pixels (n, 2); outside the picture it is open."""
        coarse = (pixels / COARSE).astype(int)
        w, h = self.numbers.shape
        inside = (coarse[:, 0] >= 0) & (coarse[:, 1] >= 0) & (coarse[:, 0] < w) & (coarse[:, 1] < h)
        found = self.numbers[np.clip(coarse[:, 0], 0, w - 1), np.clip(coarse[:, 1], 0, h - 1)]
        return np.where(inside, found, OPEN)

    def open_at(self, x: float, y: float) -> bool:
        """Whether nothing stands over this pixel."""
        i, j = int(x) // COARSE, int(y) // COARSE
        w, h = self.numbers.shape
        return not (0 <= i < w and 0 <= j < h) or int(self.numbers[i, j]) == OPEN

    def unveiled(self, batch: Batch) -> Batch:
        """The blits whose middles nothing covers."""
        return [(p, at) for p, at in batch if self.open_at(at[0] + p.get_width() / 2, at[1] + p.get_height() / 2)]
