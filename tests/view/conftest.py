"""A display that shows nothing, and moments to draw."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from game.level.file import load_level
from game.level.model import Level
from game.session import Session


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import pygame

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    yield
    pygame.quit()


@pytest.fixture(scope="session")
def tryout() -> Level:
    return load_level("tryout")


@pytest.fixture(scope="session")
def chase(tryout: Level) -> Session:
    """A session some way into the job, with cars on the move."""
    session = Session(tryout, seed=1)
    for _ in range(60 * 30):
        session.step()
    return session
