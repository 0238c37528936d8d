"""scan: PubMed's bulk files straight into series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from ..crew import open_crew
from ..outcomes import Scan
from ..pubmed.bulk_files import is_bulk_file
from ..query import find_query, read_query
from ..records import Query
from ..scan import scan
from .flow import flow_json
from .opening import opened
from .options import INCOMPLETE, Db, Json, Out, Quiet, err, print_json
from .outcomes import print_series
from .progress import progress

Given = Annotated[
    list[str],
    typer.Argument(metavar="QUERY… FILE…", help="Queries, then bulk files (pubmed26n0001.xml.gz) or folders of them."),
]
Workers = Annotated[int | None, typer.Option(help="Processes; 1 is this one alone [default: one a core].", min=1)]
Scheduler = Annotated[
    str,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler (tcp://HOST:8786) whose workers read the files."),
]
WholeWords = Annotated[
    bool, typer.Option("--whole-words", help="Faster, but a word that mark-up or an accent tears is not found.")
]


def scan_(  # noqa: PLR0913, PLR0917 - the options that users know
    given: Given,
    workers: Workers = None,
    scheduler: Scheduler = "",
    whole_words: WholeWords = False,
    out_dir: Out = None,
    db: Db = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """PubMed's bulk files straight into series: several queries in one pass; safe to stop and to repeat.

    Files are verified by the .md5 beside them and applied in the order of their numbers; updates replace and delete.
    With several queries --out is the folder of their folders.

    Example: harvester scan hpc-spine pubmed/baseline pubmed/updatefiles --out spine
    """
    queries, paths = _sorted(given)
    with ExitStack() as stack:
        folders = [out_dir / query.name if out_dir and len(queries) > 1 else out_dir for query in queries]
        reviews = [
            stack.enter_context(opened(query, folder, db)) for query, folder in zip(queries, folders, strict=True)
        ]
        crew = stack.enter_context(open_crew(workers, scheduler))
        watch = stack.enter_context(progress(quiet or as_json))
        scans = scan(reviews, paths, crew, watch, torn=not whole_words)
        took = watch.took
    if as_json:
        print_json([_json(one) for one in scans])
    for one in scans:
        if not (quiet or as_json):
            print_series(one.series)
        if not quiet:
            err.print(f"harvester: {_last_line(one)}, in {took}", markup=False)
        _report(one)
    if not all(one.complete for one in scans):
        raise typer.Exit(INCOMPLETE if any(one.applied or one.skipped for one in scans) else 1)


def _sorted(given: Sequence[str]) -> tuple[list[Query], list[Path]]:
    """The queries, and the bulk files, a folder standing for those in it."""
    queries: list[Query] = []
    paths: list[Path] = []
    for word in given:
        path = Path(word)
        if is_bulk_file(path):
            paths.append(path)
        elif path.is_dir() and (inside := [one for one in sorted(path.iterdir()) if is_bulk_file(one)]):
            paths += inside
        else:
            queries.append(read_query(find_query(word)))
    if not queries or not paths:
        lacking = "a QUERY before the files" if paths else "a FILE: pubmed26n0001.xml.gz, or a folder of such files"
        raise typer.BadParameter(f"name {lacking}", param_hint="QUERY… FILE…")
    return queries, paths


def _last_line(one: Scan) -> str:
    skipped = f" ({len(one.skipped):,} more applied before)" if one.skipped else ""
    read = f"{one.articles:,} records sifted, {one.looked_at:,} looked at, {one.parsed:,} parsed"
    return f"{one.series.query.name}: {one.applied:,} files{skipped}: {read}; {one.search.count:,} found in all"


def _report(one: Scan) -> None:
    """Every gap by name, and what a scan cannot decide."""
    name = one.series.query.name
    for note in one.search.warnings:
        err.print(f"harvester: note: {note}", markup=False)
    if one.edited:
        said = "the strategy or its limits were edited: files scanned for the old one do not count; scan all again"
        err.print(f"harvester: note: {name}: {said}", markup=False)
    for refusal in one.refusals:
        err.print(f"harvester: incomplete: {refusal}", markup=False)
    if one.missing:
        said = f"{len(one.missing):,} files of {one.year}'s baseline were never scanned: {_ranges(one.missing)}"
        err.print(f"harvester: incomplete: {name}: {said}", markup=False)
    for pmid in one.lost:
        err.print(f"harvester: incomplete: {name}: must-find PMID {pmid} was not found in the baseline", markup=False)


def _ranges(numbers: Sequence[int]) -> str:
    """`1, 5 to 9`: numbers in their order, those that follow each other by the first and the last."""
    return ", ".join(_spans(numbers))


def _spans(numbers: Sequence[int]) -> Iterator[str]:
    for _, span in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
        run = [number for _, number in span]
        yield str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}"


def _json(one: Scan) -> dict[str, Any]:
    return {
        "query": one.series.query.name,
        "complete": one.complete,
        "year": one.year,
        "applied": one.applied,
        "skipped": list(one.skipped),
        "records": one.articles,
        "looked_at": one.looked_at,
        "parsed": one.parsed,
        "found": one.search.count,
        "flow": flow_json(one.series.flow),
        "notes": list(one.search.warnings),
        "refusals": [str(refusal) for refusal in one.refusals],
        "missing": list(one.missing),
        "must_find_lost": list(one.lost),
        "files": [str(path) for path in one.files],
    }
