"""Processor time, for tests that protect a promise of the door for files: damaged ones are judged at once."""

import gc
import time
from collections.abc import Callable


def cpu_seconds(call: Callable[[], object]) -> float:
    """s of processor time of the quickest of three calls, without collecting other tests' rubbish: a pause that
    hits one of them is the machine's, what all three take is ours."""
    gc.disable()
    try:
        return min(_once(call) for _ in range(3))
    finally:
        gc.enable()


def _once(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began
