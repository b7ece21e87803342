"""Pictures painted before they are needed: kept within their memory, the same whoever paints them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

from game.level.cache import load_cached
from game.level.model import Level
from game.view import bakery as bakeries
from game.view.bakery import Bakery, open_bakery
from game.view.cells import Key, Store, weight
from game.view.helper import Order
from game.view.palette import mood_at
from game.view.roofs import Roof
from game.view.scenery import Scenery
from game.view.stage import Stage

SCALES = (10.0, 7.0)
HOUR = 23.0
SIDE = 10
EACH = SIDE * SIDE * 4  # bytes


def picture(number: int) -> pygame.Surface:
    out = pygame.Surface((SIDE, SIDE))
    out.fill((number, number, number))
    return out


def shade(store: Store, key: Key) -> int | None:
    found = store.get(key)
    return found.get_at((0, 0))[0] if found else None


class Cook:
    """Paints a cell's column as its shade, in three steps."""

    def __init__(self) -> None:
        self.steps: list[Key] = []
        self.dressed: list[Key] = []

    def bake(self, key: Key) -> Generator[None, None, pygame.Surface]:
        for _ in range(3):
            self.steps.append(key)
            yield
        return picture(key[1])

    def dress(self, key: Key, _: object) -> None:
        self.dressed.append(key)


@pytest.fixture
def cook(display: None) -> Cook:
    return Cook()


def cells(*columns: int) -> list[Key]:
    return [("cell", k, 0) for k in columns]


def test_a_store_paints_in_slices_what_is_wanted_and_forgets_the_rest(cook: Cook) -> None:
    store = Store(cook.bake, cook.dress, 6 * EACH)
    keys = cells(*range(6))
    store.want(keys)
    assert store.get(keys[0]) is None
    store.work(0.05)
    assert [shade(store, key) for key in keys] == list(range(6))
    assert cook.steps[:3] == [keys[0]] * 3  # the most urgent first, one after the other
    assert cook.dressed == keys
    for start in range(10, 60, 5):
        others = cells(*range(start, start + 5))
        store.want(others)
        store.work(0.05)
    assert store.get(keys[0]) is None
    assert shade(store, others[0]) == 55


def test_a_store_keeps_to_its_memory_unless_more_is_wanted_at_once(cook: Cook) -> None:
    store = Store(cook.bake, cook.dress, 6 * EACH)
    for start in range(0, 100, 3):
        store.want(cells(*range(start, start + 3)))
        store.work(0.05)
        assert store.size == sum(map(weight, store.ready.values()))
        assert store.size <= 9 * EACH  # what was wanted came after something was forgotten
    many = cells(*range(200, 220))
    store.want(many)
    store.work(0.05)
    store.want(many)
    assert all(store.get(key) for key in many)  # the control: more than its memory, all of it wanted


def test_a_forgotten_picture_s_surface_is_painted_on_again(cook: Cook) -> None:
    store = Store(cook.bake, cook.dress, EACH)
    store.finish(cells(1))
    old = store.get(("cell", 1, 0))
    store.forget(("cell", 1, 0))
    assert store.size == 0
    assert store.spares.take(SIDE, SIDE) is old
    assert store.spares.take(SIDE, SIDE) is not old


def test_a_store_finishes_at_once_what_cannot_wait(cook: Cook) -> None:
    store = Store(cook.bake, cook.dress, 4 * EACH)
    store.want(cells(7))
    store.finish(cells(7, 8))
    assert shade(store, ("cell", 7, 0)) == 7
    assert shade(store, ("cell", 8, 0)) == 8
    store.forget(("cell", 7, 0))
    assert store.get(("cell", 7, 0)) is None


def test_what_a_helper_paints_is_not_painted_here_too(cook: Cook) -> None:
    store = Store(cook.bake, cook.dress, 4 * EACH)
    store.want(cells(1, 2))
    assert store.send() == ("cell", 1, 0)
    store.want(cells(1, 2))
    store.work(0.05)
    assert store.get(("cell", 1, 0)) is None
    store.renew(("cell", 1, 0))  # a lamp falls while it is away
    store.take(("cell", 1, 0), picture(1))
    assert shade(store, ("cell", 1, 0)) == 1
    assert ("cell", 1, 0) in cook.dressed
    store.want(cells(1))
    assert store.send() == ("cell", 1, 0)  # and it is painted once more
    store.want(cells(1))
    assert store.send() is None


# ---- the helper process
@pytest.fixture
def stages(display: None, tryout: Level) -> list[Stage]:
    scenery = Scenery(tryout.city, mood_at(HOUR))
    return [Stage(scenery, scale, (1280, 720)) for scale in SCALES]


