"""Opening a database: how it waits, how its transactions begin, and whether it is ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from ..records import StoreError
from .tables import SCHEMA, metadata, schema_version


def open_engine(written: str | URL) -> Engine:
    """The engine of a database whose tables are there and of our version; StoreError says why not, and the way out."""
    url = _parsed(written)
    with named(url):
        engine = _engine(url)
        with engine.begin() as connection:
            _prepare(connection, shown(url))
    return engine


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
        raise StoreError(
            f"{shown(url)}: {_cause(error)}; name another database with --db, or restore this one"
        ) from error


def shown(url: URL) -> str:
    """A database's URL without its password, wherever it stands, and without its options."""
    return url.set(query={}).render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url.set(drivername="postgresql+psycopg"))
        event.listen(engine, "begin", _begin_in_turn)
        return engine
    if url.get_backend_name() != "sqlite":
        raise NoSuchModuleError(f"{url.drivername} is not supported, only sqlite:/// and postgresql:// are")
    engine = create_engine(url)
    event.listen(engine, "connect", _tune)
    event.listen(engine, "begin", _begin)
    return engine


def _tune(connection: Any, _: object) -> None:
    """Write-ahead log, foreign keys, and a minute's wait for another writer instead of a failure."""
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        for pragma in ("busy_timeout = 60000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes the lock before it reads, so that what it read still holds; a reader takes none."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_in_turn(connection: Connection) -> None:
    """PostgreSQL's counterpart: writers take turns, for the length of a transaction; the number only names the lock."""
    if not connection.get_execution_options().get("reads"):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5412860507)")


def _prepare(connection: Connection, name: str) -> None:
    tables = set(inspect(connection).get_table_names())
    if "schema_version" not in tables:
        if tables:
            raise StoreError(f"{name}: holds other tables ({', '.join(sorted(tables)[:3])}); name another with --db")
        metadata.create_all(connection)
        connection.execute(insert(schema_version).values(version=SCHEMA))
        return
    found = connection.scalar(select(func.max(schema_version.c.version))) or 0
    if found > SCHEMA:
        raise StoreError(f"{name}: made by a newer harvester (schema {found}, here {SCHEMA}); upgrade harvester")


def _cause(error: Exception) -> str:
    said = str(error.orig) if isinstance(error, DBAPIError) and error.orig else str(error)
    return " ".join(said.split())
