"""The Driver's face: who has it in view while he waits or creeps along, and how sure they are of it."""

import math

import numpy as np

from game.core.command import ACTIONS, DUCK
from game.core.constants import DT, TACTICS_EVERY
from game.core.snapshot import LIGHT_HEAD, LIGHTS
from game.heist.facts import Turn
from game.heist.job import PERSON, SWITCH, Job
from game.heist.witness import witness_name
from game.level.model import Heist, Rules
from game.sense.faces import SURE, expose
from game.sense.light import is_dark
from game.sense.sight import LAMP_CELL


def certainty(rules: Rules, seconds: float) -> float:
    """How sure one is of a face after having it in view for so long, 0 … 1."""
    if seconds < rules.certainty_after:
        return 0.0
    return min(1.0, rules.certainty_first + rules.certainty_more * (seconds - rules.certainty_after))


def watchers(job: Job, rules: Rules) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Who has his face in view (rows of the exposure), and how sure of it each of them is."""
    rows = np.flatnonzero(job.looks).tolist()
    return tuple(rows), tuple(certainty(rules, job.exposure[i].item()) for i in rows)


def onlooker(heist: Heist, people: int, i: int) -> str:
    """The name of row i of the exposure: a person's, or a unit's (counted from 1)."""
    return witness_name(heist, PERSON + i if i < people else i - people)


def follow_faces(turn: Turn) -> None:
    """One turn of everybody who looks at him."""
    job, view, rules, city = turn.job, turn.view, turn.rules, turn.level.city
    quality = face_quality(turn)
    if quality <= 0.0:
        job.watched = 0
        job.looks[:] = 0
        return
    seconds = TACTICS_EVERY * DT * quality
    numbers = (
        rules.face_range,
        math.cos(rules.face_angle),
        rules.face_near,
        rules.face_far,
        seconds,
        rules.certainty_after,
    )
    job.watched, told, longest = expose(
        view.people,
        view.cars,
        view.tags,
        view.police.start,
        job.driver_car,
        numbers,
        city.sight_edges,
        city.sight_grid,
        city.deck_z,
        job.exposure,
        job.looks,
    )
    job.surest = max(job.surest, longest)
    if not told:
        return
    for i in np.flatnonzero(job.looks == SURE).tolist():
        name = onlooker(turn.level.heist, len(view.people), i)
        turn.say("seen", f"{name[0].upper()}{name[1:]} has had a good look at him", job.driver_car, i)


def face_quality(turn: Turn) -> float:
    """How well his face can be made out from near, 0 … 1: not at all in a fast car, or when he ducks."""
    job, rules = turn.job, turn.rules
    ducked = int(turn.view.controls[job.driver_car, ACTIONS]) & DUCK and job.phase != SWITCH
    if ducked or turn.facts.speed >= rules.face_speed:
        return 0.0
    disguise = {"cap": rules.face_cap, "mask": rules.face_mask}.get(turn.level.heist.disguise, 1.0)
    return _light(turn) * disguise


def _light(turn: Turn) -> float:
    """The light on him: of the day, of a street lamp, or of the dashboard."""
    rules, lamps = turn.rules, turn.view.lamps
    if not is_dark(turn.level.heist.hour):
        return 1.0
    row, column = int(turn.facts.y / LAMP_CELL), int(turn.facts.x / LAMP_CELL)
    if 0 <= row < lamps.shape[0] and 0 <= column < lamps.shape[1] and lamps[row, column]:
        return rules.face_lamp
    shines = turn.view.tags[turn.job.driver_car, LIGHTS] & LIGHT_HEAD
    return rules.face_lights if shines else rules.face_dark
