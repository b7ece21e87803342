"""The Observation of each side: complete, live, in turn, and fair."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from small_city import CAR, CIVILIAN, SWITCH_CAR, UNIT_0, UNIT_1, UNITS, cast, city, crowd, level, put, setup
from small_city import job as heist_at

from game import heist
from game.core import observation as obs
from game.core.constants import TACTICS_EVERY
from game.core.rng import uniform
from game.core.snapshot import (
    ACCEL,
    ACTIVE,
    ANGLE,
    CAR_COLUMNS,
    DAMAGE,
    LIGHT_BAR,
    LIGHTS,
    OMEGA,
    ROAD_WHEEL,
    SLIP,
    VX,
    VY,
    X,
    Y,
    Z,
)
from game.heist.job import Job
from game.sense.hearing import sirens
from game.sense.senses import Senses

NOBODY = crowd()
KINEMATICS = [X, Y, ANGLE, VX, VY, OMEGA, Z]


def scene(job: Job | None = None) -> SimpleNamespace:
    """Unit 0 at (160, 197) looks east at the getaway car, 40 m ahead; a wall hides the switch car from it."""
    place = level(city([(280.0, 150.0, 280.0, 199.0, 0.0, 10.0)]))
    cars, tags = cast()
    put(cars, UNIT_0, 160, 197)
    senses = Senses(place, setup(), CAR, UNITS)
    return SimpleNamespace(level=place, cars=cars, tags=tags, senses=senses, job=job or heist.start(place, setup()))


def update(world: SimpleNamespace, tick: int = 0) -> None:
    world.senses.update(tick, world.cars, world.tags, NOBODY, world.job)


def seen_rows(observation: obs.Observation[object]) -> list[int]:
    return observation.seen_tags[: observation.seen_count, obs.CAR].tolist()


def test_each_side_sees_what_is_in_sight_and_only_that() -> None:
    world = scene()
    update(world)
    assert seen_rows(world.senses.police) == [CAR]
    assert seen_rows(world.senses.driver) == [UNIT_0]
    assert world.senses.sees.tolist() == [[0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]


def test_of_a_car_in_sight_one_knows_how_it_moves_and_not_how_it_is() -> None:
    world = scene()
    world.cars[CAR] = np.arange(1.0, CAR_COLUMNS + 1.0)
    put(world.cars, CAR, 200, 197, 0.5, 0.25)
    update(world)
    seen = world.senses.police.seen[0]
    assert seen[KINEMATICS].tolist() == world.cars[CAR, KINEMATICS].tolist()
    assert seen[[ROAD_WHEEL, ACCEL, SLIP, DAMAGE]].tolist() == [0, 0, 0, 0]


def test_own_rows_are_complete_and_tell_who_is_in_the_depot() -> None:
    world = scene()
    world.cars[UNIT_0, DAMAGE] = 0.5
    update(world)
    police = world.senses.police
    assert police.own.tobytes() == world.cars[UNITS.start : UNITS.stop].tobytes()
    assert police.own_tags[:, ACTIVE].tolist() == [1, 0]
    assert police.own_rows.tolist() == [UNIT_0, UNIT_1]


def test_observations_cannot_be_written() -> None:
    world = scene()
    update(world)
    for side in (world.senses.driver, world.senses.police):
        for array in (side.own, side.own_tags, side.own_rows, side.seen, side.seen_tags):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1


def test_what_is_in_sight_is_live_between_two_looks() -> None:
    world = scene()
    update(world, 0)
    for tick in range(1, TACTICS_EVERY):
        put(world.cars, CAR, 200 + tick, 197)
        update(world, tick)
        assert world.senses.police.seen[0, X] == 200 + tick


def test_every_observer_looks_once_in_six_ticks_and_no_tick_has_them_all() -> None:
    world = scene()
    world.tags[UNIT_1, ACTIVE] = 1
    put(world.cars, UNIT_1, 200, 150, 0, np.pi / 2)
    update(world, 0)
    put(world.cars, CAR, 200, 390)  # out of everybody's sight
    looked = []
    for tick in range(1, 1 + TACTICS_EVERY):
        before = world.senses.sees.copy()
        update(world, tick)
        looked.append((world.senses.sees != before).any(axis=1).tolist())
    assert np.sum(looked, axis=0).tolist() == [1, 1, 1]
    assert max(sum(row) for row in looked) == 1


def test_a_car_that_goes_to_the_depot_is_out_of_sight_at_once() -> None:
    world = scene()
    update(world, 0)
    world.tags[CAR, ACTIVE] = 0
    update(world, 1)
    assert world.senses.police.seen_count == 0


def test_police_see_less_far_where_a_lamp_has_fallen() -> None:
    place = level(city(lamps=[(106.0, 150.0)]), heist_at(23.0))
    senses, job = Senses(place, setup(), CAR, UNITS), heist.start(place, setup())
    job.alerted = True
    cars, tags = cast()
    put(cars, UNIT_0, 20, 150)
    put(cars, CAR, 106, 150)  # 86 m: within 110 * 0.85, beyond 110 * 0.7
    for tick, fallen, sees in ((0, [], 1), (6, [7], 1), (12, [0], 0)):  # row 7: no lamp
        senses.darken(np.array(fallen, np.int32))
        for k in range(TACTICS_EVERY):
            senses.update(tick + k, cars, tags, NOBODY, job)
        assert senses.sees[1, CAR] == sees


def test_seen_by_names_every_unit_that_has_the_car_in_sight() -> None:
    world = scene()
    world.tags[UNIT_1, ACTIVE] = 1
    put(world.cars, UNIT_1, 170, 197)
    update(world)
    assert world.senses.police.seen_tags[0, obs.SEEN_BY] == 0b11
    put(world.cars, UNIT_0, 20, 197)
    for tick in range(1, 7):
        update(world, tick)
    assert world.senses.police.seen_tags[0, obs.SEEN_BY] == 0b10


def test_rows_past_the_last_one_seen_are_empty() -> None:
    world = scene()
    update(world, 0)
    put(world.cars, CAR, 200, 390)
    for tick in range(1, 7):
        update(world, tick)
    assert world.senses.police.seen_count == 0
    assert not world.senses.police.seen.any() and not world.senses.police.seen_tags.any()


def test_only_the_police_learn_which_car_the_police_know() -> None:
    world = scene()
    put(world.cars, CIVILIAN, 190, 197)
    world.job.known[CAR] = obs.KNOWN_PLATE
    update(world)
    assert world.senses.police.seen_tags[:2, obs.WANTED].tolist() == [1, 0]
    world.job.known[:] = obs.KNOWN_ALL
    update(world)
    assert not world.senses.driver.seen_tags[:, obs.WANTED].any()


def test_a_car_without_its_plate_is_only_described() -> None:
    world = scene()
    world.job.known[CAR] = obs.KNOWN_CLASS | obs.KNOWN_COLOUR
    update(world)
    assert world.senses.police.seen_tags[0, obs.WANTED] == 0


def test_after_a_change_of_cars_the_driver_sits_in_the_other_one() -> None:
    world = scene()
    update(world, 0)
    world.job.driver_car = SWITCH_CAR
    update(world, 1)
    driver = world.senses.driver
    assert driver.own_rows.tolist() == [SWITCH_CAR]
    assert driver.own[0].tobytes() == world.cars[SWITCH_CAR].tobytes()
    assert UNIT_0 not in seen_rows(driver)  # behind the wall


def test_sirens_are_heard_past_walls_and_only_roughly() -> None:
    cars, tags = cast()
    put(cars, UNIT_0, 20 + 7, 200 + 9)
    assert sirens(cars, tags, UNITS, CAR, 250.0) == ()
    tags[UNIT_0, LIGHTS] = LIGHT_BAR
    assert sirens(cars, tags, UNITS, CAR, 250.0) == ((20.0, 200.0),)
    assert sirens(cars, tags, UNITS, CAR, 150.0) == ()
    tags[UNIT_0, ACTIVE] = 0
    assert sirens(cars, tags, UNITS, CAR, 250.0) == ()


# ------------------------------------------------------------------ fairness
POLICE_KNOW = {"known", "alerted", "police_status", "driver_car"}  # driver_car: whose eyes the other side has


def packed(side: obs.Observation[object]) -> bytes:
    arrays = (side.own, side.own_tags, side.own_rows, side.seen, side.seen_tags)
    return b"".join(array.tobytes() for array in arrays) + repr((side.tick, side.seen_count, side.status)).encode()


def random_scene(k: int) -> SimpleNamespace:
    """Units and cars at random places and headings, some near enough to be seen."""
    world = scene()
    for row in range(len(world.cars)):
        x, y, heading, speed = (uniform(k, 1, row, i) for i in range(4))
        put(world.cars, row, 100 + 200 * x, 100 + 200 * y, 0, 6.3 * heading)
        world.cars[row, VX] = 20 * speed
    world.tags[:, ACTIVE] = 1
    return world


def unseen_changes(
    world: SimpleNamespace, hidden: list[int]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.int32]]]:
    """The same world with one column of the unseen cars altered: where a car is stays out of sight."""
    for column in range(world.cars.shape[1]):
        cars = world.cars.copy()
        cars[hidden, column] += 0.01 if column in (X, Y, Z) else 3.0
        yield cars, world.tags
    for column in range(world.tags.shape[1]):
        tags = world.tags.copy()
        tags[hidden, column] = 0 if column == ACTIVE else tags[hidden, column] + (4 if column == 0 else 1)
        yield world.cars, tags


def hidden_rows(world: SimpleNamespace) -> list[int]:
    seen = seen_rows(world.senses.police)
    return [row for row in range(len(world.cars)) if row not in seen and row not in UNITS]


def changed_job(world: SimpleNamespace) -> Job:
    """A job that differs in every field that the police do not know."""
    job = replace(world.job)
    for name in Job.__dataclass_fields__:
        if name in POLICE_KNOW:
            setattr(job, name, getattr(world.job, name))
        elif name == "driver_status":
            job.driver_status = world.job.driver_status._replace(phase="home", take=7.0, goal=(1.0, 2.0))
        elif name == "difficulty":
            job.difficulty = replace(job.difficulty, sight=9.0)
        elif name == "setting":
            job.setting = replace(job.setting, late=9.0)
        elif name == "rules":
            job.rules = replace(job.rules, bump=9.0)
        else:
            value = getattr(job, name)
            setattr(job, name, [v + 1 for v in value] if isinstance(value, list) else value + 1)
    return job


def test_the_police_observation_does_not_hang_on_anything_they_do_not_see() -> None:
    compared = 0
    for k in range(40):
        world = random_scene(k)
        update(world)
        hidden, truth = hidden_rows(world), packed(world.senses.police)
        for cars, tags in unseen_changes(world, hidden):
            other = Senses(world.level, setup(), CAR, UNITS)
            other.update(0, cars, tags, NOBODY, changed_job(world))
            if other.sees[1:, hidden].any():
                continue  # the change brought it into sight
            assert packed(other.police) == truth
            compared += bool(hidden)
    assert compared > 400


def test_the_comparison_notices_a_leak() -> None:
    world = scene()
    put(world.cars, CAR, 390, 390)
    update(world)
    assert world.senses.police.seen_count == 0
    world.senses.sees[1, CAR] = 1  # unit 0 is told where the unseen car is
    update(world, 1)
    leaked = packed(world.senses.police)
    world.cars[CAR, X] -= 1.0
    update(world, 1)
    assert packed(world.senses.police) != leaked


def test_the_comparison_notices_a_change_of_a_car_in_sight() -> None:
    world = scene()
    update(world)
    truth = packed(world.senses.police)
    world.cars[CAR, VX] += 1.0
    update(world)
    assert packed(world.senses.police) != truth
