"""For tests of the store: a SQLite file, a database on the server that HARVESTER_TEST_POSTGRES names, and a search."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvester.records import Query, Run, Search

BACKENDS = ("sqlite", "postgresql")
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def search_of(query: Query, pmids: Iterable[int] = ()) -> Search:
    """A search of a mirror that found these."""
    found = tuple(map(str, pmids))
    return Search(
        query=query.name,
        query_digest=query.digest,
        platform="a mirror",
        strategy=query.strategy,
        ran_at=NOON,
        count=len(found),
        pmids=found,
    )


def ended(at: datetime = NOON) -> Run:
    """A run that came to its end, at once and complete."""
    return Run(kind="run", platform="a mirror", began_at=at, finished_at=at, complete=True, count=0, received=0)


@contextmanager
def database(backend: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, which is gone afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / 'series.db'}"
        return
    url = os.environ.get("HARVESTER_TEST_POSTGRES")
    if not url:
        pytest.skip("HARVESTER_TEST_POSTGRES names no PostgreSQL server")
    psycopg = pytest.importorskip("psycopg")
    name = f"harvester_test_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
