"""Where the picture looks, and lists of what to blit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.plan import Points

Batch = list[tuple[pygame.Surface, Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Eye:
    """The plan point in the picture's middle, how many pixels a metre is, and the picture's size."""

    x: float
    y: float
    scale: float
    width: int
    height: int

    def project(self, points: Points, lean: float = 0.0) -> Points:
        """Pixels of plan points that stand as high as `lean` (parallax)."""
        half = np.array([self.width / 2, self.height / 2])
        pixels: Points = (points - (self.x, self.y)) * (self.scale * (1.0 + lean)) + half
        return pixels


class Spots:
    """Many plan points (n, 2+), sorted from west to east: which of them are in the picture?"""

    def __init__(self, places: Points) -> None:
        self.order = np.argsort(places[:, 0], kind="stable")
        self.x = places[self.order, 0]
        self.y = places[self.order, 1]

    def near(self, eye: Eye, margin: float) -> NDArray[np.int64]:
        """Rows of the points in the picture, or within `margin` m of it, in order."""
        reach = eye.width / 2 / eye.scale + margin
        low, high = np.searchsorted(self.x, (eye.x - reach, eye.x + reach)).tolist()
        inside = np.abs(self.y[low:high] - eye.y) < eye.height / 2 / eye.scale + margin
        return np.sort(self.order[low:high][inside])


def centred(picture: pygame.Surface, x: float, y: float) -> tuple[pygame.Surface, tuple[float, float]]:
    """A blit of a picture around a point."""
    w, h = picture.get_size()
    return picture, (x - w / 2, y - h / 2)
