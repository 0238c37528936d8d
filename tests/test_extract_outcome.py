"""How it ended, what came back and what came elsewhere: one way of telling it a line, as case reports have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

WHO = "A 52-year-old woman, who had a hemangiopericytoma of the falx removed 9 years before, "
START = (
    f"{WHO}presented with back pain. MRI showed a metastasis of T8. "
    "The vertebra was removed and the patient was irradiated. "
)
"""A patient with a spinal metastasis, of whom the sentence of each test goes on to tell."""


def read(text: str, title: str = "Spinal metastasis of hemangiopericytoma: case report.") -> dict[str, Value]:
    """The values of the one case of an abstract."""
    found = HPC.extract(Record(pmid="1", title=title, sections=(Section(text=text),)))
    return {one.field: one.value for one in found if one.case == 1}


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("At 4 years there is no sign of local relapse.", "recurrence", "no"),
        ("At 4 years there is no sign of local relapse.", "outcome", "no evidence of disease"),
        ("The lesion regrew in the operated vertebra after 14 months and was curetted.", "recurrence", "yes"),
        ("Two years later the T8 metastasis recurred locally.", "recurrence", "yes"),
        ("Two years later the T8 metastasis recurred locally.", "recurrence_sites", ("local",)),
        ("Body CT and brain MRI disclosed no further lesions.", "other_metastases", "no"),
        ("A metastatic work-up was unremarkable.", "other_metastases", "no"),
        ("Whole-body PET did not disclose any other deposit.", "other_metastases", "no"),
        ("A chest film was normal.", "other_metastases", None),
        ("CT scans of chest and abdomen were negative.", "other_metastases", "no"),
        ("The liver was normal on ultrasound.", "other_metastases", None),
        (
            "Later she developed metastases in the ribs, the left humerus and both lungs.",
            "other_metastases_sites",
            ("rib", "humerus", "lung"),
        ),
        (
            "Hepatic, pulmonary and renal metastases were discovered 3 years afterwards.",
            "other_metastases_sites",
            ("liver", "lung", "kidney"),
        ),
        (
            "PET-CT showed further lesions in L2, the right femur and the pancreas.",
            "other_metastases_sites",
            ("femur", "pancreas"),
        ),
        ("Surveillance CT showed several nodules in both lungs.", "other_metastases_sites", ("lung",)),
        ("The disease has since spread to the liver.", "other_metastases_sites", ("liver",)),
        ("The disease has since spread to the liver.", "outcome", "alive with disease"),
        ("Metastases of hemangiopericytoma to lung and liver are common.", "other_metastases", None),
        ("She remains disease free 31 months after surgery.", "outcome", "no evidence of disease"),
        ("She is living with lung metastases at 40 months.", "outcome", "alive with disease"),
        ("She died of liver failure 20 months later.", "outcome", "died"),
        ("Her paresis did not recover.", "outcome", "stable"),
        ("The residual tumour has remained unchanged for 2 years.", "outcome", "stable"),
        ("Histology was unchanged.", "outcome", None),
        ("She is back at work.", "outcome", "improved"),
        ("No tumour was visible on MRI after 3 years.", "outcome", "no evidence of disease"),
        ("She deteriorated rapidly to paraplegia despite dexamethasone.", "outcome", "worse"),
        ("No lesion was found elsewhere.", "other_metastases", "no"),
        (
            "The patient is neurologically normal and free of recurrence 5 years after surgery.",
            "outcome",
            "no evidence of disease",
        ),
        ("The patient is neurologically normal and free of recurrence 5 years after surgery.", "recurrence", "no"),
        ("There was neither local recurrence nor distant metastasis at 3 years.", "outcome", "no evidence of disease"),
        ("There was neither local recurrence nor distant metastasis at 3 years.", "recurrence", "no"),
        ("There was neither local recurrence nor distant metastasis at 3 years.", "other_metastases", "no"),
        ("Regular surveillance for recurrence should be offered.", "recurrence", None),
        ("Regular surveillance for recurrence should be offered.", "outcome", None),
        ("The risk of recurrence and of metastasis to the lung is high.", "recurrence", None),
        ("The risk of recurrence and of metastasis to the lung is high.", "other_metastases", None),
        ("Follow-up MRI confirmed the absence of recurrence.", "recurrence", "no"),
        ("Follow-up MRI confirmed the absence of recurrence.", "outcome", "no evidence of disease"),
        ("At 16 months MRI showed recurrent tumor at T8.", "recurrence", "yes"),
        ("At 16 months MRI showed recurrent tumor at T8.", "recurrence_sites", ("t8",)),
        ("She has been well and recurrence-free for 6 years.", "recurrence", "no"),
        ("She has been well and recurrence-free for 6 years.", "outcome", "no evidence of disease"),
        ("No visceral metastases have appeared.", "other_metastases", "no"),
        ("She passed away two years after the operation.", "outcome", "died"),
        ("The patient was lost to follow-up.", "outcome", None),
        ("Pulmonary metastasectomy was performed 2 years later.", "other_metastases_sites", ("lung",)),
        ("Cerebral and osseous metastases followed.", "other_metastases_sites", ("brain", "bone")),
        (
            "Adrenal, splenic and cutaneous metastases followed.",
            "other_metastases_sites",
            ("adrenal", "spleen", "skin"),
        ),
    ],
)
def test_what_came_after(words: str, field: str, value: Value | None) -> None:
    assert read(START + words).get(field) == value


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (
            "presented with progressive leg weakness, numbness below T6 and urinary retention",
            {"weakness", "sensory loss", "sphincter disturbance"},
        ),
        ("complained of low back pain and difficulty walking", {"pain", "gait disturbance"}),
        ("was admitted because of sciatica and foot drop", {"pain", "weakness"}),
        ("came to our clinic with shoulder pain and tingling of the hand", {"pain"}),
        (
            "noticed that she could not climb stairs and had lost control of her bladder",
            {"gait disturbance", "sphincter disturbance"},
        ),
        ("had been incontinent for two days and could not walk", {"sphincter disturbance", "gait disturbance"}),
        ("experienced girdle pain and spastic paraparesis", {"pain", "weakness"}),
        (
            "reported buttock pain, saddle anesthesia and constipation",
            {"pain", "sensory loss", "sphincter disturbance"},
        ),
        ("was referred with neck pain, hand clumsiness and gait imbalance", {"pain", "weakness", "gait disturbance"}),
        ("had an asymptomatic lesion of T8 detected at follow-up", {"incidental"}),
        ("suffered from nocturnal pain in the back", {"pain"}),
        ("noted heaviness of both legs and bladder dysfunction", {"weakness", "sphincter disturbance"}),
        ("presented with inability to move the legs", {"weakness"}),
        (
            "presented with tetraparesis, urinary incontinence and respiratory distress",
            {"weakness", "sphincter disturbance"},
        ),
    ],
)
def test_how_it_was_noticed(words: str, terms: set[str]) -> None:
    found = read(f"{WHO}{words}. MRI showed a metastasis of T8. The vertebra was removed and the pain resolved.")
    assert set(found.get("presentation", ())) == terms  # type: ignore[arg-type]


def test_pain_that_was_relieved_had_been_there() -> None:
    found = read(
        "A metastasis of T8 from a falx hemangiopericytoma of a man aged 50 was irradiated. Pain was abolished."
    )
    assert found["presentation"] == ("pain",)


@pytest.mark.parametrize(
    "words",
    [
        "The tumor recurred at the same site and had grown through the foramen into the epidural space.",
        "Leg movements reappeared and the pain recurred.",
        "Recurrence rates of up to 40% have been given.",
    ],
)
def test_what_is_no_recurrence_of_the_lesion(words: str) -> None:
    assert "recurrence" not in read(
        f"A 50-year-old man had a primary hemangiopericytoma beside T8 excised. {words}", title=""
    )


def test_a_recurrence_with_which_the_patient_came() -> None:
    found = read(
        "A 55-year-old man presented with a third local recurrence of a primary T9 hemangiopericytoma. "
        "En bloc spondylectomy was done. No relapse has occurred at 5 years.",
        title="Salvage surgery.",
    )
    assert (found["recurrence"], found["outcome"]) == ("yes", "no evidence of disease")


def test_the_treated_spine_may_be_free_while_the_head_is_not() -> None:
    found = read(
        START + "Later she had two intracranial recurrences, whereas the thoracic spine remained free of tumor."
    )
    assert (found["recurrence"], found.get("outcome")) == ("no", None)


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("He died of widespread disease including the liver and both lungs.", ("liver", "lung")),
        ("PET disclosed a focus in the liver, which on biopsy proved to be metastatic.", ("liver",)),
        ("CT of the chest, abdomen and pelvis revealed pulmonary nodules.", ("lung",)),
        ("Bone and liver metastases were found.", ("liver",)),
        ("A femoral metastasis was treated with hip replacement.", ("femur",)),
    ],
)
def test_the_organs_of_other_metastases(text: str, sites: tuple[str, ...]) -> None:
    told = "A 50-year-old man had a metastasis of meningeal hemangiopericytoma in L2, which was resected. "
    assert read(told + text).get("other_metastases_sites") == sites
