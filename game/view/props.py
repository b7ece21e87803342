"""What stands at the kerb: posts, signs, hydrants, boxes; and how each lies when it has been knocked over."""

import math
from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.level.city import (
    PROP_CRATE,
    PROP_HEADING,
    PROP_HYDRANT,
    PROP_KIND,
    PROP_LAMP,
    PROP_METER,
    PROP_NEWSBOX,
    PROP_PHONE,
    PROP_SIGN,
    PROP_SIGNAL,
    PROP_STOP,
    City,
)
from game.view.eye import Batch, Eye, Spots, centred
from game.view.palette import Colour, tone
from game.view.plan import southward

FINER = 4
SEEN = 5.0  # m outside the picture at which a prop is still drawn
STEEL: Colour = (66, 70, 74)
WOOD: Colour = (150, 116, 78)
SIGNAL_YELLOW: Colour = (196, 158, 52)

# m: how high its head stands, how long its arm reaches from the post.
POSTS: dict[int, tuple[float, float]] = {
    PROP_LAMP: (8.0, 2.2),
    PROP_SIGNAL: (5.0, 2.6),
    PROP_STOP: (2.4, 0.0),
    PROP_SIGN: (3.0, 0.0),
    PROP_METER: (1.3, 0.0),
}
LEAN_PER_METRE = 0.0042  # parallax of a head for a metre of its height


class Props:
    """The props of a city in plan coordinates, and which of them lie on the ground."""

    def __init__(self, city: City) -> None:
        self.places = southward(city.props, city.height)
        self.spots = Spots(self.places)
        self.angles = city.props[:, PROP_HEADING]
        self.kinds = city.props[:, PROP_KIND].astype(int)
        self.down = np.zeros(len(self.places), bool)

    def near(self, eye: Eye) -> NDArray[np.int64]:
        """Rows of the props that the eye may see."""
        return self.spots.near(eye, SEEN)

    def direction(self, row: int) -> float:
        """Which way a fallen one lies, rad: rolled from its row, as nobody notes who struck it."""
        return float(row * 2.399963 % (2.0 * math.pi))


class PropArt:
    """Pictures of props at one scale, painted when first seen."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.pictures: dict[tuple[int, int, bool], pygame.Surface] = {}

    def picture(self, kind: int, variety: int, down: bool) -> pygame.Surface:
        """KeyError for a kind without a painter."""
        key = (kind, variety % 3, down)
        if key not in self.pictures:
            pen = LYING[kind] if down else STANDING[kind]
            self.pictures[key] = self._paint(pen, variety % 3)
        return self.pictures[key]

    def _paint(self, pen: Callable[[pygame.Surface, float, int], None], variety: int) -> pygame.Surface:
        side = int(3.0 * self.scale) * FINER
        sheet = pygame.Surface((side, side), pygame.SRCALPHA)
        pen(sheet, self.scale * FINER, variety)
        small = side // FINER
        return pygame.transform.smoothscale(sheet.premul_alpha(), (small, small)).convert_alpha()


def draw_props(surface: pygame.Surface, props: Props, art: PropArt, eye: Eye) -> None:
    """All props in the picture, in daylight: what lies first, then posts with their heads leaning away."""
    rows = props.near(eye)
    seq: Batch = []
    for row in rows[props.down[rows]].tolist():
        _lay(surface, seq, props, art, eye, row)
    for row in rows[~props.down[rows]].tolist():
        kind = int(props.kinds[row])
        x, y = eye.project(props.places[row]).tolist()
        if kind in POSTS:
            x, y = _post(surface, props, eye, row, (x, y))
        seq.append(centred(art.picture(kind, row, False), x, y))
    surface.fblits(seq, pygame.BLEND_PREMULTIPLIED)


def head_of(props: Props, eye: Eye, row: int) -> tuple[float, float]:
    """Pixel of the head of a post that stands."""
    high, arm = POSTS[int(props.kinds[row])]
    angle = float(props.angles[row])
    at = props.places[row] + (arm * math.cos(angle), -arm * math.sin(angle))
    x, y = eye.project(at, high * LEAN_PER_METRE).tolist()
    return x, y


def _post(surface: pygame.Surface, props: Props, eye: Eye, row: int, foot: tuple[float, float]) -> tuple[float, float]:
    """The post from its foot to its head, and the shade it throws; returns the head's pixel."""
    high, _ = POSTS[int(props.kinds[row])]
    head = head_of(props, eye, row)
    thick = max(1, int(eye.scale * (0.17 if high > 4.0 else 0.1)))
    pygame.draw.line(surface, (40, 40, 46), (foot[0] + 1, foot[1] + 1), (head[0] + 2, head[1] + 2), thick)
    pygame.draw.line(surface, STEEL, foot, head, thick)
    return head


