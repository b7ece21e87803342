"""Damaged levels: every problem at once, with its line and what is allowed, quickly and without a traceback."""

import re
from pathlib import Path

import pytest
from city_scenes import SMALL
from clock import cpu_seconds

from game.core.rng import below
from game.level.check import check
from game.level.file import LevelError, find_level, level_file, level_ids, load_level
from game.level.text import Problem

TRYOUT = level_file("tryout").read_text(encoding="utf-8")
DOWNTOWN = level_file("downtown").read_text(encoding="utf-8")
FORM = re.compile(r".+\.toml:\d+: .{10,}", re.DOTALL)


def problems_of(
    tmp_path: Path, tryout: str = TRYOUT, downtown: str = DOWNTOWN, target: str = "tryout"
) -> list[Problem]:
    (tmp_path / "tryout.toml").write_text(tryout, encoding="utf-8")
    (tmp_path / "downtown.toml").write_text(downtown, encoding="utf-8")
    return check(tmp_path / f"{target}.toml")


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_levels_of_the_game_have_no_problems() -> None:
    for name in level_ids():
        assert check(level_file(name)) == []
    assert check(level_file("downtown")) == []
    assert "tryout" in level_ids() and "downtown" not in level_ids()


def edited(text: str, name: str, nth: int, value: str) -> tuple[str, int]:
    """The text with the nth `name = …` line's value replaced, and the number of that line."""
    found = list(re.finditer(rf"^{name} *= *", text, re.MULTILINE))[nth]
    end = text.index("\n", found.end())
    return text[: found.end()] + value + text[end:], text[: found.start()].count("\n") + 1


HEIST_DAMAGE = [
    ("hour", 0, "nan", "hour", "0 to 24"),
    ("hour", 0, "1e999", "hour", "0 to 24"),
    ("hour", 0, '"late"', "hour", "0 to 24"),
    ("hour", 0, "1979-05-27", "hour", "a date"),
    ("inside", 0, "true", "inside", "a number"),
    ("weather", 0, '"claer"', "weather", 'did you mean "clear"'),
    ("city", 0, '"../downtown"', "city", "no path"),
    ("city", 0, '"/etc/passwd"', "city", "no path"),
    ("city", 0, '"uptown"', "city", "no city"),
    ("car", 0, '"trans_arm"', "car", 'did you mean "trans_am"'),
    ("model", 0, '"a/b"', "police.model", "no path"),
    ("max_units", 0, "1000000000", "police.max_units", "1 to 8"),
    ("cars", 0, "30.5", "traffic.cars", "whole number"),
    ("kerb", 0, "[578.3, 416, -90]", "kerb", "middle of a lane"),
    ("kerb", 0, "[560, 416, -90]", "kerb", "wall"),
    ("kerb", 0, "[5753, 416, -90]", "kerb", "outside"),
    ("kerb", 0, "[575.3, 416]", "kerb", "3 numbers"),
    ("door", 0, "[560, 416]", "door", "inside a building"),
    ("door", 0, "[160, 416]", "door", "from the kerb"),
    ("at", 2, "[95, 95]", "hideout[2].at", "wall"),
    ("at", 2, "[nan, 100]", "hideout[2].at", "allowed"),
    ("at", 4, "[50, 440, 0]", "station[0].at", "leads to"),
    ("at", 4, "[582, 330, 90]", "station[0].at", "170 m"),
    ("nerve", 0, "-0.7", "crew[0].nerve", "0 to 1"),
]


@pytest.mark.parametrize(("name", "nth", "value", "key", "words"), HEIST_DAMAGE)
def test_a_damaged_heist_names_the_key_the_line_and_what_is_allowed(
    tmp_path: Path, name: str, nth: int, value: str, key: str, words: str
) -> None:
    text, line = edited(TRYOUT, name, nth, value)
    problems = problems_of(tmp_path, tryout=text)
    found = [p for p in problems if p.key == key]
    assert found and words in found[0].text, [str(p) for p in problems]
    assert str(found[0]).startswith(f"{tmp_path / 'tryout.toml'}:{line}: {key}: ")