@pytest.fixture
def bakery(display: None, tryout: Level) -> Iterator[Bakery]:
    found = Bakery(Order((tryout.city.id, tryout.city.hash), HOUR, tryout.city.parked, SCALES))
    yield found
    found.close()


def serve(bakery: Bakery, stages: list[Stage], until: int) -> None:
    """Until so many pictures have come, or the helper is gone."""
    stores = [stage.store for stage in stages]
    end = time.monotonic() + 60.0
    while bakery.open and sum(len(store.ready) for store in stores) < until:
        assert time.monotonic() < end
        bakery.serve(stores, 0)
        time.sleep(0.005)


def pixels(found: pygame.Surface | Roof) -> np.ndarray:
    surface = found.picture if isinstance(found, Roof) else found
    return pygame.surfarray.array3d(surface)


@pytest.mark.slow
def test_the_helper_s_pictures_are_those_that_the_game_paints(bakery: Bakery, stages: list[Stage]) -> None:
    """Of every kind, at both scales, and after a lamp has fallen."""
    fallen = np.array([4], np.int32)
    bakery.fell(fallen)
    stages[0].scenery.fell(fallen)
    head = stages[0].scenery.lights.heads[4]
    kinds: set[str] = set()
    for stage in stages:
        keys = stage.shown(stage.eye(*head.tolist(), (500, 400)))
        deck = sorted(stage.scenery.decks.cells)[0]
        keys += [("deck", *deck), ("deck light", *deck)]
        stage.store.want(keys)
        kinds |= {key[0] for key in keys}
    serve(bakery, stages, sum(len(stage.store.queue) for stage in stages))
    assert kinds == {"ground", "light", "deck", "deck light", "roof", "sign"}
    for stage in stages:
        for key, found in stage.store.ready.items():
            here = Stage(stage.scenery, stage.scale, (500, 400))
            here.store.finish([key])
            assert np.array_equal(pixels(found), pixels(here.store.get(key))), key
            if isinstance(found, Roof):
                assert found.picture.get_colorkey() == here.store.get(key).picture.get_colorkey()
                assert len(found.lamps) == len(here.store.get(key).lamps)


@pytest.mark.slow
def test_without_its_helper_the_game_paints_on_in_slices(bakery: Bakery, stages: list[Stage]) -> None:
    store = stages[0].store
    keys: list[Key] = [("ground", k, 5) for k in range(12)]
    store.want(keys)
    serve(bakery, stages, 2)
    assert bakery.process.pid is not None
    os.kill(bakery.process.pid, signal.SIGKILL)
    serve(bakery, stages, 100)  # ends as the helper is gone
    assert not bakery.open
    assert not store.away
    store.want(keys)
    while store.queue or store.job:
        store.work(0.01)
    assert all(store.get(key) for key in keys)


@pytest.mark.slow
def test_the_helper_ends_with_the_game_however_that_ends(tryout: Level) -> None:
    assert load_cached(tryout.city.id, tryout.city.hash) is not None
    command = [sys.executable, "-c", GAME, tryout.city.id, tryout.city.hash]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as game:
        assert game.stdout is not None
        helper = int(game.stdout.readline())
        assert is_running(helper)
        game.kill()
    end = time.monotonic() + 20.0
    while is_running(helper):
        assert time.monotonic() < end
        time.sleep(0.05)


GAME = """
import os, sys, time
os.environ["SDL_VIDEODRIVER"] = "dummy"
import numpy as np
import pygame
from game.view.bakery import Bakery
from game.view.helper import Order
if __name__ == "__main__":
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    bakery = Bakery(Order((sys.argv[1], sys.argv[2]), 12.0, np.zeros((0, 4)), (7.0,)))
    while not bakery.ready:
        bakery.serve([], 0)
        time.sleep(0.01)
    print(bakery.process.pid, flush=True)
    time.sleep(60)
"""


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")  # a dead one may wait for its parent
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_one_processor_has_no_helper(display: None, tryout: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bakeries, "processors", lambda: 1)
    assert open_bakery(tryout.city, HOUR, tryout.city.parked, SCALES) is None


def test_closing_leaves_neither_process_nor_memory(bakery: Bakery) -> None:
    name, process = bakery.memory.name if bakery.memory else "", bakery.process
    bakery.close()
    bakery.close()
    assert not process.is_alive()
    with pytest.raises(FileNotFoundError):
        bakeries.SharedMemory(name)
