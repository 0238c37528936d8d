"""Refreshing a review: what is asked for again, what is told, and what if it is stopped, doubled or edited."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from benchmarks.digest_drill import killed_at, told_when
from benchmarks.literature import Literature, Source, report
from benchmarks.year import STEPS
from databases import BACKENDS, database
from harvester import mirror
from harvester.entrez import Entrez
from harvester.errors import AtWork, HarvesterError, QueryError
from harvester.outcomes import Refreshed
from harvester.press import compare
from harvester.query import find_query, read_query
from harvester.records import Decision, Query, Record
from harvester.references import write_references
from harvester.review import Review
from harvester.store import Store
from harvester.watchlist import cursor

QUERY = replace(read_query(find_query("hpc-spine")), must_find=())
FORK = multiprocessing.get_context("fork")


def silent(*_: object) -> None:
    """Progress that nobody watches."""


class Shelf:
    """A literature with four reports, its mirror as often as it changes, and a review in a folder."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder / 'series.db'}"
        self.literature = Literature()
        self.literature.arrive(report(pmid, date(2026, 1, 5)) for pmid in (1, 2, 3, 4))
        self.mirrors = 0
        self.garbled: frozenset[int] = frozenset()

    def revise(self, pmid: int, day: date | None = date(2026, 2, 3), **changes: object) -> None:
        self.literature.revise(pmid, day, **changes)

    @contextmanager
    def review(self, query: Query = QUERY, platform: str = "PubMed") -> Iterator[tuple[Review, Entrez]]:
        self.mirrors += 1
        source = Source(self.literature.mirror(self.folder / f"m{self.mirrors}"), self.literature.merged)
        source.garbled = self.garbled
        with (
            Store(self.url) as store,
            Entrez(
                base_url=mirror.BASE_URL, session=source.session(), per_second=None, platform=platform, sleep=silent
            ) as entrez,
        ):
            yield Review(query=query, store=store, folder=self.folder), entrez

    def run(self, query: Query = QUERY) -> None:
        with self.review(query) as (review, entrez):
            review.run(entrez, silent)

    def refresh(self, query: Query = QUERY, platform: str = "PubMed") -> Refreshed:
        with self.review(query, platform) as (review, entrez):
            return review.refresh(entrez, silent)


def told(done: Refreshed) -> list[tuple[str, str]]:
    return [(item.kind, item.subject) for item in done.digest.items]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.run()
    return made


# ------------------------------------------------------------------------------------------------ what is asked again


def test_nothing_new_costs_three_requests_and_leaves_no_numbered_digest(shelf: Shelf) -> None:
    for _ in range(2):
        done = shelf.refresh()
        assert (done.outcome.traffic.requests, told(done), done.outcome.complete) == (3, [], True)
    assert not (shelf.folder / "digests").exists()
    assert (shelf.folder / "digest.md").read_text().startswith("# Nothing new: Hemangiopericytoma")


def test_what_arrives_is_a_new_report_and_a_new_case_with_what_they_move(shelf: Shelf) -> None:
    shelf.literature.arrive([report(5, date(2026, 2, 3))])
    done = shelf.refresh()
    assert told(done) == [("new case", "P5-1"), ("new report", "5")]
    case, new = done.digest.items
    assert dict(case.moves) == {"included patients": 1, "included patients: active": 1}
    assert dict(new.moves) == {"identified": 1, "included reports": 1, "screened": 1}
    assert (new.rows, new.said) == (("P5-1",), "included")
    assert "age years: 55; age at: spinal lesion; sex: M; " in case.said
    assert sorted(path.name for path in (shelf.folder / "digests").iterdir()) == ["0001.html", "0001.json", "0001.md"]
    assert told(shelf.refresh()) == []


def test_a_revised_abstract_is_read_anew_and_a_persons_word_about_the_old_words_is_stale(shelf: Shelf) -> None:
    with shelf.review() as (review, _):
        seen = next(one for one in review.series().reports if one.record.pmid == "2")
        said = replace(_check(seen.record.text_digest), at=datetime.now(UTC))
        review.decide([said])
    shelf.refresh()
    shelf.revise(2, age=77)
    done = shelf.refresh()
    assert told(done) == [("case changed", "P2-1"), ("text changed", "2"), ("stale", "2#1")]
    assert done.digest.items[0].said == "age years: 35 → 77"
    assert done.digest.waiting["stale corrections"] == 1


def _check(saw: str) -> Decision:
    return Decision(
        kind="check",
        subject="2#1",
        verdict="no",
        reason="read again",
        by="AB",
        at=datetime.now(UTC),
        field="age_years",
        value=35,
        was=34,
        quote="34-year-old",
        saw=saw,
    )


