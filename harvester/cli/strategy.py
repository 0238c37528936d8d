"""search, lint: what a strategy would find, and what PubMed would not do as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import msgspec
import typer

from ..entrez import Entrez
from ..press import check_readable, check_unaltered, must_find
from ..query import find_query, read_query
from ..records import Query, Search
from ..syntax import Finding, pointed
from ..syntax import lint as findings_of
from .options import (
    INCOMPLETE,
    Email,
    Json,
    Offline,
    QueryName,
    Source,
    Strict,
    asked_source,
    err,
    out,
    print_json,
    report_absent,
    report_lost,
    traffic_line,
)
from .progress import progress

CITATIONS = ("pubmed_pubmed_citedin", "pubmed_pubmed_refs")
"""elink's names for the records that cite one, and for those it cites; both from PMC, so both undercount."""

Titles = Annotated[
    int, typer.Option("--titles", metavar="N", min=0, help="Show author, year and title of the first N records.")
]
Citations = Annotated[
    bool,
    typer.Option(
        "--citations", help="Name what cites, or is cited by, the must-find reports and the strategy does not find."
    ),
]


def search(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    source: Source = "pubmed",
    offline: Offline = False,
    titles: Titles = 0,
    citations: Citations = False,
    strict: Strict = False,
    email: Email = "",
    as_json: Json = False,
) -> None:
    """Dry run: count, translation, warnings, slices; stores nothing.

    Example: harvester search hpc-spine --offline --titles 5
    """
    asked = read_query(find_query(query))
    check_readable(asked)
    with asked_source(source, offline, email) as entrez, progress(as_json) as watch:
        found = entrez.search(asked, ran_at=datetime.now().astimezone(), watch=watch)
        if strict:
            check_unaltered(asked, found)
        lost, absent = must_find(asked, entrez, found)
        more = {
            "must_find_lost": lost,
            "must_find_not_in_source": absent,
            "titles": list(_titles(entrez, found, titles)),
            "unfound": _unfound(entrez, asked, found) if citations else None,
        }
    if as_json:
        print_json({**msgspec.to_builtins(found), **more, "traffic": msgspec.to_builtins(entrez.traffic)})
    else:
        _print_search(asked, found, more)
        out.print(traffic_line(entrez.traffic), markup=False)
    report_absent(absent)
    report_lost(lost)
    if not found.complete:
        err.print(f"harvester: incomplete: {found.count} counted, {len(found.pmids)} given out", markup=False)
    if lost or not found.complete:
        raise typer.Exit(INCOMPLETE)


def _titles(entrez: Entrez, found: Search, n: int) -> Iterator[str]:
    """The first records of a search in a line each; what NCBI cannot summarise says so."""
    for one in entrez.summaries(found.pmids[:n]):
        first = one.authors[0] if one.authors else "no author"
        yield f"{one.pmid}  {one.error or f'{first}, {one.published}: {one.title}'}"


def _unfound(entrez: Entrez, query: Query, found: Search) -> dict[str, list[str]]:
    """By must-find report, the records that cite it or that it cites, and that the strategy does not find."""
    linked: dict[str, list[str]] = {}
    for name in CITATIONS:
        for one in entrez.links(query.must_find, name):
            linked.setdefault(one.pmid, []).extend(pmid for pmid in one.linked if pmid not in set(found.pmids))
    return {pmid: sorted(set(others), key=int) for pmid, others in linked.items() if others}


def _print_search(query: Query, found: Search, more: dict[str, Any]) -> None:
    out.print(f"{found.count} records on {found.platform}", markup=False)
    for part in found.slices[1:] and found.slices:
        out.print(f"  PMID {part.low} to {part.high}: {part.count}", markup=False)
    out.print(f"read as: {found.translation}", markup=False)
    for warning in found.warnings:
        out.print(f"warning: {warning}", markup=False)
    for finding in findings_of(query.strategy):
        out.print(_shown(query.strategy, finding), markup=False)
    for line in more["titles"]:
        out.print(line, markup=False)
    for pmid, others in (more["unfound"] or {}).items():
        out.print(f"linked with PMID {pmid} and not found: {', '.join(others)}", markup=False)
    if more["unfound"] == {}:
        out.print(f"nothing unfound is linked with the {len(query.must_find)} must-find PMIDs", markup=False)


def lint(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query's name or the path of a .toml file.")] = "",
    strategy: Annotated[str, typer.Option("--strategy", metavar="TEXT", help="A strategy instead of a query.")] = "",
    as_json: Json = False,
) -> None:
    """What PubMed would silently ignore or misread in a strategy, each at its place.

    Exit status 1 when there is anything.

    Example: harvester lint --strategy "(asthma OR copd)[tiab] AND spin*[ti]"
    """
    if bool(query) == bool(strategy):
        raise typer.BadParameter("name a QUERY, or give a strategy with --strategy TEXT", param_hint="QUERY")
    text = strategy or read_query(find_query(query)).strategy
    findings = findings_of(text)
    if as_json:
        print_json({"strategy": text, "findings": msgspec.to_builtins(findings)})
    else:
        for finding in findings:
            out.print(_shown(text, finding), markup=False)
        clean = "nothing found; what only PubMed's indexes can tell (a heading or a phrase it lacks), `search` shows"
        err.print(f"{len(findings)} finding{'s' * (len(findings) != 1)}" if findings else clean)
    if findings:
        raise typer.Exit(1)


def _shown(strategy: str, finding: Finding) -> str:
    return pointed(strategy, finding.start, finding.end, finding.message)
