"""A story's times added up: steps one after the other, calendar dates and ages, from the primary to the target.

Every time that is told stands for an event. Its place in the story is kept in months since the primary, which is the
first event that is none at the target; dates and ages are tied to that clock where an event has both.
"""

from __future__ import annotations

from sys import maxsize
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import rounded
from .episodes import Story
from .happenings import BEGUN, NEXT, Mark, clause, happened, in_bracket, primary_told
from .steps import Step, anchor, last_placed, told
from .timemarks import marks as marks_of


class _Clock(NamedTuple):
    """How months since the primary read in another count, and the words that tell."""

    zero: float
    exact: bool
    places: Pieces


def interval(reading: Reading, pieces: Pieces, story: Story, steps: tuple[Step, ...]) -> Finding | None:
    """The months from the primary to the first event at the target, as far as the told times give them."""
    marks = list(marks_of(reading, pieces, steps))
    if len(marks) < 2 and not any(one.step for one in marks):
        return None
    kinds = _kinds(reading, marks)
    told_of = [(mark, kind) for mark, kind in zip(marks, kinds, strict=True) if kind != "status"]
    for count in ("date", "age"):
        timed = [one for one in told_of if one[0].step or one[0].kind == count]
        found = _forward(reading, pieces, story, _in_order(timed)) or _backward(reading, timed)
        # Without an age in it, steps alone are left of a story of dates, and nobody knows what they count from.
        ages = {one.place for one, _ in timed if not one.step}
        if found and (count == "date" or ages & set(found.places) or not any(one.kind == "date" for one, _ in told_of)):
            return found
    return None


def _kinds(reading: Reading, marks: list[Mark]) -> list[str]:
    """What each time tells of; two times side by side (`In May 1985, when he was 55`) are of one event."""
    kinds = [
        happened(
            reading,
            mark,
            floor=marks[index - 1].stop if index else 0,
            following=_following(reading, marks, index),
        )
        for index, mark in enumerate(marks)
    ]
    for index in range(1, len(marks)):
        end = in_bracket(reading, marks[index])
        if end and end == in_bracket(reading, marks[index - 1]):
            kinds[index] = kinds[index - 1]
    for index in range(len(marks) - 2, -1, -1):
        beside = _BESIDE.match(reading, marks[index].stop, marks[index + 1].begin)
        if not kinds[index] and beside and beside.end() == marks[index + 1].begin:
            kinds[index] = kinds[index + 1]
    return kinds


def _following(reading: Reading, marks: list[Mark], index: int) -> int:
    """Where the words of the next time begin; of a list (`resection in 1998, metastases in 2004`) behind this."""
    if index + 1 == len(marks):
        return maxsize
    one, after = marks[index], marks[index + 1]
    if one.kind == after.kind == "date" and _IN.search(reading, one.begin - 4, one.begin):
        start = marks[index - 1].stop if index else reading.sentence_at(one.begin).start
        named = _DEED.search(reading, max(start, one.begin - 60), one.begin)
        listed = _LISTED.match(reading, one.stop, after.begin)
        if named and listed and listed.end() == after.begin:
            return one.stop
    return after.begin


_IN = Phrase(r"\bin\s+$")
_DEED = Phrase(
    r"\b(?:\w+ectom(?:y|ies)|\w+otom(?:y|ies)|(?:re-?)?operations?|(?:re-?)?resections?|surger(?:y|ies)|removal|recurrences?|relapses?|radiotherapy|radiosurgery"
    r"|irradiation|gamma\s+knife|cyberknife|embolization|metastas[ei]s)\b[^.;,]{0,40}$"
)
_LISTED = Phrase(
    r"\s*(?:,\s*and\s+|,\s*|\s+and\s+)(?:(?!was\b|were\b|had\b|he\b|she\b|the\b|underwent\b|developed\b)[\w/-]+\s+){0,8}in\s+|\s+and\s+|,\s*"
)
_BESIDE = Phrase(r"[\s,(]*(?:(?:when|at|aged|and|at\s+the|in)\s+)*")


