"""Whom the figures count: the active patients, and how many are left out for the standing of their reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from ...records import Query, Series, Standing, Value
from ..tables import value_of


class Numbers(Protocol):
    """The numbers of one figure: what its drawing is given, and what its CSV holds."""

    @property
    def name(self) -> str:
        """The name of its files: `spinal-levels`."""

    @property
    def title(self) -> str:
        """The words above it."""

    @property
    def notes(self) -> Sequence[str]:
        """The lines below it: how many are drawn, how many are missing or left out, and what it does not say."""

    @property
    def drawn(self) -> int:
        """How many patients are drawn; none makes an empty figure that says so."""

    def table(self) -> pd.DataFrame:
        """All numbers that are drawn, as words, with a row for whatever is not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A patient as their row of cases.csv has them: the earliest report, and the values of the fields asked for."""

    id: str
    first_author: str
    year: int | None
    values: Mapping[str, Value]

    def number(self, field: str) -> float | None:
        """The value of a field of numbers, None where it is not stated."""
        value = self.values.get(field)
        return float(value) if isinstance(value, int | float) else None

    def word(self, field: str) -> str:
        """The value of a field of one word, empty where it is not stated."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    def words(self, field: str) -> tuple[str, ...]:
        """The values of a field of several words, none where it is not stated."""
        value = self.values.get(field)
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How many (patients, or reports) no figure draws: all that tells of them is retracted or under concern."""

    retracted: int = 0
    concern: int = 0

    @property
    def note(self) -> str:
        """`Left out: 3 retracted, 1 under concern.`, empty where there are none."""
        told = [f"{n} {what}" for what, n in self.rows() if n]
        return f"Left out: {', '.join(told)}." if told else ""

    def rows(self) -> Iterator[tuple[str, int]]:
        """What a CSV says of them: the words and the count, a count of 0 too."""
        yield "retracted", self.retracted
        yield "under concern", self.concern


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The patients that figures count, in the order of cases.csv, and the ids of those they do not."""

    active: tuple[Person, ...]
    retracted: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()

    @property
    def left_out(self) -> LeftOut:
        """How many are left out."""
        return LeftOut(retracted=len(self.retracted), concern=len(self.concern))

    def rows(self) -> Iterator[tuple[str, str]]:
        """What a CSV with a row a patient says of those left out: the id and the reason; no value of theirs."""
        yield from ((one, "retracted") for one in self.retracted)
        yield from ((one, "under concern") for one in self.concern)


def people(series: Series, table: pd.DataFrame) -> People:
    """The patients of a series by standing; `table` is its case table, a row each in the same order."""
    by_standing: dict[Standing, list[Person]] = {"active": [], "retracted": [], "concern": []}
    rows = zip(series.patients, table["first_author"], table["year"], strict=True)
    for patient, author, year in rows:
        stated = ((field, value_of(patient.cases, field)) for field in series.query.fields)
        values = {field: value for field, value in stated if value is not None}
        person = Person(id=patient.id, first_author=author, year=int(year) if year else None, values=values)
        by_standing[patient.standing].append(person)
    return People(
        active=tuple(by_standing["active"]),
        retracted=tuple(one.id for one in by_standing["retracted"]),
        concern=tuple(one.id for one in by_standing["concern"]),
    )


def event(query: Query) -> str:
    """What `interval_months` is the interval to, in words."""
    return "spinal metastasis" if query.target.field == "metastatic_to_spine" else "metastasis"


def in_order(counts: Mapping[str, int] | Counter[str], order: Sequence[str]) -> dict[str, int]:
    """Words and counts: the known words as ordered, any others behind them by the alphabet."""
    known = {word: counts[word] for word in order if word in counts}
    return known | {word: counts[word] for word in sorted(counts) if word not in known}


def words_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """A table of words, as those of the other exports are."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)
