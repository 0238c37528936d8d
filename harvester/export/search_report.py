"""A Series -> search.md: the searches as PRISMA-S asks for them (Rethlefsen 2021), items named by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from .. import __version__
from ..records import FoundBy, Limits, Search, Series, Slice
from ..syntax import Boolean, Node, StrategyError, Term, lint, parse
from .cells import instant

UNKNOWN = "not known to this tool"


def search_report(series: Series) -> str:
    """The text of search.md in Markdown: the checklist's 16 items, the run log, and a section a search, newest first.

    A strategy stands there byte for byte as it was run.
    """
    newest_first = sorted(series.searches, key=lambda search: (search.ran_at, search.platform), reverse=True)
    sections = ["\n".join(_section(search)) for search in newest_first] or ["No search has been run yet.\n"]
    return "\n".join([*_opening(series), *_checklist(series), *_log(series), *sections])


def _opening(series: Series) -> Iterator[str]:
    query = series.query
    yield f"# Searches: {query.title}\n"
    yield f"Query `{query.name}`, {_many(len(series.searches), 'search', 'searches')}.\n"
    if series.published_by:
        yield f"Of what they found, what had entered PubMed by {series.published_by} counts below.\n"


def _many(n: int, one: str, several: str) -> str:
    return f"{n} {one if n == 1 else several}"


def _checklist(series: Series) -> Iterator[str]:
    """The 16 items of PRISMA-S (Rethlefsen et al., Syst Rev 2021;10:39); what this tool cannot know says so."""
    yield "## PRISMA-S\n"
    yield "| item | | |"
    yield "|---:|---|---|"
    for number, (name, said) in enumerate(_items(series), start=1):
        yield f"| {number} | {name} | {in_table(said)} |"
    yield ""


def in_table(text: str) -> str:
    """A text that stays in one cell of a Markdown table and is taken as written."""
    return " ".join("".join(f"\\{one}" if one in "\\`*_[]<>|&~" else one for one in text).split())


def _items(series: Series) -> Iterator[tuple[str, str]]:
    searches, flow = series.searches, series.flow
    sources = ", ".join(flow.sources) or "none yet"
    platforms = tuple(search for search in searches if not search.of_file)
    yield "Database name", sources + _of_files(searches)
    yield "Multi-database searching", "none by this tool: each platform is searched by itself" + _of_files(searches)
    yield "Study registries", _found_by(searches, "register")
    yield "Online resources and browsing", _found_by(searches, "website", "organisation")
    yield "Citation searching", _found_by(searches, "citations")
    yield "Contacts", UNKNOWN
    yield "Other methods", UNKNOWN
    yield (
        "Full search strategies",
        "below, each as it was run, with the platform's translation" if platforms else UNKNOWN,
    )
    limits = sorted({_limits(search.limits) for search in platforms} - {"none"})
    yield "Limits and restrictions", "; ".join(limits or ["none by date"]) + "; any other stands in the strategy"
    yield "Search filters", _filters(platforms)
    yield "Prior work", UNKNOWN
    yield "Updates", _updates(series)
    yield "Dates of searches", _dates(series)
    yield "Peer review", _peer_review(series)
    yield "Total records", f"{flow.identified}: {_counts(flow.sources)}" if flow.sources else "0"
    yield "Deduplication", _deduplication(series)


def _of_files(searches: Iterable[Search]) -> str:
    """A file does not say which database it came from."""
    return "; of which database a file is, the file does not say" if any(one.of_file for one in searches) else ""


def _found_by(searches: Iterable[Search], *kinds: FoundBy) -> str:
    names = dict.fromkeys(search.platform for search in searches if search.found_by in kinds)
    return ", ".join(names) or f"none taken in; others are {UNKNOWN}"


def _filters(searches: Sequence[Search]) -> str:
    """PubMed's own filters, which a strategy names by [filter] or [sb]; a published hedge cannot be told from words."""
    named = sorted({term for search in searches for term in _filter_terms(search.strategy)})
    return f"{'; '.join(named) or 'none of PubMed'}; whether a part of the strategy is a published filter is {UNKNOWN}"


def _filter_terms(strategy: str) -> Iterator[str]:
    try:
        waiting: list[Node] = [parse(strategy)]
    except StrategyError:
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, Boolean):
            waiting.extend(node.operands)
        elif isinstance(node, Term) and node.field is not None and node.field.tag == "filter":
            yield str(node)


def _updates(series: Series) -> str:
    runs = [run for run in series.runs if run.kind != "import"]
    if not runs:
        return "none so far; an update runs the whole strategy again (harvester refresh)"
    last = f"the last ended {instant(runs[-1].finished_at)}"
    return f"the whole strategy is run again each time; {_many(len(runs), 'run', 'runs')} so far, {last}; log below"


def _dates(series: Series) -> str:
    """When each source was last asked, or taken in."""
    last: dict[str, datetime] = {search.platform: search.ran_at for search in series.searches}
    last.update((run.platform, run.began_at) for run in series.runs)
    return "; ".join(f"{platform}: {instant(at)}" for platform, at in last.items()) or "none yet"


def _peer_review(series: Series) -> str:
    findings = len(lint(series.query.strategy))
    checked = f"harvester lint: {_many(findings, 'finding', 'findings')}"
    known = f"{_many(len(series.query.must_find), 'report', 'reports')} that it must find"
    return f"by a person: {UNKNOWN}; {checked}; {known}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())


def _deduplication(series: Series) -> str:
    rules = sorted({one.by for one in series.decisions if one.kind == "same report" and not one.by_person})
    people = len({one.subject for one in series.standing if one.kind == "same report" and one.by_person})
    by = ", ".join(rules) or "no rule had a pair to judge"
    judged = f" and {_many(people, 'pair', 'pairs')} by a person" if people else ""
    duplicates = _many(series.flow.duplicates, "duplicate", "duplicates")
    return f"harvester {__version__}: {by}{judged} (docs/duplicates.md); {duplicates}"


def _log(series: Series) -> Iterator[str]:
    """Every run that came to its end; an import is a file that was taken in."""
    yield "## Run log\n"
    if not series.runs:
        yield "No run had come to its end when this was written.\n"
        return
    yield "| began | ended | what | source | counted | received | |"
    yield "|---|---|---|---|---:|---:|---|"
    for run in reversed(series.runs):
        told = f"{instant(run.began_at)} | {instant(run.finished_at)} | {run.kind} | {in_table(run.platform)}"
        yield f"| {told} | {run.count} | {run.received} | {'complete' if run.complete else 'incomplete'} |"
    yield ""


def _section(search: Search) -> Iterator[str]:
    yield f"## {instant(search.ran_at)}, {search.platform}\n"
    yield f"- Database and platform (1): {search.platform}"
    yield f"- Date and time (13): {instant(search.ran_at)}"
    yield f"- Limits (9): {_limits(search.limits)}"
    received = _many(
        len(search.pmids), "record" if search.of_file else "PMID", "records" if search.of_file else "PMIDs"
    )
    counted = "entries in the file" if search.of_file else "counted by the platform"
    yield f"- Records (15): {search.count} {counted}, {received} received"
    yield f"- Query: `{search.query}`, SHA-256 of what it asks `{search.query_digest}`\n"
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
