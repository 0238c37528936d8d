"""Ages and sexes of the report's own patients, each said of one person; a mean, a range or a bound is no one's.

`introduced` is true where the words bring a person on stage (`a 48-year-old woman`), and false where they only date an
event in a life already told (`at the age of 36`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..text.assertion import of_family
from ..text.numbers import COUNT, TENS, UNITS, number, plain
from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from . import agewords, kin

CUES = agewords.CUES

YEARS_IN = {"y": 1.0, "m": 1 / 12, "w": 1 / 52.18, "d": 1 / 365.25}
OLDEST = 120


class Age(NamedTuple):
    """An age that one person has: its words, the years, and the sex said in the same breath with its own words."""

    start: int
    end: int
    years: int | float
    introduced: bool
    sex: str = ""
    sex_start: int = 0
    sex_end: int = 0
    listed: int = 0
    """How many ages stand in the list that this one is an item of; 0 for none."""


def ages(reading: Reading, sentence: Sentence) -> list[Age]:
    """The ages of single persons in a sentence, in order; empty where it holds none."""
    if not _may_hold(reading, sentence):
        return []
    if sentence.start not in reading.ages:
        found = _apart((*_said_of_noun(reading, sentence), *_all(reading, sentence)))
        stops = [*(age.start for age in found), sentence.end]
        reading.ages[sentence.start] = [
            _with_sex(reading, sentence, age, following)
            for age, (_, following) in zip(found, pairwise(stops), strict=True)
        ]
    return reading.ages[sentence.start]


def _apart(found: tuple[Age, ...]) -> list[Age]:
    """The ages in order; of two that share words the one that is written out longer."""
    kept: list[Age] = []
    for age in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if not kept or age.start >= kept[-1].end:
            kept.append(age)
        elif kept[-1].end - kept[-1].start < age.end - age.start:
            kept[-1] = age
    return kept


_WORDS = frozenset((*UNITS, *TENS, "fourty"))
_NUMBERS = -1
"""Under this key the ages of a reading keep where its numbers stand."""


def _may_hold(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence has any number; where the numbers stand is looked up once a text."""
    places = reading.ages.get(_NUMBERS)
    if places is None:
        words = zip(reading.words.starts, reading.words.lows, strict=True)
        places = [start for start, low in words if not low.isalpha() or low in _WORDS or low.startswith(TENS)]
        reading.ages[_NUMBERS] = places
    at = bisect_left(places, sentence.start)
    return at < len(places) and places[at] < sentence.end


_GLUED = re.compile(r"\d(?:y|yo|yr|yrs)\b")
"""`58yo` is one word, and none of the list."""

_YO = re.compile(r"y(?:\.\s?|/)?o\b")
_BARE = re.compile(r"[1-9]\d[\s-]+(?:old|aged|[fm])\b")
_MF = re.compile(r"[MF](?:\b|\d)")


def _all(reading: Reading, sentence: Sentence) -> Iterator[Age]:
    text = reading.text
    start, end = sentence.start, sentence.end
    covered = start
    for pattern in _patterns(reading, start, end):
        for found in pattern.finditer(reading, start, end):
            if _own(reading, sentence, found):
                yield from _listed(text, found)
                covered = max(covered, found.end())
    lettered = _MF.search(text, start, end)
    if reading.has("age word", start, end) and (lettered or reading.has("sex", start, end)):
        yield from _with_nouns(text, sentence)
    if reading.has("sex", start, end) or _BARE.search(reading.low, start, end):
        for found in agewords.NO_UNIT.finditer(reading, start, end):
            if not of_family(reading, found.start("n")):
                yield Age(found.start("n"), found.end(), int(found["n"]), True)
    if lettered:
        yield from _lettered(text, sentence, covered)


def _patterns(reading: Reading, start: int, end: int) -> Iterator[Phrase]:
    """The patterns of an age that is written out whose words stand in a sentence."""
    if not (reading.has("age word", start, end) or _GLUED.search(reading.text, start, end)):
        return
    noun = reading.has("sex", start, end) or reading.has("counted", start, end)
    if noun or reading.low.find("old", start, end) >= 0 or reading.low.find("age", start, end) >= 0:
        yield agewords.OLD
    if _YO.search(reading.low, start, end):
        yield agewords.SHORT
    yield agewords.AGED
    yield agewords.AGES_WERE
    if noun:
        yield agewords.NOUN_AGES


