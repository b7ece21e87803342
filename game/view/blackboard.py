"""What the Detective has on his blackboard, in the corner of the police's screen."""

from dataclasses import dataclass

import pygame

from game.view.hud_signs import meter
from game.view.palette import CREAM, MUSTARD, ORANGE, RUST, Colour
from game.view.text import BODY, put, words

NO_RAMMING, SUPERVISED, BROKEN_OFF = 0.40, 0.60, 0.80  # of the badges meter: what it forbids from there (story)
BADGE_TEXTS = (
    (1.0, "SUSPENDED"),
    (BROKEN_OFF, "YOUR COLLEAGUES HAVE LEFT"),
    (SUPERVISED, "TWO UNITS AND A SUPERVISOR"),
    (NO_RAMMING, "NO RAMMING"),
)


@dataclass(frozen=True, slots=True)
class Blackboard:
    """alert, heat, charge, task: as the police know them; car: what they know of it; badges: 0 … 1;
    place: where the last call or sighting put him, m, or None."""

    alert: str
    heat: int
    charge: str
    task: str
    car: str
    badges: float
    place: tuple[float, float] | None = None


def badge_text(badges: float) -> str:
    """What the meter forbids."""
    return next((text for least, text in BADGE_TEXTS if badges >= least), "")


def draw_blackboard(surface: pygame.Surface, box: pygame.Rect, board: Blackboard, k: float) -> None:
    """The car and the badges in `box`, from its right edge; k: the size of the HUD's pixel."""
    y = box.y
    for text, size, colour in ((f"THE CAR: {board.car}".upper(), 14, CREAM), ("BADGES AT STAKE", 13, MUSTARD)):
        picture = _fitted(text, round(size * k), box.w, colour)
        put(surface, picture, box.right, y, (1.0, 0.0))
        y += round(22 * k)
    bar = pygame.Rect(box.right - round(180 * k), y + round(2 * k), round(180 * k), round(11 * k))
    colour = RUST if board.badges >= SUPERVISED else ORANGE
    meter(surface, bar, board.badges, colour, (NO_RAMMING, SUPERVISED, BROKEN_OFF))
    note = badge_text(board.badges)
    if note:
        put(surface, _fitted(note, round(13 * k), box.w, ORANGE), box.right, bar.bottom + round(4 * k), (1.0, 0.0))


def _fitted(text: str, size: int, width: int, colour: Colour) -> pygame.Surface:
    while size > 8 and words(text, BODY, size, colour).get_width() > width:
        size -= 1
    picture = words(text, BODY, size, colour)
    return picture if picture.get_width() <= width else picture.subsurface((0, 0, width, picture.get_height()))
