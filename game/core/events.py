"""What happened in a tick: contact rows from the physics, and facts from the rules."""

from dataclasses import dataclass

# ---- contacts: float64, one row a touching pair, sorted by (A, B); then the props knocked over.
A = 0  # row of the first car
B = 1  # row of the second car, -1 for a wall, or PROP - k for row k of the city's props
WALL, PROP = -1, -2
IMPULSE = 2  # N·s, total over the tick
AT_X, AT_Y = 3, 4  # m, where
NORMAL_X, NORMAL_Y = 5, 6  # from A to B
FIRST = 7  # 1 in the first tick of the touch, else 0
CONTACT_COLUMNS = 8

# ---- people struck by cars: float64, one row a person in the tick in which it happens, sorted by (S_PERSON, S_CAR).
S_PERSON, S_CAR = 0, 1  # rows
S_SPEED = 2  # m/s, of the car against the person
S_X, S_Y = 3, 4  # m, where
STRUCK_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of the rules: kind is one of "phase", "alert", "charge", "aboard", "change car", "wreck",
    "warning", "outcome", "seen" (his face), "hurt", "shot", "put out", "turned" (the crew), "caught" (one of
    them), "badges", "call" (a witness phones); text is what a radio or a HUD would say."""

    tick: int
    kind: str
    text: str
    car: int = -1
    value: float = 0.0
