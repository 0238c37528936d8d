"""Complaints in phrases, what is no complaint, and a lesion that was found by chance."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(find_query("hpc-spine")))
STORY = "We report a 50-year-old man with a meningeal hemangiopericytoma resected 9 years earlier. "
PAIN, WEAK, NUMB, GAIT, BLADDER = "pain", "weakness", "sensory loss", "gait disturbance", "sphincter disturbance"


def value(words: str, field: str) -> Value | None:
    record = Record(pmid="1", title="Spinal metastasis of hemangiopericytoma", sections=(Section(text=STORY + words),))
    return next((one.value for one in HPC.extract(record) if (one.case, one.field) == (1, field)), None)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Girdle pain was soon followed by paraparesis. MRI showed a T8 mass.", {PAIN, WEAK}),
        ("He endorsed neck pain and an inability to stand. MRI showed a T8 mass.", {PAIN, GAIT}),
        ("On examination anal tone was absent. MRI showed an L2 mass.", {BLADDER}),
        ("He complained of spasticity of gait and difficulty in holding a pen. MRI showed a C5 mass.", {GAIT, WEAK}),
        ("He presented with difficulty in emptying the bladder. MRI showed an L2 mass.", {BLADDER}),
        ("He noticed dysuria and diminished sensation of the thighs. MRI showed an L2 mass.", {BLADDER, NUMB}),
        ("He complained of weakness and was no longer able to walk. MRI showed a T8 mass.", {WEAK, GAIT}),
        ("Severe lumbar pain revealed an L3 metastasis.", {PAIN}),
        ("He was admitted because of cauda equina syndrome. MRI showed an L4 mass.", {"cauda equina syndrome"}),
        ("He had cauda equina syndrome with urinary retention. MRI showed an L4 mass.", {BLADDER}),
        ("He presented with backache. After T8 corpectomy, he developed leg weakness.", {PAIN}),
        ("CT showed lytic lesions of T5 and T7, neither of which produced symptoms.", {"incidental"}),
        ("The T5 metastasis was found incidentally on CT.", {"incidental"}),
        ("A routine CT, done before a hernia repair, revealed a lytic lesion of T3.", {"incidental"}),
    ],
)
def test_presentation(words: str, wanted: set[str]) -> None:
    assert set(value(words, "presentation") or ()) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Osteolytic lesions of the thoracic spine were found.", ("vertebral",)),
        ("A lesion of the odontoid process was found.", ("vertebral",)),
        ("An osteolytic lesion of L3 with invasion of the psoas muscle was found.", ("vertebral", "paraspinal")),
        ("A mass at T8 was removed; the paraspinal muscles were retracted.", None),
        ("Irradiation of the T8 lesion led to a vertebral fracture.", None),
        ("The margin of the T8 lesion was positive on the epidural side.", None),
    ],
)
def test_compartment(words: str, wanted: tuple[str, ...] | None) -> None:
    assert value(words, "compartment") == wanted


def test_what_came_with_the_operation_is_no_complaint() -> None:
    told = "Routine MRI showed a T7 metastasis. En bloc spondylectomy was done. He developed transient paraparesis."
    assert value(told, "presentation") == ("incidental",)
    later = "Back pain led to T7 spondylectomy. He developed leg weakness after the operation."
    assert value(later, "presentation") == ("pain",)
