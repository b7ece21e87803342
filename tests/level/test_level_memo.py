"""A changed street: the city is that of a full derivation, and the blocks elsewhere are not filled again."""

from dataclasses import replace
from pathlib import Path

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


def moved(name):
    """The edit that moves a street a metre to the north-east."""

    def edit(plan):
        roads = (replace(r, path=r.path + 1.0) if r.name == name else r for r in plan.roads)
        return replace(plan, roads=tuple(roads))

    return edit


def higher(plan):
    """With its first building three metres higher."""
    first, *others = plan.buildings
    return replace(plan, buildings=(replace(first, height=first.height + 3.0), *others))


def reseeded(plan):
    """With other dice in its first district."""
    first, *others = plan.districts
    return replace(plan, districts=(replace(first, seed=first.seed + 1), *others))


EDITS = [(moved(name), 1) for name in ("Biltmore Alley", "5th St", "Los Angeles St")] + [(higher, 0), (reseeded, 1)]


@pytest.mark.parametrize(("edit", "least"), EDITS)
def test_an_edited_city_is_the_same_with_the_blocks_of_before(filled, edit, least):
    memo, plan = dict(filled), edit(PLAN)
    again = pack(derive_city(plan, memo=memo))
    assert digest_arrays(again) == digest_arrays(pack(derive_city(plan)))
    new = len(memo) - len(filled)
    assert least <= new <= 0.3 * len(filled), (new, len(filled))
