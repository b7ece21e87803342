"""People on foot: what they run from, what they look at, and where they walk."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from people_scenes import HIGH, RING, Scene, a_level, wall

from game.ai.people import People
from game.ai.people_state import FLEEING, MODE, REACTION
from game.core.command import DUCK, HORN
from game.core.constants import DT, TICK_HZ
from game.core.setup import DIFFICULTIES
from game.core.snapshot import (
    CAR_COLUMNS,
    LIGHT_HEAD,
    LIGHTS,
    P_LOOK,
    P_SPEED,
    P_STATE,
    P_X,
    P_Y,
    PERSON_CALLING,
    PERSON_COLUMNS,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_INSIDE,
    PERSON_WALKING,
    TAG_COLUMNS,
)
from game.heist.job import people_rows
from game.level.file import level_ids, load_level
from game.level.model import Level, Witness, setting
from game.sim.people import move_people

TRIES = 30


def driven_at(speed: float, warning: float, seed: int, heading: float = 0.0, facing: float = math.pi) -> Scene:
    """A car on the pavement comes straight at somebody who stands on the ring's south side."""
    scene = Scene(a_level(count=1), seed=seed)
    scene.stand_at(100.0, 60.0, facing)
    away = speed * warning + 2.4
    scene.send_car(100.0 - away * math.cos(heading), 60.0 - away * math.sin(heading), heading, speed)
    scene.run(warning + 1.5)
    return scene


def hits(speed: float, warning: float) -> int:
    return sum(bool(driven_at(speed, warning, seed).struck) for seed in range(TRIES))


# ---- cars that come at them
def test_nearly_all_get_out_of_the_way_of_a_car_at_30_km_h_two_seconds_away() -> None:
    assert hits(30.0 / 3.6, 2.0) <= TRIES // 10


def test_nobody_gets_out_of_the_way_of_a_car_that_is_there_at_once() -> None:
    assert hits(25.0, 0.25) >= TRIES * 9 // 10


def test_who_does_not_react_is_struck() -> None:
    """The control: the same scene with somebody who is slow to understand."""
    scene = Scene(a_level(count=1))
    scene.minds._minds[:, REACTION] = 1e9
    scene.stand_at(100.0, 60.0, math.pi)
    scene.send_car(80.0, 60.0, 0.0, 30.0 / 3.6)
    scene.run(4.0)
    assert len(scene.struck) == 1
    assert scene.people[0, P_STATE] == PERSON_DOWN


def test_somebody_throws_himself_aside_when_it_is_too_late_to_run() -> None:
    states = []
    for seed in range(TRIES):
        scene = Scene(a_level(count=1), seed=seed)
        scene.stand_at(100.0, 60.0, math.pi)
        scene.send_car(100.0 - 15.0 * 0.85 - 2.4, 60.0, 0.0, 15.0)
        for _ in range(10):
            scene.run(0.1)
            states.append(scene.people[0, P_STATE])
    assert states.count(PERSON_DIVING) > 0


def test_he_gets_up_again_and_walks_on_along_the_walk() -> None:
    scene = driven_at(30.0 / 3.6, 2.0, seed=3)
    assert not scene.struck
    scene.run(20.0)
    x, y = scene.people[0, [P_X, P_Y]].tolist()
    ring = shapely.LinearRing(RING)
    assert scene.people[0, P_STATE] == PERSON_WALKING
    assert ring.distance(shapely.Point(x, y)) < 1.0
    assert scene.people[0, P_SPEED] <= 1.5


@pytest.mark.parametrize(("walls", "reacts"), [((), True), ((wall(86.0, 50.0, 90.0, 70.0),), False)])
def test_a_car_behind_a_wall_frightens_nobody(walls: tuple, reacts: bool) -> None:
    scene = Scene(a_level(walls, count=1))
    scene.stand_at(100.0, 60.0, math.pi)
    scene.send_car(76.0, 60.0, 0.0, 10.0)
    scene.run(1.0)
    assert bool(scene.minds._minds[0, MODE] == FLEEING) is reacts


def test_a_car_that_keeps_to_the_street_frightens_nobody_on_the_pavement() -> None:
    """Twenty seconds of cars at 50 km/h past somebody two metres from the kerb."""
    scene = Scene(a_level(count=1))
    for _ in range(10):
        scene.stand_at(100.0, HIGH - 2.0)
        scene.send_car(80.0, HIGH + 2.0, 0.0, 14.0)
        scene.run(2.0)
        assert scene.minds._minds[0, MODE] != FLEEING


# ---- shots
@pytest.mark.parametrize(("away", "runs"), [(20.0, True), (120.0, False)])
def test_they_run_from_a_shot_that_they_hear(away: float, runs: bool) -> None:
    frightened = 0
    for seed in range(TRIES):
        scene = Scene(a_level(count=1), seed=seed)
        scene.stand_at(100.0, 60.0)
        scene.minds.scare(scene.tick, 100.0 - away, 60.0)
        scene.run(1.0)
        frightened += bool(scene.people[0, P_X] > 102.0 or scene.people[0, P_STATE] == PERSON_DIVING)
    assert (frightened == TRIES) if runs else (frightened == 0)


# ---- faces
def glances(actions: int = 0, lights: int = LIGHT_HEAD, walls: tuple = ()) -> int:
    """Of people who stand with their backs to a car with its driver, how many look round at it within 6 s."""
    count = 0
    for seed in range(TRIES):
        scene = Scene(a_level(walls, count=1), seed=seed)
        scene.stand_at(100.0, 60.0, 0.0)
        scene.send_car(94.0, 57.0, 0.0, 0.0, actions)
        scene.tags[0, LIGHTS] = lights
        looked = False
        for _ in range(60):
            scene.run(0.1)
            dx, dy = 94.0 - scene.people[0, P_X], 57.0 - scene.people[0, P_Y]
            looked |= math.cos(math.atan2(dy, dx) - scene.people[0, P_LOOK]) > 0.5
        count += looked
    return count


