"""The checksums see every bit of the state and name the row in which two runs differ."""

import numpy as np
import pytest

from game.core.checksum import ARRAYS, Checksums, differing_row


def state() -> dict[str, np.ndarray]:
    pattern = np.arange(53 * 11, dtype=float).reshape(53, 11)
    return {
        "cars": pattern.copy(),
        "tags": np.arange(53 * 6, dtype=np.int32).reshape(53, 6),
        "controls": np.arange(53 * 5, dtype=np.int16).reshape(53, 5),
        "people": pattern[:2, :6].copy(),
        "rules": pattern[:, :1].copy(),
    }


def sums(arrays: dict[str, np.ndarray]) -> np.ndarray:
    out = np.zeros((len(ARRAYS), 2), np.uint32)
    Checksums(**arrays).fill(out)
    return out


@pytest.mark.parametrize("name", ARRAYS)
def test_every_bit_of_a_row_counts_and_its_row_is_named(name: str) -> None:
    before = sums(state())
    rows, width = state()[name].shape
    for row in (0, rows // 2, rows - 1):
        for bit in range(width * state()[name].itemsize * 8):
            arrays = state()
            arrays[name].view(np.uint8)[row, bit // 8] ^= 1 << bit % 8
            after = sums(arrays)
            changed = [array for k, array in enumerate(ARRAYS) if (before[k] != after[k]).any()]
            assert changed == [name]
            k = ARRAYS.index(name)
            assert differing_row(before[k], after[k], rows) == row


def test_two_rows_that_differ_are_not_blamed_on_one() -> None:
    before, arrays = sums(state()), state()
    arrays["cars"][3, 0] += 1.0
    arrays["cars"][9, 4] -= 1.0
    assert differing_row(before[0], sums(arrays)[0], 53) == -1


def test_swapped_rows_are_seen() -> None:
    before, arrays = sums(state()), state()
    arrays["cars"][[3, 9]] = arrays["cars"][[9, 3]]
    assert (sums(arrays)[0] != before[0]).any()
