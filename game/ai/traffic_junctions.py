"""Right of way: who may enter a junction, and when.

A driver claims the connector he wants; he is granted it when nobody is on a connector that crosses or
joins it, nobody before him in order wants one, and there is room beyond to leave the junction again.
Claims are heard one car after the other, so that two can never be granted against each other.
"""

import math

from game.ai.steering import T_LENGTH
from game.ai.traffic_following import JAM_GAP, Sight, will_not_move
from game.ai.traffic_state import (
    CLAIM,
    CLAIM_AT,
    DRIVING,
    GRANT,
    GRANTED,
    HELD,
    LINKS,
    MODE,
    OWNER,
    ROUTE,
    ROW,
    RULE,
    STILL,
    STOP_SIGN,
    STOPPED,
    WAITED,
    Fleet,
    Net,
    S,
    Scene,
)
from game.core.kernel import kernel
from game.core.snapshot import ACTIVE, VX, VY, X, Y
from game.level.roads import (
    CONFLICT,
    CONFLICT_COUNT,
    CONNECTOR,
    COUNT,
    FIRST,
    GREEN,
    JUNCTION,
    KIND,
    LENGTH,
    NEXT,
    P_X,
    P_Y,
    RANK,
    TURN,
    TURN_RIGHT,
    TURN_STRAIGHT,
    signal_phase,
)

LEAVE_ROOM = 3.0  # m free beyond the own length on the other side
AT_LINE = 10.0  # m: nearer than this a slow driver counts as waiting at the line
SHRINK = 0.03  # critical gaps shrink by 3 % for each second waited (Highway Capacity Manual gaps below)
GAP_LEFT_MAJOR = 4.1  # s, a left turn off the major street, across what comes the other way
GAP_RIGHT, GAP_THROUGH, GAP_LEFT = 6.2, 6.5, 7.1  # s, from a minor street
RANK_WORTH = 8.0  # s of waiting that one rank of street outweighs
STRAIGHT_WORTH, RIGHT_WORTH = 4.0, 2.0  # s that going straight, or right, outweighs before a left turn
GIVE_UP_GRANT = 5.0  # s of standing with leave to go: then it is somebody else's turn
STUCK_INSIDE = 15.0  # s: who has stood this long in a junction no longer closes it; the corridor still sees him
LIGHT_BRAKING = 3.0  # m/s²: who would have to brake harder for a light goes on (amber lasts 3.5 s)
STANDING, AT_SIGN = 0.5, 4.0  # m/s, and m before the line: who is slower there has stopped at the sign
OTHERS_TIME = 4.0  # s: keep clear of police and getaway cars that will cross within this
OTHERS_MISS = 8.0  # m from the junction's middle within which they count as crossing


@kernel
def ask_distance(speed: float) -> float:
    """m before the line at which a driver must know whether he may go: comfortable braking and a little."""
    return 8.0 + 0.5 * speed + speed * speed / 4.0


@kernel
def conflicting(net: Net, a: int, b: int) -> bool:
    """Whether connectors a and b cross or join."""
    if net.links[a, JUNCTION] != net.links[b, JUNCTION]:
        return False
    m = net.links[a, CONFLICT]
    last = m + net.links[a, CONFLICT_COUNT]
    while m < last and net.others[m] != b:
        m += 1
    return bool(m < last)


@kernel
def critical_gap(net: Net, link: int, other: int, waited: float) -> float:
    """s: how far in time somebody with right of way must be, to go before him."""
    gap = GAP_LEFT_MAJOR
    if net.links[link, RANK] < net.links[other, RANK]:
        turn = net.links[link, TURN]
        gap = GAP_THROUGH if turn == TURN_STRAIGHT else (GAP_RIGHT if turn == TURN_RIGHT else GAP_LEFT)
    return max(gap * (1.0 - SHRINK * waited), 1.0)


@kernel
def standing_order(net: Net, link: int, waited: float) -> float:
    """The higher goes first: rank of the street, then straight on before turns, then who waits longer.
    One number for all, so that no ring of drivers can wait for each other."""
    turn = net.links[link, TURN]
    worth = STRAIGHT_WORTH if turn == TURN_STRAIGHT else (RIGHT_WORTH if turn == TURN_RIGHT else 0.0)
    return float(RANK_WORTH * net.links[link, RANK] + worth + waited)


@kernel
def next_line(net: Net, fleet: Fleet, i: int) -> tuple[int, float]:
    """(k, m): the place in car i's route of the first connector it has no leave to enter, and how far
    its line is from the car's front; (-1, 1e3) if there is none."""
    plan = fleet.plan
    at = -fleet.state[i, S]
    granted = False
    for k in range(plan[i, LINKS]):
        link = plan[i, ROUTE + k]
        if k > 0 and net.links[link, KIND] == CONNECTOR:
            if granted or link != plan[i, GRANT]:
                return k, at
            granted = True
        at += net.sizes[link, LENGTH]
    return -1, 1e3


