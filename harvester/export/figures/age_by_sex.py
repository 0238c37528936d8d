"""The ages of the patients of each sex; those of whom no sex is told are a group of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from ..cells import cell
from .people import People, Person, in_order, words_table

FIELDS = ("age_years", "sex")
AT_LESION = "spinal lesion"
NOT_STATED = "sex not stated"
CALLED: Mapping[str, str] = {"F": "female", "M": "male", "": NOT_STATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """A patient's age in years, and what it is the age at (`spinal lesion`, `primary`, `report`, or not said)."""

    id: str
    years: float
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBySex:
    """Sex -> ages, the youngest first, and sex -> ids of those without one; `tells_at`: the series says at what."""

    name: ClassVar[str] = "age-by-sex"
    title: ClassVar[str] = "Age by sex"
    ages: Mapping[str, tuple[Age, ...]]
    missing: Mapping[str, tuple[str, ...]]
    tells_at: bool
    people: People

    @property
    def drawn(self) -> int:
        """The patients with an age."""
        return sum(map(len, self.ages.values()))

    @property
    def notes(self) -> Sequence[str]:
        """Who is drawn and who is not, and what the ages are the ages at."""
        missing = sum(map(len, self.missing.values()))
        at = Counter(age.at for ages in self.ages.values() for age in ages)
        others = in_order(
            Counter({name or "not said": n for name, n in at.items() if name != AT_LESION}), ("primary", "report")
        )
        hollow = ", ".join(f"{name} (n = {n})" for name, n in others.items()) or "none"
        return (
            f"Patients with an age (n = {self.drawn}), not stated (n = {missing}). Box: median and quartiles, "
            f"whiskers: range. {self.people.left_out.note}".strip(),
            f"Filled: age at the {AT_LESION} (n = {at[AT_LESION]}); hollow: at another time: {hollow}."
            if self.tells_at
            else "",
        )

    def table(self) -> pd.DataFrame:
        """A row a patient, the drawn by sex and age; then those without an age, and those left out."""
        rows = [(age.id, sex, cell(age.years), age.at, "yes") for sex, ages in self.ages.items() for age in ages]
        rows += [(one, sex, "", "", "age not stated") for sex, ids in self.missing.items() for one in ids]
        rows += [(one, "", "", "", why) for one, why in self.people.rows()]
        return words_table(("patient_id", "sex", "age_years", "age_at", "drawn"), rows)


def age_by_sex(people: People, *, tells_at: bool) -> AgeBySex:
    """The numbers of the figure: groups F, M, any other word, and last those without a sex, each if there is anyone."""
    groups = in_order(Counter(person.word("sex") for person in people.active), ("F", "M"))
    if "" in groups:
        groups[""] = groups.pop("")
    of = {sex: [person for person in people.active if person.word("sex") == sex] for sex in groups}
    return AgeBySex(
        ages={sex: _ages(members) for sex, members in of.items()},
        missing={
            sex: tuple(person.id for person in members if person.number("age_years") is None)
            for sex, members in of.items()
        },
        tells_at=tells_at,
        people=people,
    )


def _ages(members: Sequence[Person]) -> tuple[Age, ...]:
    known = [
        Age(id=person.id, years=years, at=person.word("age_at"))
        for person in members
        if (years := person.number("age_years")) is not None
    ]
    return tuple(sorted(known, key=lambda age: age.years))
