"""Reports and judgements -> the case series: one row a patient, and the counts of the flow diagram.

Nothing here is stored. Whose word counts, who is the same patient and how many were excluded for what are read off the
decisions each time, so that undoing a decision undoes all that followed from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from .checks import Checked, apply_checks, conflicts, is_check
from .entered import entered
from .flow import RANK, boxes_of, flow_of, retracted_reports, sources_of
from .lifecycle import standing_of, successor
from .link.standing import cluster, effective, questions
from .link.subjects import key_order
from .records import (
    Case,
    Decision,
    Event,
    Extraction,
    Patient,
    Query,
    Record,
    Refusal,
    Report,
    Run,
    Search,
    Series,
    Standing,
)
from .screen import screen
from .undone import still_said

Judged = Mapping[tuple[str, str], Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What the store holds of a query: its searches and what they brought.

    `merged` leads from a PMID to the one that NLM merged it into. With `published_by` only what may have entered PubMed
    by the end of that day counts; what has no record has no date, and stays.
    """

    query: Query
    searches: tuple[Search, ...]
    records: tuple[Record, ...]
    extractions: Mapping[str, tuple[Extraction, ...]]
    decisions: tuple[Decision, ...]
    refusals: tuple[Refusal, ...] = ()
    deleted: Collection[str] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    published_by: date | None = None
    followed: Mapping[Decision, Decision | None] = field(default_factory=dict)
    known_at: datetime | None = None
    runs: tuple[Run, ...] = ()

    @property
    def said(self) -> tuple[Decision, ...]:
        """The decisions that nobody took back, as they were made."""
        return still_said(self.decisions, self.followed)


def build_series(harvest: Harvest) -> Series:
    """The series as it follows from what was harvested and decided."""
    said = harvest.said
    standing = _as_numbered_now(said, harvest.followed)
    checked = dict(_checked(harvest, standing))
    judged = _judged(harvest, checked, standing)
    found = _found(harvest)
    reports = tuple(_reports(harvest, found, checked, judged))
    twins = _clusters("same report", (report.record.pmid for report in reports), standing)
    included = [(case, report) for report in reports for case in _included(report, judged)]
    patients = tuple(_patients(included, standing))
    by_pmid = {report.record.pmid: report for report in reports}
    groups = [[by_pmid[pmid] for pmid in group] for group in twins]
    refused = {one.pmid for one in harvest.refusals if one.pmid}
    boxes = boxes_of(found, groups, deleted=harvest.deleted, refused=refused, merged=harvest.merged)
    return Series(
        query=harvest.query,
        searches=harvest.searches,
        reports=reports,
        patients=patients,
        decisions=harvest.decisions,
        standing=standing,
        stale=_stale(said, harvest.followed, checked),
        conflicts=conflicts(standing),
        known_at=harvest.known_at,
        flow=flow_of(
            sources_of(harvest.searches, found),
            boxes,
            patients,
            merged=sum(by in by_pmid for pmid, by in found.items() if pmid in harvest.merged),
            retracted_reports=retracted_reports(groups),
        ),
        boxes=boxes,
        events=_events(harvest, found),
        published_by=harvest.published_by,
        runs=harvest.runs,
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
    """Pairs of reports or cases that may be the same and wait for a person, one for each two groups of them."""
    return questions(series.standing)


def _as_numbered_now(said: Iterable[Decision], followed: Mapping[Decision, Decision | None]) -> tuple[Decision, ...]:
    """The decisions about the cases as they are numbered now, without those whose patient cannot be told any more.

    `followed` names what became of a person's word on a case where the numbers have changed since.
    """
    now = (followed.get(one, one) for one in said)
    return tuple(one for one in now if one is not None)


def _found(harvest: Harvest) -> Mapping[str, str]:
    """What was identified -> the PMID it counts by: its own, or where it has no record the one NLM merged it into."""
    stored = {record.pmid for record in harvest.records}
    late = {record.pmid for record in harvest.records if not _had_entered(record, harvest.published_by)}
    counts_by = {
        pmid: pmid if pmid in stored else successor(pmid, harvest.merged) for pmid in identified(harvest.searches)
    }
    return {pmid: by for pmid, by in counts_by.items() if by not in late}


def _had_entered(record: Record, day: date | None) -> bool:
    return day is None or entered(record).by(day)


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


def _stale(
    said: Iterable[Decision], followed: Mapping[Decision, Decision | None], checked: Mapping[str, Checked]
) -> tuple[Decision, ...]:
    """What people said and does not hold any more, in the order it was said."""
    lost = [one for one in said if followed.get(one, one) is None]
    return tuple(sorted([*lost, *(one for found in checked.values() for one in found.stale)], key=lambda one: one.at))


def _reports(
    harvest: Harvest, found: Mapping[str, str], checked: Mapping[str, Checked], judged: Judged
) -> Iterable[Report]:
    not_asked_for = set(harvest.merged.values()) - set(found.values())
    for record in harvest.records:
        gone = record.pmid in harvest.deleted or record.pmid in not_asked_for
        if not gone and _had_entered(record, harvest.published_by):
            report = Report(
                record=record,
                extractions=checked[record.pmid].extractions,
                standing=standing_of(record),
            )
            yield replace(report, decision=_decision_on(report, judged))


def _events(harvest: Harvest, found: Mapping[str, str]) -> tuple[Event, ...]:
    """The events of what was identified and of what stands in its place, the earliest first."""
    of = {*found, *found.values()}
    ours = [event for event in harvest.events if event.pmid in of]
    return tuple(sorted(ours, key=lambda event: (event.seen_at, key_order(event.pmid))))


def _decision_on(report: Report, judged: Judged) -> Decision | None:
    """A person's word on the report; else what follows from the cases, where a person spoke on one; else the rule's."""
    on_report = judged.get(("screen", report.record.pmid))
    on_cases = [judged[key] for case in cases_of(report) if (key := ("screen", case.key)) in judged]
    if (on_report and on_report.by_person) or not any(one.by_person for one in on_cases):
        return on_report
    return min(on_cases, key=lambda one: (RANK[one.verdict], not one.by_person))


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
    people = _people(decisions)
    for group in sorted(groups, key=lambda keys: key_order(keys[0])):
        members = sorted((cases[key] for key in group), key=lambda member: -len(member[0].extractions))
        yield Patient(
            id=f"P{min(group, key=key_order).replace('#', '-')}",
            cases=tuple(case for case, _ in members),
            standing=_standing_of_patient([report.standing for _, report in members]),
            checked_by="; ".join(sorted(set[str]().union(*(people[key] for key in group)))),
        )


def _standing_of_patient(standings: list[Standing]) -> Standing:
    """A patient is retracted only when every report of them is; one sound report is enough to count."""
    if all(standing == "retracted" for standing in standings):
        return "retracted"
    return "active" if "active" in standings else "concern"


def _people(decisions: Iterable[Decision]) -> Mapping[str, set[str]]:
    """Case -> who said anything of it."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for one in decisions:
        if one.by_person:
            for key in one.subject.split(" = "):
                people[key].add(one.by)
    return people
