"""A batch that is kept at once leaves the rows that its records leave one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from databases import NOON, search_of
from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Query, Reading, Record, Section, Span, Verdict
from harvester.store import Fetched, Store
from harvester.store import tables as t
from harvester.store.batches import PART


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
