"""Levels and plans that the level tests share."""

from pathlib import Path

import pytest

from game.level.city import City
from game.level.city_file import read_city
from game.level.file import level_file, level_ids, load_level
from game.level.model import Level
from game.level.plan import CityPlan
from game.level.text import read_document


@pytest.fixture(scope="session")
def downtown_file() -> Path:
    return level_file("downtown")


@pytest.fixture(scope="session")
def downtown_plan(downtown_file: Path) -> CityPlan:
    plan = read_city(read_document(downtown_file), "downtown")
    assert plan is not None
    return plan


ONE_OF_EACH = ("tryout", "casino")  # a level on each city


@pytest.fixture(scope="session", params=level_ids())
def level(request: pytest.FixtureRequest) -> Level:
    return load_level(request.param)


@pytest.fixture(scope="session", params=ONE_OF_EACH)
def city(request: pytest.FixtureRequest) -> City:
    """Each city once, however many jobs are in it."""
    return load_level(request.param).city
