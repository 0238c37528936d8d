"""The store keeps every version and every judgement, and a harvest that is repeated changes nothing."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select

from databases import BACKENDS, database, ended
from harvester.errors import StoreError
from harvester.query import find_query, read_query
from harvester.records import (
    Dates,
    Decision,
    Deletion,
    Extraction,
    Limits,
    PartialDate,
    Query,
    Reading,
    Record,
    Refusal,
    Search,
    Section,
    Slice,
    Span,
    StatedCount,
    Value,
)
from harvester.store import Fetched, Store
from harvester.store.engine import named
from harvester.store.tables import SCHEMA, metadata

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)


@pytest.fixture(scope="module")
def query() -> Query:
    return read_query(find_query("hpc-spine"))


@pytest.fixture(params=BACKENDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with database(request.param, tmp_path) as url, Store(url) as opened:
        yield opened


def record(pmid: str, abstract: str = "A 48-year-old woman.", digest: str = "") -> Record:
    return Record(
        pmid=pmid, title="A title.", sections=(Section(text=abstract),), digest=digest or f"{pmid}-{hash(abstract)}"
    )


def search(query: Query, *pmids: str, ran_at: datetime = NOON) -> Search:
    return Search(
        query=query.name,
        query_digest=query.digest,
        platform="a mirror",
        strategy=query.strategy,
        limits=Limits(mindate="2000"),
        translation="read as this",
        warnings=("a phrase was not found",),
        ran_at=ran_at,
        count=len(pmids),
        pmids=pmids,
        slices=(Slice(low="1", high="9", count=len(pmids)),),
    )


def reading(of: Record, query: Query, rules: str = "1") -> Reading:
    text = of.text
    start = text.index("48")
    age = Extraction(
        pmid=of.pmid,
        case=1,
        field="age_years",
        value=48,
        spans=(Span.of(text, start, start + 11),),
        rule="ages.attributive",
        rule_version=rules,
    )
    return Reading(query=query, record=of, rules=rules, extractions=(age,), decisions=(screened(of.pmid),))


def screened(subject: str, verdict: str = "yes", by: str = "rule:screen/1", at: datetime = NOON) -> Decision:
    assert verdict in ("yes", "no", "unsure")
    return Decision(kind="screen", subject=subject, verdict=verdict, reason="because", by=by, at=at)  # type: ignore[arg-type]


def harvest(store: Store, query: Query, *records: Record, at: datetime = NOON) -> int:
    number = store.begin(query, search(query, *(one.pmid for one in records), ran_at=at))
    store.keep(number, [Fetched(b"<xml/>", one) for one in records], [reading(one, query) for one in records], at)
    return number


def test_what_is_kept_comes_back(store: Store, query: Query) -> None:
    found = search(query, "2", "1")
    number = store.begin(query, found)
    assert store.unstored(["2", "1"]) == ("2", "1")
    store.keep(number, [Fetched(b"<a/>", record("2"))], [reading(record("2"), query)], NOON)
    assert store.unstored(["2", "1"]) == ("1",)
    assert list(store.records(["2", "1"])) == [record("2")]
    assert store.searches("hpc-spine") == (found,)
    assert store.extractions("hpc-spine", [record("2")]) == {"2": reading(record("2"), query).extractions}
    assert store.decisions("hpc-spine") == (screened("2"),)


def test_the_day_of_revision_is_that_of_the_version_that_was_current(store: Store, query: Query) -> None:
    old, new = (
        replace(record("1", text), dates=Dates(revised=PartialDate(year=year, month=5)))
        for text, year in (("48-year-old", 2001), ("a 48-year-old", 2003))
    )
    number = harvest(store, query, old, record("2"))
    store.keep(number, [Fetched(b"", new)], (), NOON + timedelta(days=1))
    then, now = PartialDate(year=2001, month=5), PartialDate(year=2003, month=5)
    assert list(store.revisions(["2", "1", "3"], NOON)) == [("2", None), ("1", then)]
    assert list(store.revisions(["1", "2"])) == [("1", now), ("2", None)]


def test_values_of_every_shape_come_back(store: Store, query: Query) -> None:
    one = record("3", "48 seven C6 yes 1.5")
    span = Span.of(one.text, 0, 1)
    values: tuple[Value, ...] = (48, 1.5, "yes", ("C6", "C7"), StatedCount(n=7, scope="reported", includes_own=False))
    kept = tuple(
        Extraction(pmid="3", case=0, field=f"f{at}", value=value, spans=(span, span), rule="r", rule_version="1")
        for at, value in enumerate(values)
    )
    number = store.begin(query, search(query, "3"))
    store.keep(
        number, [Fetched(b"", one)], [Reading(query=query, record=one, rules="1", extractions=kept, decisions=())], NOON
    )
    assert store.extractions("hpc-spine", [one])["3"] == kept


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store._reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


def test_a_harvest_repeated_before_it_finished_changes_no_row(store: Store, query: Query) -> None:
    harvest(store, query, record("1"), record("2"))
    once = rows(store)
    harvest(store, query, record("1"), record("2"))
    assert rows(store) == once


def test_a_search_that_finds_the_same_is_confirmed_and_one_that_finds_more_is_another(
    store: Store, query: Query
) -> None:
    store.finish(harvest(store, query, record("1")), ended(NOON))
    store.finish(harvest(store, query, record("1"), at=LATER), ended(LATER))
    assert [(one.ran_at, one.confirmed_at) for one in store.searches("hpc-spine")] == [(NOON, LATER)]
    store.finish(harvest(store, query, record("1"), record("2"), at=LATER), ended(LATER))
    assert [one.pmids for one in store.searches("hpc-spine")] == [("1",), ("1", "2")]
    assert len(rows(store)["versions"]) == 2


def test_every_version_is_kept_and_the_past_can_be_asked_for(store: Store, query: Query) -> None:
    old, new = record("1", "A 48-year-old woman."), record("1", "A 48-year-old woman, corrected.")
    harvest(store, query, old)
    harvest(store, query, new, at=LATER)
    assert list(store.records(["1"])) == [new]
    assert list(store.records(["1"], NOON)) == [old]
    assert list(store.records(["1"], NOON - timedelta(days=1))) == []


def test_a_version_that_changes_back_is_seen_again(store: Store, query: Query) -> None:
    old, new = record("1", "A 48-year-old woman."), record("1", "A 48-year-old man.")
    for one in (old, new, old):
        harvest(store, query, one)
    assert list(store.records(["1"])) == [old]
    assert (len(rows(store)["versions"]), len(rows(store)["raw"])) == (3, 2)


def test_a_rule_that_repeats_itself_adds_nothing_and_a_changed_mind_is_added(store: Store) -> None:
    assert store.decide("q", [screened("1")]) == 1
    assert store.decide("q", [screened("1", at=LATER)]) == 0
    assert store.decide("q", [screened("1", "no", at=LATER)]) == 1
    assert [one.verdict for one in store.decisions("q")] == ["yes", "no"]
    assert [one.verdict for one in store.decisions("q", NOON)] == ["yes"]


def test_a_person_between_two_equal_words_of_a_rule_is_not_drowned(store: Store) -> None:
    store.decide("q", [screened("1"), screened("1", "no", by="AB")])
    assert store.decide("q", [screened("1", at=LATER)]) == 0
    assert store.decide("q", [screened("1", "no", by="AB", at=LATER)]) == 1


def test_who_has_not_seen_what_another_said_since_is_told_and_nothing_is_written(store: Store) -> None:
    store.decide("q", [screened("1")])
    seen = store.last_decision()
    anna, ben = screened("1", "no", by="Anna"), screened("1", "yes", by="Ben", at=LATER)
    assert store.say("q", anna, seen) == ()
    assert store.say("q", ben, seen) == (anna,)
    assert store.say("q", screened("2", "yes", by="Ben"), seen) == ()
    assert [one.by for one in store.decisions("q")] == ["rule:screen/1", "Anna", "Ben"]
    assert store.say("q", ben, store.last_decision()) == ()


def test_a_rule_that_spoke_since_is_no_reason_not_to_hear_a_person(store: Store) -> None:
    seen = store.last_decision()
    store.decide("q", [screened("1")])
    assert store.say("q", screened("1", "no", by="Anna"), seen) == ()


def test_of_many_who_speak_at_once_on_one_thing_one_is_heard(store: Store) -> None:
    seen = store.last_decision()
    with ThreadPoolExecutor(8) as people:
        words = [screened("1", "no", by=f"person {n}") for n in range(8)]
        heard = [not unseen for unseen in people.map(lambda word: store.say("q", word, seen), words)]
    assert heard.count(True) == 1
    assert len(store.decisions("q")) == 1


def test_the_log_goes_on_from_any_row(store: Store) -> None:
    store.decide("q", [screened("1"), screened("2")])
    store.decide("other", [screened("3")])
    seen = store.last_decision()
    assert store.decisions_after("q", seen) == ()
    store.decide("q", [screened("4")])
    (told,) = store.decisions_after("q", seen)
    assert (told[0], told[1].subject) == (store.last_decision(), "4")
    assert [one.subject for _, one in store.decisions_after("q", 0)] == ["1", "2", "4"]


def test_unread_is_what_these_rules_have_not_read_with_these_words(store: Store, query: Query) -> None:
    harvest(store, query, record("1"), record("2"))
    assert store.unread(query, ["1", "2", "3"], "1") == ()
    assert store.unread(query, ["1", "2", "3"], "2") == ("1", "2")
    assert store.unread(replace(query, digest="edited"), ["2"], "1") == ("2",)


def test_going_back_to_earlier_words_is_a_reading_too(store: Store, query: Query) -> None:
    edited = replace(query, digest="edited")
    for one in (query, edited, query):
        number = store.begin(one, replace(search(query, "1"), query_digest=one.digest))
        store.keep(number, [Fetched(b"", record("1"))], [reading(record("1"), one)], NOON)
        assert store.unread(one, ["1"], "1") == ()
    assert store.unread(edited, ["1"], "1") == ("1",)


def test_two_queries_of_one_text_are_read_apart(store: Store, query: Query) -> None:
    copied = replace(query, name="copy")
    harvest(store, query, record("1"))
    assert store.unread(copied, ["1"], "1") == ("1",)
    number = store.begin(copied, replace(search(query, "1"), query="copy"))
    store.keep(number, [], [reading(record("1"), copied)], NOON)
    assert store.unread(copied, ["1"], "1") == ()
    assert [len(store.decisions(name)) for name in (query.name, "copy")] == [1, 1]


def test_an_open_search_is_taken_up_only_by_the_same_question_on_the_same_platform(store: Store, query: Query) -> None:
    first = store.begin(query, search(query, "1"))
    assert store.begin(query, search(query, "1", "2")) == first
    assert store.begin(replace(query, digest="edited"), replace(search(query, "2"), query_digest="edited")) != first
    assert store.begin(query, replace(search(query, "3"), platform="another")) != first
    assert [one.pmids for one in store.searches("hpc-spine")] == [("1", "2"), ("2",), ("3",)]
    assert store.searches("hpc-spine", finished=True) == ()


def test_refusals_and_deletions_are_counted_once(store: Store, query: Query) -> None:
    refusal = Refusal(source="efetch", why="no title", pmid="9")
    number = harvest(store, query, record("1"))
    for _ in range(2):
        store.refuse(number, [refusal, Refusal(source="efetch", why="cut short")], NOON)
        store.delete([Deletion(pmid="7")], NOON)
    assert store.refusals("hpc-spine") == (refusal, Refusal(source="efetch", why="cut short"))
    assert store.withdrawals(["7", "8"]) == (Deletion(pmid="7", at=NOON),)
    assert store.withdrawals(["7", "8"], NOON - timedelta(days=1)) == ()


def test_a_span_whose_words_are_gone_is_never_read(tmp_path: Path, query: Query) -> None:
    with Store.at(tmp_path / "series.db") as store:
        harvest(store, query, record("1"))
        with sqlite3.connect(tmp_path / "series.db") as other:
            other.execute("UPDATE extractions SET spans = '[[0, 3, \"lie\"]]'")
        other.close()
        with pytest.raises(StoreError, match="PMID 1, age_years: the text from 0 to 3 does not read 'lie'"):
            store.extractions("hpc-spine", [record("1")])


def test_a_batch_is_kept_whole_or_not_at_all(store: Store, query: Query) -> None:
    number = store.begin(query, search(query, "1"))
    broken = replace(record("2"), title=object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        store.keep(number, [Fetched(b"", record("1")), Fetched(b"", broken)], [], NOON)
    assert store.unstored(["1"]) == ("1",)


def test_a_row_that_points_nowhere_is_refused(store: Store, query: Query) -> None:
    harvest(store, query, record("1"))
    before = rows(store)
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        store.keep(99, [Fetched(b"", record("2"))], [], NOON)
    assert rows(store) == before


def test_a_commit_to_a_file_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    with Store.at(tmp_path / "series.db") as store, store._writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def _write(url: str, start: int) -> None:
    with Store(url) as store:
        for at in range(start, start + 40):
            store.decide("q", [screened(str(at))])


def test_two_writers_wait_for_each_other(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    url = store._engine.url.render_as_string(hide_password=False)
    writers = [context.Process(target=_write, args=(url, start)) for start in (0, 40)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {one.subject for one in store.decisions("q")} == {str(at) for at in range(80)}


def test_a_database_that_cannot_be_used_is_named_with_the_way_out(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("these are my notes, and no database at all " * 100)
    with pytest.raises(StoreError, match=r"notes.db: file is not a database; name another database with --db"):
        Store.at(text)
    with pytest.raises(StoreError, match=r"unable to open database file"):
        Store.at(tmp_path / "nowhere" / "series.db")
    with pytest.raises(StoreError, match="only sqlite:/// and postgresql://"):
        Store("mysql://somebody:secret@localhost/x")
    for written in ("nonsense", "postgresql://u:p@h:notaport/x"):
        with pytest.raises(StoreError, match="--db: not a database URL; expected sqlite:///FILE or postgresql://"):
            Store(written)


def test_who_waited_in_vain_is_told_to_come_again(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'series.db'}")
    with Store(url) as store, store._writing():
        impatient = create_engine(url, connect_args={"timeout": 0})
        said = r"database is locked; others were writing all the while.*run it again"
        with pytest.raises(StoreError, match=said), named(url), impatient.connect() as connection:
            connection.exec_driver_sql("DELETE FROM hits")
        impatient.dispose()


def test_a_newer_or_a_foreign_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    newer, foreign = tmp_path / "newer.db", tmp_path / "foreign.db"
    Store.at(newer).__exit__(None, None, None)
    for path, statement in ((newer, "UPDATE schema_version SET version = 99"), (foreign, "CREATE TABLE mine (x)")):
        with sqlite3.connect(path) as other:
            other.execute(statement)
        other.close()
    with pytest.raises(StoreError, match=rf"newer harvester \(schema 99, here {SCHEMA}\); upgrade harvester"):
        Store.at(newer)
    with pytest.raises(StoreError, match=r"holds other tables \(mine\)"):
        Store.at(foreign)
    with sqlite3.connect(foreign) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]
    other.close()


def test_a_password_is_never_shown() -> None:
    for written in ("postgresql://me:hunter2@127.0.0.1:1/none", "postgresql://127.0.0.1:1/none?password=hunter2"):
        with pytest.raises(StoreError) as caught:
            Store(written)
        assert "hunter2" not in str(caught.value)
