"""What holds for every car on every surface, whatever its driver does."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sim_scenes import MODELS, SPECS, a_level, control

from game.core.command import REVERSE
from game.core.constants import DT, GRAVITY
from game.core.snapshot import (
    ANGLE,
    ASPHALT,
    BENT_FRONT,
    CONCRETE,
    DIRT,
    GRASS,
    OMEGA,
    ROAD_WHEEL,
    SLIP,
    TRAFFIC,
    VX,
    VY,
    WET_ASPHALT,
    X,
    Y,
)
from game.sim.cars import INERTIA, MASS
from game.sim.ground import grip
from game.sim.world import World

SURFACES = {"asphalt": ASPHALT, "wet asphalt": WET_ASPHALT, "concrete": CONCRETE, "dirt": DIRT, "grass": GRASS}
APART = 500.0  # m between the cars, which never meet

models = st.sampled_from(sorted(MODELS))
surfaces = st.sampled_from(sorted(SURFACES))
pedals = st.sampled_from([0, 100, 255])
gears = st.sampled_from([0, REVERSE])
phases = st.lists(st.tuples(st.integers(-32767, 32767), pedals, pedals, pedals, gears), min_size=3, max_size=8)
anything = st.tuples(st.integers(-32767, 32767), *[st.integers(0, 255)] * 3, st.integers(0, 511))


def ground(name: str = "asphalt"):
    return a_level(surface=np.full((4, 4), SURFACES[name], dtype=np.uint8))


def world_of(names: list[str], speed: float = 0.0, surface: str = "asphalt", dt: float = DT) -> World:
    """These cars side by side, heading east."""
    world = World(ground(surface), [(TRAFFIC, MODELS[name]) for name in names], dt)
    for row in range(len(names)):
        world.place(row, 0.0, APART * row, 0.0, 0.0, speed)
    return world


def run(world: World, seconds: float) -> World:
    for _ in range(round(seconds / world.dt)):
        world.step()
    return world


def energy(world: World) -> float:
    p = world.parameters[world.tags[0, 1]]
    car = world.cars[0]
    return float(0.5 * p[MASS] * (car[VX] ** 2 + car[VY] ** 2) + 0.5 * p[INERTIA] * car[OMEGA] ** 2)


# ---- energy
@settings(max_examples=60, deadline=None)
@given(models, surfaces, st.floats(-10.0, 50.0), phases)
def test_energy_never_rises_with_the_throttle_closed(
    model: str, surface: str, speed: float, steps: list[tuple[int, int, int, int, int]]
) -> None:
    world = world_of([model], speed, surface)
    before = energy(world)
    for steer, _, brake, handbrake, actions in [*steps, (32767, 0, 0, 0, 0), (0, 0, 0, 0, 0)]:
        world.controls[0] = steer, 0, brake, handbrake, actions
        for _ in range(40):
            world.step()
            now = energy(world)
            assert now <= before * (1.0 + 1e-12) + 1e-9
            before = now


def test_energy_does_rise_with_the_throttle_open() -> None:
    world = world_of(["ltd"], 10.0)
    control(world, throttle=1.0)
    before = energy(world)
    assert energy(run(world, 0.5)) > before


# ---- mirror symmetry
def differences(left: World, right: World) -> float:
    """How far two runs are from being each other's mirror image."""
    even, odd = [X, VX, SLIP], [Y, ANGLE, VY, OMEGA, ROAD_WHEEL]
    same = np.abs(left.cars[0, even] - right.cars[0, even]).max()
    return float(max(same, np.abs(left.cars[0, odd] + right.cars[0, odd]).max()))


def mirrored(model: str, surface: str, steps: list[tuple[int, int, int, int, int]], bent: float = 0.0) -> float:
    left, right = world_of([model], 15.0, surface), world_of([model], 15.0, surface)
    for world in (left, right):
        world.cars[0, BENT_FRONT] = bent
    for steer, *others in steps:
        left.controls[0], right.controls[0] = [steer, *others], [-steer, *others]
        run(left, 0.5)
        run(right, 0.5)
    return differences(left, right)


@settings(max_examples=40, deadline=None)
@given(models, surfaces, phases)
def test_mirrored_controls_give_the_mirrored_run(
    model: str, surface: str, steps: list[tuple[int, int, int, int, int]]
) -> None:
    assert mirrored(model, surface, steps) < 1e-9


