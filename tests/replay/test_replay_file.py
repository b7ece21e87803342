"""A replay file is data from strangers: what it says is checked before it is believed."""

import contextlib
import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from clock import cpu_seconds
from hypothesis import given, settings
from hypothesis import strategies as st

from game.core.command import THROTTLE
from game.core.setup import Setup
from game.replay import Engine, Header, Replay, ReplayError, encode, read
from game.replay.file import DIGEST_BYTES, MAGIC, MOST_TICKS, SUMS_SHAPE, decode

TICKS = 50


def small() -> Replay:
    """A replay of nothing in particular, well formed."""
    dice = np.random.default_rng(1)
    controls = dice.integers(0, 256, (TICKS, 1, 5)).astype(np.int16)
    header = Header(
        setup=Setup("tryout", "00", 7, driver="person"),
        engine=Engine("1", {}, {}, "Linux x86_64"),
        ticks=TICKS,
        outcome="captured",
        hash="ab",
        seats={"driver": 1},
        orders=[("driver", 3, "go", 1, 2, 0.1), ("driver", 3, "stop", 1, 2, 1e-17)],
    )
    return Replay(header, {"driver": controls}, dice.integers(0, 2**32, (TICKS, *SUMS_SHAPE), np.uint32))


def signed(body: bytes) -> bytes:
    """A file body with a digest that fits, as anyone can make one."""
    return body + hashlib.blake2b(body, digest_size=DIGEST_BYTES).digest()


def with_header(**changes: object) -> bytes:
    return encode(replace(small(), header=msgspec.structs.replace(small().header, **changes)))


def test_what_is_written_is_read_back() -> None:
    back = decode(encode(small()))
    assert back.header == small().header
    assert back.intact
    assert (back.controls["driver"] == small().controls["driver"]).all()
    assert (back.sums == small().sums).all()
    assert [order.s for order in back.orders("driver")[3]] == [0.1, 1e-17]


@pytest.mark.parametrize("place", range(0, len(encode(small())), 37))
def test_a_changed_byte_is_refused(place: int) -> None:
    data = bytearray(encode(small()))
    data[place] ^= 1
    with pytest.raises(ReplayError):
        decode(bytes(data))


def test_an_alien_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "alien").write_bytes(b"\x89PNG\r\n" + bytes(100))
    with pytest.raises(ReplayError, match=r"alien: not a replay"):
        read(tmp_path / "alien")


def test_a_file_of_a_newer_version_is_refused_by_name() -> None:
    newer = encode(small()).replace(MAGIC + b"1\n", MAGIC + b"2\n")
    with pytest.raises(ReplayError, match=r"newer version.*format 2"):
        decode(signed(newer[:-DIGEST_BYTES]))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"ticks": 10**9}, "ticks"),
        ({"ticks": -1}, "ticks"),
        ({"seats": {"driver": 10**6}}, "cars"),
        ({"seats": {"thief": 1}}, "seats"),
        ({"seats": {"driver": 64, "police": 64, "pilot": 64}, "ticks": MOST_TICKS}, "allowed"),
        ({"setup": Setup("../../etc/passwd", "00", 7)}, "level"),
        ({"setup": Setup("tryout", "00", -1)}, "seed"),
        ({"setup": Setup("tryout", "00", 7, traffic=10**9)}, "traffic"),
        ({"setup": Setup("tryout", "00", 7, difficulty="brutal")}, "difficulty"),
        ({"ticks": TICKS + 1}, "header tells"),
    ],
)
def test_impossible_headers_are_refused(changes: dict[str, object], text: str) -> None:
    with pytest.raises(ReplayError, match=text):
        decode(with_header(**changes))


def test_pedals_out_of_range_are_refused() -> None:
    replay = small()
    replay.controls["driver"][5, 0, THROTTLE] = 30000
    with pytest.raises(ReplayError, match="pedal"):
        decode(encode(replay))


@pytest.mark.parametrize("nested", [b"[" * 20_000, b'{"setup":' * 20_000, b'{"ticks":' + b"9" * 5000 + b"}"])
def test_hostile_headers_are_refused_without_a_crash(nested: bytes) -> None:
    body = MAGIC + b"1\n" + len(nested).to_bytes(4, "little") + nested
    with pytest.raises(ReplayError, match="header"):
        decode(signed(body))


def test_a_bomb_is_refused_fast_and_small() -> None:
    """30 kB that would inflate to 30 MB are read to the length that the header tells and no further."""
    header = msgspec.json.encode(small().header)
    bomb = zlib.compress(bytes(30_000_000), 9)
    parts = b"".join(len(part).to_bytes(4, "little") + part for part in (header, bomb, bomb))
    data = signed(MAGIC + b"1\n" + parts)

    def refuse() -> None:
        with pytest.raises(ReplayError, match="header tells"):
            decode(data)

    assert cpu_seconds(refuse) < 0.5


@settings(max_examples=300, deadline=1000)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=6), st.floats(0, 1))
def test_a_damaged_file_never_raises_anything_else(changes: list[tuple[float, int]], cut: float) -> None:
    data = bytearray(encode(small()))
    for place, mask in changes:
        data[int(place * len(data))] ^= mask
    for damaged in (False, True):
        with contextlib.suppress(ReplayError):
            decode(bytes(data[: int(cut * len(data))]), damaged=damaged)


def test_what_lies_before_the_damage_is_kept() -> None:
    data = encode(small())
    replay = decode(data[: -DIGEST_BYTES - 200], damaged=True)
    assert not replay.intact
    assert 10 < len(replay.sums) < TICKS
    assert (replay.sums == small().sums[: len(replay.sums)]).all()
