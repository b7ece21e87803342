"""Work that kills the process it runs in: what a crash inside a library looks like to a pool."""

import os
from pathlib import Path


def double_or_die(item: tuple[int, str]) -> int:
    """Twice the number; "poison" dies each time, a file's path dies once and leaves the file as a mark."""
    number, death = item
    if death == "poison":
        os._exit(9)
    if death and not Path(death).exists():
        Path(death).touch()
        os._exit(9)
    return 2 * number
