"""The furniture of the screen in play: phase, felony, speed, damage, timers, street, messages, minimap."""

import math
from dataclasses import dataclass, field

import pygame

from game.core.constants import FOOT, MPH
from game.core.events import Event
from game.core.snapshot import Status
from game.view import dial
from game.view.blackboard import Blackboard, draw_blackboard
from game.view.hud_signs import PM, badge, corner, eye, figure, meter, pill, stripes
from game.view.palette import CREAM, INK, MUSTARD, ORANGE, POLICE_BLUE, POLICE_RED, QUIET, RUST, Colour
from game.view.text import BODY, HEADLINE, put, words

BASE = (1280, 720)  # the sizes below are pixels on a picture of this size
MESSAGE_TICKS = 330
MESSAGES = 3
SURE = 0.35  # certainty from which a witness would swear to a face (story)
SMALLEST = 8  # px, type that can still be read
HEADLINES = {
    "approach": "APPROACH",
    "wait": "WAIT",
    "load": "LOAD",
    "flee": "GET AWAY",
    "switch": "SWITCH CARS",
    "lie low": "LIE LOW",
    "home": "HOME",
}
ALERT_HEADLINES = {"pursuit": "PURSUIT", "search": "SEARCH"}
POLICE_HEADLINES = {"quiet": "PATROL", "alarm": "ALARM", "pursuit": "PURSUIT", "search": "SEARCH", "cold": "COLD"}
POLICE_TEXTS = {
    "quiet": "Cruise your beat and listen to the radio",
    "alarm": "Robbery in progress: get to the scene",
    "pursuit": "Stop the getaway car and hold it",
    "search": "Find him before the trail goes cold",
    "cold": "The trail is cold",
}


@dataclass(slots=True)
class Reading:
    """What the HUD shows in a frame. goal: dx, dy in plan metres from the car, or None."""

    status: Status
    tick: int
    speed: float  # m/s
    damage: float
    hurt: str  # parts, "" for a sound car
    street: str
    clock: str
    police: bool
    goal: tuple[float, float] | None
    rpm: float = 0.0  # 1/min
    gear: int = 0  # -1 reverse, 0 neutral, 1 …
    watcher: str = ""  # the name of the one of those who look at the Driver who is surest of his face
    ducked: bool = False
    dark: bool = False  # his headlights are off
    board: Blackboard | None = None  # what the police know, on their side


@dataclass(slots=True)
class Messages:
    """The last few lines of the radio."""

    lines: list[tuple[int, str, Colour]] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        colour = ORANGE if event.kind in ("charge", "wreck") else MUSTARD if event.kind == "warning" else CREAM
        if event.text and (not self.lines or self.lines[-1][1] != event.text):
            self.lines = [*self.lines, (event.tick, event.text, colour)][-MESSAGES:]

    def current(self, tick: int) -> list[tuple[int, str, Colour]]:
        """The lines that still show: their age in ticks, text and colour."""
        return [(tick - born, text, colour) for born, text, colour in self.lines if tick - born < MESSAGE_TICKS]


def unit_of(size: tuple[int, int]) -> float:
    """The size of the HUD's pixel on a picture of this size."""
    return max(0.5, min(size[0] / BASE[0], size[1] / BASE[1]))


def layout(size: tuple[int, int]) -> dict[str, pygame.Rect]:
    """Where each part of the HUD may draw; no two overlap."""
    w, h = size
    k = unit_of(size)

    def box(x: float, y: float, wide: float, high: float) -> pygame.Rect:
        return pygame.Rect(round(x), round(y), round(wide * k), round(high * k))

    return {
        "headline": box(20 * k, 10 * k, 450, 164),
        "timer": box(w / 2 - 150 * k, 12 * k, 300, 66),
        "eye": box(w / 2 - 150 * k, 84 * k, 300, 54),
        "street": box(w - 290 * k, 14 * k, 270, 164),
        "signs": box(16 * k, h - 186 * k, 330, 26),
        "speed": box(16 * k, h - 156 * k, 330, 148),
        "messages": box(w / 2 - 280 * k, h - 104 * k, 560, 92),
        "map": box(w - 236 * k, h - 236 * k, 220, 220),
    }


