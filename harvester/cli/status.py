"""status: what is in a series, and what waits for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ..checks import meant
from ..export.cells import cell
from ..known import series_at
from ..lifecycle import in_force
from ..query import find_query, read_query
from ..records import Conflict, Decision, Event, Report, Run, Series
from ..series import open_links
from .flow import boxes, flow_json
from .opening import reopened_store, report_edit
from .options import AsOf, Db, Json, Out, PublishedBy, QueryName, day, known_by, out, print_json


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
    question = read_query(find_query(query))
    with reopened_store(question, out_dir, db) as store:
        series = series_at(store, question, known_by(as_of), day(published_by))
        runs = () if as_of else store.runs(question.name)
    report_edit(series)
    refreshed = next((run for run in reversed(runs) if run.kind == "refresh"), None)
    if as_json:
        print_json({"refreshed": refreshed and refreshed.finished_at, **_standing(series)})
    else:
        _print_status(series, refreshed)


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
    return max(search.confirmed_at or search.ran_at for search in series.searches)


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


def _print_status(series: Series, refreshed: Run | None) -> None:
    out.print(
        f"last searched {_last_searched(series):%Y-%m-%d %H:%M} UTC on {series.searches[-1].platform}", markup=False
    )
    if refreshed:
        whole = "complete" if refreshed.complete else "incomplete: the next one asks again for what is missing"
        out.print(f"last refreshed {refreshed.finished_at:%Y-%m-%d %H:%M} UTC, {whole}", markup=False)
    for box, count in boxes(series).items():
        out.print(f"{count:>6}  {box}", markup=False)
    for event in _notable(series):
        out.print(_line_of(event), markup=False)
    for report in _waiting(series):
        reason = report.decision.reason if report.decision else ""
        out.print(f"waits  {_named(report)}: {reason}: {report.record.title}", markup=False)
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


def _named(report: Report) -> str:
    """`PMID 7`; a record that has none goes by the name that its file gave it."""
    pmid = report.record.pmid
    return f"PMID {pmid}" if pmid.isdigit() else pmid


def _both(conflict: Conflict) -> tuple[Decision, Decision]:
    return conflict.earlier, conflict.later
