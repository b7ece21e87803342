"""Work spread over processes that may die.

A crashed worker breaks a ProcessPoolExecutor and does not say which task it was at. So few tasks are handed
out at a time, and those that were out when a pool broke are run again one by one, each in a process
of its own: an innocent one then passes, a poisonous one is given up after TRIES.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

TRIES = 3


def _new_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))  # fork would copy threads and locks


def _run_chunk(work: Callable[[Item], Answer], items: Sequence[Item]) -> list[Answer]:
    return [work(item) for item in items]


def _alone(work: Callable[[Item], Answer], item: Item) -> Answer | None:
    """Run one item in a process of its own; None when it crashed TRIES times."""
    for _ in range(TRIES):
        with _new_pool(1) as pool:
            try:
                return pool.submit(work, item).result()
            except BrokenProcessPool:
                continue
    return None


class _Chunks(Generic[Item, Answer]):
    """The chunks of a run: waiting, out with a worker, or answered."""

    def __init__(self, work: Callable[[Item], Answer], items: Sequence[Item], workers: int, size: int) -> None:
        self.work, self.workers = work, workers
        self.chunks = [items[start : start + size] for start in range(0, len(items), size)]
        self.waiting = deque(range(len(self.chunks)))
        self.out: dict[Future[list[Answer]], int] = {}
        self.answers: dict[int, list[Answer | None]] = {}
        self.pool = _new_pool(workers)

    def hand_out(self) -> None:
        """Keep every worker busy, and one chunk ready."""
        while self.waiting and len(self.out) <= self.workers:
            try:
                future = self.pool.submit(_run_chunk, self.work, self.chunks[self.waiting[0]])
            except BrokenProcessPool:  # a worker died since the last look
                self.recover([])
            else:
                self.out[future] = self.waiting.popleft()

    def collect(self) -> None:
        """Wait for at least one chunk and take in what is ready."""
        ready, _ = wait(self.out, return_when=FIRST_COMPLETED)
        broken = []
        for future in ready:
            number = self.out.pop(future)
            try:
                self.answers[number] = list(future.result())
            except BrokenProcessPool:
                broken.append(number)
        if broken:
            self.recover(broken)

    def recover(self, broken: list[int]) -> None:
        """A worker died: run all that was out one by one, and go on with a new pool."""
        suspects = sorted(broken + list(self.out.values()))
        self.out.clear()
        self.pool.shutdown(cancel_futures=True)
        self.pool = _new_pool(self.workers)
        for number in suspects:
            self.answers[number] = [_alone(self.work, item) for item in self.chunks[number]]


def in_order(
    work: Callable[[Item], Answer], items: Sequence[Item], workers: int, size: int = 4
) -> Iterator[Answer | None]:
    """work(item) for each item, by `workers` processes in chunks of `size`, in the order of `items`; None
    for an item whose process died each time. `work` must be importable, items and answers picklable."""
    chunks = _Chunks(work, items, workers, size)
    try:
        for number in range(len(chunks.chunks)):
            while number not in chunks.answers:
                chunks.hand_out()
                chunks.collect()
            yield from chunks.answers.pop(number)
    finally:
        chunks.pool.shutdown(wait=False, cancel_futures=True)
