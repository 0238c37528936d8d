"""Scores compare whole values, and pair the patients of a report as they agree best."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harvester.evaluate import Miss, Score, compare, read_texts


def line(*cases: dict[str, Any], included: object = True, **report: Any) -> dict[str, Any]:
    return {"id": "1", "included": included, "report": report, "cases": list(cases)}


def scores(gold: dict[str, Any], found: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {one.field: (one.gold, one.found, one.right) for one in compare([gold], {"1": found})[0]}


def test_a_perfect_reading() -> None:
    one = line({"age_years": {"value": 48, "quote": "48-year-old"}, "sex": {"value": "F"}}, n_patients={"value": 1})
    assert scores(one, one) == {
        "included: yes": (1, 1, 1),
        "n_patients": (1, 1, 1),
        "age_years": (1, 1, 1),
        "sex": (1, 1, 1),
    }


def test_missed_invented_and_wrong_values_are_told_apart() -> None:
    gold = line({"age_years": 48, "sex": "F"}, included="unsure")
    found = line({"sex": "M", "surgery": "yes"}, included=False)
    assert scores(gold, found) == {
        "included: unsure": (1, 0, 0),
        "included: no": (0, 1, 0),
        "age_years": (1, 0, 0),
        "sex": (1, 1, 0),
        "surgery": (0, 1, 0),
    }
    _, misses = compare([gold], {"1": found})
    assert Miss(id="1", case=1, field="sex", gold="F", found="M") in misses


def test_patients_are_paired_as_they_agree_best() -> None:
    gold = line({"age_years": 48, "sex": "F"}, {"age_years": 53, "sex": "M"})
    found = line({"age_years": 53, "sex": "M"}, {"age_years": 30, "sex": "M"}, {"age_years": 48, "sex": "F"})
    assert scores(gold, found) == {"included: yes": (1, 1, 1), "age_years": (2, 3, 2), "sex": (2, 3, 2)}


def test_more_patients_than_can_be_tried_are_paired_in_order() -> None:
    many = line(*({"age_years": age} for age in range(30, 40)))
    assert scores(many, many)["age_years"] == (10, 10, 10)


def test_lists_are_sets_and_a_count_is_its_number() -> None:
    gold = line({"spinal_levels": ["C6", "C7"]}, stated_count={"value": {"n": 7, "unit": "patients"}})
    found = line({"spinal_levels": ["C7", "C6"]}, stated_count={"value": {"n": 7, "unit": "patients", "scope": "x"}})
    assert scores(gold, found)["spinal_levels"] == (1, 1, 1)
    assert scores(gold, found)["stated_count"] == (1, 1, 1)


def test_precision_recall_and_f1() -> None:
    one = Score(field="sex", gold=4, found=3, right=2)
    assert [one.precision, one.recall, one.f1] == pytest.approx([2 / 3, 0.5, 4 / 7])
    none = Score(field="sex", gold=0, found=0, right=0)
    assert (none.precision, none.recall, none.f1) == (None, None, None)


def test_texts_come_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 7, "title": "A title.", "abstract": "Words."}\n\n{"id": "8", "title": "Alone."}\n')
    assert {key: record.text for key, record in read_texts([path]).items()} == {
        "7": "A title.\n\nWords.",
        "8": "Alone.",
    }
