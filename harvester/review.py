"""The method on one screen: search, fetch, parse, extract, screen, link, store, export.

Every step may be stopped and repeated. What is not stored yet is fetched, what these rules have not read yet is read,
and the series is built anew from what is stored; so a run that was killed ends, when repeated, with the rows of one
that was not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from .delivery import Delivery
from .entrez import Entrez
from .export.digest import Digest, digest_of
from .export.folder import Format, write_digest, write_exports
from .export.state import State, packed, state_of, unpacked
from .intake import Intake, fullness, take_in
from .known import series_at, with_successors
from .linking import links
from .outcomes import Decided, Outcome, Refreshed, Taken
from .press import check_edit, check_readable, check_unaltered, must_find
from .reader import Reader
from .records import (
    FILE,
    Decision,
    FoundBy,
    Query,
    Refusal,
    Run,
    Search,
    Series,
)
from .series import identified
from .store import Announced, Fetched, Store
from .watch import Watch, unwatched
from .watchlist import watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A question, the database its answers are kept in, and the folder they are written to."""

    query: Query
    store: Store
    folder: Path

    def run(
        self,
        entrez: Entrez,
        watch: Watch,
        *,
        as_of: date | datetime | None = None,
        published_by: date | None = None,
        strict: bool = False,
    ) -> Outcome:
        """Harvest into the store and write the exports; safe to stop at any moment and to repeat.

        The series as of a day, or of what was published by one, is written beside the present one and returned.

        `strict` raises QueryError, and stores nothing, where PubMed would not do the strategy as it is written.
        """
        check_readable(self.query)
        search = entrez.search(self.query, ran_at=_now(), watch=watch)
        if strict:
            check_unaltered(self.query, search)
        before = self.store.searches(self.query.name, finished=True)
        delivery = self._delivery(entrez, search, watch)
        delivery.bring(self._wanted(search.pmids))
        self._read_again(delivery.number, delivery.reader, watch)
        series = self._link(watch)
        lost, absent = must_find(self.query, entrez, search)
        outcome = Outcome(
            series=series,
            search=search,
            missing=self._missing(search.pmids),
            refusals=self._refusals(search.pmids),
            gone=self._unexplained(_gone(before, search)),
            lost=lost,
            absent=absent,
            traffic=entrez.traffic,
            merged=tuple(one for one in self.store.withdrawn(search.pmids).values() if one.successor),
        )
        watch("write the files", 0, 0)
        outcome = self._written(outcome, ran := _run("run", search, complete=outcome.complete))
        if as_of or published_by:
            series = self.series(as_of, published_by)
            files = write_exports(series, self._folder_of(as_of, published_by))
            outcome = replace(outcome, series=series, files=(*outcome.files, *files))
        self.store.finish(delivery.number, ran)
        return outcome

    def refresh(self, entrez: Entrez, watch: Watch) -> Refreshed:
        """Bring the series up to date and write the exports and the digest of what is new; safe to stop and to repeat.

        The strategy is run again as a whole; what is new, was revised or left the set is asked for again. One refresh
        of a review runs at a time: AtWork names the other. QueryError, and nothing is stored, where the query was
        edited and its strategy does not find a must-find report that the source holds.
        """
        check_readable(self.query)
        with self.store.turn(self.query.name):
            told = self._told()
            search = entrez.search(self.query, ran_at=_now(), watch=watch)
            before = self.store.searches(self.query.name)
            check_edit(self.query, entrez, search, before)
            asked = watchlist(self.store, self.query, entrez, search)
            delivery = self._delivery(entrez, search, watch)
            came = delivery.bring(asked.pmids)
            delivery.withdraw(pmid for pmid in asked.vanished if pmid not in came.heard)
            self._read_again(delivery.number, delivery.reader, watch)
            series = self._link(watch)
            outcome = Outcome(
                series=series,
                search=search,
                missing=tuple(pmid for pmid in (*asked.of_set, *asked.left) if pmid not in came.heard),
                refusals=tuple(dict.fromkeys((*came.unread, *self._refusals(search.pmids)))),
                gone=(),
                lost=asked.lost,
                absent=asked.absent,
                traffic=entrez.traffic,
                merged=tuple(one for one in self.store.withdrawn(search.pmids).values() if one.successor),
                repeats=_repeats(before, search),
            )
            watch("write the files", 0, 0)
            outcome = self._written(outcome, ran := _run("refresh", search, complete=outcome.complete))
            digest = self._announce(outcome.series, told)
            self.store.finish(delivery.number, ran)
        return Refreshed(outcome=outcome, digest=digest)

    def _told(self) -> Announced:
        """What the last digest left its reader with; before the first, what the series is now, for that is no news."""
        told = self.store.announced(self.query.name)
        if told is None:
            told = Announced(number=0, at=_now(), state=packed(self._state(self.series())))
            self.store.announce(self.query.name, told)
        return told

    def _announce(self, series: Series, told: Announced) -> Digest:
        """Write the digest of what is new, and only then write down that it was told: each thing is told once.

        Killed in between, the next refresh writes the same digest, with what has come since.
        """
        state = self._state(series)
        digest = digest_of(series, unpacked(told.state), state, told.number, told.at)
        write_digest(digest, self.folder)
        if digest.items:
            self.store.announce(self.query.name, Announced(number=digest.number, at=_now(), state=packed(state)))
        return digest

    def _state(self, series: Series) -> State:
        return state_of(series, Reader(self.query).rules)

    def _delivery(self, entrez: Entrez, search: Search, watch: Watch) -> Delivery:
        number = self.store.begin(self.query, search)
        return Delivery(entrez=entrez, store=self.store, number=number, reader=Reader(self.query), watch=watch)

    def _written(self, outcome: Outcome, ran: Run) -> Outcome:
        """The outcome with its exports, in which this run is one of the log already."""
        series = replace(outcome.series, runs=(*outcome.series.runs, ran))
        return replace(outcome, series=series, files=write_exports(series, self.folder))

    def take_in(
        self,
        paths: Sequence[Path],
        watch: Watch,
        decisions: Sequence[Decision] = (),
        found_by: FoundBy = "database",
    ) -> Taken:
        """Take reference files, and what people said, into the series and write the exports.

        The same files again change nothing. What PubMed itself told of a PMID stays; of what several files tell of one
        record the fullest counts, whichever came first.
        """
        intakes = [take_in(path) for path in paths]
        self.store.decide(self.query.name, decisions)
        reader = Reader(self.query)
        new = sum(self._take(one, found_by, reader, watch) for one in intakes)
        series = self._link(watch)
        return Taken(
            series=series,
            files=write_exports(series, self.folder),
            entries=sum(one.count for one in intakes),
            new=new,
            refusals=tuple(refusal for one in intakes for refusal in one.refusals),
        )

    def _take(self, intake: Intake, found_by: FoundBy, reader: Reader, watch: Watch) -> int:
        """One file, as the answer to a search that was run elsewhere; returns how many records are new to the store."""
        names = tuple(intake.entries)
        before = {record.pmid: record for record in self.store.records(names)}
        search = _search_of_file(self.query, intake, found_by)
        number = self.store.begin(self.query, search)
        fuller = [
            intake.entries[name]
            for name in self.store.unstored(names)
            if name not in before or fullness(intake.entries[name].record) > fullness(before[name])
        ]
        for start in range(0, len(fuller), 200):
            batch = fuller[start : start + 200]
            fetched = [Fetched(one.raw, one.record) for one in batch]
            self.store.keep(number, fetched, [reader.read(one.record) for one in batch], _now())
            watch(f"read {intake.source}", start + len(batch), len(fuller))
        self.store.refuse(number, intake.refusals, _now())
        self.store.delete(intake.deletions, _now())
        self._read_again(number, reader, watch)
        self.store.finish(number, _run("import", search, complete=not intake.refusals))
        return len(set(names) - set(before))

    def decide(self, decisions: Sequence[Decision]) -> Decided:
        """Append what people said, link anew what follows from it, and write the exports."""
        before = self.series()
        self.store.decide(self.query.name, decisions)
        series, files = self.settle()
        return Decided(before=before, series=series, files=files)

    def settle(self) -> tuple[Series, tuple[Path, ...]]:
        """Link anew what follows from what people said, and write the exports; the series and the files."""
        series = self._link()
        return series, write_exports(series, self.folder)

    def export(
        self,
        as_of: date | datetime | None = None,
        published_by: date | None = None,
        updates: date | datetime | None = None,
        formats: Collection[Format] = tuple(Format),
    ) -> tuple[Path, ...]:
        """Write the files of the review's folder from what is stored; a past day's go to a folder of their own.

        With `updates`, the day of the review's previous version, the flow diagram of an updated review is among them.
        """
        previous = self.series(updates, published_by) if updates else None
        folder = self._folder_of(as_of, published_by)
        return write_exports(self.series(as_of, published_by), folder, previous, formats)

    def _folder_of(self, as_of: date | datetime | None, published_by: date | None) -> Path:
        """The folder itself, or one in it whose name says the day; an instant in a form that all file systems take."""
        known = f"{as_of.astimezone(UTC):%Y-%m-%dT%H%M%SZ}" if isinstance(as_of, datetime) else as_of
        days = (("as-of", known), ("published-by", published_by))
        return self.folder / "-".join(f"{what}-{day}" for what, day in days if day)

    def series(self, as_of: date | datetime | None = None, published_by: date | None = None) -> Series:
        """The series as it stands, or as this database knew it at the end of a day (UTC), or at an instant.

        With `published_by` it is what of that had entered PubMed by the end of that day; see `entered` for how far a
        record tells.
        """
        return series_at(self.store, self.query, as_of, published_by)

    def _wanted(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """What is not stored, and what was withdrawn and is found again; not what is known to lead elsewhere."""
        withdrawn = self.store.withdrawn(pmids)
        unstored = set(self.store.unstored(pmids))
        asked = (pmid for pmid in pmids if pmid in unstored or pmid in withdrawn)
        return tuple(pmid for pmid in asked if pmid not in withdrawn or not withdrawn[pmid].successor)

    def _refusals(self, pmids: Sequence[str]) -> tuple[Refusal, ...]:
        """What of `pmids` was delivered unreadable, in whatever answer it came, and has not been read since."""
        unread = set(self._unexplained(self.store.unstored(pmids)))
        return tuple(one for one in self.store.refusals(self.query.name) if one.pmid in unread)

    def _missing(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """What was asked for, came neither as a record nor as a refusal, and was not withdrawn either."""
        refused = {one.pmid for one in self._refusals(pmids)}
        return self._unexplained(pmid for pmid in self.store.unstored(pmids) if pmid not in refused)

    def _unexplained(self, pmids: Iterable[str]) -> tuple[str, ...]:
        """Those of which it is not known that NLM withdrew or merged them."""
        asked = tuple(pmids)
        withdrawn = self.store.withdrawn(asked)
        return tuple(pmid for pmid in asked if pmid not in withdrawn)

    def _read_again(self, number: int, reader: Reader, watch: Watch) -> None:
        """Read what was last read by other rules or with other words: after an upgrade, or an edit of the query."""
        found = identified(self.store.searches(self.query.name))
        pmids = tuple(with_successors(self.store, found))
        unread = self.store.unread(self.query, pmids, reader.rules)
        for start in range(0, len(unread), 200):
            records = self.store.records(unread[start : start + 200])
            self.store.keep(number, (), [reader.read(record) for record in records], _now())
            watch("read again", min(start + 200, len(unread)), len(unread))

    def _link(self, watch: Watch = unwatched) -> Series:
        """Judge which reports and which cases are the same; a link no longer made is taken back in words.

        The series after it, which is built anew only where anyone has judged since: another run may have said the same.
        """
        watch("link", 0, 0)
        before = self.store.last_decision()
        series = self.series()
        withdrawn = self.store.withdrawn(tuple(report.record.pmid for report in series.reports))
        self.store.decide(self.query.name, links(series, withdrawn.values(), _now()))
        return series if self.store.last_decision() == before else self.series()


def _run(kind: Literal["run", "refresh", "import"], search: Search, *, complete: bool) -> Run:
    """The entry in the log of what comes to its end now."""
    return Run(
        kind=kind,
        platform=search.platform,
        began_at=search.ran_at,
        finished_at=_now(),
        complete=complete,
        count=search.count,
        received=len(search.pmids),
    )


def _search_of_file(query: Query, intake: Intake, found_by: FoundBy) -> Search:
    """A reference file as a search that was run elsewhere: its strategy is not known."""
    return Search(
        query=query.name,
        query_digest=query.digest,
        platform=f"{FILE}{intake.source}",
        strategy="",
        ran_at=_now(),
        count=intake.count,
        pmids=tuple(intake.entries),
        found_by=found_by,
    )


def _gone(before: Sequence[Search], search: Search) -> tuple[str, ...]:
    """What the search before found and this one did not, though question and platform were the same."""
    last = next((one for one in reversed(before) if one.platform == search.platform), None)
    if last is None or last.query_digest != search.query_digest:
        return ()
    now = set(search.pmids)
    return tuple(pmid for pmid in last.pmids if pmid not in now)


def _repeats(before: Sequence[Search], search: Search) -> bool:
    """Whether the platform warned of the same when it was last asked the same."""
    last = next((one for one in reversed(before) if one.platform == search.platform), None)
    said = (search.query_digest, search.warnings)
    return last is not None and (last.query_digest, last.warnings) == said


def _now() -> datetime:
    return datetime.now(UTC)
