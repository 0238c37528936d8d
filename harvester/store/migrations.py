"""Bringing a database to our version of the tables: one step a version, each in a transaction of its own.

A step is plain SQL that both databases read alike, and is never edited once released: tables.py goes on changing, a
step has to end where it ended. What all the steps lead to is compared with tables.py by a test, in every column,
index and constraint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, func, insert, inspect, select, update

from ..errors import StoreError
from .tables import SCHEMA, metadata, schema_version

STEPS: Mapping[int, Sequence[str]] = {
    2: (
        # A decision can carry a check: the field, the value given, the value seen, its quote and the text it stood in.
        "ALTER TABLE decisions ADD COLUMN field TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE decisions ADD COLUMN value TEXT DEFAULT 'null' NOT NULL",
        "ALTER TABLE decisions ADD COLUMN was TEXT DEFAULT 'null' NOT NULL",
        "ALTER TABLE decisions ADD COLUMN quote TEXT DEFAULT '' NOT NULL",
        "ALTER TABLE decisions ADD COLUMN saw TEXT DEFAULT '' NOT NULL",
    ),
    3: (
        # A deletion may be taken back and said again, and a PMID may lead to another record: a row each time.
        "CREATE TABLE withdrawals ("
        "pmid TEXT NOT NULL, at MOMENT NOT NULL, successor TEXT DEFAULT '' NOT NULL, PRIMARY KEY (pmid, at))",
        "INSERT INTO withdrawals (pmid, at) SELECT pmid, at FROM deletions",
        "DROP TABLE deletions",
    ),
    4: (
        # Where PRISMA puts a source; when each run came to its end; what the digests have told.
        "ALTER TABLE searches ADD COLUMN found_by TEXT DEFAULT 'database' NOT NULL",
        "CREATE TABLE runs (id SERIAL_KEY, search_id INTEGER NOT NULL, kind TEXT NOT NULL, "
        "began_at MOMENT NOT NULL, finished_at MOMENT NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (id), "
        "FOREIGN KEY(search_id) REFERENCES searches (id))",
        "CREATE INDEX runs_by_search ON runs (search_id, id)",
        "CREATE TABLE announced (id SERIAL_KEY, query TEXT NOT NULL, number INTEGER NOT NULL, at MOMENT NOT NULL, "
        "state BYTES NOT NULL, PRIMARY KEY (id), UNIQUE (query, number))",
    ),
    5: (
        # A review's judgements in the order made, all or those after a row, without sorting or passing over the others.
        "CREATE INDEX decisions_by_query ON decisions (query, id)",
    ),
    6: (
        # Which bulk files a scan has applied for which question, and what each told of a record: found, or no longer.
        "CREATE TABLE bulk_files (id SERIAL_KEY, query TEXT NOT NULL, asked TEXT NOT NULL, year INTEGER NOT NULL, "
        "number INTEGER NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL, "
        "articles INTEGER NOT NULL, at MOMENT NOT NULL, PRIMARY KEY (id), UNIQUE (query, asked, year, number))",
        "CREATE TABLE bulk_told (id SERIAL_KEY, file_id INTEGER NOT NULL, pmid TEXT NOT NULL, found INTEGER NOT NULL, "
        "PRIMARY KEY (id), FOREIGN KEY(file_id) REFERENCES bulk_files (id))",
        "CREATE INDEX bulk_told_by_file ON bulk_told (file_id, pmid)",
    ),
}
"""Version -> the statements that lead to it from the one before; words of _TYPES stand for a database's own."""

_TYPES: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"MOMENT": "DATETIME", "SERIAL_KEY": "INTEGER NOT NULL", "BYTES": "BLOB"},
    "postgresql": {"MOMENT": "TIMESTAMP WITH TIME ZONE", "SERIAL_KEY": "SERIAL NOT NULL", "BYTES": "BYTEA"},
}


def prepare(writer: Engine, reader: Engine, name: str) -> None:
    """Make the tables where there are none and bring older ones to our version; StoreError where that cannot be.

    A database that is ready is only read, so opening one waits for no writer. Otherwise the version is read again
    once the writers' turn is ours: of several processes that open an old database at once, one makes each step.
    """
    with reader.connect() as connection:
        version = _version(connection, name)
    while version != SCHEMA:
        with writer.begin() as connection:
            version = _go_on(connection, name)


def _go_on(connection: Connection, name: str) -> int:
    """Make all tables, or one step; returns the version reached."""
    version = _version(connection, name)
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA))
        return SCHEMA
    if version == SCHEMA:
        return SCHEMA
    for statement in STEPS[version + 1]:
        connection.exec_driver_sql(_in_types_of(connection.dialect.name, statement))
    connection.execute(update(schema_version).values(version=version + 1))
    return version + 1


def _in_types_of(dialect: str, statement: str) -> str:
    for word, own in _TYPES[dialect].items():
        statement = statement.replace(word, own)
    return statement


def _version(connection: Connection, name: str) -> int | None:
    """The version of the tables that are there; None for an empty database."""
    tables = set(inspect(connection).get_table_names())
    if "schema_version" not in tables:
        if tables:
            raise StoreError(f"{name}: holds other tables ({', '.join(sorted(tables)[:3])}); name another with --db")
        return None
    found: int | None = connection.scalar(select(func.max(schema_version.c.version)))
    if not found:
        raise StoreError(f"{name}: says no version of its tables; the database was altered, restore it")
    if found > SCHEMA:
        raise StoreError(f"{name}: made by a newer harvester (schema {found}, here {SCHEMA}); upgrade harvester")
    return found
