"""Which body and paint a car of the world wears."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.core.snapshot import GETAWAY, POLICE, SWITCH
from game.level.model import CarSpec

DEFAULT_SIZE = (5.2, 1.95)  # m, where the car table has no such model
# A word in a car's id or name, and the body that it stands for.
BODY_WORDS = (
    ("taxi", "taxi"),
    ("wagon", "wagon"),
    ("van", "van"),
    ("pickup", "pickup"),
    ("lil_red", "pickup"),
    ("c10", "pickup"),
    ("beetle", "beetle"),
    ("trans", "coupe"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """body: a shape of assets/bodies.toml; paint: a row of its colours; sizes in m."""

    body: str
    paint: int
    length: float
    width: float


class Fleet:
    """The looks of a world's cars, by row, role and model."""

    def __init__(self, cars: Sequence[CarSpec]) -> None:
        self.cars = cars

    def look(self, row: int, role: int, model: int) -> Look:
        """Police wear black and white, the getaway car orange; traffic takes its paint from its row."""
        spec = self.cars[model] if 0 <= model < len(self.cars) else None
        length, width = (spec.length, spec.width) if spec else DEFAULT_SIZE
        if role == POLICE:
            return Look("patrol", 0, length, width)
        body = _body(spec)
        if role == GETAWAY:
            return Look("coupe" if body in ("sedan", "compact") else body, 0, length, width)
        return Look(body, 5 if role == SWITCH else row, length, width)


def _body(spec: CarSpec | None) -> str:
    if spec is None:
        return "sedan"
    words = f"{spec.id} {spec.name}".lower()
    for word, body in BODY_WORDS:
        if word in words:
            return body
    return "compact" if spec.length < 4.5 else "sedan"
