"""the-driver speed: how fast the simulation is, and where the time goes."""

import argparse

from game.cli.codes import DONE
from game.cli.shared import open_level, print_json, telling_compiles


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    level = open_level(args.level)
    from game.bench.speed import measure  # after the level: a bad one is told at once

    with telling_compiles():
        figures = measure(level, args.cars, args.seconds)
    if args.json:
        print_json(figures)
        return DONE
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{name}:", ", ".join(f"{stage} {us:.1f}" for stage, us in value.items()))
        else:
            print(f"{name}: {value:,.2f}")
    return DONE
