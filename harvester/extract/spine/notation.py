"""How levels are written: `C6-T2`, `Th10-12`, `L-4`, `T9, T10, and T11`, `the fourth and fifth thoracic vertebrae`.

This room only reads the notation; whose level it is `roles` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..text.numbers import ORDINAL, ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence, remembered
from .lookalikes import before_images, magnetic, other_code

ORDER = (
    *(f"C{n}" for n in range(1, 8)),
    *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 6)),
    "Co",
)
"""The vertebrae from the top down."""

_PLACES = {name: at for at, name in enumerate(("C0", *ORDER))}
"""Where each stands; C0 is the occiput, which is no vertebra but may begin a range."""


class Level(NamedTuple):
    """A place in the text that names levels; `items` are those of each member of a list, `T5-T6` being one member."""

    start: int
    end: int
    items: tuple[tuple[str, ...], ...]
    doubtful: bool = False
    """Whether it is the level of a treatment, which is the tumour's where no other is told."""

    @property
    def names(self) -> tuple[str, ...]:
        """The levels as they are named."""
        return tuple(name for item in self.items for name in item)


def spoken_of(reading: Reading) -> list[Sentence]:
    """The sentences that may name a level."""
    places = [found.start() for found in _FIRST.finditer(reading.text)]
    places += [one.start for one in reading.mentions("spelled")]
    places += [found.start() for found in _ROMAN.finditer(reading.text)]
    return sorted({reading.sentence_at(place) for place in places})


def notations(reading: Reading, start: int, end: int) -> list[Level]:
    """Every level that a part of the text names, in reading order, ranges of two notations made one."""
    found = [*_chains(reading, start, end)]
    if reading.has("spelled", start, end):
        found = sorted([*found, *_ordinals(reading, start, end), *_numbered(reading, start, end)])
        found = sorted([*found, *_words(reading, start, end)])
    if roman := [*_romans(reading, start, end)]:
        found = sorted([*found, *roman])
    return [_from_the_head(reading, start, one) for one in _joined(reading.text, found)]


# -------------------------------------------------------------------------------------------------- letter and number

_LETTER = r"(?:C|T[hH]|T|D|L|S)"
_N = r"(?P<n>1[0-2]|[0-9])(?:th)?(?!\.\d|[*_]|(?![CTLS]\d(?!\w))\w)"
_FIRST = re.compile(rf"(?P<letter>[CDLST](?:(?<![\w/.-].)|(?<=[Mm]id-.))(?:(?<=T)[hH])?)(?:\s?-?|\.\s?){_N}")
"""It begins with a set of letters, by which `re` skips the rest."""
_NOUN = r"(?:\s(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|levels?|bod(?:y|ies)))?"
_JOIN = (
    r"\s?(?P<join>[-–—‐‑−]|/|\+|&|,?\s?\b(?:and(?:/or)?(?:\s+also)?|or|as\s+well\s+as|plus)\b|,"
    r"|,?\s?\b(?:(?:down|up|through)\s+)?to\b(?:\s+the\s+levels?\s+of)?|(?:all\s+the\s+way\s+)?through(?:out)?\b"
    r"|thru\b|till\b|until\b)"
    r"\s?(?:the\s+|vertebra\s+|levels?\s+|mid-)?"
)
_NEXT = re.compile(rf"{_NOUN}{_JOIN}(?P<letter>{_LETTER})(?:\s?-?|\.\s?){_N}|(?P<letter2>{_LETTER})(?P<n2>\d)(?!\w)")
_BARE = re.compile(rf"{_JOIN}{_N}")
_UNIT = r"(?:years?|yrs?|y\b|months?|mo\b|weeks?|days?|hours?|cm|mm|ml|mg|Gy|cGy|fractions?|times?|%|×|x\b)"
_MEASURED = re.compile(rf"(?:\s*(?:-|–|to|and|or|,|x|×)\s*\d+(?:\.\d+)?)*[\s-]*{_UNIT}", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:patients?|cases?|ribs?|other|more|further|additional|of\b|lesions?|metasta\w+|nodules?|lung|liver|men\b"
    r"|women\b|had\b|screws?)",
    re.IGNORECASE,
)
"""What a bare number counts when it is no vertebra: `at C4, 6 years after the craniotomy`."""
_TIGHT = tuple("-–—‐‑−/")
_REGION_LETTER = {"c": "C", "t": "T", "d": "T", "l": "L", "s": "S"}


class _Part(NamedTuple):
    """One level of a chain, with what joins it to the one before."""

    join: str
    name: str
    start: int
    end: int


