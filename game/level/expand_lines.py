"""The lines of drawn roads, as the derivation will draw them, for what is built between them."""

from game.level.paths import Line, mm, round_bends, smooth
from game.level.plan import RoadLine


def drawn_line(road: RoadLine) -> Line:
    """The axis of a road with its curve or rounded bends, (k, 2)."""
    return mm(smooth(road.path) if road.curve else round_bends(road.path))
