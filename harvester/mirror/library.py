"""The records of a mirror's folder, as they are now: counted, searched, put in order, and given out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harvester.records import Record

from .corpus import Corpus, published
from .evaluate import Context, Found, evaluate
from .index import read_records, read_xml, state


class Library:
    """What a mirror answers from; a folder that is extended while it is served is read again.

    Raises StoreError where the folder holds no mirror. Safe to share between threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._state: tuple[int, int] | None = None
        self._corpus = Corpus(())
        self._now()

    def count(self) -> int:
        """How many records there are."""
        return len(self._now().records)

    def updated_at(self) -> datetime:
        """When a build last changed the mirror (UTC)."""
        changed, _ = state(self.folder)
        return datetime.fromtimestamp(changed / 1e9, UTC)

    def search(self, strategy: str, context: Context) -> Found:
        """What a strategy finds. Raises QueryError where it cannot be read, or not be evaluated here."""
        return evaluate(strategy, self._now(), context)

    def ordered(self, pmids: Iterable[str], order: str) -> tuple[str, ...]:
        """The PMIDs in esearch's `sort` order: the highest first, unless another is asked for."""
        newest = sorted(pmids, key=int, reverse=True)
        key = _ORDERS.get(order.lower().replace("+", "_").replace(" ", "_"))
        if key is None:
            return tuple(newest)
        records = self._now().records
        return tuple(sorted(newest, key=lambda pmid: key(records[pmid])))

    def held(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """Those of the PMIDs that the mirror holds, in their order."""
        records = self._now().records
        return tuple(pmid for pmid in pmids if pmid in records)

    def records(self, pmids: Sequence[str]) -> Iterator[Record]:
        """The records of these PMIDs, in their order; those that are not held are left out, as NCBI does."""
        records = self._now().records
        return (records[pmid] for pmid in self.held(pmids))

    def xml(self, pmids: Sequence[str]) -> Iterator[bytes]:
        """The XML of these PMIDs as it was stored, in their order; those that are not held are left out."""
        return read_xml(self.folder, pmids)

    def _now(self) -> Corpus:
        with self._lock:
            found = state(self.folder)
            if found != self._state:
                self._corpus = Corpus(read_records(self.folder))
                self._state = found
            return self._corpus


def _latest(record: Record) -> tuple[int, ...]:
    return tuple(-part for part in published(record))


def _first_author(record: Record) -> str:
    return record.authors[0].name.casefold() if record.authors else "\U0010ffff"


_ORDERS: Mapping[str, Callable[[Record], Any]] = {
    "pub_date": _latest,
    "author": _first_author,
    "journalname": lambda record: record.journal.title.casefold(),
    "journal": lambda record: record.journal.title.casefold(),
}
