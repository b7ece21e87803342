"""the-driver replay: watch a recorded run, or prove that it is the same."""

import argparse
import sys
from dataclasses import asdict

from game.cli.codes import DONE, NO, BadInput
from game.cli.shared import bar, open_level, print_json, telling_compiles
from game.level.model import Level
from game.replay.file import Replay, ReplayError, read
from game.replay.verify import verify


def run(args: argparse.Namespace) -> int:
    """Watch or verify; bad input is a file that cannot be read, or that this engine would play otherwise."""
    try:
        replay = read(args.file, damaged=args.verify)
        level = open_level(args.level or replay.header.setup.level)
        return (_verify if args.verify else _watch)(replay, level, args)
    except ReplayError as error:
        text = str(error)
        raise BadInput(text if text.startswith(str(args.file)) else f"{args.file}: {text}") from None
    except OSError as error:
        raise BadInput(f"{args.file}: {error.strerror or error}") from None


def _verify(replay: Replay, level: Level, args: argparse.Namespace) -> int:
    with telling_compiles(), bar("ticks") as progress:
        task = progress.add_task("", total=replay.header.ticks)
        verdict = verify(replay, level, lambda ticks: progress.update(task, completed=ticks))
        progress.update(task, completed=verdict.ticks)
    if args.json:
        print_json(asdict(verdict))
    else:
        print(f"{args.file}: {verdict.text}")
    return DONE if verdict.same else NO


def _watch(replay: Replay, level: Level, args: argparse.Namespace) -> int:
    from game.ui import app

    try:
        return app.watch(replay, level)
    except app.NoDisplay as reason:
        print(f"No display ({reason}): run again without a window.", file=sys.stderr)
        return _verify(replay, level, args)
