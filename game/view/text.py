"""Words on the screen, each rendered once."""

import functools

import font_fjallaone
import font_lato
import pygame

from game.view.palette import INK, Colour

HEADLINE = str(font_fjallaone.font_files["FjallaOne"])
BODY = str(font_lato.font_files["LatoBold"])
KEPT = 600  # renderings


@functools.lru_cache(maxsize=64)
def _open(face: str, size: int) -> pygame.font.Font:
    return pygame.font.Font(face, max(6, size))


def font(face: str, size: int) -> pygame.font.Font:
    """A face (HEADLINE or BODY) at a size in pixels."""
    if not pygame.font.get_init():  # fonts do not outlive the module's quitting
        _open.cache_clear()
        pygame.font.init()
    return _open(face, size)


@functools.lru_cache(maxsize=KEPT)
def words(text: str, face: str, size: int, colour: Colour) -> pygame.Surface:
    """The text with a soft dark edge, premultiplied."""
    letters = font(face, size).render(text, True, colour)
    shade = font(face, size).render(text, True, INK)
    shade.set_alpha(190)
    drop = max(1, size // 24)
    out = pygame.Surface((letters.get_width() + 2 * drop, letters.get_height() + 2 * drop), pygame.SRCALPHA)
    for x, y in ((0, 0), (2 * drop, 0), (0, 2 * drop), (2 * drop, 2 * drop)):
        out.blit(shade, (x, y))
    out.blit(letters, (drop, drop))
    return out.premul_alpha().convert_alpha()


def put(
    surface: pygame.Surface, picture: pygame.Surface, x: float, y: float, anchor: tuple[float, float] = (0.0, 0.0)
) -> pygame.Rect:
    """Blit words so that the point at `anchor` (shares of their size) lies at x, y."""
    place = (x - picture.get_width() * anchor[0], y - picture.get_height() * anchor[1])
    return surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)


def wrap(text: str, face: str, size: int, width: int) -> list[str]:
    """The text in lines of at most `width` pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(face, size).size(longer)[0] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
