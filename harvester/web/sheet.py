"""A report as the page shows it: its text with the words marked, its rows, what it may be one with, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..checks import is_check, meant
from ..export.cells import cell
from ..export.marks import Line, lines
from ..link.subjects import key_order
from ..model.fields import fields
from ..records import REPORT_FIELDS, Case, Conflict, Decision, Extraction, Query, Record, Report, Series
from ..series import cases_of, open_links
from .desk import Looked
from .entries import called, reports_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value: its words, where it is from, and what people said of it. `value` is empty where none is stated."""

    case: int
    field: str
    value: str
    quotes: tuple[str, ...] = ()
    by: str = ""
    checked: str = ""
    said: tuple[str, ...] = ()
    differ: str = ""

    @property
    def key(self) -> str:
        """`1.age_years`, as the marks in the text have it."""
        return f"{self.case}.{self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A case of the report, or the report itself (number 0): what is stated, and the fields that are not."""

    number: int
    subject: str
    patient: str
    counts: str
    rows: tuple[Row, ...]
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A field of two that may be the same, in words; `agree` is None where one of them does not state it."""

    field: str
    here: str
    there: str

    @property
    def agree(self) -> bool | None:
        """Whether both say the same."""
        return self.here == self.there if self.here and self.there else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Another report or case that is, may be or was said not to be the same."""

    kind: Literal["same report", "same case"]
    subject: str
    other: str
    pmid: str
    called: str
    title: str
    verdict: str
    waits: bool
    reason: str
    by: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that the page shows of a report; `seen` says how far the log had been read."""

    record: Record
    lines: tuple[Line, ...]
    decision: Decision | None
    standing: str
    cases: tuple[Rows, ...]
    pairs: tuple[Pair, ...]
    log: tuple[Decision, ...]
    standing_words: frozenset[Decision]
    stale: tuple[Decision, ...]
    seen: int


def sheet(pmid: str, looked: Looked) -> Sheet:
    """The sheet of a report of the series."""
    series = looked.series
    report = next(one for one in series.reports if one.record.pmid == pmid)
    return Sheet(
        record=report.record,
        lines=lines(report.record.text, report.extractions),
        decision=report.decision,
        standing=report.standing,
        cases=tuple(_cases(report, series)),
        pairs=tuple(_pairs(report, series)),
        log=tuple(reversed(looked.words)),
        standing_words=frozenset(one for one in (*series.standing, *series.stale) if one.by_person),
        stale=tuple(one for one in series.stale if pmid in reports_of(one.subject)),
        seen=looked.seen,
    )


# ---------------------------------------------------------------------------------------------------------------- rows


def _cases(report: Report, series: Series) -> Iterator[Rows]:
    """The report's own values first, then each case, in the order of the report."""
    patients = {case.key: patient.id for patient in series.patients for case in patient.cases}
    checks = [one for one in series.standing if is_check(one) and one.subject.partition("#")[0] == report.record.pmid]
    differ = {(one.later.subject, one.later.field): _differ(one) for one in series.conflicts}
    of_group = [one for one in report.extractions if one.case == 0]
    asked = tuple(field for field in series.query.fields if field not in REPORT_FIELDS)
    yield _rows(report.record.pmid, 0, of_group, REPORT_FIELDS, checks, differ)
    for case in cases_of(report):
        spoken = [one for one in series.standing if one.kind == "screen" and one.subject == case.key]
        last = spoken[-1] if spoken else None
        counts = f"{last.verdict}: {last.reason} ({last.by})" if last else ""
        yield _rows(case.key, case.number, case.extractions, asked, checks, differ, patients.get(case.key, ""), counts)


def _rows(  # noqa: PLR0913, PLR0917 - what a case is made of
    subject: str,
    number: int,
    found: Iterable[Extraction],
    asked: tuple[str, ...],
    checks: Iterable[Decision],
    differ: Mapping[tuple[str, str], str],
    patient: str = "",
    counts: str = "",
) -> Rows:
    by_field = {one.field: one for one in found}
    order = [*asked, *(field for field in by_field if field not in asked)]
    words = {field: [one for one in checks if one.subject == subject and one.field == field] for field in order}
    shown = [field for field in order if field in by_field or words[field]]
    return Rows(
        number=number,
        subject=subject,
        patient=patient,
        counts=counts,
        rows=tuple(
            _row(number, field, by_field.get(field), words[field], differ.get((subject, field), "")) for field in shown
        ),
        unstated=tuple(field for field in order if field not in shown),
    )


