"""The mirror's one file: an SQLite database with the records' XML, the text index over them, and what MeSH says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvester.records import StoreError

from .columns import COLUMNS

FILE = "mirror.db"
SCHEMA = 2
"""Raised whenever a table changes, or what is indexed and how: an older mirror is built again, not mended."""

_TABLES = f"""
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE record (
  pmid INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  published INTEGER NOT NULL,
  author TEXT NOT NULL,
  journal TEXT NOT NULL
);
CREATE TABLE source (pmid INTEGER PRIMARY KEY, xml BLOB NOT NULL);
CREATE TABLE passage (pmid INTEGER PRIMARY KEY, columns BLOB NOT NULL);
CREATE TABLE year (year INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE text USING fts5({", ".join(COLUMNS)}, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE word USING fts5vocab(text, 'row');
CREATE VIRTUAL TABLE word_of_column USING fts5vocab(text, 'col');
CREATE TABLE mesh_name (tree TEXT, words TEXT, name TEXT NOT NULL, PRIMARY KEY (tree, words)) WITHOUT ROWID;
CREATE TABLE mesh_place (tree TEXT, number TEXT, name TEXT NOT NULL, PRIMARY KEY (tree, number)) WITHOUT ROWID;
CREATE INDEX mesh_place_of ON mesh_place (tree, name);
CREATE TABLE bulk_file (
  year INTEGER,
  number INTEGER,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  md5 TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  PRIMARY KEY (year, number)
) WITHOUT ROWID;
"""
_PAGE = 8192
_PENDING = 32 << 20
"""Bytes of postings that FTS5 gathers before it writes them: the more, the fewer segments it has to merge."""


def open_mirror(folder: Path) -> sqlite3.Connection:
    """A connection for reading; StoreError where there is no mirror, or one of another schema."""
    if not (folder / FILE).is_file():
        raise StoreError(no_mirror(folder))
    connection = connect(folder)
    try:
        check_schema(connection, folder)
    except StoreError:
        connection.close()
        raise
    return connection


def no_mirror(folder: Path) -> str:
    """What is said where there is none."""
    return f"{folder}: there is no mirror here; make one with `harvester mirror build {folder} FILE...`"


def connect(folder: Path) -> sqlite3.Connection:
    """A connection that begins no transaction by itself, and waits for another process's to end."""
    try:
        connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=60)
        with _closed_on_error(connection):
            schema(connection)
    except sqlite3.Error as error:
        raise StoreError(f"{folder / FILE}: {error}; if it is no mirror, remove it and build one") from error
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        connection.close()
        raise


def prepare(connection: sqlite3.Connection) -> None:
    """Settings of a connection that builds; those of a new file must be made before anything is in it."""
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    connection.execute("PRAGMA cache_size = -64000")


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, within the transaction that is open."""
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT INTO text(text, rank) VALUES ('hashsize', ?)", (_PENDING,))
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written inside."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment, whatever is built meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def check_schema(connection: sqlite3.Connection, folder: Path) -> None:
    """Raise StoreError unless the mirror is of this version's schema."""
    found = schema(connection)
    if found == 0:
        raise StoreError(no_mirror(folder))
    if found != SCHEMA:
        raise StoreError(
            f"{folder / FILE} has schema {found}, this version reads {SCHEMA}; remove it and build the mirror again"
        )


def schema(connection: sqlite3.Connection) -> int:
    """The schema's number, 0 for an empty database."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)
