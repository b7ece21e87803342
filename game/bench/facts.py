"""The facts of a job that a benchmark counts, as plain numbers by name."""

from game.heist.debrief import Debrief

FACTS = (
    "felony",
    "heat",  # the most there was
    "damage",  # of the car the driver ends in, 0 … 1
    "take",  # $ brought home
    "reward",  # $ of objectives that were met
    "crew_home",  # how many of the crew came home with him
    "switched",  # how often he changed cars
    "certainty",  # of the surest witness, officers included, 0 … 1
    "badges",
    "hurt_by_driver",  # people struck, by who drove
    "hurt_by_police",
    "hurt_by_civilians",
)


def facts_of(told: Debrief, damage: float) -> dict[str, float]:
    """FACTS of one job. damage: of the car the driver ends in."""
    by = [who for _, who, _, _ in told.hurt]
    police = sum(who.startswith("unit") for who in by)
    values = (
        round(told.felony, 3),
        told.heat,
        round(damage, 4),
        round(told.take, 2),
        round(told.reward, 2),
        sum(fate == "home" for _, fate in told.crew),
        told.switched,
        round(max(told.police_certainty, *(sure for _, sure in told.witnesses), 0.0), 4),
        round(told.badges, 3),
        by.count("the Driver"),
        police,
        len(by) - by.count("the Driver") - police,
    )
    return dict(zip(FACTS, values, strict=True))
