"""The files of a benchmark run: results.jsonl and timing.jsonl, one whole line a match, in order.

A run that was cut off goes on where it stopped: the lines that are there are kept, half a line is not.
"""

import json
import os
from pathlib import Path
from typing import Any

from game.core.files import atomic_write

Line = dict[str, Any]


class JournalError(Exception):
    """The folder holds something else than the beginning of this run."""


def _whole_lines(path: Path) -> list[bytes]:
    """The lines that end in a newline."""
    if not path.exists():
        return []
    return path.read_bytes().split(b"\n")[:-1]


def _read_plan(path: Path) -> Line:
    try:
        plan = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return plan if isinstance(plan, dict) else {}


class Journal:
    """Appends matches to the two files of `folder`. plan: what makes the run what it is; it is kept in
    run.json, and a folder that holds another plan's results is refused (JournalError)."""

    def __init__(self, folder: Path, plan: Line) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.paths = (folder / "results.jsonl", folder / "timing.jsonl")
        self._claim(folder / "run.json", plan)
        lines = [_whole_lines(path) for path in self.paths]
        count = min(len(kept) for kept in lines)
        for path, kept in zip(self.paths, lines, strict=True):
            atomic_write(path, b"".join(line + b"\n" for line in kept[:count]))
        self.done: list[Line] = [json.loads(line) for line in lines[0][:count]]
        self._handles = [os.open(path, os.O_WRONLY | os.O_APPEND) for path in self.paths]

    def _claim(self, path: Path, plan: Line) -> None:
        plan = json.loads(json.dumps(plan))  # as it comes back from the file
        if any(other.exists() for other in self.paths):
            there = json.loads(path.read_bytes()) if path.exists() else {}
            differ = [name for name in plan | there if plan.get(name) != there.get(name)]
            if differ:
                raise JournalError(
                    f"{path.parent} holds another run (of other {', '.join(differ)}): choose another --out"
                )
        atomic_write(path, json.dumps(plan, indent=1).encode() + b"\n")

    def append(self, result: Line, timing: Line) -> None:
        """Write one match: each line with one call, so that nobody ever finds half of it."""
        for handle, line in zip(self._handles, (result, timing), strict=True):
            data = json.dumps(line).encode() + b"\n"
            if os.write(handle, data) != len(data):
                raise OSError("the disk is full: the last line of the results is cut off")
        self.done.append(result)

    def close(self) -> None:
        """Let go of the files."""
        for handle in self._handles:
            os.fsync(handle)
            os.close(handle)
