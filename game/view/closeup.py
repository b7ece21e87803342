"""A piece of a city without a job: what stands there, at an hour of the day."""

import math

import numpy as np
import pygame

from game.core.command import CONTROLS
from game.core.snapshot import ALERTS, CAR_COLUMNS, PERSON_COLUMNS, PHASES, TAG_COLUMNS, Snapshot, Status
from game.level.city import City
from game.view.palette import mood_at
from game.view.scenery import Scenery
from game.view.stage import Stage

FINEST, COARSEST = 10.0, 2.0  # px/m: the street's lamps and signs are made for these scales
NOBODY = -1


def empty_moment() -> Snapshot:
    """A snapshot with nobody in it."""
    status = Status(
        PHASES[0], ALERTS[0], 0.0, 0.0, 0, 0.0, 0.0, 0.0, 0, 0, 0.0, (math.nan, math.nan), "", "", 0, "", ""
    )  # fmt: skip
    return Snapshot(
        0,
        np.zeros((0, CAR_COLUMNS)),
        np.zeros((0, TAG_COLUMNS), np.int32),
        np.zeros((0, CONTROLS), np.int16),
        np.zeros((0, PERSON_COLUMNS)),
        np.zeros((0, 0), np.uint8),
        np.zeros(0, np.int32),
        status,
    )


def draw_closeup(
    city: City, at: tuple[float, float], span: float, size: tuple[int, int], hour: float = 15.0
) -> pygame.Surface:
    """`span` metres of a city from left to right, around the point `at` (m, y north), as the game draws them.
    Needs a display mode."""
    scale = round(min(FINEST, max(COARSEST, size[0] / span)), 1)
    part = (round(span * scale), round(span * scale * size[1] / size[0]))
    scenery = Scenery(city, mood_at(hour))
    stage = Stage(scenery, scale, part)
    eye = stage.eye(at[0], city.height - at[1], part)
    stage.store.finish(stage.shown(eye))
    out = pygame.Surface(part).convert()
    stage.draw(out, eye, [], NOBODY, empty_moment())
    out.fill(scenery.mood.haze, special_flags=pygame.BLEND_RGB_ADD)
    return out if part == size else pygame.transform.smoothscale(out, size)
