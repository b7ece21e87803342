"""The replay file. It comes from strangers: data only, every length checked before it is believed.

    "the-driver replay 1\\n" · header · commands · checksums · blake2b of all before (32 bytes)

Each of the three sections has its length before it (uint32, little-endian). The header is JSON (Header);
commands (int16: for each seat ticks × its cars × CONTROLS) and checksums (uint32: ticks × arrays × 2)
are zlib streams.
"""

import hashlib
import math
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from game.core.checksum import ARRAYS
from game.core.command import CONTROLS, FULL_PEDAL, HANDBRAKE, THROTTLE, Order
from game.core.constants import TICK_HZ
from game.core.setup import DIFFICULTIES, SIDES, Setup
from game.replay.engine import Engine

MAGIC = b"the-driver replay "
FORMAT = 1
DIGEST_BYTES = 32
SEATS = ("driver", "police", "pilot")
SUMS_SHAPE = (len(ARRAYS), 2)
SUMS_BYTES = len(ARRAYS) * 2 * 4  # of one tick

MOST_BYTES = 32_000_000  # of a file: three hours take some 26 MB
MOST_TICKS = 3 * 3600 * TICK_HZ
MOST_CARS = 64
MOST_TRAFFIC = 400
MOST_ORDERS = 100_000
MOST_INFLATED = 100_000_000  # bytes of one section: a small stream can inflate a thousandfold


class ReplayError(Exception):
    """The file is damaged, alien or made by another engine; the text says which."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """seats: how many cars each recorded seat commands; orders: (seat, tick, kind, unit, edge, s)."""

    setup: Setup
    engine: Engine
    ticks: int
    outcome: str
    hash: str
    seats: dict[str, int]
    orders: list[tuple[str, int, str, int, int, float]]


@dataclass(frozen=True)
class Replay:
    """controls: seat -> int16 (ticks, cars, CONTROLS); sums: uint32 (ticks, arrays, 2), fewer rows where the
    file is damaged; intact: the digest is right."""

    header: Header
    controls: dict[str, NDArray[np.int16]]
    sums: NDArray[np.uint32]
    intact: bool = True

    def orders(self, seat: str) -> dict[int, tuple[Order, ...]]:
        """The orders of a seat by tick."""
        found: dict[int, tuple[Order, ...]] = {}
        for whose, tick, kind, unit, edge, s in self.header.orders:
            if whose == seat:
                found[tick] = (*found.get(tick, ()), Order(kind, unit, edge, s))
        return found


def encode(replay: Replay) -> bytes:
    """The bytes of a replay file."""
    commands = b"".join(rows.astype("<i2").tobytes() for rows in replay.controls.values())
    sections = (
        msgspec.json.encode(replay.header),
        zlib.compress(commands),
        zlib.compress(replay.sums.astype("<u4").tobytes()),
    )
    body = MAGIC + f"{FORMAT}\n".encode() + b"".join(struct.pack("<I", len(part)) + part for part in sections)
    return body + _digest(body)


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=DIGEST_BYTES).digest()


def read(path: Path, *, damaged: bool = False) -> Replay:
    """Read a replay file; with `damaged`, also one whose digest is wrong, as far as it goes.

    ReplayError when it is no replay, a newer one, damaged, or asks for more than a run can need;
    OSError when it cannot be opened.
    """
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return decode(data, damaged=damaged)
    except ReplayError as error:
        raise ReplayError(f"{path}: {error}") from None


def decode(data: bytes, *, damaged: bool = False) -> Replay:
    """As `read`, from the bytes of a file."""
    if len(data) > MOST_BYTES:
        raise ReplayError(f"larger than a replay can be ({MOST_BYTES // 1_000_000} MB)")
    body, digest = data[:-DIGEST_BYTES], data[-DIGEST_BYTES:]
    start = _after_magic(data)
    intact = _digest(body) == digest
    if not intact and not damaged:
        raise ReplayError("altered or damaged: its digest does not fit (replay --verify tells where)")
    header_text, commands, sums = _sections(body[start:])
    header = _header(header_text)
    cars = sum(header.seats.values())
    commands = _inflate(commands, header.ticks * cars * CONTROLS * 2, damaged)
    sums = _inflate(sums, header.ticks * SUMS_BYTES, damaged)
    whole = sums[: len(sums) // SUMS_BYTES * SUMS_BYTES]
    rows = np.frombuffer(whole, "<u4").astype(np.uint32).reshape(-1, *SUMS_SHAPE)
    return Replay(header, _split(commands, header, bend=not intact), rows, intact)


def _after_magic(data: bytes) -> int:
    """Where the sections begin."""
    match = re.match(re.escape(MAGIC) + rb"(\d{1,6})\n", data[:40])
    if not match:
        raise ReplayError("not a replay of this game")
    if int(match[1]) > FORMAT:
        raise ReplayError(f"made by a newer version (replay format {int(match[1])}, this one reads {FORMAT})")
    return match.end()


def _sections(data: bytes) -> list[bytes]:
    """The three sections; the last ones are short or empty where the file was cut off."""
    found = []
    for _ in range(3):
        size = int.from_bytes(data[:4], "little")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found


def _header(data: bytes) -> Header:
    try:
        header = msgspec.json.decode(data, type=Header)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ReplayError(f"its header is damaged: {error}") from None
    wrong = _header_problem(header)
    if wrong:
        raise ReplayError(f"its header is damaged: {wrong}")
    return header


def _header_problem(header: Header) -> str:
    """The first thing wrong with a header's values, "" when nothing is."""
    setup = header.setup
    checks = (
        (re.fullmatch(r"[\w-]{1,80}", setup.level) is not None, "level is no name of a level"),
        (0 <= setup.seed < 2**63, "seed must be 0 … 2**63 - 1"),
        (setup.difficulty in DIFFICULTIES, f"difficulty must be one of {', '.join(DIFFICULTIES)}"),
        (setup.side in SIDES, f"side must be one of {', '.join(SIDES)}"),
        (-1 <= setup.traffic <= MOST_TRAFFIC, f"traffic must be -1 … {MOST_TRAFFIC}"),
        (0 <= header.ticks <= MOST_TICKS, f"ticks must be 0 … {MOST_TICKS}"),
        (set(header.seats) <= set(SEATS), f"seats must be of {', '.join(SEATS)}"),
        (all(1 <= cars <= MOST_CARS for cars in header.seats.values()), f"a seat has 1 … {MOST_CARS} cars"),
        (len(header.orders) <= MOST_ORDERS, f"there are at most {MOST_ORDERS} orders"),
        (all(math.isfinite(order[-1]) for order in header.orders), "an order's s must be finite"),
    )
    return next((text for good, text in checks if not good), "")


