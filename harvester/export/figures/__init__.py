"""A Series -> figures/: pictures for a manuscript, and beside each the numbers that it was drawn from.

The numbers are read anew each time, which takes milliseconds; a picture is drawn only where they changed, since
drawing takes seconds. Each figure has its numbers in a module here, and its drawing in one of the same name in
`drawing`, the only part that knows matplotlib.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ...errors import HarvesterError
from ...records import Series
from ..files import csv_bytes, write
from ..lately import Lately
from . import age_by_sex as ages
from . import interval_to_metastasis as intervals
from . import spinal_levels as levels
from . import swimmer as lanes
from . import treatment_by_outcome as treatments
from .cases_by_year import CasesByYear, cases_by_year
from .people import people

if TYPE_CHECKING:
    from .drawing import Pictures

Figure = (
    levels.SpinalLevels
    | CasesByYear
    | intervals.IntervalToMetastasis
    | ages.AgeBySex
    | lanes.Swimmer
    | treatments.TreatmentByOutcome
)
"""The numbers of one figure."""

NAMES = (
    "spinal-levels",
    "cases-by-year",
    "interval-to-metastasis",
    "age-by-sex",
    "swimmer",
    "treatment-by-outcome",
)

STYLE = "1"
"""The version of the drawing: raised with every change of a picture, so that pictures drawn before are drawn anew."""


def figures_of(series: Series, table: pd.DataFrame) -> Iterator[Figure]:
    """The figures of a series, by the fields that its query asks for; `table` is its case table."""
    query, seen = series.query, people(series, table)
    fields = set(query.fields)
    if fields.issuperset(levels.FIELDS):
        yield levels.spinal_levels(seen)
    yield cases_by_year(seen, series)
    if fields.issuperset((intervals.FIELD, query.target.field)):
        yield intervals.interval_to_metastasis(seen, query)
    if fields.issuperset(ages.FIELDS):
        yield ages.age_by_sex(seen, tells_at="age_at" in fields)
    if fields.issuperset(lanes.FIELDS):
        yield lanes.swimmer(seen, query)
    if "outcome" in fields and not fields.isdisjoint(treatments.TREATMENTS):
        yield treatments.treatment_by_outcome(seen, query.fields)


def write_figures(series: Series, table: pd.DataFrame, folder: Path) -> tuple[Path, ...]:
    """Write NAME.csv, NAME.svg and NAME.png (300 dots an inch) of each figure, and say where they are.

    A picture whose numbers, notes and style are those of the one on disk is not drawn again. Files of a figure that the
    query does not ask for any more are removed: nothing would keep them true. HarvesterError where a file cannot be
    written.
    """
    figures = tuple(figures_of(series, table))
    _remove(folder, set(NAMES) - {one.name for one in figures})
    return tuple(path for one in figures for path in _write(one, folder))


def _remove(folder: Path, names: Collection[str]) -> None:
    for path in (folder / f"{name}.{kind}" for name in sorted(names) for kind in ("svg", "png", "csv")):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise HarvesterError(f"{path}: cannot be removed ({error.strerror}); close what has it open") from error


def _write(figure: Figure, folder: Path) -> tuple[Path, Path, Path]:
    """The SVG is written last and bears the mark of all that is drawn, so that it vouches for the PNG too."""
    numbers = csv_bytes(figure.table())
    svg, png = folder / f"{figure.name}.svg", folder / f"{figure.name}.png"
    mark = _mark(figure, numbers)
    if not (png.is_file() and _bears(svg, mark)):
        drawn = _lately.made(mark, lambda: _drawn(figure, mark))
        write(png, drawn.png)
        write(svg, drawn.svg)
    return write(folder / f"{figure.name}.csv", numbers), svg, png


_lately: Lately[Pictures] = Lately(24)


def _drawn(figure: Figure, mark: str) -> Pictures:
    from .drawing import pictures  # noqa: PLC0415 - matplotlib takes longer to import than all else

    return pictures(figure, mark)


def _mark(figure: Figure, numbers: bytes) -> str:
    """A short name for all that decides how a picture looks."""
    words = "\n".join((STYLE, figure.name, figure.title, *figure.notes))
    digest = hashlib.sha256(words.encode() + b"\n" + numbers).hexdigest()
    return f"harvester figure {STYLE} {digest[:32]}"


def _bears(svg: Path, mark: str) -> bool:
    """Whether a picture has the mark, which stands in its head, and is whole."""
    if not svg.is_file():
        return False
    drawn = svg.read_bytes()
    return mark.encode() in drawn[:4096] and drawn.endswith(b"</svg>\n")
