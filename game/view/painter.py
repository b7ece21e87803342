"""The whole picture of a moment: the stage through the camera, signs over it, and the HUD."""

import math
from collections.abc import Iterable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.core.command import ACTIONS, DUCK, LIGHTS_OFF
from game.core.constants import DT
from game.core.events import Event
from game.core.snapshot import (
    ACTIVE,
    ANGLE,
    BROKEN,
    DAMAGE,
    GEAR,
    POLICE,
    ROLE,
    RPM,
    SWITCH,
    VX,
    VY,
    Snapshot,
    X,
    Y,
    Z,
)
from game.level.model import Level
from game.level.parked import parked_in
from game.level.roads import street_name
from game.view import camera as lens
from game.view import markers
from game.view.actors import Actor, actors, between
from game.view.ahead import Ahead
from game.view.bakery import open_bakery
from game.view.blackboard import Blackboard
from game.view.camera import Camera
from game.view.effects import Skids
from game.view.eye import Eye
from game.view.fleet import Fleet
from game.view.hud import SURE, Hud, Reading, clock_text
from game.view.hurt import hurt_parts
from game.view.minimap import Minimap
from game.view.onlookers import onlookers, surest
from game.view.palette import MUSTARD, ORANGE, mood_at
from game.view.quality import Quality
from game.view.scenery import Scenery
from game.view.stage import Stage

STREET_EVERY = 15  # ticks
GOAL_RADIUS = 4.0  # m of the ring around a goal that is not a hideout
DRIVER_ROW = 0  # of Snapshot.sees


