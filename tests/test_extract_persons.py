"""Who a report's own patients are, how old and of which sex, and how many cases it says were known: one rule a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, StatedCount, Value

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


def test_one_patient_introduced_by_age_and_sex() -> None:
    found = read("A 48-year-old woman presented with a T8 metastasis of an intracranial hemangiopericytoma.")
    wanted = {(0, "n_patients"): 1, (1, "age_years"): 48, (1, "age_at"): "spinal lesion", (1, "sex"): "F"}
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A man of 55, whose C5 metastasis had been removed, returned with paraparesis.", (55, "M")),
        ("A woman of 45 years had sciatica.", (45, "F")),
        ("We followed a man of seventy-one years with a sacral tumor.", (71, "M")),
        ("A coal miner of 59 presented with back pain; he was operated on.", (59, "M")),
        ("Patient: female, 52 years. Hemangiopericytoma of L3 after craniotomy.", (52, "F")),
        ("A 52 years, male patient presented with back pain.", (52, "M")),
        ("Case: 39-yr-old F, metastasis of the third lumbar vertebra.", (39, "F")),
        ("We report a farmer from Ohio who was then thirty-nine and had back pain. He improved.", (39, "M")),
        ("A man, then 62, had a metastasis at T9 resected. He died four years later, aged 66.", (62, "M")),
        (
            "A nurse presented with arm pain at thirty-three, two years after excision of a tumor of her scalp.",
            (33, "F"),
        ),
        ("A tumor was removed from a 49-year-old woman.", (49, "F")),
        ("Mr. X, aged 45, had a T8 metastasis.", (45, "M")),
        ("Mrs. D, 45 years old, had a T8 metastasis.", (45, "F")),
        ("A female patient, age 45, had a T8 metastasis.", (45, "F")),
        ("A 45/M presented with paraparesis.", (45, "M")),
        ("A fifty-two-year-old man had a T8 metastasis.", (52, "M")),
        ("A 17 and a half year old girl had a T8 metastasis.", (17.5, "F")),
        ("A 4½-year-old boy had a mass.", (4.5, "M")),
        ("A boy of 9 months stopped moving his legs.", (0.75, "M")),
        ("A lady in her fifties developed paraparesis.", (None, "F")),
        ("A bus driver born in 1931 had a uterine tumor. She relapsed at T12.", (None, "F")),
        ("In 1998 a tumor was resected. She presented with back pain in 2004.", (None, "F")),
        ("A 72-year-old retired teacher presented with paraplegia.", (72, None)),
        ("A 45-year-old patient presented with metastatic cancer at 160 m.", (45, None)),
    ],
)
def test_a_single_patient(text: str, wanted: tuple[Value | None, Value | None]) -> None:
    assert persons(text) == [wanted]
    assert read(text)[0, "n_patients"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "A 57-year-old woman had a metastasis of the sacrum. A 3-month-old rib fracture proved benign.",
        "A 57-year-old woman had a metastasis of the sacrum. She first had surgery as a 48-year-old woman.",
        "A 57-year-old woman had a metastasis. In this 57-year-old patient the tumor was resected.",
        "A 57-year-old woman had a metastasis of the sacrum. Her 60-year-old elder sister was healthy.",
        "Only one case in a 56-year-old man has been reported previously. We report a 57-year-old woman.",
        "No more than three such patients are known. A 57-year-old woman had a metastasis.",
        "A 57-year-old woman had a metastasis. We reviewed 31 patients with spinal metastases from the literature.",
        "We report a 57-year-old woman. We analysed 31 patients with metastases. Earlier authors described eight.",
        "A 57-year-old woman complained of back pain; 27 years ago the patient was treated for a meningeal tumor.",
    ],
)
def test_one_woman_stays_one(text: str) -> None:
    found = read(text)
    assert found[0, "n_patients"] == 1
    assert persons(text) == [(57, "F")]


def test_a_review_beside_a_case_counts_no_own_patients() -> None:
    title = "Spinal metastasis of hemangiopericytoma: case report and review of 31 cases"
    assert read("A 45-year-old man presented with back pain.", title)[0, "n_patients"] == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Canine hemangiopericytoma in a 9-year-old Labrador", "A 9-year-old male Labrador presented with lameness."),
        ("Hemangiopericytoma of the spine", "A total of 82 patients were identified in the SEER database."),
        ("Retraction: Surgery of spinal metastases in two patients", "The above article is retracted."),
        ("Expression of Concern: Hemangiopericytoma: case report", "The editors have been alerted."),
        ("On hypothetical patients", "Consider a hypothetical 45-year-old woman. Should she be operated on?"),
        ("Hemangiopericytoma: a systematic review", "Thirty-one articles describing 38 patients were retained."),
    ],
)
def test_nobodys_own_patients(title: str, text: str) -> None:
    assert (0, "n_patients") not in read(text, title)
    assert persons(text, title) == []


def test_a_departments_own_registry_holds_own_patients() -> None:
    assert read("Six consecutive patients were identified from a prospective registry.")[0, "n_patients"] == 6


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two patients, a 54-year-old woman and a 62-year-old man, had metastases.", [(54, "F"), (62, "M")]),
        ("A 54 year-old woman (case 1) and a 62 year-old man (case 2) were treated.", [(54, "F"), (62, "M")]),
        ("Two patients, 54 and 62 years old, had metastases.", [(54, None), (62, None)]),
        ("Two women were treated. Patient 1 was 45 years old. Patient 2 was 60 years old.", [(45, "F"), (60, "F")]),
        (
            "Three patients (two women, one man) were treated. Patient A, aged 27, had a T5 metastasis; "
            "patient B, aged 44, a T6 metastasis; patient C, the man, aged 62, a T7 metastasis.",
            [(27, "F"), (44, "F"), (62, "M")],
        ),
        (
            "Three patients (all men) had metastases. The ages at the spinal metastasis were 41, 44 and 50 years.",
            [(41, "M"), (44, "M"), (50, "M")],
        ),
        ("Three men and two women were treated for spinal metastases.", [(None, "M")] * 3 + [(None, "F")] * 2),
        ("We treated 3 patients (2 women and 1 man; mean age 45 years).", [(None, "F")] * 2 + [(None, "M")]),
        (
            "We treated 3 patients; 2 were women; the mean age was 45 years.",
            [(None, "F"), (None, "F"), (None, "M")],
        ),
    ],
)
def test_several_patients(text: str, wanted: list[tuple[Value | None, Value | None]]) -> None:
    assert persons(text) == wanted


@pytest.mark.parametrize(
    ("text", "age", "when"),
    [
        ("A 45-year-old man underwent resection of an intracranial hemangiopericytoma. "
         "Seven years later he developed a T8 metastasis.", 45, "primary"),
        ("A 45-year-old man developed a T8 metastasis 7 years after resection of an intracranial hemangiopericytoma.",
         45, "spinal lesion"),
        ("A 45-year-old man presented with headache. MRI showed a frontal hemangiopericytoma, which was resected. "
         "Seven years later he developed a T8 metastasis.", 45, "primary"),
        ("A 45-year-old man presented with leg pain. Seven years earlier he had undergone craniotomy for "
         "hemangiopericytoma. MRI showed a T8 metastasis.", 45, "spinal lesion"),
        ("A 45-year-old man with a meningeal hemangiopericytoma resected 27 months before was readmitted for weakness. "
         "MRI showed a T8 metastasis.", 45, "spinal lesion"),
        ("A 45-year-old man with a known history of intracranial hemangiopericytoma presented with a T8 metastasis.",
         45, "spinal lesion"),
        ("A 45-year-old man was diagnosed with meningeal hemangiopericytoma in 1998. In 2005 he had a T8 metastasis.",
         45, "primary"),
        ("A hemangiopericytoma of the tentorium was removed from a 33-year-old woman. At the age of 45, she complained "
         "of back pain and MRI showed a metastasis at L2.", 45, "spinal lesion"),
        ("A tentorial hemangiopericytoma was removed from a 49-year-old woman. At 62 years of age, i.e. 13 years after "
         "the first craniotomy, she presented with sciatica due to a metastasis at L5.", 62, "spinal lesion"),
        ("We present a man who, as a 44-year-old, had a primary hemangiopericytoma of the femur resected. "
         "Seven years later he had a T9 metastasis.", 44, "primary"),
        ("A T8 metastasis of a meningeal hemangiopericytoma was removed from a woman. She is now 44 years old.",
         44, "report"),
        ("A liver metastasis was found in a 66-year-old who had been operated on for an orbital hemangiopericytoma.",
         66, "report"),
    ],
)  # fmt: skip
def test_which_lesion_an_age_belongs_to(text: str, age: int, when: str) -> None:
    found = read(text)
    assert (found[1, "age_years"], found[1, "age_at"]) == (age, when)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Only seven cases have been reported in the literature.", (7, "patients", False)),
        ("To our knowledge, this is the first case of spinal metastasis.", (0, "patients", False)),
        ("We found no similar presentation in the literature.", (0, "patients", False)),
        ("To the best of our knowledge, such a metastasis has not been reported before.", (0, "patients", False)),
        ("This is the ninth case reported in the literature.", (9, "patients", True)),
        ("The present case is the fifth in the world literature.", (5, "patients", True)),
        (
            "This is, to our knowledge, the third spinal metastasis of this tumor in the literature.",
            (3, "patients", True),
        ),
        ("This represents the second reported case of a spinal metastasis.", (2, "patients", True)),
        ("This is the second report of hepatic spread.", (2, "reports", True)),
        ("Including ours, 12 cases have been reported.", (12, "patients", True)),
        ("Among the nine patients of the literature the median age was 47 years.", (9, "patients", False)),
        ("We know of three earlier reports at this site.", (3, "reports", False)),
        ("We are aware of only two previous cases.", (2, "patients", False)),
        ("A review of the literature disclosed 14 cases.", (14, "patients", False)),
        ("Spinal metastasis has been reported in only 11 patients.", (11, "patients", False)),
        ("Only 9 such cases are on record.", (9, "patients", False)),
        ("Thirty-one articles describing 38 patients with 57 lesions were retained.", (38, "patients", False)),
        ("A total of 120 patients from 34 studies were analysed.", (120, "patients", False)),
        ("Fewer than 20 such cases have been published.", (20, "patients", False)),
        ("More than 300 cases have been reported.", (300, "patients", False)),
        ("At least 15 cases have been reported.", (15, "patients", False)),
        ("Few cases have been reported.", None),
        ("Only a handful of cases have been reported.", None),
        ("Two cases of hemangiopericytoma of the sacrum are described.", None),
        ("Seven cases were identified in our files.", None),
        ("The first report on hemangiopericytoma was by Stout and Murray in 1942.", None),
        ("This is the youngest patient reported in the literature.", None),
        ("The second surgery was reported as a success.", None),
    ],
)
def test_how_many_cases_were_known(text: str, wanted: tuple[int, str, bool] | None) -> None:
    found = read(text).get((0, "stated_count"))
    said = (found.n, found.unit, found.includes_own) if isinstance(found, StatedCount) else None
    assert said == wanted


def test_a_span_of_years_before_the_patient_is_no_age() -> None:
    text = "A 45-year-old man had an L2 metastasis. After a follow-up of 3 years the patient is alive."
    assert persons(text) == [(45, "M")]
    assert persons("After 12 years, our patient, a 45-year-old Japanese female patient, relapsed.") == [(45, "F")]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "We report a 55-year-old woman with a history of surgery at the age of 43 years for a temporal "
            "hemangiopericytoma. She came with dorsal pain. MRI showed a metastasis in the T7 vertebra.",
            "spinal lesion",
        ),
        (
            "A 50-year-old woman underwent removal of a solitary fibrous tumor of the cerebellar dura. Two years later "
            "she had numb feet, and MRI showed a tumor at T6. Whether it was a metastasis or a second primary "
            "remained open.",
            "primary",
        ),
        (
            "A woman had an intracranial hemangiopericytoma resected in 1996. In 2008 a metastasis was found in the "
            "sacrum. At the age of 60 she received stereotactic body radiosurgery.",
            "spinal lesion",
        ),
    ],
)
def test_the_event_of_an_age_in_a_story(text: str, when: str) -> None:
    assert read(text)[1, "age_at"] == when
