"""Whole matches: nothing leaves the world, enters a wall, breaks down in numbers or stands for good."""

import numpy as np
import pytest
import shapely

from game import Session, load_level
from game.ai.drive import D_FOLLOW, D_HOLD
from game.core.snapshot import ACTIVE, DAMAGE, ENGINE, OUTCOMES, ROLE, TRAFFIC, VX, VY, X, Y, Z
from game.level.model import Level

LOOK_EVERY = 30  # ticks
LONGEST_STAND = 180.0  # s: towed after 45 s, or 100 s for a slow queue, once nobody looks
LONGEST_STUCK = 30.0  # s for which a car of a mind may stand although the mind wants to drive
DONE_FOR = 0.9  # damage of the body or the engine from which nothing is asked of a car any more
JOBS = ("casino", "supermarket", "bank", "payroll")


class Watch:
    """Looks at a session from outside and notes what must never be."""

    def __init__(self, level: Level) -> None:
        self.city = level.city
        self.walls = shapely.union_all([shapely.Polygon(b.outline).buffer(-0.3) for b in level.city.buildings])
        shapely.prepare(self.walls)
        self.still: dict[int, float] = {}
        self.stuck: dict[int, float] = {}
        self.faults: list[str] = []

    def look(self, session: Session) -> None:
        snapshot = session.snapshot
        cars, tags = snapshot.cars, snapshot.tags
        here = np.flatnonzero(tags[:, ACTIVE])
        if not np.isfinite(cars).all():
            self.faults.append(f"tick {session.tick}: a car's state is not finite")
        for row in here[~self._inside(cars[here])]:
            self.faults.append(f"tick {session.tick}: car {row} left the world at {cars[row, [X, Y]]}")
        for row in here[self._in_a_wall(cars[here])]:
            self.faults.append(f"tick {session.tick}: car {row} is inside a building at {cars[row, [X, Y]]}")
        for row in here[tags[here, ROLE] == TRAFFIC]:
            self._time_still(int(row), cars[row], session.tick)
        for row, plan in self._plans(session):
            self._time_stuck(row, cars[row], plan, session.tick)

    def _plans(self, session: Session) -> list[tuple[int, np.ndarray]]:
        """The cars of both seats' minds that are in use, each with what its mind wants of it."""
        plans = [(session.status.driver_car, session._driver.fleet.seat.plans[0])]  # type: ignore[union-attr]
        units = session._police._fleet.seat.plans  # type: ignore[union-attr]
        active = session.snapshot.tags[:, ACTIVE]
        return plans + [(row, units[k]) for k, row in enumerate(session._roster.police) if active[row]]

    def _time_stuck(self, row: int, car: np.ndarray, plan: np.ndarray, tick: int) -> None:
        wants = plan[D_HOLD] == 0.0 and plan[D_FOLLOW] < 0.0 and max(car[DAMAGE], car[ENGINE]) < DONE_FOR
        stands = np.hypot(car[VX], car[VY]) < 0.5
        self.stuck[row] = self.stuck.get(row, 0.0) + LOOK_EVERY / 60 if wants and stands else 0.0
        if self.stuck[row] > LONGEST_STUCK:
            self.faults.append(f"tick {tick}: car {row} is stuck at {car[[X, Y]]}")
            self.stuck[row] = 0.0

    def _inside(self, cars: np.ndarray) -> np.ndarray:
        x, y = cars[:, X], cars[:, Y]
        inside: np.ndarray = (x > 0) & (x < self.city.width) & (y > 0) & (y < self.city.height)
        return inside

    def _in_a_wall(self, cars: np.ndarray) -> np.ndarray:
        low = cars[:, Z] < 1.0
        inside: np.ndarray = shapely.contains_xy(self.walls, cars[:, X], cars[:, Y]) & low
        return inside

    def _time_still(self, row: int, car: np.ndarray, tick: int) -> None:
        moving = np.hypot(car[VX], car[VY]) > 0.5
        self.still[row] = 0.0 if moving else self.still.get(row, 0.0) + LOOK_EVERY / 60
        if self.still[row] > LONGEST_STAND:
            self.faults.append(f"tick {tick}: car {row} stands for good at {car[[X, Y]]}, damage {car[DAMAGE]:.2f}")
            self.still[row] = 0.0


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


