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
        ("Embolization was attempted but failed.", "embolization", "no"),
        ("T6-T8 laminectomy was done after failed embolization.", "embolization", None),
        ("Embolization was given up for fear of a cord infarct, and laminectomy was done.", "embolization", "no"),
        ("Preoperative embolization was done. The vertebra was replaced by a cage.", "embolization", "yes"),
        ("Total resection without embolization was done.", "embolization", "no"),
        (
            "Radiotherapy was advised after the operation, but the patient refused for want of money.",
            "radiotherapy",
            "no",
        ),
        ("Surgical treatment was offered, but he preferred medical treatment.", "surgery", "no"),
        ("Adjuvant therapy was considered unnecessary.", "radiotherapy", "no"),
        ("He was operated on. Chemotherapy has not been shown to be of use.", "chemotherapy", None),
        ("The deposit was treated with implantation of iodine-125 seeds.", "radiotherapy", "yes"),
        ("He chose radiosurgery over surgery.", "surgery", "no"),
        ("He was not considered a surgical candidate.", "surgery", "no"),
        ("Options, including surgery and radiosurgery, were discussed. He was irradiated.", "radiosurgery", None),
        ("He was irradiated. The authors recommend resection followed by radiosurgery.", "radiosurgery", None),
        ("Laminectomy was done. He died before radiotherapy could be given.", "radiotherapy", None),
        ("Laminectomy was done. Radiation was held in reserve.", "radiotherapy", "no"),
        ("Laminectomy was done. Embolization was not repeated.", "embolization", None),
        ("The deposit was shelled out.", "surgery", "yes"),
        ("Surgery, radiotherapy and chemotherapy were all refused.", "surgery", "no"),
        ("He underwent laminectomy, and surgery and radiotherapy of the brain were declined.", "surgery", "yes"),
        ("He had been treated for cancer of the colon with surgery and chemotherapy.", "chemotherapy", None),
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
        ("The tumor was resected piecemeal and completely.", "gross total"),
        ("A second resection of the vertebral tumor was performed, which was subtotal.", "subtotal"),
        ("Laminectomy with partial removal; in a second stage gross total removal was achieved.", "gross total"),
        ("Because en bloc vertebrectomy would have led to unacceptable morbidity, laminectomy was done.", None),
        ("Laminectomy was done. Treatment of spinal metastases includes total resection.", None),
    ],
)
def test_how_much_was_taken_out(text: str, value: str | None) -> None:
    assert read(START + text).get("resection") == value


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


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Radiotherapy was recommended, but the patient refused.", "radiotherapy", "no"),
        ("Embolization was judged superfluous.", "embolization", "no"),
        ("Chemotherapy was discussed at length; it was not given.", "chemotherapy", "no"),
        ("He was referred for radiotherapy, which he completed.", "radiotherapy", "yes"),
        ("Surgery is the mainstay of treatment.", "surgery", None),
        ("Radiotherapy was given in 17.", "radiotherapy", None),
        ("Radiotherapy was given in ten fractions.", "radiotherapy", "yes"),
        ("Embolization of both iliac arteries was followed by removal of the vertebral mass.", "embolization", "yes"),
        ("Total removal was associated with longer survival.", "surgery", None),
    ],
)
def test_what_was_done_is_told_apart_from_what_was_only_spoken_of(text: str, field: str, value: str | None) -> None:
    assert read(START + text).get(field) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The T7 vertebra was lifted out in one piece.", "en bloc"),
        ("The resection of the T7 mass seemed macroscopically complete.", "gross total"),
        ("The tumor of T7 was removed in toto, and irradiation was not given.", "gross total"),
        ("The T7 lesion was removed subtotally through a laminectomy.", "subtotal"),
        ("Intralesional curettage of T7 was done.", None),
        ("Partial T7 corpectomy and fixation were performed.", None),
        ("Biopsy of T7 contained no tumor.", None),
    ],
)
def test_extent_is_that_of_the_tumor(text: str, value: str | None) -> None:
    assert read(START + text).get("resection") == value


def test_a_place_that_dates_the_lesion_is_not_where_it_was_treated() -> None:
    told = "A 47-year-old woman had a metastasis of L5 twelve years after resection of a frontal hemangiopericytoma. "
    assert read(told + "Irradiation was followed by resection.")["surgery"] == "yes"


def series(text: str) -> list[dict[str, object]]:
    record = Record(
        pmid="1", title="Spinal hemangiopericytoma: report of three patients.", sections=(Section(text=text),)
    )
    found = EXTRACTOR.extract(record)
    return [{one.field: one.value for one in found if one.case == case} for case in (1, 2, 3)]


def test_what_is_said_of_all_patients_is_said_of_each() -> None:
    told = "We describe three patients, two men and one woman, with hemangiopericytoma of the thoracic spine. "
    assert [one.get("surgery") for one in series(told + "All patients underwent surgery.")] == ["yes"] * 3
    assert [one.get("radiotherapy") for one in series(told + "None of them received radiotherapy.")] == ["no"] * 3
    assert [one.get("surgery") for one in series(told + "Two were operated on.")] == [None] * 3
    assert [one.get("embolization") for one in series(told + "Embolization was performed in two.")] == [None] * 3


def test_what_is_said_of_all_is_said_of_those_too_who_are_told_one_by_one() -> None:
    told = (
        "We describe three patients with hemangiopericytoma of the spine. "
        "Case 1: A 30-year-old man had a tumor at T4. Case 2: A 41-year-old woman had a tumor at L2. "
        "Case 3: A 52-year-old man had a tumor at C5. All patients underwent surgery."
    )
    assert [one.get("surgery") for one in series(told)] == ["yes"] * 3