class Hud:
    """Draws readings for pictures of one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size, self.k = size, unit_of(size)
        self.boxes = layout(size)
        self.messages = Messages()
        soft = corner(int(520 * self.k), int(230 * self.k))
        cw, ch = soft.get_size()
        flips = ((False, True, 0, 0), (True, True, size[0] - cw, 0), (False, False, 0, size[1] - ch))
        self.corners = [(pygame.transform.flip(soft, right, top), (x, y)) for right, top, x, y in flips]
        self.stripe = stripes(int(300 * self.k), int(40 * self.k))

    def px(self, value: float) -> int:
        return round(value * self.k)

    def draw(self, surface: pygame.Surface, reading: Reading) -> None:
        """Everything but the minimap."""
        self._headline(surface, reading)
        self._timer(surface, reading)
        self._eye(surface, reading)
        self._signs(surface, reading)
        self._street(surface, reading)
        self._speed(surface, reading)
        self._messages(surface, reading.tick)

    def shade(self, surface: pygame.Surface) -> None:
        """Soft dark corners under the words."""
        surface.fblits(self.corners, PM)

    def _headline(self, surface: pygame.Surface, reading: Reading) -> None:
        status, box = reading.status, self.boxes["headline"]
        title, line = _titles(reading)
        hot = title == ALERT_HEADLINES["pursuit"] and reading.tick // 20 % 2 == 0
        picture = words(title, HEADLINE, self.px(46), (255, 214, 190) if hot else CREAM)
        put(surface, picture, box.x + self.px(4), box.y)
        top = box.y + self.px(58)
        for k, colour in enumerate((RUST, ORANGE, MUSTARD)):
            pygame.draw.rect(
                surface, colour, (box.x + self.px(6), top + k * self.px(3), picture.get_width(), max(1, self.px(2)))
            )
        self._badges(surface, reading, box.x + self.px(8), top + self.px(24))
        self._goal(surface, reading, line, box.x + self.px(8), top + self.px(60))
        charge = reading.board.charge if reading.board else status.charge
        if charge:
            picture = self._fitting(charge, 13, box.w - self.px(10), ORANGE)
            put(surface, picture, box.x + self.px(8), top + self.px(86), (0.0, 0.5))

    def _badges(self, surface: pygame.Surface, reading: Reading, x: int, y: int) -> None:
        """Heat as badges, felony as a number: colour is never the only sign."""
        status = reading.status
        heat = reading.board.heat if reading.board else status.heat
        label = words("HEAT" if reading.police else "FELONY", BODY, self.px(14), MUSTARD)
        put(surface, label, x, y, (0.0, 0.5))
        x += label.get_width() + self.px(18)
        for k in range(5):
            badge(surface, (x + k * self.px(24), y), self.k, k < heat)
        if reading.police:
            return
        number = words(f"{status.felony:.0f}", HEADLINE, self.px(20), CREAM if status.felony >= 1 else QUIET)
        put(surface, number, x + self.px(24 * 5), y, (0.0, 0.5))

    def _goal(self, surface: pygame.Surface, reading: Reading, line: str, x: int, y: int) -> None:
        if reading.goal is not None:
            dx, dy = reading.goal
            angle, radius = math.atan2(dy, dx), self.px(10)
            middle = (x + radius, y)
            points = [
                (middle[0] + r * radius * math.cos(angle + a), middle[1] + r * radius * math.sin(angle + a))
                for r, a in ((1.0, 0.0), (0.95, 2.5), (0.35, math.pi), (0.95, -2.5))
            ]
            pygame.draw.polygon(surface, MUSTARD, points)
            x += self.px(28)
            far = words(distance_text(math.hypot(dx, dy)), HEADLINE, self.px(18), MUSTARD)
            put(surface, far, x, y, (0.0, 0.5))
            x += far.get_width() + self.px(10)
        put(surface, self._fitting(line, 16, self.boxes["headline"].right - x), x, y, (0.0, 0.5))

    def _fitting(self, line: str, size: float, width: float, colour: Colour = CREAM) -> pygame.Surface:
        """The line at this size, or smaller when it would be wider than `width` pixels."""
        picture = words(line, BODY, self.px(size), colour)
        while picture.get_width() > width and self.px(size) > SMALLEST:
            size *= 0.92
            picture = words(line, BODY, self.px(size), colour)
        return picture if picture.get_width() <= width else picture.subsurface((0, 0, int(width), picture.get_height()))

    def _timer(self, surface: pygame.Surface, reading: Reading) -> None:
        """The bust timer whenever it runs, else how long a search still lasts."""
        status, box = reading.status, self.boxes["timer"]
        if status.bust > 0.0:
            title = "ARREST" if reading.police else "BUSTED"
            flash = reading.tick // 8 % 2 == 0
            colour = (POLICE_RED if flash else POLICE_BLUE) if not reading.police else MUSTARD
            self._bar(surface, box, title, status.bust, colour, CREAM)
        elif status.put_out > 0.0 and not reading.police:
            self._bar(surface, box, "OUT OF THE CAR", status.put_out, ORANGE, CREAM)
        elif status.cold_in > 0.0:
            self._bar(surface, box, f"COLD IN {status.cold_in:.0f} S", min(1.0, status.cold_in / 95.0), MUSTARD, CREAM)
        elif status.alert == "pursuit" and status.lost > 0.4 and not reading.police:
            self._bar(surface, box, "OUT OF SIGHT", min(1.0, status.lost / 7.0), MUSTARD, CREAM)

    def _bar(
        self, surface: pygame.Surface, box: pygame.Rect, title: str, share: float, colour: Colour, ink: Colour
    ) -> None:
        put(surface, words(title, HEADLINE, self.px(28), ink), box.centerx, box.y, (0.5, 0.0))
        bar = pygame.Rect(box.x + self.px(10), box.y + self.px(46), box.w - self.px(20), self.px(12))
        pygame.draw.rect(surface, (26, 20, 22), bar.inflate(self.px(4), self.px(4)), border_radius=self.px(6))
        filled = pygame.Rect(bar.x, bar.y, round(bar.w * share), bar.h)
        pygame.draw.rect(surface, colour, filled, border_radius=self.px(5))
        for k in range(1, 4):
            x = bar.x + bar.w * k // 4
            pygame.draw.line(surface, INK, (x, bar.y), (x, bar.bottom - 1))

    def _eye(self, surface: pygame.Surface, reading: Reading) -> None:
        """Who looks at the Driver now, and how sure he is of the face: the mark is where he would swear to it."""
        status, box = reading.status, self.boxes["eye"]
        looked = status.watched > 0 and not reading.ducked
        if reading.police or not (looked or reading.ducked or status.certainty >= SURE):
            return
        text, colour = _gaze_text(reading)
        picture = self._fitting(text, 16, box.w - self.px(52), colour)
        left = box.centerx - (picture.get_width() + self.px(40)) // 2
        eye(surface, (left + self.px(14), box.y + self.px(15)), self.px(14), colour, not reading.ducked)
        put(surface, picture, left + self.px(40), box.y + self.px(15), (0.0, 0.5))
        sure = max(status.certainties, default=0.0) if looked else status.certainty
        bar = pygame.Rect(box.x + self.px(50), box.y + self.px(36), box.w - self.px(100), self.px(9))
        meter(surface, bar, sure, RUST if sure >= SURE else MUSTARD, (SURE,))

    def _signs(self, surface: pygame.Surface, reading: Reading) -> None:
        """Words that are there only while they hold."""
        box = self.boxes["signs"]
        x = box.x + self.px(6)
        for text, on, colour in (("LIGHTS OFF", reading.dark, MUSTARD), ("DUCKED", reading.ducked, CREAM)):
            if on:
                x = pill(surface, text, x, box.centery, self.px(12), colour)

    def _street(self, surface: pygame.Surface, reading: Reading) -> None:
        box, status = self.boxes["street"], reading.status
        put(surface, self._fitting(reading.street.upper(), 17, box.w), box.right, box.y, (1.0, 0.0))
        put(surface, words(reading.clock, BODY, self.px(14), MUSTARD), box.right, box.y + self.px(26), (1.0, 0.0))
        if reading.police:
            if reading.board:
                room = pygame.Rect(box.x, box.y + self.px(50), box.w, box.h - self.px(50))
                draw_blackboard(surface, room, reading.board, self.k)
            return
        if status.take > 0:
            put(
                surface,
                words(f"${status.take:,.0f}", HEADLINE, self.px(22), CREAM),
                box.right,
                box.y + self.px(74),
                (1.0, 0.0),
            )
        for k in range(status.crew_total):
            middle = (box.right - self.px(10 + 22 * k), box.y + self.px(60))
            figure(surface, middle, self.k, k >= status.crew_total - status.crew_aboard)
        if status.crew_total:
            x = box.right - self.px(10 + 22 * status.crew_total)
            put(surface, words("CREW", BODY, self.px(13), MUSTARD), x, box.y + self.px(60), (1.0, 0.5))

    def _speed(self, surface: pygame.Surface, reading: Reading) -> None:
        box = self.boxes["speed"]
        surface.blit(self.stripe, (box.x + self.px(4), box.bottom - self.px(44)), special_flags=PM)
        number = words(f"{reading.speed / MPH:.0f}", HEADLINE, self.px(88), CREAM)
        put(surface, number, box.x + self.px(8), box.bottom - self.px(30), (0.0, 1.0))
        x = box.x + self.px(14) + number.get_width()
        put(surface, words("MPH", HEADLINE, self.px(22), MUSTARD), x, box.bottom - self.px(76))
        put(surface, self._fitting(reading.hurt, 13, self.px(232), ORANGE), box.x + self.px(8), box.y)
        put(surface, words("DAMAGE", BODY, self.px(12), MUSTARD), x, box.bottom - self.px(122))
        for k in range(10):
            bar = (x + k * self.px(9), box.bottom - self.px(102), self.px(7), self.px(14))
            full = reading.damage * 10 > k + 0.05
            pygame.draw.rect(surface, (RUST if k > 6 else ORANGE) if full else (52, 44, 44), bar)

        middle = (box.x + self.px(286), box.bottom - self.px(101))
        dial.draw(surface, middle, self.px(42), reading.rpm, reading.gear)

    def _messages(self, surface: pygame.Surface, tick: int) -> None:
        box = self.boxes["messages"]
        lines = self.messages.current(tick)
        for k, (age, text, colour) in enumerate(reversed(lines)):
            picture = self._fitting(text, 17, box.w, colour)
            fade = min(1.0, (MESSAGE_TICKS - age) / 60.0)
            if fade < 1.0:
                picture = picture.copy()
                picture.fill((int(255 * fade),) * 4, special_flags=pygame.BLEND_RGBA_MULT)
            put(surface, picture, box.centerx, box.bottom - self.px(4 + 28 * k), (0.5, 1.0))


def _titles(reading: Reading) -> tuple[str, str]:
    """Headline and the line under it."""
    status = reading.status
    if reading.police:
        alert = reading.board.alert if reading.board else status.alert
        task = reading.board.task if reading.board else POLICE_TEXTS.get(alert, "")
        return POLICE_HEADLINES.get(alert, alert.upper()), task
    title = ALERT_HEADLINES.get(status.alert) or HEADLINES.get(status.phase, status.phase.upper())
    return title, status.objective_text


def _gaze_text(reading: Reading) -> tuple[str, Colour]:
    status = reading.status
    if reading.ducked:
        return "DOWN ON THE SEAT: NOBODY SEES YOU", CREAM
    if not status.watched:
        return f"SOMEBODY IS {status.certainty:.0%} SURE OF YOUR FACE", QUIET
    others = status.watched - 1
    more = f" AND {others} MORE" if others else ""
    return f"{reading.watcher.upper()}{more} CAN SEE YOUR FACE", MUSTARD


def distance_text(metres: float) -> str:
    """Feet in tens, from 1000 on miles."""
    feet = metres / FOOT
    return f"{round(feet, -1):.0f} FT" if feet < 1000 else f"{feet / 5280:.1f} MI"


def clock_text(hour: float, seconds: float) -> str:
    """The local time some seconds after `hour`."""
    minutes = int((hour * 3600 + seconds) // 60)
    h, m = minutes // 60 % 24, minutes % 60
    return f"{(h - 1) % 12 + 1}:{m:02d} {'AM' if h < 12 else 'PM'}"
