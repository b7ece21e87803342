"""Work that makes very many objects and next to no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Within the block nobody looks for rubbish in cycles: looking through half a million new objects again and
    again takes a ninth of a derivation's time, and a third of the time to build a city's walls."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