def play(level: Level, seed: int, driver: str, difficulty: str) -> list[str]:
    session, watch = Session(level, seed=seed, driver=driver, difficulty=difficulty), Watch(level)
    while not session.outcome:
        session.step()
        if session.tick % LOOK_EVERY == 0:
            watch.look(session)
    assert session.outcome in OUTCOMES
    return watch.faults


@pytest.mark.parametrize("driver", ["shortest", "random"])
@pytest.mark.parametrize("seed", range(3))
def test_a_match_keeps_to_the_world(tryout: Level, seed: int, driver: str) -> None:
    assert play(tryout, seed, driver, "normal") == []


@pytest.mark.soak
@pytest.mark.parametrize("driver", ["shortest", "random"])
@pytest.mark.parametrize("seed", range(100))
def test_two_hundred_matches_keep_to_the_world(tryout: Level, seed: int, driver: str) -> None:
    assert play(tryout, seed, driver, ("easy", "normal", "hard")[seed % 3]) == []


@pytest.mark.slow
@pytest.mark.parametrize("job", JOBS)
def test_a_match_of_each_job_keeps_to_the_world(job: str) -> None:
    assert play(load_level(job), 1, "shortest", "easy") == []


@pytest.mark.soak
@pytest.mark.parametrize("difficulty", ["easy", "normal", "hard"])
@pytest.mark.parametrize("job", JOBS)
def test_a_hundred_matches_of_each_job_keep_to_the_world(job: str, difficulty: str) -> None:
    level = load_level(job)
    faults = {seed: play(level, seed, ("shortest", "random")[seed % 2], difficulty) for seed in range(100)}
    assert not any(faults.values()), faults


@pytest.mark.soak
@pytest.mark.parametrize("job", JOBS)
def test_each_job_is_won_and_lost_on_easy_within_twenty_seeds(job: str) -> None:
    level = load_level(job)
    outcomes = {Session(level, seed=seed, driver="shortest", difficulty="easy").run() for seed in range(20)}
    assert "escaped" in outcomes
    assert outcomes - {"escaped", "error"}


def test_the_watch_sees_what_must_not_be(tryout: Level) -> None:
    """Control: a car put into a building, off the map, or left standing is noticed."""
    session, watch = Session(tryout), Watch(tryout)
    session.step()
    house = max(tryout.city.buildings, key=lambda building: shapely.Polygon(building.outline).area)
    inside = shapely.Polygon(house.outline).representative_point()
    row = len(session.snapshot.cars) - 1
    session._world.cars[row, [X, Y, Z]] = inside.x, inside.y, 0.0
    watch.look(session)
    session._world.cars[row, [X, Y]] = -5.0, 100.0
    watch.look(session)
    session._world.cars[row, [VX, VY]] = 0.0
    for _ in range(int(LONGEST_STAND * 60 / LOOK_EVERY) + 1):
        watch._time_still(row, session.snapshot.cars[row], 0)
    assert ["inside a building" in watch.faults[0], "left the world" in watch.faults[1]] == [True, True]
    assert "stands for good" in watch.faults[-1]
    plan = session._driver.fleet.seat.plans[0]  # type: ignore[union-attr]
    for hold in (1.0, 0.0):
        watch.faults.clear()
        plan[D_HOLD] = hold
        for _ in range(int(LONGEST_STUCK * 60 / LOOK_EVERY) + 1):
            watch._time_stuck(0, session.snapshot.cars[0], plan, 0)
        assert ["is stuck" in fault for fault in watch.faults] == [True] * (hold == 0.0)
