"""How fast a tick is, where its time goes, and what the physics alone would take.

Sessions are run to their pursuits, and only there is anything measured, in rounds of a simulated second,
which hold the work of all rates. A round has slices of a tenth of a second, in turn of whole ticks without
a timer inside and of the bare loop (batch reading, tyres, batch writing, Space.step) of a second world with
the same bodies under the same controls: so both meet the same machine and equally cold caches. Then
follow a second of play with a timer at every stage, and one that takes each tick by itself, for the
percentiles. Ticks and loops are told in this thread's processor time, which does not count the turns of
other programs; stages, whose timers must be quick, in time that passes. All but the percentiles are medians
over rounds: a disturbance on the machine spoils one round only.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from statistics import fmean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.core.constants import DT, TACTICS_EVERY, TICK_HZ
from game.core.snapshot import ACTIVE, ANGLE, BITS, MODEL, ROLE, VX, VY, X, Y
from game.level.model import Bystanders, Level
from game.session import Session
from game.sim.world import World

STAGES = ("sense", "decide", "drive_traffic", "people", "move", "judge", "record")  # of Session.step
PARTS = ("tyres", "strike", "write", "advance", "read", "settle")  # of "move"
MOVING = 3.0  # m/s
PATIENCE = 240 * TICK_HZ  # ticks to wait for a pursuit
MOST_SEEDS = 20  # without a pursuit among them there is nothing to measure
WARM_UP = 2  # rounds
PERCENTILES = (50, 99, 99.9)


class NoPursuit(Exception):
    """No job of this level came to a pursuit."""


@dataclass
class Rounds:
    """What each round gave: µs a tick, and counts."""

    tick: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    space: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=dict)
    single: list[float] = field(default_factory=list)  # processor time of single ticks
    moving: list[float] = field(default_factory=list)
    contacts: list[float] = field(default_factory=list)
    people: int = 0  # rows of them: crew, witnesses, bystanders


def measure(level: Level, cars: int, seconds: float, people: int = -1) -> dict[str, Any]:
    """Measure for `seconds` of wall time with at least `cars` cars in the world; the figures by name.
    people: bystanders, -1 for the level's own.

    Times in µs. Raises NoPursuit, or ValueError when the level alone has more cars than that.
    """
    level = level if people < 0 else _with_people(level, people)
    rounds, twin, end = Rounds(), None, None
    for done, session in enumerate(pursuits(level, cars)):
        twin = twin or _twin(session, level)
        if done == WARM_UP:
            rounds = Rounds()
            end = time.perf_counter() + seconds
        _round(session, twin, rounds)
        if end is not None and time.perf_counter() > end:
            break
    return _figures(rounds, cars)


def _with_people(level: Level, people: int) -> Level:
    """The level with so many bystanders, around the kerb if it has none of its own."""
    heist = level.heist
    around = heist.bystanders if heist.bystanders.count else Bystanders(0, heist.kerb[0], heist.kerb[1])
    return replace(level, heist=replace(heist, bystanders=replace(around, count=people)))


def _figures(rounds: Rounds, cars: int) -> dict[str, Any]:
    tick, bare = median(rounds.tick), median(rounds.bare)
    return {
        "ticks_per_s": round(1e6 / tick, 1),
        "vehicle_seconds_per_s": round(cars * DT * 1e6 / tick, 1),
        "tick_us": round(tick, 2),
        "tick_cpu_us": {f"p{q:g}": round(float(np.percentile(rounds.single, q)), 2) for q in PERCENTILES},
        "stage_us": {name: round(median(times), 2) for name, times in rounds.stages.items()},
        "space_step_us": round(median(rounds.space), 2),
        "bare_loop_us": round(bare, 2),
        "ratio": round(tick / bare, 3),
        "people": rounds.people,
        "moving_cars": round(fmean(rounds.moving), 1),
        "contacts_per_tick": round(fmean(rounds.contacts), 2),
    }


def pursuits(level: Level, cars: int) -> Iterator[Session]:
    """Sessions in pursuit, each given again and again until its pursuit is over."""
    others = 1 + len(level.heist.switch_cars) + len(level.heist.patrols)
    if cars < others:
        raise ValueError(f"the level has {others} cars before any traffic")
    barren = 0
    for seed in itertools.count():
        session = Session(level, seed=seed, traffic=cars - others)
        found = False
        while reach_pursuit(session):
            found = True
            yield session
        barren = 0 if found else barren + 1
        if barren == MOST_SEEDS:
            raise NoPursuit(f"none of {MOST_SEEDS} jobs came to a pursuit: nothing to measure")


def reach_pursuit(session: Session) -> bool:
    """Step to the next moment in which the driver flees from police; False when none comes."""
    for _ in range(PATIENCE):
        if session.outcome:
            return False
        if session.status.alert == "pursuit" and session.status.phase != "load":
            return True
        session.step()
    return False


def _round(session: Session, twin: World, rounds: Rounds) -> None:
    """A second of play in slices, one with timers, one tick by tick, and the twin's part in the first."""
    before = (session._world.cars.copy(), session._world.tags.copy())
    _set(twin, *before)
    whole, bare, controls = _time_slices(session, twin)
    stages = _time_stages(session, rounds)
    _time_single(session, rounds)
    if session.outcome:
        return  # the job ended within the round
    rounds.tick.append(whole)
    rounds.bare.append(bare)
    for name, us in stages.items():
        rounds.stages.setdefault(name, []).append(us)
    _set(twin, *before)
    rounds.space.append(_time_space(twin, controls))


