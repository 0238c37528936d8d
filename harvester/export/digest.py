"""Two states of a series -> what is new between them: each thing once, with the rows and the counts that it changes.

Nothing here looks at a clock or at a log. A digest is the difference between what the last one left its reader with and
what is so now; what is not told in one is therefore told in the next, and never twice.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from ..lifecycle import in_force
from ..link import key_order
from ..records import Event, Patient, Record, Series
from ..series import open_links
from .cells import cell
from .tables import value_of

Counts = Mapping[str, int]

KINDS: Mapping[str, str] = {
    "new case": "New cases",
    "case changed": "Cases that read otherwise",
    "case gone": "Cases that are no row any more",
    "new report": "New reports",
    "judged anew": "Reports judged anew",
    "text changed": "Changed abstracts",
    "indexed": "Newly indexed",
    "corrected": "Corrected",
    "under concern": "Under an expression of concern",
    "retracted": "Retracted",
    "deleted": "Deleted by NLM",
    "merged": "Merged by NLM",
    "other": "Other changes of a record",
    "gone": "Gone from the set",
    "found again": "Found again",
    "stale": "Corrections whose words are gone",
    "differ": "People who differ",
    "waits": "Waits for a person",
}
"""Kinds of news in the order they are told, with their headings."""

_KIND_OF: Mapping[str, str] = {
    **{state: state for state in ("text changed", "indexed", "corrected", "under concern", "deleted", "merged")},
    **dict.fromkeys(("retracted", "retracted and republished", "withdrawn"), "retracted"),
}
"""State of an event -> its kind; all others are `other`."""


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
            added.update(_counts_of_report(report))
        for patient in self.patients.values():
            added.update(_counts_of_patient(patient))
        return {box: added[box] for box in sorted(added) if added[box]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of news: what it is about, the rows it touches, and by how much it moves which counts."""

    kind: str
    subject: str
    called: str
    said: str
    rows: tuple[str, ...] = ()
    moves: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new `since` the digest before; `before` and `after` are the counts, whose difference is all the moves.

    `because` says what of the review itself has changed, which may be why rows read otherwise. One without items is
    not numbered: its `number` is that of the last digest that told of something.
    """

    query: str
    title: str
    number: int
    since: datetime
    items: tuple[Item, ...]
    before: Counts
    after: Counts
    waiting: Counts
    because: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """The items of a kind."""
        return tuple(item for item in self.items if item.kind == kind)


def packed(state: State) -> bytes:
    """A state as the store keeps it."""
    return zlib.compress(msgspec.json.encode(state))


def unpacked(state: bytes) -> State:
    """A state that the store kept."""
    return msgspec.json.decode(zlib.decompress(state), type=State)


# ------------------------------------------------------------------------------------------------ a series as a state


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


# -------------------------------------------------------------------------------------------------------- what counts


def _counts_of_report(report: ReportState | None) -> Counter[str]:
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


def _counts_of_patient(patient: PatientState | None) -> Counter[str]:
    if patient is None:
        return Counter()
    standing = {"concern": "under concern"}.get(patient.standing, patient.standing)
    return Counter(("included patients", f"included patients: {standing}"))


def _moves(before: Counter[str], after: Counter[str]) -> Counts:
    return {box: after[box] - before[box] for box in sorted(before | after) if after[box] != before[box]}


# ------------------------------------------------------------------------------------------------------- what is new


def digest_of(series: Series, before: State, after: State, last: int, since: datetime) -> Digest:
    """What a series, in the state `after`, has that the digest of the number `last` did not leave its reader with."""
    items = news(before, after)
    return Digest(
        query=series.query.name,
        title=series.query.title,
        number=last + bool(items),
        since=since,
        items=items,
        before=before.counts,
        after=after.counts,
        waiting={
            "reports": sum(one.box == "unsure" for one in after.reports.values()),
            **{what: sum(note.kind == kind for note in after.notes) for kind, what in _WAITING.items()},
        },
        because=tuple(
            said
            for said, was, now in (
                ("the query was edited", before.query, after.query),
                ("the rules that read abstracts have changed", before.rules, after.rules),
            )
            if was and was != now
        ),
    )


_WAITING = {"waits": "pairs", "stale": "stale corrections", "differ": "disagreements"}


def news(before: State, after: State) -> tuple[Item, ...]:
    """Each thing that is new, once; the moves of all of them add up to the difference of the counts."""
    found = [*_of_patients(before, after), *_of_reports(before, after)]
    rank = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(
        sorted(found, key=lambda item: (rank[item.kind], key_order(item.subject.partition(" ")[0]), item.said))
    )


def _of_patients(before: State, after: State) -> Iterator[Item]:
    for row in before.patients.keys() | after.patients.keys():
        old, new = before.patients.get(row), after.patients.get(row)
        if old != new:
            there = new or old
            yield Item(
                kind="new case" if old is None else "case changed" if new else "case gone",
                subject=row,
                called=_called_by_reports(there, after, before) if there else "",
                said=_said_of_patient(old, new),
                rows=(row,),
                moves=_moves(_counts_of_patient(old), _counts_of_patient(new)),
            )


def _called_by_reports(patient: PatientState, *states: State) -> str:
    """The PMIDs of a row, and what its first report is called."""
    pmids = "; ".join(f"PMID {pmid}" for pmid in patient.pmids)
    told = (state.reports[patient.pmids[0]].called for state in states if patient.pmids[0] in state.reports)
    return ", ".join(filter(None, (pmids, next(filter(None, told), ""))))


def _said_of_patient(old: PatientState | None, new: PatientState | None) -> str:
    """The cells of a new row; what changed of one that was there."""
    if new is None:
        return "no case of the series is this row any more"
    if old is None:
        return "; ".join(f"{_readable(name)}: {words}" for name, words in new.cells.items())
    names = dict.fromkeys((*old.cells, *new.cells))
    changed = [(name, old.cells.get(name, ""), new.cells.get(name, "")) for name in names]
    changed += [("pmids", ", ".join(old.pmids), ", ".join(new.pmids)), ("status", old.standing, new.standing)]
    told = ((_readable(name), was or "not stated", now or "not stated") for name, was, now in changed)
    return "; ".join(f"{name}: {was} → {now}" for name, was, now in told if was != now)


def _readable(column: str) -> str:
    return column.replace("_", " ")


def _of_reports(before: State, after: State) -> Iterator[Item]:
    """A report's move is told with the gravest thing that became of it, its further news without one."""
    notes = _new_notes(before, after)
    rows = _rows_by_report(before, after)
    for pmid in before.reports.keys() | after.reports.keys():
        old, new = before.reports.get(pmid), after.reports.get(pmid)
        told = notes.pop(pmid, [])
        if _counts_of_report(old) != _counts_of_report(new):
            told.insert(0, _note_of_move(pmid, old, new, told))
        moves = _moves(_counts_of_report(old), _counts_of_report(new))
        called = next((one.called for one in (new, old) if one and one.called), "")
        for place, note in enumerate(told):
            yield _item(note, called, rows[pmid], moves if place == 0 else {})
    for others in notes.values():
        yield from (_item(note, "", _rows_of(note, rows), {}) for note in others)


