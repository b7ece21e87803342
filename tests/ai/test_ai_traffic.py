"""Civilian drivers on small nets: distance, lanes, right of way, obstacles, sirens, knocks, towing."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from traffic_scenes import MODELS, SPECS, Drive, a_level, long_lane, place_at, ring, town

from game.ai.traffic_following import ACCELERATION, HEADWAY, JAM_GAP
from game.ai.traffic_state import (
    CLAIM,
    DRIVING,
    FACTOR,
    GRANT,
    HELD,
    LATERAL,
    LINKS,
    MODE,
    NO_RULE,
    OFFSET,
    ROUTE,
    RULE,
    STILL,
    S,
)
from game.core.snapshot import ACTIVE, ANGLE, DAMAGE, LIGHT_BAR, LIGHTS, POLICE, SWITCH, VX, VY, X, Y
from game.level import roads as r
from game.level.roads import point_at

POLICE_MODEL = next(row for row, spec in enumerate(SPECS) if spec.role == "patrol")


def car_to_car(drive: Drive, seconds: float) -> list[tuple[int, int]]:
    """The pairs of cars that touched while the time ran."""
    touched = []
    for _ in range(round(seconds * 60)):
        drive.step()
        touched += [(int(c[0]), int(c[1])) for c in drive.world.contacts if c[1] >= 0]
    return touched


# ---- following
def equilibrium_speed(spacing: float, length: float, limit: float) -> float:
    """The speed at which IDM neither brakes nor accelerates at this spacing, by bisection."""
    low, high = 0.0, limit
    for _ in range(60):
        v = (low + high) / 2.0
        wish = (JAM_GAP + v * HEADWAY) / math.sqrt(1.0 - (v / limit) ** 4)
        low, high = (v, high) if wish < spacing - length else (low, v)
    return low


@pytest.mark.parametrize("count", [18, 30])
def test_flow_on_a_ring_is_within_ten_percent_of_the_idm_equilibrium(count: int) -> None:
    length, limit = 600.0, 13.4
    drive = Drive(a_level(ring(length, limit)), count, place=False)
    drive.traffic._state[:, FACTOR] = 1.0
    for k, row in enumerate(drive.rows):
        place_at(drive, row, k * 12 // count, (k * 12 / count % 1.0) * 50.0, 5.0)
        drive.traffic._state[k, FACTOR] = 1.0
    drive.run(150)
    mean_length = float(np.mean([SPECS[MODELS[k % len(MODELS)]].length for k in range(count)]))
    expected = equilibrium_speed(length / count, mean_length, limit)
    flow = float(np.mean(drive.speeds())) * count / length
    assert flow == pytest.approx(expected * count / length, rel=0.10)


def test_a_line_of_cars_stops_behind_one_that_stops_and_nobody_touches() -> None:
    drive = Drive(a_level(ring()), 8, place=False)
    for k, row in enumerate(drive.rows):
        place_at(drive, row, k // 2, 25.0 * (k % 2) + 5.0, 10.0)
    drive.run(10)
    first = drive.rows[-1]
    touched = []
    for _ in range(60 * 15):
        drive.traffic.act(drive.tick, drive.world.cars, drive.world.tags, drive.world.controls)
        drive.world.controls[first, 1:3] = (0, 200)
        drive.world.step()
        drive.tick += 1
        touched += [c for c in drive.world.contacts if c[1] >= 0]
    assert not touched
    assert max(drive.speeds()) < 8.0


def test_idm_accelerates_on_a_free_road_and_reaches_the_drivers_own_speed() -> None:
    drive = Drive(a_level(ring()), 1, place=False)
    place_at(drive, 0, 0, 5.0)
    drive.run(3)
    assert drive.speeds()[0] < 3.2 * ACCELERATION
    drive.run(40)
    wanted = 13.4 * drive.traffic._state[0, FACTOR]
    assert drive.speeds()[0] == pytest.approx(wanted, rel=0.05)


# ---- lanes and junctions
def test_cars_stay_on_their_lanes_when_they_do_not_change_them() -> None:
    drive = Drive(a_level(town(lanes=2)), 16)
    drive.run(5)
    worst, changing = 0.0, 0
    for _ in range(60 * 60):
        drive.step()
        state = drive.traffic._state
        settled = np.abs(state[:, OFFSET]) < 0.01
        changing += int((~settled).sum())
        worst = max(worst, float(np.abs(state[settled, LATERAL]).max()))
    assert worst < 0.8
    assert changing > 0  # they do change now and then


def test_lateral_error_measures_the_distance_to_the_lane() -> None:
    """The control of the test above: a car put beside its lane shows it."""
    drive = Drive(a_level(town()), 1)
    drive.step()
    car = drive.world.cars[0]
    x, y = car[X] - 1.5 * math.sin(car[ANGLE]), car[Y] + 1.5 * math.cos(car[ANGLE])
    drive.world.place(0, x, y, 0.0, car[ANGLE], 5.0)
    drive.run(0.1)
    assert drive.traffic._state[0, LATERAL] == pytest.approx(1.5, abs=0.2)


def test_conflicting_connectors_are_never_held_or_granted_at_once() -> None:
    drive = Drive(a_level(town(ranks=(5, 5))), 24)
    roads = drive.traffic.level.city.roads
    crossings = 0
    for _ in range(60 * 60):
        drive.step()
        plan = drive.traffic._plan
        taken = [int(link) for row in plan for link in (row[HELD], row[GRANT]) if link >= 0]
        crossings += len(taken)
        for a in taken:
            first = roads.links[a, r.CONFLICT]
            conflicts = roads.conflicts[first : first + roads.links[a, r.CONFLICT_COUNT]]
            assert not set(conflicts.tolist()) & set(taken)
    assert crossings > 1000


def crossing_pair(roads: r.Roads) -> tuple[int, int]:
    """Two straight connectors that cross, the first from a street of higher rank."""
    for a, link in enumerate(roads.links):
        for b in roads.conflicts[link[r.CONFLICT] : link[r.CONFLICT] + link[r.CONFLICT_COUNT]]:
            other = roads.links[b]
            if link[r.TURN] == other[r.TURN] == r.TURN_STRAIGHT and link[r.RANK] > other[r.RANK]:
                return a, int(b)
    raise AssertionError("no such crossing")


def lane_before(roads: r.Roads, connector: int) -> int:
    for lane, row in enumerate(roads.links):
        if row[r.KIND] == r.LANE and connector in roads.next_links[row[r.NEXT] : row[r.NEXT] + row[r.NEXT_COUNT]]:
            return lane
    raise AssertionError("a connector comes from a lane")


def order_of_entry(high_first: float, low_first: float) -> list[str]:
    """Who enters a crossing without lights and signs first, from so many metres before its line: the car on the
    street of the higher rank, or the other."""
    drive = Drive(a_level(town()), 2, place=False)
    drive.traffic._net.links[:, RULE] = NO_RULE
    roads = drive.traffic.level.city.roads
    connectors = crossing_pair(roads)
    for row, (connector, before) in enumerate(zip(connectors, (high_first, low_first), strict=True)):
        lane = lane_before(roads, connector)
        place_at(drive, row, lane, float(roads.link_sizes[lane, r.LENGTH]) - before, 8.0)
    drive.step()
    for row, connector in enumerate(connectors):
        drive.traffic._plan[row, [LINKS, ROUTE + 1]] = 2, connector
    order: list[str] = []
    for _ in range(60 * 15):
        drive.step()
        for row, name in enumerate(("high", "low")):
            if drive.traffic._plan[row, HELD] == connectors[row] and name not in order:
                order.append(name)
    return order


def test_the_street_of_higher_rank_goes_first() -> None:
    assert order_of_entry(45.0, 40.0) == ["high", "low"]


def test_who_is_long_before_the_other_goes_first_whatever_his_rank() -> None:
    assert order_of_entry(90.0, 20.0) == ["low", "high"]


def test_nobody_enters_a_junction_that_he_cannot_leave() -> None:
    drive = Drive(a_level(town()), 14, extra=[(SWITCH, 0)] * 3)
    roads = drive.traffic.level.city.roads
    lane = long_lane(drive)
    for k in range(3):
        x, y, z, heading = point_at(roads.links, roads.link_sizes, roads.points, lane, 3.0 + 6.5 * k)
        drive.world.place(k, x, y, z, heading)
    junction = next(int(row[r.JUNCTION]) for row in roads.links if row[r.KIND] == r.CONNECTOR and lane in
                    roads.next_links[row[r.NEXT] : row[r.NEXT] + row[r.NEXT_COUNT]])  # fmt: skip
    longest = 0.0
    for _ in range(60 * 60):
        drive.step()
        for k in range(len(drive.rows)):
            held = drive.traffic._plan[k, HELD]
            if held >= 0 and roads.links[held, r.JUNCTION] == junction:
                longest = max(longest, float(drive.traffic._state[k, STILL]))
    assert longest < 12.0


# ---- trouble
def test_a_wreck_in_the_lane_is_passed_without_touching_it() -> None:
    drive = Drive(a_level(town(blocks=2)), 1, extra=[(SWITCH, 0)], place=False)
    lane = long_lane(drive)
    place_at(drive, 0, lane, 50.0)
    place_at(drive, 1, lane, 10.0, 8.0)
    touched = car_to_car(drive, 7)
    assert drive.speeds()[0] < 0.5  # it waits behind it first
    passed = False
    for _ in range(60 * 30):
        touched += car_to_car(drive, 1 / 60)
        plan, state = drive.traffic._plan[0], drive.traffic._state[0]
        passed = passed or (plan[ROUTE] != lane or state[S] > 56.0)
    assert passed
    assert not touched


def test_a_wreck_waits_for_the_tow_truck_and_comes_back_elsewhere() -> None:
    drive = Drive(a_level(town()), 6)
    drive.run(2)
    assert drive.traffic.strays() == []
    drive.world.cars[3, DAMAGE] = 1.0
    drive.run(60)
    assert drive.traffic.strays() == [3]
    watcher = (float(drive.world.cars[3, X]), float(drive.world.cars[3, Y]))
    spot = drive.traffic.respawn_place(3, drive.tick, [watcher], drive.world.cars)
    assert math.hypot(spot[0] - watcher[0], spot[1] - watcher[1]) > 170.0
    drive.place(3, spot)
    drive.world.cars[3, DAMAGE] = 0.0
    drive.run(4)
    assert drive.traffic.strays() == []
    assert drive.traffic._plan[3, MODE] == DRIVING
    assert drive.speeds()[3] > 1.0


def siren_scene(lights: int) -> Drive:
    drive = Drive(a_level(town()), 1, extra=[(POLICE, POLICE_MODEL)], place=False)
    lane = long_lane(drive)
    place_at(drive, 1, lane, 30.0, 10.0)
    place_at(drive, 0, lane, 2.0, 5.0)
    for _ in range(60 * 3):
        drive.world.tags[0, LIGHTS] = lights
        heading = drive.world.cars[0, ANGLE]
        drive.world.cars[0, [VX, VY]] = 5.0 * math.cos(heading), 5.0 * math.sin(heading)
        drive.step()
    return drive


def test_traffic_pulls_over_to_the_right_for_a_siren_and_stops() -> None:
    drive = siren_scene(LIGHT_BAR)
    assert drive.speeds()[0] < 6.0
    assert drive.traffic._state[0, LATERAL] < -0.2


def test_traffic_drives_on_before_a_silent_police_car() -> None:
    drive = siren_scene(0)
    assert drive.speeds()[0] > 8.0
    assert abs(drive.traffic._state[0, LATERAL]) < 0.2


@pytest.mark.parametrize(("sideways", "turned"), [(6.0, 0.6), (-9.0, 2.5), (4.5, 3.1)])
def test_a_car_knocked_off_its_lane_finds_back_and_drives_on(sideways: float, turned: float) -> None:
    drive = Drive(a_level(town()), 1, place=False)
    drive.traffic._net.links[:, RULE] = NO_RULE
    place_at(drive, 0, long_lane(drive), 40.0, 8.0)
    drive.run(1)
    car = drive.world.cars[0].copy()
    x, y = car[X] - sideways * math.sin(car[ANGLE]), car[Y] + sideways * math.cos(car[ANGLE])
    drive.world.place(0, x, y, 0.0, car[ANGLE] + turned, 2.0)
    drive.run(2)
    assert drive.speeds()[0] < 0.5  # shaken
    drive.run(30)
    state = drive.traffic._state[0]
    assert drive.traffic._plan[0, MODE] == DRIVING
    assert abs(state[LATERAL]) < 0.8
    assert drive.speeds()[0] > 3.0 or drive.traffic._plan[0, CLAIM] >= 0


def rammed(speed: float) -> float:
    """Seconds that a civilian on his way stands after a police car ran into his tail."""
    drive = Drive(a_level(town()), 1, extra=[(POLICE, POLICE_MODEL)], place=False)
    link = long_lane(drive)
    place_at(drive, 1, link, 45.0, 8.0)
    drive.run(0.5)
    place_at(drive, 0, link, 45.0 + 0.5 * 8.0 - 6.0, 8.0 + speed)
    drive.run(0.7)
    drive.world.park(0)
    stood = 0
    for _ in range(60 * 40):
        drive.step()
        stood += drive.speeds()[0] < 0.5
        if stood and drive.speeds()[0] > 3.0:
            break
    return stood / 60.0


def test_a_struck_civilian_stops_the_longer_the_harder_the_blow_and_drives_on() -> None:
    light, heavy = rammed(4.0), rammed(16.0)
    assert 0.5 < light < heavy
    assert 4.0 < heavy < 30.0


# ---- starts
def test_starts_are_far_from_each_other_and_on_lanes_and_follow_the_seed() -> None:
    drive = Drive(a_level(town(blocks=5)), 30)
    spots = drive.traffic.starts()
    apart = [math.dist(a[:2], b[:2]) for k, a in enumerate(spots) for b in spots[:k]]
    assert min(apart) >= 25.0
    assert spots == drive.traffic.starts()
    assert spots != Drive(a_level(town(blocks=5)), 30, seed=2).traffic.starts()
    roads = drive.traffic.level.city.roads
    for x, y, z, heading, _ in spots:
        link, _, lateral = r.locate(
            roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, z, heading
        )
        assert roads.links[link, r.KIND] == r.LANE
        assert abs(lateral) < 0.01


def test_of_more_cars_than_the_city_has_room_for_the_others_stay_away() -> None:
    drive = Drive(a_level(town(blocks=2)), 300)
    there = len(drive.traffic.starts())
    assert 0 < there < 300
    drive.run(20)
    assert int((drive.world.tags[:, ACTIVE] == 1).sum()) == there


# ---- determinism
SCRIPT = """
from traffic_scenes import Drive, a_level, town
drive = Drive(a_level(town(ranks=(5, 5), lanes=2)), 20, seed=int(__import__("sys").argv[1]))
drive.run(40)
print(drive.digest())
"""


def digest_of_a_process(seed: int, hash_seed: str) -> str:
    helpers = Path(__file__).parents[1] / "helpers"
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(seed)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": f"{helpers}:{root}"},
    )
    return run.stdout.strip()


@pytest.mark.slow
def test_two_processes_drive_the_same_bits_and_another_seed_does_not() -> None:
    first = digest_of_a_process(1, "1")
    assert first == digest_of_a_process(1, "2")
    assert first != digest_of_a_process(2, "1")
