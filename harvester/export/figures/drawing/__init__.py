"""The numbers of a figure -> its picture, as SVG and PNG. The part of the figures that knows matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from matplotlib.figure import Figure as Picture

from ..age_by_sex import AgeBySex
from ..cases_by_year import CasesByYear
from ..interval_to_metastasis import IntervalToMetastasis
from ..spinal_levels import SpinalLevels
from ..swimmer import Swimmer
from ..treatment_by_outcome import TreatmentByOutcome
from .age_by_sex import draw_age_by_sex
from .cases_by_year import draw_cases_by_year
from .interval_to_metastasis import draw_interval_to_metastasis
from .sheet import blank, png_bytes, style, svg_bytes
from .spinal_levels import draw_spinal_levels
from .swimmer import draw_swimmer
from .treatment_by_outcome import draw_treatment_by_outcome

if TYPE_CHECKING:
    from .. import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """One picture in both forms."""

    svg: bytes
    png: bytes


def pictures(figure: Figure, mark: str) -> Pictures:
    """Draw a figure; `mark` becomes the identifier in the SVG's metadata. The same numbers give the same bytes."""
    with style():
        drawn = draw(figure)
        return Pictures(svg=svg_bytes(drawn, figure.title, mark), png=png_bytes(drawn))


def draw(figure: Figure) -> Picture:
    """The picture of any figure; of one without patients an empty sheet that says so."""
    return _drawn(figure) if figure.drawn else blank(figure)


def _drawn(figure: Figure) -> Picture:
    match figure:
        case SpinalLevels():
            return draw_spinal_levels(figure)
        case CasesByYear():
            return draw_cases_by_year(figure)
        case IntervalToMetastasis():
            return draw_interval_to_metastasis(figure)
        case AgeBySex():
            return draw_age_by_sex(figure)
        case Swimmer():
            return draw_swimmer(figure)
        case TreatmentByOutcome():
            return draw_treatment_by_outcome(figure)
        case _:
            assert_never(figure)
