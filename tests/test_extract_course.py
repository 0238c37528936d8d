"""Treatments, times and outcome of one spinal metastasis: one way of writing a fact a line, as case reports have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

START = (
    "A 48-year-old woman presented with back pain 8 years after resection of an intracranial hemangiopericytoma. "
    "MRI showed a metastasis at T8. "
)
"""A patient with a spinal metastasis, of whom the sentence of each test goes on to tell."""


def read(text: str, case: int = 1) -> dict[str, Value]:
    """The values of a case of an abstract."""
    found = HPC.extract(Record(pmid="1", title="", sections=(Section(text=text),)))
    return {one.field: one.value for one in found if one.case == case}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("She underwent T8 corpectomy.", "surgery", "yes"),
        ("She was operated on through a posterior approach.", "surgery", "yes"),
        ("Decompressive laminectomy was performed.", "surgery", "yes"),
        ("The tumor was curetted.", "surgery", "yes"),
        ("An open biopsy was performed.", "surgery", "yes"),
        ("The lesion was removed piecemeal.", "surgery", "yes"),
        ("A CT-guided needle biopsy confirmed metastasis.", "surgery", None),
        ("The patient refused surgery.", "surgery", "no"),
        ("Surgery was declined by the patient.", "surgery", "no"),
        ("Surgery was considered but not performed.", "surgery", "no"),
        ("She received radiotherapy alone.", "surgery", "no"),
        ("She was treated with radiosurgery without surgery.", "surgery", "no"),
        ("Neither surgery nor irradiation was performed.", "surgery", "no"),
        ("Neither surgery nor irradiation was performed.", "radiotherapy", "no"),
        ("The tumor was removed en bloc.", "resection", "en bloc"),
        ("A total en bloc spondylectomy of T8 was performed.", "resection", "en bloc"),
        ("Gross total resection was achieved.", "resection", "gross total"),
        ("The tumor was completely removed.", "resection", "gross total"),
        ("Surgical removal was complete.", "resection", "gross total"),
        ("Laminectomy allowed radical excision of the tumor.", "resection", "gross total"),
        ("The epidural tumor was totally excised.", "resection", "gross total"),
        ("She underwent laminectomy with GTR of the tumor.", "resection", "gross total"),
        ("Subtotal resection was performed.", "resection", "subtotal"),
        ("The tumor was partially removed.", "resection", "subtotal"),
        ("Surgical removal was incomplete.", "resection", "subtotal"),
        ("The resection was subtotal.", "resection", "subtotal"),
        ("A near-total resection was achieved.", "resection", "subtotal"),
        ("The tumor was debulked.", "resection", "subtotal"),
        ("Because of adhesions the tumor was not completely removed.", "resection", "subtotal"),
        ("The mass could not be completely removed.", "resection", "subtotal"),
        ("The mass could not be completely removed.", "surgery", "yes"),
        ("Subtotal curettage was performed.", "resection", "subtotal"),
        ("A CT-guided needle biopsy confirmed metastasis.", "resection", "biopsy"),
        ("Decompressive laminectomy was performed.", "resection", None),
        ("Complete resection was not possible.", "surgery", "yes"),
        ("The resection margins were negative.", "surgery", None),
        ("The tumor could only be partially excised.", "resection", "subtotal"),
        ("She declined further chemotherapy.", "chemotherapy", None),
        ("She received postoperative radiotherapy.", "radiotherapy", "yes"),
        ("Laminectomy was followed by 45 Gy in 25 fractions.", "radiotherapy", "yes"),
        ("The spine was irradiated.", "radiotherapy", "yes"),
        ("Carbon ion therapy was given.", "radiotherapy", "yes"),
        ("She was treated with IMRT.", "radiotherapy", "yes"),
        ("Radiotherapy was offered but refused by the patient.", "radiotherapy", "no"),
        ("She declined adjuvant radiotherapy.", "radiotherapy", "no"),
        ("Adjuvant radiotherapy was omitted.", "radiotherapy", "no"),
        ("She underwent corpectomy without adjuvant radiotherapy.", "radiotherapy", "no"),
        ("Radiotherapy was recommended.", "radiotherapy", None),
        ("Stereotactic body radiotherapy (27 Gy in 3 fractions) was delivered.", "radiosurgery", "yes"),
        ("Stereotactic body radiotherapy (27 Gy in 3 fractions) was delivered.", "radiotherapy", None),
        ("The lesion was treated with SBRT.", "radiosurgery", "yes"),
        ("CyberKnife radiosurgery was performed.", "radiosurgery", "yes"),
        ("Gamma Knife treatment of the lesion was performed.", "radiosurgery", "yes"),
        ("Temozolomide and bevacizumab were started.", "chemotherapy", "yes"),
        ("She was given pazopanib.", "chemotherapy", "yes"),
        ("Anlotinib was administered.", "chemotherapy", "yes"),
        ("No chemotherapy was given.", "chemotherapy", "no"),
        ("Neither radiotherapy nor chemotherapy was administered.", "chemotherapy", "no"),
        ("Preoperative embolization was performed.", "embolization", "yes"),
        ("The tumor was resected after embolization.", "embolization", "yes"),
        ("The tumor was resected without embolization.", "embolization", "no"),
        ("Lung metastases were resected.", "surgery", None),
    ],
)
def test_treatment_of_the_spinal_lesion(text: str, field: str, value: str | None) -> None:
    assert read(START + text).get(field) == value


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("At 2 years she is well.", 24),
        ("She remains well two years after treatment.", 24),
        ("There was no recurrence at the 12-month follow-up.", 12),
        ("No recurrence was noted during 26 months of follow-up.", 26),
        ("She has remained disease-free for 5 years.", 60),
        ("There is no evidence of disease 30 months after surgery.", 30),
        ("At one year she walks unaided.", 12),
        ("After a follow-up of 3 years she is alive.", 36),
        ("She died 7 months later.", 7),
        ("She died of disease 16 months after the operation.", 16),
        ("Half a year later she was free of tumor.", 6),
        ("At the last follow-up, 40 months after surgery, she was alive with disease.", 40),
        ("Pain was relieved at 3 months and the lesion was stable at 21 months.", 21),
        ("At 3, 6 and 24 months there was no recurrence.", 24),
        ("On scans up to 15 months the lesion was unchanged.", 15),
        ("Follow-up of 18 months showed no recurrence.", 18),
        ("Eighteen months postoperatively she has no deficit.", 18),
        ("She was followed for 4 years without recurrence.", 48),
        ("Temozolomide was given for 6 months.", None),
        ("She received radiotherapy over 5 weeks.", None),
        ("Eighteen months later lung metastases developed and she died 3 months later.", 21),
        ("No further treatment was given and the patient died within 6 months.", 6),
    ],
)
def test_followup(text: str, months: float | None) -> None:
    assert read(START + "She underwent T8 laminectomy. " + text).get("followup_months") == months


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("She died 7 months later.", "died"),
        ("The patient died of disease.", "died"),
        ("She succumbed to the disease one year later.", "died"),
        ("Her pain improved but she died of lung metastases 2 years later.", "died"),
        ("She did not die.", None),
        ("No further treatment was given and the patient died.", "died"),
        ("At 2 years MRI showed no tumor.", "no evidence of disease"),
        ("At 2 years there was no evidence of recurrence.", "no evidence of disease"),
        ("She has been free of recurrence for 2 years.", "no evidence of disease"),
        ("The patient remains disease-free at 3 years.", "no evidence of disease"),
        ("Her pain resolved and there was no recurrence at 1 year.", "no evidence of disease"),
        ("Neither recurrence nor metastasis was observed for 2 years.", "no evidence of disease"),
        ("Recurrence has not been observed for 2 years.", "no evidence of disease"),
        ("She is alive without evidence of disease at 14 months.", "no evidence of disease"),
        ("The tumor has not recurred.", "no evidence of disease"),
        ("There was no intracranial or spinal recurrence at 2 years.", "no evidence of disease"),
        ("There was no intracranial recurrence at 2 years.", None),
        ("No further recurrence has been observed in 10 years.", "no evidence of disease"),
        ("Follow-up MRI at 3 years showed no signs of local recurrence.", "no evidence of disease"),
        ("She was alive with disease at 3 years.", "alive with disease"),
        ("He is alive with stable metastases at 30 months.", "alive with disease"),
        ("She is living with progressive disease.", "alive with disease"),
        ("At 4 months, new lung metastases were detected.", "alive with disease"),
        ("She is free of local recurrence at 5 years, although a liver metastasis was found.", "alive with disease"),
        ("Her symptoms improved.", "improved"),
        ("Her pain was relieved.", "improved"),
        ("She was able to walk again.", "improved"),
        ("She regained strength in both legs.", "improved"),
        ("At 2 years she is doing well.", "improved"),
        ("She remains well two years after treatment.", "improved"),
        ("Motor function returned to normal.", "improved"),
        ("She is neurologically intact.", "improved"),
        ("She had complete resolution of her symptoms.", "improved"),
        ("The lesion remained stable at 21 months.", "stable"),
        ("MRI showed no progression at 8 months.", "stable"),
        ("Her neurological status was unchanged.", "stable"),
        ("She deteriorated to paraplegia over 3 months.", "worse"),
        ("Radiotherapy was refused, and she worsened.", "worse"),
        ("No new neurological deficit occurred.", None),
        ("The postoperative course was uneventful.", None),
    ],
)
def test_outcome(text: str, outcome: str | None) -> None:
    assert read(START + "She underwent T8 laminectomy. " + text).get("outcome") == outcome


@pytest.mark.parametrize(
    ("text", "recurrence", "sites"),
    [
        ("The tumor recurred locally 2 years later.", "yes", ("local",)),
        ("Two years later, a recurrence at T8 was found.", "yes", ("t8",)),
        ("MRI revealed recurrent tumor at the operated site.", "yes", ("local",)),
        ("She developed local recurrence after 3 years.", "yes", ("local",)),
        ("There was no recurrence at 2 years.", "no", None),
        ("She remains recurrence-free.", "no", None),
        ("Recurrence was not observed.", "no", None),
        ("An intracranial recurrence was removed 2 years later.", None, None),
        ("Radiotherapy was given to prevent recurrence.", None, None),
        ("Her back pain recurred after 3 months.", None, None),
    ],
)
def test_recurrence_of_the_spinal_lesion(text: str, recurrence: str | None, sites: tuple[str, ...] | None) -> None:
    found = read(START + "She underwent T8 laminectomy. " + text)
    assert (found.get("recurrence"), found.get("recurrence_sites")) == (recurrence, sites)


@pytest.mark.parametrize(
    ("text", "other", "sites"),
    [
        ("She had lung and liver metastases.", "yes", {"lung", "liver"}),
        ("Metastases developed in the lungs and the left kidney.", "yes", {"lung", "kidney"}),
        ("She died of pulmonary metastases.", "yes", {"lung"}),
        ("Bone scan showed multiple bone metastases in the pelvis and ribs.", "yes", {"pelvis", "rib"}),
        ("Metastases were present in both lungs, the liver and the skull.", "yes", {"lung", "liver", "skull"}),
        ("Other metastases were found.", "yes", None),
        ("No other metastases were found.", "no", None),
        ("There was no evidence of metastasis elsewhere.", "no", None),
        ("She had a metastasis of a pulmonary tumor.", None, None),
        ("The bone metastasis was resected.", None, None),
        ("Distant metastasis of hemangiopericytoma is rare.", None, None),
        ("Hemangiopericytoma of the lung metastatic to the spine was diagnosed.", None, None),
        ("Lung metastasis was suspected.", None, None),
    ],
)
def test_other_metastases(text: str, other: str | None, sites: set[str] | None) -> None:
    found = read(START + text)
    named = found.get("other_metastases_sites")
    assert (found.get("other_metastases"), set(named) if isinstance(named, tuple) else None) == (other, sites)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (
            "A man, who had had a meningeal hemangiopericytoma removed 8 years earlier, had a metastasis at T8.",
            96,
        ),
        ("A man had a spinal metastasis at L3 9 years after surgery of a meningeal hemangiopericytoma.", 108),
        ("A man with an intracranial hemangiopericytoma developed a vertebral metastasis at L3 after 8 years.", 96),
        (
            "A man underwent resection of an intracranial hemangiopericytoma in 1994. In 2009, he presented with back "
            "pain from a metastasis at T8.",
            180,
        ),
        (
            "A man underwent craniotomy for an intracranial hemangiopericytoma in March 2004. "
            "In May 2010 a spinal metastasis at T8 was found.",
            74,
        ),
        (
            "A woman underwent resection of a meningeal hemangiopericytoma at the age of 40. At the age of 49 she "
            "developed a T8 metastasis.",
            108,
        ),
        (
            "A 49-year-old woman presented with a T8 metastasis. She had undergone craniotomy for hemangiopericytoma "
            "at the age of 40.",
            108,
        ),
        (
            "A woman had an intracranial hemangiopericytoma removed. The interval between both events was 5.5 years. "
            "A T8 metastasis was resected.",
            66,
        ),
        (
            "A woman underwent nephrectomy for a renal hemangiopericytoma. A T10 epidural metastasis was found 40 "
            "months from nephrectomy.",
            40,
        ),
        (
            "A man treated for prostate cancer two years ago had a T8 metastasis of a hemangiopericytoma.",
            None,
        ),
        (
            "An intracranial hemangiopericytoma was resected. After 14 years it recurred. "
            "Three years later, a T8 metastasis was found.",
            204,
        ),
    ],
)
def test_interval(text: str, months: float | None) -> None:
    assert read("We report a case. " + text).get("interval_months") == months


@pytest.mark.parametrize(
    "text",
    [
        "developed a C5 metastasis 9 years after surgery and died after 14 months.",
        "developed a metastasis at C5 9 years after surgery of it and was alive after 14 months.",
        "developed a metastasis at C5 9 years after its resection and remained well for 14 months.",
    ],
)
def test_what_joins_the_metastasis_and_its_end_in_one_sentence_keeps_their_times_apart(text: str) -> None:
    found = read(f"A 38-year-old man with a tentorial hemangiopericytoma {text}")
    assert (found["interval_months"], found["followup_months"]) == (108, 14)
