"""What `the-driver check --picture` leaves: the plan of a level, or a piece of its city close up."""

import argparse

from game.level.city import City
from game.level.model import Heist

PLAN_SIZE = (1600, 1600)
CLOSE_SIZE = (1600, 900)


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
