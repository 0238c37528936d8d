"""What a form says -> the one decision that it is; what cannot be one is refused with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ..checks import case_of, check
from ..link.subjects import pair
from ..model.fields import fields
from ..records import REPORT_FIELDS, Decision, Query, Report, Word
from ..series import cases_of
from ..written import parse_value
from .desk import Desk, Looked
from .entries import reports_of
from .quotes import anchored

Form = Mapping[str, str]


class Refused(Exception):
    """What was entered is no decision; says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A decision, how far its author had seen the log, and where the page goes from here."""

    decision: Decision
    seen: int
    anchor: str = ""
    pmid: str = ""


def spoken(form: Form, looked: Looked, desk: Desk, by: str, at: datetime) -> Spoken:
    """The decision of a form. `do` names it: `screen|SUBJECT|VERDICT`, `check|SUBJECT|FIELD|right`, `correct`, …

    Refused where it names nothing of the report that it came from, or its words do not make a decision.
    """
    what, *parts = form.get("do", "").split("|")
    if len(parts) not in _PARTS.get(what, ()):
        raise Refused(f"{form.get('do', '')!r} is nothing that can be said; load the page again")
    pmid = form["pmid"]
    report = next(one for one in looked.series.reports if one.record.pmid == pmid)
    said = Decision(kind="screen", subject=pmid, verdict="yes", reason=_line(form.get("reason", "")), by=by, at=at)
    if what == "undo last":
        return _undo_last(said, desk)
    try:
        seen = int(form.get("seen", ""))
        if what == "screen":
            made = _screened(said, parts, report, desk.query)
        elif what == "check":
            made = _checked(said, parts, report)
        elif what == "correct":
            made = _corrected(said, form, report, desk.query)
        elif what == "pair":
            made = _paired(said, parts, looked)
        elif what == "link":
            made = _linked(said, form, report, desk)
        else:
            made = _undone(said, parts, looked)
    except ValueError as error:
        raise Refused(str(error)) from error
    except (IndexError, KeyError) as error:
        raise Refused(f"{form['do']!r} is nothing that can be said; load the page again") from error
    anchor = f"v-{made.subject.partition('#')[2] or 0}-{made.field}" if made.kind == "check" else ""
    return Spoken(decision=made, seen=seen, anchor=anchor)


_PARTS: Mapping[str, tuple[int, ...]] = {
    "screen": (2, 3),
    "check": (3,),
    "correct": (0,),
    "pair": (3,),
    "link": (0,),
    "undo": (3,),
    "undo last": (0,),
}
"""What can be said, and how many parts follow it."""


def _line(written: str) -> str:
    return " ".join(written.split())[:500]


_VERDICTS: Mapping[str, Word] = {"yes": "yes", "no": "no", "unsure": "unsure"}


def _screened(said: Decision, parts: list[str], report: Report, query: Query) -> Decision:
    """`screen|SUBJECT|VERDICT`, for an exclusion with the number of the criterion whose reason it has."""
    subject, verdict, *number = parts
    _subject(subject, report)
    reason = query.criteria[int(number[0])].reason if number else said.reason
    if verdict == "no" and not reason:
        raise Refused("Why is it excluded? Choose a reason, or write one: the flow diagram counts by it.")
    return replace(said, subject=subject, verdict=_VERDICTS[verdict], reason=reason or "title and abstract read")


def _subject(subject: str, report: Report) -> None:
    if subject not in {report.record.pmid, *(case.key for case in cases_of(report))}:
        raise Refused(f"{subject} is not of this report; load the page again")


def _checked(said: Decision, parts: list[str], report: Report) -> Decision:
    """`check|SUBJECT|FIELD|right` or `…|not stated`."""
    subject, field, what = parts
    _subject(subject, report)
    right = what == "right"
    reason = said.reason or ("read and right" if right else "the report does not state it")
    made = replace(said, subject=subject, verdict="yes" if right else "no", reason=reason)
    made = check(made, report.record, report.extractions, field, None)
    if made.was is None:
        raise Refused(f"{field}: no value stands there any more; load the page again")
    return made


def _corrected(said: Decision, form: Form, report: Report, query: Query) -> Decision:
    """The correction form: subject, field, value, the words that say so and where they stand, and why."""
    subject, field = form.get("subject", ""), form.get("field", "")
    _subject(subject, report)
    value = parse_value(form.get("value", ""), field, query)
    if value is None:
        raise Refused(f"{field}: write the right value; that it is not stated at all has a button of its own")
    if not fields(query)[field].allows(case_of(subject)):
        whose = "the report as a whole" if field in REPORT_FIELDS else "one patient"
        raise Refused(f"{field}: is a value of {whose}; choose whose it is")
    quote = form.get("quote", "").strip()
    at = form.get("at", "")
    words = anchored(report.record.text, quote, int(at) if at.isdigit() else None) if quote else ""
    made = replace(said, subject=subject, quote=words, reason=said.reason or "corrected on reading the abstract")
    made = check(made, report.record, report.extractions, field, value)
    return replace(made, verdict="yes" if made.was is None else "no")


def _paired(said: Decision, parts: list[str], looked: Looked) -> Decision:
    """`pair|KIND|A = B|VERDICT`, of a pair that the page showed."""
    kind, subject, verdict = parts
    shown = next((one for one in looked.series.standing if (one.kind, one.subject) == (kind, subject)), None)
    if shown is None:
        raise Refused(f"{subject}: nothing is known of this pair any more; load the page again")
    default = {
        "yes": "the same, both read",
        "no": "not the same, both read",
        "unsure": "cannot be told from the abstracts",
    }
    return replace(
        said, kind=shown.kind, subject=subject, verdict=_VERDICTS[verdict], reason=said.reason or default[verdict]
    )


def _linked(said: Decision, form: Form, report: Report, desk: Desk) -> Decision:
    """The link form: this report or one of its cases, and another one's key."""
    here, there = form.get("here", ""), form.get("there", "").strip()
    _subject(here, report)
    pmid = there.partition("#")[0]
    if desk.record(pmid) is None:
        raise Refused(
            f"{there or 'nothing'}: is no report or case of this series; write a PMID or a case as 12860507#1"
        )
    if ("#" in here) != ("#" in there):
        raise Refused(f"{here} and {there}: a report is linked to a report (12860507), a case to a case (12860507#1)")
    other = next(one for one in desk.look(pmid).series.reports if one.record.pmid == pmid)
    _subject(there, other)
    if here == there:
        raise Refused(f"{here} cannot be linked to itself")
    kind = "same case" if "#" in here else "same report"
    reason = said.reason or "the same, both read"
    return replace(said, kind=kind, subject=pair(here, there), verdict="yes", reason=reason)  # type: ignore[arg-type]


def _undone(said: Decision, parts: list[str], looked: Looked) -> Decision:
    """`undo|KIND|SUBJECT|FIELD`: one's own last word on it."""
    kind, subject, field = parts
    for one in (*looked.series.standing, *looked.series.stale):
        if (one.kind, one.subject, one.field, one.by) == (kind, subject, field, said.by):
            return _taken_back(one, said)
    raise Refused("nothing that you said of it stands any more")


def _taken_back(one: Decision, said: Decision) -> Decision:
    return replace(
        said, kind=one.kind, subject=one.subject, field=one.field, verdict="undone", reason=said.reason or "taken back"
    )


def _undo_last(said: Decision, desk: Desk) -> Spoken:
    """The last word of this sitting, wherever it was said."""
    last = desk.last_said(said.by)
    if last is None:
        raise Refused("There is nothing to undo: you have said nothing in this sitting that still stands.")
    return Spoken(
        decision=_taken_back(last, said),
        seen=desk.seen,
        pmid=reports_of(last.subject)[0],
    )
