"""What each family of fields reads out of one or two sentences: inputs as written in case reports, whole values out."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, StatedCount, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))


def read(abstract: str, title: str = "", case: int = 1) -> dict[str, Value]:
    """The values of a case (0: the report) of a title and an abstract."""
    record = Record(pmid="1", title=title, sections=(Section(text=abstract),))
    return {one.field: one.value for one in HPC.extract(record) if one.case == case}


def rows(abstract: str, *fields: str, title: str = "") -> list[tuple[Value | None, ...]]:
    """Some fields of every case, in the order described."""
    record = Record(pmid="1", title=title, sections=(Section(text=abstract),))
    found = HPC.extract(record)
    numbers = sorted({one.case for one in found if one.case})
    cases = [{one.field: one.value for one in found if one.case == number} for number in numbers]
    return [tuple(case.get(field) for field in fields) for case in cases]


# ------------------------------------------------------------------------------------------------- ages and sexes


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("A 48-year-old woman presented with back pain.", 48, "F"),
        ("A 53 year old male was admitted.", 53, "M"),
        ("A 72-yr-old female underwent surgery.", 72, "F"),
        ("We report a forty-eight-year-old lady with a spinal mass.", 48, "F"),
        ("A woman aged 36 years was referred.", 36, "F"),
        ("The patient, a man, was 61 years old when he was admitted.", 61, "M"),
        ("The patient was a 25-years-old gentleman.", 25, "M"),
        ("A 9-month-old boy was admitted.", 0.75, "M"),
        ("A 6-day-old girl was admitted.", 0.02, "F"),
        ("A 2-year-and-6-month-old boy was admitted.", 2.5, "M"),
        ("A female patient (45 years old) had neck pain.", 45, "F"),
        ("A 33-year man presented with pain.", 33, "M"),
        ("A 57-year-old patient was admitted; she had back pain.", 57, "F"),
        ("A 64 y/o man was seen.", 64, "M"),
        ("A patient (M/42) was treated for a spinal tumor.", 42, "M"),
        ("A 70-year-old patient was admitted.", 70, None),
        ("A man was admitted with paraplegia.", None, "M"),
        ("We treated the patient, who was a 43-year-old Chinese male farmer.", 43, "M"),
    ],
)
def test_age_and_sex_of_one_patient(text: str, age: float | None, sex: str | None) -> None:
    found = read(text)
    assert (found.get("age_years"), found.get("sex")) == (age, sex)


@pytest.mark.parametrize(
    "text",
    [
        "We treated 12 patients with a median age of 47 years.",
        "The mean age of our 12 patients was 46.5 years (range, 15-72 years).",
        "We treated 12 patients aged 15 to 72 years.",
        "Hemangiopericytoma occurs in patients over 40 years of age.",
        "We treated 9 patients older than 60 years.",
    ],
)
def test_a_mean_a_range_or_a_bound_is_no_ones_age(text: str) -> None:
    assert rows(text, "age_years") == []


def test_a_relative_is_no_patient() -> None:
    assert rows("A 47-year-old man received a graft of his 48-year-old brother.", "age_years", "sex") == [(47, "M")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A 34-year-old man and a 56-year-old woman are reported.", [(34, "M"), (56, "F")]),
        ("We report two women aged 34 and 56 years.", [(34, "F"), (56, "F")]),
        ("Three patients (aged 34, 45 and 60 years) were treated.", [(34, None), (45, None), (60, None)]),
        ("Case 1: A 43-year-old man had pain. Case 2: A 61-year-old woman had weakness.", [(43, "M"), (61, "F")]),
        ("The first patient was a 43-year-old man. The second patient was a 61-year-old man.", [(43, "M"), (61, "M")]),
        ("We treated 6 men and 2 women. All 8 patients had surgery.", [(None, "M")] * 6 + [(None, "F")] * 2),
        ("A 34-year-old man (case 1) and a 56-year-old man (case 2) were operated on.", [(34, "M"), (56, "M")]),
    ],
)
def test_several_patients_keep_their_own_age_and_sex(text: str, wanted: list[tuple[int | None, str | None]]) -> None:
    assert rows(text, "age_years", "sex") == wanted


@pytest.mark.parametrize(
    ("text", "when", "age"),
    [
        (
            "A 61-year-old man with a falcine hemangiopericytoma resected 5 years ago had a T8 metastasis.",
            "spinal lesion",
            61,
        ),
        (
            "A 36-year-old woman underwent resection of an occipital hemangiopericytoma. "
            "Ten years later a metastasis of the C3 vertebra was found.",
            "primary",
            36,
        ),
        (
            "At the age of 48 she underwent craniotomy for a meningeal hemangiopericytoma. "
            "The 63-year-old woman now presented with a spinal metastasis.",
            "spinal lesion",
            63,
        ),
        ("A 34-year-old man had a primary hemangiopericytoma of the thoracic spine.", "spinal lesion", 34),
        ("A 55-year-old woman had a pleural solitary fibrous tumor.", "primary", 55),
    ],
)
def test_at_which_lesion_the_age_was(text: str, when: str, age: int) -> None:
    found = read(text)
    assert (found["age_at"], found["age_years"]) == (when, age)


# ------------------------------------------------------------------------------------------------------ n_patients


@pytest.mark.parametrize(
    ("text", "title", "n"),
    [
        ("A 48-year-old woman presented with back pain.", "", 1),
        ("We report a case of spinal hemangiopericytoma.", "", 1),
        ("The patient underwent surgery.", "Spinal metastasis of hemangiopericytoma: a case report", 1),
        ("We retrospectively reviewed 31 patients treated at our institution between 1982 and 1999.", "", 31),
        ("Tumors were resected.", "Hemangiopericytoma of the spine: report of two cases", 2),
        ("A total of 23 patients with spinal tumors underwent surgery. Twelve patients had recurrence.", "", 23),
        ("We report a 40-year-old man and review 12 cases reported in the literature.", "", 1),
        ("Fourteen patients with 24 tumors underwent radiosurgery.", "", 14),
        ("From 2003 to 2015, 20 consecutive patients were treated. Of the 20 patients, four had recurrence.", "", 20),
        ("Nine patients have been reported in the literature.", "", None),
        ("Hemangiopericytoma is a rare tumor. Patients with this tumor should be followed.", "", None),
        ("Using the SEER database, 551 patients were identified.", "", None),
        ("A search found 29 studies with 368 patients.", "Solitary fibrous tumor: a systematic review", None),
    ],
)
def test_how_many_own_patients(text: str, title: str, n: int | None) -> None:
    assert read(text, title, case=0).get("n_patients") == n


# ---------------------------------------------------------------------------------------------------------- levels


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("from C6 to T2", ("C6", "C7", "T1", "T2")),
        ("at Th7", ("T7",)),
        ("at D6-D7", ("T6", "T7")),
        ("at T3-5", ("T3", "T4", "T5")),
        ("at L4–S1", ("L4", "L5", "S1")),
        ("at the L-3 vertebra", ("L3",)),
        ("of the third lumbar vertebra", ("L3",)),
        ("of the eleventh dorsal vertebra", ("T11",)),
        ("of the 11th thoracic vertebra", ("T11",)),
        ("of the second and third thoracic vertebrae", ("T2", "T3")),
        ("at T3, T5 and L1", ("T3", "T5", "L1")),
        ("at T3, 5 and 7", ("T3", "T5", "T7")),
        ("at L4/5", ("L4", "L5")),
        ("at the level of T1-T2", ("T1", "T2")),
        ("at thoracic 5-7", ("T5", "T6", "T7")),
        ("of the axis and the C3 vertebra", ("C2", "C3")),
        ("of the coccyx", ("Co",)),
        ("of the sacrum", ("sacral",)),
        ("of the thoracic spine", ("thoracic",)),
        ("of the cervical and thoracic spine", ("cervical", "thoracic")),
        ("of the dorsal spine", ("thoracic",)),
        ("at the cervicothoracic junction", ("cervicothoracic junction",)),
        ("of the cauda equina", ("cauda equina",)),
        ("of the lumbar spine at L2", ("L2",)),
    ],
)
def test_levels_of_the_tumour(words: str, levels: tuple[str, ...]) -> None:
    assert read(f"A 50-year-old man had a spinal metastasis {words}.").get("spinal_levels") == levels


@pytest.mark.parametrize(
    "sentence",
    [
        "MRI showed a mass that was hypointense on T1 and hyperintense on T2.",
        "The lesion was isointense on T1- and T2-weighted images.",
        "T1-weighted MRI with gadolinium showed the mass.",
        "The tumor was staged T2N0M0.",
        "Complement C3 and C4 and C1 esterase inhibitor were normal.",
        "A C5-T1 laminectomy was performed.",
        "Laminectomy from C5 to T1 was performed.",
        "Posterior fixation from T6 to T9 was performed.",
        "Th6-9 fixation was added.",
        "Oedema extended from T3 to T8.",
        "There was hypesthesia below T10.",
        "An L5 radiculopathy was found.",
        "The sensory level was at T6.",
        "The L5 nerve root was compressed.",
        "There was no lesion at T4.",
        "The cells were positive for CD34, S100 and D2-40.",
        "A lumbar puncture was done.",
        "The cervical lymph nodes were enlarged.",
    ],
)
def test_what_is_no_level_of_the_tumour(sentence: str) -> None:
    assert "spinal_levels" not in read(f"A 50-year-old man was seen. {sentence}")


def test_levels_are_dealt_out_by_respectively() -> None:
    text = "Two patients, aged 34 and 56 years, had tumors at T10 and L1, respectively."
    assert rows(text, "age_years", "spinal_levels") == [(34, ("T10",)), (56, ("L1",))]


# -------------------------------------------------------------------------------------------------- diagnosis, origin


@pytest.mark.parametrize(
    ("text", "title", "diagnosis"),
    [
        ("A 40-year-old man had a haemangiopericytoma.", "", "hemangiopericytoma"),
        ("A 40-year-old man had an SFT of the dura.", "", "solitary fibrous tumor"),
        ("Pathology showed a solitary fibrous tumor/hemangiopericytoma in a 40-year-old man.", "", "HPC/SFT"),
        ("A 40-year-old man had a solitary fibrous tumour (hemangiopericytoma) of the spine.", "", "HPC/SFT"),
        ("A 40-year-old man had an angioblastic meningioma.", "", "hemangiopericytoma"),
        ("A 40-year-old man had an angiomatous meningioma.", "", "angiomatous meningioma"),
        (
            "A solitary fibrous tumor was suspected in a 40-year-old man; pathology revealed fibrosarcoma.",
            "",
            "fibrosarcoma",
        ),
        (
            "A 61-year-old woman was misdiagnosed as solitary fibrous tumor. Histology showed schwannoma.",
            "",
            "schwannoma",
        ),
        (
            "A 46-year-old man had a tumor initially diagnosed as meningioma. Histology revealed hemangiopericytoma.",
            "",
            "hemangiopericytoma",
        ),
        ("A 40-year-old man had an osteosarcoma with hemangiopericytoma-like vessels.", "", "osteosarcoma"),
    ],
)
def test_the_tumour_of_the_patient(text: str, title: str, diagnosis: str) -> None:
    assert read(text, title).get("diagnosis") == diagnosis


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("WHO grade III hemangiopericytoma", "WHO grade III"),
        ("hemangiopericytoma (grade 2)", "grade 2"),
        ("solitary fibrous tumor, WHO grade 1,", "WHO grade 1"),
        ("hemangiopericytoma and Frankel grade D weakness", None),
    ],
)
def test_grade_as_stated(words: str, grade: str | None) -> None:
    assert read(f"A 40-year-old man had a {words} of the spine.").get("grade") == grade


@pytest.mark.parametrize(
    ("text", "title", "metastatic"),
    [
        ("A 40-year-old man had a spinal metastasis of a meningeal hemangiopericytoma.", "", "yes"),
        ("A 40-year-old man had a metastatic hemangiopericytoma to the spine.", "", "yes"),
        (
            "A 40-year-old man had a cerebral hemangiopericytoma that metastasized to the lung and the L3 vertebra.",
            "",
            "yes",
        ),
        ("A 40-year-old man with intracranial SFT had an intraspinal drop metastasis.", "", "yes"),
        (
            "A 40-year-old man had a tentorial hemangiopericytoma resected 5 years earlier. MRI showed a mass at L3. "
            "Pathology was identical to that of the tentorial tumor.",
            "",
            "yes",
        ),
        ("A 40-year-old man had a primary hemangiopericytoma of the thoracic spine.", "", "no"),
        ("A 40-year-old man had a hemangiopericytoma of the thoracic spine.", "", None),
        ("A 40-year-old man had a spinal hemangiopericytoma with pulmonary metastases.", "", "no"),
        ("A 40-year-old man had pulmonary metastases of a spinal hemangiopericytoma.", "", "no"),
        ("A 40-year-old man had bone metastases of a meningeal hemangiopericytoma.", "", "unclear"),
        ("A 40-year-old man had a pleural solitary fibrous tumor.", "", None),
        ("A 40-year-old man had synchronous hemangiopericytomas of the ilium and the T8 vertebra.", "", "unclear"),
        ("There was no spinal metastasis in this 40-year-old man with a pleural solitary fibrous tumor.", "", "no"),
    ],
)
def test_whether_the_spinal_lesion_is_a_metastasis(text: str, title: str, metastatic: str | None) -> None:
    assert read(text, title).get("metastatic_to_spine") == metastatic


def test_a_mixed_series_waits_for_a_person() -> None:
    text = "We analyzed 198 patients with spinal metastases: renal cell carcinoma, melanoma and hemangiopericytoma."
    found = read(text, "Embolization of spinal metastases", case=0)
    assert (found["n_patients"], found["metastatic_to_spine"]) == (198, "unclear")


def test_a_series_of_which_only_some_have_it_cannot_be_told_apart() -> None:
    text = "We reviewed 31 patients with meningeal hemangiopericytoma. Spinal metastases developed in three patients."
    found = read(text, case=0)
    assert (found["n_patients"], found["metastatic_to_spine"], found["primary_site"]) == (31, "unclear", "intracranial")


@pytest.mark.parametrize(
    ("text", "site", "words"),
    [
        (
            "A 40-year-old man had a T8 metastasis of a left parieto-occipital falcine hemangiopericytoma.",
            "intracranial",
            "left parieto-occipital falcine",
        ),
        (
            "A 40-year-old man had vertebral metastases of a solitary fibrous tumor of the right thigh.",
            "limb",
            "right thigh",
        ),
        (
            "A 40-year-old man had a pleural solitary fibrous tumor with lung and spinal metastases.",
            "lung or thorax",
            "pleural",
        ),
        ("A 40-year-old man had a hemangiopericytoma of the thoracic spine.", "spine", "thoracic spine"),
        ("A 40-year-old man had a spinal metastasis of a hemangiopericytoma. He had neck pain.", None, None),
    ],
)
def test_the_site_of_the_primary(text: str, site: str | None, words: str | None) -> None:
    found = read(text)
    assert (found.get("primary_site"), found.get("primary_site_text")) == (site, words)


# ----------------------------------------------------------------------------------------------------------- times

PRIMARY = "A 50-year-old man had a meningeal hemangiopericytoma"


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        (f"{PRIMARY} removed 8 years earlier. He now had a T8 metastasis.", 96),
        (f"{PRIMARY}. Fifteen years after the initial surgery, a spinal metastasis was found.", 180),
        (f"{PRIMARY}. Twenty-two months after resection he presented with a spinal metastasis.", 22),
        (f"{PRIMARY}. After an interval of 4 years, a vertebral metastasis developed.", 48),
        (
            f"{PRIMARY} that was resected. After 14 years it recurred. Three years later a C3 metastasis appeared.",
            204,
        ),
        (f"{PRIMARY} that was resected in 2003. In 2016 he presented with an L2 metastasis.", 156),
        (f"{PRIMARY} that was resected in March 2008. In May 2010 he presented with an L2 metastasis.", 26),
        (f"{PRIMARY} resected one year and 6 months earlier. He now had a T8 metastasis.", 18),
        (f"{PRIMARY}. A spinal metastasis was found at the same time.", None),
        (f"{PRIMARY} and a T8 metastasis. He had a 3-month history of back pain.", None),
        (f"{PRIMARY} and a T8 metastasis. Two years after laminectomy he was alive.", None),
    ],
)
def test_from_the_primary_to_the_metastasis(text: str, interval: float | None) -> None:
    assert read(text).get("interval_months") == interval


SPINAL = "A 50-year-old man had a T8 metastasis of a meningeal hemangiopericytoma. The T8 mass was resected."


@pytest.mark.parametrize(
    ("sentence", "months"),
    [
        ("At 12-month follow-up there was no recurrence.", 12),
        ("He was followed up for 2 years without recurrence.", 24),
        ("He died 7 months later.", 7),
        ("One year later, new metastases were found. He died 18 months after surgery.", 18),
        ("He remains disease free 3 years after surgery.", 36),
        ("There was no recurrence during a follow-up of 30 months.", 30),
        ("He died 1706 days after the T8 surgery without recurrence.", 56),
        ("He had a recovery.", None),
    ],
)
def test_how_long_was_followed_up(sentence: str, months: int | None) -> None:
    assert read(f"{SPINAL} {sentence}").get("followup_months") == months


# ------------------------------------------------------------------------------------------------------ treatments


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The spinal metastasis was totally removed.", {"surgery": "yes", "resection": "gross total"}),
        ("He underwent subtotal resection of the T8 metastasis.", {"surgery": "yes", "resection": "subtotal"}),
        ("Total en bloc spondylectomy of T8 was performed.", {"surgery": "yes", "resection": "en bloc"}),
        ("A biopsy of the T8 vertebra was taken.", {"resection": "biopsy"}),
        ("The T8 lesion was irradiated.", {"radiotherapy": "yes"}),
        ("The T8 lesion was treated with stereotactic radiosurgery.", {"radiosurgery": "yes"}),
        ("The spinal metastasis was embolized before surgery.", {"surgery": "yes", "embolization": "yes"}),
        ("For the T8 metastasis he refused radiotherapy.", {"radiotherapy": "no"}),
        ("Radiotherapy of the T8 metastasis was recommended, but the patient declined.", {"radiotherapy": "no"}),
        ("The T8 metastasis was treated with chemotherapy.", {"chemotherapy": "yes"}),
        ("The T8 metastasis should be treated with radiotherapy.", {}),
        ("The meningeal tumor had been treated with resection and radiotherapy 5 years earlier.", {}),
    ],
)
def test_what_was_done_to_the_spinal_lesion(sentence: str, wanted: dict[str, str]) -> None:
    found = read(f"A 50-year-old man had a T8 metastasis of a meningeal hemangiopericytoma. {sentence}")
    fields = ("surgery", "resection", "radiotherapy", "radiosurgery", "chemotherapy", "embolization")
    assert {field: found[field] for field in fields if field in found} == wanted


def test_the_treatment_of_the_primary_is_not_that_of_the_metastasis() -> None:
    found = read(
        "A 36-year-old woman underwent gross total resection of an occipital hemangiopericytoma and chemotherapy. "
        "Ten years later a C3 metastasis was found, and she received radiotherapy."
    )
    assert (found.get("surgery"), found.get("chemotherapy"), found.get("radiotherapy")) == (None, None, "yes")


def test_what_follows_a_metastasis_is_told_of_it() -> None:
    found = read(
        "A 52-year-old woman had an L1 metastasis of a pelvic solitary fibrous tumor. She received radiotherapy."
    )
    assert found.get("radiotherapy") == "yes"


def test_a_date_after_surgery_tells_no_operation() -> None:
    found = read(
        "A 43-year-old man underwent resection of a tentorial hemangiopericytoma. "
        "Seven years after surgery, CT showed destruction of the sacrum. "
        "Biopsy confirmed metastatic hemangiopericytoma."
    )
    assert (found.get("surgery"), found.get("resection"), found.get("interval_months")) == (None, "biopsy", 84)


# ------------------------------------------------------------------------------------------ presentation, outcome


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("back pain and leg weakness", ("pain", "weakness")),
        ("paraparesis, numbness and urinary retention", ("weakness", "sensory loss", "sphincter disturbance")),
        ("gait ataxia without incontinence", ("gait disturbance",)),
    ],
)
def test_presentation(words: str, terms: tuple[str, ...]) -> None:
    assert read(f"A 50-year-old man with a T8 metastasis presented with {words}.").get("presentation") == terms


@pytest.mark.parametrize(
    ("words", "compartments"),
    [
        ("an epidural mass at T8", ("extradural",)),
        ("an intradural extramedullary tumor of the spine", ("intradural",)),
        ("a lesion of the T8 vertebral body with paraspinal extension", ("vertebral", "paraspinal")),
        ("a dumbbell tumor of the cervical spine", ("dumbbell",)),
    ],
)
def test_compartment(words: str, compartments: tuple[str, ...]) -> None:
    assert read(f"A 50-year-old man with hemangiopericytoma had {words}.").get("compartment") == compartments


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("He died of disease 9 months later.", "died"),
        ("He was alive with disease at 18 months.", "alive with disease"),
        ("His symptoms improved. At 2 years he was disease free.", "no evidence of disease"),
        ("The symptoms improved after surgery.", "improved"),
        ("His neurological status remained stable.", "stable"),
        ("His condition deteriorated.", "worse"),
        ("There was no local recurrence, but liver metastases were found.", "alive with disease"),
    ],
)
def test_the_last_status_told(sentence: str, outcome: str | None) -> None:
    assert read(f"{SPINAL} {sentence}").get("outcome") == outcome


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("There was no recurrence at 2 years.", ("no", None, None)),
        ("The tumor recurred at T8 two years later.", ("yes", None, None)),
        ("One year later, new metastases were present.", (None, "yes", None)),
        ("Later, lung and liver metastases developed.", (None, "yes", ("lung", "liver"))),
        ("There were no other metastases.", (None, "no", None)),
    ],
)
def test_recurrence_and_other_metastases(sentence: str, wanted: tuple[Value | None, ...]) -> None:
    found = read(f"{SPINAL} {sentence}")
    assert tuple(found.get(field) for field in ("recurrence", "other_metastases", "other_metastases_sites")) == wanted


# ----------------------------------------------------------------------------------------------------------- counts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The literature holds only seven previously reported cases.", (7, "patients", False)),
        ("Only two cases have been reported to date.", (2, "patients", False)),
        (
            "To our knowledge, nine cases of spinal metastasis have been described in the literature.",
            (9, "patients", False),
        ),
        ("This is the first case of an intradural metastasis reported in the literature.", (0, "patients", False)),
        ("We report the first case of intramedullary metastasis.", (0, "patients", False)),
        ("To our knowledge, this is the ninth case reported.", (9, "patients", True)),
        ("This is the 18th case of spinal cord metastasis since 1996.", (18, "patients", True)),
        ("Such a metastasis has never been reported.", (0, "patients", False)),
        ("To date, 157 cases, including the present case, have been reported.", (157, "patients", True)),
        ("Twelve reports of spinal metastases have been published.", (12, "reports", False)),
        ("Few cases have been reported.", None),
        ("We report two cases of spinal metastasis.", None),
        ("This tumor is rare.", None),
        ("The first case was a 40-year-old man, the second case a woman.", None),
    ],
)
def test_the_stated_count(text: str, count: tuple[int, str, bool] | None) -> None:
    found = read(text, case=0).get("stated_count")
    seen = (found.n, found.unit, found.includes_own) if isinstance(found, StatedCount) else None
    assert seen == count
