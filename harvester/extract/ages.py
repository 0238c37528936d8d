"""Ages and sexes of the report's own patients, each said of one person; a mean, a range or a bound is no one's.

`introduced` is true where the words bring a person on stage (`a 48-year-old woman`), and false where they only date an
event in a life already told (`at the age of 36`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .assertion import of_family
from .numbers import WRITTEN, number, plain
from .reading import Reading, Sentence
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "sex": {
        "F": terms("Mrs, Ms, woman, women, female, girl, lady, housewife, schoolgirl, gentlewoman"),
        "M": terms("Mr, man, men, male, boy, gentleman, gentlemen, schoolboy"),
    },
    "pronoun": {
        "F": terms("she, her, herself, hers"),
        "M": terms("he, him, his, himself"),
    },
    "age word": {
        "": terms("old, age, aged, ages, year, yr, yo, y o, y/o, yrs"),
    },
}

_N = rf"(?:\d{{1,3}}(?:\.\d)?|{WRITTEN})"
_LIST = rf"(?:{_N}(?:[\s-]*(?:years?|yrs?|months?))?-?\s*(?:,\s*(?:and\s+)?|\s+and\s+|&\s*))"
_BARE_LIST = rf"(?:{_N}\s*(?:,\s*(?:and\s+)?|\s+and\s+|&\s*))"
_NOUN = (
    r"(?:wom[ae]n|m[ae]n|females?|males?|boys?|girls?|lady|ladies|gentlem[ae]n|patients?|child|infant|person|neonate)"
)
_HUMAN = r"(?:[A-Za-zÀ-ÿ-]+\s+){0,3}"
_OLD = re.compile(
    rf"(?<![\w.,/])(?P<before>{_LIST}{{0,6}})(?P<n>{_N})(?:\s?1/2|½)?[\s‐–-]*(?P<u>years?|yrs?\.?|months?|weeks?|days?)"
    rf"(?:[\s,-]*(?:and[\s-]*)?(?P<n2>\d{{1,2}})[\s-]*(?P<u2>months?))?"
    rf"[\s‐–-]*(?:(?P<old>old\b|of\s+age\b)|(?=\s*{_HUMAN}{_NOUN}\b))",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w.])(?P<n>\d{1,3})[\s-]?(?:y/o|yo|y\.\s?o\.?)(?![\w/])", re.IGNORECASE)
_AGED = re.compile(
    rf"\b(?P<word>aged|ages?)\b(?:\s+(?:of|was|were|is))?[\s:,]{{1,2}}(?P<before>{_BARE_LIST}{{0,6}})(?P<n>{_N})\b"
    r"(?!\s*(?:[-–—]|to)\s*\d)(?:[\s-]*(?P<u>years?|yrs?|months?|days?|weeks?)\b)?(?:\s+old\b)?"
    r"(?:\s+and\s+(?P<n2>\d{1,2})\s+(?P<u2>months?|mo)\b)?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?:(?<=\()|(?<![\w/]))(?:(?P<n>\d{2})\s?(?:[/,]\s?(?:y(?:ears?|rs?)?[,\s/]*)?|y(?:ears?"
    r"|rs?)?[,\s/]+)(?P<s>[MF])|(?P<s2>[MF])\s?[/,]\s?(?P<n2>\d{2}))(?![\w/-])"
)
_NO_ONES = re.compile(
    r"(?:\b(?:mean|median|average|range[ds]?|ranging|between|older|younger|over|under|above|below"
    r"|least|than|until|up\s+to"
    r"|peak|patients|adults|men|women|children|those|persons|people|individuals|every|per|decades?|incidence|from)\b"
    r"|[<>≥≤±~])[^.;]{0,24}$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d\s*(?:years?\s*)?(?:[-–—]|to|through)\s*$", re.IGNORECASE)
_THING = re.compile(
    r"[\s-]*(?:history|lesion|tumou?r|mass|scar|fracture|injur|infarct|graft|child\b|daughter|son\b"
    r"|follow|surviv|brother|sister|donor|mother|father|wife|husband)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\bat\s+(?:the\s+|an\s+)?$|\bat\s+(?:the\s+)?age\s+of\s+$|when\s+(?:s?he|the\s+patient)\s+was\s+$|\bage\s+of\s+$",
    re.IGNORECASE,
)
_ITEM = re.compile(_N, re.IGNORECASE)
YEARS_IN = {"y": 1.0, "m": 1 / 12, "w": 1 / 52.18, "d": 1 / 365.25}


class Age(NamedTuple):
    """An age that one person has: its words, the years, and the sex said in the same breath with its own words."""

    start: int
    end: int
    years: int | float
    introduced: bool
    sex: str = ""
    sex_start: int = 0
    sex_end: int = 0


def ages(reading: Reading, sentence: Sentence) -> list[Age]:
    """The ages of single persons in a sentence, in order; empty where it holds none."""
    if (
        not reading.has("age word", sentence.start, sentence.end)
        and "(" not in reading.text[sentence.start : sentence.end]
    ):
        return []
    found = {age.start: age for age in _all(reading, sentence)}
    starts = [*sorted(found), sentence.end]
    return [_with_sex(reading, sentence, found[start], following) for start, following in pairwise(starts)]


def _all(reading: Reading, sentence: Sentence) -> Iterator[Age]:
    text = reading.text
    covered = sentence.start
    for pattern in (_OLD, _SHORT, _AGED):
        for found in pattern.finditer(text, sentence.start, sentence.end):
            if _own(reading, sentence, found):
                yield from _listed(text, found)
                covered = max(covered, found.end())
    for found in _SLASHED.finditer(text, sentence.start, sentence.end):
        if text[found.start() - 1 : found.start()] in ("(", " ", ":") and found.start() >= covered:
            yield Age(found.start(), found.end(), int(found["n"] or found["n2"]), True)


def _own(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether the age is one person's, of the report, and a human one."""
    before = reading.text[max(sentence.start, found.start() - 40) : found.start()]
    if _listed_persons(found, before):
        return not of_family(reading, found.start())
    if _NO_ONES.search(_since_comma(before)) or _RANGE.search(before) or _THING.match(reading.text, found.end()):
        return False
    return number(found["n"]) <= 120 and not of_family(reading, found.start())


