"""People seen from above, painted at one scale: some looks of 1978, and what they do with their limbs."""

import math
from dataclasses import dataclass

import pygame

from game.core.snapshot import (
    CREW,
    P_KIND,
    P_SPEED,
    P_STATE,
    PERSON_CALLING,
    PERSON_CAUGHT,
    PERSON_DIVING,
    PERSON_DOWN,
    PERSON_WALKING,
)
from game.view.bodies import FINER, OVERSAMPLE
from game.view.palette import Colour, tone
from game.view.texture import Spun

SPREAD = 1.3  # times life: at ten pixels a metre a head would be two pixels
SHEET = 2.7  # m, side of a picture: somebody who dives is two metres long
TURNS = 32  # directions that are kept
STEPS = 6  # pictures of a walk
STRIDE, RUN_STRIDE = 1.4, 2.6  # m that both legs' steps cover
RUNS = 2.4  # m/s: faster is running
MOVES = 0.1  # m/s
TICKS = 60.0  # a second
CREW_LOOK = 0
FLAT = ("dive", "lie")  # poses whose picture has its head

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wear:
    """hat: "" or one of straw, felt, scarf, cap; bag: "" or one of paper, shoulder, case."""

    top: Colour
    legs: Colour
    hair: Colour
    skin: Colour
    hat: str = ""
    bag: str = ""
    skirt: bool = False


WEARS = (
    Wear((44, 42, 48), (36, 35, 40), (40, 30, 24), (214, 172, 140), bag="case"),  # the crew
    Wear((176, 106, 52), (92, 70, 50), (70, 48, 30), (222, 180, 146)),  # rust leisure suit
    Wear((222, 214, 196), (72, 92, 128), (30, 24, 22), (146, 100, 70)),  # cream shirt, jeans
    Wear((188, 58, 48), (188, 58, 48), (120, 72, 36), (226, 186, 154), bag="shoulder", skirt=True),
    Wear((94, 116, 74), (150, 128, 92), (92, 88, 84), (210, 168, 136), hat="felt"),
    Wear((226, 178, 62), (226, 178, 62), (44, 32, 26), (176, 128, 92), skirt=True, bag="paper"),
    Wear((72, 96, 140), (58, 66, 90), (38, 28, 22), (118, 80, 56)),
    Wear((236, 232, 226), (196, 190, 178), (150, 146, 140), (226, 188, 158), hat="straw"),
    Wear((122, 62, 86), (60, 52, 66), (96, 52, 28), (222, 178, 146), bag="shoulder"),
    Wear((110, 154, 158), (228, 222, 208), (178, 134, 72), (230, 190, 160), skirt=True, hat="scarf"),
    Wear((150, 132, 108), (66, 60, 56), (52, 44, 38), (204, 160, 128), bag="case"),
    Wear((60, 108, 84), (82, 100, 132), (28, 22, 20), (96, 66, 48), hat="cap"),
    Wear((206, 132, 120), (140, 96, 74), (140, 74, 34), (228, 184, 152), bag="paper"),
)
HATS: dict[str, tuple[Colour, float]] = {  # colour, and radius of its brim in m
    "straw": ((222, 196, 138), 0.24),
    "felt": ((104, 88, 70), 0.2),
    "scarf": ((212, 84, 74), 0.135),
    "cap": ((50, 70, 116), 0.14),
}
BAGS: dict[str, tuple[Colour, float, float]] = {  # colour, length and width in m
    "paper": ((186, 148, 102), 0.24, 0.2),
    "shoulder": ((104, 62, 36), 0.26, 0.1),
    "case": ((70, 52, 38), 0.4, 0.12),
}
SHOES: Colour = (34, 28, 26)
SHADE = (12, 11, 14, 105)


