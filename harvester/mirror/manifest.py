"""Which of PubMed's bulk files a mirror has taken in, and which may come next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from harvester.errors import Refused
from harvester.pubmed.bulk_files import BulkFile, Verified, bulk_file, is_bulk_file
from harvester.pubmed.bulk_order import Order, TooLate


class WrongYear(Refused):
    """A bulk file of another year than those that the mirror was built of."""


class Manifest:
    """The bulk files of an open mirror: year, number, name, size, MD5, and when each was applied."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._orders: dict[int, Order] = {}
        self._refused: BulkFile | None = None

    @contextmanager
    def turn(self, file: BulkFile) -> Iterator[None]:
        """A file's turn; where it ends in Refused, the updates after it have to wait.

        Raises WrongYear for a file that no mirror of these years can take, whole or not; for such a one none waits.
        """
        self._check_year(file)
        try:
            yield
        except TooLate:
            raise
        except Refused:
            self._refused = self._refused or file
            raise

    def holds(self, verified: Verified) -> bool:
        """Whether this very file has been applied already."""
        asked = "SELECT size, md5 FROM bulk_file WHERE year = ? AND number = ?"
        file = verified.file
        row = self.connection.execute(asked, (file.year, file.number)).fetchone()
        return bool(row == (verified.size, verified.md5))

    def md5(self, path: Path) -> str:
        """The MD5 of the file that has been applied under the path's number, empty where none has."""
        if not is_bulk_file(path):
            return ""
        file = bulk_file(path)
        asked = "SELECT md5 FROM bulk_file WHERE year = ? AND number = ?"
        row = self.connection.execute(asked, (file.year, file.number)).fetchone()
        return str(row[0]) if row else ""

    def check_turn(self, file: BulkFile) -> None:
        """Raise Gap where the file may not be applied now."""
        self._order(file).check(file, refused=self._refused)

    def _order(self, file: BulkFile) -> Order:
        if file.year not in self._orders:
            rows = self.connection.execute("SELECT number FROM bulk_file WHERE year = ?", (file.year,))
            self._orders[file.year] = Order(file.year, (number for (number,) in rows), "build a new mirror")
        return self._orders[file.year]

    def _check_year(self, file: BulkFile) -> None:
        row = self.connection.execute("SELECT max(year) FROM bulk_file").fetchone()
        if row[0] not in (None, file.year):
            why = f"the mirror was built of {row[0]}'s files: the year has turned; build a new mirror of {file.year}'s"
            if file.year < row[0]:
                why = f"the mirror was built of {row[0]}'s files, this one is of {file.year}; leave it out"
            raise WrongYear(str(file.path), why)

    def keep(self, verified: Verified) -> None:
        """Enter a file that has been applied."""
        file = verified.file
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (file.year, file.number, file.name, verified.size, verified.md5, now)
        self.connection.execute("INSERT OR REPLACE INTO bulk_file VALUES (?, ?, ?, ?, ?, ?)", row)
        self._order(file).apply(file)
