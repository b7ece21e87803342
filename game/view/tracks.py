"""Railway tracks, and the concrete channel of a river, as they lie."""

from collections.abc import Callable, Sequence

import numpy as np

from game.core.snapshot import ASPHALT
from game.level.city import Channel, City
from game.view import palette as ink
from game.view.nearby import Nearby
from game.view.palette import Colour, tone
from game.view.plan import Boxes, Points, along, line_length, sides, strip
from game.view.sheet import Area, Op, Quads, Strokes, box_quads

GAUGE = 1.435  # m between the rails (standard gauge)
SLEEPERS = 0.65  # m from one to the next
PIECE = 30.0  # m of track, or of river, that is kept as one
BANK = 6.0  # m across the sloping side of a channel
LOW_FLOW = 7.0  # m, the trench in the middle that carries water all year
LEVEE = 5.0  # m beside a channel
SLAB = 9.0  # m between the joints of a channel's concrete
WATER: Colour = (62, 84, 84)


class Stretches:
    """Long things in stretches of PIECE m, worked out when first near: make(number of the line, stretch)."""

    def __init__(
        self, lines: Sequence[Points], height: float, make: Callable[[int, Points], list[Op]], margin: float
    ) -> None:
        self.make, self.margin = make, margin
        self.lines = Nearby(lines, height, self._cut, margin)

    def _cut(self, number: int, line: Points) -> tuple[Boxes, list[Points], dict[int, list[Op]]]:
        parts = pieces(line)
        return Boxes(parts, self.margin), parts, {}

    def touching(self, *box: float) -> list[list[Op]]:
        """What to draw of each stretch whose box touches a rectangle of the plan."""
        out = []
        for number in self.lines.boxes.touching(*box):
            boxes, parts, made = self.lines[number]
            for k in boxes.touching(*box):
                if k not in made:
                    made[k] = self.make(number, parts[k])
                out.append(made[k])
        return out


def pieces(line: Points) -> list[Points]:
    """A line in runs of PIECE m that meet end to end, with points every 3 m or so."""
    total = line_length(line)
    count = max(1, round(total / PIECE))
    steps = max(1, round(total / count / 3.0))
    points, _ = along(line, np.linspace(0.0, total, count * steps + 1))
    return [points[k * steps : (k + 1) * steps + 1] for k in range(count)]


def track_ops(city: City, line: Points) -> list[Op]:
    """A piece of track: sleepers where there is ballast, only the rails where it crosses a street."""
    at, u = along(line, np.arange(SLEEPERS / 2, line_length(line), SLEEPERS))
    v = np.stack([-u[:, 1], u[:, 0]], axis=1)
    street = _on_asphalt(city, at)
    ties = box_quads(at, u, v, 0.26, 2.6)[~street]
    rails = [line + sides(line) * q for q in (-GAUGE / 2, GAUGE / 2)]
    runs = np.concatenate([np.stack([rail[:-1], rail[1:]], axis=1) for rail in rails])
    return [Quads(ink.SLEEPER, ties), Strokes(ink.RUST_RAIL, runs, 0.2), Strokes((176, 166, 156), runs, 0.06)]


def _on_asphalt(city: City, at: Points) -> np.ndarray:
    rows, columns = city.surface.shape
    x = np.clip(at[:, 0].astype(int), 0, columns - 1)
    y = np.clip((city.height - at[:, 1]).astype(int), 0, rows - 1)
    found: np.ndarray = city.surface[y, x] == ASPHALT
    return found


def channel_ops(channel: Channel, line: Points) -> list[Op]:
    """A piece of a river: its levees, banks in light and shade, the bed's slabs, its low-flow trench."""
    half, normal = channel.width / 2, sides(line)
    bank = min(BANK, half / 2)
    sun = float(normal[0] @ np.array(ink.SUN))  # how far the right-hand side lies toward the light
    ops: list[Op] = [Area(tone(ink.WALK, 0.86), strip(line, 0.0, channel.width + 2 * LEVEE, normal))]
    ops.append(Area(tone(ink.CHANNEL, 0.9), strip(line, 0.0, channel.width, normal)))
    for side in (-1.0, 1.0):
        ops += _bank(line, normal, side * half, bank, -side * sun)
    at, u = along(line, np.arange(SLAB / 2, line_length(line), SLAB))
    v = np.stack([-u[:, 1], u[:, 0]], axis=1)
    joints = np.stack([at - v * (half - 0.5), at + v * (half - 0.5)], axis=1)
    ops.append(Strokes(tone(ink.CHANNEL, 0.76), joints, 0.1))
    for q in (-0.34, 0.34):
        seam = line + normal * half * q
        ops.append(Strokes(tone(ink.CHANNEL, 0.76), np.stack([seam[:-1], seam[1:]], axis=1), 0.08))
    return ops + _low_flow(line, normal)


def _bank(line: Points, normal: Points, edge: float, bank: float, toward: float) -> list[Op]:
    """A sloping side from its edge down to the bed. toward: how far it looks to the sun, -1 … 1."""
    inwards = -1.0 if edge > 0 else 1.0
    light = 0.98 + 0.2 * toward
    ops: list[Op] = []
    for k in range(4):  # darker towards the foot
        middle = edge + inwards * bank * (k + 0.5) / 4
        ops.append(Area(tone(ink.CHANNEL, light - 0.045 * k), strip(line, middle, bank / 4 + 0.05, normal)))
    ops.append(Area(tone(ink.PARAPET, 1.0), strip(line, edge, 0.7, normal)))
    ops.append(Area(tone(ink.CHANNEL, 0.6), strip(line, edge + inwards * bank, 0.35, normal)))
    if toward < -0.2:  # its own shadow on the bed
        ops.append(Area(tone(ink.CHANNEL, 0.7), strip(line, edge + inwards * (bank + 1.4), 2.6, normal)))
    ops.append(Area(tone(ink.CHANNEL, 0.83), strip(line, edge + inwards * bank * 1.9, 2.8, normal)))  # silt
    return ops


def _low_flow(line: Points, normal: Points) -> list[Op]:
    """The trench in the middle, and the light on its water."""
    return [
        Area(tone(ink.CHANNEL, 0.55), strip(line, 0.0, LOW_FLOW + 0.9, normal)),
        Area(WATER, strip(line, 0.0, LOW_FLOW, normal)),
        Area(tone(WATER, 0.84), strip(line, 1.2, 3.2, normal)),
        Area(tone(WATER, 1.3), strip(line, -2.1, 0.35, normal)),
        Area(tone(WATER, 1.18), strip(line, 0.7, 0.2, normal)),
    ]
