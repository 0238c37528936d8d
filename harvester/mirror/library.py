"""The records of a mirror's folder, as they are now: counted, searched, put in order, and given out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from harvester.pubmed.record import record_of
from harvester.records import Record

from .packing import unpack
from .schema import FILE, open_mirror, snapshot
from .search.evaluate import evaluate
from .search.found import Context, Found
from .search.lookup import Index


class Library:
    """What a mirror answers from; nothing of it is kept in memory, and what a build changes shows at once.

    Raises StoreError where the folder holds no mirror. Safe to share between threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with self._opened():
            pass

    def count(self) -> int:
        """How many records there are."""
        with self._opened() as connection:
            return int(_fact(connection, "records"))

    def updated_at(self) -> datetime:
        """When a build last changed the mirror (UTC)."""
        with self._opened() as connection:
            return datetime.fromisoformat(_fact(connection, "updated_at"))

    def search(self, strategy: str, context: Context) -> Found:
        """What a strategy finds. Raises QueryError where it cannot be read, or not be evaluated here."""
        with self._opened() as connection:
            return evaluate(strategy, connection, context)

    def ordered(self, pmids: Iterable[str], order: str) -> tuple[str, ...]:
        """The PMIDs in esearch's `sort` order: the highest first, unless another is asked for; those not held last."""
        newest = sorted(pmids, key=int, reverse=True)
        asked = _ORDERS.get(order.lower().replace("+", "_").replace(" ", "_"))
        if asked is None:
            return tuple(newest)
        with self._opened() as connection:
            rows = connection.execute(asked, (json.dumps([int(pmid) for pmid in newest]),))
            keys = {str(pmid): value for pmid, value in rows}
        return tuple(sorted(newest, key=lambda pmid: (pmid not in keys, keys.get(pmid))))

    def held(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """Those of the PMIDs that the mirror holds, in their order."""
        with self._opened() as connection:
            held = Index(connection).held(int(pmid) for pmid in pmids if _is_pmid(pmid))
        return tuple(pmid for pmid in pmids if _is_pmid(pmid) and int(pmid) in held)

    def records(self, pmids: Sequence[str]) -> Iterator[Record]:
        """The records of these PMIDs, in their order; those that are not held are left out, as NCBI does."""
        for pmid, xml in self.sources(pmids):
            yield record_of(xml, f"{self.folder / FILE}, PMID {pmid}")

    def xml(self, pmids: Sequence[str]) -> Iterator[bytes]:
        """The XML of these PMIDs as it was stored, in their order; those that are not held are left out."""
        return (xml for _, xml in self.sources(pmids))

    def sources(self, pmids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """The same, each with its PMID."""
        with self._opened() as connection:
            for pmid in pmids:
                asked = "SELECT xml FROM source WHERE pmid = ?"
                row = connection.execute(asked, (int(pmid),)).fetchone() if _is_pmid(pmid) else None
                if row:
                    yield pmid, unpack(row[0])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each question: so threads share none, and all of an answer is of one moment."""
        with closing(open_mirror(self.folder)) as connection, snapshot(connection):
            yield connection


def _fact(connection: sqlite3.Connection, name: str) -> str:
    (value,) = connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
    return str(value)


_BY_JOURNAL = "SELECT pmid, journal FROM record WHERE pmid IN (SELECT value FROM json_each(?))"
_ORDERS: Mapping[str, str] = {
    "pub_date": "SELECT pmid, -published FROM record WHERE pmid IN (SELECT value FROM json_each(?))",
    "author": "SELECT pmid, author FROM record WHERE pmid IN (SELECT value FROM json_each(?))",
    "journalname": _BY_JOURNAL,
    "journal": _BY_JOURNAL,
}


def _is_pmid(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 8 and text[0] != "0"
