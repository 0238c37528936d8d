"""What a database holds, now or as it was known on a day: everything that only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Select, func, select

from ..records import Decision, Deletion, Extraction, PartialDate, Query, Record, Refusal, Run, Search, Version
from . import tables as t
from .batches import parts
from .bulk import Scanned, found_by_scan, scanned_files
from .decisions import decisions_after, decisions_of
from .log import Announced, count_runs, last_announced, runs_of
from .past_readings import PastReading, past_readings
from .readings import extractions_of, read_so
from .rows import refusal_of_row
from .searches import searches_of
from .versions import first_seen, histories_of, records_of, revisions_of, stored, unstored
from .withdrawals import all_withdrawals, withdrawn_of

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)


class Holdings:
    """What a database holds. Each answer comes from one read transaction, so it is of one moment."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def searches(self, query: str, as_of: datetime = END_OF_TIME, *, finished: bool = False) -> tuple[Search, ...]:
        """The searches of a query, oldest first, each with what it found; `finished` leaves out the open ones."""
        with self._reading() as connection:
            return searches_of(connection, query, as_of, finished=finished)

    def reviews(self) -> frozenset[str]:
        """The names of the queries that were ever searched into this database."""
        with self._reading() as connection:
            return frozenset(connection.scalars(select(t.searches.c.query).distinct()))

    def scanned_files(self, query: str) -> tuple[Scanned, ...]:
        """The bulk files that were applied for a query, whatever it asked, by year and number."""
        with self._reading() as connection:
            return scanned_files(connection, query)

    def found_by_scan(self, query: str, asked: str, year: int) -> tuple[str, ...]:
        """The PMIDs that the bulk files of a year hold and a question, by its digest, finds; in their order."""
        with self._reading() as connection:
            return found_by_scan(connection, query, asked, year)

    def unstored(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """Those of `pmids` of which no version is stored, in the same order: what a run still has to fetch.

        What only a reference file has told of a PMID does not count: PubMed tells more.
        """
        with self._reading() as connection:
            return unstored(connection, pmids)

    def records(self, pmids: Sequence[str], as_of: datetime = END_OF_TIME) -> Iterator[Record]:
        """The versions of `pmids` that were current then, in their order; those not stored by then are left out."""
        with self._reading() as connection:
            yield from records_of(connection, pmids, as_of)

    def revisions(
        self, pmids: Sequence[str], as_of: datetime = END_OF_TIME
    ) -> Iterator[tuple[str, PartialDate | None]]:
        """Each of `pmids` that was stored then, in their order, and when NLM revised it, None where it does not say."""
        with self._reading() as connection:
            yield from revisions_of(connection, pmids, as_of)

    def refusals(self, query: str, as_of: datetime = END_OF_TIME) -> tuple[Refusal, ...]:
        """What the searches of a query had delivered by then and could not be read, each once."""
        of_query = select(t.searches.c.id).where(t.searches.c.query == query)
        wanted = select(t.refused).where(t.refused.c.search_id.in_(of_query), t.refused.c.at <= as_of)
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(t.refused.c.id)).mappings()
            return tuple(dict.fromkeys(refusal_of_row(row) for row in rows))

    def histories(self, pmids: Sequence[str], as_of: datetime = END_OF_TIME) -> Iterator[tuple[Version, ...]]:
        """The versions of each of `pmids` by then, the earliest first; those not stored by then are left out."""
        with self._reading() as connection:
            yield from histories_of(connection, pmids, as_of)

    def withdrawals(self, pmids: Sequence[str], as_of: datetime = END_OF_TIME) -> tuple[Deletion, ...]:
        """Each time by then that NLM withdrew one of `pmids` or merged it into another, the earliest first."""
        with self._reading() as connection:
            return all_withdrawals(connection, pmids, as_of)

    def withdrawn(self, pmids: Sequence[str], as_of: datetime = END_OF_TIME) -> Mapping[str, Deletion]:
        """Those of `pmids` that were withdrawn or merged then, and had not been given out again since."""
        with self._reading() as connection:
            return withdrawn_of(connection, pmids, as_of)

    def unread(self, query: Query, pmids: Sequence[str], rules: str) -> tuple[str, ...]:
        """Stored PMIDs whose current version was last read for this query with other words or by other rules."""
        with self._reading() as connection:
            there = stored(connection, pmids)
            read: set[str] = set()
            for part in parts(pmids):
                read.update(connection.scalars(read_so(query, part, rules, END_OF_TIME)))
        return tuple(pmid for pmid in pmids if pmid in there and pmid not in read)

    def extractions(
        self, query: str, records: Iterable[Record], as_of: datetime = END_OF_TIME
    ) -> Mapping[str, tuple[Extraction, ...]]:
        """PMID -> the values last read from these versions; every span is checked against its text again."""
        with self._reading() as connection:
            return extractions_of(connection, query, records, as_of)

    def past_readings(
        self, query: str, pmids: Sequence[str], as_of: datetime = END_OF_TIME
    ) -> Mapping[str, tuple[PastReading, ...]]:
        """PMID -> all that was read of it for a query, of whichever version was current, the earliest first."""
        with self._reading() as connection:
            return past_readings(connection, query, pmids, as_of)

    def newest(self) -> datetime | None:
        """The moment of the newest row that any series is made from; None where there is none yet."""
        moments = (
            *(t.searches.c.ran_at, t.versions.c.seen_at, t.readings.c.at),
            *(t.decisions.c.at, t.refused.c.at),
        )
        with self._reading() as connection:
            return max(filter(None, (connection.scalar(_last(moment)) for moment in moments)), default=None)

    def runs(self, query: str, as_of: datetime = END_OF_TIME) -> tuple[Run, ...]:
        """The runs of a query that had ended by then, the earliest first."""
        with self._reading() as connection:
            return runs_of(connection, query, as_of)

    def count_runs(self, query: str) -> int:
        """How many runs of a query have ended, which is told at once where `runs` counts what each received."""
        with self._reading() as connection:
            return count_runs(connection, query)

    def announced(self, query: str) -> Announced | None:
        """What the last digest of a review told; None before the first."""
        with self._reading() as connection:
            return last_announced(connection, query)

    def first_seen(self, pmids: Sequence[str]) -> datetime | None:
        """When the first version that a platform gave of any of `pmids` was seen; None where none gave one."""
        with self._reading() as connection:
            return first_seen(connection, pmids)

    def decisions(self, query: str, as_of: datetime = END_OF_TIME) -> tuple[Decision, ...]:
        """Every judgement of a query by then, in the order it was made."""
        with self._reading() as connection:
            return decisions_of(connection, query, as_of)

    def decisions_after(self, query: str, number: int) -> tuple[tuple[int, Decision], ...]:
        """The judgements of a query after the row of that number, each with its own number, in the order made."""
        with self._reading() as connection:
            return decisions_after(connection, query, number)

    def last_decision(self) -> int:
        """The number of the newest row of the log, 0 where there is none."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(t.decisions.c.id))) or 0


def _last(moment: Column[datetime]) -> Select[datetime]:
    """The moment of the last row of a table: rows are only added, so the one with the highest number is the newest."""
    key = moment.table.c.id
    return select(moment).where(key == select(func.max(key)).scalar_subquery())
