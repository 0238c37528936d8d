"""A series -> the judgements of the rules on which of its reports and cases are the same, with those they take back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from .link.cases import link_cases
from .link.cohorts import link_cohorts
from .link.reports import link_reports
from .link.standing import effective
from .link.subjects import pair
from .records import Decision, Deletion, Report, Series
from .unswept import unswept


def links(series: Series, withdrawn: Iterable[Deletion], at: datetime) -> tuple[Decision, ...]:
    """What the rules say now of pairs of reports and of cases, and a `no` for what they said before and no longer do.

    Reports are linked first, since the cases of twins are aligned. What NLM merged (`withdrawn` with a successor) is
    one report by NLM's own word.
    """
    with unswept():
        return _links(series, withdrawn, at)


def _links(series: Series, withdrawn: Iterable[Deletion], at: datetime) -> tuple[Decision, ...]:
    records = {report.record.pmid: report.record for report in series.reports}
    merged = merge_links((one for one in withdrawn if one.successor in records), at)
    reports = _beside(link_reports(records.values(), at), merged)
    twins = _twins((*series.standing, *reports))
    included = [(case, records[case.pmid]) for patient in series.patients for case in patient.cases]
    cohorts = link_cohorts(((one.record, one.extractions) for one in series.reports if _counts(one)), at)
    made = (*reports, *link_cases(included, at, same_reports=twins), *cohorts)
    return (*made, *_taken_back(series.decisions, made, at))


def merge_links(withdrawn: Iterable[Deletion], at: datetime) -> tuple[Decision, ...]:
    """That the old PMID and the one that NLM merged it into are one report; a person may say otherwise."""
    return tuple(
        Decision(
            kind="same report",
            subject=pair(one.pmid, one.successor),
            verdict="yes",
            reason=f"NLM merged PMID {one.pmid} into {one.successor}",
            score=1.0,
            by="rule:merged/1",
            at=at,
        )
        for one in withdrawn
        if one.successor
    )


def _beside(linked: Sequence[Decision], merged: Sequence[Decision]) -> tuple[Decision, ...]:
    """What the rule found and what NLM said, which counts where both speak of one pair."""
    told = {one.subject for one in merged}
    return (*(one for one in linked if one.subject not in told), *merged)


def _counts(report: Report) -> bool:
    """Whether a report is in or may be."""
    return report.decision is None or report.decision.verdict != "no"


def _twins(decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """The pairs of PMIDs that are one report, by the word that stands for each: a person's where there is one."""
    standing = effective(one for one in decisions if one.kind == "same report").items()
    ends = (subject.split(" = ") for (_, subject), decision in standing if decision.verdict == "yes")
    return {(low, high) for low, high in ends}


def _taken_back(known: Iterable[Decision], made: Iterable[Decision], at: datetime) -> Iterator[Decision]:
    """A `no` for each link that a rule made earlier and does not make any more."""
    still = {(one.kind, one.subject) for one in made}
    last = {(one.kind, one.subject): one for one in known if one.kind.startswith("same") and not one.by_person}
    for key, one in last.items():
        if key not in still and one.verdict != "no":
            yield replace(one, verdict="no", reason="the evidence for it no longer holds", score=None, at=at)
