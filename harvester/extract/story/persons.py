"""Age and sex of one own patient."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..origin.origins import Origin
from ..people.ages import Age
from ..people.patients import Person
from ..text.reading import Finding, Reading
from . import events
from .episodes import Story


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
    dated = [(events.event(reading, age, story, origin), age) for age in person.ages if not _at_death(reading, age)]
    inside = [one for one in dated if not reading.sentence_at(one[1].start).title] or dated
    return next((one for one in inside if one[0] == "spinal lesion"), next(iter(inside), None))


_DIED = re.compile(r"\b(?:died|death|deceased|passed\s+away|succumbed)\b[^.;]{0,80}$", re.IGNORECASE)


def _at_death(reading: Reading, age: Age) -> bool:
    if age.sex:
        return False
    return bool(_DIED.search(reading.text[max(reading.sentence_at(age.start).start, age.start - 100) : age.start]))
