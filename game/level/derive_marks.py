"""What is painted on the streets and what stands beside them: lines, crosswalks, lamps, palms."""

import math
from itertools import pairwise

import numpy as np

from game.level.city import MARK_CROSSWALK, MARK_EDGE, MARK_LANE, MARK_STOP, MARK_YELLOW, Marking
from game.level.derive_control import counts, junction_control
from game.level.derive_decks import GROUND_BELOW
from game.level.derive_lanes import Lanes, half_width, is_service
from game.level.derive_net import Net, Stretch
from game.level.paths import Line, arc, at, headings, mm, offset
from game.level.roads import CONTROL_SIGNAL, CONTROL_STOP

LINE = 0.12  # m, width of a line
STOP = 0.45  # m, width of a stop line
CROSSWALK = 3.0  # m, width of a crosswalk
CROSSWALK_FROM = 0.9  # m from the stop line
DASH, GAP = 3.0, 6.0  # m
DOUBLE = 0.13  # m from the middle to each of the two yellow lines
PARKING = 1.8  # m: an edge strip this wide is marked off
LAMP_STEP = 28.0  # m of kerb between lamps
LAMP_IN = 0.7  # m from the kerb to a lamp
PALM_IN = 1.5  # m from the kerb to a palm


def paint(net: Net, lanes: Lanes) -> list[Marking]:
    """All markings. None crosses a junction: they end where the lanes do."""
    marks: list[Marking] = []
    stops = _stops(net, lanes)
    for k, stretch in enumerate(net.stretches):
        if is_service(stretch):
            continue
        axis = lanes.axes[k]
        for part, deck in _by_height(axis):
            _along(marks, stretch, part, deck)
        for end in (0, 1):
            if (k, end) in stops:
                _across(marks, net, lanes, k, end)
    return marks


def _stops(net: Net, lanes: Lanes) -> set[tuple[int, int]]:
    """The ends of streets where traffic has to stop: all at lights, elsewhere those with a stop sign."""
    control, group = junction_control(net, lanes)
    return {
        (arm.stretch, arm.end)
        for node, arms in enumerate(lanes.arms)
        for arm in arms
        if counts(net, arm)
        and (control[node] == CONTROL_SIGNAL or (control[node] == CONTROL_STOP and group[arm.stretch, arm.end] == 1))
    }


def _by_height(axis: Line) -> list[tuple[Line, bool]]:
    """The axis in parts on the ground and on a deck."""
    high = axis[:, 2] > GROUND_BELOW
    if not high.any():
        return [(axis, False)]
    fine = at(axis, np.linspace(0.0, arc(axis)[-1], max(2, int(arc(axis)[-1]))))
    high = fine[:, 2] > GROUND_BELOW
    edges = [0, *(np.flatnonzero(high[1:] != high[:-1]) + 1).tolist(), len(fine) - 1]
    return [(fine[a : b + 1], bool(high[a])) for a, b in pairwise(edges) if b > a]


def _along(marks: list[Marking], stretch: Stretch, axis: Line, deck: bool) -> None:
    """Centre lines, dashes between lanes, and the line that marks off a parking strip."""
    cls, oneway = stretch.street.cls, stretch.street.plan.oneway
    if not oneway:
        middle = cls.median / 2
        for left in (-middle - DOUBLE, middle + DOUBLE) if cls.median else (-DOUBLE, DOUBLE):
            marks.append(Marking(MARK_YELLOW, mm(offset(axis, left)), LINE, deck=deck))
    half = half_width(stretch) - cls.edge
    lines = [-half + i * cls.lane for i in range(1, cls.lanes)]
    lines += [] if oneway else [-left for left in lines]
    for left in lines:
        marks.append(Marking(MARK_LANE, mm(offset(axis, left)), LINE, DASH, GAP, deck))
    if cls.edge >= PARKING or deck:
        for left in (-half, half):
            marks.append(Marking(MARK_EDGE, mm(offset(axis, left)), LINE, deck=deck))


def _ends(lanes: Lanes, k: int, stretch: Stretch, end: int) -> Line:
    """The trimmed axis running away from the junction at this end."""
    axis = lanes.axes[k]
    return axis if end == 0 else axis[::-1]


def _across(marks: list[Marking], net: Net, lanes: Lanes, k: int, end: int) -> None:
    """Stop line and crosswalk at one end of a street."""
    stretch = net.stretches[k]
    if lanes.setback[k, end] < CROSSWALK_FROM + CROSSWALK + 1.0 or arc(stretch.pts)[-1] - lanes.setback[k].sum() < 8.0:
        return  # junctions this close share one crossing
    start, heading = _frame(_ends(lanes, k, stretch, end))
    _stop_line(marks, stretch, end, start, heading)
    if stretch.street.cls.walk > 0:
        half = half_width(stretch)
        middle = start - (CROSSWALK_FROM + CROSSWALK / 2) * np.array([math.cos(heading), math.sin(heading)])
        marks.append(Marking(MARK_CROSSWALK, _bar(middle, heading, -half, half), CROSSWALK))


def _frame(axis: Line) -> tuple[Line, float]:
    return axis[0, :2], float(headings(axis)[0])


def _bar(middle: Line, heading: float, right: float, left: float) -> Line:
    """A line across the road, from one distance to the left of its middle to another."""
    side = np.array([-math.sin(heading), math.cos(heading)])
    return mm(np.array([middle + right * side, middle + left * side]))


def _stop_line(marks: list[Marking], stretch: Stretch, end: int, start: Line, heading: float) -> None:
    """Across the lanes that come towards this end; seen away from the junction they are on the left."""
    cls = stretch.street.cls
    reach = half_width(stretch) - cls.edge
    if stretch.street.plan.oneway:
        if end == 1:
            marks.append(Marking(MARK_STOP, _bar(start, heading, -reach, reach), STOP))
        return
    marks.append(Marking(MARK_STOP, _bar(start, heading, cls.median / 2 + 0.2, reach), STOP))