def _forward(reading: Reading, pieces: Pieces, story: Story, marks: list[tuple[Mark, str]]) -> Finding | None:
    """The clock runs from the first event on until one at the target."""
    clocks: dict[str, _Clock] = {}
    now: tuple[float, Pieces] | None = None
    for index, (mark, kind) in enumerate(marks):
        if not _goes_back(reading, mark) and _reached(reading, marks[index - 1][0].stop if index else 0, mark, pieces):
            return None
        if index == 0:
            now = (0.0, ()) if _begun(reading, story, mark, pieces) or (kind != "target" and not mark.step) else None
        if index or mark.step:
            now = _at(reading, mark, marks[index - 1][0] if index else None, now, clocks)
        elif kind == "target":
            return None
        if now and not mark.step and mark.kind not in clocks:
            clocks[mark.kind] = _Clock(mark.months - now[0], mark.exact, (*now[1], mark.place))
        if kind == "target":
            return _finding(now, mark)
    return None


def _in_order(timed: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """The times without the age of now: `a 68-year-old woman underwent craniotomy at 46`."""
    ages = [mark.months for mark, _ in timed if mark.kind == "age"]
    if len(ages) < _SEVERAL or ages[0] <= min(ages):
        return timed
    now = next(index for index, (mark, _) in enumerate(timed) if mark.kind == "age")
    return timed if timed[now][1] == "target" else [*timed[:now], *timed[now + 1 :]]


_SEVERAL = 3
"""Of so many ages the first may be that of now, and two of the others those of the events."""


def _backward(reading: Reading, marks: list[tuple[Mark, str]]) -> Finding | None:
    """The story opens at the target, and a date or an age before that is told later: `operated on in 1999`."""
    timed = [(mark, kind) for mark, kind in marks if not mark.step]
    for place, (late, kind) in enumerate(timed):
        if kind != "target" and not (late.kind == "age" and place == 0):
            continue
        early = [
            one
            for one, what in timed
            if one.kind == late.kind
            and one.months < late.months
            and (what == "primary" or (not what and _primary(reading, one)))
        ]
        if early:
            first = min(early, key=lambda one: one.months)
            exact = first.exact and late.exact
            months = late.months - first.months if exact else 12 * (late.months // 12 - first.months // 12)
            return _finding((months, (first.place, late.place)), late)
        return None
    return None


def _primary(reading: Reading, one: Mark) -> bool:
    start, end = clause(reading, one)
    return bool(BEGUN.search(reading, start, end) or _FOUND.search(reading, start, end))


def _finding(now: tuple[float, Pieces] | None, mark: Mark) -> Finding | None:
    if now is None or now[0] < 1:
        return None
    rule = f"courses.{mark.kind}s" if not mark.step else "courses.sum" if len(now[1]) > 1 else "courses.later"
    return Finding("interval_months", rounded(now[0]), now[1], rule)


def _at(
    reading: Reading, mark: Mark, before: Mark | None, now: tuple[float, Pieces] | None, clocks: dict[str, _Clock]
) -> tuple[float, Pieces] | None:
    """When a mark's event was, and the words that prove it."""
    if mark.step is None:
        clock = clocks.get(mark.kind)
        if clock is None:
            return None
        months = mark.months - clock.zero
        if mark.kind == "date" and not (mark.exact and clock.exact):
            months = 12 * (mark.months // 12) - 12 * (clock.zero // 12) if len(clock.places) == 1 else months
        return months, (*clock.places, mark.place)
    return _step_at(reading, mark, mark.step, before, now)


def _step_at(
    reading: Reading, mark: Mark, step: Step, before: Mark | None, now: tuple[float, Pieces] | None
) -> tuple[float, Pieces] | None:
    since = anchor(reading, step)
    if mark.kind == "after" and since == "primary":
        return mark.months, (mark.place,)
    if now is None or since == "target" or (not now[1] and since == "last" and _later_one(reading, step)):
        return None
    if mark.kind == "follow" and mark.months > now[0]:
        return mark.months, (mark.place,)
    if before is not None and _from_the_same(reading, before, step):
        return now[0] - before.months + mark.months, (*now[1][:-1], mark.place)
    return now[0] + mark.months, (*now[1], mark.place)


_FURTHER_ON = Phrase(r"\b(?:another|further|additional|more|then|subsequent\w*|next|following|that|this)\b")


def _from_the_same(reading: Reading, before: Mark, one: Step) -> bool:
    """`liver metastases after 4 years, lung metastases after 6 years and at 9 years`: all from one event."""
    if before.step is None or reading.sentence_at(before.begin) != reading.sentence_at(one.begin):
        return False
    alike = (one.stop == one.one.tail) == (before.stop == before.step.one.tail)
    grows = alike and one.one.months > before.months and {before.step.way, one.way} <= {"later", "follow"}
    return grows and not _FURTHER_ON.search(reading, before.stop, one.stop)


_BACK = Phrase(
    r"\bhad\s+(?:been|undergone|had|received|(?:\w+\s+)?\w+ed)\b"
    r"|\bhad\s+an?\s+(?:[\w-]+\s+){0,3}history\b|\bhad\s+(?:[\w-]+\s+){0,2}history\s+of\b|\b(?:past|medical|surgical|oncological|previous)\s+history\b"
    r"|\bantecedents?\b|\banamnesis\b|\bknown\s+(?:case|to\s+have|since|for)\b|\bhaving\s+(?:been|had|undergone)\b"
)
"""A story that goes back."""


def _goes_back(reading: Reading, mark: Mark) -> bool:
    """Whether the words before a time, or its own, go back to before what was told last."""
    start, end = clause(reading, mark)
    sentence = reading.sentence_at(mark.begin)
    whole = max(sentence.start, reading.text.rfind(";", sentence.start, mark.begin) + 1)
    return bool(_BACK.search(reading, min(start, max(whole, mark.begin - NEXT)), end))


_REPORT = Phrase(r"\b(?:reports?|reported|describes?|described|presented|presents?|illustrates?)\b")
_CASE = Phrase(r"\b(?:case|cases|patients?|instance|example|metastas[ei]s)\b")


def _reached(reading: Reading, floor: int, mark: Mark, pieces: Pieces) -> bool:
    """Whether the lesion at the target was told, without a time of its own, since the time before this one."""
    parts = [
        (max(start, floor), min(end, reading.sentence_at(mark.begin).start))
        for start, end in pieces
        if floor < end and start < mark.begin and not reading.sentence_at(start).title
    ]
    for start, end in reversed(parts):
        there = start < end and told(reading, start, end) == "target"
        if there and not (_REPORT.search(reading, start, end) and _CASE.search(reading, start, end)):
            return not primary_told(reading, last_placed(reading, start, end), end, end, end)
        if start < end and primary_told(reading, start, end, end, end):
            return False
    return False


_NOT_FIRST = Phrase(r"\b(?:second|third|fourth|last|latest|final|repeat\w*|re-?\w+ion|recurrence|relapse|regrowth)\b")


def _later_one(reading: Reading, one: Step) -> bool:
    """Whether a time counts from a second or third operation, of which no time is told."""
    return bool(_NOT_FIRST.search(reading, one.anchor, one.stop))


_FOUND = Phrase(r"\b(?:discovered|detected|found|noticed|identified|history\s+of|appeared|manifest\w*)\b")


def _begun(reading: Reading, story: Story, mark: Mark, pieces: Pieces) -> bool:
    """Whether a primary was treated or found before the first time that is told."""
    return any(
        not story.at_target(found.start())
        for start, end in pieces
        if start < mark.begin and not reading.sentence_at(start).title
        for found in BEGUN.finditer(reading, start, min(end, mark.begin))
    )
