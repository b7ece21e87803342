"""What every getaway driver does with the phases of a job; where he flees is each driver's own."""

import math

import numpy as np
from numpy.typing import NDArray

from game.ai.briefing import DriverBriefing
from game.ai.drivers.lookout import Lookout, crew_on_foot, is_looked_at
from game.ai.drivers.stops import CHANGE_WITHIN, Spot, Stop, refuge, switch_spot
from game.ai.fleet import Fleet
from game.core.command import CHANGE_CAR, DUCK, LIGHTS_OFF, Command
from game.core.constants import DT, TACTICS_EVERY, TICK_HZ
from game.core.observation import SEEN_ROLE, DriverStatus, Observation
from game.core.rng import DRIVER_MIND, uniform
from game.core.snapshot import ANGLE, POLICE, VX, VY, X, Y, Z
from game.level.model import Place

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
HUNTED = ("alarm", "pursuit")  # alerts in which they are after him

SHAKEN_OFF = 6.0  # s without police in sight: he may go and hide
HELD = 1.4  # s that he lets an officer stand beside him while the crew comes: the law needs 3 to 6
TOO_NEAR = 30.0  # m: police so near mean that he leaves the kerb, with or without the crew,
TOO_NEAR_FOR_THE_REST = 70.0  # m: likewise, with some of the crew aboard,
BOARDING = 7.0  # m: unless the next one is so near
DRIVES_UP = (8.0, 60.0)  # m ahead of the kerb that the door is: then he pulls up beside it once they come
AT_KERB = 3.5  # m from where he should wait
IN_REFUGE = 0.6  # of its radius: so far in he stops
FARTHEST_SPOT = 75.0  # s at the limits: a switch car that is farther off is not worth it
PATIENCE = 20.0  # s beside a switch car, or near it, without a change: something is wrong with it
NEAR_SPOT = 40.0  # m


