"""The getaway drivers: they wait, flee, hide and lie low."""

import math
from typing import Any

import numpy as np
import pytest
from pursuit_scenes import Stage, driver_status
from traffic_scenes import SPECS

from game.ai import DRIVERS, make_driver
from game.ai.briefing import DriverBriefing
from game.ai.drivers.getaway import FLEE_SPEED
from game.core.command import BRAKE, CONTROLS, FULL_PEDAL, HANDBRAKE, LIGHTS_OFF, THROTTLE, Mind
from game.core.observation import DriverStatus
from game.core.snapshot import ANGLE, GETAWAY, POLICE, X, Y
from game.level.model import Heist, Hideout
from game.level.roads import FIRST_LANE, LIMIT


def stage_at_kerb(police: int = 0) -> tuple[Stage, Heist]:
    """The getaway car at its kerb (and police in the depot), with hideouts at both ends of town."""
    stage = Stage([(GETAWAY, "trans_am"), *[(POLICE, "fury_police")] * police])
    stage.put(0, 0, 40.0)
    x, y, heading = stage.world.cars[0, [X, Y, ANGLE]].tolist()
    kerb = (x + 2.5 * math.sin(heading), y - 2.5 * math.cos(heading), heading)
    stage.world.place(0, kerb[0], kerb[1], 0.0, kerb[2])
    hideouts = []
    for name, edge in (("near", 40), ("far", len(stage.roads.edges) - 3)):
        stage.put(0, edge, 40.0)
        hx, hy, angle = stage.world.cars[0, [X, Y, ANGLE]].tolist()
        hideouts.append(Hideout(name, hx + 6.0 * math.sin(angle), hy - 6.0 * math.cos(angle), 7.0))
    stage.world.place(0, kerb[0], kerb[1], 0.0, kerb[2])
    rest: dict[str, Any] = dict.fromkeys(Heist.__dataclass_fields__)
    heist = Heist(
        **(rest | {"kerb": kerb, "door": kerb[:2], "hideouts": tuple(hideouts), "switch_cars": (), "exits": ()})
    )
    return stage, heist


def driver(name: str, stage: Stage, heist: Heist, seed: int = 5) -> Mind[DriverStatus]:
    return make_driver(name, DriverBriefing(stage.level.city, heist, SPECS, seed))


def drive(stage: Stage, mind: Mind[DriverStatus], status: DriverStatus, seconds: float) -> list[bytes]:
    log = []
    for _ in range(round(seconds * 60)):
        command = mind.act(stage.driver_sees(status))
        log.append(command.controls.tobytes())
        stage.world.controls[0] = command.controls[0]
        stage.step()
    return log


def in_hideout(stage: Stage, heist: Heist) -> list[str]:
    x, y = stage.world.cars[0, [X, Y]].tolist()
    return [h.name for h in heist.hideouts if math.hypot(x - h.x, y - h.y) < h.radius]


def test_other_names_are_refused() -> None:
    stage, heist = stage_at_kerb()
    with pytest.raises(ValueError, match="no driver is called 'bond'"):
        driver("bond", stage, heist)


@pytest.mark.parametrize("name", DRIVERS)
def test_he_stays_at_the_kerb_until_the_crew_is_aboard(name: str) -> None:
    stage, heist = stage_at_kerb()
    mind = driver(name, stage, heist)
    start = stage.world.cars[0, [X, Y]].copy()
    for phase, alert in (("wait", "quiet"), ("wait", "alarm"), ("load", "alarm")):
        drive(stage, mind, driver_status(phase, alert), 4.0)
        assert np.abs(stage.world.cars[0, [X, Y]] - start).max() < 0.05
        assert stage.world.controls[0].tolist() == [0, 0, FULL_PEDAL, 0, LIGHTS_OFF]
    drive(stage, mind, driver_status("flee", "alarm"), 4.0)  # the control: told to, he goes
    assert np.abs(stage.world.cars[0, [X, Y]] - start).max() > 8.0


@pytest.mark.parametrize("name", DRIVERS)
def test_unseen_and_no_longer_hunted_he_stops_in_a_hideout_and_lies_low(name: str) -> None:
    stage, heist = stage_at_kerb()
    mind = driver(name, stage, heist)
    drive(stage, mind, driver_status("flee", "search"), 100.0)
    assert in_hideout(stage, heist)
    assert stage.speed(0) < 0.1
    log = drive(stage, mind, driver_status("lie low", "search"), 2.0)
    last = np.frombuffer(log[-1], np.int16).reshape(1, CONTROLS)
    assert last[0, BRAKE] == FULL_PEDAL
    assert last[0, THROTTLE] == 0


@pytest.mark.parametrize("name", DRIVERS)
def test_police_in_sight_keep_him_out_of_the_hideout_and_drive_him_out_of_it(name: str) -> None:
    stage, heist = stage_at_kerb(police=1)
    mind = driver(name, stage, heist)
    drive(stage, mind, driver_status("flee", "search"), 100.0)
    assert in_hideout(stage, heist)
    x, y = stage.world.cars[0, [X, Y]].tolist()
    stage.world.place(1, x + 30.0, y + 12.0, 0.0, 0.0)
    stage.world.controls[1, HANDBRAKE] = FULL_PEDAL
    drive(stage, mind, driver_status("flee", "pursuit"), 8.0)
    assert not in_hideout(stage, heist)


@pytest.mark.parametrize("name", DRIVERS)
def test_chased_he_drives_far_over_the_limit_and_calm_he_keeps_it(name: str) -> None:
    stage, heist = stage_at_kerb(police=1)
    mind = driver(name, stage, heist)
    limit = float(stage.roads.link_sizes[stage.roads.edges[:, FIRST_LANE], LIMIT].max())
    top = {}
    for alert in ("pursuit", "cold"):
        top[alert] = 0.0
        for second in range(40):
            x, y, angle = stage.world.cars[0, [X, Y, ANGLE]].tolist()
            if alert == "pursuit" and second % 2 == 0:  # a tail that never comes nearer
                stage.world.place(1, x - 45.0 * math.cos(angle), y - 45.0 * math.sin(angle), 0.0, angle)
            if alert == "cold":
                stage.world.park(1)
            drive(stage, mind, driver_status("flee", alert), 1.0)
            if second > 4:
                top[alert] = max(top[alert], stage.speed(0))
    assert 1.3 * limit < top["pursuit"] <= FLEE_SPEED + 0.5
    assert top["cold"] <= limit + 0.5


@pytest.mark.parametrize("name", DRIVERS)
def test_the_same_observations_give_the_same_commands(name: str) -> None:
    logs = []
    for seed, police_at in ((5, -40.0), (5, -40.0), (6, 40.0)):
        stage, heist = stage_at_kerb(police=1)
        stage.world.place(1, *stage.world.cars[0, [X, Y]] + police_at, 0.0, 0.0)
        stage.world.controls[1, HANDBRAKE] = FULL_PEDAL
        logs.append(drive(stage, driver(name, stage, heist, seed), driver_status("flee", "pursuit"), 25.0))
    assert logs[0] == logs[1]
    assert logs[0] != logs[2]  # the control: other dice, and police elsewhere
