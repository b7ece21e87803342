"""Run in a process of its own: a stretch of one match; prints the hash, and the checksum of every 60th tick.

one_match.py SEED TICKS [keyboard | dice | unsorted]
"""

import sys

from game import Session, load_level

seed, ticks, *how = sys.argv[1:]
driver = "shortest"
if "keyboard" in how or "dice" in how:
    from driving import Keyboard, SecondDice

    driver = Keyboard() if "keyboard" in how else SecondDice()
session = Session(load_level("tryout"), seed=int(seed), driver=driver)
for tick in range(int(ticks)):
    if session.outcome:
        break
    session.step()
    if tick % 60 == 0:
        print(session.checksums.tolist())
print(session.tick, session.outcome, session.hash)
