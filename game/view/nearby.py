"""A city's parts found by place, and made ready to paint when they are first near: a big city opens at once."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from game.view.plan import Boxes, Points, cut, southward

T = TypeVar("T")
PIECE = 18  # segments of a long line that are painted as one


class Nearby(Generic[T]):
    """Parts of a city by number. shapes: their world points (k, 2+), y north; height: the city's, m;
    make(number, points): the part from its plan points; margin: m around its box where it still shows."""

    def __init__(
        self, shapes: Sequence[Points], height: float, make: Callable[[int, Points], T], margin: float = 0.0
    ) -> None:
        self.shapes, self.height, self.make = shapes, height, make
        self.boxes = Boxes(shapes, margin).flipped(height)
        self.made: dict[int, T] = {}

    def __getitem__(self, number: int) -> T:
        if number not in self.made:
            self.made[number] = self.make(number, southward(self.shapes[number], self.height))
        return self.made[number]

    def touching(self, x0: float, y0: float, x1: float, y1: float) -> list[T]:
        """The parts whose boxes touch a rectangle of the plan, in order."""
        return [self[number] for number in self.boxes.touching(x0, y0, x1, y1)]


class Lines:
    """Long lines in short overlapping pieces, so that a cell paints no more of them than it shows."""

    def __init__(self, lines: Sequence[Points], height: float, margin: float) -> None:
        self.margin = margin
        self.lines = Nearby(lines, height, self._cut, margin)

    def _cut(self, number: int, line: Points) -> tuple[list[Points], Boxes]:
        pieces = [piece for piece in cut(line, PIECE) if len(piece) > 1]
        return pieces, Boxes(pieces, self.margin)

    def touching(self, *box: float) -> list[tuple[int, Points]]:
        """(number of the line, piece) for each piece whose box touches a rectangle of the plan."""
        out: list[tuple[int, Points]] = []
        for number in self.lines.boxes.touching(*box):
            pieces, boxes = self.lines[number]
            out += [(number, pieces[k]) for k in boxes.touching(*box)]
        return out
