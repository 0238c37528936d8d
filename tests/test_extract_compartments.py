"""Compartments of the tumour: the bone, the canal, the muscles, and what is only beside it or cut by the surgeon."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(find_query("hpc-spine")))
STORY = (
    "A 50-year-old man had resection of a meningeal hemangiopericytoma. Ten years later he presented with back pain. "
)


def compartment(words: str) -> Value | None:
    record = Record(pmid="1", title="", sections=(Section(text=STORY + words),))
    return next((one.value for one in HPC.extract(record) if (one.case, one.field) == (1, "compartment")), None)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("MRI showed a metastasis in the body and pedicles of T8.", ("vertebral",)),
        ("CT showed osteolysis of T8.", ("vertebral",)),
        ("MRI showed an epidural metastasis at T8.", ("extradural",)),
        ("MRI showed an extradural mass at T8 compressing the cord.", ("extradural",)),
        ("A pathologic fracture of T8 with epidural extension was seen.", ("vertebral", "extradural")),
        ("A lytic lesion of T8 with a paravertebral soft tissue mass was seen.", ("vertebral", "paraspinal")),
        ("A metastasis of the T8 vertebra with intraspinal extension was seen.", ("vertebral",)),
        ("An intradural extramedullary metastasis at T8 was removed.", ("intradural",)),
        ("An intramedullary metastasis at T8 was removed.", ("intramedullary",)),
        ("Leptomeningeal nodules along the cauda equina were seen.", None),
        ("A dumbbell-shaped metastasis at T8 was removed.", ("dumbbell",)),
        (
            "A dumbbell-shaped epidural metastasis at T8 extending into the paravertebral space was removed.",
            ("extradural", "dumbbell", "paraspinal"),
        ),
        ("A metastasis in the sacrum destroyed S2.", ("vertebral",)),
        ("A metastasis in the paraspinal muscles at L3 was removed.", ("paraspinal",)),
        ("The metastasis at L3 invaded the left psoas.", ("paraspinal",)),
        ("The metastasis at L3 displaced the left psoas.", None),
        ("The L3 vertebral metastasis was resected with a cuff of psoas muscle.", ("vertebral",)),
        ("The tumor at T8 infiltrated the lamina and spinous process.", ("vertebral",)),
        ("The tumor lay in the posterior epidural space at T8 without bone involvement.", ("extradural",)),
        ("The extradural tumor at T8 spared the vertebral body.", ("extradural",)),
        ("The extradural tumor at T8 scalloped the vertebral body.", ("extradural",)),
        ("MRI showed an epidural hematoma and a metastasis in the T8 vertebral body.", ("vertebral",)),
        ("An epidural catheter was placed and the T8 vertebral metastasis was removed.", ("vertebral",)),
        ("The intradural T8 metastasis was removed via laminectomy.", ("intradural",)),
        ("At surgery, the dura was opened and an intradural tumor was found at T8.", ("intradural",)),
        ("At surgery the T8 metastasis was extradural with no intradural component.", ("extradural",)),
        ("MRI showed marrow infiltration of T8 and L2 by metastasis.", ("vertebral",)),
        ("Bone marrow biopsy was normal. An epidural metastasis at T8 was found.", ("extradural",)),
        ("The vertebral artery was displaced by the epidural metastasis at C5.", ("extradural",)),
        ("A metastasis at C5 surrounded the vertebral artery.", None),
        ("Vertebral metastasis of L3 was found, with extension to the epidural space.", ("vertebral", "extradural")),
        ("Osseous metastasis of L3 was found.", ("vertebral",)),
        ("A bone metastasis in L3 was found.", ("vertebral",)),
        ("A destructive lesion of the C2 odontoid was found.", ("vertebral",)),
        ("A tumor of the neural foramen T8-T9 with paravertebral extension was found.", ("paraspinal",)),
        ("An intra- and extradural metastasis at T8 was removed.", ("extradural", "intradural")),
        ("An intradural, extramedullary and an epidural deposit were found at T8.", ("extradural", "intradural")),
        ("A metastasis of T8 with circumferential epidural disease was found.", ("extradural",)),
        ("Collapse of T8 with cord compression by extradural tumor was found.", ("vertebral", "extradural")),
    ],
)
def test_compartments_of_the_lesion(words: str, wanted: tuple[str, ...] | None) -> None:
    assert compartment(words) == wanted
