"""the-driver check: all problems of level and city files."""

import argparse

from game.cli.codes import BAD, DONE
from game.cli.shared import print_json
from game.level.check import check


def run(args: argparse.Namespace) -> int:
    """List them; a file that cannot be read is one of them."""
    problems = [problem for file in args.files for problem in check(file)]
    if args.json:
        print_json([{"file": str(p.file), "line": p.line, "key": p.key, "text": p.text} for p in problems])
    else:
        for problem in problems:
            print(problem)
        if not problems:
            print(f"no problems in {', '.join(map(str, args.files))}")
    return BAD if problems else DONE
