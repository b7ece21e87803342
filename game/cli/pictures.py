"""What `the-driver check --picture` leaves: the plan of a level, or a piece of its city close up."""

import argparse
from pathlib import Path

from game.level.city import City
from game.level.model import Heist

PLAN_SIZE = (1600, 1600)
CLOSE_SIZE = (1600, 900)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of a picture."""
    parser.add_argument("--picture", type=Path, metavar="OUT", help="leave a PNG of the plan here")
    parser.add_argument("--at", type=_point, metavar="X,Y", help="of what lies around this point instead")
    parser.add_argument("--span", type=float, default=300.0, metavar="M", help="metres from left to right, with --at")
    parser.add_argument("--hour", type=float, default=15.0, metavar="H", help="local time, with --at: light follows")


def _point(text: str) -> tuple[float, float]:
    x, y = (float(part) for part in text.split(","))
    return x, y


def save(args: argparse.Namespace, city: City, heist: Heist | None) -> None:
    """Draw what the options ask for. OSError when the disk says no."""
    from game.view.closeup import draw_closeup
    from game.view.picture import offscreen, save_picture
    from game.view.plan_picture import draw_plan

    with offscreen():
        if args.at:
            surface = draw_closeup(city, args.at, max(60.0, min(args.span, 800.0)), CLOSE_SIZE, args.hour)
        else:
            surface = draw_plan(city, heist, PLAN_SIZE)
        save_picture(surface, args.picture)
