"""The times of a story, one after the other: steps, calendar dates and ages."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, remembered
from ..text.times import moments, place_of
from .happenings import UNTIL, Mark
from .steps import Step

_AGE = Phrase(
    r"\b(?:at|by|until|since|from|to|of)\s+(?:the\s+|an\s+)?ages?\s+(?:of\s+)?(?P<age>\d{1,2})\b(?!\s*(?:months?|weeks?|days?|-|–|(?:to|or)\s+\d))"
    r"|\b(?:at|aged|when\s+(?:s?he|the\s+patient)\s+was(?:\s+aged)?|,\s+then|now(?:\s+aged)?)\s+(?P<at>\d{1,2})\b"
    r"(?!\s*(?:months?|weeks?|days?|Gy|cGy|mm|cm|%|[.,]\d|mg|hours?|-|–|(?:and|to|or)\s+\d|years?\s+(?!of\s+age|old|and\b|she|he|the|a\b))"
    r"|\s+years?\s+(?:after|later|post|follow))"
    r"|\b(?P<old>\d{1,2})(?:[\s-](?:years?|yrs?)[\s-]old|\s+(?:years?|yrs?)\s+(?:of\s+age|old))\b"
)


def marks(reading: Reading, pieces: Pieces, steps: tuple[Step, ...]) -> Iterator[Mark]:
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
                if not (
                    _of_study(reading, one.start) or _of_science(reading, one.start) or ill_since(reading, one.start)
                )
            ]
            ages = (one for one in _AGE.finditer(reading, start, end) if not _of_several(reading, one.start()))
            found += [
                Mark(*one.span(), "age", 12 * int(one["age"] or one["at"] or one["old"]), one.span())
                for one in ages
                if not any(step.begin <= one.end() and one.start() <= step.stop for step in steps)
            ]
    yield from sorted(found, key=lambda one: one.begin)[:_MOST]


_SEVERAL = Phrase(
    r"\b\d{1,2}[\s-]years?[\s-]old\s+(?!when\b|at\b|and\s+had\b)[^.;]{1,90}?(?:,|\band|\bor)\s+(?:(?:in|on|of|with)\s+)?(?:an?|another|the\s+other)"
    r"\s+(?:[\w-]+\s+){0,3}?\d{1,2}[\s-]years?[\s-]old\b"
)


def _of_several(reading: Reading, at: int) -> bool:
    """Whether the sentence gives two persons with their ages: `a 44-year-old man and a 62-year-old woman`."""
    return _two_aged(reading, *reading.sentence_at(at)[:2])


@remembered
def _two_aged(reading: Reading, start: int, end: int) -> bool:
    return _SEVERAL.search(reading, start, end) is not None


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


_ILL = Phrase(
    r"\b(?:pains?|aches?|\w+ache|\w+algia|weakness|numbness|proptosis|exophthalmos|swelling|lump|symptom\w*|complain\w+|complaints?|suffer\w*|seizures?|epilepsy"
    r"|cough|dyspn(?:o?e)a|deafness|hearing|vision|visual|diplopia|gait|\w*paresis|paresthesias?|dizziness|vomiting|tinnitus)\b[^.;:,]{0,40}\bsince\s+(?:about\s+|early\s+|late\s+)?$"
)


def ill_since(reading: Reading, at: int) -> bool:
    """`Proptosis since 1998` dates a complaint, and no diagnosis."""
    return bool(_ILL.search(reading, max(reading.sentence_at(at).start, at - 90), at))


_AT = Phrase(r"\bat\s+$")


def _nth(reading: Reading, one: Step) -> bool:
    """`in the fourth year after`: no length of time."""
    return one.one.nth and "year" in reading.text[one.one.start : one.one.end].lower()


def _moves(reading: Reading, one: Step) -> bool:
    """Whether a time leads on to something: `he remained well for 9 years until`, `at the 7-year follow-up`."""
    if _nth(reading, one):
        return False
    if one.way == "follow":
        return one.stop > one.one.tail or bool(_AT.search(reading, one.begin - 12, one.begin))
    return one.way != "spell" or bool(UNTIL.match(reading, one.stop))
