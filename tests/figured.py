"""Series of patients whose values are given, for the tests of the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from harvester.export.figures import Figure, figures_of
from harvester.export.files import csv_bytes
from harvester.export.tables import cases
from harvester.query import find_query, read_query
from harvester.records import (
    Author,
    Case,
    Dates,
    Decision,
    Extraction,
    PartialDate,
    Patient,
    Query,
    Record,
    Search,
    Series,
    Standing,
    Value,
    Verdict,
)
from harvester.series import Harvest, build_series

QUERY = read_query(find_query("hpc-spine"))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

Person = tuple[Record, Patient]


def said(subject: str, verdict: Verdict = "yes") -> Decision:
    """A rule's word on a report, or that two records are the same one."""
    kind = "same report" if "=" in subject else "screen"
    return Decision(kind=kind, subject=subject, verdict=verdict, reason="r", by="rule:x/1", at=NOON)  # type: ignore[arg-type]


def person(
    number: int, *, standing: Standing = "active", author: str = "Tanaka K", year: int | None = 2000, **values: Value
) -> Person:
    """A patient of one report, with the values that it states."""
    pmid = str(number)
    dates = Dates(print=PartialDate(year=year)) if year else Dates()
    record = Record(pmid=pmid, title="Report", authors=(Author(collective=author),) if author else (), dates=dates)
    found = tuple(stated(pmid, field, value) for field, value in values.items())
    return record, Patient(id=f"P{pmid}-1", cases=(Case(pmid=pmid, number=1, extractions=found),), standing=standing)


def stated(pmid: str, field: str, value: Value) -> Extraction:
    """A value that a person gave."""
    return Extraction(pmid=pmid, case=1, field=field, value=value, spans=(), rule="Anna", rule_version="")


def series(*people: Person, query: Query = QUERY) -> Series:
    """A series of those patients; their reports are all included."""
    numbers = tuple(record.pmid for record, _ in people)
    found = Search(
        query=query.name,
        query_digest=query.digest,
        platform="PubMed",
        strategy="s",
        ran_at=NOON,
        count=len(numbers),
        pmids=numbers,
    )
    harvest = Harvest(
        query=query,
        searches=(found,),
        records=tuple(record for record, _ in people),
        extractions={},
        decisions=tuple(map(said, numbers)),
    )
    built = build_series(harvest)
    standings = {record.pmid: patient.standing for record, patient in people}
    reports = tuple(replace(one, standing=standings[one.record.pmid]) for one in built.reports)
    return replace(built, reports=reports, patients=tuple(patient for _, patient in people))


def figure(name: str, *people: Person, query: Query = QUERY) -> Any:
    """The numbers of one figure of a series of those patients."""
    made = series(*people, query=query)
    return next(one for one in figures_of(made, cases(made)) if one.name == name)


def rows(numbers: Figure) -> list[tuple[str, ...]]:
    """The table of a figure, without its head."""
    table = numbers.table()
    return [tuple(row) for row in csv.reader(io.StringIO(csv_bytes(table).decode(), newline=""))][1:]


def crowd(n: int) -> Iterator[Person]:
    """Patients whose values differ, some of each kind missing, with a name too long for its lane."""
    regions = ("cervical", "thoracolumbar junction", "cauda equina")
    for number in range(1, n + 1):
        told: dict[str, Value] = {
            "metastatic_to_spine": "yes",
            "spinal_levels": (f"T{number % 12 + 1}",) if number % 4 else (regions[number % 3],),
            "sex": "F" if number % 3 else "M",
            "age_years": 20 + number * 37 % 60,
            "age_at": "spinal lesion" if number % 5 else "primary",
            "interval_months": number * 53 % 240,
            "followup_months": number * 31 % 120,
            "outcome": ("died", "no evidence of disease", "alive with disease", "worse", "stable")[number % 5],
            "surgery": "yes",
            "radiosurgery": "no",
        }
        told = {field: value for at, (field, value) in enumerate(told.items()) if (number * 7 + at) % 11}
        author = "The Collaborative Group on Very Rare Tumours" if number % 9 == 0 else f"Surname-{number} AB"
        yield person(90_000_000 + number, author=author, year=1970 + number % 50, **told)  # type: ignore[arg-type]
