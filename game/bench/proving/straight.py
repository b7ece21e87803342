"""Straight on: the standing start, the top speed, the stop from 60 mph, and standing still."""

import math
from typing import Any

from game.bench.proving.pad import Car, Script
from game.core.constants import FOOT, MPH

QUARTER_MILE = 402.336  # m
LONGEST = 240.0  # s to look for the top speed
SETTLED = 0.02  # m/s: a car that gains less in 2 s has come to its top speed


def acceleration(car: Car) -> Script:
    """Full throttle from rest: to_60, to_100, quarter_time (s), quarter_speed, top_speed (mph), and a trace."""
    car.start()
    found: dict[str, Any] = {}
    trace = [(0.0, 0.0)]
    while car.time < LONGEST:
        car.drive(throttle=1.0)
        before = car.time, car.ahead, car.x
        yield
        for name, mph in (("to_60", 60.0), ("to_100", 100.0)):
            if name not in found and car.ahead >= mph * MPH:
                found[name] = _crossing(before[0], before[1], car.time, car.ahead, mph * MPH)
        if "quarter_time" not in found and car.x >= QUARTER_MILE:
            found["quarter_time"] = _crossing(before[0], before[2], car.time, car.x, QUARTER_MILE)
            found["quarter_speed"] = car.ahead / MPH
        if car.time >= trace[-1][0] + 2.0:
            if car.ahead - trace[-1][1] < SETTLED:
                break
            trace.append((car.time, car.ahead))
    return found | {"top_speed": car.ahead / MPH, "trace": trace}


def _crossing(t0: float, v0: float, t1: float, v1: float, wanted: float) -> float:
    """When a value that goes from v0 at t0 to v1 at t1 was `wanted`."""
    return t0 + (t1 - t0) * (wanted - v0) / (v1 - v0)


def braking(car: Car) -> Script:
    """Full brakes from 60 mph: from_60 (ft), and energy_rises: ticks in which the car gained any."""
    car.start(60.0 * MPH)
    rises, before = 0, math.inf
    while car.speed > 0.0 and car.time < 60.0:
        car.drive(brake=1.0)
        yield
        rises += car.speed > before * (1.0 + 1e-12)
        before = car.speed
    return {"from_60": car.x / FOOT, "energy_rises": rises}


def parked(car: Car) -> Script:
    """Ten seconds with the brake on and the wheel at full lock: how far it drifted (m and rad)."""
    car.start()
    while car.time < 10.0:
        car.drive(steer=car.spec.steer_lock, brake=1.0)
        yield
    return {"drift": abs(car.x) + abs(car.y) + abs(car.heading)}
