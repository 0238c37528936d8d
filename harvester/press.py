"""What a peer reviewer asks of a search strategy before its results are used (PRESS: McGowan et al., 2016).

Can it be read at all; does PubMed do it as it is written; does it find the reports that it must find.
"""

from __future__ import annotations

from .entrez import Entrez
from .records import Query, QueryError, Search
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
