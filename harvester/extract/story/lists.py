"""Figures listed for several patients: `8 and 4 years, respectively`, `the second and third at 64 and 35 months`."""

from __future__ import annotations

from collections.abc import Sequence

from ..text.numbers import ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading
from .steps import Step

_WHO = Phrase(
    r"\b(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?!\s+(?:surger|operat|resect|lumbar|thoracic|cervical|sacral"
    r"|vertebra|metasta|spinal|craniotom|recurren))|(?:patients?|cases?|nos?\.|and|,)\s+(?P<n>\d{1,2})(?=\s*(?:,|and\b|were\b|are\b|was\b|is\b|had\b)))"
)


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