class Getaway:
    """A driver who drives up, waits for the crew, flees, changes cars, hides and goes home.

    Subclasses say where to flee (`flee`) and choose among places (`pick`)."""

    def __init__(self, briefing: DriverBriefing) -> None:
        heist = briefing.heist
        self.seed = briefing.seed
        self.fleet = Fleet(briefing.city.roads, briefing.cars, 1, briefing.seed, DRIVER_MIND)
        self.kerb, self.pick_up = heist.kerb, _beside(heist.kerb, heist.door)
        self.refuges = [refuge(self.fleet, place, False) for place in heist.hideouts]
        self.refuges += [refuge(self.fleet, place, True) for place in heist.exits]
        self.spots = [switch_spot(self.fleet, car) for car in heist.switch_cars]
        self.lookout = Lookout()
        self.refuge: Stop | None = None  # the one he is on his way to
        self.spot: Spot | None = None  # likewise
        self.hiding = False
        self._left = False  # the kerb, without the whole crew
        self._fumbled = 0.0  # s that he has been near a switch car without getting into it

    def act(self, observation: Observation[DriverStatus]) -> Command:
        """One command for his car."""
        if observation.tick % THINK_EVERY == THINK_AT:
            self._think(observation)
        return self.fleet.act(observation)

    def _think(self, observation: Observation[DriverStatus]) -> None:
        phase = observation.status.phase
        if self.lookout.look(observation, THINK_EVERY * DT):
            self.fleet.forget(0)
            self._give_up_spot()
        if phase in ("approach", "wait", "load") and not self._must_leave(observation):
            stands = self._wait(observation)
        elif phase == "switch":
            stands = True
            self.fleet.hold(0)  # once is enough: asked again in the other car, he would change back
        elif not self.shaken_off(observation):
            stands = self._run(observation)
        else:
            stands = self._vanish(observation)
        if not stands:
            self.fleet.renew(0, observation)

    # ---- at the kerb
    def _must_leave(self, observation: Observation[DriverStatus]) -> bool:
        """Whether police come too near to wait for the rest of the crew. Once off, he comes back for a
        crew of which nobody is aboard when he has shaken them off."""
        status, lookout = observation.status, self.lookout
        if status.alert not in HUNTED or lookout.unseen >= SHAKEN_OFF:
            self._left = False
        elif lookout.held > HELD:
            self._left = True
        elif lookout.police_at < (TOO_NEAR_FOR_THE_REST if status.crew_aboard else TOO_NEAR):
            self._left = crew_on_foot(observation.people, observation.people_count, observation.own[0]) > BOARDING
        return self._left

    def _wait(self, observation: Observation[DriverStatus]) -> bool:
        """Stand dark at the kerb until the crew is aboard, ducked while somebody looks. True while he stands there."""
        car, (x, y, heading) = observation.own[0], self.pick_up if observation.status.phase == "load" else self.kerb
        if math.hypot(car[X] - x, car[Y] - y) < AT_KERB:
            looked_at = is_looked_at(observation.people, observation.people_count, car)
            self.fleet.hold(0, LIGHTS_OFF | DUCK if looked_at else LIGHTS_OFF)
            return True
        edge, s = self.fleet.locate(x, y, 0.0, heading)
        self.fleet.stop_at(0, edge, s, x, y, CALM_GRIP)
        self.fleet.wish(0, FLEE_SPEED, pace=CALM_PACE)
        return False

    # ---- under way
    def _run(self, observation: Observation[DriverStatus]) -> bool:
        if self.hiding:
            self.fleet.forget(0)
        self.hiding, self.refuge, self.spot = False, None, None
        self.flee(observation)
        self.fleet.wish(0, FLEE_SPEED, bold=True)
        return False

    def _vanish(self, observation: Observation[DriverStatus]) -> bool:
        """Into another car, if this one is looked for, and then out of sight. True while he stands there."""
        if self._wants_another_car(observation):
            return self._change_cars(observation)
        return self._hide(observation)

    def _wants_another_car(self, observation: Observation[DriverStatus]) -> bool:
        """Whether he is on his way to a switch car, or sets out for one."""
        if self.lookout.clean or self.hiding or not self.spots:
            return False
        if self.spot is None and self.refuge is None:
            spot = self.spots[self.pick(observation, [(spot.edge, spot.s) for spot in self.spots])]
            if self.seconds_to(observation, spot.edge, spot.s) < FARTHEST_SPOT:
                self.spot = spot
        return self.spot is not None

    def _change_cars(self, observation: Observation[DriverStatus]) -> bool:
        """Stop beside the switch car and get in."""
        car, spot = observation.own[0], self.spot
        assert spot is not None
        away = math.hypot(car[X] - spot.x, car[Y] - spot.y)
        self._fumbled += THINK_EVERY * DT if away < NEAR_SPOT else 0.0
        if self._fumbled > PATIENCE:
            self._give_up_spot()
        elif away < CHANGE_WITHIN:
            self.fleet.hold(0, CHANGE_CAR)
            return True
        self._drive_to(observation, spot.edge, spot.s, spot.stop_x, spot.stop_y)
        return False

    def _give_up_spot(self) -> None:
        """It is his car now, or it is of no use."""
        self.spots = [spot for spot in self.spots if spot is not self.spot]
        self.spot, self._fumbled = None, 0.0

    def _hide(self, observation: Observation[DriverStatus]) -> bool:
        """Go to a hideout and lie low in it, or out of town. True while he stands there."""
        car = observation.own[0]
        if self.refuge is None:
            self.refuge = self.refuges[self.pick(observation, [(stop.edge, stop.s) for stop in self.refuges])]
        refuge = self.refuge
        if refuge.holds(car[X], car[Y], IN_REFUGE):
            self.hiding = True
        if self.hiding:
            self.fleet.hold(0, LIGHTS_OFF)
            return True
        self._drive_to(observation, refuge.edge, refuge.s, refuge.x, refuge.y)
        return False

    def _drive_to(self, observation: Observation[DriverStatus], edge: int, s: float, x: float, y: float) -> None:
        """Drive there, in a hurry while this car is looked for, and stop."""
        calm = self.lookout.clean or observation.status.alert in ("quiet", "cold")
        self.fleet.stop_at(0, edge, s, x, y, CALM_GRIP if calm else HURRY_GRIP, turn=calm)
        self.fleet.wish(0, FLEE_SPEED, pace=CALM_PACE if calm else HURRY_PACE, bold=not calm)

    def seconds_to(self, observation: Observation[DriverStatus], edge: int, s: float) -> float:
        """s at the limits from here to s m along an edge."""
        return self.fleet.seconds_to(0, observation.own[0], edge, s)

    # ---- for subclasses
    def shaken_off(self, observation: Observation[DriverStatus]) -> bool:
        """Whether he may go and hide."""
        lookout = self.lookout
        return lookout.clean or observation.status.alert not in HUNTED or lookout.unseen >= SHAKEN_OFF

    def flee(self, observation: Observation[DriverStatus]) -> None:
        """Set the fleet's goal while police are in sight."""
        raise NotImplementedError

    def pick(self, observation: Observation[DriverStatus], places: list[tuple[int, float]]) -> int:
        """Which of these places (edge, s) to go to, once shaken off."""
        raise NotImplementedError

    def flee_grip(self, tick: int) -> float:
        """How much of the grip he trusts in just now; over 1 is more than there is."""
        if self.lookout.unseen > 0.0:
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


def _beside(kerb: Place, door: tuple[float, float]) -> Place:
    """Where along the kerb the crew has the shortest way from the door: the kerb itself unless the door is ahead."""
    x, y, heading = kerb
    cos, sin = math.cos(heading), math.sin(heading)
    ahead = cos * (door[0] - x) + sin * (door[1] - y)
    least, most = DRIVES_UP
    return (x + ahead * cos, y + ahead * sin, heading) if least < ahead < most else kerb
