"""What a Session does for the rules of a job: the start, a ducked driver, whom to put out, the debriefing."""

from dataclasses import replace

import numpy as np
import pytest

from game import Session, load_level
from game.core.command import (
    ACTIONS,
    BRAKE,
    CONTROLS,
    DUCK,
    FULL_PEDAL,
    FULL_STEER,
    GIVE_UP,
    HANDBRAKE,
    STEER,
    THROTTLE,
    Command,
    Order,
)
from game.core.snapshot import X, Y
from game.level.model import Level


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


class Always:
    """A driver who gives the same command each tick."""

    def __init__(self, actions: int, orders: tuple[Order, ...] = ()) -> None:
        controls = np.zeros((1, CONTROLS), np.int16)
        controls[0, [STEER, THROTTLE, BRAKE, HANDBRAKE, ACTIONS]] = FULL_STEER, FULL_PEDAL, 1, 7, actions
        self.command = Command(controls, orders)

    def act(self, observation: object) -> Command:
        return self.command


@pytest.mark.parametrize(("actions", "held"), [(0, [FULL_STEER, FULL_PEDAL, 1, 7, 0]), (DUCK, [0, 0, 0, 7, DUCK])])
def test_a_ducked_driver_has_neither_wheel_nor_pedals(tryout: Level, actions: int, held: list[int]) -> None:
    driver = Always(actions)
    session = Session(tryout, driver=driver, traffic=0)
    session.step()
    assert session.snapshot.controls[0].tolist() == held
    assert driver.command.controls[0, THROTTLE] == FULL_PEDAL  # what he wished is what a replay keeps


def test_a_ducked_driver_s_car_rolls_on(tryout: Level) -> None:
    session = Session(tryout, driver=Always(DUCK), traffic=0)
    session._world.place(0, *tryout.heist.kerb[:2], 0.0, tryout.heist.kerb[2], 5.0)
    for _ in range(60):
        session.step()
    assert 2.0 < np.hypot(*(session.snapshot.cars[0, [X, Y]] - tryout.heist.kerb[:2])) < 5.0


def test_an_order_says_whom_to_put_out(tryout: Level) -> None:
    session = Session(tryout, driver=Always(0, (Order("put out", unit=1), Order("aids", unit=0))), traffic=0)
    session.step()
    assert session._job.chosen == 1


def test_a_job_with_a_start_begins_there(tryout: Level) -> None:
    x, y, heading = 580.0, 600.0, -1.5
    level = replace(tryout, heist=replace(tryout.heist, start=(x, y, heading)))
    session = Session(level, driver=Always(DUCK), traffic=0)
    session.step()
    assert session.snapshot.cars[0, [X, Y]] == pytest.approx([x, y], abs=0.1)
    assert session.status.phase == "approach"


def test_the_debriefing_tells_of_the_run(tryout: Level) -> None:
    session = Session(tryout, driver=Always(DUCK | GIVE_UP), traffic=0)
    session.run()
    told = session.debrief
    assert (told.outcome, told.note) == ("abandoned", session.status.note)
    assert [name for name, _ in told.crew] == [man.name for man in tryout.heist.crew]
