"""Cars and people between two snapshots, ready to draw, and the lights they carry."""

import math
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    BROKEN,
    BROKEN_HEAD_LEFT,
    BROKEN_HEAD_RIGHT,
    BROKEN_TAIL_LEFT,
    BROKEN_TAIL_RIGHT,
    LIGHT_BAR,
    LIGHT_BRAKE,
    LIGHT_HEAD,
    LIGHT_REVERSE,
    LIGHTS,
    MODEL,
    P_CAR,
    P_HEADING,
    P_LOOK,
    P_STATE,
    P_X,
    P_Y,
    PERSON_ABOARD,
    PERSON_INSIDE,
    ROLE,
    Snapshot,
    X,
    Y,
    Z,
)
from game.view.decks import Decks
from game.view.eye import Batch, Eye, centred
from game.view.figures import FLAT, look_of, pose_of
from game.view.fleet import Fleet, Look
from game.view.kit import Kit
from game.view.light import COARSE

JUMP = 12.0  # m: a car that moved further in a tick was placed anew, not driven
STROBE = 11  # ticks of each colour of a police bar
SIDES = ((-1, BROKEN_HEAD_LEFT, BROKEN_TAIL_LEFT), (1, BROKEN_HEAD_RIGHT, BROKEN_TAIL_RIGHT))
GHOST = 110  # of 255: how strongly the player's car shows through a deck
PM, ADD = pygame.BLEND_PREMULTIPLIED, pygame.BLEND_RGB_ADD


@dataclass(slots=True)
class Actor:
    """One car: plan metres, angle as in the world. upper: drawn over the decks; covered: a deck hides it."""

    row: int
    x: float
    y: float
    angle: float
    role: int
    lights: int
    broken: int
    look: Look
    upper: bool
    covered: bool


def between(before: Snapshot, now: Snapshot, share: float) -> NDArray[np.float64]:
    """x, y, z, angle (n, 4) of all cars at a share of the way from one snapshot to the next."""
    columns = [X, Y, Z, ANGLE]
    old, new = before.cars[:, columns], now.cars[:, columns]
    if old.shape != new.shape:
        return new.copy()
    step = new - old
    step[:, 3] = (step[:, 3] + math.pi) % (2 * math.pi) - math.pi
    step[np.hypot(step[:, 0], step[:, 1]) > JUMP] = 0.0
    placed = new - step * (1.0 - share)
    return np.where(np.isfinite(placed), placed, 0.0)


def actors(
    now: Snapshot, places: NDArray[np.float64], fleet: Fleet, decks: Decks, height: float, hidden: tuple[int, ...] = ()
) -> list[Actor]:
    """The cars in the world, except `hidden` rows."""
    out: list[Actor] = []
    tags = now.tags.tolist()
    for row, (x, y, z, angle) in enumerate(places.tolist()):
        tag = tags[row]
        if not tag[ACTIVE] or row in hidden:
            continue
        deck = decks.surface_at(x, y)
        upper, covered = decks.relation(deck, z)
        look = fleet.look(row, tag[ROLE], tag[MODEL])
        out.append(Actor(row, x, height - y, angle, tag[ROLE], tag[LIGHTS], tag[BROKEN], look, upper, covered))
    return out


