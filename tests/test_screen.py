"""Screening answers yes, no or unsure, and says which criterion decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.query import find_query, read_query
from harvester.records import Criterion, Decision, Extraction, Query, Record, Section, Span, StatedCount, Value, Verdict
from harvester.screen import judge, meets, screen

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def query() -> Query:
    return read_query(find_query("hpc-spine"))


def record(**fields: object) -> Record:
    plain = Record(pmid="1", title="A case.", sections=(Section(text="Words."),), publication_types=("Case Reports",))
    return replace(plain, **fields)  # type: ignore[arg-type]


def values(case: int = 1, **found: Value) -> list[Extraction]:
    span = Span.of(record().text, 0, 1)
    return [
        Extraction(
            pmid="1",
            case=0 if name in ("n_patients", "stated_count") else case,
            field=name,
            value=value,
            spans=(span,),
            rule="r",
            rule_version="1",
        )
        for name, value in found.items()
    ]


def said(decisions: tuple[Decision, ...]) -> dict[str, tuple[Verdict, str]]:
    return {one.subject: (one.verdict, one.reason) for one in decisions}


def test_an_own_patient_with_a_spinal_metastasis_is_in(query: Query) -> None:
    found = values(n_patients=1, diagnosis="hemangiopericytoma", metastatic_to_spine="yes")
    decisions = screen(record(), found, query, NOON)
    assert said(decisions) == {"1": ("yes", "spinal metastasis"), "1#1": ("yes", "spinal metastasis")}
    assert {(one.kind, one.by, one.at) for one in decisions} == {("screen", "rule:screen/1", NOON)}


@pytest.mark.parametrize(
    ("changes", "found", "verdict"),
    [
        ({}, {"diagnosis": "meningioma"}, ("no", "not hemangiopericytoma or solitary fibrous tumour")),
        ({}, {}, ("no", "not hemangiopericytoma or solitary fibrous tumour")),
        ({}, {"diagnosis": "HPC/SFT"}, ("no", "no own patient described")),
        (
            {},
            {"diagnosis": "HPC/SFT", "n_patients": 1, "metastatic_to_spine": "no"},
            ("no", "no spinal metastasis of a tumour elsewhere"),
        ),
        (
            {},
            {"diagnosis": "HPC/SFT", "n_patients": 1, "metastatic_to_spine": "unclear"},
            ("unsure", "not settled: spinal metastasis"),
        ),
        (
            {"publication_types": ("Published Erratum",)},
            {"diagnosis": "HPC/SFT", "n_patients": 1, "metastatic_to_spine": "yes"},
            ("no", "a notice, not a report"),
        ),
    ],
)
def test_the_criterion_that_decides_is_the_reason(
    query: Query, changes: dict[str, object], found: dict[str, Value], verdict: tuple[Verdict, str]
) -> None:
    assert said(screen(record(**changes), values(1, **found), query, NOON))["1"] == verdict


def test_a_title_that_says_it_all_is_in_without_an_abstract(query: Query) -> None:
    found = values(n_patients=1, diagnosis="hemangiopericytoma", metastatic_to_spine="yes")
    assert said(screen(record(sections=()), found, query, NOON))["1"] == ("yes", "spinal metastasis")


def test_the_silence_of_a_title_waits_for_a_person(query: Query) -> None:
    open_question = ("unsure", "no abstract: the full text must be read")
    assert said(screen(record(sections=()), [], query, NOON)) == {"1": open_question}
    other_tumour = values(0, diagnosis="meningioma")
    assert said(screen(record(sections=()), other_tumour, query, NOON))["1"][0] == "no"


def test_a_series_is_in_for_its_positive_case_only(query: Query) -> None:
    found = [
        *values(1, n_patients=2, diagnosis="hemangiopericytoma", metastatic_to_spine="no"),
        *values(2, diagnosis="hemangiopericytoma", metastatic_to_spine="yes"),
    ]
    assert said(screen(record(), found, query, NOON)) == {
        "1": ("yes", "spinal metastasis"),
        "1#1": ("no", "no spinal metastasis of a tumour elsewhere"),
        "1#2": ("yes", "spinal metastasis"),
    }


def test_a_series_of_aggregates_is_judged_as_one(query: Query) -> None:
    found = values(0, n_patients=12, diagnosis="solitary fibrous tumor", metastatic_to_spine="yes")
    assert said(screen(record(), found, query, NOON)) == {"1": ("yes", "spinal metastasis")}


def criterion(**fields: object) -> Criterion:
    return replace(Criterion(name="c", field="f", reason="r"), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "given_values", "verdict"),
    [
        (criterion(one_of=("a",)), ("a", "b"), "yes"),
        (criterion(one_of=("a",)), ("b",), "no"),
        (criterion(one_of=("a",), unclear=("b",)), ("b",), "unsure"),
        (criterion(none_of=("a",)), ("a", "b"), "no"),
        (criterion(none_of=("a",)), ("b",), "yes"),
        (criterion(at_least=2), (1, 2), "yes"),
        (criterion(at_least=2), (1,), "no"),
        (criterion(at_least=2), ("many",), "no"),
        (criterion(one_of=("a",), missing="no"), (), "no"),
        (criterion(one_of=("a",)), (), "unsure"),
    ],
)
def test_each_test_of_a_criterion(one: Criterion, given_values: tuple[str | float, ...], verdict: Verdict) -> None:
    assert meets({"f": given_values}, one) == verdict


def test_a_stated_count_is_compared_by_its_number(query: Query) -> None:
    one = replace(query, criteria=(criterion(field="stated_count", at_least=7),))
    assert said(screen(record(), values(stated_count=StatedCount(n=7)), one, NOON))["1"] == ("yes", "c")


@given(st.lists(st.sampled_from(["yes", "no", "unsure"]), min_size=1))
def test_one_no_is_no_and_one_open_question_is_unsure(answers: list[Verdict]) -> None:
    criteria = [criterion(name=str(at), one_of=("x",), missing=answer) for at, answer in enumerate(answers)]
    expected = "no" if "no" in answers else "unsure" if "unsure" in answers else "yes"
    assert judge({}, criteria)[0] == expected
