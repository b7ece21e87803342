"""The whole picture: it changes nothing, shows no more than its side may know, and reaches the disk whole."""

import os
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pygame
import pytest
import view_scenes

from game.core.snapshot import LIGHTS, SLIP, Snapshot
from game.level.model import Level
from game.session import Session
from game.view import picture
from game.view.painter import Painter
from game.view.quality import LADDER, Quality

SIZE = (1280, 720)


def pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface)


def draw(painter: Painter, moment: Snapshot, hud: bool = True) -> np.ndarray:
    surface = pygame.Surface(SIZE).convert()
    painter.reset()
    painter.prepare(moment)
    painter.draw(surface, moment, moment, 0.0, hud)
    return pixels(surface)


@pytest.fixture
def painter(display: None, tryout: Level) -> Painter:
    return Painter(tryout, SIZE)


TICKS = 90


Draws = Callable[[Painter, Snapshot, Snapshot], None]


def run_drawn(tryout: Level, ticks_of: Callable[[int], int], draws: Draws) -> str:
    """The hash of a run of TICKS, so many ticks for the k-th picture; drawing must change no snapshot."""
    session, painter, k = Session(tryout, seed=3), Painter(tryout, SIZE), 0
    while session.tick < TICKS:
        before = session.snapshot
        for _ in range(min(ticks_of(k), TICKS - session.tick)):
            before = session.snapshot
            session.step()
        now = session.snapshot
        copies = [np.copy(array) for array in arrays(now)]
        draws(painter, before, now)
        painter.tell(session.events)
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(copies, arrays(now), strict=True))
        k += 1
    return session.hash


def arrays(now: Snapshot) -> list[np.ndarray]:
    values = [getattr(now, f.name) for f in fields(now)]
    return [value for value in values if isinstance(value, np.ndarray)]


def test_drawing_pausing_zooming_and_skipping_change_no_bit_of_a_run(display: None, tryout: Level) -> None:
    surface = pygame.Surface(SIZE).convert()

    def plain(painter: Painter, before: Snapshot, now: Snapshot) -> None:
        painter.draw(surface, before, now, 0.3)

    def paused(painter: Painter, before: Snapshot, now: Snapshot) -> None:
        for share in (0.2, 0.8, 0.8, 0.8):
            painter.draw(surface, before, now, share)

    def zooming(painter: Painter, before: Snapshot, now: Snapshot) -> None:
        painter.camera.zoom = now.tick % 5 / 4
        painter.use(LADDER[now.tick % 3])
        painter.draw(surface, before, now, 0.5)

    undrawn = Session(tryout, seed=3)
    for _ in range(TICKS):
        undrawn.step()
    ways = {"plain": (lambda k: 1, plain), "paused": (lambda k: k % 2, paused)}
    ways |= {"zooming": (lambda k: 3, zooming), "skipping": (lambda k: (1, 8, 2)[k % 3], plain)}
    for name, (ticks_of, draws) in ways.items():
        assert run_drawn(tryout, ticks_of, draws) == undrawn.hash, name


@pytest.mark.parametrize("quality", LADDER)
def test_every_quality_keeps_lamps_glows_shadows_and_smoke(display: None, tryout: Level, quality: Quality) -> None:
    x, y, heading = tryout.heist.kerb
    painter = Painter(tryout, SIZE)
    painter.use(quality)
    driver, night = (x, y, 0.0, heading), view_scenes.moment(tryout, (x, y, 0.0, heading), [], [])
    with_all = draw(painter, night, hud=False)
    painter.scenery.lights.burning[:] = False
    assert not np.array_equal(with_all, draw(painter, night, hud=False))  # the glow of a lamp's head
    painter.scenery.lights.burning[:] = True
    dark = view_scenes.moment(tryout, driver, [], [])
    tags = dark.tags.copy()
    tags[0, LIGHTS] = 0
    assert not np.array_equal(with_all, draw(painter, replace(dark, tags=tags), hud=False))
    smoking = night.cars.copy()
    smoking[0, SLIP] = 9.0
    assert not np.array_equal(with_all, draw(painter, replace(night, cars=smoking), hud=False))
    kit = painter.near.kit
    for look in kit.shadows:
        kit.shadows[look].turned = {k: (pygame.Surface((1, 1), pygame.SRCALPHA), 0, 0) for k in range(64)}
    assert not np.array_equal(with_all, draw(painter, night, hud=False))


def test_snapshots_are_drawn_as_they_are_read_only(painter: Painter, chase: Session) -> None:
    now = chase.snapshot
    assert not now.cars.flags.writeable
    assert draw(painter, now).std() > 10.0


def test_the_same_moment_gives_the_same_picture(painter: Painter, chase: Session) -> None:
    now = chase.snapshot
    assert np.array_equal(draw(painter, now), draw(painter, now))


