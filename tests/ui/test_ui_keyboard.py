"""Keys become driving: ramps, the lock at speed, the lever that finds reverse by itself."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from game.core import command as c
from game.core.observation import Observation
from game.core.snapshot import ANGLE, CAR_COLUMNS, TAG_COLUMNS, VX, VY
from game.ui import keyboard as k


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
    mind = k.KeyboardMind()
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
        mind = k.KeyboardMind()
        mind.press(key)
        answers.append(drive(mind, 20)[-1, c.STEER])
    assert answers[0] > 0
    assert answers[0] == -answers[1]


def test_both_keys_cancel() -> None:
    mind = k.KeyboardMind()
    mind.press(k.LEFT)
    mind.press(k.RIGHT)
    assert drive(mind, 30)[-1, c.STEER] == 0


@pytest.mark.parametrize(("slow", "fast"), [(5.0, 15.0), (15.0, 30.0), (30.0, 45.0)])
def test_the_lock_shrinks_with_speed(slow: float, fast: float) -> None:
    reach = []
    for speed in (slow, fast):
        mind = k.KeyboardMind()
        mind.press(k.LEFT)
        reach.append(int(drive(mind, 90, speed)[-1, c.STEER]))
    assert reach[0] > reach[1] > 0.1 * c.FULL_STEER


def test_steering_into_a_slide_may_go_further() -> None:
    gripped, sliding = k.KeyboardMind(), k.KeyboardMind()
    for mind in (gripped, sliding):
        mind.press(k.LEFT)
    straight = drive(gripped, 60, 25.0)[-1, c.STEER]
    caught = drive(sliding, 60, 25.0, sideways=8.0)[-1, c.STEER]
    assert caught > straight * 1.5


def test_the_brake_brakes_while_the_car_rolls() -> None:
    mind = k.KeyboardMind()
    mind.press(k.STOP)
    answers = drive(mind, 60, 10.0)
    assert answers[-1, c.BRAKE] == c.FULL_PEDAL
    assert not np.any(answers[:, c.THROTTLE])
    assert not np.any(answers[:, c.ACTIONS] & c.REVERSE)


def test_the_brake_held_at_a_stop_reverses_after_a_moment() -> None:
    mind = k.KeyboardMind()
    mind.press(k.STOP)
    answers = drive(mind, 40)
    backing = (answers[:, c.ACTIONS] & c.REVERSE) > 0
    assert not backing[: k.REVERSE_AFTER - 1].any()
    assert backing[k.REVERSE_AFTER :].all()
    assert answers[-1, c.THROTTLE] == c.FULL_PEDAL
    assert answers[-1, c.BRAKE] == 0


def test_a_tap_on_the_brake_at_a_stop_stays_forward() -> None:
    mind = k.KeyboardMind()
    mind.press(k.STOP)
    drive(mind, k.REVERSE_AFTER - 2)
    mind.release(k.STOP)
    assert not drive(mind, 5)[-1, c.ACTIONS] & c.REVERSE


def test_the_gas_brakes_a_car_that_rolls_back_and_then_drives_on() -> None:
    mind = k.KeyboardMind()
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
    mind = k.KeyboardMind()
    mind.press(k.GAS)
    down = drive(mind, 20, 5.0)[:, c.THROTTLE]
    assert 0 < down[0] < c.FULL_PEDAL / 4
    assert down[-1] == c.FULL_PEDAL
    mind.release(k.GAS)
    assert drive(mind, 1, 5.0)[0, c.THROTTLE] == 0


def test_switches_switch_and_buttons_are_held() -> None:
    mind = k.KeyboardMind()
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
    mind = k.KeyboardMind(police=True)

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
    assert not drive(k.KeyboardMind(), 1)[0, c.ACTIONS] & c.SIREN


def test_letting_go_lets_everything_go() -> None:
    mind = k.KeyboardMind()
    for key in (k.GAS, k.LEFT, k.HAND, k.SOUND):
        mind.press(key)
    drive(mind, 30)
    mind.let_go()
    assert not np.any(drive(mind, 60)[-1])


def test_giving_up_is_said() -> None:
    mind = k.KeyboardMind()
    mind.give_up()
    assert drive(mind, 1)[0, c.ACTIONS] & c.GIVE_UP


def test_controls_stay_within_their_range() -> None:
    mind = k.KeyboardMind()
    for key in (k.GAS, k.STOP, k.LEFT, k.HAND):
        mind.press(key)
    answers = drive(mind, 200, 60.0, 40.0)
    assert answers.dtype == np.int16
    assert np.abs(answers[:, c.STEER]).max() <= c.FULL_STEER
    assert answers[:, [c.THROTTLE, c.BRAKE, c.HANDBRAKE]].min() >= 0
    assert answers[:, [c.THROTTLE, c.BRAKE, c.HANDBRAKE]].max() <= c.FULL_PEDAL
