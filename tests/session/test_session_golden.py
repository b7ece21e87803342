"""Golden hashes: what these runs were when somebody last meant to change them.

A change here is a change of behaviour: say so in the commit that renews the literals. They hold for one
kind of platform and set of libraries; others run every check but this one.
"""

import platform
from importlib.metadata import version

import pytest

from game import Session, load_level

LIBRARIES = ("numba", "numpy", "pymunk")
TICKS = 3600  # 60 s: the crew, the alarm, the chase

GOLDEN = {
    ("Linux", "x86_64", "0.68.1", "2.4.6", "7.3.1"): {
        ("shortest", 1): "e2fc6ce64487ef45ed740188a211f2ad",
        ("shortest", 2): "ef89255001c88151250100cb9545393a",
        ("random", 3): "5dd4af6d2043b69665983ad58b262a29",
    }
}


def here() -> tuple[str, ...]:
    return (platform.system(), platform.machine(), *(version(library) for library in LIBRARIES))


@pytest.mark.parametrize(("driver", "seed"), [("shortest", 1), ("shortest", 2), ("random", 3)])
def test_the_run_is_the_golden_one(driver: str, seed: int) -> None:
    if here() not in GOLDEN:
        pytest.skip(f"no golden hashes for {' '.join(here())}")
    session = Session(load_level("tryout"), seed=seed, driver=driver)
    while session.tick < TICKS and not session.outcome:
        session.step()
    assert session.hash == GOLDEN[here()][driver, seed]
