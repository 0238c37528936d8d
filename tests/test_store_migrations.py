"""A database that an earlier harvester made opens with every row it had."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from databases import BACKENDS, database
from harvester.errors import StoreError
from harvester.records import Decision, Deletion, Extraction, Limits, Record, Refusal, Search, Section, Slice, Span
from harvester.store import Store
from harvester.store.migrations import STEPS
from harvester.store.tables import SCHEMA, metadata

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

SCHEMA_1 = """
CREATE TABLE schema_version (version {number} NOT NULL, PRIMARY KEY (version));
CREATE TABLE queries (digest TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (digest));
CREATE TABLE searches (
    id {number} NOT NULL, "query" TEXT NOT NULL, query_digest TEXT NOT NULL, platform TEXT NOT NULL,
    strategy TEXT NOT NULL, limits TEXT NOT NULL, translation TEXT NOT NULL, warnings TEXT NOT NULL,
    slices TEXT NOT NULL, count INTEGER NOT NULL, ran_at {moment} NOT NULL, confirmed_at {moment},
    PRIMARY KEY (id), FOREIGN KEY(query_digest) REFERENCES queries (digest));
CREATE INDEX searches_by_query ON searches ("query", id);
CREATE TABLE hits (
    search_id INTEGER NOT NULL, pmid TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (search_id, pmid), FOREIGN KEY(search_id) REFERENCES searches (id));
CREATE TABLE raw (digest TEXT NOT NULL, xml {bytes} NOT NULL, record {bytes} NOT NULL, PRIMARY KEY (digest));
CREATE TABLE versions (
    id {number} NOT NULL, pmid TEXT NOT NULL, digest TEXT NOT NULL, search_id INTEGER NOT NULL,
    seen_at {moment} NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(digest) REFERENCES raw (digest), FOREIGN KEY(search_id) REFERENCES searches (id));
CREATE INDEX versions_by_pmid ON versions (pmid, id);
CREATE TABLE refused (
    id {number} NOT NULL, search_id INTEGER NOT NULL, pmid TEXT NOT NULL, source TEXT NOT NULL, why TEXT NOT NULL,
    at {moment} NOT NULL,
    PRIMARY KEY (id), UNIQUE (search_id, pmid, source, why), FOREIGN KEY(search_id) REFERENCES searches (id));
CREATE TABLE deletions (pmid TEXT NOT NULL, at {moment} NOT NULL, PRIMARY KEY (pmid));
CREATE TABLE readings (
    id {number} NOT NULL, "query" TEXT NOT NULL, query_digest TEXT NOT NULL, digest TEXT NOT NULL,
    rules TEXT NOT NULL, at {moment} NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(query_digest) REFERENCES queries (digest),
    FOREIGN KEY(digest) REFERENCES raw (digest));
CREATE INDEX readings_by_record ON readings (digest, "query", id);
CREATE TABLE extractions (
    id {number} NOT NULL, reading_id INTEGER NOT NULL, pmid TEXT NOT NULL, case_number INTEGER NOT NULL,
    field TEXT NOT NULL, value TEXT NOT NULL, spans TEXT NOT NULL, assertion TEXT NOT NULL, rule TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(reading_id) REFERENCES readings (id));
CREATE INDEX extractions_by_reading ON extractions (reading_id, id);
CREATE TABLE decisions (
    id {number} NOT NULL, "query" TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, score FLOAT, "by" TEXT NOT NULL, at {moment} NOT NULL,
    PRIMARY KEY (id));
CREATE INDEX decisions_by_subject ON decisions ("query", kind, subject, id);
INSERT INTO schema_version (version) VALUES (1)
"""
"""The tables as the code of schema 1 made them."""

ROWS_1 = """
INSERT INTO queries (digest, name, source) VALUES ('d1', 'ours', 'name = "ours"');
INSERT INTO searches ("query", query_digest, platform, strategy, limits, translation, warnings, slices, count, ran_at,
    confirmed_at)
VALUES ('ours', 'd1', 'a mirror', 'spine', '{"mindate":"2000"}', 'read so', '["unknown word"]',
    '[{"low":"1","high":"9","count":2}]', 2, '2026-11-01 12:00:00.000000', '2026-11-01 12:00:00.000000');
