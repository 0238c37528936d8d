"""The tumour, its home and its place in the spine, one standard sentence a rule."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Dates, Record, Section, Value

QUERY = read_query(find_query("hpc-spine"))
HPC = Extractor(QUERY)
READER = Reader(QUERY)


def record(abstract: str, title: str = "") -> Record:
    sections = (Section(text=abstract),) if abstract else ()
    return Record(pmid="1", title=title, sections=sections, dates=Dates())


def cases(abstract: str, title: str = "") -> dict[int, dict[str, Value]]:
    found: dict[int, dict[str, Value]] = {}
    for one in HPC.extract(record(abstract, title)):
        found.setdefault(one.case, {})[one.field] = one.value
    return found


def read(abstract: str, title: str = "") -> dict[str, Value]:
    return cases(abstract, title).get(1, {})


def included(abstract: str, title: str = "") -> str:
    return READER.read(record(abstract, title)).decisions[0].verdict


def test_the_plainest_case() -> None:
    found = read(
        "A 45-year-old man presented with back pain 10 years after resection of a left frontal hemangiopericytoma "
        "(WHO grade II). MRI showed an epidural metastasis at T8."
    )
    wanted = {
        "diagnosis": "hemangiopericytoma",
        "grade": "WHO grade II",
        "primary_site": "intracranial",
        "primary_site_text": "left frontal",
        "metastatic_to_spine": "yes",
        "spinal_levels": ("T8",),
        "compartment": ("extradural",),
        "presentation": ("pain",),
    }
    assert {field: found.get(field) for field in wanted} == wanted


HERE = "A 50-year-old woman had a metastasis of a meningeal hemangiopericytoma. "


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Histology showed WHO grade III hemangiopericytoma.", "WHO grade III"),
        ("Histology showed a grade 2 hemangiopericytoma.", "grade 2"),
        ("The diagnosis was solitary fibrous tumor, CNS WHO grade 3.", "CNS WHO grade 3"),
        ("The diagnosis was anaplastic hemangiopericytoma (WHO III).", "WHO III"),
        ("The tumor was a solitary fibrous tumor/hemangiopericytoma WHO grade 2.", "WHO grade 2"),
        ("Histology was consistent with hemangiopericytoma, Grade II.", "Grade II"),
        ("Simpson grade I removal of the tumor was done.", None),
        ("She was Frankel grade C and the tumor was removed.", None),
        ("A grade 2 view of the larynx was obtained before removal of the tumor.", None),
        ("Muscle strength was grade 3 before removal of the tumor.", None),
    ],
)
def test_the_grade_is_given_as_written_with_its_system(words: str, value: str | None) -> None:
    assert read(HERE + words).get("grade") == value


def test_of_two_grades_the_spinal_lesion_s_counts() -> None:
    found = read(
        "A 39-year-old woman, treated six years ago for a tentorial hemangiopericytoma (WHO grade II), presented with "
        "back pain. MRI showed a lesion of T6. The spinal lesion was a hemangiopericytoma of WHO grade III."
    )
    assert found["grade"] == "WHO grade III"


def test_a_finding_in_the_style_of_a_chart_is_the_patient_s() -> None:
    found = read(
        "A 35-year-old man had an occipital hemangiopericytoma. After 10 years he had pain. MRI: intradural metastasis "
        "at T12-L2. Pathology: hemangiopericytoma, WHO grade III."
    )
    assert (found.get("spinal_levels"), found.get("grade")) == (("T12", "L1", "L2"), "WHO grade III")


@pytest.mark.parametrize(
    ("words", "diagnosis"),
    [
        ("A 50-year-old man had a liposarcoma of the T8 vertebra.", "liposarcoma"),
        ("A 50-year-old man had a schwannoma with hemangiopericytoma-like vessels at T8.", "schwannoma"),
        (
            "A 50-year-old man had a T8 tumor, formerly regarded as hemangiopericytoma. It was a schwannoma.",
            "schwannoma",
        ),
        ("A 50-year-old man had a solitary fibrous tumour (haemangiopericytoma) of the dura.", "HPC/SFT"),
        (
            "A 50-year-old man previously diagnosed with meningeal hemangiopericytoma had a T8 tumor.",
            "hemangiopericytoma",
        ),
        ("A 50-year-old man had a T8 tumor. The differential diagnosis included hemangiopericytoma.", None),
        (
            "A 50-year-old man had a tumor initially interpreted as meningioma. It was a hemangiopericytoma.",
            "hemangiopericytoma",
        ),
    ],
)
def test_the_tumour_is_the_one_concluded(words: str, diagnosis: str | None) -> None:
    assert read(words).get("diagnosis") == diagnosis


@pytest.mark.parametrize(
    ("words", "site", "text"),
    [
        ("resection of a left frontal convexity hemangiopericytoma", "intracranial", "left frontal convexity"),
        ("resection of a hemangiopericytoma of the tentorium", "intracranial", "tentorium"),
        ("excision of a posterior fossa hemangiopericytoma", "intracranial", "posterior fossa"),
        ("craniotomy for a right sphenoid wing hemangiopericytoma", "intracranial", "right sphenoid wing"),
        ("removal of an intracranial hemangiopericytoma", "intracranial", "intracranial"),
        ("treatment of a meningeal hemangiopericytoma", "intracranial", "meningeal"),
        (
            "resection of a hemangiopericytoma located in the cerebellopontine angle",
            "intracranial",
            "cerebellopontine angle",
        ),
        ("excision of a hemangiopericytoma arising from the falx", "intracranial", "falx"),
        ("excision of a hemangiopericytoma of the right thigh", "limb", "right thigh"),
        ("excision of a hemangiopericytoma of the left buttock", "limb", "left buttock"),
        ("resection of a pleural solitary fibrous tumor", "lung or thorax", "pleural"),
        ("resection of a solitary fibrous tumor of the right lung", "lung or thorax", "right lung"),
        ("mastectomy for a hemangiopericytoma of the left breast", "other", "left breast"),
        ("nephrectomy for a renal hemangiopericytoma", "abdomen or pelvis", "renal"),
        ("excision of a retroperitoneal hemangiopericytoma", "abdomen or pelvis", "retroperitoneal"),
        ("excision of a hemangiopericytoma of the greater omentum", "abdomen or pelvis", "greater omentum"),
        ("excision of an orbital solitary fibrous tumor", "head and neck", "orbital"),
        ("excision of a hemangiopericytoma of the maxillary sinus", "head and neck", "maxillary sinus"),
        ("resection of a hemangiopericytoma of the left distal femur", "bone", "left distal femur"),
        ("resection of a hemangiopericytoma of the iliac crest", "bone", "iliac crest"),
    ],
)
def test_where_the_primary_was(words: str, site: str, text: str) -> None:
    found = read(f"A 50-year-old man presented with back pain 5 years after {words}. MRI showed a T8 metastasis.")
    assert (found.get("primary_site"), found.get("primary_site_text")) == (site, text)


@pytest.mark.parametrize(
    ("words", "site"),
    [
        ("had spinal metastases; the primary was in the pleura", "lung or thorax"),
        ("had a T5 metastasis with a tentorial primary", "intracranial"),
        ("had a spinal metastasis of hemangiopericytoma of unknown origin", None),
        ("had a primary hemangiopericytoma of the thoracic spine", "spine"),
        ("had a lumbar hemangiopericytoma with cord compression at L1", "spine"),
        ("had an intramedullary hemangiopericytoma of the dorsal cord", "spine"),
        ("had a vertebral metastasis of hemangiopericytoma and a family history of colon carcinoma", None),
    ],
)
def test_where_the_primary_was_in_other_words(words: str, site: str | None) -> None:
    assert read(f"A 50-year-old man {words}.").get("primary_site") == site


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("had a spinal metastasis of a meningeal hemangiopericytoma", "yes"),
        ("had intracranial hemangiopericytoma metastatic to the lumbar spine", "yes"),
        ("had a thoracic metastasis of a renal solitary fibrous tumor involving the T3 vertebra", "yes"),
        ("had a lumbar metastasis of an intracranial hemangiopericytoma", "yes"),
        (
            "had metastases in both lungs, the liver, the thyroid gland, the adrenals, the pancreas, the pleura, ribs "
            "and the third lumbar vertebra from a hemangiopericytoma",
            "yes",
        ),
        (
            "with a craniotomy for hemangiopericytoma developed leptomeningeal dissemination in the cauda equina",
            "yes",
        ),
        ("had vertebral deposits of a pleural solitary fibrous tumour", "yes"),
        ("had drop metastases from a tentorial hemangiopericytoma to the conus medullaris", "yes"),
        ("had a hemangiopericytoma of the sacrum", None),
        ("had a T8 hemangiopericytoma that was regarded as primary", "no"),
        ("had a primary spinal hemangiopericytoma", "no"),
        ("had an intradural hemangiopericytoma at T8. No primary tumor was found elsewhere", "no"),
        ("had a T8 hemangiopericytoma. A search for another tumor was negative", "no"),
        ("had a T8 hemangiopericytoma. PET-CT showed no other lesion", "no"),
        ("had an L2 hemangiopericytoma mimicking a metastasis", "no"),
        ("had lung metastases from a hemangiopericytoma of the spinal cord", "no"),
        ("had a spinal hemangiopericytoma with late liver metastases", "no"),
        ("had liver metastases of a meningeal hemangiopericytoma. MRI of the spine was normal", "no"),
        ("had liver metastases of a meningeal hemangiopericytoma. Spinal MRI showed no metastases", "no"),
        ("had liver metastases of a meningeal hemangiopericytoma", None),
        ("had a meningeal hemangiopericytoma. His uncle, who had cancer, died of spinal metastases", None),
        ("had a pelvic solitary fibrous tumor encasing the sacral plexus", None),
    ],
)
def test_whether_the_spinal_lesion_is_a_metastasis(words: str, verdict: str | None) -> None:
    assert read(f"A 50-year-old man {words}.").get("metastatic_to_spine") == verdict


@pytest.mark.parametrize(
    ("words", "levels"),
    [
        ("an epidural metastasis at T10, removed through a T9-T11 laminotomy", ("T10",)),
        ("a metastasis of C5, treated by corpectomy with C4-C6 plate fixation", ("C5",)),
        ("a metastasis of L3, treated with L2-L4 pedicle screw fixation", ("L3",)),
        ("a metastasis between L2 and L4", ("L2", "L3", "L4")),
        ("a metastasis extending from T8 to T10", ("T8", "T9", "T10")),
        ("metastases of the third, fourth and fifth lumbar vertebrae", ("L3", "L4", "L5")),
        ("metastases of the second and third lumbar vertebral bodies", ("L2", "L3")),
        ("a metastasis replacing the L2 body; L1 and L3 were intact", ("L2",)),
        ("a metastasis at D6-D7", ("T6", "T7")),
        ("a metastasis at C4, 6 years after the craniotomy", ("C4",)),
        ("a metastasis at L4 and L5. Nothing abnormal was noted at T12 or L1", ("L4", "L5")),
        ("a metastasis of the lateral mass of the atlas", ("C1",)),
        ("a metastasis of the odontoid process of C2", ("C2",)),
        ("a metastasis at the thoracolumbar junction", ("thoracolumbar junction",)),
        ("a metastasis of the thoracic spine", ("thoracic",)),
        ("metastases of L3 and the sacrum", ("L3", "sacral")),
        ("a metastasis of the sacrum", ("sacral",)),
        ("metastases along the cauda equina", ("cauda equina",)),
        ("an epidural metastasis at C5-C6, enhancing on T1", ("C5", "C6")),
        ("metastases of L3 and T12, and later of T1 and T2", ("T1", "T2", "T12", "L3")),
        ("a laryngeal T4 squamous cell carcinoma and a metastasis at L1", ("L1",)),
        ("a metastasis at T12. Laminectomy, T11-L1, was followed by irradiation", ("T12",)),
    ],
)
def test_levels_of_the_tumour(words: str, levels: tuple[str, ...]) -> None:
    assert read(f"A 50-year-old man with intracranial hemangiopericytoma had {words}.").get("spinal_levels") == levels


@pytest.mark.parametrize(
    ("words", "compartments"),
    [
        ("a metastasis of the T8 body with epidural extension", ("vertebral", "extradural")),
        ("collapse of C5 with an epidural metastasis", ("vertebral", "extradural")),
        ("an osteolytic metastasis of L3", ("vertebral",)),
        ("an intra- and extradural metastasis at T8", ("extradural", "intradural")),
        ("an intradural extramedullary metastasis at T8", ("intradural",)),
        ("an intramedullary metastasis at the level of the T8 vertebra", ("intramedullary",)),
        ("an extradural metastasis behind the C6 body", ("extradural",)),
        ("an epidural metastasis in the vertebral canal at T8", ("extradural",)),
        ("a dumbbell metastasis at T8", ("dumbbell",)),
        ("an epidural metastasis at T8 resembling a dumbbell neurinoma", ("extradural",)),
        ("a vertebral metastasis at T9 with paravertebral extension", ("vertebral", "paraspinal")),
        ("a metastasis destroying the L2 vertebra", ("vertebral",)),
        ("metastases that had destroyed L2", ("vertebral",)),
    ],
)
def test_compartments(words: str, compartments: tuple[str, ...]) -> None:
    found = read(f"A 50-year-old man with intracranial hemangiopericytoma had {words}.").get("compartment")
    assert found == compartments


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("presented with back pain and paraparesis", {"pain", "weakness"}),
        ("had numbness of both feet and a gait disorder", {"sensory loss", "gait disturbance"}),
        ("complained of urinary hesitancy", {"sphincter disturbance"}),
        ("was admitted with leg weakness and urinary incontinence", {"weakness", "sphincter disturbance"}),
        ("developed foot drop", {"weakness"}),
        ("was unable to walk because of paraplegia", {"gait disturbance", "weakness"}),
        ("returned with paraparesis", {"weakness"}),
        ("presented with neck pain and tingling", {"pain"}),
        ("had interscapular pain, which led to MRI", {"pain"}),
        ("was examined for radicular pain and difficulty walking", {"pain", "gait disturbance"}),
        ("presented with bilateral sciatica", {"pain"}),
        ("presented with back pain and facial nerve palsy", {"pain"}),
        ("had an incidentally found lesion at L1", {"incidental"}),
        ("had an asymptomatic lesion at L1 on surveillance", {"incidental"}),
    ],
)
def test_how_the_spinal_lesion_showed_itself(words: str, terms: set[str]) -> None:
    found = read(
        f"A 50-year-old man with intracranial hemangiopericytoma resected 5 years ago {words}. "
        "MRI showed a metastasis at L1. He recovered."
    )
    assert set(found.get("presentation", ())) == terms  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "He remained asymptomatic at 2 years.",
        "Postoperatively he had weakness.",
        "He had no back pain and no weakness.",
        "Laminectomy was done. He had leg weakness thereafter.",
    ],
)
def test_results_are_no_presentation(words: str) -> None:
    found = read(f"A 50-year-old man had a T8 metastasis of an intracranial hemangiopericytoma. {words}")
    assert "presentation" not in found


def test_a_tumour_outside_the_spine_has_no_spinal_presentation() -> None:
    assert "presentation" not in read(
        "A 50-year-old man presented with pain and swelling of a thigh hemangiopericytoma."
    )


def test_a_spinal_tumour_long_after_one_elsewhere_is_its_metastasis() -> None:
    found = read(
        "A 60-year-old man underwent resection of a solitary fibrous tumor of the pleura. Eight years later he had "
        "a gait disturbance. MRI showed an intradural tumor at T10."
    )
    assert (found["metastatic_to_spine"], found["primary_site_text"]) == ("yes", "pleura")


def test_a_primary_found_after_the_spinal_lesion() -> None:
    found = read(
        "A 29-year-old man had back pain. MRI showed a T9 lesion. Histology revealed hemangiopericytoma. Brain MRI "
        "then showed a left parietal mass, which proved to be the primary tumour."
    )
    assert (found["metastatic_to_spine"], found["primary_site_text"]) == ("yes", "left parietal")


def test_another_cancer_of_the_past_is_not_the_primary() -> None:
    found = read(
        "A 67-year-old man had been irradiated for a carcinoma of the larynx. Six years later MRI showed a mass "
        "at L1. Biopsy showed a solitary fibrous tumour."
    )
    assert found.get("metastatic_to_spine") is None


def test_what_is_said_of_all_holds_for_each_of_a_series_of_sexes() -> None:
    found = cases(
        "Five patients (all men) had twelve spinal lesions, and each had surgery.",
        "Spinal metastases of cranial haemangiopericytoma: five patients",
    )
    wanted = {"diagnosis": "hemangiopericytoma", "primary_site": "intracranial", "metastatic_to_spine": "yes"}
    assert [{field: found[number].get(field) for field in wanted} for number in range(1, 6)] == [wanted] * 5


def test_the_title_of_a_series_tells_of_each_of_its_patients() -> None:
    found = cases(
        "Patient 1, a 40-year-old woman, had lung metastases. Patient 2, a 49-year-old man, had a metastasis at L3.",
        "Extracranial metastases in two patients with meningeal haemangiopericytoma",
    )
    assert [found[number].get("primary_site") for number in (1, 2)] == ["intracranial", "intracranial"]
    assert [found[number].get("metastatic_to_spine") for number in (1, 2)] == [None, "yes"]


@pytest.mark.parametrize(
    ("title", "abstract", "verdict"),
    [
        ("", "A 50-year-old man had a vertebral metastasis of a meningeal hemangiopericytoma.", "yes"),
        ("", "A 50-year-old man had a primary hemangiopericytoma of the thoracic spine.", "no"),
        ("", "A 50-year-old man had liver metastases of a meningeal hemangiopericytoma.", "no"),
        ("", "A 50-year-old man had bone metastases of a meningeal hemangiopericytoma.", "unsure"),
        ("", "A 50-year-old man had a vertebral metastasis of a renal cell carcinoma.", "no"),
        (
            "Radiosurgery for hemangiopericytoma of the brain and spine",
            "Fifteen patients with 28 tumors (24 intracranial, 4 spinal) were treated. New metastases appeared in six.",
            "unsure",
        ),
    ],
)
def test_the_verdict(title: str, abstract: str, verdict: str) -> None:
    assert included(abstract, title) == verdict


def test_a_neck_is_no_cervical_spine() -> None:
    said = "A solitary fibrous tumor was found in an 81-year-old man who had a painless giant cervical mass"
    assert "spinal_levels" not in read(f"{said}.")
    assert read(f"{said} compressing the spinal cord.")["spinal_levels"] == ("cervical",)


def test_where_any_place_counts_a_tumour_must_be_what_spreads() -> None:
    anywhere = Extractor(read_query(find_query("chordoma-metastatic")))

    def metastatic(abstract: str) -> list[Value]:
        return [one.value for one in anywhere.extract(record(abstract)) if one.field == "metastatic"]

    assert metastatic("A 50-year-old man had a chordoma of the clivus. It had metastasized to the lung.") == ["yes"]
    assert metastatic("A 50-year-old man had a granuloma that spread to all extremities.") == []
