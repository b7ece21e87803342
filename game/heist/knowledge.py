"""What the police know of each car apart from the faces in it: class, colour, plate; and how they learn it."""

from game.core.constants import TACTICS_EVERY
from game.core.observation import KNOWN_ALL, KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE
from game.heist.facts import Turn
from game.heist.job import LOAD, Job, ticks, wanted
from game.heist.witness import opening, witness_name
from game.level.model import Rules


def learn(job: Job, car: int, bits: int) -> bool:
    """From now on the police know this of a car. Answers whether it is news."""
    before = int(job.known[car])
    job.known[car] = before | bits
    job.traced[car] |= bits
    return bits & ~before != 0


def forget(job: Job, car: int) -> None:
    """Nobody looks for this car any more; what it was known for stays on file."""
    job.known[car] = 0


def best_known(job: Job) -> tuple[int, int]:
    """(car, bits) of the car that they know best; (-1, 0) if they know nothing."""
    known = job.known.tolist()
    most = max(known)
    return (known.index(most), most) if most else (-1, 0)


def made_out(rules: Rules, distance: float) -> int:
    """What people make out of a car so far away, m: class and colour, and the plate from near."""
    return KNOWN_ALL if distance <= rules.plate_range else KNOWN_CLASS | KNOWN_COLOUR


def pick_out(rules: Rules, bits: int) -> tuple[float, float]:
    """(m, ticks a tick of looking): from where an officer picks out a car so well described, and how quickly."""
    pace = rules.recognise_class if bits & KNOWN_CLASS else 1.0
    pace *= rules.recognise_colour if bits & KNOWN_COLOUR else 1.0
    return rules.recognise_range * pace, pace


def recognise(turn: Turn) -> None:
    """An officer who looks for somebody knows the car that the crew runs to, or any after a while beside it."""
    job, rules, distance = turn.job, turn.rules, turn.facts.witness_distance
    boarding = job.phase == LOAD and distance <= rules.boarding_seen
    reach, pace = pick_out(rules, int(job.known[job.driver_car]))
    looks = boarding or distance <= reach
    if not looks or job.known[job.driver_car] & KNOWN_PLATE or not wanted(job, rules):
        job.recognise = 0.0
        return
    job.recognise += TACTICS_EVERY * pace
    if boarding or job.recognise >= ticks(rules.recognise_seconds):
        job.recognise = 0.0
        learn(job, job.driver_car, KNOWN_ALL)
        name = witness_name(turn.level.heist, int(turn.facts.witness))
        turn.say("alert", f"{opening(name)} knows the car", job.driver_car)


def find_abandoned(turn: Turn) -> None:
    """A unit beside the old car sees that it is empty: nobody looks for that one any more."""
    found = int(turn.facts.found)
    if found >= 0:
        forget(turn.job, found)
        turn.say("alert", "The old car is found, empty", found)
