"""The few facts of MeSH that are bundled: which headings stand below which, and the subheadings' codes.

The tree is MeSH's own for the headings of spinal and meningeal tumours; a heading that is not in it is searched without
what stands below it, and the mirror's answer says so. NLM's own files take their
place (mesh_files.py). Facts from the MeSH browser and PubMed's help page.
"""

from __future__ import annotations

from collections.abc import Mapping

BELOW: Mapping[str, tuple[str, ...]] = {
    "Hemangiopericytoma": (),
    "Solitary Fibrous Tumors": ("Solitary Fibrous Tumor, Pleural",),
    "Solitary Fibrous Tumor, Pleural": (),
    "Meningeal Neoplasms": ("Meningioma",),
    "Meningioma": (),
    "Adamantinoma": (),
    "Femoral Neoplasms": (),
    "Bone Neoplasms": ("Adamantinoma", "Femoral Neoplasms", "Skull Neoplasms", "Spinal Neoplasms"),
    "Spinal Neoplasms": (),
    "Central Nervous System Neoplasms": ("Brain Neoplasms", "Meningeal Neoplasms", "Spinal Cord Neoplasms"),
    "Spinal Cord Neoplasms": ("Epidural Neoplasms",),
    "Epidural Neoplasms": (),
    "Brain Neoplasms": (
        "Cerebral Ventricle Neoplasms",
        "Infratentorial Neoplasms",
        "Neurocytoma",
        "Pinealoma",
        "Supratentorial Neoplasms",
    ),
    "Infratentorial Neoplasms": ("Brain Stem Neoplasms", "Cerebellar Neoplasms"),
    "Supratentorial Neoplasms": ("Hypothalamic Neoplasms",),
    "Hypothalamic Neoplasms": ("Pituitary Neoplasms",),
    "Cerebral Ventricle Neoplasms": ("Choroid Plexus Neoplasms",),
    "Skull Neoplasms": ("Jaw Neoplasms", "Nose Neoplasms", "Orbital Neoplasms", "Skull Base Neoplasms"),
    "Nose Neoplasms": ("Paranasal Sinus Neoplasms",),
    "Paranasal Sinus Neoplasms": ("Maxillary Sinus Neoplasms",),
    "Jaw Neoplasms": ("Mandibular Neoplasms", "Maxillary Neoplasms", "Palatal Neoplasms"),
    "Neoplasm Metastasis": (
        "Lymphatic Metastasis",
        "Neoplasm Micrometastasis",
        "Neoplasm Seeding",
        "Neoplasms, Unknown Primary",
    ),
    "Lymphatic Metastasis": (),
    "Neoplasm Micrometastasis": (),
    "Neoplasm Seeding": (),
    "Neoplasms, Unknown Primary": (),
    "Spine": (
        "Cervical Vertebrae",
        "Coccyx",
        "Intervertebral Disc",
        "Lumbar Vertebrae",
        "Sacrum",
        "Spinal Canal",
        "Thoracic Vertebrae",
    ),
    "Cervical Vertebrae": ("Axis, Cervical Vertebra", "Cervical Atlas"),
    "Axis, Cervical Vertebra": ("Odontoid Process",),
    "Coccyx": (),
    "Intervertebral Disc": ("Annulus Fibrosus", "Nucleus Pulposus"),
    "Lumbar Vertebrae": (),
    "Sacrum": (),
    "Thoracic Vertebrae": (),
    "Spinal Canal": ("Epidural Space",),
    "Epidural Space": (),
    "Spinal Cord Compression": (),
    "Cauda Equina": (),
}
"""A heading and the headings directly below it."""

QUALIFIERS_BELOW: Mapping[str, tuple[str, ...]] = {
    "therapeutic use": ("administration & dosage", "adverse effects", "poisoning"),
    "adverse effects": ("poisoning", "toxicity"),
    "complications": ("secondary",),
    "surgery": ("transplantation",),
    "therapy": (
        "diet therapy",
        "drug therapy",
        "nursing",
        "prevention & control",
        "radiotherapy",
        "rehabilitation",
        "surgery",
        "transplantation",
    ),
}
"""A subheading and those that are searched with it."""

PUBLICATION_TYPES_BELOW: Mapping[str, tuple[str, ...]] = {"Review": ("Systematic Review",)}

_CODES = """
ab abnormalities; ad administration & dosage; ae adverse effects; ag agonists; aa analogs & derivatives; an analysis;
ah anatomy & histology; ai antagonists & inhibitors; bi biosynthesis; bs blood supply; bl blood;
cf cerebrospinal fluid; cs chemical synthesis; ci chemically induced; ch chemistry; cl classification;
co complications; cn congenital; cy cytology; df deficiency; di diagnosis; dg diagnostic imaging; dh diet therapy;
de drug effects; dt drug therapy; ec economics; ed education; em embryology; en enzymology; ep epidemiology;
eh ethnology; et etiology; es ethics; ge genetics; gd growth & development; hi history; im immunology; in injuries;
ir innervation; is instrumentation; ip isolation & purification; lj legislation & jurisprudence; me metabolism;
mt methods; mi microbiology; mo mortality; nu nursing; og organization & administration; ps parasitology;
py pathogenicity; pa pathology; pk pharmacokinetics; pd pharmacology; ph physiology; pp physiopathology; po poisoning;
pc prevention & control; px psychology; re radiation effects; rt radiotherapy; rh rehabilitation; sc secondary;
st standards; sn statistics & numerical data; sd supply & distribution; su surgery; tu therapeutic use; th therapy;
to toxicity; tm transmission; tr transplantation; td trends; ul ultrastructure; ur urine; ve veterinary; vi virology
"""

QUALIFIER_CODES: Mapping[str, str] = {
    code: name for code, _, name in (entry.strip().partition(" ") for entry in _CODES.split(";"))
}
"""The two-letter codes of the subheadings."""


def explode(name: str, below: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The name with all that stands below it, at any depth."""
    found = {name}
    waiting = [name]
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found)