class Painter:
    """Draws snapshots of one job for one side. Reads them only; its memory is marks, smoke and the camera.

    size: pixels of the surfaces it will be given. A display mode must be set before.
    """

    def __init__(self, level: Level, size: tuple[int, int], side: str = "driver") -> None:
        self.level, self.city, self.size, self.police = level, level.city, size, side == "police"
        self.mood = mood_at(level.heist.hour)
        self.scenery = Scenery(level.city, self.mood, parked_in(level.city, level.heist))
        self.fleet = Fleet(level.cars)
        self.board: Blackboard | None = None  # what the police know, for the player on their side
        self.fallen = 0
        self.near = Stage(self.scenery, lens.NEAR, size)
        self.far = Stage(self.scenery, lens.FAR, size)
        self.ahead = Ahead((self.near, self.far))
        self.zoomed = pygame.Surface(size).convert()
        self.hud = Hud(size)
        self.map = Minimap(level.city, self.hud.boxes["map"].w - 12)
        self.vignette = _vignette(size)
        self.reset()

    def reset(self) -> None:
        """Forget the last run: its marks, its smoke, its messages and where the camera was."""
        self.camera = Camera()
        self.clock = -1.0  # tick and share of the last picture
        self.noted = -1
        self.street, self.street_tick = "", -STREET_EVERY
        self.last_seen: tuple[float, float] | None = None
        self.hud.messages.lines.clear()
        self.ahead.forget()
        for stage in (self.near, self.far):
            for cell in self.scenery.skids.cells:
                stage.store.forget(("ground", *cell))
                stage.store.forget(("deck", *cell))
        self.scenery.skids = Skids()
        self.scenery.smoke.puffs.clear()

    def use(self, quality: Quality) -> None:
        """Draw at this quality from now on."""
        self.near.quality = self.far.quality = quality

    def start_helper(self) -> None:
        """Have a process beside this one paint what comes next, until close(); without it, or where there is
        but one processor, that is done in slices between the pictures."""
        heist, scales = self.level.heist, (self.near.scale, self.far.scale)
        self.ahead.bakery = open_bakery(self.city, heist.hour, parked_in(self.city, heist), scales)

    def close(self) -> None:
        """End the helper, if there is one. The painter may still be used."""
        if self.ahead.bakery is not None:
            self.ahead.bakery.close()

    def tell(self, events: Iterable[Event]) -> None:
        """Show these events as messages."""
        for event in events:
            self.hud.messages.tell(event)

    def own_row(self, now: Snapshot) -> int:
        """The car that the player sits in."""
        units = np.flatnonzero(now.tags[:, ROLE] == POLICE)
        return int(units[0]) if self.police and len(units) else now.status.driver_car

    def prepare(self, now: Snapshot) -> None:
        """Paint all that the first picture shows, however long it takes."""
        self._follow(now, now.cars[:, [X, Y]], self.own_row(now), 0.0)
        stage = self.near if self.camera.zoom == 0.0 else self.far
        eye = stage.eye(self.camera.x, self.camera.y, self.size)
        stage.store.finish(stage.shown(eye))

    @property
    def missing(self) -> int:
        """Cells that the last picture showed unpainted."""
        return (self.near if self.camera.zoom == 0.0 else self.far).missing

    @property
    def waiting(self) -> bool:
        """Whether the helper is still starting, or anything that was wanted is not yet painted."""
        return self.ahead.waiting

    def draw(self, surface: pygame.Surface, before: Snapshot, now: Snapshot, share: float, hud: bool = True) -> None:
        """Draw the moment at `share` (0 … 1) of the way from `before` to `now`."""
        places = between(before, now, share)
        own = self.own_row(now)
        self._note(now)
        cast = actors(now, places, self.fleet, self.scenery.decks, self.city.height, self._hidden(now))
        self._follow(now, places, own, now.tick + share)
        self._draw_stage(surface, cast, own, now)
        if self.mood.haze != (0, 0, 0):
            surface.fill(self.mood.haze, special_flags=pygame.BLEND_RGB_ADD)
        if self.mood.lit and self.near.quality.vignette:
            surface.blit(self.vignette, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        if hud and places.shape[0] > own:
            self._draw_hud(surface, cast, own, now)
        self._paint_ahead(now.cars[own, VX], -now.cars[own, VY])

    # ---- what is remembered from picture to picture
    def _note(self, now: Snapshot) -> None:
        if now.tick == self.noted:
            return
        self.noted = now.tick
        height = self.city.height
        self.scenery.skids.note(now, height, self.scenery.decks)
        self.scenery.smoke.note(now, height, self.scenery.decks)
        fresh = self.scenery.skids.take_fresh()
        self.near.mark_skids(fresh)
        self.far.mark_skids(fresh)
        if len(now.fallen) != self.fallen:
            self._fell(now.fallen)
        target = now.cars[now.status.driver_car]
        if seen_by_police(now, now.status.driver_car):
            self.last_seen = (float(target[X]), height - float(target[Y]))

    def _fell(self, fallen: NDArray[np.int32]) -> None:
        """Props were knocked over since the last picture, or a new run has them all standing again."""
        self.fallen = len(fallen)
        cells = self.scenery.fell(fallen)
        self.ahead.fell(fallen)
        self.near.relight(cells)
        self.far.relight(cells)

    def _hidden(self, now: Snapshot) -> tuple[int, ...]:
        """For the police, the getaway car while no unit sees it."""
        row = now.status.driver_car
        return (row,) if self.police and not seen_by_police(now, row) else ()

    def _follow(self, now: Snapshot, places: NDArray[np.float64], own: int, clock: float) -> None:
        seconds = max(0.0, min(0.1, (clock - self.clock) * DT)) if self.clock >= 0 else 0.0
        self.clock = clock
        x, y = float(places[own, 0]), self.city.height - float(places[own, 1])
        self.camera.follow(x, y, float(now.cars[own, VX]), -float(now.cars[own, VY]), seconds)

    def _paint_ahead(self, vx: float, vy: float) -> None:
        first = 0 if self.camera.zoom == 0.0 else 1
        self.ahead.look(first, self.size, (self.camera.x, self.camera.y), (vx, vy))
        self.ahead.paint(first)
        self.map.draw_ahead()

    # ---- the picture
    def _draw_stage(self, surface: pygame.Surface, cast: list[Actor], own: int, now: Snapshot) -> None:
        cam, (w, h) = self.camera, self.size
        stage = self.near if cam.zoom == 0.0 else self.far
        if cam.zoom in (0.0, 1.0):
            stage.draw(surface, stage.eye(cam.x, cam.y, self.size), cast, own, now)
            return
        part = (min(w, math.ceil(w * lens.FAR / cam.scale)), min(h, math.ceil(h * lens.FAR / cam.scale)))
        sheet = self.zoomed.subsurface((0, 0, *part))
        stage.draw(sheet, stage.eye(cam.x, cam.y, part), cast, own, now)
        enlarge = pygame.transform.smoothscale if stage.quality.smooth_zoom else pygame.transform.scale
        enlarge(sheet, self.size, surface)

    def _draw_hud(self, surface: pygame.Surface, cast: list[Actor], own: int, now: Snapshot) -> None:
        car, status = now.cars[own], now.status
        height = self.city.height
        eye = Eye(self.camera.x, self.camera.y, self.camera.scale, *self.size)
        here = (float(car[X]), height - float(car[Y]))
        goal = self._goal(now)
        self._draw_signs(surface, eye, cast, now, goal)
        self.hud.shade(surface)
        reading = Reading(
            status,
            now.tick,
            math.hypot(car[VX], car[VY]),
            float(car[DAMAGE]),
            hurt_parts(car.tolist(), int(now.tags[own, BROKEN])),
            self._street_at(now.tick, *car[[X, Y, Z, ANGLE]].tolist()),
            clock_text(self.level.heist.hour, status.seconds),
            self.police,
            (goal[0] - here[0], goal[1] - here[1]) if goal else None,
            float(car[RPM]),
            int(car[GEAR]),
            surest(self.level.heist, now),
            bool(now.controls[own, ACTIONS] & DUCK),
            bool(now.controls[own, ACTIONS] & LIGHTS_OFF) and self.mood.lit,
            self.board,
        )
        self.hud.draw(surface, reading)
        self._draw_map(surface, cast, own, now, goal)

    def _goal(self, now: Snapshot) -> tuple[float, float] | None:
        """Where to go, plan metres: the driver's objective, or where the police last saw him."""
        if self.police:
            return self.last_seen or self._told_place(now)
        x, y = now.status.objective
        return (x, self.city.height - y) if math.isfinite(x) and math.isfinite(y) else None

    def _told_place(self, now: Snapshot) -> tuple[float, float] | None:
        """Where the last call put him, plan metres."""
        if self.board:
            x, y = self.board.place or (math.nan, math.nan)
        else:
            x, y = self.level.heist.kerb[:2] if now.status.alert not in ("quiet", "cold") else (math.nan, math.nan)
        return (x, self.city.height - y) if math.isfinite(x) else None

    def _draw_signs(
        self, surface: pygame.Surface, eye: Eye, cast: list[Actor], now: Snapshot, goal: tuple[float, float] | None
    ) -> None:
        """The ring at the goal, and arrows toward what is off the screen."""
        places = ["headline", "street", "speed", "signs", "map"]
        places += ["messages"] if self.hud.messages.current(now.tick) else []
        boxes = [self.hud.boxes[name] for name in places]
        if goal is not None:
            if not self.police:
                markers.goal_ring(surface, eye, *goal, self._radius(goal), now.tick)
            markers.edge_arrow(surface, eye, *goal, ORANGE if self.police else MUSTARD, 15.0, boxes)
        if not self.police:
            for x, y, certainty in onlookers(now):
                markers.onlooker(surface, eye, x, self.city.height - y, certainty, certainty >= SURE)
            for actor in self._units_in_sight(cast, now):
                markers.police_arrow(surface, eye, actor.x, actor.y, now.tick, boxes)

    def _radius(self, goal: tuple[float, float]) -> float:
        for hideout in self.level.heist.hideouts:
            if math.hypot(hideout.x - goal[0], self.city.height - hideout.y - goal[1]) < 1.0:
                return hideout.radius
        return GOAL_RADIUS

    def _units_in_sight(self, cast: list[Actor], now: Snapshot) -> list[Actor]:
        """The police cars that the driver sees; for the police, all of their own."""
        return [a for a in cast if a.role == POLICE and (self.police or seen_by_driver(now, a.row))]

    def _draw_map(
        self, surface: pygame.Surface, cast: list[Actor], own: int, now: Snapshot, goal: tuple[float, float] | None
    ) -> None:
        me = next((actor for actor in cast if actor.row == own), None)
        if me is None:
            return
        chart, height = self.map, self.city.height
        chart.start(me.x, me.y)
        if not self.police:
            for hideout in self.level.heist.hideouts:
                chart.house(hideout.x, height - hideout.y)
            for row in np.flatnonzero((now.tags[:, ROLE] == SWITCH) & (now.tags[:, ACTIVE] == 1)).tolist():
                chart.switch(float(now.cars[row, X]), height - float(now.cars[row, Y]))
        for unit in self._units_in_sight(cast, now):
            if unit.row != own:
                chart.unit(unit.x, unit.y, unit.angle, now.tick)
        if goal is not None:
            (chart.target if self.police else chart.goal)(*goal, now.tick)
        box = self.hud.boxes["map"]
        chart.finish(surface, (box.x + 6, box.y + 6), me.angle)

    def _street_at(self, tick: int, x: float, y: float, z: float, angle: float) -> str:
        """The name of the street that the car is on, looked up a few times a second."""
        if 0 <= tick - self.street_tick < STREET_EVERY:
            return self.street
        self.street_tick = tick
        self.street = street_name(self.city.roads, x, y, z, angle) or self.street
        return self.street


def seen_by_police(now: Snapshot, row: int) -> bool:
    """Whether any unit has this car in sight. Before the first tick nobody has looked yet."""
    return row < now.sees.shape[1] and bool(now.sees[DRIVER_ROW + 1 :, row].any())


def seen_by_driver(now: Snapshot, row: int) -> bool:
    """Whether the driver has this car in sight."""
    return row < now.sees.shape[1] and len(now.sees) > DRIVER_ROW and bool(now.sees[DRIVER_ROW, row])


def _vignette(size: tuple[int, int]) -> pygame.Surface:
    """A darker rim, dithered so that it shows no bands."""
    w, h = size
    x, y = np.linspace(-1.0, 1.0, w, dtype=np.float32)[:, None], np.linspace(-1.0, 1.0, h, dtype=np.float32)[None]
    away = np.clip(np.sqrt(x * x + y * y) - 0.45, 0.0, 2.0)
    light = np.clip(1.03 - 0.24 * away * np.sqrt(away), 0.0, 0.996)
    grey = (light * 255 + np.random.default_rng(0).random((w, h), dtype=np.float32)).astype(np.uint32)
    out = pygame.Surface(size, depth=32)
    pygame.surfarray.blit_array(out, grey * 0x010101)
    return out.convert()
