"""What `the-driver check --picture` leaves: the plan of a level, or a piece of its city close up."""

import argparse

from game.level.city import City
from game.level.model import Heist


def save(args: argparse.Namespace, city: City, heist: Heist | None) -> None:
    """Draw what the options ask for. OSError when the disk says no."""
    from game.view.closeup import draw_closeup
    from game.view.picture import offscreen, save_picture
    from game.view.plan_picture import draw_plan

    width = args.size
    with offscreen():
        if args.at:
            surface = draw_closeup(city, args.at, max(60.0, min(args.span, 800.0)), (width, width * 9 // 16), args.hour)
        else:
            surface = draw_plan(city, heist, (width, width))
        save_picture(surface, args.picture)
