"""A story's times added up: steps one after the other, calendar dates and ages, from the primary to the target.

Every time that is told stands for an event. Its place in the story is kept in months since the primary, which is the
first event that is none at the target; dates and ages are tied to that clock where an event has both.
"""

from __future__ import annotations

from collections.abc import Iterator
from sys import maxsize
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading
from ..text.times import moments, place_of, rounded
from .episodes import Story
from .steps import Step, anchor, last_placed, told


class Mark(NamedTuple):
    """A time that is told: from `begin` to `stop`; `kind` is `date`, `age` or the way of a step."""

    begin: int
    stop: int
    kind: str
    months: float
    place: tuple[int, int]
    exact: bool = True
    step: Step | None = None


class _Clock(NamedTuple):
    """How months since the primary read in another count, and the words that tell."""

    zero: float
    exact: bool
    places: Pieces


def interval(reading: Reading, pieces: Pieces, story: Story, steps: tuple[Step, ...]) -> Finding | None:
    """The months from the primary to the first event at the target, as far as the told times give them."""
    marks = list(_marks(reading, pieces, steps))
    if len(marks) < 2 and not any(one.step for one in marks):
        return None
    kinds = _kinds(reading, marks)
    told_of = [(mark, kind) for mark, kind in zip(marks, kinds, strict=True) if kind != "status"]
    for count in ("date", "age"):
        timed = [one for one in told_of if one[0].step or one[0].kind == count]
        found = _forward(reading, pieces, story, timed) or _backward(reading, timed)
        if found:
            return found
    return None


def _kinds(reading: Reading, marks: list[Mark]) -> list[str]:
    """What each time tells of; two times side by side (`In May 1985, when he was 55`) are of one event."""
    kinds = [
        happened(
            reading,
            mark,
            floor=marks[index - 1].stop if index else 0,
            following=marks[index + 1].begin if index + 1 < len(marks) else maxsize,
        )
        for index, mark in enumerate(marks)
    ]
    for index in range(len(marks) - 2, -1, -1):
        beside = _BESIDE.match(reading, marks[index].stop, marks[index + 1].begin)
        if not kinds[index] and beside and beside.end() == marks[index + 1].begin:
            kinds[index] = kinds[index + 1]
    return kinds


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
    return bool(_BEGUN.search(reading, start, end) or _FOUND.search(reading, start, end))


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
    since = anchor(reading, mark.step)
    if mark.kind == "after" and since == "primary":
        return mark.months, (mark.place,)
    if now is None or since == "target" or (not now[1] and since == "last" and _later_one(reading, mark.step)):
        return None
    if mark.kind == "follow" and mark.months > now[0]:
        return mark.months, (mark.place,)
    if before is not None and _from_the_same(reading, before, mark.step):
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
    return bool(_BACK.search(reading, min(start, max(whole, mark.begin - _NEXT)), end))


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
            return not _primary_told(reading, last_placed(reading, start, end), end, end, end)
        if start < end and _primary_told(reading, start, end, end, end):
            return False
    return False


_NOT_FIRST = Phrase(r"\b(?:second|third|fourth|last|latest|final|repeat\w*|re-?\w+ion|recurrence|relapse|regrowth)\b")


def _later_one(reading: Reading, one: Step) -> bool:
    """Whether a time counts from a second or third operation, of which no time is told."""
    return bool(_NOT_FIRST.search(reading, one.anchor, one.stop))


# ------------------------------------------------------------------------------------------------------- the times

