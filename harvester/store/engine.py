"""Opening a database: how it waits, and how its transactions begin."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from ..errors import StoreError
from .migrations import prepare

WAIT = 60
"""Seconds that a writer waits for the one before it, and that one may pause within its transaction (PostgreSQL)."""


BUSY = ("55P03", "25P03")
"""PostgreSQL's codes for a lock that was not to be had in time and for a transaction that paused too long."""


def open_engine(written: str | URL) -> tuple[Engine, Engine]:
    """How to write to and how to read from a database whose tables are there and of our version.

    Both share their connections. StoreError says why it cannot be used, and the way out.
    """
    url = _parsed(written)
    with named(url), ExitStack() as undo:
        writer, reader = _engines(url)
        undo.callback(writer.dispose)
        prepare(writer, reader, shown(url))
        undo.pop_all()
    return writer, reader


def _parsed(written: str | URL) -> URL:
    try:
        return make_url(written)
    except (ArgumentError, ValueError) as error:
        # What was written is not shown: it may hold a password.
        raise StoreError("--db: not a database URL; expected sqlite:///FILE or postgresql://USER@HOST/NAME") from error


@contextmanager
def named(url: URL) -> Iterator[None]:
    """What goes wrong with a database inside becomes one StoreError that names the database and the way out."""
    try:
        yield
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise StoreError(f"{shown(url)}: {_cause(error)}; {_way_out(error)}") from error


def shown(url: URL) -> str:
    """A database's URL without its password, wherever it stands, and without its options."""
    return url.set(query={}).render_as_string(hide_password=True)


def _engines(url: URL) -> tuple[Engine, Engine]:
    if url.get_backend_name() == "postgresql":
        # A writer has to see what was committed while it waited for its turn, whatever the server's default is.
        engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED")
        event.listen(engine, "begin", _begin_in_turn)
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return engine, engine.execution_options(reads=True, **snapshot)
    if url.get_backend_name() != "sqlite":
        raise NoSuchModuleError(f"{url.drivername} is not supported, only sqlite:/// and postgresql:// are")
    engine = create_engine(url)
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine, engine.execution_options(reads=True)


def _tune(connection: Any, _: object) -> None:
    """Write-ahead log, foreign keys, and a minute's wait for another writer instead of a failure.

    Every commit is on the disk before it is answered (FULL): what a person said must outlive a power cut, and a batch
    costs one such wait.
    """
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        for pragma in (f"busy_timeout = {WAIT * 1000}", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        _write_ahead(cursor)


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Turn the write-ahead log on where it is not; SQLite itself does not wait for others here."""
    until = time.monotonic() + WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    """A writer takes the lock before it reads, so that what it read still holds; a reader takes none."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_in_turn(connection: Connection) -> None:
    """PostgreSQL's counterpart: the writers of a database take turns, for the length of a transaction.

    The number only names the lock; such locks are of one database, so writers of others do not wait. A writer whose
    machine went away within its transaction is put out by the server, so that nobody waits for it for good.
    """
    if not connection.get_execution_options().get("reads"):
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = '{WAIT}s'; SET LOCAL idle_in_transaction_session_timeout = '{WAIT}s'; "
            "SELECT pg_advisory_xact_lock(5412860507)"
        )


def _cause(error: Exception) -> str:
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig else str(error)
    return " ".join(said.split())


def _way_out(error: Exception) -> str:
    refused = error.orig if isinstance(error, DBAPIError) else None
    if getattr(refused, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY or getattr(refused, "sqlstate", None) in BUSY:
        return "others were writing all the while, or this process paused within a batch; nothing is lost, run it again"
    return "name another database with --db, or restore this one"