def _time_slices(session: Session, twin: World) -> tuple[float, float, NDArray[np.int16]]:
    """µs of processor time of a whole tick and of a bare one over a second of play, and the controls of each tick."""
    controls = np.zeros((TICK_HZ, *twin.controls.shape), np.int16)
    whole = bare = 0
    for start in range(0, TICK_HZ, TACTICS_EVERY):
        part = controls[start : start + TACTICS_EVERY]
        began = time.thread_time_ns()
        _run_whole(session, part)
        between = time.thread_time_ns()
        _run_bare(twin, part)
        whole += between - began
        bare += time.thread_time_ns() - between
    return whole / 1000.0 / TICK_HZ, bare / 1000.0 / TICK_HZ, controls


def _run_whole(session: Session, controls: NDArray[np.int16]) -> None:
    """Whole ticks; writes down the controls, as the bare loop reads them (0.3 µs each)."""
    step, wheel = session.step, session._world.controls
    for row in controls:
        if session.outcome:
            return
        step()
        row[:] = wheel


def _run_bare(world: World, controls: NDArray[np.int16]) -> None:
    """Batch reading, tyres, batch writing and Space.step, and nothing else."""
    tyres, write, advance, read, wheel = world.tyres, world.write, world.advance, world.read, world.controls
    for row in controls:
        wheel[:] = row
        tyres()
        write()
        advance()
        read()


def _time_stages(session: Session, rounds: Rounds) -> dict[str, float]:
    """µs a tick by stage over a second of play; counts on the way."""
    world = session._world
    with timers(session, STAGES) as outer, timers(world, PARTS) as inner:
        for _ in range(TICK_HZ):
            if session.outcome:
                break
            session.step()
            rounds.people = len(world.people)
            rounds.contacts.append(len(world.contacts))
            speed = np.hypot(world.cars[:, VX], world.cars[:, VY])
            rounds.moving.append(int(((speed > MOVING) & (world.tags[:, ACTIVE] == 1)).sum()))
    times = outer | {f"move.{name}": us for name, us in inner.items()}
    return {name: ns / 1000.0 / TICK_HZ for name, ns in times.items()}


def _time_single(session: Session, rounds: Rounds) -> None:
    """µs of processor time of each tick over a second of play."""
    for _ in range(TICK_HZ):
        if session.outcome:
            return
        began = time.thread_time_ns()
        session.step()
        rounds.single.append((time.thread_time_ns() - began) / 1000.0)


@contextmanager
def timers(owner: object, names: tuple[str, ...]) -> Iterator[dict[str, int]]:
    """Within the block, add up the ns that these methods of `owner` take."""
    spent = dict.fromkeys(names, 0)

    def timed(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            began = time.perf_counter_ns()
            result = method(*given)
            spent[name] += time.perf_counter_ns() - began
            return result

        return run

    for name in names:
        setattr(owner, name, timed(name, getattr(owner, name)))
    try:
        yield spent
    finally:
        for name in names:
            delattr(owner, name)


# ---- the bare loop


def _twin(session: Session, level: Level) -> World:
    """A world with the same cars and walls as the session's. All sessions here have the same cars."""
    models = session._world.tags[:, [ROLE, MODEL]]
    return World(level, [(int(role), int(model)) for role, model in models])


def _set(world: World, cars: NDArray[np.float64], tags: NDArray[np.int32]) -> None:
    """Put every body of `world` where it was recorded."""
    for row, (car, tag) in enumerate(zip(cars, tags, strict=True)):
        world.physics.show(row, int(tag[BITS]) if tag[ACTIVE] else 0)
        world.physics.move(row, *(float(car[column]) for column in (X, Y, ANGLE, VX, VY)))
    world.cars[:] = cars
    world.tags[:] = tags
    world.read()


def _time_space(world: World, controls: NDArray[np.int16]) -> float:
    """µs a tick of Space.step alone."""
    with timers(world, ("advance",)) as spent:
        _run_bare(world, controls)
    return spent["advance"] / 1000.0 / len(controls)
