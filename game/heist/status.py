"""The facts of the job, for the screen, for the driver and for the police: each gets only his."""

from game.core.constants import DT
from game.core.observation import KNOWN_CLASS, DriverStatus, PoliceStatus
from game.core.snapshot import ALERTS, PHASES, Status
from game.heist.badges import may_ram, most_units
from game.heist.exposure import certainty, watchers
from game.heist.facts import Turn
from game.heist.felony import charge_text
from game.heist.job import (
    ALARM,
    APPROACH,
    COLD,
    FLEE,
    HOME,
    LIE_LOW,
    LOAD,
    PURSUIT,
    QUIET,
    SEARCH,
    SWITCH,
    WAIT,
    Job,
    heat,
    ticks,
)
from game.heist.knowledge import best_known
from game.heist.money import take
from game.heist.phases import goals
from game.heist.placed import placed_units, police_rows
from game.level.model import Level, Rules
from game.sense.hearing import sirens

TEXTS = {
    APPROACH: "Get to the kerb and stop there, unnoticed",
    WAIT: "Wait at the kerb",
    LOAD: "Stand by the door: the crew is coming",
    SWITCH: "Changing cars: stand still",
    LIE_LOW: "Lie low until the search is called off",
    HOME: "Home",
}

# What the Detective is to do, by the alert that he knows of.
TASKS = {
    QUIET: "Keep your eyes open",
    ALARM: "A robbery: get to the scene",
    PURSUIT: "Stop the car and hold it",
    SEARCH: "He is out of sight: find him",
    COLD: "Nobody knows where he is",
}
OVER = "The operation is over: go home"


def objective(job: Job, level: Level) -> tuple[float, float]:
    """Where the phase wants him: the kerb, then the nearest hideout or way out of town."""
    phase = job.resume if job.phase == SWITCH else job.phase
    if phase in (APPROACH, WAIT, LOAD):
        return level.heist.kerb[0], level.heist.kerb[1]
    goal = goals(level.heist)[job.goal]
    return goal.x, goal.y


def _objective_text(job: Job, level: Level) -> str:
    if job.phase != FLEE:
        return TEXTS[job.phase]
    goal = goals(level.heist)[job.goal].name
    if job.alert == PURSUIT:
        return f"Lose them, then get to {goal}"
    return f"Get to {goal} and stop there" if job.goal < len(level.heist.hideouts) else f"Leave by {goal}"


def units_allowed(job: Job, level: Level) -> int:
    """How many units heat allows; those who are there from the start stay, and who lies in wait does not count."""
    heist, level_of_heat = level.heist, told_heat(job, level.rules)
    by_heat = level.rules.units_by_heat[level_of_heat - 1] + job.difficulty.units if level_of_heat else 0
    there = placed_units(heist, job.setting).stop
    most = min(police_rows(heist, job.setting), most_units(job, level.rules))
    return min(most, max(there, by_heat + job.asleep.bit_count()))


def told_heat(job: Job, rules: Rules) -> int:
    """The heat as far as the units have heard: an alarm that has not reached them is none."""
    return 0 if job.alert == ALARM and not job.called else heat(rules, job.felony)


def driver_status(job: Job, level: Level, heard: tuple[tuple[float, float], ...]) -> DriverStatus:
    """What the driver knows; heard: where he hears sirens."""
    return DriverStatus(
        PHASES[job.phase],
        ALERTS[job.alert],
        job.felony,
        heat(level.rules, job.felony),
        job.aboard,
        len(job.exits),
        take(job, level),
        objective(job, level),
        (job.tick - job.police_tick) * DT,
        heard,
        job.watched,
        certainty(level.rules, job.surest),
    )


def police_status(job: Job, level: Level) -> PoliceStatus:
    """What the police know of the case: nothing before the call, and no more than they were told or saw."""
    rules = level.rules
    alert = QUIET if job.alert == ALARM and not job.called else job.alert
    car, known = best_known(job)
    staying = most_units(job, rules)
    return PoliceStatus(
        alert=ALERTS[alert],
        heat=told_heat(job, rules),
        units=units_allowed(job, level),
        place=(job.place_x, job.place_y),
        place_tick=job.place_tick,
        asleep=job.asleep,
        known=known,
        model=_model(level, car) if known & KNOWN_CLASS else -1,
        charge="" if job.alert == ALARM and not job.called else charge_text(job, level),
        task=OVER if job.suspended else TASKS[alert],
        badges=job.badges,
        may_ram=may_ram(job, rules),
        most_units=staying,
        broken_off=staying <= 1,
    )


def _model(level: Level, car: int) -> int:
    """The row of the car table of the getaway car (0) or a switch car."""
    name = level.heist.switch_cars[car - 1].model if car else level.heist.car
    return next((k for k, spec in enumerate(level.cars) if spec.id == name), -1)


def refresh(turn: Turn) -> None:
    """What both sides are told from now on."""
    job, view = turn.job, turn.view
    heard = sirens(view.cars, view.tags, view.police, job.driver_car, turn.rules.siren_heard)
    job.driver_status = driver_status(job, turn.level, heard)
    job.police_status = police_status(job, turn.level)


def status(job: Job, level: Level) -> Status:
    """The whole truth of the job at the last turn of the rules."""
    lost = (job.tick - job.place_tick) * DT if job.alert in (PURSUIT, SEARCH) else 0.0
    looking = watchers(job, level.rules)
    limit = ticks(level.rules.bust_seconds * job.difficulty.bust)
    return Status(
        phase=PHASES[job.phase],
        alert=ALERTS[job.alert],
        seconds=job.tick * DT,
        felony=job.felony,
        heat=heat(level.rules, job.felony),
        bust=min(1.0, job.bust / limit),
        lost=lost,
        cold_in=max(0, job.search_until - job.tick) * DT if job.alert == SEARCH else 0.0,
        crew_aboard=job.aboard,
        crew_total=len(job.exits),
        take=take(job, level),
        objective=objective(job, level),
        objective_text=_objective_text(job, level),
        charge=charge_text(job, level),
        driver_car=job.driver_car,
        outcome=job.outcome,
        note=job.note,
        watched=job.watched,
        certainty=certainty(level.rules, job.surest),
        watchers=looking[0],
        certainties=looking[1],
        put_out=min(1.0, job.putting_out / ticks(level.rules.put_out_seconds)),
    )
