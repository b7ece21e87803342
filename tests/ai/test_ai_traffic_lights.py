"""Civilians obey the lights and the stop signs that the city shows."""

import numpy as np
import pytest
from numpy.typing import NDArray
from traffic_scenes import Drive

from game.ai.traffic_junctions import STANDING
from game.ai.traffic_state import NO_RULE, ROUTE, RULE, STOP_SIGN
from game.core.snapshot import VX, VY
from game.level.file import load_level
from game.level.model import Level
from game.level.roads import AMBER, AMBER_TICKS, CONNECTOR, JUNCTION, KIND, RED, signal_phase

CARS = 40
SECONDS = 120.0
STOOD_WITHIN = 12 * 60  # ticks: long enough to start and turn
ENTERING = 60  # ticks from a car's nose at the line to its middle


@pytest.fixture(scope="module")
def tryout() -> Level:
    return load_level("tryout")


def entries(drive: Drive, rules: NDArray[np.int32], seconds: float) -> tuple[list[int], list[int]]:
    """(phases at lights, ticks since it last stood at signs) of each car whose middle enters a junction.
    rules: of each link, as the city shows them. A phase is RED only if it was red a second before, too."""
    links, traffic = drive.traffic._net.links, drive.traffic
    before = traffic._plan[:, ROUTE].copy()
    stood = np.full(len(before), -(10**6))
    phases, signs = [], []
    for tick in range(round(seconds * 60)):
        drive.step()
        cars = drive.world.cars[drive.rows]
        stood[np.hypot(cars[:, VX], cars[:, VY]) < STANDING] = tick
        now = traffic._plan[:, ROUTE]
        for i in np.flatnonzero((now != before) & (links[now, KIND] == CONNECTOR) & (rules[now] != NO_RULE)).tolist():
            junction, rule = int(links[now[i], JUNCTION]), int(rules[now[i]])
            if rule == STOP_SIGN:
                signs.append(tick - int(stood[i]))
            else:
                at_line = signal_phase(junction, rule, tick - ENTERING)
                phases.append(min(at_line, signal_phase(junction, rule, tick)))
        before = now.copy()
    return phases, signs


def test_civilians_enter_at_green_and_stop_at_signs(tryout: Level) -> None:
    drive = Drive(tryout, CARS, 3)
    phases, signs = entries(drive, drive.traffic._net.links[:, RULE], SECONDS)
    assert len(phases) > 60 and RED not in phases
    assert phases.count(AMBER) < len(phases) * 2 * AMBER_TICKS / 1620
    assert len(signs) > 10 and max(signs) < STOOD_WITHIN
    assert float(np.mean(drive.speeds())) > 3.0, "and get on"


def test_without_the_rules_they_would_not(tryout: Level) -> None:
    """The control."""
    drive = Drive(tryout, CARS, 3)
    links = drive.traffic._net.links
    shown = links[:, RULE].copy()
    links[:, RULE] = NO_RULE
    phases, signs = entries(drive, shown, SECONDS)
    assert phases.count(RED) > 10 and max(signs) > STOOD_WITHIN
