"""Age and sex of one own patient."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from sys import maxsize

from ..origin.origins import Origin
from ..people.ages import Age
from ..people.patients import Person
from ..text.phrases import Phrase
from ..text.reading import Finding, Reading
from . import events
from .episodes import Story
from .steps import told


def find(reading: Reading, person: Person, story: Story, origin: Origin) -> Iterator[Finding]:
    """`age_years`, `age_at` and `sex` of one patient."""
    age = _age(reading, person, story, origin)
    if age:
        when, chosen = age
        place = ((chosen.start, chosen.end),)
        yield Finding("age_years", chosen.years, place, "ages.stated")
        yield Finding("age_at", when, place, "ages.lesion")
    if person.sex:
        yield Finding("sex", person.sex[0], (person.sex[1:],), "ages.sex")


def _age(reading: Reading, person: Person, story: Story, origin: Origin) -> tuple[str, Age] | None:
    """The age at the lesion at the target where it is stated, else the first one stated; never that at death."""
    dated = [(_event(reading, age, story, origin), age) for age in person.ages if not _at_death(reading, age)]
    if all(_now(reading, age) for age in person.ages) and (born := _newborn(reading, person)):
        return "spinal lesion" if story.whole is None or origin.lesion else "report", born
    if origin.verdict == "yes":
        dated = _in_turn(reading, dated)
    inside = [one for one in dated if not reading.sentence_at(one[1].start).title] or dated
    return next((one for one in inside if one[0] == "spinal lesion"), next(iter(inside), None))


def _in_turn(reading: Reading, dated: list[tuple[str, Age]]) -> list[tuple[str, Age]]:
    """Of a patient with an age at the primary, an older one is of the lesion at the target where that came later."""
    starts = [*sorted(age.start for _, age in dated), maxsize]

    def came(age: Age) -> bool:
        return _came(reading, age, starts[min(bisect_right(starts, age.start), len(starts) - 1)])

    first = min((age.years for when, age in dated if when == "primary"), default=None)
    dated = [
        ("spinal lesion", age)
        if first is not None and when == "primary" and age.years > first and (age.introduced or came(age))
        else (when, age)
        for when, age in dated
    ]
    if any(when == "spinal lesion" and not age.introduced and came(age) for when, age in dated):
        dated = [(_told_again(when, age), age) for when, age in dated]
    return dated


def _told_again(when: str, age: Age) -> str:
    """The age that a patient has in the report is no more that at the lesion where another dates it."""
    return "report" if age.introduced and when == "spinal lesion" else when


def _came(reading: Reading, age: Age, following: int) -> bool:
    """Whether the words behind an age, up to the next, tell of the target: `At the age of 58 she had weak legs`."""
    sentence = reading.sentence_at(age.start)
    if _HAD.search(reading.text[max(sentence.start, age.start - 90) : age.start]):
        return False
    clause = _CLAUSE.search(reading.low, max(sentence.start, age.start - 90), age.start)
    if clause and not age.introduced and told(reading, clause.start(), age.start) == "target":
        return True  # `metastasis to L1 was found at the age of 45`
    return told(reading, age.end, min(sentence.end, following)) == "target"


_CLAUSE = re.compile(
    r"\b(?:metasta\w+|recurr\w+|deposits?|dissemination|lesion)\b[^.;,]{0,60}\b(?:found|detected|diagnosed|discovered|occurred|appeared|developed|seen|noted"
    r"|at)\s+(?:at\s+)?(?:the\s+)?(?:(?:age\s+of|aged?)\s*)?$"
)
_HAD = re.compile(
    r"\bhad\s+(?:been|undergone|had|developed)\b(?![^.;]*\b(?:was|developed|presented|noticed|returned)\s)[^.;]{0,80}$",
    re.IGNORECASE,
)
"""What had happened before, as the age is told: `whose metastasis had been removed at the age of 51`."""


def _now(reading: Reading, age: Age) -> bool:
    """Whether it is the age at the time of the report: `The boy, now 4 years of age`."""
    return bool(_STILL.search(reading.text, max(0, age.start - 16), age.start))


_STILL = re.compile(r"\b(?:now|currently|today|at\s+present)\s+(?:an?\s+|aged\s+)?$", re.IGNORECASE)
_NEWBORN = Phrase(
    r"\b(?:an?|this|the|our)\s+(?:[\w.-]+\s+){0,3}?(?P<born>neonate\b|newborn\b(?!\s+(?:period|screening|unit|care|intensive)))"
)


def _newborn(reading: Reading, person: Person) -> Age | None:
    """The age of a newborn, which is 0, where no other is told."""
    titles = [one for one in reading.sentences if one.title]
    for start, end in person.pieces:
        found = _NEWBORN.search(reading, start, end)
        if found and not (titles and start < titles[-1].end):
            return Age(*found.span("born"), years=0, introduced=True)
    return None


_DEED = Phrase(
    r"\b(?:underwent|undergone|operated|resect\w+|remov\w+|excis\w+|treated|\w+ectomy|craniotomy|laparotomy|thoracotomy)\b"
)


def _event(reading: Reading, age: Age, story: Story, origin: Origin) -> str:
    """The event of an age; where it is left open what metastasised, an operation elsewhere that came first is one."""
    when = events.event(reading, age, story, origin)
    sentence = reading.sentence_at(age.start)
    if story.apart is story or not _DEED.search(reading, sentence.start, sentence.end):
        return when
    return events.event(reading, age, story.apart, origin)


_DIED = re.compile(r"\b(?:died|death|deceased|passed\s+away|succumbed)\b[^.;]{0,80}$", re.IGNORECASE)


_STILL_ALIVE = Phrase(
    r"(?:\s+years?(?:\s+of\s+age|\s+old)?)?,?\s+(?:s?he|the\s+patient)\s+(?:was|is|remain(?:s|ed))\s+(?:still\s+)?(?:alive|living|well\b|free\s+of\s+(?:disease|tumou?r|recurr))"
)
"""`At 36 she was still alive`."""


def _at_death(reading: Reading, age: Age) -> bool:
    if age.sex:
        return False
    if _STILL_ALIVE.match(reading, age.end):
        return True
    return bool(_DIED.search(reading.text[max(reading.sentence_at(age.start).start, age.start - 100) : age.start]))
