"""What people said of values -> the values that stand, what went stale, and where two people disagree.

A check is a decision about one field of one case: right, wrong and what is right instead, or not stated at all. It is
never changed and never deleted. It holds while the words it was about still stand in the text; when they do not, the
rules' value shows again and the check is listed as stale until the words come back or somebody looks. It belongs to the
patient and not to the number a report's cases happen to have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .records import Conflict, Decision, Extraction, Record, Span, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The values of a report after the checks, the checks that stand, and those that no longer have their words."""

    extractions: tuple[Extraction, ...]
    applied: tuple[Decision, ...]
    stale: tuple[Decision, ...]


def is_check(decision: Decision) -> bool:
    """Whether it is a person's word on a value."""
    return decision.kind == "check" and decision.by_person


def check(
    said: Decision, record: Record, extractions: Iterable[Extraction], field: str, value: Value | None
) -> Decision:
    """What was said of a case as a word on one of its fields, with the value and the words that it had before."""
    number = case_of(said.subject)
    was = next((one for one in extractions if one.case == number and one.field == field), None)
    return replace(
        said,
        kind="check",
        field=field,
        value=value,
        was=was.value if was else None,
        quote=said.quote or (was.spans[0].quote if was and was.spans else ""),
        saw=record.text_digest,
    )


def apply_checks(record: Record, extractions: Sequence[Extraction], checks: Iterable[Decision]) -> Checked:
    """The values of a record with the checks that hold put in their place, and what did not hold.

    Of several on one field of one case the latest counts. `unsure` takes back what was said before it.
    """
    kept = {(one.case, one.field): one for one in extractions}
    applied, stale = [], []
    for check in _last(checks).values():
        key = (case_of(check.subject), check.field)
        if not holds(check, record):
            stale.append(check)
            continue
        applied.append(check)
        if check.verdict == "unsure" or (check.verdict == "yes" and check.value is None):
            continue
        found = kept.pop(key, None)
        if check.value is not None:
            kept[key] = _said(check, record, found)
    ordered = sorted(kept.values(), key=lambda one: one.case)
    return Checked(extractions=tuple(ordered), applied=tuple(applied), stale=tuple(stale))


def case_of(subject: str) -> int:
    """The number of a case, 0 for the report itself."""
    return int(subject.partition("#")[2] or 0)


def holds(check: Decision, record: Record) -> bool:
    """Whether the words a check was about still stand, or where it names none, whether the text is still the same."""
    if check.quote:
        return check.quote in record.text
    return not check.saw or check.saw == record.text_digest


def _last(checks: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The latest check on each field of each case; of two at one instant the same one in any order of arrival."""
    last: dict[tuple[str, str], Decision] = {}
    for check in sorted(checks, key=_moment):
        last[check.subject, check.field] = check
    return last


def _moment(check: Decision) -> tuple[object, ...]:
    return (check.at, check.by, check.verdict, repr(check.value), check.reason)


def _said(check: Decision, record: Record, found: Extraction | None) -> Extraction:
    """A person's value as an extraction of which the person is the rule; without a quote it has no words."""
    return Extraction(
        pmid=record.pmid,
        case=case_of(check.subject),
        field=check.field,
        value=check.value if check.value is not None else "",
        spans=_spans(check.quote, record.text, found),
        rule=check.by,
        rule_version="",
    )


def _spans(quote: str, text: str, found: Extraction | None) -> tuple[Span, ...]:
    """The quote where it stands; of several places the one nearest to where the rules read the value."""
    places = [place.start() for place in re.finditer(re.escape(quote), text)] if quote else []
    near = found.spans[0].start if found and found.spans else 0
    return tuple(Span.of(text, at, at + len(quote)) for at in sorted(places, key=lambda at: abs(at - near))[:1])


# --------------------------------------------------------------------------------------------------------- conflicts


def conflicts(decisions: Iterable[Decision]) -> tuple[Conflict, ...]:
    """The disagreements that nobody has settled, by subject and field."""
    spoken: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for check in sorted(filter(is_check, decisions), key=_moment):
        spoken[check.subject, check.field].append(check)
    found = (_open_conflict(checks) for _, checks in sorted(spoken.items()))
    return tuple(one for one in found if one)


def _open_conflict(checks: Sequence[Decision]) -> Conflict | None:
    """A word that knew of the one before it settles what was open; one that did not opens it."""
    conflict: Conflict | None = None
    for earlier, later in pairwise(checks):
        if meant(later) == meant(earlier) or later.was == meant(earlier):
            conflict = None
        elif later.by != earlier.by:
            conflict = Conflict(earlier=earlier, later=later)
    return conflict


def meant(check: Decision) -> Value | None:
    """The value a check gives the field: its own, or the one it confirms; None where it says that none is stated."""
    return check.was if check.verdict == "yes" and check.value is None else check.value


# ------------------------------------------------------------------------------------- a case that got another number


def follow(
    decision: Decision, then: Mapping[str, Sequence[Extraction]], now: Mapping[str, Sequence[Extraction]]
) -> Decision | None:
    """The decision about the same patients as they are numbered now; None where one of them cannot be told any more.

    `then` and `now` are the values of each report as read when it was said and as read today.
    """
    ends = [_follow_end(end, then, now) for end in decision.subject.split(" = ")]
    if not all(ends):
        return None
    return replace(decision, subject=" = ".join(end for end in ends if end))


def _follow_end(
    key: str, then: Mapping[str, Sequence[Extraction]], now: Mapping[str, Sequence[Extraction]]
) -> str | None:
    pmid, _, number = key.partition("#")
    if not number or not then.get(pmid):
        return key
    today = follow_cases(then[pmid], now.get(pmid, ())).get(int(number), int(number))
    return f"{pmid}#{today}" if today is not None else None


def follow_cases(then: Sequence[Extraction], now: Sequence[Extraction]) -> dict[int, int | None]:
    """Number of a case then -> its number now: the case with which it has most values and words in common.

    Each is followed to one and no two to the same. A case with nothing in common keeps its number where the report has
    as many cases as it had, and otherwise cannot be told any more.
    """
    before, after = _marks(then), _marks(now)
    common = sorted(
        (-len(marks & others), old != new, old, new)
        for old, marks in before.items()
        for new, others in after.items()
        if not marks.isdisjoint(others)
    )
    followed: dict[int, int | None] = {}
    for _, _, old, new in common:
        if old not in followed and new not in followed.values():
            followed[old] = new
    for old in before:
        keeps = len(before) == len(after) and old in after and old not in followed.values()
        followed.setdefault(old, old if keeps else None)
    return followed


def _marks(extractions: Iterable[Extraction]) -> dict[int, set[tuple[str, str]]]:
    """What a case is known by: its values and the words they stand on."""
    marks: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for one in extractions:
        if one.case:
            marks[one.case] |= set(_marks_of(one))
    return marks


def _marks_of(one: Extraction) -> Iterator[tuple[str, str]]:
    yield one.field, repr(one.value)
    yield from ((one.field, f"“{span.quote}”") for span in one.spans)
