"""What steering does: the steady circle (ISO 4138) and the step of the wheel (ISO 7401)."""

import math
from itertools import pairwise, takewhile

from game.bench.proving.pad import Car, Script
from game.core.constants import FOOT, GRAVITY, MPH

RADIUS = 200.0 * FOOT  # m, between the 30 and 100 m of ISO 4138
# rad of wheel for each m beside the circle (times speed²) and for each rad across it (times speed): a calm
# driver comes back within two seconds, whatever his speed.
BACK, ALIGN = 4.0, 6.0
FASTER = 0.2  # m/s²: how slowly the circle is driven faster
OFF = 1.5  # m beyond the circle: the tyres no longer hold it
STEADY = 12.0  # s after which the car has come onto the circle
AVERAGED = 30  # ticks over which the lateral acceleration is averaged
LINEAR = 0.1, 0.4  # g between which the understeer gradient is taken
STEP_SPEED = 60.0 * MPH
STEP_ACCELERATION = 0.4 * GRAVITY  # ISO 7401: 4 m/s²


def circle(car: Car) -> Script:
    """Round a skidpad, faster and faster, until the car can't hold it.

    understeer: deg/g of road wheel between 0.1 and 0.4 g; limit: g, the true lateral acceleration (speed
    times the rate at which the course turns); rises: whether it grows steadily up to there; a trace of
    (g, degrees of road wheel)."""
    spec = car.spec
    speed = 4.0
    car.start(speed)
    trace: list[tuple[float, float]] = []
    lateral: list[float] = []
    trim = 0.0
    while car.time < 120.0:
        off = math.hypot(car.x, car.y - RADIUS) - RADIUS
        if off > OFF and car.time > STEADY:
            break
        tangent = math.atan2(car.x, RADIUS - car.y)
        drift = math.atan2(math.sin(car.course - tangent), math.cos(car.course - tangent))
        back, align = BACK / max(car.speed, 6.0) ** 2, ALIGN / max(car.speed, 6.0)
        trim += 0.4 * back * off * car.world.dt
        wheel = math.atan(spec.wheelbase / RADIUS) + _understeer(car, RADIUS) + back * off - align * drift + trim
        speed += FASTER * car.world.dt if car.time > 6.0 else 0.0
        car.drive(steer=wheel, throttle=car.throttle_for(speed))
        course = car.course
        yield
        turned = car.course - course
        lateral.append(car.speed * math.atan2(math.sin(turned), math.cos(turned)) / car.world.dt / GRAVITY)
        if car.time > STEADY:
            trace.append((sum(lateral[-AVERAGED:]) / AVERAGED, math.degrees(car.wheel)))
    limit = max(g for g, _ in trace)
    upto = trace[: [g for g, _ in trace].index(limit) + 1]  # beyond it the car pushes or spins off
    return {"limit": limit, "trace": upto, **_gradient(upto)}


def _understeer(car: Car, radius: float) -> float:
    """rad of wheel that the tyres' slip needs on this circle, by their stiffness."""
    spec = car.spec
    return car.speed**2 / radius / GRAVITY * (1.0 / spec.front_stiffness - 1.0 / spec.rear_stiffness)


def _gradient(trace: list[tuple[float, float]]) -> dict[str, float | bool]:
    """understeer, and rises: whether it grows from each quarter of the way to the limit to the next."""
    most = 0.95 * max(g for g, _ in trace)
    trace = list(takewhile(lambda point: point[0] < most, trace))
    edges = [LINEAR[0] + (most - LINEAR[0]) * k / 4.0 for k in range(5)]
    slopes = [_slope(trace, low, high) for low, high in pairwise(edges)]
    rises = all(after > 0.95 * before > 0.0 for before, after in pairwise(slopes))
    return {"understeer": _slope(trace, *LINEAR), "rises": rises}


def _slope(trace: list[tuple[float, float]], low: float, high: float) -> float:
    """Least squares, degrees of wheel for each g, between these two."""
    part = [(g, wheel) for g, wheel in trace if low <= g <= high]
    middle = sum(g for g, _ in part) / len(part)
    return sum((g - middle) * wheel for g, wheel in part) / sum((g - middle) ** 2 for g, _ in part)


def step_speed(car: Car) -> float:
    """m/s at which the wheel is stepped: 60 mph, less for cars that hardly reach it."""
    return min(STEP_SPEED, 0.9 * car.spec.top_speed)


def step_steer(car: Car) -> Script:
    """The wheel thrown over for 0.4 g at 60 mph and held.

    t90: s from half of the steering to 90 % of the steady yaw rate; overshoot: share of it; least: lowest
    yaw rate after the step, rad/s; a trace of (s, rad/s)."""
    spec, speed = car.spec, step_speed(car)
    car.start(speed)
    slip = (1.0 / spec.front_stiffness - 1.0 / spec.rear_stiffness) / GRAVITY
    wheel = STEP_ACCELERATION * (spec.wheelbase / speed**2 + slip)
    trace: list[tuple[float, float]] = []
    began = 0.0
    while car.time < 5.0:
        car.drive(steer=wheel if car.time >= 1.0 else 0.0, throttle=car.throttle_for(speed))
        yield
        if began == 0.0 and car.wheel >= 0.5 * wheel:
            began = car.time
        trace.append((car.time, car.yaw_rate))
    steady = sum(rate for time, rate in trace if time > 4.0) / sum(time > 4.0 for time, _ in trace)
    t90 = next(time for time, rate in trace if rate >= 0.9 * steady) - began
    rates = [rate for _, rate in trace]
    return {"t90": t90, "overshoot": max(rates) / steady - 1.0, "least": min(rates), "trace": trace}
