"""The lanes, aligned at the spinal lesion: before it the interval, after it the follow-up, at its end the outcome.

Up to 60 lanes stand in one column, more in two beside each other on the same scale, and the sheet is as high as they
need. An outcome whose time is not known stands in a column of its own at the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..swimmer import Lane, Swimmer
from ..treatment_by_outcome import OUTCOMES
from .sheet import (
    BLACK,
    BLUE,
    FAINT,
    GREEN,
    HEAD,
    INK,
    MARGIN,
    ORANGE,
    PAGE,
    PURPLE,
    QUIET,
    SKY,
    VERMILION,
    Sheet,
    fitted,
    shade,
    sheet,
    style,
    ticks,
    wide,
)

ONE_COLUMN = 60
ROW, LEGEND, AXIS = 2.6, 5.0, 9.0
LABELS, ASIDE, BETWEEN = 36.0, 4.0, 4.0
NAME_POINTS, ID_POINTS = 4.8, 4.0

MARKERS: Mapping[str, tuple[str, str]] = dict(
    zip(
        OUTCOMES, ((GREEN, "o"), (BLUE, "^"), (PURPLE, "s"), (ORANGE, "D"), (VERMILION, "v"), (BLACK, "X")), strict=True
    )
)
"""Colour and marker of each outcome, so that they differ in grey too."""
OTHER = (QUIET, "P")


@style()
def draw_swimmer(numbers: Swimmer) -> Figure:
    """The figure, a page wide."""
    columns = 1 if len(numbers.lanes) <= ONE_COLUMN else 2
    rows = -(-len(numbers.lanes) // columns)
    made = sheet(numbers, width=PAGE, body=LEGEND + ROW * rows + AXIS)
    _legend(made, numbers)
    width = (PAGE - 2 * MARGIN - BETWEEN * (columns - 1)) / columns
    scale = _scale(numbers.lanes)
    for column in range(columns):
        lanes = numbers.lanes[column * rows : (column + 1) * rows]
        left = MARGIN + column * (width + BETWEEN)
        axes = made.axes(left + LABELS, LEGEND, width - LABELS - ASIDE, ROW * rows)
        _lanes(axes, lanes, scale)
        axes.set_ylim(rows + 0.5, 0.5)
        axes.set_xlabel(f"Years before and after the {numbers.event}")
        for row, lane in enumerate(lanes):
            _label(made, left, LEGEND + ROW * (row + 0.5), lane)
    return made.figure


def _scale(lanes: Sequence[Lane]) -> tuple[list[float], list[float]]:
    """Ticks in years before and after, the same for all columns."""
    before = max((lane.interval or 0) / 12 for lane in lanes)
    after = max((lane.followup or 0) / 12 for lane in lanes)
    step = ticks(max(before + after, 1), about=8)[1]
    return [-step * at for at in range(int(-(-before // step)) + 1)], [
        step * at for at in range(int(-(-after // step)) + 1)
    ]


def _lanes(axes: Axes, lanes: Sequence[Lane], scale: tuple[list[float], list[float]]) -> None:
    before, after = scale
    low, high = before[-1], max(after[-1], -before[-1] * 0.1, 0.5)
    for row, lane in enumerate(lanes, start=1):
        axes.plot([low, high], [row, row], color=FAINT, linewidth=0.3, zorder=0.5)
        if lane.interval is not None:
            axes.barh(row, -lane.interval / 12, height=0.5, color=shade(0.55, SKY), linewidth=0)
        if lane.followup is not None:
            axes.barh(row, lane.followup / 12, height=0.62, color=BLUE, linewidth=0)
        if lane.outcome:
            _outcome(axes, row, lane, high + (high - low) * 0.025)
    axes.axvline(0, color=INK, linewidth=0.7)
    axes.set_xlim(low, high)
    axes.set_xticks([*before[::-1], *after[1:]], [f"{abs(year):g}" for year in (*before[::-1], *after[1:])])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


def _outcome(axes: Axes, row: int, lane: Lane, aside: float) -> None:
    """The marker at the end of the follow-up, or beside the axes, hollow, where that is not known."""
    colour, marker = MARKERS.get(lane.outcome, OTHER)
    timed = lane.followup is not None
    axes.plot(
        [aside if lane.followup is None else lane.followup / 12],
        [row],
        marker=marker,
        markersize=3.2,
        markerfacecolor=colour if timed else "white",
        markeredgecolor="white" if timed else colour,
        markeredgewidth=0.4 if timed else 0.7,
        clip_on=False,
        zorder=3,
    )


def _label(made: Sheet, left: float, top: float, lane: Lane) -> None:
    """First author and year at the left of a lane, and the patient's id in grey beside it."""
    year = str(lane.year) if lane.year else "n.d."
    room = LABELS - 2.5 - wide(lane.id, ID_POINTS) - wide(f" {year}", NAME_POINTS)
    author = fitted(lane.first_author or "no author", room, NAME_POINTS)
    made.text(left, top, f"{author} {year}", va="center_baseline", fontsize=NAME_POINTS)
    made.text(left + LABELS - 1, top, lane.id, va="center_baseline", ha="right", fontsize=ID_POINTS, color=QUIET)


def _legend(made: Sheet, numbers: Swimmer) -> None:
    """What bars and markers mean, the outcomes that occur only."""
    told = {lane.outcome for lane in numbers.lanes if lane.outcome}
    handles: list[Patch | Line2D] = [
        Patch(facecolor=shade(0.55, SKY), label=f"primary to {numbers.event}"),
        Patch(facecolor=BLUE, label="follow-up after it"),
    ]
    for outcome in [*OUTCOMES, *sorted(told.difference(OUTCOMES))]:
        if outcome in told:
            colour, marker = MARKERS.get(outcome, OTHER)
            looks = {"linestyle": "none", "marker": marker, "markersize": 3.6, "markeredgecolor": "white"}
            looks |= {"markeredgewidth": 0.4, "markerfacecolor": colour, "label": fitted(outcome, 30, 5.5)}
            handles.append(Line2D([], [], **looks))  # type: ignore[arg-type]
    made.figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(MARGIN / made.width, 1 - HEAD / made.height),
        ncols=min(len(handles), 8),
        frameon=False,
        fontsize=5.5,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.4,
        handletextpad=0.4,
        columnspacing=1.2,
    )
