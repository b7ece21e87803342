"""What every getaway driver does with the phases of a job; where he flees is each driver's own."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import DriverBriefing
from game.ai.fleet import Fleet
from game.core.command import LIGHTS_OFF, Command
from game.core.constants import DT, TACTICS_EVERY, TICK_HZ
from game.core.kernel import kernel
from game.core.observation import SEEN_ROLE, DriverStatus, Observation
from game.core.rng import DRIVER_MIND, uniform
from game.core.snapshot import ANGLE, POLICE, VX, VY, X, Y, Z

FLEE_SPEED = 25.0  # m/s: the most he drives in streets
FLEE_GRIP = (0.9, 2.0)  # share of the tyres' grip he thinks he can use in bends: under pressure he misjudges some
THINK_EVERY = 2 * TACTICS_EVERY  # ticks: as often as a unit that hunts him
THINK_AT = TACTICS_EVERY // 2  # and not in the ticks of the rules, nor in those of traffic: no tick does everything
JUDGE_EVERY = 4 * TICK_HZ  # ticks for which he keeps to one judgement
JUDGEMENT = 2 << 20  # key of the dice of his judgement, apart from those of his turns
HURRY_GRIP = 0.9
CALM_GRIP = 0.4
CALM_PACE = 1.0  # of the speed limit
HURRY_PACE = 1.5  # unseen, but not yet forgotten

NEAR = 115.0  # m: a police car in sight no farther off can see him (they see 110 m in pursuit)
SHAKEN_OFF = 6.0  # s without one: he may go and hide
TOO_NEAR = 30.0  # m: police so near mean that he leaves the kerb, with or without the crew
TOO_NEAR_FOR_THE_REST = 70.0  # m: likewise, with some of the crew aboard
AT_KERB = 5.0  # m from where he should wait
IN_HIDEOUT = 0.6  # of its radius: so far in he stops


@kernel
def nearest_police(
    seen: NDArray[np.float64], seen_tags: NDArray[np.int32], count: int, car: NDArray[np.float64]
) -> tuple[int, float]:
    """(row of what is seen, m): the police car nearest to `car`; (-1, inf) if none is in sight."""
    best, nearest = -1, math.inf
    for k in range(count):
        if seen_tags[k, SEEN_ROLE] == POLICE:
            distance = math.sqrt((seen[k, X] - car[X]) ** 2 + (seen[k, Y] - car[Y]) ** 2)
            if distance < nearest:
                best, nearest = k, distance
    return best, nearest


@dataclass(frozen=True, slots=True)
class Refuge:
    """A hideout and the place on the roads beside it."""

    x: float
    y: float
    radius: float
    edge: int
    s: float


class Getaway:
    """A driver who waits for the crew, flees, hides and goes home.

    Subclasses say where to flee (`flee`) and where to hide (`choose`)."""

    def __init__(self, briefing: DriverBriefing) -> None:
        self.seed = briefing.seed
        self.fleet = Fleet(briefing.city.roads, briefing.cars, 1, briefing.seed, DRIVER_MIND)
        self.kerb = briefing.heist.kerb
        self.refuges = [self._refuge(h.x, h.y, h.radius) for h in briefing.heist.hideouts]
        self.refuge: Refuge | None = None  # the one he is on his way to
        self.unseen = 0.0  # s since a police car was near and in sight
        self.police_row, self.police_at = -1, math.inf  # the nearest police car in sight, and m to it
        self.hiding = False
        self._left = False  # the kerb, without the crew

    def _refuge(self, x: float, y: float, radius: float) -> Refuge:
        edge, s = self.fleet.locate(x, y, 0.0, 0.0)
        return Refuge(x, y, radius, edge, s)

    def act(self, observation: Observation[DriverStatus]) -> Command:
        """One command for his car."""
        if observation.tick % THINK_EVERY == THINK_AT:
            self._think(observation)
        return self.fleet.act(observation)

    def _think(self, observation: Observation[DriverStatus]) -> None:
        car, phase = observation.own[0], observation.status.phase
        self._watch(car, observation)
        if phase in ("approach", "wait", "load") and not self._must_leave(observation):
            if self._wait(car):
                return
        elif not self.shaken_off(observation):
            self._run(car, observation)
        elif self._hide(car, observation):
            return
        self.fleet.renew(0, observation)

    def _must_leave(self, observation: Observation[DriverStatus]) -> bool:
        """Whether police come too near to wait for the rest of the crew. Once off, he comes back for a
        crew of which nobody is aboard when he has shaken them off."""
        status = observation.status
        if status.alert not in ("alarm", "pursuit"):
            self._left = False
        elif self.police_at < (TOO_NEAR if status.crew_aboard == 0 else TOO_NEAR_FOR_THE_REST):
            self._left = True
        elif self.unseen >= SHAKEN_OFF:
            self._left = False
        return self._left

    def _watch(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> None:
        self.police_row, self.police_at = nearest_police(
            observation.seen, observation.seen_tags, observation.seen_count, car
        )
        self.unseen = 0.0 if self.police_at < NEAR else self.unseen + THINK_EVERY * DT

    def _wait(self, car: NDArray[np.float64]) -> bool:
        """Stand at the kerb with the brake on until the crew is aboard. True while he stands there."""
        x, y, heading = self.kerb
        if math.hypot(car[X] - x, car[Y] - y) < AT_KERB:
            self.fleet.hold(0)
            return True
        edge, s = self.fleet.locate(x, y, 0.0, heading)
        self.fleet.stop_at(0, edge, s, x, y, CALM_GRIP)
        self.fleet.wish(0, FLEE_SPEED, pace=CALM_PACE)
        return False

    def _run(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> None:
        if self.hiding:
            self.fleet.forget(0)
        self.hiding, self.refuge = False, None
        self.flee(car, observation)
        self.fleet.wish(0, FLEE_SPEED, bold=True)

    def _hide(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> bool:
        """Go to a hideout and lie low in it. True while he stands there."""
        if self.refuge is None:
            self.refuge = self.choose(car, observation)
        refuge = self.refuge
        if math.hypot(car[X] - refuge.x, car[Y] - refuge.y) < IN_HIDEOUT * refuge.radius:
            self.hiding = True
        if self.hiding:
            self.fleet.hold(0, LIGHTS_OFF)
            return True
        calm = observation.status.alert in ("quiet", "cold")
        self.fleet.stop_at(0, refuge.edge, refuge.s, refuge.x, refuge.y, CALM_GRIP if calm else HURRY_GRIP, turn=calm)
        self.fleet.wish(0, FLEE_SPEED, pace=CALM_PACE if calm else HURRY_PACE, bold=not calm)
        return False

    # ---- for subclasses
    def shaken_off(self, observation: Observation[DriverStatus]) -> bool:
        """Whether he may go and hide."""
        return observation.status.alert not in ("alarm", "pursuit") or self.unseen >= SHAKEN_OFF

    def flee(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> None:
        """Set the fleet's goal while police are in sight."""
        raise NotImplementedError

    def choose(self, car: NDArray[np.float64], observation: Observation[DriverStatus]) -> Refuge:
        """The hideout to go to, once shaken off."""
        raise NotImplementedError

    def flee_grip(self, tick: int) -> float:
        """How much of the grip he trusts in just now; over 1 is more than there is."""
        if self.unseen > 0.0:
            return HURRY_GRIP
        least, most = FLEE_GRIP
        dice = uniform(self.seed, DRIVER_MIND, JUDGEMENT, tick // JUDGE_EVERY)
        return least + (most - least) * dice * dice * dice  # usually sound, sometimes far off

    def threats(self, observation: Observation[DriverStatus]) -> NDArray[np.int32]:
        """The edges on which police are in sight."""
        edges = []
        for k in range(observation.seen_count):
            if observation.seen_tags[k, SEEN_ROLE] == POLICE:
                x, y, z, vx, vy, angle = observation.seen[k, [X, Y, Z, VX, VY, ANGLE]].tolist()
                heading = math.atan2(vy, vx) if math.hypot(vx, vy) > 2.0 else angle
                edges.append(self.fleet.locate(x, y, z, heading)[0])
        return np.array([edge for edge in edges if edge >= 0], np.int32)
