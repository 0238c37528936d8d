"""Record + criteria -> Decision, with the criterion that decided.

Screening is three-valued: what the abstract cannot settle waits for a person and is neither in nor out. A report is in
when one of its own patients meets every criterion; a case is asked the same questions with its own values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from .records import Criterion, Decision, Extraction, Query, Record, StatedCount, Value, Verdict

RULE = "rule:screen/1"

NO_ABSTRACT = "no abstract: the full text must be read"

Facts = Mapping[str, tuple[str | float, ...]]
"""What is known of a record, a report and a case: field -> its values; a field that is not stated is absent."""


def screen(record: Record, extractions: Iterable[Extraction], query: Query, at: datetime) -> tuple[Decision, ...]:
    """The judgement of a report (subject: its PMID) and of each of its cases (subject: `PMID#number`)."""
    found = tuple(extractions)
    numbers = sorted({one.case for one in found if one.case})
    shared = _facts_of_record(record) | _facts_of_case(found, 0)
    cases = {number: judge(shared | _facts_of_case(found, number), query.criteria) for number in numbers}
    report = min(cases.values(), key=_rank) if cases else judge(shared, query.criteria)
    subjects = {record.pmid: report} | {f"{record.pmid}#{number}": cases[number] for number in numbers}
    return tuple(
        Decision(kind="screen", subject=subject, verdict=verdict, reason=reason, by=RULE, at=at)
        for subject, (verdict, reason) in subjects.items()
    )


def judge(facts: Facts, criteria: Iterable[Criterion]) -> tuple[Verdict, str]:
    """The verdict on one set of facts and its reason: the first criterion that fails, else the first that is open."""
    waiting: str | None = None
    name = ""
    for criterion in criteria:
        name = criterion.name
        verdict = meets(facts, criterion)
        if verdict == "no":
            return "no", criterion.reason
        if verdict == "unsure":
            waiting = waiting or _open(facts, criterion)
    return ("unsure", waiting) if waiting else ("yes", name)


def _open(facts: Facts, criterion: Criterion) -> str:
    silent = criterion.field not in facts
    return NO_ABSTRACT if silent and _title_only(facts) else f"not settled: {criterion.name}"


def meets(facts: Facts, criterion: Criterion) -> Verdict:
    """Whether the facts meet one criterion; `missing` answers where they are silent.

    The silence of a title proves nothing: without an abstract what is not stated is open, and never a no.
    """
    values = facts.get(criterion.field, ())
    if not values:
        return "unsure" if criterion.missing == "no" and _title_only(facts) else criterion.missing
    if any(value in criterion.none_of for value in values):
        return "no"
    if criterion.at_least is not None:
        return "yes" if any(_reaches(value, criterion.at_least) for value in values) else "no"
    if not criterion.one_of or any(value in criterion.one_of for value in values):
        return "yes"
    return "unsure" if any(value in criterion.unclear for value in values) else "no"


def _title_only(facts: Facts) -> bool:
    return facts.get("has_abstract") == ("no",)


def _reaches(value: str | float, least: float) -> bool:
    return not isinstance(value, str) and value >= least


def _rank(judged: tuple[Verdict, str]) -> int:
    return ("yes", "unsure", "no").index(judged[0])


def _facts_of_record(record: Record) -> dict[str, tuple[str | float, ...]]:
    return {
        "publication_types": record.publication_types,
        "languages": record.languages,
        "has_abstract": ("yes" if record.sections else "no",),
    }


def _facts_of_case(extractions: Iterable[Extraction], number: int) -> dict[str, tuple[str | float, ...]]:
    return {one.field: _values(one.value) for one in extractions if one.case == number}


def _values(value: Value) -> tuple[str | float, ...]:
    if isinstance(value, StatedCount):
        return (float(value.n),)
    return value if isinstance(value, tuple) else (value,)
