"""Walls, contacts and the depot, through the one door to pymunk."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sim_scenes
from sim_scenes import MODELS, SPECS, a_level, box, busy_world, control, go_round, one_car

from game.core.events import (
    AT_X,
    AT_Y,
    CONTACT_COLUMNS,
    FIRST,
    IMPULSE,
    NORMAL_X,
    NORMAL_Y,
    A,
    B,
)
from game.core.snapshot import ACTIVE, BITS, DAMAGE, LIGHTS, TRAFFIC, VX, VY, X, Y
from game.sim.contacts import ARBITER_FLOATS, ARBITER_INTS, collect
from game.sim.world import World


def crash(speed: float, model: str = "ltd") -> tuple[World, np.ndarray]:
    """Into a wall 10 m ahead; the world and the first contact."""
    world = one_car(model, speed, a_level((box(15.0, 0.0, 4.0, 20.0),)))
    while not len(world.contacts):
        world.step()
    return world, world.contacts[0].copy()


def test_wall_contact_tells_who_where_and_how_hard() -> None:
    world, contact = crash(15.0)
    spec = SPECS[MODELS["ltd"]]
    assert (contact[A], contact[B], contact[FIRST]) == (0.0, -1.0, 1.0)
    assert contact[AT_X] == pytest.approx(13.0, abs=0.3)
    assert abs(contact[AT_Y]) < spec.width / 2.0
    assert (contact[NORMAL_X], contact[NORMAL_Y]) == (pytest.approx(1.0, abs=0.01), pytest.approx(0.0, abs=0.01))
    assert contact[IMPULSE] / spec.mass == pytest.approx(15.0 * 1.09, rel=0.05)
    world.step()
    assert not (world.contacts[:, FIRST] == 1.0).any()


def test_contact_is_gone_as_soon_as_the_cars_are_apart() -> None:
    world, _ = crash(15.0)
    for _ in range(30):
        world.step()
    assert len(world.contacts) == 0


def test_cars_in_contact_are_named_lower_row_first_with_the_normal_from_it() -> None:
    world = World(a_level(), [(TRAFFIC, 0)] * 2)
    world.place(1, 0.0, 0.0, 0.0, 0.0, 10.0)
    world.place(0, 8.0, 0.0, 0.0, 0.0)
    while not len(world.contacts):
        world.step()
    contact = world.contacts[0]
    assert (contact[A], contact[B]) == (0.0, 1.0)
    assert contact[NORMAL_X] == pytest.approx(-1.0, abs=0.01)


def test_cars_bounce_little() -> None:
    world, _ = crash(10.0)
    assert -1.5 < world.cars[0, VX] < 0.0


def test_contacts_are_sorted_whatever_the_order_of_the_arbiters() -> None:
    rng = np.random.default_rng(3)
    ids = np.array([10, 20, 30, 40], dtype=np.uint64)
    rows = np.array([2, 0, 3, 1], dtype=np.int64)
    ints = np.array([[40, 99, 1, 1], [10, 20, 0, 2], [20, 99, 0, 1], [30, 40, 1, 2], [20, 99, 0, 1]], dtype=np.uint64)
    floats = rng.uniform(-9.0, 9.0, (5, ARBITER_FLOATS))
    assert ints.shape[1] == ARBITER_INTS
    results, raw = set(), set()
    for order in (range(5), [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]):
        out = np.zeros((5, CONTACT_COLUMNS))
        collect(ints[list(order)], floats[list(order)], ids, rows, out, True)
        results.add(out.tobytes())
        assert out[:, [A, B]].tolist() == [[0.0, -1.0], [0.0, -1.0], [0.0, 2.0], [1.0, -1.0], [1.0, 3.0]]
        collect(ints[list(order)], floats[list(order)], ids, rows, out, False)
        raw.add(out.tobytes())
    assert len(results) == 1
    assert len(raw) == 3  # the control: unsorted, each order gives other rows


def test_two_processes_give_the_same_bits() -> None:
    """Sorted contacts make them agree; unsorted ones, the control, do not."""
    runs = []
    for seed in ("1", "2", "3"):
        command = [sys.executable, str(Path(sim_scenes.__file__))]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONMALLOC": "malloc" if seed == "2" else "pymalloc"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=120)
        runs.append(done.stdout.split())
    assert len({ordered for ordered, _ in runs}) == 1
    assert len({unordered for _, unordered in runs}) > 1


def test_pile_up_larger_than_the_contact_store_is_reported_whole() -> None:
    world = World(a_level((box(20.0, 0.0, 4.0, 40.0),)), [(TRAFFIC, 0)] * 2)
    world._contacts = world._contacts[:1]
    world.place(0, 11.0, 3.0, 0.0, 0.0, 10.0)
    world.place(1, 11.0, -3.0, 0.0, 0.0, 10.0)
    most = 0
    for _ in range(60):
        world.step()
        most = max(most, len(world.contacts))
    assert most >= 2


def test_cars_in_the_depot_touch_nothing_and_stay_where_they_are() -> None:
    world = World(a_level(), [(TRAFFIC, k % len(SPECS)) for k in range(40)])
    before = world.cars.copy()
    for row in range(40):
        control(world, row, 1.0, 1.0)
    for _ in range(120):
        world.step()
        assert len(world.contacts) == 0
    assert (world.cars == before).all()
    assert not world.tags[:, [ACTIVE, BITS, LIGHTS]].any()


def test_parking_and_placing_in_the_middle_of_a_run_leaves_no_trace() -> None:
    world = one_car(speed=20.0)
    world.cars[0, DAMAGE] = 0.5
    control(world, throttle=1.0, steer=0.5)
    for _ in range(30):
        world.step()
    world.park(0)
    world.step()
    assert np.hypot(world.cars[0, VX], world.cars[0, VY]) == 0.0
    world.place(0, 50.0, 60.0, 0.0, math.pi / 2.0, 5.0)
    world.step()
    assert world.cars[0, [X, Y]].tolist() == pytest.approx([50.0, 60.0 + 5.0 / 60.0])
    assert world.cars[0, DAMAGE] == 0.0


def test_free_sees_walls_cars_and_heights() -> None:
    world = one_car(level=a_level((box(30.0, 0.0, 10.0, 10.0),)))
    assert not world.free(0.0, 2.0, 2.0)
    assert not world.free(24.0, 0.0, 2.0)
    assert not world.free(30.0, 0.0, 2.0)  # inside the wall
    assert world.free(15.0, 0.0, 5.0)
    world.park(0)
    assert world.free(0.0, 2.0, 2.0)


def test_a_car_placed_this_tick_is_not_free_ground() -> None:
    world = World(a_level(), [(TRAFFIC, 0)] * 2)
    world.place(0, 100.0, 0.0, 0.0, 0.0)
    assert not world.free(101.0, 0.0, 3.0)


def test_busy_world_keeps_its_cars_in_the_streets() -> None:
    world = busy_world()
    go_round(world, 300)
    middle = np.abs(world.cars[:, [X, Y]] % sim_scenes.BLOCK - sim_scenes.BLOCK / 2.0).max(axis=1)
    assert (middle > 15.0).all()
    assert (np.hypot(world.cars[:, VX], world.cars[:, VY]) > 3.0).sum() >= 40
