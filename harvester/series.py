"""Reports and judgements -> the case series: one row a patient, and the counts of the flow diagram.

Nothing here is stored. Whose word counts, who is the same patient and how many were excluded for what are read off the
decisions each time, so that undoing a decision undoes all that followed from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .checks import Checked, apply_checks, conflicts, is_check
from .link import cluster, effective, key_order
from .records import (
    Case,
    Decision,
    Extraction,
    Flow,
    Patient,
    Query,
    Record,
    Refusal,
    Report,
    Search,
    Series,
    Standing,
    Verdict,
)
from .screen import screen

Judged = Mapping[tuple[str, str], Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What the store holds of a query: its searches and what they brought."""

    query: Query
    searches: tuple[Search, ...]
    records: tuple[Record, ...]
    extractions: Mapping[str, tuple[Extraction, ...]]
    decisions: tuple[Decision, ...]
    refusals: tuple[Refusal, ...] = ()
    deleted: Collection[str] = ()
    followed: Mapping[Decision, Decision | None] = field(default_factory=dict)
    known_at: datetime | None = None

    @property
    def standing(self) -> tuple[Decision, ...]:
        """The decisions about the cases as they are numbered now, without those whose patient cannot be told any more.

        `followed` names what became of a person's word on a case where the numbers have changed since.
        """
        now = (self.followed.get(one, one) for one in self.decisions)
        return tuple(one for one in now if one is not None)


def build_series(harvest: Harvest) -> Series:
    """The series as it follows from what was harvested and decided."""
    standing = harvest.standing
    checked = dict(_checked(harvest, standing))
    judged = _judged(harvest, checked, standing)
    reports = tuple(_reports(harvest, checked, judged))
    twins = _clusters("same report", (report.record.pmid for report in reports), standing)
    included = [(case, report) for report in reports for case in _included(report, judged)]
    patients = tuple(_patients(included, standing))
    return Series(
        query=harvest.query,
        searches=harvest.searches,
        reports=reports,
        patients=patients,
        decisions=harvest.decisions,
        standing=standing,
        stale=_stale(harvest, checked),
        conflicts=conflicts(standing),
        known_at=harvest.known_at,
        flow=_flow(harvest, {report.record.pmid: report for report in reports}, twins, len(patients)),
    )


def identified(searches: Iterable[Search]) -> tuple[str, ...]:
    """Every PMID that any search of the query found, in the order found: what was identified once stays identified."""
    return tuple(dict.fromkeys(pmid for search in searches for pmid in search.pmids))


def cases_of(report: Report) -> tuple[Case, ...]:
    """The own patients of a report, numbered as the report describes them."""
    numbers = sorted({found.case for found in report.extractions if found.case})
    return tuple(
        Case(
            pmid=report.record.pmid,
            number=number,
            extractions=tuple(found for found in report.extractions if found.case == number),
        )
        for number in numbers
    )


def open_links(series: Series) -> tuple[Decision, ...]:
    """Pairs of reports or cases that may be the same and wait for a person."""
    judged = effective(one for one in series.standing if one.kind != "check").values()
    return tuple(one for one in judged if one.kind.startswith("same") and one.verdict == "unsure")


def standing_of(record: Record) -> Standing:
    """Retracted or under a concern, by publication type or by correction; an erratum changes nothing."""
    kinds = {correction.kind for correction in record.corrections}
    if "Retracted Publication" in record.publication_types or "RetractionIn" in kinds:
        return "retracted"
    return "concern" if "ExpressionOfConcernIn" in kinds else "active"


def _checked(harvest: Harvest, standing: Iterable[Decision]) -> Iterable[tuple[str, Checked]]:
    """PMID -> its values after what people said of them."""
    checks: dict[str, list[Decision]] = defaultdict(list)
    for one in filter(is_check, standing):
        checks[one.subject.partition("#")[0]].append(one)
    for record in harvest.records:
        found = harvest.extractions.get(record.pmid, ())
        yield record.pmid, apply_checks(record, found, checks.get(record.pmid, ()))


def _judged(harvest: Harvest, checked: Mapping[str, Checked], standing: Iterable[Decision]) -> Judged:
    """The word that stands for each subject; where a value was corrected, what the criteria say of it now.

    A person's own word on a report or case stays above it.
    """
    judged = effective(one for one in standing if one.kind != "check")
    for record in harvest.records:
        if applied := checked[record.pmid].applied:
            values = checked[record.pmid].extractions
            for one in screen(record, values, harvest.query, max(check.at for check in applied)):
                spoken = judged.get((one.kind, one.subject))
                if spoken is None or not spoken.by_person:
                    judged[one.kind, one.subject] = one
    return judged


