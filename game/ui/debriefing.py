"""The card after a job: how it ended, the money, who knows what, and the charges with their witnesses."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from game.core.constants import MPH
from game.ui.cards import Card, panel, title
from game.ui.column import Column, Item, fact, heading
from game.ui.job import Job
from game.view.palette import CREAM, MUSTARD, ORANGE, QUIET, Colour

if TYPE_CHECKING:
    from game.heist.debrief import Debrief

ENDS = {
    "": "CUT SHORT",
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
CHOICES = (("Again", "restart"), ("Other jobs", "jobs"), ("Quit", "quit"))
BOX = pygame.Rect(40, 30, 1200, 660)
COLUMNS = tuple(pygame.Rect(84 + 384 * k, 138, 344, 476) for k in range(3))
SURENESS = (
    (0.85, "would swear to him"),
    (0.6, "would pick him out"),
    (0.35, "may know him again"),
    (0.01, "a glimpse"),
)
STRANGERS = 3  # passers-by who are listed one by one


class Debriefing(Card):
    """Three columns of facts, the choices below."""

    __slots__ = ("columns",)

    def __init__(self, name: str, columns: Sequence[Sequence[Item]]) -> None:
        super().__init__(name, choices=CHOICES)
        self.columns = [Column(items, box) for items, box in zip(columns, COLUMNS, strict=True)]

    def draw(self, canvas: pygame.Surface) -> None:
        canvas.fill((70, 66, 78), special_flags=pygame.BLEND_RGB_MULT)
        panel(canvas, BOX)
        title(canvas, self.title, COLUMNS[0].x - 4, BOX.y + 14, COLUMNS[-1].right - COLUMNS[0].x)
        for column in self.columns:
            column.draw(canvas)
        self.draw_choices(canvas, pygame.Rect(COLUMNS[0].x, 632, COLUMNS[-1].right - COLUMNS[0].x, 40), across=True)


def debriefing(facts: "Debrief", job: Job) -> Debriefing:
    """Every fact of the job, for a person."""
    titles = ENDS | POLICE_ENDS if job.police else ENDS
    names = {spec.id: spec.name for spec in job.level.cars}
    story = [*_story(facts, job), *(_operation(facts) if job.police else _money(facts)), *_extras(facts)]
    known = [*_faces(facts), *_crew(facts), *_cars(facts, names)]
    return Debriefing(titles[facts.outcome], (story, known, [*_charges(facts), *_hurt(facts)]))


def clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def sureness(certainty: float) -> str:
    """How firm a witness is, in words."""
    return next((words for least, words in SURENESS if certainty >= least), "saw no face")


# ---- the first column
def _story(facts: "Debrief", job: Job) -> list[Item]:
    text = " ".join((facts.text or facts.note).split())
    found = [Item(text, gap=4)] if text else []
    heat = f"felony {facts.felony:.0f}, heat {facts.heat}"
    return [
        *found,
        fact("Time", f"{clock(facts.seconds)}, {heat}", gap=8),
        fact("Run", f"{job.difficulty}, {job.seed}"),
    ]


def _money(facts: "Debrief") -> list[Item]:
    items = [heading("Money"), fact("Take", _dollars(facts.take) if facts.take else "none", ORANGE)]
    items += [fact(name, _dollars(share)) for name, share in facts.shares]
    if facts.reward:
        items.append(fact("Extra", _dollars(facts.reward), ORANGE))
    if facts.forfeited:
        items.append(fact("Forfeit", f"{_dollars(facts.forfeited)}, of those who did not come home"))
    if facts.take:
        kind = {"chips": "chips", "marked": "marked notes"}.get(facts.money, "notes")
        items.append(fact("Traced", f"{_dollars(facts.traced)} of it, in {kind}"))
    return items


def _operation(facts: "Debrief") -> list[Item]:
    return [
        heading("The operation"),
        fact("Badges", f"{facts.badges:.0f} of 100"),
        fact("He has", _dollars(facts.take)),
    ]


def _extras(facts: "Debrief") -> list[Item]:
    """Objectives, and what could have been noticed before."""
    items = [heading("Worth more")] if facts.objectives else []
    for text, met, reward in facts.objectives:
        items.append(fact(_dollars(reward) if met else "missed", text, CREAM if met else QUIET))
    if facts.sting:
        items += [heading("It was a trap"), *(Item(text, size=15) for text in facts.tells)]
    return items


# ---- the second
def _faces(facts: "Debrief") -> list[Item]:
    """Who saw the Driver's face: those with a name first, then the surest of the others."""
    named = [pair for pair in facts.witnesses if pair[0] != "a passer-by"]
    others = sorted((sure for name, sure in facts.witnesses if name == "a passer-by"), reverse=True)
    pairs = [*named, *(("A passer-by", sure) for sure in others[:STRANGERS])]
    items = [heading("His face"), *(_face(name, sure) for name, sure in pairs)]
    if len(others) > STRANGERS:
        items.append(Item(f"and {len(others) - STRANGERS} more", colour=QUIET))
    return [*items, _face("Police", facts.police_certainty)]


def _face(name: str, sure: float) -> Item:
    colour: Colour = ORANGE if sure >= SURENESS[2][0] else CREAM if sure > 0.0 else QUIET
    return fact(name, f"{sureness(sure)}, {sure:.0%}" if sure > 0.0 else sureness(sure), colour)


def _crew(facts: "Debrief") -> list[Item]:
    items = [heading("Crew")]
    for name, fate in facts.crew:
        told = ", and talked" if name in facts.talked else ""
        items.append(fact(name, fate + told, CREAM if fate == "home" else MUSTARD))
    return items


def _cars(facts: "Debrief", names: dict[str, str]) -> list[Item]:
    items = [heading("Cars, and what they know of them")]
    items += [Item(f"{names.get(model, model)}: {', '.join(known) or 'nothing'}") for model, known in facts.cars]
    return items


# ---- the third
def _charges(facts: "Debrief") -> list[Item]:
    """Each charge by each witness once, at its first time."""
    items = [heading("Charges")]
    grouped: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for at, text, witness, points in facts.charges:
        grouped.setdefault((text, witness), []).append((at, points))
    for (text, witness), times in grouped.items():
        often = f", {len(times)} times" if len(times) > 1 else ""
        total = sum(points for _, points in times)
        items.append(fact(clock(times[0][0]), f"{text}{often}: {witness} saw it (+{total:.0f})"))
    return items if facts.charges else [*items, Item("None.", colour=QUIET)]


def _hurt(facts: "Debrief") -> list[Item]:
    items = [heading("Hurt")]
    for who, culprit, speed, died in facts.hurt:
        items.append(Item(f"{who} by {culprit}, at {speed / MPH:.0f} mph{', dead' if died else ''}", colour=ORANGE))
    return items if facts.hurt else [*items, Item("Nobody.", colour=QUIET)]


def _dollars(amount: float) -> str:
    return f"${amount:,.0f}"
