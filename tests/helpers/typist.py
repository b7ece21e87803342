"""Somebody who drives by tapping keys, with another mind's advice: how key scripts come about.

He sees the observation of his seat and feels his own hands. What the advising mind would do with a wheel and
pedals he comes near to with keys that are down or up, never changing them more often than a person might.
"""

from copy import copy
from typing import Any

from key_script import KeyScript, stroke_event

from game.ai import make_driver, make_police
from game.ai.briefing import DriverBriefing, PoliceBriefing, cars_today
from game.core import hands
from game.core.command import (
    ACTIONS,
    BRAKE,
    CHANGE_CAR,
    DUCK,
    FULL_PEDAL,
    FULL_STEER,
    GIVE_UP,
    HANDBRAKE,
    HORN,
    LIGHTS_OFF,
    PUT_OUT,
    REVERSE,
    STEER,
    THROTTLE,
    Command,
    Mind,
)
from game.core.observation import Observation
from game.core.snapshot import MODEL
from game.heist.placed import patrols, police_rows
from game.level.model import Level, setting
from game.ui.keyboard import KeyboardMind
from game.ui.keys import Keyboard

EVERY = 3  # ticks between two looks at the keys
FORESIGHT = 4  # ticks that a choice of steering keys is judged by
RELUCTANCE = 0.015  # share of the lock: a change of keys must be better by so much
STANDING = 0.6  # m/s: slower than this the handbrake holds the car, the brake would select reverse
BRAKING = 40  # of FULL_PEDAL: weaker wishes to brake are left to the engine
HELD = {CHANGE_CAR: "c", PUT_OUT: "e", DUCK: "q", HORN: "h", GIVE_UP: "backspace"}
STEERING: dict[float, str] = {1.0: "left", -1.0: "right"}


class Typist:
    """Sits in a seat; `strokes` is what he did to the keys. Answers as the game's own keyboard does."""

    def __init__(self, level: Level, advisor: Mind[Any], police: bool = False) -> None:
        self.cars, self.advisor, self.police = level.cars, advisor, police
        self.mind = KeyboardMind(level.cars, police)
        self.keyboard = Keyboard(self.mind)
        self.down: set[str] = set()
        self.strokes: list[tuple[int, str, bool]] = []
        self.owed = 0.0  # ticks of gas that the keys are behind the advice

    def act(self, observation: Observation[Any]) -> Command:
        advice = self.advisor.act(observation).controls[0]
        felt = hands.motion(observation.own[0], self.cars[int(observation.own_tags[0, MODEL])])
        if observation.tick % EVERY == 0:
            wanted = self._steering(observation, int(advice[STEER]) / FULL_STEER)
            wanted |= self._pedals(advice, felt.ahead) | self._actions(int(advice[ACTIONS]))
            self._hold(observation.tick, wanted)
            self._switch_lights(observation.tick, bool(advice[ACTIONS] & LIGHTS_OFF))
        return self.mind.act(observation)

    # ---- what to hold down
    def _steering(self, observation: Observation[Any], wheel: float) -> set[str]:
        """The key, or none, after which the wheel is nearest to where the advice has it."""
        best, least = "", 9.0
        for wish in (0.0, 1.0, -1.0):
            key = STEERING.get(wish, "")
            miss = abs(self._wheel_after(observation, wish) - wheel)
            miss += 0.0 if (key in self.down if key else not self.down & {"left", "right"}) else RELUCTANCE
            if miss < least:
                best, least = key, miss
        return {best} if best else set()

    def _wheel_after(self, observation: Observation[Any], wish: float) -> float:
        """Share of the lock that this wish leads to, with the aids that are on."""
        own = copy(self.mind.hands)
        figures = self.cars[int(observation.own_tags[0, MODEL])]
        for _ in range(FORESIGHT):
            hands.act(own, hands.Wishes(steer=wish), self.mind.aids, observation.own[0], figures)
        return own.steer

    def _pedals(self, advice: Any, ahead: float) -> set[str]:
        """Gas and brake as keys; the brake at a stop would select reverse, so there the handbrake holds."""
        gas, brake, back = int(advice[THROTTLE]), int(advice[BRAKE]), bool(advice[ACTIONS] & REVERSE)
        wanted = {"space"} if advice[HANDBRAKE] else set()
        if brake > BRAKING:
            self.owed = 0.0
            if abs(ahead) < STANDING:
                return {"space"}
            return wanted | {"down" if ahead > 0.0 else "up"}
        self.owed = min(max(self.owed + EVERY * (gas / FULL_PEDAL - self.mind.hands.gas), -6.0), 6.0)
        if gas and self.owed > 0.0:
            return wanted | {"down" if back else "up"}
        return wanted

    def _actions(self, bits: int) -> set[str]:
        return {key for bit, key in HELD.items() if bits & bit}

    # ---- the keys
    def _hold(self, tick: int, wanted: set[str]) -> None:
        for key in sorted(self.down - wanted):
            self._stroke(tick, key, False)
        for key in sorted(wanted - self.down):
            self._stroke(tick, key, True)

    def _switch_lights(self, tick: int, dark: bool) -> None:
        if dark != self.mind.dark:
            self._stroke(tick, "l", True)
            self._stroke(tick, "l", False)

    def _stroke(self, tick: int, key: str, down: bool) -> None:
        self.keyboard.handle(stroke_event(key, down))
        self.strokes.append((tick, key, down))
        (self.down.add if down else self.down.discard)(key)


# ---- whose advice
class Idle:
    """Does nothing: the job goes on around him."""

    def act(self, observation: Observation[Any]) -> Command:
        return Command(_at_rest(observation))


class Lingers:
    """Does as `advisor` until the crew is aboard, and then just stands there."""

    def __init__(self, advisor: Mind[Any]) -> None:
        self.advisor = advisor

    def act(self, observation: Observation[Any]) -> Command:
        command = self.advisor.act(observation)
        if observation.status.phase in ("approach", "wait", "load"):
            return command
        return Command(_at_rest(observation))


class Deserts:
    """Drives away for good when the alarm rings, without the crew. `advisor` has a fleet that can wander."""

    def __init__(self, advisor: Any) -> None:
        self.advisor = advisor

    def act(self, observation: Observation[Any]) -> Command:
        if observation.status.phase in ("approach", "wait"):
            return self.advisor.act(observation)  # type: ignore[no-any-return]
        fleet = self.advisor.fleet
        if observation.tick % EVERY == 0:
            fleet.wander(0, 0.5)
            fleet.wish(0, 18.0)
            fleet.renew(0, observation)
        return fleet.act(observation)  # type: ignore[no-any-return]


def _at_rest(observation: Observation[Any]) -> Any:
    controls = observation.own_tags[:, :5].astype("int16") * 0
    controls[:, BRAKE] = FULL_PEDAL
    return controls


def advisor(level: Level, script: KeyScript, plan: str) -> Mind[Any]:
    """plan: a driver's mind by name, "chase" as police, or "idle", "lingers", "deserts"."""
    heist = level.heist
    if plan == "idle":
        return Idle()
    if plan == "chase":
        chosen = setting(heist, script.difficulty)
        units, cruising = police_rows(heist, chosen), patrols(heist, chosen)
        return make_police(
            plan, PoliceBriefing(level.city, cars_today(level), units, cruising, heist.stations, script.seed)
        )
    name = plan if plan not in ("lingers", "deserts") else "shortest"
    mind = make_driver(name, DriverBriefing(level.city, heist, cars_today(level), script.seed))
    return {"lingers": Lingers, "deserts": Deserts}.get(plan, lambda same: same)(mind)
