"""A batch that is kept at once leaves the rows that its records leave one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from databases import BACKENDS, NOON, database, search_of
from harvester.errors import StoreError
from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Query, Reading, Record, Section, Span, Verdict
from harvester.store import Fetched, Store
from harvester.store import tables as t
from harvester.store.batches import COPIED, PART


@dataclass(frozen=True)
class Came:
    """A record as it came and was read: in which wording, for which review, by which rules, with what verdict."""

    pmid: str
    wording: str
    review: str = "a"
    rules: str = "1"
    verdict: Verdict = "yes"

    @property
    def record(self) -> Record:
        digest = f"{self.pmid} {self.wording}"
        return Record(pmid=self.pmid, title="Aged 48.", sections=(Section(text=self.wording),), digest=digest)

    def reading(self, query: Query) -> Reading:
        query = replace(query, name=self.review)
        span = Span.of(self.record.text, 5, 7)
        return Reading(
            query=query,
            record=self.record,
            rules=self.rules,
            extractions=tuple(
                Extraction(
                    pmid=self.pmid, case=case, field="age_years", value=48, spans=(span,), rule="r", rule_version="1"
                )
                for case in (1, 2)
            ),
            decisions=(
                Decision(kind="screen", subject=self.pmid, verdict=self.verdict, reason="so", by="rule:s/1", at=NOON),
            ),
        )


CAME = st.builds(
    Came,
    pmid=st.sampled_from("123"),
    wording=st.sampled_from(("one", "two")),
    review=st.sampled_from("ab"),
    rules=st.sampled_from("12"),
    verdict=st.sampled_from(("yes", "no")),
)


def kept(path: Path, batches: Iterable[Sequence[Came]]) -> dict[str, list[tuple[object, ...]]]:
    """What a new database holds after these batches, in the order it was written, review by review."""
    query = read_query(find_query("hpc-spine"))
    with Store.at(path) as store:
        number = store.begin(query, search_of(query))
        for batch in batches:
            fetched, readings = (Fetched(b"", one.record) for one in batch), (one.reading(query) for one in batch)
            store.keep(number, fetched, readings, NOON)
        of_reading = select(t.readings.c.query, t.readings.c.digest, t.readings.c.rules)
        wanted = {
            "raw": select(t.raw.c.digest).order_by(t.raw.c.digest),
            "versions": select(t.versions.c.pmid, t.versions.c.digest).order_by(t.versions.c.id),
            "readings": of_reading.order_by(t.readings.c.query, t.readings.c.id),
            "extractions": of_reading.add_columns(t.extractions.c.case_number)
            .join(t.extractions)
            .order_by(t.readings.c.query, t.extractions.c.id),
            "decisions": select(t.decisions.c.query, t.decisions.c.subject, t.decisions.c.verdict).order_by(
                t.decisions.c.query, t.decisions.c.id
            ),
        }
        with store._reading() as connection:
            return {name: [tuple(row) for row in connection.execute(rows)] for name, rows in wanted.items()}


def test_a_record_that_comes_twice_in_a_batch_and_changes_back_has_three_versions(tmp_path: Path) -> None:
    batch = [Came("1", "one"), Came("1", "two"), Came("1", "one"), Came("1", "one")]
    assert kept(tmp_path / "series.db", [batch]) == {
        "raw": [("1 one",), ("1 two",)],
        "versions": [("1", "1 one"), ("1", "1 two"), ("1", "1 one")],
        "readings": [("a", "1 one", "1"), ("a", "1 two", "1")],
        "extractions": [
            ("a", "1 one", "1", 1),
            ("a", "1 one", "1", 2),
            ("a", "1 two", "1", 1),
            ("a", "1 two", "1", 2),
        ],
        "decisions": [("a", "1", "yes")],
    }


@settings(deadline=None, max_examples=60)
@given(came=st.lists(CAME, max_size=12), cut=st.integers(1, 12))
def test_a_batch_leaves_the_rows_of_its_records_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, came: list[Came], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("batches")
    batches = [came[start : start + cut] for start in range(0, len(came), cut)]
    assert kept(folder / "whole.db", batches) == kept(folder / "single.db", [[one] for one in came])


def test_a_long_batch_is_worked_off_in_parts_that_know_of_each_other(tmp_path: Path) -> None:
    long = [Came(str(number % (PART + 1)), "one") for number in range(2 * PART + 2)]
    found = kept(tmp_path / "series.db", [long])
    assert [len(found[name]) for name in ("raw", "versions", "readings", "extractions", "decisions")] == [
        PART + 1,
        PART + 1,
        PART + 1,
        2 * (PART + 1),
        PART + 1,
    ]


# -------------------------------------------------------------------------------- many rows at once, on both databases

STRANGE = ("plain", "", "\t tab", "back\\slash", "\\N", "two\nlines\r\n", '"quoted", ünï', "\\.", "{a,b}", "null", "'")
TABLES = (t.raw, t.versions, t.readings, t.extractions, t.decisions, t.hits)


def told(number: int, query: Query, said: str) -> Reading:
    """A report whose values and judgement hold words that a careless writer of rows would spoil."""
    record = Record(pmid=str(number), title=f"Aged 48. {said}", digest=f"digest {number}")
    span = Span.of(record.text, 5, len(record.text))
    value = Extraction(pmid=record.pmid, case=1, field=said, value=said, spans=(span,), rule="r", rule_version="1")
    score = (None, 0.1 + 0.2, 1e-300)[number % 3]
    judged = Decision(
        kind="screen", subject=record.pmid, verdict="no", reason=said, score=score, by="rule:s/1", at=NOON, value=48
    )
    return Reading(query=query, record=record, rules=said, extractions=(value,), decisions=(judged,))


def all_rows(url: str, batches: Iterable[Sequence[Reading]], query: Query) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a new database after these batches, with the numbers that they got."""
    with Store(url) as store:
        number = store.begin(query, search_of(query, range(sum(map(len, batches := list(batches))))))
        for batch in batches:
            store.keep(number, [Fetched(b"<xml/>", one.record) for one in batch], batch, NOON)
        with store._reading() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in TABLES
            }