def _inflate(data: bytes, length: int, damaged: bool) -> bytes:
    """Inflate a zlib stream that must give `length` bytes; with `damaged`, as many as can be had."""
    if length > MOST_INFLATED:
        raise ReplayError(f"it asks for {length // 1_000_000} MB, {MOST_INFLATED // 1_000_000} are allowed")
    stream = zlib.decompressobj()
    found = bytearray()
    try:
        for start in range(0, len(data), 64):  # in small bites, so that what lies before a damage is kept
            found += stream.decompress(data[start : start + 64], length + 1 - len(found))
            if len(found) > length:
                break
    except zlib.error:
        if not damaged:
            raise ReplayError("a stream in it is damaged") from None
    if len(found) != length and not damaged:
        raise ReplayError(f"a stream in it does not hold the {length} bytes that its header tells")
    return bytes(found[:length])


def _split(commands: bytes, header: Header, bend: bool) -> dict[str, NDArray[np.int16]]:
    """The controls of each seat. `bend`: missing ticks become idle and pedals are bent into their range."""
    found = {}
    size = header.ticks * sum(header.seats.values()) * CONTROLS * 2
    flat = np.frombuffer(commands.ljust(size, b"\0"), "<i2").astype(np.int16)
    for seat, cars in header.seats.items():
        count = header.ticks * cars * CONTROLS
        rows, flat = flat[:count].reshape(header.ticks, cars, CONTROLS), flat[count:]
        pedals = rows[:, :, THROTTLE : HANDBRAKE + 1]
        if ((pedals < 0) | (pedals > FULL_PEDAL)).any() and not bend:
            raise ReplayError(f"a pedal of the {seat} is outside 0 … {FULL_PEDAL}")
        np.clip(pedals, 0, FULL_PEDAL, out=pedals)
        found[seat] = rows
    return found
