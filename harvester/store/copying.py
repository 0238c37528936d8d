"""Rows into a table of PostgreSQL by COPY, as the driver does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

_Bind = Callable[[Any], Any]


def copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows, which all name the same columns, in their order and within the transaction of the connection.

    Raises DBAPIError as an INSERT would.
    """
    columns = list(rows[0])
    binds = [_bind(connection, table, name) for name in columns]
    named = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{table.name}" ({named}) FROM STDIN'
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as sink:
            for row in rows:
                sink.write_row([bind(row[name]) for name, bind in zip(columns, binds, strict=True)])
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error


def _bind(connection: Connection, table: Table, column: str) -> _Bind:
    """What makes of a value of ours one of the driver's."""
    kind = table.c[column].type.dialect_impl(connection.dialect)
    return kind.bind_processor(connection.dialect) or _as_it_is


def _as_it_is(value: object) -> object:
    return value
