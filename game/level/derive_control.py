"""Who has to wait at a junction: traffic lights, stop signs, or nobody."""

import math

import numpy as np
from numpy.typing import NDArray

from game.level.derive_lanes import Arm, Lanes, is_service
from game.level.derive_net import Net
from game.level.roads import CONTROL_NONE, CONTROL_SIGNAL, CONTROL_STOP

SIGNAL_RANK = 5  # streets of this rank and above have lights where they cross each other
OPPOSITE = math.radians(145.0)  # arms that are this far apart are one street that goes on
RAISED = 1.0  # m: a street that gets higher or deeper than this is a ramp or a freeway


def junction_control(net: Net, lanes: Lanes) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """(control (j,), group (stretches, 2)): of every junction its CONTROL_… value, and of every arm (stretch,
    end) its phase group at lights, or 1 if it has a stop sign."""
    control = np.full(len(net.nodes), CONTROL_NONE, np.uint8)
    group = np.zeros((len(net.stretches), 2), np.int32)
    for node, around in enumerate(lanes.arms):
        arms = [arm for arm in around if counts(net, arm)]
        if len(arms) < 3:
            continue
        main = _main_street(net, arms)
        side = [arm for arm in arms if arm not in main]
        lights = _has_lights(net, main, side)
        control[node] = CONTROL_SIGNAL if lights else CONTROL_STOP
        for arm in side if lights or not _equal(net, main, side) else arms:
            group[arm.stretch, arm.end] = 1
    return control, group


def counts(net: Net, arm: Arm) -> bool:
    """Alleys and ramps wait for everybody: they make no junction a crossing."""
    stretch = net.stretches[arm.stretch]
    return not is_service(stretch) and float(np.abs(stretch.street.pts[:, 2]).max()) < RAISED


def _rank(net: Net, arm: Arm) -> int:
    return net.stretches[arm.stretch].street.cls.rank


def _main_street(net: Net, arms: list[Arm]) -> list[Arm]:
    """The two arms of the street of the highest rank that goes straight on, or the highest arm alone."""
    best = max((_rank(net, arm), 0, -k) for k, arm in enumerate(arms))
    found = [arms[-best[2]]]
    for i, one in enumerate(arms):
        for other in arms[i + 1 :]:
            apart = abs((other.heading - one.heading + math.pi) % (2 * math.pi) - math.pi)
            rank = min(_rank(net, one), _rank(net, other))
            if apart > OPPOSITE and (rank, 1, -i) > best:
                best, found = (rank, 1, -i), [one, other]
    return found


def _has_lights(net: Net, main: list[Arm], side: list[Arm]) -> bool:
    if any(net.stretches[arm.stretch].street.cls.signal for arm in main + side):
        return True
    return min(max(_rank(net, arm) for arm in arms) for arms in (main, side)) >= SIGNAL_RANK


def _equal(net: Net, main: list[Arm], side: list[Arm]) -> bool:
    """Four arms of one rank: all of them stop."""
    return len(side) >= 2 and len({_rank(net, arm) for arm in main + side}) == 1