def _lay(surface: pygame.Surface, seq: Batch, props: Props, art: PropArt, eye: Eye, row: int) -> None:
    kind = int(props.kinds[row])
    x, y = eye.project(props.places[row]).tolist()
    if kind in POSTS:
        high = POSTS[kind][0] * eye.scale
        angle = props.direction(row)
        end = (x + high * math.cos(angle), y - high * math.sin(angle))
        thick = max(1, int(eye.scale * (0.2 if high > 4.0 * eye.scale else 0.12)))
        pygame.draw.line(surface, (34, 34, 38), (x + 1, y + 2), (end[0] + 1, end[1] + 2), thick)
        pygame.draw.line(surface, tone(STEEL, 1.2), (x, y), end, thick)
        seq.append(centred(art.picture(kind, row, True), *end))
        pygame.draw.circle(surface, (50, 48, 48), (x, y), max(1.5, 0.28 * eye.scale))
    else:
        seq.append(centred(art.picture(kind, row, True), x, y))


# ---- heads and boxes, drawn around the middle of a sheet; m: px for a metre
def _box(
    sheet: pygame.Surface, m: float, colour: Colour, wide: float, high: float, dx: float = 0, dy: float = 0
) -> None:
    box = pygame.Rect(0, 0, max(2, round(wide * m)), max(2, round(high * m)))
    box.center = (round(sheet.get_width() / 2 + dx * m), round(sheet.get_height() / 2 + dy * m))
    pygame.draw.rect(sheet, colour, box)


def _disc(sheet: pygame.Surface, m: float, colour: Colour, radius: float, dx: float = 0, dy: float = 0) -> None:
    middle = (sheet.get_width() / 2 + dx * m, sheet.get_height() / 2 + dy * m)
    pygame.draw.circle(sheet, colour, middle, max(2.0, radius * m))


def _octagon(sheet: pygame.Surface, m: float, colour: Colour, radius: float) -> None:
    half = sheet.get_width() / 2
    turns = [math.pi / 8 + k * math.pi / 4 for k in range(8)]
    pygame.draw.polygon(
        sheet, colour, [(half + radius * m * math.cos(a), half + radius * m * math.sin(a)) for a in turns]
    )


def _lamp(sheet: pygame.Surface, m: float, variety: int) -> None:
    _box(sheet, m, (92, 96, 98), 0.7, 0.34)
    _box(sheet, m, (206, 200, 178), 0.5, 0.18)


def _signal(sheet: pygame.Surface, m: float, variety: int) -> None:
    _box(sheet, m, tone(SIGNAL_YELLOW, 0.5), 0.62, 1.2, 0.05, 0.05)
    _box(sheet, m, SIGNAL_YELLOW, 0.56, 1.14)
    for k, colour in enumerate(((70, 26, 22), (74, 58, 20), (22, 60, 34))):
        _disc(sheet, m, colour, 0.17, 0.0, 0.36 * (k - 1))


def _stop(sheet: pygame.Surface, m: float, variety: int) -> None:
    _octagon(sheet, m, (236, 228, 214), 0.46)
    _octagon(sheet, m, (184, 34, 30), 0.4)
    _box(sheet, m, (236, 228, 214), 0.5, 0.1)


def _sign(sheet: pygame.Surface, m: float, variety: int) -> None:
    colour: Colour = ((38, 92, 66), (228, 222, 206), (206, 160, 56))[variety]
    _box(sheet, m, (40, 40, 42), 1.14, 0.4)
    _box(sheet, m, colour, 1.08, 0.34)
    _box(sheet, m, tone(colour, 0.5 if variety else 2.2), 0.7, 0.08)


def _hydrant(sheet: pygame.Surface, m: float, variety: int) -> None:
    _disc(sheet, m, (44, 40, 36), 0.3, 0.1, 0.12)
    _box(sheet, m, (196, 150, 44), 0.7, 0.2)
    _disc(sheet, m, (214, 170, 54), 0.27)
    _disc(sheet, m, (240, 214, 130), 0.13, -0.05, -0.05)


