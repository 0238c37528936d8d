"""What was scanned of PubMed's bulk files for a question, and what they told of its records; rows are only ever added.

A question is a query and what was asked, its strategy and limits by their digest: one that is edited begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from . import tables as t
from .batches import add, add_numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A bulk file that was applied for a question: what it is, how many articles it holds, and when."""

    query: str
    asked: str
    year: int
    number: int
    name: str
    size: int
    md5: str
    articles: int
    at: datetime


def scanned_files(connection: Connection, query: str) -> tuple[Scanned, ...]:
    """The files applied for a query, whatever was asked, by year and number."""
    wanted = select(*(t.bulk_files.c[name] for name in Scanned.__slots__)).where(t.bulk_files.c.query == query)
    rows = connection.execute(wanted.order_by(t.bulk_files.c.year, t.bulk_files.c.number))
    return tuple(Scanned(**row) for row in rows.mappings())


def keep_scanned(connection: Connection, file: Scanned, found: Iterable[str], lost: Iterable[str]) -> None:
    """Write down that a file was applied, the PMIDs found in it, and those found before that are not any more."""
    (number,) = add_numbered(connection, t.bulk_files, [{name: getattr(file, name) for name in Scanned.__slots__}])
    told = [(pmid, 1) for pmid in found] + [(pmid, 0) for pmid in lost]
    add(connection, t.bulk_told, [{"file_id": number, "pmid": pmid, "found": one} for pmid, one in told])


def found_by_scan(connection: Connection, query: str, asked: str, year: int) -> tuple[str, ...]:
    """The PMIDs that the files of a year hold and the question finds, by the last file that told of each."""
    of_question = (t.bulk_files.c.query == query, t.bulk_files.c.asked == asked, t.bulk_files.c.year == year)
    last = (
        select(t.bulk_told.c.pmid, func.max(t.bulk_files.c.number).label("number"))
        .join(t.bulk_files)
        .where(*of_question)
        .group_by(t.bulk_told.c.pmid)
        .subquery()
    )
    wanted = (
        select(t.bulk_told.c.pmid)
        .join(t.bulk_files)
        .join(last, (last.c.pmid == t.bulk_told.c.pmid) & (last.c.number == t.bulk_files.c.number))
        .where(*of_question, t.bulk_told.c.found == 1)
    )
    return tuple(sorted(connection.scalars(wanted), key=int))
