"""`followup_months`: how long the lesion at the target was followed, beside the interval before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

SPINE = "Magnetic resonance imaging showed a metastasis in the T8 vertebra, which was removed by laminectomy. "


def values(text: str, field: str) -> list[Value]:
    """A field's values by case, in the order of the cases."""
    found = HPC.extract(Record(pmid="1", title="", sections=(Section(text=text),)))
    return [one.value for one in found if one.field == field and one.case]


PRIMARY = "A 50-year-old man presented with paraparesis 8 years after resection of a falcine hemangiopericytoma. "


@pytest.mark.parametrize(
    ("text", "followup"),
    [
        ("Until the last follow-up, postoperative 18 months, no recurrence was found.", 18),
        ("He is in complete remission 44+ months from the laminectomy.", 44),
        ("He remained ambulant until his death three years afterwards.", 36),
        ("There has been no further manifestation for 3 years and 3 months.", 39),
        ("Her latest scans, five years after surgery, were clean.", 60),
        ("He was alive and well at 1 1/2 years.", 18),
        ("Three hours after the operation he moved his legs.", None),
        ("We propose follow-up of such patients with MRI for at least 15 years.", None),
    ],
)
def test_what_is_followup(text: str, followup: Value | None) -> None:
    assert values(f"{PRIMARY}{SPINE}{text}", "followup_months") == ([followup] if followup else [])


@pytest.mark.parametrize(
    ("text", "interval", "followup"),
    [
        (
            (
                "A 50-year-old man presented with back pain. "
                f"{SPINE}Cranial MRI then showed a falcine hemangiopericytoma, which was resected 3 months later. "
                "At 2 years he is free of disease."
            ),
            None,
            24,
        ),
        (
            (
                "A 44-year-old man presented with a T10 metastasis of falcine hemangiopericytoma. "
                "En bloc spondylectomy was performed. "
                "At 6, 12 and 24 months there was no recurrence."
            ),
            None,
            24,
        ),
        (
            (
                "A 35-year-old man presented with intracranial hemangiopericytoma and spinal metastases at T3 "
                "simultaneously. "
                "Both were resected. "
                "He died after 7 months."
            ),
            None,
            7,
        ),
        (
            (
                "Background: The median interval to metastasis is 99 months. "
                "Case: A 42-year-old man with neck pain had a C4 metastasis of falcine hemangiopericytoma. "
                "Radiotherapy was given over 6 weeks."
            ),
            None,
            None,
        ),
        (
            (
                "A 31-year-old woman was diagnosed with a left tentorial hemangiopericytoma in 2005 and underwent "
                "resection. "
                "In 2011 she had a local recurrence, treated by surgery. "
                "In 2015 a T8 metastasis was found and resected. "
                "She was alive at last follow-up in 2018."
            ),
            120,
            36,
        ),
        (
            (
                "A spinal metastasis at L3 was detected 6 years and 8 months after the initial surgery for falcine "
                "hemangiopericytoma in a 40-year-old man. "
                "He underwent vertebrectomy and remains asymptomatic 14 months later."
            ),
            80,
            14,
        ),
        (
            (
                "We present a 62-year-old man who developed a metastasis to the L1 vertebra from a hemangiopericytoma "
                "of the falx, resected 12 years before. "
                "Surgery was done. "
                "After a follow-up of 3 years, there is no recurrence."
            ),
            144,
            36,
        ),
        (
            (
                "A 70-year-old man had a 20-year history of recurrent meningeal hemangiopericytoma. "
                "He now developed paraplegia from a T4 metastasis. "
                "Laminectomy was performed. "
                "Three months after surgery he could walk. "
                "He died 1 year after surgery."
            ),
            240,
            12,
        ),
        (
            (
                "Intracranial hemangiopericytoma was resected in a 37-year-old woman. "
                "Postoperative radiotherapy was given 6 weeks later. "
                "Five years after the operation, back pain led to the detection of a metastasis at L4. "
                "She underwent radiotherapy. "
                "She is doing well 2 years after treatment."
            ),
            60,
            24,
        ),
        (
            (
                "A 37-year-old woman underwent craniotomy for falcine hemangiopericytoma. "
                "Eight months later, the intracranial tumor recurred. "
                "Four years after the initial craniotomy, MRI disclosed a T12 metastasis. "
                "The follow-up period was 16 months."
            ),
            48,
            16,
        ),
        (
            (
                "A 42-year-old woman with a hemangiopericytoma of the falx that had been resected at the age of 29 "
                "presented with neck pain. "
                "MRI showed a C4 metastasis. "
                "Corpectomy was done. "
                "There was no recurrence during a follow-up of 5 years."
            ),
            156,
            60,
        ),
        (
            (
                "A 42-year-old woman presented with neck pain. "
                "MRI showed a C4 metastasis from hemangiopericytoma of the falx, for which she had undergone surgery "
                "13 years earlier and radiotherapy 2 years earlier. "
                "Corpectomy was done. "
                "Complete remission persists after 5 years."
            ),
            156,
            60,
        ),
        (
            (
                "A 50-year-old man presented with back pain 90 months after the first operation for a falcine "
                "hemangiopericytoma. "
                f"{SPINE}He was ambulatory at discharge and had no recurrence at three years."
            ),
            90,
            36,
        ),
        (
            (
                "A 48-year-old man who had undergone resection of a tentorial hemangiopericytoma in November 2003 was "
                "seen in May 2010 with back pain. "
                f"{SPINE}He died in January 2012."
            ),
            78,
            20,
        ),
        (
            (
                "A 48-year-old man complained of leg weakness of two months' duration. "
                "Six years ago he had been operated on for a hemangiopericytoma of the right thigh. "
                f"{SPINE}The patient has remained disease-free for 4 years."
            ),
            72,
            48,
        ),
        (
            (
                "In 1985, at the age of 34, the patient underwent removal of a falcine hemangiopericytoma. "
                "In 1997, back pain developed and an L1 metastasis was found. "
                "Laminectomy was done. "
                "Radiotherapy was delivered. "
                "The patient is well 2.5 years later."
            ),
            144,
            30,
        ),
        (
            (
                "The patient had a falcine hemangiopericytoma removed nine years before she presented with back pain. "
                f"{SPINE}The patient died of pulmonary metastases 5 months after laminectomy."
            ),
            108,
            5,
        ),
    ],
)
def test_followup_and_the_interval_before(text: str, interval: Value | None, followup: Value | None) -> None:
    assert (values(text, "interval_months"), values(text, "followup_months")) == (
        [interval] if interval else [],
        [followup] if followup else [],
    )
