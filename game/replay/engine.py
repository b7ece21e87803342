"""What decides a run besides its Setup: the simulation's code and the libraries under it."""

import hashlib
import platform
from importlib.metadata import version
from pathlib import Path

import msgspec

ROOMS = ("core", "level", "sense", "sim", "ai", "heist", "session.py")  # what decides how a run goes
LIBRARIES = ("llvmlite", "numba", "numpy", "pymunk", "shapely")


class Engine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """rooms: a hash of each room's sources; libraries: their versions; machine: told where a run differs
    (the same bits on another kind of machine are hoped for, not promised)."""

    version: str
    rooms: dict[str, str]
    libraries: dict[str, str]
    machine: str

    def differences(self, ours: "Engine") -> list[str]:
        """By name, why a run made with this engine may go otherwise with `ours`."""
        rooms = [room for room in ROOMS if self.rooms.get(room) != ours.rooms[room]]
        found = [f"version {self.version} with other code in {', '.join(rooms)}"] if rooms else []
        for name, here in ours.libraries.items():
            there = self.libraries.get(name, "none")
            if there != here:
                found.append(f"{name} {there} (here {here})")
        return found


def _hash_room(room: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(room.rglob("*.py")) if room.is_dir() else [room]:
        text = file.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows may have these
        digest.update(f"{file.relative_to(room.parent).as_posix()} {len(text)}\n".encode() + text)
    return digest.hexdigest()


def engine() -> Engine:
    """The engine of this process."""
    game = Path(__file__).resolve().parent.parent
    return Engine(
        version=version("the-driver"),
        rooms={room: _hash_room(game / room) for room in ROOMS},
        libraries={name: version(name) for name in LIBRARIES},
        machine=f"{platform.system()} {platform.machine()}",
    )
