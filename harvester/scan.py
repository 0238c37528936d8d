"""PubMed's bulk files straight into series: several questions in one pass, each file once.

Files are read by a crew and applied in their order, one at a time: what a later one says of a PMID replaces what an
earlier one said, what it withdraws is deleted. A file that is applied is written down with its MD5; a scan that was
stopped goes on behind the last one, and next month's updates go on behind this month's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from .baseline import Asked, Sifted, Task, needs_of, notes_of, read_again, sift, words_to_search
from .crew import Crew
from .errors import Refused
from .mirror.mesh.tree import BUNDLED
from .mirror.search.found import Context
from .outcomes import Scan
from .press import check_readable
from .pubmed.bulk_files import BulkFile, bulk_file
from .pubmed.bulk_order import Order
from .reader import Reader
from .records import Deletion, Limits, Refusal, Run, Search
from .review import Review
from .series import identified
from .store import Fetched, Scanned
from .syntax import Range, parse
from .watch import Watch

PLATFORM = "PubMed bulk files"
"""The platform of a search of the bulk files."""

_DATETYPES = {"pdat": "dp", "edat": "edat", "mdat": "lr"}


def scan(
    reviews: Sequence[Review], paths: Sequence[Path], crew: Crew, watch: Watch, *, torn: bool = True
) -> tuple[Scan, ...]:
    """Bring bulk files into the series of each review, and write the exports; safe to stop and to repeat.

    A file that was applied before is passed over; one that is damaged, or may not be applied yet, is a refusal and
    stops no other, except the updates after it. With `torn` words that mark-up or accents tear are found too.

    Raises UnknownName for a path that names no bulk file, QueryError for a strategy that cannot be read.
    """
    files = sorted(bulk_file(path) for path in paths)
    began = datetime.now(UTC)
    followed = [_Followed(review, max(file.year for file in files), began) for review in reviews]
    tasks = list(_tasks(followed, files, torn))
    watch("scan", 0, len(tasks))
    for done, sifted in enumerate(crew.in_order(sift, tasks), start=1):
        for one in followed:
            one.hear(sifted)
        watch("scan", done, len(tasks))
    return tuple(one.ended(watch) for one in followed)


def _tasks(followed: Sequence[_Followed], files: Sequence[BulkFile], torn: bool) -> Iterator[Task]:
    """A task for each file that some review still needs."""
    needed = [(file, [one for one in followed if one.needs(file)]) for file in files]
    first = next((file for file, by in needed if by), None)
    if first is None:
        return
    asked = [one.asked for one in followed]
    stems = words_to_search([one.need for one in asked], first.path)
    for file, by in needed:
        if by:
            listed = any(one.order.is_update(file) for one in by)
            yield Task(file=file, asked=tuple(one.asked for one in by), stems=stems, torn=torn, listed=listed)


class _Followed:
    """A review whose series follows the bulk files of a year."""

    def __init__(self, review: Review, year: int, began: datetime) -> None:
        query, store = review.query, review.store
        check_readable(query)
        self.review = review
        self.began = began
        self.digest = _digest(query.strategy, query.limits)
        scanned = store.scanned_files(query.name)
        ours = [file for file in scanned if file.asked == self.digest]
        self.edited = bool(scanned) and not ours
        self.year = max([year, *(file.year for file in ours)])
        self.applied = {file.number: file for file in ours if file.year == self.year}
        self.order = Order(self.year, self.applied, "scan the year's files into a new folder")
        self.planned = Order(self.year, self.applied, "scan the year's files into a new folder")
        self.found = set(store.found_by_scan(query.name, self.digest, self.year))
        self.known = set(identified(store.searches(query.name)))
        self.reader = Reader(query)
        self.refused: BulkFile | None = None
        self.refusals: list[Refusal] = []
        self.sifted: list[Sifted] = []
        self.skipped: list[str] = []
        self._number: int | None = None

    @property
    def asked(self) -> Asked:
        """What is asked of every record for this review."""
        query = self.review.query
        tree = parse(query.strategy)
        context = Context(today=self.began.date(), window=_window(query.limits))
        return Asked(query=query.name, strategy=query.strategy, need=needs_of(tree, BUNDLED), context=context)

    def needs(self, file: BulkFile) -> bool:
        """Whether the file is to be read for this review, as far as names and sizes tell."""
        held = self.applied.get(file.number) if file.year == self.year else None
        if held and held.size == _size(file.path):
            self.skipped.append(file.name)
            return False
        try:
            self._check(file, self.planned, held)
        except Refused as error:
            self._refuse(error)
            return False
        self.planned.apply(file)
        return True

    def _check(self, file: BulkFile, order: Order, held: Scanned | None) -> None:
        if file.year != self.year:
            raise Refused(
                str(file.path), f"it is of {file.year}, and the series follows {self.year}'s files; leave it out"
            )
        if held:
            why = f"a file of this name but of {held.size:,} bytes was applied on {held.at:%Y-%m-%d}"
            raise Refused(str(file.path), f"{why}; scan the year's files into a new folder")
        order.check(file, self.refused)

    def _refuse(self, error: Refused) -> None:
        self.refusals.append(Refusal.of(error))

    # ------------------------------------------------------------------------------------------------- a file that came

    def hear(self, sifted: Sifted) -> None:
        """Apply a file that was read, unless it is not for this review or may not be applied."""
        file = sifted.file
        if self.review.query.name not in sifted.queries:
            return
        try:
            _check_whole(sifted)
            self._check(file, self.order, None)
        except Refused as error:
            self._refuse(error)
            self.refused = self.refused or file
            return
        self._apply(sifted)
        self.order.apply(file)
        self.sifted.append(sifted)

    def _apply(self, sifted: Sifted) -> None:
        """Keep what was found, and what is said anew of what was found before; then write down that it was applied."""
        deleted = {one.pmid for one in sifted.deletions}
        hits = (hit for hit in sifted.hits if self.review.query.name in hit.queries)
        found = {hit.record.pmid: hit for hit in hits if hit.record.pmid not in deleted}
        revised = (self.found & {str(pmid) for pmid in sifted.pmids}) - found.keys()
        fetched = [Fetched(hit.xml, hit.record) for hit in found.values()]
        fetched += [Fetched(one.xml, one.record) for one in read_again(sifted.file, revised)]
        self._keep(fetched)
        self.refusals += sifted.refusals
        lost = revised | (self.found & deleted)
        self.review.store.keep_scanned(
            self._scanned(sifted), sorted(found), sorted(lost), [Deletion(pmid=pmid) for pmid in deleted & self.known]
        )
        self.found = (self.found - lost) | found.keys()
        self.known |= found.keys()

    def _keep(self, fetched: Sequence[Fetched]) -> None:
        for start in range(0, len(fetched), 200):
            batch = fetched[start : start + 200]
            readings = [self.reader.read(one.record) for one in batch]
            self.review.store.keep(self.number, batch, readings, datetime.now(UTC))

    @property
    def number(self) -> int:
        """The number of this scan's search, which is begun with what was found until then."""
        if self._number is None:
            self._number = self.review.store.begin(self.review.query, self._search())
        return self._number

    def _scanned(self, sifted: Sifted) -> Scanned:
        return Scanned(
            query=self.review.query.name,
            asked=self.digest,
            year=self.year,
            number=sifted.file.number,
            name=sifted.file.name,
            size=sifted.size,
            md5=sifted.md5,
            articles=sifted.articles,
            at=datetime.now(UTC),
        )

    def _search(self) -> Search:
        query = self.review.query
        return Search(
            query=query.name,
            query_digest=query.digest,
            platform=PLATFORM,
            strategy=query.strategy,
            limits=query.limits,
            warnings=notes_of(parse(query.strategy), BUNDLED),
            ran_at=self.began,
            count=len(self.found),
            pmids=tuple(sorted(self.found, key=int)),
        )

    # ---------------------------------------------------------------------------------------------------------- the end

    def ended(self, watch: Watch) -> Scan:
        """Write down the search and the run, link, and write the exports."""
        watch("link and write the files", 0, 0)
        search = self._search()
        query, store = self.review.query, self.review.store
        number = store.begin(query, search)
        store.refuse(number, [one for one in self.refusals if one.pmid], datetime.now(UTC))
        lost = () if self.order.missing else tuple(pmid for pmid in query.must_find if pmid not in self.found)
        complete = not (self.refusals or self.order.missing or lost)
        store.finish(
            number,
            Run(
                kind="scan",
                platform=PLATFORM,
                began_at=self.began,
                finished_at=datetime.now(UTC),
                complete=complete,
                count=search.count,
                received=len(search.pmids),
            ),
        )
        series, files = self.review.settle()
        return Scan(
            series=series,
            search=search,
            files=files,
            year=self.year,
            applied=len(self.sifted),
            skipped=tuple(self.skipped),
            articles=sum(one.articles for one in self.sifted),
            looked_at=sum(one.looked_at for one in self.sifted),
            parsed=sum(one.parsed for one in self.sifted),
            refusals=tuple(self.refusals),
            missing=self.order.missing,
            lost=lost,
            edited=self.edited,
        )


def _check_whole(sifted: Sifted) -> None:
    if sifted.damage:
        raise Refused(str(sifted.file.path), sifted.damage)


def _digest(strategy: str, limits: Limits) -> str:
    """What was asked, by which files scanned for it are told from those scanned for an older strategy."""
    return hashlib.sha256(msgspec.json.encode((strategy, limits))).hexdigest()


def _window(limits: Limits) -> Range | None:
    """The limits as a range, an open end filled as for NCBI."""
    if not limits.mindate and not limits.maxdate:
        return None
    return Range(limits.mindate or "1000", limits.maxdate or "3000", _DATETYPES[limits.datetype])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
