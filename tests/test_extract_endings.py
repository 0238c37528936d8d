"""How stories end: follow-up of tumours that began at the spine, and of those told beside their primary."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))
PRIMARY = (
    "A 47-year-old man had a primary intradural hemangiopericytoma at T10 removed by laminectomy. "
    "No other tumor was found on imaging of the brain and body. "
)


def times(text: str) -> tuple[Value | None, Value | None]:
    found = HPC.extract(Record(pmid="1", sections=(Section(text=text),)))
    first = {one.field: one.value for one in found if one.case == 1}
    return first.get("interval_months"), first.get("followup_months")


@pytest.mark.parametrize(
    ("told", "followup"),
    [
        (
            "Five years later the tumor recurred locally and was resected again. He is free of disease 2 years "
            "after the second operation.",
            24,
        ),
        ("He had no recurrence 36 months after surgery.", 36),
        ("At 10-year follow-up, he remains asymptomatic.", 120),
        (
            "Seven years after the operation, multiple lung metastases were detected. He died 9 years after surgery.",
            108,
        ),
        (
            "Local recurrence developed after 4 years, 6 years, and 9 years, each treated by surgery. He was "
            "alive 12 years after the initial operation.",
            144,
        ),
        ("Symptoms had lasted for 6 months before surgery.", None),
        ("Numbness of 3 years' duration improved within 4 weeks after surgery.", 0.9),
        ("He returned to work at 3 months, and the latest MRI, taken at 2 years, was clear.", 24),
        (
            "Because of residual tumor, 50 Gy were delivered over 5 weeks. MRI 1 year after irradiation showed no"
            " enhancement.",
            12,
        ),
        (
            "He declined radiotherapy. Twenty months later he presented with recurrent paraparesis and was "
            "operated on again.",
            None,
        ),
    ],
)
def test_a_tumour_that_began_at_the_spine(told: str, followup: Value | None) -> None:
    assert times(PRIMARY + told) == (None, followup)


@pytest.mark.parametrize(
    ("text", "interval", "followup"),
    [
        (
            "A 33-year-old woman presented with a 14-month history of back pain. MRI showed a T12-L1 intradural "
            "tumor. Gross total resection of a solitary fibrous tumor was achieved. There has been no recurrence "
            "in the 5 years since surgery.",
            None,
            60,
        ),
        (
            "A 33-year-old woman presented with a T12 intradural solitary fibrous tumor 3 years after delivery. "
            "It was totally resected. Follow-up of 50 months showed no recurrence.",
            None,
            50,
        ),
        (
            "A 33-year-old woman with sacral hemangiopericytoma underwent preoperative embolization, and total "
            "sacrectomy 2 days later. At 32 months' follow-up she could walk with a brace.",
            None,
            32,
        ),
        (
            "A 33-year-old woman with hemangiopericytoma of L3 was treated by spondylectomy. She was followed up "
            "for 2 years and there were no signs of recurrence or metastasis.",
            None,
            24,
        ),
        (
            "A 33-year-old woman had surgery for hemangiopericytoma of L3. Six-month postoperative MRI was "
            "normal, and she was symptom-free 15 months postoperatively. Hemangiopericytomas recur in 70% of "
            "patients after 10 years.",
            None,
            15,
        ),
        (
            "We describe a 66-year-old man with a frontal hemangiopericytoma resected 12 years ago who presented "
            "with an L1 metastasis. After vertebrectomy he was ambulatory. The authors followed the patient for "
            "14 months, when he died of liver metastases.",
            144,
            14,
        ),
        (
            "We describe a 66-year-old man with a frontal hemangiopericytoma resected at 54 years of age who "
            "presented with an L1 metastasis. After vertebrectomy he was ambulatory for 1 year.",
            144,
            12,
        ),
        (
            "We describe a 66-year-old man with an L1 metastasis. The primary, a frontal hemangiopericytoma, had "
            "been resected in three operations 12, 9 and 5 years before. He died 3 years after vertebrectomy.",
            144,
            36,
        ),
        (
            "Spinal metastasis of hemangiopericytoma 12 years after craniotomy was treated by vertebrectomy of L1"
            " in a 66-year-old man, who was doing well at the 3-year follow-up.",
            144,
            36,
        ),
        (
            "A 66-year-old man with a T9 vertebral metastasis of a renal solitary fibrous tumor, which had been "
            "removed by nephrectomy 30 months before, underwent corpectomy. He is disease-free 18 months on.",
            30,
            18,
        ),
        (
            "Vertebral metastases were detected during routine follow-up, 7 years after resection of a giant "
            "pleural solitary fibrous tumor, in a 70-year-old woman. T6 vertebrectomy was performed. After a year"
            " she had no pain.",
            84,
            12,
        ),
        (
            "A 70-year-old woman underwent surgery for T6 metastasis 3 weeks after presenting with paraparesis "
            "and 7 years after a pleural solitary fibrous tumor was resected. She survived 11 months.",
            84,
            11,
        ),
        (
            "A 62-year-old woman had undergone two craniotomies for a parasagittal hemangiopericytoma, the first "
            "one 9 years and the second one 3 years before admission. MRI showed an L3 metastasis.",
            108,
            None,
        ),
        (
            "A 50-year-old man developed an L2 metastasis 71 months after craniotomy for a hemangiopericytoma. "
            "Eleven such patients are known; in them the interval varied from 8 months to 17 years.",
            71,
            None,
        ),
        (
            "Laminectomy was done in a 51-year-old man for a T4 metastasis of a falx hemangiopericytoma. With a "
            "hindsight of 36 months, no recurrence was seen.",
            None,
            36,
        ),
        (
            "A boy had a hemangiopericytoma of L2 removed. MRI has been free of tumor since treatment was ended "
            "41 months ago.",
            None,
            41,
        ),
    ],
)
def test_where_a_story_ends(text: str, interval: Value | None, followup: Value | None) -> None:
    assert times(text) == (interval, followup)


@pytest.mark.parametrize(
    "ending",
    [
        "Five years later the tumor recurred. It was irradiated and the pain resolved.",
        "Fourteen months later nodules were seen along the cauda equina, with dissemination. Radiotherapy was given.",
    ],
)
def test_a_relapse_that_the_story_goes_on_from_is_no_follow_up(ending: str) -> None:
    assert times(PRIMARY + ending) == (None, None)
