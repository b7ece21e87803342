"""Moments made by hand."""

from dataclasses import replace

import numpy as np

from game.core.command import CONTROLS
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    CAR_COLUMNS,
    GETAWAY,
    LIGHT_HEAD,
    LIGHTS,
    PERSON_COLUMNS,
    POLICE,
    ROLE,
    TAG_COLUMNS,
    Snapshot,
    Status,
    X,
    Y,
    Z,
)
from game.level.model import Level

Place = tuple[float, float, float, float]  # x, y, z, heading


def status(level: Level, **changes: object) -> Status:
    """An ordinary moment of a pursuit."""
    heist = level.heist
    hideout = heist.hideouts[0]
    calm = Status(
        phase="flee",
        alert="pursuit",
        seconds=42.0,
        felony=34.0,
        heat=2,
        bust=0.0,
        lost=0.0,
        cold_in=0.0,
        crew_aboard=2,
        crew_total=2,
        take=184_000.0,
        objective=(hideout.x, hideout.y),
        objective_text="Lose them, then get to a hideout with a rather long name, by the garage",
        charge="Speeding: unit 2 saw it",
        driver_car=0,
        outcome="",
        note="",
    )
    return replace(calm, **changes)


def moment(
    level: Level, own: Place, units: list[Place], seen: list[bool], tick: int = 100, **changes: object
) -> Snapshot:
    """The getaway car and some police cars, and which of them the driver sees (and they him)."""
    n = 1 + len(units)
    cars, tags = np.zeros((n, CAR_COLUMNS)), np.zeros((n, TAG_COLUMNS), np.int32)
    for row, (x, y, z, heading) in enumerate([own, *units]):
        cars[row, [X, Y, Z, ANGLE]] = x, y, z, heading
        tags[row, [ROLE, ACTIVE, LIGHTS]] = POLICE if row else GETAWAY, 1, LIGHT_HEAD
    sees = np.zeros((1 + len(units), n), np.uint8)
    sees[0, 1:] = seen
    sees[1:, 0] = seen
    arrays = (cars, tags, np.zeros((n, CONTROLS), np.int16), np.zeros((0, PERSON_COLUMNS)), sees, np.zeros(0, np.int32))
    for array in arrays:
        array.flags.writeable = False
    return Snapshot(tick, *arrays, status(level, **changes))