def _listed_persons(found: re.Match[str], before: str) -> bool:
    """`two patients, aged 34 and 56 years` lists persons, where `patients aged 60 years` bounds a group."""
    groups = found.groupdict()
    return bool("word" in groups and groups.get("before")) and not _AVERAGE.search(before)


_AVERAGE = re.compile(r"\b(?:mean|median|average|rang\w+|between|from)\b[^.;]{0,24}$", re.IGNORECASE)


def _since_comma(before: str) -> str:
    """The words that can still make a range of the number: those after the last closing bracket or person's noun."""
    return re.split(r"\)|\b(?:case|report)s?\b", before)[-1]


def _listed(text: str, found: re.Match[str]) -> Iterator[Age]:
    introduced = not _DATED.search(text[max(0, found.start() - 30) : found.start()]) and _brings(found)
    groups = found.groupdict()
    unit = (groups.get("u") or "years").lower()
    if groups.get("before"):
        for item in _ITEM.finditer(text, found.start("before"), found.end("before")):
            yield Age(item.start(), item.end(), _years(item.group(), unit), introduced)
    start = found.start("n") if groups.get("before") or "word" not in groups else found.start()
    years = _years(found["n"], unit) + (number(groups["n2"]) / 12 if groups.get("n2") else 0)
    yield Age(start, start + len(text[start : found.end()].rstrip()), plain(years), introduced)


def _brings(found: re.Match[str]) -> bool:
    return found.groupdict().get("word", "").lower() not in ("age",)


def _years(words: str, unit: str) -> int | float:
    return plain(number(words) * YEARS_IN[unit[0]])


_SAME_BREATH = 45
_STOP = re.compile(r"[.;]|\b(?:whose|with|who|after|had|and\s+(?:an?|the)\s)\b")


def _with_sex(reading: Reading, sentence: Sentence, age: Age, limit: int) -> Age:
    after = reading.mentions("sex", age.end, min(limit, age.end + _SAME_BREATH, sentence.end))
    if after and not _STOP.search(reading.text, age.end, after[0].start):
        return age._replace(sex=after[0].name, sex_start=after[0].start, sex_end=after[0].end)
    slashed = (
        re.search(r"[MF]", reading.text[age.start : age.end])
        if "old" not in reading.text[age.start : age.end]
        else None
    )
    if slashed and age.introduced and re.match(r"[\dMF]", reading.text[age.start]):
        at = age.start + slashed.start()
        return age._replace(sex=slashed.group(), sex_start=at, sex_end=at + 1)
    before = reading.mentions("sex", max(sentence.start, age.start - 30), age.start)
    if before and not _STOP.search(reading.text, before[-1].end, age.start):
        return age._replace(sex=before[-1].name, sex_start=before[-1].start, sex_end=before[-1].end)
    return age
