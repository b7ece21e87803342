"""The proving ground's curves as one picture."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from game.bench.proving.sheet import Sheet
from game.core.constants import MPH

SIZE = 13.0, 9.0  # inches
DOTS = 110  # an inch


def plot(sheets: Sequence[Sheet], file: Path) -> None:
    """Standing start, steady circle, step of the wheel and the line through the double lane change, as a PNG
    or whatever the file's ending says."""
    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    panels = figure.subplots(2, 2).ravel()
    for sheet in sheets:
        _start(panels[0], sheet)
        for panel, name in zip(panels[1:], ("circle", "step_steer", "lane_change"), strict=True):
            curve = sheet.traces.get(name, [])
            panel.plot([x for x, _ in curve], [y for _, y in curve], label=sheet.car.id, linewidth=1.0)
    _name(panels[0], "Standing start, and what was published (dots)", "s", "mph")
    _name(panels[1], "Steady circle of 200 ft (ISO 4138)", "lateral acceleration, g", "front wheels, degrees")
    _name(panels[2], "Step of the wheel at 60 mph (ISO 7401)", "s", "yaw rate, rad/s")
    _name(panels[3], "Double lane change (ISO 3888-1)", "m", "m")
    panels[0].legend(fontsize=7, ncols=2)
    figure.savefig(file)


def _start(panel: Axes, sheet: Sheet) -> None:
    curve = sheet.traces["acceleration"]
    (line,) = panel.plot([t for t, _ in curve], [v / MPH for _, v in curve], label=sheet.car.id, linewidth=1.0)
    for figure in sheet.car.figures:
        if figure.name in ("to_60", "to_100"):
            panel.plot(figure.value, float(figure.name[3:]), "o", color=line.get_color(), markersize=4)


def _name(panel: Axes, title: str, x: str, y: str) -> None:
    panel.set_title(title, fontsize=10)
    panel.set_xlabel(x)
    panel.set_ylabel(y)
    panel.grid(linewidth=0.3)
