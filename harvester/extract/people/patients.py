"""The report's own patients: how many there are, and which part of the text tells of which of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..text.phrases import Phrase
from ..text.reading import Finding, Pieces, Reading, Sentence, remembered
from . import headcount, reviewed, sexcounts, sexes, shares
from .ages import Age, ages
from .voices import Told, voice

CUES = shares.CUES
Person = shares.Person


class People(NamedTuple):
    """All own patients: the number with its words (None where not told), and those who are told one by one."""

    size: Finding | None
    persons: tuple[Person, ...]
    told: tuple[Told, ...]

    @property
    def own(self) -> Pieces:
        """Every part of the text that speaks of the report's own patients, title first."""
        return tuple((one.sentence.start, one.sentence.end) for one in self.told if one.voice == "own")


@remembered
def people(reading: Reading) -> People:
    """Who the report's own patients are."""
    told = reviewed.left_out(reading, tuple(Told(one, voice(reading, one)) for one in reading.sentences))
    persons = _introduced(reading, told)[: sexcounts.MOST_ROWS]  # no abstract tells of more, one by one
    count = headcount.count(reading, told, _distinct(reading, persons))
    if count is None:
        return People(None, _by_title(reading, told), told)
    if int(count.value) <= _FEW:  # type: ignore[arg-type]
        told = reviewed.many_left_out(reading, told, int(count.value))  # type: ignore[arg-type]
    return People(count, _persons(reading, told, persons, int(count.value)), told)  # type: ignore[arg-type]


_ONE_CASE = Phrase(
    r"\b(?:metastas[ie]s|metastatic|dissemination|recurrence|seeding|spread)\b[^.]{0,60}\b(?:of|from|in|to)\s"
    r"|\bwith\s+(?:[\w-]+\s+){0,3}metastas[ie]s\b|\b(?:presenting|mimicking|manifest\w+|masquerading|simulating|revealed)\b"
)
_NO_CASE = Phrase(
    r"\b(?:review|treatments?|management|therapy|guidelines?|diagnosis|imaging|patients|cases|series|study|studies|tumou?rs|meningiomas"
    r"|h[a]?emangiopericytomas|observations|surgery|radiosurgery|radiotherapy|outcomes?|results|risk|factors|patterns|mechanisms?|genetics?"
    r"|biology|models?|mice|rat|dogs?|letter|reply|comments?|editorial|re|correction|erratum|retract\w+|response|neoplasms|sarcomas|role|incidence)\b|\?"
)


def _by_title(reading: Reading, told: tuple[Told, ...]) -> tuple[Person, ...]:
    """The one patient of a report that is known only by a title in the singular."""
    if (
        any(not one.sentence.title for one in told)
        or not told
        or not _ONE_CASE.search(reading)
        or _NO_CASE.search(reading)
    ):
        return ()
    pieces = tuple((one.sentence.start, one.sentence.end) for one in told)
    return (Person(1, pieces, (), sexes.of_person(reading, (), pieces)),)


_FEW = 5
"""In a report of so many patients a greater number is of others."""


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
    names = [shares.name_of(reading, age) for age in inside]
    return [age for at, age in enumerate(inside) if at == 0 or _another(reading, inside[: at + 1], names[: at + 1])]


_NEXT = re.compile(
    r"\b(?:an?|another|second|third|one|other|case\s+\w+|patient\s+\w+)\W+(?:[\w-]+\W+){0,2}$|\(\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:\band|[,&;])\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


def _another(reading: Reading, inside: list[Age], names: list[int]) -> bool:
    """Whether the last age is of another person than those before it."""
    *before, age = inside
    if age.listed and before[-1].listed == age.listed and age.start - before[-1].end <= LIST_GAP:
        return True
    if names[-1] > 1 and names[-1] not in names[:-1]:
        return True
    if any(other.years == age.years and (other.sex == age.sex or not (other.sex and age.sex)) for other in before):
        return False
    if age.listed and before[-1].listed != age.listed:
        return True
    if age.sex and all(other.sex and other.sex != age.sex for other in before):
        return True
    words = reading.text[max(0, age.start - 30) : age.start]
    return bool(_NEXT.search(words) or (_LISTED.search(words) and _in_a_list(age, before[-1])))


LIST_GAP = 12
"""How many characters may stand between two items of a list of ages."""


def _in_a_list(age: Age, last: Age) -> bool:
    """Whether an age behind a comma or `and` has its own noun, or only the number of a list (`34 and 56 years`)."""
    return age.sex_start > age.start or age.start - last.end <= LIST_GAP


def _persons(
    reading: Reading, told: tuple[Told, ...], persons: list[tuple[Age, bool]], count: int
) -> tuple[Person, ...]:
    own = [one.sentence for one in told if one.voice == "own"]
    if count == 1:
        pieces, found = tuple((one.start, one.end) for one in own), _every_age(reading, own)
        return (Person(1, pieces, found, sexes.of_person(reading, found, pieces)),)
    listed = sexcounts.of_all(reading, own, count)
    marked = tuple(shares.shares(reading, own, _distinct(reading, persons), count))[: sexcounts.MOST_ROWS]
    if not marked:
        return tuple(Person(index, (), (), sex) for index, sex in enumerate(listed.sexes, start=1))
    if len(listed.sexes) == count:
        marked = (*marked, *shares.untold(marked, count))
    return _all_sexed(reading, own, tuple(sorted(marked, key=lambda one: one.number)), listed)


def _all_sexed(
    reading: Reading, own: list[Sentence], persons: tuple[Person, ...], listed: sexcounts.Listed
) -> tuple[Person, ...]:
    """The persons with the sexes that are told of them by their place in a list, or left for those without one."""
    if any(one.sex is None for one in persons):
        told = dict(enumerate(listed.sexes, start=1)) if listed.ordered and len(listed.sexes) == len(persons) else {}
        told = told or sexcounts.by_role(reading, own, [next(iter(one.ages), None) for one in persons])
        persons = tuple(one if one.sex else one._replace(sex=told.get(one.number)) for one in persons)
    left = sexcounts.left_over(listed.sexes, [one.sex for one in persons])
    untold = [one for one in persons if not (one.sex or one.pieces)]
    if left or not untold:
        return tuple(one if one.sex else one._replace(sex=left) for one in persons)
    unknown = sum(not one.sex for one in persons) - len(untold)
    rest = iter(sexcounts.rest(listed.sexes, [one.sex for one in persons], unknown))
    return tuple(one._replace(sex=next(rest, None)) if one in untold else one for one in persons)


def _every_age(reading: Reading, own: list[Sentence]) -> tuple[Age, ...]:
    return tuple(age for sentence in own for age in ages(reading, sentence))
