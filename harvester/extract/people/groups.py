"""What a report says of all its patients at once: the sentences that count them, and "each patient had …"."""

from __future__ import annotations

import re
from itertools import pairwise

from ..text.numbers import COUNT, number
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, Sentence
from .patients import People
from .shares import CLAUSE


def mixed(reading: Reading, people: People) -> bool:
    """Whether a series holds several kinds of tumour, and its title does not name only one that the query asks for."""
    others = {one.name for start, end in people.own for one in reading.mentions("other_diagnosis", start, end)}
    titles = [one for one in reading.sentences if one.title]
    if len(others) <= 1 and not (others and _kinds_counted(reading, people)):
        return False
    named = any(reading.has("diagnosis", one.start, one.end) for one in titles)
    return not named or (any(reading.has("other_diagnosis", one.start, one.end) for one in titles) and _several(people))


_SO_MANY = Phrase(rf"\s*(?:\(|\[|,|:|in)?\s*(?:n\s*=\s*)?(?P<n>{COUNT})\b(?!\s*(?:%|years?|months?|[.-]\d))")


def _kinds_counted(reading: Reading, people: People) -> bool:
    """`renal cell carcinoma 17, hemangiopericytoma 2`: so many patients of the series have the tumour asked for."""
    size = int(people.size.value) if people.size else 0  # type: ignore[arg-type]
    for start, end in people.own:
        for one in reading.mentions("diagnosis", start, end):
            found = _SO_MANY.match(reading, one.end, end)
            if found and 0 < number(found["n"]) < size and reading.has("other_diagnosis", start, end):
                return True
    return False


def _several(people: People) -> bool:
    """Whether the patients are more than are told of one by one."""
    return people.size is not None and int(people.size.value) > max(1, sum(bool(one.pieces) for one in people.persons))  # type: ignore[arg-type]


def about(reading: Reading, people: People) -> Pieces:
    """The sentences that say what a series is of: its title, and those that count its patients."""
    counted = [reading.sentence_at(start) for start, _ in people.size.places] if people.size else []
    counted += [one.sentence for one in people.told if one.voice == "own" and _counts(reading, one.sentence, people)]
    return tuple((one.start, one.end) for one in reading.sentences if one.title or one in counted)


_EACH_OF_THEM = Phrase(
    r"\b(?:(?:in\s+)?(?:all|each|every)\s+(?:of\s+)?(?:the\s+|these\s+|our\s+|them\b|\w+\s+){0,2}?(?:patients?|cases?|instances?|of\s+them|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b|both\s+(?:of\s+them\b|patients|cases)|(?:in\s+)?either\s+(?:of\s+them|patient|case)|(?:none|neither)\s+of\s+(?:them|the\s+patients)|no\s+patient\b"
    r"|in\s+any\s+(?:patient|case|of\s+(?:them|the\s+(?:\w+\s+)?(?:patients|cases)))\b"
    r"|all\s+(?:\w+\s+)?(?:tumou?rs|lesions|metastases)\s+were"
    r"|none\s+(?:had|was|were|of|developed|experienced|received|underwent)|all\s+(?:had|were|underwent|presented|received|suffered|complained|developed|showed|experienced))\b"
    r"(?!\s+(?:with|who|whose|but)\b)"
    r"|\b(?:in|by|to|for)\s+(?:all|both|each|every\s+(?:instance|one))(?=\s*(?:[.;,)]|$|\s(?:and|after|before|with|at)\b))(?!,?\s+but)"
)


def said_of_all(reading: Reading, people: People) -> Pieces:
    """The clauses that say of each patient what they say."""
    found: list[tuple[int, int]] = []
    for one in people.told:
        start, end = one.sentence.start, one.sentence.end
        if one.voice != "own" or one.sentence.title:
            continue
        found += _treated(reading, start, end, people)
        if not _EACH_OF_THEM.search(reading, start, end):
            continue
        cuts = [start, *(cut.start() for cut in CLAUSE.finditer(reading, start + 1, end)), end]
        found += [(a, b) for a, b in pairwise(cuts) if _EACH_OF_THEM.search(reading, a, b)]
    return tuple(found)


_TREATED = Phrase(
    rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?\b(?:patients|cases)(?:\s+(?:[\w-]+\s+){{0,8}}?)?,?\s*(?:who\s+)?(?:were\s+|was\s+|had\s+been\s+)?(?:all\s+)?"
    r"(?:treated|managed|undergoing|underwent|receiving|received|operated\s+on)\s+(?P<how>(?!(?:at|in|between|from|for|over|elsewhere|here)\b)[^.;]{3,120})"
)
_EITHER = re.compile(r"\b(?:or|either|various|different|and/or|respectively|combinations?)\b")


def _treated(reading: Reading, start: int, end: int, people: People) -> list[tuple[int, int]]:
    """`We describe three patients treated with pazopanib`: what the sentence that counts them says of all."""
    found = _TREATED.search(reading, start, end)
    if not found or not people.size or number(found["n"]) != people.size.value or _EITHER.search(found["how"]):
        return []
    return [found.span()]


_ALL_OF_THEM = Phrase(rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?\b(?:patients|cases)\b")


def _counts(reading: Reading, sentence: Sentence, people: People) -> bool:
    """Whether a sentence names the number of all the report's patients."""
    found = _ALL_OF_THEM.search(reading, sentence.start, sentence.end)
    return bool(found and people.size and number(found["n"]) == people.size.value)
