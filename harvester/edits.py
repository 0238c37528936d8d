"""An edited cases.xlsx or decisions.csv -> the decisions that its changes are.

A changed cell is one person's word on one field of one case; whatever else was changed is refused by row and column.
The file is compared with the series as it was when the file was written, so that what a refresh changed since is
nobody's edit, and the word says which value and which words its author had before them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile

import openpyxl

from .checks import check
from .errors import HarvesterError
from .export.cells import unneutralised
from .export.tables import cases
from .records import Case, Decision, Patient, Query, Refusal, Series, Value, Word
from .written import parse_value

SeriesAt = Callable[[datetime | None], Series]
"""The series as it was known at an instant, or as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a file says that the series does not: decisions to append, and what could not be taken as one."""

    decisions: tuple[Decision, ...]
    refusals: tuple[Refusal, ...]


def edited(path: Path) -> Literal["cases", "decisions", ""]:
    """Which of our own files it is, by what it holds; nothing for any other."""
    if path.suffix.lower() == ".xlsx":
        return "cases"
    with path.open("rb") as file:
        head = file.readline(400).decode("utf-8-sig", "replace").strip()
    return "decisions" if head.startswith("kind,subject,verdict,reason") else ""


def read_edits(path: Path, series_at: SeriesAt, by: str, at: datetime) -> Edits:
    """The decisions that an edited file makes, by whom and when; HarvesterError where it is none of ours."""
    if not by or by.startswith("rule:"):
        raise HarvesterError(f"--by {by!r}: an edit takes the name of a person; give yours with --by")
    found = list(_of_cases(path, series_at, by, at) if edited(path) == "cases" else _of_decisions(path, series_at))
    return Edits(
        decisions=tuple(one for one in found if isinstance(one, Decision)),
        refusals=tuple(one for one in found if isinstance(one, Refusal)),
    )


# ------------------------------------------------------------------------------------------------------- decisions.csv


def _of_decisions(path: Path, series_at: SeriesAt) -> Iterator[Decision | Refusal]:
    """The rows by people that the log does not have yet; a row of a rule is the rule's own to say."""
    series = series_at(None)
    known = set(series.decisions)
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    for number, row in enumerate(rows, start=1):
        try:
            one = _decision({name: unneutralised(cell or "") for name, cell in row.items() if name}, series.query)
        except (ValueError, KeyError, TypeError) as error:
            yield Refusal(source=path.name, why=f"no decision: {error}; mend the row", position=number)
            continue
        if one.by_person and one not in known:
            yield one


def _decision(row: Mapping[str, str], query: Query) -> Decision:
    at = datetime.fromisoformat(row["at"])
    verdict = row["verdict"].strip()
    kind = row["kind"].strip()
    if verdict not in VERDICTS or kind not in _KINDS:
        raise ValueError(f"kind {kind!r} and verdict {verdict!r}")
    if not row["subject"].strip() or not row["by"].strip():
        raise ValueError("it names no subject or nobody")
    field = (row.get("field") or "").strip()
    return Decision(
        kind=_KINDS[kind],
        subject=row["subject"].strip(),
        verdict=VERDICTS[verdict],
        reason=row["reason"],
        score=float(row["score"]) if row["score"] else None,
        by=row["by"],
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        field=field,
        value=parse_value(row.get("value") or "", field, query),
        was=parse_value(row.get("was") or "", field, query),
        quote=row.get("quote") or "",
        saw=row.get("saw") or "",
    )


_KINDS: Mapping[str, Literal["screen", "same report", "same case", "check"]] = {
    "screen": "screen",
    "same report": "same report",
    "same case": "same case",
    "check": "check",
}
VERDICTS: Mapping[str, Word] = {"yes": "yes", "no": "no", "unsure": "unsure", "undone": "undone"}
"""A verdict by the word that a person writes."""


# ---------------------------------------------------------------------------------------------------------- cases.xlsx


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """An edited workbook: the series it was written from, that one's rows as words, and who edited it when."""

    path: Path
    base: Series
    rows: Mapping[str, Mapping[str, str]]
    by: str
    at: datetime

    def refusal(self, number: int, why: str) -> Refusal:
        """What cannot be taken as an edit, by its row."""
        return Refusal(source=self.path.name, why=f"row {number}, {why}", position=number)


