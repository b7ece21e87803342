"""Level files with random damage: bytes, values, structure. The same seed always gives the same damage."""

import re

from game.core.rng import below
from game.level.file import asset

MOST = 4096  # bytes of a mutated file
TOWN = asset("templates/town.toml").read_text(encoding="utf-8")

# What a job may say beside the template's: people, a trap, objectives, settings.
MORE = """
[bystanders]
count = 30
at = [150, 205]
radius = 90

[[witness]]
name = "The Player"
path = "159.5,212 159.5,225"
delay = 4

[[placed]]
at = [100, 35.8, 0]
wakes = "turn"

[sting]
turn_after = 15

[[crew]]
name = "Cole"
nerve = 0.4
punctuality = 0.5
loyalty = 0.2
turns = true

[[exit]]
name = "East road"
at = [260, 120]

[[objective]]
kind = "fast"
text = "Home in three minutes."
reward = 500
value = 180

[setting.easy]
placed = 0
people = 0.5

[debriefing]
escaped = "Home."
"""
JOB = asset("templates/town_heist.toml").read_text(encoding="utf-8").replace("$city", "town")
JOB = JOB.replace("[police]", 'money = "marked"\n\n[police]', 1) + MORE

# A town with one of everything the format knows.
RICH = """
[city]
name = "Rich"
size = [360, 300]
seed = 5
style = "low"

[class]
street = {rank=4, lanes=1, lane=3.4, edge=2.4, walk=3.5, mph=25}
flyover = {rank=6, lanes=1, lane=3.5, edge=0.8, mph=35}
aisle = {rank=1, lanes=1, lane=2.9, edge=0.0, mph=10, kerb=false}

[style]
low = {lot=[14, 30], depth=30, front=1.0, deep=[14, 26], high=[5, 12], empty=0.1, parking=0.1}

[road.street]
"Ring West" = "40,150 40,260 150,260"
"Ring North" = "150,260 320,260 320,150"
"Ring East" = "320,150 320,40 150,40"
"Ring South" = "150,40 40,40 40,150"
"Middle St" = "150,40 150,260"

[road.flyover]
"High Rd" = "40,185 70,185 145,185,5.5 160,185,5.5 235,185 320,185"

[road.aisle]
"Lot" = {path="150,85 205,85", dead_end=true}

[grid]
"SE" = {sides=["Middle St", "High Rd", "Ring North", "Ring East"], class="street", origin="150,40", up=["100 Elm St"]}

[rail]
"Spur" = {path="20,275 340,275", tracks=1}

[lot]
"Lot" = {kind="parking", path="160,70 205,70 205,100 160,100"}

[building]
"Hall" = {style="hall", height=12, path="60,60 90,60 90,80 75,90 60,80"}
"""
NUMBERS = ("nan", "inf", "-1", "0", "1e308", "99999999999999999999", "41.5", "true", "4000", "0.001", "150")
SIGNS = ("[", "]", "{", "}", '"', "=", ",", ".", "#", "\n", "-", "9", "e", "\0", "é", "'")
WORDS = ("", "street", "../x", "nan", "town", "10,20 30,40", "low", "x" * 90, "Ring West", "150,40 150,40")
TABLES = ("[city]", "[class]", "[road.street]", "[[crew]]", "[grid]", "[x.y]", "[building]", "[lot.a]", "[district]")
TABLES += ("[sting]", "[[placed]]", "[setting.hard]", "[[witness]]", "[police]")


class Dice:
    """Rolls in order, keyed by a seed."""

    def __init__(self, seed: int) -> None:
        self.seed, self.count = seed, 0

    def __call__(self, most: int) -> int:
        self.count += 1
        return below(max(most, 1), 1978, 71, self.seed, self.count)


def mangled(text: str, seed: int) -> str:
    """The text with one to four damages, at most MOST bytes of it."""
    dice = Dice(seed)
    for _ in range(1 + dice(4)):
        text = (_bytes, _values, _values, _structure)[dice(4)](text, dice)
    return text.encode(errors="replace")[:MOST].decode(errors="ignore")


def _bytes(text: str, dice: Dice) -> str:
    place, kind = dice(len(text)), dice(4)
    if kind == 0:
        return text[:place] + text[place + 1 + dice(30) :]
    if kind == 1:
        return text[:place] + SIGNS[dice(len(SIGNS))] + text[place:]
    if kind == 2:
        other = dice(len(text))
        return text[:place] + text[other : other + dice(200)] + text[place:]
    return text[:place] + chr(32 + dice(95)) + text[place + 1 :]


def _values(text: str, dice: Dice) -> str:
    """Another number, another digit or another word in the place of one."""
    kind = dice(3)
    found = list(re.finditer(r'"[^"\n]*"' if kind == 0 else r"-?\d+(\.\d+)?", text))
    if not found:
        return text
    spot = found[dice(len(found))]
    new = f'"{WORDS[dice(len(WORDS))]}"' if kind == 0 else NUMBERS[dice(len(NUMBERS))]
    if kind == 2:  # a near miss: most of these are accepted
        new = f"{float(spot[0]) * (0.8 + 0.05 * dice(9)):.4g}"
    return text[: spot.start()] + new + text[spot.end() :]


def _structure(text: str, dice: Dice) -> str:
    """A line gone, doubled, moved, renamed or a table header in between."""
    lines, kind = text.split("\n"), dice(5)
    k = dice(len(lines))
    if kind == 0:
        del lines[k]
    elif kind == 1:
        lines.insert(dice(len(lines)), lines[k])
    elif kind == 2:
        lines.insert(dice(len(lines)), lines.pop(k))
    elif kind == 3:
        lines.insert(k, TABLES[dice(len(TABLES))])
    else:
        lines[k] = re.sub(r"^(\W*)(\w)", r"\1\2x", lines[k], count=1)
    return "\n".join(lines)
