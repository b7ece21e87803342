"""What a driver does in need: the double lane change, and the ways to turn round."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from game.ai.steering import slip_angle
from game.bench.proving.pad import Car, Script

# ISO 3888-1: a gate of 15 m, 30 m to change over, 25 m beside, 25 m to change back, and 30 m to end in.
GATES = (0.0, 15.0), (45.0, 70.0), (95.0, 125.0)  # m along the track
WIDER = 1.1, 1.2, 1.3  # each gate's width is so many car widths …
MARGIN = 0.25  # … and so many m
OFFSET = 3.5  # m from the first lane's middle to the second's
RUN_UP = 30.0  # m of straight before the first gate


@dataclass(frozen=True, slots=True)
class Line:
    """The driver's line: straight in the gates, smooth curves between, using the gates' length and width.

    He begins to leave a gate so many m before its end, has come into the next one so many s after its start,
    drives so many m to the left in each, and turns the wheel so many s before each curve."""

    leaves: tuple[float, float]
    arrives: tuple[float, float]
    sides: tuple[float, float, float]
    reaction: float


# Found by trying: the first for heavy cars, the second for nimble ones. As in any test, the best run counts.
LINES = (
    Line((8.9, 7.4), (0.382, 0.311), (-0.11, 3.268, 0.161), 0.216),
    Line((7.13, 6.76), (0.335, 0.313), (-0.091, 3.233, 0.233), 0.241),
)
# rad of wheel for each m beside the line (times speed²) and for each rad across it (times speed).
HOLD, ALIGN = 0.44, 4.4

ROUND = 180.0, 25.0  # degrees to turn, and how exactly
ROOM = 15.0  # m from where the turn begins to where it is done
HANDBRAKE_LEAD = 0.15  # s of steering before the handbrake
TURN_AGAIN = 4.0  # s in which the turn must be over


# ---- the double lane change
def wanted(line: Line, x: float, speed: float) -> tuple[float, float, float]:
    """(m to the left, slope, curvature in 1/m) of the line at x, for an entry speed in m/s."""
    for k in range(2):
        start, end = GATES[k][1] - line.leaves[k], GATES[k + 1][0] + line.arrives[k] * speed
        if x < end:
            y, slope, bend = _smooth((x - start) / (end - start))
            change = line.sides[k + 1] - line.sides[k]
            return line.sides[k] + change * y, change * slope / (end - start), change * bend / (end - start) ** 2
    return line.sides[2], 0.0, 0.0


def _smooth(share: float) -> tuple[float, float, float]:
    """From 0 to 1 without a jump of the curvature: value and two derivatives."""
    s = min(max(share, 0.0), 1.0)
    y = s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)
    return y, 30.0 * s * s * (1.0 - s) ** 2, 60.0 * s * (1.0 - s) * (1.0 - 2.0 * s)


def _follow(car: Car, line: Line, entry: float) -> float:
    """rad of wheel that a practised driver gives: the curve just ahead, and a little for being off his line.
    entry: m/s."""
    spec = car.spec
    _, _, bend = wanted(line, car.x - RUN_UP + line.reaction * car.speed, entry)
    y, slope, _ = wanted(line, car.x - RUN_UP, entry)
    lateral = bend * car.speed**2
    slip = slip_angle(lateral, spec.friction, spec.front_stiffness)
    slip -= slip_angle(lateral, spec.friction, spec.rear_stiffness)
    speed = max(car.speed, 6.0)
    back = HOLD / speed**2 * (y - car.y) + ALIGN / speed * (math.atan(slope) - car.course)
    return spec.wheelbase * bend + slip + back


def lane_change(speed: float, line: Line) -> Callable[[Car], Script]:
    """The script at this entry speed (m/s), with a steady throttle: clear (m left to the cones, negative: hit),
    a trace of (x, y)."""

    def script(car: Car) -> Script:
        car.start(speed)
        throttle = car.throttle_for(speed)
        clear, trace = math.inf, []
        while car.x < RUN_UP + GATES[-1][1] and car.time < 30.0 and abs(car.y) < 20.0:
            car.drive(steer=_follow(car, line, speed), throttle=throttle)
            yield
            trace.append((car.x - RUN_UP, car.y))
            clear = min(clear, _clearance(car))
        return {"clear": clear if car.x >= RUN_UP + GATES[-1][1] else -math.inf, "trace": trace}

    return script


def _clearance(car: Car) -> float:
    """m from the car's corners to the nearest cone of the gates that they are in."""
    spec, clear = car.spec, math.inf
    c, s = math.cos(car.heading), math.sin(car.heading)
    for along, across in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        a, b = 0.5 * along * spec.length, 0.5 * across * spec.width
        x, y = car.x + c * a - s * b - RUN_UP, car.y + s * a + c * b
        for (start, end), wider, middle in zip(GATES, WIDER, (0.0, OFFSET, 0.0), strict=True):
            if start <= x <= end:
                clear = min(clear, 0.5 * (wider * spec.width + MARGIN) - abs(y - middle))
    return clear


# ---- turning round
def bootlegger(speed: float) -> Callable[[Car], Script]:
    """Full lock and handbrake until the car has come round, then straight: see _come_round."""

    def script(car: Car) -> Script:
        car.start(speed)

        def controls() -> dict[str, Any]:
            far = car.turned
            return {"steer": car.spec.steer_lock if far < 140.0 else 0.0, "hand": float(far < 150.0)}

        return (yield from _come_round(car, controls))

    return script


def j_turn(speed: float) -> Callable[[Car], Script]:
    """Backwards, full lock with a little brake until the nose has come round, then straight."""

    def script(car: Car) -> Script:
        car.start(-speed)

        def controls() -> dict[str, Any]:
            far = car.turned
            return {"steer": car.spec.steer_lock if far < 130.0 else 0.0, "brake": 0.3 if far < 90.0 else 0.0}

        return (yield from _come_round(car, controls))

    return script


def _come_round(car: Car, controls: Callable[[], dict[str, Any]]) -> Script:
    """room: m from the start to where the car has turned by 155° (inf if it never does); turned: degrees
    in the end; a trace of (x, y)."""
    room, trace = math.inf, []
    while car.time < TURN_AGAIN and (car.speed > 0.3 or car.time < 1.0):
        car.drive(**controls())
        yield
        trace.append((car.x, car.y))
        if room == math.inf and car.turned >= ROUND[0] - ROUND[1]:
            room = math.hypot(car.x, car.y)
    return {"room": room, "turned": car.turned, "trace": trace}


def handbrake_turn(speed: float, seconds: float) -> Callable[[Car], Script]:
    """Full lock and, 0.15 s later, the handbrake; both let go `seconds` later: degrees turned in the end."""

    def script(car: Car) -> Script:
        car.start(speed)
        while car.time < TURN_AGAIN + seconds:
            held = car.time < HANDBRAKE_LEAD + seconds
            hand = float(held and car.time >= HANDBRAKE_LEAD)
            car.drive(steer=car.spec.steer_lock if held else 0.0, hand=hand)
            yield
        return {"turned": car.turned}

    return script
