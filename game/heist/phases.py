"""The job, phase by phase: approach, wait, load, flee, switch, lie low, home."""

import math

from game.core.command import ACTIONS, GIVE_UP
from game.core.constants import TACTICS_EVERY
from game.heist.crew import is_waited_for, leave_behind
from game.heist.facts import Turn, door_sees_car
from game.heist.job import (
    ABANDONED,
    APPROACH,
    COLD,
    ESCAPED,
    FLEE,
    HOME,
    LIE_LOW,
    LOAD,
    PURSUIT,
    QUIET,
    SWITCH,
    TIMEOUT,
    WAIT,
    WRECKED,
    Job,
    end,
    ticks,
)
from game.heist.sting import turncoats
from game.heist.switch import change_cars
from game.level.model import Heist, Hideout
from game.level.roads import locate

AWAY = 40.0  # m from the door: he has driven off
AWAY_SECONDS = 60.0  # s away with nothing to bring home until the job is given up
NEARER = 0.8  # another hideout becomes the goal when its distance is less than this share


def follow_phases(turn: Turn) -> None:
    """Move the job on as far as it has come."""
    _choose_goal(turn)
    change_cars(turn)
    phase = turn.job.phase
    if phase == APPROACH:
        _arrive(turn)
    elif phase in (WAIT, LOAD):
        _wait_for_crew(turn)
    elif phase in (FLEE, LIE_LOW):
        _go_home(turn)
        _leave_town(turn)
    _count_away(turn)


def goals(heist: Heist) -> tuple[Hideout, ...]:
    """Where the job can end: hideouts, then ways out of town. Job.goal counts them."""
    return heist.hideouts + heist.exits


def judge_end(turn: Turn) -> None:
    """End the job when it is over for another reason than home or the police."""
    job, facts = turn.job, turn.facts
    if job.ended >= 0:
        return
    if facts.damage >= 1.0:
        turn.say("wreck", "The car is finished", job.driver_car)
        turn.events.append(end(job, WRECKED, "wreck"))
    elif int(turn.view.controls[job.driver_car, ACTIONS]) & GIVE_UP:
        turn.events.append(end(job, ABANDONED, _reason_to_walk(turn)))
    elif job.far >= ticks(AWAY_SECONDS):
        turn.events.append(end(job, ABANDONED, "left" if is_waited_for(turn) else "empty"))
    elif job.tick >= ticks(turn.level.heist.time_limit):
        turn.events.append(end(job, TIMEOUT, "late"))


def _reason_to_walk(turn: Turn) -> str:
    """Before the crew is out, walking away from a trap is the one way not to be in it."""
    if turn.job.alarm_tick >= 0:
        return "walked"
    return "early" if turn.level.heist.sting is None else "declined"


def _enter(turn: Turn, phase: int, text: str) -> None:
    turn.job.phase = phase
    turn.say("phase", text)


def _arrive(turn: Turn) -> None:
    """He stops at the kerb, and nobody is after him: the crew goes in, and its clock runs."""
    job = turn.job
    if turn.facts.speed < turn.rules.load_speed and job.alert in (QUIET, COLD) and _is_at_kerb(turn):
        job.wait_tick = job.tick
        _enter(turn, WAIT, "At the kerb: the crew goes in")


def _is_at_kerb(turn: Turn) -> bool:
    """At the planned one, or at any other from which the door can be seen."""
    facts, rules = turn.facts, turn.rules
    x, y, _ = turn.level.heist.kerb
    if math.hypot(facts.x - x, facts.y - y) <= rules.kerb_range:
        return True
    return _is_beside_lane(turn) and door_sees_car(turn, rules.kerb_sight)


def _is_beside_lane(turn: Turn) -> bool:
    """Whether he stands beside the lane, or off the road altogether."""
    facts, roads = turn.facts, turn.level.city.roads
    link, _, lateral = locate(
        roads.links,
        roads.link_sizes,
        roads.points,
        roads.near,
        roads.point_link,
        facts.x,
        facts.y,
        facts.z,
        facts.angle,
    )
    return link < 0 or abs(lateral) >= turn.rules.kerb_beside


def _wait_for_crew(turn: Turn) -> None:
    """All aboard, or driven off with some of them: flee. Driven off alone: the crew does not wait for ever."""
    job = turn.job
    if is_waited_for(turn) and not (job.aboard and _is_away(turn)):
        return
    left = leave_behind(turn)
    if left:
        text = f"{left} left behind: drive"
    else:
        text = "All aboard: drive" if job.aboard == len(job.exits) else "Nobody else is coming: drive"
    _enter(turn, FLEE, text)


def _is_away(turn: Turn) -> bool:
    x, y = turn.level.heist.door
    return math.hypot(turn.facts.x - x, turn.facts.y - y) > AWAY


def _count_away(turn: Turn) -> None:
    """How long he has been away from the door with nothing to bring home."""
    job = turn.job
    idle = job.phase not in (APPROACH, SWITCH) and _is_away(turn) and not has_party(turn)
    job.far = job.far + TACTICS_EVERY if idle else 0


def has_party(turn: Turn) -> bool:
    """Whether he has something and somebody to bring home; out of a trap, the money alone will do."""
    job = turn.job
    return any(job.bags) and (job.aboard > 0 or is_turned_round(turn))


def is_turned_round(turn: Turn) -> bool:
    """A trap that has lost its bait: the money is in the car, and none of those who would sell him."""
    return was_turned_round(turn.job, turn.level.heist) and not turncoats(turn)


def was_turned_round(job: Job, heist: Heist) -> bool:
    """Whether he put out of the car who would have sold him, and kept the money."""
    out = any(man.turns and job.put_out[i] >= 0 for i, man in enumerate(heist.crew))
    return heist.sting is not None and out and any(job.bags)


def _go_home(turn: Turn) -> None:
    """Lie low at a hideout until nobody looks for him any more. With one aboard who sells him, nowhere is home."""
    job = turn.job
    if not _is_at_hideout(turn) or job.alert == PURSUIT:
        if job.phase == LIE_LOW:
            _enter(turn, FLEE, "Out of hiding")
    elif job.phase == FLEE:
        _enter(turn, LIE_LOW, "Lying low")
    elif job.alert in (QUIET, COLD) and turn.facts.witness < 0 and has_party(turn) and not turncoats(turn):
        _end_well(turn, "Home", "home")


def _leave_town(turn: Turn) -> None:
    """Whoever reaches a way out with the take and nobody behind him is gone."""
    job = turn.job
    if job.ended < 0 and job.alert != PURSUIT and has_party(turn) and _is_within(turn, turn.level.heist.exits):
        _end_well(turn, "Out of town", "gone")


def _end_well(turn: Turn, text: str, reason: str) -> None:
    _enter(turn, HOME, text)
    turn.events.append(end(turn.job, ESCAPED, "turned" if is_turned_round(turn) else reason))


def _is_at_hideout(turn: Turn) -> bool:
    return turn.facts.speed < turn.rules.home_speed and _is_within(turn, turn.level.heist.hideouts)


def _is_within(turn: Turn, places: tuple[Hideout, ...]) -> bool:
    facts = turn.facts
    return any(math.hypot(facts.x - place.x, facts.y - place.y) <= place.radius for place in places)


def _choose_goal(turn: Turn) -> None:
    """The nearest hideout or way out, without wavering between two."""
    facts = turn.facts
    distances = [math.hypot(facts.x - place.x, facts.y - place.y) for place in goals(turn.level.heist)]
    nearest = min(distances)
    if nearest < distances[turn.job.goal] * NEARER:
        turn.job.goal = distances.index(nearest)
