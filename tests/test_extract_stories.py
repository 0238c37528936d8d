"""`interval_months` as people tell it: every order, verb and unit, in a sentence or two of a report each."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))


@pytest.mark.parametrize(
    ("text", "interval", "followup"),
    [
        (
            "A 54-year-old man with a history of intracranial solitary fibrous tumor resected 22 months earlier "
            "presented with back pain. MRI showed a metastasis in the T8 vertebra, which was removed by "
            "laminectomy.",
            22,
            None,
        ),
        (
            "A 48-year-old woman presented with paraparesis. Her past medical history was significant for a "
            "meningeal hemangiopericytoma that was resected 8 years prior to presentation. MRI showed a "
            "metastasis in the T8 vertebra, which was removed by laminectomy. At 1-year follow-up her symptoms "
            "had resolved.",
            96,
            12,
        ),
        (
            "A 31-year-old woman underwent removal of a tentorial hemangiopericytoma. After 18 months, metastases"
            " were found at Th7 and L4. Laminectomy was done. The patient has been free of recurrence for 2 "
            "years.",
            18,
            24,
        ),
        (
            "A 60-year-old man had been diagnosed with meningeal hemangiopericytoma 10 years before the "
            "appearance of an L2 metastasis. Corpectomy was performed. He was alive with disease 3 years later.",
            120,
            36,
        ),
        (
            "A 25-year-old man underwent craniotomy for a right occipital SFT. Two years postoperatively, he "
            "presented with low back pain; MRI showed an L3 metastasis. Biopsy was done.",
            24,
            None,
        ),
        (
            "A 36-year-old woman presented with an occipital meningeal hemangiopericytoma, treated by resection "
            "and radiotherapy. Local recurrence occurred 14 years later and was resected. Three years after this,"
            " imaging revealed a metastasis in the C3 body. En bloc corpectomy was performed. There has been no "
            "local recurrence 4 years postoperatively.",
            204,
            48,
        ),
        (
            "Ten years after gross-total resection and adjuvant radiotherapy, a 55-year-old man with a "
            "parasagittal hemangiopericytoma developed paraparesis. MRI showed a metastasis in the T8 vertebra, "
            "which was removed by laminectomy.",
            120,
            None,
        ),
        (
            "A 62-year-old man developed a T10 metastasis more than 20 years after resection of a meningeal "
            "hemangiopericytoma. Surgery was followed by radiotherapy, and he was well at 18 months.",
            240,
            18,
        ),
        (
            "A 66-year-old man presented with back pain 6 years after treatment for an orbital "
            "hemangiopericytoma. MRI showed a metastasis in the T8 vertebra, which was removed by laminectomy. He"
            " remains asymptomatic 24 months after surgery.",
            72,
            24,
        ),
        (
            "A 29-year-old man underwent three craniotomies for a recurrent hemangiopericytoma over a 12-year "
            "period before a metastasis at T3 was found. Laminectomy was performed.",
            144,
            None,
        ),
        (
            "A 70-year-old woman with a 12-year history of recurrent meningeal hemangiopericytoma presented with "
            "back pain. MRI showed a metastasis in the T8 vertebra, which was removed by laminectomy.",
            144,
            None,
        ),
        (
            "A 39-year-old woman had an intracranial hemangiopericytoma completely resected. Thirteen years after"
            " diagnosis she developed spinal metastases at T8. Surgery was done. She is alive 15 years after "
            "diagnosis.",
            156,
            None,
        ),
        (
            "A 39-year-old woman with meningeal hemangiopericytoma underwent surgery. She remained disease-free "
            "for 7 years until she developed back pain. MRI showed a metastasis in the T8 vertebra, which was "
            "removed by laminectomy.",
            84,
            None,
        ),
        (
            "A 39-year-old woman with meningeal hemangiopericytoma underwent surgery, and 7 years thereafter was "
            "found to have a metastatic lesion at L1. The lesion was resected. Follow-up at 6, 12, and 24 months "
            "showed no recurrence.",
            84,
            24,
        ),
        (
            "BACKGROUND: Hemangiopericytoma metastases to the spine are rare. CASE DESCRIPTION: A 55-year-old "
            "woman presented with progressive paraparesis. She had been treated for a left frontal meningeal "
            "hemangiopericytoma 9 years earlier by surgery and radiotherapy, and for a local recurrence 3 years "
            "earlier. MRI revealed an epidural mass at T6. Laminectomy and subtotal resection were performed. "
            "Eight months postoperatively she was ambulatory.",
            108,
            8,
        ),
        (
            "We present a 67-year-old man in whom a spinal metastasis (T9) was found 25 years after initial "
            "treatment of an intracranial hemangiopericytoma. The vertebral tumor was embolized and resected. "
            "Twelve-month follow-up showed no recurrence.",
            300,
            12,
        ),
        (
            "A 65-year-old man, who had undergone surgery for a solitary fibrous tumor of the pleura 4 years "
            "before, was admitted with thoracic pain. CT demonstrated metastases in T3 and T7. Radiotherapy was "
            "given. He died of disease 11 months after diagnosis of the metastases.",
            48,
            11,
        ),
        (
            "We report a patient with metastatic hemangiopericytoma of the lumbar spine. The primary intracranial"
            " tumor was resected 16 years prior. L3 corpectomy was performed in this 47-year-old man.",
            192,
            None,
        ),
        (
            "A 48-year-old woman had undergone total removal of a meningeal hemangiopericytoma eight years before"
            " she developed neck pain and a dumbbell metastasis from C6 to T2. Two-stage surgery and radiotherapy"
            " were done. One year later, new metastases were found.",
            96,
            12,
        ),
        (
            "A 44-year-old man was diagnosed with an occipital SFT. Eleven months after surgery MRI of the spine "
            "showed leptomeningeal metastases at T10 and L1. Craniospinal irradiation was given. The disease has "
            "been stable for 20 months since.",
            11,
            20,
        ),
        (
            "A 30-year-old man presented with back pain due to an L1 tumor. Resection revealed "
            "hemangiopericytoma. Two months after radiotherapy, brain MRI revealed a meningeal "
            "hemangiopericytoma; the L1 lesion was considered a metastasis.",
            None,
            None,
        ),
        (
            "Hemangiopericytomas recur after a mean of 5 years. A 51-year-old man whose parasagittal "
            "hemangiopericytoma had been excised 2 years ago presented with sacral metastasis. Radiation resulted"
            " in pain relief lasting 4 months.",
            24,
            None,
        ),
        (
            "A 57-year-old man was operated on for a left temporal hemangiopericytoma. The tumor recurred twice, "
            "6 and 9 years later. Twelve years after the first operation he presented with back pain. A T11 "
            "metastasis was excised.",
            144,
            None,
        ),
        (
            "A 57-year-old man was operated on for a left temporal hemangiopericytoma. He did well until 10 years"
            " later, when he presented with back pain. A T11 metastasis was excised. He was last seen 18 months "
            "after this procedure.",
            120,
            18,
        ),
        (
            "A 58-year-old man presented with L4 metastasis 11 years after his primary SFT in the right thigh was"
            " excised and 2 years after lung metastasectomy. Laminectomy was done.",
            132,
            None,
        ),
        (
            "A 58-year-old man, 98 months after diagnosis of a meningeal SFT, developed an L4 metastasis and "
            "underwent laminectomy.",
            98,
            None,
        ),
        (
            "A 55-year-old woman with meningeal hemangiopericytoma resected 15 yrs previously presented with low "
            "back pain. MRI showed an L4 metastasis.",
            180,
            None,
        ),
        (
            "Fourteen years prior to this admission, a 55-year-old woman had been operated on for meningeal "
            "hemangiopericytoma. MRI showed an L4 metastasis.",
            168,
            None,
        ),
        (
            "A 55-year-old woman had first been operated on 14 years, and again 6 years, before admission for a "
            "meningeal hemangiopericytoma. MRI showed an L4 metastasis.",
            168,
            None,
        ),
        (
            "A 55-year-old woman was found to have an L4 metastasis in the 12th year after removal of her "
            "meningeal hemangiopericytoma.",
            None,
            None,
        ),
        (
            "It took 11 years from the craniotomy for hemangiopericytoma until the L4 metastasis became apparent "
            "in this 55-year-old woman.",
            132,
            None,
        ),
        (
            "The L4 metastasis became apparent as late as 11 years after craniotomy for hemangiopericytoma in "
            "this 55-year-old woman.",
            132,
            None,
        ),
        (
            "A 55-year-old woman presented with brain and L4 metastatic hemangiopericytoma simultaneously. She "
            "died 2 years later.",
            None,
            24,
        ),
        (
            "A 55-year-old woman underwent craniotomy for hemangiopericytoma, followed 11 years later by "
            "laminectomy for an L4 metastasis, and 13 years later by lung resection.",
            132,
            None,
        ),
        (
            "A 55-year-old woman presented with an L4 metastasis. Eleven years before, she had been treated for a"
            " primary hemangiopericytoma of the brain; ten years before, for breast cancer.",
            132,
            None,
        ),
        (
            "A 55-year-old woman with breast cancer treated 3 years ago and a meningeal hemangiopericytoma "
            "treated 11 years ago presented with an L4 metastasis of the hemangiopericytoma.",
            132,
            None,
        ),
        (
            "A 55-year-old woman had had two craniotomies for hemangiopericytoma, the first 11 years and the "
            "second 4 years before presentation with an L4 metastasis.",
            132,
            None,
        ),
        (
            "A 55-year-old woman had a local recurrence of her meningeal hemangiopericytoma 4 years ago and an L4"
            " metastasis now; the first craniotomy had been performed 11 years ago.",
            132,
            None,
        ),
        (
            "Extraneural metastases appear on average 99 months after the first operation. We describe a 40-year-"
            "old man with a T8 metastasis of a meningeal hemangiopericytoma resected 4 years earlier.",
            48,
            None,
        ),
        (
            "A 40-year-old man presented with a 2-year history of back pain. MRI showed a T8 metastasis of a "
            "meningeal hemangiopericytoma. Symptoms had worsened over the previous 3 months. Laminectomy was "
            "done.",
            None,
            None,
        ),
        (
            "A 40-year-old man developed paraplegia within 24 hours. A T8 metastasis of a meningeal "
            "hemangiopericytoma was removed 2 days later. He walked 3 weeks after surgery.",
            None,
            0.7,
        ),
        (
            "A 40-year-old man was operated on for a T8 metastasis of hemangiopericytoma 3 months after the onset"
            " of back pain. His meningeal primary had been resected 7 years before. He recovered within 6 weeks "
            "and had no recurrence at 2 years.",
            84,
            24,
        ),
        (
            "Case report: Male, 58 years. Meningeal hemangiopericytoma operated 10 years ago. Back pain for 3 "
            "months. MRI: T8 metastasis. Laminectomy. Follow-up: 2 years, no recurrence.",
            120,
            24,
        ),
        (
            "A 40-year-old man was treated for a tentorial hemangiopericytoma. Four years and 2 months later, he "
            "complained of leg weakness caused by a T8 metastasis. He underwent decompression. At 14 months, he "
            "died of liver failure.",
            50,
            14,
        ),
        (
            "A 40-year-old man had a T8 metastasis of pleural SFT removed. Pleural SFT had been diagnosed "
            "synchronously. He is alive 4 years after diagnosis.",
            None,
            48,
        ),
        (
            "A 40-year-old man had a T8 metastasis removed 3 months after resection of his pleural SFT. He is "
            "alive 4 years after the initial diagnosis.",
            3,
            None,
        ),
        (
            "A 40-year-old man with hemangiopericytoma of the falx had a T8 metastasis removed eight years after "
            "the primary.",
            96,
            None,
        ),
        (
            "Eight years following diagnosis of a falcine hemangiopericytoma, a T8 metastasis was resected in a "
            "40-year-old man, who died 4 months after.",
            96,
            4,
        ),
    ],
)
def test_the_times_of_a_story(text: str, interval: Value | None, followup: Value | None) -> None:
    found = {
        one.field: one.value for one in HPC.extract(Record(pmid="1", sections=(Section(text=text),))) if one.case == 1
    }
    assert (found.get("interval_months"), found.get("followup_months")) == (interval, followup)
