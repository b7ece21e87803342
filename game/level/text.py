"""The door for files from strangers: size, encoding, nesting, then a strict parse, and the line of every key.

tomllib gives the values; the scanner here gives each entry's lines. It is lossless: the entries and
the gaps between them make up the whole text, so that an editor can rewrite one entry alone.
"""

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MOST_BYTES = 256 * 1024
MOST_DEPTH = 8  # brackets in one value
MOST_PARTS = 8  # names in one dotted key
MOST_ENTRIES = 20_000

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file: str() gives `file:line: key: what is wrong, what is allowed`."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return where + (f"{self.key}: {self.text}" if self.key else self.text)


class LevelError(Exception):
    """A level, city or table that cannot be used. All that is wrong with it is in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key = value` or one header of a text, from `start` up to `end` (offsets) on `line` (from 1)."""

    key: Key
    line: int
    start: int
    end: int


@dataclass
class Document:
    """A parsed file: the values, the line of each key path (of array items too), and its size in bytes."""

    file: str
    values: dict[str, Any]
    size: int = 0
    lines: dict[Key, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, key: Key) -> int:
        """The line of a key, or of the nearest thing that holds it."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def problem(self, key: Key, text: str) -> None:
        self.problems.append(Problem(self.file, self.line(key), show_key(key), text))


def show_key(key: Key) -> str:
    """A key path as a person would write it."""
    shown = ""
    for part in key:
        if isinstance(part, int):
            shown += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else f'"{clip(part)}"'
            shown += f".{name}" if shown else name
    return shown


def clip(text: str, most: int = 40) -> str:
    """Text fit to be quoted in a message: short and printable."""
    shown = "".join(c if c.isprintable() else "?" for c in text[: most + 1])
    return shown if len(text) <= most else shown[:most] + "…"


def read_document(path: Path) -> Document:
    """Read and parse one file. What is wrong is in the document's problems; values is {} then."""
    document = Document(str(path), {})
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        document.problem((), f"cannot be read ({error.strerror or error}), expected a level file")
        return document
    return parse(document, data)


def parse(document: Document, data: bytes) -> Document:
    """Fill a document from the bytes of its file."""
    document.size = len(data)
    text = _decode(document, data)
    if document.problems:
        return document
    try:
        entries = scan(text)
    except ScanError as error:
        document.problems.append(Problem(document.file, error.line, "", str(error)))
        return document
    try:
        document.values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: a 5,000-digit number
        line, message = _where(str(error))
        document.problems.append(Problem(document.file, line, "", f"not valid TOML: {message}"))
        return document
    document.lines = {}
    for entry in entries:
        document.lines.setdefault(entry.key, entry.line)
    for entry in entries:
        for k in range(1, len(entry.key)):  # a table that is never opened by itself has its first part's line
            document.lines.setdefault(entry.key[:k], entry.line)
    return document


def _decode(document: Document, data: bytes) -> str:
    if len(data) > MOST_BYTES:
        document.problem((), f"is larger than {MOST_BYTES // 1024} kB, at most {MOST_BYTES // 1024} kB are read")
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        document.problem((), "is UTF-16 or UTF-32, save it as UTF-8")
    else:
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            document.problems.append(Problem(document.file, line, "", "is not UTF-8, save it as UTF-8"))
    return ""


def _where(message: str) -> tuple[int, str]:
    """The line out of tomllib's message, and the message without it."""
    found = re.search(r"\s*\(at line (\d+), column (\d+)\)", message)
    if found is None:
        return 1, clip(message, 100)
    return int(found[1]), clip(message.replace(found[0], ""), 100) + f" (column {found[2]})"


