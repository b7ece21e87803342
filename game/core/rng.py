"""Keyed dice: a number is a pure function of who asks for what and when.

There is no generator to advance, so nobody's rolls can shift anybody else's. Keys are integers from
0 to 2**63 - 1.
"""

import numpy as np

from game.core.kernel import kernel

# Streams: who rolls. Never renumber; add at the end.
TRAFFIC = 1
PATROL = 2
DRIVER_MIND = 3
CREW = 4
SPAWN = 5
POLICE_MIND = 6
DERIVE = 7
NERVE = 8
TELLS = 9
TALK = 10
PEOPLE = 11


@kernel
def _mix(x: np.uint64) -> np.uint64:
    # splitmix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@kernel
def bits(seed: int, stream: int, entity: int, tick: int) -> np.uint64:
    """64 random bits for this key. Every operand is made uint64 first: numba's int64 and Python's
    own integers would hash differently."""
    golden = np.uint64(0x9E3779B97F4A7C15)
    x = _mix(np.uint64(seed) + golden)
    x = _mix((x ^ np.uint64(stream)) + golden)
    x = _mix((x ^ np.uint64(entity)) + golden)
    return _mix((x ^ np.uint64(tick)) + golden)


@kernel
def uniform(seed: int, stream: int, entity: int, tick: int) -> float:
    """A number in [0, 1) for this key."""
    return float(bits(seed, stream, entity, tick) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def below(n: int, seed: int, stream: int, entity: int, tick: int) -> int:
    """An integer in [0, n) for this key; n must be under 2**31."""
    return int((bits(seed, stream, entity, tick) >> np.uint64(32)) * np.uint64(n) >> np.uint64(32))