_AGE = Phrase(
    r"\b(?:at|by|until|since|from|to|of)\s+(?:the\s+|an\s+)?age\s+(?:of\s+)?(?P<age>\d{1,2})\b(?!\s*(?:months?|weeks?|days?|-|–|(?:and|to|or)\s+\d))"
    r"|\b(?:at|aged|when\s+(?:s?he|the\s+patient)\s+was(?:\s+aged)?|,\s+then|now(?:\s+aged)?)\s+(?P<at>\d{1,2})\b"
    r"(?!\s*(?:months?|weeks?|days?|Gy|cGy|mm|cm|%|[.,]\d|mg|hours?|-|–|(?:and|to|or)\s+\d|years?\s+(?!of\s+age|old|and\b|she|he|the|a\b))"
    r"|\s+years?\s+(?:after|later|post|follow))"
    r"|\b(?P<old>\d{1,2})(?:[\s-]years?[\s-]old|\s+years?\s+(?:of\s+age|old))\b"
)


def _marks(reading: Reading, pieces: Pieces, steps: tuple[Step, ...]) -> Iterator[Mark]:
    """The steps, dates and ages of a story without its title, in reading order; of words read twice the step."""
    found = [
        Mark(one.begin, one.stop, one.way, one.one.months, place_of(reading.text, one.one), step=one)
        for one in steps
        if one.way in ("after", "later", "spell", "follow") and _moves(reading, one)
    ]
    for start, end in pieces:
        if not reading.sentence_at(start).title:
            found += [
                Mark(one.start, one.end, "date", one.months, (one.start, one.end), one.exact)
                for one in moments(reading.text, start, end)
                if not _of_study(reading, one.start) and not _of_science(reading, one.start)
            ]
            ages = _AGE.finditer(reading, start, end)
            found += [
                Mark(*one.span(), "age", 12 * int(one["age"] or one["at"] or one["old"]), one.span())
                for one in ages
                if not any(step.begin <= one.end() and one.start() <= step.stop for step in steps)
            ]
    yield from sorted(found, key=lambda one: one.begin)[:_MOST]


_MOST = 60
"""So many times of a story are read; only a text that is none has more."""


_PERIOD = Phrase(r"\b(?:between|from)\s+$")
_STUDIED = Phrase(r"\b(?:patients|cases|reviewed|consecutive|series|records|files)\b")


def _of_study(reading: Reading, at: int) -> bool:
    """`Between 1996 and 2004 nine patients`."""
    sentence = reading.sentence_at(at)
    between = _PERIOD.search(reading, max(sentence.start, at - 9), at)
    return between is not None and bool(_STUDIED.search(reading, sentence.start, sentence.end))


_SCIENCE = Phrase(
    r"\b(?:first\s+described|(?:described|reported|coined|introduced|named|recogni[sz]ed|proposed|published|classified)\s+(?:\w+\s+)?by|et\s+al|was\s+coined"
    r"|classification|literature)\b"
)


def _of_science(reading: Reading, at: int) -> bool:
    """`a neoplasm first described by Stout and Murray in 1942`."""
    return bool(_SCIENCE.search(reading, max(reading.sentence_at(at).start, at - 90), at))


_AT = Phrase(r"\bat\s+$")


def _nth(reading: Reading, one: Step) -> bool:
    """`in the fourth year after`: no length of time."""
    return one.one.nth and "year" in reading.text[one.one.start : one.one.end].lower()


_UNTIL = Phrase(
    r"(?:\s+(?:period|interval|time))?\s*,?\s*(?:until|when|before|at\s+which|after\s+which|whereupon|but\s+then|and\s+then)\b"
)


def _moves(reading: Reading, one: Step) -> bool:
    """Whether a time leads on to something: `he remained well for 9 years until`, `at the 7-year follow-up`."""
    if _nth(reading, one):
        return False
    if one.way == "follow":
        return one.stop > one.one.tail or bool(_AT.search(reading, one.begin - 12, one.begin))
    return one.way != "spell" or bool(_UNTIL.match(reading, one.stop))


_BEGUN = Phrase(
    r"\b(?:operat\w+|remov\w+|resect\w+|excis\w+|extirpat\w+|surger\w+|surgical\w*|\w+ectom(?:y|ies)|craniotom\w+|underwent|undergone|diagnos\w+"
    r"|radiotherapy|treated|irradiat\w+|exenterat\w+|amputat\w+|debulk\w+|exerese?is|thoracotom\w+|laparotom\w+|shelled\s+out|enucleat\w+|curett\w+|taken\s+(?:out|from)|dealt\s+with|embolized"
    r"|gamma\s+knife|cyberknife)\b"
)


