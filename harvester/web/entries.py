"""A series -> the list of its reports as the page shows it: what waits at each, and what a search looks in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..checks import meant
from ..export.cells import cell
from ..link.subjects import key_order
from ..records import Record, Report, Series, Standing
from ..series import open_links

MatterKind = Literal["screen", "same report", "same case", "differ", "stale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something that waits for a person: its kind, what it is about, and why."""

    kind: MatterKind
    subject: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report in the list. `cells` are its values in words, of all its cases; `text` is what a search looks in."""

    pmid: str
    called: str
    title: str
    verdict: str
    reason: str
    standing: Standing
    patients: tuple[str, ...]
    matters: tuple[Matter, ...]
    people: tuple[str, ...]
    cells: Mapping[str, str]
    text: str


def entries(series: Series) -> dict[str, Entry]:
    """PMID -> its entry, in numerical order."""
    waiting = _matters(series)
    patients: defaultdict[str, list[str]] = defaultdict(list)
    for patient in series.patients:
        for pmid in {case.pmid for case in patient.cases}:
            patients[pmid].append(patient.id)
    people = _people(series)
    in_order = sorted(series.reports, key=lambda report: key_order(report.record.pmid))
    return {
        (pmid := report.record.pmid): _entry(report, waiting[pmid], patients[pmid], people[pmid]) for report in in_order
    }


def _entry(report: Report, matters: Iterable[Matter], patients: Iterable[str], people: Iterable[str]) -> Entry:
    record, decision = report.record, report.decision
    cells: defaultdict[str, list[str]] = defaultdict(list)
    for found in report.extractions:
        cells[found.field].append(cell(found.value))
    words = {field: "; ".join(dict.fromkeys(values)) for field, values in cells.items()}
    ids = tuple(patients)
    verdict, reason = (decision.verdict, decision.reason) if decision else ("", "")
    names = (author.name for author in record.authors)
    searched = (record.pmid, record.doi, record.title, str(record.year or ""), *names, *ids, reason, *words.values())
    return Entry(
        pmid=record.pmid,
        called=called(record),
        title=record.title,
        verdict=verdict,
        reason=reason,
        standing=report.standing,
        patients=ids,
        matters=tuple(matters),
        people=tuple(people),
        cells=words,
        text="\n".join(searched).casefold(),
    )


def called(record: Record) -> str:
    """`Woitzik J 2003`, as far as it is stated, else the PMID."""
    first = record.authors[0].name if record.authors else ""
    return " ".join(filter(None, (first, cell(record.year)))) or record.pmid


def _matters(series: Series) -> defaultdict[str, list[Matter]]:
    """PMID -> what waits at it; a pair waits at both of its reports."""
    waiting: defaultdict[str, list[Matter]] = defaultdict(list)
    for matter in _all_matters(series):
        for pmid in reports_of(matter.subject):
            waiting[pmid].append(matter)
    return waiting


def _all_matters(series: Series) -> Iterator[Matter]:
    for report in series.reports:
        if report.decision and report.decision.verdict == "unsure":
            yield Matter(kind="screen", subject=report.record.pmid, said=report.decision.reason)
    for pair in open_links(series):
        kind: MatterKind = "same case" if pair.kind == "same case" else "same report"
        yield Matter(kind=kind, subject=pair.subject, said=pair.reason)
    for conflict in series.conflicts:
        told = " and ".join(
            f"{one.by}: {cell(meant(one)) or 'not stated'}" for one in (conflict.earlier, conflict.later)
        )
        yield Matter(kind="differ", subject=conflict.later.subject, said=f"{conflict.later.field}: {told}")
    for one in series.stale:
        said = f"{one.field or one.kind}: {one.by} on {one.at:%Y-%m-%d}; the words it was about are gone"
        yield Matter(kind="stale", subject=one.subject, said=said)


def reports_of(subject: str) -> tuple[str, ...]:
    """The PMIDs that a decision is about, each once."""
    return tuple(dict.fromkeys(end.partition("#")[0] for end in subject.split(" = ")))


def _people(series: Series) -> defaultdict[str, list[str]]:
    """PMID -> who spoke on it, its cases, its values or a pair with it."""
    people: defaultdict[str, list[str]] = defaultdict(list)
    for one in series.standing:
        if one.by_person:
            for pmid in reports_of(one.subject):
                if one.by not in people[pmid]:
                    people[pmid].append(one.by)
    return people


# ---------------------------------------------------------------------------------------------------- what is looked at

SHOWS: Mapping[str, tuple[str, Callable[[Entry], bool]]] = {
    "waiting": ("waiting for a person", lambda one: bool(one.matters)),
    "included": ("included", lambda one: one.verdict == "yes"),
    "unchecked": ("included, nobody has looked", lambda one: one.verdict == "yes" and not one.people),
    "checked": ("somebody has looked", lambda one: bool(one.people)),
    "excluded": ("excluded", lambda one: one.verdict == "no"),
    "retracted": ("retracted or under concern", lambda one: one.standing != "active"),
    "all": ("all reports", lambda one: True),
}
"""The choices of what is worked through: name -> what it is called, and which reports it has."""


def choosing(show: str, search: str) -> Callable[[Entry], bool]:
    """Says of a report whether it belongs to a choice and a search finds it.

    A search is words that must all stand in the title, the names, the PMID, the patient's id or the values; `sex:F`
    looks in one field, and `interval_months:-` finds where it is not stated.
    """
    _, belongs = SHOWS.get(show, SHOWS["all"])
    words = search.casefold().split()
    return lambda one: belongs(one) and all(_holds(one, word) for word in words)


def _holds(one: Entry, word: str) -> bool:
    field, colon, wanted = word.partition(":")
    if colon and field.isidentifier():
        value = one.cells.get(field, "").casefold()
        return not value if wanted == "-" else wanted in value
    return word in one.text
