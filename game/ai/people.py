"""People on foot: bystanders who stroll, stand, stare, run and dive, and the job's named witnesses.

They live in rows of the world; one kernel call makes half of them decide. See people_acting for what they do.
"""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.people_acting import act
from game.ai.people_ground import Ground, make_ground
from game.ai.people_places import Place, places_for
from game.ai.people_state import (
    ALARM_TICK,
    AT_ALARM,
    AT_START,
    CENTRE_X,
    CENTRE_Y,
    DELAY,
    DRIVER_CAR,
    LEFT,
    LOW,
    MIND_COLUMNS,
    MODE,
    NEWS,
    NEXT,
    NOTICED,
    PACE,
    RADIUS,
    REACTION,
    RING,
    RINGS,
    SCARE_RANGE,
    SCARE_TICK,
    SCARE_X,
    SCARE_Y,
    SENSE,
    SIDE,
    STANDING,
    STARTS,
    STROLLING,
    TURN_EVERY,
    UNTIL,
    WAIT_TICK,
)
from game.core.constants import TICK_HZ
from game.core.rng import PEOPLE, uniform
from game.core.snapshot import (
    BYSTANDER,
    P_CAR,
    P_HEADING,
    P_KIND,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_INSIDE,
    PERSON_WALKING,
    WITNESS,
)
from game.level.model import Level

SLOWEST, QUICKEST = 1.2, 1.5  # m/s, walking
QUICK_WIT, SLOW_WIT = 0.25, 0.8  # s until somebody reacts to a danger that he has noticed
SHOT_HEARD = 80.0  # m
HORROR = 25.0  # m around somebody who has been struck, people run
FIRST_KEYS = 1_000_000  # the dice of traits, apart from those thrown while walking


class People:
    """Moves the rows of people from `first` on: the level's witnesses, then its bystanders."""

    def __init__(self, level: Level, seed: int, people: NDArray[np.float64]) -> None:
        """people: all rows of the world's people; those from the end of the crew on are put in place."""
        heist = level.heist
        self.seed, self.first = seed, len(heist.crew)
        self._level, count = level, len(people) - self.first
        self._minds = np.zeros((count, MIND_COLUMNS))
        self._news = np.full(NEWS, -1.0)
        self._calls = np.full(len(people), -1.0)
        self._ground: Ground | None = None
        if count:
            self._ground = make_ground(level.city, heist)
            self._tell_place(self._ground)
            for m in range(count):
                self._give_traits(m)
            self._seat_witnesses(people, self._ground)
            self._place_bystanders(people, self._ground)

    def act(
        self,
        tick: int,
        people: NDArray[np.float64],
        cars: NDArray[np.float64],
        tags: NDArray[np.int32],
        controls: NDArray[np.int16],
    ) -> None:
        """Turn, start and stop people, every TURN_EVERY ticks; in between they go on. Arrays: the whole world's."""
        ground, city = self._ground, self._level.city
        if ground is None or tick % TURN_EVERY != 1:
            return
        act(
            tick,
            self.seed,
            self.first,
            people,
            self._minds,
            self._news,
            self._calls,
            ground.cells,
            ground.steps,
            ground.points,
            ground.starts,
            cars,
            tags,
            controls,
            city.sight_edges,
            city.sight_grid,
            city.deck_z,
        )

    # ---- what all can know
    def note_job(self, driver_car: int, wait_tick: int, alarm_tick: int) -> None:
        """Whose car it is that may stand at a kerb with a man in it, and when the job's clocks began (-1: not yet)."""
        self._news[[DRIVER_CAR, WAIT_TICK, ALARM_TICK]] = driver_car, wait_tick, alarm_tick

    def scare(self, tick: int, x: float, y: float, reach: float = SHOT_HEARD) -> None:
        """A shot, or something as bad, that everybody within `reach` m of (x, y) runs from."""
        self._news[[SCARE_TICK, SCARE_X, SCARE_Y, SCARE_RANGE]] = tick, x, y, reach

    def note_calls(self, charges: NDArray[np.float64]) -> None:
        """charges (people,): not negative for whoever has something to tell the police."""
        self._calls[:] = charges

    def _tell_place(self, ground: Ground) -> None:
        around = self._level.heist.bystanders
        self._news[[CENTRE_X, CENTRE_Y, RADIUS]] = around.x, around.y, around.radius
        self._news[[LEFT, LOW, RINGS]] = ground.x, ground.y, ground.rings

    # ---- the start
    def _give_traits(self, m: int) -> None:
        dice = [uniform(self.seed, PEOPLE, m, FIRST_KEYS + k) for k in range(3)]
        mind = self._minds[m]
        mind[PACE] = SLOWEST + (QUICKEST - SLOWEST) * dice[0]
        mind[REACTION] = round((QUICK_WIT + (SLOW_WIT - QUICK_WIT) * dice[1]) * TICK_HZ)
        mind[SIDE] = 0.7 * dice[2] - 0.35
        mind[NOTICED] = -1.0

    def _seat_witnesses(self, people: NDArray[np.float64], ground: Ground) -> None:
        """Behind the door at the first point of their path."""
        for m, witness in enumerate(self._level.heist.witnesses):
            row, mind = people[self.first + m], self._minds[m]
            (x, y), ring = witness.path[0], ground.rings + m
            ahead = witness.path[min(1, len(witness.path) - 1)]
            row[:] = 0.0
            row[[P_X, P_Y, P_STATE, P_CAR, P_KIND]] = x, y, PERSON_INSIDE, -1, WITNESS
            row[P_HEADING] = row[P_LOOK] = math.atan2(ahead[1] - y, ahead[0] - x)
            mind[[MODE, RING, NEXT, SENSE]] = STROLLING, ring, ground.starts[ring], 1.0
            mind[STARTS] = AT_ALARM if witness.starts == "alarm" else AT_START
            mind[DELAY] = round(witness.delay * TICK_HZ)

    def _place_bystanders(self, people: NDArray[np.float64], ground: Ground) -> None:
        seated = len(self._level.heist.witnesses)
        count = len(self._minds) - seated
        for m, place in enumerate(places_for(ground, self._level.heist.bystanders, self.seed, count), start=seated):
            self._put(people[self.first + m], self._minds[m], place)

    def _put(self, row: NDArray[np.float64], mind: NDArray[np.float64], place: Place) -> None:
        row[:] = 0.0
        row[[P_X, P_Y, P_STATE, P_CAR, P_KIND]] = place.x, place.y, PERSON_WALKING, -1, BYSTANDER
        row[P_HEADING] = row[P_LOOK] = place.heading
        mind[[RING, NEXT, SENSE]] = place.ring, place.next, place.sense
        mind[MODE] = STANDING if place.stays > 0.0 else STROLLING
        mind[UNTIL] = round(place.stays * TICK_HZ)
