"""What cars can do to each other: spin, push and pin. Nobody's hand but the contacts' and the tyres'."""

import math

import pytest
from sim_scenes import MODELS, SPECS, a_level, ahead_speed, box, control

from game.core.command import ACTIONS, REVERSE
from game.core.constants import MPH
from game.core.events import IMPULSE, NORMAL_Y, A, B
from game.core.snapshot import ANGLE, DAMAGE, POLICE, TRAFFIC, VX, X, Y
from game.sim.world import World

TARGET, HITTER = 0, 1
QUARTER_TURN = math.pi / 2.0  # rad: a car turned so far has spun
MOST_SIDEWAYS = 8.0  # m/s of the hitter, where the bisection begins

# Least sideways Δv (m/s) at the centre of gravity that spins a 2 t car, by mph: reference figures.
SPINS = {20.0: 1.45, 35.0: 1.05, 70.0: 0.76}


def beside(model: str, speed: float, sideways: float, behind: float) -> World:
    """The target heads east; the hitter's left front corner comes to its right side, `behind` m behind its
    centre, at the same speed ahead and with `sideways` m/s towards it."""
    target, hitter = SPECS[MODELS[model]], SPECS[MODELS["fury_police"]]
    world = World(a_level(), [(TRAFFIC, MODELS[model]), (POLICE, MODELS["fury_police"])])
    turned = math.atan2(sideways, speed)
    cos, sin, long, wide = math.cos(turned), math.sin(turned), hitter.length / 2.0, hitter.width / 2.0
    x, y = -behind - long * cos + wide * sin, -target.width / 2.0 - 0.05 - long * sin - wide * cos
    world.place(TARGET, 0.0, 0.0, 0.0, 0.0, speed)
    world.place(HITTER, x, y, 0.0, turned, math.hypot(speed, sideways))
    return world


def rear_quarter(model: str) -> float:
    """m behind the centre: the middle of the panel between rear axle and bumper."""
    spec = SPECS[MODELS[model]]
    return (spec.wheelbase * spec.front_weight + spec.length / 2.0) / 2.0


def strike(model: str, speed: float, sideways: float, behind: float) -> tuple[bool, float]:
    """One blow, after which the hitter brakes away and the target rolls: (whether it spins, its sideways Δv)."""
    world = beside(model, speed, sideways, behind)
    change, furthest = 0.0, 0.0
    for _ in range(300):
        for contact in world.contacts:
            if (contact[A], contact[B]) == (TARGET, HITTER):
                change -= contact[IMPULSE] * contact[NORMAL_Y] / SPECS[MODELS[model]].mass
        if change:
            control(world, HITTER, brake=1.0, steer=-0.3)
        world.step()
        furthest = max(furthest, abs(world.cars[TARGET, ANGLE]))
    return furthest > QUARTER_TURN, change


def least_to_spin(model: str, speed: float) -> float:
    """The target's sideways Δv (m/s) at the least sideways speed of the hitter that spins it, by bisection."""
    low, high = 0.0, MOST_SIDEWAYS
    change = math.inf
    for _ in range(8):
        middle = (low + high) / 2.0
        spun, by = strike(model, speed, middle, rear_quarter(model))
        if spun:
            high, change = middle, by
        else:
            low = middle
    return change


@pytest.mark.parametrize("mph", SPINS)
@pytest.mark.parametrize("model", ["fury_police", "ltd"])
def test_a_rear_quarter_hit_spins_at_the_published_change_of_speed(model: str, mph: float) -> None:
    assert least_to_spin(model, mph * MPH) == pytest.approx(SPINS[mph], rel=0.25)


def test_the_same_blow_at_the_middle_does_not_spin() -> None:
    """The control: it is the place that does it."""
    assert strike("fury_police", 35.0 * MPH, 6.0, rear_quarter("fury_police"))[0]
    spun, change = strike("fury_police", 35.0 * MPH, 6.0, 0.0)
    assert not spun
    assert change > SPINS[35.0]


def lean_in(mph: float, steer: float) -> float:
    """How far (rad) the target turns when a car beside its rear quarter steers into it and stays on."""
    world = beside("ltd", mph * MPH, 0.01, rear_quarter("ltd"))
    for _ in range(300):
        control(world, TARGET, throttle=0.2)
        control(world, HITTER, throttle=0.5, steer=steer)
        world.step()
    return abs(float(world.cars[TARGET, ANGLE]))


