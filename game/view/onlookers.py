"""Who looks at the Driver: where they stand, and what to call them."""

from collections.abc import Iterator

import numpy as np

from game.core.snapshot import P_X, P_Y, POLICE, ROLE, Snapshot, X, Y
from game.level.model import Heist


def onlookers(now: Snapshot) -> Iterator[tuple[float, float, float]]:
    """(x, y, certainty) of each of them, m: people on foot, and units in their cars."""
    first = len(now.people)
    units = np.flatnonzero(now.tags[:, ROLE] == POLICE)
    for row, certainty in zip(now.status.watchers, now.status.certainties, strict=True):
        if row < first:
            yield float(now.people[row, P_X]), float(now.people[row, P_Y]), certainty
        elif row - first < len(units):
            x, y = now.cars[units[row - first], [X, Y]].tolist()
            yield x, y, certainty


def surest(heist: Heist, now: Snapshot) -> str:
    """What to call the one of them who is surest of his face; "" if nobody looks."""
    pairs = sorted(zip(now.status.certainties, now.status.watchers, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return name_of(heist, len(now.people), pairs[0][1]) if pairs else ""


def name_of(heist: Heist, people: int, row: int) -> str:
    """A witness by his name, a passer-by, or a unit counted from 1."""
    first = len(heist.crew)
    if row >= people:
        return f"unit {row - people + 1}"
    known = heist.witnesses[row - first : row - first + 1] if row >= first else ()
    return known[0].name if known else "a passer-by"
