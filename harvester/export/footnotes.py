"""What stands below the table of patients: what a sign means, who is not in it, and as of when it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from .. import __version__
from ..link.subjects import key_order
from ..records import Series, Standing, Value, Vocabulary
from .grammar import agreed, many


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the notes count: the values of each row, and the reports without one (reference number, patients stated)."""

    values: tuple[Mapping[str, Value | None], ...]
    together: tuple[tuple[int, str], ...] = ()


def footnotes(series: Series, counted: Counted, words: Sequence[str]) -> tuple[str, ...]:
    """The notes, a paragraph each; `words` are all heads and cells of the table, where abbreviations are looked up."""
    notes = (
        _not_stated(counted),
        _ages(words),
        _abbreviations(words, series.query.vocabulary),
        _left_out(series),
        _without_row(series, counted),
        _read_by(series, len(counted.values)),
    )
    return tuple(filter(None, notes))


def _not_stated(counted: Counted) -> str:
    """The sign for a missing value, and of how many patients each field is missing."""
    total = len(counted.values)
    missing = {
        name: sum(all(values[field] is None for field in fields) for values in counted.values)
        for name, fields in _asked(counted)
    }
    told = [f"{name} {n}" for name, n in missing.items() if n]
    listed = f" Not stated, of {many(total, 'patient')}: {', '.join(told)}." if told else ""
    return f"–, not stated in the title or abstract.{listed}" if total else "No patient is active."


def _asked(counted: Counted) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns' names for what is counted, with those of their fields that are asked for."""
    known = counted.values[0].keys() if counted.values else ()
    for name, fields in _COUNTED.items():
        asked = tuple(field for field in fields if field in known)
        if asked:
            yield name, asked


_COUNTED = {
    "age": ("age_years",),
    "sex": ("sex",),
    "diagnosis": ("diagnosis",),
    "grade": ("grade",),
    "primary": ("primary_site", "primary_site_text"),
    "spinal level": ("spinal_levels",),
    "compartment": ("compartment",),
    "interval": ("interval_months",),
    "any treatment": ("surgery", "resection", "radiotherapy", "radiosurgery", "chemotherapy", "embolization"),
    "outcome": ("outcome",),
    "recurrence": ("recurrence",),
    "follow-up": ("followup_months",),
}


def _ages(words: Sequence[str]) -> str:
    told = [meaning for mark, meaning in _MARKS.items() if any(mark in word for word in words)]
    return f"{'; '.join(told)}." if told else ""


_MARKS = {
    "†": "†, age at the primary tumour and not at the lesion",
    "‡": "‡, the report does not say of what event the age is",
}


def _abbreviations(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """Those that the table uses, in alphabetical order; a tumour's from the query's vocabulary."""
    used = {found for word in words for found in re.findall(r"\w+", word)}
    told = sorted((_MEANS | _of_tumours(vocabulary)).items(), key=lambda one: one[0].casefold())
    return "; ".join(f"{short}, {long}" for short, long in told if short in used) + "." if used else ""


_MEANS = {
    "AWD": "alive with disease",
    "CNS": "central nervous system",
    "F": "female",
    "GTR": "gross total resection",
    "M": "male",
    "mo": "months",
    "NED": "no evidence of disease",
    "RT": "radiotherapy",
    "SRS": "stereotactic radiosurgery",
    "STR": "subtotal resection",
    "WHO": "World Health Organization",
    "y": "years",
}


def _of_tumours(vocabulary: Vocabulary) -> dict[str, str]:
    """A term of capitals only is an abbreviation of the name it stands under."""
    return {
        term: name
        for names in (vocabulary.other_diagnosis, vocabulary.diagnosis)
        for name, terms in names.items()
        for term in terms
        if term.isalpha() and term.isupper() and term not in name
    }


def _left_out(series: Series) -> str:
    told = [said for standing in ("retracted", "concern") if (said := _of_standing(series, standing))]
    return f"Left out: {'; '.join(told)}." if told else "No patient is retracted or under an expression of concern."


def _of_standing(series: Series, standing: Standing) -> str:
    """`3 patients whose reports are retracted (PMID 7, 9)`."""
    found = [patient for patient in series.patients if patient.standing == standing]
    pmids = sorted({case.pmid for patient in found for case in patient.cases}, key=key_order)
    what = {"retracted": "retracted", "concern": "under an expression of concern"}[standing]
    reports = agreed(len(pmids), "report is", "reports are")
    return f"{many(len(found), 'patient')} whose {reports} {what} (PMID {', '.join(pmids)})" if found else ""


def _without_row(series: Series, counted: Counted) -> str:
    """Included reports whose patients stand in no row, and reports that nobody has decided on."""
    said, n, waiting = [], len(counted.together), series.flow.unsure
    if n:
        each = ", ".join(f"[{number}]{_of_how_many(stated)}" for number, stated in counted.together)
        tell, have = agreed(n, "tells its", "tell their"), agreed(n, "has", "have")
        said.append(f"{many(n, 'included report')} {tell} patients only together and {have} no row: {each}.")
    if waiting:
        wait = agreed(waiting, "waits", "wait")
        said.append(f"{many(waiting, 'report')} {wait} for a person's decision and may add patients.")
    return " ".join(said)


def _of_how_many(stated: str) -> str:
    return f" ({stated} {'patient' if stated == '1' else 'patients'})" if stated else ""


def _read_by(series: Series, total: int) -> str:
    """How the values came about, and as of when they are."""
    checked = sum(bool(patient.checked_by) for patient in series.patients if patient.standing == "active")
    who = f"a person has checked {checked:,} of {many(total, 'patient')}" if checked else "no person has checked them"
    when = [f"as of {series.known_at.astimezone(UTC):%Y-%m-%d}"] if series.known_at else []
    when += [f"of what had entered PubMed by {series.published_by}"] if series.published_by else []
    read = f"Read from titles and abstracts by the rules of harvester {__version__}; {who}"
    return f"{', '.join((read, *when))}. Full texts were not read."
