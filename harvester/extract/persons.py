"""Age, the lesion that the age belongs to, and sex of one own patient."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .ages import Age
from .assertion import of_family
from .episodes import Story
from .origins import Origin
from .patients import Person
from .reading import Finding, Reading, Sentence
from .vocabulary import Mention


def find(reading: Reading, person: Person, story: Story, origin: Origin) -> Iterator[Finding]:
    """`age_years`, `age_at` and `sex` of one patient."""
    age = _age(reading, person, story, origin)
    if age:
        when, chosen = age
        place = ((chosen.start, chosen.end),)
        yield Finding("age_years", chosen.years, place, "ages.stated")
        yield Finding("age_at", when, place, "ages.lesion")
    sex = person.sex or _sex(reading, person)
    if sex:
        yield Finding("sex", sex[0], (sex[1:],), "ages.sex")


def _age(reading: Reading, person: Person, story: Story, origin: Origin) -> tuple[str, Age] | None:
    """The age at the lesion at the target where it is stated, else the first one stated."""
    dated = [(_lesion(reading, age, story, origin), age) for age in person.ages]
    inside = [one for one in dated if not reading.sentence_at(one[1].start).title] or dated
    return next((one for one in inside if one[0] == "spinal lesion"), next(iter(inside), None))


_PAST = re.compile(
    r"\b(?:years?\s+(?:after|following|since|post)|months?\s+(?:after|following)|years?\s+back"
    r"|known\s+case|earlier|previously|ago|history\s+of|had\s+(?:undergone|been)|previous|prior)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:presented|admitted|referred|complain\w*|with\s+(?:a\s+)?(?:\w+\s+){0,3}(?:pain|weakness"
    r"|paraparesis)|developed|suffer\w*|metasta\w*)\b",
    re.IGNORECASE,
)


def _lesion(reading: Reading, age: Age, story: Story, origin: Origin) -> str:
    if story.whole is not None:
        return (
            "spinal lesion"
            if origin.lesion
            else "primary"
            if reading.has("diagnosis", 0, len(reading.text))
            else "report"
        )
    sentence = reading.sentence_at(age.start)
    rest = reading.text[age.end : sentence.end]
    if sentence.title:
        return "report"
    if not age.introduced:
        return "spinal lesion" if _target_nearer(story, age) else "primary"
    if (
        _target_nearer(story, age)
        or _of_the_cord(reading, story, sentence)
        or (_PAST.search(rest) and _NOW.search(rest))
    ):
        return "spinal lesion"
    return "primary" if _told_first(story, age) else "spinal lesion"


CORD = ("weakness", "sensory loss", "gait disturbance", "sphincter disturbance", "myelopathy")


def _of_the_cord(reading: Reading, story: Story, sentence: Sentence) -> bool:
    """Whether the person comes with symptoms of the cord, and nothing else is named in the sentence."""
    markers = [there for clause in story.clauses for at, there in clause.markers if sentence.start <= at < sentence.end]
    symptoms = reading.mentions("symptom", sentence.start, sentence.end)
    return any(one.name in CORD for one in symptoms) and all(markers)


def _target_nearer(story: Story, age: Age) -> bool:
    clause = next((one for one in story.clauses if one.start <= age.start < one.end), None)
    return bool(clause and clause.markers and clause.markers[0][1] and not clause.past)


def _told_first(story: Story, age: Age) -> bool:
    """Whether the first marker from the age on speaks of the primary, and as of now."""
    for clause in story.clauses:
        for at, there in clause.markers:
            if at >= age.start:
                return not there and not clause.past
    return False


def _sex(reading: Reading, person: Person) -> tuple[str, int, int] | None:
    said = next((age for age in person.ages if age.sex), None)
    if said:
        return said.sex, said.sex_start, said.sex_end
    for kind in ("sex", "pronoun"):
        found = [
            one for start, end in person.pieces for one in reading.mentions(kind, start, end) if _of_one(reading, one)
        ]
        if found:
            most, _ = Counter(one.name for one in found).most_common(1)[0]
            one = next(one for one in found if one.name == most)
            return one.name, one.start, one.end
    return None


def _of_one(reading: Reading, one: Mention) -> bool:
    return not of_family(reading, one.start) and not _of_many(reading.text, one.start, one.end)


def _of_many(text: str, start: int, end: int) -> bool:
    return text[start:end].lower() in ("men", "women", "males", "females") or bool(
        re.match(r"\s*(?:predominan|preponder|to\s+female|:|ratio)", text[end : end + 14], re.IGNORECASE)
    )
