"""Which of PubMed's bulk files a mirror has taken in, and which may come next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from harvester.pubmed.bulk_files import BulkFile, Verified
from harvester.records import Refused

BASELINES: Mapping[int, int] = {2023: 1166, 2024: 1219, 2025: 1274, 2026: 1334}
"""How many files a year's baseline has; the updates are numbered from there on (NLM's listings)."""


class WrongYear(Refused):
    """A bulk file of another year than those that the mirror was built of."""


class Gap(Refused):
    """An update file that cannot be applied yet, or not any more."""


class TooLate(Gap):
    """An update or a file of the baseline that can never be applied to this mirror any more."""


class Manifest:
    """The bulk files of an open mirror: year, number, name, size, MD5, and when each was applied."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._refused: list[BulkFile] = []

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
            self._refused.append(file)
            raise

    def holds(self, verified: Verified) -> bool:
        """Whether this very file has been applied already."""
        asked = "SELECT size, md5 FROM bulk_file WHERE year = ? AND number = ?"
        file = verified.file
        row = self.connection.execute(asked, (file.year, file.number)).fetchone()
        return bool(row == (verified.size, verified.md5))

    def check_turn(self, file: BulkFile) -> None:
        """Raise Gap where the file may not be applied now.

        The files of a baseline hold each PMID once, so their order does not matter and a part of them will do. An
        update replaces what came before: none may be left out, and none come after a later one. Where it is not known
        where a year's baseline ends, each of its files may be an update.
        """
        last = self._last(file.year)
        begin = BASELINES.get(file.year, 0)
        applied = max(last or 0, begin)
        if file.number < applied and (last or 0) > begin:
            why = f"file {last} has been applied already, and this earlier one would undo it; build a new mirror"
            raise TooLate(str(file.path), why)
        if file.number > begin:
            self._check_refused(file)
        if file.number > applied + 1 and applied:
            raise Gap(str(file.path), f"{_missing(applied + 1, file.number - 1)}; apply what is missing first")

    def _check_refused(self, file: BulkFile) -> None:
        """An update may follow none that was refused: once it is applied, the other could not be any more."""
        if self._refused:
            first = self._refused[0].name
            raise Gap(str(file.path), f"{first} comes before it and was refused; apply that one first")

    def _check_year(self, file: BulkFile) -> None:
        row = self.connection.execute("SELECT max(year) FROM bulk_file").fetchone()
        if row[0] not in (None, file.year):
            why = f"the mirror was built of {row[0]}'s files: the year has turned; build a new mirror of {file.year}'s"
            if file.year < row[0]:
                why = f"the mirror was built of {row[0]}'s files, this one is of {file.year}; leave it out"
            raise WrongYear(str(file.path), why)

    def _last(self, year: int) -> int | None:
        (last,) = self.connection.execute("SELECT max(number) FROM bulk_file WHERE year = ?", (year,)).fetchone()
        return None if last is None else int(last)

    def keep(self, verified: Verified) -> None:
        """Enter a file that has been applied."""
        file = verified.file
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (file.year, file.number, file.name, verified.size, verified.md5, now)
        self.connection.execute("INSERT OR REPLACE INTO bulk_file VALUES (?, ?, ?, ?, ?, ?)", row)


def _missing(first: int, last: int) -> str:
    return f"file {first} has not been applied" if first == last else f"files {first} to {last} have not been applied"
