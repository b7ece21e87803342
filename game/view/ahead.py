"""What the picture will show soon, and having it painted before: by a helper process, or in slices between frames."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.view.bakery import Bakery
from game.view.cells import Key
from game.view.stage import Stage

SWEEP = (0.0, 0.5, 1.0, 1.6, 2.3)  # s ahead along the velocity for the scale in use
OTHER_SWEEP = (0.0, 0.8)  # and for the other one
MARGIN, MARGIN_PER_SECOND = 2.0, 5.0  # m around the picture: the car may turn
SLICE = 0.0018  # s of painting in each frame where there is no helper
BEHIND = 20  # pictures waiting, from which on more time goes into painting
HASTY_SLICE = 0.0042  # s


class Ahead:
    """Plans for both scales. Each frame looks at one moment of a sweep only, so that none pays for all."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = stages
        self.bakery: Bakery | None = None
        self.plans: list[dict[float, list[Key]]] = [{} for _ in stages]
        self.turn = 0

    def fell(self, rows: NDArray[np.int32]) -> None:
        """These props lie down, and those alone: the light of their cells is painted anew."""
        if self.bakery is not None:
            self.bakery.fell(rows)

    def forget(self) -> None:
        """The camera will be elsewhere."""
        self.turn = 0
        for plan in self.plans:
            plan.clear()

    def look(self, first: int, size: tuple[int, int], at: tuple[float, float], velocity: tuple[float, float]) -> None:
        """Plan on for a camera over `at` (plan metres) that moves with `velocity` (m/s). first: the scale in use."""
        steps = [(first, s) for s in SWEEP] + [(1 - first, s) for s in OTHER_SWEEP]
        if self.stages[first].missing:
            self.turn = 0  # nothing is more urgent than what is shown
        number, seconds = steps[self.turn % len(steps)]
        self.turn += 1
        stage, plan = self.stages[number], self.plans[number]
        eye = stage.eye(at[0] + velocity[0] * seconds, at[1] + velocity[1] * seconds, size)
        plan[seconds] = stage.shown(eye, MARGIN + MARGIN_PER_SECOND * seconds)
        keys = dict.fromkeys(key for s in sorted(plan) for key in plan[s])
        stage.store.want(list(keys))

    @property
    def waiting(self) -> bool:
        """Whether the helper is still starting, or anything that was wanted is not yet painted."""
        starting = self.bakery is not None and self.bakery.open and not self.bakery.ready
        return starting or any(stage.store.queue or stage.store.job or stage.store.away for stage in self.stages)

    def paint(self, first: int) -> None:
        """Have the helper paint on, and paint here, in this frame's slice of time, where it is not enough."""
        stores = [stage.store for stage in self.stages]
        helped = self.bakery is not None and self.bakery.serve(stores, first)
        if helped and not self.stages[first].missing and len(stores[first].queue) < BEHIND:
            return
        for number in (first, 1 - first):
            if stores[number].queue or stores[number].job:
                stores[number].work(SLICE if len(stores[number].queue) < BEHIND else HASTY_SLICE)
                return
