"""The card after a job: every fact is on it, in words a person understands, and it fits whatever happened."""

import dataclasses
from collections.abc import Iterator

import pygame
import pytest

from game.core.setup import DIFFICULTIES
from game.core.snapshot import OUTCOMES
from game.heist.debrief import Debrief
from game.level.file import load_level
from game.level.model import Level
from game.ui.column import Column, Item
from game.ui.debriefing import CHOICES, COLUMNS, ENDS, POLICE_ENDS, Debriefing, clock, debriefing, sureness
from game.ui.job import Job

PLAIN = Debrief(
    outcome="escaped",
    note="Home with the money.",
    text="They paid in small notes.",
    seconds=206.3,
    take=22_500.0,
    shares=(("Driver", 7_500.0), ("Teddy", 7_500.0)),
    forfeited=7_500.0,
    money="marked",
    traced=11_250.0,
    crew=(("Teddy", "home"), ("Dwight", "put out"), ("Lorraine", "turned")),
    talked=("Dwight",),
    witnesses=(("Mrs. Aldrich", 0.9), ("The guard", 0.0), *(("a passer-by", 0.1 * k) for k in range(1, 6))),
    police_certainty=0.4,
    cars=(("trans_am", ("class", "plate")), ("ltd", ())),
    hurt=(("a passer-by", "unit 2", 9.0, True),),
    charges=(
        (17.2, "Armed robbery", "the house guard", 34.0),
        (61.0, "Fleeing", "unit 3", 4.0),
        (76.0, "Fleeing", "unit 3", 4.0),
    ),
    felony=62.0,
    heat=3,
    badges=30.0,
    objectives=(("Nobody hurt", False, 1000.0), ("Home in five minutes", True, 2000.0)),
    reward=2000.0,
    switched=1,
    sting=True,
    tells=("The take is too large for the house.",),
)


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    yield
    pygame.quit()


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


def told(card: Debriefing) -> str:
    return " / ".join(f"{item.label}: {item.text}" for column in card.columns for item in column.items)


@pytest.mark.parametrize(
    "words",
    [
        "They paid in small notes.",
        "3:26, felony 62, heat 3",
        "Take: $22,500",
        "Teddy: $7,500",
        "Forfeit: $7,500",
        "Traced: $11,250 of it, in marked notes",
        "Extra: $2,000",
        "missed: Nobody hurt",
        "$2,000: Home in five minutes",
        "The take is too large",
        "Mrs. Aldrich: would swear to him, 90%",
        "The guard: saw no face",
        "A passer-by: may know him again, 50%",
        "and 2 more",
        "Police: may know him again, 40%",
        "Dwight: put out, and talked",
        "Lorraine: turned",
        "Trans Am",
        "class, plate",
        "0:17: Armed robbery: the house guard saw it (+34)",
        "1:01: Fleeing, 2 times: unit 3 saw it (+8)",
        "a passer-by by unit 2, at 20 mph, dead",
    ],
)
def test_every_fact_is_told(display: None, tryout: Level, words: str) -> None:
    assert words in told(debriefing(PLAIN, Job(tryout, 7, "easy", "driver")))


def test_the_police_are_told_of_their_badges_and_not_of_his_share(display: None, tryout: Level) -> None:
    text = told(debriefing(PLAIN, Job(tryout, 7, "easy", "police")))
    assert "Badges: 30 of 100" in text
    assert "Traced" not in text


def test_nothing_is_made_up_when_nothing_happened(display: None, tryout: Level) -> None:
    empty: dict[str, object] = dict.fromkeys(("shares", "witnesses", "hurt", "charges", "objectives", "tells"), ())
    calm = dataclasses.replace(PLAIN, take=0.0, forfeited=0.0, reward=0.0, sting=False, police_certainty=0.0, **empty)
    text = told(debriefing(calm, Job(tryout, 7, "easy", "driver")))
    assert "None." in text
    assert "Nobody." in text
    assert "Police: saw no face" in text
    assert "Traced" not in text
    assert "trap" not in text


@pytest.mark.parametrize("side", ["driver", "police"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_headline(display: None, tryout: Level, outcome: str, side: str) -> None:
    card = debriefing(dataclasses.replace(PLAIN, outcome=outcome), Job(tryout, 7, DIFFICULTIES[0], side))
    assert card.title == (ENDS | POLICE_ENDS if side == "police" else ENDS)[outcome]
    assert [meaning for _, meaning in card.choices] == [meaning for _, meaning in CHOICES]


def test_a_long_record_shrinks_and_then_is_cut_off_inside_its_box(display: None, tryout: Level) -> None:
    many = tuple((float(k), f"Something that was done, number {k}", f"unit {k}", 4.0) for k in range(60))
    card = debriefing(dataclasses.replace(PLAIN, charges=many), Job(tryout, 7, "easy", "driver"))
    canvas = pygame.Surface((1280, 720))
    card.draw(canvas)
    assert card.columns[2].items[-1].text == "…"
    for column, box in zip(card.columns, COLUMNS, strict=True):
        assert column.draw(canvas) <= box.bottom
    assert canvas.get_rect().contains(card.boxes[-1].inflate(20, 20))


def test_a_column_with_room_keeps_its_size_and_everything(display: None) -> None:
    column = Column([Item("a line") for _ in range(4)], pygame.Rect(0, 0, 300, 400))
    assert column.scale == 1.0
    assert len(column.items) == 4
    tight = Column([Item("a line") for _ in range(14)], pygame.Rect(0, 0, 300, 270))
    assert tight.scale < 1.0
    assert len(tight.items) == 14


@pytest.mark.parametrize(
    ("certainty", "text"),
    [
        (0.0, "saw no face"),
        (0.2, "a glimpse"),
        (0.35, "may know him again"),
        (0.7, "would pick him out"),
        (1.0, "would swear to him"),
    ],
)
def test_certainty_in_words(certainty: float, text: str) -> None:
    assert sureness(certainty) == text


def test_the_clock_of_a_job() -> None:
    assert [clock(seconds) for seconds in (0.0, 59.9, 61.0, 600.0)] == ["0:00", "0:59", "1:01", "10:00"]
