"""The few facts of MeSH that are bundled: which headings stand below which, and the subheadings' codes.

The tree is MeSH's own for the headings of spinal and meningeal tumours. Every table names what stands directly below a
name; a name that is no key is one of which that is not known. Where anything below a name is such a one, the mirror's
answer says so. NLM's own files take their place (files.py). Facts from the MeSH browser and PubMed's help page.
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
    "Odontoid Process": (),
    "Cervical Atlas": (),
    "Annulus Fibrosus": (),
    "Nucleus Pulposus": (),
    "Mandibular Neoplasms": (),
    "Maxillary Neoplasms": (),
    "Maxillary Sinus Neoplasms": (),
    "Orbital Neoplasms": (),
    "Palatal Neoplasms": (),
    "Skull Base Neoplasms": (),
}
"""A heading and the headings directly below it."""

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


_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "adverse effects": ("poisoning", "toxicity"),
    "analysis": ("blood", "cerebrospinal fluid", "isolation & purification", "urine"),
    "anatomy & histology": ("blood supply", "cytology", "embryology", "innervation"),
    "chemistry": ("agonists", "analogs & derivatives", "antagonists & inhibitors", "chemical synthesis"),
    "complications": ("secondary",),
    "cytology": ("pathology", "ultrastructure"),
    "diagnosis": ("diagnostic imaging", "pathology"),
    "embryology": ("abnormalities",),
    "epidemiology": ("ethnology", "mortality"),
    "etiology": (
        "chemically induced",
        "complications",
        "congenital",
        "embryology",
        "genetics",
        "immunology",
        "microbiology",
        "parasitology",
        "transmission",
    ),
    "metabolism": (
        "biosynthesis",
        "blood",
        "cerebrospinal fluid",
        "deficiency",
        "enzymology",
        "pharmacokinetics",
        "urine",
    ),
    "microbiology": ("virology",),
    "organization & administration": (
        "economics",
        "legislation & jurisprudence",
        "standards",
        "statistics & numerical data",
        "supply & distribution",
        "trends",
    ),
    "pharmacology": (
        "administration & dosage",
        "adverse effects",
        "agonists",
        "antagonists & inhibitors",
        "pharmacokinetics",
    ),
    "physiology": ("genetics", "growth & development", "immunology", "metabolism", "physiopathology"),
    "statistics & numerical data": ("epidemiology", "supply & distribution"),
    "surgery": ("transplantation",),
    "therapeutic use": ("administration & dosage", "adverse effects", "poisoning"),
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
_UNSURE = ("education", "ethics", "instrumentation", "methods")
"""Subheadings of which it is not certain that nothing stands below them."""

QUALIFIERS_BELOW: Mapping[str, tuple[str, ...]] = {
    name: _FAMILIES.get(name, ()) for name in QUALIFIER_CODES.values() if name not in _UNSURE
}
"""A subheading and those directly below it."""

PUBLICATION_TYPES_BELOW: Mapping[str, tuple[str, ...]] = {
    "Case Reports": (),
    "Clinical Trial, Phase I": (),
    "Clinical Trial, Phase II": (),
    "Clinical Trial, Phase III": (),
    "Clinical Trial, Phase IV": (),
    "Comment": (),
    "Comparative Study": (),
    "Consensus Development Conference": ("Consensus Development Conference, NIH",),
    "Consensus Development Conference, NIH": (),
    "Editorial": (),
    "English Abstract": (),
    "Guideline": ("Practice Guideline",),
    "Letter": (),
    "Multicenter Study": (),
    "Practice Guideline": (),
    "Preprint": (),
    "Published Erratum": (),
    "Retracted Publication": (),
    "Retraction of Publication": (),
    "Systematic Review": (),
    "Twin Study": (),
    "Validation Study": (),
}
"""A publication type and those directly below it, where that is all of them."""

PUBLICATION_TYPES_BELOW_IN_PART: Mapping[str, tuple[str, ...]] = {
    "Clinical Study": ("Clinical Trial", "Observational Study"),
    "Clinical Trial": (
        "Adaptive Clinical Trial",
        "Clinical Trial, Phase I",
        "Clinical Trial, Phase II",
        "Clinical Trial, Phase III",
        "Clinical Trial, Phase IV",
        "Controlled Clinical Trial",
    ),
    "Controlled Clinical Trial": ("Randomized Controlled Trial",),
    "Randomized Controlled Trial": ("Equivalence Trial", "Pragmatic Clinical Trial"),
    "Review": ("Systematic Review",),
}
"""A publication type and those known to stand directly below it: MeSH has added others over the years."""


def explode(name: str, below: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The name with all that stands below it, at any depth."""
    found = {name}
    waiting = [name]
    while waiting:
        new = set(below.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return frozenset(found)
