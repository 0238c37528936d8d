"""Corrections by people: they hold while their words do, belong to the patient, and are never silently overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.checks import apply_checks, conflicts, follow, follow_cases
from harvester.query import find_query, read_query
from harvester.records import Conflict, Decision, Extraction, Record, Section, Series, Span, Value, Verdict
from harvester.screen import screen
from harvester.series import Harvest, build_series

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUERY = read_query(find_query("hpc-spine"))
TEXT = "A 48-year-old woman had a hemangiopericytoma of the brain. It had spread to C6 and C7. At age 48 she was well."
RECORD = Record(pmid="7", title="A case", sections=(Section(text=TEXT),))


def read(field: str, value: Value, quote: str, case: int = 1, record: Record = RECORD) -> Extraction:
    at = record.text.index(quote)
    span = Span.of(record.text, at, at + len(quote))
    return Extraction(pmid="7", case=case, field=field, value=value, spans=(span,), rule="rules", rule_version="1")


FOUND = (read("age_years", 48, "48-year-old"), read("spinal_levels", ("C6", "C7"), "C6 and C7"))


def says(  # noqa: PLR0917 - the shorthand of this file
    value: Value | None = None,
    verdict: Verdict = "no",
    subject: str = "7#1",
    field: str = "age_years",
    by: str = "Anna",
    hour: int = 0,
    was: Value | None = 48,
    quote: str = "48-year-old",
    saw: str = "",
) -> Decision:
    return Decision(
        kind="check",
        subject=subject,
        verdict=verdict,
        reason="looked it up",
        by=by,
        at=AT + timedelta(hours=hour),
        field=field,
        value=value,
        was=was,
        quote=quote,
        saw=saw,
    )


def values(*checks: Decision, record: Record = RECORD, found: tuple[Extraction, ...] = FOUND) -> dict[str, Value]:
    return {one.field: one.value for one in apply_checks(record, found, checks).extractions}


def test_a_persons_value_takes_the_place_of_the_rules_and_keeps_the_words() -> None:
    checked = apply_checks(RECORD, FOUND, [says(49)])
    (age,) = [one for one in checked.extractions if one.field == "age_years"]
    assert (age.value, age.rule, age.rule_version, age.spans) == (49, "Anna", "", FOUND[0].spans)
    assert (checked.applied, checked.stale) == ((says(49),), ())


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        pytest.param(says(None), {"spinal_levels": ("C6", "C7")}, id="wrong, and nothing is stated"),
        pytest.param(says(None, "yes"), {"age_years": 48, "spinal_levels": ("C6", "C7")}, id="confirmed as it is"),
        pytest.param(says(49, "yes"), {"age_years": 49, "spinal_levels": ("C6", "C7")}, id="it is this"),
        pytest.param(says(49, "unsure"), {"age_years": 48, "spinal_levels": ("C6", "C7")}, id="only a question"),
        pytest.param(
            says("F", "yes", field="sex", was=None, quote="woman"),
            {"age_years": 48, "spinal_levels": ("C6", "C7"), "sex": "F"},
            id="a value that the rules did not read",
        ),
    ],
)
def test_what_a_check_does(check: Decision, expected: dict[str, Value]) -> None:
    assert values(check) == expected


def test_the_latest_of_one_person_counts_and_unsure_takes_it_back() -> None:
    assert values(says(49), says(50, hour=1))["age_years"] == 50
    assert values(says(50, hour=1), says(49))["age_years"] == 50
    assert values(says(49), says(None, "unsure", hour=1))["age_years"] == 48


def test_a_quote_is_found_again_where_it_moved_to_nearest_to_where_it_was() -> None:
    longer = replace(RECORD, sections=(Section(text="Background. " + TEXT),))
    (age, _) = apply_checks(longer, FOUND, [says(47, quote="48")]).extractions[-2:]
    moved = next(one for one in apply_checks(longer, FOUND, [says(47, quote="48")]).extractions if one.value == 47)
    assert age is not None
    assert moved.spans[0].quote == "48"
    assert moved.spans[0].start == longer.text.index("48-year-old")


def test_a_check_whose_words_are_gone_is_stale_and_holds_again_when_they_come_back() -> None:
    revised = replace(RECORD, sections=(Section(text=TEXT.replace("48-year-old", "forty-eight-year-old")),))
    checked = apply_checks(revised, (), [says(49)])
    assert (checked.extractions, checked.stale) == ((), (says(49),))
    assert values(says(49))["age_years"] == 49


def test_a_check_without_words_holds_while_the_text_is_the_same() -> None:
    check = says(36, "yes", field="interval_months", was=None, quote="", saw=RECORD.text_digest)
    assert values(check)["interval_months"] == 36
    revised = replace(RECORD, sections=(Section(text=TEXT + " Addendum."),))
    assert apply_checks(revised, FOUND, [check]).stale == (check,)
    indexed = replace(RECORD, status="MEDLINE", keywords=("spine",))
    assert values(check, record=indexed)["interval_months"] == 36


# -------- two people


def test_two_people_who_did_not_see_each_others_word_disagree_until_somebody_has_seen_both() -> None:
    anna, ben = says(49), says(50, by="Ben", hour=1)
    assert conflicts([ben, anna]) == (Conflict(earlier=anna, later=ben),)
    assert values(anna, ben)["age_years"] == 50
    seen = says(49, by="Anna", hour=2, was=50)
    assert conflicts([anna, ben, seen]) == ()
    assert conflicts([anna, says(50, by="Ben", hour=1, was=49)]) == ()
    assert conflicts([anna, says(49, by="Ben", hour=1)]) == ()
    assert conflicts([anna, says(50, hour=1)]) == ()
    assert conflicts([says(None, "yes"), says(50, by="Ben", hour=1, was=48)]) == ()


# -------- a case that is numbered otherwise


def numbered(*cases: tuple[int, int]) -> tuple[Extraction, ...]:
    """Cases of a report as (number, age)."""
    return tuple(
        Extraction(pmid="7", case=case, field="age_years", value=age, spans=(), rule="rules", rule_version="1")
        for case, age in cases
    )


@pytest.mark.parametrize(
    ("then", "now", "followed"),
    [
        pytest.param(((1, 48), (2, 60)), ((1, 48), (2, 60)), {1: 1, 2: 2}, id="as before"),
        pytest.param(((1, 48), (2, 60)), ((1, 60), (2, 48)), {1: 2, 2: 1}, id="turned round"),
        pytest.param(((1, 48), (2, 60)), ((1, 30), (2, 48), (3, 60)), {1: 2, 2: 3}, id="one more is found before"),
        pytest.param(((1, 48), (2, 60)), ((1, 60),), {1: None, 2: 1}, id="one is no case any more"),
        pytest.param(((1, 48),), ((1, 47),), {1: 1}, id="the only case, read otherwise"),
        pytest.param(((1, 48),), ((1, 47), (2, 20)), {1: None}, id="nobody can tell"),
    ],
)
def test_a_case_is_followed_by_what_it_has_in_common(
    then: tuple[tuple[int, int], ...], now: tuple[tuple[int, int], ...], followed: dict[int, int | None]
) -> None:
    assert follow_cases(numbered(*then), numbered(*now)) == followed


def test_a_word_on_two_cases_is_followed_at_both_ends() -> None:
    link = replace(says(), kind="same case", subject="7#2 = 9#1", field="", quote="")
    then = {"7": numbered((1, 48), (2, 60)), "9": numbered((1, 60))}
    now = {"7": numbered((1, 60), (2, 48)), "9": numbered((1, 60))}
    moved = follow(link, then, now)
    assert moved is not None
    assert moved.subject == "7#1 = 9#1"
    assert follow(link, then, {"7": numbered((1, 48)), "9": numbered((1, 60))}) is None
    assert follow(link, {}, now) == link


@given(st.permutations(range(1, 6)), st.sets(st.integers(1, 5)))
def test_every_patient_is_followed_whatever_the_order(order: list[int], gone: set[int]) -> None:
    then = numbered(*((number, 20 + number) for number in range(1, 6)))
    left = [old for old in order if old not in gone]
    now = numbered(*((place, 20 + old) for place, old in enumerate(left, start=1)))
    expected = {old: left.index(old) + 1 if old in left else None for old in range(1, 6)}
    assert follow_cases(then, now) == expected


# -------- in the series


def series(*decisions: Decision, found: tuple[Extraction, ...] = ()) -> Series:
    told = found or (
        *FOUND,
        read("diagnosis", "hemangiopericytoma", "hemangiopericytoma"),
        read("metastatic_to_spine", "no", "spread to C6"),
        read("n_patients", 1, "woman", case=0),
    )
    judged = screen(RECORD, told, QUERY, AT - timedelta(days=1))
    return build_series(
        Harvest(query=QUERY, searches=(), records=(RECORD,), extractions={"7": told}, decisions=(*judged, *decisions))
    )


def test_a_corrected_value_is_judged_by_the_criteria_again() -> None:
    assert series().patients == ()
    corrected = says("yes", field="metastatic_to_spine", was="no", quote="spread to C6")
    (patient,) = series(corrected).patients
    assert (patient.id, patient.checked_by) == ("P7-1", "Anna")
    assert patient.cases[0].value("metastatic_to_spine") == "yes"


def test_a_persons_word_on_the_report_stays_above_what_the_criteria_say_of_a_corrected_value() -> None:
    out = Decision(kind="screen", subject="7", verdict="no", reason="another tumour", by="Ben", at=AT)
    corrected = says("yes", field="metastatic_to_spine", was="no", quote="spread to C6", hour=1)
    assert series(out, corrected).patients == ()


def test_a_stale_check_is_listed_and_the_rules_value_shows() -> None:
    lost = says("yes", field="metastatic_to_spine", was="no", quote="words that are gone")
    found = series(lost)
    assert (found.stale, found.patients) == ((lost,), ())
    assert lost in found.decisions


def test_a_disagreement_is_listed() -> None:
    found = series(says(49), says(50, by="Ben", hour=1))
    assert [(one.earlier.by, one.later.by) for one in found.conflicts] == [("Anna", "Ben")]
