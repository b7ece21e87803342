"""the-driver bench: many jobs without a window, and the table of how they ended."""

import argparse
from typing import TYPE_CHECKING

from game.cli.codes import DONE, NO, BadInput
from game.cli.shared import bar, check_minds, open_level, print_json, telling_compiles

if TYPE_CHECKING:
    from game.bench.match import Match


def run(args: argparse.Namespace) -> int:
    """Run all pairs; exit code 1 when a match ended in an error."""
    for name in args.levels:
        open_level(name)
    check_minds(args.driver, args.police)
    from game.bench.journal import JournalError  # after the levels: a bad one is told at once
    from game.bench.report import print_report, report
    from game.bench.tournament import Plan, run_plan

    plan = Plan(tuple(args.levels), args.driver, args.police, args.matches, args.seed, args.difficulty, args.side)
    _compile(plan.matches_in_order()[0])
    try:
        with bar("matches") as progress:
            task = progress.add_task("", total=len(plan.matches_in_order()))
            results = run_plan(plan, args.workers, args.out, lambda done: progress.update(task, completed=done))
    except JournalError as error:
        raise BadInput(str(error)) from None
    if args.json:
        print_json(report(results))
    else:
        print_report(results)
        print(f"In {args.out}: results.jsonl, timing.jsonl")
    return NO if any(line["outcome"] == "error" for line in results) else DONE


def _compile(match: "Match") -> None:
    """Run a second of play, so that the workers find every kernel compiled."""
    from game.bench.match import start

    with telling_compiles():
        session = start(match)
        for _ in range(60):
            session.step()
