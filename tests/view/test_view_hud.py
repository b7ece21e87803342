"""The screen's furniture: nothing collides at any size, and each part shows what is so."""

import dataclasses
from typing import Any

import numpy as np
import pytest
import view_scenes

from game.core.events import Event
from game.core.snapshot import P_X, P_Y, PERSON_COLUMNS, POLICE, ROLE
from game.level.model import Level
from game.view import hud
from game.view.blackboard import Blackboard
from game.view.onlookers import onlookers, surest

SIZES = [(1280, 720), (1920, 1080), (800, 600), (640, 480)]


@pytest.mark.parametrize("size", SIZES)
def test_the_parts_of_the_hud_do_not_overlap_and_fit_the_screen(size: tuple[int, int]) -> None:
    boxes = hud.layout(size)
    screen = (0, 0, *size)
    for name, box in boxes.items():
        assert all(not box.colliderect(other) for key, other in boxes.items() if key != name), name
        assert box.clamp(screen) == box, name


def readings(level: Level) -> list[hud.Reading]:
    long = "Assault on a police car (a warning): the guard of the Lucky Lady Card Club saw it and told the others"
    calm = view_scenes.status(level, alert="quiet", phase="wait", felony=0.0, heat=0)
    hot = view_scenes.status(level, bust=0.7, felony=100.0, heat=5, charge=long, take=1_234_567.0)
    cold = view_scenes.status(level, alert="search", phase="lie low", cold_in=95.0)
    lost = view_scenes.status(level, lost=6.5, crew_total=4, objective_text=long)
    common = {
        "tick": 330,
        "speed": 88.0,
        "damage": 1.0,
        "hurt": "RADIATOR 100 % · 4 FLAT TYRES · AXLE · LAMPS",
        "street": "Martin Luther King Boulevard",
        "clock": "11:36 PM",
    }
    looked = view_scenes.status(level, watched=12, watchers=(3,), certainties=(0.8,), certainty=0.8, put_out=0.5)
    cases = [(calm, False), (hot, False), (cold, False), (lost, False), (looked, False), (hot, True), (cold, True)]
    found = [hud.Reading(status, police=police, goal=(-800.0, 900.0), **common) for status, police in cases]
    found.append(dataclasses.replace(found[4], watcher="the guard of the Lucky Lady Card Club and her sister"))
    found.append(dataclasses.replace(found[4], ducked=True, dark=True))
    board = Blackboard("pursuit", 5, long, long, "a very long name of a car, colour, plate", 0.81)
    return [*found, dataclasses.replace(found[5], board=board)]


@pytest.mark.parametrize(
    ("change", "box", "shown"),
    [
        ({"watcher": "Mrs. Aldrich"}, "eye", True),
        ({"ducked": True}, "eye", True),
        ({"ducked": True}, "signs", True),
        ({"dark": True}, "signs", True),
        ({}, "signs", False),
        ({"police": True}, "eye", False),
        ({"police": True, "board": Blackboard("quiet", 0, "", "", "unknown", 0.5)}, "street", True),
    ],
)
def test_a_part_shows_what_is_so_and_only_then(
    display: None, tryout: Level, change: dict[str, Any], box: str, shown: bool
) -> None:
    import pygame

    art, looked = hud.Hud((1280, 720)), readings(tryout)[4]
    pictures = []
    for reading in (dataclasses.replace(looked, street="", clock="", **change), looked):
        surface = pygame.Surface((1280, 720))
        art.draw(surface, reading)
        pictures.append(pygame.surfarray.array3d(surface.subsurface(art.boxes[box])))
    assert pictures[0].any() == shown
    assert not shown or not np.array_equal(*pictures)


def test_a_marker_shows_over_each_who_looks(display: None, tryout: Level) -> None:
    now = view_scenes.moment(tryout, (10.0, 20.0, 0.0, 0.0), [(60.0, 20.0, 0.0, 0.0)], [True])
    people = np.zeros((2, PERSON_COLUMNS))
    people[1, [P_X, P_Y]] = 40.0, 50.0
    units = np.flatnonzero(now.tags[:, ROLE] == POLICE)
    status = dataclasses.replace(now.status, watched=2, watchers=(1, 2), certainties=(0.2, 0.6))
    now = dataclasses.replace(now, people=people, status=status)
    spots = list(onlookers(now))
    assert spots[0] == (40.0, 50.0, 0.2)
    assert spots[1][:2] == tuple(now.cars[units[0], :2])
    assert surest(tryout.heist, now) == "unit 1"


@pytest.mark.parametrize("size", SIZES)
def test_what_the_hud_draws_stays_in_its_places(display: None, tryout: Level, size: tuple[int, int]) -> None:
    import pygame

    art = hud.Hud(size)
    for k in range(4):
        art.messages.tell(
            Event(300 + k, "charge", f"{k} A long message from the radio that says what has happened " * 2)
        )
    for reading in readings(tryout):
        surface = pygame.Surface(size)
        surface.fill((1, 2, 3))
        art.draw(surface, reading)
        drawn = np.any(pygame.surfarray.array3d(surface) != (1, 2, 3), axis=2)
        assert drawn.any()
        for box in art.boxes.values():
            drawn[box.left : box.right, box.top : box.bottom] = False
        stray = np.argwhere(drawn)
        assert not len(stray), f"{size}: {stray[0]} … {stray[-1]}"


def test_the_bust_timer_shows_whenever_it_runs(display: None, tryout: Level) -> None:
    import pygame

    art, size = hud.Hud((1280, 720)), (1280, 720)
    shown = []
    for share in (0.0, 0.02, 0.5):
        surface = pygame.Surface(size)
        reading = readings(tryout)[0]
        reading.status = view_scenes.status(tryout, bust=share)
        art.draw(surface, reading)
        shown.append(int(pygame.surfarray.array3d(surface.subsurface(art.boxes["timer"])).sum()))
    assert shown[0] == 0
    assert 0 < shown[1] < shown[2]


def test_messages_fade_and_the_newest_three_stay() -> None:
    messages = hud.Messages()
    for k in range(5):
        messages.tell(Event(k, "alert", f"message {k}"))
    assert [text for _, text, _ in messages.current(10)] == ["message 2", "message 3", "message 4"]
    assert messages.current(4 + hud.MESSAGE_TICKS) == []


@pytest.mark.parametrize(("metres", "text"), [(0.0, "0 FT"), (30.0, "100 FT"), (300.0, "980 FT"), (1609.344, "1.0 MI")])
def test_distances_are_told_in_feet_then_miles(metres: float, text: str) -> None:
    assert hud.distance_text(metres) == text


@pytest.mark.parametrize(
    ("hour", "seconds", "text"),
    [
        (23.6, 0.0, "11:36 PM"),
        (23.6, 1500.0, "12:01 AM"),
        (12.0, 60.0, "12:01 PM"),
        (0.5, 0.0, "12:30 AM"),
    ],
)
def test_the_clock(hour: float, seconds: float, text: str) -> None:
    assert hud.clock_text(hour, seconds) == text
