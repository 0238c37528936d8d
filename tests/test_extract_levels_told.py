"""Levels beside heights of deficits, cord signal and screws; what was treated for a tumour; lists behind ages."""

from __future__ import annotations

import pytest
from level_stories import STORY, cases

from harvester.records import Value


def values(abstract: str) -> dict[int, Value]:
    return {case: found["spinal_levels"] for case, found in cases(abstract).items() if "spinal_levels" in found}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("A cord tumour lay at D6, below it a syringomyelic cavity from D7 to D10.", ("T6",)),
        ("The mass lay at T2; hyperintensity of the cord was seen up to C6.", ("T2",)),
        ("He had an anterior cord syndrome with a D7 level; the mass lay at D6.", ("T6",)),
        ("He had paraparesis due to a metastasis at T4 level.", ("T4",)),
        ("The T12 cord compression syndrome was due to a metastasis of T11.", ("T11",)),
        ("An anesthetic level was found at L1. MRI showed a mass at T12.", ("T12",)),
        ("Tenderness was found over L3. MRI showed a metastasis of L2.", ("L2",)),
        ("The spine was normal from C1 to T6; a metastasis was seen at T9.", ("T9",)),
        ("The rest of the spine was normal; a metastasis was seen at T9.", ("T9",)),
        ("The spinal cord ended at L1-L2, and the mass was at L3.", ("L3",)),
        ("There was a T4 metastasis and, at C5-6, a disc herniation.", ("T4",)),
        ("Metastases were seen in T12 and L3, whereas the L1 fracture appeared benign.", ("T12", "L3")),
        ("After L1 spondylectomy for a metastasis, a T10 adjacent fracture occurred.", ("L1",)),
        ("Foci were seen in L2 (SUV 6.1), the right sacral ala and the humerus.", ("L2", "sacral")),
        ("Uptake was seen in ribs 4 and 5, T6, and the skull.", ("T6",)),
        ("Metastases were seen at T8, in the lumbar spine and in the sacrum.", ("T8", "lumbar", "sacral")),
        ("A mass of the T5-T7 ribs extended into the T6 neural foramen.", ("T6",)),
        ("Screws were inserted at T8, T9, T11 and T12, and the T10 vertebra was resected.", ("T10",)),
        ("Screws were placed two levels above and below the T9 lesion.", ("T9",)),
        ("CSF was drained at L3-L4; the T9 metastasis was removed.", ("T9",)),
        ("After embolization of T8, the T9 metastasis was removed.", ("T9",)),
        ("Catheterization of T7, T8 and T9 was done and the T8 tumour was embolized.", ("T8",)),
        ("Angiography of the L4 and iliolumbar arteries was done; the metastasis was in L5.", ("L5",)),
        ("Posterior C1-C3 wiring was done for a C2 metastasis.", ("C2",)),
        ("A T6 metastasis was removed and, two years later, a second metastasis was operated on at L4.", ("T6", "L4")),
        ("He had kyphoplasty at T12 for metastasis; a lesion of L4 was irradiated.", ("T12", "L4")),
        ("Radiotherapy was given to T8-T12 for a metastasis in T10.", ("T10",)),
        ("The vertebral artery was encased from C3 to C5 by the tumor.", ("C3", "C4", "C5")),
        ("The aorta was adherent to the T9-T10 mass.", ("T9", "T10")),
        ("There was no recurrence at T8.", ("T8",)),
        ("The mass reached from the C6-7 disc space to the T1-2 disc space.", ("C6", "C7", "T1", "T2")),
        ("A tumour lay between the fifth thoracic and the seventh thoracic vertebrae.", ("T5", "T6", "T7")),
        ("Metastases of T(10) and L(2) were found.", ("T10", "L2")),
        ("The T(2)-weighted images showed a metastasis at L(4)-L(5).", ("L4", "L5")),
        ("A tumor at the foramen magnum to C2 was removed.", ("C1", "C2")),
        ("A lesion of the axis was found; fusion from the occiput to C4 followed.", ("C2",)),
        ("CT showed destruction of the body of the axis. Fusion of the neck followed.", ("C2",)),
        ("The hypothalamic axis was normal; neck pain was due to a C4 metastasis.", ("C4",)),
        ("The tumour was located at T11～L1.", ("T11", "T12", "L1")),
        ("Height of the body was lost at the T12 level due to a lytic lesion.", ("T12",)),
        ("A T8-T9 laminectomy was done for the metastasis.", None),
        ("Fixation was done from T7 to L1 and the T10 tumor was resected.", ("T10",)),
        ("A haematoma from T3 to T6 and a T5 vertebral lesion were seen.", ("T5",)),
        ("Uptake was seen at T8 and T9; T10 was doubtful.", ("T8", "T9")),
        ("Coils were placed from C2 to C6; the tumour was at C4.", ("C4",)),
        ("A dural tear at L3 was repaired; the tumour was at L4.", ("L4",)),
        ("A mass of the C5-6 foramen encased the vertebral artery from C4 to C6.", ("C4", "C5", "C6")),
        ("MRI of the thoracic and lumbar spine showed a metastasis in the lumbar spine.", ("lumbar",)),
        ("The lumbar spine was osteoporotic; a thoracic vertebral metastasis was found.", ("thoracic",)),
        ("The tumour lay on the dorsal aspect of the cord.", None),
        ("The thoracic tumour was removed by laminectomy.", ("thoracic",)),
    ],
)
def test_levels_of_the_tumour(words: str, wanted: tuple[str, ...] | None) -> None:
    assert values(STORY + words).get(1) == wanted


def test_a_list_behind_the_ages_of_all_is_dealt_out() -> None:
    told = "Hemangiopericytomas may spread. "
    ages = "Three men aged 34, 48 and 59 years with metastases at T12, C3 and L4-L5 were operated on."
    assert values(told + ages) == {1: ("T12",), 2: ("C3",), 3: ("L4", "L5")}
    other = "A 34-year-old man with headache and a 48-year-old man with hemangiopericytoma metastases at T12 and C3."
    assert values(other) == {2: ("C3", "T12")}


def test_a_sacral_tumour_is_of_the_sacrum_where_the_report_is_of_the_spine() -> None:
    told = (
        "Two patients had spinal metastases. Case 1: a 39-year-old woman with a T12 hemangiopericytoma. "
        "Case 2: a 65-year-old man with a sacral tumor."
    )
    assert values(told) == {1: ("T12",), 2: ("sacral",)}
