"""Everything a run starts from. A run is Setup + seed + commands, and nothing else."""

from dataclasses import dataclass

DIFFICULTIES = ("easy", "normal", "hard")
SIDES = ("driver", "police")
PERSON = "person"  # the name of a seat whose commands come from outside and are recorded


@dataclass(frozen=True, slots=True)
class Setup:
    """level: its id; level_hash: of the level, its city and the tables it was read with;
    driver, police: who sits there, a mind's name or PERSON;
    side: whose seat the player takes; as "police" he pilots unit 0 and the policy commands the rest;
    traffic: civilian cars, or -1 for what the level says."""

    level: str
    level_hash: str
    seed: int
    difficulty: str = "normal"
    side: str = "driver"
    driver: str = "shortest"
    police: str = "chase"
    traffic: int = -1
