"""The mirror's one file: an SQLite database with the records' XML, the text index over them, and what MeSH says."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from harvester.errors import StoreError

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


_WAIT = 60.0
"""Seconds for which another process's lock is waited for."""


def open_mirror(folder: Path) -> sqlite3.Connection:
    """A connection for reading; StoreError where there is no mirror, or one of another schema, or it cannot be read."""
    if not _is_there(folder / FILE):
        raise StoreError(no_mirror(folder))
    connection = _connected(folder / FILE, _reading(folder / FILE), _WAIT)
    with _closed_on_error(connection):
        check_schema(connection, folder)
        connection.execute("PRAGMA query_only = ON")
    return connection


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError as error:
        raise StoreError(f"{file}: it cannot be read ({error.strerror}); check the folder's permissions") from error


def _reading(file: Path) -> str:
    """How SQLite is to open the file for somebody who reads, as the query of its URI.

    Who may write opens it so, though nothing is written: SQLite then finishes what a killed build left, and takes away
    its log when the last one closes, which a reader with `mode=ro` leaves lying about. Who may not write could not make
    the log's index: to those a file without a log is one that does not change.
    """
    if os.access(file.parent, os.W_OK) and os.access(file, os.W_OK):
        return "mode=rw"
    beside = (file.with_name(f"{file.name}-{what}") for what in ("wal", "journal"))
    return "mode=ro" if any(_is_there(one) and one.stat().st_size for one in beside) else "mode=ro&immutable=1"


def no_mirror(folder: Path) -> str:
    """What is said where there is none."""
    return f"{folder}: there is no mirror here; make one with `harvester mirror build {folder} FILE...`"


def connect(folder: Path, wait_seconds: float = _WAIT) -> sqlite3.Connection:
    """A connection for building; it begins no transaction by itself, and waits for another process's to end."""
    return _connected(folder / FILE, "mode=rwc", wait_seconds)


def _connected(file: Path, how: str, wait_seconds: float) -> sqlite3.Connection:
    with explained(file):
        uri = f"{file.absolute().as_uri()}?{how}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait_seconds)
        with _closed_on_error(connection):
            schema(connection)
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, StoreError):
        connection.close()
        raise


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """What SQLite cannot do inside becomes a StoreError that names the file, what happened, and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest of it is detail
        raise StoreError(f"{file}: {error}; {_WAYS_OUT.get(primary, _BUILD_ANEW)}") from error


_BUILD_ANEW = "build the mirror anew in another folder"
_PERMISSIONS = "check that you may read and, to build, write it and its folder"
_WAYS_OUT: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "another build is going on; wait for its end and try again",
    sqlite3.SQLITE_LOCKED: "another build is going on; wait for its end and try again",
    sqlite3.SQLITE_FULL: "make room and build again, what was complete before is kept",
    sqlite3.SQLITE_IOERR: "check the disk and its room, and try again",
    sqlite3.SQLITE_NOTADB: "it is no mirror: remove it, or name another folder",
    sqlite3.SQLITE_READONLY: _PERMISSIONS,
    sqlite3.SQLITE_CANTOPEN: _PERMISSIONS,
    sqlite3.SQLITE_PERM: _PERMISSIONS,
}


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
    """All or nothing of what is written inside; StoreError where SQLite cannot write it."""
    with explained(_file(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk ends it unasked
                connection.execute("ROLLBACK")
            raise


def _file(connection: sqlite3.Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read inside is of one moment, whatever is built meanwhile; StoreError where SQLite cannot read."""
    with explained(_file(connection)):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def check_schema(connection: sqlite3.Connection, folder: Path) -> None:
    """Raise StoreError unless the file is a mirror, and of this version's schema."""
    with explained(folder / FILE):
        found, tables = schema(connection), _tables(connection)
    if not found and not tables:
        raise StoreError(no_mirror(folder))
    if not found or not tables >= _OWN:
        raise StoreError(f"{folder / FILE} is no mirror but some other program's database; name another folder")
    if found != SCHEMA:
        raise StoreError(
            f"{folder / FILE} has schema {found}, this version reads {SCHEMA}; remove it and build the mirror again"
        )


_OWN = {"fact", "source", "bulk_file"}  # of every schema there ever was


def is_empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever made in the database, by a build or by anybody."""
    return not schema(connection) and not _tables(connection)


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def schema(connection: sqlite3.Connection) -> int:
    """The schema's number, 0 for an empty database."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)
