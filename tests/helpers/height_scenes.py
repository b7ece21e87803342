"""A city with all that lies above and below the ground: a dual freeway on a deck with a ramp, a river with
bridges and a ramp into its bed; and a car that follows a route of links through the real world."""

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray
from sim_scenes import ahead_speed, control

from game.core.geometry import wrap
from game.core.snapshot import ANGLE, X, Y, Z
from game.level import roads as r
from game.level.city import City
from game.sim.world import World

HIGH_AND_LOW = """
[city]
name = "High and Low"
size = [700, 500]
seed = 3
merge = 16
style = "low"

[class]
street = {rank=4, lanes=2, lane=3.2, edge=0.6, walk=3.0, mph=30}
freeway = {rank=9, lanes=2, lane=3.6, edge=1.5, mph=55, height=6, dual=24}
ramp = {rank=3, lanes=1, lane=4.0, edge=1.0, mph=25, oneway=true}
bed = {rank=2, lanes=1, lane=4.0, edge=0, mph=20, kerb=false, surface="concrete", height=-5}

[style]
low = {lot=[14, 30], depth=30, front=1.0, deep=[14, 26], high=[5, 12], empty=0.1, parking=0.1}

[road.street]
"North St" = "40,440 660,440"
"South St" = "40,60 660,60"
"West St" = "40,60 40,440"
"Centre St" = "270,60 270,440"
"Rio St" = "590,60 590,440"
"East St" = "660,60 660,440"
"Bridge St" = "590,360 270,360"
"Freeway Bridge" = "270,240 660,240"

[road.freeway]
"Freeway" = {path="30,250 670,250", dead_end=true}

[road.ramp]
"Up" = "270,160,0 300,160,0 385,205,6 425,226,6 460,238,6"
"Down" = "225,262,6 190,275,6 145,295,6 60,340,0 40,340,0"

[road.bed]
"Bed" = {path="480,40 480,460", dead_end=true}
"Way Down" = "590,140,0 530,140,0 520,150,0 505,230,-5 480,250,-5"

[river]
"Rio" = {path="480,20 480,480", width=80, depth=5}
"""


def route(city: City, start: int, goal: int) -> list[int]:
    """The fewest links from one to the other, changing lanes only by driving on."""
    before = {start: -1}
    waiting = deque([start])
    while waiting:
        link = waiting.popleft()
        if link == goal:
            break
        first, count = city.roads.links[link, [r.NEXT, r.NEXT_COUNT]].tolist()
        beside = [k for k in city.roads.links[link, [r.LEFT, r.RIGHT]].tolist() if k >= 0]
        for onward in city.roads.next_links[first : first + count].tolist() + beside:
            if onward not in before:
                before[onward] = link
                waiting.append(onward)
    found = [goal]
    while before[found[-1]] >= 0:
        found.append(before[found[-1]])
    return found[::-1]


def lane_at(city: City, x: float, y: float, z: float, heading: float) -> int:
    roads = city.roads
    link, _, _ = r.locate(roads.links, roads.link_sizes, roads.points, roads.near, roads.point_link, x, y, z, heading)
    assert link >= 0
    return int(link)


def way(city: City, links: list[int]) -> NDArray[np.float64]:
    """The points of these links one after the other; where one changes lanes, only the later half."""
    pieces = []
    skip = 0
    for one, other in zip(links, [*links[1:], -1], strict=True):
        first, count = city.roads.links[one, [r.FIRST, r.COUNT]].tolist()
        beside = other in city.roads.links[one, [r.LEFT, r.RIGHT]].tolist() and other >= 0
        pieces.append(city.roads.points[first + skip : first + (count // 3 if beside else count)])
        skip = count // 3 + 4 if beside else 0
    return np.vstack(pieces)


def follow(world: World, row: int, points: NDArray[np.float64], speed: float, seconds: float) -> NDArray[np.float64]:
    """Drive a placed car along the points; answers its x, y, z at every tick."""
    track, near = [], 0
    for _ in range(int(seconds * 60)):
        car = world.cars[row]
        window = points[near : near + 30]
        near += int(np.argmin(np.hypot(window[:, 0] - car[X], window[:, 1] - car[Y])))
        ahead = points[min(near + 4, len(points) - 1)]
        off = wrap(math.atan2(ahead[1] - car[Y], ahead[0] - car[X]) - car[ANGLE])
        slow = ahead_speed(world, row) < speed
        control(world, row, max(-1.0, min(1.0, 2.0 * off)), 0.7 if slow else 0.0, 0.0 if slow else 0.3)
        world.step()
        track.append(world.cars[row, [X, Y, Z]].copy())
        if near >= len(points) - 5:
            break
    return np.array(track)
