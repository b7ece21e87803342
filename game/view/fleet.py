"""Which body and paint a car of the world wears."""

from collections.abc import Sequence
from dataclasses import dataclass

from game.core.snapshot import GETAWAY, POLICE, SWITCH
from game.level.model import CarSpec
from game.view.bodies import shapes

DEFAULT_SIZE = (5.2, 1.95)  # m, where the car table has no such model
UNMARKED = 4  # the paint of a police car without marks: grey
CHOSEN = {SWITCH: 5}  # the paint of a switch car: plain


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
        self.looks: dict[tuple[int, int, int], Look] = {}

    def look(self, row: int, role: int, model: int) -> Look:
        """Police wear black and white, the getaway car orange; traffic takes its paint from its row."""
        key = (row, role, model)
        if key not in self.looks:
            self.looks[key] = self._look(row, role, model)
        return self.looks[key]

    def _look(self, row: int, role: int, model: int) -> Look:
        spec = self.cars[model] if 0 <= model < len(self.cars) else None
        length, width = (spec.length, spec.width) if spec else DEFAULT_SIZE
        body = spec.body if spec and spec.body in shapes() else "sedan"
        if role == GETAWAY:
            return Look("coupe" if body in ("sedan", "compact") else body, 0, length, width)
        if role == POLICE:
            return Look(body if spec else "patrol", UNMARKED, length, width)
        paints = len(shapes()[body]["paint"])
        return Look(body, CHOSEN.get(role, row) % paints, length, width)
