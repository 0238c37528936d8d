"""Past the ceiling: a search that finds more than PubMed gives out is cut into ranges of PMIDs that it does give out.

Every record has a PMID, it never changes, and ranges do not overlap; dates have none of the three. The history server
is no way round the ceiling (measured by others, August 2026).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from harvester.errors import EntrezError
from harvester.records import Slice

from .answers import CEILING, Found

TOP_PMID = 99_999_999
"""The end of the range that is cut up; a record above it would make the slices miss the count, which is said."""

MOVED = 0.02
"""How far the halves of a slice may miss its count before it is clear that ranges are not heeded: an index moves."""


@dataclass(frozen=True, slots=True)
class Part:
    """An answer and the PMID range it is about; no range means all."""

    found: Found
    low: int | None = None
    high: int | None = None

    @property
    def slice(self) -> Slice:
        """The range with its count, as a Search holds it."""
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return Slice(low=low, high=high, count=self.found.count)


Ask = Callable[[int, int], Found]
"""Asks for the records of a search between two PMIDs, both included."""


def cut(whole: Found, ask: Ask) -> Iterator[Part]:
    """The parts of a search that each fit below the ceiling, the highest PMIDs first.

    Each cut is made at the middle one of the 9,999 PMIDs that the answer gave out, so that both sides hold thousands,
    however unevenly the PMIDs lie: n records cost at most n / 2,500 requests, not one for each halving of 10^8.
    Raises EntrezError where the platform does not heed a range of PMIDs.
    """
    waiting = [Part(whole, 1, TOP_PMID)]
    while waiting:
        part = waiting.pop()
        if part.found.count <= CEILING:
            yield part
            continue
        low, high = (Part(ask(*bounds), *bounds) for bounds in _halves(part))
        _check_heeded(part, (low, high))
        waiting += (low, high)


def _halves(part: Part) -> tuple[tuple[int, int], tuple[int, int]]:
    low, high = part.low or 1, part.high or TOP_PMID
    if low == high:
        raise _unheeded(part.found.count, f"within the one PMID {low}")
    given = [int(pmid) for pmid in part.found.pmids if low <= int(pmid) <= high]
    middle = min(max(median_low(given) if given else (low + high) // 2, low), high - 1)
    return (low, middle), (middle + 1, high)


def _check_heeded(part: Part, halves: Sequence[Part]) -> None:
    total = sum(half.found.count for half in halves)
    if abs(total - part.found.count) > max(10, MOVED * part.found.count):
        raise _unheeded(part.found.count, f"but {total} in its two halves by PMID")


def _unheeded(count: int, where: str) -> EntrezError:
    return EntrezError(
        f"esearch: {count} records {where}; this platform does not heed a range of PMIDs, so a search this large "
        "cannot be complete; narrow the strategy",
        utility="esearch",
    )
