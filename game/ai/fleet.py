"""The cars of one seat: their paths, goals and controls, in arrays that the kernels fill."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from game.ai import seat as wishes
from game.ai.drive import D_FOLLOW, PLAN_COLUMNS, drive
from game.ai.navigate import G_GRIP, G_KIND, GOAL_COLUMNS, WANDER
from game.ai.paths import PATH_COLUMNS, SAMPLES
from game.ai.routes import ROUTE_EDGES, streets
from game.ai.seat import Seat
from game.ai.steering import traits
from game.core.command import CONTROLS, Command
from game.core.observation import Observation
from game.core.snapshot import MODEL
from game.level.model import CarSpec
from game.level.roads import Roads

S = TypeVar("S")


class Fleet:
    """m cars. A mind sets goals and wishes by these methods at 10 Hz and calls `renew`;
    `act` answers every tick."""

    def __init__(self, roads: Roads, table: Sequence[CarSpec], cars: int, seed: int, stream: int) -> None:
        """table: the car table, whose row a car's tags name; seed, stream: key the dice of random walks."""
        self.net = streets(roads)
        self.streets = tuple(self.net)  # as kernels take them from Python
        self.seat = Seat(
            np.zeros((cars, GOAL_COLUMNS)),
            np.full((cars, ROUTE_EDGES), -1, np.int32),
            np.zeros((cars, SAMPLES, PATH_COLUMNS)),
            np.zeros((cars, PLAN_COLUMNS)),
            traits(table),
        )
        self.cars = tuple(self.seat)  # likewise
        self.command = Command(np.zeros((cars, CONTROLS), np.int16))
        self.seat.plans[:, D_FOLLOW] = -1.0
        self.seat.goals[:, G_KIND], self.seat.goals[:, G_GRIP] = WANDER, 0.4
        self._seed, self._stream = seed, stream

    def act(self, observation: Observation[S]) -> Command:
        """The controls of all cars for this tick."""
        o, cars = observation, self.seat
        drive(
            o.tick,
            o.own,
            o.own_tags,
            o.seen,
            o.seen_tags,
            o.seen_count,
            o.people,
            o.people_count,
            cars.paths,
            cars.plans,
            cars.traits,
            self.command.controls,
        )
        return self.command

    def renew(self, i: int, observation: Observation[S]) -> None:
        """Bring car i's path up to date with its goal; without a road near it stands."""
        o = observation
        model = int(o.own_tags[i, MODEL])
        wishes.renew_car(self._seed, self._stream, o.tick, i, o.own[i], model, self.streets, self.cars)

    def forget(self, i: int) -> None:
        """Drop car i's path: it has been put elsewhere, or must start anew."""
        wishes.forget(self.seat.routes[i], self.seat.plans[i])

    def locate(self, x: float, y: float, z: float, heading: float) -> tuple[int, float]:
        """(edge, s) of the road nearest to a place, or (-1, 0) if there is none within 40 m."""
        return wishes.locate(self.streets, x, y, z, heading)

    def place(self, edge: int, s: float) -> tuple[float, float]:
        """(x, y) of s m along the lane of an edge that is at the kerb."""
        return wishes.lane_point(self.streets, edge, s)

    def seconds_to(self, i: int, car: NDArray[np.float64], edge: int, s: float) -> float:
        """s that car i needs at the limits to s m along an edge."""
        return wishes.seconds_to(self.streets, self.seat.plans[i], car, edge, s)

    # ---- wishes: as those of game.ai.seat
    def wander(self, i: int, grip: float) -> None:
        """Drive on by random turns, with this share of the tyres' grip in bends."""
        wishes.wander(self.seat.goals[i], grip)

    def go(self, i: int, edge: int, s: float, grip: float, turn: bool = True) -> None:
        """Drive to a place on the roads and on beyond it. turn: may turn round in the street."""
        wishes.go(self.seat.goals[i], edge, s, grip, turn)

    def stop_at(self, i: int, edge: int, s: float, x: float, y: float, grip: float, turn: bool = True) -> None:
        """Drive to the point (x, y) beside s on `edge` and stop there."""
        wishes.stop_at(self.seat.goals[i], edge, s, x, y, grip, turn)

    def wish(self, i: int, speed: float, pace: float = 0.0, bold: bool = False, actions: int = 0) -> None:
        """speed: m/s at most; pace: 0, or at most so many times the speed limit; bold: may pass in
        oncoming lanes; actions: Action bits."""
        wishes.wish(self.seat.plans[i], speed, pace, bold, -1, actions)

    def hold(self, i: int, actions: int = 0) -> None:
        """Stand still with the brake on."""
        wishes.hold(self.seat.plans[i], actions)
