"""The numbers of the figures, worked out by hand; nobody is lost between drawn, missing and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figured import figure, person, rows, said, series
from harvester.export.figures import figures_of
from harvester.export.figures import swimmer as lanes
from harvester.export.figures.survival import Median, Step, at_risk, kaplan_meier, median
from harvester.export.tables import cases
from harvester.records import (
    Verdict,
)

SVG = "{http://www.w3.org/2000/svg}"


# ------------------------------------------------------------------------------------------------------ their numbers


def test_a_patient_counts_once_at_each_level_and_a_region_is_not_spread_over_its_levels() -> None:
    numbers = figure(
        "spinal-levels",
        person(1, spinal_levels=("C6", "C7")),
        person(2, spinal_levels=("C7", "T1", "Co")),
        person(3, spinal_levels=("thoracic",)),
        person(4, spinal_levels=("L3", "lumbar")),
        person(5, spinal_levels=("sacral", "thoracic", "a word of a person's")),
        person(6),
        person(7, spinal_levels=("C7",), standing="retracted"),
        person(8, spinal_levels=("C7",), standing="concern"),
    )
    assert {name: n for name, n in numbers.levels.items() if n} == {"C6": 1, "C7": 2, "T1": 1, "L3": 1, "Co": 1}
    assert [*numbers.levels][:8] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "T1"]
    assert len(numbers.levels) == 7 + 12 + 5 + 5 + 1
    assert [*numbers.regions.items()] == [("thoracic", 2), ("sacral", 1), ("a word of a person's", 1)]
    assert rows(numbers)[30:] == [
        ("region", "thoracic", "2"),
        ("region", "sacral", "1"),
        ("region", "a word of a person's", "1"),
        ("patients", "with a level", "3"),
        ("patients", "with a region only", "2"),
        ("patients", "with a region beside levels", "1"),
        ("patients", "not stated", "1"),
        ("patients", "retracted", "1"),
        ("patients", "under concern", "1"),
    ]
    assert " ".join(numbers.notes) == (
        "Patients with a level (n = 3), each counted once at each of their levels. Patients with a region only "
        "(n = 2), not spread over its levels. Not stated (n = 1). A region beside levels, not drawn (n = 1). "
        "Left out: 1 retracted, 1 under concern."
    )


def test_patients_count_in_the_year_of_their_first_report_and_reports_in_their_own() -> None:
    """Patient 1 is reported in 2001 and 2004; the record 9 is another of the report 4; 5 has no year."""
    one, two = person(1, year=2004), person(2, year=2001)
    both = replace(one[1], cases=(*one[1].cases, *two[1].cases))
    others = [person(3, year=2004), person(4, year=2003), person(5, year=None), person(6, standing="retracted")]
    made = series(one, two, *others, person(9, year=2002))
    patients = (both, *(patient for _, patient in others))
    made = replace(made, patients=patients, standing=(*made.standing, said("4 = 9")))
    numbers = next(one for one in figures_of(made, cases(made)) if one.name == "cases-by-year")
    assert rows(numbers) == [
        ("yes", "2001", "1", "1", "1", "1"),
        ("yes", "2002", "0", "1", "1", "2"),
        ("yes", "2003", "1", "2", "0", "2"),
        ("yes", "2004", "1", "3", "2", "4"),
        ("year not stated", "", "1", "", "1", ""),
        ("retracted", "", "1", "", "1", ""),
        ("under concern", "", "0", "", "0", ""),
    ]
    assert numbers.notes[1] == "Patients left out: 1 retracted. Reports left out: 1 retracted."


def test_a_report_that_is_not_included_is_none_of_the_series() -> None:
    made = series(person(1, year=2001), person(2, year=2002))
    verdicts: Mapping[str, Verdict] = {"1": "yes", "2": "no"}
    reports = tuple(replace(one, decision=said(one.record.pmid, verdicts[one.record.pmid])) for one in made.reports)
    numbers = next(
        iter(one for one in figures_of(replace(made, reports=reports), cases(made)) if one.name == "cases-by-year")
    )
    assert rows(numbers)[1] == ("yes", "2002", "1", "2", "0", "1")


def test_kaplan_and_meier_on_four_times() -> None:
    """12, 24, 24, 60: three of four are left after the first, one after the second time, none after the last.

    The limits at 0.75: the standard error of log(-log S) is sqrt(0.25 / 3) / -log(0.75) = 1.00345, so that S is raised
    to exp(1.96 * 1.00345) = 7.147 and to its inverse: 0.1279 and 0.9605.
    """
    first, second, last = kaplan_meier([24, 60, 12, 24])
    assert (first.time, first.at_risk, first.events, first.without) == (12, 4, 1, 0.75)
    assert limits(first) == (0.127947, 0.960549)
    assert (second.time, second.at_risk, second.events, second.without) == (24, 3, 2, 0.25)
    assert limits(second) == (0.008948, 0.665325)
    assert (last.time, last.at_risk, last.events, last.without, last.lower, last.upper) == (60, 1, 1, 0, None, None)


def limits(step: Step) -> tuple[float, float]:
    assert step.lower is not None
    assert step.upper is not None
    return round(step.lower, 6), round(step.upper, 6)


def test_the_curve_and_its_median_are_those_of_another_program() -> None:
    """The limits that lifelines 0.30.3 gives for 10, 20, … 100, and the median with its limits: 50 (10 to 80)."""
    steps = kaplan_meier(range(10, 101, 10))
    theirs = [
        (0.473009, 0.985281), (0.408691, 0.945873), (0.328717, 0.891949), (0.252669, 0.827221), (0.183606, 0.753174),
        (0.122693, 0.670205), (0.071134, 0.577867), (0.030909, 0.474715), (0.005723, 0.358127),
    ]  # fmt: skip
    assert [limits(one) for one in steps[:-1]] == theirs
    assert median(steps) == Median(time=50, lower=10, upper=80)


def test_a_median_whose_limit_is_not_reached_says_so() -> None:
    """Of four: the upper limit is 0.67 after the third, and after the last event there is none."""
    assert median(kaplan_meier([12, 24, 36, 48])) == Median(time=24, lower=12, upper=None)
    assert median(kaplan_meier([5])) == Median(time=5, lower=None, upper=None)
    assert (median(kaplan_meier([])), kaplan_meier([])) == (None, ())
    numbers = figure("interval-to-metastasis", person(1, metastatic_to_spine="yes", interval_months=6))
    assert numbers.notes[1] == "Median 6 months (0.5 years); 95% CI not reached to not reached months."


def test_at_risk_are_those_whose_event_comes_then_or_later() -> None:
    assert [at_risk([12, 24, 24, 60], at) for at in (0, 12, 13, 24, 25, 60, 61)] == [4, 4, 3, 3, 1, 1, 0]


def test_only_patients_with_a_certain_metastasis_and_an_interval_are_on_the_curve() -> None:
    numbers = figure(
        "interval-to-metastasis",
        person(1, metastatic_to_spine="yes", interval_months=60),
        person(2, metastatic_to_spine="yes", interval_months=12),
        person(3, metastatic_to_spine="yes"),
        person(4, metastatic_to_spine="unclear", interval_months=1),
        person(5, interval_months=1),
        person(6, metastatic_to_spine="yes", interval_months=1, standing="retracted"),
        person(7, metastatic_to_spine="yes", interval_months=1, standing="concern"),
    )
    assert rows(numbers) == [
        ("P2-1", "12", "yes", "2", "0.500000", "0.005983", "0.910410"),
        ("P1-1", "60", "yes", "1", "0.000000", "", ""),
        ("P3-1", "", "interval not stated", "", "", "", ""),
        ("P4-1", "", "spinal metastasis not certain", "", "", "", ""),
        ("P5-1", "", "spinal metastasis not certain", "", "", "", ""),
        ("P6-1", "", "retracted", "", "", "", ""),
        ("P7-1", "", "under concern", "", "", "", ""),
    ]
    assert "not how likely it is" in numbers.notes[0]
    assert numbers.notes[2] == (
        "Patients with an interval (n = 2). Interval not stated (n = 1). Spinal metastasis not certain (n = 2). "
        "Left out: 1 retracted, 1 under concern."
    )


def test_ages_by_sex_with_those_without_a_sex_as_a_group_of_their_own() -> None:
    numbers = figure(
        "age-by-sex",
        person(1, sex="M", age_years=60, age_at="spinal lesion"),
        person(2, sex="F", age_years=50.5, age_at="primary"),
        person(3, sex="F", age_years=40, age_at="spinal lesion"),
        person(4, sex="F"),
        person(5, age_years=30),
        person(6),
        person(7, sex="M", age_years=1, standing="concern"),
    )
    assert rows(numbers) == [
        ("P3-1", "F", "40", "spinal lesion", "yes"),
        ("P2-1", "F", "50.5", "primary", "yes"),
        ("P1-1", "M", "60", "spinal lesion", "yes"),
        ("P5-1", "", "30", "", "yes"),
        ("P4-1", "F", "", "", "age not stated"),
        ("P6-1", "", "", "", "age not stated"),
        ("P7-1", "", "", "", "under concern"),
    ]
    assert {sex: len(ids) for sex, ids in numbers.missing.items()} == {"F": 1, "M": 0, "": 1}
    assert " ".join(numbers.notes) == (
        "Patients with an age (n = 4), not stated (n = 2). Box: median and quartiles, whiskers: range. "
        "Left out: 1 under concern. "
        "Filled: age at the spinal lesion (n = 2); hollow: at another time: primary (n = 1), not said (n = 1)."
    )


def test_lanes_begin_with_the_longest_interval_and_who_has_neither_time_has_none() -> None:
    numbers = figure(
        "swimmer",
        person(1, author="Adler A", year=1990, interval_months=24, outcome="died"),
        person(2, interval_months=120, followup_months=6, outcome="stable"),
        person(3, interval_months=24, followup_months=3.5),
        person(4, followup_months=12, outcome="improved"),
        person(5, followup_months=0),
        person(6, outcome="died"),
        person(7, interval_months=500, standing="retracted"),
    )
    assert rows(numbers) == [
        ("P2-1", "Tanaka K", "2000", "120", "6", "stable", "yes"),
        ("P3-1", "Tanaka K", "2000", "24", "3.5", "", "yes"),
        ("P1-1", "Adler A", "1990", "24", "", "died", "yes"),
        ("P4-1", "Tanaka K", "2000", "", "12", "improved", "yes"),
        ("P5-1", "Tanaka K", "2000", "", "0", "", "yes"),
        ("P6-1", "", "", "", "", "", "neither interval nor follow-up stated"),
        ("P7-1", "", "", "", "", "", "retracted"),
    ]
    assert numbers.notes[0].startswith(
        "Patients with a lane (n = 5); of them without interval (n = 2), without follow-up (n = 1), "
        "without outcome (n = 2)."
    )


def test_lanes_that_a_sheet_has_no_room_for_are_counted_and_stay_in_the_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST", 2)
    numbers = figure("swimmer", *(person(n, interval_months=n) for n in range(1, 6)))
    assert [row[-1] for row in rows(numbers)] == ["yes", "yes", *["more than a sheet holds"] * 3]
    assert [row[0] for row in rows(numbers)] == ["P5-1", "P4-1", "P3-1", "P2-1", "P1-1"]
    assert "More than a sheet holds (n = 3); they are in the CSV." in numbers.notes[1]


def test_treatments_against_outcomes_and_what_is_not_stated_of_either() -> None:
    numbers = figure(
        "treatment-by-outcome",
        person(1, surgery="yes", radiotherapy="yes", outcome="died"),
        person(2, surgery="yes", outcome="died"),
        person(3, surgery="no"),
        person(4, surgery="yes"),
        person(5, outcome="stable"),
        person(6, surgery="yes", outcome="died", standing="retracted"),
    )
    known = {(one, said, ended): n for (one, said, ended), n in numbers.counts.items() if n}
    assert {key: n for key, n in known.items() if key[0] in {"surgery", "radiotherapy"}} == {
        ("surgery", "yes", "died"): 2,
        ("surgery", "yes", ""): 1,
        ("surgery", "no", ""): 1,
        ("surgery", "", "stable"): 1,
        ("radiotherapy", "yes", "died"): 1,
        ("radiotherapy", "", "died"): 1,
        ("radiotherapy", "", "stable"): 1,
        ("radiotherapy", "", ""): 2,
    }
    assert [numbers.given("surgery", said) for said in ("yes", "no", "")] == [3, 1, 1]
    assert {outcome: n for outcome, n in numbers.all.items() if n} == {"died": 2, "stable": 1, "": 2}
    assert rows(numbers)[6] == ("all patients", "", "not stated", "2")
    assert rows(numbers)[-2:] == [("retracted", "", "", "1"), ("under concern", "", "", "0")]


values = st.fixed_dictionaries(
    {},
    optional={
        "spinal_levels": st.sampled_from([("C1",), ("C1", "L5"), ("lumbar",), ("T2", "thoracic")]),
        "metastatic_to_spine": st.sampled_from(["yes", "no", "unclear"]),
        "interval_months": st.sampled_from([0, 6, 6.5, 300]),
        "followup_months": st.sampled_from([0, 3]),
        "age_years": st.sampled_from([0.5, 44]),
        "sex": st.sampled_from(["F", "M"]),
        "outcome": st.sampled_from(["died", "stable"]),
        "surgery": st.sampled_from(["yes", "no"]),
        "year": st.sampled_from([None, 1999, 2003]),
        "standing": st.sampled_from(["active", "retracted", "concern"]),
    },
)


@given(st.lists(values, max_size=12))
def test_every_patient_is_drawn_or_counted_as_missing_or_left_out(given_values: list[dict[str, Any]]) -> None:
    people = [person(n, **one) for n, one in enumerate(given_values, start=1)]
    made = series(*people)
    found = {one.name: rows(one) for one in figures_of(made, cases(made))}
    ids = sorted(patient.id for _, patient in people)
    for name in ("interval-to-metastasis", "age-by-sex", "swimmer"):
        assert sorted(row[0] for row in found[name]) == ids
    levels = Counter({place: int(n) for kind, place, n in found["spinal-levels"] if kind == "patients"})
    assert levels.total() - levels["with a region beside levels"] == len(people)
    by_year = list(found["cases-by-year"])
    assert sum(int(row[2]) for row in by_year) == sum(int(row[4]) for row in by_year) == len(people)
    treated = Counter[str]()
    for treatment, _, _, n in found["treatment-by-outcome"]:
        treated[treatment] += int(n)
    left = treated["retracted"] + treated["under concern"]
    assert treated["all patients"] + left == treated["surgery"] + left == len(people)
