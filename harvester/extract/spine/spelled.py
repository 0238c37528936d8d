"""Levels in words: `the fourth and fifth thoracic vertebrae`, `lumbar-4`, `Th-VII`, the atlas, the axis, the coccyx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..text.numbers import ORDINAL, ordinal
from ..text.phrases import Phrase
from ..text.reading import Reading
from .lookalikes import other_code
from .vertebrae import PLACES, REGION_LETTER, Level, Part, is_between, items

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


def ordinals(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """`the fourth and fifth thoracic`."""
    for found in _ORDINALS.finditer(reading, start, end):
        parts, join = [], ","
        for one in _EACH.finditer(found["list"]):
            if one["range"]:
                join = "to"
            elif found["region"] == "coccygeal":
                parts.append(Part(",", "Co", found.start(), found.end()))
            else:
                parts.append(Part(join, f"{_letter(found)}{ordinal(one['o'])}", found.start(), found.end()))
                join = ","
        counts = int(parts[0].name[1:] or 9) <= 3 and len(parts) == 1 if parts[0].name != "Co" else False
        if all(one.name in PLACES for one in parts) and not (counts and _COUNTS.match(reading, found.end(), end)):
            yield Level(found.start(), found.end(), items(parts, between=is_between(reading, start, found.start())))


def _letter(found: re.Match[str]) -> str:
    return REGION_LETTER[found["region"][0]]


_NUMBERED = Phrase(
    rf"\b{_REGION}[\s-]+(?:spin(?:e|al)\s+)?(?:vertebra[el]?\s+|levels?\s+|segments?\s+)?(?:bod(?:y"
    rf"|ies)\s+)?(?:no\.?\s*|number\s+)?"
    r"(?P<n>\d{1,2})(?:th|st|nd|rd)?(?P<more>(?:\s*(?:-|–|to|through|and|,|/|&)\s*\d{1,2})*)"
    r"(?!\w|\.\d|\s*(?:-\s*)?(?:cm|mm|x\b|×|%|months?|years?|days?|weeks?|patients?|cases?|lymph|node|of\b"
    r"|lesions\b|metastases\b))"
)


def numbered(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """`lumbar-4`, `thoracic vertebrae 7 and 8`."""
    for found in _NUMBERED.finditer(reading, start, end):
        if found["region"] == "coccygeal":
            continue
        letter = _letter(found)
        parts = [Part("", f"{letter}{int(found['n'])}", found.start(), found.end())]
        for one in re.finditer(r"(?P<join>-|–|to|through|and|,|/|&)\s*(?P<n>\d+)", found["more"]):
            parts.append(Part(one["join"], f"{letter}{int(one['n'])}", found.start(), found.end()))
        if all(one.name in PLACES for one in parts):
            yield Level(found.start(), found.end(), items(parts, between=is_between(reading, start, found.start())))


_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_N = r"(?:VIII|VII|VI|V|IV|IX|XII|XI|X|III|II|I)\b"
ROMAN = re.compile(
    rf"(?P<letter>[CDLST](?<!\w.)h?)[- ]?(?:(?<=h)|(?<=[- ]))(?P<n>{_ROMAN_N})(?:(?P<join>\s?[-–/,]\s?|\s(?:and|to)\s)"
    rf"(?:[CDLST]h?[- ]?)?(?P<n2>{_ROMAN_N}))?"
)
_ROMAN_NEAR = 45


def romans(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """`Th-VII`, `L-III and L-IV`, `D XI-XII` as older reports have it, near a word of the spine only."""
    for found in ROMAN.finditer(reading.text, start, end):
        before, behind = max(start, found.start() - _ROMAN_NEAR), min(end, found.end() + _ROMAN_NEAR)
        if not (reading.has("level word", before, found.start()) or reading.has("level word", found.end(), behind)):
            continue
        letter = REGION_LETTER[found["letter"][0].lower()]
        parts = [Part("", f"{letter}{_ROMANS.index(found['n']) + 1}", found.start(), found.end())]
        if found["n2"]:
            name = f"{letter}{_ROMANS.index(found['n2']) + 1}"
            parts.append(Part(found["join"].strip(), name, found.start(), found.end()))
        if all(one.name in PLACES for one in parts) and not other_code(reading, found.start(), found.end()):
            yield Level(found.start(), found.end(), items(parts, between=is_between(reading, start, found.start())))


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
_AROUND = 150
"""How far beyond its sentence a word of the neck may stand that makes an axis a vertebra."""
_NECK = Phrase(
    r"\b(?:vertebra\w*|cervical|neck|odontoid|c-?[1-7]|occip\w+|spin(?:e|al)|atlas|dens|atlanto\w+|pedicle|lamina\w*|spinous)\b"
)


def named(reading: Reading, start: int, end: int) -> Iterator[Level]:
    """Vertebrae with names of their own; the axis only where the text speaks of the spine, the atlas not as a book."""
    for found in _NAMES.finditer(reading, start, end):
        group = next(key for key, value in found.groupdict().items() if value)
        begun, stop = found.span(group)
        name = {"c1": "C1", "c2": "C2", "co": "Co"}[group[:2]]
        axis = group in ("c2", "c2b")
        if axis and (
            _ALONG.search(reading.low, max(start, begun - 25), begun)
            or not _NECK.search(reading, max(0, start - _AROUND), end + _AROUND)
        ):
            continue
        if group == "c1b" and "axis" in found.group():
            yield Level(begun, found.end(), (("C1",), ("C2",)))
        else:
            yield Level(begun, stop, ((name,),))
