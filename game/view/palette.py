"""Colours, and the light of each hour. Everything is painted in day colours and multiplied once by the light."""

from dataclasses import dataclass

Colour = tuple[int, int, int]
SUN = (-0.5, -0.86)  # where the paint's own light comes from: the upper left

# The ground, in daylight.
ASPHALT: Colour = (92, 92, 102)
CONCRETE: Colour = (116, 113, 110)
WALK: Colour = (146, 138, 130)
WALK_SEAM: Colour = (126, 118, 111)
KERB: Colour = (180, 172, 162)
GUTTER: Colour = (62, 61, 68)
GRASS: Colour = (88, 112, 62)
DIRT: Colour = (124, 108, 84)
PLAZA: Colour = (150, 134, 120)
LOT: Colour = (84, 83, 90)
BALLAST: Colour = (112, 104, 96)
RUST_RAIL: Colour = (96, 70, 54)
SLEEPER: Colour = (74, 60, 50)
CHANNEL: Colour = (178, 172, 158)  # the concrete of a river
DECK: Colour = (114, 113, 118)
PARAPET: Colour = (196, 190, 180)
BEYOND: Colour = (70, 66, 62)  # the land outside the map
YELLOW: Colour = (226, 178, 64)
WHITE: Colour = (214, 210, 198)
SKID: Colour = (44, 43, 50)

# Lights.
SODIUM: Colour = (255, 156, 76)
MERCURY: Colour = (170, 212, 200)
HEADLIGHT: Colour = (255, 232, 178)
TAIL: Colour = (255, 36, 22)
REVERSE: Colour = (210, 214, 220)
POLICE_RED: Colour = (255, 30, 40)
POLICE_BLUE: Colour = (52, 92, 255)
NEON: tuple[Colour, ...] = ((255, 60, 120), (60, 220, 255), (255, 150, 50), (160, 96, 255), (90, 255, 150))

# The screen's furniture.
CREAM: Colour = (246, 232, 200)
RUST: Colour = (196, 62, 36)
ORANGE: Colour = (232, 118, 38)
MUSTARD: Colour = (240, 180, 60)
INK: Colour = (20, 16, 20)
PANEL: Colour = (24, 24, 32)
QUIET: Colour = (168, 152, 128)


@dataclass(frozen=True, slots=True)
class Mood:
    """The light of an hour: what open ground, roofs and walls are multiplied with, how far the sun
    throws a shadow for a metre of height (x, y down), and how strong the lamps and beams are (0 … 1)."""

    ambient: Colour
    roof: Colour
    wall: Colour
    shade: Colour
    sun: tuple[float, float]
    lamps: float
    beams: float
    lit: bool  # windows, signs and lamp heads glow
    haze: Colour  # added at the end: sunlight in the smog


NIGHT = Mood((46, 53, 96), (100, 104, 146), (84, 84, 122), (24, 27, 52), (0.0, 0.0), 1.0, 1.0, True, (0, 0, 0))
DUSK = Mood((214, 152, 134), (255, 190, 142), (222, 150, 128), (92, 86, 138), (1.5, 0.55), 0.26, 0.5, True, (0, 0, 0))
DAY = Mood(
    (255, 247, 230), (255, 248, 232), (236, 226, 214), (126, 132, 164), (0.55, 0.62), 0.0, 0.0, False, (30, 25, 15)
)

HOURS: tuple[tuple[float, Mood], ...] = ((0.0, NIGHT), (5.6, DUSK), (7.2, DAY), (18.0, DUSK), (20.2, NIGHT))


def mood_at(hour: float) -> Mood:
    """The mood of a local time, 0 … 24 h."""
    return [mood for start, mood in HOURS if start <= hour % 24.0][-1]


def tone(colour: Colour, factor: float) -> Colour:
    """The colour made darker or lighter."""
    r, g, b = (max(0, min(255, int(channel * factor))) for channel in colour)
    return r, g, b


def multiplied(paint: Colour, light: Colour) -> Colour:
    """Paint of a day colour in this light."""
    return paint[0] * light[0] // 255, paint[1] * light[1] // 255, paint[2] * light[2] // 255


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """From a (share 0) to b (share 1)."""
    r, g, blue = (int(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return r, g, blue
