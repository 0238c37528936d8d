"""Treatments and ends by family of wording: each sentence follows the same short story of a spinal metastasis."""

from __future__ import annotations

import pytest

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section

START = (
    "A 51-year-old man was admitted with paraparesis nine years after resection of a left frontal hemangiopericytoma. "
    "MRI showed a metastasis in the T7 vertebra. "
)
REMOVED = START + "The tumor was removed through a T6-T8 laminectomy. "
SERIES = (
    "We reviewed 6 patients (4 men and 2 women) with spinal metastases from intracranial hemangiopericytoma between "
    "1999 and 2012. "
)
EXTRACTOR = Extractor(read_query(find_query("hpc-spine")))


TITLE = "Spinal metastasis of hemangiopericytoma."


def read(text: str, case: int = 1, title: str = TITLE) -> dict[str, object]:
    record = Record(pmid="1", title=title, sections=(Section(text=text),))
    return {one.field: one.value for one in EXTRACTOR.extract(record) if one.case == case}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He received radiant treatment to the dorsal spine.", {"radiotherapy": "yes"}),
        ("A palliative course of external beam therapy to T6-T8 relieved the pain.", {"radiotherapy": "yes"}),
        ("Megavoltage therapy was withheld because of the earlier dose.", {"radiotherapy": "no"}),
        ("As the cord had been irradiated before, no further irradiation was administered.", {"radiotherapy": "no"}),
        ("Radiotherapy was suggested, but the patient gave it up for economic reasons.", {"radiotherapy": "no"}),
        ("He was offered radiotherapy but did not wish to have it.", {"radiotherapy": "no"}),
        ("The tumor was removed. The decision was made not to irradiate.", {"radiotherapy": "no", "surgery": "yes"}),
        ("Palliative radiotherapy of the spine brought pain relief.", {"radiotherapy": "yes"}),
        ("There was no response to radiotherapy.", {"radiotherapy": "yes"}),
        ("Adjuvant radiochemotherapy was given.", {"radiotherapy": "yes", "chemotherapy": "yes"}),
        ("Radio- and chemotherapy were given.", {"radiotherapy": "yes", "chemotherapy": "yes"}),
        ("He was turned down for spinal surgery on account of his lung function.", {"surgery": "no"}),
        ("A laminectomy would entail unacceptable morbidity, and SBRT was chosen.", {"surgery": "no"}),
        ("A non-surgical approach was preferred and radiotherapy was delivered.", {"surgery": "no"}),
        ("The patient was managed nonoperatively.", {"surgery": "no"}),
        ("Surgery was offered but the patient chose proton therapy.", {"surgery": "no", "radiotherapy": "yes"}),
        ("Intraoperatively, the tumor was highly vascular.", {"surgery": "yes"}),
        (
            "Surgery was not considered appropriate and a single fraction of 8 Gy was given to the spine.",
            {"surgery": "no", "radiotherapy": "yes"},
        ),
        (
            "The patient refused radiotherapy, and anlotinib 12 mg/d was taken for 6 cycles.",
            {"radiotherapy": "no", "chemotherapy": "yes"},
        ),
        ("Systemic anticancer therapy was discussed but he declined.", {"chemotherapy": "no"}),
        ("He was referred to a sarcoma center for discussion of pazopanib.", {"chemotherapy": None}),
        ("The metastasis did not respond to chemotherapy.", {"chemotherapy": "yes"}),
        ("He received radiotherapy instead of surgery.", {"radiotherapy": "yes", "surgery": "no"}),
        ("The patient, who refused surgery, was treated with radiosurgery.", {"surgery": "no", "radiosurgery": "yes"}),
        ("Radiation therapy was recommended and completed.", {"radiotherapy": "yes"}),
        ("Stereotactic irradiation (5 x 7 Gy) was added.", {"radiosurgery": "yes", "radiotherapy": None}),
        ("A coil-shaped implant was placed in the vertebra.", {"embolization": None}),
        ("Transarterial occlusion with Onyx followed by T7 corpectomy was done.", {"embolization": "yes"}),
    ],
)
def test_whether_it_was_given(text: str, values: dict[str, str | None]) -> None:
    found = read(START + text)
    assert {field: found.get(field) for field in values} == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The mass was excised with negative microscopic margins.", "gross total"),
        ("The resection, which was judged to be grossly complete, was uneventful.", "gross total"),
        ("Laminectomy with exeresis of the lesion, apparently complete, was carried out.", "gross total"),
        ("After tumorectomy, postoperative MRI confirmed that there was no residual tumor.", "gross total"),
        ("The tumor was removed except for a small remnant adherent to the cord.", "subtotal"),
        ("At laminectomy a small residue adherent to the dura was left.", "subtotal"),
        ("The upper nodule was extirpated; the lowest one was not accessible.", "subtotal"),
        ("Bleeding prevented total removal.", "subtotal"),
        ("The tumor was resected with residual tumor around the root.", "subtotal"),
        ("Percutaneous sampling of the vertebral lesion gave spindle cells.", "biopsy"),
        ("The tumor was removed in a piecemeal fashion.", None),
    ],
)
def test_extent(text: str, value: str | None) -> None:
    assert read(START + text).get("resection") == value


