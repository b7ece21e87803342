"""Every kind of building, lot, prop and light that a city may have is painted, each with a face of its own."""

from itertools import pairwise

import numpy as np
import pytest

from game.level.city import PROP_CRATE, PROP_LAMP, City
from game.level.model import Level
from game.level.plan import LANDMARKS, LOT_KINDS
from game.view import facades, lots, props, roofs, signals
from game.view.palette import DAY, DUSK, NIGHT, Mood
from game.view.parts import parts_of
from game.view.plan import southward

STYLES = (
    "tower", "midrise", "shops", "warehouse", "house", "bungalow", "apartments", "motel", "strip", "industrial",
    "boxcar", "wall",
)  # fmt: skip
FACES = sorted({*STYLES, *LANDMARKS})
KINDS = range(PROP_LAMP, PROP_CRATE + 1)
BOX = np.array([[0.0, 0.0], [36.0, 0.0], [36.0, 24.0], [0.0, 24.0]])
WEDGE = np.array([[0.0, 0.0], [40.0, 4.0], [31.0, 30.0], [12.0, 27.0], [2.0, 14.0]])
CORNER = np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 12.0], [12.0, 12.0], [12.0, 30.0], [0.0, 30.0]])


def painted(style: str, outline: np.ndarray, mood: Mood, number: int = 6, height: float = 12.0) -> list[np.ndarray]:
    """The pixels of the roofs of a building's parts."""
    import pygame

    from game.view.kit import Kit

    kit = Kit(6.0, mood)
    pictures = []
    for part in parts_of(style, outline, height, number):
        work = roofs.paint(part, style, number, kit)
        while True:
            try:
                next(work)
            except StopIteration as done:
                pictures.append(pygame.surfarray.array3d(done.value.picture))
                break
    return pictures


@pytest.mark.parametrize("style", FACES)
def test_every_style_has_a_roof_painter_and_colours_of_its_own(style: str) -> None:
    for part in parts_of(style, BOX, 60.0, 5):
        assert part.face in roofs.PAINTERS
        assert part.face in facades.ROOFS
        assert part.height > part.base >= 0.0


@pytest.mark.parametrize("outline", [BOX, WEDGE, CORNER], ids=["box", "wedge", "corner"])
def test_every_style_is_painted_on_every_outline(display: None, outline: np.ndarray) -> None:
    for style in FACES:
        for picture in painted(style, outline, DAY):
            assert picture.std() > 3.0, style


def test_no_two_styles_look_alike(display: None) -> None:
    pictures = {style: painted(style, BOX, DAY)[-1] for style in FACES}
    shapes: dict[bytes, str] = {}
    for style, picture in pictures.items():
        twin = shapes.setdefault(picture.tobytes(), style)
        assert {twin, style} <= {"church", "nave"} or twin == style


@pytest.mark.parametrize("style", ["tower", "house", "casino"])
def test_a_roof_is_the_same_each_time_and_darker_at_night(display: None, style: str) -> None:
    day, again, dusk, night = (painted(style, BOX, mood) for mood in (DAY, DAY, DUSK, NIGHT))
    assert all(np.array_equal(a, b) for a, b in zip(day, again, strict=True))
    assert day[-1].mean() > dusk[-1].mean() * 0.99 > night[-1].mean()


def test_a_style_of_a_citys_own_gets_a_plain_roof(display: None) -> None:
    assert painted("adobe", BOX, DAY)[0].std() > 3.0


@pytest.mark.parametrize("height", [10.0, 50.0, 150.0])
@pytest.mark.parametrize("number", range(6))
def test_the_parts_of_a_tower_stand_on_each_other_within_its_outline(height: float, number: int) -> None:
    parts = parts_of("tower", BOX, height, number)
    assert parts[0].base == 0.0
    assert parts[-1].height == pytest.approx(height)
    for below, above in pairwise(parts):
        assert above.base == below.height
        assert above.outline.min() >= below.outline.min()
        assert np.all(above.outline.max(axis=0) <= below.outline.max(axis=0))


