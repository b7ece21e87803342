"""the-driver play: the game in a window; without a display, a getaway to look at afterwards."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from game.cli.codes import DONE
from game.cli.shared import bar, open_level, print_result, telling_compiles, telling_level_problems, write_json
from game.ui import app

if TYPE_CHECKING:
    from game.session import Session

SHOW_LEVEL, SHOW_SEED = "tryout", 9  # of the getaway driven where there is no display
FOLDER = Path("out")


def run(args: argparse.Namespace) -> int:
    """Play in a window, or show a getaway where there is none."""
    options = app.Options(args.seed, args.difficulty, args.side, aids=args.aids, quality=args.quality)
    try:
        with telling_level_problems():
            return app.play(args.level, options)
    except app.NoDisplay as reason:
        print(f"No display ({reason}): an AI takes the wheel, without a window.", flush=True)
        return show(args)


def show(args: argparse.Namespace) -> int:
    """A whole getaway with an AI at the wheel: leaves a picture, a replay and the outcome in out/."""
    name = args.level or SHOW_LEVEL
    level = open_level(name)
    from game.bench.match import Match, TellingMoment, play_match  # after the level: a bad one is told at once
    from game.view.picture import save_chase

    seed = SHOW_SEED if args.seed is None else args.seed
    match = Match(name, seed, "shortest", "chase", args.difficulty, args.side)
    moment = TellingMoment()
    with telling_compiles(), bar(level.heist.title) as progress:
        task = progress.add_task("", total=int(level.heist.time_limit))

        def watch(session: "Session") -> None:
            moment.look(session)
            status = session.status
            progress.update(task, completed=int(status.seconds), description=f"s: {status.phase}, {status.alert}")

        result = play_match(match, record=FOLDER / "getaway.replay", watch=watch).result
        seconds = int(result["sim_seconds"])
        progress.update(task, total=seconds, completed=seconds, description=f"s: {result['outcome']}")
    if moment.snapshot:
        save_chase(level, moment.snapshot, FOLDER / "chase.png", args.side)
    write_json(FOLDER / "outcome.json", {"level": level.heist.id, "seed": seed, **result})
    print_result(result)
    print(f"Left in {FOLDER.resolve()}: chase.png, getaway.replay, outcome.json")
    return DONE
