"""A ledger of known cases, kept by people as CSV, -> its rows as facts that criteria can be asked of.

The columns are those of data/known_cases.csv. A row is a report: one patient, or several who could not be told apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import HarvesterError

Facts = Mapping[str, tuple[str | float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report of the ledger; `n_patients` and `year` are None where it does not say, `facts` hold what it does."""

    key: str
    first_author: str = ""
    year: int | None = None
    journal: str = ""
    title: str = ""
    pmid: str = ""
    doi: str = ""
    n_patients: int | None = None
    facts: Facts = field(default_factory=dict)


def read_ledger(path: Path, target: str) -> tuple[Row, ...]:
    """The rows of a ledger whose column `target` says whether the case is one of the query's.

    Raises HarvesterError with file, line and column where it is no such table.
    """
    reader = csv.DictReader(io.StringIO(_read(path), newline=""), strict=True)
    try:
        _check_columns(path, reader.fieldnames or (), target)
        return tuple(_rows(path, reader))
    except csv.Error as error:
        raise HarvesterError(f"{path}: line {reader.reader.line_num}: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise HarvesterError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise HarvesterError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


_NEEDED = ("key", "first_author", "year", "pmid", "doi", "n_patients")


def _check_columns(path: Path, columns: Iterable[str], target: str) -> None:
    lacking = [name for name in (*_NEEDED, target) if name not in columns]
    if lacking:
        raise HarvesterError(f"{path}: line 1: no column {', '.join(lacking)}; the columns are in data/known_cases.md")


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[Row]:
    keys: set[str] = set()
    for cells in reader:
        where = f"{path}: line {reader.line_num}"
        _check_cells(where, cells, keys)
        keys.add(cells["key"])
        yield Row(
            key=cells["key"],
            first_author=cells["first_author"],
            year=_whole(where, "year", cells),
            journal=cells.get("journal", ""),
            title=cells.get("title_short", ""),
            pmid=cells["pmid"],
            doi=cells["doi"],
            n_patients=_whole(where, "n_patients", cells),
            facts=dict(_facts(where, cells)),
        )


def _check_cells(where: str, cells: Mapping[str | None, object], keys: set[str]) -> None:
    if None in cells or None in cells.values():
        raise HarvesterError(f"{where}: the row has not as many cells as the first line has columns")
    if not cells["key"]:
        raise HarvesterError(f"{where}: column key: empty, expected a name of the row")
    if cells["key"] in keys:
        raise HarvesterError(f"{where}: column key: {cells['key']!r} stands there a second time")


def _whole(where: str, column: str, cells: Mapping[str, str]) -> int | None:
    written = cells[column]
    if written and not (written.isascii() and written.isdigit()):
        raise HarvesterError(f"{where}: column {column}: found {written!r}, expected a whole number or nothing")
    return int(written) if written else None


_NUMBERS = frozenset({"n_patients", "age_years", "interval_months", "followup_months"})
_ABOUT_THE_REPORT = frozenset({*_NEEDED, "journal", "title_short", "pmcid", "read", "notes"}) - {"n_patients"}


def _facts(where: str, cells: Mapping[str, str]) -> Iterator[tuple[str, tuple[str | float, ...]]]:
    """What a criterion can be asked of; an empty cell is a field not stated."""
    for column, written in cells.items():
        if written and column in _NUMBERS:
            yield column, (_number(where, column, written),)
        elif written and column not in _ABOUT_THE_REPORT:
            yield column, tuple(part.strip() for part in written.split(";"))


def _number(where: str, column: str, written: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise HarvesterError(f"{where}: column {column}: found {written!r}, expected a number") from error