@kernel
def room_beyond(net: Net, fleet: Fleet, scene: Scene, i: int, k: int) -> bool:
    """Whether car i, crossing by route[k], finds room to leave the junction on the other side."""
    plan, state, bodies, tags = fleet.plan, fleet.state, fleet.bodies, scene.tags
    if k + 1 >= plan[i, LINKS]:
        return True
    lane = plan[i, ROUTE + k + 1]
    need = bodies[plan[i, ROW], T_LENGTH] + LEAVE_ROOM
    free = 1e3
    for j in range(len(plan)):
        if j == i or tags[plan[j, ROW], ACTIVE] == 0:
            continue
        length = bodies[plan[j, ROW], T_LENGTH]
        if plan[j, ROUTE] == lane:
            speed = math.sqrt(scene.cars[plan[j, ROW], VX] ** 2 + scene.cars[plan[j, ROW], VY] ** 2)
            free = min(free, state[j, S] - 0.5 * length + 2.0 * speed)
        elif _leads_to(net, plan[j, HELD], lane) or _leads_to(net, plan[j, GRANT], lane):
            need += length + JAM_GAP
    if free > 100.0 and need < 20.0:
        free = min(free, _others_room(net, fleet, scene, lane))
    return bool(free > need or (free > 100.0 and net.sizes[lane, LENGTH] < need < 12.0))


@kernel
def _leads_to(net: Net, connector: int, lane: int) -> bool:
    """Whether this connector (-1 for none) leads to that lane."""
    return bool(connector >= 0 and net.others[net.links[connector, NEXT]] == lane)


@kernel
def _others_room(net: Net, fleet: Fleet, scene: Scene, lane: int) -> float:
    """m of `lane` before the first car that stands on it and is not civilian; 1e3 if none within 20 m."""
    cars = scene.cars
    first = net.links[lane, FIRST]
    last = min(first + 11, first + net.links[lane, COUNT])
    for j in range(len(cars)):
        if fleet.bodies[j, OWNER] >= 0.0 or scene.tags[j, ACTIVE] == 0:
            continue
        if abs(cars[j, X] - net.points[first, P_X]) + abs(cars[j, Y] - net.points[first, P_Y]) > 40.0:
            continue
        for p in range(first, last):
            dx, dy = cars[j, X] - net.points[p, P_X], cars[j, Y] - net.points[p, P_Y]
            if dx * dx + dy * dy < 4.0 and will_not_move(fleet, scene, j):
                return float(max(2.0 * (p - first) - 3.0, 0.0))
    return 1e3


@kernel
def others_clear(net: Net, fleet: Fleet, scene: Scene, link: int) -> bool:
    """Whether no police or getaway car is about to cross the middle of this connector."""
    cars = scene.cars
    middle = net.links[link, FIRST] + net.links[link, COUNT] // 2
    for j in range(len(cars)):
        if fleet.bodies[j, OWNER] >= 0.0 or scene.tags[j, ACTIVE] == 0:
            continue
        vx, vy = cars[j, VX], cars[j, VY]
        speed2 = vx * vx + vy * vy
        if speed2 < 9.0:
            continue
        dx, dy = net.points[middle, P_X] - cars[j, X], net.points[middle, P_Y] - cars[j, Y]
        time = (dx * vx + dy * vy) / speed2
        miss = abs(dx * vy - dy * vx) / math.sqrt(speed2)
        if -0.5 < time < OTHERS_TIME and miss < OTHERS_MISS:
            return False
    return True


@kernel
def right_of_way(net: Net, fleet: Fleet, scene: Scene, i: int, link: int) -> bool:
    """Whether no other civilian car keeps car i from entering connector `link` now."""
    plan, state = fleet.plan, fleet.state
    order = standing_order(net, link, state[i, WAITED])
    for j in range(len(plan)):
        if j == i or plan[j, MODE] != DRIVING:
            continue
        held, granted, claim = plan[j, HELD], plan[j, GRANT], plan[j, CLAIM]
        if held >= 0 and state[j, STILL] < STUCK_INSIDE and conflicting(net, link, held):
            return False
        if granted >= 0 and conflicting(net, link, granted):
            return False
        if claim < 0 or not conflicting(net, link, claim):
            continue
        theirs = standing_order(net, claim, state[j, WAITED])
        if theirs < order or (theirs == order and j > i):
            continue
        row = plan[j, ROW]
        speed = math.sqrt(scene.cars[row, VX] ** 2 + scene.cars[row, VY] ** 2)
        time = 0.0 if state[j, CLAIM_AT] < AT_LINE else state[j, CLAIM_AT] / max(speed, 1.0)
        if time < critical_gap(net, link, claim, state[i, WAITED]):
            return False
    return True


