"""Ages and sexes in every way people write them, of one patient and of several; whose patients are nobody's here."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))


def read(abstract: str, title: str = "") -> dict[tuple[int, str], Value]:
    found = HPC.extract(Record(pmid="1", title=title, sections=(Section(text=abstract),) if abstract else ()))
    return {(one.case, one.field): one.value for one in found}


def persons(abstract: str, title: str = "") -> list[tuple[Value | None, Value | None]]:
    """Age and sex of every own patient."""
    found = read(abstract, title)
    return [
        (found.get((case, "age_years")), found.get((case, "sex"))) for case in sorted({case for case, _ in found} - {0})
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A 64 male Caucasian patient had back pain.", (64, "M")),
        ("A 48 F presented with back pain.", (48, "F")),
        ("A 73-old man presented with back pain.", (73, "M")),
        ("We present the case of a 48 y/o F with a T8 metastasis.", (48, "F")),
        ("A 48-yr-old F had a T8 metastasis.", (48, "F")),
        ("A 48 years old lady had a T8 metastasis.", (48, "F")),
        ("A 48 year-old housewife had a T8 metastasis.", (48, "F")),
        ("Case: F/48, T8 metastasis resected.", (48, "F")),
        ("A 58-y-old man was admitted for paraparesis.", (58, "M")),
        ("A 58y male was admitted for paraparesis.", (58, "M")),
        ("A 58 y.o. male was admitted for paraparesis.", (58, "M")),
        ("A 58yo female was admitted for paraparesis.", (58, "F")),
        ("A woman of 48 was admitted for paraparesis.", (48, "F")),
        ("A woman aged 48 was admitted for paraparesis.", (48, "F")),
        ("A woman, 48 years of age, was admitted for paraparesis.", (48, "F")),
        ("A 48 year of age woman was admitted for paraparesis.", (48, "F")),
        ("A woman in her fifties was admitted for paraparesis.", (None, "F")),
        ("A man in his early 60s was admitted for paraparesis.", (None, "M")),
        ("A female in the sixth decade of life presented with T8 metastasis.", (None, "F")),
        ("The patient was a 45-year-old.  She had a T8 metastasis.", (45, "F")),
        ("The patient, a 45-year-old right-handed Japanese male, had paraparesis.", (45, "M")),
        ("This 45-year-old previously healthy African-American woman had paraparesis.", (45, "F")),
        ("A forty five year old man had paraparesis.", (45, "M")),
        ("A sixty-four-year-old man had paraparesis.", (64, "M")),
        (
            "In May 1979 a hemangiopericytoma of the arm was excised from a truck driver. In May 1985, when "
            "he was 55, he was unable to move his legs; there was a metastasis at T5.",
            (55, "M"),
        ),
        (
            "A welder had a pleural tumour removed. He was well until, 15 months later and aged 60, he lost "
            "the use of both legs from a metastasis at T6.",
            (60, "M"),
        ),
        ("A schoolmistress of 44 years was referred with back pain.", (44, "F")),
        ("A 74-year-old grandmother had back pain.", (74, "F")),
        ("A 38-year-old mother of three had back pain from a T8 metastasis.", (38, "F")),
        ("A 38-year-old father of two had back pain from a T8 metastasis.", (38, "M")),
        ("A 34-year-old pregnant patient had back pain from a T8 metastasis.", (34, "F")),
        ("One 34-year-old pregnant patient had back pain from a T8 metastasis.", (34, "F")),
        ("A 34-year-old gravida 2 para 1 at 28 weeks of gestation had back pain.", (34, "F")),
        ("A 34-year-old primigravida at 28 weeks had back pain.", (34, "F")),
        ("A 72-year-old nun had back pain.", (72, "F")),
        ("A 6-week-old male infant had a sacral mass.", (0.11, "M")),
        ("A 10-day-old newborn girl had a sacral mass.", (0.03, "F")),
        ("An infant girl aged 5 months had a sacral mass.", (0.42, "F")),
        ("A 2-year-and-6-month-old boy had a sacral mass.", (2.5, "M")),
        ("A 3-year 4-month-old boy had a sacral mass.", (3.33, "M")),
        ("Patient: Male, 56. Final Diagnosis: Hemangiopericytoma. Symptoms: Back pain.", (56, "M")),
        ("Patient: Female, 56-year-old. Final Diagnosis: Solitary fibrous tumor. She underwent surgery.", (56, "F")),
        ("A 56-year-old (male) patient had paraparesis.", (56, "M")),
        ("A 56 years-old-male had paraparesis.", (56, "M")),
        ("The patient was a man. His age was 56 years. He had paraparesis.", (56, "M")),
        ("The patient's age at presentation was 56 years. She had paraparesis.", (56, "F")),
        ("At age 62 she returned with a T8 metastasis of the hemangiopericytoma removed at age 50.", (62, "F")),
        (
            "A 38-year-old female had a convexity tumor resected. Eight years later, at the age of 46, a T8 "
            "metastasis was found.",
            (46, "F"),
        ),
        ("A 47-year-old man received a kidney from his 48-year-old brother and had a T8 metastasis.", (47, "M")),
        ("A 47-year-old man had a T8 metastasis. The donor, a 30-year-old woman, was well.", (47, "M")),
        ("A 47-year-old woman had a T8 metastasis. She had two children aged 12 and 15 years.", (47, "F")),
        ("A 47-year-old woman had a T8 metastasis. Her father had died of stroke at the age of 60.", (47, "F")),
        (
            "Her daughter, a 12-year-old girl, was healthy. The patient, a 47-year-old woman, had a T8 metastasis.",
            (47, "F"),
        ),
        ("A 47-year-old woman, who had been treated at age 40 for a tentorial HPC, had a T8 metastasis.", (47, "F")),
        ("A 47-year-old man, 18 months and again 5 years after resection of a tentorial tumor, had an MRI.", (47, "M")),
        ("Metastasis in a man aged 71 years: the T8 vertebra was destroyed.", (71, "M")),
    ],
)
def test_the_age_and_sex_of_one_patient_in_every_way_people_write_them(
    text: str, wanted: tuple[Value | None, Value | None]
) -> None:
    assert persons(text) == [wanted]
    assert read(text)[0, "n_patients"] == 1


@pytest.mark.parametrize(
    ("title", "text", "n", "wanted"),
    [
        ("Spinal metastasis of hemangiopericytoma in a 35-year-old man: a case report.", "", 1, [(35, "M")]),
        ("", "Two patients, a 47-year-old woman and a 52-year-old man, had T8 metastases.", 2, [(47, "F"), (52, "M")]),
        ("", "We report a 47-year-old woman and a 52-year-old man with spinal metastases.", 2, [(47, "F"), (52, "M")]),
        ("", "A 47-year-old woman and 52-year-old man with spinal metastases were treated.", 2, [(47, "F"), (52, "M")]),
        ("", "Two women, aged 47 and 52 years, had T8 metastases.", 2, [(47, "F"), (52, "F")]),
        ("", "Three patients aged 34, 41 and 56 years had T8 metastases.", 3, [(34, None), (41, None), (56, None)]),
        (
            "",
            "We treated three women (31, 44 and 60 years) with spinal metastases.",
            3,
            [(31, "F"), (44, "F"), (60, "F")],
        ),
        (
            "",
            "We treated three women (31, 44, and 60 years old) with spinal metastases.",
            3,
            [(31, "F"), (44, "F"), (60, "F")],
        ),
        (
            "",
            "Three patients (two females and one male; 34, 51 and 66 years old, respectively) with spinal "
            "metastases were irradiated.",
            3,
            [(34, "F"), (51, "F"), (66, "M")],
        ),
        (
            "",
            "Two patients (one man and one woman, aged 34 and 51 years, respectively) were treated.",
            2,
            [(34, "M"), (51, "F")],
        ),
        ("", "A man and a woman, aged 34 and 51 years respectively, had spinal metastases.", 2, [(34, "M"), (51, "F")]),
        (
            "",
            "Four patients (aged 34, 41, 56 and 63 years; the second and the fourth were men, the others "
            "women) were treated.",
            4,
            [(34, "F"), (41, "M"), (56, "F"), (63, "M")],
        ),
        (
            "",
            "Three patients, aged 23, 37 and 60 years, were treated. Two were men; the oldest was a woman.",
            3,
            [(23, "M"), (37, "M"), (60, "F")],
        ),
        (
            "",
            "Case 1: A 54-year-old woman had a T8 metastasis. Case 2: A 62-year-old man had an L2 metastasis.",
            2,
            [(54, "F"), (62, "M")],
        ),
        (
            "",
            "Case 1. This 54-year-old woman had a T8 metastasis. Case 2. This 54-year-old man had an L2 metastasis.",
            2,
            [(54, "F"), (54, "M")],
        ),
        (
            "",
            "Case 1. A 54-year-old woman had a T8 metastasis. Case 2. A 54-year-old woman had an L2 metastasis.",
            2,
            [(54, "F"), (54, "F")],
        ),
        (
            "",
            "We report two cases. The first patient was a 54-year-old woman. The second, a man of 62, had "
            "an L2 metastasis.",
            2,
            [(54, "F"), (62, "M")],
        ),
        (
            "",
            "We report two patients. The first was a 54-year-old woman. The other was a 62-year-old man.",
            2,
            [(54, "F"), (62, "M")],
        ),
        (
            "",
            "Two patients are described: one was a 54-year-old woman, the other a 62-year-old man. The "
            "former died; the latter is well.",
            2,
            [(54, "F"), (62, "M")],
        ),
        (
            "",
            "Patient A, a 54-year-old woman, had a T8 metastasis. Patient B, a 62-year-old man, had an L2 metastasis.",
            2,
            [(54, "F"), (62, "M")],
        ),
        (
            "",
            "Patient 1 was diagnosed with meningeal HPC at the age of 31. She had a T8 metastasis. Patient "
            "2 was diagnosed at the age of 40. He had an L2 metastasis. Patient 3 was diagnosed at the age "
            "of 20. He had a T4 metastasis.",
            3,
            [(31, "F"), (40, "M"), (20, "M")],
        ),
        ("", "Two cases (48 F and 53 M) are reported.", 2, [(48, "F"), (53, "M")]),
        ("", "Two cases (48/F, 53/M) are reported.", 2, [(48, "F"), (53, "M")]),
        (
            "",
            "Four patients (3 F, 1 M; age range 38 to 77 years) had vertebral metastases.",
            4,
            [(None, "F"), (None, "F"), (None, "F"), (None, "M")],
        ),
        (
            "",
            "Four patients (3F/1M) had vertebral metastases.",
            4,
            [(None, "F"), (None, "F"), (None, "F"), (None, "M")],
        ),
        (
            "",
            "Eight patients (6 men and 2 women, mean age 47 years) had vertebral metastases.",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated. There were six men and two women.",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated. Six patients were male and two were female.",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated. Six were men, and the mean age was 47 years.",
            8,
            [(None, "M")] * 6 + [(None, "F")] * 2,
        ),
        (
            "",
            "We reviewed five patients (two females) with spinal metastases of a meningeal hemangiopericytoma.",
            5,
            [(None, "F")] * 2 + [(None, "M")] * 3,
        ),
        (
            "",
            "We treated 2 men and 2 women with spinal metastases of a cranial tumor. A 71-year-old woman died.",
            4,
            [(71, "F"), (None, "M"), (None, "M"), (None, "F")],
        ),
        (
            "",
            "Six patients with a spinal metastasis were treated. Four of the six patients were women with a scar.",
            6,
            [],
        ),
        (
            "",
            "We describe a father and his son, aged 71 and 40 years, who were both operated on for a spinal tumor.",
            2,
            [(71, "M"), (40, "M")],
        ),
        (
            "",
            "A 40-year-old man presented with back pain. His mother and sister, aged 71 and 38 years, were healthy.",
            1,
            [(40, "M")],
        ),
        (
            "",
            "Ninety-one patients collected in earlier reviews are compared with two of our own, a 31-year-old man and "
            "a 64-year-old woman.",
            2,
            [(31, "M"), (64, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated. Five of the eight patients were men and "
            "three were women.",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated (male, n = 5; female, n = 3).",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases (5 males, 3 females; median age, 51 years; range, 23-70) "
            "were treated.",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Eight patients with spinal metastases were treated (male:female = 5:3).",
            8,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "F"), (None, "F"), (None, "F")],
        ),
        (
            "Skeletal metastases: imaging findings in six men",
            "Imaging of six consecutive men (mean age, 49.8 years) with bone metastases was reviewed.",
            6,
            [(None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M"), (None, "M")],
        ),
        (
            "Seven patients with spinal metastases.",
            "All seven patients were women. The median age was 50 years.",
            7,
            [(None, "F"), (None, "F"), (None, "F"), (None, "F"), (None, "F"), (None, "F"), (None, "F")],
        ),
        (
            "",
            "Intraoperative ultrasound located the tumors in 23 consecutive patients. The last-named "
            "patient, a 42-year-old man with a parietal hemangiopericytoma, had a C3 lesion.",
            23,
            [(42, "M")],
        ),
        ("Hemangiopericytoma of the spine: report of seven cases", "Seven cases are presented.", 7, []),
        (
            "Sacral metastasis of SFT and a review of extracranial spread",
            "A 42-year-old man had a sacral mass. Review. We analysed 31 patients with extracranial "
            "metastases; mean age was 44 years.",
            1,
            [(42, "M")],
        ),
    ],
)
def test_each_patient_of_a_series_has_the_own_age_and_sex(
    title: str, text: str, n: int, wanted: list[tuple[Value | None, Value | None]]
) -> None:
    assert read(text, title)[0, "n_patients"] == n
    assert persons(text, title) == wanted


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Metastatic HPC: literature review", "The median age of the nine reported patients was 47 years."),
        (
            "What is in a name?",
            "A 50-year-old patient with a thoracic metastasis may be labelled meningioma in 1998 and will "
            "be lost to every search.",
        ),
        (
            'Letter to the Editor Regarding "En bloc resection".',
            "We read with great interest the article by X, in which a 46-year-old woman with a T10 "
            "metastasis was treated.",
        ),
        (
            "Vertebral metastasis in a dog",
            "A 10-year-old, spayed female Golden Retriever had a T13 mass. In humans, this is rare.",
        ),
        ("Vertebral metastasis", "A 9-year-old spayed bitch had a T13 mass."),
        (
            "Spinal metastasis: a systematic review of individual patient data",
            "Of 1,284 records screened, 29 articles describing 41 patients were included. Metastases were "
            "intramedullary in one, a 33-year-old woman.",
        ),
        ("Histology of SFT", "Sections were stained with HE and reticulin. SFT often spreads."),
        ("On SFT", "The patient must be followed for life. Doctors should inform the patient."),
    ],
)
def test_somebody_elses_patients_are_none(title: str, text: str) -> None:
    assert (0, "n_patients") not in read(text, title)
    assert persons(text, title) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Two patients are reported. Case A (41 years, male) had a T4 lesion. Case B (55 years, female) did not.",
            [(41, "M"), (55, "F")],
        ),
        ("Two sisters, 43 and 47 years old, presented with back pain due to SFT.", [(43, "F"), (47, "F")]),
        ("We treated two brothers aged 20 and 24 with spinal hemangiopericytoma.", [(20, "M"), (24, "M")]),
        (
            "Five patients (34 M, 45 F, 51 F, 60 M, 66 M) with vertebral metastases underwent surgery.",
            [(34, "M"), (45, "F"), (51, "F"), (60, "M"), (66, "M")],
        ),
        (
            "Three men, aged 40, 50 and 60 years, and one woman, aged 70 years, were treated for spinal SFT.",
            [(40, "M"), (50, "M"), (60, "M"), (70, "F")],
        ),
        (
            "A 60-year-old lady and two men of 45 and 50 years had vertebral metastases of hemangiopericytoma.",
            [(60, "F"), (45, "M"), (50, "M")],
        ),
        (
            "Three patients had spinal metastases. Their ages were 45 (F), 58 (M) and 66 (F) years.",
            [(45, "F"), (58, "M"), (66, "F")],
        ),
        (
            "Three patients (2 women aged 32 and 46 and a 57-year-old man) had spinal metastases.",
            [(32, "F"), (46, "F"), (57, "M")],
        ),
        (
            "Spinal metastases of a hemangiopericytoma occurred in a 41- and a 57-year-old woman.",
            [(41, "F"), (57, "F")],
        ),
        ("Vertebral metastases of two sacral tumors arose in a 39 and a 64 year old man.", [(39, "M"), (64, "M")]),
        (
            "Two spinal metastases of hemangiopericytoma are described (male 47 years, female 63 years).",
            [(47, "M"), (63, "F")],
        ),
        (
            "Four patients (three women aged 33, 47 and 61 and one man aged 58) had a spinal metastasis.",
            [(33, "F"), (47, "F"), (61, "F"), (58, "M")],
        ),
        (
            "All but one of the four patients were men; all had spinal metastases of a meningeal tumor.",
            [(None, "M"), (None, "M"), (None, "M"), (None, "F")],
        ),
        (
            "We present three patients aged 31, 42 and 57 years, two women and one man in that order, with spinal SFT.",
            [(31, "F"), (42, "F"), (57, "M")],
        ),
        ("The patients, ages 3, 999 years, had spinal SFT.", []),
    ],
)
def test_persons_of_a_list(text: str, wanted: list[tuple[Value | None, Value | None]]) -> None:
    assert persons(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Among 164 patients with SFT, eight were identified. Six patients died.", 8),
        ("Thirteen patients, eight females and five males, who had spinal SFT were enrolled. Four patients died.", 13),
        ("The authors report three observations of spinal hemangiopericytoma.", 3),
        ("We present a woman with a T4 metastasis of SFT. Of 64 cases collected from journals, eight metastasised.", 1),
        ("This narrative review covers imaging and treatment of spinal SFT. A patient may relapse late.", None),
        ("Samples of two individuals with SFT were sequenced.", None),
    ],
)
def test_how_many_patients(text: str, wanted: int | None) -> None:
    assert read(text).get((0, "n_patients")) == wanted


def levels_of(abstract: str) -> list[Value | None]:
    found = read(abstract)
    return [found.get((case, "spinal_levels")) for case in sorted({case for case, _ in found} - {0})]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Two patients were a 38-year-old woman (T8) and a 45-year-old man (L1) with metastases of SFT.",
            [("T8",), ("L1",)],
        ),
        (
            "Three patients aged 34, 41 and 56 years had metastases of SFT. It was at T12 (patient 1), L4 (patient 2) "
            "and C7 (patient 3).",
            [("T12",), ("L4",), ("C7",)],
        ),
        (
            "Two patients aged 28 and 62 years had metastases of SFT. In the younger, the lesion was at T4. In the "
            "elder, it was at L2.",
            [("T4",), ("L2",)],
        ),
        (
            "A 44-year-old woman and a 61-year-old man had metastases of SFT. The woman had one at T4, the man had "
            "one at L2.",
            [("T4",), ("L2",)],
        ),
        (
            "Four patients with SFT were treated. Two had metastases: a man whose T6 lesion caused paraparesis and was "
            "resected, and a woman with a painless L5 deposit.",
            [("T6",), ("L5",)],
        ),
    ],
)
def test_what_is_told_of_whom(text: str, wanted: list[Value | None]) -> None:
    assert levels_of(text) == wanted


def test_what_is_said_of_all_holds_for_each_who_is_not_told_of() -> None:
    found = read(
        "Three men and two women with spinal metastases of intracranial SFT were operated on. Preoperative "
        "embolization was performed in all five."
    )
    assert [found.get((case, "embolization")) for case in range(1, 6)] == ["yes"] * 5


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A 10-year-old child presented with a spinal tumor.", [(10, None)]),
        ("A 10-year-old son of healthy parents had a spinal tumor.", [(10, None)]),
        ("A 40-year-old woman came with her 5-year-old daughter.", [(40, "F")]),
        ("A 40-year-old woman and a 5-year-old child of hers had a spinal tumor.", [(40, "F")]),
    ],
)
def test_a_child_is_the_patient_unless_it_is_somebody_s(text: str, wanted: list[tuple[int, str | None]]) -> None:
    assert persons(text) == wanted
