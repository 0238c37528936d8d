"""A person's word survives whatever happens to a record: 1,000 random histories, each a record of its own in one store.

What may happen in a round: PubMed delivers new metadata, or a revised text that keeps, moves or loses a patient's
sentence; other rules read the text, number its patients otherwise or misread an age; Anna or Ben corrects an age, says
that none is stated, or takes back what was said. The model is a dictionary: what was last said of a patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from harvester.query import find_query, read_query
from harvester.records import Decision, Extraction, Reading, Record, Search, Section, Span, Value, Verdict
from harvester.review import Review
from harvester.store import Fetched, Store

HISTORIES, ROUNDS = 1_000, 10
QUERY = read_query(find_query("hpc-spine"))
START = datetime(2026, 1, 1, tzinfo=UTC)
AGES: Mapping[str, int] = {"Ada": 31, "Bea": 42, "Cleo": 53}
SENTENCES = {name: f"{name} was {age} years old and had pain." for name, age in AGES.items()}


def text_of(names: list[str], addendum: int) -> str:
    """An abstract that tells of these patients, in this order."""
    return " ".join(["We report patients.", *(SENTENCES[name] for name in names), "Addendum." * addendum])


def read(record: Record, rules: int) -> tuple[Extraction, ...]:
    """Toy rules: odd ones number the patients from the end, and every third misreads each age by a year."""
    told = [name for name in AGES if SENTENCES[name] in record.text]
    told.sort(key=record.text.index, reverse=bool(rules % 2))
    found: list[Extraction] = []
    for number, name in enumerate(told, start=1):
        at = record.text.index(SENTENCES[name])
        age = record.text.index(str(AGES[name]), at)
        wrong = 1 if rules % 3 == 2 else 0
        found += [
            value(record, number, "age_years", AGES[name] + wrong, age, age + 2),
            value(record, number, "presentation", (name.lower(),), at, at + len(name)),
        ]
    return tuple(found)


def value(record: Record, case: int, field: str, stated: Value, start: int, end: int) -> Extraction:  # noqa: PLR0917
    span = Span.of(record.text, start, end)
    return Extraction(
        pmid=record.pmid, case=case, field=field, value=stated, spans=(span,), rule="toy", rule_version="1"
    )


@dataclass
class History:
    """A record as it stands, and what was last said of each of its patients."""

    pmid: str
    names: list[str] = field(default_factory=lambda: list(AGES))
    addendum: int = 0
    indexed: int = 0
    rules: int = 0
    said: dict[str, tuple[Verdict, int | None]] = field(default_factory=dict)

    @property
    def record(self) -> Record:
        text = text_of(self.names, self.addendum)
        record = Record(
            pmid=self.pmid, title="Three patients", sections=(Section(text=text),), keywords=("k",) * self.indexed
        )
        return replace(record, digest=f"{self.pmid} {'-'.join(self.names)} {self.addendum} {self.indexed}")

    def happen(self, draw: Random) -> None:
        """What PubMed or an upgrade does to it."""
        change = draw.choice(("metadata", "addendum", "order", "loss", "return", "rules", "rules"))
        if change == "metadata":
            self.indexed += 1
        elif change == "addendum":
            self.addendum += 1
        elif change == "order":
            draw.shuffle(self.names)
        elif change == "loss" and len(self.names) > 1:
            self.names.remove(draw.choice(self.names))
        elif change == "return":
            self.names += [name for name in AGES if name not in self.names][:1]
        elif change == "rules":
            self.rules += 1

    def speak(self, draw: Random, at: datetime) -> Decision:
        """Somebody says something of a patient whom the record tells of, having looked at it."""
        name = draw.choice(self.names)
        found = read(self.record, self.rules)
        case = next(one.case for one in found if one.value == (name.lower(),))
        was = next(one for one in found if one.case == case and one.field == "age_years")
        verdicts: tuple[tuple[Verdict, int | None], ...] = (
            *(("no", draw.randint(20, 80)), ("no", None)),
            *(("unsure", None), ("yes", None)),
        )
        verdict, age = draw.choice(verdicts)
        self.said[name] = (verdict, age)
        return Decision(
            kind="check",
            subject=f"{self.pmid}#{case}",
            verdict=verdict,
            reason="in the chart",
            by=draw.choice(("Anna", "Ben")),
            at=at,
            field="age_years",
            value=age,
            was=was.value,
            quote=SENTENCES[name],
            saw=self.record.text_digest,
        )

    @property
    def expected(self) -> dict[str, int | None]:
        """The age of each patient whom the text tells of, as it must stand."""
        wrong = 1 if self.rules % 3 == 2 else 0
        return {name: self._stands(name, AGES[name] + wrong) for name in self.names}

    def _stands(self, name: str, by_rule: int) -> int | None:
        verdict, age = self.said.get(name, ("unsure", None))
        return age if verdict == "no" else by_rule


def reading(one: History) -> Reading:
    return Reading(
        query=QUERY, record=one.record, rules=f"toy {one.rules}", extractions=read(one.record, one.rules), decisions=()
    )


@pytest.mark.parametrize("seed", [1])
def test_a_persons_word_survives_a_thousand_histories(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    histories = [History(pmid=str(number)) for number in range(1, HISTORIES + 1)]
    spoken: list[Decision] = []
    with Store.at(tmp_path / "series.db") as store:
        pmids = tuple(one.pmid for one in histories)
        search = Search(
            query=QUERY.name,
            query_digest=QUERY.digest,
            platform="toy",
            strategy="",
            ran_at=START,
            count=HISTORIES,
            pmids=pmids,
        )
        number = store.begin(QUERY, search)
        for at in (START + timedelta(days=days) for days in range(ROUNDS)):
            touched = histories if at == START else draw.sample(histories, HISTORIES // 2)
            if at > START:
                for one in touched:
                    one.happen(draw)
            fetched = [Fetched(b"<x/>", one.record) for one in touched]
            store.keep(number, fetched, [reading(one) for one in touched], at)
            words = [one.speak(draw, at + timedelta(hours=1)) for one in draw.sample(histories, HISTORIES // 5)]
            store.decide(QUERY.name, words)
            spoken += words
        series = Review(query=QUERY, store=store, folder=tmp_path / "out").series()
    assert [one for one in series.decisions if one.kind == "check"] == spoken
    reports = {report.record.pmid: report.extractions for report in series.reports}
    assert {one.pmid: stands(reports[one.pmid]) for one in histories} == {one.pmid: one.expected for one in histories}
    lost = {one.pmid for one in histories if set(one.said) - set(one.names)}
    assert {one.subject.partition("#")[0] for one in series.stale} >= lost


def stands(extractions: tuple[Extraction, ...]) -> dict[str, int | None]:
    """Name -> age, as the series has it."""
    ages = {one.case: one.value for one in extractions if one.field == "age_years"}
    names = {one.case: one.value for one in extractions if one.field == "presentation"}
    found: dict[str, int | None] = {}
    for case, name in names.items():
        age = ages.get(case)
        assert isinstance(name, tuple)
        assert age is None or isinstance(age, int)
        found[name[0].capitalize()] = age
    return found
