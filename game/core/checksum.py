"""Checksums of the state arrays that also name the row that differs.

Each array gives two 32-bit sums over its rows: the plain sum of the rows' hashes, and the sum weighted
by row number. When one row differs between two runs, the weighted difference is that row's number times
the plain difference.
"""

import numpy as np
from numpy.typing import NDArray

from game.core.kernel import kernel

ARRAYS = ("cars", "tags", "controls", "people", "rules")
Sums = NDArray[np.uint32]


@kernel
def _sums(words: np.ndarray, out: np.ndarray) -> None:
    plain = np.uint64(0)
    weighted = np.uint64(0)
    for row in range(words.shape[0]):
        # Each word is mixed with its column by itself: a chain from word to word took three times as long.
        state, key = np.uint64(0), np.uint64(0)
        for column in range(words.shape[1]):
            key += np.uint64(0x9E3779B97F4A7C15)
            mixed = (np.uint64(words[row, column]) + key) * np.uint64(0xBF58476D1CE4E5B9)
            state += mixed ^ (mixed >> np.uint64(32))
        state *= np.uint64(0x94D049BB133111EB)
        folded = (state ^ (state >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
        plain += folded
        weighted += folded * np.uint64(row + 1)
    out[0] = plain & np.uint64(0xFFFFFFFF)
    out[1] = weighted & np.uint64(0xFFFFFFFF)


@kernel
def _all_sums(
    cars: np.ndarray, tags: np.ndarray, controls: np.ndarray, people: np.ndarray, rules: np.ndarray, out: np.ndarray
) -> None:
    _sums(cars, out[0])
    _sums(tags, out[1])
    _sums(controls, out[2])
    _sums(people, out[3])
    _sums(rules, out[4])


class Checksums:
    """Views of a run's state arrays as words, made once, and the kernel over them.

    Arrays must be C-contiguous and keep their memory for the length of the run; rules is float64 (r, 1).
    """

    def __init__(
        self,
        cars: NDArray[np.float64],
        tags: NDArray[np.int32],
        controls: NDArray[np.int16],
        people: NDArray[np.float64],
        rules: NDArray[np.float64],
    ) -> None:
        self.words = (
            cars.view(np.uint64),
            tags.view(np.uint32),
            controls.view(np.uint16),
            people.view(np.uint64),
            rules.view(np.uint64),
        )

    def fill(self, out: Sums) -> None:
        """Write this moment's sums into `out`, uint32 (len(ARRAYS), 2): plain and weighted."""
        _all_sums(*self.words, out)

    def state(self) -> bytes:
        """Every byte of the state."""
        return b"".join(words.tobytes() for words in self.words)


def differing_row(ours: Sums, theirs: Sums, rows: int) -> int:
    """The row in which one array of two runs differs, from its two sums; -1 if several rows differ.

    ours, theirs: uint32 (2,), rows: how many rows the array has. They must differ.
    """
    plain = (int(ours[0]) - int(theirs[0])) % 2**32
    weighted = (int(ours[1]) - int(theirs[1])) % 2**32
    candidates = [row for row in range(rows) if plain and (row + 1) * plain % 2**32 == weighted]
    return candidates[0] if len(candidates) == 1 else -1
