"""Databases for tests: a SQLite file, and one on a PostgreSQL server where HARVESTER_TEST_POSTGRES names one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BACKENDS = ("sqlite", "postgresql")


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
