"""Where the picture looks: north up, ahead of the car, closer when it is slow."""

import math
from dataclasses import dataclass

NEAR, FAR = 11.0, 7.0  # px/m at 1280 × 720: standing, and fast
FAST, SLOW = 17.0, 9.0  # m/s above which it draws back and below which it comes closer
ZOOM_SECONDS = 1.1  # from one to the other
AHEAD = 0.85  # s of travel that it looks ahead
MOST_AHEAD = (30.0, 17.0)  # m, sideways and up or down
EASE = 2.2  # 1/s, how quickly the look-ahead follows
CUT = 40.0  # m: a target further away than this is jumped to


@dataclass(slots=True)
class Camera:
    """x, y: plan metres of the picture's middle; zoom 0 (near) … 1 (far)."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 0.0
    far: bool = False
    lead: tuple[float, float] = (0.0, 0.0)
    target: tuple[float, float] = (math.inf, math.inf)

    def follow(self, x: float, y: float, vx: float, vy: float, seconds: float) -> None:
        """Move on by `seconds` of the game's time after a car at plan (x, y) with velocity (vx, vy)."""
        speed = math.hypot(vx, vy)
        self.far = speed > (SLOW if self.far else FAST)
        wish = (_limited(vx * AHEAD, MOST_AHEAD[0]), _limited(vy * AHEAD, MOST_AHEAD[1]))
        if math.hypot(x - self.target[0], y - self.target[1]) > CUT:
            self.lead, self.zoom = wish, float(self.far)
        share = 1.0 - math.exp(-EASE * seconds)
        self.lead = (self.lead[0] + (wish[0] - self.lead[0]) * share, self.lead[1] + (wish[1] - self.lead[1]) * share)
        step = seconds / ZOOM_SECONDS
        self.zoom = min(1.0, self.zoom + step) if self.far else max(0.0, self.zoom - step)
        self.target = (x, y)
        self.x, self.y = x + self.lead[0], y + self.lead[1]

    @property
    def scale(self) -> float:
        """px/m now, eased at both ends."""
        share = self.zoom * self.zoom * (3.0 - 2.0 * self.zoom)
        return NEAR + (FAR - NEAR) * share


def _limited(value: float, most: float) -> float:
    return max(-most, min(most, value))
