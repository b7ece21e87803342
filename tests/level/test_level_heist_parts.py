"""People, traps, sides, objectives and settings of a heist: all of it is read, and planted mistakes are named."""

from pathlib import Path

import pytest

from game.level.check import check, examine
from game.level.file import level_file, level_ids, load_level
from game.level.model import Bystanders, Heist, Objective, Setting, Sting, setting

HEAD = """
start = [575.3, 530, -90]
sides = ["driver", "police"]
police_briefing = "He is somewhere in this town."
disguise = "cap"
money = "chips"
"""
TABLES = """
[[witness]]
name = "The Player"
path = "571.5,418 571.5,436"
delay = 12

[bystanders]
count = 40
at = [575, 420]
radius = 120

[[placed]]
at = [659.7, 200, 90]
wakes = "switch"

[[placed]]
model = "ltd"
at = [659.7, 225, 90]
wakes = "turn"

[sting]
turn_after = 12

[[crew]]
name = "Rudd"
nerve = 0.5
punctuality = 0.5
loyalty = 0
turns = true

[[exit]]
name = "South"
at = [300, 40]

[[objective]]
kind = "fast"
text = "Home in three minutes"
reward = 500
value = 180

[[objective]]
kind = "turned round"
text = "Home without Rudd"

[setting.easy]
patrols = 1
placed = 0

[setting.hard]
late = 1.5

[debriefing]
escaped = "Home."
"""
TRYOUT = level_file("tryout").read_text(encoding="utf-8")
JOB = TRYOUT.replace('title      = "A Tryout"', 'title = "A Trap"' + HEAD) + TABLES


def problems_of(folder: Path, text: str) -> list[str]:
    """`line: key: what` of each problem."""
    path = folder / "job.toml"
    path.write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in check(path)]


@pytest.fixture(scope="module")
def heist(tmp_path_factory: pytest.TempPathFactory) -> Heist:
    path = tmp_path_factory.mktemp("levels") / "job.toml"
    path.write_text(JOB, encoding="utf-8")
    found = examine(path)
    assert found.problems == [] and found.heist is not None
    return found.heist


def test_every_part_of_a_heist_is_read(heist: Heist) -> None:
    assert heist.start is not None and heist.start[:2] == (575.3, 530.0)
    assert heist.sides == ("driver", "police") and heist.police_briefing.startswith("He is")
    assert (heist.disguise, heist.money) == ("cap", "chips")
    witness = heist.witnesses[0]
    assert (witness.name, witness.starts, witness.delay) == ("The Player", "start", 12.0)
    assert witness.path == ((571.5, 418.0), (571.5, 436.0))
    assert heist.bystanders == Bystanders(40, 575.0, 420.0, 120.0)
    assert [(unit.model, unit.wakes) for unit in heist.placed] == [("fury_police", "switch"), ("ltd", "turn")]
    assert heist.sting == Sting(authorised=False, turn_after=12.0)
    assert [member.turns for member in heist.crew] == [False, False, True]
    assert [(place.name, place.radius) for place in heist.exits] == [("South", 8.0)]
    assert heist.objectives[0] == Objective("fast", "Home in three minutes", 500.0, 180.0)
    assert setting(heist, "easy") == Setting(patrols=1, placed=0) and setting(heist, "hard") == Setting(late=1.5)
    assert setting(heist, "normal") == Setting() and dict(heist.debriefings) == {"escaped": "Home."}


def test_what_is_left_out_has_its_default() -> None:
    heist = load_level("tryout").heist
    assert heist.start is None and heist.sides == ("driver",) and heist.sting is None
    assert heist.witnesses == heist.placed == heist.exits == heist.objectives == heist.settings == ()
    assert heist.bystanders.count == 0 and (heist.disguise, heist.money) == ("none", "notes")


