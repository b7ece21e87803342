"""What the police make of it: the calls, alarm, pursuit, search, cold."""

import math

from game.core.snapshot import ACTIVE, X, Y
from game.heist.arrest import hold_crew, hold_driver
from game.heist.facts import Turn
from game.heist.felony import enter, is_due
from game.heist.job import ALARM, COLD, FINDER, PERSON, PURSUIT, QUIET, SEARCH, heat, ticks, wanted
from game.heist.knowledge import find_abandoned, learn, recognise
from game.heist.records import C_CAR, C_CHARGE, C_KNOWN, C_TICK, C_X, C_Y
from game.heist.witness import follow_calls, opening, person_name


def follow_police(turn: Turn) -> None:
    """One turn of what the police know: the calls, the cars, the alert, the bust."""
    job = turn.job
    _call(turn)
    _hear_witness(turn)
    recognise(turn)
    find_abandoned(turn)
    if job.suspended:
        _go_home(turn)
    else:
        _follow_alert(turn)
        hold_driver(turn)
        hold_crew(turn)
    if turn.facts.sees_police:
        job.police_tick = job.tick
    job.alerted = job.alert in (PURSUIT, SEARCH) or (job.alert == ALARM and job.called == 1)


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
        if learn(job, job.described, job.described_as):
            turn.say("alert", "The house guard describes the car", job.described)
        job.described, job.described_as = -1, 0


def _hear_witness(turn: Turn) -> None:
    """A report that comes through: the charge, what he made out of the car, and where it was."""
    through = follow_calls(turn)
    if through is None:
        return
    (person, told), job = through, turn.job
    at, tick, bits = int(told[C_CHARGE]), int(told[C_TICK]), int(told[C_KNOWN])
    if learn(job, int(told[C_CAR]), bits) or is_due(turn, at, tick):
        who = opening(person_name(turn.level.heist, person))
        turn.say("call", f"{who} reports: {turn.rules.charges[at].text.lower()}", value=person)
    enter(turn, at, PERSON + person if bits else FINDER + person, tick)
    if tick > job.place_tick:
        job.place_x, job.place_y, job.place_tick = told[C_X].item(), told[C_Y].item(), tick
    if job.alert in (QUIET, COLD) and wanted(job, turn.rules):
        _search(turn, "A witness has called: searching")


def _go_home(turn: Turn) -> None:
    """The operation is over."""
    if turn.job.alert not in (QUIET, COLD):
        _enter(turn, COLD, "All units go home")


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
    elif (
        job.alert == ALARM
        and job.called
        and (_unit_at_scene(turn) or job.tick - job.place_tick >= ticks(rules.scene_after))
    ):
        _search(turn, "Gone from the scene: searching")
    elif job.alert == SEARCH and job.tick >= job.search_until:
        _enter(turn, COLD, "The search is called off")


def _search(turn: Turn, text: str) -> None:
    rules, job = turn.rules, turn.job
    seconds = rules.search_base + rules.search_per_heat * heat(rules, job.felony)
    job.search_until = job.tick + ticks(seconds * job.difficulty.search)
    _enter(turn, SEARCH, text)


def _patience(turn: Turn) -> int:
    """The tick at which the search begins without a unit at the scene."""
    return turn.job.alarm_tick + ticks(turn.rules.response_delay + turn.rules.scene_after)


def _unit_at_scene(turn: Turn) -> bool:
    view, (x, y) = turn.view, turn.level.heist.door
    return any(
        view.tags[unit, ACTIVE] and math.hypot(view.cars[unit, X] - x, view.cars[unit, Y] - y) <= turn.rules.scene_range
        for unit in view.police
    )


def _enter(turn: Turn, alert: int, text: str) -> None:
    turn.job.alert = alert
    turn.say("alert", text)
