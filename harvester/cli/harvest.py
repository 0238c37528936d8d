"""run, export, status: the main job, and what it left."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from ..checks import meant
from ..export import cell, head
from ..lifecycle import in_force
from ..query import find_query, read_query
from ..records import Conflict, Decision, Event, Flow, HarvesterError, Query, Report, Series
from ..review import Outcome, Review, Watch
from ..series import open_links
from ..store import Store
from ..syntax import lint
from .options import (
    INCOMPLETE,
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
    out,
    print_json,
    report_absent,
    report_lost,
    traffic_line,
)

SHOWN = 3
"""How many of a platform's warnings the terminal shows; a small mirror lacks many a word of a strategy."""


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
        outcome = review.run(entrez, watch, as_of=day(as_of), published_by=day(published_by), strict=strict)
    if as_json:
        print_json(summary(outcome))
    elif not quiet:
        print_series(outcome.series)
        out.print(traffic_line(outcome.traffic), markup=False)
        out.print(f"{len(outcome.files)} files in {review.folder}", markup=False)
    report_gaps(outcome)


@contextlib.contextmanager
def opened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """The review in its folder, with its database; both are made where there are none."""
    home = folder or Path(query.name)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HarvesterError(
            f"{home}: cannot be the output folder ({error.strerror}); name another with --out"
        ) from error
    with Store(db) if db else Store.at(home / "series.db") as store:
        others = store.reviews() - {query.name}
        if others and not db:
            raise HarvesterError(
                f"{home}: holds the review {', '.join(sorted(others))}; name another folder with --out"
            )
        yield Review(query=query, store=store, folder=home)


@contextlib.contextmanager
def reopened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """A review that was run before; where there is none nothing is made."""
    home = folder or Path(query.name)
    if not db and not (home / "series.db").is_file():
        raise HarvesterError(f"{home}: {query.name} was never run here; `harvester run {query.name}` starts it")
    with opened(query, folder, db) as review:
        if query.name not in review.store.reviews():
            raise HarvesterError(f"{home}: no search of {query.name} was ever completed; `harvester run` starts it")
        yield review


