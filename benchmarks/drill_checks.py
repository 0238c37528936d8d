"""What a drill asks of a database: is it damaged, how far had the run come, and what does it hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, event, func, inspect, select, text

from benchmarks.databases import engine_of
from harvester.errors import StoreError
from harvester.store import Store
from harvester.store import tables as t
from harvester.store.tables import metadata

MOMENTS = {"ran_at", "confirmed_at", "seen_at", "at"}
KEPT = [table for table in metadata.sorted_tables if table.name != "runs"]
"""The tables that say what is so; the run log says what was done, a row for each run that ended."""

FILES = ("cases.csv", "reports.csv", "evidence.csv", "flow.csv")

Rows = dict[str, list[tuple[object, ...]]]


def damage(url: str) -> tuple[str, ...]:
    """What is wrong with a database: with its pages and indices, its foreign keys, its spans."""
    with _opened(url) as connection:
        if not inspect(connection).has_table("schema_version"):
            return ()
        found = _broken_pages(connection) if connection.dialect.name == "sqlite" else _broken_indices(connection)
        found += _orphans(connection)
    return (*found, *_broken_spans(url))


def _broken_pages(connection: Connection) -> list[str]:
    pages = connection.scalars(text("PRAGMA integrity_check")).all()
    keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [*(said for said in pages if said != "ok"), *map(repr, keys)]


def _broken_indices(connection: Connection) -> list[str]:
    """Every index is complete and in order, by amcheck, and every constraint is in force."""
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    connection.execute(
        text("SELECT bt_index_parent_check(indexrelid, true) FROM pg_stat_user_indexes WHERE schemaname = 'public'")
    )
    return list(connection.scalars(text("SELECT conname FROM pg_constraint WHERE NOT convalidated")))


def _orphans(connection: Connection) -> list[str]:
    """Rows that point to no row, found by looking and not by trusting the constraint."""
    return [
        f"{table.name}.{key.parent.name}: {count} rows point nowhere"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if (
            count := connection.scalar(
                select(func.count())
                .select_from(table.outerjoin(key.column.table, key.parent == key.column))
                .where(key.column.is_(None))
            )
        )
    ]


def _broken_spans(url: str) -> list[str]:
    with Store(url) as store, _opened(url) as connection:
        pmids = connection.scalars(select(t.versions.c.pmid).distinct()).all()
        try:
            for query in store.reviews():
                store.extractions(query, store.records(pmids))
        except StoreError as error:
            return [str(error)]
    return []


def state(url: str) -> str:
    """How far the run had come."""
    with _opened(url) as connection:
        if not inspect(connection).has_table("schema_version"):
            return "0 no tables"
        if not _count(connection, t.searches):
            return "1 no search"
        kept, found = _count(connection, t.versions), _count(connection, t.hits)
        if kept < found:
            return f"2 {kept} of {found} records kept"
        linked = connection.scalar(select(t.decisions.c.id).where(t.decisions.c.kind.like("same%")).limit(1))
        confirmed = connection.scalar(select(func.max(t.searches.c.confirmed_at)))
        return "5 confirmed" if confirmed else "4 linked" if linked else "3 all records kept"


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def outcome(url: str, home: Path) -> tuple[Rows, dict[str, bytes]]:
    """The rows of every table without their moments and with numbers by rank, and the files.

    By rank, because a transaction that was taken back leaves a gap in PostgreSQL's numbers.
    """
    with _opened(url) as connection:
        ranks = {table.name: _ranks(connection, table) for table in metadata.sorted_tables if "id" in table.c}
        rows = {table.name: sorted(_rows(connection, table, ranks), key=repr) for table in KEPT}
    return rows, {name: (home / name).read_bytes() for name in FILES}


def _ranks(connection: Connection, table: Table) -> dict[int, int]:
    numbers: Sequence[int] = connection.scalars(select(table.c.id).order_by(table.c.id)).all()
    return {number: rank for rank, number in enumerate(numbers)}


def _rows(connection: Connection, table: Table, ranks: dict[str, dict[int, int]]) -> Iterator[tuple[object, ...]]:
    columns = [column for column in table.c if column.name not in MOMENTS]
    counted = [_counted(table, column.name) for column in columns]
    for row in connection.execute(select(*columns)):
        yield tuple(ranks[of][value] if of else value for of, value in zip(counted, row, strict=True))


def _counted(table: Table, column: str) -> str:
    """The table whose numbers a column holds, or nothing."""
    if column == "id":
        return table.name
    return {"search_id": "searches", "reading_id": "readings"}.get(column, "")


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    """A connection that knows nothing of the store; what it writes (an extension) is kept."""
    engine = engine_of(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 60000"))
    with engine.begin() as connection:
        yield connection
    engine.dispose()
