"""A Series -> series.html: the table and the words behind each value in one file that needs no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import pandas as pd
from jinja2 import Environment
from markupsafe import Markup

from ..link.subjects import key_order
from ..records import Case, Extraction, Patient, Record, Series
from .cells import cell
from .tables import value_of


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its name, the field it is of where its values have words, and in how many rows it is stated."""

    name: str
    field: str = ""
    stated: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A patient: the name of the row, its standing, and its cells."""

    id: str
    called: str
    standing: str
    cells: tuple[str, ...]


def series_html(series: Series, table: pd.DataFrame) -> bytes:
    """The page of a series and its case table.

    Nothing of the literature is mark-up in it, and it runs no script but its own (CSP).
    """
    fields = series.query.fields
    records = {report.record.pmid: report.record for report in series.reports}
    named = sorted({case.pmid for patient in series.patients for case in patient.cases}, key=key_order)
    places = {pmid: n for n, pmid in enumerate(named)}
    data = {
        "texts": [{"pmid": pmid, "called": _called(records[pmid]), "text": records[pmid].text} for pmid in named],
        "words": {patient.id: dict(_words(patient, fields, places)) for patient in series.patients},
    }
    style, script = _asset("evidence.css") + _asset("series.css"), _asset("series.js")
    page: str = _template().render(
        title=series.query.title,
        told=_told(series),
        columns=_columns(table, fields),
        rows=[_row(row, fields) for row in table.to_dict("records")],
        data=Markup(_json(data)),  # noqa: S704 - every < of it is escaped
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_digest=_digest(style),
        script_digest=_digest(script),
    )
    return page.encode()


def _told(series: Series) -> str:
    flow = series.flow
    standing = ((flow.retracted_patients, "retracted"), (flow.concern_patients, "under an expression of concern"))
    of_them = "".join(f", {n} of them {what}" for n, what in standing if n)
    waits = f"; {flow.unsure} further reports wait for a person" if flow.unsure else ""
    known = f", as of {series.known_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if series.known_at else ""
    return f"{flow.included_patients} patients{of_them}, in {flow.included_reports} reports{waits}{known}."


_BESIDE = ("pmids", "patient_id")
_BEHIND = ("status", "checked_by")
"""The columns of cases.csv before and after those of the fields."""


def _columns(table: pd.DataFrame, fields: Iterable[str]) -> list[_Column]:
    stated = (_Column(field, field, int((table[field] != "").sum())) for field in fields)
    return [_Column("report"), *map(_Column, _BESIDE), *stated, *map(_Column, _BEHIND)]


def _row(row: Mapping[Hashable, Any], fields: Iterable[str]) -> _Row:
    return _Row(
        id=row["patient_id"],
        called=f"{row['first_author']} {row['year']}".strip() or row["pmids"],
        standing=row["status"],
        cells=tuple(row[name] for name in (*_BESIDE, *fields, *_BEHIND)),
    )


def _called(record: Record) -> str:
    first = record.authors[0].name if record.authors else ""
    return " ".join(filter(None, (first, cell(record.year)))) or record.pmid


def _words(patient: Patient, fields: Iterable[str], places: Mapping[str, int]) -> Iterator[tuple[str, list[list[Any]]]]:
    """Field -> a list a case that states it: report, value where it differs from the row's, person, spans as pairs."""
    for field in fields:
        shown = cell(value_of(patient.cases, field))
        told = [(case, found) for case in patient.cases for found in case.extractions if found.field == field]
        if told:
            yield field, [_proof(case, found, shown, places) for case, found in told]


def _proof(case: Case, found: Extraction, shown: str, places: Mapping[str, int]) -> list[Any]:
    value = cell(found.value)
    by = "" if found.rule_version else found.rule
    spans = (at for span in found.spans for at in (span.start, span.end))
    return [places[case.pmid], "" if value == shown else value, by, *spans]


def _json(data: object) -> str:
    """JSON that ends no script element: HTML reads `</script` before JSON is read."""
    return msgspec.json.encode(data).decode().replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text("utf-8")


@cache
def _template() -> Any:
    return Environment(autoescape=True, trim_blocks=False).from_string(_asset("series.html"))
