"""What is written of levels in a part of a text; this room only reads the notation, whose level it is `roles` tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.reading import Reading, Sentence
from .chains import FIRST, chains
from .spelled import ROMAN, named, numbered, ordinals, romans
from .vertebrae import ORDER, Level, is_between, span

__all__ = ["ORDER", "Level", "notations", "spoken_of"]


def spoken_of(reading: Reading) -> list[Sentence]:
    """The sentences that may name a level."""
    places = [found.start() for found in FIRST.finditer(reading.text)]
    places += [one.start for one in reading.mentions("spelled")]
    places += [found.start() for found in ROMAN.finditer(reading.text)]
    return sorted({reading.sentence_at(place) for place in places})


def notations(reading: Reading, start: int, end: int) -> list[Level]:
    """Every level that a part of the text names, in reading order, ranges of two notations made one."""
    found = [*chains(reading, start, end)]
    if reading.has("spelled", start, end):
        found = sorted([*found, *ordinals(reading, start, end), *numbered(reading, start, end)])
        found = sorted([*found, *named(reading, start, end)])
    if roman := [*romans(reading, start, end)]:
        found = sorted([*found, *roman])
    return [_from_the_head(reading, start, one) for one in _joined(reading, start, found)]


_TO = re.compile(
    r"\s*(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?|segments?"
    r"|dis[ck](?:\s+(?:space|level))?|inter-?space)?\s*"
    r"(?P<to>and\b|(?:(?:down|up|through)\s+)?to\b|through\b|as\s+far\s+(?:down\s+|up\s+)?as\b|-|–)?\s*(?:and\s+including\s+)?(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?"
    r"(?:(?:(?:upper|lower|superior|inferior|top|bottom|cranial|caudal|mid(?:dle)?)[\s-]*)?(?:borders?|aspects?|end-?plates?|parts?|portions?"
    r"|half|third|margins?|edges?|surface|pole|limits?|segments?|bod(?:y|ies)|top|bottom|level)?\s*(?:of\s+)?(?:the\s+)?)?",
    re.IGNORECASE,
)


def _joined(reading: Reading, start: int, found: list[Level]) -> Iterator[Level]:
    """`the tenth thoracic to the second lumbar vertebra` as one range; a notation inside another is dropped."""
    last: Level | None = None
    for one in found:
        if last is not None and one.start < last.end:
            continue
        if last is not None and one.start - last.end < 60 and _to(reading, start, last, one.start):
            run = span(last.names[-1], one.names[0])
            last = Level(
                last.start, one.end, (*last.items[:-1], (*last.items[-1][:-1], *run, *one.items[0][1:]), *one.items[1:])
            )
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _to(reading: Reading, start: int, last: Level, at: int) -> bool:
    """Whether a level ends the range that the one before begins: `to the`, or `and the` behind `between`."""
    glue = _TO.fullmatch(reading.text, last.end, at)
    if glue is None or not glue["to"]:
        return False
    return glue["to"] != "and" or is_between(reading, start, last.start)


_HEAD = re.compile(
    r"(?:\b(?:from|at|between|involving|in)\s+(?:the\s+)?|(?=\w+\s?[-–]))(?:foramen\s+magnum|occiput|clivus|skull\s+base"
    r"|base\s+of\s+the\s+skull|medulla(?:\s+oblongata)?|obex|brain\s?stem"
    r"|C0|cr?[a-z]+\s+junction|medullary\s+junction)\s*(?:(?:down\s+)?to|through|until|-"
    r"|–)\s*(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def _from_the_head(reading: Reading, start: int, level: Level) -> Level:
    """`from the foramen magnum to C3` begins with C1."""
    first = level.items[0]
    if first and first[0] in ORDER[1:12] and _HEAD.search(reading.text, max(start, level.start - 60), level.start):
        return level._replace(items=((*span("C1", first[0])[:-1], *first), *level.items[1:]))
    return level
