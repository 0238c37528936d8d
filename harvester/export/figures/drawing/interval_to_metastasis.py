"""Kaplan and Meier's curve with its band, the median marked, and the numbers at risk below the axis."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..interval_to_metastasis import IntervalToMetastasis
from ..survival import Step, at_risk
from .sheet import BLUE, COLUMN, QUIET, Sheet, shade, sheet, style, ticks

LEFT, TOP, WIDTH, HEIGHT = 13.0, 1.0, 67.0, 46.0


@style()
def draw_interval_to_metastasis(numbers: IntervalToMetastasis) -> Figure:
    """The figure, one column wide; in years, or in months where all took less than three years."""
    made = sheet(numbers, width=COLUMN, body=TOP + HEIGHT + 17)
    axes = made.axes(LEFT, TOP, WIDTH, HEIGHT)
    unit, months = ("years", 12) if numbers.times[-1] >= 36 else ("months", 1)
    at = ticks(max(numbers.times[-1] / months, 1))
    _curve(axes, numbers.steps, months)
    _median(axes, numbers, months)
    axes.set_xlim(0, at[-1])
    axes.set_ylim(0, 1.02)
    axes.set_xticks(at)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"])
    axes.grid(axis="y")
    axes.set_xlabel(f"{unit.capitalize()} since first diagnosis or treatment of the primary")
    axes.set_ylabel(f"Share without {numbers.event} yet")
    _at_risk(made, numbers.times, [(tick / at[-1], tick * months) for tick in at])
    return made.figure


def _curve(axes: Axes, steps: Sequence[Step], months: int) -> None:
    """The curve from 1 at time 0; the band goes as far as it is defined."""
    times = [0.0, *(step.time / months for step in steps)]
    axes.step(times, [1, *(step.without for step in steps)], where="post", color=BLUE, linewidth=1.3)
    limits = [(step.time / months, step.lower, step.upper) for step in steps if step.lower is not None]
    # It ends with the last event, from which on there is no interval.
    band = [(0.0, 1.0, 1.0), *limits, (times[-1], *(limits[-1] if limits else (0, 1.0, 1.0))[1:])]
    at, lower, upper = zip(*band, strict=True)
    axes.fill_between(at, lower, upper, step="post", color=shade(0.22), linewidth=0, zorder=0.5)


def _median(axes: Axes, numbers: IntervalToMetastasis, months: int) -> None:
    middle = numbers.median
    if middle:
        at = middle.time / months
        axes.plot([0, at, at], [0.5, 0.5, 0], color=QUIET, linewidth=0.7, linestyle=(0, (2, 2)))


def _at_risk(made: Sheet, times: Sequence[float], places: Sequence[tuple[float, float]]) -> None:
    """The numbers at risk under the ticks; `places` are shares of the axis with their months."""
    top = TOP + HEIGHT + 10.5
    made.text(LEFT, top, "At risk", va="center", color=QUIET, fontsize=6)
    for share, months in places:
        made.text(LEFT + WIDTH * share, top + 3.6, str(at_risk(times, months)), ha="center", va="center", fontsize=6)
