"""What a mind is told of its cars."""

from dataclasses import replace

import pytest

from game.ai.briefing import cars_today
from game.core.snapshot import WET_ASPHALT
from game.level.file import load_level
from game.level.model import Level
from game.sim.ground import grip


@pytest.fixture(scope="module")
def dry() -> Level:
    return load_level("tryout")


def test_in_rain_minds_reckon_with_the_grip_that_the_physics_gives(dry: Level) -> None:
    wet = cars_today(replace(dry, heist=replace(dry.heist, weather="rain")))
    for car, today in zip(dry.cars, wet, strict=True):
        assert today.friction == pytest.approx(grip(WET_ASPHALT) * car.friction)
        assert today.brake_force <= today.friction_along


def test_on_a_dry_day_the_table_is_as_it_is(dry: Level) -> None:
    assert cars_today(dry) == dry.cars
