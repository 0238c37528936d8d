"""Opening a database: how it waits, how its transactions begin, and whether it is ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from ..records import StoreError
from .tables import SCHEMA, metadata, schema_version


def open_engine(url: URL) -> Engine:
    """The engine of a database whose tables are there and of our version; StoreError says why not, and the way out."""
    with named(url):
        engine = _engine(url)
        with engine.begin() as connection:
            _prepare(connection, shown(url))
    return engine


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
    """A database's URL without its password."""
    return url.render_as_string(hide_password=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url.set(drivername="postgresql+psycopg"))
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
