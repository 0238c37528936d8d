"""How fast records are kept, against the driver's plain executemany of the same rows, and how much room they take.

`python -m benchmarks.store_inserts [--records N] [--values N] [--postgres URL]`: 100,000 records, 17 values each, where
left out (the demo's average; 0 means no readings at all). Made-up records come in batches of 200, as a run's do. Each
batch goes through Store.keep() into one database; then the very rows that this made are read back and written to a
second database of the same tables, indices and settings by the driver alone: one executemany a table, one commit. The
two take turns, so that what else the machine does weighs on both; only the writing is timed. What keep() does more: it
compresses, makes JSON, looks up what is known already, and takes its turn. URL names a PostgreSQL server and a database
on it, beside which two databases are made and dropped.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, select
from sqlalchemy.engine import make_url

from benchmarks.databases import emptied, engine_of
from benchmarks.made_up_records import records
from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Limits, Query, Reading, Record, Search, Span
from harvester.store import Fetched, Store
from harvester.store import tables as t

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
WRITTEN = (t.raw, t.versions, t.readings, t.extractions, t.decisions)
BATCH = 200


class Plain:
    """A second database with the same tables, written to by its driver alone."""

    def __init__(self, url: str) -> None:
        with Store(url):
            pass
        self.connection: Any
        if url.startswith("sqlite"):
            self.connection, self.mark = sqlite3.connect(make_url(url).database or "", isolation_level=None), "?"
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                self.connection.execute(f"PRAGMA {pragma}")
        else:
            import psycopg  # noqa: PLC0415 - only where PostgreSQL is asked for

            self.connection, self.mark = psycopg.connect(url, autocommit=True), "%s"

    def write(self, rows: dict[str, list[tuple[Any, ...]]]) -> float:
        """Write rows in one transaction, one executemany a table; returns the seconds it took."""
        began = time.perf_counter()
        with closing(self.connection.cursor()) as cursor:
            cursor.execute("BEGIN")
            for table in WRITTEN:
                if rows[table.name]:
                    cursor.executemany(self._insert(table), rows[table.name])
            cursor.execute("COMMIT")
        return time.perf_counter() - began

    def _insert(self, table: Table) -> str:
        names = ", ".join(f'"{column.name}"' for column in table.c)
        return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join(self.mark for _ in table.c)})"


class Rows:
    """The rows of a database as its driver gives them, those since the last time it was asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last = dict.fromkeys((table.name for table in WRITTEN), 0)

    def new(self, digests: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
        """The rows of a batch, by table; those of `raw` by their digests."""
        with self._engine.connect() as connection:
            found = {}
            for table in WRITTEN:
                since = table.c.digest.in_(digests) if table is t.raw else table.c.id > self._last[table.name]
                wanted = select(table).where(since).compile(self._engine, compile_kwargs={"literal_binds": True})
                found[table.name] = [tuple(row) for row in connection.exec_driver_sql(str(wanted))]
                if table is not t.raw and found[table.name]:
                    self._last[table.name] = max(row[0] for row in found[table.name])
        return found


def main() -> None:
    """Write the records and print what it took."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--values", type=int, default=17)
    asked.add_argument("--postgres", metavar="URL")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        ours, plain = (
            stack.enter_context(emptied(f"harvester_inserts_{name}", Path(folder) / name, given.postgres))
            for name in ("ours", "plain")
        )
        compare(ours, plain, given.records, given.values)


def compare(ours: str, plain: str, count: int, values: int) -> None:
    """Keep the records in the one database, write their rows to the other, in turns."""
    query = read_query(find_query("hpc-spine"))
    kept, written, done, xml = 0.0, 0.0, 0, 0
    made = records(count)
    with Store(ours) as store:
        number = store.begin(query, search(query, ()))
        other, rows = Plain(plain), Rows(engine_of(ours))
        copy_search(engine_of(ours), other)
        while batch := [Fetched(raw, record) for record, raw in islice(made, BATCH)]:
            readings = [reading(one.record, query, values) for one in batch] if values else []
            began = time.perf_counter()
            store.keep(number, batch, readings, NOON)
            kept += time.perf_counter() - began
            written += other.write(rows.new([one.record.digest for one in batch]))
            done += len(batch)
            xml += sum(len(one.xml) for one in batch)
            if done in (count // 10, count):
                report(done, kept, written)
    print(f"XML as it came {xml / done:,.0f} bytes a record; database {size(ours) / done:,.0f}")


def report(done: int, kept: float, written: float) -> None:
    """What it took so far."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{done:,} records: keep {kept:.1f} s, {done / kept:,.0f} a second; plain executemany {written:.1f} s, "
        f"{done / written:,.0f} a second; ratio {kept / written:.2f}; most memory {memory:,.0f} MB",
        flush=True,
    )


def search(query: Query, pmids: tuple[str, ...]) -> Search:
    """A search to keep them under."""
    return Search(
        query=query.name,
        query_digest=query.digest,
        platform="made up",
        strategy=query.strategy,
        limits=Limits(),
        translation="",
        ran_at=NOON,
        count=len(pmids),
        pmids=pmids,
    )


def copy_search(engine: Engine, plain: Plain) -> None:
    """The query and the search that all other rows point to."""
    with engine.connect() as connection, closing(plain.connection.cursor()) as cursor:
        for table in (t.queries, t.searches):
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()
            cursor.executemany(plain._insert(table), [tuple(row) for row in rows])


def reading(record: Record, query: Query, values: int) -> Reading:
    """As many values as asked for, each with a span, and a judgement."""
    text = record.text
    spans = (Span.of(text, 0, 20),)
    found = tuple(
        Extraction(
            pmid=record.pmid,
            case=1,
            field=f"field_{at}",
            value=("C6", "C7") if at % 5 == 0 else at,
            spans=spans,
            rule="invented.rule",
            rule_version="1",
        )
        for at in range(values)
    )
    said = Decision(kind="screen", subject=record.pmid, verdict="no", reason="no tumor", by="rule:screen/1", at=NOON)
    return Reading(query=query, record=record, rules="1", extractions=found, decisions=(said,))


def size(url: str) -> int:
    """The bytes that a database takes, once what was written is in place."""
    with engine_of(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if url.startswith("sqlite"):
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return Path(make_url(url).database or "").stat().st_size
        return connection.scalar(select(func.pg_database_size(func.current_database()))) or 0


if __name__ == "__main__":
    main()
