"""A Series -> the tables of the exports, as DataFrames of words; new columns go to the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from ..entered import entered
from ..lifecycle import in_force, successor
from ..link.subjects import key_order
from ..records import Case, Correction, Event, Extraction, Flow, Patient, Query, Record, Report, Series, Value
from .cells import cell, instant, listed

Row = Sequence[str]


def cases(series: Series) -> pd.DataFrame:
    """A row a patient, in the order of the series, with the fields that the query asks for.

    The report named is the earliest; a field is that of the first case that states it, the most informative first. A
    PMID that NLM merged into another of the row is not named any more.
    """
    fields = series.query.fields
    columns = ("patient_id", "n_reports", "pmids", "dois", "first_author", "year", "journal", "title")
    records, merged = {report.record.pmid: report.record for report in series.reports}, merged_into(series)
    rows = (_patient(patient, fields, records, merged) for patient in series.patients)
    return _table((*columns, *fields, "status", "checked_by"), rows)


def _patient(patient: Patient, fields: Iterable[str], records: Mapping[str, Record], merged: Mapping[str, str]) -> Row:
    reports = records_of(patient, records, merged)
    return (
        patient.id,
        cell(len(reports)),
        listed(record.pmid for record in reports),
        listed(dict.fromkeys(record.doi for record in reports)),
        _first_author(reports[0]),
        cell(reports[0].year),
        _journal(reports[0]),
        reports[0].title,
        *(cell(value_of(patient.cases, field)) for field in fields),
        patient.standing,
        patient.checked_by,
    )


def merged_into(series: Series) -> dict[str, str]:
    """PMID -> the one that NLM merged it into."""
    return {event.pmid: event.other for event in in_force(series.events) if event.state == "merged"}


def records_of(patient: Patient, records: Mapping[str, Record], merged: Mapping[str, str]) -> list[Record]:
    """The records that describe a patient, the earliest first, without those merged into another of them."""
    told = {case.pmid for case in patient.cases}
    # Two that lead to each other, which only an error of the source could say, are both kept.
    current = {pmid for pmid in told if successor(pmid, merged) not in told - {pmid}} or told
    return sorted((records[pmid] for pmid in current), key=_published)


def _published(record: Record) -> tuple[bool, int, tuple[bool, int, str, int, str]]:
    """Sorts by year and then PMID; a report without a year comes last."""
    return (record.year is None, record.year or 0, key_order(record.pmid))


def _first_author(record: Record) -> str:
    return record.authors[0].name if record.authors else ""


def _journal(record: Record) -> str:
    return record.journal.title or record.journal.abbreviation


def value_of(cases: Iterable[Case], field: str) -> Value | None:
    """The value of a row: that of the first case that states it, the most informative first."""
    if field == "age_at":
        # Says what the age is the age at, so it comes from the case that gave the age and from no other.
        return next((case.value(field) for case in cases if case.value("age_years") is not None), None)
    return next((value for case in cases if (value := case.value(field)) is not None), None)


def reports(series: Series) -> pd.DataFrame:
    """A row a report, in numerical order of PMIDs: what it is, what was decided, what was said of it since.

    `entered` is when it entered PubMed as far as it tells, and `entered_basis` which of its dates that is.
    """
    columns = (
        *("pmid", "doi", "pmcid", "title", "authors", "journal", "year", "entrez_date", "publication_types"),
        *("n_patients", "decision", "reason", "by", "status", "corrections", "history", "entered", "entered_basis"),
    )
    events: defaultdict[str, list[Event]] = defaultdict(list)
    for event in series.events:
        events[event.pmid].append(event)
    return _table(columns, (_report(report, events[report.record.pmid]) for report in _in_order(series.reports)))


def _in_order(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda report: key_order(report.record.pmid))


def _report(report: Report, events: Iterable[Event]) -> Row:
    record, decision, entry = report.record, report.decision, entered(report.record)
    return (
        record.pmid,
        record.doi,
        record.pmcid,
        record.title,
        listed(author.name for author in record.authors),
        _journal(record),
        cell(record.year),
        record.dates.entrez.iso if record.dates.entrez else "",
        listed(record.publication_types),
        cell(next((found.value for found in _of_report(report) if found.field == "n_patients"), None)),
        decision.verdict if decision else "",
        decision.reason if decision else "",
        decision.by if decision else "",
        report.standing,
        listed(map(_correction, record.corrections)),
        listed(map(_event, events)),
        entry.on.iso if entry.on else "",
        entry.basis,
    )


def _of_report(report: Report) -> Iterator[Extraction]:
    """What was read of the report itself, which is written down as its case 0."""
    return (found for found in report.extractions if found.case == 0)


def _correction(correction: Correction) -> str:
    """`ErratumIn 23291786`, or where NLM gives no PMID the words it gives instead."""
    return f"{correction.kind} {correction.pmid or correction.source or correction.note}".strip()


def _event(event: Event) -> str:
    """`2026-03-01 retracted (2025-11, PMID 23291786)`: the day it was seen here, then what its source says."""
    said = ", ".join(filter(None, (event.stated.iso if event.stated else "", event.other and f"PMID {event.other}")))
    return f"{event.seen_at:%Y-%m-%d} {event.state}" + (f" ({said})" if said else "")


def history(series: Series) -> pd.DataFrame:
    """A row an event: what became of each report, and of what is no report any more, in the order it was seen."""
    rows = (
        (
            *(event.pmid, event.state, instant(event.seen_at), event.stated.iso if event.stated else ""),
            *(event.other, event.effect),
        )
        for event in series.events
    )
    return _table(("pmid", "state", "seen_at", "stated", "other", "effect"), rows)


def evidence(series: Series) -> pd.DataFrame:
    """A row a span: every value of the patients' cases, then what was read of each report itself, without a patient.

    `start` and `end` count code points of the record's text. A value proved in several places has as many rows, which
    `part` counts; a person's value that is not from the abstract has one row without words.
    """
    columns = (
        "patient_id",
        "pmid",
        "case_number",
        "field",
        "value",
        "quote",
        "start",
        "end",
        "assertion",
        "by",
        "part",
    )
    of_cases = (
        row
        for patient in series.patients
        for case in patient.cases
        for found in case.extractions
        for row in _spans(patient.id, found)
    )
    of_reports = (
        row for report in _in_order(series.reports) for found in _of_report(report) for row in _spans("", found)
    )
    return _table(columns, [*of_cases, *of_reports])


def _spans(patient_id: str, found: Extraction) -> Iterator[Row]:
    value = (patient_id, found.pmid, cell(found.case), found.field, cell(found.value))
    for number, span in enumerate(found.spans, start=1):
        words = (span.quote, cell(span.start), cell(span.end))
        yield (*value, *words, found.assertion, _by(found), f"{number} of {len(found.spans)}")
    if not found.spans:
        yield (*value, "", "", "", found.assertion, _by(found), "")


def _by(found: Extraction) -> str:
    """The rule that read a value, or the person who gave it."""
    return f"rule:{found.rule}/{found.rule_version}" if found.rule_version else found.rule


def decisions(series: Series) -> pd.DataFrame:
    """A row a judgement, all of them and not only those that stand, by kind, subject (as text) and time."""
    columns = (
        *("kind", "subject", "verdict", "reason", "score", "by", "at"),
        *("field", "value", "was", "quote", "saw"),
    )
    in_order = sorted(
        series.decisions, key=lambda one: (one.kind, one.subject, one.at, one.by, one.verdict, one.reason)
    )
    rows = (
        (
            *(one.kind, one.subject, one.verdict, one.reason, cell(one.score), one.by, instant(one.at)),
            *(one.field, cell(one.value), cell(one.was), one.quote, one.saw),
        )
        for one in in_order
    )
    return _table(columns, rows)


def flow(series: Series) -> pd.DataFrame:
    """The boxes of the PRISMA 2020 flow diagram and their counts; a reason for exclusion is a box of its own."""
    boxes = _boxes(series.flow, series.query)
    return _table(("box", "count"), ((box, cell(count)) for box, count in boxes))


def _boxes(flow: Flow, query: Query) -> Iterator[tuple[str, int]]:
    yield "identified", flow.identified
    for source, count in flow.sources.items():
        yield f"identified: {source}", count
    yield "duplicates", flow.duplicates
    yield "refused", flow.refused
    yield "missing", flow.missing
    yield "deleted", flow.deleted
    yield "screened", flow.screened
    for reason in _reasons(flow, query):
        yield f"excluded: {reason}", flow.excluded[reason]
    yield "excluded by a person", flow.by_person
    yield "unsure", flow.unsure
    yield "included reports", flow.included_reports
    yield "included patients", flow.included_patients
    yield "included patients: active", flow.active_patients
    yield "included patients: under concern", flow.concern_patients
    yield "included patients: retracted", flow.retracted_patients
    yield "included reports: retracted", flow.retracted_reports
    yield "identified: merged by NLM", flow.merged


def _reasons(flow: Flow, query: Query) -> list[str]:
    """The reasons given, in the order of the query's criteria, and a person's own after them."""
    rank = {criterion.reason: place for place, criterion in enumerate(query.criteria)}
    return sorted(flow.excluded, key=lambda reason: (rank.get(reason, len(rank)), reason))


def _table(columns: Sequence[str], rows: Iterable[Row]) -> pd.DataFrame:
    """A table of words; as objects, since pandas would take words like 007 and NA for something else."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


_HEAD = (
    "patient_id",
    "pmids",
    "first_author",
    "year",
    "age_years",
    "sex",
    "primary_site",
    "spinal_levels",
    "interval_months",
)


def head(series: Series, n: int = 10) -> tuple[tuple[str, ...], ...]:
    """The first `n` rows of the case table for a terminal: column names first, then a tuple of words for each patient.

    A column the query does not ask for is left out.
    """
    table = cases(series)
    columns = [name for name in _HEAD if name in table.columns]
    rows = zip(*(table[name].head(n) for name in columns), strict=True)
    return (tuple(columns), *(tuple(map(str, row)) for row in rows))
