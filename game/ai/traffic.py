"""Civilian traffic: drivers who keep to their lane, their distance, the right of way and out of trouble.

Traffic is nobody's side: it may see every car. All drivers live in a few arrays and are driven by one
kernel call a tick; see traffic_driving for what they do.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.ai.steering import TRAIT_COLUMNS, traits
from game.ai.traffic_driving import TURN_EVERY, drive, find_lanes
from game.ai.traffic_places import Spot, fresh_slot, slots_of, start_slots
from game.ai.traffic_state import (
    ABSENT,
    CLAIM,
    DRIVING,
    FACTOR,
    GRANT,
    HELD,
    LATERAL,
    MODE,
    OFFSET,
    PASSED,
    PLAN_COLUMNS,
    ROW,
    STATE_COLUMNS,
    STILL,
    THINK_EVERY,
    bodies_of,
    net_of,
)
from game.ai.traffic_trouble import OFF_LANE
from game.core.rng import TRAFFIC, uniform
from game.core.snapshot import MODEL, PERSON_COLUMNS, X, Y
from game.level.model import Level

FACTOR_LEAST, FACTOR_MOST = 0.85, 1.05  # of the speed limit, by temperament
STRAY_AFTER = 45.0  # s of standing for no good reason
HOPELESS_AFTER = 100.0  # s of standing for any reason
NOBODY = np.zeros((0, PERSON_COLUMNS))


class Traffic:
    """Drives the cars of `rows`. parameters: game.ai.steering.traits of the level's cars, the default."""

    def __init__(
        self, level: Level, seed: int, rows: Sequence[int], parameters: NDArray[np.float64] | None = None
    ) -> None:
        self.level, self.seed, self.rows = level, seed, tuple(rows)
        self._traits = traits(level.cars) if parameters is None else parameters
        if self._traits.shape != (len(level.cars), TRAIT_COLUMNS):
            raise ValueError(
                f"parameters have shape {self._traits.shape}, allowed is that of steering.traits(level.cars)"
            )
        self._net = net_of(level.city.roads)
        self._slots = slots_of(level.city.roads)
        self._plan = np.zeros((len(self.rows), PLAN_COLUMNS), dtype=np.int32)
        self._state = np.zeros((len(self.rows), STATE_COLUMNS))
        self._bodies = np.zeros((0, TRAIT_COLUMNS))
        self._plan[:, ROW] = self.rows
        for i in range(len(self.rows)):
            self._forget(i)

    def starts(self) -> list[Spot]:
        """(x, y, z, heading, speed) for the first rows, for as many as the city has room: well spread over the
        lanes, away from kerb and police."""
        return start_slots(self._slots, self.level.heist, self.seed, len(self.rows))

    def act(
        self,
        tick: int,
        cars: NDArray[np.float64],
        tags: NDArray[np.int32],
        controls: NDArray[np.int16],
        people: NDArray[np.float64] = NOBODY,
    ) -> None:
        """Write the controls of all traffic rows, every TURN_EVERY ticks: in between they hold.
        cars, tags, controls, people: the whole world's."""
        if tick % TURN_EVERY:
            return
        if len(self._bodies) != len(cars):
            self._bodies = bodies_of(self._traits, tags[:, MODEL], self.rows)
        net = self._net
        lost = drive(
            tick,
            self.seed,
            cars,
            tags,
            controls,
            people,
            net.links,
            net.sizes,
            net.points,
            net.others,
            self._plan,
            self._state,
            self._bodies,
        )
        if lost and tick % THINK_EVERY == 0:
            self._find_lanes(cars)

    def _find_lanes(self, cars: NDArray[np.float64]) -> None:
        net, roads = self._net, self.level.city.roads
        find_lanes(
            self.seed,
            cars,
            net.links,
            net.sizes,
            net.points,
            net.others,
            roads.near,
            roads.point_link,
            self._plan,
            self._state,
        )

    def strays(self) -> list[int]:
        """Rows that have stood for no good reason (wrecked, knocked off the lane, stuck) for 45 s, or for
        any reason for 100 s: to be towed once nobody sees them."""
        plan, state = self._plan, self._state
        if not len(state) or state[:, STILL].max() <= STRAY_AFTER:
            return []
        here = plan[:, MODE] != ABSENT
        off = np.abs(state[:, LATERAL] - state[:, OFFSET]) > OFF_LANE
        idle = here & ((plan[:, MODE] != DRIVING) | off | (plan[:, PASSED] >= 0))
        gone = (idle & (state[:, STILL] > STRAY_AFTER)) | (here & (state[:, STILL] > HOPELESS_AFTER))
        return [int(row) for row in plan[gone, ROW]]

    def respawn_place(
        self, row: int, tick: int, away_from: Sequence[tuple[float, float]], cars: NDArray[np.float64]
    ) -> Spot:
        """A free place on a lane for a towed car, out of sight of `away_from` and clear of all cars."""
        others = [(float(car[X]), float(car[Y])) for car in cars]
        return fresh_slot(self._slots, self.seed, row, tick, away_from, others)

    def reset(self, row: int) -> None:
        """Forget what this row's driver was about: call it when the car was placed elsewhere."""
        self._forget(self.rows.index(row))

    def _forget(self, i: int) -> None:
        self._state[i] = 0.0
        span = FACTOR_MOST - FACTOR_LEAST
        self._state[i, FACTOR] = FACTOR_LEAST + span * uniform(self.seed, TRAFFIC, self.rows[i], 0)
        self._plan[i, MODE] = ABSENT
        self._plan[i, [HELD, GRANT, CLAIM, PASSED]] = -1
