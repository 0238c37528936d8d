"""The report's own patients: how many there are, and which part of the text tells of which of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from . import headcount, sexes
from .ages import Age, ages
from .numbers import COUNT, number, ordinal
from .phrases import Phrase
from .reading import Finding, Reading, Sentence
from .vocabulary import Kinds, terms
from .voices import Told, voice

CUES: Kinds = {
    "shared": {
        "": terms(
            """
            both, all patients, all cases, each patient, all of them, all three, all four, both patients,
            all the patients, in each case, neither, these patients, the patients, our patients, they, all
            """
        ),
    },
}


class Person(NamedTuple):
    """One own patient: number, the parts of the text that tell of it, and its ages as found there."""

    number: int
    pieces: tuple[tuple[int, int], ...]
    ages: tuple[Age, ...]
    sex: sexes.Sex | None = None
    share: tuple[int, int] = (1, 1)
    """Which item of a list with `respectively` is this person's, and how many the list must have."""


class People(NamedTuple):
    """All own patients: the number with its words (None where not told), and those who are told one by one."""

    size: Finding | None
    persons: tuple[Person, ...]
    told: tuple[Told, ...]

    @property
    def own(self) -> tuple[tuple[int, int], ...]:
        """Every part of the text that speaks of the report's own patients, title first."""
        return tuple((one.sentence.start, one.sentence.end) for one in self.told if one.voice == "own")


def people(reading: Reading) -> People:
    """Who the report's own patients are."""
    told = _reviewed_left_out(reading, tuple(Told(one, voice(reading, one)) for one in reading.sentences))
    persons = _introduced(reading, told)
    count = headcount.count(reading, told, _distinct(reading, persons))
    if count is None:
        return People(None, (), told)
    return People(count, _persons(reading, told, persons, int(count.value)), told)  # type: ignore[arg-type]


_CITED_NUMBER = Phrase(rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,4}}?(?:patients|cases)\b")
_THE_NUMBER = Phrase(rf"\b(?:the|these|those|all|of|in)\s+(?P<n>{COUNT})\s+(?:[\w-]+\s+){{0,3}}?(?:patients|cases)\b")


