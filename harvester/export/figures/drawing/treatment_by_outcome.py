"""Treatments against outcomes as a table of counts, each cell shaded by its share of the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..treatment_by_outcome import TreatmentByOutcome
from .sheet import BLUE, FAINT, INK, MARGIN, PAGE, QUIET, fitted, shade, sheet, style

HEADS, ROW, GAP = 13.0, 6.6, 2.0
NAMES, SAID = 30.0, 13.0
LEFT = MARGIN + NAMES + 3 * SAID + 3


@style()
def draw_treatment_by_outcome(numbers: TreatmentByOutcome) -> Figure:
    """The figure, a page wide: a row of all patients, then one for those who had each treatment."""
    made = sheet(numbers, width=PAGE, body=HEADS + ROW * (len(numbers.treatments) + 1) + GAP + 3)
    canvas = made.canvas()
    outcomes = [*numbers.all]
    _heads(canvas, outcomes)
    _cells(
        canvas, HEADS, f"all patients (n = {numbers.drawn})", {outcome: numbers.all[outcome] for outcome in outcomes}
    )
    canvas.plot([MARGIN, PAGE - MARGIN], [HEADS + ROW + GAP / 2] * 2, color=QUIET, linewidth=0.5)
    for at, treatment in enumerate(numbers.treatments, start=1):
        top = HEADS + GAP + ROW * at
        for place, said in enumerate(("yes", "no", "")):
            n = numbers.given(treatment, said)
            weight = "bold" if said == "yes" else "normal"
            canvas.text(_said(place), top + ROW / 2, str(n), ha="center", va="center_baseline", fontweight=weight)
        counts = {outcome: numbers.counts[treatment, "yes", outcome] for outcome in outcomes}
        _cells(canvas, top, treatment, counts)
    return made.figure


def _said(place: int) -> float:
    """The middle of the columns yes, no and not stated."""
    return MARGIN + NAMES + SAID * (place + 0.5)


def _heads(canvas: Axes, outcomes: Sequence[str]) -> None:
    looks = {"ha": "center", "va": "bottom", "fontsize": 6, "linespacing": 1.1}
    for place, words in enumerate(("yes", "no", "not\nstated")):
        canvas.text(_said(place), HEADS - 1.2, words, **looks)  # type: ignore[arg-type]
    width = _width(outcomes)
    for left, right, words in (
        (_said(0) - SAID / 2, _said(2) + SAID / 2, "given"),
        (LEFT, PAGE - MARGIN, "outcome of those with yes"),
    ):
        canvas.plot([left + 0.4, right - 0.4], [4.2] * 2, color=QUIET, linewidth=0.5)
        canvas.text((left + right) / 2, 3.2, words, ha="center", va="bottom", color=QUIET, fontsize=6)
    for at, outcome in enumerate(outcomes):
        name = _broken(fitted(outcome, width * 1.9, 6) or "not stated")
        canvas.text(LEFT + width * (at + 0.5), HEADS - 1.2, name, **looks)  # type: ignore[arg-type]


def _width(outcomes: Sequence[str] | Mapping[str, int]) -> float:
    return (PAGE - MARGIN - LEFT) / len(outcomes)


def _broken(words: str) -> str:
    """Words on two lines, broken at the space nearest the middle."""
    spaces = [at for at, sign in enumerate(words) if sign == " "]
    if not spaces:
        return words
    at = min(spaces, key=lambda at: abs(at - len(words) / 2))
    return f"{words[:at]}\n{words[at + 1 :]}"


def _cells(canvas: Axes, top: float, name: str, counts: Mapping[str, int]) -> None:
    """One row: its name, and a cell for each outcome; that of an outcome not stated is grey."""
    canvas.text(MARGIN, top + ROW / 2, name, va="center_baseline")
    width, total = _width(counts), sum(counts.values())
    for at, (outcome, n) in enumerate(counts.items()):
        share = n / total if total else 0
        corner = LEFT + width * at + 0.4, top + 0.4
        size = width - 0.8, ROW - 0.8
        colour = shade(share * 0.9, BLUE if outcome else QUIET)
        canvas.add_patch(Rectangle(corner, *size, facecolor=colour, edgecolor=FAINT, linewidth=0.5))
        ink = "white" if share > 0.55 else INK if n else QUIET
        middle = corner[0] + size[0] / 2, corner[1] + size[1] / 2
        words = f"{n}  ({share:.0%})" if n else "0"
        canvas.text(*middle, words, ha="center", va="center_baseline", color=ink)
