"""What a run or a refresh ends with, for people and for programs, and every gap by name."""

from __future__ import annotations

from typing import Any

import msgspec
import typer
from rich.markup import escape
from rich.table import Table

from ..export.tables import head
from ..outcomes import Outcome
from ..records import Series
from ..syntax import lint
from .flow import boxes, flow_json
from .options import INCOMPLETE, err, out, report_absent, report_lost

SHOWN = 3
"""How many of a platform's warnings the terminal shows; a small mirror lacks many a word of a strategy."""


def print_series(series: Series) -> None:
    """The flow counts, then the head of the case table."""
    flow = series.flow
    counts = Table("flow", "n", box=None, pad_edge=False)
    for box, count in boxes(series).items():
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


def last_line(outcome: Outcome, took: str) -> str:
    """What a run or refresh did and what is missing of it, in a line."""
    gaps = (
        (outcome.search.count - len(outcome.search.pmids), "not given out"),
        (len(outcome.missing), "not delivered"),
        (len(outcome.refusals), "unreadable"),
        (len(outcome.gone), "found no more"),
        (len(outcome.lost), "must-find reports lost"),
    )
    missing = ", ".join(f"{count:,} {what}" for count, what in gaps if count)
    told = f"incomplete: {missing}" if not outcome.complete else "complete, nothing missing"
    return f"{len(outcome.search.pmids):,} records found in {took}, {told}"


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
