"""Rare notations of levels, regions beside levels, and the levels of several patients."""

from __future__ import annotations

import pytest
from level_stories import cases, levels


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
        ("MRI revealed a tumour from T5 to T7; T6 was completely replaced.", ("T5", "T6", "T7")),
        ("MRI revealed a 32 x 25 mm lesion in T9.", ("T9",)),
        ("MRI revealed a 3 cm tumor at T5, 4 cm long.", ("T5",)),
        ("A metastasis at T5 6 years after surgery was found.", ("T5",)),
        ("A metastasis at T5, 6 and 8 years after surgery was found.", ("T5",)),
        ("A metastasis at L1 2 years after surgery was found.", ("L1",)),
        ("At L2, 3 of 5 cores were positive for metastasis.", ("L2",)),
        ("A metastasis was found at C3, C4, C5 and C6 levels.", ("C3", "C4", "C5", "C6")),
        ("A metastasis was found at the C3, 4 and 5 levels.", ("C3", "C4", "C5")),
        ("A metastasis was found in vertebrae C3 and 4.", ("C3", "C4")),
        ("A metastasis was found in the 3rd-5th lumbar vertebrae.", ("L3", "L4", "L5")),
        ("A metastasis was found at T9&T10.", ("T9", "T10")),
        ("A metastasis was found at T9+T10.", ("T9", "T10")),
        ("A metastasis was found at Th9/10.", ("T9", "T10")),
        ("A metastasis was found at TH9.", ("T9",)),
        ("A metastasis was found at the Th.9 vertebra.", ("T9",)),
        ("A metastasis was found at dorsal 9.", ("T9",)),
        ("A metastasis was found at D-9.", ("T9",)),
        ("A metastasis was found at the ninth thoracic level.", ("T9",)),
        ("A metastasis was found at the ninth thoracic spinal segment.", ("T9",)),
        (
            "A metastasis was found in the ninth and tenth thoracic vertebral bodies and the first lumbar.",
            ("T9", "T10", "L1"),
        ),
        (
            "The lesion spanned the fifth cervical to second thoracic vertebrae and was a metastasis.",
            ("C5", "C6", "C7", "T1", "T2"),
        ),
        ("A metastasis was found at the second sacral segment.", ("S2",)),
        ("A metastasis was found at the S-2 level.", ("S2",)),
        ("A metastasis was found at the C-3/4 level.", ("C3", "C4")),
        ("A metastasis was found at C2/C3/C4.", ("C2", "C3", "C4")),
        ("A metastasis was found at C2–3 and C5–6.", ("C2", "C3", "C5", "C6")),
        ("A metastasis was found at C7-D1.", ("C7", "T1")),
        ("A metastasis was found at Th12-L1.", ("T12", "L1")),
        ("A metastasis was found at Th12/L1.", ("T12", "L1")),
        ("A metastasis was found at T12, L1, 2.", ("T12", "L1", "L2")),
        ("A metastasis was found at T12 through to L2.", ("T12", "L1", "L2")),
        ("A metastasis was found at T12 down through L2.", ("T12", "L1", "L2")),
        ("A metastasis was found at levels T12 to and including L2.", ("T12", "L1", "L2")),
        ("A metastasis was found from T12 – L2.", ("T12", "L1", "L2")),
        ("A metastasis was found from T12 -L2.", ("T12", "L1", "L2")),
        ("A metastasis was found between T12 and L2 vertebrae.", ("T12", "L1", "L2")),
        ("A metastasis was found at the T12 and L2 vertebrae.", ("T12", "L2")),
        ("A metastasis was found at the T12 as well as the L2 vertebra.", ("T12", "L2")),
        ("A metastasis was found at T12 but not at L2.", ("T12",)),
        ("A metastasis was found at T12 rather than L2.", ("T12",)),
        ("Metastases were found at all levels from T5 to T8.", ("T5", "T6", "T7", "T8")),
        ("Metastases were found in T5 to T8 and in L2.", ("T5", "T6", "T7", "T8", "L2")),
        ("Metastases were found in every vertebra between T5 and T8.", ("T5", "T6", "T7", "T8")),
        ("The metastasis was centred on T5/6.", ("T5", "T6")),
        ("The T5, T6 and T8 vertebral bodies were metastatic.", ("T5", "T6", "T8")),
        ("The tumor was located anterior to the cord from T5 to T6.", ("T5", "T6")),
        ("The tumor was located ventrally at T5 to T6.", ("T5", "T6")),
        ("The tumor at C1/2 was removed.", ("C1", "C2")),
        ("The tumor involved C1, C2, and the occipital bone.", ("C1", "C2")),
        ("The epidural metastasis (C7–T1) was removed.", ("C7", "T1")),
        ("The C7-T1 epidural metastasis was removed.", ("C7", "T1")),
        ("Epidural metastasis, C7-T1, was diagnosed.", ("C7", "T1")),
        ("Diagnosis: metastasis of hemangiopericytoma, T8.", ("T8",)),
        ("Imaging: T8 lesion with cord compression from metastasis.", ("T8",)),
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
        ("PET-CT showed bone metastases in L3, and in the ribs, sacrum and right ischium.", ("L3", "sacral")),
        (
            "Bone metastases were found, including the ribs, sacrum and both femora. A biopsy of L3 was taken.",
            ("L3", "sacral"),
        ),
        (
            "MRI showed metastases in C7, L4 and the sacrum; the sacral focus was an insufficiency fracture.",
            ("C7", "L4"),
        ),
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


