"""The card before a job: what it is, who takes part, and the plan."""

from typing import TYPE_CHECKING

import pygame

from game.ui.cards import Card, panel, title
from game.ui.column import Column, Item, fact, heading
from game.ui.job import Job
from game.view.hud import clock_text
from game.view.palette import INK, QUIET

if TYPE_CHECKING:
    from game.level.model import CrewMember, Heist

BOX = pygame.Rect(40, 30, 1200, 660)
TEXT = pygame.Rect(84, 140, 520, 462)
MAP = pygame.Rect(660, 78, 540, 540)
BAND = 0.25  # how exactly a man's character is known: in quarters, until somebody scouts
MONEY = {"notes": "", "marked": ", marked notes", "chips": ", in chips"}
DISGUISES = {"none": "", "cap": "You wear a cap. ", "mask": "You wear a mask. "}
POLICE_BRIEFING = "Listen for the alarm, find the car, and stay within twelve metres of it while it stands."
CHOICES = (("Drive", "start"), ("Keys", "help"), ("Other jobs", "jobs"), ("Quit", "quit"))


class Briefing(Card):
    """The words at the left, the map at the right, the choices below."""

    __slots__ = ("items", "map")

    def __init__(self, name: str, items: list[Item], chart: pygame.Surface) -> None:
        super().__init__(name, choices=CHOICES)
        self.items, self.map = items, chart

    def draw(self, canvas: pygame.Surface) -> None:
        canvas.fill((70, 66, 78), special_flags=pygame.BLEND_RGB_MULT)
        panel(canvas, BOX)
        title(canvas, self.title, TEXT.x - 4, BOX.y + 14, TEXT.w)
        Column(self.items, TEXT).draw(canvas)
        canvas.blit(self.map, MAP)
        pygame.draw.rect(canvas, INK, MAP, 2)
        self.draw_choices(canvas, pygame.Rect(TEXT.x, 628, MAP.right - TEXT.x, 40), across=True)


def briefing(job: Job) -> Briefing:
    """What this side is told before the job."""
    from game.heist.sting import tells
    from game.view.job_map import draw_job_map

    heist = job.level.heist
    items = _police_items(heist) if job.police else _driver_items(heist, tells(job.level, job.seed))
    items.insert(1, fact("When", f"{clock_text(heist.hour, 0.0)}, {heist.weather}", gap=10))
    items.append(Item(f"Seed {job.seed}, {job.difficulty}", size=14, colour=QUIET, gap=10))
    return Briefing(heist.title.upper(), items, draw_job_map(job.level, MAP.w, job.police))


def _driver_items(heist: "Heist", odd: tuple[str, ...]) -> list[Item]:
    items = [Item(_flat(DISGUISES[heist.disguise] + heist.briefing)), fact("Take", _take(heist))]
    items += [heading("Crew"), Item("", size=13, colour=QUIET, heads=("Nerve", "On time", "Loyal"))]
    items += [_member(member) for member in heist.crew]
    if odd:
        items.append(heading("What is odd"))
        items += [Item(text, size=16) for text in odd]
    if heist.objectives:
        items.append(heading("Worth more"))
        items += [fact(f"${extra.reward:,.0f}", extra.text) for extra in heist.objectives]
    return items


def _police_items(heist: "Heist") -> list[Item]:
    items = [Item(_flat(heist.police_briefing) or POLICE_BRIEFING), heading("Blackboard")]
    items.append(fact("On patrol", _count(len(heist.patrols), "unit")))
    items.append(fact("On call", f"up to {heist.max_units}, from {', '.join(s.name for s in heist.stations)}"))
    if heist.placed:
        items.append(fact("In place", f"{_count(len(heist.placed), 'unit')}, hidden"))
    if heist.sting is not None:
        allowed = "signed for" if heist.sting.authorised else "nobody signed for it: what goes wrong counts twice"
        items.append(fact("Operation", allowed))
    items.append(fact("The car", "unknown"))
    items.append(fact("The man", "unknown"))
    return items


def _take(heist: "Heist") -> str:
    return f"${heist.take:,.0f}{MONEY[heist.money]}"


def _member(member: "CrewMember") -> Item:
    known = (member.nerve, member.punctuality, member.loyalty)
    return Item(member.name, bars=tuple(_band(value) for value in known), gap=2)


def _band(value: float) -> tuple[float, float]:
    """The quarter that a value lies in."""
    least = min(int(value / BAND), round(1.0 / BAND) - 1) * BAND
    return least, least + BAND


def _flat(text: str) -> str:
    return " ".join(text.split())


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
