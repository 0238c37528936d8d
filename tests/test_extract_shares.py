"""Several patients of one report, each with what is told of it; and sentences that are nobody's here."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))


def read(abstract: str, title: str = "") -> dict[tuple[int, str], Value]:
    found = HPC.extract(Record(pmid="1", title=title, sections=(Section(text=abstract),)))
    return {(one.case, one.field): one.value for one in found}


def rows(abstract: str, *fields: str, title: str = "") -> list[tuple[Value | None, ...]]:
    """The fields of every own patient."""
    found = read(abstract, title)
    return [tuple(found.get((case, field)) for field in fields) for case in sorted({case for case, _ in found} - {0})]


def test_lists_in_turn_with_ordinals_and_the_latter_two() -> None:
    text = (
        "We report three patients, a 45-year-old man, a 52-year-old woman and a 61-year-old man, with vertebral "
        "metastases of meningeal hemangiopericytoma at T4, L2 and C5, respectively. The intervals from craniotomy were "
        "8, 12 and 15 years, respectively. The first and third patients underwent corpectomy, and the second had a "
        "biopsy. Radiosurgery was given in the latter two. At follow-up of 12, 24 and 36 months, respectively, the "
        "first was free of disease, the second had died and the third was alive with disease."
    )
    fields = ("age_years", "sex", "spinal_levels", "interval_months", "followup_months")
    assert rows(text, *fields) == [
        (45, "M", ("T4",), 96, 12),
        (52, "F", ("L2",), 144, 24),
        (61, "M", ("C5",), 180, 36),
    ]


def test_names_that_stand_behind_what_is_theirs() -> None:
    text = (
        "Four patients (patients A-D) aged 40, 51, 62 and 70 years had spinal metastases from intracranial solitary "
        "fibrous tumor. The level was T3 in patient A, T11 in patient B, L1 in patient C and L5 in patient D."
    )
    assert rows(text, "age_years", "spinal_levels") == [(40, ("T3",)), (51, ("T11",)), (62, ("L1",)), (70, ("L5",))]


def test_what_goes_on_with_who_is_told_of_the_one_who_was_named() -> None:
    text = (
        "Patient 1 was a 30-year-old man with a spinal metastasis of a meningeal hemangiopericytoma at T2. Patient 2 "
        "was a 50-year-old woman with a metastasis at L4. There was total removal in patient 1 and "
        "subtotal removal in patient 2, who received radiotherapy."
    )
    assert rows(text, "resection", "radiotherapy") == [("gross total", None), ("subtotal", "yes")]


def test_a_sentence_without_a_name_is_of_the_patient_around_it() -> None:
    text = (
        "Case 1: A 58-year-old man had a metastasis of a meningeal hemangiopericytoma at T7. MRI showed further spinal "
        "lesions at C7. Case 2: A 62-year-old man had a metastasis of a meningeal hemangiopericytoma at L2. "
        "Laminectomy was performed. He died after 18 months."
    )
    assert rows(text, "spinal_levels", "surgery", "outcome") == [
        (("C7", "T7"), None, None),
        (("L2",), "yes", "died"),
    ]


def test_the_woman_and_the_man_are_those_who_were_called_so() -> None:
    text = (
        "We describe a 44-year-old nurse and a 71-year-old welder with spinal metastases of meningeal "
        "hemangiopericytoma. The former, a woman, had a lesion at T3, and the latter, a man, a lesion at L2. The woman "
        "was free of disease at 31 months. The man died 19 months after surgery."
    )
    assert rows(text, "sex", "spinal_levels", "followup_months") == [("F", ("T3",), 31), ("M", ("L2",), 19)]


def test_the_first_of_several_operations_is_no_patient() -> None:
    text = (
        "Three patients had spinal metastases of hemangiopericytoma. In a 62-year-old woman a lesion of Th8 was "
        "removed. A man aged 44, with a history of two craniotomies (the first of them 6 years before), had a "
        "metastasis at C5-C6. The third was a woman of 71 years with destruction of L3."
    )
    assert rows(text, "age_years", "spinal_levels") == [(62, ("T8",)), (44, ("C5", "C6")), (71, ("L3",))]


def test_one_and_the_other_are_nobody_where_nothing_tells_which() -> None:
    text = (
        "Both patients were women, 47 and 52 years of age, with spinal metastases of meningeal hemangiopericytoma. "
        "Both were treated by laminectomy, one at T5, the other at T9. One died after 14 months and the other was well."
    )
    assert rows(text, "age_years", "surgery", "spinal_levels", "outcome") == [
        (47, "yes", None, None),
        (52, "yes", None, None),
    ]


def test_a_name_in_brackets_is_of_what_stands_before_it() -> None:
    text = "A 34-year-old woman (case 1) and 51-year-old man (case 2) had metastases at T4 (case 1) and L2 (case 2)."
    assert rows(text, "age_years", "spinal_levels") == [(34, ("T4",)), (51, ("L2",))]


def test_clauses_on_some_of_the_patients_are_nobodys() -> None:
    text = (
        "Three patients aged 38, 44 and 59 years had metastatic meningeal hemangiopericytoma. Lung metastases were "
        "present in all of them, and in two the vertebral column was affected too."
    )
    found = read(text)
    assert (1, "metastatic_to_spine") not in found
    assert found[0, "metastatic_to_spine"] == "unclear"


def test_a_level_each_for_patients_who_are_not_told_apart() -> None:
    text = (
        "Three men underwent surgery for spinal metastases of meningeal hemangiopericytoma. The lesions were located "
        "at C-7, T-10 and L-2. All patients had pain and two were unable to walk."
    )
    fields = ("sex", "spinal_levels", "presentation")
    assert rows(text, *fields) == [
        ("M", ("C7",), ("pain",)),
        ("M", ("T10",), ("pain",)),
        ("M", ("L2",), ("pain",)),
    ]


@pytest.mark.parametrize(
    ("text", "age", "when"),
    [
        (
            "A woman was operated on for a tentorial hemangiopericytoma when she was 41 years of age. At the age of 58 "
            "years she experienced progressive weakness of the legs due to a metastasis at T5.",
            58,
            "spinal lesion",
        ),
        (
            "In 2007, a 40-year-old woman underwent craniotomy for a hemangiopericytoma. She was lost to follow-up "
            "until the age of 52 years, when she was admitted with a metastasis at C6.",
            52,
            "spinal lesion",
        ),
        (
            "A boy was 14 years old when he underwent removal of a fourth ventricular hemangiopericytoma. At the age "
            "of 17, 34 months after the diagnosis, he had back pain and a spinal metastasis at T9.",
            17,
            "spinal lesion",
        ),
        (
            "This 41-year-old woman initially presented at 29 with headaches and a tentorial hemangiopericytoma; at 40 "
            "years of age she developed back pain due to a T5 metastasis.",
            40,
            "spinal lesion",
        ),
        (
            "A 67-year-old man presented with a T7 metastasis. He had undergone resection of a falcine "
            "hemangiopericytoma at the age of 52 years.",
            67,
            "spinal lesion",
        ),
        ("A six-and-a-half-year-old boy had a spinal metastasis at T3.", 6.5, None),
        ("A male neonate had a spinal hemangiopericytoma at L2. The boy, now 4 years of age, walks.", 0, None),
    ],
)
def test_of_two_ages_the_one_at_the_spinal_lesion(text: str, age: float, when: str | None) -> None:
    found = read(text)
    assert found[1, "age_years"] == age
    assert when is None or found[1, "age_at"] == when


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Two cases of spinal hemangiopericytoma are presented. One, a 52-year-old man, was operated on.", 2),
        ("The records of 212 tumours were reviewed, and 34 of them fulfilled the criteria for the disease.", 34),
        (
            "We describe the images of two large tumours in two patients. One patient died, the other patient lives.",
            2,
        ),
        ("Of 81 patients with the tumour, 22 had spinal MRI. Four patients (4.9%) developed spinal metastases.", 81),
        ("Two patients with spinal metastases from previously resected tumours are described.", 2),
        ("In this narrative review, we discuss management. Single case reports dominate.", None),
        ("A typical scenario is a patient in the sixth decade who develops back pain.", None),
    ],
)
def test_how_many_own_patients(text: str, n: int | None) -> None:
    assert read(text, "Hemangiopericytoma of the spine").get((0, "n_patients")) == n


PATIENT = "A 50-year-old man had a metastasis of a meningeal hemangiopericytoma at L2. "


@pytest.mark.parametrize(
    "sentence",
    [
        "Seven underwent total resection and five had radiotherapy.",
        "Treatment consisted of laminectomy in nine cases.",
        "Previous series reported laminectomy and irradiation.",
        "In the series of Guthrie, metastases were treated by radiotherapy in 10 of 44 patients.",
        "Patients treated with radiotherapy had longer survival.",
        "The optimal treatment comprised gross total resection with radiotherapy.",
        "In such cases a total spondylectomy with embolization.",
        "Hemangiopericytomas were usually treated by resection and radiotherapy.",
        "Radiotherapy was given to 60% of the patients.",
        "Surgical resection and radiotherapy were the most common treatments.",
        "Spinal hemangiopericytoma is located in the bone and treated by embolization, surgery and radiotherapy.",
    ],
)
def test_what_is_said_of_many_is_not_the_one_patients(sentence: str) -> None:
    found = read(PATIENT + sentence)
    treated = {field for case, field in found if case} & {"surgery", "resection", "radiotherapy", "embolization"}
    assert found[0, "n_patients"] == 1
    assert not treated


@pytest.mark.parametrize(
    "sentence",
    [
        "The patient was treated by laminectomy as in previous series.",
        "He underwent laminectomy like most patients.",
        "Ki-67 was about 20% and laminectomy was performed.",
        "The authors performed a laminectomy.",
    ],
)
def test_what_is_said_of_the_patient_stays_his(sentence: str) -> None:
    assert read(PATIENT + sentence)[1, "surgery"] == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "INTRODUCTION. Spinal lesions at T9 were recorded. CASE REPORT. A 35-year-old man had a lesion at T5. "
        "CONCLUSIONS. Irradiation was advised.",
        "Background Spinal lesions at T9 were recorded. Case Report A 35-year-old man had a lesion at T5. Conclusion "
        "Irradiation was advised.",
        "Introduction - Spinal lesions at T9 were recorded. Case report - A 35-year-old man had a lesion at T5. "
        "Conclusion. Irradiation was advised.",
    ],
)
def test_labels_without_a_colon_head_their_part(text: str) -> None:
    found = read(text, "Spinal metastasis of a meningeal hemangiopericytoma")
    assert found[1, "spinal_levels"] == ("T5",)
    assert (1, "radiotherapy") not in found


TWO = "We treated a 44-year-old man and a 62-year-old woman with vertebral metastases of hemangiopericytoma. "


@pytest.mark.parametrize(
    "told",
    [
        "In case 1 the tumor involved the body of T1, and in case 2 the bodies of L2 and L3.",
        "In the first patient the tumor involved T1 and in the second L2 and L3.",
        "The lesion was at T1 in case 1 and at L2 and L3 in case 2.",
    ],
)
def test_the_levels_of_a_sentence_on_two_cases_are_each_case_s_own(told: str) -> None:
    assert rows(TWO + told, "spinal_levels") == [(("T1",),), (("L2", "L3"),)]


@pytest.mark.parametrize(
    "persons",
    [
        "A 44-year-old man and a 62-year-old woman",
        "Two patients, a 44-year-old man (case 1) and a 62-year-old woman (case 2),",
    ],
)
def test_intervals_in_turn_with_their_anchor_behind_respectively(persons: str) -> None:
    text = f"{persons} had a vertebral metastasis 11 and 6.5 years, respectively, after removal of hemangiopericytoma."
    assert rows(text, "age_years", "interval_months") == [(44, 132), (62, 78)]


def test_the_ages_of_two_persons_are_no_interval() -> None:
    assert [row for row in rows(TWO, "interval_months") if row[0]] == []


TWO_STORIES = (
    "The first patient, a 40-year-old man, had a T5 metastasis 6 years after craniotomy. It was totally removed, and "
    "he is free of disease at 24 months. The second patient, a 60-year-old woman, had an L2 metastasis 10 years after "
    "craniotomy. She received radiotherapy and died after 8 months.",
    "Case 1. A 40-year-old man presented with paraparesis 6 years after resection of a frontal hemangiopericytoma. "
    "MRI showed a T5 metastasis. It was totally removed. At 24 months there is no recurrence. Case 2. A 60-year-old "
    "woman with a history of tentorial hemangiopericytoma 10 years before had back pain from an L2 metastasis. "
    "Radiotherapy was given. She died 8 months later.",
    "A 40-year-old man and a 60-year-old woman developed metastases at T5 and L2, 6 and 10 years, respectively, after "
    "craniotomy for hemangiopericytoma. The man underwent total removal and is free of disease at 24 months; the woman "
    "was irradiated and died at 8 months.",
    "Patient 1: 40-year-old man, T5 metastasis 6 years after resection of a frontal hemangiopericytoma; total removal; "
    "free of disease at 24 months. Patient 2: 60-year-old woman, L2 metastasis 10 years after resection of a tentorial "
    "hemangiopericytoma; radiotherapy; died at 8 months.",
    "One patient was a 40-year-old man with a T5 metastasis that appeared 6 years after craniotomy for "
    "hemangiopericytoma; it was totally removed and he remained free of disease for 24 months. The other patient was a "
    "60-year-old woman with an L2 metastasis that appeared 10 years after craniotomy; she was irradiated and died 8 "
    "months later.",
)


@pytest.mark.parametrize("text", TWO_STORIES)
def test_the_same_two_stories_in_five_ways(text: str) -> None:
    fields = ("age_years", "sex", "spinal_levels", "interval_months", "resection", "radiotherapy", "followup_months")
    found = rows(text, *fields, "outcome", title="Spinal metastases of hemangiopericytoma: report of two cases")
    assert found == [
        (40, "M", ("T5",), 72, "gross total", None, 24, "no evidence of disease"),
        (60, "F", ("L2",), 120, None, "yes", 8, "died"),
    ]