INSERT INTO hits (search_id, pmid, position) VALUES (1, '8', 0);
INSERT INTO hits (search_id, pmid, position) VALUES (1, '7', 1);
INSERT INTO raw (digest, xml, record) VALUES ('r1', CAST('<xml/>' AS {bytes}),
    CAST('{"pmid":"7","title":"A title.","sections":[{"text":"Aged 48 years."}],"digest":"r1"}' AS {bytes}));
INSERT INTO versions (pmid, digest, search_id, seen_at) VALUES ('7', 'r1', 1, '2026-11-01 12:00:00.000000');
INSERT INTO refused (search_id, pmid, source, why, at)
VALUES (1, '8', 'efetch', 'no title', '2026-11-01 12:00:00.000000');
INSERT INTO deletions (pmid, at) VALUES ('6', '2026-11-01 12:00:00.000000');
INSERT INTO readings ("query", query_digest, digest, rules, at)
VALUES ('ours', 'd1', 'r1', '1', '2026-11-01 12:00:00.000000');
INSERT INTO extractions (reading_id, pmid, case_number, field, value, spans, assertion, rule, rule_version)
VALUES (1, '7', 1, 'age_years', '48', '[[15,17,"48"]]', 'present', 'ages', '1');
INSERT INTO decisions ("query", kind, subject, verdict, reason, score, "by", at)
VALUES ('ours', 'screen', '7', 'yes', 'a spinal tumor', NULL, 'rule:screen/1', '2026-11-01 12:00:00.000000');
INSERT INTO decisions ("query", kind, subject, verdict, reason, score, "by", at)
VALUES ('ours', 'screen', '7', 'no', 'not spinal', 0.5, 'AB', '2026-11-01 12:00:00.000000')
"""

TYPES = {
    "sqlite": {"number": "INTEGER", "moment": "DATETIME", "bytes": "BLOB"},
    "postgresql": {"number": "SERIAL", "moment": "TIMESTAMP WITH TIME ZONE", "bytes": "BYTEA"},
}

Rows = dict[str, list[dict[str, object]]]


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def old(empty: str) -> str:
    """A database of schema 1 with rows in every table."""
    engine = plain(empty)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        written = SCHEMA_1 + ";" + ROWS_1
        for name, kind in TYPES[engine.dialect.name].items():
            written = written.replace("{" + name + "}", kind)
        for statement in written.split(";\n"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    return empty


def plain(url: str) -> Engine:
    """An engine that knows nothing of the store."""
    return create_engine(make_url(url).set(drivername="sqlite" if url.startswith("sqlite") else "postgresql+psycopg"))


def rows(url: str) -> Rows:
    engine = plain(url)
    with engine.connect() as connection:
        found = {
            name: sorted(
                (dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()),
                key=lambda row: repr(list(row.values())),
            )
            for name in inspect(connection).get_table_names()
        }
    engine.dispose()
    return found


def test_a_database_of_schema_1_opens_and_reads_back_what_it_held(old: str) -> None:
    record = Record(pmid="7", title="A title.", sections=(Section(text="Aged 48 years."),), digest="r1")
    with Store(old) as store:
        assert store.searches("ours") == (
            Search(
                query="ours",
                query_digest="d1",
                platform="a mirror",
                strategy="spine",
                limits=Limits(mindate="2000"),
                translation="read so",
                warnings=("unknown word",),
                slices=(Slice(low="1", high="9", count=2),),
                count=2,
                ran_at=NOON,
                confirmed_at=NOON,
                pmids=("8", "7"),
            ),
        )
        assert list(store.records(["7"])) == [record]
        assert store.extractions("ours", [record]) == {
            "7": (
                Extraction(
                    pmid="7",
                    case=1,
                    field="age_years",
                    value=48,
                    spans=(Span.of(record.text, 15, 17),),
                    rule="ages",
                    rule_version="1",
                ),
            )
        }
        assert store.decisions("ours") == (
            Decision(kind="screen", subject="7", verdict="yes", reason="a spinal tumor", by="rule:screen/1", at=NOON),
            Decision(kind="screen", subject="7", verdict="no", reason="not spinal", score=0.5, by="AB", at=NOON),
        )
        assert store.refusals("ours") == (Refusal(source="efetch", why="no title", pmid="8"),)
        assert store.withdrawals(["6"]) == (Deletion(pmid="6", at=NOON),)


def test_migrating_keeps_every_row_and_every_column(old: str) -> None:
    before = rows(old)
    assert all(before.values())
    Store(old).__exit__(None, None, None)
    after = rows(old)
    assert after.pop("schema_version") == [{"version": SCHEMA}]
    before.pop("schema_version")
    after["deletions"] = after.pop("withdrawals")
    kept = {
        name: [{column: row[column] for column in was} for was, row in zip(before[name], after[name], strict=True)]
        for name in before
    }
    assert kept == before


def test_a_migrated_database_is_written_to_like_a_new_one(old: str) -> None:
    check = Decision(
        kind="check", subject="7#1", verdict="no", reason="52", by="AB", at=NOON, field="age_years", value=52, was=48
    )
    with Store(old) as store:
        store.decide("ours", [check])
        assert store.decisions("ours")[-1] == check


def test_a_migrated_schema_is_that_of_a_new_database(
    old: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    backend = request.node.callspec.params["empty"]
    with database(backend, tmp_path_factory.mktemp("new")) as new:
        for url in (old, new):
            Store(url).__exit__(None, None, None)
        assert described(old) == described(new)
        assert set(described(old)) >= set(metadata.tables)


def described(url: str) -> dict[str, dict[str, Any]]:
    """Every table with its columns, their types and defaults, its keys, indices and constraints."""
    engine = plain(url)
    seen = inspect(engine)
    found = {
        name: {
            "columns": [{**column, "type": repr(column["type"])} for column in seen.get_columns(name)],
            "primary key": seen.get_pk_constraint(name),
            "foreign keys": sorted(map(repr, seen.get_foreign_keys(name))),
            "unique": sorted(map(repr, seen.get_unique_constraints(name))),
            "indices": sorted(map(repr, seen.get_indexes(name))),
            "checks": sorted(map(repr, seen.get_check_constraints(name))),
        }
        for name in seen.get_table_names()
    }
    engine.dispose()
    return found


def test_every_version_has_a_step_that_leads_to_it() -> None:
    assert sorted(STEPS) == list(range(2, SCHEMA + 1))


def _open_and_die(url: str, after: int) -> None:
    """Open a database and kill this process once so many statements that alter it were done."""
    done = 0

    def count(_: object, __: object, statement: str, *___: object) -> None:
        nonlocal done
        done += statement.startswith(("ALTER", "UPDATE"))
        if done == after:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)
    Store(url)


@pytest.mark.parametrize("after", [1, 5, 6])
def test_a_migration_killed_half_way_leaves_what_was_there(old: str, after: int) -> None:
    """After the first statement; after the last but the version's; and after all of them, before they are kept."""
    before = rows(old), described(old)
    process = multiprocessing.get_context("spawn").Process(target=_open_and_die, args=(old, after))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (rows(old), described(old)) == before
    with Store(old) as store:
        assert len(store.decisions("ours")) == 2