@pytest.mark.parametrize("mph", [25.0, 35.0, 50.0])
def test_a_driver_spins_a_car_by_steering_into_its_rear_quarter(mph: float) -> None:
    assert lean_in(mph, 0.2) > QUARTER_TURN
    assert lean_in(mph, 0.0) < 0.1  # the control: driving along beside it does nothing


@pytest.mark.parametrize("model", ["fury_police", "beetle", "van"])
def test_a_standing_car_can_be_pushed(model: str) -> None:
    world = World(a_level(), [(TRAFFIC, MODELS[model]), (POLICE, MODELS["fury_police"])])
    world.place(TARGET, 0.0, 0.0, 0.0, 0.0)
    world.place(HITTER, -6.0, 0.0, 0.0, 0.0)
    for _ in range(480):
        control(world, HITTER, throttle=0.5)
        world.step()
    assert world.cars[TARGET, X] > 20.0
    assert abs(world.cars[TARGET, Y]) < 1.0
    assert world.cars[TARGET, DAMAGE] == 0.0


def test_a_car_with_its_brakes_on_is_hardly_pushed() -> None:
    world = World(a_level(), [(TRAFFIC, MODELS["ltd"]), (POLICE, MODELS["fury_police"])])
    world.place(TARGET, 0.0, 0.0, 0.0, 0.0)
    world.place(HITTER, -6.0, 0.0, 0.0, 0.0)
    for _ in range(300):
        control(world, TARGET, brake=1.0)
        control(world, HITTER, throttle=0.5)
        world.step()
    assert world.cars[TARGET, X] < 1.0


AHEAD, ASIDE = (4.35, -1.6, 0.0, 2.0), (-1.5, -3.2, 0.0, 0.5)  # where two police cars pin: x, y, z, heading


def gets_away(*holders: tuple[float, float, float, float], rocking: bool) -> float:
    """m that a Trans Am gets in 20 s of full throttle from between a wall on its left and police cars on
    its right: one with its brakes on, one leaning in. rocking: to and fro, else only ahead."""
    world = World(
        a_level((box(0.0, 2.4, 80.0, 2.0),)),
        [(TRAFFIC, MODELS["trans_am"])] + [(POLICE, MODELS["fury_police"])] * len(holders),
    )
    world.place(0, 0.0, 0.0, 0.0, 0.0)
    for row, place in enumerate(holders, start=1):
        world.place(row, *place)
    for tick in range(1200):
        control(world, 0, throttle=1.0, steer=-1.0 if tick % 240 < 120 else 1.0)
        world.controls[0, ACTIONS] = REVERSE if rocking and tick // 60 % 2 else 0
        for row, place in enumerate(holders, start=1):
            if place == AHEAD:
                control(world, row, brake=1.0, handbrake=1.0)
            else:
                control(world, row, throttle=0.5, steer=0.3)
        world.step()
    return math.hypot(world.cars[0, X], world.cars[0, Y])


@pytest.mark.parametrize("rocking", [False, True])
def test_two_cars_pin_one_against_a_wall(rocking: bool) -> None:
    assert gets_away(AHEAD, ASIDE, rocking=rocking) < 5.0


@pytest.mark.parametrize("holder", [AHEAD, ASIDE])
def test_one_car_alone_pins_nobody(holder: tuple[float, float, float, float]) -> None:
    """The control of the test above."""
    assert max(gets_away(holder, rocking=rocking) for rocking in (False, True)) > 9.0


def test_a_blocker_stands_against_full_throttle() -> None:
    """Head on against a car with its brakes on: 8 kN of drive against 15 kN of tyres."""
    world = World(a_level(), [(TRAFFIC, MODELS["trans_am"]), (POLICE, MODELS["fury_police"])])
    world.place(0, 0.0, 0.0, 0.0, 0.0)
    world.place(1, 5.5, 0.0, 0.0, math.pi)
    for _ in range(600):
        control(world, 0, throttle=1.0)
        control(world, 1, brake=1.0)
        world.step()
    assert world.cars[0, X] < 2.0
    assert abs(world.cars[0, VX]) < 0.5
    assert ahead_speed(world, 1) == pytest.approx(0.0, abs=0.5)
