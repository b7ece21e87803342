"""The city and its cars at one scale: everything but the furniture of the screen."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pygame

from game.core.snapshot import Snapshot
from game.view.actors import ADD, PM, Actor, Cast
from game.view.cells import Bake, Key, Store
from game.view.effects import Segment, draw_mark
from game.view.eye import Batch, Eye, centred
from game.view.kit import Kit
from game.view.light import COARSE
from game.view.oven import Oven
from game.view.palette import tone
from game.view.props import PropArt, draw_props
from game.view.quality import BEST
from game.view.roofs import Roof
from game.view.scenery import Scenery
from game.view.sheet import CELL
from game.view.signals import SignalArt, draw_signals
from game.view.solids import Block, Solid, roof_place
from game.view.walls import draw_wall

MULT = pygame.BLEND_RGB_MULT
KEPT = 128_000_000  # bytes of pictures at one scale
LAMP_LEAN = 0.035  # a street lamp's head leans this much away from the eye
TREE_LEAN = 0.03
SIGN_LEAN = 0.012
PALM_LEAN = 0.075


class Stage:
    """Draws the scenery and a cast at `scale` px/m onto pictures of at most `size` pixels."""

    def __init__(self, scenery: Scenery, scale: float, size: tuple[int, int]) -> None:
        self.scenery, self.scale, self.size = scenery, scale, size
        self.kit = Kit(scale, scenery.mood)
        self.props = PropArt(scale)
        self.signals = SignalArt(scale)
        self.cast = Cast(self.kit, scenery.decks, scenery.city.height)
        self.cell = int(CELL * scale)
        self.store = Store(self._bake, self._mark, KEPT)
        self.oven = Oven(scenery, self.kit, self.store.spares)
        self.light = pygame.Surface((-(-size[0] // COARSE) + 2, -(-size[1] // COARSE) + 2)).convert()
        self.quality = BEST
        self.missing = 0  # cells that the last picture showed unpainted
        self.light_full = pygame.Surface((self.light.get_width() * COARSE, self.light.get_height() * COARSE)).convert()

    # ---- what is needed, and painting it
    def eye(self, x: float, y: float, size: tuple[int, int]) -> Eye:
        """An eye over a plan point, moved to whole pixels so that nothing swims against the ground."""
        left, top = round(x * self.scale - size[0] / 2), round(y * self.scale - size[1] / 2)
        return Eye((left + size[0] / 2) / self.scale, (top + size[1] / 2) / self.scale, self.scale, *size)

    def cells(self, eye: Eye, margin: float = 0.0) -> list[tuple[int, int]]:
        w, h = eye.width / 2 / eye.scale + margin, eye.height / 2 / eye.scale + margin
        columns = range(int((eye.x - w) // CELL), int((eye.x + w) // CELL) + 1)
        rows = range(int((eye.y - h) // CELL), int((eye.y + h) // CELL) + 1)
        return [(i, j) for i in columns for j in rows]

    def shown(self, eye: Eye, margin: float = 1.0) -> list[Key]:
        """What the view shows now, with a margin in m."""
        keys: list[Key] = []
        cells = self.cells(eye, margin)
        cells.sort(key=lambda c: abs((c[0] + 0.5) * CELL - eye.x) + abs((c[1] + 0.5) * CELL - eye.y))
        for i, j in cells:
            keys += [("ground", i, j), ("light", i, j)]
            if (i, j) in self.scenery.decks.cells:
                keys += [("deck", i, j), ("deck light", i, j)]
        near = self.scenery.skyline.near(eye, margin)[::-1]
        keys += [("roof", solid.number, tier) for solid in near for tier in range(len(solid.blocks))]
        if self.scenery.mood.lit:
            keys += [("sign", solid.number, 0) for solid in near if self.scenery.sign(solid.number)]
        return keys

    def _bake(self, key: Key) -> Bake:
        return self.oven.bake(key)

    def _mark(self, key: Key, picture: Any) -> None:
        """Give a cell that was painted anew its skid marks back."""
        what, i, j = key
        if what in ("ground", "deck"):
            for segment in self.scenery.skids.on((i, j), what == "deck"):
                draw_mark(picture, (i, j), segment, self.scale)

    def relight(self, cells: list[tuple[int, int]]) -> None:
        """Paint the light of these cells anew: a lamp has fallen."""
        for cell in cells:
            self.store.renew(("light", *cell))
            self.store.renew(("deck light", *cell))

    def mark_skids(self, fresh: Iterable[tuple[tuple[int, int], Segment]]) -> None:
        """Draw new skid marks on the cells that are already painted."""
        for (i, j), segment in fresh:
            picture = self.store.get(("deck" if segment[4] else "ground", i, j))
            if picture is not None:
                draw_mark(picture, (i, j), segment, self.scale)

    # ---- a frame
    def draw(self, surface: pygame.Surface, eye: Eye, cast: list[Actor], own: int, now: Snapshot) -> None:
        """Draw everything that the eye sees. own: the row whose car shows through decks and has the best lamps.

        What lies or drives is painted in daylight and multiplied by the light map, then glows are added;
        buildings come last, lit when they were painted, and so hide what is behind them.
        """
        self.missing = 0
        visible = self.cast.visible(cast, eye, 6.0)
        low, high = [p for p in visible if not p[0].upper], [p for p in visible if p[0].upper]
        smoke, pictures = self.scenery.smoke, self.kit.smoke
        self._tiles(surface, eye, "ground", 0)
        self.cast.draw_people(surface, now, eye)
        self.cast.draw_bodies(surface, low)
        draw_props(surface, self.scenery.props, self.props, eye)
        surface.fblits(smoke.blits(now.tick, eye, pictures, False), PM)
        self._tiles(surface, eye, "deck", PM)
        self.cast.draw_bodies(surface, high)
        surface.fblits(smoke.blits(now.tick, eye, pictures, True), PM)
        self._plants(surface, eye)
        self._lighten(surface, eye, cast, own, now.tick)
        if self.scenery.mood.lit:
            surface.fblits(self.cast.glows(visible, now.tick), ADD)
            self._lamp_heads(surface, eye)
        draw_signals(surface, self.scenery.signals, self.signals, eye, now.tick)
        self._buildings(surface, eye, now.tick)
        for actor, _, _ in low:
            if actor.row == own and (actor.covered or self.scenery.under_roof(actor.x, actor.y)):
                self.cast.draw_ghost(surface, actor, eye)

    def _tiles(self, surface: pygame.Surface, eye: Eye, what: str, blend: int) -> None:
        left, top = round(eye.x * eye.scale - eye.width / 2), round(eye.y * eye.scale - eye.height / 2)
        tiles: Batch = []
        for i, j in self.cells(eye):
            place = (i * self.cell - left, j * self.cell - top)
            picture = self.store.get((what, i, j))
            if picture is not None:
                tiles.append((picture, place))
                continue
            self.missing += what == "ground" or (i, j) in self.scenery.decks.cells
            if what == "ground":
                surface.fill(tone(self.scenery.mood.shade, 1.6), (*place, self.cell, self.cell))
        surface.fblits(tiles, blend)

    def _buildings(self, surface: pygame.Surface, eye: Eye, tick: int) -> None:
        """Walls, windows, roof and lights of each building, from the far to the near."""
        skyline = self.scenery.skyline
        near = skyline.near(eye)
        seen = skyline.walls(eye, near)
        for solid in near:
            for tier, block in enumerate(solid.blocks):
                for wall in seen.get((solid.number, tier), ()):
                    draw_wall(surface, wall, eye, self.kit.panes, self.scenery.mood.lit, self.quality.windows)
                self._roof(surface, solid, tier, block, eye, tick)
            self._sign(surface, solid, eye, tick)

    def _roof(self, surface: pygame.Surface, solid: Solid, tier: int, block: Block, eye: Eye, tick: int) -> None:
        roof: Roof | None = self.store.get(("roof", solid.number, tier))
        if roof is None:
            top = eye.project(block.part.outline, block.lean)
            pygame.draw.polygon(surface, self.scenery.skyline.roof_tone(solid), top)
            return
        surface.blit(roof.picture, roof_place(roof, block.lean, eye))
        if roof.lamps and self.scenery.mood.lit and self.quality.roof_lamps:
            surface.fblits(self._roof_lamps(solid.number, block.lean, roof, eye, tick), ADD)

    def _plants(self, surface: pygame.Surface, eye: Eye) -> None:
        scenery = self.scenery
        rows = scenery.plant_spots.near(eye, 5.0)
        is_palm = rows >= scenery.first_palm
        at = scenery.plants[rows, :2] - (eye.x, eye.y)
        half = (eye.width / 2, eye.height / 2)
        lean = np.where(is_palm, 1.0 + PALM_LEAN, 1.0 + TREE_LEAN)[:, None] * eye.scale
        tops = at * lean + half
        for foot, top in zip((at[is_palm] * eye.scale + half).tolist(), tops[is_palm].tolist(), strict=True):
            pygame.draw.line(surface, (118, 98, 82), foot, top, max(2, int(eye.scale * 0.3)))
        kinds = zip(rows.tolist(), is_palm.tolist(), scenery.plants[rows, 2].tolist(), strict=True)
        pictures = [self.kit.plant("palm" if palm else "tree", k, radius) for k, palm, radius in kinds]
        seq: Batch = [centred(p, x, y) for p, (x, y) in zip(pictures, tops.tolist(), strict=True)]
        surface.fblits(seq, PM)

    def _lighten(self, surface: pygame.Surface, eye: Eye, cast: list[Actor], own: int, tick: int) -> None:
        """Build the light map and multiply the picture with it."""
        mood, sheet = self.scenery.mood, self.light
        left, top = round(eye.x * eye.scale - eye.width / 2), round(eye.y * eye.scale - eye.height / 2)
        coarse_left, coarse_top = left // COARSE, top // COARSE
        low, high = self.cast.light_pools(cast, eye, own, tick)
        self._light_tiles("light", 0, eye, coarse_left, coarse_top)
        if mood.beams:
            sheet.fblits(low, ADD)
        self._light_tiles("deck light", PM, eye, coarse_left, coarse_top)
        if mood.beams:
            sheet.fblits(high, ADD)
        pygame.transform.smoothscale(sheet, self.light_full.get_size(), self.light_full)
        surface.blit(self.light_full, (coarse_left * COARSE - left, coarse_top * COARSE - top), special_flags=MULT)

    def _light_tiles(self, what: str, blend: int, eye: Eye, left: int, top: int) -> None:
        size = self.cell // COARSE
        tiles: Batch = []
        for i, j in self.cells(eye, COARSE * 2 / eye.scale):
            place = (i * size - left, j * size - top)
            picture = self.store.get((what, i, j))
            if picture is not None:
                tiles.append((picture, place))
                continue
            self.missing += what == "light" or (i, j) in self.scenery.decks.cells
            if what == "light":
                self.light.fill(self.scenery.mood.ambient, (*place, size, size))
        self.light.fblits(tiles, blend)

    def _lamp_heads(self, surface: pygame.Surface, eye: Eye) -> None:
        lights, decks, height = self.scenery.lights, self.scenery.decks, self.scenery.city.height
        w, h = eye.width / 2 / eye.scale + 3, eye.height / 2 / eye.scale + 3
        near = self.scenery.lamp_spots.near(eye, 3.0)
        seq: Batch = []
        for k in near[lights.burning[near]].tolist():
            x, y = lights.heads[k].tolist()
            if decks.covers(x, height - y, 0.0):
                continue
            head = eye.project(lights.heads[k], LAMP_LEAN).tolist()
            seq.append(centred(self.kit.lamp_glow, *head))
        for ends in decks.lamps[decks.lamp_spots.near(eye, 3.0)]:
            foot, head = eye.project(ends, LAMP_LEAN).tolist()
            pygame.draw.line(surface, (30, 30, 38), foot, head, max(1, int(eye.scale * 0.16)))
            seq.append(centred(self.kit.lamp_glow, *head))
        for place in lights.floods(eye.x - w, eye.y - h, eye.x + w, eye.y + h):
            at = eye.project(place, LAMP_LEAN * 1.4).tolist()
            pygame.draw.line(surface, (24, 24, 32), eye.project(place).tolist(), at, max(1, int(eye.scale * 0.16)))
            seq.append(centred(self.kit.flood_glow, *at))
        surface.fblits(seq, ADD)

    def _sign(self, surface: pygame.Surface, solid: Solid, eye: Eye, tick: int) -> None:
        """A building's neon; now and then one flickers."""
        sign = self.scenery.sign(solid.number)
        picture = self.store.get(("sign", solid.number, 0)) if sign else None
        if sign and picture and self.scenery.mood.lit and (tick // 40 + solid.number) % 17:
            at = eye.project(np.array([sign.x, sign.y]), SIGN_LEAN).tolist()
            surface.blit(*centred(picture, *at), special_flags=ADD)

    def _roof_lamps(self, number: int, lean: float, roof: Roof, eye: Eye, tick: int) -> Batch:
        """A roof's lamps; red beacons blink."""
        return [
            centred(self.kit.roof_glows[kind], *eye.project(at, lean).tolist())
            for kind, at in roof.lamps
            if kind != "beacon" or (tick // 50 + number) % 2
        ]
