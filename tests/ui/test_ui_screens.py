"""The window's arithmetic, the cards, and a whole game played by posted events on a display that shows nothing."""

from collections.abc import Iterator
from types import SimpleNamespace

import pygame
import pytest

from game.core.aids import ALL_AIDS, aids_called
from game.level.file import load_level
from game.level.model import Level
from game.level.shelf import level_ids
from game.ui import app, debriefing, screens, window
from game.ui.board import Board, Pick
from game.ui.briefing import briefing
from game.ui.cards import Card
from game.ui.game import RESULT_AFTER, Game
from game.ui.job import Job
from game.ui.ladder import Ladder
from game.ui.loop import TICK_NS


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


def key(code: int, down: bool = True, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN if down else pygame.KEYUP, scancode=code, key=0, mod=mod)


# ---- the window
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (800, 600), (400, 900), (1, 1)])
def test_the_picture_keeps_its_shape_in_the_middle_of_the_window(size: tuple[int, int]) -> None:
    box = window.letterbox(size)
    assert box.w <= size[0] + 1
    assert box.h <= size[1] + 1
    assert box.w >= size[0] - 1 or box.h >= size[1] - 1
    assert abs(box.centerx - size[0] / 2) <= 1
    if size[0] > 100:
        assert abs(box.w / box.h - 16 / 9) < 0.01


@pytest.mark.parametrize("driver", ["dummy", "offscreen"])
def test_without_a_display_play_says_so_before_anything_else(monkeypatch: pytest.MonkeyPatch, driver: str) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    with pytest.raises(app.NoDisplay, match=driver):
        app.play("no such level")


@pytest.mark.parametrize("driver", ["x11", ""])
def test_a_display_that_cannot_be_reached_is_none(monkeypatch: pytest.MonkeyPatch, driver: str) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    with pytest.raises(app.NoDisplay):
        app.play("tryout")


def test_unix_without_display_variables_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window.os, "name", "posix")
    monkeypatch.setattr(window.os, "uname", lambda: SimpleNamespace(sysname="Linux"), raising=False)
    with pytest.raises(app.NoDisplay, match="DISPLAY"):
        window.check_display()
    monkeypatch.setenv("DISPLAY", ":0")
    window.check_display()  # the control


# ---- cards
def test_a_card_is_chosen_from_with_keys() -> None:
    card = screens.pause()
    assert card.handle(key(pygame.KSCAN_RETURN)) == "resume"
    card.handle(key(pygame.KSCAN_DOWN))
    assert card.handle(key(pygame.KSCAN_RETURN)) == "restart"
    card.handle(key(pygame.KSCAN_UP))
    card.handle(key(pygame.KSCAN_W))
    assert card.handle(key(pygame.KSCAN_KP_ENTER)) == "quit"
    assert card.handle(key(pygame.KSCAN_RETURN, mod=pygame.KMOD_ALT)) == ""


def test_a_card_is_chosen_from_with_the_mouse(display: None) -> None:
    card, canvas = screens.pause(), pygame.Surface((1280, 720))
    card.draw(canvas)
    middle = card.boxes[-1].center
    move = pygame.event.Event(pygame.MOUSEMOTION, pos=middle, rel=(0, 0), buttons=(0, 0, 0))
    click = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=middle, button=1)
    assert card.handle(move, middle) == ""
    assert card.chosen == len(card.choices) - 1
    assert card.handle(click, middle) == "quit"
    assert card.handle(click, (3, 3)) == ""


def test_every_card_fits_the_picture(display: None, tryout: Level) -> None:
    canvas = pygame.Surface((1280, 720))
    cards: list[Card] = [briefing(Job(tryout, 10**6, "normal", side)) for side in ("driver", "police")]
    for card in [
        *cards,
        screens.pause(),
        screens.pause(True),
        screens.keys(),
        screens.keys(True),
        screens.driving_aids(ALL_AIDS),
    ]:
        card.draw(canvas)
        assert canvas.get_rect().contains(card.boxes[-1].inflate(20, 20))


