"""What a picture leaves out on a slow machine. Lamps, glows, shadows and smoke it always has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """windows: on walls that lean; roof_lamps: beacons, doors and skylights; vignette: the darker rim;
    smooth_zoom: between the two scales the picture is enlarged smoothly, not by repeating pixels."""

    name: str
    windows: bool
    roof_lamps: bool
    vignette: bool
    smooth_zoom: bool


LADDER = (
    Quality("low", windows=False, roof_lamps=False, vignette=False, smooth_zoom=False),
    Quality("medium", windows=True, roof_lamps=True, vignette=False, smooth_zoom=False),
    Quality("high", windows=True, roof_lamps=True, vignette=True, smooth_zoom=True),
)
BEST = LADDER[-1]
NAMES = tuple(quality.name for quality in LADDER)
AUTO = "auto"
CHOICES = (AUTO, *NAMES)
