"""Texts that no author wrote: nothing crashes the rules, every span holds, and no rule takes long over repetition.

`benchmarks/extraction_fuzz.py` does the same with 100,000 texts; here a few hundred are read, made of the demo reports
and always the same.
"""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction_fuzz import LIMIT, demo, examine, faults, impossible, record_of, timed
from benchmarks.extraction_mutations import HOSTILE, ODD, PHRASES, RICH, SHORT
from harvester.extract.text.reading import LONGEST, Reading
from harvester.extract.text.vocabulary import Matcher
from harvester.records import Extraction, Record, Section, Span, Value

PATIENCE = 5
"""The benchmark holds the limit itself; here, on a machine with other work, only what grows without bound may fail."""

PIECES = (*HOSTILE, *PHRASES, *ODD, "A 48-year-old woman ", "metastatic hemangiopericytoma ", "at T8. ", "\n\n")


def extraction(field: str, value: Value) -> Extraction:
    return Extraction(
        pmid="1", case=1, field=field, value=value, spans=(Span.of("T8", 0, 2),), rule="x", rule_version="1"
    )


def test_a_text_is_made_a_record_of_and_read_back_the_same() -> None:
    text = "A title\n\nCASE REPORT: A 48-year-old woman.\nShe had pain.\nRESULTS: It went."
    assert record_of(text) == Record(
        pmid="1",
        title="A title",
        sections=(
            Section(label="CASE REPORT", text="A 48-year-old woman.\nShe had pain."),
            Section(label="RESULTS", text="It went."),
        ),
    )
    assert record_of(text).text == text


def test_a_fault_is_seen() -> None:
    assert impossible(extraction("age_years", 48)) == ""
    assert impossible(extraction("age_years", 999_999_999)) == "age_years=999999999"
    assert impossible(extraction("spinal_levels", ("T8", "T99"))) == "spinal_levels=('T8', 'T99')"
    assert impossible(extraction("sex", "?")) == "sex='?'"
    other = record_of("L5 and no T8")
    assert faults(other, [extraction("sex", "F")]) == ("span of sex does not hold",)


@pytest.mark.parametrize("kind", SHORT)
def test_mutated_reports_are_read_without_a_fault(kind: str) -> None:
    results = [examine((kind, seed), demo()) for seed in range(30)]
    assert [(one.name, one.wrong) for one in results if one.wrong] == []


@pytest.mark.parametrize("phrase", HOSTILE)
def test_a_phrase_repeated_takes_no_longer_than_any_text(phrase: str) -> None:
    places = Random(phrase).sample([found.end() for found in re.finditer(r"\S+", RICH)], 3)
    for at in places:
        record = record_of(f"{RICH[:at]} {phrase * (4_000 // len(phrase))}{RICH[at:]}")
        limit = PATIENCE * LIMIT * len(record.text) / 1000
        assert any(timed(record)[0] <= limit for _ in range(3)), f"{phrase!r} repeated after {RICH[:at][-30:]!r}"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40), st.integers(min_value=0, max_value=60))
def test_whatever_is_put_together_is_read(pieces: list[str], at: int) -> None:
    text = "".join(pieces)
    record = Record(pmid="1", title=text[:at], sections=(Section(text=text[at:]),))
    _, found, wrong = timed(record)
    assert (*wrong, *faults(record, found)) == ()


def test_what_has_no_full_stop_is_cut_between_words_and_read_on() -> None:
    padding = "and so on, " * 900
    record = Record(pmid="1", title="", sections=(Section(text=f"A 48-year-old man {padding}had a metastasis at T8."),))
    sentences = Reading(record, Matcher({})).sentences
    assert max(one.end - one.start for one in sentences) <= LONGEST
    assert "".join(record.text[one.start : one.end] for one in sentences) == record.text.lstrip("\n")
