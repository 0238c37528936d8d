"""A record's text and its values -> the text in pieces, each with the values that its words prove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..records import Extraction, Span
from .cells import cell


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that words prove: its case (0 is the report itself), its field, and the value in words."""

    case: int
    field: str
    value: str

    @property
    def key(self) -> str:
        """`1.age_years`: what joins words and value on a page."""
        return f"{self.case}.{self.field}"

    def __str__(self) -> str:
        whose = f" (patient {self.case})" if self.case else ""
        return f"{self.field}: {self.value}{whose}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text and the values they prove, that with the fewest words first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text; `start` counts the code points before it."""

    start: int
    pieces: tuple[Piece, ...]


def lines(text: str, extractions: Iterable[Extraction]) -> tuple[Line, ...]:
    """The lines of a text that are not empty, cut where any value's words begin or end.

    The pieces of all lines, in order, are the whole text but for its line breaks.
    """
    spans = [(span, Mark(found.case, found.field, cell(found.value))) for found in extractions for span in found.spans]
    return tuple(_lines(text, spans))


def _lines(text: str, spans: list[tuple[Span, Mark]]) -> Iterator[Line]:
    start = 0
    for words in text.split("\n"):
        if words:
            yield Line(start, tuple(_pieces(text, start, start + len(words), spans)))
        start += len(words) + 1


def _pieces(text: str, start: int, end: int, spans: list[tuple[Span, Mark]]) -> Iterator[Piece]:
    inside = [(span, mark) for span, mark in spans if span.start < end and span.end > start]
    cuts = {start, end} | {at for span, _ in inside for at in (span.start, span.end) if start < at < end}
    for low, high in pairwise(sorted(cuts)):
        over = [(span.end - span.start, mark) for span, mark in inside if span.start < high and span.end > low]
        over.sort(key=lambda one: one[0])
        yield Piece(text[low:high], tuple(dict.fromkeys(mark for _, mark in over)))