def _with_nouns(text: str, sentence: Sentence) -> Iterator[Age]:
    """`34 (man), 45 (woman) and 52 (man) years of age`."""
    for one in agewords.WITH_NOUNS.finditer(text, sentence.start, sentence.end):
        for item in re.finditer(r"\d{1,3}(?=[^\d)]{0,12}\()", one.group()):
            start = one.start() + item.start()
            yield Age(start, start + len(item.group()), int(item.group()), True)


def _lettered(text: str, sentence: Sentence, covered: int) -> Iterator[Age]:
    """`F/48`, `(48 F and 53 M)`."""
    for one in agewords.LETTERED.finditer(text, sentence.start, sentence.end):
        for item in agewords.LETTERED_ITEM.finditer(text, *one.span("list")):
            digits = re.search(r"\d+", item.group())
            yield Age(item.start(), item.end(), int(digits.group()) if digits else 0, True)
        covered = max(covered, one.end())
    for found in agewords.SLASHED.finditer(text, sentence.start, sentence.end):
        if text[found.start() - 1 : found.start()] in ("(", " ", ":", "\n", "") and found.start() >= covered:
            yield Age(found.start(), found.end(), int(found["n"] or found["n2"] or found["n3"]), True)


def _own(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether the age is one person's, of the report, and a human one."""
    before = reading.text[max(sentence.start, found.start() - 40) : found.start()]
    if not _human(found) or _CHILDREN.search(before):
        return False
    if of_family(reading, found.start()) and not kin.are_patients(reading, sentence.start, sentence.end):
        return False
    if _listed_persons(found, before):
        return True
    bounded = agewords.NO_ONES.search(_since_comma(before)) and not agewords.ONE_PERSON.search(before)
    if bounded and not agewords.UNTIL.search(reading, sentence.start, found.end() + 6):
        return False
    if agewords.RANGE.search(before) or _of_another(reading, sentence, found):
        return False
    return not _AVERAGE.search(found.groupdict().get("gap") or "")


def _of_another(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a thing is so old, or somebody's child."""
    theirs = agewords.OFFSPRING.match(reading, found.end()) and agewords.THEIRS.search(
        reading, sentence.start, found.start()
    )
    return bool(theirs or agewords.THING.match(reading, found.end()))


def _human(found: re.Match[str]) -> bool:
    """Whether every number of a list, or the only one, may be an age."""
    listed = agewords.ITEM.findall(found.groupdict().get("before") or "")
    return all(number(one) <= OLDEST for one in (*listed, found["n"]))


_CHILDREN = re.compile(r"\b(?:had|has|have|having|of|with|her|his|their)\s+(?:\w+\s+){0,3}children\W+$", re.IGNORECASE)
"""`She had two children aged`: theirs are no patients."""


def _listed_persons(found: re.Match[str], before: str) -> bool:
    """`two patients, aged 34 and 56 years` lists persons, where `patients aged 60 years` bounds a group."""
    groups = found.groupdict()
    listed = groups.get("before") and ("word" in groups or found.re.pattern == agewords.NOUN_AGES.pattern)
    listed = listed or (groups.get("before") and _NOUN_LIST.search(before))
    return bool(listed) and not _AVERAGE.search(before + (groups.get("gap") or ""))


_NOUN_LIST = re.compile(r"\b(?:patients|men|women|males?|females?|cases)\s*[,(:;]?\s*$", re.IGNORECASE)
_AVERAGE = re.compile(r"\b(?:mean|median|average|rang\w+|between|from)\b[^.;]{0,24}$", re.IGNORECASE)


def _since_comma(before: str) -> str:
    """The words that can still make a range of the number: those after the last closing bracket or person's noun."""
    return re.split(r"\)|\b(?:case|report)s?\b", before)[-1]


def _said_of_noun(reading: Reading, sentence: Sentence) -> Iterator[Age]:
    """Ages without `old` or `aged`, which stand right behind the person or the event."""
    for pattern, introduced in _possible(reading, sentence):
        for found in pattern.finditer(reading.text, sentence.start, sentence.end):
            group = next(one for one in ("n", "n2", "n3") if found.groupdict().get(one))
            years = _years(found[group], found.groupdict().get("u") or "years")
            if _of_a_person(reading, sentence, found, bare=pattern is agewords.OF) and years <= OLDEST:
                start = found.start(group)
                yield Age(start, start + len(reading.text[start : found.end()].rstrip(" ,(")), years, introduced)


def _possible(reading: Reading, sentence: Sentence) -> Iterator[tuple[re.Pattern[str], bool]]:
    """The patterns whose words stand in a sentence, each with whether it brings the person on stage."""
    words = reading.text[sentence.start : sentence.end]
    if not _NUMBER.search(words):
        return
    if " of " in words:
        yield agewords.OF, True
    if reading.has("counted", *sentence[:2]):
        yield from ((agewords.SEX_FIRST, True), (agewords.TERSE, True), (agewords.TERSE_SEX, True))
    if "then " in words or "now " in words:
        yield agewords.THEN, True
    elif "when " in words:
        yield agewords.THEN, False
    if "t " in words:
        yield agewords.AT, False


_NUMBER = re.compile(r"\d|(?:ty|teen)\b")
_MANY = re.compile(r"\b(?:men|women|males|females|boys|girls|ladies|gentlemen|patients)\b", re.IGNORECASE)


def _of_a_person(reading: Reading, sentence: Sentence, found: re.Match[str], *, bare: bool) -> bool:
    """Whether the number is an age of one person; a `bare` one wants the person's noun before it."""
    start = max(sentence.start, found.start() - 20)
    before = reading.text[start : found.start()]
    if _MANY.search(before[-12:] + found.group()) or of_family(reading, found.start()):
        return False
    if not bare:
        return not agewords.NO_ONES.search(before)
    end = start + len(before.rstrip())
    jobs = [one for kind in ("occupation", "sex") for one in reading.mentions(kind, start, end)]
    return bool(agewords.NOUN_BEFORE.search(before)) or any(one.end == end for one in jobs)


def _listed(text: str, found: re.Match[str]) -> Iterator[Age]:
    introduced = not agewords.DATED.search(text[max(0, found.start() - 30) : found.start()]) and _brings(text, found)
    groups = found.groupdict()
    unit = (groups.get("u") or "years").lower()
    items: list[re.Match[str]] = []
    if groups.get("before"):
        items = list(agewords.ITEM.finditer(text, found.start("before"), found.end("before")))
    size = len(items) + 1 if items else 0
    for item in items:
        yield Age(item.start(), item.end(), _years(item.group(), unit), introduced, listed=size)
    start = found.start("n") if items or "word" not in groups else found.start()
    more = YEARS_IN[unit[0]] / 2 if groups.get("half") else 0.0
    years = _years(found["n"], unit) + more + (number(groups["n2"]) / 12 if groups.get("n2") else 0)
    yield Age(start, start + len(text[start : found.end()].rstrip()), plain(years), introduced, listed=size)


_CHART = re.compile(r"\s*:")


def _brings(text: str, found: re.Match[str]) -> bool:
    """Whether the words bring a person on stage: `age` alone only dates, unless it heads a chart (`Age: 56 years`)."""
    if found.groupdict().get("word", "").lower() != "age":
        return True
    return bool(_CHART.match(text, found.end("word")))


def _years(words: str, unit: str) -> int | float:
    return plain(number(words) * YEARS_IN[unit[0].lower()])


_SEX_LETTER = re.compile(r"[\s,/(-]{0,2}(?P<s>[MF])(?=[\s,.;:)])")
_IN_LETTERS = re.compile(r"[MF](?![a-z])")
_SAME_BREATH = 45
_STOP = re.compile(r"[.;]|\b(?:whose|with|who|after|had|and\s+(?:an?|the))\b")


def _with_sex(reading: Reading, sentence: Sentence, age: Age, limit: int) -> Age:
    if age.listed:
        return _with_sex_of_all(reading, sentence, age)
    sex = (age.introduced and _sex_letter(reading, sentence, age)) or _sex_noun(reading, sentence, age, limit)
    return age._replace(sex=sex[0], sex_start=sex[1], sex_end=sex[2]) if sex else age


def _sex_letter(reading: Reading, sentence: Sentence, age: Age) -> tuple[str, int, int] | None:
    """`48/F`, `48 yr F`."""
    letter = _SEX_LETTER.match(reading.text, age.end, sentence.end)
    if letter:
        return letter["s"], letter.start("s"), letter.end("s")
    inside = _IN_LETTERS.search(reading.text, age.start, age.end)
    if inside and not re.search(r"[a-z]{2}", reading.text[age.start : age.end].replace("yr", "")):
        return inside.group(), inside.start(), inside.end()
    return None


def _sex_noun(reading: Reading, sentence: Sentence, age: Age, limit: int) -> tuple[str, int, int] | None:
    """The sex said in the same breath: `a man aged 48`, `48-year-old woman`."""
    before = reading.mentions("sex", max(sentence.start, age.start - 30), age.start)[-1:]
    aged = _NOUN_AGED.match(reading.text, before[0].end, age.start + 4) if before else None
    if before and ((aged and aged.end() >= age.start - 2) or reading.text[before[0].end : age.start].isspace()):
        return before[0].name, before[0].start, before[0].end
    after = reading.mentions("sex", age.end, min(limit, age.end + _SAME_BREATH, sentence.end))[:1]
    near = [one for one in after if not _STOP.search(reading.text, age.end, one.start)]
    near += [one for one in before if not _STOP.search(reading.text, one.end, age.start)]
    return (near[0].name, near[0].start, near[0].end) if near else None


_NOUN_AGED = re.compile(r"\s*[,(]?\s*(?:aged|of\s+\w)", re.IGNORECASE)
_REST_OF_LIST = re.compile(
    rf"(?:(?:[\s,&‐–-]|\band\b|\ban?\b|years?\b|yrs?\b|old\b){{0,12}}\d{{1,3}}\b){{0,11}}(?:[\s‐–-]|years?\b|yrs?\b|old\b){{1,8}}"
    rf"(?:(?!{COUNT}\b)[a-z]+\s)?"
)
"""Up to the noun behind a list: `a 45- and a 59-year-old woman`."""
_THE_LIST = re.compile(r"(?:aged|ages?|years?|old|of|who|were|and|patients|[\s\d,;&:(-])*", re.IGNORECASE)
_SO_MANY = re.compile(rf"\b(?P<n>{COUNT})\s+(?:[a-z-]+\s+)?$", re.IGNORECASE)


def _all_of_the_list(reading: Reading, start: int, end: int, age: Age) -> bool:
    """Whether a noun right before a list is of as many persons as it has ages: `three men, aged 40, 50 and 60`."""
    many = _SO_MANY.search(reading.text, max(0, start - 30), start)
    if not _MANY.fullmatch(reading.text, start, end) or (many and number(many["n"]) != age.listed):
        return False
    return _THE_LIST.fullmatch(reading.text, end, age.start) is not None


def _with_sex_of_all(reading: Reading, sentence: Sentence, age: Age) -> Age:
    """An item of a list has the sex that all have (`two women, aged 47 and 52`), and none where two are named."""
    before = reading.mentions("sex", max(sentence.start, age.start - 90), age.start)
    if before and _all_of_the_list(reading, before[-1].start, before[-1].end, age):
        return age._replace(sex=before[-1].name, sex_start=before[-1].start, sex_end=before[-1].end)
    behind = reading.mentions("sex", age.end, min(sentence.end, age.end + _SAME_BREATH))
    if behind and not before and _REST_OF_LIST.fullmatch(reading.low, age.end, behind[0].start):
        return age._replace(sex=behind[0].name, sex_start=behind[0].start, sex_end=behind[0].end)
    names = {one.name for one in (*before, *behind)}
    if len(names) == 1 and before and before[-1].end - before[-1].start > 0 and _MANY.fullmatch(
        reading.text[before[-1].start : before[-1].end]
    ):  # fmt: skip
        return age._replace(sex=before[-1].name, sex_start=before[-1].start, sex_end=before[-1].end)
    return age
