"""`interval_months` from dates, ages, intervals and times that are added up."""

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
            "We report a 37-year-old man with intracranial hemangiopericytoma treated surgically in 2005. In "
            "2012, he developed back pain. MRI showed a metastasis in the T8 vertebra, which was removed by "
            "laminectomy. He died 56 months after the spondylectomy.",
            84,
            56,
        ),
        (
            "A 46-year-old man presented with thoracic pain. In 2008, he had undergone resection of a falx tumor."
            " Nine years later, MRI revealed a T5 lesion that was a metastasis of hemangiopericytoma.",
            108,
            None,
        ),
        (
            "A 43-year-old man with a known tentorial SFT since 2012 presented in 2019 with sacral pain. CT "
            "showed a sacral metastasis.",
            84,
            None,
        ),
        (
            "The patient, a 52-year-old woman, had had a frontal hemangiopericytoma excised at the age of 40. She"
            " now presented with leg weakness. MRI showed a metastasis in the T8 vertebra, which was removed by "
            "laminectomy.",
            144,
            None,
        ),
        (
            "The interval from the initial craniotomy to the diagnosis of the vertebral metastasis was 11 years "
            "in this 50-year-old man. T8 corpectomy was done. No recurrence was seen at last follow-up (42 "
            "months).",
            132,
            42,
        ),
        (
            "A latent period of 15 years separated removal of the intracranial hemangiopericytoma of this "
            "60-year-old woman from the appearance of T4 metastasis.",
            180,
            None,
        ),
        (
            "In March 2010 a 40-year-old woman underwent surgery for an intracranial hemangiopericytoma. In "
            "September 2015 she presented with back pain. MRI showed a metastasis in the T8 vertebra, which was "
            "removed by laminectomy. The patient remained disease-free as of March 2018.",
            66,
            30,
        ),
        (
            "Past history: craniotomy for hemangiopericytoma in 1999. A 58-year-old man presented in 2011 with "
            "leg weakness. MRI showed a metastasis in the T8 vertebra, which was removed by laminectomy.",
            144,
            None,
        ),
        (
            "A man had a thigh hemangiopericytoma removed in 1980 when he was 30 years old. At 42, a metastasis "
            "to L3 was found.",
            144,
            None,
        ),
        (
            "A 50-year-old woman presented with L2 metastasis from meningeal hemangiopericytoma, 5 and 8 years "
            "after first surgery and local recurrence surgery, respectively.",
            60,
            None,
        ),
        (
            "A 50-year-old man presented with T8 metastasis from a tentorial hemangiopericytoma. He underwent T8 "
            "vertebrectomy in May 2010. When last seen in May 2014 he had no recurrence.",
            None,
            48,
        ),
        (
            "A 42-year-old man had a posterior fossa hemangiopericytoma resected in 1998, with recurrences in "
            "2003 and 2007 treated by Gamma Knife. In 2010, vertebral metastases at T4 and L2 were detected. He "
            "was treated with radiotherapy and died in 2012.",
            144,
            24,
        ),
        (
            "Clinical presentation. A 50-year-old female underwent resection of a tentorial hemangiopericytoma at"
            " age 37, repeat resection at age 41, and stereotactic radiosurgery at age 45. At age 50, she "
            "developed back pain and a lytic lesion of T12 was found; biopsy revealed hemangiopericytoma "
            "metastasis.",
            156,
            None,
        ),
        (
            "A 33-year-old woman with an intracranial SFT was operated on in January 2009. Local recurrence was "
            "treated in June 2013. In January 2017 a metastasis in the L3 vertebra was diagnosed. En bloc "
            "spondylectomy was performed and the patient was disease-free in January 2019.",
            96,
            24,
        ),
        (
            "The patient's initial presentation was at 28 years of age with a parietal hemangiopericytoma. "
            "Seventeen years later he developed sacral pain, and a metastasis of the sacrum was discovered. "
            "Sacrectomy was carried out. He remains free of disease 6 years after sacrectomy.",
            204,
            72,
        ),
        (
            "A 72-year-old woman presented with a metastasis to L1 from a meningeal hemangiopericytoma. The "
            "primary tumor had been operated on at the age of 60 years. Corpectomy was done.",
            144,
            None,
        ),
        (
            "After a disease-free interval of 10 years, a 54-year-old man with a surgically treated "
            "hemangiopericytoma of the falx developed a metastasis of T7. Three years after vertebrectomy, he is "
            "neurologically intact.",
            120,
            36,
        ),
        (
            "In 2001 a 35-year-old man underwent craniotomy for a hemangiopericytoma. He remained asymptomatic "
            "for 8 years. In 2009 an MRI obtained for low back pain revealed a metastasis in L5.",
            96,
            None,
        ),
        (
            "A 55-year-old woman with a remote history (1995) of meningeal hemangiopericytoma presented in 2010 "
            "with low back pain. MRI showed an L4 metastasis.",
            180,
            None,
        ),
        (
            "A 55-year-old woman with meningeal hemangiopericytoma resected in 1995 presented in 2010 with low "
            "back pain. MRI showed an L4 metastasis.",
            180,
            None,
        ),
        (
            "A 55-year-old woman developed an L4 metastasis after an interval of 11 years since craniotomy for "
            "hemangiopericytoma.",
            132,
            None,
        ),
        (
            "A 55-year-old woman developed an L4 metastasis with a latency of 11 years from her meningeal "
            "hemangiopericytoma.",
            132,
            None,
        ),
        (
            "A 55-year-old woman developed an L4 metastasis of meningeal hemangiopericytoma (interval: 11 years).",
            132,
            None,
        ),
        (
            "Eleven years elapsed between the craniotomy for hemangiopericytoma and the L4 metastasis in this "
            "55-year-old woman.",
            132,
            None,
        ),
        (
            "An intracranial hemangiopericytoma was removed from a 44-year-old woman. At 55 years of age, she was"
            " readmitted with an L4 metastasis.",
            132,
            None,
        ),
        (
            "A 44-year-old woman had an intracranial hemangiopericytoma removed. She returned at age 55 with an "
            "L4 metastasis.",
            132,
            None,
        ),
        (
            "In 1990, at age 44, she underwent craniotomy for hemangiopericytoma. In 2001 the woman developed an "
            "L4 metastasis, treated by corpectomy. She died in 2003.",
            132,
            24,
        ),
        (
            "A 40-year-old man presented with a T8 metastasis of a meningeal hemangiopericytoma. The longest "
            "reported interval is 26 years. Laminectomy was done.",
            None,
            None,
        ),
        (
            "A 40-year-old man underwent craniotomy for a hemangiopericytoma; 5 years later, a pulmonary "
            "metastasis was resected, and a further 3 years later, a T8 metastasis was irradiated.",
            96,
            None,
        ),
        (
            "A 40-year-old man underwent craniotomy for a hemangiopericytoma. Two local recurrences were resected"
            " 4 and 7 years later, respectively. At 9 years, a T8 metastasis was irradiated.",
            108,
            None,
        ),
        (
            "In 2003, a 40-year-old man underwent craniotomy for a hemangiopericytoma, with re-operation in 2006 "
            "and radiosurgery in 2008. Lung metastases were found in 2010. He was admitted in November 2012 for "
            "back pain; a T8 metastasis was found. He died 6 months later.",
            108,
            6,
        ),
        (
            "A 52-year-old woman presented in 2015 with paraparesis. T8 metastasis of hemangiopericytoma was "
            "resected. She had undergone resection of a meningioma in 2004, which on review was "
            "hemangiopericytoma.",
            132,
            None,
        ),
        (
            "A 52-year-old woman was treated between 2004 and 2009 for meningeal hemangiopericytoma. In 2015 a T8"
            " metastasis was resected.",
            132,
            None,
        ),
        (
            "A 52-year-old woman with meningeal hemangiopericytoma, diagnosed in June 2004, developed a T8 "
            "metastasis in December 2015.",
            138,
            None,
        ),
        (
            "A 52-year-old woman, who had been operated on for meningeal hemangiopericytoma in 2004 at the age of"
            " 41, developed a T8 metastasis 11 years later.",
            132,
            None,
        ),
        (
            "We report on a female patient who first presented at 41 years of age with meningeal "
            "hemangiopericytoma. She underwent surgery and radiotherapy. At 48 years of age, she had a local "
            "recurrence. At 52 years of age, she had a T8 metastasis resected.",
            132,
            None,
        ),
        (
            "A 40-year-old man underwent craniotomy for a hemangiopericytoma in 2003. He was symptom-free until "
            "2012, when a T8 metastasis was found.",
            108,
            None,
        ),
    ],
)
def test_the_times_of_a_story(text: str, interval: Value | None, followup: Value | None) -> None:
    found = {
        one.field: one.value for one in HPC.extract(Record(pmid="1", sections=(Section(text=text),))) if one.case == 1
    }
    assert (found.get("interval_months"), found.get("followup_months")) == (interval, followup)
