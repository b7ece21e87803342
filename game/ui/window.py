"""The window: a picture of one size inside, scaled to whatever the window is, with bars around it."""

import os

import pygame

from game.view.palette import INK

INSIDE = (1280, 720)
TITLE = "The Driver"
PRETENDING = ("dummy", "offscreen")  # SDL's drivers that show nothing


class NoDisplay(Exception):
    """There is no screen to open a window on; the text says why."""


class Quit(Exception):
    """The person closed the window."""


class Window:
    """Opens at 1280 × 720 or `size`; resizable; F11 and Alt+Enter for full screen. Raises NoDisplay.

    pretend: where there is no screen, do as if there were one."""

    def __init__(self, size: tuple[int, int] = INSIDE, pretend: bool = False) -> None:
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")  # half the time under X11 without a GPU
        if not pretend:
            check_display()
        elif not has_display():
            os.environ["SDL_VIDEODRIVER"] = "dummy"
        try:
            pygame.display.init()
            if pygame.display.get_driver() in PRETENDING and not pretend:
                raise pygame.error("SDL finds no screen")
            self.screen = pygame.display.set_mode(size, pygame.RESIZABLE)
        except pygame.error as error:
            pygame.quit()
            raise NoDisplay(str(error)) from None
        pygame.display.set_caption(TITLE)
        pygame.key.set_repeat()
        self.canvas = pygame.Surface(INSIDE).convert()
        self.full = False
        self.before_full = INSIDE

    def show(self) -> None:
        """Put the canvas on the screen."""
        self.screen = pygame.display.get_surface() or self.screen
        size = self.screen.get_size()
        if size == INSIDE:
            self.screen.blit(self.canvas, (0, 0))
        else:
            box = letterbox(size)
            self.screen.fill(INK)
            scaled = pygame.transform.smoothscale(self.canvas, box.size)
            self.screen.blit(scaled, box)
        pygame.display.flip()

    def handle(self, event: pygame.event.Event) -> bool:
        """Take F11 and Alt+Enter; True when it was one of them."""
        if event.type != pygame.KEYDOWN:
            return False
        enter = event.scancode in (pygame.KSCAN_RETURN, pygame.KSCAN_KP_ENTER) and event.mod & pygame.KMOD_ALT
        if event.scancode != pygame.KSCAN_F11 and not enter:
            return False
        self.full = not self.full
        if self.full:
            self.before_full = self.screen.get_size()
            self.screen = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        else:
            self.screen = pygame.display.set_mode(self.before_full, pygame.RESIZABLE)
        return True

    def close(self) -> None:
        pygame.quit()


def check_display() -> None:
    """Raise NoDisplay where SDL could only pretend: no X11 or Wayland on a system that draws through them,
    or its dummy driver asked for."""
    wanted = os.environ.get("SDL_VIDEODRIVER", "")
    if wanted in PRETENDING:
        raise NoDisplay(f"SDL_VIDEODRIVER is {wanted}")
    unix = os.name == "posix" and os.uname().sysname != "Darwin"
    if unix and not wanted and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoDisplay("neither DISPLAY nor WAYLAND_DISPLAY is set")


def has_display() -> bool:
    """Whether check_display finds nothing wrong."""
    try:
        check_display()
    except NoDisplay:
        return False
    return True


def letterbox(size: tuple[int, int]) -> pygame.Rect:
    """The largest box with the canvas's shape in the middle of a window."""
    share = min(size[0] / INSIDE[0], size[1] / INSIDE[1])
    box = pygame.Rect(0, 0, max(1, round(INSIDE[0] * share)), max(1, round(INSIDE[1] * share)))
    box.center = (size[0] // 2, size[1] // 2)
    return box


def canvas_point(event: pygame.event.Event, window: Window) -> tuple[int, int] | None:
    """Where on the canvas the mouse of an event is; None for events without one."""
    if event.type not in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
        return None
    box = letterbox(window.screen.get_size())
    x, y = event.pos
    return (x - box.x) * INSIDE[0] // box.w, (y - box.y) * INSIDE[1] // box.h
