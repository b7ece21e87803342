"""Record a run, play it again, and prove tick by tick that it is the same.

A replay holds data only: the Setup, the engine it was made with, the commands of the seats that people
(or minds from outside) held, and the checksums of every tick. Named minds are re-run.
"""

from game.replay.engine import Engine, engine
from game.replay.file import Header, Replay, ReplayError, encode, read
from game.replay.play import Recorded, check_engine, open_session
from game.replay.record import Recorder
from game.replay.verify import Difference, Verdict, differences, verify

__all__ = [
    "Difference",
    "Engine",
    "Header",
    "Recorded",
    "Recorder",
    "Replay",
    "ReplayError",
    "Verdict",
    "check_engine",
    "differences",
    "encode",
    "engine",
    "open_session",
    "read",
    "verify",
]