# ---- the scanner
class ScanError(Exception):
    """The text is nested or split more than any level needs."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


class _NotToml(Exception):
    """Here the text stops being TOML: tomllib, which stops here too, has the words for it."""


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_CLOSE = re.compile(r"[ \t]*\]{0,2}")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(r'"""(?:[^\\]|\\[\s\S])*?"{3,5}|' r"'''[\s\S]*?'{3,5}|" r'"(?:[^"\\\n]|\\.)*"|' r"'[^'\n]*'")
_PLAIN = re.compile(r"[^\[\]{},\"'#\n]+")  # numbers, dates, true, false and the spaces around them


@dataclass
class _Scanner:
    text: str
    place: int = 0
    line: int = 1
    entries: list[Entry] = field(default_factory=list)

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.place)
        taken = found[0] if found else ""
        self.place += len(taken)
        self.line += taken.count("\n")
        return taken

    def peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def note(self, key: Key, line: int, start: int) -> None:
        if len(self.entries) >= MOST_ENTRIES:
            raise ScanError(self.line, f"has more than {MOST_ENTRIES} entries")
        self.entries.append(Entry(key, line, start, self.place))

    def key(self) -> Key:
        """A dotted key. What is no key at all is left for tomllib to complain about."""
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            word = self.skip(_BARE) or self.skip(_STRING)
            parts.append(_unquote(word))
            self.skip(_SPACE)
            if self.peek() != "." or not word:
                return tuple(parts)
            if len(parts) >= MOST_PARTS:
                raise ScanError(self.line, f"a key has more than {MOST_PARTS} dotted parts")
            self.place += 1


def _unquote(word: str) -> str:
    if word[:1] == "'":
        return word[1:-1]
    if word[:1] != '"':
        return word
    if "\\" not in word:
        return word[1:-1]
    try:
        return str(tomllib.loads(f"k = {word}")["k"])
    except ValueError:
        return word[1:-1]


def scan(text: str) -> list[Entry]:
    """Every entry of a TOML text with its lines, in order; of a text that is no TOML those before the
    place where it goes wrong. Raises ScanError for what is nested or split too deeply."""
    scanner = _Scanner(text)
    with suppress(_NotToml):
        _statements(scanner)
    return scanner.entries


def _statements(scanner: _Scanner) -> None:
    counts: dict[Key, int] = {}
    prefix: Key = ()
    scanner.skip(_BLANK)
    while scanner.place < len(scanner.text):
        start, line = scanner.place, scanner.line
        if scanner.peek() == "[":
            prefix = _header(scanner, counts)
            scanner.note(prefix, line, start)
        else:
            key = prefix + scanner.key()
            if scanner.peek() == "=":
                scanner.place += 1
                _value(scanner, key, 0)
            scanner.note(key, line, start)
        if scanner.place == start:
            raise _NotToml
        scanner.skip(_BLANK)


def _header(scanner: _Scanner, counts: dict[Key, int]) -> Key:
    """`[a.b]` or `[[a.b]]`; items of an array of tables get their number. Returns the key it opens."""
    double = scanner.text.startswith("[[", scanner.place)
    scanner.place += 2 if double else 1
    key: Key = ()
    parts = scanner.key()
    for k, part in enumerate(parts, 1):
        key += (part,)
        if key in counts and not (double and k == len(parts)):
            key += (counts[key],)
    if double:
        counts[key] = counts.get(key, -1) + 1
        key += (counts[key],)
    scanner.skip(_CLOSE)
    return key


def _value(scanner: _Scanner, key: Key, depth: int) -> None:
    """Pass over a value, noting the lines of what it holds."""
    if depth > MOST_DEPTH:
        raise ScanError(scanner.line, f"is nested more than {MOST_DEPTH} brackets deep")
    scanner.skip(_SPACE)
    if scanner.peek() == "[":
        _array(scanner, key, depth)
    elif scanner.peek() == "{":
        _inline_table(scanner, key, depth)
    elif not scanner.skip(_STRING):
        scanner.skip(_PLAIN)


def _array(scanner: _Scanner, key: Key, depth: int) -> None:
    scanner.place += 1
    index = 0
    scanner.skip(_BLANK)
    while scanner.place < len(scanner.text) and scanner.peek() != "]":
        start, line = scanner.place, scanner.line
        _value(scanner, (*key, index), depth + 1)
        scanner.note((*key, index), line, start)
        index += 1
        scanner.skip(_BLANK)
        _comma(scanner, "]")
    scanner.place += 1


def _comma(scanner: _Scanner, close: str) -> None:
    """Between two items a comma, after the last one the closing bracket."""
    if scanner.peek() == ",":
        scanner.place += 1
        scanner.skip(_BLANK)
    elif scanner.peek() != close:
        raise _NotToml


def _inline_table(scanner: _Scanner, key: Key, depth: int) -> None:
    scanner.place += 1
    scanner.skip(_BLANK)
    while scanner.place < len(scanner.text) and scanner.peek() != "}":
        start, line = scanner.place, scanner.line
        inner = key + scanner.key()
        if scanner.peek() == "=":
            scanner.place += 1
            _value(scanner, inner, depth + 1)
        scanner.note(inner, line, start)
        scanner.skip(_BLANK)
        _comma(scanner, "}")
    scanner.place += 1