def test_an_unknown_key_gets_a_suggestion_and_a_wrong_hash_the_right_one(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, tryout="tkae = 3\ncity_hash = '0123'\n" + TRYOUT)
    assert [(p.line, p.key) for p in problems] == [(1, "tkae"), (2, "city_hash")]
    assert 'did you mean "take"' in problems[0].text
    problems = problems_of(tmp_path, tryout="city_hash = '0123'\n" + TRYOUT)
    assert [p.key for p in problems] == ["city_hash"] and load_level("tryout").city.hash in problems[0].text


CANNERY = '"Cannery Alley"  = "655,310 734,310"'
CANNERY_KEY = 'road.alley."Cannery Alley"'
VIADUCT_KEY = 'road.viaduct."3rd St Viaduct"'
CLUB = 'path="538,392 570,392 570,440 538,440"'
CLUB_KEY = 'building."Two Pair Card Room".path'
FLOWER = '"Flower St"   = "150,754 150,468 142,255 142,46"'
CITY_DAMAGE = [
    ("lanes=3, lane=3.2, edge=0.6, walk=4.5", "lanes=1000000000, lane=3.2", "class.boulevard.lanes", "1 to 5"),
    ("seed  = 1978", "seed  = -1", "city.seed", "0 to"),
    ("size  = [800, 800]", "size  = [800, 1e308]", "city.size", "200 to 4000"),
    (CANNERY, '"Cannery Alley"  = "655,310 700,310"', CANNERY_KEY, "joins no street"),
    (CANNERY, '"Cannery Alley"  = "655,310 700,nan"', f"{CANNERY_KEY}.path", "x,y"),
    (CANNERY, '"Cannery Alley"  = "655,310 734,31000"', f"{CANNERY_KEY}.path", "goes to"),
    (CANNERY, '"Cannery Alley"  = 7', CANNERY_KEY, "table"),
    (CANNERY, '"Cannery Alley"  = "655,320 655,360"', CANNERY_KEY, "on top of"),
    ("[road.viaduct]", "[road.viadukt]", "road.viadukt", 'did you mean "viaduct"'),
    ("5.6 425,661,5.6 493,659,5.6", "4.1 425,661,4.1 493,659,4.1", VIADUCT_KEY, "m above"),
    ("258,655 273,655 348,659,5.6", "258,655 300,655 348,659,5.6", VIADUCT_KEY, "climbs"),
    (
        '"Skid Row"      = {style="shops"',
        '"Skid Row"      = {style="shosp"',
        'district."Skid Row".style',
        'mean "shops"',
    ),
    (CLUB, 'path="538,392 590,392 590,440 538,440"', CLUB_KEY, "stands"),
    (CLUB, 'path="538,392 570,440 570,392 538,440"', CLUB_KEY, "cross"),
    (FLOWER, '"Flower St" = {path="150,754 142,46", lanes=9}', 'road.downtown."Flower St".lanes', "unknown"),
]


@pytest.mark.parametrize(("old", "new", "key", "words"), CITY_DAMAGE)
def test_a_damaged_city_names_the_key_the_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    text = changed(DOWNTOWN, old, new)
    for target in ("downtown", "tryout"):
        problems = problems_of(tmp_path, downtown=text, target=target)
        found = [p for p in problems if p.key == key]
        assert found and words in found[0].text, [str(p) for p in problems]
        assert found[0].line == line_of(text, new) and found[0].file.endswith("downtown.toml")


def test_a_street_that_cannot_be_left_is_found(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL + '"Trap" = {path="150,200 100,200", dead_end=true}\n')
    assert check(path) == [], "with two directions one can turn round"
    path.write_text(SMALL + '"Trap" = {path="150,200 100,200", oneway=true, dead_end=true}\n')
    assert [p.key for p in check(path)] == ["road.alley.Trap"]


