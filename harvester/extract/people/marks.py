"""Where a text begins to tell of which of several patients: by name, by age, by noun, by `the older`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Reading, Sentence
from ..text.vocabulary import Mention
from . import markers
from .ages import Age, ages


class Mark(NamedTuple):
    """From here on the text tells of this patient; `back` where it told of it up to here (`T12 (patient 1)`)."""

    at: int
    number: int
    age: Age | None = None
    sex: str = ""
    back: int = 0
    """Where a name in brackets ends that stands behind what it is the name of; 0 for a name that goes before."""


def marks(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> list[Mark]:
    """Where each patient is named or brought on stage, in reading order."""
    return sorted(_first(reading, own, singles, count), key=place)


def _first(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> list[Mark]:
    named = list(_named(reading, own, count))
    if not singles and 1 not in {one.number for one in named}:
        return list(_by_nouns(reading, own, count))
    found, following = list(named), 0
    for age in singles:
        following = _number_near(reading, age, named) or following + 1
        if following <= count:
            found.append(Mark(age.start, following, age, age.sex))
    return found


def _named(reading: Reading, own: list[Sentence], count: int) -> Iterator[Mark]:
    for sentence in own:
        if sentence.title:
            continue
        all_found = list(markers.MARKER.finditer(reading, sentence.start, sentence.end))
        behind = bool(all_found) and _stands_behind(reading, sentence, all_found[0])
        for found in all_found:
            back = _back(reading, found, behind=behind)
            named = [index for index in markers.indices(reading, found, count) if 1 <= index <= count]
            sex = _sex_of(reading, found.end(), sentence.end) if len(named) == 1 else ""
            for index in named:
                yield Mark(found.start(), index, sex=sex, back=back)


_APPOSED = re.compile(r"[\s,(:]*(?:(?:was|is|concerns?)\s+)?(?:an?\s+)?(?:[\w-]+\s+){0,3}$")


def _sex_of(reading: Reading, start: int, end: int) -> str:
    """The sex that is said right behind a name: `The former, a woman, had`."""
    near = reading.mentions("sex", start, min(end, start + 45))
    return near[0].name if near and _APPOSED.match(reading.low, start, near[0].start) else ""


def _back(reading: Reading, found: re.Match[str], *, behind: bool) -> int:
    """Where a name ends that stands behind what it is the name of: in brackets, or `T3 in patient A, T11 in B`."""
    if reading.text[found.start() - 1] == "(":
        closed = _BEHIND.match(reading.text, found.end())
        return closed.end("close") if closed else 0
    if not behind or not _IN.search(reading.low, max(0, found.start() - 8), found.start()):
        return 0
    ended = _ENDED.match(reading.low, found.end())
    return ended.end("names") if ended else 0


def _stands_behind(reading: Reading, sentence: Sentence, first: re.Match[str]) -> bool:
    """Whether the first name of a sentence follows what is said of it, so that the others do."""
    start = first.start()
    said = reading.low[sentence.start : start]
    return bool(_IN.search(said)) and len(said) > SAID and not _OPENED.search(said)


SAID = 12
"""So many characters at least before a name say something of it."""

_IN = re.compile(r"\b(?:in|for|of|by|to)\s+(?:the\s+)?$")
_OPENED = re.compile(r"[,;:]\s+(?:and\s+|but\s+|while\s+|whereas\s+)?(?:in|for)\s+(?:the\s+)?$")
_ENDED = re.compile(
    r"(?P<names>(?:(?:\s?[,&]\s?|\s(?:and|or)\s|\s?[-–]\s?)(?:and\s)?(?:\d{1,2}|[a-h])\b(?!\s*(?:years?|months?)))*)"
    r"(?=\s*(?:[,.;]|$|(?:and|while|whereas|but)\b))"
)
_BEHIND = re.compile(r"[\s\d,&A-H]{0,12}(?:and\s(?:\d{1,2}|[A-H]))?(?P<close>\))\s*(?:[,;.]|and\b)")
"""What closes the name in `T12 (patient 1), L4 (patient 2)`."""


def _number_near(reading: Reading, age: Age, named: list[Mark]) -> int:
    """The number that a person is given: in brackets behind the age, or before it in the sentence; 0 for none."""
    at = bisect_left(named, (age.start,))
    stop = max(age.end, age.sex_end)
    if at < len(named) and 0 < named[at].at - stop <= 12 and "(" in reading.text[age.end : named[at].at]:
        return named[at].number
    last = bisect_left(named, (age.start + 1,)) - 1
    if last > 0 and named[last - 1].at == named[last].at:
        return 0
    if last >= 0 and reading.sentence_at(named[last].at) == reading.sentence_at(age.start):
        return named[last].number
    return 0


_NOUN = Phrase(
    r"\b(?:an?|one)\s+(?:(?!(?:and|or|of|in|with)\b)[a-z-]+\s+){0,2}?(?P<s>woman|man|girl|boy|lady|gentleman|(?:fe)?male)\b(?!\s*[-:/])"
)


def _by_nouns(reading: Reading, own: list[Sentence], count: int) -> Iterator[Mark]:
    """`Two of them had it: a man whose … and a woman with …`: persons without an age or a name."""
    for sentence in own:
        if sentence.title or not reading.has("sex", *sentence[:2]):
            continue
        found = list(_NOUN.finditer(reading, *sentence[:2]))
        letters = ["F" if one["s"] in ("woman", "girl", "lady", "female") else "M" for one in found]
        apart = all(other.start() - one.end() > APART for one, other in pairwise(found))
        if 2 <= len(found) <= count and apart:
            yield from (
                Mark(one.start(), index, sex=sex)
                for index, (one, sex) in enumerate(zip(found, letters, strict=True), start=1)
            )
            return


APART = 25
"""How many characters stand at least between persons of whom something is told each; else they are only listed."""


def again(reading: Reading, own: list[Sentence], marks: list[Mark], by_sex: dict[str, int]) -> Iterator[Mark]:
    """Where a person is named again: by the age, as the only man or woman, as the oldest or youngest."""
    aged = {one.number: one.age for one in reversed(marks) if one.age}
    known = {one.at for one in marks}
    for sentence in own:
        if sentence.title:
            continue
        yield from _all_of_a_sex(reading, sentence, marks)
        for age in ages(reading, sentence):
            if age.start not in known and age.introduced and (number := _of_age(age, aged)):
                yield Mark(age.start, number)
        for one in reading.mentions("sex", *sentence[:2]):
            start = _THE.search(reading.text, max(sentence.start, one.start - 30), one.start)
            if start and one.name in by_sex and not _plural_noun(reading, one):
                yield Mark(start.start(), by_sex[one.name], back=_ends_here(reading, sentence, start.start(), one.end))
        for found in _EXTREME.finditer(reading, *sentence[:2]) if len(aged) > 1 else ():
            pick = min if found["who"].startswith("young") else max
            years = pick(age.years for age in aged.values())
            numbers = [number for number, age in aged.items() if age.years == years]
            if len(numbers) == 1:
                yield Mark(found.start(), numbers[0])


_THE_SEX = Phrase(
    r"\b(?:the|both)\s+(?:(?P<n>two|three|four)\s+)?(?P<s>wom[ae]n|m[ae]n|females|males)\b(?!\s+(?:with|who|aged)\b)"
)


def _all_of_a_sex(reading: Reading, sentence: Sentence, marks: list[Mark]) -> Iterator[Mark]:
    """`in the vertebrae in the two women`: all who are known to be of that sex."""
    for found in _THE_SEX.finditer(reading, sentence.start, sentence.end):
        sex = "F" if found["s"].startswith(("w", "f")) else "M"
        numbers = sorted({one.number for one in marks if one.sex == sex})
        size = {"two": 2, "three": 3, "four": 4}.get(
            found["n"] or ("two" if found.group().startswith("both") else ""), 0
        )
        back = _ends_here(reading, sentence, found.start(), found.end())
        if back and len(numbers) > 1 and size in (0, len(numbers)):
            yield from (Mark(found.start(), number, back=back) for number in numbers)


def _ends_here(reading: Reading, sentence: Sentence, start: int, end: int) -> int:
    """Where the name ends of somebody of whom was told before it: `in the liver in the man`; else 0."""
    said = reading.low[sentence.start : start]
    if len(said) <= SAID or not _IN.search(said) or _OPENED.search(said):
        return 0
    return end if _ENDED.match(reading.low, end) else 0


_THE = re.compile(r"\b[Tt]he\s+(?:(?!\d)[\w-]+\s+){0,1}$")
_EXTREME = Phrase(
    r"\bthe\s+(?P<who>younge(?:r|st)|olde(?:r|st)|elde(?:r|st))(?:\s+(?:patient|of\s+(?:them|these|the\s+two)|case|one|m[ae]n|wom[ae]n|was|had|underwent"
    r"|died|received|presented|is|of\s+(?:his|her|both|the))\b|(?=\s?[,.;]))"
)


def _of_age(age: Age, aged: dict[int, Age]) -> int:
    """The number of the one patient of that age; 0 where none or several are."""
    same = [
        number
        for number, one in aged.items()
        if one.years == age.years and (not one.sex or one.sex == age.sex or not age.sex)
    ]
    return same[0] if len(same) == 1 else 0


def _plural_noun(reading: Reading, one: Mention) -> bool:
    return reading.low[one.start : one.end].endswith(("men", "males", "boys", "girls", "ladies"))


def one_of_each_sex(marks: list[Mark]) -> dict[str, int]:
    """The number of the only man, and of the only woman."""
    found: dict[str, set[int]] = {}
    for mark in marks:
        if mark.sex:
            found.setdefault(mark.sex, set()).add(mark.number)
    return {sex: numbers.pop() for sex, numbers in found.items() if len(numbers) == 1}


def place(mark: Mark) -> tuple[int, int, bool, str, int]:
    """Marks in reading order; of two at a place the one with the age goes first."""
    return mark.at, mark.number, mark.age is None, mark.sex, mark.back