def _row(number: int, field: str, found: Extraction | None, words: list[Decision], differ: str) -> Row:
    last = max(words, key=lambda one: one.at) if words else None
    return Row(
        case=number,
        field=field,
        value=cell(found.value) if found else "",
        quotes=tuple(span.quote for span in found.spans) if found else (),
        by=found.rule if found else "",
        checked=last.by if last and last.verdict != "unsure" else "",
        said=tuple(told(one) for one in words),
        differ=differ,
    )


def _differ(conflict: Conflict) -> str:
    return " and ".join(f"{one.by}: {cell(meant(one)) or 'not stated'}" for one in (conflict.earlier, conflict.later))


def told(one: Decision) -> str:
    """A word of the log in a line: `no: age_years is 49, was 48 (table 1)`."""
    if one.verdict == "undone":
        return f"took back what was said{f' of {one.field}' if one.field else ''}"
    if one.kind != "check":
        return f"{one.verdict}: {one.reason}"
    was = cell(one.was) or "not stated"
    if one.verdict == "unsure":
        what = f"{one.field}: unsure, was {was}"
    elif one.verdict == "yes" and one.value is None:
        what = f"{one.field}: {was} is right"
    else:
        what = f"{one.field} is {cell(one.value) or 'not stated'}, was {was}"
    return f"{what} ({one.reason})" if one.reason else what


# --------------------------------------------------------------------------------------------------------------- pairs


def _pairs(report: Report, series: Series) -> Iterator[Pair]:
    """What waits first, then what is linked, then what was told apart; of one pair the word that stands."""
    waiting: set[tuple[str, str]] = {(one.kind, one.subject) for one in open_links(series)}
    last: dict[tuple[str, str], Decision] = {}
    for one in series.standing:
        if " = " in one.subject and report.record.pmid in reports_of(one.subject):
            before = last.get((one.kind, one.subject))
            if before is None or (one.by_person, one.at) >= (before.by_person, before.at):
                last[one.kind, one.subject] = one
    reports = {one.record.pmid: one for one in series.reports}
    found = [pair for one in last.values() for pair in _pair(one, report, reports, series.query, waiting)]
    yield from sorted(found, key=lambda one: (not one.waits, one.verdict != "yes", one.kind, key_order(one.other)))


def _pair(
    one: Decision, report: Report, reports: Mapping[str, Report], query: Query, waiting: set[tuple[str, str]]
) -> Iterator[Pair]:
    ends = one.subject.split(" = ")
    here, there = ends if ends[0].partition("#")[0] == report.record.pmid else reversed(ends)
    other = reports.get(there.partition("#")[0])
    # What a rule told apart and nobody asked about is no news: most pairs of the world are not the same.
    if other is None or (one.verdict == "no" and not one.by_person):
        return
    yield Pair(
        kind="same case" if one.kind == "same case" else "same report",
        subject=one.subject,
        other=there,
        pmid=other.record.pmid,
        called=called(other.record),
        title=other.record.title,
        verdict=one.verdict,
        waits=(one.kind, one.subject) in waiting,
        reason=one.reason,
        by=one.by,
        compared=tuple(_compared(_case(report, here), _case(other, there), query)),
    )


def _case(report: Report, key: str) -> Case | None:
    """The case of a key; of a report its only one."""
    cases = cases_of(report)
    if "#" not in key:
        return cases[0] if len(cases) == 1 else None
    return next((case for case in cases if case.key == key), None)


def _compared(here: Case | None, there: Case | None, query: Query) -> Iterator[Compared]:
    if here and there:
        for field in query.fields:
            pair = (cell(here.value(field)), cell(there.value(field)))
            if any(pair):
                yield Compared(field=field, here=pair[0], there=pair[1])


# ---------------------------------------------------------------------------------------------------------- correcting


def expected(query: Query) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Field -> what may be written for it, in a few words, and the names where they are a closed set."""
    return {name: _expected(field.shape.schema) for name, field in fields(query).items() if name != "stated_count"}


def _expected(schema: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    items = schema.get("items")
    names = schema.get("enum") or (items.get("enum") if isinstance(items, dict) else None) or ()
    several = ", several apart by ;" if schema.get("type") == "array" else ""
    kind = "number" if schema.get("type") in ("integer", "number") else "one of the list" if names else "words"
    return kind + several, tuple(str(name) for name in names) if isinstance(names, list) else ()
