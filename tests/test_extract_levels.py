"""Levels, regions and compartments of the tumour: every notation, and what is no level of it."""

from __future__ import annotations

import pytest
from level_stories import STORY, cases, levels

from harvester.records import Value


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("MRI showed an epidural metastasis from C6 to T2.", ("C6", "C7", "T1", "T2")),
        ("MRI showed an epidural metastasis at C6-T2.", ("C6", "C7", "T1", "T2")),
        ("MRI showed a metastasis of Th7.", ("T7",)),
        ("CT showed destruction of the D6-D7 vertebrae.", ("T6", "T7")),
        ("Radiographs showed collapse of L-4.", ("L4",)),
        ("A metastasis at L4/5 was found.", ("L4", "L5")),
        ("L3-4 metastases were found.", ("L3", "L4")),
        ("A metastasis at T3-5 of hemangiopericytoma was found.", ("T3", "T4", "T5")),
        ("The metastasis destroyed T8 and 9 ribs were involved.", ("T8",)),
        ("A metastasis was found from L4-S1.", ("L4", "L5", "S1")),
        ("An intradural metastasis at T1-2 was removed.", ("T1", "T2")),
        ("A metastasis at T11/T12 was found.", ("T11", "T12")),
        ("A metastasis of T 12 was found.", ("T12",)),
        ("Metastases were found in T9, T10, and T11.", ("T9", "T10", "T11")),
        ("An intradural metastasis at C3–5 was found.", ("C3", "C4", "C5")),
        ("There was a metastasis of the 7th dorsal vertebra.", ("T7",)),
        ("The fourth and fifth thoracic vertebrae were destroyed by metastasis.", ("T4", "T5")),
        ("The tumor extended from L1 through L3.", ("L1", "L2", "L3")),
        ("A metastasis was seen at the level of L2.", ("L2",)),
        ("A lytic metastasis of the T12 vertebral body was seen.", ("T12",)),
        ("MRI showed a lumbar-4 metastasis.", ("L4",)),
        ("The tumor eroded S1/S2.", ("S1", "S2")),
        ("An epidural metastasis at Th10-12 was found.", ("T10", "T11", "T12")),
        ("A metastasis of the atlas was seen.", ("C1",)),
        ("There was a lytic lesion of the axis with neck pain and a fracture of the dens.", ("C2",)),
        ("A metastasis destroyed the odontoid process.", ("C2",)),
        ("A tumor at C0-C2 was found.", ("C1", "C2")),
        ("A metastasis destroyed the coccyx.", ("Co",)),
        (
            "MRI showed metastases in C4, T6, and L3. One year later a new lesion appeared at S2.",
            ("C4", "T6", "L3", "S2"),
        ),
        ("A metastasis of the T1 vertebra was found.", ("T1",)),
        ("MRI showed a metastasis at T2 with homogeneous enhancement.", ("T2",)),
        (
            "A metastasis extended from the tenth thoracic to the second lumbar vertebra.",
            ("T10", "T11", "T12", "L1", "L2"),
        ),
        ("A metastasis between the third and fifth lumbar vertebrae was found.", ("L3", "L4", "L5")),
        ("The ninth through eleventh thoracic vertebrae were involved by metastasis.", ("T9", "T10", "T11")),
        ("The first, second and third sacral segments were infiltrated by metastasis.", ("S1", "S2", "S3")),
        ("A metastasis of the body of the third lumbar vertebra was found.", ("L3",)),
        ("There was an epidural metastasis between L2 and L4.", ("L2", "L3", "L4")),
        ("The epidural metastasis reached from the level of T8 to the level of T10.", ("T8", "T9", "T10")),
        ("The epidural metastasis reached from T8 down to T10.", ("T8", "T9", "T10")),
        ("The metastasis involved thoracic vertebrae 7 and 8.", ("T7", "T8")),
        ("The lesion extended from the foramen magnum to C3.", ("C1", "C2", "C3")),
        ("MRI showed a metastasis in the T4 vertebra. At T4, 6 months later, it recurred.", ("T4",)),
        ("A metastasis of T7 was resected, 3 of 5 margins being free.", ("T7",)),
        ("The metastasis of L5-1 was resected.", ("L5", "S1")),
        ("An L5S1 epidural metastasis was seen.", ("L5", "S1")),
        ("Multiple metastases were found (C5, Th3, Th8 and L2).", ("C5", "T3", "T8", "L2")),
        ("MRI demonstrated three metastases: C2, T5-T6, and L1.", ("C2", "T5", "T6", "L1")),
        ("A T9-10 dumbbell metastasis with a paravertebral part was seen.", ("T9", "T10")),
        ("The metastasis was at T10 on the left and at T12 on the right.", ("T10", "T12")),
        ("A second metastasis was found at L1 three years later.", ("L1",)),
        ("A metastasis at Th.8 was found.", ("T8",)),
        ("A metastasis involving the right pedicle and transverse process of T8 was resected.", ("T8",)),
        ("MRI showed a metastasis of T8 extending into the T8-T9 and T9-T10 foramina.", ("T8", "T9", "T10")),
        ("The vertebrae T5, T6 and T8 were involved by metastasis.", ("T5", "T6", "T8")),
        ("Metastases involved the vertebral bodies of T5, 6 and 8.", ("T5", "T6", "T8")),
        ("MRI showed an L2-level intradural metastasis.", ("L2",)),
        ("MRI showed a metastasis in the right C5-6 neural foramen.", ("C5", "C6")),
        ("The eleventh dorsal was collapsed by metastasis.", ("T11",)),
        ("MRI showed metastasis with compression of the spinal cord at the T6 level.", ("T6",)),
        ("Metastasis to the T11 and L2 vertebral bodies was found; L2 was treated with radiosurgery.", ("T11", "L2")),
        ("PET/CT showed FDG-avid metastases in T3, right ilium and L5.", ("T3", "L5")),
        ("MRI revealed an extramedullary metastasis at the T12-L1 intervertebral level.", ("T12", "L1")),
        ("The metastasis was located from C2 to C4 vertebral level.", ("C2", "C3", "C4")),
        ("A metastatic lesion of the second cervical vertebra (axis) was seen.", ("C2",)),
        ("She had a wedge-shaped collapse of vertebra T7 due to metastasis.", ("T7",)),
        ("The spinal metastasis (T10) compressed the cord.", ("T10",)),
        ("The metastasis at T10, T11 and the adjacent ribs was resected.", ("T10", "T11")),
        (
            "Magnetic resonance imaging demonstrated an enhancing epidural soft tissue metastasis dorsal "
            "to the cord at T3 through T5, with severe cord compression.",
            ("T3", "T4", "T5"),
        ),
        (
            "MRI revealed a 3.2 x 2.1 cm mass at L3, with extension into the left L3-4 foramen; it was a metastasis.",
            ("L3", "L4"),
        ),
        ("Multiple vertebral metastases (Th4, Th9, L1) were found; the Th9 lesion was resected.", ("T4", "T9", "L1")),
        ("At operation the metastasis was found to involve the laminae of C3 and C4.", ("C3", "C4")),
        ("Bone scan showed increased uptake in T10 and L2, and biopsy proved metastasis.", ("T10", "L2")),
        ("The third thoracic vertebra had collapsed because of metastasis.", ("T3",)),
        ("Metastases in the C7, T2, and T9 vertebral bodies were found.", ("C7", "T2", "T9")),
        ("The metastasis at T1 compressed the cord.", ("T1",)),
        ("MRI revealed a T2 vertebral body metastasis.", ("T2",)),
        ("MRI disclosed metastasis in T1 and T2 vertebral bodies.", ("T1", "T2")),
        ("The metastasis was located behind the bodies of T11 and T12.", ("T11", "T12")),
        ("The posterior elements of T4 and T5 were replaced by metastasis.", ("T4", "T5")),
        ("The tumor recurred locally at the T4 level after metastasis had been removed.", ("T4",)),
        ("The metastasis was seen in the sacral canal at S2–S3.", ("S2", "S3")),
        ("Metastatic tumour at D 8 was seen with paravertebral extension.", ("T8",)),
        ("The metastasis was at D8/9.", ("T8", "T9")),
        ("Metastasis in the body of D-11 was seen.", ("T11",)),
        ("The twelfth dorsal vertebra was eroded by metastasis.", ("T12",)),
        ("A 2nd lumbar vertebra metastasis was found.", ("L2",)),
        ("Metastasis of the twelfth thoracic and first lumbar vertebrae was found.", ("T12", "L1")),
        ("The tumor, a metastasis, was at the T-11 to L-1 levels.", ("T11", "T12", "L1")),
        ("C-3 to C-5 metastasis was removed.", ("C3", "C4", "C5")),
        ("An L5–S2 metastasis was found.", ("L5", "S1", "S2")),
        ("Metastasis infiltrated the upper sacrum (S1-S3).", ("S1", "S2", "S3")),
        ("A metastasis in the cervicothoracic junction (C7-T1) was seen.", ("C7", "T1")),
        (
            "Metastases were detected at multiple levels including T2, T6, T10, L3, and S1.",
            ("T2", "T6", "T10", "L3", "S1"),
        ),
        ("Metastases of the right ilium, L1 vertebra and left femur were found.", ("L1",)),
        ("The metastasis of the T10 spinous process was excised.", ("T10",)),
        ("Vertebral metastasis (T10-11) was treated by surgery.", ("T10", "T11")),
        ("Metastasis was detected in the tenth and eleventh thoracic vertebral bodies.", ("T10", "T11")),
        ("Metastasis involving the vertebral arch of the 8th thoracic vertebra was seen.", ("T8",)),
        ("The metastases were located at Th5/6 and L3/4.", ("T5", "T6", "L3", "L4")),
        ("Metastasis in the C4-C6 region was found.", ("C4", "C5", "C6")),
        ("MRI showed intradural extramedullary metastases at the C1/2 and Th1 levels.", ("C1", "C2", "T1")),
        ("MRI showed metastases from T4 to T6 and at L1, L2, and L4.", ("T4", "T5", "T6", "L1", "L2", "L4")),
        ("He developed metastasis to thoracic vertebra (T9).", ("T9",)),
        ("MRI showed a metastasis in the 10th thoracic vertebral body (Th10).", ("T10",)),
        ("MRI demonstrated metastases in the 3rd, 5th and 7th thoracic vertebrae.", ("T3", "T5", "T7")),
        ("A lytic metastasis in the odontoid and body of C2 was found.", ("C2",)),
    ],
)
def test_every_notation(words: str, wanted: tuple[str, ...]) -> None:
    assert levels(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("MRI showed a T8 metastasis. T7-T9 laminectomy was performed.", ("T8",)),
        ("MRI showed a T8 metastasis. She had posterior instrumentation from T6 to T10.", ("T8",)),
        ("MRI showed a T8 metastasis; pedicle screws were placed bilaterally at T6, T7, T9 and T10.", ("T8",)),
        ("T5 vertebrectomy was carried out for metastasis.", ("T5",)),
        ("MRI showed a spinal metastasis. Corpectomy of T7 was performed.", ("T7",)),
        ("MRI showed a T7 metastasis with cord edema extending from T4 to T9.", ("T7",)),
        ("There was a sensory level at T10. MRI showed a metastasis at T8.", ("T8",)),
        ("There was loss of sensation below T10. MRI showed a metastasis at T8.", ("T8",)),
        ("He had L5 hypesthesia and a metastasis of L4.", ("L4",)),
        ("He had paraplegia below T4 because of a T3 metastasis.", ("T3",)),
        ("MRI showed a metastasis arising from the L5 nerve root.", ("L5",)),
        ("MRI showed a metastasis at T8, whereas T9 was intact.", ("T8",)),
        ("MRI showed a T8 metastasis and an L4-L5 disc herniation.", ("T8",)),
        ("MRI showed a T8 metastasis and osteoporotic fractures of L1 and L2.", ("T8",)),
        ("Biopsy of the L3 metastasis through an 18-gauge needle was done.", ("L3",)),
        ("CT of the thorax was normal. A metastasis of L3 was seen.", ("L3",)),
        ("Metastases to the cervical lymph nodes and to L3 were found.", ("L3",)),
        ("A lumbar puncture was done. A metastasis of T3 was seen.", ("T3",)),
        ("Lumbar arteries at L2 and L3 were embolized before removal of the L2 metastasis.", ("L2",)),
        ("Vertebroplasty of L2 was done. The metastasis of T11 was irradiated.", ("T11",)),
        ("She underwent removal of the tumor via a T10-T12 laminectomy. The metastasis was at T11.", ("T11",)),
        (
            "MRI revealed complete replacement of the T3 body and posterior elements by metastasis, with "
            "instability, so fusion from C7 to T6 was done.",
            ("T3",),
        ),
        ("Separation surgery at T8-T9 with T6-T11 stabilisation was done for metastasis.", ("T8", "T9")),
        ("There was a metastasis, and the spinal axis was irradiated. It was at T9.", ("T9",)),
        (
            "Embolization through the right T9 and T10 intercostal arteries preceded removal of the T9 metastasis.",
            ("T9",),
        ),
        ("The tumor had spread to T7. After T7 corpectomy, a cage was placed between T6 and T8.", ("T7",)),
        ("Palliative radiotherapy (30 Gy) was given from T5 to T9 for the T7 metastasis.", ("T7",)),
        ("Laminectomy T11-L1 was done and the T12 metastasis was removed.", ("T12",)),
        (
            "MRI showed pathologic compression fracture of T8 due to metastasis and old compression fracture at L1.",
            ("T8",),
        ),
        ("The metastasis affected C1 and C2; occipitocervical fusion (C0-C4) was done.", ("C1", "C2")),
        ("He had motor weakness at L2 and below. A metastasis was at T12.", ("T12",)),
        ("TES of T10 was performed for spinal metastasis.", ("T10",)),
        ("MRI of the whole spine showed the metastasis at T5 only and no lesion at L3.", ("T5",)),
        (
            "The patient underwent T4-T6 decompressive laminectomies, T5 transpedicular corpectomy and "
            "T2-T8 instrumented fusion for metastasis.",
            ("T5",),
        ),
        ("CT myelography revealed complete block at T9 due to an epidural metastasis.", ("T9",)),
        ("A complete myelographic block was demonstrated at the T7-8 interspace by the metastasis.", ("T7", "T8")),
        ("The patient had hypoesthesia in the L4 and L5 dermatomes; MRI showed metastasis at L3.", ("L3",)),
        ("Examination showed a T6 sensory level. MRI showed metastasis at T4.", ("T4",)),
        ("Power was 3/5 from L2 to S1. MRI showed metastasis at T12.", ("T12",)),
        ("The S1 nerve root was compressed by a metastasis at L5-S1.", ("L5", "S1")),
        ("Postoperative radiotherapy of 45 Gy was given to T6-T12 for metastasis at T9.", ("T9",)),
        ("He was treated with CyberKnife for a metastasis of the C2 vertebral body.", ("C2",)),
        (
            "Recurrent metastasis at T8 was removed. Three years later a new metastasis at C4 and L5 was irradiated.",
            ("C4", "T8", "L5"),
        ),
        ("Two intradural metastases were removed at L2 and L5 through separate laminectomies.", ("L2", "L5")),
        (
            "A laminectomy at T5 and T6 was performed and the epidural metastasis was removed; MRI had "
            "shown it at the level of T5 and T6.",
            ("T5", "T6"),
        ),
        ("En bloc resection of the L2 metastasis with L1-L3 corpectomy and T11-L5 fusion was done.", ("L2",)),
        ("Metastasis in the L2 and L3 vertebrae with an intact L4 was seen.", ("L2", "L3")),
        ("There was no involvement of T7; metastasis lay in T8 and was resected.", ("T8",)),
        ("Metastasis at C2 was treated by C1-C3 fixation with C1 lateral mass screws and C3 pedicle screws.", ("C2",)),
        (
            "MRI showed metastasis in Th11. Spinal angiography revealed that the artery of Adamkiewicz "
            "arose from left Th9.",
            ("T11",),
        ),
        ("Feeding arteries from T7 to T9 were embolized before removal of metastasis of T8.", ("T8",)),
        ("Segmental arteries at T7, T8 and T9 were coiled; metastasis of T8 was resected.", ("T8",)),
        ("The metastasis had destroyed L4, and he had foot drop because of L5 root palsy.", ("L4",)),
        ("Kyphosis from T10 to L2 was corrected; metastasis of T12 was removed.", ("T12",)),
        ("A cage was inserted between T10 and T12 after removal of metastasis of T11.", ("T11",)),
        ("After corpectomy of C5 for metastasis, the spine was reconstructed with a plate from C4 to C6.", ("C5",)),
        ("Spinal cord swelling and oedema from C2 to T1 accompanied the intramedullary metastasis at C5.", ("C5",)),
        ("A syrinx reached from T2 to T10 above the metastasis at T11.", ("T11",)),
        ("Degenerative changes at L4-L5 and a metastasis at L2 were seen.", ("L2",)),
        ("He had previously undergone L4-5 discectomy. MRI showed metastasis at T10.", ("T10",)),
        ("An epidural catheter was placed at L3-4 before removal of metastasis at T10.", ("T10",)),
        (
            "The patient had metastasis in the T12 vertebral body and underwent T11-L1 posterior "
            "decompression and T10-L2 fixation.",
            ("T12",),
        ),
        ("T11-L1 posterior decompression was done for metastasis.", ("T11", "T12", "L1")),
        ("Metastasis of T7 was resected; the T6 and T8 nerve roots were sacrificed.", ("T7",)),
        ("Left T7 and T8 nerve roots were ligated and T7 metastasis removed.", ("T7",)),
        ("The metastasis was resected from the T3 vertebra via thoracotomy through the fourth rib.", ("T3",)),
    ],
)
def test_levels_of_a_treatment_a_nerve_or_another_finding_are_not_the_tumour_s(
    words: str, wanted: tuple[str, ...]
) -> None:
    assert levels(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("The T6 metastasis was hypointense on T1 and hyperintense on T2.", ("T6",)),
        ("The T6 metastasis was T1-isointense and T2-hyperintense.", ("T6",)),
        ("A T2-hyperintense metastasis of T9 was found.", ("T9",)),
        ("MRI showed a metastasis of T9 staged T1N0M0.", ("T9",)),
        ("A metastasis of L3 stained for CD34 but not for S-100 or C3.", ("L3",)),
        ("T1WI and T2WI showed metastasis of the sacrum with S1 and S2 involvement.", ("S1", "S2")),
        ("On T1- and T2-weighted images a metastasis at C6/C7 was isointense.", ("C6", "C7")),
        ("A contrast enhanced T1 MRI showed metastasis at Th12.", ("T12",)),
        ("Gadolinium-enhanced T1 images showed an L1 metastasis.", ("L1",)),
        ("MRI showed a C7-T2 metastasis, hyperintense on T2.", ("C7", "T1", "T2")),
        ("The lesion, a metastasis, was hypointense on both T1 and T2 and extended from T8 to T9.", ("T8", "T9")),
        (
            "The patient developed metastases to the liver (S4 and S8), lung (S6) and the third lumbar vertebra.",
            ("L3",),
        ),
        ("Metastasis of T9 was found, and 25-hydroxyvitamin D3 was low.", ("T9",)),
        ("CD3, CD4, and C4 were normal. Metastasis of T9 was found.", ("T9",)),
    ],
)
def test_what_only_looks_like_a_level(words: str, wanted: tuple[str, ...]) -> None:
    assert levels(words) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("A metastasis at the craniocervical junction was found.", ("craniocervical junction",)),
        ("A drop metastasis at the cervicomedullary junction was found.", ("craniocervical junction",)),
        ("An intradural metastasis at the conus medullaris was seen.", ("conus medullaris",)),
        ("Metastases of the cauda equina were found.", ("cauda equina",)),
        ("A drop metastasis on the filum terminale was found.", ("cauda equina",)),
        ("CT showed a lytic metastasis of the sacrum.", ("sacral",)),
        ("MRI showed a metastasis of the dorsal spine.", ("thoracic",)),
        ("MRI showed a metastasis of the lumbosacral spine.", ("lumbosacral",)),
        ("A metastasis at the thoracolumbar junction was removed.", ("thoracolumbar junction",)),
        ("He had L5 radiculopathy and a metastasis of the sacrum.", ("sacral",)),
        ("A metastasis in the upper thoracic spine was seen.", ("thoracic",)),
        ("A metastasis in the lower cervical and upper thoracic spine was seen.", ("cervical", "thoracic")),
        ("A thoracic epidural metastasis was seen and a lumbar drain was placed.", ("thoracic",)),
        (
            "The patient underwent laminectomies of T3 to T5 with total excision of the extradural "
            "metastasis of the thoracic spine.",
            ("thoracic",),
        ),
        ("Left-sided C6-C7 hemilaminectomy was done for metastasis in the cervical spine.", ("cervical",)),
        ("A second lumbar metastasis was treated.", ("lumbar",)),
        ("A metastasis at the cervico-thoracic junction was seen.", ("cervicothoracic junction",)),
        ("A metastasis at the lumbosacral junction was seen.", ("lumbosacral junction",)),
        ("A metastasis of the mid-thoracic spine was seen.", ("thoracic",)),
        ("A drop metastasis at the thoracic and lumbar levels of the spinal cord was seen.", ("thoracic", "lumbar")),
        (
            "MRI revealed leptomeningeal metastasis along the conus and the cauda equina.",
            ("conus medullaris", "cauda equina"),
        ),
    ],
)
def test_a_region_where_no_level_is_given(words: str, wanted: tuple[str, ...]) -> None:
    assert levels(words) == wanted


