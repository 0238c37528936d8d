"""The growth of the series as two steps: patients drawn through, reports dashed, each named at its end."""

from __future__ import annotations

from matplotlib.figure import Figure

from ..cases_by_year import CasesByYear
from .sheet import BLUE, COLUMN, VERMILION, Sheet, sheet, style, ticks

LEFT, TOP, WIDTH, HEIGHT = 11.0, 1.0, 52.0, 48.0
APART = 4.5
"""How far apart, in mm, the two names stand at least."""


@style()
def draw_cases_by_year(numbers: CasesByYear) -> Figure:
    """The figure, one column wide."""
    made = sheet(numbers, width=COLUMN, body=TOP + HEIGHT + 10)
    axes = made.axes(LEFT, TOP, WIDTH, HEIGHT)
    # A year before the first and one after the last, so that the first and the last step are seen.
    years = [numbers.years[0] - 1, *numbers.years, numbers.years[-1] + 1]
    lines = (("patients", numbers.patients, BLUE, "-"), ("reports", numbers.reports, VERMILION, (0, (2.2, 0.9))))
    for _, counts, colour, dashes in lines:
        axes.step(years, [0, *counts, counts[-1]], where="post", color=colour, linestyle=dashes, linewidth=1.3)
    top = ticks(max(*numbers.patients, *numbers.reports))
    axes.set_xlim(years[0], years[-1])
    axes.set_ylim(0, top[-1])
    axes.set_yticks(top)
    axes.set_xticks(_year_ticks(numbers.years))
    axes.grid(axis="y")
    axes.set_xlabel("Year of first report")
    axes.set_ylabel("Cumulative number")
    _names(made, {f"{counts[-1]} {name}": (counts[-1] / top[-1], colour) for name, counts, colour, _ in lines})
    return made.figure


def _year_ticks(years: tuple[int, ...]) -> list[int]:
    """Round years within the range, at most seven; a short range has each year."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if len(years) <= 7 * step)
    return [year for year in years if year % step == 0] or [years[-1]]


def _names(made: Sheet, ends: dict[str, tuple[float, str]]) -> None:
    """The name of each line beside its end, the lower pushed down where they would touch."""
    above: float | None = None
    for words, (share, colour) in sorted(ends.items(), key=lambda end: -end[1][0]):
        place = TOP + HEIGHT * (1 - share)
        place = place if above is None else max(place, above + APART)
        made.text(LEFT + WIDTH + 1.5, place, words, color=colour, va="center", fontweight="bold")
        above = place
