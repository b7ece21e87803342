"""A Session refuses what is not allowed, ends once, and hands out nothing that can change it."""

import numpy as np
import pytest

from game import Session, load_level
from game.core.command import CONTROLS, Command
from game.core.setup import PERSON
from game.core.snapshot import ACTIVE, OUTCOMES, ROLE, TRAFFIC
from game.level.model import Level


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


class Standing:
    """A driver who never touches anything."""

    def act(self, observation: object) -> Command:
        return Command(np.zeros((1, CONTROLS), np.int16))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"difficulty": "brutal"}, "'brutal' is not one of easy, normal, hard"),
        ({"side": "crew"}, "'crew' is not one of driver, police"),
        ({"seed": -1}, "seed -1 is not between"),
        ({"seed": 2**63}, "is not between"),
        ({"driver": "nobody"}, "nobody"),
        ({"police": "nobody"}, "nobody"),
        ({"traffic": -2}, "traffic -2"),
    ],
)
def test_a_setup_that_is_not_allowed_is_refused(tryout: Level, options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Session(tryout, **options)  # type: ignore[arg-type]


def test_a_snapshot_cannot_change_the_run(tryout: Level) -> None:
    session = Session(tryout, seed=1)
    for _ in range(10):
        session.step()
    snapshot = session.snapshot
    with pytest.raises(ValueError, match="read-only"):
        snapshot.cars[0, 0] = 0.0
    before = snapshot.cars.copy()
    session.step()
    assert (snapshot.cars == before).all()


def test_an_observation_cannot_change_the_run(tryout: Level) -> None:
    class Meddler(Standing):
        def act(self, observation: object) -> Command:
            observation.own[0, 0] = 0.0  # type: ignore[attr-defined]
            return super().act(observation)

    with pytest.raises(ValueError, match="read-only"):
        Session(tryout, driver=Meddler()).step()


def test_a_job_ends_once_and_says_how(tryout: Level) -> None:
    session = Session(tryout, seed=3)
    assert session.run() in OUTCOMES
    with pytest.raises(ValueError, match="the job is over"):
        session.step()
    assert session.status.note


def test_a_mind_from_elsewhere_is_a_person_of_the_setup(tryout: Level) -> None:
    assert Session(tryout, driver=Standing()).setup.driver == PERSON
    assert Session(tryout).setup.driver == "shortest"


def test_the_pilot_takes_unit_0_and_nobody_else(tryout: Level) -> None:
    class FullLeft(Standing):
        def act(self, observation: object) -> Command:
            command = super().act(observation)
            command.controls[0, 0] = 32767
            return command

    session = Session(tryout, side="police", pilot=FullLeft())
    session.step()
    units = session.commands["police"].controls
    first = 1 + len(tryout.heist.switch_cars)
    controls = session.snapshot.controls[first : first + len(units)]
    assert controls[0, 0] == 32767
    assert (controls[1:] == units[1:]).all()


def test_traffic_can_be_set(tryout: Level) -> None:
    for wanted in (0, 5):
        tags = Session(tryout, traffic=wanted).snapshot.tags
        assert np.count_nonzero((tags[:, ROLE] == TRAFFIC) & (tags[:, ACTIVE] == 1)) == wanted