def _newsbox(sheet: pygame.Surface, m: float, variety: int) -> None:
    colours: tuple[Colour, ...] = ((52, 90, 150), (176, 52, 44), (206, 160, 60))
    for k in range(2 + variety % 2):
        colour = colours[(k + variety) % 3]
        dx = 0.56 * (k - 0.5)
        _box(sheet, m, (40, 38, 38), 0.5, 0.5, dx + 0.1, 0.12)
        _box(sheet, m, colour, 0.48, 0.48, dx)
        _box(sheet, m, (206, 214, 214), 0.34, 0.16, dx, 0.1)


def _meter(sheet: pygame.Surface, m: float, variety: int) -> None:
    _disc(sheet, m, (52, 54, 58), 0.17)
    _disc(sheet, m, (168, 172, 176), 0.12)


def _phone(sheet: pygame.Surface, m: float, variety: int) -> None:
    _box(sheet, m, (40, 40, 42), 1.06, 1.06, 0.2, 0.24)
    _box(sheet, m, (196, 200, 204), 1.0, 1.0)
    _box(sheet, m, (74, 106, 140), 0.8, 0.8)
    _box(sheet, m, (226, 228, 226), 0.5, 0.5)


def _crate(sheet: pygame.Surface, m: float, variety: int) -> None:
    _box(sheet, m, (52, 46, 40), 0.95, 0.8, 0.14, 0.18)
    _box(sheet, m, WOOD, 0.9, 0.75)
    for k in range(4):
        _box(sheet, m, tone(WOOD, 0.72), 0.9, 0.05, 0.0, 0.22 * (k - 1.5))


def _wet(sheet: pygame.Surface, m: float, variety: int) -> None:
    """A broken hydrant: its stump, and the water that runs from it."""
    for radius, shade in ((1.35, (74, 84, 96)), (1.0, (98, 114, 128)), (0.55, (168, 186, 196)), (0.3, (226, 236, 240))):
        _disc(sheet, m, shade, radius, 0.1, 0.05)
    _box(sheet, m, (196, 150, 44), 0.6, 0.3, 0.7, 0.55)


def _papers(sheet: pygame.Surface, m: float, variety: int) -> None:
    """A box on its side, and the news all over the pavement."""
    for k in range(9):
        _box(sheet, m, (224, 220, 206), 0.3, 0.22, math.sin(k * 2.4) * 1.2, math.cos(k * 1.7) * 1.1)
    _box(sheet, m, ((52, 90, 150), (176, 52, 44), (206, 160, 60))[variety], 0.9, 0.45, 0.2, -0.1)


def _wreckage(sheet: pygame.Surface, m: float, variety: int) -> None:
    """A booth that was: frame and glass."""
    for k in range(14):
        _box(sheet, m, (188, 206, 214), 0.14, 0.1, math.sin(k * 2.9) * 1.25, math.cos(k * 2.1) * 1.2)
    _box(sheet, m, (150, 154, 158), 1.9, 0.9, 0.15)
    _box(sheet, m, (70, 96, 124), 1.6, 0.6, 0.15)


def _splinters(sheet: pygame.Surface, m: float, variety: int) -> None:
    for k in range(11):
        long = 0.2 + 0.3 * (k % 3)
        _box(sheet, m, tone(WOOD, 0.8 + 0.1 * (k % 4)), long, 0.09, math.sin(k * 2.3) * 0.9, math.cos(k * 1.9) * 0.9)


Painter = Callable[[pygame.Surface, float, int], None]
STANDING: dict[int, Painter] = {
    PROP_LAMP: _lamp,
    PROP_SIGNAL: _signal,
    PROP_STOP: _stop,
    PROP_SIGN: _sign,
    PROP_HYDRANT: _hydrant,
    PROP_NEWSBOX: _newsbox,
    PROP_METER: _meter,
    PROP_PHONE: _phone,
    PROP_CRATE: _crate,
}
LYING: dict[int, Painter] = {
    **STANDING,
    PROP_HYDRANT: _wet,
    PROP_NEWSBOX: _papers,
    PROP_PHONE: _wreckage,
    PROP_CRATE: _splinters,
}
