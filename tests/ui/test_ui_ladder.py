"""The quality of the picture follows what the machine has time for, and never gives up what must stay."""

import pytest

from game.ui.ladder import CALM, LOOK, MOST_LATE, Ladder
from game.view.quality import LADDER, NAMES

QUICK, FAIR, SLOW = 5.0, 13.0, 25.0  # ms


def feed(ladder: Ladder, ms: float, pictures: int) -> None:
    for _ in range(pictures):
        ladder.note(ms)


def test_it_begins_with_the_best_and_stays_there_while_pictures_are_in_time() -> None:
    ladder = Ladder()
    feed(ladder, FAIR, 20 * LOOK)
    assert ladder.quality.name == "high"


def test_late_pictures_take_it_down_at_once_but_never_below_the_lowest() -> None:
    ladder = Ladder()
    feed(ladder, SLOW, MOST_LATE + 1)
    assert ladder.quality.name == "medium"
    feed(ladder, SLOW, 10 * LOOK)
    assert ladder.quality is LADDER[0]


def test_a_single_hitch_changes_nothing() -> None:
    ladder = Ladder()
    for _ in range(20):
        feed(ladder, QUICK, LOOK - 1)
        feed(ladder, 80.0, 1)
    assert ladder.quality.name == "high"


def test_it_goes_up_again_when_there_is_time_to_spare() -> None:
    ladder = Ladder()
    feed(ladder, SLOW, MOST_LATE + 1)
    feed(ladder, FAIR, 50 * LOOK)
    assert ladder.quality.name == "medium"  # in time, but without room for more
    feed(ladder, QUICK, 4 * CALM * LOOK)
    assert ladder.quality.name == "high"


def test_it_does_not_pump_where_only_the_lower_step_is_in_time() -> None:
    ladder, changes = Ladder(), 0
    for _ in range(60 * 60 * 5):
        before = ladder.step
        ladder.note(SLOW if ladder.quality.name == "high" else QUICK)
        changes += ladder.step != before
    assert changes <= 14  # in five minutes: it waits longer after each fall


@pytest.mark.parametrize("name", NAMES)
def test_a_quality_chosen_by_hand_stays(name: str) -> None:
    ladder = Ladder(name)
    feed(ladder, SLOW, 5 * LOOK)
    feed(ladder, QUICK, 50 * LOOK)
    assert ladder.quality.name == name