def _stale(harvest: Harvest, checked: Mapping[str, Checked]) -> tuple[Decision, ...]:
    """What people said and does not hold any more, in the order it was said."""
    lost = [one for one, now in harvest.followed.items() if now is None]
    return tuple(sorted([*lost, *(one for found in checked.values() for one in found.stale)], key=lambda one: one.at))


def _reports(harvest: Harvest, checked: Mapping[str, Checked], judged: Judged) -> Iterable[Report]:
    for record in harvest.records:
        if record.pmid not in harvest.deleted:
            report = Report(
                record=record,
                extractions=checked[record.pmid].extractions,
                standing=standing_of(record),
            )
            yield replace(report, decision=_decision_on(report, judged))


def _decision_on(report: Report, judged: Judged) -> Decision | None:
    """A person's word on the report; else what follows from the cases, where a person spoke on one; else the rule's."""
    on_report = judged.get(("screen", report.record.pmid))
    on_cases = [judged[key] for case in cases_of(report) if (key := ("screen", case.key)) in judged]
    if (on_report and on_report.by_person) or not any(one.by_person for one in on_cases):
        return on_report
    return min(on_cases, key=lambda one: (_RANK[one.verdict], not one.by_person))


_RANK: Mapping[Verdict, int] = {"yes": 0, "unsure": 1, "no": 2}


def _clusters(kind: str, keys: Iterable[str], decisions: Iterable[Decision]) -> tuple[tuple[str, ...], ...]:
    return cluster(keys, [one for one in decisions if one.kind == kind])


def _included(report: Report, judged: Judged) -> list[Case]:
    """The cases that count: a person's word on the case first, then a person's on the report, then the rule's.

    A person who takes a report in takes in the cases that the rule did not refuse, or all where it refused them all.
    """
    cases = cases_of(report)
    on_case = {case.key: judged.get(("screen", case.key)) for case in cases}
    spoken = {key: one.verdict == "yes" for key, one in on_case.items() if one and one.by_person}
    rule = {key: one.verdict if one else "unsure" for key, one in on_case.items()}
    wanted = {"yes"}
    if report.decision and report.decision.by_person and report.decision.subject == report.record.pmid:
        left = {"yes", "unsure"} if set(rule.values()) - {"no"} else {"no"}
        wanted = left if report.decision.verdict == "yes" else set()
    return [case for case in cases if spoken.get(case.key, rule[case.key] in wanted)]


def _patients(included: list[tuple[Case, Report]], decisions: Iterable[Decision]) -> Iterable[Patient]:
    cases = {case.key: (case, report) for case, report in included}
    groups = _clusters("same case", cases, decisions)
    for group in sorted(groups, key=lambda keys: key_order(keys[0])):
        members = sorted((cases[key] for key in group), key=lambda member: -len(member[0].extractions))
        yield Patient(
            id=f"P{min(group, key=key_order).replace('#', '-')}",
            cases=tuple(case for case, _ in members),
            standing=_standing_of_patient([report.standing for _, report in members]),
            checked_by="; ".join(_checkers(group, decisions)),
        )


def _standing_of_patient(standings: list[Standing]) -> Standing:
    """A patient is retracted only when every report of them is; one sound report is enough to count."""
    if all(standing == "retracted" for standing in standings):
        return "retracted"
    return "active" if "active" in standings else "concern"


def _checkers(group: Iterable[str], decisions: Iterable[Decision]) -> list[str]:
    keys = set(group)
    return sorted({one.by for one in decisions if one.by_person and keys & set(one.subject.split(" = "))})


def _flow(harvest: Harvest, reports: Mapping[str, Report], twins: Iterable[tuple[str, ...]], patients: int) -> Flow:
    """The boxes of PRISMA 2020; identified = duplicates + refused + missing + deleted + screened."""
    found = set(identified(harvest.searches))
    deleted = found & set(harvest.deleted)
    refused = {one.pmid for one in harvest.refusals if one.pmid in found and one.pmid not in reports} - deleted
    judged = [_judged_of(group, reports) for group in twins]
    verdicts = Counter(verdict for verdict, _ in judged)
    return Flow(
        identified=len(found),
        duplicates=len(reports) - len(judged),
        refused=len(refused),
        missing=len(found - deleted - refused - set(reports)),
        deleted=len(deleted),
        screened=len(judged),
        excluded=dict(Counter(reason for verdict, reason in judged if verdict == "no").most_common()),
        unsure=verdicts["unsure"],
        included_reports=verdicts["yes"],
        included_patients=patients,
    )


def _judged_of(group: Iterable[str], reports: Mapping[str, Report]) -> tuple[Verdict, str]:
    """The verdict on a report that several records stand for: a person's before a rule's, then the most favourable."""
    given = [decision for pmid in group if (decision := reports[pmid].decision)]
    if not given:
        return "unsure", "not screened yet"
    best = min(given, key=lambda decision: (not decision.by_person, _RANK[decision.verdict]))
    return best.verdict, best.reason
