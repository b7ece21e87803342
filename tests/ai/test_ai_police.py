"""The police mind: it gets there, keeps its distance, gets unstuck, and knows only what it may."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pursuit_scenes import Stage, box, police_status
from traffic_scenes import SPECS

from game.ai import POLICE, make_police
from game.ai.briefing import PoliceBriefing
from game.ai.chase import Chase
from game.ai.radio import DISPATCH_DELAY, OWN_DELAY, R_SEEN, call_delay, latest, note, open_board
from game.core.command import ACTIONS, FULL_PEDAL, SIREN, THROTTLE
from game.core.snapshot import ANGLE, GETAWAY, X, Y
from game.core.snapshot import POLICE as POLICE_ROLE
from game.level.roads import BACK, FIRST_LANE, LANE_COUNT, LIMIT

CHASE_HIM = police_status("pursuit")


def briefing(stage: Stage, units: int = 1) -> PoliceBriefing:
    return PoliceBriefing(stage.level.city, SPECS, units, (), (), 7)


def wide_edge(stage: Stage) -> int:
    """An edge with two lanes and a way back."""
    edges = stage.roads.edges
    return next(k for k in range(len(edges)) if edges[k, LANE_COUNT] == 2 and edges[k, BACK] >= 0)


def far_apart(stage: Stage) -> tuple[int, int]:
    """Two edges, the second as far from the first as the town allows."""
    times = stage.roads.times[0]
    return 0, int(np.argmax(np.where(np.isfinite(times), times, -1.0)))


def hunt(stage: Stage, mind: Chase, seconds: float, status=CHASE_HIM, until=lambda: False) -> float:  # type: ignore[no-untyped-def]
    """Let the police drive; answers the seconds it took."""
    start = stage.tick
    while stage.tick - start < seconds * 60 and not until():
        command = mind.act(stage.police_sees(status))
        stage.world.controls[stage.police] = command.controls
        stage.step()
    return (stage.tick - start) / 60


def test_every_police_name_makes_a_mind_and_others_are_refused() -> None:
    stage = Stage([(POLICE_ROLE, "fury_police")])
    assert all(make_police(name, briefing(stage)) for name in POLICE)
    with pytest.raises(ValueError, match="no police are called 'swat'"):
        make_police("swat", briefing(stage))


def test_a_unit_reaches_a_far_place_that_the_call_names() -> None:
    stage = Stage([(POLICE_ROLE, "fury_police")])
    start, goal = far_apart(stage)
    stage.put(0, start, 20.0)
    stage.put(0, goal, 30.0)
    place = tuple(stage.world.cars[0, [X, Y]].tolist())
    stage.put(0, start, 20.0)

    def there() -> bool:
        return math.dist(stage.world.cars[0, [X, Y]].tolist(), place) < 20.0

    at_the_limits = float(stage.roads.times[start, goal])
    took = hunt(stage, Chase(briefing(stage)), 90.0, police_status("alarm", place, 0), there)
    assert there()
    assert took < at_the_limits  # faster than the law allows


def test_a_unit_stops_short_of_one_who_stands_and_near_enough_to_hold_him() -> None:
    stage = Stage([(GETAWAY, "trans_am"), (POLICE_ROLE, "fury_police")])
    edge = wide_edge(stage)
    stage.put(0, edge, 70.0)
    stage.put(1, edge, 5.0, speed=14.0)
    nearest = math.inf

    def measure() -> bool:
        nonlocal nearest
        nearest = min(nearest, stage.distance(0, 1))
        return False

    hunt(stage, Chase(briefing(stage)), 12.0, until=measure)
    assert nearest > 6.5  # centre to centre: the cars never touched
    assert stage.distance(0, 1) < 12.0
    assert stage.speed(1) < 0.3
    assert stage.speed(0) < 0.1


def test_a_unit_keeps_behind_one_who_drives_on() -> None:
    stage = Stage([(GETAWAY, "trans_am"), (POLICE_ROLE, "fury_police")])
    edge = wide_edge(stage)
    stage.put(0, edge, 40.0, speed=8.0)
    stage.put(1, edge, 10.0, speed=16.0)
    gaps = []

    def roll() -> bool:
        stage.world.controls[0, THROTTLE] = 40 if stage.speed(0) < 8.0 else 0
        gaps.append(stage.distance(0, 1))
        return False

    hunt(stage, Chase(briefing(stage)), 6.0, until=roll)
    assert min(gaps) > 6.5
    assert gaps[-1] < 16.0


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_unit_that_faces_a_wall_backs_out_and_drives_on(side: float) -> None:
    stage = Stage([(POLICE_ROLE, "fury_police")])
    edge = wide_edge(stage)
    stage.put(0, edge, 50.0)
    x, y, angle = stage.world.cars[0, [X, Y, ANGLE]].tolist()
    across = angle + side * math.pi / 2.0
    c, s = math.cos(across), math.sin(across)
    wall = box(x + 4.0 * c, y + 4.0 * s, 2.0 + 28.0 * abs(s), 2.0 + 28.0 * abs(c))
    stage = Stage([(POLICE_ROLE, "fury_police")], roads=stage.roads, walls=[wall])
    stage.world.place(0, x, y, 0.0, across)

    def away() -> bool:
        return math.dist(stage.world.cars[0, [X, Y]].tolist(), (x, y)) > 40.0

    hunt(stage, Chase(briefing(stage)), 20.0, police_status("search"), away)
    assert away()


def test_calm_units_keep_to_the_limit_without_a_siren() -> None:
    stage = Stage([(POLICE_ROLE, "fury_police")])
    stage.put(0, wide_edge(stage), 10.0)
    mind = Chase(briefing(stage))
    limit = stage.roads.link_sizes[stage.roads.edges[:, FIRST_LANE], LIMIT].max()
    fastest = 0.0
    for _ in range(60 * 40):
        command = mind.act(stage.police_sees(police_status("quiet")))
        assert not command.controls[0, 4] & SIREN
        stage.world.controls[0] = command.controls[0]
        stage.step()
        fastest = max(fastest, stage.speed(0))
    assert 0.6 * limit < fastest <= limit


@pytest.mark.parametrize(("most_units", "hunting"), [(99, [True, True]), (1, [True, False]), (0, [False, False])])
def test_units_that_have_left_the_case_go_on_patrol(most_units: int, hunting: list[bool]) -> None:
    stage = Stage([(POLICE_ROLE, "fury_police"), (POLICE_ROLE, "fury_police")])
    start, goal = far_apart(stage)
    stage.put(0, goal, 30.0)
    place = tuple(stage.world.cars[0, [X, Y]].tolist())
    stage.put(0, start, 40.0)
    stage.put(1, start, 10.0)
    mind, status = Chase(briefing(stage, 2)), police_status("alarm", place, 0)._replace(most_units=most_units)
    for _ in range(120):
        controls = mind.act(stage.police_sees(status)).controls
        stage.world.controls[stage.police] = controls
        stage.step()
    assert [bool(actions & SIREN) for actions in controls[:, ACTIONS]] == hunting


def test_units_that_are_not_in_use_stand_with_the_brake_on() -> None:
    stage = Stage([(POLICE_ROLE, "fury_police"), (POLICE_ROLE, "fury_police")])
    stage.put(0, 0, 10.0)
    mind = Chase(briefing(stage, 2))
    for _ in range(30):
        command = mind.act(stage.police_sees(CHASE_HIM))
        assert command.controls[1].tolist() == [0, 0, FULL_PEDAL, 0, 0]
        stage.step()


def test_a_sighting_is_not_used_before_its_time() -> None:
    board = open_board(2)
    note(board, 0, np.array([100.0, 250.0, 10.0, 20.0, 15.0, 0.0, 30.0]))

    def knows(unit: int, tick: int) -> bool:
        return bool(latest(board, unit, tick)[R_SEEN] == 100.0)

    assert not knows(0, 100 + OWN_DELAY - 1)
    assert knows(0, 100 + OWN_DELAY)
    assert not knows(1, 249)
    assert knows(1, 250)


def test_of_many_sightings_the_newest_that_may_be_used_counts() -> None:
    board = open_board(2)
    for tick in range(600):
        note(board, 0, np.array([tick, tick + DISPATCH_DELAY[1], 10.0, 20.0, 15.0, 0.0, 30.0]))
        if tick >= DISPATCH_DELAY[1] + 30:
            assert latest(board, 0, tick)[R_SEEN] == tick - OWN_DELAY
            assert tick - DISPATCH_DELAY[1] - 30 < latest(board, 1, tick)[R_SEEN] <= tick - DISPATCH_DELAY[1]


def test_dispatch_takes_two_to_four_seconds() -> None:
    board = open_board(2)
    delays = [call_delay(board, 1, unit, tick) for unit in range(8) for tick in range(200)]
    assert min(delays) >= DISPATCH_DELAY[0]
    assert max(delays) <= DISPATCH_DELAY[1]
    assert len(set(delays)) > 50


def drive_blind_unit(own_delay: int, dispatch: tuple[int, int]) -> list[float]:
    """Whether unit 1 has its siren on, tick by tick, when only unit 0 sees the car."""
    stage = Stage([(GETAWAY, "trans_am"), (POLICE_ROLE, "fury_police"), (POLICE_ROLE, "fury_police")])
    start, goal = far_apart(stage)
    edge = wide_edge(stage)
    stage.put(0, edge, 60.0)
    stage.put(1, edge, 20.0)
    stage.put(2, goal if goal != edge else start, 10.0)
    stage.sight = 60.0
    mind = Chase(briefing(stage, 2), open_board(2, own_delay, dispatch))
    sirens = []
    for _ in range(300):
        command = mind.act(stage.police_sees(CHASE_HIM))
        sirens.append(float(command.controls[1, 4] & SIREN))
        stage.world.controls[stage.police] = command.controls
        stage.step()
    return sirens


def test_a_unit_that_sees_nothing_acts_on_a_sighting_only_after_the_radio_delay() -> None:
    told = drive_blind_unit(OWN_DELAY, DISPATCH_DELAY).index(SIREN)
    assert DISPATCH_DELAY[0] <= told <= DISPATCH_DELAY[1] + 30
    assert drive_blind_unit(0, (0, 0)).index(SIREN) < DISPATCH_DELAY[0]  # the control: no delay, sooner


def run_twice(other_seed: int) -> tuple[list[bytes], list[bytes]]:
    logs = []
    for seed in (7, other_seed):
        stage = Stage([(POLICE_ROLE, "fury_police"), (POLICE_ROLE, "fury_police")])
        stage.put(0, 0, 10.0)
        stage.put(1, wide_edge(stage), 30.0)
        mind = Chase(replace(briefing(stage, 2), seed=seed))
        log = []
        for _ in range(1800):
            command = mind.act(stage.police_sees(police_status("quiet")))
            log.append(command.controls.tobytes())
            stage.world.controls[stage.police] = command.controls
            stage.step()
        logs.append(log)
    return logs[0], logs[1]


def test_the_same_observations_give_the_same_commands() -> None:
    first, second = run_twice(7)
    assert first == second
    first, second = run_twice(8)
    assert first != second  # the control: another seed rolls other turns
