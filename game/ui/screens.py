"""Small cards, pause, keys and driving aids, and the picture that is shown while something loads."""

import pygame

from game.core.aids import NAMES, Aids
from game.ui.cards import STRIPES, Card
from game.ui.keys import help_rows
from game.view.palette import CREAM, ORANGE, QUIET, mix
from game.view.text import BODY, HEADLINE, put, words

AIDS = {
    "steer": "Wheel turns only as far as the tyres grip",
    "counter": "Wheel runs into a slide by itself",
    "reverse": "Brake held at a stop selects reverse",
    "traction": "Less gas when the rear wheels spin",
}
DARK = (18, 13, 18)


def pause(watching: bool = False, police: bool = False) -> Card:
    choices = [("Resume", "resume"), ("Restart", "restart"), ("Keys", "help")]
    if not watching:
        choices.append(("Driving aids", "aids"))
    if not watching and not police:
        choices.append(("Walk away from the job", "give up"))
    if not watching:
        choices.append(("Other jobs", "jobs"))
    return Card("PAUSED", choices=[*choices, ("Quit", "quit")])


def driving_aids(aids: Aids, chosen: int = 0) -> Card:
    """A switch for each aid; choosing one means its name."""
    switches = [(f"{AIDS[name]}: {'on' if getattr(aids, name) else 'off'}", name) for name in NAMES]
    return Card("DRIVING AIDS", choices=[*switches, ("Back", "back")], chosen=chosen)


def keys(police: bool = False) -> Card:
    return Card("KEYS", facts=help_rows(police), choices=(("Back", "back"),))


def draw_sunset(canvas: pygame.Surface, horizon: float, below: float = 0.065) -> None:
    """The sky over the city, down to `horizon` (a share of the height), and three stripes `below` it."""
    w, h = canvas.get_size()
    ground = int(h * horizon)
    for y in range(0, h, 4):
        share = y / ground
        canvas.fill(mix((36, 24, 58), (214, 96, 44), min(1.0, share)) if share < 1.0 else DARK, (0, y, w, 4))
    pygame.draw.circle(canvas, (255, 196, 92), (w // 2, ground), 130, draw_top_left=True, draw_top_right=True)
    for k in range(6):
        band = mix((36, 24, 58), (214, 96, 44), 0.72 + 0.05 * k)
        canvas.fill(band, (w // 2 - 140, ground - int(h * (0.13 - 0.026 * k)), 280, 3 + k))
    canvas.fill(DARK, (0, ground, w, h))
    _skyline(canvas, ground)
    for k, colour in enumerate(STRIPES):
        canvas.fill(colour, (0, int(h * (horizon + below)) + 12 * k, w, 6))


def draw_loading(canvas: pygame.Surface, line: str, compiled: int = 0) -> None:
    """The title over a sunset, and what is being done."""
    w, h = canvas.get_size()
    draw_sunset(canvas, 0.6)
    put(canvas, words("THE DRIVER", HEADLINE, 128, CREAM), w / 2, h * 0.2, (0.5, 0.5))
    put(canvas, words(line, BODY, 20, CREAM), w / 2, h * 0.79, (0.5, 0.5))
    if compiled:
        for k in range(min(compiled, 60)):
            pygame.draw.rect(canvas, ORANGE, (w // 2 - 300 + 10 * k, int(h * 0.84), 7, 10))
        note = "Compiling for this computer, only once. It takes a minute."
        put(canvas, words(note, BODY, 15, QUIET), w / 2, h * 0.89, (0.5, 0.5))


def _skyline(canvas: pygame.Surface, ground: int) -> None:
    """Los Angeles in black, with a few windows lit."""
    x, k = 0, 0
    while x < canvas.get_width():
        wide, high = 34 + 23 * (k * 7 % 5), 26 + 17 * (k * 5 % 8) + (60 if k % 9 == 4 else 0)
        pygame.draw.rect(canvas, DARK, (x, ground - high, wide, high + 2))
        for n in range(wide * high // 420):
            at = (
                x + 6 + (n * 37 + k * 11) % max(1, wide - 12),
                ground - high + 8 + (n * 53 + k * 29) % max(1, high - 10),
            )
            canvas.fill((255, 200, 112) if n % 3 else (120, 84, 60), (*at, 3, 4))
        x, k = x + wide + 3, k + 1
