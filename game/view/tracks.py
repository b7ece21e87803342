"""Railway tracks, and the concrete channel of a river, as they lie."""

import numpy as np

from game.core.snapshot import ASPHALT
from game.level.city import Channel, City
from game.view import palette as ink
from game.view.palette import Colour, tone
from game.view.plan import Points, along, line_length, sides, strip
from game.view.sheet import Area, Op, Quads, Strokes, box_quads

GAUGE = 1.435  # m between the rails (standard gauge)
SLEEPERS = 0.65  # m from one to the next
PIECE = 30.0  # m of track, or of river, that is kept as one
BANK = 6.0  # m across the sloping side of a channel
LOW_FLOW = 7.0  # m, the trench in the middle that carries water all year
SLAB = 9.0  # m between the joints of a channel's concrete
WATER: Colour = (62, 84, 84)


def pieces(line: Points) -> list[Points]:
    """A line in runs of PIECE m that meet end to end, with points every 3 m."""
    total = line_length(line)
    out = []
    for start in np.arange(0.0, total, PIECE).tolist():
        end = min(total, start + PIECE)
        out.append(along(line, np.linspace(start, end, max(2, int((end - start) / 3.0) + 1)))[0])
    return [piece for piece in out if line_length(piece) > 0.01]


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
    """A piece of a river: banks in light and shade, the bed's slabs, its low-flow trench."""
    half, normal = channel.width / 2, sides(line)
    bank = min(BANK, half / 2)
    lit = float((normal[0] * (-0.5, -0.86)).sum())  # a bank that looks at the sun; the sun stands upper left
    ops: list[Op] = [Area(tone(ink.CHANNEL, 0.92), strip(line, 0.0, channel.width, normal))]
    for side in (-1.0, 1.0):
        shade = 0.98 - 0.2 * lit * side
        for k in range(3):  # darker towards the foot
            middle = side * (half - bank * (k + 0.5) / 3)
            ops.append(Area(tone(ink.CHANNEL, shade * (1.06 - 0.05 * k)), strip(line, middle, bank / 3 + 0.05, normal)))
        ops.append(Area(tone(ink.PARAPET, 0.95), strip(line, side * (half - 0.2), 0.5, normal)))
        ops.append(Area(tone(ink.CHANNEL, 0.66), strip(line, side * (half - bank), 0.3, normal)))
        ops.append(Area(tone(ink.CHANNEL, 0.8), strip(line, side * (half - bank) * 0.62, 3.4, normal)))  # silt
    at, u = along(line, np.arange(SLAB / 2, line_length(line), SLAB))
    v = np.stack([-u[:, 1], u[:, 0]], axis=1)
    joints = np.stack([at - v * (half - 0.5), at + v * (half - 0.5)], axis=1)
    ops.append(Strokes(tone(ink.CHANNEL, 0.78), joints, 0.1))
    for q in (-0.62, 0.62):
        seam = line + normal * half * q * 0.55
        ops.append(Strokes(tone(ink.CHANNEL, 0.78), np.stack([seam[:-1], seam[1:]], axis=1), 0.08))
    ops.append(Area(tone(ink.CHANNEL, 0.55), strip(line, 0.0, LOW_FLOW + 0.9, normal)))
    ops.append(Area(WATER, strip(line, 0.0, LOW_FLOW, normal)))
    ops.append(Area(tone(WATER, 0.84), strip(line, 1.2, 3.2, normal)))
    ops.append(Area(tone(WATER, 1.3), strip(line, -2.1, 0.35, normal)))
    ops.append(Area(tone(WATER, 1.18), strip(line, 0.7, 0.2, normal)))
    return ops