class _Figure:
    """A sheet in metres around somebody who looks right: x ahead, y to his left."""

    def __init__(self, scale: float) -> None:
        self.metre = scale * FINER * OVERSAMPLE * SPREAD
        side = int(SHEET * scale * FINER) * OVERSAMPLE
        self.sheet, self.middle = pygame.Surface((side, side), pygame.SRCALPHA), side / 2

    def at(self, x: float, y: float) -> Point:
        return self.middle + x * self.metre, self.middle - y * self.metre

    def oval(self, colour: Colour | tuple[int, int, int, int], x: float, y: float, long: float, wide: float) -> None:
        box = pygame.Rect(0, 0, max(1, round(long * self.metre)), max(1, round(wide * self.metre)))
        box.center = (round(self.at(x, y)[0]), round(self.at(x, y)[1]))
        pygame.draw.ellipse(self.sheet, colour, box)

    def limb(self, colour: Colour, a: Point, b: Point, thick: float) -> None:
        width = max(1, round(thick * self.metre))
        pygame.draw.line(self.sheet, colour, self.at(*a), self.at(*b), width)
        for end in (a, b):
            pygame.draw.circle(self.sheet, colour, self.at(*end), width / 2)

    def done(self) -> pygame.Surface:
        side = self.sheet.get_width() // OVERSAMPLE
        return pygame.transform.smoothscale(self.sheet.premul_alpha(), (side, side)).convert_alpha()


def figure(wear: Wear, pose: str, scale: float) -> pygame.Surface:
    """A body without its head, FINER times larger than `scale` px/m, premultiplied. pose: "stand", "phone",
    "hands", "dive", "lie", or "walk" or "run" and the number of the step."""
    sheet = _Figure(scale)
    if pose in FLAT:
        _paint_lying(sheet, wear, pose == "lie")
    else:
        _paint_upright(sheet, wear, pose)
    return sheet.done()


def _paint_upright(sheet: _Figure, wear: Wear, pose: str) -> None:
    swing, lean = _swing(pose)
    sheet.oval(SHADE, -0.06, -0.1, 0.5, 0.66)
    for side in (1, -1):
        foot = side * swing
        sheet.limb(SHOES, (foot - 0.05, 0.1 * side), (foot + 0.1, 0.1 * side), 0.11)
        sheet.limb(wear.legs, (0.0, 0.09 * side), (foot, 0.1 * side), 0.14)
    if wear.skirt:
        sheet.oval(wear.legs, -0.02, 0.0, 0.44, 0.42)
    _paint_arms(sheet, wear, pose, swing)
    sheet.oval(tone(wear.top, 0.72), lean, 0.0, 0.29, 0.5)
    sheet.oval(wear.top, lean + 0.01, 0.01, 0.23, 0.42)
    if wear.bag:
        colour, long, wide = BAGS[wear.bag]
        x, y = (0.16, 0.14) if wear.bag == "paper" else (-0.5 * swing, -0.33)
        sheet.oval(tone(colour, 0.6), x - 0.02, y - 0.02, long, wide)
        sheet.oval(colour, x, y, long * 0.86, wide * 0.86)


def _swing(pose: str) -> tuple[float, float]:
    """(m that the left foot is ahead, m that the shoulders lean ahead)."""
    if pose[:-1] not in ("walk", "run"):
        return 0.0, 0.0
    turn = math.sin(2.0 * math.pi * int(pose[-1]) / STEPS)
    return (0.42 * turn, 0.1) if pose.startswith("run") else (0.25 * turn, 0.02)


def _paint_arms(sheet: _Figure, wear: Wear, pose: str, swing: float) -> None:
    sleeve = tone(wear.top, 0.86)
    for side in (1, -1):
        shoulder, hand = (0.0, 0.21 * side), (-0.8 * side * swing + 0.03, 0.27 * side)
        if pose == "hands" or (pose == "phone" and side == 1):
            hand = (0.06, 0.11 * side)
            sheet.limb(sleeve, shoulder, (0.03, 0.33 * side), 0.11)
            shoulder = (0.03, 0.33 * side)
        sheet.limb(sleeve, shoulder, hand, 0.11)
        sheet.limb(wear.skin, hand, hand, 0.1)


