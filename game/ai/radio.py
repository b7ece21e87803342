"""What the units tell each other: sightings, and when each of them may be used.

A unit that sees the car reacts to it half a second later; the others hear of it through dispatch, two to
four seconds after it was true. Nothing else passes between units.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.core.constants import TICK_HZ
from game.core.kernel import kernel
from game.core.rng import POLICE_MIND, uniform

OWN_DELAY = TICK_HZ // 2  # ticks from seeing to acting on it
DISPATCH_DELAY = (2 * TICK_HZ, 4 * TICK_HZ)  # ticks through dispatch, least and most
REPORT_EVERY = TICK_HZ // 2  # ticks between two calls of one unit
CALLS = 1 << 20  # key of the dice of call delays, apart from other dice of the police

# Columns of a report, float64: where the wanted car was.
R_SEEN = 0  # tick when it was true; -1: there is no report
R_KNOWN = 1  # tick from which the others may use it
R_X, R_Y, R_SPEED = 2, 3, 4  # m, m, m/s
R_EDGE, R_S = 5, 6  # the place on the roads
REPORT_COLUMNS = 7

# Columns of marks, int64, a row a unit and the last for the dispatcher.
M_USED, M_NOTED = 0, 1  # sightings of its own that it has used, and all of them
M_CALLS, M_CALLED = 2, 3  # how often it has called, and when last (tick)
MARK_COLUMNS = 4

BEST = 0  # row of a unit's reports: its newest own sighting that it may use; the dispatcher's: the newest call heard
FIRST = 1  # the first of its own sightings, a ring; its calls, another ring, come after them

OWN, LEAST, MOST = range(3)  # places in delays


Report = NDArray[np.float64]


class Board(NamedTuple):
    """reports (units + 1, rows, REPORT_COLUMNS): see BEST and FIRST; marks (units + 1, MARK_COLUMNS);
    delays (3,) int64 ticks: own, least and most through dispatch."""

    reports: NDArray[np.float64]
    marks: NDArray[np.int64]
    delays: NDArray[np.int64]


@kernel
def call_delay(board: Board, seed: int, unit: int, tick: int) -> int:
    """Ticks that a call of this unit (the dispatcher: -1) at this tick takes through dispatch."""
    least, most = board.delays[LEAST], board.delays[MOST]
    return int(least) + int((most - least + 1) * uniform(seed, POLICE_MIND, CALLS + unit, tick))


@kernel
def newest_call(board: Board) -> int:
    """When the newest call was true, heard yet or not; -1 before the first."""
    newest = -1.0
    first_call = FIRST + board.delays[OWN] + 2
    for unit in range(board.reports.shape[0]):
        for row in range(first_call, board.reports.shape[1]):
            newest = max(newest, board.reports[unit, row, R_SEEN])
    return int(newest)


@kernel
def call(board: Board, unit: int, report: Report) -> None:
    """Put a report on the air: everybody hears it at its R_KNOWN."""
    first = FIRST + board.delays[OWN] + 2
    row = first + board.marks[unit, M_CALLS] % (board.reports.shape[1] - first)
    board.reports[unit, row] = report
    board.marks[unit, M_CALLS] += 1


@kernel
def note(board: Board, unit: int, report: Report) -> None:
    """A unit sees the car: it remembers that itself, and calls it in every half second."""
    tick, marks, ring = int(report[R_SEEN]), board.marks[unit], board.delays[OWN] + 2
    board.reports[unit, FIRST + marks[M_NOTED] % ring] = report
    marks[M_NOTED] += 1
    marks[M_USED] = max(marks[M_USED], marks[M_NOTED] - ring)
    if tick - marks[M_CALLED] >= REPORT_EVERY:
        marks[M_CALLED] = tick
        call(board, unit, report)


@kernel
def _listen(board: Board, tick: int) -> None:
    """Take in what has come through dispatch by now."""
    heard = board.reports[-1, BEST]
    first_call = FIRST + board.delays[OWN] + 2
    for unit in range(board.reports.shape[0]):
        for row in range(first_call, board.reports.shape[1]):
            told = board.reports[unit, row]
            if told[R_KNOWN] <= tick and told[R_SEEN] > heard[R_SEEN]:
                heard[:] = told


@kernel
def latest(board: Board, unit: int, tick: int) -> Report:
    """The newest sighting that this unit may use at this tick, its own or one it has heard: a view, of
    which R_SEEN is -1 if there is none."""
    own, marks, ring = board.reports[unit, BEST], board.marks[unit], board.delays[OWN] + 2
    while marks[M_USED] < marks[M_NOTED]:
        seen = board.reports[unit, FIRST + marks[M_USED] % ring]
        if seen[R_SEEN] + board.delays[OWN] > tick:
            break
        own[:] = seen
        marks[M_USED] += 1
    _listen(board, tick)
    heard = board.reports[-1, BEST]
    newest: Report = heard if heard[R_SEEN] > own[R_SEEN] else own
    return newest


def open_board(units: int, own_delay: int = OWN_DELAY, dispatch: tuple[int, int] = DISPATCH_DELAY) -> Board:
    """An empty blackboard for one police seat. own_delay, dispatch: ticks; shorter ones are for controls in tests."""
    own, calls = own_delay + 2, dispatch[1] // REPORT_EVERY + 2  # no ring can overtake itself
    reports = np.zeros((units + 1, FIRST + own + calls, REPORT_COLUMNS))
    reports[:, :, R_SEEN] = -1.0
    marks = np.zeros((units + 1, MARK_COLUMNS), np.int64)
    marks[:, M_CALLED] = -REPORT_EVERY
    return Board(reports, marks, np.array([own_delay, *dispatch], np.int64))
