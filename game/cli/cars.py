"""the-driver cars: what the cars do on the proving ground, beside what was published of them."""

import argparse
import sys
from typing import TYPE_CHECKING

from game.cli.codes import DONE, NO, BadInput
from game.cli.shared import bar, print_json, telling_compiles, telling_level_problems

if TYPE_CHECKING:
    from game.bench.proving.sheet import Reading, Sheet, Verdict


def run(args: argparse.Namespace) -> int:
    """Drive, print, plot; exit code 1 when a firm figure is out or a manoeuvre is failed."""
    from game.level.tables import load_tables

    with telling_level_problems():
        cars = load_tables().cars
    known = {car.id: car for car in cars}
    if args.name and args.name not in known:
        raise BadInput(f"no car is called {args.name!r}: there are {', '.join(known)}")
    from game.bench.proving.sheet import as_json, prove

    chosen = [known[args.name]] if args.name else cars
    with telling_compiles(), bar("manoeuvres") as progress:
        task = progress.add_task("", total=100)
        sheets = prove(cars, chosen, lambda share: progress.update(task, completed=round(100 * share)))
    if args.plot:
        from game.bench.proving.plot import plot

        plot(sheets, args.plot)
    if args.json:
        print_json([as_json(sheet) for sheet in sheets])
    else:
        for sheet in sheets:
            _print_sheet(sheet)
    failing = [sheet.car.id for sheet in sheets if not sheet.sound]
    print(f"not as they should be: {', '.join(failing)}" if failing else "all as they should be", file=sys.stderr)
    return NO if failing else DONE


def _print_sheet(sheet: "Sheet") -> None:
    print(f"{sheet.car.id}: {sheet.car.name}")
    for reading in sheet.readings:
        print(_reading_line(reading))
    for verdict in sheet.verdicts:
        print(_verdict_line(verdict))
    print()


def _reading_line(reading: "Reading") -> str:
    figure = reading.figure
    if reading.measured is None or reading.deviation is None:
        measured, deviation = "never", ""
    else:
        measured = f"{reading.measured:.2f}"
        deviation = f"{reading.deviation:+.3f} g" if figure.unit == "g" else f"{100.0 * reading.deviation:+.1f} %"
    mark = "" if reading.sound else "  OUT"
    return (
        f"  {figure.name:14}{measured:>8}   published {figure.value:>6g} {figure.unit:4}{deviation:>9}  "
        f"{figure.confidence}: {figure.source}{mark}"
    )


def _verdict_line(verdict: "Verdict") -> str:
    how = "passed" if verdict.passed else "FAILED"
    return f"  {verdict.manoeuvre:14}{how if verdict.applies else 'not held to it'}: {verdict.text}"