ELSEWHERE = (
    "A 60-year-old man had resection of a frontal hemangiopericytoma. "
    "Ten years later a hepatic metastasis was resected. "
)


@pytest.mark.parametrize(
    "words",
    [
        "He had undergone laminectomy L4-L5 for stenosis.",
        "He had chronic low back pain from degenerative disc disease at L4-5.",
        "MRI of the spine showed a compression fracture of L1, considered osteoporotic.",
        "MRI of the spine showed an osteoporotic compression fracture of L1.",
        "Vertebroplasty of L1 was performed for an osteoporotic fracture.",
        "Lumbar spinal stenosis at L3-L4 was known.",
        "An epidural catheter at T8-T9 was used for analgesia.",
        "Epidural analgesia (T8) was used.",
        "MRI of the whole spine was normal.",
        "MRI of the cervical, thoracic and lumbar spine showed no metastases.",
        "Bone scan was normal apart from degenerative uptake at L5.",
        "Bone scintigraphy showed uptake in L5, which proved degenerative.",
        "Bone scan showed uptake in L5, which on MRI was due to osteochondrosis.",
        "A lesion of L2 was biopsied and proved to be a haemangioma.",
        "The L2 lesion was biopsied and proved to be a haemangioma.",
        "A sclerotic focus in L2 was unchanged over years and considered a bone island.",
        "A mass of the liver in segments S5 and S6 was resected.",
        "A lesion in S4 of the liver was resected.",
        "The tumor was located at the level of the L2 vertebra in the retroperitoneum.",
        "The kidney tumor extended from T12 to L3.",
        "The aorta was cross-clamped at T12.",
        "A lumbar drain was placed at L3-4.",
        "He had a T10 spinal cord injury from a motorcycle accident in his youth.",
        "He was paraplegic (T10) after an accident in his youth.",
        "He had cervical spondylotic myelopathy at C5-6.",
        "An IVC filter was placed below L2.",
        "CT at the level of L3 was used to measure muscle mass.",
        "The skeletal muscle index at L3 was low.",
        "Spondylolisthesis L5-S1 was known.",
        "An intervertebral disc hernia at L5-S1 was known.",
        "MRI showed a perineural cyst at S2.",
        "He had pain in the lumbar spine.",
        "He had degenerative changes of the lumbar spine.",
        "Radiographs of the cervical spine were normal.",
        "He had undergone cervical spine surgery for spondylosis.",
        "He had scoliosis of the thoracic spine.",
        "Osteoporosis of the lumbar spine was treated with alendronate.",
        "Dual-energy absorptiometry of the lumbar spine showed osteopenia.",
        "He wore a collar for neck pain due to cervical spine arthrosis.",
    ],
)
def test_no_level_of_a_spine_without_a_tumour(words: str) -> None:
    assert cases(ELSEWHERE + words).get(1, {}).get("spinal_levels") is None
