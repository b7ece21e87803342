"""The commands: this file says what can be asked for, the others each do one thing that was.

A command's file is imported when the command runs, so that --help and a mistake are answered at once.
Exit codes: 0 done, 1 the answer is no, 2 bad use or bad input. Results go to stdout, all else to stderr.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from game.cli.codes import BAD, DONE, INTERRUPTED, BadInput
from game.core.aids import ALL_AIDS, NAMES, Aids, aids_called
from game.core.setup import DIFFICULTIES, SIDES

MOST_SEED = 2**63 - 1


def _number(least: int, most: int) -> Callable[[str], int]:
    def integer(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not in {least} … {most}")
        return value

    return integer


def _point(text: str) -> tuple[float, float]:
    x, y = (float(part) for part in text.split(","))
    return x, y


def _size(text: str) -> tuple[int, int]:
    width, height = (int(part) for part in text.split("x"))
    if not (320 <= width <= 7680 and 200 <= height <= 4320):
        raise argparse.ArgumentTypeError(f"{text} is not between 320x200 and 7680x4320")
    return width, height


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise argparse.ArgumentTypeError("a name is needed")
    return names


def _difficulties(text: str) -> tuple[str, ...]:
    names = _names(text)
    for name in names:
        if name not in DIFFICULTIES:
            raise argparse.ArgumentTypeError(f"{name!r} is not one of {', '.join(DIFFICULTIES)}")
    return names


def _aids(text: str) -> Aids:
    try:
        return aids_called(() if text == "none" else _names(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}, or none") from None


_seed = _number(0, MOST_SEED)


def _add_job(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--difficulty", choices=DIFFICULTIES, default="normal")
    _add_side(parser)


def _add_side(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--side", choices=SIDES, default="driver", help="whose seat the player takes")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_quality(parser: argparse.ArgumentParser) -> None:
    help_quality = "of the picture; auto (if not given) holds the pace"
    parser.add_argument("--quality", choices=("auto", "low", "medium", "high"), default="auto", help=help_quality)


def _play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", nargs="?", metavar="LEVEL", help="a level's name or file; without it, a list of them")
    parser.add_argument("--seed", type=_seed, metavar="N", help="another one each time if not given")
    help_aids = f"driving aids: {', '.join(NAMES)} (all of them), or none"
    parser.add_argument("--aids", type=_aids, default=ALL_AIDS, metavar="A,B", help=help_aids)
    _add_quality(parser)
    _add_job(parser)


def _match(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("level", metavar="LEVEL", help="a level's name or file")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N")
    parser.add_argument("--driver", default="shortest", metavar="NAME")
    parser.add_argument("--police", default="chase", metavar="NAME")
    parser.add_argument("--record", type=Path, metavar="FILE", help="leave a replay here")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="leave a PNG of the chase here")
    _add_job(parser)
    _add_json(parser)


def _bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("levels", nargs="+", metavar="LEVEL", help="a level's name or file")
    parser.add_argument("--driver", type=_names, default=("shortest",), metavar="A,B")
    parser.add_argument("--police", type=_names, default=("chase",), metavar="C,D")
    parser.add_argument(
        "--matches", type=_number(1, 1_000_000), default=20, metavar="N", help="for each pair and level"
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="S", help="the first one; the others follow it")
    parser.add_argument("--workers", type=_number(1, 256), default=os.cpu_count() or 1, metavar="W")
    parser.add_argument("--out", type=Path, default=Path("out/bench"), metavar="DIR")
    help_difficulty = f"one or more of {', '.join(DIFFICULTIES)}"
    parser.add_argument("--difficulty", type=_difficulties, default=("normal",), metavar="E,F", help=help_difficulty)
    _add_side(parser)
    _add_json(parser)


def _replay(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--verify", action="store_true", help="run it again without a window, compare every tick")
    parser.add_argument("--level", metavar="FILE", help="the level's file, where it is not one of the game's own")
    _add_json(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--schema",
        nargs="?",
        const="heist",
        choices=("city", "heist"),
        help="print a JSON Schema of such files for editors, instead (of a heist if not given)",
    )
    parser.add_argument("--picture", type=Path, metavar="OUT", help="leave a PNG of the plan here")
    parser.add_argument("--at", type=_point, metavar="X,Y", help="of what lies around this point (m) instead")
    parser.add_argument("--span", type=float, default=300.0, metavar="M", help="60 to 800 m from left to right of --at")
    parser.add_argument("--size", type=_number(320, 4000), default=1600, metavar="PX", help="width of the picture")
    parser.add_argument("--hour", type=float, default=15.0, metavar="H", help="local time of --at: light follows")
    _add_json(parser)


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the level's file, ending in .toml")
    parser.add_argument("--city", action="store_true", help="with a small town of its own beside it")


def _speed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cars", type=_number(8, 400), default=53, metavar="N")
    help_people = "bystanders; the level's own if not given"
    parser.add_argument("--people", type=_number(0, 400), default=-1, metavar="N", help=help_people)
    parser.add_argument("--seconds", type=_number(1, 600), default=10, metavar="S", help="of measuring")
    help_render = "measure pictures of a chase in a window of this size instead, with the ticks they show"
    parser.add_argument("--render", type=_size, metavar="WxH", help=help_render)
    _add_quality(parser)
    parser.add_argument("--level", default="tryout", metavar="LEVEL", help="a level's name or file")
    _add_json(parser)


def _cars(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="one car of the table; all if not given")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="leave a picture of the curves here")
    _add_json(parser)


COMMANDS = {
    "play": (_play, "drive a job in a window"),
    "match": (_match, "run one job without a window"),
    "bench": (_bench, "run many: every driver against every police on the same seeds"),
    "replay": (_replay, "watch a recorded run, or verify it"),
    "check": (_check, "list all problems of level and city files"),
    "new": (_new, "start a level from a template"),
    "cars": (_cars, "drive every car through every manoeuvre, beside what was published of it"),
    "speed": (_speed, "measure the simulation on one core, with a pursuit under way"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="the-driver", description="A getaway game and pursuit simulator.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('the-driver')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (add_arguments, text) in COMMANDS.items():
        add_arguments(commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}."))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    args = _parser().parse_args(arguments)
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # its greeting would stand in the middle of JSON
    try:
        return int(import_module(f"game.cli.{args.command}").run(args))
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
