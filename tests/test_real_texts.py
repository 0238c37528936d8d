"""What is read out of 22 real texts, against labels that two readers gave them independently (tests/gold/README.md)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from harvester.evaluate import Score, compare, read_gold
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Record, Section

GOLD = Path(__file__).parent / "gold" / "real_texts.jsonl"
TEXTS = Path(__file__).parents[1].parent / "shared" / "data" / "case_texts" / "real_tumour_texts"

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the real texts are not there: {TEXTS}")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = (json.loads(path.read_bytes()) for path in TEXTS.glob("*.json"))
    return {one["id"]: one["text"] for one in found}


@pytest.fixture(scope="module")
def lines(texts: dict[str, str]) -> dict[str, dict[str, Any]]:
    reader = Reader(read_query(find_query("hpc-spine")))
    return {key: reader.line(Record(pmid=key, title="", sections=(Section(text=one),))) for key, one in texts.items()}


@pytest.fixture(scope="module")
def scores(lines: dict[str, dict[str, Any]]) -> dict[str, Score]:
    return {one.field: one for one in compare(read_gold(GOLD), lines)[0]}


def test_the_labels_are_of_these_texts_and_their_places_lie_in_them(texts: dict[str, str]) -> None:
    labelled = [json.loads(line) for line in GOLD.read_bytes().splitlines()]
    assert {one["id"]: one["sha256"] for one in labelled} == {
        key: hashlib.sha256(text.encode()).hexdigest() for key, text in texts.items()
    }
    for one in labelled:
        for values in (one["report"], *one["cases"]):
            for value in values.values():
                assert all(2 <= start < end <= len(texts[one["id"]]) + 2 for start, end in value["parts"])


def test_every_value_stands_on_words_of_the_text(lines: dict[str, dict[str, Any]]) -> None:
    for line in lines.values():
        for values in (line["report"], line.get("group", {}), *line["cases"]):
            for value in values.values():
                for part in value.get("parts", [value]):
                    assert line["text"][part["start"] : part["end"]] == part["quote"] != ""


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("included: yes", 1),
        ("included: no", 21),
        ("n_patients", 22),
        ("age_years", 21),
        ("sex", 21),
        ("radiotherapy", 3),
        ("interval_months", 1),
        ("stated_count", 2),
    ],
)
def test_a_field_is_read_as_both_readers_labelled_it(scores: dict[str, Score], field: str, right: int) -> None:
    score = scores[field]
    assert (score.gold, score.found, score.right) == (right, right, right)
