"""Pictures for files: a moment of a run with its HUD, drawn with or without a screen."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pygame

from game.core.files import atomic_write
from game.core.snapshot import Snapshot
from game.level.model import Level
from game.view.painter import Painter

SIZE = (1280, 720)
DRIVER = "SDL_VIDEODRIVER"


@contextmanager
def offscreen() -> Iterator[None]:
    """A display mode to paint with: the one there is, or else one that shows nothing."""
    if pygame.display.get_init() and pygame.display.get_surface() is not None:
        yield
        return
    before = os.environ.get(DRIVER)
    os.environ[DRIVER] = "dummy"
    try:
        pygame.display.init()
        pygame.display.set_mode((1, 1))
        yield
    finally:
        pygame.display.quit()
        os.environ.pop(DRIVER)
        if before is not None:
            os.environ[DRIVER] = before


def draw_picture(level: Level, snapshot: Snapshot, side: str = "driver", hud: bool = True) -> pygame.Surface:
    """A picture of SIZE of this moment. Needs a display mode."""
    painter = Painter(level, SIZE, side)
    painter.prepare(snapshot)
    surface = pygame.Surface(SIZE).convert()
    painter.draw(surface, snapshot, snapshot, 0.0, hud)
    return surface


def save_picture(surface: pygame.Surface, file: Path) -> None:
    """Write a PNG whole or not at all. OSError when the disk says no."""
    data = io.BytesIO()
    pygame.image.save(surface, data, "picture.png")
    atomic_write(Path(file), data.getvalue())


def save_chase(level: Level, snapshot: Snapshot, file: Path, side: str = "driver") -> None:
    """Draw a moment with its HUD and minimap and write it as a PNG. OSError when the disk says no."""
    with offscreen():
        save_picture(draw_picture(level, snapshot, side), file)
