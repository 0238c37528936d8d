"""What the page works on: the series in memory, brought up to date by each word that anybody says.

The whole series is built once, and again when a run, a refresh or an import ended; a word rebuilds only the reports it
touches, by the same rules, so that a step takes milliseconds however long the series is.
"""

from __future__ import annotations

import gc
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ..known import harvest_known
from ..records import Decision, Query, Record, Series
from ..review import Review
from ..series import build_series
from ..unswept import unswept
from .catalogue import Catalogue
from .entries import Entry, entries, reports_of

Told = tuple[int, Decision]
"""A word, and where in the log it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A report with all that bears on it, as a series of its own, and how far the log had been read."""

    series: Series
    words: tuple[Decision, ...]
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The reports before and after one in a choice, empty where there is none; its number or 0; how many there are."""

    before: str
    after: str
    number: int
    count: int


class Desk:
    """A review as several people at once look at it; safe to use from several threads."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._lock = threading.RLock()
        self._said: defaultdict[str, list[Decision]] = defaultdict(list)
        self.written_at: datetime | None = None
        self.trouble = ""
        self._load()
        self._settled = self._seen

    @property
    def query(self) -> Query:
        """The question."""
        return self._review.query

    def _load(self) -> None:
        with unswept():
            self._load_all()
        gc.collect()  # once, here, so that nobody who looks at a page waits for it

    def _load_all(self) -> None:
        with self._review.store.snapshot() as known:
            harvest = harvest_known(known, self._review.query)
            seen = known.last_decision()
        series = build_series(harvest)
        self._harvest = harvest
        self._records = {report.record.pmid: report.record for report in series.reports}
        self._catalogue = Catalogue.of(entries(series))
        self._words: defaultdict[str, list[Told]] = defaultdict(list)
        for at, one in enumerate(harvest.decisions):
            self._file(at - len(harvest.decisions), one)
        self._seen = seen
        self._runs = len(harvest.runs)

    def _file(self, at: int, one: Decision) -> None:
        for pmid in reports_of(one.subject):
            self._words[pmid].append((at, one))

    # ------------------------------------------------------------------------------------------------------- reading

    def up_to_date(self) -> None:
        """Take in what others said and did since."""
        with self._lock:
            if self._review.store.count_runs(self.query.name) != self._runs:
                self._load()
                return
            new = self._review.store.decisions_after(self.query.name, self._seen)
            for number, one in new:
                self._file(number, one)
                self._seen = number
            self._rebuild(dict.fromkeys(pmid for _, one in new for pmid in reports_of(one.subject)))

    def _rebuild(self, touched: Iterable[str]) -> None:
        """The entries of what was touched, and of what shares a pair with it."""
        around = dict.fromkeys(pmid for one in touched for pmid in self._company(one))
        for pmid in around:
            if pmid in self._catalogue.entries:
                self._catalogue.put(entries(self._about(pmid))[pmid])

    def entries(self) -> Mapping[str, Entry]:
        """All reports, in numerical order of PMIDs."""
        with self._lock:
            return dict(self._catalogue.entries)

    def entry(self, pmid: str) -> Entry:
        """One report of the series."""
        return self._catalogue.entries[pmid]

    def counts(self) -> Counter[str]:
        """How many reports are `waiting`, `included`, and of those `looked at`."""
        with self._lock:
            return self._catalogue.counts.copy()

    def shown(self, show: str, search: str, places: slice) -> list[Entry]:
        """Those of a choice's reports that stand at these places of it."""
        with self._lock:
            known = self._catalogue
            return [known.entries[known.pmids[at]] for at in known.choice(show, search).places[places]]

    def step(self, show: str, search: str, pmid: str, by: str) -> Step:
        """Where a person's steps lead from a report; what they spoke on in this sitting stays in reach of one back."""
        with self._lock:
            choice = self._catalogue.choice(show, search)
            before, after, number = self._catalogue.around(choice, pmid, self.said_in_this_sitting(by))
            return Step(before=before, after=after, number=number, count=len(choice.places))

    def record(self, pmid: str) -> Record | None:
        """The record of a report of the series; None where it has none."""
        return self._records.get(pmid)

    def look(self, pmid: str) -> Looked:
        """A report of the series, with those that are or may be the same."""
        with self._lock:
            words = tuple(one for _, one in self._words[pmid])
            return Looked(series=self._about(pmid), words=words, seen=self._seen)

    def _about(self, pmid: str) -> Series:
        """The series of a report and its company: for that report it says what the whole series says."""
        company = [one for one in self._company(pmid) if one in self._records]
        words = {at: one for member in company for at, one in self._words[member]}
        whole = self._harvest
        return build_series(
            replace(
                whole,
                searches=(),
                records=tuple(self._records[one] for one in company),
                extractions={one: whole.extractions.get(one, ()) for one in company},
                decisions=tuple(words[at] for at in sorted(words)),
                refusals=(),
                deleted=(),
                merged={},
                events=(),
            )
        )

    def _company(self, pmid: str) -> list[str]:
        """A report, all that were ever linked with it, those it shares any pair with, and all linked with those."""
        linked = self._linked([pmid])
        return self._linked(
            [*linked, *(other for one in linked for other in self._pairs_of(one, {"yes", "no", "unsure"}))]
        )

    def _linked(self, start: Iterable[str]) -> list[str]:
        found = dict.fromkeys(start)
        ahead = list(found)
        while ahead:
            near = self._pairs_of(ahead.pop(), {"yes"})
            new = [pmid for pmid in near if pmid not in found]
            found.update(dict.fromkeys(new))
            ahead += new
        return list(found)

    def _pairs_of(self, pmid: str, verdicts: Iterable[str]) -> list[str]:
        pairs = (one for _, one in self._words[pmid] if " = " in one.subject and one.verdict in verdicts)
        return [other for one in pairs for other in reports_of(one.subject) if other != pmid]

    # ------------------------------------------------------------------------------------------------------ speaking

    def say(self, word: Decision, seen: int) -> tuple[Decision, ...]:
        """Write down what a person said who had seen the log up to row `seen`.

        What people said since of the same thing is returned, and nothing is written.
        """
        unseen = self._review.store.say(self.query.name, word, seen)
        with self._lock:
            if not unseen:
                spoken = self._said[word.by]
                if word.verdict == "undone":
                    self._forget(spoken, word)
                else:
                    spoken.append(word)
            self.up_to_date()
        return unseen

    @staticmethod
    def _forget(spoken: list[Decision], undone: Decision) -> None:
        about = (undone.kind, undone.subject, undone.field)
        last = next((one for one in reversed(spoken) if (one.kind, one.subject, one.field) == about), None)
        if last:
            spoken.remove(last)

    def last_said(self, by: str) -> Decision | None:
        """The last word of a person in this sitting that they have not taken back."""
        with self._lock:
            return self._said[by][-1] if self._said[by] else None

    def said_in_this_sitting(self, by: str) -> tuple[str, ...]:
        """The PMIDs that a person spoke on in this sitting."""
        with self._lock:
            return tuple(dict.fromkeys(pmid for one in self._said[by] for pmid in reports_of(one.subject)))

    # ------------------------------------------------------------------------------------------------------ settling

    @property
    def seen(self) -> int:
        """The number of the last row of the log that was read."""
        return self._seen

    @property
    def unsettled(self) -> bool:
        """Whether anything was said since the files were written."""
        return self._seen != self._settled

    def settle(self, at: datetime) -> None:
        """Link anew what follows from what was said, write the exports, and take in what came of it.

        A refresh that ends meanwhile may have written newer files before these: then they are written once more.
        """
        with self._lock:
            before, runs = self._seen, self._runs
        self._review.settle()
        with self._lock:
            self.up_to_date()
            # Words that came while the files were written are not in them yet; what the rules said then is.
            later = (one for _, one in self._review.store.decisions_after(self.query.name, before))
            overtaken = runs != self._runs or any(one.by_person for one in later)
            self._settled = -1 if overtaken else self._seen
            self.written_at = at
            self.trouble = ""
