"""Deriving: the same plan gives the same bytes, whoever derives it and however its file is ordered."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from city_scenes import SMALL, plan_of

from game.level.cache import digest_arrays, pack
from game.level.derive import derive_city
from game.level.derive_net import make_net
from game.level.derive_solid import convex_pieces
from game.level.paths import area, min_width
from game.level.plan import CityPlan
from game.level.shelf import level_file

ALONE = """
import sys
from pathlib import Path
from game.level.cache import digest_arrays, pack
from game.level.city_file import read_city
from game.level.derive import derive_city
from game.level.text import read_document
plan = read_city(read_document(Path(sys.argv[1])), sys.argv[2])
print(digest_arrays(pack(derive_city(plan))).hex())
"""


def fingerprint(plan: CityPlan) -> str:
    return digest_arrays(pack(derive_city(plan))).hex()


def shuffled(text: str) -> str:
    """The same city with its tables and the entries of each table the other way round (districts apart, and
    tables with an entry of several lines)."""
    tables: dict[str, list[str]] = {}
    header = ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            header = line
        elif line and not line.startswith("#"):
            tables.setdefault(header, []).append(line)
    keep = {name for name, lines in tables.items() if not all(re.match(r"[^=]+=.*[^\[,{]$", line) for line in lines)}
    keep.add("[district]")
    ordered = {name: lines if name in keep else lines[::-1] for name, lines in reversed(tables.items())}
    return "\n".join("\n".join([name, *lines]) for name, lines in ordered.items())


def test_the_same_bytes_come_out_twice(downtown_plan: CityPlan) -> None:
    assert fingerprint(downtown_plan) == fingerprint(downtown_plan)


@pytest.mark.slow
def test_the_same_bytes_come_out_of_another_process_with_another_hash_seed(
    downtown_plan: CityPlan, downtown_file: os.PathLike[str]
) -> None:
    for hash_seed in ("1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", ALONE, str(downtown_file), "downtown"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == fingerprint(downtown_plan)


def test_the_order_of_the_entries_does_not_matter() -> None:
    other = plan_of(shuffled(SMALL))
    assert other.hash == plan_of(SMALL).hash
    assert fingerprint(other) == fingerprint(plan_of(SMALL))


def test_a_moved_street_or_another_seed_does_matter() -> None:
    before = fingerprint(plan_of(SMALL))
    assert fingerprint(plan_of(SMALL.replace("150,40 150,260", "152,40 150,260"))) != before
    assert fingerprint(plan_of(SMALL.replace("seed = 3", "seed = 4"))) != before


def test_an_edit_far_away_leaves_a_block_as_it_is() -> None:
    alley = '"Cross Alley" = "40,150 150,150"'
    before = derive_city(plan_of(SMALL))
    after = derive_city(plan_of(SMALL.replace(alley, alley.replace("40,150 150,150", "40,120 150,120"))))
    east = [{b.outline.tobytes() for b in city.buildings if b.outline[:, 0].min() > 160} for city in (before, after)]
    assert len(east[0]) > 10 and east[0] == east[1]


def test_streets_of_one_height_meet_and_of_two_pass() -> None:
    flat = '[road.bridge]\n"Over" = "40,200 150,200 260,200"\n'
    high = '[road.bridge]\n"Over" = "40,200 60,200 135,200,5.6 165,200,5.6 240,200 260,200"\n'
    assert len(make_net(plan_of(SMALL + flat)).nodes) == len(make_net(plan_of(SMALL)).nodes) + 3
    assert len(make_net(plan_of(SMALL + high)).nodes) == len(make_net(plan_of(SMALL)).nodes) + 2


@pytest.mark.parametrize(
    "outline",
    [
        [[0, 0], [10, 0], [10, 10], [0, 10]],
        [[0, 0], [20, 0], [20, 8], [8, 8], [8, 20], [0, 20]],
        [[0, 0], [30, 0], [30, 20], [20, 20], [20, 8], [10, 8], [10, 20], [0, 20]],
        [[0, 0], [12, 3], [24, 0], [21, 12], [24, 24], [12, 21], [0, 24], [3, 12]],
    ],
)
def test_a_building_falls_into_convex_pieces_that_fill_it(outline: list[list[float]]) -> None:
    ring = np.array(outline, dtype=np.float64)
    pieces = convex_pieces(ring)
    assert sum(area(piece) for piece in pieces) == pytest.approx(area(ring), rel=1e-6)
    assert all(min_width(piece) >= 1.0 for piece in pieces) and len(pieces) <= len(outline)


def test_slivers_make_no_collider() -> None:
    assert convex_pieces(np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 0.9], [0.0, 0.9]])) == []


@pytest.mark.slow
def test_los_angeles_is_the_same_in_two_processes_and_with_its_entries_the_other_way_round(tmp_path: Path) -> None:
    city = level_file("los_angeles")
    turned = tmp_path / city.name
    turned.write_text(shuffled(city.read_text(encoding="utf8")), encoding="utf8")
    assert turned.read_text(encoding="utf8") != city.read_text(encoding="utf8")
    prints = []
    for file, hash_seed in ((city, "1"), (turned, "4242")):
        done = subprocess.run(
            [sys.executable, "-c", ALONE, str(file), "los_angeles"],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        prints.append(done.stdout)
    assert prints[0] == prints[1] != ""
