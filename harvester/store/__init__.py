"""The only SQL: every record version, every reading, every judgement, in SQLite or PostgreSQL.

Nothing is updated but a search that is still open, and the moment one was confirmed; all else is only ever added. One
transaction a batch, so a run that is stopped anywhere and repeated ends with the rows of one that was not. "As it was
known on a day" is the same queries with a bound on the time. docs/store.md says how writers and readers share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, update

from ..records import Decision, Deletion, Query, Reading, Refusal, Run, Search
from . import tables as t
from .batches import add_new, parts
from .bulk import Scanned, keep_scanned
from .decisions import append, say
from .engine import named, open_engine
from .holdings import END_OF_TIME, Holdings
from .log import Announced, announce, log_run
from .past_readings import PastReading
from .readings import keep_readings
from .rows import row_of_refusal
from .searches import begin_search
from .turn import turn
from .versions import Fetched, keep_versions
from .withdrawals import keep_withdrawals

__all__ = ["END_OF_TIME", "Announced", "Fetched", "Holdings", "PastReading", "Scanned", "Store"]


class Store(Holdings):
    """A database of reviews, opened by its URL; a context manager. Raises StoreError when it cannot be used."""

    def __init__(self, url: str | URL) -> None:
        self._engine, self._reader = open_engine(url)
        super().__init__(self._one_read)

    @classmethod
    def at(cls, path: Path) -> Self:
        """The SQLite database in a file, made where there is none."""
        return cls(URL.create("sqlite", database=str(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction that is kept whole or not at all."""
        with named(self._engine.url), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _one_read(self) -> Iterator[Connection]:
        with named(self._engine.url), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Holdings]:
        """What the database holds at one moment, however many questions are asked and whoever writes meanwhile."""
        with self._one_read() as connection:
            yield Holdings(lambda: nullcontext(connection))

    def begin(self, query: Query, search: Search) -> int:
        """Write down a search and what it found, open until `finish`; returns its number.

        A search that found just what the one before found is that one. A stopped run's open search is taken up again
        where the question and the platform are still the same.
        """
        with self._writing() as connection:
            return begin_search(connection, query, search)

    def finish(self, search_id: int, run: Run) -> None:
        """A run with this search came to its end: what it found is stored and written out."""
        with self._writing() as connection:
            connection.execute(
                update(t.searches).where(t.searches.c.id == search_id).values(confirmed_at=run.finished_at)
            )
            log_run(connection, search_id, run)

    def announce(self, query: str, told: Announced) -> None:
        """What a digest told, once its files are on disk."""
        with self._writing() as connection:
            announce(connection, query, told)

    def turn(self, query: str) -> AbstractContextManager[None]:
        """The turn to refresh a review, which one process has at a time; AtWork says who has it."""
        return turn(self._reader, query)

    def keep(self, search_id: int, fetched: Iterable[Fetched], readings: Iterable[Reading], at: datetime) -> None:
        """Store a batch in one transaction: raw XML by digest, a version where it changed, and what was read of it."""
        with self._writing() as connection:
            keep_versions(connection, fetched, {"search_id": search_id, "seen_at": at})
            keep_readings(connection, readings, at)

    def keep_scanned(
        self, file: Scanned, found: Iterable[str], lost: Iterable[str], deleted: Iterable[Deletion]
    ) -> None:
        """Write down that a bulk file was applied, and what it told; what it held is to be kept before.

        Killed in between, the file is applied again, which changes nothing that was kept.
        """
        with self._writing() as connection:
            keep_scanned(connection, file, found, lost)
            keep_withdrawals(connection, deleted, file.at)

    def refuse(self, search_id: int, refusals: Iterable[Refusal], at: datetime) -> None:
        """Count what could not be read; the same refusal of the same search counts once."""
        with self._writing() as connection:
            for part in parts(refusals):
                rows = [{"search_id": search_id, **row_of_refusal(one), "at": at} for one in part]
                add_new(connection, t.refused, rows)

    def delete(self, withdrawn: Iterable[Deletion], at: datetime) -> None:
        """Write down the PMIDs that NLM withdrew or merged; what was stored of them stays."""
        with self._writing() as connection:
            keep_withdrawals(connection, withdrawn, at)

    def decide(self, query: str, decisions: Iterable[Decision]) -> int:
        """Append judgements and say how many; a rule that only repeats itself adds nothing."""
        with self._writing() as connection:
            return append(connection, query, decisions)

    def say(self, query: str, decision: Decision, seen: int) -> tuple[Decision, ...]:
        """Append what a person said who had seen the log up to row `seen`.

        Where people spoke on the same subject and field since, nothing is written, and what they said is returned.
        """
        with self._writing() as connection:
            return say(connection, query, decision, seen)
