"""A short run driven by a scripted keyboard, made once for the tests of this folder."""

import pytest
from driving import Keyboard, record

from game.level.file import load_level
from game.level.model import Level
from game.replay import Replay
from game.session import Session


@pytest.fixture(scope="session")
def level() -> Level:
    return load_level("tryout")


@pytest.fixture(scope="session")
def driven(level: Level) -> Replay:
    """A person at the wheel."""
    return record(Session(level, seed=3, driver=Keyboard()))
