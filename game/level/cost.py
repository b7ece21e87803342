"""What a city would cost to derive, estimated before anything is: files come from strangers, and a short
one must not ask for minutes of work.

The figures are processor seconds on a slow machine, fitted to cities of 0.1 to 9 km²."""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from game.level.paths import area, length
from game.level.plan import CityPlan, Style
from game.level.text import Document, Key

SHORT = 4096  # bytes: a file up to this length may ask for SHORT_WORK
SHORT_WORK = 1.4  # s: the estimate is on the safe side, it takes a third of that
WORK_PER_BYTE = 0.005  # s more for each byte beyond
MOST_WORK = 60.0  # s
MOST_METRES = 250_000.0  # of all roads together
DENSEST = 0.06  # m of road a m² of city: streets 33 m apart both ways; downtown has 0.023
SPARSEST = 0.004  # m of road a m²: where there is less, the city is too large for its streets

PER_JUNCTION = 0.006  # s
PER_LOT = 0.00016
PER_KM2 = 0.1
PER_LANE_KM = 0.004
PER_POINT = 0.0004  # of a street's path
PER_CORNER = 0.0006  # of a drawn outline


def check_cost(document: Document, plan: CityPlan) -> None:
    """Note that a city is too dense, or asks for more work than its file may."""
    ground = plan.width * plan.height
    metres, most = sum(length(road.path) for road in plan.roads), min(MOST_METRES, DENSEST * ground)
    if metres > most:
        text = f"has {metres / 1000:.1f} km of streets, at most {most / 1000:.1f} are allowed here"
        document.problem(("road",), text)
        return
    work = estimate(plan)
    total, allowed = sum(work.values()), allowed_work(document.size)
    if total > allowed:
        key = max(work, key=lambda k: work[k]) if metres > SPARSEST * ground else ("city", "size")
        text = f"asks for most of {total:.1f} s of work, a city in a file of {document.size / 1024:.1f} kB may ask for "
        document.problem(key, text + f"{allowed:.1f} s: make it smaller, with fewer crossings or larger lots")


def allowed_work(size: int) -> float:
    """Seconds that a file of so many bytes may ask for."""
    return min(SHORT_WORK + WORK_PER_BYTE * max(size - SHORT, 0), MOST_WORK)


def estimate(plan: CityPlan) -> dict[Key, float]:
    """Seconds to survey and derive a city, by the key that asks for them."""
    lanes = sum(length(road.path) * _lanes(plan, road.cls) for road in plan.roads) / 1000
    points = sum(len(road.path) for road in plan.roads)
    drawn = [p.path for p in plan.districts] + [p.path for p in plan.buildings] + [p.path for p in plan.lots]
    work: dict[Key, float] = {
        ("road",): PER_JUNCTION * _junctions(plan) + PER_LANE_KM * lanes + PER_POINT * points,
        ("city", "size"): PER_KM2 * plan.width * plan.height / 1e6,
        ("building",): PER_CORNER * sum(len(path) for path in drawn),
    }
    for style, square in _styled(plan).items():
        work["style", style] = PER_LOT * square * lot_density(plan.styles[style])
    return work


def _lanes(plan: CityPlan, name: str) -> int:
    cls = plan.classes[name]
    return cls.lanes if cls.oneway else 2 * cls.lanes


def _junctions(plan: CityPlan) -> float:
    """How many junctions the streets make: where two cross, and their ends."""
    first, last, road = _segments([r.path for r in plan.roads])
    lines = shapely.linestrings(np.stack([first, last], 1))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    crossings = int(((one < other) & (road[one] != road[other])).sum())
    twice = sum(2 if plan.classes[r.cls].dual else 1 for r in plan.roads) / len(plan.roads)
    return (crossings + 0.5 * len(plan.roads)) * twice


def _segments(
    paths: list[NDArray[np.float64]],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Starts and ends of all straight pieces, (n, 2) each, and which path each belongs to."""
    pieces = [(a, b) for path in paths for a, b in pairwise(path.tolist())]
    road = np.repeat(np.arange(len(paths)), [len(path) - 1 for path in paths])
    return np.array([a for a, _ in pieces]), np.array([b for _, b in pieces]), road


def _styled(plan: CityPlan) -> dict[str, float]:
    """m² that each style may have to fill."""
    filled = {plan.style: plan.width * plan.height}
    for district in plan.districts:
        square = min(abs(area(district.path)), plan.width * plan.height)
        filled[district.style] = filled.get(district.style, 0.0) + square
        filled[plan.style] -= square if district.style != plan.style else 0.0
    return {style: max(square, 0.0) for style, square in filled.items()}


def lot_density(style: Style) -> float:
    """Lots a m² of block."""
    return 2.0 / ((style.lot[0] + style.lot[1]) * style.depth)
