"""Rows by the batch: lists of keys in parts, many rows in one statement, or by PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Table, func, insert, select

from .copying import copy

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_T = TypeVar("_T")

Row = Mapping[str, object]

PART = 500
"""How many keys go into one IN list; SQLite takes at most 32,766 parameters, and shorter lists plan as well."""


COPIED = 10
"""From so many rows on COPY is faster than INSERT (PostgreSQL); of a few it is slower."""


def parts(items: Iterable[_T]) -> Iterator[Sequence[_T]]:
    """The items in lists of PART, read as they are asked for, so that a long stream is never held whole."""
    left = iter(items)
    while part := list(islice(left, PART)):
        yield part


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows in one statement; none is no statement, where SQLAlchemy would insert a row of defaults."""
    if _copies(connection, rows):
        copy(connection, table, rows)
    elif rows:
        connection.execute(insert(table), rows)


def _copies(connection: Connection, rows: Sequence[Row]) -> bool:
    return len(rows) >= COPIED and connection.dialect.name == "postgresql"


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert those rows whose key is not there yet; what is there stays as it is.

    COPY knows no conflict, and by way of a temporary table it writes twice and is slower than this.
    """
    if rows:
        connection.execute(_insert(connection)(table).on_conflict_do_nothing(), rows)


def _insert(connection: Connection) -> Callable[[Table], sqlite.Insert | postgresql.Insert]:
    """The INSERT of the database that is at hand, imported where it is needed: what only reads need not wait for it."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415

        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert


def add_numbered(connection: Connection, table: Table, rows: Sequence[Row]) -> Sequence[int]:
    """Insert rows and return the numbers they got, in their order."""
    if not rows:
        return ()
    if _copies(connection, rows):
        return _copy_numbered(connection, table, rows)
    return connection.scalars(insert(table).returning(table.c.id, sort_by_parameter_order=True), rows).all()


def _copy_numbered(connection: Connection, table: Table, rows: Sequence[Row]) -> Sequence[int]:
    """COPY returns no numbers, so they are drawn before from where the rows would have got them."""
    drawn = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    numbers = sorted(connection.scalars(select(drawn).select_from(func.generate_series(1, len(rows)))))
    copy(connection, table, [{"id": number, **row} for number, row in zip(numbers, rows, strict=True)])
    return numbers
