"""Whether a spinal tumour is a metastasis: work-up, history, growth from beside, what the report calls it."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.lines import read_lines
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Record, Section

READER = Reader(read_query(find_query("hpc-spine")))


def read(title: str, abstract: str) -> dict[str, Any]:
    """The values of the first case, by field."""
    line = str({"id": "1", "title": title, "abstract": abstract}).replace("'", '"').encode()
    (record,) = [one for one in read_lines([line], "test") if isinstance(one, Record)]
    return {field: one["value"] for field, one in READER.line(record)["cases"][0].items()}


@pytest.mark.parametrize(
    ("title", "abstract", "site"),
    [
        ("Extradural hemangiopericytoma of the thoracic spine",
         "A 44-year-old man had back pain. MRI showed an epidural mass at T6. It was removed. Histology was "
         "hemangiopericytoma. Cranial MRI and CT of the chest, abdomen and pelvis were unremarkable.", "spine"),
        ("Solitary fibrous tumor of the lumbar spine",
         "A 44-year-old woman had leg pain. MRI showed an intradural mass at L3. Histology was solitary fibrous "
         "tumor. PET-CT did not show any other lesion.", "spine"),
        ("Solitary fibrous tumor of the lumbar spine",
         "A 44-year-old woman had leg pain. MRI showed an intradural mass at L3. Histology was solitary fibrous "
         "tumor. An extensive search for a primary tumor was negative.", "spine"),
        ("Hemangiopericytoma of the sacrum",
         "A 50-year-old man had a mass of the S2 body. Biopsy revealed hemangiopericytoma. No other tumor focus "
         "could be found in the body, and a diagnosis of primary sacral hemangiopericytoma was made.", "spine"),
        ("Hemangiopericytoma of C2",
         "A 50-year-old man had a destructive lesion of C2. Biopsy revealed hemangiopericytoma. There was no "
         "history of intracranial tumor and MRI of the brain was normal.", "spine"),
        ("Primary hemangiopericytoma of the thoracic vertebra: case report",
         "A 50-year-old man had a destructive lesion of T8. Corpectomy was done. The patient is well at 2 years.",
         "spine"),
        ("Hemangiopericytoma of the spine",
         "A 35-year-old woman had a T4 tumor. Histology: hemangiopericytoma. Since no intracranial or other "
         "extraspinal lesion was present, it was considered to have originated in the vertebra.", "spine"),
        ("Hemangiopericytoma of the spine",
         "A 35-year-old woman had a T4 tumor. Histology: hemangiopericytoma. Staging excluded an intracranial "
         "origin.", "spine"),
        ("Hemangiopericytoma of the spine",
         "A 35-year-old woman had a T4 tumor. Histology: hemangiopericytoma. Systemic evaluation revealed no "
         "evidence of tumor elsewhere.", "spine"),
        ("Hemangiopericytoma of the spine",
         "A 35-year-old woman had a T4 tumor. Histology: hemangiopericytoma. No primary could be identified "
         "outside the spine.", "spine"),
        ("Primary intramedullary solitary fibrous tumor of the cervical cord with subsequent lung metastases",
         "A 35-year-old woman had a C4 tumor. Histology: solitary fibrous tumor. Five years later pulmonary "
         "metastases developed.", "spine"),
        ("Liver metastasis from a spinal hemangiopericytoma",
         "A 60-year-old man had been operated on for an intradural hemangiopericytoma at L2 eight years before. CT"
         " showed a hepatic mass, which was resected and proved to be a metastasis.", "spine"),
        ("Pulmonary metastases of solitary fibrous tumor of the spinal cord",
         "A 28-year-old man developed multiple lung nodules twelve years after resection of a solitary fibrous "
         "tumor of the thoracic spinal cord.", "spine"),
        ("Hepatic metastasis of intracranial hemangiopericytoma",
         "A 60-year-old man presented with a liver mass 12 years after resection of a parietal hemangiopericytoma."
         " Bone scintigraphy and spinal MRI showed no metastasis. Hepatectomy was done.", "intracranial"),
        ("Pancreatic metastasis of meningeal hemangiopericytoma",
         "A 60-year-old man with back pain had a pancreatic mass 12 years after resection of a falx "
         "hemangiopericytoma. Spinal MRI revealed only a herniated disc at L4-5. Pancreatectomy was done.",
         "intracranial"),
        ("Renal metastasis of meningeal hemangiopericytoma",
         "A 60-year-old man had a renal mass 12 years after resection of a falx hemangiopericytoma. The spine was "
         "not involved.", "intracranial"),
        ("Giant retroperitoneal solitary fibrous tumor invading the lumbar spine",
         "A 60-year-old man had a retroperitoneal solitary fibrous tumor that extended into the spinal canal "
         "through the L2-3 foramen. It was resected.", "abdomen or pelvis"),
        ("Pleural solitary fibrous tumor with vertebral invasion",
         "A 60-year-old man had a pleural solitary fibrous tumor with direct invasion of the T5 and T6 vertebral "
         "bodies. En bloc resection was performed.", "lung or thorax"),
        ("Posterior fossa hemangiopericytoma extending to the cervical canal",
         "A 40-year-old woman had a hemangiopericytoma of the posterior fossa growing through the foramen magnum "
         "down to C2. It was removed.", "intracranial"),
        ("Primary solitary fibrous tumors of the spine: a report of two cases",
         "Case 1: A 44-year-old man had a T6 lesion, which was resected. Case 2: A 62-year-old woman had an L1 "
         "lesion.", "spine"),
        ("Solitary fibrous tumor arising from the sacrum",
         "Solitary fibrous tumor originating in the sacrum is rare. A 44-year-old woman had a mass of S1 to S3, "
         "with no evidence of disease in other organs.", "spine"),
        ("Spinal solitary fibrous tumor with distant metastases",
         "A 50-year-old woman underwent resection of a solitary fibrous tumor of the T4 intradural extramedullary "
         "space. Seven years later she presented with metastases in the liver and the lung.", "spine"),
        ("Intracranial hemangiopericytoma with late metastases to lung and bone",
         "A 50-year-old woman had a falx hemangiopericytoma removed. Twelve years later lung metastases and bone "
         "metastases of the pelvis and femur were found.", "intracranial"),
        ("Oncogenic osteomalacia",
         "A 50-year-old man with hemangiopericytoma of the femur. Technetium scanning, including the spine, was "
         "negative for metastatic disease.", "bone"),
        ("Foraminal solitary fibrous tumor of L5",
         "A 58-year-old woman had sciatica. MRI revealed a foraminal mass at L5-S1 mimicking a schwannoma. "
         "Solitary fibrous tumour was diagnosed. Thoracoabdominal CT and brain MRI ruled out other locations.",
         "spine"),
        ("Spinal cord solitary fibrous tumor",
         "A 58-year-old woman had myelopathy. MRI revealed a mass at T5. It was removed. The final diagnosis was "
         "primary solitary fibrous tumor. ", "spine"),
        ("Postirradiation hemangiopericytoma",
         "A 58-year-old woman, irradiated for Hodgkin disease 20 years before, developed a hemangiopericytoma of "
         "the T8 vertebra. There was no other lesion.", "spine"),
        ("Solitary fibrous tumor of the thoracic spinal cord: case report",
         "Solitary fibrous tumors are rarely found in the spinal cord. A 42-year-old man had an intramedullary "
         "tumor at T2, which was removed. We report this case of a primary spinal SFT because of its rarity.",
         "spine"),
        ("Dumbbell hemangiopericytoma",
         "A 23-year-old man presented with a dumbbell tumor at C3-4. There was no evidence of distant metastasis. "
         "After surgery histology revealed hemangiopericytoma.", "spine"),
        ("Hemangiopericytoma mimicking a vertebral hemangioma",
         "A 50-year-old woman with a lytic T7 lesion read as aggressive hemangioma underwent vertebroplasty. "
         "Recurrence led to corpectomy; histology revealed hemangiopericytoma. There was no other lesion on brain "
         "MRI or PET-CT.", "spine"),
        ("Extraspinal and intraspinal hemangiopericytoma of the thoracic region",
         "A 33-year-old woman had a posterior mediastinal hemangiopericytoma with dumbbell extension into the "
         "spinal canal at T4-5. Two-stage resection was carried out.", "lung or thorax"),
        ("Solitary fibrous tumor of the prostate",
         "A 45-year-old man had a prostatic SFT. Under spinal anesthesia a biopsy was taken. There were no "
         "metastases.", "abdomen or pelvis"),
    ],
)  # fmt: skip
def test_a_tumour_at_home_grown_into_or_absent(title: str, abstract: str, site: str | None) -> None:
    found = read(title, abstract)
    assert (found.get("metastatic_to_spine"), found.get("primary_site")) == ("no", site)


@pytest.mark.parametrize(
    ("title", "abstract", "site"),
    [
        ("Vertebral metastasis of intracranial hemangiopericytoma",
         "A 47-year-old woman underwent craniotomy for a frontal hemangiopericytoma. Eleven years later she had "
         "back pain; MRI showed a destructive lesion of T10, and biopsy confirmed hemangiopericytoma.",
         "intracranial"),
        ("Delayed spinal dissemination of intracranial hemangiopericytoma",
         "A 47-year-old woman underwent craniotomy for a frontal hemangiopericytoma. Eleven years later she had "
         "back pain; MRI showed multiple intradural nodules along the cauda equina.", "intracranial"),
        ("Cord compression years after resection of a meningeal tumor",
         "A 47-year-old woman, operated on 14 years earlier for a falcine hemangiopericytoma, presented with "
         "paraparesis. MRI revealed an epidural tumor at T5. Laminectomy was done and histology was identical to "
         "that of the first tumor.", "intracranial"),
        ("Spinal hemangiopericytoma of extraspinal origin",
         "A 47-year-old woman had a T5 epidural tumor. Two years before she had undergone excision of a "
         "hemangiopericytoma of the right thigh. The spinal tumor was similar in histology.", "limb"),
        ("Lumbar drop metastasis from a cerebellar solitary fibrous tumor",
         "A 32-year-old man presented with radicular pain 4 years after surgery for a cerebellar solitary fibrous "
         "tumor. MRI showed an intradural lesion at L4-S1.", "intracranial"),
        ("Unusual presentation of recurrent solitary fibrous tumor",
         "A 50-year-old man with a history of resected pleural solitary fibrous tumor developed back pain. CT "
         "demonstrated osteolysis of T9. A needle biopsy revealed solitary fibrous tumor.", "lung or thorax"),
        ("Solitary fibrous tumor of pelvis with bone metastases",
         "A 50-year-old man had a pelvic solitary fibrous tumor. Bone scan showed metastases in the skull, L2 and "
         "sacrum.", "abdomen or pelvis"),
        ("Intracranial solitary fibrous tumor with spinal metastasis",
         "A 35-year-old woman had an intracranial solitary fibrous tumor. Two years later she had collapse of C7 "
         "due to metastasis and was treated with anterior decompression.", "intracranial"),
        ("Late relapse of hemangiopericytoma in a lumbar vertebra",
         "A 35-year-old woman had a meningeal hemangiopericytoma resected at the age of 20. The tumour recurred in"
         " the L4 vertebra fifteen years later.", "intracranial"),
        ("Hemangiopericytoma of the vertebra",
         "A 35-year-old woman had a T4 tumor. Histology was hemangiopericytoma. Review of the slides of an "
         "occipital tumor removed 8 years before, then called meningioma, showed the same features.", "intracranial"),
        ("Hemangiopericytoma of the lumbar spine 22 years after resection of an intracranial tumour",
         "We present a 58-year-old man who presented with sciatica. MRI showed a lobulated mass at L5. In 1981 he "
         "had undergone surgery for a tentorial meningioma; re-evaluation of this specimen led to a diagnosis of "
         "hemangiopericytoma. Surgical specimens of both were identical.", "intracranial"),
        ("Meningeal solitary fibrous tumor with delayed extracranial metastasis",
         "A 51-year-old woman was treated for a solitary fibrous tumor of the left frontal convexity. Ten years "
         "later, lesions of the T11 vertebra and left kidney were detected. Both were resected.", "intracranial"),
        ("Recurrent hemangiopericytoma with multiple extracranial lesions",
         "A 29-year-old woman had a tentorial hemangiopericytoma resected in 1998 and re-resected in 2003. In 2010"
         " PET-CT revealed hypermetabolic lesions in the liver, T7 and L2 vertebral bodies and right femur. Biopsy"
         " of the liver lesion was consistent with hemangiopericytoma.", "intracranial"),
        ("Extracranial metastasis of hemangiopericytoma: case report",
         "A 45-year-old man presented with back pain. He had been operated on for an intracranial "
         "hemangiopericytoma in 2001. MR imaging revealed pathological fracture of L1. He underwent posterior "
         "stabilization and tumor excision. Pathology: grade III hemangiopericytoma. Lung metastases appeared one "
         "year later.", "intracranial"),
        ("Embolization and resection of vertebral hemangiopericytoma metastases",
         "Two patients with thoracic metastases from intracranial hemangiopericytoma were embolized before "
         "resection. The first, a 44-year-old man, had a T6 lesion; the second, a 62-year-old woman, had a T11 "
         "lesion.", "intracranial"),
        ("Malignant solitary fibrous tumor of the pleura with bone metastases",
         "A 67-year-old woman with a malignant pleural solitary fibrous tumor developed bone metastases in the "
         "thoracic spine, ribs and pelvis two years after thoracotomy.", "lung or thorax"),
        ("Hemangiopericytoma of the spine: metastasis or second primary?",
         "A 50-year-old woman had a hemangiopericytoma of L2 removed 8 years after a hemangiopericytoma of the "
         "orbit. Because of the interval we favor metastasis.", "head and neck"),
        ("Treatment of a spinal metastasis of hemangiopericytoma by radiosurgery",
         "A 50-year-old man with a T9 lesion was treated with 16 Gy. The primary tumor was in the brain and had "
         "been removed 5 years earlier.", "intracranial"),
        ("Cervical spine metastasis",
         "A 58-year-old woman previously operated for an occipital hemangiopericytoma had neck pain. X-ray showed "
         "collapse of C4. En bloc vertebrectomy was done. CT of the thorax showed nodules in the right lung "
         "suggestive of metastases.", "intracranial"),
        ("Late intraspinal recurrence of intracranial hemangiopericytoma",
         "A 38-year-old woman underwent a third craniotomy for recurrent tentorial hemangiopericytoma in 1990. In "
         "1996 she was readmitted with paraparesis caused by an intradural tumor at T2.", "intracranial"),
        ("Hemangiopericytoma of the brain with metastases to vertebra, pancreas and kidney",
         "We report a man who had brain hemangiopericytoma at age 40, and metastases to vertebra, pancreas and "
         "kidney at age 55.", "intracranial"),
        ("Multiple metastases from a meningeal hemangiopericytoma of the posterior fossa",
         "A 35-year-old woman was treated for a posterior fossa hemangiopericytoma. Thirteen years later, bone "
         "scan demonstrated abnormal uptake in the left 5th rib, L3, and sacrum.", "intracranial"),
        ("Meningeal hemangiopericytoma with spinal metastasis 25 years after first treatment",
         "A 67-year-old woman was found to have a T12 epidural mass. She had a history of left parietal meningeal "
         "hemangiopericytoma resected in 1985 and irradiated. Gross total resection of the epidural mass was "
         "achieved.", "intracranial"),
        ("Metastatic solitary fibrous tumor of the spine: a report of two cases",
         "Case 1 is a 44-year-old male with pelvic SFT resected 3 years before who developed T9 metastasis. Case 2"
         " is a 60-year-old female with pleural SFT and L4 metastasis.", "abdomen or pelvis"),
        ("A case of malignant solitary fibrous tumor of the kidney with vertebral metastasis",
         "A 76-year-old man complaining of back pain had an 8-cm right renal tumor and osteolysis of the T10 "
         "vertebra. Nephrectomy and T10 vertebrectomy were performed. Both revealed malignant SFT.",
         "abdomen or pelvis"),
        ("Sacral solitary fibrous tumor",
         "A 49-year-old man presented with a mass in the sacrum. He had been treated for a left tentorial SFT "
         "(grade III) 3 years earlier. Computed tomography also revealed lesions of the left pubis and enlarged "
         "cervical nodes. Biopsy of the sacral mass confirmed metastatic SFT.", "intracranial"),
        ("Metastasis of hemangiopericytoma to the spine presenting as paraplegia",
         "A 28-year-old woman with thigh hemangiopericytoma, treated by wide excision 18 months before, became "
         "paraplegic. Myelography demonstrated a complete block at T4. An epidural tumor was removed.", "limb"),
        ("Intramedullary metastasis of a solitary fibrous tumor",
         "A 55-year-old man had a cerebellar SFT removed in 2010. In 2016 MRI revealed an intramedullary lesion at"
         " C4-C5; STAT6-positive SFT was resected.", "intracranial"),
        ("Hemangiopericytoma metastasis of the atlas",
         "A 39-year-old man presented with torticollis. MRI showed destruction of the lateral mass of C1. Six "
         "years previously, an intracranial hemangiopericytoma had been resected at another institution. C1 tumor "
         "was resected.", "intracranial"),
        ("En bloc spondylectomy for metastatic hemangiopericytoma",
         "We performed total en bloc spondylectomy in a 37-year-old man with solitary T12 metastasis from "
         "intracranial hemangiopericytoma. A new metastasis at T2 was treated with radiosurgery. He died of liver "
         "and CNS metastases.", "intracranial"),
        ("Intracranial hemangiopericytoma metastatic to the vertebrae, lung and kidney: MR findings",
         "We describe MR findings of a 36-year-old woman with intracranial hemangiopericytoma metastasizing to "
         "vertebrae, lung and kidneys 10 years later.", "intracranial"),
        ("Malignant transformation of solitary fibrous tumor",
         "A 58-year-old man was operated for a convexity SFT in 2001, which recurred locally in 2005 and 2009. In "
         "2012 he complained of back pain; imaging demonstrated T5 vertebral body collapse with epidural "
         "extension. Pathology of T5: dedifferentiated SFT.", "intracranial"),
        ("Primary versus secondary hemangiopericytoma of the spine",
         "A 32-year-old woman was diagnosed with an L1 hemangiopericytoma which was treated as primary. Two months"
         " later headaches led to the discovery of a meningeal hemangiopericytoma. We conclude that the spinal "
         "tumour was metastatic.", "intracranial"),
    ],
)  # fmt: skip
def test_a_tumour_that_came_from_elsewhere(title: str, abstract: str, site: str | None) -> None:
    found = read(title, abstract)
    assert (found.get("metastatic_to_spine"), found.get("primary_site")) == ("yes", site)


@pytest.mark.parametrize(
    ("title", "abstract", "site"),
    [
        ("Hemangiopericytoma of the spine: primary or metastatic?",
         "A 35-year-old woman had an L1 tumor. Histology was hemangiopericytoma. Brain MRI showed a meningeal mass"
         " at the same time.", None),
        ("Multifocal hemangiopericytoma of bone",
         "A 54-year-old woman had synchronous hemangiopericytomas of the T8 vertebra, the ilium and the occipital "
         "bone. No primary was identified.", None),
        ("Simultaneous intracranial and spinal hemangiopericytoma",
         "A 54-year-old woman had simultaneous hemangiopericytomas of the falx and the T8 epidural space. It is "
         "unclear whether these represent metastasis or multicentric tumors.", None),
        ("Synchronous solitary fibrous tumors of pleura and spine",
         "A 54-year-old woman had solitary fibrous tumors of the pleura and T8. It was impossible to determine "
         "which lesion was the primary.", None),
        ("Paraspinal hemangiopericytoma with epidural tumor: metastasis or local invasion?",
         "A 53-year-old man had a paraspinal hemangiopericytoma with epidural tumor at T8. Whether it was a "
         "metastasis or a local extension remained undetermined.", None),
        ("Intracranial hemangiopericytoma with late bone metastases",
         "A 50-year-old woman had a falx hemangiopericytoma removed. Twelve years later bone metastases were "
         "found.", "intracranial"),
    ],
)  # fmt: skip
def test_what_is_left_open(title: str, abstract: str, site: str | None) -> None:
    found = read(title, abstract)
    assert (found.get("metastatic_to_spine"), found.get("primary_site")) == ("unclear", site)


@pytest.mark.parametrize(
    ("title", "abstract", "site"),
    [
        ("Hemangiopericytoma of the sacrum",
         "A 52-year-old man with a sacral tumor of S2 underwent excision. It was a hemangiopericytoma.", "spine"),
        ("Intracranial solitary fibrous tumor",
         "A 52-year-old man with a parietal tumor underwent excision. It was a solitary fibrous tumor.",
         "intracranial"),
        ("Pleural solitary fibrous tumor",
         "A 52-year-old man with a pleural tumor underwent excision by thoracotomy under epidural anesthesia. It "
         "was a solitary fibrous tumor.", "lung or thorax"),
        ("Solitary fibrous tumor of the prostate",
         "A 45-year-old man had a prostatic SFT. Under spinal anesthesia a biopsy was taken. It was removed.",
         "abdomen or pelvis"),
    ],
)  # fmt: skip
def test_what_is_not_said(title: str, abstract: str, site: str | None) -> None:
    found = read(title, abstract)
    assert (found.get("metastatic_to_spine"), found.get("primary_site")) == (None, site)


def test_where_no_other_secondary_is_found_the_one_that_was_is_not_at_home() -> None:
    abstract = (
        "A 68-year-old man had neck pain. MRI showed a nodule of the cervical cord, which was removed. Histology was "
        "hemangiopericytoma. PET-CT disclosed no other secondary sites."
    )
    found = read("A hemangiopericytoma of the cervical cord", abstract)
    assert found.get("metastatic_to_spine") != "no"
    assert found["other_metastases"] == "no"


def test_bone_in_the_next_sentence_is_not_where_the_metastasis_was() -> None:
    abstract = (
        "A 60-year-old man had a hemangiopericytoma of the thigh. It was held for a metastasis. The absence of bone "
        "changes was striking."
    )
    assert "metastatic_to_spine" not in read("A tumor of the thigh", abstract)


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("He had a metastasis of hemangiopericytoma at T5.", "yes"),
        ("He had a metastasis of the hemangiopericytoma in the T5 vertebra.", "yes"),
        ("He had a lung metastasis of a hemangiopericytoma at T5.", "no"),
        ("He had metastases of a sacral hemangiopericytoma.", "no"),
    ],
)
def test_at_says_where_a_metastasis_is_and_of_whence_it_came(told: str, verdict: str) -> None:
    found = read("A hemangiopericytoma", f"A 71-year-old man was seen. {told}")
    assert found.get("metastatic_to_spine") == verdict


@pytest.mark.parametrize(
    "title",
    [
        "Spinal recurrence of an intracranial hemangiopericytoma",
        "Meningeal hemangiopericytoma recurring in the spine",
        "Pleural solitary fibrous tumor spreading to the spinal canal",
        "Bone metastasis of a pleural solitary fibrous tumor in T5",
    ],
)
def test_a_title_that_brings_a_tumour_from_elsewhere_to_the_spine(title: str) -> None:
    assert read(title, "A 50-year-old man had a mass at T5, which was removed.").get("metastatic_to_spine") == "yes"


@pytest.mark.parametrize(
    ("title", "abstract", "verdict", "site"),
    [
        ("Solitary fibrous tumour of the coccyx and sacrum",
         "A 47-year-old woman had constipation. On rectal examination a presacral mass was felt. MRI showed destroyed "
         "S3. Biopsy showed a solitary fibrous tumour. CT of the chest failed to identify any other tumour, hence it "
         "was held to be primary. At 20 months CT showed lung metastases.", "no", "spine"),
        ("Intraspinal recurrence of hemangiopericytoma",
         "A 41-year-old woman presented with a T5 lesion 9 years after resection of a falcine HPC.",
         "yes", "intracranial"),
        ("Solitary fibrous tumor of the calf",
         "A 66-year-old woman had a solitary fibrous tumor of the calf excised. At 31 months CT showed lung nodules "
         "and a lytic lesion in T8.", "yes", "limb"),
        ("Treatment of hemangiopericytoma of the spine",
         "A 33-year-old man underwent removal of a left tentorial hemangiopericytoma in 1982. In 1991 a thoracic tumor "
         "was found and decompressed. Histology was again hemangiopericytoma.", "yes", "intracranial"),
        ("Painful back",
         "A 61-year-old man had multiple lytic lesions in the pelvis, femur and thoracic spine. Eighteen years earlier "
         "a meningeal tumour had been excised. Biopsy showed hemangiopericytoma, the same as the earlier tumour.",
         "yes", "intracranial"),
        ("Cervical hemangiopericytoma with intracranial metastasis",
         "A 29-year-old man underwent removal of a C2-C3 dumbbell hemangiopericytoma. Four years later a cerebellar "
         "metastasis was excised.", "no", "spine"),
        ("Solitary fibrous tumour of the third ventricle",
         "A 16-year-old boy had a solitary fibrous tumour of the third ventricle. Screening of the spine, which is "
         "routine in such neoplasms, was clear from the craniocervical junction to S2.", "no", "intracranial"),
    ],
)  # fmt: skip
def test_the_verdict_and_the_site(title: str, abstract: str, verdict: str, site: str) -> None:
    found = read(title, abstract)
    assert (found.get("metastatic_to_spine"), found.get("primary_site")) == (verdict, site)


@pytest.mark.parametrize(
    "abstract",
    [
        "Twelve patients with spinal hemangiopericytoma were treated; nine had primary tumors and three had "
        "metastases of intracranial tumors. There were seven women.",
        "Twenty-five patients (15 men) with spinal metastases (renal cell carcinoma 17, thyroid 4, hemangiopericytoma "
        "2) underwent embolization.",
    ],
)
def test_a_mixed_series_waits_for_a_person(abstract: str) -> None:
    record = Record(pmid="1", title="Spinal tumours treated at one centre", sections=(Section(text=abstract),))
    assert READER.line(record)["included"] == "unsure"