def test_a_bent_axle_is_seen_to_break_the_mirror() -> None:
    assert mirrored("ltd", "asphalt", [(8000, 100, 0, 0, 0)] * 3, bent=0.01) > 0.01


# ---- standing still
@pytest.mark.parametrize(("brake", "handbrake"), [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])
@pytest.mark.parametrize("surface", SURFACES)
def test_a_parked_car_never_moves(surface: str, brake: float, handbrake: float) -> None:
    world = world_of(sorted(MODELS), 0.0, surface)
    start = world.cars[:, [X, Y, ANGLE, VX, VY, OMEGA]].copy()
    for row in range(len(MODELS)):
        control(world, row, steer=1.0 if row % 2 else -1.0, brake=brake, handbrake=handbrake)
    run(world, 10.0)
    assert world.cars[:, [X, Y, ANGLE, VX, VY, OMEGA]].tolist() == start.tolist()
    assert (np.abs(world.cars[:, ROAD_WHEEL]) > 0.5).all()


# ---- the length of a step
NAMES = sorted(MODELS)


def steering(manoeuvre: str, name: str, speed: float, time: float, share: float) -> float:
    """Share of the lock at this moment, for bends of about 0.3 g times `share`."""
    spec = SPECS[MODELS[name]]
    most = share * 0.3 * GRAVITY * spec.wheelbase / speed**2 / spec.steer_lock
    if manoeuvre == "straight":
        return 0.0
    if manoeuvre == "lane change":
        return 2.0 * most * math.sin(math.pi * time) if time < 2.0 else 0.0
    return most if manoeuvre == "circle" or time >= 1.0 else 0.0


def drive(manoeuvre: str, dt: float, surface: str = "asphalt", throttle: float = 0.3) -> NDArray[np.float64]:
    """(cars, 4): x, y, heading and speed of every car at the end; y and heading as it set out."""
    speed, share = 20.0, grip(SURFACES[surface])  # the driver asks for no more than the ground can give
    world = world_of(NAMES, speed, surface, dt)
    ticks = round(4.0 / dt)
    for tick in range(ticks):
        # The wheel is turned at 60 Hz, as the game does, whatever the step.
        time = math.floor(tick * dt * 60.0 + 1e-6) / 60.0
        for row, name in enumerate(NAMES):
            control(world, row, steering(manoeuvre, name, speed, time, share), throttle)
        world.step()
    cars = world.cars
    away = cars[:, Y] - APART * np.arange(len(NAMES))
    return np.stack([cars[:, X], away, cars[:, ANGLE], np.hypot(cars[:, VX], cars[:, VY])], axis=1)


def worst(coarse: NDArray[np.float64], fine: NDArray[np.float64]) -> float:
    """The largest difference: of the place by the way gone, of the heading by the turn (or 0.2 rad), of the speed."""
    way = np.hypot(fine[:, 0], fine[:, 1])
    place = np.hypot(coarse[:, 0] - fine[:, 0], coarse[:, 1] - fine[:, 1]) / way
    turn = np.abs(coarse[:, 2] - fine[:, 2]) / np.maximum(np.abs(fine[:, 2]), 0.2)
    speed = np.abs(coarse[:, 3] / fine[:, 3] - 1.0)
    return float(np.concatenate([place, turn, speed]).max())


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("manoeuvre", ["straight", "circle", "step steer", "lane change"])
def test_60_hz_is_within_two_percent_of_960_hz(manoeuvre: str, surface: str) -> None:
    assert worst(drive(manoeuvre, DT, surface), drive(manoeuvre, 1.0 / 960.0, surface)) < 0.02


def test_10_hz_is_not() -> None:
    assert worst(drive("step steer", 0.1), drive("step steer", 1.0 / 960.0)) > 0.02


# ---- finite
@settings(max_examples=30, deadline=None)
@given(surfaces, st.lists(anything, min_size=4, max_size=8))
def test_no_control_makes_any_state_infinite(surface: str, steps: list[tuple[int, int, int, int, int]]) -> None:
    world = world_of(NAMES, 20.0, surface)
    for k, _ in enumerate(steps):
        for row in range(len(NAMES)):
            world.controls[row] = steps[(k + row) % len(steps)]
        run(world, 0.5)
    assert np.isfinite(world.cars).all()
    assert np.hypot(world.cars[:, VX], world.cars[:, VY]).max() < 70.0
