"""Painted light and noise: the few pictures that are computed point by point."""

import functools
import math
from collections.abc import Sequence

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.palette import Colour

TURN = 2.0 * math.pi
Octaves = Sequence[tuple[float, float]]  # (size in pixels, weight)


def surface_of(values: NDArray[np.float64]) -> pygame.Surface:
    """A picture from (w, h, 3) values in 0 … 255."""
    return pygame.surfarray.make_surface(np.clip(values, 0, 255).astype(np.uint8)).convert()


def noise(n: int, seed: int, octaves: Octaves) -> NDArray[np.float64]:
    """Tileable noise (n, n) in 0 … 1: white noise with its high frequencies taken off, so it has no seams."""
    dice = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(n)[:, None], np.fft.rfftfreq(n)[None, :])
    total = np.zeros((n, n))
    for size, weight in octaves:
        spectrum = np.fft.rfft2(dice.standard_normal((n, n))) * np.exp(-((frequency * size * 2.2) ** 2))
        octave = np.fft.irfft2(spectrum, s=(n, n))
        total += weight * octave / octave.std()
    levelled: NDArray[np.float64] = np.clip(0.5 + total / total.std() * 0.19, 0.0, 1.0)
    return levelled


@functools.cache
def grain(seed: int, low: int, octaves: tuple[tuple[float, float], ...]) -> pygame.Surface:
    """A grey 1024 px picture (one tile over and over) of noise from `low` to 255, to be multiplied onto paint."""
    side = 512 if max(size for size, _ in octaves) > 4.0 else 256  # fine noise hides that it repeats
    grey = low + (255 - low) * noise(side, seed, octaves)
    tile = surface_of(np.repeat(grey[:, :, None], 3, 2))
    out = pygame.Surface((1024, 1024)).convert()
    out.blits([(tile, (x, y)) for x in range(0, 1024, side) for y in range(0, 1024, side)])
    return out


def radial(radius: int, colour: Colour, power: float = 2.0, strength: float = 1.0, core: float = 0.0) -> pygame.Surface:
    """A round light, black at its rim, to be added. `core`: share of the radius that is nearly white hot."""
    radius = max(2, radius)
    y, x = np.mgrid[0 : 2 * radius, 0 : 2 * radius] + 0.5
    distance = np.hypot(x - radius, y - radius) / radius
    light = np.clip(1.0 - distance, 0.0, 1.0) ** power * strength
    if core:
        light = np.maximum(light, np.clip(1.0 - distance / core, 0.0, 1.0) ** 0.7)
    values = np.clip(light[:, :, None] * np.array(colour), 0, 255)
    dither = np.random.default_rng(radius).random((2 * radius, 2 * radius, 1)) * (values > 0)
    return surface_of(np.floor(values + dither))


def cone(length: int, colour: Colour, half_angle: float, strength: float) -> pygame.Surface:
    """A headlight's cone pointing right from the middle of a square with sides of 2 × length."""
    grid = np.arange(2 * length) + 0.5 - length
    x, y = np.meshgrid(grid, grid, indexing="ij")
    distance = np.hypot(x, y) / length
    angle = np.abs(np.arctan2(y, x))
    light = np.clip(1 - distance, 0, 1) ** 1.3 * np.clip(1.25 - angle / half_angle, 0, 1) ** 0.8
    light = light * np.clip(distance * 9, 0, 1) + 0.3 * np.clip(1 - distance * 3.2, 0, 1) ** 2
    return surface_of(light[:, :, None] * np.array(colour) * strength)


class Spun:
    """A picture that points right, turned on demand to one of `steps` directions and kept.

    Lights are plain pictures on black, of which only the lit part is kept; bodies are premultiplied
    pictures with alpha, drawn `finer` times larger than they are shown.
    """

    def __init__(self, source: pygame.Surface, steps: int = 96, finer: float = 1.0, light: bool = False) -> None:
        box = _lit_part(source) if light else source.get_rect()
        self.source = source.subsurface(box).copy()
        self.off = (box.centerx - source.get_width() / 2, box.centery - source.get_height() / 2)
        self.steps = steps
        self.finer = finer
        self.light = light
        self.turned: dict[int, tuple[pygame.Surface, int, int]] = {}

    def at(self, angle: float) -> tuple[pygame.Surface, int, int]:
        """The picture pointing `angle` (rad, counter-clockwise), and its corner's offset from the pivot."""
        step = round(angle / TURN * self.steps) % self.steps
        found = self.turned.get(step)
        if found is None:
            found = self.turned[step] = self._turn(TURN * step / self.steps)
        return found

    def _turn(self, angle: float) -> tuple[pygame.Surface, int, int]:
        turned = pygame.transform.rotozoom(self.source, math.degrees(angle), 1.0 / self.finer)
        w, h = turned.get_size()
        if self.light:
            flat = pygame.Surface((w, h)).convert()
            flat.blit(turned, (0, 0))
            turned = flat
        else:
            turned = turned.convert_alpha()
        cos, sin = math.cos(angle) / self.finer, math.sin(angle) / self.finer
        x, y = self.off[0] * cos + self.off[1] * sin, -self.off[0] * sin + self.off[1] * cos
        return turned, round(x - w / 2), round(y - h / 2)


def _lit_part(surface: pygame.Surface) -> pygame.Rect:
    """The rectangle outside which a light is black: three to five times fewer pixels to add."""
    lit = pygame.surfarray.array3d(surface).max(axis=2) > 1
    columns, rows = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    if not len(columns):
        return pygame.Rect(0, 0, 1, 1)
    x, y = int(columns[0]), int(rows[0])
    return pygame.Rect(x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)
