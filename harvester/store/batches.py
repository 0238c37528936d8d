"""Rows by the batch: lists of keys in parts, many rows in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite

_T = TypeVar("_T")

Row = Mapping[str, object]

PART = 500
"""How many keys go into one IN list; SQLite takes at most 32,766 parameters, and shorter lists plan as well."""


def parts(items: Iterable[_T]) -> Iterator[Sequence[_T]]:
    """The items in lists of PART, read as they are asked for, so that a long stream is never held whole."""
    left = iter(items)
    while part := list(islice(left, PART)):
        yield part


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows in one statement; none is no statement, where SQLAlchemy would insert a row of defaults."""
    if rows:
        connection.execute(insert(table), rows)


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those rows whose key is not there yet; what is there stays as it is."""
    if rows:
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


def add_numbered(connection: Connection, table: Table, rows: Sequence[Row]) -> Sequence[int]:
    """Insert rows and return the numbers they got, in their order."""
    if not rows:
        return ()
    return connection.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).all()
