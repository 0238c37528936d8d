"""Durations and dates as they are written, and the event that an age belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.extract.text.reading import Reading
from harvester.extract.text.times import DAY, durations, moments
from harvester.extract.text.vocabulary import Matcher
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

SPINE = "Magnetic resonance imaging showed a metastasis in the T8 vertebra, which was removed by laminectomy. "


def values(text: str, field: str) -> list[Value]:
    """A field's values by case, in the order of the cases."""
    found = HPC.extract(Record(pmid="1", title="", sections=(Section(text=text),)))
    return [one.value for one in found if one.field == field and one.case]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (f"At the age of 34 she had a falcine hemangiopericytoma removed. Nine years later {SPINE}", "primary"),
        (f"A 50-year-old man presented with paraplegia. {SPINE}", "spinal lesion"),
        (
            "A 46-year-old woman with a tentorial hemangiopericytoma operated on in 2007 is presented. In 2014 an MRI "
            f"was done for back pain. {SPINE}",
            "report",
        ),
        (
            f"A falcine hemangiopericytoma was removed in 1990. In 2001, when she was 55, she had back pain. {SPINE}",
            "spinal lesion",
        ),
        (
            f"A falcine hemangiopericytoma was removed in 1990. He was well until, 11 years later and aged 60, he lost "
            f"strength in both legs. {SPINE}",
            "spinal lesion",
        ),
        (
            "A woman had a frontal hemangiopericytoma irradiated. During surveillance, 18 years after the diagnosis "
            f"and at 57 years of age, she complained of back ache. {SPINE}",
            "spinal lesion",
        ),
        (
            "A 40-year-old man was admitted with hematuria. He had undergone removal of an intracranial "
            "hemangiopericytoma eight years previously. CT showed metastases in both kidneys. The spine was free.",
            "report",
        ),
    ],
)
def test_event_of_an_age(text: str, event: str) -> None:
    assert values(text, "age_at") == [event]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ten and a half years", [126]),
        ("two-and-a-half years", [30]),
        ("2 ½ years", [30]),
        ("a year and a half", [18]),
        ("half a year", [6]),
        ("two decades", [240]),
        ("1,523 days", [50]),
        ("four hundred and ten days", [13.5]),
        ("8 years, 10 months", [106]),
        ("9 years and 4 months", [112]),
        ("11 disease-free years", [132]),
        ("two following years", [24]),
        ("6, 2.5, 11 and 15 years", [72, 30, 132, 180]),
        ("3 months, 6 months and 2 years", [3, 6, 24]),
        ("in the eleventh postoperative month", [11]),
        ("at month 18", [18]),
        ("on day 411", [13.5]),
        ("2 to 5 years", []),
        ("two to five years", []),
        ("44+ months", [44]),
        ("the 12th-21st days", [0.3]),
    ],
)
def test_durations_in_months(text: str, months: list[float]) -> None:
    reading = Reading(Record(pmid="1", title="", sections=(Section(text=text),)), Matcher({}))
    assert [round(one.months, 1) for one in durations(reading, 0, len(reading.text))] == months


@pytest.mark.parametrize(
    ("text", "hours"),
    [("02 hours", 2), ("1 hour", 1), ("twenty-four hours", 24), ("90 minutes", 1.5), ("2 hours and 30 minutes", 2.5)],
)
def test_a_time_shorter_than_a_day_has_its_length(text: str, hours: float) -> None:
    reading = Reading(Record(pmid="1", title="", sections=(Section(text=text),)), Matcher({}))
    (one,) = durations(reading, 0, len(reading.text))
    assert one.months / DAY * 24 == pytest.approx(hours)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 14 February 2012 and in June of that year", [("14 February 2012", True), ("June of that year", True)]),
        ("in 1998, and again in Sept. 2004", [("1998", False), ("Sept. 2004", True)]),
        ("the WHO 2016 classification, the 2021 WHO scheme and the 1990s", []),
    ],
)
def test_dates(text: str, dates: list[tuple[str, bool]]) -> None:
    assert [(text[one.start : one.end], one.exact) for one in moments(text, 0, len(text))] == dates
