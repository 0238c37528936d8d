"""What happened at a time of the story: at the primary, at the target, elsewhere, or how the patient fared."""

from __future__ import annotations

from sys import maxsize
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Reading, remembered
from .steps import Step, told


class Mark(NamedTuple):
    """A time that is told: from `begin` to `stop`; `kind` is `date`, `age` or the way of a step."""

    begin: int
    stop: int
    kind: str
    months: float
    place: tuple[int, int]
    exact: bool = True
    step: Step | None = None


BEGUN = Phrase(
    r"\b(?:operat\w+|remov\w+|resect\w+|excis\w+|extirpat\w+|surger\w+|surgical\w*|\w+ectom(?:y|ies)|craniotom\w+|underwent|undergone|diagnos\w+"
    r"|radiotherapy|treated|irradiat\w+|exenterat\w+|amputat\w+|debulk\w+|exerese?is|thoracotom\w+|laparotom\w+|shelled\s+out|enucleat\w+|curett\w+|taken\s+(?:out|from)|dealt\s+with|embolized"
    r"|gamma\s+knife|cyberknife)\b"
)


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


@remembered
def clause(reading: Reading, one: Step | Mark) -> tuple[int, int]:
    """The words that go with a time: its part of the sentence, and the next one where the time leads it."""
    sentence = reading.sentence_at(one.begin)
    first, last = max(sentence.start, one.begin - NEXT), min(sentence.end, one.stop + NEXT)
    cuts = list(_CUT.finditer(reading, first, last))
    before = [found.end() for found in cuts if found.end() <= one.begin]
    start = before[-1] if before else first
    if end := in_bracket(reading, one):
        return start, end
    after = [found.start() for found in cuts if found.start() >= one.stop]
    leads = one.begin - start <= _LEAD and after and not reading.text[one.stop : after[0]].strip(" ,")
    leads = leads and reading.text[after[0]] != ";"
    after = after[1:] if leads else after
    return start, after[0] if after else last


def in_bracket(reading: Reading, one: Step | Mark) -> int:
    """Where the bracket ends that holds nothing but this date and others; 0 where there is none."""
    start = reading.text.rfind("(", max(0, one.begin - 60), one.begin)
    found = _DATES.match(reading, start) if start >= 0 else None
    return found.end() if found and one.begin < found.end() else 0


_DATES = Phrase(
    r"\((?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+)?(?:19|20)\d\d"
    r"(?:(?:,\s*|\s+and\s+|,\s+and\s+|\s*[;/&]\s*)(?:[a-z]+\s+)?(?:19|20)\d\d){0,4}\)"
)
"""`resected twice (2001, 2007)`: dates in brackets are of what stands before them."""

_LEAD = 30
"""Up to so many characters before it (`About`, `and then`) a time is the first thing in its clause."""
NEXT = 420
"""How far behind it, in characters, what happened at a time may be told."""
_FURTHER = 600
"""How far, where its own sentence does not tell."""


@remembered
def happened(reading: Reading, one: Step | Mark, *, floor: int = 0, following: int = maxsize) -> str:
    """What a time is told of: `target`, `other`, `primary`, `status` (how the patient fares), or ``.

    Words before `floor`, where the time before ends, and from `following`, where the next begins, are not its own.
    """
    sentence = reading.sentence_at(one.begin)
    limit = min(one.stop + NEXT, len(reading.text), following)
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
    if not near and event and primary_told(reading, *parts):
        near = "primary"
    if near not in ("", "organ"):
        return near
    wide = max(sentence.start, floor, one.begin - NEXT), one.begin, one.stop, min(sentence.end, limit)
    if (kind := _both(reading, *wide)) or near:
        return "target" if kind == "target" else "other"
    begun = event and any(BEGUN.search(reading, *part) for part in (wide[:2], wide[2:]))
    begun = begun or (event and bool(_HAD.search(reading, wide[0], wide[3])))
    if begun:
        return "primary"
    return told(reading, one.stop, min(one.stop + _FURTHER, len(reading.text), following))


def _leads_on(reading: Reading, one: Step | Mark, start: int) -> bool:
    """Whether what happened comes after the time: `disease-free for 7 years until she had`, `well until 2012, when`."""
    step = one if isinstance(one, Step) else one.step
    if step is not None and (step.way == "spell" or free_until(reading, step)) and UNTIL.match(reading, step.stop):
        return True
    return bool(_THEN.search(reading, start, one.begin)) or reading.low.startswith("until", one.begin)


def free_until(reading: Reading, step: Step) -> bool:
    """`remained free of disease for 17 years after the operation, when`: the state ended with the time."""
    if step.way != "after":
        return False
    sentence = reading.sentence_at(step.begin)
    free = _FREE.search(reading, max(sentence.start, step.begin - 80), step.begin)
    return bool(free and _ENDED.match(reading, step.stop))


_FREE = Phrase(
    r"\b(?:free|well|uneventful\w*|stable|asymptomatic|negative|clear|remission|no\s+(?:evidence|signs?|recurrence))\b[^.;]{0,60}$"
)
_ENDED = Phrase(r"\s*,?\s*(?:until|when|at\s+which|after\s+which|whereupon|but\s+then|and\s+then)\b")
UNTIL = Phrase(
    r"(?:\s+(?:period|interval|time))?\s*,?\s*(?:until|when|before|at\s+which|after\s+which|whereupon|but\s+then|and\s+then)\b"
)
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
"""So few characters behind a comma an operation is of what stands before: `a metastasis, which was resected in`."""


def primary_told(reading: Reading, start: int, begin: int, stop: int, end: int) -> bool:
    """Whether the words around a time tell of a tumour's removal or discovery: what comes next is another thing."""
    kinds = ("diagnosis", "primary_site", "elsewhere", "tumour", "craniotomy")
    parts = [(first, last) for first, last in ((start, begin), (stop, end)) if first < last]
    deed = any(BEGUN.search(reading, *part) for part in parts)
    return deed and any(reading.has(kind, *part) for kind in kinds for part in parts)


def _both(reading: Reading, start: int, begin: int, stop: int, end: int) -> str:
    kinds = {told(reading, start, begin), told(reading, stop, end)}
    return next((kind for kind in ("target", "other", "organ") if kind in kinds), "")