@pytest.mark.parametrize(
    ("text", "recurrence", "outcome"),
    [
        ("Neuroradiological examinations remain negative at five years.", "no", "no evidence of disease"),
        ("MRI has not shown any relapse.", "no", "no evidence of disease"),
        ("Follow-up imaging failed to show any recurrence.", "no", "no evidence of disease"),
        ("No recurrent mass was found after 14 months.", "no", "no evidence of disease"),
        ("She could walk at discharge, and no recurrent mass was seen later.", "no", "no evidence of disease"),
        ("Local control has been maintained for 40 months.", "no", "stable"),
        ("The tumor came back at the same place after 6 years.", "yes", None),
        ("The tumor grew again within the canal after a year.", "yes", None),
        ("A recurrent mass was detected 2 years after the operation.", "yes", None),
        ("He was readmitted with regrowth of the mass, reoperation was not accepted.", "yes", None),
        ("The patient survived with tumor.", None, "alive with disease"),
        ("He is alive 52 months after the operation with stable lung nodules.", None, "alive with disease"),
        ("He was lost because of respiratory failure nine months later.", None, "died"),
        ("The patient was lost to follow-up.", None, None),
        ("The neurological deficit persisted.", None, "stable"),
        ("She could walk with a cane.", None, "improved"),
        ("The vertebral lesion is stable, and the pulmonary nodules have shrunk.", None, "stable"),
        ("She never regained ambulation.", None, "stable"),
        ("With no sign of local failure at 41 months, he is well.", "no", "no evidence of disease"),
        ("At last follow-up he was alive with liver metastases without local recurrence.", "no", "alive with disease"),
        ("MRI after two years revealed a new metastasis at L1.", "yes", "alive with disease"),
        ("Eleven patients have been reported, in four of whom the head was free of tumor.", None, None),
    ],
)
def test_how_it_ended(text: str, recurrence: str | None, outcome: str | None) -> None:
    found = read(REMOVED + text)
    assert (found.get("recurrence"), found.get("outcome")) == (recurrence, outcome)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Gross total resection was achieved in all patients.", "resection", "gross total"),
        ("En bloc resection was undertaken in 2 patients.", "resection", None),
        ("Adjuvant radiosurgery was used in the latter.", "radiosurgery", None),
        ("Preoperative embolization was performed in all cases.", "embolization", "yes"),
        ("No patient experienced local recurrence.", "recurrence", "no"),
        ("All patients are alive without disease.", "outcome", "no evidence of disease"),
        ("Pain was present in all.", "presentation", ("pain",)),
        ("Each patient had at least one operation.", "surgery", "yes"),
        ("Four patients were irradiated.", "radiotherapy", None),
        ("All patients complained of pain and 2 were unable to walk.", "presentation", ("pain",)),
    ],
)
def test_what_is_said_of_each_of_a_series(text: str, field: str, value: object) -> None:
    assert read(SERIES + text, case=2).get(field) == value


def test_the_second_patients_treatment_is_not_the_firsts() -> None:
    text = (
        "The first patient, a 38-year-old woman operated on for a hemangiopericytoma of the falx, had a metastasis in "
        "T9. "
        "Laminectomy was done. The second patient was a man of 59 years with a metastasis of a torcular "
        "hemangiopericytoma in L3. After embolization, corpectomy was carried out."
    )
    assert read(text).get("embolization") is None
    assert read(text, case=2).get("embolization") == "yes"


def test_the_primary_of_a_lone_spinal_tumour_is_at_the_spine() -> None:
    text = (
        "A 27-year-old woman had a primary hemangiopericytoma of the thoracic spine at T9. The mass was removed. "
        "We considered it a primary tumor. Adjuvant radiotherapy was not given."
    )
    assert read(text, title="Hemangiopericytoma of the thoracic spine.").get("radiotherapy") == "no"


@pytest.mark.parametrize(
    ("told", "radiotherapy"),
    [
        ("A reddish-gray, highly vascular mass was excised.", None),
        ("The gray matter was spared and the mass was excised.", None),
        ("The mass was excised and 50 gray were given in 25 fractions.", "yes"),
        ("After excision the bed received 45-Gray external beams.", "yes"),
        ("The mass was excised. Fifty Gray were delivered to the bed.", "yes"),
    ],
)
def test_a_gray_tumor_has_not_been_irradiated(told: str, radiotherapy: str | None) -> None:
    assert read(START + told).get("radiotherapy") == radiotherapy


def test_numbness_that_stands_before_decreased_sensation_has_not_decreased() -> None:
    text = "A 79-year-old woman had numbness and decreased sensation below T10 from a metastasis in T9. T9 was removed."
    assert "outcome" not in read(text)
    assert read(text + " The numbness decreased.")["outcome"] == "improved"


@pytest.mark.parametrize(
    "told",
    [
        "All three patients with residual disease received postoperative radiotherapy.",
        "The two patients whose tumor had recurred underwent radiotherapy.",
    ],
)
def test_all_of_a_part_are_not_all(told: str) -> None:
    assert "radiotherapy" not in read(SERIES + told)


def test_all_six_are_all() -> None:
    assert read(SERIES + "All six patients received postoperative radiotherapy.")["radiotherapy"] == "yes"
