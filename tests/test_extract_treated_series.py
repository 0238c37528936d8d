"""Treatments of several patients: told by the title, dealt out with `respectively`, or of some that nobody knows."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section

EXTRACTOR = Extractor(read_query(find_query("hpc-spine")))


def read(title: str, text: str) -> list[dict[str, object]]:
    """The values of each case."""
    record = Record(pmid="1", title=title, sections=(Section(text=text),))
    found = [one for one in EXTRACTOR.extract(record) if one.case]
    return [{one.field: one.value for one in found if one.case == case} for case in sorted({one.case for one in found})]


def test_a_title_tells_the_operation_of_a_series() -> None:
    cases = read(
        "Hemangiopericytomas of the spine: results in four surgically treated patients",
        "The records of 3 men and 1 woman with primary hemangiopericytoma of the spine were studied. Mean age was 44.",
    )
    assert [case.get("surgery") for case in cases] == ["yes"] * 4


def test_a_title_tells_en_bloc_of_each() -> None:
    cases = read(
        "Total en bloc spondylectomy for metastases of meningeal hemangiopericytoma: two patients",
        "A 40-year-old man had a metastasis at T5 and a 52-year-old woman one at L1. Blood loss was small.",
    )
    assert [case.get("resection") for case in cases] == ["en bloc"] * 2


def test_no_operation_where_the_tumours_lie_elsewhere_as_well() -> None:
    cases = read(
        "Meningeal hemangiopericytomas: outcome in six patients",
        "Six patients (4 men and 2 women) were surgically treated for hemangiopericytoma; "
        "four tumors were intracranial and two spinal.",
    )
    assert not any(case.get("surgery") for case in cases)


TWO = (
    "A 48-year-old man and a 59-year-old woman developed metastases of meningeal hemangiopericytoma at T5 and L2, "
    "respectively. "
)


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("They were treated by corpectomy and radiosurgery, respectively.", "surgery", ["yes", None]),
        ("They were treated by corpectomy and radiosurgery, respectively.", "radiosurgery", [None, "yes"]),
        ("Gross total and subtotal resection were achieved, respectively.", "resection", ["gross total", "subtotal"]),
        ("Both were operated on; only one patient received radiotherapy.", "radiotherapy", [None, None]),
        ("Both were operated on. One patient had a recurrence at the same level.", "recurrence", [None, None]),
        ("Both were operated on. Neither patient showed recurrence at 2 years.", "recurrence", ["no", "no"]),
        ("Both were operated on. Embolization was used in both but the woman.", "embolization", [None, None]),
        ("Patient 1 was irradiated. Patient 2 received pazopanib.", "radiotherapy", ["yes", None]),
        ("Patient 1 was irradiated. Patient 2 received pazopanib.", "chemotherapy", [None, "yes"]),
        (
            "In the first case total excision was possible, and in the second only subtotal resection.",
            "resection",
            ["gross total", "subtotal"],
        ),
    ],
)
def test_whose_it_is(text: str, field: str, values: list[str | None]) -> None:
    cases = read("Two spinal metastases of hemangiopericytoma.", TWO + text)
    assert [case.get(field) for case in cases] == values