def _of_cases(path: Path, series_at: SeriesAt, by: str, at: datetime) -> Iterator[Decision | Refusal]:
    header, rows, about = _workbook(path)
    base = series_at(_instant(path, about))
    if about.get("query") != base.query.name:
        raise HarvesterError(f"{path}: is of the query {about.get('query')!r} and not of {base.query.name!r}")
    table = cases(base)
    written = ({str(name): str(row[name]) for name in table.columns} for _, row in table.iterrows())
    sheet = _Sheet(path=path, base=base, rows={row["patient_id"]: row for row in written}, by=by, at=at)
    patients = {patient.id: patient for patient in base.patients}
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, row, strict=False))
        patient = patients.get(cells.get("patient_id", ""))
        if patient is None:
            named = cells.get("patient_id", "")
            yield sheet.refusal(number, f"no patient {named!r} was in this table: rows cannot be added")
        else:
            yield from _of_row(sheet, number, cells, patient)


def _workbook(path: Path) -> tuple[list[str], list[list[str]], dict[str, str]]:
    """The header, the rows, and what the sheet `about` says, all as words."""
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {name: [[_words(cell) for cell in row] for row in book[name].values] for name in book.sheetnames}
        book.close()
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise HarvesterError(f"{path}: is no workbook that can be read ({error}); save it as .xlsx again") from error
    if not sheets.get("cases") or not sheets.get("about"):
        raise HarvesterError(f"{path}: lacks the sheet cases or about; edit a cases.xlsx that harvester wrote")
    about = {row[0]: row[1] for row in sheets["about"] if len(row) > 1}
    header, *rows = sheets["cases"]
    return header, [row for row in rows if any(row)], about


def _words(cell: Any) -> str:
    """A cell as the words it was written in: 48.0 is 48, TRUE is yes, an apostrophe against formulas falls away."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unneutralised(str(cell)).strip()


def _instant(path: Path, about: Mapping[str, str]) -> datetime:
    try:
        return datetime.fromisoformat(about.get("as_of", ""))
    except ValueError as error:
        raise HarvesterError(
            f"{path}: its sheet about says no moment; edit a cases.xlsx that harvester wrote"
        ) from error


def _of_row(sheet: _Sheet, number: int, cells: Mapping[str, str], patient: Patient) -> Iterator[Decision | Refusal]:
    """The changed cells of a row; a column that is left out, and a row that is, mean nothing."""
    for column, was in sheet.rows[patient.id].items():
        if column not in cells or cells[column] == _words(was):
            continue
        if column not in sheet.base.query.fields:
            yield sheet.refusal(number, f"column {column}: is no field; correct the source, or decide with `decide`")
            continue
        try:
            value = parse_value(cells[column], column, sheet.base.query)
        except ValueError as error:
            yield sheet.refusal(number, f"column {column}: {error}")
            continue
        said = _check(sheet, _giver(patient, column), column, value)
        if not _alike(said.value, said.was):
            yield said


def _giver(patient: Patient, field: str) -> Case:
    """The case that the cell's value came from, the most informative one where none states it."""
    if field == "age_at":
        field = "age_years"
    return next((case for case in patient.cases if case.value(field) is not None), patient.cases[0])


def _alike(value: Value | None, was: Value | None) -> bool:
    if isinstance(value, tuple) and isinstance(was, tuple):
        return set(value) == set(was)
    return value == was


def _check(sheet: _Sheet, case: Case, field: str, value: Value | None) -> Decision:
    """A person's word on a field of a case: what was there is wrong, and where nothing was, this is right."""
    record = next(report.record for report in sheet.base.reports if report.record.pmid == case.pmid)
    said = Decision(
        kind="check",
        subject=case.key,
        verdict="yes" if case.value(field) is None else "no",
        reason="edited in cases.xlsx",
        by=sheet.by,
        at=sheet.at,
    )
    return check(said, record, case.extractions, field, value)