def _chains(reading: Reading, start: int, end: int) -> Iterator[Level]:
    for run in _runs(reading, start, end):
        told = _vertebral(reading, run)
        if told and not other_code(reading, told[0].start, told[-1].end):
            between = bool(_BETWEEN.search(reading.text, max(start, run[0].start - 40), run[0].start))
            items = _items(told, between=between)
            if any(items):
                yield Level(told[0].start, told[-1].end, items)


def _runs(reading: Reading, start: int, end: int) -> Iterator[tuple[_Part, ...]]:
    """Every level with those that are joined to it."""
    at = start
    while found := _FIRST.search(reading.text, at, end):
        first = _name(found["letter"], found["n"])
        at = found.end()
        if first in _PLACES:
            run = (_Part("", first, found.start(), at), *_rest(reading, first, at, end))
            yield run
            at = run[-1].end


_SEQUENCES = ("T1", "T2")


def _vertebral(reading: Reading, run: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """The parts before the first that is an image sequence, which a list only seems to go on with: `D6-7, T1 low`."""
    if all(one.name in _SEQUENCES for one in run):
        among = _others(reading, reading.sentence_at(run[0].start))
        return () if magnetic(reading, run[0].start, run[-1].end, among=among) else run
    cut = (at for at, one in enumerate(run) if one.name in _SEQUENCES and before_images(reading, one.start, one.end))
    return run[: next(cut, len(run))]


@remembered
def _others(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence names a level that is no T1 or T2."""
    found = (_name(one["letter"], one["n"]) for one in _FIRST.finditer(reading.text, sentence.start, sentence.end))
    return any(name in _PLACES and name not in _SEQUENCES for name in found)


_BETWEEN = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:levels?\s+(?:of\s+)?|vertebra[el]?\s+|bodies\s+of\s+)?$", re.IGNORECASE
)


def _rest(reading: Reading, last: str, at: int, end: int) -> Iterator[_Part]:
    """The levels that are joined to the first one."""
    text = reading.text
    while found := _NEXT.match(text, at, end) or _BARE.match(text, at, end):
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
        if name not in _PLACES or name == last:
            return
        yield _Part(join, name, begun, found.end())
        last, at = name, found.end()


def _name(letter: str, number: str) -> str:
    return f"{_REGION_LETTER[letter[0].lower()]}{int(number)}"


_LOWEST = {"C": 7, "T": 12, "L": 5, "S": 5}


def _bare_name(last: str, number: int) -> str:
    """`T10-12`, and `L5-1` across two regions; a smaller number elsewhere counts something else."""
    letter, above = last[0], int(last[1:])
    if number > above:
        return f"{letter}{number}"
    if number == 1 and above == _LOWEST[letter] and letter != "S":
        return {"C": "T1", "T": "L1", "L": "S1"}[letter]
    return ""


def _items(parts: Sequence[_Part], *, between: bool) -> tuple[tuple[str, ...], ...]:
    """`C6-T2` -> C6 C7 T1 T2 as one, `T3, 5 and 7` -> T3, T5, T7."""
    items: list[list[str]] = []
    for number, part in enumerate(parts):
        if items and (_is_range(part.join) or (between and number == 1)):
            items[-1] += _span(parts[number - 1].name, part.name)[1:]
        elif items and part.join == "/":
            items[-1].append(part.name)
        else:
            items.append([part.name])
    return tuple(tuple(name for name in item if name != "C0") for item in items)


def _is_range(join: str) -> bool:
    return bool(re.match(r"[-–—‐‑−]|to\b|down|up|through|all|thru|till|until", join))


def _span(one: str, other: str) -> list[str]:
    """The levels from one to another, from the top down."""
    top, bottom = sorted((_PLACES[one], _PLACES[other]))
    found = ["C0", *ORDER][top : bottom + 1]
    return found if found[0] == one else found[::-1]


# ---------------------------------------------------------------------------------------------------------- in words

_REGION = r"(?P<region>cervical|thoracic|dorsal|lumbar|sacral|coccygeal)"
_LINK = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|through|until)\s+|\s?[-–/&]\s?)(?:the\s+)?"
_ORDINALS = Phrase(
    rf"\b(?P<list>{ORDINAL}(?:{_LINK}{ORDINAL}){{0,6}})[\s-]+(?:(?P<between>and)\s+)?(?:vertebra[el]?\s+)?{_REGION}\b"
    r"(?!\s+(?:punct|surg|lymph|node|operat|procedure|laminect|fusion|case|report|artery|drain|patient|admiss"
    r"|block|\w+ectomy|disc\b|disk\b))"
)
_EACH = re.compile(rf"(?P<o>{ORDINAL})|(?P<range>\bto\b|through|until|-|–)", re.IGNORECASE)
_COUNTS = Phrase(r"\s+(?:spin\w+\s+|vertebral\s+)?(?:metast|lesion|tumou?r|mass|recurr|relapse|nodul|deposit)")
"""Behind `the second lumbar`, words that may make it the second one and not that of L2."""


def _ordinals(reading: Reading, start: int, end: int) -> Iterator[Level]:
    for found in _ORDINALS.finditer(reading, start, end):
        parts, join = [], ","
        for one in _EACH.finditer(found["list"]):
            if one["range"]:
                join = "to"
            elif found["region"] == "coccygeal":
                parts.append(_Part(",", "Co", found.start(), found.end()))
            else:
                parts.append(_Part(join, f"{_letter(found)}{ordinal(one['o'])}", found.start(), found.end()))
                join = ","
        counts = int(parts[0].name[1:] or 9) <= 3 and len(parts) == 1 if parts[0].name != "Co" else False
        if all(one.name in _PLACES for one in parts) and not (counts and _COUNTS.match(reading, found.end(), end)):
            yield Level(found.start(), found.end(), _items(parts, between=_between(reading, start, found)))


def _letter(found: re.Match[str]) -> str:
    return _REGION_LETTER[found["region"][0]]


def _between(reading: Reading, start: int, found: re.Match[str]) -> bool:
    return bool(_BETWEEN.search(reading.text, max(start, found.start() - 40), found.start()))


_NUMBERED = Phrase(
    rf"\b{_REGION}[\s-]+(?:spin(?:e|al)\s+)?(?:vertebra[el]?\s+|levels?\s+|segments?\s+)?(?:bod(?:y"
    rf"|ies)\s+)?(?:no\.?\s*|number\s+)?"
    r"(?P<n>\d{1,2})(?:th|st|nd|rd)?(?P<more>(?:\s*(?:-|–|to|through|and|,|/|&)\s*\d{1,2})*)"
    r"(?!\w|\.\d|\s*(?:-\s*)?(?:cm|mm|x\b|×|%|months?|years?|days?|weeks?|patients?|cases?|lymph|node|of\b"
    r"|lesions\b|metastases\b))"
)


def _numbered(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """`lumbar-4`, `thoracic vertebrae 7 and 8`."""
    for found in _NUMBERED.finditer(reading, start, end):
        if found["region"] == "coccygeal":
            continue
        letter = _letter(found)
        parts = [_Part("", f"{letter}{int(found['n'])}", found.start(), found.end())]
        for one in re.finditer(r"(?P<join>-|–|to|through|and|,|/|&)\s*(?P<n>\d+)", found["more"]):
            parts.append(_Part(one["join"], f"{letter}{int(one['n'])}", found.start(), found.end()))
        if all(one.name in _PLACES for one in parts):
            yield Level(found.start(), found.end(), _items(parts, between=_between(reading, start, found)))


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_N = r"(?:VIII|VII|VI|V|IV|IX|XII|XI|X|III|II|I)\b"
_ROMAN = re.compile(
    rf"(?P<letter>[CDLST](?<!\w.)h?)[- ]?(?:(?<=h)|(?<=[- ]))(?P<n>{_ROMAN_N})(?:(?P<join>\s?[-–/,]\s?|\s(?:and|to)\s)"
    rf"(?:[CDLST]h?[- ]?)?(?P<n2>{_ROMAN_N}))?"
)
_ROMAN_NEAR = 45


def _romans(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """`Th-VII`, `L-III and L-IV`, `D XI-XII` as older reports have it, near a word of the spine only."""
    for found in _ROMAN.finditer(reading.text, start, end):
        before, behind = max(start, found.start() - _ROMAN_NEAR), min(end, found.end() + _ROMAN_NEAR)
        if not (reading.has("level word", before, found.start()) or reading.has("level word", found.end(), behind)):
            continue
        letter = _REGION_LETTER[found["letter"][0].lower()]
        parts = [_Part("", f"{letter}{_ROMANS.index(found['n']) + 1}", found.start(), found.end())]
        if found["n2"]:
            name = f"{letter}{_ROMANS.index(found['n2']) + 1}"
            parts.append(_Part(found["join"].strip(), name, found.start(), found.end()))
        if all(one.name in _PLACES for one in parts) and not other_code(reading, found.start(), found.end()):
            yield Level(found.start(), found.end(), _items(parts, between=_between(reading, start, found)))


_AXIS = (
    r"(?:(?:of|in|to|at|involving|affecting|destroying|from|and|or|the)\s+(?:the\s+)?"
    r"|\batlas\s?[-/–]\s?)(?P<c2>axis)\b"
    r"(?!\s+(?:of\b|deviat|was\s+irrad|irrad|imag|\w*\s*screen))"
    r"|\b(?P<c2b>axis)\s+(?:vertebra|body|metasta|lesion|tumou?r|mass\b|fracture|destruction|\(c-?2\))"
)
_ATLAS = (
    r"\b(?:mass(?:es)?|arch(?:es)?|vertebra|bod(?:y|ies)|metastas[ie]s|lesion|tumou?r|destruction|fracture"
    r"|involvement|erosion|lysis)"
    r"\s+(?:of|in|to|at)\s+(?:the\s+)?(?P<c1>atlas)\b(?!-|\s+(?:of|based))"
    r"|\b(?P<c1b>atlas)(?:\s+(?:metasta|lesion|vertebra|fracture|tumou?r|\(c-?1\))|(?:\s+and\s+(?:the\s+)?"
    r"|\s?[-/]\s?)axis\b)"
)
_NAMES = Phrase(
    rf"{_AXIS}|{_ATLAS}|\b(?P<c2c>odontoid|dens)\b(?!\s+(?:canadensis|in\s+dente))|\b(?P<co>coccyx|coccygeal)\b"
)
_ALONG = re.compile(
    r"\b(?:along|around|about|on|parallel\s+to|(?:whole|entire|spinal|neur\w*|long|central)\s+\w*)\s*(?:the\s+)?$"
)
_NECK = Phrase(
    r"\b(?:vertebra\w*|cervical|neck|odontoid|c-?[12]|spin(?:e|al)|atlas|dens|atlanto\w+|pedicle|lamina\w*|spinous)\b"
)


def _words(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """Vertebrae with names of their own; the axis only where the text speaks of the spine, the atlas not as a book."""
    for found in _NAMES.finditer(reading, start, end):
        group = next(key for key, value in found.groupdict().items() if value)
        begun, stop = found.span(group)
        name = {"c1": "C1", "c2": "C2", "co": "Co"}[group[:2]]
        axis = group in ("c2", "c2b")
        if axis and (
            _ALONG.search(reading.low, max(start, begun - 25), begun) or not _NECK.search(reading, start, end)
        ):
            continue
        if group == "c1b" and "axis" in found.group():
            yield Level(begun, found.end(), (("C1",), ("C2",)))
        else:
            yield Level(begun, stop, ((name,),))


# ------------------------------------------------------------------------------------------------------- put together

_TO = re.compile(
    r"\s*(?:vertebra[el]?|vertebral\s+bod(?:y|ies)|bod(?:y|ies)|levels?|segments?)?\s*"
    r"(?P<to>(?:(?:down|up|through)\s+)?to\b|through\b|-|–)?\s*(?:and\s+)?(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?"
    r"(?:(?:(?:upper|lower|superior|inferior|top|bottom|cranial|caudal|mid(?:dle)?)[\s-]*)?(?:borders?|aspects?|end-?plates?|parts?|portions?"
    r"|half|third|margins?|edges?|surface|pole|limits?|segments?|bod(?:y|ies)|top|bottom|level)?\s*(?:of\s+)?(?:the\s+)?)?",
    re.IGNORECASE,
)


def _joined(text: str, found: list[Level]) -> Iterator[Level]:
    """`the tenth thoracic to the second lumbar vertebra` as one range; a notation inside another is dropped."""
    last: Level | None = None
    for one in found:
        if last is not None and one.start < last.end:
            continue
        glue = _TO.fullmatch(text, last.end, one.start) if last is not None else None
        if last is not None and glue and glue["to"] and one.start - last.end < 60:
            run = _span(last.names[-1], one.names[0])
            last = Level(
                last.start, one.end, (*last.items[:-1], (*last.items[-1][:-1], *run, *one.items[0][1:]), *one.items[1:])
            )
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


_HEAD = re.compile(
    r"(?:\bfrom\s+(?:the\s+)?|(?=\w+\s?[-–]))(?:foramen\s+magnum|occiput|clivus|skull\s+base"
    r"|base\s+of\s+the\s+skull|medulla(?:\s+oblongata)?|obex|brain\s?stem"
    r"|C0|cr?[a-z]+\s+junction|medullary\s+junction)\s*(?:(?:down\s+)?to|through|until|-"
    r"|–)\s*(?:the\s+)?(?:levels?\s+of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def _from_the_head(reading: Reading, start: int, level: Level) -> Level:
    """`from the foramen magnum to C3` begins with C1."""
    first = level.items[0]
    if first and first[0] in ORDER[1:12] and _HEAD.search(reading.text, max(start, level.start - 60), level.start):
        return level._replace(items=((*_span("C1", first[0])[:-1], *first), *level.items[1:]))
    return level
