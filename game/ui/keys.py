"""Which key means what: by its place on the keyboard (scancode), so that all layouts drive alike."""

import pygame

from game.ui import keyboard as meaning

DRIVING: dict[int, str] = {
    pygame.KSCAN_LEFT: meaning.LEFT,
    pygame.KSCAN_A: meaning.LEFT,
    pygame.KSCAN_RIGHT: meaning.RIGHT,
    pygame.KSCAN_D: meaning.RIGHT,
    pygame.KSCAN_UP: meaning.GAS,
    pygame.KSCAN_W: meaning.GAS,
    pygame.KSCAN_DOWN: meaning.STOP,
    pygame.KSCAN_S: meaning.STOP,
    pygame.KSCAN_SPACE: meaning.HAND,
    pygame.KSCAN_R: meaning.LEVER,
    pygame.KSCAN_C: meaning.CHANGE,
    pygame.KSCAN_L: meaning.LIGHTS,
    pygame.KSCAN_H: meaning.SOUND,
    pygame.KSCAN_B: meaning.BLOW,
    pygame.KSCAN_Q: meaning.LIE_DOWN,
    pygame.KSCAN_E: meaning.PUSH_OUT,
    pygame.KSCAN_BACKSPACE: meaning.WALK_AWAY,
}
DRIVE_HELP = (
    ("Arrows or W A S D", "drive; hold the brake at a stop to reverse"),
    ("Space", "handbrake"),
    ("R", "gear lever, where automatic reverse is off"),
    ("L", "headlights on and off"),
)
DRIVER_HELP = (
    ("Q, held", "duck: nobody sees your face, but you cannot drive"),
    ("H or B, held", "horn"),
    ("C", "change into the switch car beside you"),
    ("E, held 2 s", "put one of the crew out, under 3 mph"),
    ("Backspace, held", "walk away from the job"),
)
POLICE_HELP = (
    ("H", "siren and light bar on and off"),
    ("B, held", "horn"),
)
SCREEN_HELP = (
    ("Esc", "pause"),
    ("M", "these keys"),
    ("F11, Alt + Enter", "full screen"),
)


def help_rows(police: bool) -> tuple[tuple[str, str], ...]:
    """(key, what it does) for one side."""
    return DRIVE_HELP + (POLICE_HELP if police else DRIVER_HELP) + SCREEN_HELP


class Keyboard:
    """Turns key events into a mind's presses. Two keys may mean the same thing at the same time."""

    def __init__(self, mind: "meaning.KeyboardMind") -> None:
        self.mind = mind
        self.down: set[int] = set()

    def handle(self, event: pygame.event.Event) -> None:
        """Take a KEYDOWN or KEYUP; everything else is left alone."""
        if event.type not in (pygame.KEYDOWN, pygame.KEYUP) or event.scancode not in DRIVING:
            return
        wanted = DRIVING[event.scancode]
        if event.type == pygame.KEYDOWN:
            self.down.add(event.scancode)
            self.mind.press(wanted)
        else:
            self.down.discard(event.scancode)
            if all(DRIVING[code] != wanted for code in self.down):
                self.mind.release(wanted)

    def let_go(self) -> None:
        """All keys are up."""
        self.down.clear()
        self.mind.let_go()