@kernel
def is_green(net: Net, scene: Scene, link: int) -> bool:
    """Whether no light keeps a driver from connector `link` now."""
    rule = net.links[link, RULE]
    return bool(rule < 0 or rule == STOP_SIGN or signal_phase(net.links[link, JUNCTION], rule, scene.tick) == GREEN)


@kernel
def obeys(net: Net, fleet: Fleet, scene: Scene, i: int, link: int, speed: float, line: float) -> bool:
    """Whether light and sign let car i enter connector `link`, `line` m ahead: at green, or when it cannot stop
    any more; at a sign once it has stood there."""
    if net.links[link, RULE] == STOP_SIGN:
        if speed < STANDING and line < AT_SIGN:
            fleet.state[i, STOPPED] = link
        return bool(fleet.state[i, STOPPED] == link)
    return bool(is_green(net, scene, link) or line < speed * speed / (2.0 * LIGHT_BRAKING))


@kernel
def _heed_light(net: Net, fleet: Fleet, scene: Scene, i: int, speed: float, half: float) -> None:
    """Give back the leave to enter a junction whose light is green no more, where the car can still stop."""
    plan = fleet.plan
    granted = plan[i, GRANT]
    if granted < 0 or plan[i, HELD] == granted or is_green(net, scene, granted):
        return
    plan[i, GRANT] = -1
    k, at = next_line(net, fleet, i)
    if k < 0 or plan[i, ROUTE + k] != granted or at - half < speed * speed / (2.0 * LIGHT_BRAKING):
        plan[i, GRANT] = granted


@kernel
def mind_junction(net: Net, fleet: Fleet, scene: Scene, i: int, speed: float, sight: Sight, dt: float) -> float:
    """Claim, ask for and give back leave to enter the next junction. Returns m from the front of car i to
    the line where it has to stop, or 1e3."""
    plan, state = fleet.plan, fleet.state
    half = 0.5 * fleet.bodies[plan[i, ROW], T_LENGTH]
    if plan[i, GRANT] >= 0:
        state[i, GRANTED] = state[i, GRANTED] + dt if speed < 0.5 else 0.0
        if state[i, GRANTED] > GIVE_UP_GRANT:
            plan[i, GRANT] = -1
            state[i, WAITED] = 0.0
    _heed_light(net, fleet, scene, i, speed, half)
    k, at = next_line(net, fleet, i)
    line = float(at - half)
    plan[i, CLAIM] = -1
    if k < 0 or line > ask_distance(speed) + 40.0:
        return 1e3
    link = plan[i, ROUTE + k]
    state[i, CLAIM_AT] = max(line, 0.0)
    if plan[i, GRANT] >= 0 or not _first_in_lane(fleet, scene, sight, line):
        return line if line < ask_distance(speed) else 1e3
    if not obeys(net, fleet, scene, i, link, speed, line):
        state[i, WAITED] = 0.0
        return line if line < ask_distance(speed) else 1e3
    if line > ask_distance(speed):
        plan[i, CLAIM] = link
        return 1e3
    if line < AT_LINE and speed < 2.0:
        state[i, WAITED] += dt
    if not room_beyond(net, fleet, scene, i, k):
        return line
    plan[i, CLAIM] = link
    if right_of_way(net, fleet, scene, i, link) and others_clear(net, fleet, scene, link):
        plan[i, CLAIM], plan[i, GRANT] = -1, link
        state[i, STOPPED] = -1.0
        state[i, GRANTED] = 0.0
        state[i, WAITED] = 0.0
        return next_line_after(net, fleet, i, half, speed)
    return line


@kernel
def next_line_after(net: Net, fleet: Fleet, i: int, half: float, speed: float) -> float:
    """m to the line of the junction after the one just granted, if near enough to matter."""
    k, at = next_line(net, fleet, i)
    return at - half if k >= 0 and at - half < ask_distance(speed) else 1e3


@kernel
def _first_in_lane(fleet: Fleet, scene: Scene, sight: Sight, line: float) -> bool:
    """Whether nobody who has yet to ask is between the car and its line."""
    if sight.lead < 0 or sight.gap > line:
        return True
    k = int(fleet.bodies[sight.lead, OWNER])
    if k < 0:
        return not will_not_move(fleet, scene, sight.lead)
    return bool(fleet.plan[k, GRANT] >= 0 or fleet.plan[k, HELD] >= 0)
