"""One refresh of a review at a time: a lock that the operating system, or the server, takes back from the dead.

A process that is killed leaves no stale lock behind: SQLite's is a lock on a file, which ends with its process, and
PostgreSQL's is one of a session, which ends with its connection.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

from ..errors import AtWork


@contextmanager
def turn(reader: Engine, query: str) -> Iterator[None]:
    """Hold the turn to refresh a review; AtWork says who holds it."""
    if reader.url.get_backend_name() == "sqlite":
        with _turn_by_file(Path(str(reader.url.database)), query):
            yield
    else:
        with _turn_by_server(reader, query):
            yield


def _myself() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"


@contextmanager
def _turn_by_file(database: Path, query: str) -> Iterator[None]:
    """Who holds it stands in a file beside the lock, of which only the holder's words count while it holds."""
    lock = FileLock(database.with_name(f".{database.name}.{query}.lock"))
    holder = database.with_name(f".{database.name}.{query}.holder")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        told = holder.read_text() if holder.is_file() else "another process"
        raise _at_work(query, told) from None
    try:
        holder.write_text(f"{_myself()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


_HOLDER = """
SELECT application_name || ', since ' || to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) | objid::bigint = :key
AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def _turn_by_server(reader: Engine, query: str) -> Iterator[None]:
    """A connection of its own, which is closed and not given back: the lock goes with it."""
    options = {"isolation_level": "AUTOCOMMIT", "postgresql_readonly": False}
    key = int.from_bytes(hashlib.sha256(f"harvester refresh {query}".encode()).digest()[:8]) >> 1
    with reader.connect().execution_options(**options) as connection:
        try:
            connection.execute(text("SELECT set_config('application_name', :me, false)"), {"me": _myself()[:63]})
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
                told = connection.scalar(text(_HOLDER), {"key": key})
                raise _at_work(query, told or "another process")
            yield
        finally:
            connection.invalidate()


def _at_work(query: str, holder: str) -> AtWork:
    return AtWork(
        f"{query}: another refresh is at work ({holder}); nothing was done, and what it finds is stored: "
        "refresh again when it has ended"
    )
