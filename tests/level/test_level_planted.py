"""Five hundred planted mistakes: each is named by its file, its key and its line."""

from pathlib import Path

import pytest
from mangled import JOB, RICH, TOWN
from planted import Mistake, mistakes

from game.level import cache
from game.level.check import check

LEAST = 500
LEAST_NAMED = 0.99


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    for name, text in (("town", TOWN), ("job", JOB), ("rich", RICH)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        assert check(folder / f"{name}.toml") == []
    return folder


def said(folder: Path, mistake: Mistake) -> list[tuple[str, str, int]]:
    """(file, key, line) of every problem, with the mistake in its file."""
    path = folder / f"{mistake.name}.toml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(mistake.text, encoding="utf-8")
    try:
        return [(Path(p.file).stem, p.key, p.line) for p in check(path)]
    finally:
        path.write_text(sound, encoding="utf-8")


@pytest.mark.slow
def test_of_five_hundred_planted_mistakes_nearly_all_are_named_by_file_key_and_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cache, "cache_file", lambda city_id, said: tmp_path / "cities" / f"{city_id}-{said}.npz")
    planted = mistakes()
    missed = [m for m in planted if (m.name, m.key, m.line) not in said(folder, m)]
    for mistake in missed:
        print(mistake.kind, "expected", (mistake.key, mistake.line), "got", said(folder, mistake)[:4])
    assert len(planted) >= LEAST
    assert len(missed) <= (1 - LEAST_NAMED) * len(planted)
