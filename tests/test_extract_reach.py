"""Where a tumour came back, where else it went, and what the report as a whole is judged by it."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.lines import read_lines
from harvester.query import find_query, read_query
from harvester.reader import Reader
from harvester.records import Record

READER = Reader(read_query(find_query("hpc-spine")))


def read(title: str, abstract: str) -> dict[str, Any]:
    line = str({"id": "1", "title": title, "abstract": abstract}).replace("'", '"').encode()
    (record,) = [one for one in read_lines([line], "test") if isinstance(one, Record)]
    return dict(READER.line(record))


KNOWN = (
    "A 52-year-old woman underwent resection of a left frontal hemangiopericytoma. ",
    "A 52-year-old woman with a history of left frontal hemangiopericytoma presented with back pain. ",
    "In 1999 a 52-year-old woman had a left frontal hemangiopericytoma removed. ",
    "A 52-year-old woman, operated on for hemangiopericytoma of the left frontal convexity 8 years "
    "previously, complained of leg weakness. ",
)


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize(
    "there",
    [
        "Eight years later an epidural tumor was found at T5.",
        "After 8 years, imaging showed a destructive lesion of the T5 vertebra; biopsy confirmed hemangiopericytoma.",
        "MRI performed 8 years later revealed an enhancing intradural mass at L2.",
        "She returned 8 years later with paraparesis caused by a lesion in the fifth thoracic vertebra.",
        "Eight years afterwards she developed cord compression from an extradural hemangiopericytoma of the"
        " thoracic spine.",
        "In 2007 MRI disclosed a T5 tumor, which was resected and histologically identical to the cranial tumor.",
        "In 2007 she was found to have a collapsed T5 vertebra infiltrated by hemangiopericytoma.",
        "Eight years later a hemangiopericytoma was removed from the lumbar epidural space.",
        "Eight years later bone scintigraphy showed uptake in L3, and biopsy demonstrated hemangiopericytoma.",
        "At 8-year follow-up she had a sacral mass that proved to be hemangiopericytoma.",
        "Eight years later tumor nodules studded the cauda equina.",
        "Eight years later a T5 corpectomy was performed for pathologic fracture; the histology was "
        "hemangiopericytoma.",
        "Recurrence was noted in the T5 vertebral body 8 years later.",
        "She relapsed 8 years later with vertebral and hepatic involvement.",
        "Spread to the spine was diagnosed 8 years later.",
        "Eight years later, cerebrospinal fluid dissemination to the conus was seen.",
        "Involvement of the T5 vertebra was detected 8 years later.",
        "PET-CT 8 years later showed hypermetabolic foci in T5, L2 and the liver.",
        "The disease progressed to the spine after 8 years.",
        "A secondary tumour of the T5 vertebra was treated with radiotherapy.",
        "Secondary deposits in the lumbar vertebrae were irradiated.",
        "Secondaries were found in the spine.",
        "Implantation along the spinal cord was seen 8 years later.",
        "Distant recurrence at C7 was treated by surgery.",
        "An extracranial recurrence in the thoracic vertebrae was resected.",
        "Remote relapse in the sacrum was treated by sacrectomy 8 years later.",
        "Eight years later laminectomy revealed a vascular extradural tumour.",
    ],
)
def test_a_known_tumour_that_reaches_the_spine(known: str, there: str) -> None:
    case = read("A case of hemangiopericytoma", known + there)["cases"][0]
    assert (case["metastatic_to_spine"]["value"], case["primary_site"]["value"]) == ("yes", "intracranial")


STORY = (
    "A 52-year-old woman had a falcine hemangiopericytoma removed in 2001. In 2010 MRI showed a T8 "
    "metastasis, which was resected. "
)


@pytest.mark.parametrize(
    ("words", "verdict", "sites"),
    [
        ("Liver and lung metastases were found two years later.", "yes", ("liver", "lung")),
        ("Two years later she developed pulmonary as well as hepatic metastases.", "yes", ("lung", "liver")),
        ("PET showed no further lesions.", "no", None),
        ("Bone scan and CT of the chest and abdomen were negative.", "no", None),
        ("At 3 years there was no local recurrence or new metastasis.", "no", None),
        ("She is alive without evidence of recurrence or metastases at 3 years.", "no", None),
        ("She died of widespread metastases.", "yes", None),
        ("She died of disseminated disease.", "yes", None),
        ("Later a metastasis in the right femur was nailed.", "yes", ("femur",)),
        ("A pancreatic mass proved to be metastatic hemangiopericytoma.", "yes", ("pancreas",)),
        ("CT revealed multiple nodules in both lungs.", "yes", ("lung",)),
        ("Autopsy disclosed tumor in the liver, kidneys and adrenal glands.", "yes", ("liver", "kidney", "adrenal")),
        ("Lesions were also present in the left iliac bone and the right humerus.", "yes", ("ilium", "humerus")),
        ("Renal metastasis was treated by nephrectomy; subsequently, a breast metastasis occurred.", "yes",
         ("kidney", "breast")),
        ("A solitary lung nodule was found to be a granuloma.", None, None),
        ("The lung and liver are the most common sites of metastasis.", None, None),
        ("Hemangiopericytoma may metastasize to bone, lung and liver.", None, None),
        ("No visceral metastases were detected on whole-body CT.", "no", None),
        ("Staging revealed extensive bone metastases in the pelvis, ribs and femora.", "yes",
         ("pelvis", "rib", "femur")),
        ("Concomitant metastases in the lungs were treated with pazopanib.", "yes", ("lung",)),
        ("Five months later she had a skull metastasis.", "yes", ("skull",)),
        ("She subsequently developed peritoneal carcinomatosis.", "yes", ("peritoneum",)),
        ("There were lung, pleural and subcutaneous metastases.", "yes", None),
        ("Two years after surgery she had progression in the lungs.", "yes", ("lung",)),
        ("Neither lung nor liver metastases were seen.", "no", None),
        ("She had pulmonary embolism postoperatively.", None, None),
        ("Chest CT showed a 2-cm pulmonary nodule, biopsy of which revealed hemangiopericytoma.", "yes", ("lung",)),
        ("Additional metastases were found at L2 and in the liver.", "yes", ("liver",)),
        ("Extraspinal metastases were absent.", "no", None),
        ("The patient remains free of systemic metastasis.", "no", None),
        ("She later died from liver failure due to hepatic metastases.", "yes", ("liver",)),
    ],
)  # fmt: skip
def test_other_metastases(words: str, verdict: str | None, sites: tuple[str, ...] | None) -> None:
    case = read("", STORY + words)["cases"][0]
    assert case.get("other_metastases", {}).get("value") == verdict
    if sites:
        assert sorted(case["other_metastases_sites"]["value"]) == sorted(sites)


@pytest.mark.parametrize(
    ("title", "abstract", "included"),
    [
        ("Intracranial hemangiopericytoma: case report",
         "BACKGROUND: Hemangiopericytomas often metastasize to bone, lung and spine. CASE DESCRIPTION: A "
         "34-year-old man had a tentorial hemangiopericytoma, which was totally removed. He is well at 2 "
         "years. CONCLUSION: Long-term follow-up is needed because spinal metastases may occur decades "
         "later.", False),
        ("Spinal hemangiopericytoma: case report",
         "BACKGROUND: Most spinal hemangiopericytomas are metastases of intracranial tumors. CASE "
         "DESCRIPTION: A 34-year-old man had a T5 intradural hemangiopericytoma, which was totally removed."
         " He is well at 2 years. CONCLUSION: Metastases must be excluded.", False),
        ("Spinal metastases of hemangiopericytoma: a review of the literature",
         "We reviewed 25 published cases of spinal metastases from intracranial hemangiopericytoma. Mean "
         "age was 46 years. The mean interval was 10 years.", False),
        ("Surgical treatment of metastatic sarcoma of the spine",
         "Eighty patients with metastatic sarcoma of the spine were treated: leiomyosarcoma in 30, "
         "chondrosarcoma in 15, and hemangiopericytoma in 5. Median survival was 11 months.", None),
        ("Preoperative embolization of metastatic spinal hemangiopericytoma",
         "Preoperative embolization was used in three patients with spinal metastases from intracranial "
         "hemangiopericytoma. Blood loss was 500 mL.", True),
        ("Vertebral metastasis of hemangiopericytoma 20 years after the primary.",
         "", True),
        ("Hemangiopericytoma of the meninges with metastasis to the lumbar spine: a case report.",
         "", True),
        ("Hemangiopericytoma of the spine.",
         "", None),
        ("Metastatic meningioma to the spine",
         "A 50-year-old man had an anaplastic meningioma with spinal metastases at T4. STAT6 was negative, "
         "ruling out solitary fibrous tumor.", False),
        ("Hepatic metastasis from intracranial hemangiopericytoma",
         "A 60-year-old woman had a liver metastasis 15 years after surgery for a frontal "
         "hemangiopericytoma. In the literature, bone, lung and vertebral metastases are most common.", False),
        ("Multiple distant metastases of a meningeal hemangiopericytoma",
         "A 51-year-old man had undergone two craniotomies for a parasagittal hemangiopericytoma. Eight "
         "years later he had lumbago; whole-body scan showed lesions in L3, right iliac bone, liver and "
         "lung.", True),
        ("Dedifferentiated solitary fibrous tumor with drop metastasis",
         "A 54-year-old man was treated for an intracranial SFT. 22 months later an intraspinal drop "
         "metastasis with rhabdomyosarcomatous differentiation was found.", True),
        ("Letter: spinal hemangiopericytoma metastasis",
         "We read with great interest the article on spinal metastasis of hemangiopericytoma by the "
         "authors. We would like to comment on the radiotherapy.", False),
        ("CyberKnife radiosurgery for metastatic hemangiopericytoma",
         "Fourteen patients with 24 recurrent or metastatic hemangiopericytomas were treated: 20 "
         "intracranial and 4 spinal lesions. Local control was 81%.", None),
        ("Recurrent meningeal hemangiopericytoma with extraneural metastases",
         "A 38-year-old woman had multiple recurrences of an occipital meningeal hemangiopericytoma. She "
         "developed extraneural metastases to the spine, pelvis and lungs.", True),
        ("Spinal solitary fibrous tumors: a multicenter study",
         "We analyzed 30 patients with primary spinal SFT. Two patients developed distant metastasis. Five-"
         "year survival was 90%.", False),
        ("Solitary fibrous tumor of the thoracic spine: case report",
         "Solitary fibrous tumor metastases to the spine are well known, but primary spinal tumors are "
         "rare. A 42-year-old woman had a T9 epidural tumor. It was removed en bloc.", False),
        ("Metastatic solitary fibrous tumor of the lumbar spine: a case report",
         "A 66-year-old man was admitted for back pain. MRI showed an L3 lesion. Surgery and histology "
         "revealed a solitary fibrous tumor. He had a pleural SFT removed 11 years ago.", True),
        ("Case report: an unusual cause of paraplegia",
         "A 48-year-old farmer, operated upon for a cerebral tumour in 1978 and 1984 (hemangiopericytoma), "
         "developed paraplegia in 1992. There was destruction of the T6 vertebra, and biopsy was consistent"
         " with the previous tumour.", True),
        ("Malignant hemangiopericytoma of the thigh with lung metastases",
         "A 33-year-old woman with hemangiopericytoma of the thigh had lung metastases. Epidural analgesia "
         "was used at thoracotomy.", False),
        ("Two cases of haemangiopericytoma metastasising to the vertebral column",
         "Two women, aged 38 and 61, with haemangiopericytoma of the meninges and of the thigh, "
         "respectively, presented with vertebral metastases 6 and 9 years after excision of the primary.", True),
        ("Hemangiopericytoma presenting as a paraspinal mass in a child",
         "A 3-year-old girl had a paraspinal hemangiopericytoma extending through the neural foramina at "
         "T10. Chemotherapy and resection led to cure.", False),
        ("Treatment of metastatic hemangiopericytoma with bevacizumab",
         "We report on a 51-year-old woman with meningeal hemangiopericytoma metastatic to the liver and "
         "the vertebrae who was treated with temozolomide and bevacizumab.", True),
        ("Intracranial solitary fibrous tumor: review of surgical series",
         "Fifty-six patients with intracranial SFT were operated on. Recurrence occurred in 21. Nobody had "
         "extracranial metastasis.", False),
        ("Intracranial and spinal hemangiopericytoma: dissemination 10 years after surgery",
         "The patient, a 45-year-old man, had had a hemangiopericytoma of the torcular region. Ten years "
         "later there were lesions in the cervical and lumbar canal; these were thought to have spread "
         "through the CSF.", True),
        ("Primary intradural hemangiopericytoma with intramedullary invasion",
         "A 28-year-old man presented with paraparesis. MRI showed a T10 mass. At surgery it invaded the "
         "cord. Brain MRI was normal.", False),
        ("Metastatic hemangiopericytoma: bone as the target",
         "A 47-year-old man had an intracranial hemangiopericytoma. Seven years later he had bone "
         "metastases.", None),
        ("Hemangiopericytoma metastases to spine and rib in a patient with Doege-Potter syndrome",
         "A 70-year-old man with a retroperitoneal solitary fibrous tumor and hypoglycemia had back pain. "
         "CT revealed osteolytic lesions of T11 and the left ninth rib. Biopsy of T11 was SFT.", True),
        ("Thoracic vertebral metastasis of a solitary fibrous tumor of the uterus",
         "A 52-year-old woman had had a hysterectomy for SFT. Three years later T7 was destroyed.", True),
        ("Spinal hemangiopericytoma as the presenting sign of an occult intracranial primary",
         "A 30-year-old man had resection of an L4 hemangiopericytoma. Postoperative brain MRI revealed a "
         "3-cm tentorial mass that turned out to be hemangiopericytoma as well and was considered the "
         "primary lesion.", True),
        ("Differential diagnosis of spinal metastases",
         "We report a 60-year-old woman with spinal metastases of renal cell carcinoma resembling "
         "hemangiopericytoma.", False),
    ],
)  # fmt: skip
def test_what_a_report_is_judged(title: str, abstract: str, included: bool | None) -> None:
    found = read(title, abstract)["included"]
    assert (found if isinstance(found, bool) else None) == included


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Solitary fibrous tumor of the thoracic spine mimicking metastasis",
         "A 60-year-old woman with a history of breast cancer 6 years before presented with back pain. MRI "
         "showed a T8 lesion suspected to be a metastasis. Histology revealed solitary fibrous tumor."),
        ("Spinal solitary fibrous tumor in a patient with renal cell carcinoma",
         "A 63-year-old man had undergone nephrectomy for renal cell carcinoma five years earlier. A T8 "
         "vertebral lesion was presumed to be metastatic but proved to be a solitary fibrous tumor."),
        ("Hemangiopericytoma of the lumbar spine",
         "A 63-year-old man with a history of prostate adenocarcinoma had an L3 tumor. Biopsy: "
         "hemangiopericytoma."),
        ("Hemangiopericytoma of the cauda equina",
         "A 44-year-old woman had a hysterectomy for uterine leiomyoma 3 years ago. She now had an "
         "intradural L2 tumor, a hemangiopericytoma."),
        ("Hemangiopericytoma of the thoracic spine",
         "A 44-year-old woman had a thyroid carcinoma resected in 2001. In 2010 a T5 epidural "
         "hemangiopericytoma was removed."),
        ("Hemangiopericytoma of the thoracic spine",
         "A 44-year-old woman had T5 epidural hemangiopericytoma removed in 2001. In 2010 a frontal "
         "meningioma was found."),
        ("Hemangiopericytoma of the thoracic spine",
         "A 44-year-old woman with neurofibromatosis had a vestibular schwannoma resected 8 years ago and "
         "now a T5 hemangiopericytoma."),
        ("Solitary fibrous tumor of the sacrum",
         "A 44-year-old woman had pelvic pain. CT showed a sacral mass extending into the pelvis. Pelvic "
         "exenteration was discussed. The tumor was resected by sacrectomy. Two years later, there was no "
         "recurrence."),
        ("Solitary fibrous tumor of the cervical spine",
         "A 44-year-old woman had a neck mass for 3 years. MRI showed a tumor of C4 extending to the "
         "paravertebral muscles of the neck. It was resected in two stages."),
        ("Solitary fibrous tumor of the thoracic spine",
         "A 44-year-old woman had chest pain for 2 years. A T7 dumbbell tumor reached the pleura and the "
         "posterior mediastinum. After embolization it was removed by thoracotomy. Two years later she is "
         "well."),
        ("Intramedullary solitary fibrous tumor",
         "A 44-year-old woman had undergone brain surgery for aneurysm 5 years ago. A C5 intramedullary "
         "tumor was removed."),
        ("Spinal hemangiopericytoma",
         "A 44-year-old woman had a dural-based tumor at T5, first operated in 1995. In 2001 recurrence at "
         "T5 was resected; in 2006 tumor recurred again at T4-T6."),
        ("Hemangiopericytoma of spinal meninges",
         "A 44-year-old woman had a meningeal hemangiopericytoma at T5 removed 6 years ago. She now had "
         "recurrence at T5."),
        ("Giant sacral SFT",
         "A 44-year-old woman had a sacral tumor with intrapelvic extension. Prior biopsy elsewhere 2 years"
         " ago showed SFT."),
        ("Craniocervical junction SFT",
         "A 44-year-old woman had SFT at the foramen magnum extending to C2, operated 3 years ago, recurred"
         " at C1-C2."),
    ],
)  # fmt: skip
def test_another_tumour_or_a_neighbour_of_the_spine_is_no_primary(title: str, abstract: str) -> None:
    verdict = read(title, abstract)["cases"][0].get("metastatic_to_spine", {}).get("value", "no")
    assert verdict == "no"