class Cast:
    """Draws actors: bodies into the picture, beams into the light map, glows over everything."""

    def __init__(self, kit: Kit, decks: Decks, height: float) -> None:
        self.kit, self.decks, self.height = kit, decks, height

    def place(self, actor: Actor, eye: Eye) -> tuple[float, float]:
        return (actor.x - eye.x) * eye.scale + eye.width / 2, (actor.y - eye.y) * eye.scale + eye.height / 2

    def visible(self, cast: list[Actor], eye: Eye, margin: float) -> list[tuple[Actor, float, float]]:
        """Actors within `margin` metres of the picture, with their pixels."""
        edge = margin * eye.scale
        placed = [(actor, *self.place(actor, eye)) for actor in cast]
        return [p for p in placed if -edge < p[1] < eye.width + edge and -edge < p[2] < eye.height + edge]

    def draw_bodies(self, surface: pygame.Surface, cast: list[tuple[Actor, float, float]]) -> None:
        shadows: Batch = []
        cars: Batch = []
        drop = 0.3 * self.kit.scale
        for actor, x, y in cast:
            shade, dx, dy = self.kit.shadow(actor.look).at(actor.angle)
            shadows.append((shade, (x + dx + drop * 0.7, y + dy + drop)))
            car, dx, dy = self.kit.car(actor.look).at(actor.angle)
            cars.append((car, (x + dx, y + dy)))
        surface.fblits(shadows, PM)
        surface.fblits(cars, PM)

    def draw_ghost(self, surface: pygame.Surface, actor: Actor, eye: Eye) -> None:
        """The player under a deck shows through it."""
        car, dx, dy = self.kit.car(actor.look).at(actor.angle)
        ghost = car.copy()
        ghost.fill((GHOST,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
        x, y = self.place(actor, eye)
        surface.blit(ghost, (x + dx, y + dy), special_flags=PM)

    def draw_people(self, surface: pygame.Surface, snapshot: Snapshot, eye: Eye) -> None:
        """Those on foot: a body that goes where it goes, under a head that looks where it looks."""
        seq: Batch = []
        across, down = eye.width / 2 + eye.scale, eye.height / 2 + eye.scale
        for row, person in enumerate(snapshot.people.tolist()):
            if person[P_STATE] in (PERSON_INSIDE, PERSON_ABOARD) or person[P_CAR] >= 0:
                continue
            x, y = (person[P_X] - eye.x) * eye.scale, (self.height - person[P_Y] - eye.y) * eye.scale
            if -across < x < across and -down < y < down:  # not so for what is not a number
                self._person(seq, row, person, snapshot.tick, (x + eye.width / 2, y + eye.height / 2))
        surface.fblits(seq, PM)

    def _person(self, seq: Batch, row: int, person: list[float], tick: int, at: tuple[float, float]) -> None:
        figures, look = self.kit.figures, look_of(row, person)
        pose = pose_of(row, person, tick)
        body, dx, dy = figures.body(look, pose).at(person[P_HEADING])
        seq.append((body, (at[0] + dx, at[1] + dy)))
        if pose not in FLAT:
            head, dx, dy = figures.head(look).at(person[P_LOOK])
            seq.append((head, (at[0] + dx, at[1] + dy)))

    def light_pools(self, cast: list[Actor], eye: Eye, own: int, tick: int) -> tuple[Batch, Batch]:
        """What the cars' lights add to the light map: of those on the ground, and of those on decks."""
        low: Batch = []
        high: Batch = []
        for actor, px, py in self.visible(cast, eye, 38.0):
            x, y = px / COARSE, py / COARSE
            self._pools_of(high if actor.upper else low, actor, (x, y), actor.row == own, tick)
        return low, high

    def _pools_of(self, seq: Batch, actor: Actor, at: tuple[float, float], own: bool, tick: int) -> None:
        kit = self.kit
        reach = actor.look.length * 0.44 * kit.scale / COARSE
        cos, sin = math.cos(actor.angle) * reach, -math.sin(actor.angle) * reach
        if actor.lights & LIGHT_HEAD:
            beam, dx, dy = (kit.own_head if own else kit.head).at(actor.angle)
            seq.append((beam, (at[0] + cos + dx, at[1] + sin + dy)))
        if actor.lights & LIGHT_BRAKE:
            seq.append(centred(kit.brake_pool, at[0] - cos * 1.4, at[1] - sin * 1.4))
        if actor.lights & LIGHT_BAR:
            seq.append(centred(kit.red_pool if _is_red(actor.row, tick) else kit.blue_pool, *at))
        if own:
            seq.append(centred(kit.own_pool, *at))

    def glows(self, cast: list[tuple[Actor, float, float]], tick: int) -> Batch:
        """Lamps one looks into. Under a deck's edge only the end that can be seen glows."""
        seq: Batch = []
        for actor, x, y in cast:
            if not actor.covered or actor.upper:
                self._glows_of(seq, actor, x, y, tick)
        return seq

    def _glows_of(self, seq: Batch, actor: Actor, x: float, y: float, tick: int) -> None:
        kit, scale = self.kit, self.kit.scale
        cos, sin = math.cos(actor.angle), -math.sin(actor.angle)
        reach, side = actor.look.length * 0.48 * scale, actor.look.width * 0.3 * scale
        nose, tail = (x + cos * reach, y + sin * reach), (x - cos * reach, y - sin * reach)
        if actor.lights & LIGHT_HEAD:
            beam, dx, dy = kit.beam.at(actor.angle)
            seq.append((beam, (nose[0] + dx, nose[1] + dy)))
        rear = kit.brake_glow if actor.lights & LIGHT_BRAKE else kit.tail_glow
        for sign, head, tail_lamp in SIDES:
            q = sign * side
            if actor.lights & LIGHT_HEAD and not actor.broken & head:
                seq.append(centred(kit.head_glow, nose[0] - sin * q, nose[1] + cos * q))
            if actor.lights & (LIGHT_HEAD | LIGHT_BRAKE) and not actor.broken & tail_lamp:
                seq.append(centred(rear, tail[0] - sin * q, tail[1] + cos * q))
            if actor.lights & LIGHT_REVERSE:
                seq.append(centred(kit.reverse_glow, tail[0] - sin * q * 0.7, tail[1] + cos * q * 0.7))
        if actor.lights & LIGHT_BAR:
            red = _is_red(actor.row, tick)
            q = 0.5 * scale * (-1 if red else 1)
            x, y = x - cos * 0.28 * scale - sin * q, y - sin * 0.28 * scale + cos * q
            seq.append(centred(kit.red_glow if red else kit.blue_glow, x, y))


def _is_red(row: int, tick: int) -> bool:
    """Each bar has its own beat, so that a column of police flickers."""
    return (tick + row * 7) // STROBE % 2 == 0
