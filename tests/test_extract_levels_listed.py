"""Rare notations of levels, regions beside levels, and the levels of several patients."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(find_query("hpc-spine")))
STORY = (
    "A 50-year-old man had resection of a meningeal hemangiopericytoma. Ten years later he presented with back pain. "
)


def cases(abstract: str) -> dict[int, dict[str, Value]]:
    found: dict[int, dict[str, Value]] = {}
    for one in HPC.extract(Record(pmid="1", title="", sections=(Section(text=abstract),))):
        found.setdefault(one.case, {})[one.field] = one.value
    return found


def levels(words: str) -> Value | None:
    return cases(STORY + words).get(1, {}).get("spinal_levels")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("A tumor extending from the lower border of T3 to the upper border of T6 was seen.", ("T3", "T4", "T5", "T6")),
        ("MRI showed a lesion of the T-11 vertebra.", ("T11",)),
        ("MRI showed a lesion of T.11.", ("T11",)),
        ("MRI showed a lesion at Th-VII.", ("T7",)),
        ("MRI showed a lesion of the L-III vertebra.", ("L3",)),
        ("A tumor of D XII was found.", ("T12",)),
        ("MRI showed metastasis of the thoracic vertebrae (Th 4, 5 and 6).", ("T4", "T5", "T6")),
        ("MRI showed metastasis at T4, 5, and 6.", ("T4", "T5", "T6")),
        ("MRI showed metastasis at T4,5,6.", ("T4", "T5", "T6")),
        ("MRI showed metastasis at T4/5/6.", ("T4", "T5", "T6")),
        ("MRI showed metastasis at T4-5-6.", ("T4", "T5", "T6")),
        ("MRI showed metastasis at dorsal vertebra D8.", ("T8",)),
        ("MRI showed an extradural mass from mid-T4 to mid-T6.", ("T4", "T5", "T6")),
        ("Myelography showed a block at D VII-VIII due to metastasis.", ("T7", "T8")),
        ("The diagnosis was SFT grade II; C-II was normal; the metastasis was at T8.", ("T8",)),
        ("WHO grade II tumor of the spine at Th III was found.", ("T3",)),
        ("MRI showed an epidural metastasis dorsal to the cord at T5-T7.", ("T5", "T6", "T7")),
        ("The tumor reached from C7 as far as T2.", ("C7", "T1", "T2")),
        ("The tumor reached from C7 up to C5.", ("C5", "C6", "C7")),
        ("Metastases in the Th2-, Th5- and L1-vertebrae were found.", ("T2", "T5", "L1")),
        ("A metastasis in the sixth and seventh dorsal vertebral bodies was found.", ("T6", "T7")),
        ("A metastasis in the sixth to eighth dorsal vertebrae was found.", ("T6", "T7", "T8")),
        ("A metastasis from the 10th thoracic to the 1st lumbar vertebra was found.", ("T10", "T11", "T12", "L1")),
        ("The mass extended from the foramen magnum to C3.", ("C1", "C2", "C3")),
        ("The tumor extended from the clivus down to C2.", ("C1", "C2")),
        ("A tumor extending from the occiput to C2 was found.", ("C1", "C2")),
    ],
)
def test_rare_notations_and_ranges_of_two_parts(words: str, wanted: tuple[str, ...] | None) -> None:
    assert levels(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("MRI of the thoracic spine showed an extradural metastasis.", ("thoracic",)),
        ("MRI showed a metastasis in the upper lumbar spine.", ("lumbar",)),
        ("There were multiple metastases in the thoracic and lumbar vertebrae.", ("thoracic", "lumbar")),
        ("An intradural mass of the cauda equina was found.", ("cauda equina",)),
        ("CT showed a metastasis in the sacrum.", ("sacral",)),
        ("CT showed a lytic lesion in the right sacral ala.", ("sacral",)),
        ("A metastasis of the left sacral wing was biopsied.", ("sacral",)),
        ("MRI showed cervical epidural metastasis.", ("cervical",)),
        ("A metastasis of the lumbar vertebral body was found.", ("lumbar",)),
        ("A metastasis at the occipitocervical junction was found.", ("craniocervical junction",)),
        ("A metastasis at the cervicothoracic junction was found.", ("cervicothoracic junction",)),
        ("MRI showed a mass at the thoraco-lumbar junction.", ("thoracolumbar junction",)),
        ("MRI showed a metastasis in the lumbosacral region of the spine.", ("lumbosacral",)),
        ("Metastases in C5 and the sacrum were found.", ("C5", "sacral")),
        ("MRI showed lesions in T8, L2 and the left sacral ala.", ("T8", "L2", "sacral")),
        ("Lesions in T8, S1 and the left sacral ala were found.", ("T8", "S1")),
        ("Bone scan showed metastases in T8, the ribs, the left ilium and the sacrum.", ("T8", "sacral")),
        ("The T8 metastasis was removed and the sacrum was irradiated.", ("T8",)),
        ("MRI revealed metastases of the cauda equina and at T12.", ("T12", "cauda equina")),
        ("MRI showed intradural nodules at T6, T9 and on the cauda equina roots.", ("T6", "T9", "cauda equina")),
        ("MRI showed metastasis at L3; the sacrum was normal.", ("L3",)),
        ("MRI showed a metastasis extending from L5 to the sacrum.", ("L5", "sacral")),
        ("Metastasis at T8 with cauda equina syndrome was seen.", ("T8",)),
        ("He had cauda equina syndrome; MRI showed metastasis at L3.", ("L3",)),
        ("Thoracic MRI demonstrated an intramedullary metastasis.", ("thoracic",)),
        ("MRI showed a thoracic intramedullary metastasis.", ("thoracic",)),
        ("Spinal MRI showed lumbar intradural metastasis.", ("lumbar",)),
        ("Metastasis to the dorsal spine was found.", ("thoracic",)),
        ("MRI of the cervical, thoracic and lumbar spine showed a metastasis at T8.", ("T8",)),
        ("MRI of the lumbar spine showed a metastasis.", ("lumbar",)),
        ("MRI of the cervical spine was normal; that of the thoracic spine showed a metastasis.", ("thoracic",)),
        ("CT of the thorax showed lung nodules; MRI showed a metastasis of the lumbar spine.", ("lumbar",)),
        (
            "The metastasis of the lumbar spine was removed and fixation of the thoracolumbar spine was done.",
            ("lumbar",),
        ),
        ("Cervical lymph node metastasis was found.", None),
        ("A metastasis near the lumbar spine in the retroperitoneum was found.", None),
    ],
)
def test_regions_alone_and_beside_levels(words: str, wanted: tuple[str, ...] | None) -> None:
    assert levels(words) == wanted


SERIES = [
    (
        "Four patients with spinal metastases of hemangiopericytoma were identified. All of them were "
        "men, and their ages "
        "were between 30 and 60 years. The lesions were located at C-4, T-5, T9-T10 and L-2.",
        [("C4",), ("T5",), ("T9", "T10"), ("L2",)],
    ),
    (
        "Two men, 45 and 60 years old, presented with metastatic hemangiopericytoma. The spinal "
        "metastases were at T5-T6 in "
        "the first and at L2 in the second.",
        [("T5", "T6"), ("L2",)],
    ),
    (
        "Two patients, both male, aged 45 and 60 years, had spinal metastasis of hemangiopericytoma; "
        "one lesion was in T5 "
        "and the other in L2.",
        [("T5",), ("L2",)],
    ),
    (
        "A 45-year-old man and a 60-year-old woman had metastatic hemangiopericytoma of the spine. The "
        "former had a lesion "
        "at T5, the latter at L2.",
        [("T5",), ("L2",)],
    ),
]


@pytest.mark.parametrize(("abstract", "wanted"), SERIES)
def test_each_patient_of_a_series_has_his_own_level(abstract: str, wanted: list[tuple[str, ...]]) -> None:
    assert [fields.get("spinal_levels") for case, fields in sorted(cases(abstract).items()) if case] == wanted