def _open_together(url: str, together: Barrier) -> None:
    together.wait()
    with Store(url) as store:
        store.decisions("ours")


def opened_by_four_at_once(url: str) -> list[int | None]:
    """How the processes ended."""
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(4)
    openers: list[BaseProcess] = [context.Process(target=_open_together, args=(url, together)) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    return [opener.exitcode for opener in openers]


def test_processes_that_open_an_old_database_at_once_migrate_it_once(old: str) -> None:
    assert opened_by_four_at_once(old) == [0, 0, 0, 0]
    assert rows(old)["schema_version"] == [{"version": SCHEMA}]


def test_processes_that_open_an_empty_database_at_once_make_its_tables_once(empty: str) -> None:
    assert opened_by_four_at_once(empty) == [0, 0, 0, 0]
    assert rows(empty)["schema_version"] == [{"version": SCHEMA}]


def test_a_database_of_a_newer_harvester_is_refused_and_left_as_it_is(old: str) -> None:
    engine = plain(old)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    engine.dispose()
    before = rows(old), described(old)
    with pytest.raises(StoreError, match=rf"made by a newer harvester \(schema 99, here {SCHEMA}\); upgrade harvester"):
        Store(old)
    assert (rows(old), described(old)) == before


def test_a_database_without_a_version_is_refused(old: str) -> None:
    engine = plain(old)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM schema_version")
    engine.dispose()
    with pytest.raises(StoreError, match="says no version of its tables; the database was altered, restore it"):
        Store(old)
