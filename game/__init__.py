"""The Driver: a getaway game and pursuit simulator.

    from game import Session, load_level
    session = Session(load_level("tryout"), seed=7, driver="shortest", police="chase")
    session.run()

The names are loaded when first asked for: numba with the first Session, shapely with the first level.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.core.command import Command, Mind, Order
    from game.core.observation import DriverStatus, Observation, PoliceStatus
    from game.core.setup import Setup
    from game.core.snapshot import Snapshot, Status
    from game.level.file import LevelError, load_level
    from game.session import Session

_HOMES = {
    "Command": "game.core.command",
    "Mind": "game.core.command",
    "Order": "game.core.command",
    "DriverStatus": "game.core.observation",
    "Observation": "game.core.observation",
    "PoliceStatus": "game.core.observation",
    "Setup": "game.core.setup",
    "Snapshot": "game.core.snapshot",
    "Status": "game.core.snapshot",
    "LevelError": "game.level.file",
    "load_level": "game.level.file",
    "Session": "game.session",
}

__all__ = [
    "Command",
    "DriverStatus",
    "LevelError",
    "Mind",
    "Observation",
    "Order",
    "PoliceStatus",
    "Session",
    "Setup",
    "Snapshot",
    "Status",
    "load_level",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'game' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
