"""What is drawn around the game: loading, briefing, pause, help and result, on cards of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pygame

from game.core.aids import NAMES, Aids
from game.core.constants import TICK_HZ
from game.core.snapshot import DAMAGE, Snapshot
from game.ui.keys import help_rows
from game.view.hud import clock_text
from game.view.palette import CREAM, INK, MUSTARD, ORANGE, PANEL, QUIET, RUST, Colour, mix
from game.view.text import BODY, HEADLINE, put, words, wrap

if TYPE_CHECKING:
    from game.level.model import Heist

ENDS = {
    "escaped": "CLEAN AWAY",
    "captured": "BUSTED",
    "wrecked": "WRECKED",
    "abandoned": "WALKED AWAY",
    "timeout": "OUT OF TIME",
    "error": "IT BROKE",
}
POLICE_ENDS = {
    "escaped": "HE GOT AWAY",
    "captured": "GOT HIM",
    "wrecked": "HE WRECKED IT",
    "abandoned": "HE WALKED AWAY",
}
AIDS = {
    "steer": "Wheel turns only as far as the tyres grip",
    "counter": "Wheel runs into a slide by itself",
    "reverse": "Brake held at a stop selects reverse",
    "traction": "Less gas when the rear wheels spin",
}
UP = (pygame.KSCAN_UP, pygame.KSCAN_W)
DOWN = (pygame.KSCAN_DOWN, pygame.KSCAN_S)
ENTER = (pygame.KSCAN_RETURN, pygame.KSCAN_KP_ENTER)


@dataclass(slots=True)
class Card:
    """A title, lines of text, rows of facts and a choice of what to do next.

    choices: (what it says, what it means). `handle` answers with a meaning once one is chosen.
    """

    title: str
    lines: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    choices: Sequence[tuple[str, str]] = ()
    chosen: int = 0
    boxes: list[pygame.Rect] = field(default_factory=list)

    def handle(self, event: pygame.event.Event, point: tuple[int, int] | None = None) -> str:
        """Keys and clicks; `point` is where on the canvas the mouse is. "" while nothing is chosen."""
        if not self.choices:
            return ""
        if event.type == pygame.KEYDOWN and event.scancode in UP + DOWN:
            self.chosen = (self.chosen + (1 if event.scancode in DOWN else -1)) % len(self.choices)
        elif event.type == pygame.KEYDOWN and event.scancode in ENTER and not event.mod & pygame.KMOD_ALT:
            return self.choices[self.chosen][1]
        elif event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN) and point is not None:
            hit = next((k for k, box in enumerate(self.boxes) if box.collidepoint(point)), -1)
            if hit >= 0:
                self.chosen = hit
                if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                    return self.choices[hit][1]
        return ""

    def draw(self, canvas: pygame.Surface) -> None:
        """Dim the canvas and draw the card in its middle."""
        canvas.fill((104, 100, 112), special_flags=pygame.BLEND_RGB_MULT)
        width = 620
        text = [line for paragraph in self.lines for line in wrap(paragraph, BODY, 18, width - 96)]
        height = 128 + 26 * len(text) + (16 if text else 0) + 30 * len(self.facts) + 20 + 46 * len(self.choices)
        box = pygame.Rect(0, 0, width, height)
        box.center = (canvas.get_width() // 2, canvas.get_height() // 2)
        _panel(canvas, box)
        put(canvas, words(self.title, HEADLINE, 54, CREAM), box.x + 44, box.y + 22)
        for k, colour in enumerate((RUST, ORANGE, MUSTARD)):
            pygame.draw.rect(canvas, colour, (box.x + 46, box.y + 94 + 5 * k, width - 92, 3))
        y = box.y + 122
        for line in text:
            put(canvas, words(line, BODY, 18, CREAM), box.x + 46, y)
            y += 26
        y = self._draw_facts(canvas, box, y + (16 if text else 0))
        self._draw_choices(canvas, box, y + 14)

    def _draw_facts(self, canvas: pygame.Surface, box: pygame.Rect, y: int) -> int:
        for name, value in self.facts:
            put(canvas, words(name.upper(), BODY, 15, MUSTARD), box.x + 46, y + 4)
            put(canvas, words(value, BODY, 18, CREAM), box.x + 236, y + 1)
            y += 30
        return y

    def _draw_choices(self, canvas: pygame.Surface, box: pygame.Rect, y: int) -> None:
        self.boxes = []
        for k, (label, _) in enumerate(self.choices):
            row = pygame.Rect(box.x + 40, y, box.w - 80, 40)
            if k == self.chosen:
                pygame.draw.rect(canvas, ORANGE, row, border_radius=5)
                pygame.draw.polygon(canvas, INK, [(row.x + 14, y + 12), (row.x + 26, y + 20), (row.x + 14, y + 28)])
            colour: Colour = (255, 248, 232) if k == self.chosen else QUIET
            put(canvas, words(label, HEADLINE, 24, colour), row.x + 40, y + 20, (0.0, 0.5))
            self.boxes.append(row)
            y += 46


def _panel(canvas: pygame.Surface, box: pygame.Rect) -> None:
    for k, colour in enumerate((RUST, ORANGE, MUSTARD)):
        edge = box.inflate(14 - 5 * k, 14 - 5 * k)
        pygame.draw.rect(canvas, colour, edge, 3, border_radius=16 - 2 * k)
    pygame.draw.rect(canvas, PANEL, box, border_radius=10)


def briefing(heist: "Heist", side: str, difficulty: str, seed: int) -> Card:
    """What the job is, and how to begin."""
    text = heist.briefing if side == "driver" else POLICE_BRIEFING
    facts = [("When", clock_text(heist.hour, 0.0)), ("Seed", f"{seed}, {difficulty}")]
    if side == "driver":
        crew = ", ".join(member.name for member in heist.crew)
        facts = [("Crew", crew), ("Take", f"${heist.take:,.0f}"), *facts]
    choices = (("Drive", "start"), ("Keys", "help"), ("Quit", "quit"))
    return Card(heist.title.upper(), [part.strip() for part in text.strip().split("\n\n")], facts, choices)


POLICE_BRIEFING = (
    "You drive one unit on a Saturday night. The others answer the radio as they always do. "
    "Listen for the alarm, find the car, and stay within twelve metres of it while it stands."
)


def pause(watching: bool = False, police: bool = False) -> Card:
    choices = [("Resume", "resume"), ("Restart", "restart"), ("Keys", "help")]
    if not watching:
        choices.append(("Driving aids", "aids"))
    if not watching and not police:
        choices.append(("Walk away from the job", "give up"))
    return Card("PAUSED", choices=[*choices, ("Quit", "quit")])


def driving_aids(aids: Aids, chosen: int = 0) -> Card:
    """A switch for each aid; choosing one means its name."""
    switches = [(f"{AIDS[name]}: {'on' if getattr(aids, name) else 'off'}", name) for name in NAMES]
    return Card("DRIVING AIDS", choices=[*switches, ("Back", "back")], chosen=chosen)


def keys(police: bool = False) -> Card:
    return Card("KEYS", facts=help_rows(police), choices=(("Back", "back"),))


def result(now: Snapshot, side: str, seed: int) -> Card:
    """How it ended, and the facts."""
    status = now.status
    titles = ENDS | POLICE_ENDS if side == "police" else ENDS
    minutes, seconds = divmod(int(now.tick / TICK_HZ), 60)
    facts = [
        ("Time", f"{minutes}:{seconds:02d}"),
        ("Felony", f"{status.felony:.0f}   heat {status.heat}"),
        ("In the car", f"${status.take:,.0f},  crew {status.crew_aboard} of {status.crew_total}"),
        ("Damage", f"{100 * float(now.cars[status.driver_car, DAMAGE]):.0f} %"),
        ("Last charge", status.charge or "none"),
        ("Seed", str(seed)),
    ]
    choices = (("Again", "restart"), ("Quit", "quit"))
    return Card(
        titles.get(status.outcome, status.outcome.upper()), [status.note] if status.note else [], facts, choices
    )


def draw_loading(canvas: pygame.Surface, line: str, compiled: int = 0) -> None:
    """The title over a sunset, and what is being done."""
    w, h = canvas.get_size()
    for y in range(0, h, 4):
        share = y / h
        sky = mix((36, 24, 58), (214, 96, 44), min(1.0, share / 0.62)) if share < 0.62 else (18, 13, 18)
        canvas.fill(sky, (0, y, w, 4))
    pygame.draw.circle(canvas, (255, 196, 92), (w // 2, int(h * 0.6)), 130, draw_top_left=True, draw_top_right=True)
    for k in range(6):
        canvas.fill(
            mix((36, 24, 58), (214, 96, 44), 0.72 + 0.05 * k), (w // 2 - 140, int(h * (0.47 + 0.026 * k)), 280, 3 + k)
        )
    canvas.fill((18, 13, 18), (0, int(h * 0.6), w, h))
    _skyline(canvas, int(h * 0.6))
    put(canvas, words("THE DRIVER", HEADLINE, 128, CREAM), w / 2, h * 0.2, (0.5, 0.5))
    for k, colour in enumerate((RUST, ORANGE, MUSTARD)):
        pygame.draw.rect(canvas, colour, (0, int(h * 0.665) + 12 * k, w, 6))
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
        pygame.draw.rect(canvas, (18, 13, 18), (x, ground - high, wide, high + 2))
        for n in range(wide * high // 420):
            at = (
                x + 6 + (n * 37 + k * 11) % max(1, wide - 12),
                ground - high + 8 + (n * 53 + k * 29) % max(1, high - 10),
            )
            canvas.fill((255, 200, 112) if n % 3 else (120, 84, 60), (*at, 3, 4))
        x, k = x + wide + 3, k + 1
