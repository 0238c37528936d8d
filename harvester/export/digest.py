"""Two states of a series -> what is new between them: each thing once, with the rows and the counts that it changes.

Nothing here looks at a clock or at a log. A digest is the difference between what the last one left its reader with and
what is so now; what is not told in one is therefore told in the next, and never twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..link.subjects import key_order
from ..records import Series
from .state import Counts, Note, PatientState, ReportState, State, counts_of_patient, counts_of_report

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
                moves=_moves(counts_of_patient(old), counts_of_patient(new)),
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


def _moves(before: Counter[str], after: Counter[str]) -> Counts:
    return {box: after[box] - before[box] for box in sorted(before | after) if after[box] != before[box]}


def _of_reports(before: State, after: State) -> Iterator[Item]:
    """A report's move is told with the gravest thing that became of it, its further news without one."""
    notes = _new_notes(before, after)
    rows = _rows_by_report(before, after)
    for pmid in before.reports.keys() | after.reports.keys():
        old, new = before.reports.get(pmid), after.reports.get(pmid)
        told = notes.pop(pmid, [])
        if counts_of_report(old) != counts_of_report(new):
            told.insert(0, _note_of_move(pmid, old, new, told))
        moves = _moves(counts_of_report(old), counts_of_report(new))
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
