"""Traffic lights: which approach each post serves, and what it shows."""

import numpy as np
import pygame

from game.level.city import PROP_SIGNAL, City
from game.level.roads import (
    AMBER,
    CONTROL_SIGNAL,
    COUNT,
    FIRST,
    GREEN,
    GROUP,
    JUNCTION,
    KIND,
    LANE,
    P_HEADING,
    P_X,
    RED,
    signal_phase,
)
from game.view.eye import Batch, Eye, centred
from game.view.palette import Colour
from game.view.plan import southward
from game.view.props import Props, head_of
from game.view.texture import radial

LENSES: dict[int, tuple[Colour, float]] = {  # colour, and m below the middle of the head
    RED: ((255, 44, 30), -0.36),
    AMBER: ((255, 176, 40), 0.0),
    GREEN: ((60, 240, 150), 0.36),
}
TURNED = 12.0  # m that a post counts as farther away when the lane does not come its way


class Signals:
    """The lanes that end at lights, and the posts."""

    def __init__(self, city: City, props: Props) -> None:
        roads = city.roads
        links = roads.links[(roads.links[:, KIND] == LANE)]
        links = links[roads.control[links[:, JUNCTION]] == CONTROL_SIGNAL] if len(links) else links
        last = roads.points[links[:, FIRST] + links[:, COUNT] - 1]
        self.ends = southward(last[:, P_X : P_X + 2], city.height)
        self.headings = last[:, P_HEADING]
        self.phases = links[:, [JUNCTION, GROUP]]
        self.props = props
        self.found: dict[int, tuple[int, int] | None] = {}

    def phase(self, row: int, tick: int) -> int:
        """What the lights on a post show now; RED where it serves no lane."""
        if row not in self.found:
            self.found[row] = self._serves(row)
        place = self.found[row]
        return int(signal_phase(*place, tick)) if place else RED

    def _serves(self, row: int) -> tuple[int, int] | None:
        """Junction and group of the lane that ends nearest to a post and runs across its arm."""
        if not len(self.ends):
            return None
        gap = np.hypot(*(self.ends - self.props.places[row]).T)
        along = np.abs(np.cos(self.headings - self.props.angles[row]))
        junction, group = self.phases[int(np.argmin(gap + TURNED * along))].tolist()
        return junction, group


class SignalArt:
    """The lenses and their glow at one scale."""

    def __init__(self, scale: float) -> None:
        self.glows = {phase: radial(int(1.5 * scale), colour, 2.2, 0.75, 0.2) for phase, (colour, _) in LENSES.items()}


def draw_signals(surface: pygame.Surface, signals: Signals, art: SignalArt, eye: Eye, tick: int) -> None:
    """The lens that shines on each post that stands, and its glow."""
    props = signals.props
    seq: Batch = []
    rows = props.near(eye)
    rows = rows[(props.kinds[rows] == PROP_SIGNAL) & ~props.down[rows]]
    for row in rows.tolist():
        phase = signals.phase(row, tick)
        colour, below = LENSES[phase]
        x, y = head_of(props, eye, row)
        at = (x, y + below * eye.scale)
        pygame.draw.circle(surface, colour, at, max(1.5, 0.18 * eye.scale))
        seq.append(centred(art.glows[phase], *at))
    surface.fblits(seq, pygame.BLEND_RGB_ADD)
