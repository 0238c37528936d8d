"""Times and ends of whole histories, short as charts and long as chains: one way of telling them a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

NED = "no evidence of disease"
FIELDS = ("interval_months", "followup_months", "outcome", "age_at")


def told(text: str, case: int = 1) -> tuple[Value | None, ...]:
    """Interval, follow-up, outcome and the event of the age of one case."""
    found = HPC.extract(Record(pmid="1", title="", sections=(Section(text=text),)))
    values = {one.field: one.value for one in found if one.case == case}
    return tuple(values.get(field) for field in FIELDS)


CUT = "A T8 metastasis of a falcine hemangiopericytoma was removed by laminectomy in a 50-year-old man. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A 52-year-old man. Headache since 1996. Craniotomy in May 1998: falcine hemangiopericytoma. "
            "In August 2003: low back pain. MRI: metastasis of L3. Radiotherapy. Death in January 2005.",
            (63, 17, "died"),
        ),
        (
            "In October 2009, a 29-year-old woman had a hemangiopericytoma of the torcula removed. "
            "In May 2012, she complained of pain in the back. MRI of the spine showed lesions at T11 and L2, "
            "which were irradiated. As of December 2013, the disease is stable.",
            (31, 19, "stable", "primary"),
        ),
        (
            "The patient underwent craniotomy for a meningeal hemangiopericytoma at age 30. "
            "At age 48 a lung metastasis was resected, and at age 52 he developed metastases to T9 and L1 "
            "requiring decompression. He died at age 55.",
            (264, 36, "died", "spinal lesion"),
        ),
        (
            "A man of 45 was operated on for a hemangiopericytoma of the falx. Six years after the first "
            "intervention he noted loss of strength in the left leg that progressed until he could not walk. "
            "MRI showed an intramedullary metastasis at T8, which was removed.",
            (72, None, None, "primary"),
        ),
        (
            "The patient remained disease free for 16 years after resection of a meningeal hemangiopericytoma when "
            "she developed a metastasis of L2. She received radiotherapy and was free of pain at 6 months.",
            (192, 6, "improved"),
        ),
        (
            "A 60-year-old woman presented with sudden paraplegia. She had undergone resection of a tentorial "
            "hemangiopericytoma 5 years and radiosurgery 2 years earlier. A metastasis of T3 was removed.",
            (60, None, None, "spinal lesion"),
        ),
        (
            "A 40-year-old man had a first operation for a falcine hemangiopericytoma in January 2000, reoperations "
            "in 2004 and 2009 and spinal metastases at C4 and T2 in 2013, which were irradiated.",
            (156, None, None, "primary"),
        ),
        (
            "A 53-year-old woman had a hemangiopericytoma of the sphenoid wing resected in 1997. In February 2011 "
            "metastases at T12 and L4 were irradiated, with relief of pain within 2 weeks. "
            "CT in February 2013 showed no new metastasis.",
            (168, 24, "improved", "primary"),
        ),
        (
            "An 80-year-old man came with a weak arm. He had had a hemangiopericytoma of the falx removed at age 72 "
            "and 77. MRI revealed a metastasis of C5, which was removed. He died in the following night.",
            (96, None, "died", "spinal lesion"),
        ),
        (
            "Male, 46 years old. 1995: craniotomy for a hemangiopericytoma of the falx. 2009: paraparesis; metastasis "
            "of T5; laminectomy. 2012: alive, walks with a cane.",
            (168, 36, "improved"),
        ),
        (
            "Nine years after resection and four years after radiosurgery for recurrent falcine hemangiopericytoma, "
            "the patient, a 51-year-old woman, had neck pain. Metastases to C2 and C7 were irradiated.",
            (108, None, None, "spinal lesion"),
        ),
        (
            "A patient aged 64 was admitted with a T2 metastasis. Eleven years before, surgery for "
            "hemangiopericytoma of the falx. Laminectomy. Dead after 2 years.",
            (132, 24, "died", "spinal lesion"),
        ),
    ],
    ids=[
        "chart",
        "as of",
        "ages",
        "progressed",
        "free until",
        "two earlier",
        "dates listed",
        "later date",
        "two ages",
        "years",
        "nine and four",
        "before, surgery",
    ],
)
def test_a_history(text: str, expected: tuple[Value | None, ...]) -> None:
    assert told(text)[: len(expected)] == expected


def test_times_that_name_their_patients_behind_them() -> None:
    text = (
        "We report two patients with vertebral metastases of meningeal hemangiopericytoma. The first patient, a "
        "43-year-old man, had a corpectomy of T6, and the second, a 61-year-old woman, radiotherapy of L2. "
        "The latency was 7 years in the first and 12 years in the second patient. "
        "Follow-up was 11 months in the first and 31 months in the second."
    )
    assert [told(text, case)[:2] for case in (1, 2)] == [(84, 11), (144, 31)]


def test_lists_behind_the_patients() -> None:
    text = (
        "Two patients with spinal metastases of meningeal hemangiopericytoma are presented. A 34-year-old man (Case 1) "
        "and a 52-year-old woman (Case 2) developed them 3 and 17 years after craniotomy. "
        "In Case 1 the lesion was at T4 and in Case 2 at L1. "
        "Both were operated on. At follow-up of 2 years and 9 months, respectively, both were free of local recurrence."
    )
    assert [told(text, case)[:2] for case in (1, 2)] == [(36, 24), (204, 9)]


@pytest.mark.parametrize(
    ("words", "followup", "outcome"),
    [
        ("He was transitioned to hospice and passed away on postoperative day 21.", 0.7, "died"),
        ("He was well until 28 months after surgery when he fell ill, and he died 6 months later.", 34, "died"),
        ("At 2 years there was no local recurrence, but CT disclosed nodules of the liver.", 24, "alive with disease"),
        ("No signs of recurrence on 2-year MRI.", 24, "no evidence of disease"),
        ("F/u 12 mos: NED.", 12, "no evidence of disease"),
        ("His disease is under control at 14 months of follow-up.", 14, "stable"),
        ("Nine and eighteen months later, scans showed no progression.", 18, "stable"),
        ("He has been free of local disease for 5 years, although two lung nodules were resected.", 60, NED),
        ("At last follow-up 5 years after the initial diagnosis, he was free of disease.", 60, NED),
        ("At last follow-up he was alive with liver metastases without local recurrence.", None, "alive with disease"),
        ("PET performed 4 days later revealed intense uptake in T8.", None, None),
        ("There was no recurrence, three years after removal of the metastasis.", 36, "no evidence of disease"),
    ],
)
def test_how_it_went_on(words: str, followup: Value | None, outcome: str | None) -> None:
    assert told(CUT + words)[1:3] == (followup, outcome)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (
            "A meningeal hemangiopericytoma had been removed in 1998 from a lady of 52. In 2011 T4 collapsed.",
            "primary",
        ),
        (
            "A 71-year-old man with a history significant for diabetes and a retroperitoneal hemangiopericytoma "
            "was seen with weakness of the legs. MRI showed a metastasis of T12.",
            "spinal lesion",
        ),
    ],
)
def test_the_event_of_an_age(text: str, when: str) -> None:
    assert told(text)[3] == when