def test_the_driver_is_in_the_picture_and_lights_the_road(painter: Painter, tryout: Level) -> None:
    x, y, heading = tryout.heist.kerb
    here = view_scenes.moment(tryout, (x, y, 0.0, heading), [], [])
    away = view_scenes.moment(tryout, (x, y, 0.0, heading), [], [])
    tags = away.tags.copy()
    tags[0, 2] = 0
    gone = Snapshot(away.tick, away.cars, tags, away.controls, away.people, away.sees, away.fallen, away.status)
    difference = np.abs(draw(painter, here, hud=False).astype(int) - draw(painter, gone, hud=False))
    middle = difference[600:680, 320:400]
    assert middle.max() > 100
    assert difference[:200, :150].max() == 0  # and nothing else is


def test_the_map_shows_only_the_units_that_the_driver_sees(painter: Painter, tryout: Level) -> None:
    x, y, heading = tryout.heist.kerb
    own, unit = (x, y, 0.0, heading), (x + 100.0, y + 60.0, 0.0, 0.0)
    box = painter.hud.boxes["map"]
    part = np.s_[box.left : box.right, box.top : box.bottom]
    alone = draw(painter, view_scenes.moment(tryout, own, [], []))[part]
    unseen = draw(painter, view_scenes.moment(tryout, own, [unit], [False]))[part]
    seen = draw(painter, view_scenes.moment(tryout, own, [unit], [True]))[part]
    assert np.array_equal(alone, unseen)
    assert not np.array_equal(alone, seen)  # the control


def test_a_unit_off_the_screen_gets_an_arrow_only_while_it_is_seen(painter: Painter, tryout: Level) -> None:
    x, y, heading = tryout.heist.kerb
    own, unit = (x, y, 0.0, heading), (x + 150.0, y, 0.0, 0.0)
    edge = np.s_[1200:1280, 300:420]
    unseen = draw(painter, view_scenes.moment(tryout, own, [unit], [False]))[edge]
    seen = draw(painter, view_scenes.moment(tryout, own, [unit], [True]))[edge]
    assert not np.array_equal(unseen, seen)


def test_the_police_see_neither_the_hideouts_nor_a_driver_out_of_sight(display: None, tryout: Level) -> None:
    x, y, heading = tryout.heist.kerb
    unit, own = (x, y, 0.0, heading), (x + 3.5, y - 12.0, 0.0, heading)
    police = Painter(tryout, SIZE, side="police")
    unseen = draw(police, view_scenes.moment(tryout, own, [unit], [False], objective_text="Olympic Lot"))
    other = draw(
        police, view_scenes.moment(tryout, (50.0, 50.0, 0.0, 0.0), [unit], [False], objective=(1.0, 2.0), take=0.0)
    )
    seen = draw(police, view_scenes.moment(tryout, own, [unit], [True]))
    assert np.array_equal(unseen, other)
    assert not np.array_equal(unseen, seen)  # the control


def test_a_chase_is_saved_whole_without_a_display(
    tryout: Level, chase: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    file = tmp_path / "deep" / "chase.png"
    picture.save_chase(tryout, chase.snapshot, file)
    saved = pygame.image.load(file)
    assert saved.get_size() == SIZE
    assert list(file.parent.iterdir()) == [file]
    assert "SDL_VIDEODRIVER" not in os.environ
    assert not pygame.display.get_init()


def test_a_picture_that_cannot_be_written_leaves_nothing(display: None, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(OSError):
        picture.save_picture(pygame.Surface((4, 4)), blocked / "chase.png")
    assert blocked.read_text() == "in the way"


def test_skid_marks_stay_on_the_ground_and_go_with_a_new_run(painter: Painter, tryout: Level) -> None:
    x, y, heading = tryout.heist.kerb
    clean = draw(painter, view_scenes.moment(tryout, (x, y, 0.0, heading), [], []), hud=False)
    surface = pygame.Surface(SIZE).convert()
    for k in range(60):
        now = view_scenes.moment(tryout, (x, y + 6.0 - 0.2 * k, 0.0, heading), [], [], tick=200 + k)
        cars = now.cars.copy()
        cars[0, 9] = 6.0  # SLIP
        slid = Snapshot(now.tick, cars, now.tags, now.controls, now.people, now.sees, now.fallen, now.status)
        painter.draw(surface, slid, slid, 0.0, False)
    later = view_scenes.moment(tryout, (x, y, 0.0, heading), [], [], tick=900)
    painter.draw(surface, later, later, 0.0, False)
    assert painter.scenery.skids.cells
    marked = pixels(surface)
    again = draw(painter, later, hud=False)
    assert not np.array_equal(marked, again)
    assert np.array_equal(clean, again)
