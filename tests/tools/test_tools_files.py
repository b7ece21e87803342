"""A file that a person would miss is there whole, old or new, whatever the disk does."""

import errno
import os
from pathlib import Path

import pytest

from game.core.files import atomic_write


def test_the_new_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    atomic_write(tmp_path / "deep" / "file", b"new")
    assert (tmp_path / "deep" / "file").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_when_the_disk_says_no_the_old_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match="no"):
        atomic_write(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
