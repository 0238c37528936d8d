"""A series as the state that a digest leaves its reader with: boxes, rows, and what became of the reports."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from ..lifecycle import in_force
from ..link.subjects import key_order
from ..records import Event, Patient, Record, Series
from ..series import open_links
from .cells import cell
from .tables import value_of

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportState:
    """A name that was identified: its box, how many sources gave it, and what it is called."""

    box: str
    given: int
    called: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientState:
    """A row: its standing, its reports, and its cells that are not empty."""

    standing: str
    pmids: tuple[str, ...]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something told once by its `key`: what became of a report, a pair that waits, a word that is stale."""

    kind: str
    key: str
    subject: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All of a series that a digest may tell of; as JSON it is what `announced` keeps.

    `query` and `rules` name what it was asked and read by, since a change of either changes rows too.
    """

    reports: Mapping[str, ReportState] = field(default_factory=dict)
    patients: Mapping[str, PatientState] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    query: str = ""
    rules: str = ""

    @property
    def counts(self) -> Counts:
        """The boxes of the flow diagram, added up from the reports and patients."""
        added: Counter[str] = Counter()
        for report in self.reports.values():
            added.update(counts_of_report(report))
        for patient in self.patients.values():
            added.update(counts_of_patient(patient))
        return {box: added[box] for box in sorted(added) if added[box]}


def packed(state: State) -> bytes:
    """A state as the store keeps it."""
    return zlib.compress(msgspec.json.encode(state))


def unpacked(state: bytes) -> State:
    """A state that the store kept."""
    return msgspec.json.decode(zlib.decompress(state), type=State)


def state_of(series: Series, rules: str = "") -> State:
    """What a digest may tell of a series as it stands, read by those rules."""
    called = {report.record.pmid: _called(report.record) for report in series.reports}
    given = Counter(pmid for _, pmid in {(one.platform, pmid) for one in series.searches for pmid in one.pmids})
    return State(
        reports={
            pmid: ReportState(box=box.label, given=given[pmid], called=called.get(pmid, ""))
            for pmid, box in series.boxes.items()
        },
        patients={patient.id: _state_of_patient(patient, series) for patient in series.patients},
        notes=tuple(_notes(series)),
        query=series.query.digest,
        rules=rules,
    )


def _called(record: Record) -> str:
    """`Woitzik J 2003, Title of the report`, as far as it is stated."""
    who = " ".join(filter(None, (record.authors[0].name if record.authors else "", cell(record.year))))
    return ", ".join(filter(None, (who, record.title)))


def _state_of_patient(patient: Patient, series: Series) -> PatientState:
    cells = {name: cell(value_of(patient.cases, name)) for name in series.query.fields}
    return PatientState(
        standing=patient.standing,
        pmids=tuple(sorted({case.pmid for case in patient.cases}, key=key_order)),
        cells={name: words for name, words in cells.items() if words},
    )


def _notes(series: Series) -> Iterator[Note]:
    yield from map(_note_of_event, series.events)
    for pmid in gone(series):
        yield Note(kind="gone", key=pmid, subject=pmid, said="the search does not find it any more; it stays")
    for one in series.stale:
        said = f"{one.field or one.kind}: {one.by} on {one.at:%Y-%m-%d}; look again"
        yield Note(kind="stale", key=f"{one.subject} {one.field} {one.at.isoformat()}", subject=one.subject, said=said)
    for conflict in series.conflicts:
        one = conflict.later
        said = f"{one.field}: {conflict.earlier.by} and {one.by} differ; the later word stands"
        yield Note(kind="differ", key=f"{one.subject} {one.field} {one.at.isoformat()}", subject=one.subject, said=said)
    for pair in open_links(series):
        said = f"{pair.kind}? {pair.reason}"
        yield Note(kind="waits", key=f"{pair.kind} {pair.subject}", subject=pair.subject, said=said)


def _note_of_event(event: Event) -> Note:
    stated = f" on {event.stated.iso}" if event.stated else ""
    other = f", PMID {event.other}" if event.other else ""
    return Note(
        kind=_KIND_OF.get(event.state, "other"),
        key=f"{event.pmid} {event.state} {event.other} {event.seen_at.isoformat()}",
        subject=event.pmid,
        said=f"{event.state}{stated}{other}: {event.effect}",
    )


def gone(series: Series) -> tuple[str, ...]:
    """What a search once found and the last one of its platform does not, though NLM still has it."""
    last = {search.platform: search for search in series.searches if not search.of_file}
    ever = {pmid for search in series.searches if search.platform in last for pmid in search.pmids}
    now = {pmid for search in last.values() for pmid in search.pmids}
    withdrawn = {event.pmid for event in in_force(series.events) if event.state in ("deleted", "merged")}
    return tuple(sorted((ever - now - withdrawn) & series.boxes.keys(), key=key_order))


_KIND_OF: Mapping[str, str] = {
    **{state: state for state in ("text changed", "indexed", "corrected", "under concern", "deleted", "merged")},
    **dict.fromkeys(("retracted", "retracted and republished", "withdrawn"), "retracted"),
}
"""State of an event -> its kind; all others are `other`."""


def counts_of_report(report: ReportState | None) -> Counter[str]:
    """The boxes that a name is counted in: identified once for each source, and a duplicate for each but one."""
    if report is None:
        return Counter()
    counts = Counter({"identified": report.given, "duplicates": report.given - 1})
    if report.box == "duplicate":
        counts["duplicates"] += 1
        return counts
    counts[_PLURAL.get(report.box, report.box)] += 1
    if report.box not in ("refused", "missing", "deleted"):
        counts["screened"] += 1
    return counts


_PLURAL = {"included": "included reports"}


def counts_of_patient(patient: PatientState | None) -> Counter[str]:
    """The boxes that a row is counted in."""
    if patient is None:
        return Counter()
    standing = {"concern": "under concern"}.get(patient.standing, patient.standing)
    return Counter(("included patients", f"included patients: {standing}"))