def _reviewed_left_out(reading: Reading, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """A sentence that goes on about `the nine patients` of a review speaks of the literature too."""
    cited = {
        number(found["n"])
        for sentence, spoken in told
        if spoken == "literature"
        for found in _CITED_NUMBER.finditer(reading, sentence.start, sentence.end)
    }
    if not cited:
        return told
    return tuple(Told(one.sentence, "literature") if _goes_on(reading, one, cited) else one for one in told)


def _goes_on(reading: Reading, one: Told, cited: set[float]) -> bool:
    if one.voice != "own" or one.sentence.title:
        return False
    found = _THE_NUMBER.search(reading, one.sentence.start, one.sentence.end)
    return found is not None and number(found["n"]) in cited


def _introduced(reading: Reading, told: tuple[Told, ...]) -> list[tuple[Age, bool]]:
    """The ages of persons on stage, in reading order, each with whether it stands in the title."""
    return [
        (age, sentence.title)
        for sentence, spoken in told
        if spoken == "own"
        for age in ages(reading, sentence)
        if age.introduced
    ]


def _distinct(reading: Reading, persons: list[tuple[Age, bool]]) -> list[Age]:
    """One age a person: the abstract's, else the title's; a second age of the same person is none."""
    inside = [age for age, titled in persons if not titled] or [age for age, _ in persons]
    return [age for index, age in enumerate(inside) if index == 0 or _another(reading, age, inside[:index])]


_NEXT = re.compile(
    r"\b(?:an?|another|second|third|one|other|case\s+\w+|patient\s+\w+)\W+(?:[\w-]+\W+){0,2}$|\(\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:\band|[,&])\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def _another(reading: Reading, age: Age, before: list[Age]) -> bool:
    if any(other.years == age.years and (other.sex == age.sex or not (other.sex and age.sex)) for other in before):
        return False
    if age.sex and all(other.sex and other.sex != age.sex for other in before):
        return True
    words = reading.text[max(0, age.start - 30) : age.start]
    return bool(_NEXT.search(words) or (_LISTED.search(words) and _in_a_list(age, before[-1])))


def _in_a_list(age: Age, last: Age) -> bool:
    """Whether an age behind a comma or `and` has its own noun, or only the number of a list (`34 and 56 years`)."""
    return age.sex_start > age.start or age.start - last.end <= 12


_MARKER = Phrase(
    r"\b(?:(?:case|patient)\s+(?:no\.?\s*|#\s*)?(?P<n>\d|one|two|three|four|five|I{1,3}|IV|V|(?-i:[A-F]))\b"
    r"|(?:the\s+)?(?P<ord>first|second|third|fourth|fifth)\s+(?:patient|case|one|woman|man)\b"
    r"|(?P<other>the\s+other(?:\s+(?:patient|case|one|woman|man))?\b|the\s+latter|another\s+(?:patient"
    r"|case))|(?P<former>the\s+former))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def _persons(
    reading: Reading, told: tuple[Told, ...], persons: list[tuple[Age, bool]], count: int
) -> tuple[Person, ...]:
    own = [one.sentence for one in told if one.voice == "own"]
    if count == 1:
        pieces, found = tuple((one.start, one.end) for one in own), _every_age(reading, own)
        return (Person(1, pieces, found, sexes.of_person(reading, found, pieces)),)
    marks = list(_marks(reading, own, _distinct(reading, persons), count))
    listed = sexes.of_all(reading, own, count)
    if not marks:
        return tuple(Person(index, (), (), sex) for index, sex in enumerate(listed, start=1))
    return _all_sexed(tuple(_shares(reading, own, marks, count)), listed)


def _all_sexed(persons: tuple[Person, ...], listed: tuple[sexes.Sex, ...]) -> tuple[Person, ...]:
    """The persons with the sexes that `three women and one man` leaves for those who have none of their own."""
    left = sexes.left_over(listed, [one.sex for one in persons])
    return tuple(one if one.sex else one._replace(sex=left) for one in persons)


def _every_age(reading: Reading, own: list[Sentence]) -> tuple[Age, ...]:
    return tuple(age for sentence in own for age in ages(reading, sentence))


class _Mark(NamedTuple):
    """From here on the text tells of this patient."""

    at: int
    number: int
    age: Age | None = None


def _marks(reading: Reading, own: list[Sentence], singles: list[Age], count: int) -> Iterator[_Mark]:
    named = [
        _Mark(found.start(), index)
        for sentence in own
        if not sentence.title
        for found in _MARKER.finditer(reading, sentence.start, sentence.end)
        if 1 <= (index := _index(found, count)) <= count
    ]
    following = 0
    for age in singles:
        following = _number_near(reading, age, named) or following + 1
        if following <= count:
            yield _Mark(age.start, following, age)
    yield from named


def _number_near(reading: Reading, age: Age, named: list[_Mark]) -> int:
    """The number that a person is given: in brackets behind the age, or before it in the sentence; 0 for none."""
    behind = [
        one for one in named if 0 < one.at - max(age.end, age.sex_end) <= 12 and "(" in reading.text[age.end : one.at]
    ]
    before = [
        one for one in named if one.at <= age.start and reading.sentence_at(one.at) == reading.sentence_at(age.start)
    ]
    return behind[0].number if behind else before[-1].number if before else 0


def _index(found: re.Match[str], count: int) -> int:
    if found["n"]:
        low = found["n"].lower()
        return _ROMAN.get(low) or ("abcdef".find(low) + 1) or int(number(low))
    if found["ord"]:
        return ordinal(found["ord"])
    return 1 if found["former"] else count if count == 2 else 0


def _shares(reading: Reading, own: list[Sentence], marks: list[_Mark], count: int) -> Iterator[Person]:
    """The marked patients, each with what is told of it alone and what is told of all; the others stay untold."""
    alone: dict[int, list[tuple[int, int]]] = {one.number: [] for one in sorted(marks, key=lambda one: one.number)}
    shared: list[tuple[int, int]] = []
    by_sex = _one_of_each_sex(marks)
    current: int | None = None
    for sentence in own:
        inside = sorted(mark for mark in marks if sentence.start <= mark.at < sentence.end)
        if inside and _one_list(reading.text, inside):
            shared.append((sentence.start, sentence.end))
            current = None
        elif inside:
            for mark, start, stop in _between(reading.text, inside, sentence):
                alone[mark.number].append((start, stop))
            current = inside[-1].number if len({one.number for one in inside}) == 1 else None
        elif sentence.title or reading.has("shared", sentence.start, sentence.end) or _plural(reading, sentence):
            shared.append((sentence.start, sentence.end))
        elif index := current or _by_pronoun(reading, sentence, by_sex):
            alone[index].append((sentence.start, sentence.end))
    for index, pieces in alone.items():
        found = tuple(mark.age for mark in sorted(marks) if mark.number == index and mark.age)
        everything = tuple(sorted({*pieces, *shared}))
        yield Person(index, everything, found, sexes.of_person(reading, found, pieces), (index, count))


def _one_list(text: str, inside: list[_Mark]) -> bool:
    """Whether the patients of a sentence are only enumerated by age, and all else in it is said of all."""
    aged = [(mark.age, mark.number) for mark in inside if mark.age]
    gaps = [text[one.end : other.start] for (one, _), (other, _) in pairwise(aged)]
    return len({index for _, index in aged}) > 1 and all(len(gap) <= 20 for gap in gaps)


def _between(text: str, inside: list[_Mark], sentence: Sentence) -> Iterator[tuple[_Mark, int, int]]:
    """Cut a sentence that tells of several patients before each of them."""
    for place, mark in enumerate(inside):
        start = sentence.start if place == 0 else mark.at
        stop = inside[place + 1].at if place + 1 < len(inside) else sentence.end
        yield mark, start, stop


_PLURALS = Phrase(r"\b(?:patients|cases|men|women|they|them|their|tumou?rs|lesions)\b")


def _plural(reading: Reading, sentence: Sentence) -> bool:
    return bool(_PLURALS.search(reading, sentence.start, sentence.end)) or reading.has("respectively", *sentence[:2])


def _one_of_each_sex(marks: list[_Mark]) -> dict[str, int]:
    sexes: dict[str, set[int]] = {}
    for mark in marks:
        if mark.age and mark.age.sex:
            sexes.setdefault(mark.age.sex, set()).add(mark.number)
    return {sex: numbers.pop() for sex, numbers in sexes.items() if len(numbers) == 1}


def _by_pronoun(reading: Reading, sentence: Sentence, by_sex: dict[str, int]) -> int | None:
    kinds = {one.name for kind in ("pronoun", "sex") for one in reading.mentions(kind, sentence.start, sentence.end)}
    return by_sex.get(kinds.pop()) if len(kinds) == 1 else None
