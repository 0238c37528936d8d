"""What a refresh asks for again: what is new, what was revised, and what the search does not speak of any more.

A search tells which records a strategy finds, and not which of them NLM has revised since. The date of revision does
([mdat]), but for records that state none; and of a record that left the set no search tells anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .entrez import Entrez
from .records import PartialDate, Query, Search
from .series import identified
from .store import Holdings

OVERLAP = timedelta(days=7)
"""How far back a refresh looks behind the newest revision that the last one knew: NLM gives records out days later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """The PMIDs to ask for, each once: of the set, those that left it, and those that only a file has told of.

    Of the must-find PMIDs that the strategy does not find, `lost` are in the source and `absent` are not.
    """

    of_set: tuple[str, ...]
    left: tuple[str, ...]
    of_files: tuple[str, ...]
    lost: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def pmids(self) -> tuple[str, ...]:
        """All to ask for."""
        return (*self.of_set, *self.left, *self.of_files)


def watchlist(held: Holdings, query: Query, entrez: Entrez, search: Search) -> Watchlist:
    """What to ask for, given what the search just found; costs one request."""
    found = set(search.pmids)
    ever = [pmid for pmid in identified(held.searches(query.name)) if pmid.isdigit() and pmid not in found]
    withdrawn = held.withdrawn((*search.pmids, *ever))
    there = [pmid for pmid in ever if pmid not in withdrawn]
    told_by_files = set(held.unstored(there))
    unfound = [pmid for pmid in query.must_find if pmid not in found]
    besides = tuple(dict.fromkeys((*unfound, *(pmid for pmid in there if pmid in told_by_files))))
    answer = frozenset(entrez.changed(query, cursor(held, query, search.pmids), besides))
    asked = answer.union(_new(held, search), _undated(held, search))
    elsewhere = {pmid for pmid, one in withdrawn.items() if one.successor}
    return Watchlist(
        of_set=tuple(pmid for pmid in search.pmids if pmid in asked and pmid not in elsewhere),
        left=tuple(pmid for pmid in there if pmid not in told_by_files),
        of_files=tuple(pmid for pmid in there if pmid in told_by_files & answer),
        lost=tuple(pmid for pmid in unfound if pmid in answer),
        absent=tuple(pmid for pmid in unfound if pmid not in answer),
    )


def _new(held: Holdings, search: Search) -> set[str]:
    """What no platform has given out yet, or not since it was withdrawn."""
    return {*held.unstored(search.pmids), *held.withdrawn(search.pmids)}


def _undated(held: Holdings, search: Search) -> set[str]:
    """What states no day of revision, so that the date cannot tell whether it was revised."""
    return {record.pmid for record in held.records(search.pmids) if not record.dates.revised}


FIRST_ROUND = timedelta(hours=1)
"""How long the source is taken to stand still while a series is first fetched; what was stored later may be newer."""

LONG_AGO = date(1000, 1, 1)


def cursor(held: Holdings, query: Query, pmids: Sequence[str]) -> date:
    """The day from which on revisions are asked for.

    It rests on the newest revision that was known when the last complete refresh began (before any, within an hour of
    the first record), and on no clock: a mirror may be weeks behind, and so may NLM's own dates.
    """
    ended = [run for run in held.runs(query.name) if run.kind == "refresh" and run.complete]
    first = held.first_seen(pmids)
    moment = ended[-1].began_at if ended else first and first + FIRST_ROUND
    known = held.records(pmids, moment) if moment else ()
    days = [_first_day(record.dates.revised) for record in known if record.dates.revised]
    return max(days) - OVERLAP if days else LONG_AGO


def _first_day(day: PartialDate) -> date:
    return date(day.year, day.month or 1, day.day or 1)