def test_a_record_without_a_date_of_revision_is_asked_for_every_time(shelf: Shelf) -> None:
    shelf.literature.arrive([replace(report(5, None), status="Publisher", published="aheadofprint")])
    shelf.refresh()
    shelf.revise(5, None, age=78)
    assert ("text changed", "5") in told(shelf.refresh())


def test_the_cursor_is_the_sources_own_date_so_a_mirror_that_is_behind_loses_nothing(shelf: Shelf) -> None:
    """A revision of January reaches a mirror only now: later than refreshes, and dated before them."""
    shelf.refresh()
    shelf.refresh()
    with shelf.review() as (review, _):
        assert cursor(review.store, QUERY, ["1", "2", "3", "4"]) == date(2025, 12, 29)
    shelf.revise(3, date(2026, 1, 7), age=78)
    assert ("text changed", "3") in told(shelf.refresh())


def test_what_left_the_set_is_named_once_stays_and_is_still_watched(shelf: Shelf) -> None:
    shelf.revise(3, tumor="tumor", title="A case")
    done = shelf.refresh()
    assert ("gone", "3") in told(done)
    assert (done.outcome.complete, done.outcome.series.flow.identified) == (True, 4)
    assert told(shelf.refresh()) == []
    shelf.revise(3, links="RetractionIn=90", types="Case Reports; Retracted Publication")
    assert told(shelf.refresh()) == [("retracted", "3")]
    shelf.revise(3, tumor="hemangiopericytoma", title="Metastatic hemangiopericytoma of the spine")
    assert ("found again", "3") in told(shelf.refresh())


def test_deleted_is_only_what_the_source_does_not_hold(shelf: Shelf) -> None:
    del shelf.literature.articles[3]
    done = shelf.refresh()
    assert told(done) == [("case gone", "P3-1"), ("deleted", "3")]
    assert dict(done.digest.items[1].moves) == {"deleted": 1, "included reports": -1, "screened": -1}
    assert done.outcome.series.flow.deleted == 1
    shelf.literature.arrive([report(3, date(2026, 3, 3))])
    assert told(shelf.refresh()) == [("new case", "P3-1"), ("judged anew", "3"), ("other", "3")]


def test_what_efetch_does_not_deliver_and_the_source_holds_is_missing_and_not_deleted(shelf: Shelf) -> None:
    """PMID 3 left the set; asked for, it leads to a record that is not there, though it is held itself."""
    shelf.revise(3, tumor="tumor", title="A case")
    shelf.literature.merged[3] = 999
    done = shelf.refresh()
    assert (done.outcome.missing, done.outcome.complete) == (("3",), False)
    assert ("deleted", "3") not in told(done)


def test_a_new_version_that_cannot_be_read_is_refused_and_asked_for_again(shelf: Shelf) -> None:
    shelf.revise(2, age=77)
    shelf.garbled = frozenset({2})
    for _ in range(2):
        done = shelf.refresh()
        assert ([one.pmid for one in done.outcome.refusals], done.outcome.complete) == (["2"], False)
    shelf.garbled = frozenset()
    assert ("text changed", "2") in told(shelf.refresh())
    assert shelf.refresh().outcome.complete


def test_what_only_a_file_told_of_is_read_as_pubmed_has_it(shelf: Shelf, tmp_path: Path) -> None:
    """A report that the strategy does not find comes with a file; PubMed's record takes its place, and is watched."""
    shelf.literature.arrive([replace(report(7, date(2026, 1, 5)), tumor="tumor", title="A case")])
    file = tmp_path / "other.nbib"
    file.write_text(write_references([Record(pmid="7", title="As the file has it")], "nbib"))
    with shelf.review() as (review, _):
        review.take_in([file], silent)
    done = shelf.refresh()
    now = next(one.record for one in done.outcome.series.reports if one.record.pmid == "7")
    assert now.title == "A case, number 7."
    shelf.revise(7, links="RetractionIn=90", types="Case Reports; Retracted Publication")
    assert ("retracted", "7") in told(shelf.refresh())


# ---------------------------------------------------------------------------------- a source that has forgotten much


def test_another_source_that_holds_less_deletes_nothing(shelf: Shelf) -> None:
    for pmid in (2, 3, 4):
        del shelf.literature.articles[pmid]
    done = shelf.refresh(platform="a small mirror")
    assert (done.outcome.series.flow.deleted, done.outcome.missing, done.outcome.complete) == (0, (), True)
    assert told(done) == [("judged anew", "1")]  # one more source gave it


