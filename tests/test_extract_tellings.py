"""Short tellings of the topic as authors put them: who, where, whence, when, and what was done; no title helps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harvester.lines import read_lines
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Record

READER = Reader(read_query(find_query("hpc-spine")))


def read(abstract: str, title: str = "") -> dict[str, Any]:
    line = json.dumps({"id": "1", "title": title, "abstract": abstract}).encode()
    (record,) = [one for one in read_lines([line], "test") if isinstance(one, Record)]
    return dict(READER.line(record))


def of_each(found: dict[str, Any], *fields: str) -> list[tuple[Any, ...]]:
    """The values of the fields, case by case."""
    return [tuple(case.get(field, {}).get("value") for field in fields) for case in found["cases"]]


@pytest.mark.parametrize(
    ("telling", "wanted"),
    [
        ("had spinal metastasis of hemangiopericytoma at L1.", ("yes", None, ("L1",))),
        ("had a metastasis of T10 from an intracranial hemangiopericytoma.", ("yes", "intracranial", ("T10",))),
        (
            "had T5 cord compression from metastatic hemangiopericytoma 14 years after craniotomy.",
            ("yes", None, ("T5",)),
        ),
        (
            "had an intracranial hemangiopericytoma that metastasized to the lungs, liver and T4.",
            ("yes", "intracranial", ("T4",)),
        ),
        (
            "had bone metastases (rib, T10, femur) from a meningeal hemangiopericytoma.",
            ("yes", "intracranial", ("T10",)),
        ),
        (
            "had a hemangiopericytoma of T7 with epidural extension. No primary tumor was found elsewhere.",
            ("no", "spine", ("T7",)),
        ),
        ("had a sacral hemangiopericytoma that metastasized to the brain.", ("no", "spine", ("sacral",))),
    ],
)
def test_where_it_is_and_where_it_came_from(telling: str, wanted: tuple[Any, ...]) -> None:
    found = read(f"A 50-year-old man {telling}")
    assert of_each(found, "metastatic_to_spine", "primary_site", "spinal_levels") == [wanted]
    assert found["included"] is (wanted[0] == "yes")


@pytest.mark.parametrize(
    ("telling", "wanted"),
    [
        (
            "A man of 45 years and a woman of 60 years had metastases at T4 and L2, respectively.",
            [(45, "M", ("T4",)), (60, "F", ("L2",))],
        ),
        (
            "Two women, 45 and 60 years old, and a 33-year-old man presented with metastases at T3, L1, and S1,"
            " respectively.",
            [(45, "F", ("T3",)), (60, "F", ("L1",)), (33, "M", ("S1",))],
        ),
        (
            "The patients were 34 (man), 45 (woman) and 52 (man) years of age. The lesions were at C4, at L2 and at"
            " T12, respectively.",
            [(34, "M", ("C4",)), (45, "F", ("L2",)), (52, "M", ("T12",))],
        ),
        (
            "The first observation concerns a woman aged 70 with a metastasis at T5. The second observation is that of"
            " a 53-year-old man with a lesion of C6.",
            [(70, "F", ("T5",)), (53, "M", ("C6",))],
        ),
    ],
)
def test_who_has_which_level(telling: str, wanted: list[tuple[Any, ...]]) -> None:
    found = read(telling, "Spinal metastases of hemangiopericytoma")
    assert of_each(found, "age_years", "sex", "spinal_levels") == wanted


def test_two_patients_are_one_subject() -> None:
    found = read(
        "Case 1 was a 34-year-old man with a lesion at T4 and case 2 a 70-year-old man with a lesion at L5."
        " The 34-year-old man and the 70-year-old man underwent surgery; case 3, a 45-year-old woman with a lesion at"
        " L1, was treated by radiotherapy alone.",
        "Spinal metastases of hemangiopericytoma",
    )
    assert of_each(found, "surgery", "radiotherapy") == [("yes", None), ("yes", None), ("no", "yes")]


def test_the_patient_is_one_of_them() -> None:
    found = read(
        "Case 1: A 33-year-old man had a tumor at C2. Case 2: A 55-year-old woman had a tumor at T4. Debulking was"
        " performed and the patient received radiotherapy; she died 10 months later.",
        "Spinal metastases of hemangiopericytoma",
    )
    assert of_each(found, "radiotherapy", "outcome") == [(None, None), ("yes", "died")]


HISTORY = (
    "MRI of a 32-year-old man revealed an extradural mass at T2-3. He had undergone resection of a right tentorial"
    " hemangiopericytoma 5 years ago. The tumor was resected totally. Radiotherapy was performed afterwards. There was"
    " no recurrence during a follow-up of 26 months."
)


def test_behind_the_history_the_story_of_now_goes_on() -> None:
    found = read(HISTORY)
    fields = ("surgery", "resection", "radiotherapy", "interval_months", "followup_months")
    assert of_each(found, *fields) == [("yes", "gross total", "yes", 60, 26)]


def test_a_comparison_with_the_primary_changes_no_subject() -> None:
    found = read(
        "Twenty years after resection of a meningeal hemangiopericytoma a 63-year-old woman had lytic lesions of L4."
        " Laminectomy was performed. The histological findings were identical with those of the primary tumor."
        " Radiotherapy with 30 Gy was given."
    )
    assert of_each(found, "surgery", "radiotherapy") == [("yes", "yes")]


@pytest.mark.parametrize(
    ("telling", "months"),
    [
        ("Four months after surgery the patient developed liver metastases and died 3 months later.", 7),
        ("Six months after surgery the tumour recurred and the patient died two months later.", 8),
        ("She is alive 6 months after surgery.", 6),
    ],
)
def test_the_last_time_counts_on_from_the_one_before(telling: str, months: int) -> None:
    found = read(f"A 50-year-old woman had a metastasis at L4. Laminectomy was done. {telling}")
    assert of_each(found, "followup_months") == [(months,)]


@pytest.mark.parametrize(
    ("telling", "outcome"),
    [
        ("He was able to walk with a cane. He died of pneumonia in 1998.", "died"),
        ("He received radiotherapy without response and passed away within 10 months.", "died"),
        (
            "There was marked shrinkage, and he is alive without disease 5 years after treatment.",
            "no evidence of disease",
        ),
    ],
)
def test_how_it_ended(telling: str, outcome: str) -> None:
    found = read(f"A 50-year-old man had a metastasis at L4. Laminectomy was done. {telling}")
    assert of_each(found, "outcome") == [(outcome,)]


@pytest.mark.parametrize(
    ("title", "abstract", "n"),
    [
        (
            "Metastatic hemangiopericytoma of the spine: three cases and literature review",
            "We retrospectively reviewed three patients with spinal metastases.",
            3,
        ),
        (
            "Hemangiopericytomas of the spine: outcome of nine surgically treated patients, with a pooled analysis of"
            " the literature",
            "Resection was achieved in 6 patients.",
            9,
        ),
        (
            "Whole spine imaging in patients with intracranial solitary fibrous tumor",
            "Of 81 patients followed from 2003 to 2018, 22 had spinal MRI. Four patients (4.9%) developed spinal"
            " metastases.",
            81,
        ),
    ],
)
def test_how_many_patients(title: str, abstract: str, n: int) -> None:
    assert read(abstract, title)["report"]["n_patients"]["value"] == n


@pytest.mark.parametrize(
    ("telling", "n"),
    [
        ("A search from January 2000 to March 2023 yielded 52 previously published patients with this tumor.", 52),
        ("We know of no previous patient in whom the disease was confined to the spine.", 0),
        ("Only 12 patients with vertebral metastases have been described, and we add one more.", 12),
    ],
)
def test_how_many_were_known(telling: str, n: int) -> None:
    found = read(f"A 50-year-old man had a metastasis at L1. {telling}", "Spinal metastasis of hemangiopericytoma")
    assert found["report"]["stated_count"]["value"]["n"] == n


def test_others_are_not_told_of_the_patient() -> None:
    found = read(
        "A 29-year-old woman had a spinal tumor at C5 that was removed totally. At two years she is free of tumor. A"
        " PubMed search yielded 52 previously published patients. Total resection was accomplished in 38, nine"
        " experienced local recurrence at a mean of 41 months, and three developed metastases to the lung.",
        "Solitary fibrous tumor of the cervical spine",
    )
    assert of_each(found, "recurrence", "other_metastases", "followup_months") == [(None, None, 24)]
