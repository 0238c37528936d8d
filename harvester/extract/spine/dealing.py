"""Which of the levels listed for several patients are those of one: by `respectively`, or by `T5 in patient 2`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from ..text.numbers import ordinal
from ..text.phrases import Phrase
from ..text.reading import Pieces, Reading, Sentence, remembered
from .notation import Level

Read = Callable[[Reading, int, int], list[Level]]

_OWNER = Phrase(
    r"(?:\b(?:in|for|of)\s+|\(\s*)(?:the\s+)?(?:(?:patient|case)\s+(?:no\.?\s*|#\s*)?(?P<n>\d)\b"
    r"|(?P<o>first|second|third|fourth|fifth|sixth)(?:\s+(?:patient|case|one|woman|man))?\b)"
)


OPENING = 12
"""An owner so near the beginning of a sentence comes before what is his: `In the first patient T5 was involved`."""


def dealt(reading: Reading, start: int, end: int, share: tuple[int, int], read: Read) -> list[Level]:
    """The levels of a part of the text that are the patient's whose share it is."""
    index, count = share
    if count == 1:
        return read(reading, start, end)
    sentence = reading.sentence_at(start)
    if end <= sentence.end and (in_turn := _behind_ages(reading, sentence, count, read)):
        return [in_turn[index - 1]]
    owned = _owned(reading, sentence.start, sentence.end, read) if end <= sentence.end else None
    if owned is not None:
        return [one for one, owner in owned if owner == index]
    found = read(reading, start, end)
    if count == 2 and len(found) == 2 and _THE_OTHER.search(reading, found[0].end, found[1].start):
        return [found[index - 1]] if _ONE.search(reading, start, found[0].start) else found
    if reading.has("respectively", start, end):
        return _by_order(found, index, count)
    return _of_several(found, index, count) if (start, end) in reading.shared and not sentence.title else found


@remembered
def _owned(reading: Reading, start: int, end: int, read: Read) -> tuple[tuple[Level, int], ...] | None:
    """The levels of a sentence with the numbers of those whose they are; None where they do not stand before these."""
    owners = list(_OWNER.finditer(reading, start, end))
    whole = [one for one in read(reading, start, end) if one.end <= owners[-1].start()] if len(owners) > 1 else []
    if not whole:
        return None
    behind = [one for one in owners if one.start() > whole[0].end]
    before = [one for one in owners if one.end() <= whole[0].start]
    opened = bool(before) and (before[-1]["n"] or before[-1].start() - start < OPENING)
    owners = behind if len(behind) == len(whole) and not opened else owners
    if whole[0].start > owners[0].start():
        return None
    # A level before every owner: each is told behind what is his.
    starts = [one.start() for one in owners]
    return tuple((one, _number(owners[bisect_left(starts, one.end)])) for one in whole)


_AGES_THEN = Phrase(
    r"\b\d{1,2}\s*(?:\([^()]{1,12}\)\s*)?,?\s*(?:and|&)\s+\d{1,2}\s*(?:\([^()]{1,12}\)\s*)?[\s-]*(?:years?|yrs?)(?:[\s-]+(?:old|of\s+age))?\b"
    r"(?:,?\s+(?:and|with|had|who|whose|presented|underwent|surgery|treatment|operation|for|of|at|the|spinal|vertebral|epidural|intradural|extradural)){1,6}\s+"
    r"(?:tumou?rs|lesions|metastases|masses|deposits)\s+(?:(?:were|was|located|at|in|of|involving|the|levels)\s+){1,4}$"
)
"""Before a list of levels, the ages of all: `aged 34, 48 and 59 years with metastases at`."""


def _behind_ages(reading: Reading, sentence: Sentence, count: int, read: Read) -> list[Level]:
    """The levels of a list behind the ages of all patients, one a patient."""
    if not _AGES_THEN.may_stand(reading, sentence.start, sentence.end):
        return []
    found = read(reading, sentence.start, sentence.end)
    items = [one._replace(items=(item,)) for one in found for item in one.items]
    if len(items) != count or not _AGES_THEN.search(reading, sentence.start, found[0].start):
        return []
    return items


def _of_several(found: list[Level], index: int, count: int) -> list[Level]:
    """The levels that a sentence on all patients lists are theirs in their order; of another number nobody knows."""
    items = sum(len(one.items) for one in found)
    return found if items <= 1 else _by_order(found, index, count) if items == count else []


_ONE = Phrase(r"\bone\b")
_THE_OTHER = Phrase(r"\b(?:and|,)\s+(?:at\s+|in\s+)?the\s+(?:other|second)\b")


def _number(found: re.Match[str]) -> int:
    number, word = found["n"], found["o"]
    return int(number) if number else ordinal(word)


def _by_order(found: list[Level], index: int, count: int) -> list[Level]:
    """Of a list with `respectively` the own item."""
    items = [(one, item) for one in found for item in one.items]
    if len(items) != count:
        return found
    one, item = items[index - 1]
    return [one._replace(items=(item,))]


_LESIONS_WERE = Phrase(
    r"\b(?:lesions?|tumou?rs?|metastas[ie]s|levels?|locations?|sites?|deposits|localizations?|localisations?|segments?"
    r"|masses|disease)\b(?:\s+[\w-]+){0,4}\s*(?:\b(?:were|was|included|comprised|lay|affected|involved|at|in)\b|:)"
)


def listed(reading: Reading, pieces: Pieces, count: int, read: Read) -> list[Level]:
    """The items of a list that names as many levels as there are patients."""
    for start, end in pieces:
        found = [one._replace(items=(item,)) for one in read(reading, start, end) for item in one.items]
        if len(found) == count and not found[0].doubtful:
            said = _LESIONS_WERE.search(reading, start, found[0].start)
            if said and not _MORE_THAN_ONE.search(reading, start, end):
                return found
    return []


_MORE_THAN_ONE = Phrase(
    r"\b(?:multiple|several)\s+(?:\w+\s+)?(?:levels|lesions)|\bin\s+(?:\w+|\d+)\s+(?:patients|cases)\b"
)
