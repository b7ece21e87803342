"""The door: what is refused before any TOML is read, and the line of every key."""

import pytest
from clock import cpu_seconds

from game.level.text import MOST_BYTES, Document, parse, scan, show_key


def parsed(data: bytes | str) -> Document:
    return parse(Document("x.toml", {}), data.encode() if isinstance(data, str) else data)


def said(data: bytes | str) -> list[str]:
    return [str(problem) for problem in parsed(data).problems]


TEXT = """# a comment
title = "x = [not a table]"

[city]  # the head
size = [800,
        600]  # two lines
[road.street]
"Main St" = {path = "1,2 3,4", oneway = true}
'Two ''
Broadway = "1,2 3,4"
[[crew]]
name = "A"
[[crew]]
name = '''
[fake]
x = 1
'''
nerve = 0.5
a.b.c = 3
"""


def test_every_key_has_its_line() -> None:
    document = parsed(TEXT.replace("'Two ''\n", "'Two ]' = 3\n"))
    assert not document.problems
    expected = {
        ("title",): 2,
        ("city", "size"): 5,
        ("city", "size", 1): 6,
        ("road", "street", "Main St"): 8,
        ("road", "street", "Main St", "oneway"): 8,
        ("road", "street", "Two ]"): 9,
        ("road", "street", "Broadway"): 10,
        ("crew", 0, "name"): 12,
        ("crew", 1): 13,
        ("crew", 1, "nerve"): 18,
        ("crew", 1, "a", "b", "c"): 19,
    }
    assert {key: document.line(key) for key in expected} == expected
    assert document.line(("crew", 1, "nothing like it")) == 13, "the line of what holds it"


def test_the_scanner_loses_no_character() -> None:
    text = TEXT.replace("'Two ''\n", "")
    covered = [False] * len(text)
    for entry in scan(text):
        covered[entry.start : entry.end] = [True] * (entry.end - entry.start)
    rest = "".join(c for c, inside in zip(text, covered, strict=True) if not inside)
    assert all(not line.strip() or line.strip().startswith("#") for line in rest.splitlines())


def test_a_key_is_shown_as_one_would_write_it() -> None:
    assert show_key(("road", "street", "Main St", "path")) == 'road.street."Main St".path'
    assert show_key(("crew", 1, "nerve")) == "crew[1].nerve"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfet\0i\0", "UTF-16"),
        ("title = 1".encode("utf-16-be"), "UTF-16"),
        (b"a = 1\nb = '\xff'\n", "x.toml:2: is not UTF-8"),
        (b"#" * (MOST_BYTES + 1), "larger than"),
        ("a = " + "[" * 20_000, "nested"),
        ("a = " + "{b=" * 20_000, "nested"),
        ("a = " + "[\n" * 20_000, "nested"),
        (".".join("a" * 20_000) + " = 1", "dotted"),
        ("[" + ".".join("a" * 20_000) + "]", "dotted"),
        ("a = 1\nb = = 2\n", "x.toml:2: not valid TOML"),
        ("a = 1\na = 2\n", "not valid TOML"),
        ("a = " + "9" * 5000, "not valid TOML"),
        ("a = 'x\n", "not valid TOML"),
        ("a = [" + "0," * 30_000 + "]", "entries"),
    ],
)
def test_what_is_no_sound_toml_is_one_clear_problem(data: bytes | str, words: str) -> None:
    problems = said(data)
    assert len(problems) == 1 and words in problems[0]
    assert cpu_seconds(lambda: said(data)) < 0.5


def test_a_byte_order_mark_and_windows_lines_are_fine() -> None:
    document = parsed(b"\xef\xbb\xbfa = 1\r\n[b]\r\nc = 2\r\n")
    assert not document.problems and document.values == {"a": 1, "b": {"c": 2}}
    assert document.line(("b", "c")) == 3


@pytest.mark.parametrize("start", ['"', "'''", '"""', "{", "[[", "a.", "\\", "#", "= ", "\t", '"\\'])
def test_a_file_full_of_one_sign_is_judged_at_once(start: str) -> None:
    text = start * (MOST_BYTES // len(start))
    assert cpu_seconds(lambda: said(text)) < 1.0
