"""Painting of cells, roofs and signs at one scale, wherever it is done: in slices between frames or in a worker."""

import random

import pygame

from game.view import decks as deck_art
from game.view import ground as ground_art
from game.view import light, roofs
from game.view import signs as sign_art
from game.view.cells import Bake, Key, Spares
from game.view.kit import Kit
from game.view.scenery import Scenery
from game.view.sheet import CELL, Sheet

MULT = pygame.BLEND_RGB_MULT


class Oven:
    """Paints what a key names. The picture depends on the scenery and on which lamps stand, on nothing else.
    spares: surfaces to paint on."""

    def __init__(self, scenery: Scenery, kit: Kit, spares: Spares) -> None:
        self.scenery, self.kit, self.scale, self.spares = scenery, kit, kit.scale, spares
        self.cell = int(CELL * kit.scale)
        side = 2 * self.cell
        self.sheet = pygame.Surface((side, side)).convert()
        self.clear_sheet = pygame.Surface((side, side), pygame.SRCALPHA)

    def bake(self, key: Key) -> Bake:
        """Start the work on one picture."""
        what, i, j = key
        scenery, scale = self.scenery, self.scale
        if what == "ground":
            return self._ground(i, j)
        if what == "light":
            return light.ground_light(scenery.lights, scenery.decks, self.kit.pools, i, j, scale)
        if what == "deck":
            return self._deck(i, j)
        if what == "deck light":
            return light.deck_light(scenery.lights, scenery.decks, self.kit.pools, i, j, scale)
        if what == "sign":
            return self._sign(i)
        return roofs.paint(scenery.skyline.solid(i).blocks[j].part, scenery.skyline.standing[i].style, i, self.kit)

    def _sign(self, number: int) -> Bake:
        sign = self.scenery.sign(number)
        return (yield from sign_art.paint(sign, self.scale)) if sign else None

    def _ground(self, i: int, j: int) -> Bake:
        sheet = Sheet(self.sheet, i, j, 2 * self.scale, self.kit.stamp)
        yield from ground_art.paint(self.scenery.ground, sheet, random.Random(i * 7919 + j))
        out = self.spares.take(self.cell, self.cell)
        yield from ground_art.finish(self.sheet, out, i, j)
        return out

    def _deck(self, i: int, j: int) -> Bake:
        yield from deck_art.paint(self.scenery.decks, Sheet(self.clear_sheet, i, j, 2 * self.scale))
        out = deck_art.finish(self.clear_sheet, self.cell)
        yield
        area = (i * self.cell % 512, j * self.cell % 512, self.cell, self.cell)
        out.blit(ground_art.grain_picture(), (0, 0), area, MULT)
        return out
