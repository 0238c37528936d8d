"""The ages as one dot a patient beside a box; a dot is hollow where the age is not that at the spinal lesion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..age_by_sex import AT_LESION, CALLED, Age, AgeBySex
from .sheet import BLUE, COLUMN, GREEN, INK, PURPLE, QUIET, VERMILION, fitted, shade, sheet, style, ticks

LEFT, TOP, WIDTH, HEIGHT = 11.0, 1.0, 70.0, 54.0
LOOKS = ((VERMILION, "o"), (BLUE, "s"), (GREEN, "^"), (PURPLE, "D"))
"""Colour and marker of each group, so that they differ in grey too."""


@style()
def draw_age_by_sex(numbers: AgeBySex) -> Figure:
    """The figure, one column wide."""
    made = sheet(numbers, width=COLUMN, body=TOP + HEIGHT + 9)
    axes = made.axes(LEFT, TOP, WIDTH, HEIGHT)
    for at, (sex, ages) in enumerate(numbers.ages.items()):
        colour, marker = LOOKS[at % len(LOOKS)]
        _box(axes, at, [age.years for age in ages], colour)
        for hollow in (False, True):
            _dots(axes, at, [age for age in ages if _hollow(age, numbers) is hollow], ages, (colour, marker, hollow))
        middle = LEFT + WIDTH * (at + 0.5) / len(numbers.ages)
        counts = f"n = {len(ages)}, missing {len(numbers.missing[sex])}"
        name = fitted(CALLED.get(sex, sex), 20, 7.5)
        made.text(middle, TOP + HEIGHT + 3, name, ha="center", va="center", fontweight="bold")
        made.text(middle, TOP + HEIGHT + 6.2, counts, ha="center", va="center", fontsize=6, color=QUIET)
    top = ticks(max(age.years for ages in numbers.ages.values() for age in ages))
    axes.set_xlim(-0.5, len(numbers.ages) - 0.5)
    axes.set_ylim(0, top[-1])
    axes.set_yticks(top)
    axes.set_xticks([])
    axes.grid(axis="y")
    axes.set_ylabel("Age (years)")
    return made.figure


def _hollow(age: Age, numbers: AgeBySex) -> bool:
    return numbers.tells_at and age.at != AT_LESION


def _box(axes: Axes, at: int, years: Sequence[float], colour: str) -> None:
    """Quartiles and median; of fewer than five ages there is nothing to sum up."""
    if len(years) < 5:
        return
    looks = {"color": INK, "linewidth": 0.7}
    axes.boxplot(
        [years],
        positions=[at - 0.33],
        widths=0.1,
        whis=(0, 100),
        showcaps=False,
        patch_artist=True,
        manage_ticks=False,
        boxprops={"facecolor": shade(0.25, colour), "edgecolor": INK, "linewidth": 0.7},
        medianprops={"color": INK, "linewidth": 1.4, "solid_capstyle": "butt"},
        whiskerprops=looks,
    )


def _dots(axes: Axes, at: int, chosen: Sequence[Age], ages: Sequence[Age], look: tuple[str, str, bool]) -> None:
    colour, marker, hollow = look
    aside = dict(zip((age.id for age in ages), _aside([age.years for age in ages]), strict=True))
    axes.plot(
        [at + 0.08 + aside[age.id] for age in chosen],
        [age.years for age in chosen],
        linestyle="none",
        marker=marker,
        markersize=2.6,
        markeredgewidth=0.6,
        markeredgecolor=colour,
        markerfacecolor="white" if hollow else colour,
    )


def _aside(years: Sequence[float]) -> Iterator[float]:
    """How far to the side each dot stands: those of two neighbouring years in a row, out from the middle."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(years):
        rows[int(one // 2)].append(at)
    place = {at: (n - (len(row) - 1) / 2, len(row)) for row in rows.values() for n, at in enumerate(row)}
    # A row keeps to its own group however many it holds.
    return (step * min(0.06, 0.66 / size) for step, size in (place[at] for at in range(len(years))))
