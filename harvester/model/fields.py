"""What a model is asked for: every field with its meaning in a sentence or two, and the shape of its value.

The meanings are the reading rules of this project; docs/what-counts.md tells what is made of the values.
"""

from __future__ import annotations

from typing import NamedTuple

from harvester.extract.lesion import presentations
from harvester.records import REPORT_FIELDS, Query

from .shapes import Levels, Number, OneOf, Several, Shape, Stated, Words


class Field(NamedTuple):
    """A field as it is asked for; `group` where it may also be said of all patients of a series together, as case 0."""

    name: str
    means: str
    shape: Shape
    group: bool = False

    def allows(self, case: int) -> bool:
        """Whether the field may be given for a case: the report's own are of case 0, the others of a patient."""
        if self.name in REPORT_FIELDS:
            return case == 0
        return case > 0 or (case == 0 and self.group)


YES_NO = OneOf(("yes", "no"))
SITES = (
    *("intracranial", "spine", "head and neck", "lung or thorax", "abdomen or pelvis", "limb"),
    *("bone", "other"),
)


def fields(query: Query) -> dict[str, Field]:
    """The fields of a question by name: the report's own, then those of a case that the query asks for or judges by."""
    known = {field.name: field for field in (*_report(), *_person(), *_tumour(query), *_spine(), *_course())}
    judged = (criterion.field for criterion in query.criteria)
    asked = dict.fromkeys((*REPORT_FIELDS, *query.fields, query.target.field, *judged))
    return {name: known[name] for name in asked if name in known}


def _report() -> tuple[Field, ...]:
    return (
        Field(
            "n_patients",
            "How many patients of their own the authors describe, whether or not one by one. Patients of other "
            "papers that are reviewed are not counted; leave it out for a review without an own patient.",
            Number(1, 99_999, whole=True),
        ),
        Field(
            "stated_count",
            "How many cases the report says were known before or with it. 'Only seven were reported' is n 7; 'the "
            "first case' is n 0; 'the ninth case' is n 9 with includes_own true. unit is what was counted, scope in a "
            "few words of what. 'Few' and 'rare' are no counts.",
            Stated(),
        ),
    )


def _person() -> tuple[Field, ...]:
    return (
        Field(
            "age_years",
            "The patient's own age in years, that at the spinal lesion if it is stated, else the one stated; months "
            "divided by 12. A mean, a median, a range or a decade is nobody's age.",
            Number(0, 120),
        ),
        Field(
            "age_at",
            "To what that age belongs: the spinal lesion, the primary tumour, or only the report.",
            OneOf(("spinal lesion", "primary", "report")),
        ),
        Field("sex", "F or M, of the patient.", OneOf(("F", "M"))),
    )


def _tumour(query: Query) -> tuple[Field, ...]:
    names = tuple(query.vocabulary.diagnosis)
    place = query.target.name
    return (
        Field(
            "diagnosis",
            f"The tumour. Write {_listed(names)} for these under any of their names; another tumour in the words "
            "of the text.",
            Words(known=(*names, *query.vocabulary.other_diagnosis)),
            group=True,
        ),
        Field("grade", "The grade in the words of the text, such as 'WHO grade II'.", Words()),
        Field(
            "primary_site",
            "Where the primary tumour was; 'spine' for a tumour that arose there.",
            OneOf(tuple(dict.fromkeys((*query.vocabulary.primary_site, *SITES)))),
            group=True,
        ),
        Field("primary_site_text", "The words of the text that name that site.", Words(), group=True),
        Field(
            query.target.field,
            f"Whether the patient has a lesion of the {place} that is a metastasis, or dissemination, of a tumour that "
            f"arose elsewhere; no where the tumour arose in the {place} itself; unclear where the text leaves it open."
            if query.target.terms
            else "Whether the lesion is a metastasis, in any organ; unclear where the text leaves it open.",
            OneOf(("yes", "no", "unclear")),
            group=True,
        ),
    )


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join(f"'{name}'" for name in names)


def _spine() -> tuple[Field, ...]:
    return (
        Field(
            "spinal_levels",
            "Every vertebra the tumour is at, ranges written out ('C6 to T2' is C6, C7, T1, T2), dorsal as T, the "
            "coccyx as Co; the region only where no vertebra of it is named. Not the levels that were operated "
            "through, fixed, oedematous or normal.",
            Levels(),
        ),
        Field(
            "compartment",
            "In which parts of the spine the lesion lies.",
            Several(("vertebral", "extradural", "intradural", "intramedullary", "dumbbell", "paraspinal")),
        ),
        Field(
            "presentation",
            "How the spinal lesion made itself known; incidental where it was found by chance.",
            Several(tuple(name for name in presentations.CUES["symptom"] if name)),
        ),
        Field(
            "interval_months",
            "Months from the first diagnosis or treatment of the primary to the spinal metastasis. A year is 12; a "
            "week is 0.23. Where the text gives only the parts (steps, dates, ages), compute it, and quote each part.",
            Number(0, 1200),
        ),
    )


def _course() -> tuple[Field, ...]:
    done = "given or done for the spinal lesion itself, not for the primary; refused or not done is no."
    return (
        Field("surgery", f"Whether an operation was {done}", YES_NO),
        Field(
            "resection",
            "How much of the spinal lesion was removed; gross total where it was removed completely.",
            OneOf(("gross total", "subtotal", "en bloc", "biopsy")),
        ),
        Field("radiotherapy", f"Whether radiotherapy was {done}", YES_NO),
        Field("radiosurgery", f"Whether stereotactic radiosurgery was {done}", YES_NO),
        Field("chemotherapy", f"Whether any drug against the tumour was {done}", YES_NO),
        Field("embolization", f"Whether embolization was {done}", YES_NO),
        Field("recurrence", "Whether the treated spinal lesion came back.", YES_NO),
        Field(
            "recurrence_sites", "Where it came back: 'local', or the place in words of the text.", Words(several=True)
        ),
        Field("other_metastases", "Whether the patient had metastases outside the spine.", YES_NO),
        Field(
            "other_metastases_sites",
            "The organs they were in, each as a plain noun of the text ('lung', 'liver').",
            Words(several=True),
        ),
        Field(
            "outcome",
            "The last state told: died; else the tumour's state; else the patient's.",
            OneOf(("no evidence of disease", "alive with disease", "improved", "stable", "worse", "died")),
        ),
        Field(
            "followup_months",
            "Months the patient was followed up after treatment of the spinal lesion, the last figure told.",
            Number(0, 1200),
        ),
    )
