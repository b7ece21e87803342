"""Work goes on when processes die, in order, and only the guilty item is given up."""

from pathlib import Path

from crashing import double_or_die

from game.bench.pool import in_order


def test_answers_come_in_order() -> None:
    items = [(number, "") for number in range(23)]
    assert list(in_order(double_or_die, items, workers=2, size=3)) == [2 * number for number in range(23)]


def test_a_poisonous_item_is_set_aside_and_no_other(tmp_path: Path) -> None:
    items = [(number, "") for number in range(12)]
    items[4] = (4, "poison")
    items[9] = (9, str(tmp_path / "died once"))
    answers = list(in_order(double_or_die, items, workers=2, size=2))
    assert answers == [None if number == 4 else 2 * number for number in range(12)]


def test_a_process_that_died_once_is_tried_again(tmp_path: Path) -> None:
    mark = tmp_path / "died once"
    assert list(in_order(double_or_die, [(21, str(mark))], workers=1)) == [42]
    assert mark.exists()