class Still:
    """A window that nobody sees."""

    def __init__(self) -> None:
        self.canvas = pygame.Surface(window.INSIDE)
        self.screen = self.canvas
        self.shown = 0

    def show(self) -> None:
        self.shown += 1

    def handle(self, event: pygame.event.Event) -> bool:
        return False


# ---- the list of jobs
@pytest.fixture
def board(display: None) -> Board:
    return Board(Still(), Pick("tryout"))  # type: ignore[arg-type]


def test_the_board_lists_every_job_and_offers_the_one_that_was_played_last(board: Board) -> None:
    assert sorted(offer.id for offer in board.offers) == level_ids()
    assert board.pick.level == board.offer.id == "tryout"
    assert [offer.take for offer in board.offers] == sorted(offer.take for offer in board.offers)


def test_keys_choose_job_difficulty_and_side(board: Board) -> None:
    for _ in board.offers:
        before = board.offer
        assert board.handle(key(pygame.KSCAN_DOWN)) == ""
        assert board.pick.level == board.offer.id != before.id
        assert board.pick.side in board.offer.sides
    board.handle(key(pygame.KSCAN_RIGHT))
    assert board.pick.difficulty == "hard"
    board.handle(key(pygame.KSCAN_RIGHT))
    assert board.pick.difficulty == "easy"
    sides = set()
    for _ in board.offers:
        board.handle(key(pygame.KSCAN_UP))
        for _ in board.offer.sides:
            board.handle(key(pygame.KSCAN_TAB))
            sides.add((board.offer.id, board.pick.side))
    assert sides == {(offer.id, side) for offer in board.offers for side in offer.sides}
    assert board.handle(key(pygame.KSCAN_ESCAPE)) == "quit"
    assert board.handle(key(pygame.KSCAN_RETURN)) == "start"


def test_everything_on_the_board_can_be_clicked_and_nothing_overlaps(board: Board) -> None:
    board.draw(board.window.canvas)
    boxes = list(board.boxes.values())
    for k, box in enumerate(boxes):
        assert board.window.canvas.get_rect().contains(box)
        assert box.collidelist(boxes[k + 1 :]) < 0
    for kind, number in list(board.boxes):
        at = board.boxes[kind, number].center
        answer = board.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        assert answer == ("start" if kind == "start" or (kind == "job" and number == board.at) else "") or kind == "job"
    assert board.pick.difficulty == "hard"


# ---- a game
class Hands:
    """Plays a Game frame by frame: a clock turned by hand, and keys."""

    def __init__(self, level: Level, side: str = "driver") -> None:
        self.now = 0
        job = Job(level, 7, "normal", side)
        self.game = Game(Still(), job, Ladder(), clock=lambda: self.now)  # type: ignore[arg-type]
        pygame.event.clear()

    def frames(self, count: int, ticks: float = 1.0) -> bool:
        """Whether the game still runs after so many pictures."""
        for _ in range(count):
            self.now += int(ticks * TICK_NS) + 1
            if not self.game.frame():
                return False
        return True

    def tap(self, code: int) -> None:
        pygame.event.post(key(code))
        pygame.event.post(key(code, down=False))
        self.frames(1)

    @property
    def tick(self) -> int:
        return self.game.reel.now.tick


