"""What the screen tells of a hurt car."""

import pytest

from game.core.snapshot import (
    BENT_REAR,
    BROKEN_HEAD_LEFT,
    BROKEN_TAIL_RIGHT,
    CAR_COLUMNS,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_REAR_LEFT,
    GETAWAY,
    HEAT,
    LIGHT_BRAKE,
    LIGHT_HEAD,
)
from game.level.model import Level
from game.view.actors import Actor, Cast
from game.view.decks import Decks
from game.view.fleet import Fleet
from game.view.hurt import hurt_parts
from game.view.kit import Kit
from game.view.palette import NIGHT


def car(**columns: float) -> list[float]:
    row = [0.0] * CAR_COLUMNS
    for column, value in zip((ENGINE, HEAT, BENT_REAR), (columns.get(k, 0.0) for k in ("e", "h", "b")), strict=True):
        row[column] = value
    return row


def test_a_sound_car_has_nothing_to_tell() -> None:
    assert hurt_parts(car(), 0) == ""
    assert hurt_parts(car(e=0.1, b=0.005), 0) == ""


@pytest.mark.parametrize(
    ("row", "broken", "text"),
    [
        (car(e=0.5, h=0.31), 0, "RADIATOR 30 %"),
        (car(e=0.5, h=1.0), 0, "BOILING"),
        (car(), FLAT_FRONT_LEFT, "FLAT TYRE"),
        (car(), FLAT_FRONT_LEFT | FLAT_REAR_LEFT, "2 FLAT TYRES"),
        (car(b=-0.03), BROKEN_TAIL_RIGHT, "AXLE · LAMPS"),
    ],
)
def test_each_part_has_its_word(row: list[float], broken: int, text: str) -> None:
    assert hurt_parts(row, broken) == text


def test_broken_lamps_are_dark(display: None, tryout: Level) -> None:
    glows = {}
    for broken in (0, BROKEN_HEAD_LEFT, BROKEN_TAIL_RIGHT, BROKEN_HEAD_LEFT | BROKEN_TAIL_RIGHT):
        cast = Cast(Kit(8.0, NIGHT), Decks(tryout.city), tryout.city.height)
        look = Fleet(()).look(0, GETAWAY, 0)
        actor = Actor(0, 50.0, 50.0, 0.0, GETAWAY, LIGHT_HEAD | LIGHT_BRAKE, broken, look, False, False)
        glows[broken] = len(cast.glows([(actor, 400.0, 300.0)], 0))
    sound = glows.pop(0)
    assert list(glows.values()) == [sound - 1, sound - 1, sound - 2]
