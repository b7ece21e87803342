"""Grids and interchanges: streets that end on the named ones around them, ramps that climb gently, and
problems that name the entry's own line."""

import math
import re

import numpy as np
import pytest
from city_scenes import plan_of

from game.level.city_file import read_city
from game.level.derive_graph import make_roads, strong_parts
from game.level.derive_lanes import make_lanes
from game.level.derive_net import make_net
from game.level.expand_ramps import GRADE
from game.level.paths import arc
from game.level.plan import CityPlan, RoadLine
from game.level.text import Document, parse

HEAD = """
[city]
name = "Squares"
size = [900, 900]
seed = 3
style = "low"

[class]
avenue = {rank=6, lanes=2, lane=3.2, edge=0.6, walk=4.0, mph=35}
street = {rank=4, lanes=1, lane=3.3, edge=2.2, walk=3.0, mph=25}
alley = {rank=2, lanes=1, lane=2.8, edge=0.3, mph=15}
freeway = {rank=9, lanes=2, lane=3.6, edge=1.0, mph=65, height=6, dual=16, curve=true}
ramp = {rank=8, lanes=1, lane=4.2, edge=1.0, mph=35, oneway=true, curve=true}

[style]
low = {lot=[14, 30], depth=30, front=1.0, deep=[14, 26], high=[5, 12], empty=0.1, parking=0.1}

[road.avenue]
"West St"  = "100,60 100,500"
"East St"  = "500,60 500,500"
"South St" = "60,100 540,100"
"North St" = "60,460 540,460"
"""
EDGES = 'sides = ["West St", "East St", "South St", "North St"]\nclass = "street"\norigin = "100,100"\n'
ENDS = {"West St", "East St", "South St", "North St"}


def grid(*lines: str) -> str:
    """The head, its four streets open-ended, and a grid between them."""
    head = re.sub(r'^("\w+ St") *= (".*")$', r"\1 = {path=\2, dead_end=true}", HEAD, flags=re.MULTILINE)
    return head + '[grid."Squares"]\n' + EDGES + "\n".join(lines) + "\n"


def made(plan: CityPlan, name: str) -> list[RoadLine]:
    return [road for road in plan.roads if road.name == name]


def problems_of(text: str) -> list[str]:
    document = parse(Document("squares.toml", {}), text.encode())
    plan = read_city(document, "squares")
    assert document.problems or plan is not None
    return [str(problem) for problem in document.problems]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_street_of_a_grid_runs_from_side_to_side() -> None:
    plan = plan_of(grid('up = ["120 Elm St"]', 'across = ["150 Oak St"]'))
    assert made(plan, "Elm St")[0].path.tolist() == [[220.0, 100.0], [220.0, 460.0]]
    assert made(plan, "Oak St")[0].path.tolist() == [[100.0, 250.0], [500.0, 250.0]]
    net = make_net(plan)
    assert not net.problems
    assert sorted(len(arms) for arms in make_lanes(net).arms).count(4) == 5, "four corners and one crossing"


def test_a_turned_grid_still_ends_on_its_sides() -> None:
    plan = plan_of(grid("angle = 20", 'up = ["120 Elm St", "220 Fir St"]', 'across = ["80 Oak St", "160 Ash St"]'))
    roads = [road for road in plan.roads if road.name not in ENDS]
    assert {road.name for road in roads} == {"Elm St", "Fir St", "Oak St", "Ash St"}
    for road in roads:
        step = road.path[1] - road.path[0]
        assert math.degrees(math.atan2(step[1], step[0])) % 90 == pytest.approx(20, abs=0.1)
    assert not make_net(plan).problems


def test_no_street_runs_along_a_side() -> None:
    assert problems_of(grid('up = ["120 Elm St"]')) == []
    said = problems_of(text := grid('up = ["20 Edge St", "120 Elm St"]'))
    assert len(said) == 1 and f":{line_of(text, '20 Edge St')}: grid.Squares.up[0]: " in said[0]


def test_ends_too_near_a_corner_go_back_to_the_last_crossing() -> None:
    """A street at 45 degrees that would meet its sides beside two corners runs between its crossings only."""
    plan = plan_of(grid("angle = -45", 'up = ["20 Elm St"]', 'across = ["150 Oak St", "350 Ash St"]'))
    (elm,) = made(plan, "Elm St")
    along = sorted(((elm.path - [100, 100]) @ [math.sqrt(0.5), math.sqrt(0.5)]).tolist())
    assert along == pytest.approx([150.0, 350.0], abs=0.01)
    assert not make_net(plan).problems


def test_ways_ranges_and_classes_of_single_streets() -> None:
    plan = plan_of(grid('up = ["120 Elm St <", "260 Fir St 150..360 @alley"]', 'across = ["150 Oak St >"]'))
    elm, fir, oak = made(plan, "Elm St")[0], made(plan, "Fir St")[0], made(plan, "Oak St")[0]
    assert elm.oneway and elm.path[0, 1] > elm.path[1, 1]
    assert oak.oneway and oak.path[0, 0] < oak.path[1, 0]
    assert fir.cls == "alley" and fir.path[:, 1].tolist() == [250.0, 460.0] and not fir.oneway


