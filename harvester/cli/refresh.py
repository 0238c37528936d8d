"""refresh and diff: the series brought up to date, and what an edited strategy would gain and lose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import typer

from ..entrez import Entrez
from ..errors import HarvesterError
from ..export.digest_page import digest_markdown
from ..outcomes import Refreshed
from ..press import Edit, compare
from ..query import find_query, read_query
from ..records import Search, Series
from .opening import reopened
from .options import (
    INCOMPLETE,
    Db,
    Email,
    Json,
    Offline,
    Out,
    QueryName,
    Quiet,
    Source,
    asked_source,
    err,
    out,
    print_json,
    report_absent,
)
from .outcomes import last_line, report_gaps, summary
from .progress import progress


def refresh(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    source: Source = "pubmed",
    offline: Offline = False,
    out_dir: Out = None,
    db: Db = None,
    email: Email = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Bring a series up to date and write the digest of what is new; for a scheduler.

    Prints the digest where anything is new, and nothing where nothing is. Exit status 5 when another refresh of the
    review is at work.

    Example: harvester refresh hpc-spine --out demo-series --offline
    """
    asked = read_query(find_query(query))
    with (
        asked_source(source, offline, email) as entrez,
        reopened(asked, out_dir, db) as review,
        progress(quiet or as_json) as watch,
    ):
        done = review.refresh(entrez, watch)
    if as_json:
        print_json(_summary(done))
    elif done.digest.items and not quiet:
        out.print(digest_markdown(done.digest), markup=False, end="")
    elif out.is_terminal and not quiet:
        out.print(f"nothing is new since digest {done.digest.number}", markup=False)
    # A scheduler mails whatever is printed: where nobody looks on, nothing is said that is no news.
    if err.is_terminal and not quiet:
        err.print(f"harvester: {last_line(done.outcome, watch.took)}", markup=False)
    report_gaps(done.outcome)


def _summary(done: Refreshed) -> dict[str, Any]:
    return {
        **summary(done.outcome),
        "new": len(done.digest.items),
        "digest": msgspec.to_builtins(done.digest),
    }


def diff(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    source: Source = "pubmed",
    offline: Offline = False,
    out_dir: Out = None,
    db: Db = None,
    email: Email = "",
    as_json: Json = False,
) -> None:
    """What an edit of the strategy gains and loses, before it is applied; stores nothing.

    The strategy that was last run and the one in the query file are both run now, so that what the edit does is told
    apart from what PubMed did since. Exit status 1 when the edit loses a must-find report.

    Example: harvester diff hpc-spine --offline --out demo-series
    """
    asked = read_query(find_query(query))
    with asked_source(source, offline, email) as entrez, reopened(asked, out_dir, db) as review:
        series = review.series()
        edit = compare(asked, entrez, _last(series), datetime.now(UTC))
        titles = dict(_titles(entrez, series, edit))
    if as_json:
        print_json(_as_json(edit))
    else:
        _print_edit(edit, series, titles)
    if edit.must_find_lost:
        lost = ", ".join(edit.must_find_lost)
        raise HarvesterError(f"{asked.name}: the edited strategy loses must-find reports that the source holds: {lost}")
    if not (edit.old.complete and edit.new.complete):
        err.print("harvester: incomplete: the platform counted more than it gave out; run again", markup=False)
        raise typer.Exit(INCOMPLETE)


def _last(series: Series) -> Search:
    """The last search that was run on a platform."""
    ran = [search for search in series.searches if not search.of_file]
    if not ran:
        raise HarvesterError(f"{series.query.name}: no search was run yet that an edit could be compared with")
    return ran[-1]


def _titles(entrez: Entrez, series: Series, edit: Edit) -> Iterator[tuple[str, str]]:
    """What each PMID is called: from the series where it is there, else from the source."""
    known = {report.record.pmid: report.record for report in series.reports}
    yield from ((pmid, record.title) for pmid, record in known.items())
    new = [pmid for pmid in (*edit.gained, *edit.arrived) if pmid not in known]
    yield from ((one.pmid, one.error or one.title) for one in entrez.summaries(new))


def _as_json(edit: Edit) -> dict[str, Any]:
    return {
        "edited": edit.edited,
        "count_then": edit.then.count,
        "count_now": edit.old.count,
        "count_edited": edit.new.count,
        "gained": edit.gained,
        "lost": edit.lost,
        "arrived_since": edit.arrived,
        "left_since": edit.left,
        "must_find_lost": edit.must_find_lost,
        "must_find_not_in_source": edit.must_find_absent,
    }


def _print_edit(edit: Edit, series: Series, titles: dict[str, str]) -> None:
    out.print(f"as last run, {edit.then.ran_at:%Y-%m-%d}: {edit.then.count} then, {edit.old.count} now", markup=False)
    if edit.edited:
        said = f"{edit.new.count}: {len(edit.gained)} gained and {len(edit.lost)} lost by the edit"
        out.print(f"as edited: {said}", markup=False)
    else:
        out.print("the query file asks what was last asked", markup=False)
    for sign, what, pmids in (
        ("+", "gained", edit.gained),
        ("-", "lost", edit.lost),
        (">", "new since", edit.arrived),
        ("<", "gone since", edit.left),
    ):
        for pmid in pmids:
            box = f" ({series.boxes[pmid].label})" if pmid in series.boxes else ""
            out.print(f"{sign} {what}  PMID {pmid}{box}: {titles.get(pmid, '')}", markup=False)
    report_absent(edit.must_find_absent)
