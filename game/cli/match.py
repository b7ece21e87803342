"""the-driver match: one job without a window."""

import argparse
import sys

from game.cli.codes import DONE, NO
from game.cli.shared import check_minds, open_level, print_json, print_result, telling_compiles


def run(args: argparse.Namespace) -> int:
    """Run it; leave a replay and a picture where that is wished."""
    level = open_level(args.level)
    check_minds([args.driver], [args.police])
    from game.bench.match import Match, TellingMoment, play_match  # after the level: a bad one is told at once

    match = Match(args.level, args.seed, args.driver, args.police, args.difficulty, args.side)
    moment = TellingMoment()
    with telling_compiles():
        played = play_match(match, record=args.record, watch=moment.look if args.picture else None)
    if args.picture and moment.snapshot:
        from game.view.picture import save_chase

        save_chase(level, moment.snapshot, args.picture, args.side)
    if args.json:
        print_json(played.result)
    else:
        print_result(played.result)
    if played.error:
        print(played.error, file=sys.stderr)
    return NO if played.error else DONE
