"""A Series -> search.md: the searches as PRISMA-S asks for them (Rethlefsen 2021), items named by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Limits, Search, Series, Slice
from .cells import instant


def search_report(series: Series) -> str:
    """The text of search.md in Markdown: a section a search, the newest first, the strategy byte for byte as run."""
    newest_first = sorted(series.searches, key=lambda search: (search.ran_at, search.platform), reverse=True)
    sections = ["\n".join(_section(search)) for search in newest_first] or ["No search has been run yet.\n"]
    return "\n".join([*_opening(series), *sections])


def _opening(series: Series) -> Iterator[str]:
    query, flow = series.query, series.flow
    yield f"# Searches: {query.title}\n"
    yield f"Query `{query.name}`, {_many(len(series.searches), 'search', 'searches')}, the newest first."
    if series.published_by:
        yield f"Of what they found, what had entered PubMed by {series.published_by} counts below.\n"
    yield "The numbers are those of the PRISMA-S checklist (Rethlefsen et al. 2021).\n"
    yield f"- Records identified in all searches (15): {flow.identified}"
    yield f"- Duplicates among them (16): {flow.duplicates}\n"


def _many(n: int, one: str, several: str) -> str:
    return f"{n} {one if n == 1 else several}"


def _section(search: Search) -> Iterator[str]:
    yield f"## {instant(search.ran_at)}, {search.platform}\n"
    yield f"- Database and platform (1): {search.platform}"
    yield f"- Date and time (13): {instant(search.ran_at)}"
    if search.confirmed_at:
        yield f"- Last run with this very result: {instant(search.confirmed_at)}"
    yield f"- Limits (9): {_limits(search.limits)}"
    received = _many(
        len(search.pmids), "record" if search.of_file else "PMID", "records" if search.of_file else "PMIDs"
    )
    counted = "entries in the file" if search.of_file else "counted by the platform"
    yield f"- Records (15): {search.count} {counted}, {received} received"
    yield f"- Query file: `{search.query}`, SHA-256 `{search.query_digest}`\n"
    if search.of_file:
        yield "The strategy was run elsewhere and the file does not say it: take it from that database's history.\n"
        return
    yield "### Strategy as run (8)\n"
    yield _block(search.strategy)
    yield "### Translation by the platform\n"
    yield _block(search.translation) if search.translation else "None was given.\n"
    yield "### Warnings\n"
    yield _block("\n".join(search.warnings)) if search.warnings else "None was given.\n"
    yield "### Slices\n"
    yield from _slices(search.slices)


_DATETYPES = {"pdat": "publication date", "edat": "date of entry into PubMed", "mdat": "date of modification"}


def _limits(limits: Limits) -> str:
    if not (limits.mindate or limits.maxdate):
        return "none"
    first = f" from {limits.mindate}" if limits.mindate else ""
    last = f" to {limits.maxdate}" if limits.maxdate else ""
    return f"{_DATETYPES[limits.datetype]} ({limits.datetype}){first}{last}"


def _block(text: str) -> str:
    """A code block around any text: its fence is longer than any run of backticks in the text (CommonMark 4.5)."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{fence}text\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}\n"


def _slices(slices: tuple[Slice, ...]) -> Iterator[str]:
    if not slices:
        yield "The result was read in one piece.\n"
        return
    yield "| PMID from | PMID to | records |"
    yield "|---|---|---|"
    yield from (f"| {part.low or 'the first'} | {part.high or 'the last'} | {part.count} |" for part in slices)
    yield ""
