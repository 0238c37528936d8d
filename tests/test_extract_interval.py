"""`interval_months`: from the primary to the metastasis, as told in one figure, in steps, dates or ages."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.extract import Extractor
from harvester.query import read_query
from harvester.records import Extraction, Record, Section, Value

HPC = Extractor(read_query(Path(__file__).parents[1] / "queries" / "hpc-spine.toml"))

SPINE = "Magnetic resonance imaging showed a metastasis in the T8 vertebra, which was removed by laminectomy. "


def found(text: str, title: str = "") -> tuple[Extraction, ...]:
    return HPC.extract(Record(pmid="1", title=title, sections=(Section(text=text),)))


def values(text: str, field: str, title: str = "") -> list[Value]:
    """A field's values by case, in the order of the cases."""
    return [one.value for one in found(text, title) if one.field == field and one.case]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        (
            "A woman had a tentorial hemangiopericytoma resected. Six years later a local recurrence was irradiated. "
            f"Another 4 years passed before she noted back pain. {SPINE}",
            120,
        ),
        (
            "A woman had a tentorial hemangiopericytoma resected. Six years later a local recurrence was resected. "
            f"Three years after that operation she had leg weakness. {SPINE}",
            108,
        ),
        (
            "A frontal hemangiopericytoma was resected in a 40-year-old man. Multiple nodules in the lungs were found "
            "after 3 years and vertebral metastases at T8 after 7 years. Laminectomy was done.",
            84,
        ),
        (
            "A 50-year-old man had a T8 metastasis of a hemangiopericytoma. In a review of 12 patients the longest "
            "interval between the primary tumor and the spinal metastasis was 19 years.",
            None,
        ),
        (f"A 40-year-old man presented with weakness. {SPINE}The operation lasted 4 hours and 30 minutes.", None),
        (
            f"A 50-year-old man had a falcine hemangiopericytoma removed 9999 years before he had back pain. {SPINE}",
            None,
        ),
    ],
)
def test_which_time_is_an_interval(text: str, interval: Value | None) -> None:
    assert values(text, "interval_months") == ([interval] if interval else [])


def test_where_it_is_left_open_whether_the_lesion_is_a_metastasis_its_time_still_counts() -> None:
    text = (
        "A 57-year-old woman had laparotomy for a pelvic hemangiopericytoma. Seven years later she had back pain. "
        "MRI showed a lesion of the L5 vertebra. Whether it was a metastasis or a second primary could not be decided."
    )
    assert values(text, "interval_months") == [84]


