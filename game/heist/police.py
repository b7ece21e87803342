"""What the police make of it: alarm, pursuit, search, cold; the bust; which cars they know."""

import math

from game.core.constants import TACTICS_EVERY
from game.core.snapshot import ACTIVE, X, Y
from game.heist.facts import RECOGNISE_RANGE, Turn
from game.heist.felony import witness_name
from game.heist.job import ALARM, CAPTURED, COLD, LOAD, PURSUIT, SEARCH, end, heat, ticks, wanted

RECOGNISE_SECONDS = 1.5  # s an officer looks from near before he knows a car
BOARDING_SEEN = 60.0  # m: from here an officer sees men with bags run to a car
AT_SCENE = 40.0  # m from the door: a unit has arrived
ARRIVAL = 40.0  # s from the call until the search begins without one (story: the first arrives after 20-40 s)


def follow_police(turn: Turn) -> None:
    """One turn of what the police know: the call, the cars, the alert, the bust."""
    _call(turn)
    _recognise(turn)
    _find_abandoned(turn)
    _follow_alert(turn)
    _bust(turn)
    if turn.facts.sees_police:
        turn.job.police_tick = turn.job.tick
    turn.job.alerted = turn.job.alert in (PURSUIT, SEARCH) or (turn.job.alert == ALARM and turn.job.called == 1)


def _call(turn: Turn) -> None:
    """The alarm reaches the units a little after it rang, with the guard's description of the car."""
    job, rules = turn.job, turn.rules
    if job.alarm_tick < 0:
        return
    if not job.called and job.tick >= job.alarm_tick + ticks(rules.response_delay):
        job.called = 1
        if job.alert == ALARM:
            job.place_x, job.place_y = turn.level.heist.door
            job.place_tick = job.tick
    if job.called and job.described >= 0:
        job.known[job.described] = 1
        job.described = -1
        turn.say("alert", "The house guard describes the car", job.driver_car)


def _recognise(turn: Turn) -> None:
    """An officer who looks for somebody knows the car that the crew runs to, or any after a while beside it."""
    job, distance = turn.job, turn.facts.witness_distance
    boarding = job.phase == LOAD and distance <= BOARDING_SEEN
    if not wanted(job, turn.rules) or job.known[job.driver_car] or not (boarding or distance <= RECOGNISE_RANGE):
        job.recognise = 0
        return
    job.recognise += TACTICS_EVERY
    if boarding or job.recognise >= ticks(RECOGNISE_SECONDS):
        job.known[job.driver_car], job.recognise = 1, 0
        turn.say("alert", f"{witness_name(int(turn.facts.witness)).capitalize()} knows the car", job.driver_car)


def _find_abandoned(turn: Turn) -> None:
    """A unit beside the old car sees that it is empty: nobody looks for that one any more."""
    found = int(turn.facts.found)
    if found >= 0:
        turn.job.known[found] = 0
        turn.say("alert", "The old car is found, empty", found)


def _follow_alert(turn: Turn) -> None:
    job, facts, rules = turn.job, turn.facts, turn.rules
    sighted = facts.sighted >= 0 and wanted(job, rules)
    if sighted:
        job.seen_tick = job.place_tick = job.tick
        job.place_x, job.place_y = facts.sighted_x, facts.sighted_y
        if job.alert != PURSUIT:
            _enter(turn, PURSUIT, "In pursuit")
    elif job.alert == PURSUIT and job.tick - job.seen_tick >= ticks(rules.lost_after):
        _search(turn, "Lost him: searching")
    elif job.alert == ALARM and job.called and (_unit_at_scene(turn) or job.tick - job.place_tick >= ticks(ARRIVAL)):
        _search(turn, "Gone from the scene: searching")
    elif job.alert == SEARCH and job.tick >= job.search_until:
        _enter(turn, COLD, "The search is called off")


def _search(turn: Turn, text: str) -> None:
    rules, job = turn.rules, turn.job
    seconds = rules.search_base + rules.search_per_heat * heat(rules, job.felony)
    job.search_until = job.tick + ticks(seconds * job.difficulty.search)
    _enter(turn, SEARCH, text)


def _unit_at_scene(turn: Turn) -> bool:
    view, (x, y) = turn.view, turn.level.heist.door
    return any(
        view.tags[unit, ACTIVE] and math.hypot(view.cars[unit, X] - x, view.cars[unit, Y] - y) <= AT_SCENE
        for unit in view.police
    )


def _enter(turn: Turn, alert: int, text: str) -> None:
    turn.job.alert = alert
    turn.say("alert", text)


def _bust(turn: Turn) -> None:
    """An officer near, in line of sight, and a car that hardly moves: held for long enough, he is caught."""
    job, facts, rules = turn.job, turn.facts, turn.rules
    known = job.known[job.driver_car] == 1
    held = job.alert == PURSUIT and known and facts.officer >= 0 and facts.speed < rules.bust_speed
    job.bust = job.bust + TACTICS_EVERY if held else max(0, job.bust - TACTICS_EVERY)
    if job.bust >= bust_ticks(turn) and job.ended < 0:
        turn.events.append(end(job, CAPTURED, "held"))


def bust_ticks(turn: Turn) -> int:
    """How long they must hold him."""
    return ticks(turn.rules.bust_seconds * turn.job.difficulty.bust)
