"""import and dedupe: reference files into a series, or the groups that are one report out of them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from ..edits import edited, read_edits
from ..export.cells import neutralised
from ..export.files import write
from ..groups import Doubt, Groups, Member, group
from ..intake import read_file
from ..query import find_query, read_query
from ..records import FoundBy, Refusal
from ..references import Entry
from ..watch import Watch, watched
from .flow import flow_json
from .opening import opened
from .options import INCOMPLETE, By, Db, Json, Out, QueryName, Quiet, err, out, print_json
from .outcomes import print_series
from .progress import progress

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=".nbib .ris .bib .csv .xml, of any database.")]

Source = Annotated[
    FoundBy,
    typer.Option("--found-by", help="Where PRISMA's flow diagram puts the files: what kind of source they are of."),
]


def dedupe(
    files: Files,
    to: Annotated[
        Path | None, typer.Option("--out", metavar="groups.csv", help="Write the groups here instead of to stdout.")
    ] = None,
    unsure: Annotated[
        Path | None, typer.Option("--unsure", metavar="unsure.csv", help="Write the pairs that a person must look at.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Duplicates within and between reference files; nothing is merged, deleted or stored.

    Example: harvester dedupe pubmed.nbib embase.ris --out groups.csv --unsure unsure.csv
    """
    with progress(as_json) as watch:
        entries, refusals = _read(files, watch)
        watch("compare", 0, 0)
        found = group(entries)
    if to or not as_json:
        _write(to, ("group", "id", "kept", "score", "reason", "file"), map(_member, found.members))
    if unsure:
        _write(unsure, ("id", "other_id", "score", "reason", "file", "other_file"), map(_doubt, found.doubts))
    summary = _summary(entries, refusals, found)
    if as_json:
        print_json(summary | {"refusals": [str(one) for one in refusals]})
    else:
        counts = ", ".join(f"{count:,} {name}" for name, count in summary.items())
        err.print(f"{counts}, in {watch.took}", markup=False)
    if refusals:
        raise typer.Exit(INCOMPLETE if entries else 1)


def import_(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    files: Files,
    by: By = "",
    found_by: Source = "database",
    out_dir: Out = None,
    db: Db = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take reference files of any database, or an edited cases.xlsx or decisions.csv, into the series.

    Example: harvester import hpc-spine embase.ris scopus.csv
    """
    with opened(read_query(find_query(query)), out_dir, db) as review, progress(quiet or as_json) as watch:
        ours = [path for path in files if edited(path)]
        edits = [read_edits(path, review.series, by, datetime.now(UTC)) for path in ours]
        decisions = [one for edit in edits for one in edit.decisions]
        taken = review.take_in([path for path in files if path not in ours], watch, decisions, found_by)
    refusals = (*taken.refusals, *(refusal for edit in edits for refusal in edit.refusals))
    for refusal in refusals:
        err.print(f"harvester: incomplete: {refusal}", markup=False)
    if as_json:
        print_json(
            {
                "query": taken.series.query.name,
                "entries": taken.entries,
                "new": taken.new,
                "decisions": len(decisions),
                "flow": flow_json(taken.series.flow),
                "refusals": [str(one) for one in refusals],
                "files": [str(path) for path in taken.files],
            }
        )
    elif not quiet:
        print_series(taken.series)
        said = f"{taken.entries:,} entries, {taken.new:,} of them new to the database"
        out.print(f"{said}; {len(decisions):,} decisions" if edits else said, markup=False)
        err.print(
            f"harvester: {taken.entries:,} entries taken in {watch.took}, {len(refusals):,} refused", markup=False
        )
    if refusals:
        raise typer.Exit(INCOMPLETE if taken.entries or decisions else 1)


def _read(files: Iterable[Path], watch: Watch) -> tuple[list[Entry], list[Refusal]]:
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    for path in files:
        for item in watched(read_file(path), watch, f"read {path.name}", every=100):
            if isinstance(item, Entry):
                entries.append(item)
            elif isinstance(item, Refusal):
                refusals.append(item)
                err.print(f"harvester: incomplete: {item}", markup=False)
    return entries, refusals


def _member(one: Member) -> Sequence[str]:
    kept = "yes" if one.kept else "no"
    return (str(one.group), one.entry.id, kept, f"{one.score:.3f}", one.reason, one.entry.source)


def _doubt(one: Doubt) -> Sequence[str]:
    return (one.left.id, one.right.id, f"{one.score:.3f}", one.reason, one.left.source, one.right.source)


def _summary(entries: Sequence[Entry], refusals: Sequence[Refusal], found: Groups) -> dict[str, int]:
    return {
        "entries": len(entries),
        "refused": len(refusals),
        "reports": found.reports,
        "groups": len({one.group for one in found.members}),
        "pairs to look at": len(found.doubts),
    }


def _write(path: Path | None, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as RFC 4180 CSV, to a file that is replaced whole or to stdout."""
    text = StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows([neutralised(cell) for cell in row] for row in rows)
    if path:
        write(path, text.getvalue().encode())
    else:
        sys.stdout.write(text.getvalue())
