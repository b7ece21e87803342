"""Keys become driving: ramps, the lock at speed, the lever that finds reverse by itself."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from game.core import command as c
from game.core import hands
from game.core.aids import ALL_AIDS, NO_AIDS, aids_called, switched
from game.core.constants import GRAVITY
from game.core.observation import Observation
from game.core.snapshot import ANGLE, CAR_COLUMNS, MODEL, SLIP, TAG_COLUMNS, VX, VY
from game.level.tables import load_tables
from game.ui import keyboard as k

CARS = load_tables().cars


def observe(speed: float = 0.0, heading: float = 0.0, sideways: float = 0.0, status: Any = None) -> Observation[Any]:
    own = np.zeros((1, CAR_COLUMNS))
    own[0, ANGLE] = heading
    own[0, VX] = speed * np.cos(heading) - sideways * np.sin(heading)
    own[0, VY] = speed * np.sin(heading) + sideways * np.cos(heading)
    tags, rows = np.zeros((1, TAG_COLUMNS), np.int32), np.zeros(1, np.int32)
    return Observation(0, own, tags, rows, own[:0], tags[:0], 0, status)


def drive(mind: k.KeyboardMind, ticks: int, speed: float = 0.0, sideways: float = 0.0) -> np.ndarray:
    """The controls (ticks, CONTROLS) that a mind answers with at this speed."""
    return np.array([mind.act(observe(speed, 0.4, sideways)).controls[0] for _ in range(ticks)])


def test_a_held_key_winds_the_wheel_on_and_letting_go_centres_it() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.LEFT)
    on = drive(mind, 60)[:, c.STEER]
    assert 0 < on[0] < c.FULL_STEER / 8
    assert np.all(np.diff(on.astype(int)) >= 0)
    assert on[-1] == c.FULL_STEER
    mind.release(k.LEFT)
    off = drive(mind, 40)[:, c.STEER]
    assert off[-1] == 0
    assert np.argmax(off == 0) < np.argmax(on == c.FULL_STEER)


def test_left_is_positive_and_right_its_mirror() -> None:
    answers = []
    for key in (k.LEFT, k.RIGHT):
        mind = k.KeyboardMind(CARS)
        mind.press(key)
        answers.append(drive(mind, 20)[-1, c.STEER])
    assert answers[0] > 0
    assert answers[0] == -answers[1]


def test_both_keys_cancel() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.LEFT)
    mind.press(k.RIGHT)
    assert drive(mind, 30)[-1, c.STEER] == 0


@pytest.mark.parametrize(("slow", "fast"), [(5.0, 15.0), (15.0, 30.0), (30.0, 45.0)])
def test_the_lock_shrinks_with_speed(slow: float, fast: float) -> None:
    reach = []
    for speed in (slow, fast):
        mind = k.KeyboardMind(CARS)
        mind.press(k.LEFT)
        reach.append(int(drive(mind, 90, speed)[-1, c.STEER]))
    assert reach[0] > reach[1] > 0.05 * c.FULL_STEER


def test_steering_into_a_slide_may_go_further() -> None:
    gripped, sliding = k.KeyboardMind(CARS), k.KeyboardMind(CARS)
    for mind in (gripped, sliding):
        mind.press(k.LEFT)
    straight = drive(gripped, 60, 25.0)[-1, c.STEER]
    caught = drive(sliding, 60, 25.0, sideways=8.0)[-1, c.STEER]
    assert caught > straight * 1.5


def test_the_brake_brakes_while_the_car_rolls() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.STOP)
    answers = drive(mind, 60, 10.0)
    assert answers[-1, c.BRAKE] == c.FULL_PEDAL
    assert not np.any(answers[:, c.THROTTLE])
    assert not np.any(answers[:, c.ACTIONS] & c.REVERSE)


def test_the_brake_held_at_a_stop_reverses_after_a_moment() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.STOP)
    answers = drive(mind, 40)
    backing = (answers[:, c.ACTIONS] & c.REVERSE) > 0
    assert not backing[: hands.REVERSE_AFTER - 1].any()
    assert backing[hands.REVERSE_AFTER :].all()
    assert answers[-1, c.THROTTLE] == c.FULL_PEDAL
    assert answers[-1, c.BRAKE] == 0


def test_a_tap_on_the_brake_at_a_stop_stays_forward() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.STOP)
    drive(mind, hands.REVERSE_AFTER - 2)
    mind.release(k.STOP)
    assert not drive(mind, 5)[-1, c.ACTIONS] & c.REVERSE


def test_the_gas_brakes_a_car_that_rolls_back_and_then_drives_on() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.STOP)
    drive(mind, 40)
    mind.release(k.STOP)
    mind.press(k.GAS)
    rolling = drive(mind, 30, -5.0)[-1]
    assert rolling[c.BRAKE] == c.FULL_PEDAL
    assert rolling[c.THROTTLE] == 0
    stopped = drive(mind, 30, 0.0)[-1]
    assert stopped[c.THROTTLE] == c.FULL_PEDAL
    assert not stopped[c.ACTIONS] & c.REVERSE


def test_pedals_go_down_in_a_moment_and_up_at_once() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.GAS)
    down = drive(mind, 20, 5.0)[:, c.THROTTLE]
    assert 0 < down[0] < c.FULL_PEDAL / 4
    assert down[-1] == c.FULL_PEDAL
    mind.release(k.GAS)
    assert drive(mind, 1, 5.0)[0, c.THROTTLE] == 0


def test_switches_switch_and_buttons_are_held() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.CHANGE)
    assert drive(mind, 1)[0, c.ACTIONS] & c.CHANGE_CAR
    mind.release(k.CHANGE)
    assert not drive(mind, 1)[0, c.ACTIONS] & c.CHANGE_CAR
    mind.press(k.LIGHTS)
    mind.release(k.LIGHTS)
    assert drive(mind, 1)[0, c.ACTIONS] & c.LIGHTS_OFF
    mind.press(k.LIGHTS)
    assert not drive(mind, 1)[0, c.ACTIONS] & c.LIGHTS_OFF


def test_the_siren_goes_on_with_the_call_and_the_same_key_switches_it() -> None:
    mind = k.KeyboardMind(CARS, police=True)

    def siren(alert: str) -> bool:
        return bool(mind.act(observe(10.0, status=SimpleNamespace(alert=alert))).controls[0, c.ACTIONS] & c.SIREN)

    assert not siren("quiet")
    assert siren("alarm")
    mind.press(k.SOUND)
    mind.release(k.SOUND)
    assert not siren("alarm")
    assert siren("pursuit")
    assert siren("search")
    assert not siren("cold")
    mind.press(k.SOUND)
    assert siren("cold")
    assert not drive(k.KeyboardMind(CARS), 1)[0, c.ACTIONS] & c.SIREN


def test_letting_go_lets_everything_go() -> None:
    mind = k.KeyboardMind(CARS)
    for key in (k.GAS, k.LEFT, k.HAND, k.SOUND):
        mind.press(key)
    drive(mind, 30)
    mind.let_go()
    assert not np.any(drive(mind, 60)[-1])


def test_giving_up_is_said() -> None:
    mind = k.KeyboardMind(CARS)
    mind.give_up()
    assert drive(mind, 1)[0, c.ACTIONS] & c.GIVE_UP


def test_giving_up_by_key_takes_more_than_a_slip_of_the_finger() -> None:
    mind = k.KeyboardMind(CARS)
    mind.press(k.WALK_AWAY)
    assert not drive(mind, k.WALK_AWAY_AFTER - 1)[:, c.ACTIONS].any()
    mind.release(k.WALK_AWAY)
    drive(mind, 1)
    mind.press(k.WALK_AWAY)
    assert drive(mind, k.WALK_AWAY_AFTER)[:, c.ACTIONS].tolist() == [0] * (k.WALK_AWAY_AFTER - 1) + [c.GIVE_UP]


def test_a_ducked_man_neither_steers_nor_brakes_and_sits_up_again() -> None:
    mind = k.KeyboardMind(CARS)
    for key in (k.LEFT, k.GAS):
        mind.press(key)
    drive(mind, 30, 10.0)
    mind.press(k.LIE_DOWN)
    ducked = drive(mind, 40, 10.0)
    assert (ducked[:, c.ACTIONS] == c.DUCK).all()
    assert not ducked[:, [c.THROTTLE, c.BRAKE]].any()
    assert ducked[-1, c.STEER] == 0
    mind.release(k.LIE_DOWN)
    up = drive(mind, 30, 10.0)
    assert not up[:, c.ACTIONS].any()
    assert up[-1, c.STEER] > 0
    assert up[-1, c.THROTTLE] == c.FULL_PEDAL


@pytest.mark.parametrize(
    ("key", "bit", "for_police"),
    [(k.PUSH_OUT, c.PUT_OUT, 0), (k.BLOW, c.HORN, c.HORN), (k.SOUND, c.HORN, c.SIREN), (k.LIE_DOWN, c.DUCK, 0)],
)
def test_what_is_held_is_said_as_long_as_it_is_held(key: str, bit: int, for_police: int) -> None:
    for police, wanted in ((False, bit), (True, for_police)):
        mind = k.KeyboardMind(CARS, police)
        mind.press(key)
        assert drive(mind, 1)[0, c.ACTIONS] == wanted
        mind.release(key)
        assert drive(mind, 1)[0, c.ACTIONS] == (wanted & c.SIREN)  # which is a switch


def test_controls_stay_within_their_range() -> None:
    mind = k.KeyboardMind(CARS)
    for key in (k.GAS, k.STOP, k.LEFT, k.HAND):
        mind.press(key)
    answers = drive(mind, 200, 60.0, 40.0)
    assert answers.dtype == np.int16
    assert np.abs(answers[:, c.STEER]).max() <= c.FULL_STEER
    assert answers[:, [c.THROTTLE, c.BRAKE, c.HANDBRAKE]].min() >= 0
    assert answers[:, [c.THROTTLE, c.BRAKE, c.HANDBRAKE]].max() <= c.FULL_PEDAL


# ---- which aids are on
def test_the_lock_that_helps_is_the_cars_own() -> None:
    """Tags say which row of the car table is driven: after a change of cars the wheel is the new one's."""
    reach = {}
    for row, spec in enumerate(CARS):
        mind = k.KeyboardMind(CARS)
        mind.press(k.LEFT)
        seen = observe(20.0)
        seen.own_tags[0, MODEL] = row
        steer = [mind.act(seen).controls[0, c.STEER] for _ in range(90)][-1]
        reach[spec.id] = steer / c.FULL_STEER * spec.steer_lock
        lateral = 20.0**2 * reach[spec.id] / spec.wheelbase  # m/s² if the tyres didn't slip
        assert 0.8 < lateral / (spec.friction * GRAVITY) < 3.0, spec.id
    assert len({round(wheel, 4) for wheel in reach.values()}) > 10


