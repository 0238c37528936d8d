"""Databases for the drills and benchmarks of the store: empty ones, and connections that know nothing of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url


@contextmanager
def emptied(name: str, folder: Path, postgres: str | None) -> Iterator[str]:
    """The URL of an empty database: series.db in a new folder, or one beside `postgres` that is gone afterwards."""
    folder.mkdir()
    if not postgres:
        yield f"sqlite:///{folder / 'series.db'}"
        return
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is asked for

    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{postgres.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def engine_of(url: str) -> Engine:
    """An engine that knows nothing of the store."""
    parsed = make_url(url)
    return create_engine(parsed if url.startswith("sqlite") else parsed.set(drivername="postgresql+psycopg"))
