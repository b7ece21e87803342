"""What of a car is hurt, in the words of a mechanic who is in a hurry."""

from game.core.snapshot import (
    BENT_FRONT,
    BENT_REAR,
    BROKEN_HEAD_LEFT,
    BROKEN_HEAD_RIGHT,
    BROKEN_TAIL_LEFT,
    BROKEN_TAIL_RIGHT,
    ENGINE,
    FLAT_FRONT_LEFT,
    FLAT_FRONT_RIGHT,
    FLAT_REAR_LEFT,
    FLAT_REAR_RIGHT,
    HEAT,
)

LEAKS = 0.15  # of ENGINE: the radiator loses water
BOILS = 0.95  # of HEAT
PULLS = 0.01  # rad of a bent axle that a driver feels
LAMPS = BROKEN_HEAD_LEFT | BROKEN_HEAD_RIGHT | BROKEN_TAIL_LEFT | BROKEN_TAIL_RIGHT
FLATS = FLAT_FRONT_LEFT | FLAT_FRONT_RIGHT | FLAT_REAR_LEFT | FLAT_REAR_RIGHT


def hurt_parts(car: list[float], broken: int) -> str:
    """One line for the screen, "" for a sound car. car: a row of Snapshot.cars; broken: its BROKEN bits."""
    heat, flats = car[HEAT], (broken & FLATS).bit_count()
    words = [
        "BOILING" if heat > BOILS else f"RADIATOR {10 * round(10.0 * heat)} %" if car[ENGINE] > LEAKS else "",
        "" if not flats else "FLAT TYRE" if flats == 1 else f"{flats} FLAT TYRES",
        "AXLE" if max(abs(car[BENT_FRONT]), abs(car[BENT_REAR])) > PULLS else "",
        "LAMPS" if broken & LAMPS else "",
    ]
    return " · ".join(word for word in words if word)
