"""Who is held for long enough is caught: the driver in his car, and men of the crew who are left on foot."""

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TACTICS_EVERY
from game.core.kernel import kernel
from game.core.observation import KNOWN_PLATE
from game.core.snapshot import ACTIVE, P_SPEED, P_STATE, P_X, P_Y, PERSON_CAUGHT, PERSON_DOWN, PERSON_LEFT, X, Y, Z
from game.heist.badges import note_arrest
from game.heist.facts import Turn
from game.heist.job import CAPTURED, PURSUIT, QUIET, end, ticks, wanted
from game.sense.sight import EYE, in_view


def bust_ticks(turn: Turn) -> int:
    """How long they must hold somebody."""
    return ticks(turn.rules.bust_seconds * turn.job.difficulty.bust)


def hold_driver(turn: Turn) -> None:
    """An officer near, in line of sight, and a car that hardly moves."""
    job, facts, rules = turn.job, turn.facts, turn.rules
    known = job.known[job.driver_car] & KNOWN_PLATE
    held = job.alert == PURSUIT and known and facts.officer >= 0 and facts.speed < rules.bust_speed
    job.bust = job.bust + TACTICS_EVERY if held else max(0, job.bust - TACTICS_EVERY)
    if job.bust >= bust_ticks(turn) and job.ended < 0:
        turn.events.append(end(job, CAPTURED, "held"))


def hold_crew(turn: Turn) -> None:
    """Men who were left behind or put out, or lie there, and whom the police are after: not their own men."""
    job = turn.job
    if job.alert == QUIET or not wanted(job, turn.rules):
        return
    states = turn.view.people[: len(job.seizing), P_STATE].tolist()
    for i, state in enumerate(states):
        if state in (PERSON_LEFT, PERSON_DOWN) and not job.turned[i]:
            _hold(turn, i)


def _hold(turn: Turn, i: int) -> None:
    """One turn of an officer with man i, or of nobody."""
    job, person, view, city = turn.job, turn.view.people[i], turn.view, turn.level.city
    unit = _officer_with(
        view.cars,
        view.tags,
        view.police.start,
        view.police.stop,
        person,
        turn.rules.bust_range,
        city.sight_edges,
        city.sight_grid,
        city.deck_z,
    )
    job.seizing[i] = job.seizing[i] + TACTICS_EVERY if unit >= 0 else max(0, job.seizing[i] - TACTICS_EVERY)
    if job.seizing[i] >= bust_ticks(turn):
        person[P_STATE], person[P_SPEED] = PERSON_CAUGHT, 0.0
        job.caught += 1
        turn.say("caught", f"{turn.level.heist.crew[i].name} is caught by unit {unit + 1}", value=i)
        note_arrest(turn)


@kernel
def _officer_with(
    cars: NDArray[np.float64],
    tags: NDArray[np.int32],
    first: int,
    last: int,
    person: NDArray[np.float64],
    reach: float,
    sight_edges: NDArray[np.float64],
    sight_grid: NDArray[np.int32],
    deck_z: NDArray[np.float32],
) -> int:
    """The first unit within `reach` m of somebody on foot and in line of sight, or -1."""
    x, y = person[P_X], person[P_Y]
    for row in range(first, last):
        ux, uy = cars[row, X], cars[row, Y]
        if not tags[row, ACTIVE] or (ux - x) ** 2 + (uy - y) ** 2 > reach * reach:
            continue
        if in_view(sight_edges, sight_grid, deck_z, ux, uy, cars[row, Z] + EYE, x, y, EYE):
            return row - first
    return -1
