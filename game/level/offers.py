"""What a list of jobs tells of each level, read without its city."""

import tomllib
from dataclasses import dataclass
from typing import Any

from game.level.shelf import level_file, level_ids


@dataclass(frozen=True, slots=True)
class Offer:
    """A job that comes with the game. place: the city's name; hour: local time; take: dollars."""

    id: str
    title: str
    place: str
    hour: float
    weather: str
    take: float
    sides: tuple[str, ...]
    briefing: str
    police_briefing: str
    crew: tuple[str, ...]


def offers() -> list[Offer]:
    """The jobs that come with the game, the largest take last."""
    return sorted((_offer(name) for name in level_ids()), key=lambda offer: (offer.take, offer.id))


def _offer(name: str) -> Offer:
    values = _values(name)
    return Offer(
        name,
        values["title"],
        _values(values["city"])["city"]["name"],
        values["hour"],
        values["weather"],
        values["take"],
        tuple(values.get("sides", ("driver",))),
        values["briefing"],
        values.get("police_briefing", ""),
        tuple(member["name"] for member in values["crew"]),
    )


def _values(name: str) -> dict[str, Any]:
    with level_file(name).open("rb") as file:
        return tomllib.load(file)
