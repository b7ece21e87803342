"""What a job leaves behind: every fact that a campaign, a report or a screen could want of it."""

from dataclasses import asdict, dataclass
from typing import Any

from game.core.constants import DT
from game.core.observation import KNOWN_CLASS, KNOWN_COLOUR, KNOWN_PLATE
from game.core.snapshot import (
    DAMAGE,
    P_STATE,
    PERSON_ABOARD,
    PERSON_CAUGHT,
    PERSON_DOWN,
)
from game.heist.exposure import certainty, onlooker
from game.heist.harm import culprit_name
from game.heist.job import CAPTURED, ESCAPED, WRECKED, Job, View, heat
from game.heist.money import prize, shares, take, traced_share
from game.heist.objectives import is_met
from game.heist.put_out import talks
from game.heist.sting import tells
from game.heist.witness import person_name, witness_name
from game.level.model import Level

KNOWN = ((KNOWN_CLASS, "class"), (KNOWN_COLOUR, "colour"), (KNOWN_PLATE, "plate"))


@dataclass(frozen=True, slots=True)
class Debrief:
    """Plain data, ready for JSON by data(). Dollars, seconds, m/s; certainties and shares 0 … 1.

    take: brought home, before the objectives' rewards; shares: (name, dollars) of the Driver and those who came home
    with him; forfeited: what the others would have had. money: notes, marked or chips; traced: dollars of the take
    by which it can be traced. crew: (name, home, left, put out, caught, turned, down or aboard); talked: those put out
    who told the police. witnesses: (name, certainty) of all who have a name, and of whoever else is sure of
    anything; police_certainty: of the officer who is surest. cars: (model, what the police ever knew of it) of those
    he used or could use. hurt: (who, by whom, speed, died). charges: (at, text, witness, points). objectives: (text,
    met, reward). switched: how often he changed cars. tells: those that could be noticed beforehand.
    """

    outcome: str
    note: str
    text: str  # the heist's own words on this outcome
    seconds: float
    take: float
    shares: tuple[tuple[str, float], ...]
    forfeited: float
    money: str
    traced: float
    crew: tuple[tuple[str, str], ...]
    talked: tuple[str, ...]
    witnesses: tuple[tuple[str, float], ...]
    police_certainty: float
    cars: tuple[tuple[str, tuple[str, ...]], ...]
    hurt: tuple[tuple[str, str, float, bool], ...]
    charges: tuple[tuple[float, str, str, float], ...]
    felony: float
    heat: int  # the most there was
    badges: float
    objectives: tuple[tuple[str, bool, float], ...]
    reward: float  # of the objectives that were met
    switched: int
    sting: bool
    tells: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """The same as dictionaries, lists and plain values."""
        return asdict(self)


def debrief(job: Job, level: Level, view: View) -> Debrief:
    """The facts as they stand now; while the job runs nothing is home yet."""
    heist = level.heist
    fates = crew_fates(job, level, view)
    home = tuple(name for name, fate in fates if fate == "home")
    brought = take(job, level) if job.ended == ESCAPED else 0.0
    damage = view.cars[job.driver_car, DAMAGE].item()
    objectives = tuple((goal.text, is_met(job, level, goal, damage), goal.reward) for goal in heist.objectives)
    return Debrief(
        outcome=job.outcome,
        note=job.note,
        text=dict(heist.debriefings).get(job.outcome, ""),
        seconds=job.tick * DT,
        take=brought,
        shares=shares(brought, home) if brought else (),
        forfeited=prize(job, level) / (1 + len(fates)) * (len(fates) - len(home)),
        money=heist.money,
        traced=brought * traced_share(level),
        crew=fates,
        talked=tuple(man.name for i, man in enumerate(heist.crew) if _talks(job, level, view, i)),
        witnesses=_witnesses(job, level, view),
        police_certainty=certainty(level.rules, max(job.exposure[len(view.people) :].tolist(), default=0.0)),
        cars=_cars(job, level),
        hurt=tuple(
            (person_name(heist, blow.person), culprit_name(view.police, blow.by), blow.speed, bool(blow.died))
            for blow in job.harm
        ),
        charges=tuple(
            (entry.tick * DT, level.rules.charges[entry.at].text, witness_name(heist, entry.witness), entry.points)
            for entry in job.log
        ),
        felony=job.felony,
        heat=heat(level.rules, job.felony),
        badges=job.badges,
        objectives=objectives,
        reward=sum(reward for _, met, reward in objectives if met),
        switched=job.switched,
        sting=heist.sting is not None,
        tells=tells(level, job.seed),
    )


def crew_fates(job: Job, level: Level, view: View) -> tuple[tuple[str, str], ...]:
    """(name, fate) of each of the crew."""
    return tuple((man.name, _fate(job, int(view.people[i, P_STATE]), i)) for i, man in enumerate(level.heist.crew))


def _fate(job: Job, state: int, i: int) -> str:
    if job.turned[i]:
        return "turned"
    if state == PERSON_CAUGHT:
        return "caught"
    if state == PERSON_DOWN:
        return "down"
    if job.put_out[i] >= 0:
        return "put out"
    if state != PERSON_ABOARD:
        return "left"
    return {ESCAPED: "home", CAPTURED: "caught", WRECKED: "caught"}.get(job.ended, "aboard")


def _talks(job: Job, level: Level, view: View, i: int) -> bool:
    """Of those who were put out: whoever was caught for it talks in any case."""
    caught = view.people[i, P_STATE] == PERSON_CAUGHT
    return job.put_out[i] >= 0 and bool(caught or talks(job, i, level.heist.crew[i]))


def _witnesses(job: Job, level: Level, view: View) -> tuple[tuple[str, float], ...]:
    heist, people = level.heist, len(view.people)
    first, named = len(heist.crew), len(heist.crew) + len(heist.witnesses)
    sure = [certainty(level.rules, seconds) for seconds in job.exposure.tolist()]
    rows = [i for i in range(first, people) if i < named or sure[i] > 0.0]
    return tuple((onlooker(heist, people, i), sure[i]) for i in rows)


def _cars(job: Job, level: Level) -> tuple[tuple[str, tuple[str, ...]], ...]:
    heist = level.heist
    models = (heist.car, *(car.model for car in heist.switch_cars))
    words = (tuple(word for bit, word in KNOWN if bits & bit) for bits in job.traced)
    return tuple(zip(models, words, strict=True))
