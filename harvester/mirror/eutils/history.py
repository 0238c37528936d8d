"""NCBI's history server: result sets by environment and number, for some hours."""

from __future__ import annotations

import secrets
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .answers import Refusal
from .asked import Asked

CEILING = 9_999
"""How many records of one result set PubMed gives out (since November 2022)."""

_MOST = 10_000  # records of one efetch or esummary
_KEPT = 25_000_000  # PMIDs kept at once (200 MB); beyond that the environments longest unused expire early


@dataclass(slots=True)
class _Environment:
    used: float
    sets: list[Sequence[int]] = field(default_factory=list)

    def size(self) -> int:
        return sum(map(len, self.sets)) + 1


class History:
    """Result sets; an environment expires `seconds` after its last use. `clock` is in seconds. Shared by threads."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._environments: OrderedDict[str, _Environment] = OrderedDict()

    def keep(self, name: str, pmids: tuple[str, ...]) -> tuple[str, int]:
        """Append a result set, in a new environment where this one is unknown; gives the environment and the key."""
        with self._lock:
            found = self._used(name)
            if found is None:
                name, found = f"MCID_{secrets.token_hex(12)}", _Environment(self._clock())
                self._environments[name] = found
            found.sets.append(array("Q", map(int, pmids)))
            self._forget()
            return name, len(found.sets)

    def _forget(self) -> None:
        held = sum(one.size() for one in self._environments.values())
        while held > _KEPT and len(self._environments) > 1:
            _, oldest = self._environments.popitem(last=False)
            held -= oldest.size()

    def sets(self, name: str) -> dict[int, Sequence[int]]:
        """The result sets of an environment by their keys; none where it is unknown or has expired."""
        with self._lock:
            found = self._used(name)
            return dict(enumerate(found.sets, start=1)) if found else {}

    def _used(self, name: str) -> _Environment | None:
        now = self._clock()
        while self._environments and next(iter(self._environments.values())).used + self._seconds <= now:
            self._environments.popitem(last=False)
        found = self._environments.get(name)
        if found:
            found.used = now
            self._environments.move_to_end(name)
        return found


def stored(history: History, asked: Asked) -> Sequence[int]:
    """The result set a request names by WebEnv and query_key. Refuses one that is unknown or has expired."""
    key = asked.number("query_key", 1)
    pmids = history.sets(asked["WebEnv"]).get(key)
    if pmids is None:
        raise Refusal(f"Unable to obtain query #{key}")
    return pmids


def page(history: History, asked: Asked, ceiling: int) -> tuple[str, ...]:
    """The part of a stored result set that retstart and retmax ask for; what crosses the ceiling is silently short.

    Refuses, with status 400, what begins behind the ceiling or behind the end.
    """
    pmids = stored(history, asked)
    start, size = asked.number("retstart", 0), min(asked.number("retmax", _MOST), _MOST)
    if start >= ceiling and len(pmids) > ceiling:
        raise Refusal(f"Search backend cannot retrieve history data. Reason: Exception:\n{too_far(ceiling)}", 400)
    if start >= len(pmids):
        raise Refusal(
            f"Cannot retrieve history data: OUT OF RANGE. Parameter retstart={start} + 1 is greater than number of "
            f"records available in history. History includes {len(pmids)} IDs.",
            400,
        )
    return tuple(map(str, pmids[start : min(start + size, ceiling)]))


def too_far(ceiling: int) -> str:
    """What PubMed says of a page that begins behind the ceiling."""
    return (
        f"'retstart' cannot be larger than {ceiling - 1}. For PubMed, ESearch can only retrieve the first {ceiling:,} "
        "records matching the query. To obtain more than "
        f"{ceiling:,} PubMed records, consider using EDirect that contains additional logic to batch PubMed search "
        "results automatically so that an arbitrary number can be retrieved. For details see "
        "https://www.ncbi.nlm.nih.gov/books/NBK25499/"
    )
