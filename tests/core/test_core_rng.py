"""The dice are pure functions of their key, the same from Python and from kernels, for ever."""

from game.core import rng
from game.core.kernel import kernel


@kernel
def _rolled_inside(seed: int, entity: int) -> float:
    return rng.uniform(seed, rng.TRAFFIC, entity, 99)


def test_literals() -> None:
    assert rng.bits(1, 2, 3, 4) == 15374388949593934587
    assert rng.bits(0, 0, 0, 0) == 2391539541053276776
    assert rng.bits(2**63 - 1, 6, 52, 10**9) == 10253872252027783490


def test_kernels_and_python_roll_the_same() -> None:
    for entity in range(100):
        assert _rolled_inside(7, entity) == rng.uniform(7, rng.TRAFFIC, entity, 99)


def test_uniform_fills_its_range() -> None:
    rolls = [rng.uniform(7, rng.CREW, k, 0) for k in range(20_000)]
    assert 0.0 <= min(rolls) < 0.001
    assert 0.999 < max(rolls) < 1.0
    assert abs(sum(rolls) / len(rolls) - 0.5) < 0.01


def test_below_is_fair() -> None:
    counts = [0] * 6
    for tick in range(12_000):
        counts[rng.below(6, 7, rng.SPAWN, 0, tick)] += 1
    assert max(abs(count - 2000) for count in counts) < 200


def test_every_part_of_the_key_matters() -> None:
    keys = [(1, 2, 3, 4), (2, 2, 3, 4), (1, 3, 3, 4), (1, 2, 4, 4), (1, 2, 3, 5), (2, 1, 3, 4), (1, 2, 4, 3)]
    assert len({rng.bits(*key) for key in keys}) == len(keys)
