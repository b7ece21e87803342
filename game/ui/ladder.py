"""The quality of the picture that this machine has the time for."""

from game.view.quality import AUTO, LADDER, Quality

LIMIT = 1000.0 / 60.0  # ms for a picture and its ticks
LOOK = 120  # pictures (two seconds) that are judged together
MOST_LATE = 6  # of them that may take longer than LIMIT before the quality goes down a step
EASY = 10.0  # ms: a picture this quick leaves room for a step up
MOST_HARD = 2  # of LOOK that may take longer than EASY while the quality goes up
CALM = 3  # looks in a row that must be easy before it goes up; twice as many after each step down
MOST_CALM = 48  # looks: a minute and a half


class Ladder:
    """Goes down a step when pictures come late, and up again when there is time to spare for long enough.

    choice: AUTO, or the name of a quality to stay at.
    """

    def __init__(self, choice: str = AUTO) -> None:
        self.fixed = choice != AUTO
        self.step = next((k for k, quality in enumerate(LADDER) if quality.name == choice), len(LADDER) - 1)
        self.late = self.hard = self.seen = self.easy_looks = 0
        self.calm = CALM

    @property
    def quality(self) -> Quality:
        return LADDER[self.step]

    def note(self, ms: float) -> None:
        """A picture and its ticks took this long."""
        self.seen += 1
        self.late += ms > LIMIT
        self.hard += ms > EASY
        if self.seen == LOOK or self.late > MOST_LATE:
            self._judge()

    def _judge(self) -> None:
        late, hard = self.late > MOST_LATE, self.hard > MOST_HARD
        self.late = self.hard = self.seen = 0
        self.easy_looks = 0 if late or hard else self.easy_looks + 1
        if self.fixed:
            return
        if late and self.step > 0:
            self.step -= 1
            self.calm = min(MOST_CALM, 2 * self.calm)
        elif self.easy_looks >= self.calm and self.step < len(LADDER) - 1:
            self.step += 1
            self.easy_looks = 0