def _new_notes(before: State, after: State) -> dict[str, list[Note]]:
    """Subject -> its notes that are new, the gravest first; one that is found again is news as well."""
    known = {(note.kind, note.key) for note in before.notes}
    still = {(note.kind, note.key) for note in after.notes}
    new = [note for note in after.notes if (note.kind, note.key) not in known]
    back = [note for note in before.notes if note.kind == "gone" and (note.kind, note.key) not in still]
    new += [
        Note(kind="found again", key=note.key, subject=note.subject, said="the search finds it again")
        for note in back
        if after.reports.get(note.subject, _LOST).box != "deleted"
    ]
    by_subject: defaultdict[str, list[Note]] = defaultdict(list)
    for note in new:
        by_subject[note.subject].append(note)
    return {subject: sorted(told, key=lambda note: note.kind not in _GRAVE) for subject, told in by_subject.items()}


_LOST = ReportState(box="deleted", given=0)
_GRAVE = ("deleted", "merged")


def _note_of_move(pmid: str, old: ReportState | None, new: ReportState | None, told: list[Note]) -> Note:
    """The news that moves a report between boxes: its deletion or merging, or that it is new or judged anew."""
    if old and told and told[0].kind in _GRAVE:
        return told.pop(0)
    box = new.box if new else "not identified any more"
    if old is None:
        return Note(kind="new report", key=pmid, subject=pmid, said=_WAITS.get(box, box))
    was = "" if old.box == box else f"{old.box} → "
    return Note(kind="judged anew", key=pmid, subject=pmid, said=f"{was}{_WAITS.get(box, box)}")


_WAITS = {"unsure": "unsure: waits for a person"}


def _item(note: Note, called: str, rows: Iterable[str], moves: Counts) -> Item:
    return Item(
        kind=note.kind,
        subject=note.subject,
        called=called,
        said=note.said,
        rows=tuple(dict.fromkeys(rows)),
        moves=moves,
    )


def _rows_by_report(before: State, after: State) -> defaultdict[str, list[str]]:
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for state in (after, before):
        for row, patient in state.patients.items():
            for pmid in patient.pmids:
                rows[pmid].append(row)
    return rows


def _rows_of(note: Note, rows: Mapping[str, list[str]]) -> list[str]:
    """The rows that a pair or a case is about."""
    pmids = (end.partition("#")[0] for end in note.subject.split(" = "))
    return [row for pmid in pmids for row in rows.get(pmid, ())]
