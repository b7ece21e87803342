"""the-driver speed: how fast the simulation is, or with --render its pictures, and where the time goes."""

import argparse
from typing import Any

from game.cli.codes import DONE
from game.cli.shared import open_level, print_json, telling_compiles


def run(args: argparse.Namespace) -> int:
    """Measure and print."""
    with telling_compiles():
        figures = _figures(args)
    if args.json:
        print_json(figures)
        return DONE
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{name}:", ", ".join(f"{stage} {time:.4g}" for stage, time in value.items()))
        else:
            print(f"{name}: {value:,.2f}")
    return DONE


def _figures(args: argparse.Namespace) -> dict[str, Any]:
    level = open_level(args.level)
    if args.render:
        from game.ui.frames import measure_frames  # after the level: a bad one is told at once

        return measure_frames(level, args.cars, args.seconds, args.render, args.quality)
    from game.bench.speed import measure

    return measure(level, args.cars, args.seconds, args.people)
