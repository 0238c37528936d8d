"""Treatments of the spinal lesion, told apart from the primary's, from other metastases', from plans and refusals."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section

START = (
    "A 51-year-old man was admitted with paraparesis nine years after resection of a left frontal hemangiopericytoma. "
    "MRI showed a metastasis in the T7 vertebra. "
)
EXTRACTOR = Extractor(read_query(find_query("hpc-spine")))


def read(text: str) -> dict[str, object]:
    record = Record(pmid="1", title="Spinal metastasis of hemangiopericytoma.", sections=(Section(text=text),))
    return {one.field: one.value for one in EXTRACTOR.extract(record) if one.case == 1}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("He underwent surgery with costotransversectomy.", "surgery", "yes"),
        ("The spinal tumor was removed piecemeal.", "surgery", "yes"),
        ("Surgery was deemed too hazardous.", "surgery", "no"),
        ("The lesion was considered inoperable.", "surgery", "no"),
        ("He was treated with irradiation alone.", "surgery", "no"),
        ("Postoperatively 4,500 rads were given to the thoracic spine.", "radiotherapy", "yes"),
        ("The vertebra received 30 Gy in 10 fractions.", "radiotherapy", "yes"),
        ("Radiotherapy was recommended but he refused it.", "radiotherapy", "no"),
        ("Adjuvant irradiation was withheld.", "radiotherapy", "no"),
        ("Radiotherapy was planned.", "radiotherapy", None),
        ("No adjuvant therapy was given.", "radiotherapy", "no"),
        ("The pain radiated to the left leg.", "radiotherapy", None),
        ("The vertebra was treated with CyberKnife.", "radiosurgery", "yes"),
        ("Pazopanib was started.", "chemotherapy", "yes"),
        ("The feeding arteries of the tumour were occluded with coils.", "embolization", "yes"),
        ("Embolization was attempted but failed.", "embolization", None),
    ],
)
def test_whether_a_treatment_was_given(text: str, field: str, value: str | None) -> None:
    assert read(START + text).get(field) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Total en bloc spondylectomy was performed.", "en bloc"),
        ("The tumor of T7 was resected in one piece.", "en bloc"),
        ("The metastasis was removed completely.", "gross total"),
        ("Complete exeresis of the vertebral lesion was achieved.", "gross total"),
        ("The vertebral tumor could not be removed completely.", "subtotal"),
        ("As much tumor as possible was removed from the vertebra.", "subtotal"),
        ("At laminectomy a part of the tumor was left behind.", "subtotal"),
        ("CT-guided biopsy of the vertebra was done.", "biopsy"),
    ],
)
def test_how_much_was_taken_out(text: str, value: str) -> None:
    assert read(START + text)["resection"] == value


def test_what_was_done_to_the_primary_or_to_an_organ_is_not_done_to_the_spine() -> None:
    told = "A 40-year-old woman had undergone resection and irradiation of a tentorial hemangiopericytoma in 2001. "
    assert (
        read(told + "In 2010 a metastasis of L2 was found.").keys().isdisjoint({"surgery", "resection", "radiotherapy"})
    )
    assert "surgery" not in read(START + "Two lung metastases were resected.")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He lost the use of both legs.", ("weakness",)),
        ("He could not void.", ("sphincter disturbance",)),
    ],
)
def test_complaints_in_a_whole_phrase(text: str, value: tuple[str, ...]) -> None:
    begun = "A 51-year-old man had had a hemangiopericytoma of the falx removed in 1999. In 2008 "
    assert read(begun + text[0].lower() + text[1:] + " MRI showed a metastasis at T8.")["presentation"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Whole-body PET revealed no other lesions.", "no"),
        ("Staging CT of the chest and abdomen was unremarkable.", "no"),
        ("CT disclosed several pulmonary nodules.", "yes"),
    ],
)
def test_other_metastases(text: str, value: str) -> None:
    assert read(START + text)["other_metastases"] == value
