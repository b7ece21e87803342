"""The cars of one seat: their paths, goals and controls, in arrays that the kernels fill."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from game.ai.drive import (
    D_ACTIONS,
    D_BOLD,
    D_COUNT,
    D_EDGE,
    D_FOLLOW,
    D_HOLD,
    D_PACE,
    D_S,
    D_SPEED,
    PLAN_COLUMNS,
    drive,
)
from game.ai.navigate import (
    G_EDGE,
    G_GRIP,
    G_KIND,
    G_S,
    G_STOP,
    G_TURN,
    G_X,
    G_Y,
    GO,
    GOAL_COLUMNS,
    WANDER,
    renew,
)
from game.ai.paths import PATH_COLUMNS, SAMPLES, edge_of
from game.ai.routes import ROUTE_EDGES, streets
from game.ai.steering import traits
from game.core.command import CONTROLS, Command
from game.core.observation import Observation
from game.core.snapshot import ANGLE, X, Y, Z
from game.level.model import CarSpec
from game.level.roads import CONNECTOR, KIND, Roads, locate

S = TypeVar("S")


class Fleet:
    """m cars of one model. A mind sets goals and wishes by these methods at 10 Hz and calls `renew`;
    `act` answers every tick."""

    def __init__(self, roads: Roads, spec: CarSpec, cars: int, seed: int, stream: int) -> None:
        """seed, stream: key the dice of random walks."""
        self.net = streets(roads)
        self.trait = traits([spec])[0]
        self.paths = np.zeros((cars, SAMPLES, PATH_COLUMNS))
        self.plans = np.zeros((cars, PLAN_COLUMNS))
        self.goals = np.zeros((cars, GOAL_COLUMNS))
        self.routes = np.full((cars, ROUTE_EDGES), -1, np.int32)
        self.command = Command(np.zeros((cars, CONTROLS), np.int16))
        self.plans[:, D_FOLLOW] = -1.0
        self.goals[:, G_KIND], self.goals[:, G_GRIP] = WANDER, 0.4
        self._seed, self._stream = seed, stream

    def act(self, observation: Observation[S]) -> Command:
        """The controls of all cars for this tick."""
        o = observation
        drive(
            o.tick,
            o.own,
            o.own_tags,
            o.seen,
            o.seen_tags,
            o.seen_count,
            self.paths,
            self.plans,
            self.trait,
            self.command.controls,
        )
        return self.command

    def renew(self, i: int, car: NDArray[np.float64], tick: int) -> bool:
        """Bring car i's path up to date with its goal; False if no road is near."""
        return renew(
            self.net,
            self._seed,
            self._stream,
            i,
            tick,
            car,
            self.goals[i],
            self.routes[i],
            self.paths[i],
            self.plans[i],
            self.trait,
        )

    def forget(self, i: int) -> None:
        """Drop car i's path: it has been put elsewhere, or must start anew."""
        self.plans[i, :] = 0.0
        self.plans[i, D_FOLLOW] = -1.0
        self.routes[i] = -1

    def locate(self, x: float, y: float, z: float, heading: float) -> tuple[int, float]:
        """(edge, s) of the road nearest to a place, or (-1, 0) if there is none within 40 m."""
        net = self.net
        link, s, _ = locate(net.links, net.link_sizes, net.points, net.near, net.point_link, x, y, z, heading)
        if link < 0:
            return -1, 0.0
        return edge_of(net, link), 0.0 if net.links[link, KIND] == CONNECTOR else s

    def place(self, i: int, car: NDArray[np.float64]) -> tuple[int, float]:
        """(edge, s) of car i on its path, as of its last `renew`; the nearest road if it has none yet."""
        if self.plans[i, D_COUNT] < 2:
            edge, s = self.locate(car[X], car[Y], car[Z], car[ANGLE])
            return max(edge, 0), s
        return int(self.plans[i, D_EDGE]), float(self.plans[i, D_S])

    # ---- wishes
    def wander(self, i: int, grip: float) -> None:
        """Drive on by random turns, with this share of the tyres' grip in bends."""
        self.goals[i] = 0.0
        self.goals[i, G_KIND], self.goals[i, G_GRIP] = WANDER, grip

    def go(self, i: int, edge: int, s: float, grip: float, turn: bool = True) -> None:
        """Drive to a place on the roads and on beyond it. turn: may turn round in the street."""
        self.goals[i, G_KIND], self.goals[i, G_EDGE], self.goals[i, G_S] = GO, edge, s
        self.goals[i, G_STOP], self.goals[i, G_TURN], self.goals[i, G_GRIP] = 0.0, turn, grip

    def stop_at(self, i: int, edge: int, s: float, x: float, y: float, grip: float, turn: bool = True) -> None:
        """Drive to the point (x, y) beside s on `edge` and stop there."""
        self.go(i, edge, s, grip, turn)
        self.goals[i, G_STOP], self.goals[i, G_X], self.goals[i, G_Y] = 1.0, x, y

    def wish(
        self, i: int, speed: float, pace: float = 0.0, bold: bool = False, follow: int = -1, actions: int = 0
    ) -> None:
        """speed: m/s at most; pace: 0, or at most so many times the speed limit; bold: may pass in
        oncoming lanes; follow: the row of the car to keep behind, or -1; actions: Action bits."""
        plan = self.plans[i]
        plan[D_SPEED], plan[D_PACE], plan[D_BOLD], plan[D_HOLD] = speed, pace, bold, 0.0
        plan[D_FOLLOW], plan[D_ACTIONS] = follow, actions

    def hold(self, i: int, actions: int = 0) -> None:
        """Stand still with the brake on."""
        self.plans[i, D_HOLD], self.plans[i, D_ACTIONS] = 1.0, actions
