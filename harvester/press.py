"""What a peer reviewer asks of a search strategy before its results are used (PRESS: McGowan et al., 2016).

Can it be read at all; does PubMed do it as it is written; does it find the reports that it must find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .entrez import Entrez
from .errors import QueryError
from .records import Query, Search
from .syntax import lint, parse, pointed


def check_readable(query: Query) -> None:
    """Raise StrategyError, with the place, for a strategy that nobody can read; it is not worth a request."""
    parse(query.strategy)


def check_unaltered(query: Query, search: Search) -> None:
    """Raise QueryError for what PubMed said it altered, and for what it alters without saying so."""
    altered = [f"  {said}" for said in search.warnings if not said.startswith("Drift")]
    altered += [pointed(query.strategy, one.start, one.end, one.message) for one in lint(query.strategy)]
    if altered:
        what = "strict: PubMed would not do the strategy as written, so nothing was stored"
        raise QueryError("\n".join([f"{query.name}: {what}:", *altered]))


def must_find(query: Query, entrez: Entrez, search: Search) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Must-find PMIDs that were not found: those the source holds (the strategy lost them) and those it does not."""
    unfound = tuple(pmid for pmid in query.must_find if pmid not in set(search.pmids))
    held = entrez.held(unfound)
    return tuple(pmid for pmid in unfound if pmid in held), tuple(pmid for pmid in unfound if pmid not in held)


def check_edit(query: Query, entrez: Entrez, search: Search, before: Sequence[Search]) -> None:
    """Raise QueryError where the query was edited since its last search and loses a must-find report by it.

    Where the same query loses one, NLM has changed and not the query: that is a gap to be named, and no error.
    """
    last = next((one for one in reversed(before) if not one.of_file), None)
    if last is None or (last.strategy, last.limits) == (query.strategy, query.limits):
        return
    lost, _ = must_find(query, entrez, search)
    if lost:
        raise QueryError(
            f"{query.name}: the edited strategy does not find {', '.join(lost)}, which must_find names and "
            f"{search.platform} holds; nothing was stored. `harvester diff` shows all that the edit gains and loses"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edited strategy beside the one that was last run: that one `then`, the `old` and the `new` run now."""

    then: Search
    old: Search
    new: Search
    must_find_lost: tuple[str, ...]
    must_find_absent: tuple[str, ...]

    @property
    def edited(self) -> bool:
        """Whether the two ask otherwise."""
        return (self.old.strategy, self.old.limits) != (self.new.strategy, self.new.limits)

    @property
    def gained(self) -> tuple[str, ...]:
        """What the edit finds and the strategy before it does not."""
        return _without(self.new, self.old)

    @property
    def lost(self) -> tuple[str, ...]:
        """What the edit does not find any more."""
        return _without(self.old, self.new)

    @property
    def arrived(self) -> tuple[str, ...]:
        """What the strategy as it was finds now and did not find then: no work of the edit."""
        return _without(self.old, self.then)

    @property
    def left(self) -> tuple[str, ...]:
        """What it found then and does not find now."""
        return _without(self.then, self.old)


def _without(these: Search, those: Search) -> tuple[str, ...]:
    there = set(those.pmids)
    return tuple(pmid for pmid in these.pmids if pmid not in there)


def compare(query: Query, entrez: Entrez, last: Search, at: datetime) -> Edit:
    """The strategy of the last search and that of the query, both run now."""
    new = entrez.search(query, ran_at=at)
    same = (query.strategy, query.limits) == (last.strategy, last.limits)
    old = new if same else entrez.search(replace(query, strategy=last.strategy, limits=last.limits), ran_at=at)
    lost, absent = must_find(query, entrez, new)
    return Edit(then=last, old=old, new=new, must_find_lost=lost, must_find_absent=absent)
