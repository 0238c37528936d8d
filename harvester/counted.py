"""Whom a published review would count: patients or reports of the series and of a ledger, in its scope, by its day."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .entered import Entered, entered
from .flow import RANK, box_of
from .ledger import Row
from .lifecycle import in_force, successor
from .link.standing import cluster
from .records import Case, Criterion, PartialDate, Patient, Published, Record, Report, Series, Standing, Verdict
from .screen import facts_of, judge, meets

NOT_APART = "its abstract tells none of its patients apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The last day of which a review can have known, None where nothing tells; `basis` is what that day is."""

    day: date | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A patient or a report, and whether a review would count it.

    `names` are all the PMIDs, DOIs and ledger keys it goes by, `cases` its cases in the series. `verdict` and `reason`
    say whether it is in the review's scope; `patients` is more than 1 only where they cannot be told apart; `entered`
    is when its first report came into PubMed, and `basis` what that date rests on. `ledger`: no series holds it.
    """

    id: str
    names: frozenset[str]
    pmids: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    author: str = ""
    year: int | None = None
    patients: int = 1
    verdict: Verdict = "yes"
    reason: str = ""
    entered: str = ""
    basis: str = ""
    in_time: bool = True
    own: bool = False
    ledger: bool = False
    standing: Standing = "active"

    @property
    def came(self) -> str:
        """When it could first be found, and how that is known."""
        if self.ledger:
            return f"published {self.entered}, by the ledger" if self.entered else "the ledger gives no year"
        return f"in PubMed since {self.entered} (basis: {self.basis})" if self.entered else "without any date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The reports of a series under every name they go by; those that are one report stand together."""

    series: Series
    groups: tuple[tuple[Report, ...], ...]
    group_of: Mapping[str, tuple[Report, ...]]
    aliases: Mapping[str, str]
    merged: Mapping[str, str]

    @classmethod
    def of(cls, series: Series, ledger: Iterable[Row] = ()) -> Shelf:
        """The shelf of a series; a row of the ledger that it holds is one more name of the report."""
        by_pmid = {report.record.pmid: report for report in series.reports}
        links = [one for one in series.standing if one.kind == "same report"]
        groups = tuple(tuple(by_pmid[pmid] for pmid in group) for group in cluster(by_pmid, links))
        dois = {report.record.doi.casefold(): pmid for pmid, report in by_pmid.items() if report.record.doi}
        merges = [event for event in in_force(series.events) if event.state == "merged"]
        bare = cls(
            series=series,
            groups=groups,
            group_of={report.record.pmid: group for group in groups for report in group},
            aliases={pmid: pmid for pmid in (*by_pmid, *series.boxes)} | dois,
            merged={event.pmid: event.other for event in merges},
        )
        keys = {row.key: held for row in ledger if (held := bare.find(row.pmid, row.doi))}
        return replace(bare, aliases={**keys, **bare.aliases})

    def find(self, pmid: str = "", doi: str = "", ledger: str = "") -> str:
        """The PMID under which the series identified a report, empty where it did not."""
        current = successor(pmid, self.merged)
        held = (self.aliases.get(name, "") for name in (current, pmid, doi.casefold(), ledger) if name)
        return next((name for name in held if name), "")

    def group(self, pmid: str) -> tuple[Report, ...]:
        """The records that are one report with a PMID; none where it could not be read."""
        return self.group_of.get(pmid, ())

    def names(self, pmids: Iterable[str]) -> frozenset[str]:
        """Every name of the reports."""
        records = [report.record for pmid in pmids for report in self.group(pmid)]
        return frozenset(name for one in records for name in (one.pmid, one.doi.casefold()) if name)


def cutoff_of(review: Published, shelf: Shelf, ledger: Iterable[Row] = ()) -> Cutoff:
    """The day by which a review looked: as it states; else when its own record entered PubMed; else its year's end."""
    if review.cutoff:
        return Cutoff(day=_last_day(*map(int, review.cutoff.split("-"))), basis=review.cutoff_basis)
    own = shelf.group(shelf.find(review.pmid, review.doi, review.key))
    entry = _earliest(own) if own else None
    if entry and entry.on:
        day = _last_day(entry.on.year, entry.on.month, entry.on.day)
        return Cutoff(day=day, basis=f"its own record entered PubMed (basis: {entry.basis})")
    if review.year:
        return Cutoff(day=date(review.year, 12, 31), basis="the end of its year")
    years = [row.year for row in ledger if row.year and _names_of(row) & _own_names(review)]
    if years:
        return Cutoff(day=date(years[0], 12, 31), basis="the end of its year in the ledger")
    return Cutoff(day=None, basis="no date is known: whatever is known today counts")


