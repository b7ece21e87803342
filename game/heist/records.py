"""What the rules write down of acts: charges, harm, and what people have to report."""

from typing import NamedTuple

# Columns of calls, float64, one row a person: what he has to report.
C_CHARGE = 0  # place in rules.charges, or -1: nothing
C_POINTS = 1  # its felony: of two acts he reports the graver
C_TICK, C_CAR = 2, 3  # when, and in which car
C_X, C_Y = 4, 5  # m, where
C_KNOWN = 6  # KNOWN_… bits that he made out
C_SPENT = 7  # ticks on the phone so far
CALL_COLUMNS = 8


class Charged(NamedTuple):
    """One charge. at: place in rules.charges; warned: 1 if it was only a warning."""

    tick: int
    at: int
    warned: int
    witness: int
    points: float


class Harm(NamedTuple):
    """Somebody was struck. by: the row of the car that counts as the cause; speed: m/s; died: 0 or 1."""

    tick: int
    person: int
    by: int
    speed: float
    died: int