# ---- lots
@pytest.mark.parametrize("kind", LOT_KINDS)
def test_every_kind_of_lot_is_painted(display: None, kind: str) -> None:
    import pygame

    from game.view.sheet import Sheet

    art = lots.lot_art(3, kind, BOX + 1.0, np.zeros((0, 2)))
    pictures = []
    for _ in range(2):
        sheet = Sheet(pygame.Surface((400, 400)), 0, 0, 10.0)
        lots.paint_lot(sheet, art)
        pictures.append(pygame.surfarray.array3d(sheet.surface))
    assert np.array_equal(*pictures)
    assert pictures[0][20:360, 20:240].std() > 1.0


def test_an_unknown_kind_of_lot_fails_loudly() -> None:
    with pytest.raises(KeyError):
        lots.lot_colour("swamp")


def test_no_stall_is_marked_where_cars_drive() -> None:
    lane = np.stack([np.linspace(0.0, 36.0, 19), np.full(19, 18.0)], axis=1)
    free, driven = (lots.lot_art(1, "parking", BOX, lanes) for lanes in (np.zeros((0, 2)), lane))
    lines = [next(op.ends for op in art.ops if isinstance(op, lots.Strokes)).mean(axis=1) for art in (free, driven)]
    assert len(lines[0]) > len(lines[1]) > 0
    assert np.abs(lines[1][:, 1] - 18.0).min() > lots.DRIVEN - 0.2
    assert np.abs(lines[0][:, 1] - 18.0).min() < lots.DRIVEN  # the control


def test_parked_cars_are_drawn_in_the_stalls_that_are_marked(tryout: Level) -> None:
    """A car's middle lies half a stall from a line, wherever the lot lies and however it is turned."""
    city = tryout.city
    marks = []
    for k, lot in enumerate(city.lots):
        if lot.kind == "parking":
            art = lots.lot_art(k, lot.kind, southward(lot.outline, city.height), np.zeros((0, 2)))
            marks += [op.ends.mean(axis=1) for op in art.ops if isinstance(op, lots.Strokes)]
    lines = np.concatenate(marks)
    gap = np.hypot(*(southward(city.parked, city.height)[:, None] - lines[None]).transpose(2, 0, 1)).min(axis=1)
    assert len(gap) > 100 and np.abs(gap - 1.35).max() < 0.01


# ---- what stands at the kerb
@pytest.mark.parametrize("down", [False, True])
def test_every_prop_has_a_face_standing_and_lying(display: None, down: bool) -> None:
    import pygame

    art = props.PropArt(10.0)
    faces = {pygame.image.tobytes(art.picture(kind, 0, down), "RGBA") for kind in KINDS}
    assert len(faces) == len(KINDS)
    assert all(any(face) for face in faces)
    with pytest.raises(KeyError):
        art.picture(max(KINDS) + 1, 0, down)


def test_every_phase_of_a_light_has_its_lens() -> None:
    from game.level import roads

    assert set(signals.LENSES) == {roads.GREEN, roads.AMBER, roads.RED}


def test_a_fallen_lamp_gives_no_light_and_stands_again_in_the_next_run(display: None, tryout: Level) -> None:
    from game.view.scenery import Scenery

    scenery = Scenery(tryout.city, NIGHT)
    cells = scenery.fell(np.array([4], np.int32))
    x, y = scenery.lights.heads[4].tolist()
    assert (int(x // 40), int(y // 40)) in cells
    assert not scenery.lights.burning[4]
    assert scenery.lights.burning.sum() == len(scenery.lights.burning) - 1
    assert scenery.fell(np.zeros(0, np.int32)) == cells
    assert scenery.lights.burning.all()
    assert not scenery.props.down.any()


# ---- the city as a whole
def test_every_style_and_lot_of_a_city_that_comes_with_the_game_is_known(tryout: Level) -> None:
    assert unknown(tryout.city) == []


def unknown(city: City) -> list[str]:
    styles = {building.style for building in city.buildings} - set(FACES)
    return sorted(styles | ({lot.kind for lot in city.lots} - set(LOT_KINDS)))