def _paint_lying(sheet: _Figure, wear: Wear, limp: bool) -> None:
    """Flat on the ground: stretched out in a leap, or as he fell."""
    sheet.oval(SHADE, -0.1, -0.06, 1.7, 0.62)
    bend = 0.22 if limp else 0.04
    for side in (1, -1):
        foot = (-0.86 + (0.2 if limp and side == 1 else 0.0), side * (0.14 + bend))
        sheet.limb(wear.legs, (-0.2, 0.09 * side), (-0.5, side * (0.1 + bend)), 0.15)
        sheet.limb(wear.legs, (-0.5, side * (0.1 + bend)), foot, 0.13)
        sheet.limb(SHOES, foot, foot, 0.13)
        hand = (0.55, 0.2 * side) if not limp else (0.3 if side == 1 else -0.2, 0.46 * side)
        sheet.limb(tone(wear.top, 0.86), (0.2, 0.2 * side), hand, 0.11)
        sheet.limb(wear.skin, hand, hand, 0.1)
    sheet.oval(tone(wear.top, 0.72), 0.02, 0.0, 0.62, 0.46)
    sheet.oval(wear.top, 0.03, 0.01, 0.54, 0.38)
    if wear.skirt:
        sheet.oval(wear.legs, -0.32, 0.0, 0.46, 0.46)
    sheet.oval(wear.hair, 0.42, 0.0, 0.25, 0.23)


def head(wear: Wear, scale: float) -> pygame.Surface:
    """A head from above, looking right: a face under hair, or a hat."""
    sheet = _Figure(scale)
    sheet.oval(wear.skin, 0.05, 0.0, 0.2, 0.19)
    sheet.oval(wear.hair, -0.02, 0.0, 0.22, 0.22)
    sheet.oval(tone(wear.hair, 1.35), -0.02, 0.03, 0.1, 0.1)
    if wear.hat:
        colour, brim = HATS[wear.hat]
        sheet.oval(tone(colour, 0.74), 0.0, 0.0, 2.0 * brim, 1.9 * brim)
        sheet.oval(colour, -0.01, 0.01, 0.24, 0.24)
        if wear.hat == "cap":
            sheet.oval(colour, 0.12, 0.0, 0.16, 0.18)
    return sheet.done()


class Figures:
    """All figures at one scale, painted when first seen."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.bodies: dict[tuple[int, str], Spun] = {}
        self.heads: dict[int, Spun] = {}

    def body(self, look: int, pose: str) -> Spun:
        if (look, pose) not in self.bodies:
            self.bodies[look, pose] = Spun(figure(WEARS[look], pose, self.scale), TURNS, FINER)
        return self.bodies[look, pose]

    def head(self, look: int) -> Spun:
        if look not in self.heads:
            self.heads[look] = Spun(head(WEARS[look], self.scale), TURNS, FINER)
        return self.heads[look]


def look_of(row: int, person: list[float]) -> int:
    """Which of WEARS the person in this row has on, for the whole job."""
    return CREW_LOOK if person[P_KIND] == CREW else 1 + row * 5 % (len(WEARS) - 1)


def pose_of(row: int, person: list[float], tick: int) -> str:
    """What the person in this row does at this tick."""
    state, speed = person[P_STATE], person[P_SPEED]
    if state == PERSON_DOWN:
        return "lie"
    if state == PERSON_DIVING:
        return "dive"
    if state == PERSON_CALLING:
        return "phone"
    if state == PERSON_CAUGHT:
        return "hands"
    if state != PERSON_WALKING or speed < MOVES:
        return "stand"
    gait, stride = ("run", RUN_STRIDE) if speed > RUNS else ("walk", STRIDE)
    turn = tick / TICKS * speed / stride + 0.37 * row
    return f"{gait}{int(turn * STEPS) % STEPS}"
