"""A changed street: the city is that of a full derivation, and the blocks elsewhere are not filled again."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.level.cache import digest_arrays, pack
from game.level.city_file import read_city
from game.level.derive import derive_city
from game.level.text import read_document

PLAN = read_city(read_document(Path(__file__).parents[2] / "levels" / "downtown.toml"), "downtown")


@pytest.fixture(scope="module")
def filled():
    memo = {}
    derive_city(PLAN, memo=memo)
    return memo


def moved(plan):
    """With one street's inner points a metre further east, or its whole line where it has only ends."""
    road = next(k for k, road in enumerate(plan.roads) if len(road.path) == 2 and not road.dead_end)
    path = plan.roads[road].path + np.array([1.0, 0.0])
    return replace(plan, roads=tuple(replace(r, path=path) if k == road else r for k, r in enumerate(plan.roads)))


def higher(plan):
    """With its first building three metres higher."""
    first, *others = plan.buildings
    return replace(plan, buildings=(replace(first, height=first.height + 3.0), *others))


def reseeded(plan):
    """With other dice in its first district."""
    first, *others = plan.districts
    return replace(plan, districts=(replace(first, seed=first.seed + 1), *others))


@pytest.mark.parametrize(("edit", "least"), [(moved, 0.5), (higher, 1.0), (reseeded, 0.5)])
def test_an_edited_city_is_the_same_with_the_blocks_of_before(filled, edit, least):
    memo, plan = dict(filled), edit(PLAN)
    again = pack(derive_city(plan, memo=memo))
    assert digest_arrays(again) == digest_arrays(pack(derive_city(plan)))
    assert digest_arrays(again) != digest_arrays(pack(derive_city(PLAN, memo=dict(filled))))
    assert len(memo) - len(filled) <= (1.0 - least) * len(filled), (len(memo), len(filled))