def _last_day(year: int, month: int | None = None, day: int | None = None) -> date:
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _earliest(reports: Iterable[Report]) -> Entered:
    return min((entered(report.record) for report in reports), key=_when)


def _when(entry: Entered) -> tuple[int, int, int]:
    return (entry.on.year, entry.on.month or 0, entry.on.day or 0) if entry.on else (0, 0, 0)


def _own_names(review: Published) -> frozenset[str]:
    return frozenset(name for name in (review.pmid, review.doi.casefold(), review.key) if name)


def candidates(shelf: Shelf, review: Published, cutoff: Cutoff, ledger: Iterable[Row] = ()) -> tuple[Counted, ...]:
    """All that the review would count, might count, or would leave out for its scope or its day, each once.

    A row of the ledger that the series holds gives way to it.
    """
    own = _own_names(review) | shelf.names([shelf.find(review.pmid, review.doi, review.key)])
    asked = _Asked(review=review, day=cutoff.day, own=own)
    found = _patients(shelf, asked) if review.unit == "patients" else _reports(shelf, asked)
    rows = (row for row in ledger if not shelf.find(row.pmid, row.doi))
    return (*found, *(one for row in rows for one in _rows(row, shelf, asked)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a review asks of everything: its scope, its day, and the names of its own report."""

    review: Published
    day: date | None
    own: frozenset[str]

    def in_time(self, record: Record) -> bool:
        return self.day is None or entered(record).by(self.day)


def _patients(shelf: Shelf, asked: _Asked) -> Iterator[Counted]:
    """The patients of the series, then the reports that may tell of more."""
    told: set[str] = set()
    for patient in shelf.series.patients:
        told.update(case.pmid for case in patient.cases)
        yield _patient(patient, shelf, asked)
    for group in shelf.groups:
        box = box_of(group)
        if box.name in ("unsure", "included") and told.isdisjoint(report.record.pmid for report in group):
            reason = box.reason if box.name == "unsure" else NOT_APART
            yield _waiting(_report(group, _all_cases(group), shelf, asked), reason)


def _patient(patient: Patient, shelf: Shelf, asked: _Asked) -> Counted:
    """A patient by what its reports of the time tell; one who came later by what they tell today."""
    told = [(case, report) for case in patient.cases for report in shelf.group(case.pmid) if _is_of(case, report)]
    by_then = [(case, report) for case, report in told if asked.in_time(report.record)]
    facts: dict[str, tuple[str | float, ...]] = {}
    for case, report in reversed(by_then or told):
        facts.update(facts_of(report.record, report.extractions, case.number))
    verdict, reason = judge(facts, asked.review.criteria)
    pmids = tuple(dict.fromkeys(case.pmid for case in patient.cases))
    return _counted(
        patient.id,
        [report for _, report in told],
        names=shelf.names(pmids),
        cases=tuple(case.key for case in patient.cases),
        in_time=bool(by_then),
        asked=asked,
        verdict=verdict,
        reason=reason,
        standing=patient.standing,
    )


def _is_of(case: Case, report: Report) -> bool:
    return case.pmid == report.record.pmid


def _counted(  # noqa: PLR0913 - the parts of what it makes
    name: str,
    reports: Sequence[Report],
    *,
    names: frozenset[str],
    in_time: bool,
    asked: _Asked,
    verdict: Verdict,
    reason: str,
    standing: Standing,
    cases: tuple[str, ...] = (),
    patients: int = 1,
) -> Counted:
    records = sorted((report.record for report in reports), key=lambda record: _when(entered(record)))
    entry = _earliest(reports)
    return Counted(
        id=name,
        names=names,
        pmids=tuple(dict.fromkeys(record.pmid for record in records)),
        cases=cases,
        author=records[0].authors[0].name if records[0].authors else "",
        year=records[0].year,
        patients=patients,
        verdict=verdict,
        reason=reason,
        entered=entry.on.iso if entry.on else "",
        basis=entry.basis,
        in_time=in_time,
        own=bool(names & asked.own),
        standing=standing,
    )


def _all_cases(group: Iterable[Report]) -> dict[str, list[int]]:
    """PMID -> the numbers of the cases that it tells of."""
    return {report.record.pmid: sorted({one.case for one in report.extractions if one.case}) for report in group}


def _report(group: Sequence[Report], cases: Mapping[str, Collection[int]], shelf: Shelf, asked: _Asked) -> Counted:
    """A report by the most favourable of its cases; one that tells none apart by what it says of all."""
    told = [(report, number) for report in group for number in cases.get(report.record.pmid, ())]
    judged = [
        judge(facts_of(report.record, report.extractions, number), asked.review.criteria)
        for report, number in told or [(report, 0) for report in group]
    ]
    verdict, reason = min(judged, key=lambda one: RANK[one[0]])
    return _counted(
        group[0].record.pmid,
        group,
        names=shelf.names([group[0].record.pmid]),
        in_time=any(asked.in_time(report.record) for report in group),
        asked=asked,
        verdict=verdict,
        reason=reason,
        standing="retracted" if all(report.standing == "retracted" for report in group) else "active",
        patients=_patients_of(group) if asked.review.unit == "patients" else 1,
    )


def _patients_of(group: Iterable[Report]) -> int:
    told = [one.value for report in group for one in report.extractions if one.field == "n_patients"]
    return max((int(n) for n in told if isinstance(n, int | float) and n >= 1), default=1)


def _waiting(one: Counted, reason: str) -> Counted:
    """The same as one that may count; what is out of the review's scope stays out of it."""
    return one if one.verdict == "no" else replace(one, verdict="unsure", reason=reason)


def _reports(shelf: Shelf, asked: _Asked) -> Iterator[Counted]:
    """The reports that are included or wait for a person, those that are one report together."""
    included: defaultdict[str, set[int]] = defaultdict(set)
    for patient in shelf.series.patients:
        for case in patient.cases:
            included[case.pmid].add(case.number)
    for group in shelf.groups:
        box = box_of(group)
        if box.name == "included":
            yield _report(group, included, shelf, asked)
        elif box.name == "unsure":
            yield _waiting(_report(group, _all_cases(group), shelf, asked), box.reason)


def _rows(row: Row, shelf: Shelf, asked: _Asked) -> Iterator[Counted]:
    """A row of the ledger: each of its patients where they count, one for all where that is not settled."""
    verdict, reason = _verdict_on(row, (*shelf.series.query.criteria, *asked.review.criteria))
    if verdict == "yes" and row.year is None and asked.day:
        verdict, reason = "unsure", "the ledger does not give its year"
    number = (row.n_patients or 1) if asked.review.unit == "patients" else 1
    one = Counted(
        id=row.key,
        names=_names_of(row),
        pmids=(row.pmid,) if row.pmid else (),
        author=row.first_author or row.journal or row.title,
        year=row.year,
        patients=number,
        verdict=verdict,
        reason=reason,
        entered=str(row.year or ""),
        basis="year in the ledger" if row.year else "unknown",
        in_time=_year_by(row.year, asked.day),
        own=bool(_names_of(row) & asked.own),
        ledger=True,
    )
    yield from _apart(one, number) if verdict == "yes" else (one,)


def _verdict_on(row: Row, criteria: Iterable[Criterion]) -> tuple[Verdict, str]:
    """The verdict of the criteria on what the ledger says; its silence proves nothing, as that of a title does not."""
    facts = {**row.facts, "has_abstract": ("no",)}
    answers = [(meets(facts, criterion), criterion) for criterion in criteria]
    failed = [criterion.reason for verdict, criterion in answers if verdict == "no"]
    left_open = [criterion.name for verdict, criterion in answers if verdict == "unsure"]
    if failed:
        return "no", f"{failed[0]} (by the ledger)"
    return ("unsure", f"the ledger leaves open: {', '.join(left_open)}") if left_open else ("yes", "by the ledger")


def _names_of(row: Row) -> frozenset[str]:
    return frozenset(name for name in (row.key, row.pmid, row.doi.casefold()) if name)


def _year_by(year: int | None, day: date | None) -> bool:
    on = PartialDate(year=year) if year else None
    return day is None or Entered(on=on, basis="publication").by(day)


def _apart(one: Counted, number: int) -> Iterator[Counted]:
    names = [one.id] if number == 1 else [f"{one.id}#{at}" for at in range(1, number + 1)]
    yield from (replace(one, id=name, patients=1) for name in names)
