"""The levels as bars beside a spine, and below it, hatched and apart, the regions of those with no level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..spinal_levels import SpinalLevels
from .sheet import BLUE, COLUMN, FAINT, MARGIN, QUIET, fitted, shade, sheet, style, ticks
from .spine import draw_spine, vertebrae

TOP, ROW = 1.5, 3.8
LABEL, LEFT, RIGHT = 33.0, 35.0, 78.0
CALLED = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacrum", "Co": "coccyx"}


@style()
def draw_spinal_levels(numbers: SpinalLevels) -> Figure:
    """The figure, one column wide."""
    spine = vertebrae()
    foot = TOP + max(one.down + one.height / 2 for one in spine.values())
    regions = 6 + ROW * len(numbers.regions) if numbers.regions else 0
    made = sheet(numbers, width=COLUMN, body=foot + regions + 9)
    canvas = made.canvas()
    at = ticks(max(*numbers.levels.values(), *numbers.regions.values(), 1), about=5)
    _grid(canvas, at, foot + regions)
    draw_spine(canvas, TOP, numbers.levels)
    for name, one in spine.items():
        _bar(canvas, TOP + one.down, min(one.height, ROW) * 0.68, (name, numbers.levels[name], at[-1]))
    _regions_named(canvas, [(name, one.down, one.height) for name, one in spine.items()])
    if numbers.regions:
        canvas.text(MARGIN, foot + 4.5, "Region only", va="center", fontweight="bold", fontsize=6)
    for row, (name, n) in enumerate(numbers.regions.items()):
        _bar(canvas, foot + 6 + ROW * (row + 0.5), ROW * 0.68, (fitted(name, 30, 6), n, at[-1]), level=False)
    return made.figure


def _grid(canvas: Axes, at: Sequence[float], bottom: float) -> None:
    """Quiet lines at round counts, named below."""
    for count in at:
        across = _across(count, at[-1])
        canvas.plot([across] * 2, [0, bottom + 1], color=FAINT if count else QUIET, linewidth=0.5, zorder=0.1)
        canvas.text(across, bottom + 3, f"{count:g}", ha="center", va="center", fontsize=6)
    canvas.text((LEFT + RIGHT) / 2, bottom + 6.5, "Patients", ha="center", va="center")


def _across(count: float, most: float) -> float:
    return LEFT + (RIGHT - LEFT) * count / most


def _bar(canvas: Axes, middle: float, height: float, row: tuple[str, int, float], *, level: bool = True) -> None:
    """One bar with its label before and its count behind; `row` is label, count, and the end of the axis."""
    name, n, most = row
    looks: dict[str, Any] = (
        {"facecolor": BLUE} if level else {"facecolor": shade(0.1), "edgecolor": BLUE, "hatch": "/////"}
    )
    width = _across(n, most) - LEFT
    canvas.add_patch(Rectangle((LEFT, middle - height / 2), width, height, linewidth=0 if level else 0.5, **looks))
    canvas.text(LABEL, middle, name, ha="right", va="center_baseline", fontsize=6)
    colour = "black" if n else "#9a9a9a"
    canvas.text(LEFT + width + 1, middle, str(n), va="center_baseline", fontsize=6, color=colour)


def _regions_named(canvas: Axes, rows: Iterable[tuple[str, float, float]]) -> None:
    """The name of each region of the spine upright at the left."""
    ends: dict[str, list[float]] = {}
    for name, down, height in rows:
        ends.setdefault(name.rstrip("0123456789"), []).extend((TOP + down - height / 2, TOP + down + height / 2))
    for region, places in ends.items():
        middle = (min(places) + max(places)) / 2
        upright = 0 if region == "Co" else 90
        canvas.text(
            MARGIN,
            middle,
            CALLED[region],
            rotation=upright,
            ha="left" if not upright else "center",
            va="center",
            color=QUIET,
            fontsize=5.5,
        )