def test_a_source_that_has_forgotten_most_is_an_error_and_nothing_is_stored(shelf: Shelf) -> None:
    shelf.literature.arrive(report(pmid, date(2026, 1, 5)) for pmid in range(5, 101))
    shelf.refresh()
    kept = dict(shelf.literature.articles)
    shelf.literature.articles = {pmid: one for pmid, one in kept.items() if pmid <= 40}
    with pytest.raises(HarvesterError, match="PubMed does not find 60 of the 100 records that it found on 20"):
        shelf.refresh()
    shelf.literature.articles = {pmid: one for pmid, one in kept.items() if pmid <= 70}
    with pytest.raises(HarvesterError, match="PubMed holds no record of 30 PMIDs that it gave out before"):
        shelf.refresh()
    shelf.literature.articles = kept
    assert told(shelf.refresh()) == []


def test_a_digest_says_that_the_review_itself_was_changed(shelf: Shelf) -> None:
    shelf.refresh()
    done = shelf.refresh(replace(QUERY, strategy="1[uid] OR 2[uid] OR 3[uid]", digest="another"))
    assert done.digest.because == ("the query was edited",)
    assert "UTC. Since then the query was edited. Query" in (shelf.folder / "digest.md").read_text()


# --------------------------------------------------------------------------------------------------- an edited query


def narrowed(shelf: Shelf, **changes: object) -> Query:
    return replace(QUERY, strategy="(1[uid] OR 2[uid] OR 5[uid])", digest="another", **changes)  # type: ignore[arg-type]


def test_an_edit_that_loses_a_must_find_report_stores_nothing(shelf: Shelf) -> None:
    with pytest.raises(QueryError, match="the edited strategy does not find 4, which must_find names and PubMed holds"):
        shelf.refresh(narrowed(shelf, must_find=("1", "4", "99")))
    with sqlite3.connect(shelf.folder / "series.db") as held:
        assert held.execute("SELECT count(*) FROM searches").fetchone() == (1,)
    held.close()
    edited = shelf.refresh(narrowed(shelf, must_find=("1", "99")))
    assert [one for one in told(edited) if one[0] == "gone"] == [("gone", "3"), ("gone", "4")]
    assert (edited.outcome.absent, edited.outcome.complete) == (("99",), True)


def test_a_must_find_report_that_nlm_itself_loses_is_a_gap_and_no_error(shelf: Shelf) -> None:
    query = replace(QUERY, must_find=("3",))
    shelf.refresh(query)
    shelf.revise(3, tumor="tumor", title="A case")
    done = shelf.refresh(query)
    assert (done.outcome.lost, done.outcome.complete) == (("3",), False)


def test_what_an_edit_does_is_told_apart_from_what_the_source_did_since(shelf: Shelf) -> None:
    shelf.literature.arrive([report(5, date(2026, 2, 3)), report(6, date(2026, 2, 3))])
    del shelf.literature.articles[4]
    with shelf.review(narrowed(shelf, must_find=("3",))) as (review, entrez):
        (last,) = review.store.searches(QUERY.name)
        edit = compare(review.query, entrez, last, datetime.now(UTC))
        assert len(review.store.searches(QUERY.name)) == 1
    assert (edit.edited, edit.gained, edit.lost) == (True, (), ("6", "3"))
    assert (edit.arrived, edit.left, edit.must_find_lost) == (("6", "5"), ("4",), ("3",))


# -------------------------------------------------------------------------------------------- stopped, and in company


def test_killed_between_any_two_steps_each_thing_is_told_exactly_once(tmp_path: Path) -> None:
    """Statements, commits and renames are the steps, the later ones tried the more; the benchmark tries them all."""
    expected = told_when(tmp_path / "undisturbed", None, None)
    steps = STEPS.value
    assert (len(expected), max(expected.values())) == (12, 1)
    for at, told in killed_at([*range(1, steps - 40, 24), *range(steps - 40, steps + 1, 8)], tmp_path, None):
        assert told == expected, at


@pytest.mark.parametrize("backend", BACKENDS)
def test_of_two_at_once_one_is_told_who_the_other_is_and_a_killed_one_leaves_no_lock(
    backend: str, tmp_path: Path
) -> None:
    with database(backend, tmp_path) as url:
        shelf = Shelf(tmp_path, url)
        shelf.run()
        ready, go_on = FORK.Event(), FORK.Event()

        def hold() -> None:
            with Store(url) as store, store.turn(QUERY.name):
                ready.set()
                go_on.wait()

        holder = FORK.Process(target=hold)
        holder.start()
        ready.wait(20)
        with pytest.raises(
            AtWork, match=rf"hpc-spine: another refresh is at work \(process {holder.pid} on .*, since "
        ):
            shelf.refresh()
        with Store(url) as store, store.turn("another-review"):
            pass
        os.kill(holder.pid or 0, signal.SIGKILL)
        holder.join()
        for _ in range(50):
            try:
                assert shelf.refresh().outcome.complete
                break
            except AtWork:  # the server has yet to notice that its client is gone
                continue
        else:
            pytest.fail("the lock of the dead was not taken back")
