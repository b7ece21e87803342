"""From what the police seat is told to the blackboard on its screen."""

import math
from collections.abc import Sequence

from game.core.observation import KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE, PoliceStatus
from game.level.model import CarSpec
from game.view.blackboard import Blackboard

MOST_BADGES = 100.0


def blackboard(status: PoliceStatus, cars: Sequence[CarSpec]) -> Blackboard:
    """What the Detective may know, as words."""
    x, y = status.place
    return Blackboard(
        alert=status.alert,
        heat=status.heat,
        charge=status.charge,
        task=status.task,
        car=car_text(status.known, cars[status.model].name if status.model >= 0 else ""),
        badges=status.badges / MOST_BADGES,
        place=(x, y) if math.isfinite(x) and math.isfinite(y) else None,
    )


def car_text(known: int, model: str) -> str:
    """What is known of the getaway car; model: its name, "" while that is not known."""
    names = {KNOWN_CLASS: model or "class", KNOWN_COLOUR: "colour", KNOWN_PLATE: "plate"}
    return ", ".join(name for bit, name in names.items() if known & bit) or "unknown"