@pytest.mark.parametrize("backend", BACKENDS)
def test_many_rows_at_once_are_those_written_one_by_one_with_the_same_numbers(backend: str, tmp_path: Path) -> None:
    query = read_query(find_query("hpc-spine"))
    readings = [told(number, query, said) for number, said in enumerate(STRANGE * 3)]
    assert len(readings) > COPIED
    for name in ("whole", "single"):
        (tmp_path / name).mkdir()
    with database(backend, tmp_path / "whole") as whole, database(backend, tmp_path / "single") as single:
        at_once = all_rows(whole, [readings], query)
        assert at_once == all_rows(single, [[one] for one in readings], query)
    assert [row[0] for row in at_once["extractions"]] == list(range(1, len(readings) + 1))
    assert [row[t.decisions.c.keys().index("reason")] for row in at_once["decisions"]] == list(STRANGE * 3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_batch_that_cannot_be_written_is_named_and_leaves_nothing(backend: str, tmp_path: Path) -> None:
    query = read_query(find_query("hpc-spine"))
    readings = [told(number, query, "plain") for number in range(COPIED)]
    broken = replace(readings[-1].extractions[0], rule=None)  # type: ignore[arg-type]
    readings[-1] = replace(readings[-1], extractions=(broken,))
    with database(backend, tmp_path) as url, Store(url) as store:
        number = store.begin(query, search_of(query))
        with pytest.raises(StoreError, match="rule"):
            store.keep(number, [Fetched(b"", one.record) for one in readings], readings, NOON)
        assert list(store.records([one.record.pmid for one in readings])) == []
        store.keep(number, [Fetched(b"", readings[0].record)], readings[:1], NOON)
        assert [one.pmid for one in store.records(["0"])] == ["0"]
