"""The person at the keyboard as a mind: keys held down become one quantised command a tick.

The driving aids (game.core.hands) act in between: a key is all or nothing, a steering wheel is not.
"""

from collections.abc import Sequence
from typing import Any

from game.core import hands
from game.core.aids import ALL_AIDS, Aids
from game.core.command import ACTIONS, CHANGE_CAR, DUCK, GIVE_UP, HORN, LIGHTS_OFF, PUT_OUT, SIREN, Command, Order
from game.core.hands import Figures, Hands, Wishes
from game.core.observation import Observation
from game.core.snapshot import MODEL

# What a key can mean.
LEFT, RIGHT, GAS, STOP, HAND, LEVER = "left", "right", "gas", "stop", "hand", "lever"
CHANGE, LIGHTS, SOUND, BLOW = "change", "lights", "sound", "horn"  # SOUND: the Driver's horn, the police's siren
LIE_DOWN, PUSH_OUT, WALK_AWAY = "duck", "put out", "walk away"
WALK_AWAY_AFTER = 90  # ticks that the key is held: nobody gives a job up by a slip of the finger
DRIVEN_SITTING_UP = (LEFT, RIGHT, GAS, STOP)


class KeyboardMind:
    """Answers observations with what the keys say. Feed it with press() and release(); it reads no clock.

    As police it drives the seat's first car, and its siren goes on with the call and off when the trail is cold.
    """

    def __init__(self, cars: Sequence[Figures], police: bool = False, options: Aids = ALL_AIDS) -> None:
        """cars: the car table; the driver's row of it may change during a job."""
        self.cars = cars
        self.police = police
        self.aids = options
        self.told: Aids | None = None  # the aids that the run's commands have told of
        self.held: set[str] = set()
        self.hands = Hands()
        self.lever = False
        self.dark = False
        self.siren = False
        self.alert = "quiet"
        self.giving_up = False
        self.status: Any = None  # what his side was told last
        self.leaving = 0  # ticks that WALK_AWAY has been held

    def press(self, key: str) -> None:
        """A key goes down. Lights, siren and the gear lever are switched, all else is held."""
        if key in self.held:
            return
        self.held.add(key)
        if key == LIGHTS:
            self.dark = not self.dark
        if key == LEVER:
            self.lever = not self.lever
        if key == SOUND and self.police:
            self.siren = not self.siren

    def release(self, key: str) -> None:
        self.held.discard(key)

    def let_go(self) -> None:
        """No key is down any more, as when the window loses the keyboard."""
        self.held.clear()

    def give_up(self) -> None:
        """Walk away from the job at the next tick."""
        self.giving_up = True

    def act(self, observation: Observation[Any]) -> Command:
        """One tick's command for the first of the seat's cars."""
        self.leaving = self.leaving + 1 if WALK_AWAY in self.held and not self.police else 0
        self.status = observation.status
        if self.police:
            self._hear(observation.status.alert if observation.status else self.alert)
        figures = self.cars[int(observation.own_tags[0, MODEL])]
        controls = hands.act(self.hands, self._wishes(), self.aids, observation.own[0], figures)
        controls[ACTIONS] |= self._actions()
        return Command(controls.reshape(1, -1), self._orders())

    def _hear(self, alert: str) -> None:
        """The siren follows each change of the alert; in between it is the person's."""
        if alert != self.alert:
            self.siren = self.siren if alert == "search" else alert in ("alarm", "pursuit")
            self.alert = alert

    @property
    def ducked(self) -> bool:
        """Whether he lies on the seat: nobody sees his face, and he reaches neither wheel nor pedals."""
        return LIE_DOWN in self.held and not self.police

    def _wishes(self) -> Wishes:
        held = self.held.difference(DRIVEN_SITTING_UP) if self.ducked else self.held
        steer = float((LEFT in held) - (RIGHT in held))
        return Wishes(steer, float(GAS in held), float(STOP in held), HAND in held, self.lever)

    def _orders(self) -> tuple[Order, ...]:
        """Which aids are on, whenever that has changed: a replay carries it."""
        if self.aids == self.told:
            return ()
        self.told = self.aids
        return (hands.aids_order(self.aids),)

    def _actions(self) -> int:
        held, driver = self.held, not self.police
        bits = {
            CHANGE_CAR: driver and CHANGE in held,
            PUT_OUT: driver and PUSH_OUT in held,
            DUCK: self.ducked,
            LIGHTS_OFF: self.dark,
            HORN: BLOW in held or (driver and SOUND in held),
            SIREN: self.siren,
            GIVE_UP: self.giving_up or self.leaving >= WALK_AWAY_AFTER,
        }
        return sum(bit for bit, on in bits.items() if on)
