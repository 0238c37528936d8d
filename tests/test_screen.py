"""Screening answers yes, no or unsure, and says which criterion decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.query import find_query, read_query
from harvester.records import (
    Criterion,
    Decision,
    Extraction,
    Query,
    Record,
    Section,
    Span,
    StatedCount,
    Value,
    Verdict,
    Word,
)
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


def said(decisions: tuple[Decision, ...]) -> dict[str, tuple[Word, str]]:
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


SPANISH = (
    "Presentamos el caso de una mujer de 45 años con antecedente de hemangiopericitoma meníngeo intervenido nueve años"
    " antes, que acudió a nuestro hospital por dolor lumbar y paraparesia. La resonancia mostró una lesión en L2."
)
GERMAN = (
    "Wir berichten über eine Patientin, bei der neun Jahre nach der Operation eines Tumors der Hirnhaut"
    " eine Metastase der"
    " Wirbelsäule auftrat. Die Behandlung erfolgte durch Resektion und Bestrahlung; sie ist ohne Rezidiv."
)
CHINESE = "报道一例颅内血管外皮瘤术后九年发生脊柱转移的病例 患者为四十五岁女性 因腰痛和双下肢无力入院 手术切除肿瘤"


@pytest.mark.parametrize("abstract", [SPANISH, GERMAN, CHINESE])
def test_an_abstract_in_another_language_waits_for_a_person(query: Query, abstract: str) -> None:
    foreign = record(sections=(Section(text=abstract),))
    waits = ("unsure", "the abstract is not in English: a person must read it")
    assert said(screen(foreign, [], query, NOON)) == {"1": waits}
    assert said(screen(foreign, values(0, diagnosis="meningioma"), query, NOON)) == {"1": waits}


def test_a_title_in_english_may_settle_what_its_abstract_does_not(query: Query) -> None:
    found = values(n_patients=1, diagnosis="hemangiopericytoma", metastatic_to_spine="yes")
    assert said(screen(record(sections=(Section(text=SPANISH),)), found, query, NOON))["1"][0] == "yes"


def test_short_english_in_the_style_of_a_chart_is_english(query: Query) -> None:
    chart = (
        "58-year-old man, s/p resection of meningioma 2004, presents with back pain. MRI: L1 lesion with epidural"
        " extension. Biopsy: meningioma, grade III. Treatment: corpectomy, radiotherapy 30 Gy. Alive at 12 months."
    )
    found = values(0, diagnosis="meningioma")
    assert said(screen(record(sections=(Section(text=chart),)), found, query, NOON))["1"][0] == "no"


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("Lumbar metastasis of an intracranial hemangiopericytoma 16 years after its resection.", "yes"),
        ("Hemangiopericytoma with metastases to the spine. Case report.", "yes"),
        ("Spinal metastases of hemangiopericytoma.", "unsure"),
        ("Spinal metastasis of hemangiopericytoma: a review.", "unsure"),
    ],
)
def test_a_title_alone_is_in_where_it_plainly_tells_of_one_patient(query: Query, title: str, verdict: Verdict) -> None:
    found = values(0, diagnosis="hemangiopericytoma", metastatic_to_spine="yes")
    assert said(screen(record(title=title, sections=()), found, query, NOON))["1"][0] == verdict


def test_a_reply_without_an_abstract_is_of_others_patients(query: Query) -> None:
    reply = record(title="Re: Spinal metastasis of a hemangiopericytoma.", sections=())
    found = values(0, diagnosis="hemangiopericytoma", metastatic_to_spine="yes")
    reason = "a reply or comment without an abstract: it speaks of others' patients"
    assert said(screen(reply, found, query, NOON)) == {"1": ("no", reason)}


def test_an_open_question_is_told_with_its_cause(query: Query) -> None:
    asked = [
        replace(one, rule="origins.left-open") if one.field == "metastatic_to_spine" else one
        for one in values(n_patients=1, diagnosis="hemangiopericytoma", metastatic_to_spine="unclear")
    ]
    why = "not settled: spinal metastasis (the report asks whether it is a metastasis and does not answer)"
    assert said(screen(record(), asked, query, NOON))["1"] == ("unsure", why)
