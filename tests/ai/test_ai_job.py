"""The getaway drivers through the rest of a job: to the door, ducked, into another car, out of town, past people."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pursuit_scenes import Stage, driver_status
from traffic_scenes import SPECS

from game.ai import DRIVERS, make_driver
from game.ai.briefing import DriverBriefing
from game.ai.drivers.getaway import FLEE_SPEED
from game.core.command import ACTIONS, BRAKE, CHANGE_CAR, DUCK, FULL_PEDAL, HANDBRAKE, Mind
from game.core.observation import DriverStatus
from game.core.snapshot import (
    ANGLE,
    BYSTANDER,
    CREW,
    GETAWAY,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_COLUMNS,
    PERSON_WALKING,
    POLICE,
    SWITCH,
    X,
    Y,
)
from game.level.model import Heist, Hideout, SwitchCar
from game.level.roads import FIRST_LANE, LIMIT

CHANGE_RANGE = 6.0  # m between the middles of the cars (rules.toml)
START = 0  # the edge where he waits


class Scene:
    """A getaway car (row 0) at the kerb, a switch car (row 1) two streets on, a police car (row 2) in the depot."""

    def __init__(self, name: str = "shortest", exit_near: bool = False, seed: int = 5) -> None:
        self.stage = Stage([(GETAWAY, "trans_am"), (SWITCH, "ltd"), (POLICE, "fury_police")])
        self.row = 0  # of the car he sits in
        self.people = np.zeros((0, PERSON_COLUMNS))
        self.kerb = self._beside(START, 40.0)
        door = self._beside(START, 70.0, 8.0)
        at = self._beside(30, 50.0)
        places = [self._beside(edge, 50.0, 6.0) for edge in (40, len(self.stage.roads.edges) - 3)]
        near, far = (Hideout(str(k), place[0], place[1], 8.0) for k, place in enumerate(places))
        facts: dict[str, Any] = dict.fromkeys(Heist.__dataclass_fields__)
        facts |= {"kerb": self.kerb, "door": door[:2], "switch_cars": (SwitchCar("ltd", at),)}
        self.heist = Heist(
            **(facts | {"hideouts": (far,) if exit_near else (near,), "exits": (near,) if exit_near else ()})
        )
        self.stage.world.place(0, self.kerb[0], self.kerb[1], 0.0, self.kerb[2])
        self.stage.world.place(1, at[0], at[1], 0.0, at[2])
        self.stage.world.park(2)
        self._leave(1)
        briefing = DriverBriefing(self.stage.level.city, self.heist, SPECS, seed)
        self.mind: Mind[DriverStatus] = make_driver(name, briefing)

    def _beside(self, edge: int, s: float, right: float = 2.6) -> tuple[float, float, float]:
        """The place `right` m right of a lane."""
        self.stage.put(0, edge, s)
        x, y, angle = self.stage.world.cars[0, [X, Y, ANGLE]].tolist()
        return x + right * math.sin(angle), y - right * math.cos(angle), angle

    def _leave(self, row: int) -> None:
        self.stage.world.controls[row] = 0
        self.stage.world.controls[row, [BRAKE, HANDBRAKE]] = FULL_PEDAL

    def step(self, status: DriverStatus) -> int:
        """One tick; his action bits."""
        seen = self.stage.driver_sees(status, self.row)
        command = self.mind.act(replace(seen, people=self.people, people_count=len(self.people)))
        self.stage.world.controls[self.row] = command.controls[0]
        self.stage.step()
        return int(command.controls[0, ACTIONS])

    def drive(self, status: DriverStatus, seconds: float) -> int:
        """All action bits he used in the last second."""
        bits = 0
        for tick in range(round(seconds * 60)):
            bits = self.step(status) | (bits if tick > seconds * 60 - 60 else 0)
        return bits

    def change(self) -> None:
        """He sits in the other car."""
        self._leave(0)
        self.row = 1

    def away(self, x: float, y: float) -> float:
        """m from his car."""
        cars = self.stage.world.cars
        return math.hypot(cars[self.row, X] - x, cars[self.row, Y] - y)


def person(x: float, y: float, look: float, kind: int = BYSTANDER) -> np.ndarray:
    row = np.zeros((1, PERSON_COLUMNS))
    row[0, [P_X, P_Y, P_LOOK, P_STATE, P_KIND]] = x, y, look, PERSON_WALKING, kind
    return row


@pytest.mark.parametrize("name", DRIVERS)
def test_when_the_crew_comes_he_pulls_up_beside_the_door(name: str) -> None:
    scene = Scene(name)
    scene.drive(driver_status("wait", "quiet"), 3.0)
    assert scene.away(*scene.kerb[:2]) < 0.1
    waiting = scene.away(*scene.heist.door)
    scene.drive(driver_status("load", "alarm")._replace(crew_aboard=0), 9.0)
    assert scene.away(*scene.heist.door) < 9.0 < waiting
    assert scene.stage.speed(0) < 0.1


def test_he_ducks_while_somebody_near_looks_at_him_and_only_then() -> None:
    scene, (x, y, _) = Scene(), Scene().kerb
    for look, near, ducked in ((math.pi, 6.0, True), (0.0, 6.0, False), (math.pi, 30.0, False)):
        scene.people = person(x + near, y, look)
        assert bool(scene.drive(driver_status("wait", "quiet"), 1.5) & DUCK) == ducked
    scene.people = person(x + 6.0, y, math.pi, CREW)
    assert not scene.drive(driver_status("wait", "quiet"), 1.5) & DUCK


def test_police_beside_him_drive_him_off_unless_one_of_the_crew_is_nearly_there() -> None:
    def stays(crew_at: float, police_at: float, seconds: float) -> bool:
        scene = Scene()
        x, y, angle = scene.kerb
        scene.stage.world.place(2, x - police_at * math.cos(angle), y - police_at * math.sin(angle), 0.0, angle)
        scene._leave(2)
        scene.people = person(x + crew_at, y, 0.0, CREW)
        scene.drive(driver_status("wait", "pursuit")._replace(crew_aboard=1), seconds)
        return scene.away(x, y) < 0.5

    assert not stays(crew_at=25.0, police_at=40.0, seconds=3.0)
    assert stays(crew_at=4.0, police_at=40.0, seconds=3.0)
    assert not stays(crew_at=4.0, police_at=11.0, seconds=4.0)  # an officer who can hold him


@pytest.mark.parametrize("name", DRIVERS)
def test_shaken_off_he_stops_beside_the_switch_car_and_asks_to_change(name: str) -> None:
    scene = Scene(name)
    bits, seconds = 0, 0
    while not bits & CHANGE_CAR and seconds < 90:
        bits, seconds = scene.drive(driver_status("flee", "search"), 1.0), seconds + 1
    scene.drive(driver_status("switch", "search"), 1.0)
    assert scene.away(*scene.heist.switch_cars[0].at[:2]) < CHANGE_RANGE
    assert scene.stage.speed(0) < 0.1
    assert not scene.drive(driver_status("switch", "search"), 1.0) & CHANGE_CAR  # or he would change back


def test_in_the_other_car_he_keeps_the_law_past_police_who_search_until_they_are_on_his_tail() -> None:
    fastest = {}
    for alert, changes in (("search", True), ("pursuit", False)):
        scene = Scene()
        scene.drive(driver_status("flee", "search"), 1.0)
        if changes:
            scene.change()
        fastest[alert] = 0.0
        for _ in range(20):
            x, y, angle = scene.stage.world.cars[scene.row, [X, Y, ANGLE]].tolist()
            scene.stage.world.place(2, x - 40.0 * math.cos(angle), y - 40.0 * math.sin(angle), 0.0, angle)
            scene.drive(driver_status("flee", alert), 1.0)
            fastest[alert] = max(fastest[alert], scene.stage.speed(scene.row))
    limit = float(scene.stage.roads.link_sizes[scene.stage.roads.edges[:, FIRST_LANE], LIMIT].max())
    assert 0.5 * limit < fastest["search"] <= limit + 0.5
    assert 1.3 * limit < fastest["pursuit"] <= FLEE_SPEED + 0.5  # the control: chased in the old car


def test_a_way_out_of_town_that_is_nearer_is_taken() -> None:
    scene = Scene(exit_near=True)
    scene.change()
    way_out = scene.heist.exits[0]
    scene.drive(driver_status("flee", "search"), 1.0)
    for _ in range(100):
        scene.drive(driver_status("flee", "search"), 1.0)
        if scene.away(way_out.x, way_out.y) < way_out.radius:
            return
    raise AssertionError("he never got there")


@pytest.mark.parametrize("known", [True, False])
def test_he_keeps_off_people_in_the_street_whom_he_sees(known: bool) -> None:
    scene = Scene()
    scene.stage.put(0, START, 10.0, speed=12.0)
    x, y, angle = scene.stage.world.cars[0, [X, Y, ANGLE]].tolist()
    at = (x + 60.0 * math.cos(angle), y + 60.0 * math.sin(angle))
    nearest = math.inf
    for _ in range(60 * 8):
        scene.people = person(*at, 0.0) if known else scene.people
        scene.step(driver_status("flee", "cold"))
        nearest = min(nearest, scene.away(*at))
    assert (nearest > 1.3) == known  # the control: unseen, he drives over the place