def test_a_job_from_the_briefing_to_the_result_and_again(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    hands.frames(5)
    assert hands.tick == 0  # the briefing waits
    hands.tap(pygame.KSCAN_RETURN)
    pygame.event.post(key(pygame.KSCAN_UP))
    hands.frames(90)
    assert hands.tick == pytest.approx(90, abs=2)
    own = hands.game.reel.now.cars[0]
    assert float((own[3] ** 2 + own[4] ** 2) ** 0.5) > 3.0
    hands.tap(pygame.KSCAN_ESCAPE)
    paused = hands.tick
    hands.frames(30)
    assert hands.tick == paused
    for _ in range(4):
        hands.tap(pygame.KSCAN_DOWN)
    hands.tap(pygame.KSCAN_RETURN)  # walk away from the job
    hands.frames(RESULT_AFTER + 30)
    assert hands.game.session.outcome == "abandoned"
    card = hands.game.card
    assert card is not None
    assert card.title == debriefing.ENDS["abandoned"]
    hands.tap(pygame.KSCAN_RETURN)  # again
    assert hands.game.card is None
    assert hands.tick <= 1
    hands.frames(10)
    assert 10 <= hands.tick <= 12


def test_a_slow_picture_runs_no_more_than_eight_ticks(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    hands.tap(pygame.KSCAN_RETURN)
    before = hands.tick
    hands.frames(1, ticks=100)
    assert hands.tick == before + 8


def test_the_window_losing_the_keyboard_pauses_and_lets_the_keys_go(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    hands.tap(pygame.KSCAN_RETURN)
    pygame.event.post(key(pygame.KSCAN_UP))
    hands.frames(5)
    assert hands.game.job.mind.held
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    hands.frames(1)
    assert hands.game.card is not None
    assert not hands.game.job.mind.held


def test_closing_the_window_ends_the_game(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert not hands.frames(1)


def test_help_comes_and_goes(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    hands.tap(pygame.KSCAN_RETURN)
    hands.tap(pygame.KSCAN_M)
    assert hands.game.card is not None
    assert hands.game.card.title == "KEYS"
    hands.tap(pygame.KSCAN_M)
    assert hands.game.card is None


def test_driving_aids_are_switched_in_the_pause_and_stay_so_for_the_next_run(display: None, tryout: Level) -> None:
    hands = Hands(tryout)
    hands.tap(pygame.KSCAN_RETURN)
    hands.tap(pygame.KSCAN_ESCAPE)
    for _ in range(3):
        hands.tap(pygame.KSCAN_DOWN)
    hands.tap(pygame.KSCAN_RETURN)
    card = hands.game.card
    assert card is not None
    assert card.title == "DRIVING AIDS"
    hands.tap(pygame.KSCAN_DOWN)
    hands.tap(pygame.KSCAN_RETURN)  # counter-steering
    wanted = aids_called(["steer", "reverse", "traction"])
    assert hands.game.job.mind.aids == wanted
    hands.tap(pygame.KSCAN_ESCAPE)
    hands.tap(pygame.KSCAN_ESCAPE)
    assert hands.game.card is None
    hands.frames(2)
    assert hands.game.job.mind.told == wanted
    hands.tap(pygame.KSCAN_ESCAPE)
    hands.tap(pygame.KSCAN_R)
    assert hands.game.job.mind.aids == wanted


def test_the_same_keys_at_the_same_ticks_give_the_same_run(display: None, tryout: Level) -> None:
    hashes = []
    for ragged in (False, True):
        hands = Hands(tryout)
        hands.tap(pygame.KSCAN_RETURN)
        for code, down, until in (
            (pygame.KSCAN_UP, True, 60),
            (pygame.KSCAN_LEFT, True, 75),
            (pygame.KSCAN_LEFT, False, 150),
        ):
            pygame.event.post(key(code, down))
            while hands.tick < until:
                hands.frames(1, ticks=min(3, until - hands.tick) if ragged else 1)
        hashes.append(hands.game.session.hash)  # type: ignore[attr-defined]
    assert hashes[0] == hashes[1]


def test_the_police_side_drives_the_first_unit(display: None, tryout: Level) -> None:
    hands = Hands(tryout, side="police")
    hands.tap(pygame.KSCAN_RETURN)
    row = hands.game.painter.own_row(hands.game.reel.now)
    start = hands.game.reel.now.cars[row, :2].copy()
    pygame.event.post(key(pygame.KSCAN_UP))
    hands.frames(120)
    now = hands.game.reel.now
    assert row != now.status.driver_car
    assert abs(now.cars[row, :2] - start).sum() > 5.0
    assert now.controls[row, 1] == 255  # THROTTLE
