"""Who has to wait at a junction, and the phases of traffic lights."""

import numpy as np
import pytest
from city_scenes import SMALL, plan_of

from game.level import roads as r
from game.level.city import City
from game.level.derive import derive_city

CROSS = '[road.street2]\n"Side St" = "40,200 260,200"\n'


def crossed(rank: int) -> str:
    """SMALL with one more street across."""
    own = f"street2 = {{rank={rank}, lanes=1, lane=3.4, edge=0.6, walk=3.0, mph=25}}"
    return SMALL.replace("[class]\n", f"[class]\n{own}\n") + CROSS


def controls(text: str) -> dict[tuple[int, int], int]:
    """The control of each junction by its place."""
    roads = derive_city(plan_of(text)).roads
    return {(round(x), round(y)): c for (x, y, _), c in zip(roads.junctions, roads.control.tolist(), strict=True)}


def waiting(city: City, x: float, y: float) -> set[str]:
    """Streets with a lane of group 1 into the junction here."""
    roads = city.roads
    node = int(np.argmin(np.hypot(roads.junctions[:, 0] - x, roads.junctions[:, 1] - y)))
    lanes = (roads.links[:, r.KIND] == r.LANE) & (roads.links[:, r.JUNCTION] == node) & (roads.links[:, r.GROUP] == 1)
    return {roads.road_names[k] for k in roads.edges[roads.links[lanes, r.EDGE], r.ROAD].tolist()}


def test_lights_stand_where_two_large_streets_cross_and_stop_signs_elsewhere() -> None:
    minor, large = crossed(4), crossed(5)
    assert controls(large)[150, 200] == r.CONTROL_SIGNAL
    assert controls(minor)[150, 200] == r.CONTROL_STOP
    assert controls(minor.replace("mph=25}", "mph=25, signal=true}"))[150, 200] == r.CONTROL_SIGNAL


def test_the_minor_street_has_the_stop_sign_and_an_alley_none() -> None:
    city = derive_city(plan_of(crossed(4)))
    assert waiting(city, 150, 200) == {"Side St"}
    assert controls(SMALL)[150, 150] == r.CONTROL_NONE


def test_the_groups_of_lights_are_never_green_together() -> None:
    for tick in range(0, 3 * 2 * r.HALF_CYCLE, 7):
        phases = [r.signal_phase(5, group, tick) for group in (0, 1)]
        assert r.RED in phases


def test_each_group_is_green_then_amber_then_red() -> None:
    seen = [r.signal_phase(3, 1, tick) for tick in range(2 * r.HALF_CYCLE)]
    changes = [(a, b) for a, b in zip(seen, seen[1:] + seen[:1], strict=True) if a != b]
    assert sorted(changes) == [(r.GREEN, r.AMBER), (r.AMBER, r.RED), (r.RED, r.GREEN)]
    assert seen.count(r.GREEN) == r.GREEN_TICKS and seen.count(r.AMBER) == r.AMBER_TICKS


@pytest.mark.parametrize(
    ("x", "y", "name"), [(150, 100, "Middle St"), (100, 150, "Cross Alley"), (40, 200, "Ring West")]
)
def test_a_place_has_the_name_of_its_street(x: float, y: float, name: str) -> None:
    assert r.street_name(derive_city(plan_of(SMALL)).roads, x, y, 0.0, 1.5) == name