def each(abstract: str) -> list[Value | None]:
    return [fields.get("spinal_levels") for case, fields in sorted(cases(abstract).items()) if case]


def test_a_range_is_one_item_of_a_list_with_respectively() -> None:
    assert each(
        "Three patients, aged 31, 45 and 62 years, had a spinal metastasis of hemangiopericytoma. "
        "The levels were T3, L1-L2 and C6, respectively."
    ) == [("T3",), ("L1", "L2"), ("C6",)]


def test_a_level_before_the_number_of_its_patient() -> None:
    assert each(
        "We treated two patients with a spinal metastasis of hemangiopericytoma. Patient 1 was a 31-year-old man and "
        "patient 2 a 45-year-old woman. The tumor was found at T5 (patient 1) and at L2 and L3 (patient 2)."
    ) == [("T5",), ("L2", "L3")]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("MRI showed a dumbbell-shaped metastasis at T8.", ("dumbbell",)),
        ("A metastasis was found inside the dural sac at L3.", ("intradural",)),
        ("MRI showed replacement of the marrow of L3 by metastasis.", ("vertebral",)),
        ("A metastasis was found at T8. Intrathecal methotrexate was given.", None),
    ],
)
def test_compartments(words: str, wanted: tuple[str, ...] | None) -> None:
    assert cases(STORY + words)[1].get("compartment") == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "The spinal lesion was a solitary fibrous tumor, World Health Organization (WHO) grade III.",
            "World Health Organization (WHO) grade III",
        ),
        ("The original tumor was of WHO grade 1, whereas the metastasis was of WHO grade 3.", "WHO grade 3"),
        ("Biopsy of T8 showed WHO grade 3 hemangiopericytoma; the initial specimen was WHO grade 2.", "WHO grade 3"),
    ],
)
def test_of_several_grades_that_of_the_spinal_lesion(words: str, wanted: str) -> None:
    assert cases(STORY + words)[1].get("grade") == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("It was a solitary fibrous tumor (formerly hemangiopericytoma).", "solitary fibrous tumor"),
        (
            "It was first thought to be a meningioma, and the diagnosis was changed to hemangiopericytoma.",
            "hemangiopericytoma",
        ),
        ("It was a hemangiopericytoma that had been reported at the time as meningioma.", "hemangiopericytoma"),
    ],
)
def test_the_name_that_was_concluded(words: str, wanted: str) -> None:
    assert cases(f"A 50-year-old man had a tumor of T8. {words}")[1].get("diagnosis") == wanted
