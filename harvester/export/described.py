"""The values of patients in sentences: of how many a field is stated, of how many not, and what is stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from ..extract.spine.levels import ORDER
from ..records import Patient, Query, Value
from .cells import cell
from .grammar import agreed, many
from .tables import value_of

Values = Sequence[Value | None]
"""The value of one field for each patient, None where it is not stated."""


def described(query: Query, patients: Sequence[Patient]) -> Iterator[tuple[str, list[str]]]:
    """Sections (title, sentences) on those of the fields that the query asks for; none where there is no patient.

    Left out are the field that each patient meets by the criteria, and the words as written of the primary's site.
    """
    for title, names in _SECTIONS.items():
        said = [
            sentence
            for field in names
            if field in query.fields and patients
            for sentence in _sentences(field, [value_of(patient.cases, field) for patient in patients])
        ]
        if said:
            yield title, said


_SECTIONS: Mapping[str, Sequence[str]] = {
    "Age and sex": ("age_years", "age_at", "sex"),
    "Tumour and primary": (
        *("diagnosis", "grade", "primary_site", "interval_months", "other_metastases", "other_metastases_sites"),
    ),
    "Spine": ("spinal_levels", "compartment", "presentation"),
    "Treatment": ("surgery", "resection", "radiotherapy", "radiosurgery", "chemotherapy", "embolization"),
    "Course": ("recurrence", "recurrence_sites", "outcome", "followup_months"),
}

_NAMES = {
    "age_years": "Age",
    "age_at": "The event that the age belongs to",
    "sex": "Sex",
    "diagnosis": "Diagnosis",
    "grade": "Grade (as written)",
    "primary_site": "Site of the primary",
    "interval_months": "Interval from the primary to the metastasis",
    "other_metastases": "Whether there were other metastases",
    "other_metastases_sites": "Site of other metastases",
    "spinal_levels": "Spinal level or region",
    "compartment": "Compartment",
    "presentation": "Presentation",
    "surgery": "Surgery",
    "resection": "Extent of resection",
    "radiotherapy": "Radiotherapy",
    "radiosurgery": "Radiosurgery",
    "chemotherapy": "Drug therapy",
    "embolization": "Embolization",
    "recurrence": "Recurrence",
    "recurrence_sites": "Site of recurrence",
    "outcome": "Outcome at last follow-up",
    "followup_months": "Follow-up",
}


def _sentences(field: str, values: Values) -> Iterator[str]:
    """`Age was stated for 98 of 115 patients (not stated for 17): median 48 years (range 9 to 81).`"""
    stated = [value for value in values if value is not None]
    told = f"{_NAMES[field]} {_share(len(stated), len(values))}"
    numbers = [float(value) for value in stated if isinstance(value, int | float)]
    if not stated:
        yield f"{told}."
    elif field == "spinal_levels":
        yield f"{told}: {_listed(Counter(name for one in stated for name in _regions(one)), len(stated))}."
        yield from _on_levels(stated)
    elif numbers:
        yield f"{told}: {_spread(numbers, field.rpartition('_')[2])}."
    else:
        items = [(value if isinstance(value, tuple) else (cell(value),)) for value in stated]
        again = " (a patient may count in several)" if any(len(one) > 1 for one in items) else ""
        yield f"{told}: {_listed(Counter(name for one in items for name in one), len(stated))}{again}."


def _share(n: int, total: int) -> str:
    if n == 0:
        return f"was not stated for {'the only patient' if total == 1 else f'any of {total:,} patients'}"
    if n == total:
        return f"was stated for {'the only patient' if total == 1 else f'all {total:,} patients'}"
    return f"was stated for {n:,} of {total:,} patients (not stated for {total - n:,})"


def _listed(counts: Mapping[str, int], n: int) -> str:
    """`M, 58 (53%); F, 52 (47%)`, the most frequent first; the share is that of those for whom it is stated."""
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return "; ".join(f"{name}, {count:,} ({100 * count / n:.0f}%)" for name, count in ranked)


def _spread(numbers: Sequence[float], unit: str) -> str:
    """`median 48 years (range 9 to 81)`; a single value is no median."""
    middle = round(median(numbers), 2)
    told = f"{cell(middle)} {unit.removesuffix('s') if middle == 1 else unit}"
    if len(numbers) == 1:
        return told
    return f"median {told} (range {cell(min(numbers))} to {cell(max(numbers))})"


def _regions(levels: Value) -> set[str]:
    """The regions of a patient's levels; a junction is of both of its regions."""
    return {name for level in (levels if isinstance(levels, tuple) else ()) for name in _regions_of(level)}


def _regions_of(level: str) -> tuple[str, ...]:
    if level in ORDER:
        return (_REGION[level[0]] if level != "Co" else "coccyx",)
    return _JUNCTIONS.get(level.removesuffix(" junction"), (level,))


_REGION = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}
_JUNCTIONS = {
    "craniocervical": ("cervical",),
    "cervicothoracic": ("cervical", "thoracic"),
    "thoracolumbar": ("thoracic", "lumbar"),
    "lumbosacral": ("lumbar", "sacral"),
}


def _on_levels(stated: Sequence[Value]) -> Iterator[str]:
    """How many name a vertebra, and how many of them several."""
    named = [[one for one in levels if one in ORDER] for levels in stated if isinstance(levels, tuple)]
    some, several = sum(bool(one) for one in named), sum(len(one) > 1 for one in named)
    yield "A patient counts once in each region, at a junction in both."
    if some:
        yield f"A vertebra was named for {many(some, 'patient')}, more than one for {several:,}."
    if some < len(named):
        rest = len(named) - some
        yield f"For {many(rest, 'patient')} only a region was named, which {agreed(rest, 'is', 'are')} in the counts."
