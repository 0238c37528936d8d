"""Levels of a letter and a number: `C6-T2`, `Th10-12`, `L-4`, `T9, T10, and T11`, `L5/S1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.reading import Reading, Sentence, remembered
from .lookalikes import before_images, magnetic, other_code
from .vertebrae import PLACES, REGION_LETTER, Level, Part, is_between, items

_LETTER = r"(?:C|T[hH]|T|D|L|S)"
_N = r"(?P<n>1[0-2]|[0-9])(?:th)?(?!\.\d|[*_]|(?![CTLS]\d(?!\w))\w)"
FIRST = re.compile(
    rf"(?P<letter>[CDLST](?:(?<![\w/.-].)|(?<=[Mm]id-.))(?:(?<=T)[hH])?)(?:(?P<sub>\()|\s?-?|\.\s?){_N}(?(sub)\))"
)
"""It begins with a set of letters, by which `re` skips the rest."""
_NOUN = r"(?:\s(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|levels?|bod(?:y|ies)))?"
_JOIN = (
    r"\s?(?P<join>[-–—‐‑−~～∼]|/|\+|&|,?\s?\b(?:and(?:/or)?(?:\s+also)?|or|as\s+well\s+as|plus)\b|,"
    r"|,?\s?\b(?:(?:down|up|through)\s+)?to\b(?:\s+the\s+levels?\s+of)?|(?:all\s+the\s+way\s+|down\s+|up\s+)?through(?:out)?\b"
    r"|thru\b|till\b|until\b|(?:down\s+|up\s+)?as\s+(?:far|low|high)\s+(?:down\s+|up\s+)?as\b)"
    r"\s?(?:the\s+|vertebra\s+|levels?\s+|mid-)?"
)
_NEXT = re.compile(
    rf"{_NOUN}{_JOIN}(?P<letter>{_LETTER})(?:(?P<sub>\()|\s?-?|\.\s?){_N}(?(sub)\))|(?P<letter2>{_LETTER})(?P<n2>\d)(?!\w)"
)
_BARE = re.compile(rf"{_JOIN}{_N}")
_UNIT = r"(?:years?|yrs?|y\b|months?|mo\b|weeks?|days?|hours?|cm|mm|ml|mg|Gy|cGy|fractions?|times?|%|×|x\b)"
_MEASURED = re.compile(rf"(?:\s*(?:-|–|to|and|or|,|x|×)\s*\d+(?:\.\d+)?)*[\s-]*{_UNIT}", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:patients?|cases?|ribs?|other|more|further|additional|of\b|lesions?|metasta\w+|nodules?|lung|liver|men\b"
    r"|women\b|had\b|screws?)",
    re.IGNORECASE,
)
"""What a bare number counts when it is no vertebra: `at C4, 6 years after the craniotomy`."""
ANOTHER = re.compile(
    r"(?:\s*,\s+(?:and\s+)?|\s+and\s+)(?:the|an?)\s+[CDLST]h?-?\d{1,2}(?:-\d{1,2})?\s+"
    r"(?:(?:solitary|symptomatic|vertebral|epidural|spinal|paraspinal|intradural|intramedullary|extradural|metastatic)\s+){0,2}"
    r"(?:vertebra|body|lesion|metastasis|tumou?r|mass)\b"
)
"""Where a list ends and the next subject begins: `screws in T9 and T11, and the T10 vertebra was resected`."""
_TIGHT = tuple("-–—‐‑−~～∼/")


def chains(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """The levels of a letter and a number, each with those that are joined to it."""
    for run in _runs(reading, start, end):
        told = _vertebral(reading, run)
        if told and not other_code(reading, told[0].start, told[-1].end):
            between = is_between(reading, start, run[0].start)
            listed = items(told, between=between)
            if any(listed):
                yield Level(told[0].start, told[-1].end, listed)


def _runs(reading: Reading, start: int, end: int) -> Iterator[tuple[Part, ...]]:
    """Every level with those that are joined to it."""
    at = start
    while found := FIRST.search(reading.text, at, end):
        first = _name(found["letter"], found["n"])
        at = found.end()
        if first in PLACES:
            run = (Part("", first, found.start(), at), *_rest(reading, first, at, end))
            yield run
            at = run[-1].end


_SEQUENCES = ("T1", "T2")


def _vertebral(reading: Reading, run: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts before the first that is an image sequence, which a list only seems to go on with: `D6-7, T1 low`."""
    if all(one.name in _SEQUENCES for one in run):
        among = _others(reading, reading.sentence_at(run[0].start))
        return () if magnetic(reading, run[0].start, run[-1].end, among=among) else run
    cut = (at for at, one in enumerate(run) if one.name in _SEQUENCES and before_images(reading, one.start, one.end))
    return run[: next(cut, len(run))]


@remembered
def _others(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence names a level that is no T1 or T2."""
    found = (_name(one["letter"], one["n"]) for one in FIRST.finditer(reading.text, sentence.start, sentence.end))
    return any(name in PLACES and name not in _SEQUENCES for name in found)


def _rest(reading: Reading, last: str, at: int, end: int) -> Iterator[Part]:
    """The levels that are joined to the first one."""
    text = reading.text
    while (found := _NEXT.match(text, at, end) or _BARE.match(text, at, end)) and not ANOTHER.match(text, at, end):
        group = found.groupdict()
        if group.get("letter2"):
            name, begun, join = _name(group["letter2"], group["n2"]), found.start("letter2"), "/"
        elif group.get("letter"):
            name, begun, join = (
                _name(group["letter"], group["n"]),
                found.start("letter"),
                group["join"].strip(" ,") or ",",
            )
        else:
            name, begun, join = _bare_name(last, int(group["n"])), found.start("n"), group["join"].strip(" ,") or ","
            tight = found["join"].strip() in _TIGHT
            if _MEASURED.match(text, found.end(), end) or (not tight and _COUNTED.match(text, found.end(), end)):
                return
        if name not in PLACES or name == last:
            return
        yield Part(join, name, begun, found.end())
        last, at = name, found.end()


def _name(letter: str, number: str) -> str:
    return f"{REGION_LETTER[letter[0].lower()]}{int(number)}"


_LOWEST = {"C": 7, "T": 12, "L": 5, "S": 5}


def _bare_name(last: str, number: int) -> str:
    """`T10-12`, and `L5-1` across two regions; a smaller number elsewhere counts something else."""
    letter, above = last[0], int(last[1:])
    if number > above:
        return f"{letter}{number}"
    if number == 1 and above == _LOWEST[letter] and letter != "S":
        return {"C": "T1", "T": "L1", "L": "S1"}[letter]
    return ""
