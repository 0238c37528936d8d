"""The words of spread, of tumours, and of the organs a tumour spreads to."""

from __future__ import annotations

from ..text.vocabulary import Kinds, terms

CUES: Kinds = {
    "spread": {
        "": terms(
            """
            metastasis, metastases, metastatic, metastasize, metastasized, metastasised, metastasizing,
            metastasising, disseminated, dissemination, disseminating, seeding, drop metastasis, spread,
            secondary deposit, secondary lesion, secondaries, secondary manifestation, secondary tumor,
            secondary tumour, metastatically, metastasise, seeded, metastastic, metatasis, metatases,
            metastized, deposit, spreading
            """
        ),
    },
    "tumour": {
        "": terms(
            """
            tumor, tumour, mass, lesion, neoplasm, meningioma, sarcoma, metastasis, metastatic, growth,
            malignancy, nodule, deposit
            """
        ),
    },
    "damage": {
        "": terms(
            """
            destruction, osteolytic, lytic, osteolysis, collapse, collapsed, pathological fracture, pathologic fracture,
            destroyed, destroying, destructive, eroded, eroding, erosion, sclerotic lesion, osteoblastic,
            abnormal uptake, increased uptake, intense uptake, pathological uptake, hypermetabolic, hot spot,
            tracer uptake
            """
        )
    },
    "craniotomy": {
        "": terms("craniotomy, craniectomy, nephrectomy, lobectomy, pneumonectomy, thoracotomy"),
    },
    "multifocal": {
        "": terms(
            """
            multifocal, multicentric, synchronous, simultaneous, simultaneously, local invasion, locally
            invasive
            """
        ),
    },
    "bone": {
        "": terms("bone, bony, skeletal, osseous, skeleton"),
    },
    "organ": {
        "lung": terms("lung, pulmonary, pulmonum"),
        "liver": terms("liver, hepatic"),
        "bone": terms("bone, skeletal, bony, skeleton, osseous"),
        "brain": terms("brain, cerebral, intracranial, cranial"),
        "kidney": terms("kidney, renal"),
        "pleura": terms("pleura, pleural"),
        "pancreas": terms("pancreas, pancreatic"),
        "adrenal": terms("adrenal, adrenal gland"),
        "breast": terms("breast"),
        "skin": terms("skin, cutaneous, scalp"),
        "soft tissue": terms("soft tissue, subcutaneous"),
        "muscle": terms("muscle, skeletal muscle, muscular, intramuscular"),
        "lymph node": terms("lymph node, lymph nodes, nodal, node"),
        "rib": terms("rib"),
        "pelvis": terms("pelvis, pelvic"),
        "ilium": terms("ilium, iliac, iliac bone"),
        "femur": terms("femur, femora, femoral"),
        "humerus": terms("humerus, humeral"),
        "skull": terms("skull, calvarium, calvarial"),
        "scapula": terms("scapula"),
        "sternum": terms("sternum, sternal"),
        "hip": terms("hip, acetabulum"),
        "pubis": terms("pubis, pubic"),
        "ischium": terms("ischium"),
        "peritoneum": terms("peritoneum, peritoneal, retroperitoneum, retroperitoneal"),
        "mediastinum": terms("mediastinum, mediastinal"),
        "thyroid": terms("thyroid"),
        "chest wall": terms("chest wall"),
        "thigh": terms("thigh"),
        "neck": terms("neck"),
        "heart": terms("heart, cardiac"),
        "spleen": terms("spleen"),
        "ovary": terms("ovary, ovaries"),
    },
}