@pytest.mark.parametrize(
    ("text", "interval", "followup"),
    [
        (
            (
                "A 33-year-old woman had resection of a parietal hemangiopericytoma. "
                "Some 20 years on, she presented with a metastasis in the L3 vertebra. "
                "Vertebrectomy was performed."
            ),
            240,
            None,
        ),
        (
            (
                "A tentorial hemangiopericytoma was removed in 1998. "
                "In June 2007 the patient presented with back pain. "
                f"{SPINE}"
            ),
            108,
            None,
        ),
        (
            (
                "A man was operated on at age 41 for a falcine hemangiopericytoma. "
                "Now 47, he presented with back pain. "
                f"{SPINE}"
            ),
            72,
            None,
        ),
        (
            (
                "A woman underwent resection of a falcine hemangiopericytoma. "
                "Fourteen years later it recurred locally and was resected again; three years after that, a "
                "metastasis was found at T8. "
                "Laminectomy was performed."
            ),
            204,
            None,
        ),
        (
            (
                "A 29-year-old man underwent craniotomy for a pineal hemangiopericytoma. "
                "He remained well for 12 years until back pain developed. "
                f"{SPINE}"
            ),
            144,
            None,
        ),
        (
            (
                "A 42-year-old woman presented with neck pain of 6 months. "
                "She had a falcine hemangiopericytoma resected in 1999. "
                "In 2010 MRI showed a C4 metastasis. "
                "Corpectomy was done. "
                "The mean survival after spinal metastasis is 20 months."
            ),
            132,
            None,
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
                "A 50-year-old man presented with paraparesis 8 years after resection of a falcine hemangiopericytoma. "
                f"{SPINE}At 18-month follow-up he was free of disease."
            ),
            96,
            18,
        ),
        (
            (
                "A 50-year-old woman with an eight-year history of tentorial hemangiopericytoma developed back pain. "
                f"{SPINE}She died 9 months later."
            ),
            96,
            9,
        ),
        (
            (
                "A 61-year-old man presented with leg weakness. "
                "He had undergone craniotomy for a frontal hemangiopericytoma 14 years previously. "
                f"{SPINE}He was followed for 5 years without recurrence."
            ),
            168,
            60,
        ),
        (
            (
                "A falcine hemangiopericytoma was resected in a 40-year-old woman. "
                "A decade later she developed back pain. "
                f"{SPINE}Two years postoperatively she remains well."
            ),
            120,
            24,
        ),
        (
            (
                "A 47-year-old man had a spinal metastasis of intracranial hemangiopericytoma after a disease-free "
                "interval of 11 years. "
                "The L2 lesion was treated by corpectomy. "
                "He is alive 3 years after the spinal operation."
            ),
            132,
            36,
        ),
        (
            (
                "We report a 47-year-old man with a vertebral metastasis of meningeal hemangiopericytoma at L2 after "
                "a latency of 7 years. "
                "Corpectomy was done. "
                "At the last follow-up (27 months) there was no recurrence."
            ),
            84,
            27,
        ),
        (
            (
                "A 33-year-old woman had resection of a parietal hemangiopericytoma. "
                "Ten and a half years later, MRI revealed a metastasis in the L3 vertebra. "
                "Vertebrectomy was performed. "
                "She survived 6 months."
            ),
            126,
            6,
        ),
        (
            (
                "A tentorial hemangiopericytoma was removed in March 1998 in a 44-year-old man. "
                "In June 2007 he presented with back pain. "
                f"{SPINE}He remains well at 30 months."
            ),
            111,
            30,
        ),
        (
            (
                "A 50-year-old man with a 3-month history of back pain was found to have a vertebral metastasis at T8. "
                "Nine years before, he had undergone resection of a falcine hemangiopericytoma. "
                "Laminectomy was done. "
                "He died of disease 2.5 years after spinal surgery."
            ),
            108,
            30,
        ),
        (
            (
                "A falcine hemangiopericytoma was resected in a 40-year-old woman. "
                "Local recurrence was resected 5 years later and lung metastases appeared 8 years after the "
                "craniotomy. "
                "Eleven years after the craniotomy, a T8 vertebral metastasis was removed. "
                "Six weeks after the spinal operation she was able to walk."
            ),
            132,
            1.4,
        ),
        (
            (
                "The interval between the craniotomy for hemangiopericytoma and the spinal metastasis at L1 was 13 "
                "years in this 60-year-old woman. "
                "Laminectomy was done. "
                "Follow-up was 4 years."
            ),
            156,
            48,
        ),
        (
            (
                "A 60-year-old woman presented with sciatica. "
                "Seven years earlier, a retroperitoneal hemangiopericytoma had been excised. "
                "MRI showed a metastasis at L4. "
                "She was treated with radiosurgery. "
                "Postoperative course was uneventful and after 15 months of follow-up there is no evidence of disease."
            ),
            84,
            15,
        ),
        (
            (
                "A 60-year-old woman, who had been treated for a hemangiopericytoma of the pleura 5.5 years ago, was "
                "admitted with paraplegia. "
                f"{SPINE}She was discharged after 3 weeks. "
                "One year later, she can walk."
            ),
            66,
            12,
        ),
        (
            (
                "A 38-year-old woman underwent nephrectomy for a renal hemangiopericytoma in January 2001. "
                "Twenty-two months thereafter she suffered back pain. "
                f"{SPINE}She is alive with disease at 40 months."
            ),
            22,
            40,
        ),
        (
            (
                "At age 30 he had a hemangiopericytoma of the thigh excised. "
                "At 39 he developed paraplegia from a T5 metastasis. "
                "Laminectomy was performed and he died 14 weeks later."
            ),
            108,
            3.2,
        ),
        (
            (
                "A 52-year-old man was diagnosed with a spinal metastasis at T5. "
                "The primary, a hemangiopericytoma of the falx, had been removed 6 years before. "
                "He was treated by radiotherapy. "
                "Twelve months after treatment MRI showed no progression."
            ),
            72,
            12,
        ),
        (
            (
                "A 44-year-old man had a hemangiopericytoma of the posterior fossa resected in 1990; this recurred in "
                "1996 and was treated with gamma knife. "
                "In 2003, a metastasis to the C5 vertebra was resected. "
                "The patient died in 2005."
            ),
            156,
            24,
        ),
        (
            (
                "A 66-year-old man with a past history of craniotomy for falcine hemangiopericytoma 16 years prior "
                "presented with low back pain. "
                "MRI showed an L2 metastasis. "
                "Corpectomy was done. "
                "He has been followed up for 20 months without recurrence."
            ),
            192,
            20,
        ),
        (
            (
                "A 45-year-old man treated 9 years ago for a meningeal hemangiopericytoma was admitted because of "
                "paraparesis of 3 weeks' duration. "
                f"{SPINE}Postoperative recovery was excellent, and at 1-year follow-up he had no deficit."
            ),
            108,
            12,
        ),
    ],
)
def test_interval_and_what_followed(text: str, interval: Value | None, followup: Value | None) -> None:
    assert (values(text, "interval_months"), values(text, "followup_months")) == (
        [interval] if interval else [],
        [followup] if followup else [],
    )


@pytest.mark.parametrize(
    ("title", "interval"),
    [
        ("Vertebral metastasis 12 years after resection of an intracranial hemangiopericytoma", 144),
        ("Late spinal metastasis of meningeal hemangiopericytoma after 15 years: case report", 180),
        ("Spinal metastasis of meningeal hemangiopericytoma after 11 disease-free years", 132),
    ],
)
def test_interval_that_only_the_title_tells(title: str, interval: int) -> None:
    assert values(f"A 50-year-old woman presented with back pain. {SPINE}", "interval_months", title) == [interval]


def test_a_sum_shows_every_part() -> None:
    text = (
        "A woman underwent resection of a falcine hemangiopericytoma. Fourteen years later it recurred locally and was "
        "resected again; three years after that, a metastasis was found at T8. Laminectomy was performed."
    )
    (interval,) = [one for one in found(text) if one.field == "interval_months"]
    assert [span.quote for span in interval.spans] == ["Fourteen years later", "three years after that"]


def test_two_dates_are_both_shown() -> None:
    text = f"A falcine hemangiopericytoma was removed in March 1998. In June 2007 the patient had back pain. {SPINE}"
    (interval,) = [one for one in found(text) if one.field == "interval_months"]
    assert (interval.value, [span.quote for span in interval.spans]) == (111, ["March 1998", "June 2007"])
