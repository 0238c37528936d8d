"""Where the tumour came from: metastasis or primary, the primary's site and its words, and what that decides."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.extract.origin.origins import CUES, Origin, find_site
from harvester.extract.spine import levels
from harvester.extract.text.reading import Reading
from harvester.extract.text.vocabulary import Matcher
from harvester.lines import read_lines
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Record, Section

READER = Reader(read_query(find_query("hpc-spine")))
CHORDOMA = Reader(read_query(find_query("chordoma-metastatic")))


def read(title: str, abstract: str, reader: Reader = READER) -> dict[str, Any]:
    line = str({"id": "1", "title": title, "abstract": abstract}).replace("'", '"').encode()
    (record,) = [one for one in read_lines([line], "test") if isinstance(one, Record)]
    return dict(reader.line(record))


def first(found: dict[str, Any], field: str) -> Any:
    """The value of the first case."""
    return found["cases"][0].get(field, {}).get("value") if found["cases"] else None


def test_a_metastasis_with_its_primary() -> None:
    found = read(
        "Vertebral metastasis of hemangiopericytoma.",
        "We report a 45-year-old woman with a hemangiopericytoma of the right frontal convexity who developed a T8"
        " vertebral metastasis 9 years later.",
    )
    assert (found["included"], found["reason"]) == (True, "spinal metastasis")
    assert [first(found, name) for name in ("metastatic_to_spine", "primary_site", "primary_site_text")] == [
        "yes",
        "intracranial",
        "right frontal convexity",
    ]


HPC = "Histology was hemangiopericytoma."


@pytest.mark.parametrize(
    "abstract",
    [
        "A 60-year-old man had a left sphenoid wing tumor resected in 2005. In 2012 an epidural mass at L2 was found. "
        + HPC,
        "A 39-year-old man had paraparesis from a T6 mass, which proved to be hemangiopericytoma. Brain MRI"
        " then disclosed a right parietal mass, considered the primary.",
        "A 50-year-old woman with a posterior fossa hemangiopericytoma had leptomeningeal dissemination"
        " along the spine.",
        "A 49-year-old woman with a tentorial HPC was found to have drop metastases 11 years later.",
        "A 42-year-old woman whose cerebellar hemangiopericytoma had been resected 4 years earlier had sciatica. MRI"
        " showed deposits from L4 to S1.",
        "A 46-year-old man had craniotomy for a meningeal HPC in 1998. In 2007, MRI showed a lesion of the"
        " T12 vertebral"
        " body, biopsy of which revealed HPC.",
        "A 66-year-old man had a tumor excised from the right thigh. After 2 years, L4 and sacral metastases"
        " were diagnosed. " + HPC,
        "An intramedullary metastasis at C5 was removed in a 51-year-old man, 10 years after a right occipital"
        " hemangiopericytoma.",
        "58-year-old man with a history of hemangiopericytoma of the greater omentum now presents with back"
        " pain. MRI: L1 lesion"
        " with epidural extension. Biopsy: metastatic hemangiopericytoma.",
        "One 34-year-old pregnant patient developed paraparesis from a T7 metastasis of a parasagittal"
        " hemangiopericytoma.",
        "In 1990 a haemangiopericytoma was removed from the tentorium of a 40-year-old man. In 2003 the fifth thoracic"
        " vertebra was destroyed by what proved to be a metastasis of the old tumour.",
        "A 59-year-old man lost the use of both legs four years after lobectomy for haemangiopericytoma of the lung:"
        " metastatic paraplegia.",
        "A 38-year-old man was operated on for a T12 haemangiopericytoma, taken for primary. A year later a"
        " right frontal"
        " tumour was found, and was haemangiopericytoma. We now regard the vertebral lesion as a metastasis of the"
        " meningeal tumour.",
        "A 44-year-old woman with an intracranial hemangiopericytoma was referred for a vertebral metastasis at L3 with"
        " extension into the epidural space.",
        "A hemangiopericytoma of the right kidney was resected from a 40-year-old man; he later had"
        " metastatic lesions in"
        " the lung, liver and L3 vertebra.",
    ],
)
def test_a_tumour_elsewhere_that_reached_the_spine_is_in(abstract: str) -> None:
    found = read("A spinal tumour.", abstract)
    assert (found["included"], first(found, "metastatic_to_spine")) == (True, "yes")


@pytest.mark.parametrize(
    ("abstract", "verdict"),
    [
        ("A 33-year-old man had an intradural hemangiopericytoma at T4. The tumor was regarded as primary.", "no"),
        ("A 33-year-old man had a T4 hemangiopericytoma. Whole-body CT ruled out a primary elsewhere.", "no"),
        ("A 33-year-old man had a T4 hemangiopericytoma, deemed primary since cranial CT was normal.", "no"),
        ("A 33-year-old man had a T4 hemangiopericytoma. Neither brain MRI nor chest CT revealed an origin.", "no"),
        ("A 41-year-old woman had an extradural hemangiopericytoma at T9, which was resected.", None),
        ("A 52-year-old man had lung metastases from a hemangiopericytoma of the lumbar spine.", "no"),
        ("A 41-year-old man had a cerebellar metastasis of a thoracic epidural hemangiopericytoma at T3.", "no"),
        (
            "A 55-year-old woman had a hemangiopericytoma of the spinal cord with late metastases to liver and lung.",
            "no",
        ),
        (
            "A 61-year-old man had a retroperitoneal hemangiopericytoma which had eroded the L3 and L4 vertebral"
            " bodies.",
            "no",
        ),
        (
            "A 66-year-old man had a pleural hemangiopericytoma invading by contiguity the T4 and T5 vertebral bodies.",
            "no",
        ),
        ("A 50-year-old woman had a clival hemangiopericytoma extending to the C1 vertebra by direct extension.", "no"),
        (
            "A 28-year-old woman had lung metastases of a parietal hemangiopericytoma. No abnormal uptake was observed"
            " in the skeleton, including the vertebral column.",
            "no",
        ),
        (
            "A 47-year-old woman had bone metastases of the pelvis and femur from a falcine hemangiopericytoma.",
            "no",
        ),
        (
            "A 33-year-old teacher had a torcular hemangiopericytoma. Screening of the body revealed no metastasis.",
            "no",
        ),
        (
            "A 58-year-old man had a sacral mass. Differential diagnosis was chordoma, giant cell tumour or metastasis."
            " Histology was hemangiopericytoma.",
            None,
        ),
    ],
)
def test_a_tumour_at_home_in_the_spine_or_beside_it_is_out(abstract: str, verdict: str | None) -> None:
    found = read("A rare tumour.", abstract)
    assert (found["included"], first(found, "metastatic_to_spine")) == (False, verdict)
    assert found["reason"] == "no spinal metastasis of a tumour elsewhere"


@pytest.mark.parametrize(
    ("title", "abstract", "why"),
    [
        (
            "Hemangiopericytomas of brain and spine: multicentricity or dissemination?",
            "A 31-year-old woman had a left temporal dural tumor and an intradural tumor at L1. Both were"
            " hemangiopericytomas.",
            "the report asks whether it is a metastasis and does not answer",
        ),
        (
            "Hemangiopericytoma of the second lumbar vertebra.",
            "A 64-year-old man had a hemangiopericytoma of L2. We consider a metastasis of an unknown tumor as"
            " likely as"
            " a primary tumor, but proof is lacking.",
            "the report asks whether it is a metastasis and does not answer",
        ),
        (
            "Multicentric hemangiopericytoma.",
            "A 36-year-old man had tumors of the tentorium and at T3. Both were hemangiopericytoma.",
            "several lesions appeared together, and none is called the primary",
        ),
        (
            "Metastatic hemangiopericytoma of the thoracic epidural space through local invasion.",
            "A 53-year-old man had a hemangiopericytoma of the left paravertebral muscles removed; it recurred and grew"
            " through the T7 foramen into the epidural space.",
            "it may be a metastasis or growth from beside, and the report does not decide",
        ),
        (
            "Bone metastases of meningeal hemangiopericytoma.",
            "A 58-year-old man with a meningeal hemangiopericytoma developed multiple bone metastases.",
            "the metastasis is in bone, and the abstract does not name the bone",
        ),
        (
            "Intracranial hemangiopericytoma: results in 40 patients.",
            "We reviewed 40 patients with intracranial hemangiopericytoma. Extracranial metastasis occurred in"
            " 12: lung in 5,"
            " liver in 3, vertebra in 2.",
            "only some patients of the series have it, and the abstract does not tell them apart",
        ),
    ],
)
def test_what_the_abstract_leaves_open_waits_for_a_person(title: str, abstract: str, why: str) -> None:
    found = read(title, abstract)
    assert (found["included"], found["reason"]) == ("unsure", f"not settled: spinal metastasis ({why})")


@pytest.mark.parametrize(
    ("abstract", "included"),
    [
        ("All nine patients had primary spinal hemangiopericytoma. There were no metastases.", False),
        (
            "Nine patients were eligible. Patients whose hemangiopericytoma had spread from the brain were excluded."
            " Metastasis, meningioma and schwannoma had been the first interpretations.",
            False,
        ),
        (
            "Nine patients with intracranial hemangiopericytoma were reviewed. Metastases were found in four:"
            " lung in three,"
            " liver in two. The spinal column was screened in all and was free in every one.",
            False,
        ),
    ],
)
def test_a_series_without_a_spinal_metastasis_is_out(abstract: str, included: bool) -> None:
    assert read("Hemangiopericytoma: nine patients.", abstract)["included"] is included


@pytest.mark.parametrize(
    ("words", "site", "text"),
    [
        ("a hemangiopericytoma (HPC) of the right parietal convexity", "intracranial", "right parietal convexity"),
        ("a left lateral ventricle trigone hemangiopericytoma", "intracranial", "left lateral ventricle trigone"),
        ("a hemangiopericytoma of the urinary bladder", "abdomen or pelvis", "urinary bladder"),
        ("a hemangiopericytoma of the posterior mediastinum", "lung or thorax", "posterior mediastinum"),
        ("a 9-cm hemangiopericytoma arising from the visceral pleura", "lung or thorax", "visceral pleura"),
        ("a pineal region hemangiopericytoma", "intracranial", "pineal region"),
        ("an anterior falx hemangiopericytoma", "intracranial", "anterior falx"),
        ("an intrasellar and suprasellar hemangiopericytoma", "intracranial", "intrasellar and suprasellar"),
        ("a hemangiopericytoma of the left parietal pleura", "lung or thorax", "left parietal pleura"),
        (
            "a hemangiopericytoma of the right cerebellar convexity meninges",
            "intracranial",
            "right cerebellar convexity meninges",
        ),
        ("a right petrosal hemangiopericytoma", "intracranial", "right petrosal"),
        ("a left retroperitoneal hemangiopericytoma", "abdomen or pelvis", "left retroperitoneal"),
        ("a tumor of the right lateral sinus, a hemangiopericytoma,", "intracranial", "right lateral sinus"),
        ("a hemangiopericytoma taken from the left sphenoid ridge", "intracranial", "left sphenoid ridge"),
        ("a hemangiopericytoma from the adductor compartment of his left thigh", "limb", "left thigh"),
    ],
)
def test_the_words_that_place_the_primary(words: str, site: str, text: str) -> None:
    found = read(
        "Spinal metastasis.", f"A 50-year-old man had surgery for {words} in 2001. In 2009 a T5 metastasis was found."
    )
    assert (first(found, "primary_site"), first(found, "primary_site_text")) == (site, text)


def test_the_site_is_not_that_of_another_metastasis_the_graft_or_the_symptom() -> None:
    found = read(
        "Late metastases.",
        "A 50-year-old man with pain in the left shoulder had a T5 metastasis of a falcine"
        " hemangiopericytoma. A graft was"
        " taken from the iliac crest. Later a lytic lesion of the right scapula and nodules in both hepatic"
        " lobes appeared.",
    )
    assert first(found, "primary_site_text") == "falcine"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("an intradural hemangiopericytoma of the lower thoracic spine", "lower thoracic spine"),
        ("a hemangiopericytoma of the third cervical vertebra", "third cervical vertebra"),
        ("a hemangiopericytoma of the cervical cord", "cervical cord"),
    ],
)
def test_a_spinal_primary_is_placed_by_where_along_the_spine_it_is(words: str, text: str) -> None:
    found = read("Primary spinal tumour.", f"A 50-year-old man had {words}. It was considered primary.")
    assert (first(found, "primary_site"), first(found, "primary_site_text")) == ("spine", text)


def test_a_list_with_respectively_gives_each_patient_her_own_site() -> None:
    record = Record(
        pmid="1",
        sections=(
            Section(text="The primary tumors were in the falx, the left pleura and the right calf, respectively."),
        ),
    )
    query = read_query(find_query("hpc-spine"))
    reading = Reading(record, Matcher({"primary_site": query.vocabulary.primary_site} | dict(CUES) | dict(levels.CUES)))
    elsewhere = Origin("yes", (), "origins.metastasis-there", ())
    found = [
        [one.value for one in find_site(reading, ((0, len(record.text)),), elsewhere, query.target, (at, 3))]
        for at in (1, 2, 3)
    ]
    assert found == [["intracranial", "falx"], ["lung or thorax", "left pleura"], ["limb", "right calf"]]


def test_another_tumour_is_out_though_the_name_stands_in_the_differential_diagnosis() -> None:
    found = read(
        "Metastatic renal cell carcinoma to the spine.",
        "A 63-year-old man had an L2 metastasis of renal cell carcinoma. Hemangiopericytoma was considered in the"
        " differential diagnosis.",
    )
    assert (found["included"], found["reason"]) == (False, "not hemangiopericytoma or solitary fibrous tumour")


def test_another_topic_is_another_file() -> None:
    found = read(
        "Sacral chordoma with cutaneous metastasis.",
        "A 60-year-old man with a sacral chordoma developed a skin metastasis 3 years later.",
        CHORDOMA,
    )
    assert (found["included"], first(found, "metastatic"), first(found, "primary_site")) == (True, "yes", "sacrum")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("had a renal mass. It was a metastasis of a meningeal hemangiopericytoma.", "meningeal"),
        ("had a renal mass, a metastasis from the cerebellar tumor removed ten years before.", "cerebellar"),
        ("had a hemangiopericytoma. A liver lesion proved to be a metastasis of the known brain primary.", "brain"),
    ],
)
def test_what_a_metastasis_is_of_is_the_primary_and_not_where_the_metastasis_is(words: str, text: str) -> None:
    assert first(read("A hemangiopericytoma", f"A 50-year-old man {words}"), "primary_site_text") == text
