"""run and export: the main job, and its files again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ..export.folder import Format
from ..query import find_query, read_query
from .opening import opened, reopened, report_edit
from .options import (
    AsOf,
    Db,
    Email,
    Json,
    Offline,
    Out,
    PublishedBy,
    QueryName,
    Quiet,
    Source,
    Strict,
    asked_source,
    day,
    err,
    known_by,
    out,
    print_json,
    traffic_line,
)
from .outcomes import last_line, print_series, report_gaps, summary
from .progress import progress


def run(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    source: Source = "pubmed",
    offline: Offline = False,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    published_by: PublishedBy = None,
    strict: Strict = False,
    email: Email = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Search, fetch, parse, extract, screen, link, store, export; safe to stop and to repeat.

    Example: harvester run hpc-spine --offline --out demo-series
    """
    asked = read_query(find_query(query))
    with (
        asked_source(source, offline, email) as entrez,
        opened(asked, out_dir, db) as review,
        progress(quiet or as_json) as watch,
    ):
        outcome = review.run(entrez, watch, as_of=known_by(as_of), published_by=day(published_by), strict=strict)
    if as_json:
        print_json(summary(outcome))
    elif not quiet:
        print_series(outcome.series)
        out.print(traffic_line(outcome.traffic), markup=False)
        out.print(f"{len(outcome.files)} files in {review.folder}", markup=False)
    if not quiet:
        err.print(f"harvester: {last_line(outcome, watch.took)}", markup=False)
    report_gaps(outcome)


Updates = Annotated[
    datetime | None,
    typer.Option(
        "--updates",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"],
        metavar="DATE",
        help="The day of the review's previous version, for PRISMA 2020's diagram of an updated review.",
    ),
]


Formats = Annotated[
    list[Format] | None,
    typer.Option("--format", help="Which files: may be given several times [default: all]."),
]


def export(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    published_by: PublishedBy = None,
    updates: Updates = None,
    formats: Formats = None,
) -> None:
    """Write the review's files again from its database.

    Those of a past day go into a folder of their own. With --updates there is a flow diagram of an updated review too;
    with --format only some of the files are written, and the others are left as they are.

    Example: harvester export hpc-spine --out demo-series --published-by 2015-06-30
    """
    with reopened(read_query(find_query(query)), out_dir, db) as review, progress() as watch:
        report_edit(review.series())
        watch("write the files", 0, 0)
        files = review.export(known_by(as_of), day(published_by), known_by(updates), formats or tuple(Format))
    for path in files:
        out.print(str(path), markup=False)
    err.print(f"harvester: {len(files)} files in {watch.took}", markup=False)