_FOUND = Phrase(r"\b(?:discovered|detected|found|noticed|identified|history\s+of|appeared|manifest\w*)\b")


def _begun(reading: Reading, story: Story, mark: Mark, pieces: Pieces) -> bool:
    """Whether a primary was treated or found before the first time that is told."""
    return any(
        not story.at_target(found.start())
        for start, end in pieces
        if start < mark.begin and not reading.sentence_at(start).title
        for found in _BEGUN.finditer(reading, start, min(end, mark.begin))
    )


# ----------------------------------------------------------------------------------------------- what happened then

_CUT = Phrase(
    r"[,;:()](?=\s)|\.\s|\s(?:and|but)\s(?=(?:then|later|subsequently|again|s?he|the|was|were|had|has|underwent|developed|presented"
    r"|died|is|in|at|\d+|after|\w+ed|\w+\s+(?:years?|months?))\b)|\s(?:while|whereas|until|when|who)\s"
)
_STATUS = Phrase(
    r"\b(?:died|dead|death|succumbed|expired|alive|no\s+(?:evidence|sign|recurrence|new|further)|free\s+of|disease[\s-]free|last\s+(?:seen|reviewed"
    r"|contacted|follow|examined|visit))\b"
)
_CHECK = Phrase(r"\bfollow-?up\s+(?:MRI|CT|imaging|examination|visit)\b")
"""A visit without news."""


def clause(reading: Reading, one: Step | Mark) -> tuple[int, int]:
    """The words that go with a time: its part of the sentence, and the next one where the time leads it."""
    sentence = reading.sentence_at(one.begin)
    first, last = max(sentence.start, one.begin - _NEXT), min(sentence.end, one.stop + _NEXT)
    cuts = list(_CUT.finditer(reading, first, last))
    before = [found.end() for found in cuts if found.end() <= one.begin]
    start = before[-1] if before else first
    after = [found.start() for found in cuts if found.start() >= one.stop]
    leads = one.begin - start <= _LEAD and after and not reading.text[one.stop : after[0]].strip(" ,")
    after = after[1:] if leads else after
    return start, after[0] if after else last


_LEAD = 30
"""Up to so many characters before it (`About`, `and then`) a time is the first thing in its clause."""
_NEXT = 420
"""How far behind it, in characters, what happened at a time may be told."""
_FURTHER = 600
"""How far, where its own sentence does not tell."""


def happened(reading: Reading, one: Step | Mark, *, floor: int = 0, following: int = maxsize) -> str:
    """What a time is told of: `target`, `other`, `primary`, `status` (how the patient fares), or ``.

    Words before `floor`, where the time before ends, and from `following`, where the next begins, are not its own.
    """
    sentence = reading.sentence_at(one.begin)
    limit = min(one.stop + _NEXT, len(reading.text), following)
    start, end = clause(reading, one)
    if _leads_on(reading, one, start):
        floor, end = one.begin, sentence.end
    start, end = max(start, floor), min(end, limit)
    if not sentence.title and any(phrase.search(reading, start, end) for phrase in (_STATUS, _LIFE)):
        return "status"
    if end < following and not told(reading, start, end) and _CHECK.search(reading, start, end):
        return "status"
    parts = (start, one.begin, one.stop, end)
    near = "primary" if _deed_before(reading, start, one) else _both(reading, *parts)
    event = (one.way if isinstance(one, Step) else one.kind) != "after"
    if not near and event and _primary_told(reading, *parts):
        near = "primary"
    if near not in ("", "organ"):
        return near
    wide = max(sentence.start, floor, one.begin - _NEXT), one.begin, one.stop, min(sentence.end, limit)
    if (kind := _both(reading, *wide)) or near:
        return "target" if kind == "target" else "other"
    begun = event and any(_BEGUN.search(reading, *part) for part in (wide[:2], wide[2:]))
    begun = begun or (event and bool(_HAD.search(reading, wide[0], wide[3])))
    if begun:
        return "primary"
    return told(reading, one.stop, min(one.stop + _FURTHER, len(reading.text), following))


