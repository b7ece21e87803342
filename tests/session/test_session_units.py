"""Which units a job has: patrols, units that lie in wait, reserves; and what a difficulty changes of it."""

from dataclasses import replace

import numpy as np
import pytest

from game import Session, load_level
from game.core.command import CONTROLS, THROTTLE, Command
from game.core.snapshot import ACTIVE, LIGHTS, MODEL, POLICE, ROLE, TRAFFIC, VX, VY
from game.level.model import Level, PlacedUnit, Setting

WAITING = PlacedUnit(at=(300.0, 40.0, 0.0), model="nova_unmarked", wakes="switch")


@pytest.fixture(scope="module")
def level() -> Level:
    """The tryout with one patrol and one unit that lies in wait, of which none is there on easy."""
    tryout = load_level("tryout")
    heist = replace(
        tryout.heist,
        patrols=tryout.heist.patrols[:1],
        placed=(WAITING,),
        settings=(("easy", Setting(patrols=0, placed=0, traffic=0.5)),),
    )
    return replace(tryout, heist=heist)


class FullThrottle:
    """Police who all step on it."""

    def act(self, observation: object) -> Command:
        controls = np.zeros((len(observation.own), CONTROLS), np.int16)  # type: ignore[attr-defined]
        controls[:, THROTTLE] = 255
        return Command(controls)


def units(session: Session) -> np.ndarray:
    """The rows of police that are in the world."""
    tags = session.snapshot.tags
    found: np.ndarray = np.flatnonzero((tags[:, ROLE] == POLICE) & (tags[:, ACTIVE] == 1))
    return found


def speeds(session: Session) -> list[float]:
    cars = session.snapshot.cars[units(session)]
    return [float(speed) for speed in np.hypot(cars[:, VX], cars[:, VY])]


def test_a_unit_that_lies_in_wait_drives_its_own_model(level: Level) -> None:
    session = Session(level)
    names = [level.cars[model].id for model in session.snapshot.tags[units(session), MODEL]]
    assert names == [level.heist.police_model, "nova_unmarked"]


@pytest.mark.parametrize("police", ["chase", FullThrottle()])
def test_it_stands_dark_and_still_until_it_is_woken(level: Level, police: object) -> None:
    session = Session(level, police=police)  # type: ignore[arg-type]
    for _ in range(120):
        session.step()
    patrol, waiting = speeds(session)
    assert patrol > 3.0  # the control: who is not asleep drives
    assert waiting < 0.05
    assert session.snapshot.tags[units(session)[1], LIGHTS] == 0
    session._job.asleep = 0
    for _ in range(240):
        session.step()
    assert speeds(session)[1] > 3.0


def test_a_difficulty_changes_patrols_units_in_wait_and_traffic(level: Level) -> None:
    def traffic(session: Session) -> int:
        return int((session.snapshot.tags[:, ROLE] == TRAFFIC).sum())

    easy, normal = Session(level, difficulty="easy"), Session(level, difficulty="normal")
    assert (len(units(easy)), len(units(normal))) == (0, 2)
    assert traffic(easy) == traffic(normal) / 2
    assert traffic(Session(level, difficulty="easy", traffic=7)) == 7


def test_the_seat_has_room_for_all_who_may_come(level: Level) -> None:
    assert len(Session(level)._roster.police) == level.heist.max_units
    crowded = replace(level, heist=replace(level.heist, placed=(WAITING,) * 9))
    assert len(Session(crowded)._roster.police) == 10