def test_without_aids_the_wheel_goes_where_it_is_wished_at_once_and_reverse_is_a_lever() -> None:
    mind = k.KeyboardMind(CARS, options=NO_AIDS)
    mind.press(k.LEFT)
    mind.press(k.STOP)
    answers = drive(mind, 60, 30.0)
    assert np.all(answers[:, c.STEER] == c.FULL_STEER)
    assert not np.any(drive(mind, 60)[:, c.ACTIONS] & c.REVERSE)
    mind.release(k.STOP)
    mind.press(k.LEVER)
    mind.press(k.GAS)
    backing = drive(mind, 30)[-1]
    assert backing[c.ACTIONS] & c.REVERSE
    assert backing[c.THROTTLE] == c.FULL_PEDAL


def test_spinning_rear_wheels_cost_gas_only_with_the_aid() -> None:
    gas = {}
    for on in (True, False):
        mind = k.KeyboardMind(CARS, options=ALL_AIDS if on else switched(ALL_AIDS, "traction"))
        mind.press(k.GAS)
        seen = observe(5.0)
        seen.own[0, SLIP] = 4.0
        gas[on] = [int(mind.act(seen).controls[0, c.THROTTLE]) for _ in range(60)][-1]
    assert gas == {True: pytest.approx(hands.LEAST_GAS * c.FULL_PEDAL, abs=1), False: c.FULL_PEDAL}


def test_a_stick_is_followed_without_a_ramp_and_a_half_wish_is_half_the_wheel() -> None:
    wishes = hands.Wishes(steer=0.5, gas=0.3, digital=False)
    control = hands.act(hands.Hands(), wishes, ALL_AIDS, observe(20.0).own[0], CARS[0])
    whole = hands.act(hands.Hands(), wishes._replace(steer=1.0), ALL_AIDS, observe(20.0).own[0], CARS[0])
    assert control[c.STEER] == pytest.approx(whole[c.STEER] / 2, abs=1)
    assert control[c.THROTTLE] == round(0.3 * c.FULL_PEDAL)


def test_a_change_of_aids_is_an_order_of_the_tick_it_takes_effect() -> None:
    mind = k.KeyboardMind(CARS)
    orders = [mind.act(observe()).orders for _ in range(3)]
    mind.aids = aids_called(["reverse"])
    orders += [mind.act(observe()).orders for _ in range(2)]
    assert orders == [(c.Order("aids", unit=0b1111),), (), (), (c.Order("aids", unit=0b0100),), ()]


def test_an_aid_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"'abs'.*steer, counter, reverse, traction"):
        aids_called(["steer", "abs"])