def _leads_on(reading: Reading, one: Step | Mark, start: int) -> bool:
    """Whether what happened comes after the time: `disease-free for 7 years until she had`, `well until 2012, when`."""
    step = one if isinstance(one, Step) else one.step
    if step is not None and step.way == "spell" and _UNTIL.match(reading, step.stop):
        return True
    return bool(_THEN.search(reading, start, one.begin)) or reading.low.startswith("until", one.begin)


_THEN = Phrase(r"\b(?:until|before)\s+(?:in\s+|the\s+)*$")
"""`She was well until 2012, when`: the words before are of the time before."""
_LIFE = Phrase(
    r"\b(?:gave\s+birth|delivered\s+(?:of\s+)?an?\s+(?:healthy|normal)|married|emigrated|moved\s+to|pregnan\w+\s+(?:was\s+)?uneventful"
    r"|lost\s+to\s+follow|healthy\s+(?:child|infant|baby|boy|girl))\b"
)
"""What a life brings besides: no step of the disease."""
_HAD = Phrase(
    r"\bhistory\s+of\s+(?!(?:[\w-]+\s+){0,4}(?:pain|weakness|numbness|headache|pares))|\bdiscovered\s+(?:by\s+chance|incidentally)"
)
_CLOSES = Phrase(r"\s*(?:[,;.)]|\band\b|\bwho\b|\bfollowed\b)")
_DEED_THEN = Phrase(
    r"\b(?:\w+ectom(?:y|ies)|\w+otomy|operat\w+|resect\w+|excis\w+|surgery|removed|removal|gamma|cyberknife|radiosurgery|radiotherapy|irradiat\w+)\b"
    r"(?:\s+[\w-]+){0,8}\s+in\s+$"
)
_JUST_NOW = Phrase(
    r"\b(?:\w+ectom(?:y|ies)|operat\w+|resect\w+|excis\w+|surgery|craniotomy|removed|removal|diagnosed|treated|irradiated)[,:]?\s+(?:in\s+)?$"
)


def _deed_before(reading: Reading, start: int, one: Step | Mark) -> bool:
    """`(craniotomy, 1972)`, `resected in 1999`, `Gamma Knife to the residual in 2010,`: of an operation elsewhere."""
    begin = one.begin
    found = _JUST_NOW.search(reading, max(reading.sentence_at(begin).start, begin - 40), begin)
    if not found and not isinstance(one, Step) and one.kind == "date" and _CLOSES.match(reading, one.stop):
        found = _DEED_THEN.search(reading, max(start, begin - 90), begin)
    if found is None:
        return False
    first = reading.sentence_at(begin).start if found.start() - start < _OPENS else start
    return not told(reading, max(first, found.start() - 40), found.end())


_OPENS = 16
"""An operation so few characters behind a comma is of what stands before it: `an L4 metastasis, which was resected in`."""


def _primary_told(reading: Reading, start: int, begin: int, stop: int, end: int) -> bool:
    """Whether the words around a time tell of a tumour's removal or discovery: what comes next is another thing."""
    kinds = ("diagnosis", "primary_site", "elsewhere", "tumour", "craniotomy")
    parts = [(first, last) for first, last in ((start, begin), (stop, end)) if first < last]
    deed = any(_BEGUN.search(reading, *part) for part in parts)
    return deed and any(reading.has(kind, *part) for kind in kinds for part in parts)


def _both(reading: Reading, start: int, begin: int, stop: int, end: int) -> str:
    kinds = {told(reading, start, begin), told(reading, stop, end)}
    return next((kind for kind in ("target", "other", "organ") if kind in kinds), "")