@contextlib.contextmanager
def progress(silent: bool) -> Iterator[Watch]:
    """A bar a step on stderr; none when it is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, disable=silent or not err.is_terminal, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield watch


def print_series(series: Series) -> None:
    """The flow counts, then the head of the case table."""
    flow = series.flow
    counts = Table("flow", "n", box=None, pad_edge=False)
    for box, count in _boxes(series).items():
        counts.add_row(escape(box), str(count))
    out.print(counts)
    out.print()
    rows = head(series)
    cases = Table(*rows[0], box=None, pad_edge=False)
    for row in rows[1:]:
        cases.add_row(*map(escape, row))
    out.print(cases)
    if flow.included_patients > len(rows) - 1:
        out.print(f"… and {flow.included_patients - len(rows) + 1} more in cases.csv")


def _boxes(series: Series) -> dict[str, int]:
    flow = series.flow
    return {
        "identified": flow.identified,
        **({f"  {source}": count for source, count in flow.sources.items()} if len(flow.sources) > 1 else {}),
        "duplicates": flow.duplicates,
        "refused (unreadable)": flow.refused,
        "missing": flow.missing,
        "deleted": flow.deleted,
        "screened": flow.screened,
        **{f"excluded: {reason}": count for reason, count in flow.excluded.items()},
        "unsure (wait for a person)": flow.unsure,
        "included reports": flow.included_reports,
        "included patients": flow.included_patients,
        **_standings(flow),
    }


def flow_json(flow: Flow) -> dict[str, Any]:
    """The boxes as JSON, with those that follow from others."""
    return {
        "identified": flow.identified,
        **msgspec.to_builtins(flow),
        "active_patients": flow.active_patients,
    }


def _standings(flow: Flow) -> dict[str, int]:
    """What is not as it was published, where there is any: the counts with and without it."""
    if not (flow.retracted_patients or flow.concern_patients):
        return {}
    return {
        "of them active": flow.active_patients,
        "of them under concern": flow.concern_patients,
        "of them retracted": flow.retracted_patients,
    }


def summary(outcome: Outcome) -> dict[str, Any]:
    """What a run or refresh ends with, as JSON."""
    return {
        "query": outcome.series.query.name,
        "platform": outcome.search.platform,
        "complete": outcome.complete,
        "count": outcome.search.count,
        "given_out": len(outcome.search.pmids),
        "warnings": outcome.search.warnings,
        "flow": flow_json(outcome.series.flow),
        "missing": outcome.missing,
        "refusals": [str(one) for one in outcome.refusals],
        "gone": outcome.gone,
        "merged": {one.pmid: one.successor for one in outcome.merged},
        "must_find_lost": outcome.lost,
        "must_find_not_in_source": outcome.absent,
        "files": [str(path) for path in outcome.files],
        "traffic": msgspec.to_builtins(outcome.traffic),
    }


def report_gaps(outcome: Outcome) -> None:
    """Name on stderr all that the series does not hold, and leave with 3 when it is incomplete.

    What the platform said last time too is said no more: a scheduler mails every line.
    """
    if not outcome.repeats:
        _report_doubts(outcome)
    if not outcome.search.complete:
        said = f"{outcome.search.count} records counted and {len(outcome.search.pmids)} PMIDs given out"
        err.print(f"harvester: incomplete: {said}; run again", markup=False)
    for refusal in outcome.refusals:
        err.print(f"harvester: incomplete: {refusal}", markup=False)
    if outcome.gone:
        why = "found by the last search and not by this one; they stay in the series"
        err.print(f"harvester: incomplete: {len(outcome.gone)} PMIDs {why}: {', '.join(outcome.gone)}", markup=False)
    if outcome.missing:
        err.print(f"harvester: incomplete: found and never delivered: {', '.join(outcome.missing)}; run again")
    report_lost(outcome.lost)
    if not outcome.complete:
        raise typer.Exit(INCOMPLETE)


def _report_doubts(outcome: Outcome) -> None:
    """What the platform did not do as written, what it does not hold, and what it merged: no gaps."""
    if findings := lint(outcome.search.strategy):
        said = f"{len(findings)} places in the strategy that PubMed would not do as written"
        err.print(f"harvester: warning: {said}; `harvester lint {outcome.search.query}` shows them", markup=False)
    # A dropped tag changes the search most; a word that is nowhere changes it least.
    warnings = sorted(outcome.search.warnings, key=lambda said: "NotFound" in said and "Field" not in said)
    for warning in warnings[:SHOWN]:
        err.print(f"harvester: warning: {warning}", markup=False)
    if more := warnings[SHOWN:]:
        err.print(f"harvester: warning: {len(more)} more of {outcome.search.platform}, all in search.md", markup=False)
    report_absent(outcome.absent)
    for one in outcome.merged:
        said = f"NLM merged PMID {one.pmid} into {one.successor}, which counts in its place"
        err.print(f"harvester: note: {said}", markup=False)


def export(
    query: QueryName,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    published_by: PublishedBy = None,
) -> None:
    """Write the review's files again from its database.

    Those of a past day go into a folder of their own.

    Example: harvester export hpc-spine --out demo-series --published-by 2015-06-30
    """
    with reopened(read_query(find_query(query)), out_dir, db) as review:
        _report_edit(review.series())
        for path in review.export(day(as_of), day(published_by)):
            out.print(str(path), markup=False)


def _report_edit(series: Series) -> None:
    """Say on stderr that what is stored was judged by another edition of the query file."""
    if series.searches and series.searches[-1].query_digest != series.query.digest:
        err.print("harvester: warning: the query file was edited since the last run; run again to judge by it")


def status(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    published_by: PublishedBy = None,
    as_json: Json = False,
) -> None:
    """What is in the series, when it was last searched, what waits for a person.

    What is retracted, under concern, deleted or merged is named too.

    Example: harvester status hpc-spine --out demo-series
    """
    with reopened(read_query(find_query(query)), out_dir, db) as review:
        series = review.series(day(as_of), day(published_by))
    _report_edit(series)
    if as_json:
        print_json(_standing(series))
    else:
        _print_status(series)


def _standing(series: Series) -> dict[str, Any]:
    return {
        "searched": _last_searched(series),
        "flow": flow_json(series.flow),
        "active_patients": series.flow.active_patients,
        "history": [msgspec.to_builtins(event) for event in _notable(series)],
        "waiting": [report.record.pmid for report in _waiting(series)],
        "pairs": [one.subject for one in open_links(series)],
        "stale": [f"{one.subject} {one.field}".strip() for one in series.stale],
        "conflicts": [f"{one.later.subject} {one.later.field}" for one in series.conflicts],
    }


def _last_searched(series: Series) -> datetime:
    return series.searches[-1].confirmed_at or series.searches[-1].ran_at


def _waiting(series: Series) -> list[Report]:
    return [report for report in series.reports if report.decision and report.decision.verdict == "unsure"]


_NOTABLE = frozenset(
    ("retracted", "retracted and republished", "withdrawn", "retracted in part", "under concern", "deleted", "merged")
)


def _notable(series: Series) -> list[Event]:
    """What a reader must know of before they rely on the series, still in force."""
    return [event for event in in_force(series.events) if event.state in _NOTABLE]


def _line_of(event: Event) -> str:
    told = f" on {event.stated.iso}" if event.stated else ""
    other = f", PMID {event.other}" if event.other else ""
    return f"{event.state}  PMID {event.pmid}{told}{other}; seen {event.seen_at:%Y-%m-%d}: {event.effect}"


def _print_status(series: Series) -> None:
    out.print(
        f"last searched {_last_searched(series):%Y-%m-%d %H:%M} UTC on {series.searches[-1].platform}", markup=False
    )
    for box, count in _boxes(series).items():
        out.print(f"{count:>6}  {box}", markup=False)
    for event in _notable(series):
        out.print(_line_of(event), markup=False)
    for report in _waiting(series):
        reason = report.decision.reason if report.decision else ""
        out.print(f"waits  PMID {report.record.pmid}: {reason}: {report.record.title}", markup=False)
    for stale in series.stale:
        said = f"{stale.subject}: {stale.field or stale.kind}: {stale.by} on {stale.at:%Y-%m-%d}"
        out.print(f"stale  {said}: the words it was about are gone; look again", markup=False)
    for conflict in series.conflicts:
        words = " and ".join(
            f"{cell(meant(one)) or 'not stated'} ({one.by}, {one.at:%Y-%m-%d})" for one in _both(conflict)
        )
        out.print(f"differ {conflict.later.subject}: {conflict.later.field}: {words}; the later stands", markup=False)
    for one in open_links(series):
        out.print(f"waits  {one.kind}: {one.subject}: {one.reason}", markup=False)


def _both(conflict: Conflict) -> tuple[Decision, Decision]:
    return conflict.earlier, conflict.later
