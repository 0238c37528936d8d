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
from .numbers import TENS, UNITS, WRITTEN, number, plain
from .phrases import Phrase
from .reading import Reading, Sentence
from .vocabulary import Kinds, terms

CUES: Kinds = {
    "sex": {
        "F": terms(
            """
            woman, women, female, girl, lady, housewife, schoolgirl, gentlewoman, seamstress, waitress,
            actress, nun, widow, primigravida, primipara, multigravida, multipara, businesswoman, policewoman,
            saleswoman, sportswoman, servicewoman
            """
        ),
        "M": terms(
            """
            man, men, male, boy, gentleman, gentlemen, schoolboy, widower, businessman, policeman, salesman,
            fisherman, fireman, postman, sportsman, serviceman, craftsman, workman, tradesman
            """
        ),
    },
    "occupation": {
        "": terms(
            """
            nurse, farmer, miner, teacher, bus driver, lorry driver, truck driver, taxi driver, soldier, shepherd,
            clerk, carpenter, mechanic, student, engineer, factory worker, construction worker, office worker,
            health care worker, steel worker, farm worker, manual worker, labourer, laborer, accountant, physician,
            lawyer, runner, athlete, police officer, army officer, electrician, plumber, baker, butcher, cook, chef,
            painter, bricklayer, welder, pensioner, retiree, veteran, secretary, hairdresser, gardener, sailor,
            librarian, musician, dentist, pharmacist, priest, shopkeeper, cyclist, footballer, schoolchild,
            adolescent, teenager
            """
        ),
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
_UNIT = r"(?P<u>years?|yrs?|months?|weeks?|days?)\b"
_NOT_SINCE = (
    r"(?!\s+(?:ago|earlier|later|after|before|previously|prior|post|since|of\s+(?!age)|follow|history|survival))"
)
# What may stand between an age and its person (`45-year-old Japanese male patient`): nothing that begins a phrase anew.
_HUMAN = (
    r"(?:(?!(?:the|this|that|an?|our|all|no|both|his|her|these|those|of|in|on|for|with|and|or|but|later|ago|after|before"
    r"|when|as|who|follow-up)\b)[A-Za-zÀ-ÿ-]+\s+){0,3}"
)
_OLD = Phrase(
    rf"(?<![\w.,/])(?P<before>{_LIST}{{0,6}})(?P<n>{_N})(?P<half>\s?1/2|\s?½|\s+and\s+a\s+half)?[\s‐–-]*(?P<u>years?|yrs?\.?|months?|weeks?|days?)"
    rf"(?:[\s,-]*(?:and[\s-]*)?(?P<n2>\d{{1,2}})[\s-]*(?P<u2>months?))?"
    rf"[\s‐–-]*(?:(?P<old>old\b|of\s+age\b)|(?=\s*{_HUMAN}{_NOUN}\b))"
)
_SHORT = Phrase(r"(?<![\w.])(?P<n>\d{1,3})[\s-]?(?:y/o|yo|y\.\s?o\.?)(?![\w/])")
_AGED = Phrase(
    rf"\b(?P<word>aged|ages?)\b(?:\s+(?:of|was|were|is))?[\s:,]{{1,2}}(?P<before>{_BARE_LIST}{{0,6}})(?P<n>{_N})\b"
    r"(?!\s*(?:[-–—]|to)\s*\d)(?:[\s-]*(?P<u>years?|yrs?|months?|days?|weeks?)\b)?(?:\s+old\b)?"
    r"(?:\s+and\s+(?P<n2>\d{1,2})\s+(?P<u2>months?|mo)\b)?"
)
_TENS = "|".join(TENS)
_DIGIT = "|".join(UNITS[1:10])
_MEASURE = r"(?!\s*(?:[-–—/%.]\s*\d|%|to\s+\d|kg|cm|mm|g\b|pounds|months?\s+of|cases|patients|consecutive|those))"
_OF = re.compile(rf"\bof\s+(?:about\s+)?(?i:(?P<n>{_N})\b{_MEASURE}(?:[\s-]*{_UNIT}(?:\s+(?:old|of\s+age)\b)?)?)")
"""`a man of 55`, `a woman of 45 years`, `a coal miner of 59`."""
_TERSE = re.compile(
    rf"\b{_NOUN}\s*[,(:]\s*(?P<n>{_N})\s*(?:{_UNIT}{_NOT_SINCE}|(?=[,)]\s*(?:who|whose|with|had|was|presented)\b))",
    re.IGNORECASE,
)
"""`Patient: female, 52 years.`, `a man, 45, who`."""
_TERSE_SEX = re.compile(
    r"(?<![\w.-])(?P<n>\d{1,3})[\s-]*(?P<u>years?|yrs?|y)\b\.?\s*[,(]\s*(?=(?:fe)?male\b|(?:wo)?man\b)", re.IGNORECASE
)
_THEN = re.compile(
    rf"(?:,|\bwho\s+was|\bwho\s+is|\bs?he\s+was|\bs?he\s+is)\s+(?:then|now)\s+(?P<n>{_N})\b(?=\s*(?:[,.;)]|years?\b|and\b|$))"
    rf"(?:[\s-]*{_UNIT}(?:\s+old\b)?)?",
    re.IGNORECASE,
)
"""`a farmer who was then thirty-nine`; `a man, then 62, had`."""
_AT = re.compile(
    rf"\b[Aa]t\s+(?i:(?P<n>(?:{_TENS})(?:[\s-](?:{_DIGIT}))?(?=\s*[,.;])|[2-9]\d(?=,\s+(?:s?he|the\s+patient)\b)))"
)
"""`presented at thirty-three, two years after`; `At 62, she returned`."""
_AGES_WERE = Phrase(
    rf"\b(?P<word>ages)\b(?P<gap>[^.;:\d]{{0,60}}?)\b(?:were|was)\s+(?P<before>{_BARE_LIST}{{1,6}})(?P<n>{_N})\b"
    r"(?:[\s-]*(?P<u>years?|yrs?|months?)\b)?"
)
"""`the ages at the first metastasis were 41, 44 and 50 years`."""
_SLASHED = re.compile(
    r"(?:(?<=\()|(?<![\w/]))(?:(?P<n>\d{2})\s?(?:[/,]\s?(?:y(?:ears?|rs?)?[,\s/]*)?|y(?:ears?"
    r"|rs?)?[,\s/]+)(?P<s>[MF])|(?P<s2>[MF])\s?[/,]\s?(?P<n2>\d{2}))(?![\w/-])"
)
_NO_ONES = re.compile(
    r"(?:\b(?:(?:mean|median|average|range[ds]?|ranging|between|older|younger|over|under|above|below"
    r"|least|than|until|up\s+to"
    r"|peak|patients|adults|men|women|children|those|persons|people|individuals|every|per|decades?|incidence)\b"
    r"|from\s*$|from\s+(?:the\s+)?age)"
    r"|[<>≥≤±~])[^.;]{0,24}$",
    re.IGNORECASE,
)
_ONE_PERSON = re.compile(r"\b(?:an?|this|our)\s+(?:(?!mean|median|average|patients)[a-z]+\s+){0,2}$", re.IGNORECASE)
"""The words before the age of one person, whatever stands before them: `removed from a 49-year-old woman`."""
_RANGE = re.compile(r"\d\s*(?:years?\s*)?(?:[-–—]|to|through)\s*$", re.IGNORECASE)
_THING = Phrase(
    r"[\s-]*(?:(?!wom[ae]n|m[ae]n\b|(?:fe)?males?|boy|girl|lad(?:y|ies)|gentlem|patient|child|infant|person|neonate)"
    r"[a-z-]+\s+)?(?:history|lesion|tumou?r|mass|scar|fracture|injur|infarct|graft|child\b|daughter|son\b"
    r"|follow|surviv|brother|sister|donor|mother|father|wife|husband|aunt|uncle|cousin|relative|remission|interval|period"
    r"|prosthe|implant|infant\s+daughter|infant\s+son)"
)
_DATED = re.compile(
    r"\bat\s+(?:the\s+|an\s+)?$|\bas\s+an?\s+$|\bat\s+(?:the\s+)?age\s+of\s+$|when\s+(?:s?he|the\s+patient)\s+was\s+$|\bage\s+of\s+$",
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
    if not _may_hold(reading, sentence):
        return []
    if sentence.start not in reading.ages:
        found = {age.start: age for age in (*_said_of_noun(reading, sentence), *_all(reading, sentence))}
        starts = [*sorted(found), sentence.end]
        reading.ages[sentence.start] = [
            _with_sex(reading, sentence, found[start], following) for start, following in pairwise(starts)
        ]
    return reading.ages[sentence.start]


def _may_hold(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence has any word that an age stands with."""
    kinds = ("age word", "sex", "occupation", "pronoun")
    return any(reading.has(kind, sentence.start, sentence.end) for kind in kinds) or (
        any(sign in reading.text[sentence.start : sentence.end] for sign in "(/")
    )


def _all(reading: Reading, sentence: Sentence) -> Iterator[Age]:
    text = reading.text
    covered = sentence.start
    patterns = (_OLD, _SHORT, _AGED, _AGES_WERE) if reading.has("age word", *sentence[:2]) else ()
    for pattern in patterns:
        for found in pattern.finditer(reading, sentence.start, sentence.end):
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
    bounded = _NO_ONES.search(_since_comma(before)) and not _ONE_PERSON.search(before)
    if bounded or _RANGE.search(before) or _THING.match(reading, found.end()):
        return False
    return number(found["n"]) <= OLDEST and not of_family(reading, found.start())


OLDEST = 120


def _listed_persons(found: re.Match[str], before: str) -> bool:
    """`two patients, aged 34 and 56 years` lists persons, where `patients aged 60 years` bounds a group."""
    groups = found.groupdict()
    listed = groups.get("before") and ("word" in groups or _NOUN_LIST.search(before))
    return bool(listed) and not _AVERAGE.search(before + (groups.get("gap") or ""))


_NOUN_LIST = re.compile(r"\b(?:patients|men|women|males|females|cases)\s*[,(:]?\s*$", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:mean|median|average|rang\w+|between|from)\b[^.;]{0,24}$", re.IGNORECASE)


def _since_comma(before: str) -> str:
    """The words that can still make a range of the number: those after the last closing bracket or person's noun."""
    return re.split(r"\)|\b(?:case|report)s?\b", before)[-1]


def _said_of_noun(reading: Reading, sentence: Sentence) -> Iterator[Age]:
    """Ages without `old` or `aged`, which stand right behind the person or the event."""
    for pattern, introduced in _possible(reading, sentence):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            years = _years(found["n"], found.groupdict().get("u") or "years")
            if _of_a_person(reading, sentence, found, bare=pattern is _OF) and years <= OLDEST:
                start = found.start("n")
                yield Age(start, start + len(reading.text[start : found.end()].rstrip(" ,(")), years, introduced)


def _possible(reading: Reading, sentence: Sentence) -> Iterator[tuple[re.Pattern[str], bool]]:
    """The patterns whose words stand in a sentence, each with whether it brings the person on stage."""
    words = reading.text[sentence.start : sentence.end]
    if not _NUMBER.search(words):
        return
    if " of " in words:
        yield _OF, True
    if reading.has("counted", *sentence[:2]):
        yield from ((_TERSE, True), (_TERSE_SEX, True))
    if "then " in words or "now " in words:
        yield _THEN, True
    if "t " in words:
        yield _AT, False


_NUMBER = re.compile(r"\d|(?:ty|teen)\b")
_NOUN_BEFORE = re.compile(rf"\b{_NOUN}\s+$", re.IGNORECASE)
_MANY = re.compile(r"\b(?:men|women|males|females|boys|girls|ladies|gentlemen|patients)\b", re.IGNORECASE)


def _of_a_person(reading: Reading, sentence: Sentence, found: re.Match[str], *, bare: bool) -> bool:
    """Whether the number is an age of one person; a `bare` one wants the person's noun before it."""
    start = max(sentence.start, found.start() - 20)
    before = reading.text[start : found.start()]
    if _MANY.search(before[-12:] + found.group()) or of_family(reading, found.start("n")):
        return False
    if not bare:
        return not _NO_ONES.search(before)
    end = start + len(before.rstrip())
    jobs = [one for kind in ("occupation", "sex") for one in reading.mentions(kind, start, end)]
    return bool(_NOUN_BEFORE.search(before)) or any(one.end == end for one in jobs)


def _listed(text: str, found: re.Match[str]) -> Iterator[Age]:
    introduced = not _DATED.search(text[max(0, found.start() - 30) : found.start()]) and _brings(found)
    groups = found.groupdict()
    unit = (groups.get("u") or "years").lower()
    if groups.get("before"):
        for item in _ITEM.finditer(text, found.start("before"), found.end("before")):
            yield Age(item.start(), item.end(), _years(item.group(), unit), introduced)
    start = found.start("n") if groups.get("before") or "word" not in groups else found.start()
    more = YEARS_IN[unit[0]] / 2 if groups.get("half") else 0.0
    years = _years(found["n"], unit) + more + (number(groups["n2"]) / 12 if groups.get("n2") else 0)
    yield Age(start, start + len(text[start : found.end()].rstrip()), plain(years), introduced)


def _brings(found: re.Match[str]) -> bool:
    return found.groupdict().get("word", "").lower() not in ("age",)


def _years(words: str, unit: str) -> int | float:
    return plain(number(words) * YEARS_IN[unit[0]])


_SEX_LETTER = re.compile(r"[\s,/-]{0,2}(?P<s>[MF])(?=[\s,.;:)])")
_SAME_BREATH = 45
_STOP = re.compile(r"[.;]|\b(?:whose|with|who|after|had|and\s+(?:an?|the)\s)\b")


def _with_sex(reading: Reading, sentence: Sentence, age: Age, limit: int) -> Age:
    letter = _SEX_LETTER.match(reading.text, age.end, sentence.end)
    if letter and age.introduced:
        return age._replace(sex=letter["s"], sex_start=letter.start("s"), sex_end=letter.end("s"))
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
