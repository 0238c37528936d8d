"""What a refresh asks for again: what is new, what was revised, and what the search does not speak of any more.

A search tells which records a strategy finds, and not which of them NLM has revised since. The date of revision does
([mdat]), but for records that state none; and of a record that left the set no search tells anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .entrez import Entrez
from .errors import HarvesterError
from .records import PartialDate, Query, Search
from .series import identified
from .store import Holdings

OVERLAP = timedelta(days=7)
"""How far back a refresh looks behind the newest revision that the last one knew: NLM gives records out days later."""


A_FEW = 20
"""So many records may leave a set, or be withdrawn, between two refreshes of even the smallest series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """The PMIDs to ask for, each once.

    `of_set` are those of the set that are new or were revised, `left` those that this platform found before and holds
    still, `vanished` those that it found before and holds no more, `others` those that it holds and only another source
    has told of. Of the must-find PMIDs that the strategy does not find, `lost` are in the source, `absent` are not.
    """

    of_set: tuple[str, ...]
    left: tuple[str, ...]
    vanished: tuple[str, ...]
    others: tuple[str, ...]
    lost: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def pmids(self) -> tuple[str, ...]:
        """All to ask for; what vanished too, since NLM may lead from it to another record."""
        return (*self.of_set, *self.left, *self.vanished, *self.others)


def watchlist(held: Holdings, query: Query, entrez: Entrez, search: Search) -> Watchlist:
    """What to ask for, given what the search just found; costs one request.

    Raises HarvesterError where the source has forgotten so much at once that it is rather out of order.
    """
    before = held.searches(query.name)
    check_found(search, before)
    found = set(search.pmids)
    ever = [pmid for pmid in identified(before) if pmid.isdigit() and pmid not in found]
    withdrawn = held.withdrawn((*search.pmids, *ever))
    there = [pmid for pmid in ever if pmid not in withdrawn]
    unfound = [pmid for pmid in query.must_find if pmid not in found]
    since = cursor(held, query, search.pmids)
    answer = frozenset(entrez.changed(query, since, tuple(dict.fromkeys((*unfound, *there)))))
    asked = answer.union(_new(held, search), _undated(held, search))
    elsewhere = {pmid for pmid, one in withdrawn.items() if one.successor}
    here = _given_by(search.platform, before)
    vanished = tuple(pmid for pmid in there if pmid in here and pmid not in answer)
    _check_held(search, vanished, len(here))
    return Watchlist(
        of_set=tuple(pmid for pmid in search.pmids if pmid in asked and pmid not in elsewhere),
        left=tuple(pmid for pmid in there if pmid in here and pmid in answer),
        vanished=vanished,
        others=tuple(pmid for pmid in there if pmid not in here and pmid in answer),
        lost=tuple(pmid for pmid in unfound if pmid in answer),
        absent=tuple(pmid for pmid in unfound if pmid not in answer),
    )


def _given_by(platform: str, searches: Iterable[Search]) -> set[str]:
    """What the searches of a platform found; of what only another one gave it cannot be said that it withdrew it."""
    return {pmid for search in searches if search.platform == platform for pmid in search.pmids}


def check_found(search: Search, before: Sequence[Search]) -> None:
    """Raise HarvesterError where most of what the same search of the same platform found last time is not found now."""
    same = (search.platform, search.strategy, search.limits)
    last = next((one for one in reversed(before) if (one.platform, one.strategy, one.limits) == same), None)
    if last is None:
        return
    gone = len(set(last.pmids) - set(search.pmids))
    if gone > max(A_FEW, len(last.pmids) // 2):
        raise HarvesterError(
            f"{search.query}: {search.platform} does not find {gone} of the {len(last.pmids)} records that it found on "
            f"{last.ran_at:%Y-%m-%d}, though it was asked the same; it is rather out of order than the literature "
            "gone, so nothing was stored: refresh again later (`harvester run` takes it as it is)"
        )


def _check_held(search: Search, vanished: Sequence[str], known: int) -> None:
    if len(vanished) > max(A_FEW, known // 50):
        raise HarvesterError(
            f"{search.query}: {search.platform} holds no record of {len(vanished)} PMIDs that it gave out before, and "
            "NLM withdraws a few at a time; is it the same source? Nothing was stored, and none is taken for deleted"
        )


def _new(held: Holdings, search: Search) -> set[str]:
    """What no platform has given out yet, or not since it was withdrawn."""
    return {*held.unstored(search.pmids), *held.withdrawn(search.pmids)}


def _undated(held: Holdings, search: Search) -> set[str]:
    """What states no day of revision, so that the date cannot tell whether it was revised."""
    return {pmid for pmid, revised in held.revisions(search.pmids) if not revised}


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
    known = held.revisions(pmids, moment) if moment else ()
    days = [_first_day(revised) for _, revised in known if revised]
    return max(days) - OVERLAP if days else LONG_AGO


def _first_day(day: PartialDate) -> date:
    return date(day.year, day.month or 1, day.day or 1)
