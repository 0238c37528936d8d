"""Several processes write to one database at once; nothing is lost, nobody fails, and a reader sees whole batches."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import select

from databases import BACKENDS, NOON, database, ended, search_of
from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Query, Reading, Record, Refusal, Section, Span
from harvester.store import Fetched, Store
from harvester.store.tables import versions

ROUNDS = 3
BATCH = 10
SHARED = range(500, 520)
"""PMIDs of records that both queries find and that never change."""


@pytest.fixture(params=BACKENDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database(request.param, tmp_path) as made:
        yield made


def decision(subject: str, *, kind: str = "screen", by: str = "rule:screen/1", reason: str = "because") -> Decision:
    assert kind in ("screen", "same report")
    return Decision(kind=kind, subject=subject, verdict="yes", reason=reason, by=by, at=NOON)  # type: ignore[arg-type]


def test_a_reader_and_an_opener_wait_for_no_writer_and_see_what_was_kept(url: str) -> None:
    with Store(url) as store:
        store.decide("q", [decision("1")])
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE decisions SET verdict = 'no'")
            with Store(url) as other:
                assert other.decisions("q") == (decision("1"),)


def test_writers_of_one_database_do_not_wait_for_those_of_another(url: str, tmp_path: Path) -> None:
    backend = "sqlite" if url.startswith("sqlite") else "postgresql"
    (tmp_path / "other").mkdir()
    with database(backend, tmp_path / "other") as other, Store(url) as one, Store(other) as two, one._writing():
        assert two.decide("q", [decision("1")]) == 1


def test_a_snapshot_stays_as_it_is_while_others_write(url: str) -> None:
    with Store(url) as store, Store(url) as other:
        store.decide("q", [decision("1")])
        with store.snapshot() as known:
            assert known.decisions("q") == (decision("1"),)
            other.decide("q", [decision("2")])
            assert known.decisions("q") == (decision("1"),)
        assert store.decisions("q") == (decision("1"), decision("2"))


def review(name: str) -> Query:
    return replace(read_query(find_query("hpc-spine")), name=name, digest=f"of {name}")


def record(pmid: int, revision: int) -> Record:
    digest = f"{pmid} as of {revision}"
    return Record(pmid=str(pmid), title="Aged 48.", sections=(Section(text=f"Case {revision}."),), digest=digest)


def reading(of: Record, query: Query) -> Reading:
    span = Span.of(of.text, 5, 7)
    age = Extraction(pmid=of.pmid, case=1, field="age_years", value=48, spans=(span,), rule="r", rule_version="1")
    return Reading(query=query, record=of, rules="1", extractions=(age,), decisions=(decision(of.pmid),))


def _refresh(url: str, name: str, first: int) -> None:
    """Three refreshes of a query, in which ten records more are found each time and all have been revised."""
    query = review(name)
    with Store(url) as store:
        for revision in range(ROUNDS):
            pmids = range(first, first + 40 + 10 * revision)
            number = store.begin(query, search_of(query, pmids))
            for start in range(pmids.start, pmids.stop, BATCH):
                batch = [record(pmid, revision) for pmid in range(start, start + BATCH)]
                readings = [reading(one, query) for one in batch]
                store.keep(number, [Fetched(b"<xml/>", one) for one in batch], readings, NOON)
                store.refuse(number, [Refusal(source="efetch", why="no title", pmid=f"refused {start}")], NOON)
            shared = [record(pmid, 0) for pmid in SHARED]
            store.keep(
                number, [Fetched(b"<xml/>", one) for one in shared], [reading(one, query) for one in shared], NOON
            )
            store.decide(name, [decision(f"{pmid} = {pmid + 1}", kind="same report") for pmid in pmids])
            store.finish(number, ended(NOON))


def _decide(url: str, name: str) -> None:
    """A reviewer who goes through sixty reports while they arrive."""
    with Store(url) as store:
        for pmid in range(60):
            store.decide(name, [decision(str(pmid), by="AB", reason=f"word {pmid}")])


def _look(url: str, over: Event) -> None:
    """Someone who exports all the while: whatever record is there has been read and screened."""
    query = review("a")
    pmids = [str(pmid) for pmid in range(60)]
    with Store(url) as store:
        while not over.is_set():
            with store.snapshot() as known:
                screened = {one.subject for one in known.decisions("a")}
                records = [one for one in known.records(pmids) if one.pmid in {"0", "9", "10", "39", "59"}]
                read = known.extractions("a", records)
                assert known.unread(query, [one.pmid for one in records], "1") == ()
            for one in records:
                assert one.pmid in screened, one.pmid
                assert [found.value for found in read[one.pmid]] == [48], one.pmid


def test_two_refreshes_and_a_reviewer_at_once_lose_nothing_and_a_reader_sees_whole_batches(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    start: Callable[..., BaseProcess] = context.Process
    writers = [
        start(target=_refresh, args=(url, "a", 0)),
        start(target=_refresh, args=(url, "b", 1000)),
        start(target=_decide, args=(url, "a")),
        start(target=_decide, args=(url, "b")),
    ]
    reader = start(target=_look, args=(url, over))
    for process in (*writers, reader):
        process.start()
    for process in writers:
        process.join()
    over.set()
    reader.join()
    assert [process.exitcode for process in (*writers, reader)] == [0] * 5
    with Store(url) as store:
        for name, first in (("a", 0), ("b", 1000)):
            assert_all_there(store, name, first)
        with store._reading() as connection:
            kept = connection.scalars(select(versions.c.pmid).where(versions.c.pmid.in_(map(str, SHARED)))).all()
        assert sorted(kept) == [str(pmid) for pmid in SHARED]


def assert_all_there(store: Store, name: str, first: int) -> None:
    """Every search, version, value, judgement and refusal that a query's processes wrote, once each."""
    query = review(name)
    pmids = range(first, first + 60)
    searched = [range(first, first + 40 + 10 * revision) for revision in range(ROUNDS)]
    assert store.searches(name, finished=True) == tuple(
        replace(search_of(query, one), confirmed_at=NOON) for one in searched
    )
    newest = tuple(record(pmid, 2) for pmid in pmids)
    assert tuple(store.records([str(pmid) for pmid in pmids])) == newest
    assert store.extractions(name, newest) == {one.pmid: reading(one, query).extractions for one in newest}
    older = [record(pmid, revision) for revision in range(2) for pmid in searched[revision]]
    assert store.extractions(name, older) == {one.pmid: reading(one, query).extractions for one in older[-50:]}
    expected = Counter(decision(str(pmid)) for pmid in (*pmids, *SHARED))
    expected.update(decision(f"{pmid} = {pmid + 1}", kind="same report") for pmid in pmids)
    expected.update(decision(str(pmid), by="AB", reason=f"word {pmid}") for pmid in range(60))
    assert Counter(store.decisions(name)) == expected
    assert {one.pmid for one in store.refusals(name)} == {f"refused {at}" for at in range(first, first + 60, BATCH)}