MISTAKES = [  # what is changed into what; the key that is named, and words of what is said
    ("[575.3, 530, -90]", "[575.3, 460, -90]", "start", "30 m or more are allowed"),
    ("[575.3, 530, -90]", "[580, 530, -90]", "start", "from the middle of a lane"),
    ("[575.3, 530, -90]", "[500, 495, -90]", "start", "wall"),
    ('["driver", "police"]', '["driver", "driver"]', "sides", "each side once"),
    ('["driver", "police"]', '["driver", "polcie"]', "sides[1]", 'did you mean "police"'),
    ("police_briefing = ", "# ", "sides", 'needs the key "police_briefing"'),
    ("patrols   = [[374, 640, -90], [300, 40, 0], [142, 330, -90]]", "patrols = []", "sides", "police.patrols"),
    ('"cap"', '"hat"', "disguise", "one of none, cap, mask"),
    ('"chips"', '"gold"', "money", "one of notes, marked, chips"),
    ('"571.5,418 571.5,436"', '"560,418 571.5,436"', "witness[0].path", "point 1 0.0 m from a wall"),
    ('"571.5,418 571.5,436"', '"571.5,418 530,418"', "witness[0].path", "a wall between points 1 and 2"),
    ('"571.5,418 571.5,436"', '"571.5,418 5710,418"', "witness[0].path", "point 2 outside the city"),
    ('"571.5,418 571.5,436"', "[571.5, 418]", "witness[0].path", "a text such as"),
    ("delay = 12", "delay = -1", "witness[0].delay", "0 to 600"),
    ("delay = 12", 'delay = 12\nstarts = "noon"', "witness[0].starts", "start, alarm"),
    ("at = [575, 420]", "at = [-900, 420]", "bystanders.at", "from any sidewalk"),
    ("count = 40", "count = 4000", "bystanders.count", "0 to 300"),
    ("at = [659.7, 200, 90]", "at = [655, 200, 90]", "placed[0].at", "middle of a lane"),
    ("at = [659.7, 200, 90]", "at = [575.3, 520, -90]", "placed[0].at", "170 m or more"),
    ("at = [659.7, 225, 90]", "at = [659.7, 202, 90]", "placed[1].at", "2.0 m from placed[0].at"),
    ('model = "ltd"\nat = [659.7', 'model = "ldt"\nat = [659.7', "placed[1].model", 'did you mean "ltd"'),
    ('"switch"', '"never"', "placed[0].wakes", "alarm, switch, turn, sight"),
    ("[sting]\nturn_after = 12", "", "placed[1].wakes", "needs a [sting]"),
    ("[sting]\nturn_after = 12", "", "crew[2].turns", "needs a [sting]"),
    ("[sting]\nturn_after = 12", "", "objective[1].kind", "needs a [sting]"),
    ("turn_after = 12", "turn_after = 60", "sting.turn_after", "0 to 45"),
    ("turns = true", "", "sting", "turns = true"),
    ("turns = true", "turns = 1", "crew[2].turns", "true or false"),
    ("at = [300, 40]", "at = [284, 530]", "exit[0].at", "from any lane"),
    ("value = 180", "", "objective[0].value", "more than 0"),
    ("value = 180", "value = 700", "objective[0].value", "less than the time_limit (600 s)"),
    ('"fast"', '"damage"', "objective[0].value", "up to 1"),
    ('"fast"', '"unseen"', "objective[0].value", "only fast, damage have"),
    ('"turned round"', '"fast"', "objective[1].kind", "each kind once"),
    ('"turned round"', '"turned"', "objective[1].kind", 'did you mean "turned round"'),
    ("patrols = 1\n", "patrols = 5\n", "setting.easy.patrols", "only 3 are listed"),
    ("patrols = 1\n", "patrols = 0\n", "setting.easy.patrols", "drives the first patrol"),
    ("placed = 0", "placed = 3", "setting.easy.placed", "only 2 are listed"),
    ("late = 1.5", "people = 8", "setting.hard.people", "0 to 4"),
    ("late = 1.5", "traffic = 4\nlate = -1", "setting.hard.late", "0 to 10"),
    ("[setting.hard]", "[setting.brutal]", "setting.brutal", "easy, normal, hard"),
    ('escaped = "Home."', 'fled = "Home."', "debriefing.fled", "escaped"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), MISTAKES)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, key: str, words: str) -> None:
    assert JOB.count(old) == 1, old
    text = JOB.replace(old, new)
    found = [line for line in problems_of(tmp_path, text) if line.split(": ")[1] == key]
    assert found and words in found[0], problems_of(tmp_path, text)
    if new and key.rsplit(".", 1)[-1].split("[")[0] in new:
        assert int(found[0].split(":")[0]) in range(*lines_of(text, new))


def lines_of(text: str, part: str) -> tuple[int, int]:
    first = text[: text.index(part)].count("\n") + 1
    return first, first + part.count("\n") + 1


def test_a_switch_car_is_needed_by_what_speaks_of_it(tmp_path: Path) -> None:
    start = JOB.index("[[switch_car]]")
    without = JOB[:start] + JOB[JOB.index("# Where further units") :]
    without = without.replace('kind = "fast"', 'kind = "clean car"').replace("value = 180", "")
    said = problems_of(tmp_path, without)
    assert [line.split(": ")[1] for line in said] == ["placed[0].wakes", "objective[0].kind"]


def test_more_units_than_there_may_be_are_refused(tmp_path: Path) -> None:
    more = "".join(f"[[placed]]\nat = [659.7, {y}, 90]\n" for y in (100, 120, 140, 160))
    assert any("9 units together, 8 are allowed" in line for line in problems_of(tmp_path, JOB + more))


def test_factors_that_make_too_many_are_refused(tmp_path: Path) -> None:
    text = JOB.replace("late = 1.5", "traffic = 4").replace("cars   = 30", "cars   = 60")
    assert any("at most 200 are allowed" in line for line in problems_of(tmp_path, text))


@pytest.mark.parametrize("name", level_ids())
def test_a_jobs_hash_does_not_depend_on_comments_and_the_order_of_its_tables(tmp_path: Path, name: str) -> None:
    text = level_file(name).read_text(encoding="utf-8")
    blocks = text.split("\n[")
    shuffled = blocks[0] + "\n# a comment\n" + "".join(f"\n[{block}\n" for block in regrouped(blocks[1:]))
    hashes = [hash_of(tmp_path / f"{name}.toml", said) for said in (text, shuffled, text.replace("take  ", "take"))]
    assert len(set(hashes)) == 1
    assert hash_of(tmp_path / f"{name}.toml", text.replace("time_limit = ", "time_limit = 1")) != hashes[0]


def regrouped(blocks: list[str]) -> list[str]:
    """The tables of a file from last to first; rows of one array of tables stay in their order."""
    names = [block.split("]")[0] for block in blocks]
    order = list(dict.fromkeys(reversed(names)))
    return [block for wanted in order for name, block in zip(names, blocks, strict=True) if name == wanted]


def hash_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    found = examine(path)
    assert found.level is not None, found.problems
    return found.level.hash
