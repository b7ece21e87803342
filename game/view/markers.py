"""Signs over the picture: where to go, and arrows for what is off the screen."""

import math
from collections.abc import Sequence

import numpy as np
import pygame

from game.view.eye import Eye
from game.view.hud_signs import eye as eye_sign
from game.view.palette import CREAM, INK, MUSTARD, POLICE_BLUE, POLICE_RED, RUST, Colour, tone

EDGE = 26  # px from the screen's edge to an arrow


def goal_ring(surface: pygame.Surface, eye: Eye, x: float, y: float, radius: float, tick: int) -> None:
    """A ring on the ground around a plan point, with a chevron that bobs over it."""
    px, py = eye.project(np.array([x, y])).tolist()
    if not (-80 < px < eye.width + 80 and -80 < py < eye.height + 80):
        return
    size = max(18.0, radius * eye.scale)
    pulse = size * (1.0 + 0.06 * math.sin(tick * 0.1))
    sheet = pygame.Surface((int(2.4 * size), int(2.4 * size)))
    middle = (sheet.get_width() / 2, sheet.get_height() / 2)
    pygame.draw.circle(sheet, tone(MUSTARD, 0.16), middle, pulse)
    pygame.draw.circle(sheet, tone(MUSTARD, 0.75), middle, pulse, 3)
    for k in range(12):
        angle = k * math.pi / 6 + tick * 0.01
        a, b = pulse * 0.86, pulse * 0.72
        start = (middle[0] + a * math.cos(angle), middle[1] + a * math.sin(angle))
        end = (middle[0] + b * math.cos(angle), middle[1] + b * math.sin(angle))
        pygame.draw.line(sheet, tone(MUSTARD, 0.5), start, end, 2)
    surface.blit(sheet, (px - middle[0], py - middle[1]), special_flags=pygame.BLEND_RGB_ADD)
    lift = py - size - 16 - 4 * math.sin(tick * 0.13)
    for drop in (0, 9):
        points = [(px - 11, lift - 9 + drop), (px, lift + drop), (px + 11, lift - 9 + drop)]
        pygame.draw.lines(surface, (30, 22, 14), False, [(a + 1, b + 2) for a, b in points], 5)
        pygame.draw.lines(surface, MUSTARD, False, points, 4)


def edge_arrow(
    surface: pygame.Surface, eye: Eye, x: float, y: float, colour: Colour, size: float, keep_off: Sequence[pygame.Rect]
) -> bool:
    """An arrow at the screen's edge toward a plan point that is off the screen; False when it is on it.
    It moves in along its line as far as it must to keep off these boxes."""
    dx, dy = (x - eye.x) * eye.scale, (y - eye.y) * eye.scale
    half_w, half_h = eye.width / 2 - EDGE, eye.height / 2 - EDGE
    share = max(abs(dx) / half_w, abs(dy) / half_h)
    if share <= 1.0:
        return False
    grow = 2 * int(size)
    boxes = [box.inflate(grow, grow) for box in keep_off]
    px, py = eye.width / 2 + dx / share, eye.height / 2 + dy / share
    while share < 20.0 and any(box.collidepoint(px, py) for box in boxes):
        share *= 1.06
        px, py = eye.width / 2 + dx / share, eye.height / 2 + dy / share
    angle = math.atan2(dy, dx)
    points = [
        (px + r * size * math.cos(angle + a), py + r * size * math.sin(angle + a))
        for r, a in ((1.0, 0.0), (0.9, 2.45), (0.3, math.pi), (0.9, -2.45))
    ]
    pygame.draw.polygon(surface, (16, 12, 16), [(a + 2, b + 3) for a, b in points])
    pygame.draw.polygon(surface, colour, points)
    pygame.draw.aalines(surface, CREAM, True, points)
    return True


def police_arrow(
    surface: pygame.Surface, eye: Eye, x: float, y: float, tick: int, keep_off: Sequence[pygame.Rect]
) -> None:
    """A unit in sight but off the screen; nearer ones get larger arrows."""
    gap = math.hypot(x - eye.x, y - eye.y)
    size = 10.0 + 8.0 * max(0.0, 1.0 - gap / 200.0)
    edge_arrow(surface, eye, x, y, POLICE_RED if tick // 10 % 2 else POLICE_BLUE, size, keep_off)


def onlooker(surface: pygame.Surface, eye: Eye, x: float, y: float, certainty: float, sure: bool) -> None:
    """An eye over somebody who looks at the Driver, in a ring that fills as he grows certain of the face."""
    px, py = eye.project(np.array([x, y])).tolist()
    middle, radius = (px, py - 26.0), 13.0
    colour = RUST if sure else MUSTARD
    pygame.draw.circle(surface, INK, middle, radius + 2)
    box = pygame.Rect(0, 0, 2 * radius + 1, 2 * radius + 1)
    box.center = (round(middle[0]), round(middle[1]))
    if certainty > 0.0:
        pygame.draw.arc(surface, colour, box, math.pi / 2 - math.tau * certainty, math.pi / 2, 3)
    eye_sign(surface, middle, 8.0, CREAM)
    pygame.draw.polygon(surface, INK, [(px - 4, py - 12), (px + 4, py - 12), (px, py - 7)])
