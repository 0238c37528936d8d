"""No question that is put to the store is answered by reading a big table from end to end.

The statements are collected while every public method runs, and each is then explained by the database itself, so a new
query that has no index fails here; so does a new method that is not called here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from databases import BACKENDS, NOON, database, ended, search_of
from harvester.query import find_query, read_query
from harvester.records import (
    Decision,
    Deletion,
    Extraction,
    Query,
    Reading,
    Record,
    Refusal,
    Section,
    Span,
)
from harvester.store import Announced, Fetched, Scanned, Store

SMALL = {
    "schema_version": "one row",
    "queries": "a row for each edit of a query file",
    "runs": "a row for each run that came to its end",
    "searches": "a row for each run that found something new",
}
"""Tables that may be read from end to end, and why; all others grow with the records."""


@dataclass(frozen=True)
class Statement:
    """A statement as it went to the driver."""

    sql: str
    parameters: Any


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, query: Query) -> Iterator[Store]:
    with database(request.param, tmp_path) as url, Store(url) as opened:
        fill(opened, query)
        yield opened


@pytest.fixture(scope="module")
def query() -> Query:
    return replace(read_query(find_query("hpc-spine")), name="review 0")


def record(number: int) -> Record:
    return Record(pmid=str(number), title="Aged 48.", sections=(Section(text="A case."),), digest=f"digest {number}")


def reading(number: int, query: Query) -> Reading:
    of = record(number)
    span = Span.of(of.text, 5, 7)
    age = Extraction(pmid=of.pmid, case=1, field="age_years", value=48, spans=(span,), rule="r", rule_version="1")
    return Reading(query=query, record=of, rules="1", extractions=(age,), decisions=(screened(of.pmid),))


def screened(subject: str) -> Decision:
    return Decision(kind="screen", subject=subject, verdict="yes", reason="because", by="rule:screen/1", at=NOON)


def scanned(query: Query, number: int) -> Scanned:
    name = f"pubmed26n{number:04}.xml.gz"
    return Scanned(
        query=query.name, asked="asked", year=2026, number=number, name=name, size=1, md5="0", articles=2, at=NOON
    )


def fill(store: Store, query: Query) -> None:
    """Ten reviews of 200 records each, which share a database as those of a group of people do."""
    for at in range(10):
        review = replace(query, name=f"review {at}")
        pmids = range(at * 200, at * 200 + 200)
        number = store.begin(review, search_of(review, pmids))
        store.keep(
            number, [Fetched(b"", record(pmid)) for pmid in pmids], [reading(pmid, review) for pmid in pmids], NOON
        )
        refusals = [Refusal(source="efetch", why="no title", pmid=str(pmid)) for pmid in pmids]
        store.refuse(number, refusals, NOON)
        store.keep_scanned(scanned(review, at), [str(pmid) for pmid in pmids], (), ())
    with store._writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")  # as its server does of itself; nobody does so with a SQLite file


def calls(store: Store, query: Query) -> Mapping[str, Callable[[], object]]:
    """Every public method of the store, with one way to call it."""
    return {
        "count_runs": lambda: store.count_runs(query.name),
        "announce": lambda: store.announce(query.name, Announced(number=1, at=NOON, state=b"")),
        "announced": lambda: store.announced(query.name),
        "begin": lambda: store.begin(query, search_of(query, range(2))),
        "decide": lambda: store.decide(query.name, [screened("5"), screened("new")]),
        "decisions": lambda: store.decisions(query.name),
        "decisions_after": lambda: store.decisions_after(query.name, 1990),
        "delete": lambda: store.delete([Deletion(pmid="7")], NOON),
        "extractions": lambda: store.extractions(query.name, [record(5), record(6)]),
        "found_by_scan": lambda: store.found_by_scan(query.name, "asked", 2026),
        "first_seen": lambda: store.first_seen(["5", "6"]),
        "finish": lambda: store.finish(1, ended(NOON)),
        "histories": lambda: list(store.histories(["5", "6"])),
        "keep": lambda: store.keep(1, [Fetched(b"", record(5))], [reading(5, query), reading(6, query)], NOON),
        "keep_scanned": lambda: store.keep_scanned(scanned(query, 1000), ["5"], ["6"], [Deletion(pmid="6")]),
        "last_decision": store.last_decision,
        "newest": store.newest,
        "past_readings": lambda: store.past_readings(query.name, ["5", "6"]),
        "records": lambda: list(store.records(["5", "6"])),
        "refusals": lambda: store.refusals(query.name),
        "refuse": lambda: store.refuse(1, [Refusal(source="efetch", why="no title", pmid="5")], NOON),
        "reviews": store.reviews,
        "revisions": lambda: list(store.revisions(["5", "6"])),
        "runs": lambda: store.runs(query.name),
        "say": lambda: store.say(query.name, replace(screened("5"), by="Anna"), 0),
        "scanned_files": lambda: store.scanned_files(query.name),
        "searches": lambda: store.searches(query.name),
        "unread": lambda: store.unread(query, ["5", "6"], "1"),
        "unstored": lambda: store.unstored(["5", "6"]),
        "withdrawals": lambda: store.withdrawals(["5", "6"]),
        "withdrawn": lambda: store.withdrawn(["5", "6"]),
    }


def asked(store: Store, query: Query) -> dict[str, list[Statement]]:
    """Method -> the statements that it sends and that look for rows."""
    sent: list[Statement] = []

    def collect(_: object, __: object, sql: str, parameters: Any, ___: object, many: bool) -> None:
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and "advisory" not in sql:
            sent.append(Statement(sql, parameters[0] if many else parameters))

    event.listen(store._engine, "before_cursor_execute", collect)
    by_method = {}
    for name, call in calls(store, query).items():
        call()
        by_method[name] = sent.copy()
        sent.clear()
    event.remove(store._engine, "before_cursor_execute", collect)
    return by_method


def test_every_public_method_is_asked_here(store: Store, query: Query) -> None:
    public = {name for name in dir(Store) if not name.startswith("_")}
    assert set(calls(store, query)) == public - {"at", "snapshot", "turn"}


def test_no_statement_reads_a_big_table_from_end_to_end(store: Store, query: Query) -> None:
    statements = asked(store, query)
    with store._engine.connect() as connection:
        read_whole = {
            f"{name}: {statement.sql}": scanned
            for name, sent in statements.items()
            for statement in sent
            if (scanned := scans(connection, statement) - set(SMALL))
        }
    assert read_whole == {}


def scans(connection: Connection, statement: Statement) -> set[str]:
    """The tables that a statement reads from end to end, be it by way of an index."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters)
        return {table for row in plan for table in re.findall(r"^SCAN (\w+)", row.detail)} - {"anon_1"}
    # Where there is an index to look the rows up by, it is now cheaper than any scan, however few rows there are.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    (plan,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.sql}", statement.parameters).one()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in nodes(plan[0]["Plan"]) if reads_all(node)}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def reads_all(node: dict[str, Any]) -> bool:
    return node["Node Type"] == "Seq Scan" or (
        node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    )


def test_a_scan_is_seen(store: Store) -> None:
    with store._engine.connect() as connection:
        for sql in ("SELECT pmid FROM versions WHERE digest = 'x'", "SELECT id FROM versions ORDER BY id"):
            assert scans(connection, Statement(sql, ())) == {"versions"}


def plan_of(folder: Path, query: Query, method: str) -> list[str]:
    """What SQLite does for the one statement that a method sends, a line a step."""
    with Store.at(folder / "series.db") as store:
        fill(store, query)
        (statement,) = asked(store, query)[method]
        with store._engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.parameters).all()
    return [row.detail for row in plan]


def test_what_a_rule_said_last_is_looked_up_by_subject_and_not_in_the_whole_review(
    tmp_path: Path, query: Query
) -> None:
    first, *_ = plan_of(tmp_path, query, "decide")
    assert "decisions_by_subject (query=? AND kind=? AND subject=?)" in first


def test_what_was_said_since_is_looked_up_by_its_number_and_not_among_all_that_was_said(
    tmp_path: Path, query: Query
) -> None:
    plan = plan_of(tmp_path, query, "decisions_after")
    assert plan == ["SEARCH decisions USING INDEX decisions_by_query (query=? AND id>?)"]
