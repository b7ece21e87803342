"""Every small picture at one scale: cars, their lights, lamps, trees, panes of glass."""

import math

import pygame

from game.level.parked import BODIES, body_of, size_of
from game.view import bodies, palette
from game.view.figures import Figures
from game.view.fleet import Look
from game.view.light import COARSE, Pools
from game.view.palette import Colour, Mood
from game.view.plants import palm, tree
from game.view.texture import TURN, Spun, cone, radial
from game.view.walls import window_pictures

PARKED_TURNS = 72  # directions in which parked cars are kept
HEAD_REACH = 32.0  # m that a headlight throws
PALMS, TREES = 5, 4
TREE_SIZES = (1.6, 2.6, 3.6, 4.8)  # m, radii of the trees that are kept


class Kit:
    """Lights that are ready, and cars that are painted when first seen. scale: px/m."""

    def __init__(self, scale: float, mood: Mood) -> None:
        self.scale, self.mood = scale, mood
        self.pools = Pools(scale, mood.lamps)
        self.panes = window_pictures(scale, mood)
        self.cars: dict[Look, Spun] = {}
        self.shadows: dict[tuple[float, float], Spun] = {}
        self.stamps: dict[tuple[str, int, int], pygame.Surface] = {}
        self._light_map_pictures(scale / COARSE)
        self._glows(scale)
        self.figures = Figures(scale)
        self.standing: dict[tuple[str, int], pygame.Surface] = {}
        self.smoke = [_puff(max(3, int((0.5 + 0.13 * k) * scale)), 0.36 * (1 - k / 16)) for k in range(16)]

    def _light_map_pictures(self, coarse: float) -> None:
        """Lights that fall on the ground, at the light map's scale."""
        beams = self.mood.beams
        self.head = Spun(cone(int(HEAD_REACH * coarse), palette.HEADLIGHT, 0.34, 1.25 * beams), light=True)
        self.own_head = Spun(cone(int(HEAD_REACH * 1.25 * coarse), (255, 240, 205), 0.30, 1.6 * beams), light=True)
        self.brake_pool = radial(int(6 * coarse), palette.TAIL, 1.6, 0.8)
        self.red_pool = radial(int(17 * coarse), palette.POLICE_RED, 1.9, 0.62)
        self.blue_pool = radial(int(17 * coarse), palette.POLICE_BLUE, 1.9, 0.72)
        self.own_pool = radial(int(11 * coarse), (150, 140, 124), 1.4, 0.85 * beams)
        self.roof_pool = radial(int(7.5 * self.scale), (255, 178, 96), 1.3, 0.62 * self.mood.lamps)

    def _glows(self, scale: float) -> None:
        """Lights one looks into, at the picture's scale."""

        def glow(metres: float, colour: Colour, power: float, strength: float, core: float = 0.0) -> pygame.Surface:
            return radial(int(metres * scale), colour, power, strength, core)

        self.beam = Spun(cone(int(17 * scale), (92, 82, 56), 0.22, 0.8 * self.mood.beams), light=True)
        self.head_glow = glow(0.85, (255, 236, 190), 2.0, 0.8, 0.3)
        self.tail_glow = glow(0.65, (200, 24, 14), 1.8, 0.8)
        self.brake_glow = glow(1.35, (255, 42, 20), 2.0, 0.95, 0.22)
        self.reverse_glow = glow(0.9, palette.REVERSE, 2.0, 0.8, 0.25)
        self.red_glow = glow(2.4, palette.POLICE_RED, 2.4, 0.78, 0.1)
        self.blue_glow = glow(2.4, palette.POLICE_BLUE, 2.4, 0.84, 0.1)
        self.lamp_glow = glow(2.2, palette.SODIUM, 2.6, 0.9, 0.13)
        self.flood_glow = glow(2.2, (190, 225, 215), 2.6, 0.8, 0.13)
        self.roof_glows = {
            "beacon": glow(1.4, (255, 30, 20), 2.2, 0.9, 0.2),
            "bulb": glow(0.9, (255, 214, 130), 2.0, 0.85, 0.3),
            "blue": glow(2.0, palette.POLICE_BLUE, 2.0, 0.9, 0.2),
            "sky": glow(2.4, (255, 196, 110), 1.8, 0.42, 0.25),
            "door": glow(2.7, (255, 180, 96), 1.9, 0.5, 0.1),
        }

    def car(self, look: Look) -> Spun:
        """A car's body in this look."""
        if look not in self.cars:
            picture = bodies.body(look.body, look.paint, look.length, look.width, self.scale)
            self.cars[look] = Spun(picture, 96, bodies.FINER)
        return self.cars[look]

    def stamp(self, number: int, angle: float) -> pygame.Surface:
        """A parked car at twice the kit's scale, pointing `angle`: a few looks serve for all."""
        kind, paint = body_of(number), number // len(BODIES) % 7
        step = round(angle / TURN * PARKED_TURNS) % PARKED_TURNS
        if (kind, paint, step) not in self.stamps:
            source = bodies.body(kind, paint, *size_of(number), self.scale)
            shade = source.copy()
            shade.fill((0, 0, 0, 120), special_flags=pygame.BLEND_RGBA_MULT)
            turned = [pygame.transform.rotozoom(p, 360.0 * step / PARKED_TURNS, 1.0) for p in (shade, source)]
            sheet = pygame.Surface((turned[0].get_width() + 12, turned[0].get_height() + 12), pygame.SRCALPHA)
            drop = 6 + max(2, int(0.3 * 2 * self.scale))
            for picture, at in zip(turned, (drop, 6), strict=True):
                sheet.blit(picture, (at, at), special_flags=pygame.BLEND_PREMULTIPLIED)
            self.stamps[kind, paint, step] = sheet
        return self.stamps[kind, paint, step]

    def shadow(self, look: Look) -> Spun:
        size = (look.length, look.width)
        if size not in self.shadows:
            self.shadows[size] = Spun(bodies.shadow(*size, self.scale), 64, bodies.FINER)
        return self.shadows[size]

    def plant(self, kind: str, number: int, radius: float) -> pygame.Surface:
        """A palm or tree; a few of each size serve for all."""
        if kind == "palm":
            key = (kind, number % PALMS)
        else:
            size = min(range(len(TREE_SIZES)), key=lambda k: abs(TREE_SIZES[k] - radius))
            key = (kind, size * TREES + number % TREES)
        if key not in self.standing:
            n = key[1]
            self.standing[key] = palm(n, self.scale) if kind == "palm" else tree(n, TREE_SIZES[n // TREES], self.scale)
        return self.standing[key]


def _puff(radius: int, strength: float) -> pygame.Surface:
    """A puff of tyre smoke, premultiplied."""
    sheet = pygame.Surface((2 * radius, 2 * radius), pygame.SRCALPHA)
    for k in range(radius, 0, -1):
        share = 1.0 - k / radius
        alpha = int(255 * strength * math.sin(share * math.pi / 2) ** 1.2)
        pygame.draw.circle(sheet, (150, 146, 150, alpha), (radius, radius), k)
    return sheet.premul_alpha().convert_alpha()
