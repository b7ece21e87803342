"""Plane geometry in kernels, each once."""

import math

from game.core.kernel import kernel


@kernel
def wrap(angle: float) -> float:
    """The same direction in (-π, π]."""
    turns = math.floor((angle + math.pi) / (2.0 * math.pi))
    return angle - turns * 2.0 * math.pi


@kernel
def segments_cross(ax: float, ay: float, bx: float, by: float, cx: float, cy: float, dx: float, dy: float) -> bool:
    """Whether segment a-b meets segment c-d, touching included."""
    d1 = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    d2 = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    if d1 * d2 > 0.0:
        return False
    d3 = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
    d4 = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
    return d3 * d4 <= 0.0