def test_the_order_of_entries_does_not_matter() -> None:
    one = grid('up = ["120 Elm St", "220 Fir St"]', 'across = ["150 Oak St", "250 Ash St"]')
    other = grid('across = ["250 Ash St", "150 Oak St"]', 'up = ["220 Fir St", "120 Elm St"]')
    first, second = plan_of(one), plan_of(other)
    assert [(r.name, r.path.tolist()) for r in first.roads] == [(r.name, r.path.tolist()) for r in second.roads]


GRID_DAMAGE = [
    ('up = ["Elm St"]', "up[0]", "80 Flower St"),
    ('up = ["120 Elm St @stret"]', "up[0]", 'did you mean "street"'),
    ('up = ["120 Elm St", "2000 Far St"]', "up[1]", "no part of it fits"),
    ("angle = 100", "angle", "-90 to 90"),
]


@pytest.mark.parametrize(("line", "key", "words"), GRID_DAMAGE)
def test_a_damaged_grid_names_its_own_line(line: str, key: str, words: str) -> None:
    text = grid(line)
    said = problems_of(text)
    assert len(said) == 1
    assert said[0].startswith(f"squares.toml:{line_of(text, line)}: grid.Squares.{key}: ") and words in said[0]


def test_unknown_and_open_sides_are_named() -> None:
    text = grid().replace('"West St", "East St", "South St", "North St"]', '"Wst St", "East St"]')
    said = problems_of(text)
    assert any('sides[0]: no street is called "Wst St" (did you mean "West St"?)' in line for line in said)
    text = grid().replace('"West St", "East St", "South St", "North St"]', '"West St", "East St"]')
    assert any("sides: enclose no ground" in line for line in problems_of(text))


# ---- interchanges
FREEWAY = """
[road.freeway]
"High Fwy" = {path="60,300 840,300", dead_end=true}

[interchange]
"Middle" = {freeway="High Fwy", street="Main St", reach=190, gap=30}
"""


def crossing(entry: str = "", street: str = '"450,100 450,500"') -> str:
    ring = '"Ring" = "450,100 150,100 150,500 450,500"\n"Main St" = ' + street + "\n"
    text = HEAD[: HEAD.index("[road.avenue]")] + "[road.avenue]\n" + ring + FREEWAY
    return text.replace("reach=190, gap=30", entry or "reach=190, gap=30")


def test_an_interchange_has_four_gentle_ramps_that_join_everything() -> None:
    plan = plan_of(crossing())
    ramps = [road for road in plan.roads if road.cls == "ramp"]
    assert sorted(road.name for road in ramps) == [f"Middle {q} ramp" for q in ("NE", "NW", "SE", "SW")]
    for road in ramps:
        grade = np.abs(np.diff(road.height)) / np.diff(arc(road.path))
        assert road.oneway and grade.max() <= GRADE + 0.001 < 0.08
        assert sorted({road.height[0], road.height[-1]}) == [0.0, 6.0]
    net = make_net(plan)
    assert not net.problems
    assert len(set(strong_parts(make_roads(plan, net, make_lanes(net))).tolist())) == 1


def test_traffic_keeps_right_on_ramps() -> None:
    """Eastbound cars leave before the street on its right-hand side: down in the south-west."""
    plan = plan_of(crossing())
    down = {road.name: road.height[0] > road.height[-1] for road in plan.roads if road.cls == "ramp"}
    assert down == {"Middle SW ramp": True, "Middle NE ramp": True, "Middle SE ramp": False, "Middle NW ramp": False}


def test_only_the_named_ramps_are_made() -> None:
    plan = plan_of(crossing('reach=190, gap=30, ramps=["NE", "SE"]'))
    assert [road.name for road in plan.roads if road.cls == "ramp"] == ["Middle NE ramp", "Middle SE ramp"]


INTERCHANGE_DAMAGE = [
    ("reach=90, gap=30", ".reach", "100 to 400"),
    ("reach=390, gap=30", "", "reach and gap"),
    ('reach=190, gap=30, ramps=["N"]', ".ramps", "NE"),
    ('reach=190, gap=30, class="rmp"', ".class", 'did you mean "ramp"'),
]


@pytest.mark.parametrize(("entry", "key", "words"), INTERCHANGE_DAMAGE)
def test_a_damaged_interchange_names_its_own_line(entry: str, key: str, words: str) -> None:
    text = crossing(entry)
    said = problems_of(text)
    assert said and all(f":{line_of(text, entry)}: interchange.Middle{key}: " in line for line in said)
    assert words in said[0]


def test_a_ramp_too_short_to_come_down_says_what_it_needs() -> None:
    text = crossing("reach=110, gap=30").replace("height=6", "height=8")
    assert all("interchange.Middle.reach: is 110, 137 or more" in line for line in problems_of(text))
    assert len(problems_of(text)) == 4


def test_a_street_that_misses_the_freeway_is_named() -> None:
    said = problems_of(crossing(street='"150,200 450,200"'))
    assert len(said) == 1 and "meet 0 times, once is allowed" in said[0]
