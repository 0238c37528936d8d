"""Records on their way into the mirror: gathered, put in order, and written with their index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from harvester.errors import Refused
from harvester.records import Record

from .columns import COLUMNS
from .packing import unpacked
from .rows import Row, row_of

_BATCH = 4_000
"""Records that are written together. FTS5 takes rows best in the order of their numbers, which are the PMIDs."""


class Intake:
    """Takes records in, the latest version of each PMID; `counts` says how they fared (see Built)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.counts = {"added": 0, "replaced": 0, "deleted": 0, "unchanged": 0, "superseded": 0}
        self._waiting: dict[int, Row | None] = {}
        self._before = _counted(connection)

    def keep(self, record: Record, xml: bytes) -> None:
        """Take a record with its canonical XML."""
        self.take(row_of(record, xml))

    def take(self, row: Row) -> None:
        """Take a row unless a newer version of it is held, or the same; versions are never numbered anew."""
        held = self._held(row.pmid)
        if held == (row.version, row.digest):
            self.counts["unchanged"] += 1
        elif held and held[0] > row.version:
            self.counts["superseded"] += 1
        else:
            self.counts["replaced" if held else "added"] += 1
            self._wait(row.pmid, row)

    def delete(self, pmid: int) -> None:
        """Take a record out."""
        if self._held(pmid):
            self.counts["deleted"] += 1
            self._wait(pmid, None)

    def _held(self, pmid: int) -> tuple[int, bytes] | None:
        """The version and digest that are held, those that wait to be written included."""
        if pmid in self._waiting:
            waiting = self._waiting[pmid]
            return (waiting.version, waiting.digest) if waiting else None
        found = self.connection.execute("SELECT version, digest FROM record WHERE pmid = ?", (pmid,)).fetchone()
        return (found[0], found[1]) if found else None

    def _wait(self, pmid: int, row: Row | None) -> None:
        self._waiting[pmid] = row
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits, in the order of the PMIDs."""
        years: set[int] = set()
        for pmid in sorted(self._waiting):
            self._take_out(pmid)
            if row := self._waiting[pmid]:
                self._put_in(row)
                years |= row.years
        self.connection.executemany("INSERT OR IGNORE INTO year VALUES (?)", ((year,) for year in sorted(years)))
        self._waiting.clear()

    @contextmanager
    def undone_if_refused(self) -> Iterator[None]:
        """All of what is taken in inside, or nothing where that ends in Refused; what waited before is written."""
        self.flush()
        before = dict(self.counts)
        self.connection.execute("SAVEPOINT file")
        try:
            yield
        except Refused:
            self._waiting.clear()
            self.counts = before
            self.connection.execute("ROLLBACK TO file")
            self.connection.execute("RELEASE file")
            raise
        self.flush()
        self.connection.execute("RELEASE file")

    def _take_out(self, pmid: int) -> None:
        """Take a record out of the index, which wants to hear again what was put in."""
        kept = self.connection.execute("SELECT columns FROM passage WHERE pmid = ?", (pmid,)).fetchone()
        if kept is None:
            return
        self.connection.execute(_UNINDEX, ("delete", pmid, *unpacked(kept[0])))
        for statement in _DELETE:
            self.connection.execute(statement, (pmid,))

    def _put_in(self, row: Row) -> None:
        run = self.connection.execute
        run("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", (row.pmid, row.version, row.digest, *row.order))
        run("INSERT INTO source VALUES (?, ?)", (row.pmid, row.xml))
        run("INSERT INTO passage VALUES (?, ?)", (row.pmid, row.passages))
        run(_INDEX, (row.pmid, *row.columns))

    def note_change(self) -> None:
        """Enter what is asked for often and would have to be counted; the time only where a record has changed."""
        run = self.connection.execute
        run("INSERT OR REPLACE INTO fact VALUES ('records', ?)", (self.held(),))
        changed = any(self.counts[how] for how in ("added", "replaced", "deleted"))
        run(_NOTE_NOW if changed else _NOTE_FIRST, (datetime.now(UTC).isoformat(),))

    def held(self) -> int:
        """How many records the mirror holds."""
        return self._before + self.counts["added"] - self.counts["deleted"]


def _counted(connection: sqlite3.Connection) -> int:
    """How many records there were at the end of the last build: to count them would be to read them all."""
    noted = connection.execute("SELECT value FROM fact WHERE name = 'records'").fetchone()
    (count,) = noted or connection.execute("SELECT count(*) FROM record").fetchone()
    return int(count)


_NAMES, _PLACES = ", ".join(COLUMNS), ", ".join("?" for _ in COLUMNS)
_INDEX = f"INSERT INTO text(rowid, {_NAMES}) VALUES (?, {_PLACES})"  # noqa: S608 - names of ours
_UNINDEX = f"INSERT INTO text(text, rowid, {_NAMES}) VALUES (?, ?, {_PLACES})"  # noqa: S608 - the same
_NOTE_NOW = "INSERT OR REPLACE INTO fact VALUES ('updated_at', ?)"
_NOTE_FIRST = "INSERT OR IGNORE INTO fact VALUES ('updated_at', ?)"
_DELETE = (
    "DELETE FROM record WHERE pmid = ?",
    "DELETE FROM source WHERE pmid = ?",
    "DELETE FROM passage WHERE pmid = ?",
)
