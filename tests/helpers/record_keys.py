"""Record the key scripts of tests/ui/scripts: run it from the project's folder after any change of the rules.

    python tests/helpers/record_keys.py             # plays each script; types those anew that end otherwise now
    python tests/helpers/record_keys.py --all       # types all of them anew
    python tests/helpers/record_keys.py casino_won  # only those named

A typist plays seed after seed until a run ends as the script's name says. Takes some minutes.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from key_script import SCRIPTS, KeyScript, play_blind, read_script, seat
from typist import Typist, advisor

from game.level.file import load_level

SEEDS = 20  # tried before it gives up
LONGEST = 420 * 60  # ticks: a longer run is only kept if no seed gives a shorter one


@dataclass(frozen=True, slots=True)
class Wanted:
    """plan: whose advice the typist follows (typist.advisor); outcomes: how the run may end."""

    level: str
    plan: str
    outcomes: tuple[str, ...]
    side: str = "driver"
    difficulty: str = "easy"


WON, CAUGHT = ("escaped",), ("captured",)
WANTED = {
    "tryout_won": Wanted("tryout", "shortest", WON),
    "tryout_lost": Wanted("tryout", "lingers", CAUGHT),
    "casino_won": Wanted("casino", "shortest", WON),
    "casino_lost": Wanted("casino", "lingers", CAUGHT),
    "supermarket_won": Wanted("supermarket", "shortest", WON),
    "supermarket_lost": Wanted("supermarket", "deserts", ("abandoned",)),
    "supermarket_police_won": Wanted("supermarket", "chase", CAUGHT, "police"),
    "bank_won": Wanted("bank", "shortest", WON),
    "bank_lost": Wanted("bank", "lingers", CAUGHT),
    "payroll_won": Wanted("payroll", "shortest", WON),
    "payroll_lost": Wanted("payroll", "deserts", ("abandoned",)),
    "payroll_police_won": Wanted("payroll", "chase", CAUGHT, "police"),
    "payroll_police_lost": Wanted("payroll", "idle", WON, "police"),
}


def type_out(wanted: Wanted, seed: int) -> KeyScript:
    """One run of the typist, as he did it."""
    level = load_level(wanted.level)
    script = KeyScript(wanted.level, wanted.side, wanted.difficulty, seed, "", 0, ())
    typist = Typist(level, advisor(level, script, wanted.plan), wanted.side == "police")
    session = seat(level, script, typist)
    while not session.outcome:
        session.step()
    return replace(script, outcome=session.outcome, ticks=session.tick, strokes=tuple(typist.strokes))


def still_good(name: str) -> bool:
    """Whether the script that is there still ends as it says, at the very tick."""
    path = SCRIPTS / f"{name}.keys"
    if not path.exists():
        return False
    script = read_script(path)
    session = play_blind(script, load_level(script.level))
    return (session.outcome, session.tick) == (script.outcome, script.ticks) and script.outcome in WANTED[name].outcomes


def record(name: str, anew: bool) -> str:
    """Leave the script in its folder; one line on what was done."""
    if not anew and still_good(name):
        return f"{name}: as it was"
    ends: list[str] = []
    best: KeyScript | None = None
    for seed in range(SEEDS):
        script = type_out(WANTED[name], seed)
        ends.append(script.outcome)
        if script.outcome in WANTED[name].outcomes and (best is None or script.ticks < best.ticks):
            best = script
        if best and best.ticks <= LONGEST:
            break
    if best is None:
        return f"{name}: FAILED, {SEEDS} seeds ended {', '.join(sorted(set(ends)))}"
    best.save(SCRIPTS / f"{name}.keys")
    return f"{name}: seed {best.seed}, {best.outcome}, {best.ticks / 60:.0f} s, {len(best.strokes)} strokes"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(WANTED)}; all when left out")
    parser.add_argument("--all", action="store_true", help="type scripts anew that are still good, too")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    names = args.names or list(WANTED)
    failed = 0
    with ProcessPoolExecutor(args.jobs, mp_context=get_context("spawn")) as pool:
        for line in pool.map(record, names, [args.all] * len(names)):
            failed += "FAILED" in line
            print(line, flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
