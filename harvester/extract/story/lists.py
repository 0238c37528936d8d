"""Figures listed for several patients: `8 and 4 years, respectively`, `the second and third at 64 and 35 months`,
`12 months in the first and 30 months in the second`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..text.numbers import number, ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading
from ..text.times import Duration
from .steps import Step

_WHO = Phrase(
    r"\b(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?!\s+(?:surger|operat|resect|lumbar|thoracic|cervical|sacral"
    r"|vertebra|metasta|spinal|craniotom|recurren))|(?:patients?|cases?|nos?\.|and|,)\s+(?P<n>\d{1,2})(?=\s*(?:,|and\b|were\b|are\b|was\b|is\b|had\b)))"
)


_NTH = r"(?:first|second|third|fourth|fifth|sixth)"
_NAMED = Phrase(
    r"\s*(?:later\s+|of\s+follow[\s-]?up\s+)?,?\s*(?:(?:in|for|with|of)\s+|\()(?:the\s+|case\s+of\s+the\s+)?"
    rf"(?:(?:case|patient)s?\s+(?:no\.?\s*)?(?P<n>\d{{1,2}}|[a-f]|one|two|three|four|five)\b|(?P<nth>{_NTH})(?=\s*[,.;)]|\s+(?:and|one|patient|case|man|woman|but|while)\b)"
    r"|(?P<former>former)\b|(?P<latter>latter|other(?:\s+(?:patient|one|case))?(?=\s*[,.;)]))\b)"
)
"""Whose a time is, said behind it: `in the second`, `for patient 2`, `(case 1)`."""


def whose(reading: Reading, one: Duration, count: int) -> int:
    """The number of the patient that is named behind a time, 0 where none is."""
    found = _NAMED.match(reading, one.tail) if count > 1 else None
    if found is None:
        return 0
    if found["n"]:
        return "abcdef".index(found["n"]) + 1 if found["n"] in "abcdef" else int(number(found["n"]))
    if found["nth"]:
        return ordinal(found["nth"])
    return 1 if found["former"] else count if count == 2 else 0


def own(reading: Reading, steps: Sequence[Step], share: tuple[int, int]) -> Iterator[Step]:
    """The steps that are no other patient's by name; one without a way takes that of the one it is listed with."""
    index, count = share
    before: Step | None = None
    for one in steps:
        named = whose(reading, one.one, count)
        listed = named and not one.way and before and _together(reading, before, one)
        told = one._replace(way=before.way) if listed and before else one
        before = told if named else before
        if named in (0, index):
            yield told


def _together(reading: Reading, first: Step, second: Step) -> bool:
    return reading.sentence_at(first.begin) == reading.sentence_at(second.begin)


def dealt(reading: Reading, chosen: Step, steps: Sequence[Step], share: tuple[int, int]) -> Step | None:
    """The patient's own figure of the list that a step stands in, None where the list leaves that open."""
    listed = [one for one in steps if one.begin == chosen.begin]
    index, count = share
    if count == 1 or len(listed) == 1:
        return chosen
    if len(listed) == count:
        return listed[index - 1]
    order = _order(reading, chosen)
    if not order and index <= len(listed) == 2 and _BOTH.search(reading, _clause(reading, chosen), chosen.begin):
        return listed[index - 1]
    return listed[order.index(index)] if len(order) == len(listed) and index in order else None


_BOTH = Phrase(r"\bboth\b")
"""Of a larger series two are told of one by one."""


def _order(reading: Reading, chosen: Step) -> list[int]:
    """The numbers of the patients that are named before a list, in its order."""
    found = _WHO.finditer(reading, max(_clause(reading, chosen), chosen.begin - 300), chosen.begin)
    return [ordinal(one["nth"]) if one["nth"] else int(one["n"]) for one in found]


def _clause(reading: Reading, one: Step) -> int:
    """Where the part of the sentence begins that a step stands in."""
    start = reading.sentence_at(one.begin).start
    return max(start, reading.text.rfind(";", start, one.begin) + 1)
