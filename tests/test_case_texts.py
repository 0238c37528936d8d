"""Ages and durations in 42 real case texts whose labels others made (E3C corpus, layer 1; offsets are code points)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harvester.extract import Extractor
from harvester.extract.text.reading import Reading
from harvester.extract.text.times import Duration, durations
from harvester.extract.text.vocabulary import Matcher
from harvester.query import find_query, read_query
from harvester.records import Record, Section

GOLD = Path(__file__).parents[1].parent / "shared" / "data" / "case_texts" / "gold_age_site_duration.jsonl"

pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason=f"the labelled case texts are not there: {GOLD}")

SLIPS = {"EN100247": ("27Y", 72.0), "EN100466": ("32Y", 34.0), "EN105551": ("3Y", 3 / 365.25)}
"""Labels that differ from the very words that they mark: digits turned round, another number, days called years."""

UNLABELLED = {"EN100024": 56.0, "EN100655": 0.75, "EN105114": 63.0}
"""Ages that the text states of its patient in plain words, and that no label gives."""

_YEARS_IN = {"Y": 1.0, "M": 1 / 12, "W": 1 / 52.18, "D": 1 / 365.25}
_MONTHS_IN = {"Y": 12.0, "M": 1.0, "W": 1 / 4.345, "D": 1 / 30.44}


@pytest.fixture(scope="module")
def labelled() -> dict[str, dict[str, Any]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return {one["name"]: one for one in map(json.loads, lines)}


class Ages(NamedTuple):
    """Ages by text: labelled as the file has them, labelled with the slips mended, and found."""

    as_labelled: dict[str, float]
    mended: dict[str, float]
    found: dict[str, list[float]]


@pytest.fixture(scope="module")
def ages(labelled: dict[str, dict[str, Any]]) -> Ages:
    extractor = Extractor(read_query(find_query("hpc-spine")))
    given = {name: _years(one["age"]) for name, text in labelled.items() for one in text["patient"] if one.get("age")}
    mended = given | UNLABELLED | {name: years for name, (_, years) in SLIPS.items()}
    return Ages(given, mended, {name: _found(extractor, name, one["text"]) for name, one in labelled.items()})


def _years(label: str) -> float:
    amount, unit = re.fullmatch(r"([\d.]+)([YMWD])\2?", label).groups()  # type: ignore[union-attr]
    return float(amount) * _YEARS_IN[unit]


def _found(extractor: Extractor, name: str, text: str) -> list[float]:
    record = Record(pmid=name, title="", sections=(Section(text=text),))
    return [float(one.value) for one in extractor.extract(record) if one.field == "age_years"]  # type: ignore[arg-type]


def test_the_patients_age_is_read_within_one_year(ages: Ages) -> None:
    right, misses = _agreeing(ages.mended, ages.found)
    assert right / len(ages.mended) >= 0.98, f"recall; missed: {misses}"
    assert right / sum(map(len, ages.found.values())) >= 0.98, f"precision; missed: {misses}"


def test_as_the_labels_stand_only_their_slips_differ(ages: Ages) -> None:
    _, misses = _agreeing(ages.as_labelled, ages.found)
    assert {miss.split(":")[0] for miss in misses} == {*SLIPS, *UNLABELLED}, misses


def test_a_slip_differs_from_the_label(labelled: dict[str, dict[str, Any]]) -> None:
    given = {name: one["age"] for name in SLIPS for one in labelled[name]["patient"] if one.get("age")}
    assert given == {name: label for name, (label, _) in SLIPS.items()}


def _agreeing(wanted: dict[str, float], found: dict[str, list[float]]) -> tuple[int, list[str]]:
    """How many labelled ages are found, and what differs: missed, wrong, or found where no label is."""
    near = {name for name, years in wanted.items() if any(abs(one - years) <= min(1, years) for one in found[name])}
    right = len(near)
    differing = [name for name in found if (name in wanted and name not in near) or len(found[name]) > (name in wanted)]
    return right, [f"{name}: labelled {wanted.get(name)}, found {found[name]}" for name in differing]


class Located(NamedTuple):
    """Labelled durations: how many there are, and those that are not located with their length."""

    wanted: int
    misses: list[str]

    @property
    def share(self) -> float:
        return 1 - len(self.misses) / self.wanted


def test_durations_of_a_day_or_longer_are_located_with_their_length(labelled: dict[str, dict[str, Any]]) -> None:
    found = _durations(labelled, hours=False)
    assert found.share >= 0.90, f"{len(found.misses)} of {found.wanted} durations missed: {found.misses}"


def test_all_durations_are_located_with_their_length(labelled: dict[str, dict[str, Any]]) -> None:
    found = _durations(labelled, hours=True)
    assert found.share >= 0.90, f"{len(found.misses)} of {found.wanted} durations missed: {found.misses}"


def _durations(labelled: dict[str, dict[str, Any]], *, hours: bool) -> Located:
    wanted, misses = 0, []
    matcher = Matcher({})
    for name, one in labelled.items():
        reading = Reading(Record(pmid=name, title="", sections=(Section(text=one["text"]),)), matcher)
        shift = len(reading.text) - len(one["text"])
        spans = list(durations(reading, 0, len(reading.text)))
        for label in (label for label in one["timex3"] if label["cls"] == "DURATION"):
            if not hours and re.fullmatch(r"PT?[\d.]+H", label["value"] or ""):
                continue
            wanted += 1
            if not _located(spans, label["b"] + shift, label["e"] + shift, label["value"]):
                misses.append(f"{name}: {one['text'][label['b'] : label['e']]!r} ({label['value']})")
    return Located(wanted, misses)


def _located(spans: list[Duration], start: int, end: int, value: str | None) -> bool:
    over = [one for one in spans if one.start < end and start < one.end]
    definite = re.fullmatch(r"P([\d.]+)([YMWD])", value or "")
    if not definite:
        return bool(over)
    months = float(definite[1]) * _MONTHS_IN[definite[2]]
    return any(abs(one.months - months) <= 0.02 * months for one in over)
