"""A recorded run is the same run again; where it is not, tick, array and car are named."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from driving import TICKS, Keyboard, record

from game.core.command import STEER, THROTTLE, Command
from game.core.snapshot import OMEGA, X
from game.level.model import Level
from game.replay import Replay, ReplayError, encode, open_session, read, verify
from game.replay.file import decode
from game.replay.verify import differences
from game.session import Session


def altered(replay: Replay, tick: int, column: int, by: int) -> Replay:
    """The same file with another command in one tick."""
    controls = replay.controls["driver"].copy()
    controls[tick, 0, column] ^= by
    return replace(replay, controls={"driver": controls})


def test_a_run_driven_by_a_person_verifies(driven: Replay, level: Level, tmp_path: Path) -> None:
    (tmp_path / "run").write_bytes(encode(driven))
    verdict = verify(read(tmp_path / "run"), level)
    assert verdict.same, verdict.text
    assert verdict.ticks == TICKS


def test_a_run_of_named_minds_verifies(level: Level) -> None:
    replay = record(Session(level, seed=11))
    assert replay.controls == {}
    verdict = verify(decode(encode(replay)), level)
    assert verdict.same, verdict.text


class Mower(Keyboard):
    """Full throttle and swerving: over the kerb at once."""

    def act(self, observation: Any) -> Command:
        command = super().act(observation)
        command.controls[0, THROTTLE] = 255
        command.controls[0, STEER] = ((observation.tick // 40) * 7 % 11 - 5) * 6000
        return command


def test_a_run_in_which_props_fall_verifies(level: Level) -> None:
    session = Session(level, seed=5, driver=Mower())
    replay = record(session, 300)
    assert len(session.snapshot.fallen)
    verdict = verify(decode(encode(replay)), level)
    assert verdict.same, verdict.text


def test_a_run_with_a_pilot_verifies(level: Level) -> None:
    replay = record(Session(level, seed=5, side="police", pilot=Keyboard()))
    assert set(replay.controls) == {"pilot"}
    verdict = verify(decode(encode(replay)), level)
    assert verdict.same, verdict.text


@pytest.mark.parametrize("tick", [0, 1, 77, 300, TICKS - 1])
@pytest.mark.parametrize(("column", "by"), [(STEER, 1), (THROTTLE, 1)])
def test_an_altered_command_is_named(driven: Replay, level: Level, tick: int, column: int, by: int) -> None:
    verdict = verify(altered(driven, tick, column, by), level)
    assert not verdict.same
    assert verdict.first is not None
    assert verdict.first.tick == tick
    assert verdict.first.rows[0] == ("controls", 0)
    assert f"tick {tick} " in verdict.text
    assert "controls of car 0" in verdict.text


def test_an_altered_file_is_refused_by_its_digest_and_still_localised(driven: Replay, level: Level) -> None:
    body = encode(altered(driven, 200, STEER, 64))
    forged = body[:-1] + bytes([body[-1] ^ 1])
    with pytest.raises(ReplayError, match="digest"):
        decode(forged)
    verdict = verify(decode(forged, damaged=True), level)
    assert "digest" in verdict.text
    assert verdict.first is not None
    assert verdict.first.tick == 200


def test_a_wrong_digest_alone_is_told(driven: Replay, level: Level) -> None:
    data = encode(driven)
    verdict = verify(decode(data[:-1] + bytes([data[-1] ^ 1]), damaged=True), level)
    assert not verdict.same
    assert verdict.first is None
    assert "altered" in verdict.text


def test_an_altered_checksum_is_told_from_an_altered_run(driven: Replay, level: Level) -> None:
    sums = driven.sums.copy()
    sums[123, 0, 0] ^= 1
    verdict = verify(replace(driven, sums=sums), level)
    assert verdict.first is not None
    assert (verdict.first.tick, verdict.differing) == (123, 1)


def test_altered_outcomes_and_seeds_are_found(driven: Replay, level: Level) -> None:
    header = driven.header
    wrong = verify(replace(driven, header=msgspec.structs.replace(header, outcome="escaped")), level)
    assert "escaped" in wrong.text
    seed = msgspec.structs.replace(header, setup=replace(header.setup, seed=4))
    assert verify(replace(driven, header=seed), level).first is not None


@pytest.mark.parametrize("column", [X, OMEGA])
def test_a_one_bit_fault_in_the_state_is_named_by_array_and_car(driven: Replay, level: Level, column: int) -> None:
    session = open_session(driven, level)
    for _ in range(100):
        session.step()
    cars = session._world.cars
    for row in range(len(cars)):
        kept = cars[row, column]
        bits = cars[row, column : column + 1].view(np.uint64)
        bits ^= np.uint64(1)
        session.record()
        assert differences(session, driven.sums[99]) == (("cars", row),)
        cars[row, column] = kept
    session.record()
    assert differences(session, driven.sums[99]) == ()  # the control: nothing is named without a fault


def test_another_engine_or_level_is_refused_by_name(driven: Replay, level: Level) -> None:
    engine = driven.header.engine
    other = msgspec.structs.replace(
        engine, rooms=engine.rooms | {"sim": "0"}, libraries=engine.libraries | {"numba": "0.1"}
    )
    with pytest.raises(ReplayError, match=r"code in sim.*numba 0\.1"):
        verify(replace(driven, header=msgspec.structs.replace(driven.header, engine=other)), level)
    setup = replace(driven.header.setup, level_hash="0")
    with pytest.raises(ReplayError, match="the level tryout"):
        verify(replace(driven, header=msgspec.structs.replace(driven.header, setup=setup)), level)


def test_a_file_without_the_commands_of_a_person_is_refused(driven: Replay, level: Level) -> None:
    header = msgspec.structs.replace(driven.header, seats={})
    with pytest.raises(ReplayError, match="no commands for the driver"):
        verify(replace(driven, header=header, controls={}), level)
