"""The cache of derived cities: the same city comes back, and anything odd is passed over."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from city_scenes import SMALL, plan_of

from game.level import cache
from game.level.cache import digest_arrays, load_cached, pack, save_cached, unpack
from game.level.city import City
from game.level.derive import derive_city

PLAN = plan_of(SMALL)


@pytest.fixture(scope="module")
def small() -> City:
    return derive_city(PLAN)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache.platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path))
    return tmp_path


def same(a: City, b: City) -> bool:
    return digest_arrays(pack(a)) == digest_arrays(pack(b))


def test_a_city_survives_packing(city: City) -> None:
    assert same(unpack(pack(city)), city)


def test_a_kept_city_comes_back_byte_for_byte(small: City, folder: Path) -> None:
    assert load_cached(PLAN.id, PLAN.hash) is None
    save_cached(small)
    loaded = load_cached(PLAN.id, PLAN.hash)
    assert loaded is not None and same(loaded, small)
    assert [path.suffix for path in (folder / "cities").iterdir()] == [".npz"]


def test_another_plan_does_not_get_this_city(small: City, folder: Path) -> None:
    save_cached(small)
    other = plan_of(SMALL.replace("seed = 3", "seed = 5"))
    assert load_cached(other.id, other.hash) is None


def test_damaged_files_are_passed_over(small: City, folder: Path) -> None:
    save_cached(small)
    path = next((folder / "cities").iterdir())
    whole = path.read_bytes()
    damages = [b"", b"PK", whole[: len(whole) // 2], b"\0" * len(whole), whole[:-100] + bytes(100)]
    for place in range(0, len(whole), max(len(whole) // 40, 1)):
        damages.append(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    for damage in damages:
        path.write_bytes(damage)
        loaded = load_cached(PLAN.id, PLAN.hash)
        assert loaded is None or same(loaded, small)


def test_pickles_are_not_read(folder: Path) -> None:
    path = cache.cache_file(PLAN.id, PLAN.hash)
    path.parent.mkdir(parents=True)
    np.savez(path, size=np.array([{"an": "object"}], dtype=object))
    assert load_cached(PLAN.id, PLAN.hash) is None


def test_where_nothing_can_be_written_nothing_is_kept(
    small: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr(cache.platformdirs, "user_cache_dir", lambda *_, **__: str(blocked))
    save_cached(small)
    assert load_cached(PLAN.id, PLAN.hash) is None and blocked.read_text() == "in the way"


def test_only_the_newest_cities_are_kept(small: City, folder: Path) -> None:
    for seed in range(cache.KEPT + 3):
        save_cached(dataclasses.replace(small, hash=f"{seed:016x}"))
    assert len(list((folder / "cities").iterdir())) == cache.KEPT