def test_lights_draw_eyes_and_who_has_ducked_draws_none() -> None:
    lit, dark = glances(), glances(lights=0)
    assert lit > dark
    assert glances(actions=DUCK) == 0


def test_a_horn_turns_nearly_every_head_but_not_behind_a_wall() -> None:
    assert glances(actions=HORN) > TRIES * 8 // 10
    assert glances(actions=HORN, walls=(wall(90.0, 57.9, 120.0, 58.9),)) == 0


# ---- witnesses, and who has something to tell
def test_a_named_witness_comes_out_when_it_is_time_walks_the_path_and_stays() -> None:
    path = ((100.0, 100.0), (110.0, 100.0), (110.0, 104.0))
    scene = Scene(a_level(witnesses=(Witness("Somebody", path, "alarm", 2.0),)))
    scene.run(5.0)
    assert scene.people[0, P_STATE] == PERSON_INSIDE
    scene.minds.note_job(0, 0, scene.tick)
    scene.run(1.9)
    assert scene.people[0, P_STATE] == PERSON_INSIDE
    scene.run(0.3)
    assert scene.people[0, P_STATE] == PERSON_WALKING
    scene.run(30.0)
    assert np.hypot(*(scene.people[0, [P_X, P_Y]] - path[-1])) < 0.6
    assert scene.people[0, P_SPEED] == 0.0


def test_who_has_something_to_tell_calls_until_it_is_told() -> None:
    scene = Scene(a_level(count=1))
    scene.run(1.0)
    scene.minds.note_calls(np.array([3.0]))
    scene.run(1.0)
    assert scene.people[0, [P_STATE, P_SPEED]].tolist() == [PERSON_CALLING, 0.0]
    scene.minds.note_calls(np.array([-1.0]))
    scene.run(1.0)
    assert scene.people[0, P_STATE] == PERSON_WALKING


# ---- all levels
def crowd(level: Level, seed: int) -> tuple[People, np.ndarray]:
    people = np.zeros((people_rows(level.heist, setting(level.heist, "normal")), PERSON_COLUMNS))
    return People(level, seed, people), people


def with_people(name: str) -> Level:
    """The level, with eighty bystanders around its kerb if it has none."""
    level = load_level(name)
    if level.heist.bystanders.count:
        return level
    x, y, _ = level.heist.kerb
    around = replace(level.heist.bystanders, count=80, x=x, y=y)
    return replace(level, heist=replace(level.heist, bystanders=around))


def in_walls(level: Level, x: np.ndarray, y: np.ndarray) -> int:
    solid = [shapely.Polygon(c.outline) for c in level.city.colliders if c.bottom < 2.0 and c.top > 0.0]
    return len(shapely.STRtree(solid).query(shapely.points(x, y), predicate="within")[0])


@pytest.mark.slow
@pytest.mark.parametrize("name", level_ids())
def test_nobody_walks_into_a_wall_in_ten_minutes_with_a_scare_every_twenty_seconds(name: str) -> None:
    level = with_people(name)
    minds, people = crowd(level, seed=5)
    cars, tags, controls = np.zeros((0, CAR_COLUMNS)), np.zeros((0, TAG_COLUMNS), np.int32), np.zeros((0, 5), np.int16)
    minds.note_job(-1, 0, 0)
    walked = np.zeros((600, len(people), 2))
    bystanders = slice(len(level.heist.crew) + len(level.heist.witnesses), None)
    for tick in range(600 * TICK_HZ):
        if tick % (20 * TICK_HZ) == 0:
            around = people[bystanders][tick // (20 * TICK_HZ) % len(people[bystanders])]
            minds.scare(tick, around[P_X] + 3.0, around[P_Y] + 3.0, 40.0)
        minds.act(tick, people, cars, tags, controls)
        move_people(people, cars, DT)
        if tick % TICK_HZ == 0:
            walked[tick // TICK_HZ] = people[:, [P_X, P_Y]]
    x, y = walked[:, bystanders].reshape(-1, 2).T
    assert in_walls(level, x, y) == 0
    far = np.hypot(np.ptp(walked[:, bystanders, 0], axis=0), np.ptp(walked[:, bystanders, 1], axis=0))
    assert np.mean(far > 10.0) > 0.9  # and they do walk


@pytest.mark.slow
@pytest.mark.parametrize("name", level_ids())
def test_bystanders_are_placed_by_seed_within_their_circle(name: str) -> None:
    level = with_people(name)
    around = level.heist.bystanders
    (_, one), (_, same), (_, other) = crowd(level, 1), crowd(level, 1), crowd(level, 2)
    folk = one[len(level.heist.crew) + len(level.heist.witnesses) :]
    assert one.tobytes() == same.tobytes()
    assert one.tobytes() != other.tobytes()
    assert (folk[:, P_STATE] == PERSON_WALKING).all()
    assert (np.hypot(folk[:, P_X] - around.x, folk[:, P_Y] - around.y) < around.radius + 1.0).all()
    assert in_walls(level, folk[:, P_X], folk[:, P_Y]) == 0


def test_the_setting_says_how_many_there_are() -> None:
    level = with_people("tryout")
    counts = [people_rows(level.heist, setting(level.heist, difficulty)) for difficulty in DIFFICULTIES]
    assert counts == [len(level.heist.crew) + 80] * len(DIFFICULTIES)