def zigzag(points: int, reach: int) -> str:
    return " ".join(f"{20 + (k % 2) * reach},{20 + k * 0.5:.1f}" for k in range(points))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"150,40 150,260"', f'"{zigzag(390, 240)}"', "km of streets"),
        ('"150,40 150,260"', '"150,40 100,200 60,120 150,120"', "crosses itself"),
        ("lot=[14, 30], depth=30", "lot=[8, 30], depth=10", ""),
        ("size = [300, 300]", "size = [4000, 4000]", "lots"),
        ("low = {", "high = {", "one of high is allowed"),
        ('"Middle St" = ', '"' + "M" * 70 + '" = ', "its name"),
    ],
)
def test_what_would_cost_too_much_or_makes_no_sense_is_refused_at_once(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = tmp_path / "small.toml"
    path.write_text(changed(SMALL, old, new))
    problems = check(path)
    assert cpu_seconds(lambda: check(path)) < 1.5
    assert any(words in p.text for p in problems) if words else not problems


def test_all_problems_come_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = TRYOUT
    for old, new in (
        ("23.6", "99"),
        ('"clear"', '"snow"'),
        ("radius = 8\n\n[[switch_car]]", "radius = 800\n\n[[switch_car]]"),
    ):
        text = changed(text, old, new)
    problems = problems_of(tmp_path, tryout=text)
    assert [p.key for p in problems] == ["hour", "weather", "hideout[2].radius"]
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_load_level_raises_with_the_same_problems(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, tryout=edited(TRYOUT, "hour", 0, "99")[0])
    with pytest.raises(LevelError) as error:
        load_level(tmp_path / "tryout.toml")
    assert error.value.problems == problems and str(problems[0]) in str(error.value)


@pytest.mark.parametrize(
    "name", ["", "no such level", "../tryout", "tryout/../tryout", "levels\0x", "a" * 5000, "downtown"]
)
def test_a_name_that_is_no_level_is_a_level_error(name: str) -> None:
    with pytest.raises(LevelError) as error:
        load_level(name)
    assert error.value.problems


def test_a_folder_or_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.toml"):
        problems = check(path)
        assert len(problems) == 1 and "cannot be read" in problems[0].text
    assert find_level(tmp_path / "nothing.toml").name == "nothing.toml"


def test_a_matching_city_hash_is_accepted(tmp_path: Path) -> None:
    wanted = load_level("tryout").city.hash
    assert problems_of(tmp_path, tryout=f'city_hash = "{wanted}"\n{TRYOUT}') == []


# ---- mutations
def mutated(text: str, seed: int) -> str:
    """One to four random damages: characters, lines, numbers, brackets."""

    def roll(n: int, k: int) -> int:
        return below(n, 1978, 7, seed, k)

    for k in range(1 + roll(4, 0)):
        place, kind = roll(len(text), 10 * k + 1), roll(6, 10 * k + 2)
        other = roll(len(text), 10 * k + 3)
        if kind == 0:
            text = text[:place] + text[place + 1 + roll(30, 10 * k + 4) :]
        elif kind == 1:
            text = text[:place] + '[]{}"=,.#\n-9en\0é'[roll(16, 10 * k + 4)] + text[place:]
        elif kind == 2:
            text = text[:place] + text[other : other + 200] + text[place:]
        else:
            numbers = list(re.finditer(r"-?\d+(\.\d+)?", text))
            found = numbers[roll(len(numbers), 10 * k + 4)]
            new = ("nan", "inf", "-1", "0", "1e308", "99999999999999999999", "416.5", "true")[roll(8, 10 * k + 5)]
            text = text[: found.start()] + new + text[found.end() :]
    return text


@pytest.mark.parametrize("part", range(8))
def test_mutated_heists_give_problems_or_a_level_and_never_a_traceback(tmp_path: Path, part: int) -> None:
    for seed in range(part * 30, part * 30 + 30):
        problems = problems_of(tmp_path, tryout=mutated(TRYOUT, seed))
        assert all(FORM.fullmatch(str(p)) for p in problems)


@pytest.mark.parametrize("part", range(8))
def test_mutated_cities_give_problems_or_a_city_and_never_a_traceback(tmp_path: Path, part: int) -> None:
    for seed in range(1000 + part * 15, 1000 + part * 15 + 15):
        problems = problems_of(tmp_path, downtown=mutated(DOWNTOWN, seed), target="downtown")
        assert all(FORM.fullmatch(str(p)) for p in problems)


def test_a_street_that_shrinks_to_nothing_between_its_joints_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    lines = SMALL.splitlines()
    at = lines.index("[road.street]") + 1
    x, y = re.search(r'= "(-?[\d.]+),(-?[\d.]+)', lines[at]).groups()  # type: ignore[union-attr]
    lines.insert(at, f'"Stub St" = "{x},{float(y) + 4} {x},{y}"')
    path.write_text("\n".join(lines))
    assert any("too short" in p.text and p.line == at + 1 for p in check(path)), check(path)
