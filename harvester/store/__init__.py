"""The only SQL: every record version, every reading, every judgement, in SQLite or PostgreSQL.

Nothing is updated but a search that is still open, and the moment one was confirmed; all else is only ever added. One
transaction a batch, so a run that is stopped anywhere and repeated ends with the rows of one that was not. "As it was
known on a day" is the same queries with a bound on the time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec
from sqlalchemy import URL, Connection, Select, Table, func, insert, select, update

from ..records import FILE, Decision, Deletion, Extraction, Query, Reading, Record, Refusal, Search
from . import tables as t
from .engine import named, open_engine
from .rows import (
    decision_of_row,
    extraction_of_row,
    refusal_of_row,
    row_of_decision,
    row_of_extraction,
    row_of_refusal,
    row_of_search,
    search_of_row,
)

__all__ = ["Fetched", "Store"]

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)

_T = TypeVar("_T")

Row = Mapping[str, object]

PART = 500
"""How many keys go into one IN list; SQLite takes at most 32,766 parameters, and shorter lists plan as well."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One article as it came: its raw XML and the record read from it."""

    xml: bytes
    record: Record


class Store:
    """A database of reviews, opened by its URL; a context manager. Raises StoreError when it cannot be used."""

    def __init__(self, url: str | URL) -> None:
        self._engine = open_engine(url)
        self._reader = self._engine.execution_options(reads=True)

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
    def _reading(self) -> Iterator[Connection]:
        with named(self._engine.url), self._reader.connect() as connection:
            yield connection

    # ------------------------------------------------------------------------------------------------- searches

    def begin(self, query: Query, search: Search) -> int:
        """Write down a search and what it found, open until `finish`; returns its number.

        A search that found just what the one before found is that one. A stopped run's open search is taken up again
        where the question and the platform are still the same.
        """
        with self._writing() as connection:
            _add_new(connection, t.queries, {"digest": query.digest}, {"name": query.name, "source": query.source})
            last = _last_search(connection, query.name, search.platform)
            if last and _found_the_same(last[1], search):
                return last[0]
            number = _open_search(connection, search)
            if number is None:
                number = _insert(connection, t.searches, row_of_search(search))
            else:
                connection.execute(update(t.searches).where(t.searches.c.id == number).values(row_of_search(search)))
                connection.execute(t.hits.delete().where(t.hits.c.search_id == number))
            if search.pmids:
                rows = [{"search_id": number, "pmid": pmid, "position": at} for at, pmid in enumerate(search.pmids)]
                connection.execute(insert(t.hits), rows)
        return number

    def finish(self, search_id: int, at: datetime) -> None:
        """A run of this search is complete: what it found is stored and written out."""
        with self._writing() as connection:
            connection.execute(update(t.searches).where(t.searches.c.id == search_id).values(confirmed_at=at))

    def searches(self, query: str, as_of: datetime = END_OF_TIME, *, finished: bool = False) -> tuple[Search, ...]:
        """The searches of a query, oldest first, each with what it found; `finished` leaves out the open ones."""
        wanted = select(t.searches).where(t.searches.c.query == query, t.searches.c.ran_at <= as_of)
        if finished:
            wanted = wanted.where(t.searches.c.confirmed_at.is_not(None))
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(t.searches.c.id)).mappings().all()
            return tuple(search_of_row(row, _hits(connection, row["id"])) for row in rows)

    def reviews(self) -> frozenset[str]:
        """The names of the queries that were ever searched into this database."""
        with self._reading() as connection:
            return frozenset(connection.scalars(select(t.searches.c.query)))

    # -------------------------------------------------------------------------------------------------- records

    def unstored(self, pmids: Sequence[str]) -> tuple[str, ...]:
        """Those of `pmids` of which no version is stored, in the same order: what a run still has to fetch.

        What only a reference file has told of a PMID does not count: PubMed tells more.
        """
        known: set[str] = set()
        with self._reading() as connection:
            for part in _parts(pmids):
                told = select(t.versions.c.pmid).join(t.searches).where(t.versions.c.pmid.in_(part))
                known.update(connection.scalars(told.where(t.searches.c.platform.not_like(f"{FILE}%"))))
        return tuple(pmid for pmid in pmids if pmid not in known)

    def keep(self, search_id: int, fetched: Iterable[Fetched], readings: Iterable[Reading], at: datetime) -> None:
        """Store a batch in one transaction: raw XML by digest, a version where it changed, and what was read of it."""
        with self._writing() as connection:
            for one in fetched:
                _keep_version(connection, one, {"search_id": search_id, "seen_at": at})
            for reading in readings:
                _keep_reading(connection, reading, at)
                _append(connection, reading.query.name, reading.decisions)

    def records(self, pmids: Sequence[str], as_of: datetime = END_OF_TIME) -> Iterator[Record]:
        """The versions of `pmids` that were current then, in their order; those not stored by then are left out."""
        with self._reading() as connection:
            for part in _parts(pmids):
                found = {row.pmid: row.record for row in connection.execute(_current(part, as_of))}
                yield from (msgspec.json.decode(found[pmid], type=Record) for pmid in part if pmid in found)

    def refuse(self, search_id: int, refusals: Iterable[Refusal], at: datetime) -> None:
        """Count what could not be read; the same refusal of the same search counts once."""
        with self._writing() as connection:
            for one in refusals:
                _add_new(connection, t.refused, {"search_id": search_id, **row_of_refusal(one)}, {"at": at})

    def refusals(self, query: str, as_of: datetime = END_OF_TIME) -> tuple[Refusal, ...]:
        """What the searches of a query had delivered by then and could not be read, each once."""
        of_query = select(t.searches.c.id).where(t.searches.c.query == query)
        wanted = select(t.refused).where(t.refused.c.search_id.in_(of_query), t.refused.c.at <= as_of)
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(t.refused.c.id)).mappings()
            return tuple(dict.fromkeys(refusal_of_row(row) for row in rows))

    def delete(self, withdrawn: Iterable[Deletion], at: datetime) -> None:
        """Write down the PMIDs that NLM withdrew; what was stored of them stays."""
        with self._writing() as connection:
            for one in withdrawn:
                _add_new(connection, t.deletions, {"pmid": one.pmid}, {"at": at})

    def deleted(self, as_of: datetime = END_OF_TIME) -> frozenset[str]:
        """The PMIDs that NLM had withdrawn by then."""
        with self._reading() as connection:
            return frozenset(connection.scalars(select(t.deletions.c.pmid).where(t.deletions.c.at <= as_of)))

    # ------------------------------------------------------------------------------------------------- readings

    def unread(self, query: Query, pmids: Sequence[str], rules: str) -> tuple[str, ...]:
        """Stored PMIDs whose current version was last read for this query with other words or by other rules."""
        stored: set[str] = set()
        read: set[str] = set()
        with self._reading() as connection:
            for part in _parts(pmids):
                stored.update(connection.scalars(select(t.versions.c.pmid).where(t.versions.c.pmid.in_(part))))
                read.update(connection.scalars(_read_so(query, part, rules)))
        return tuple(pmid for pmid in pmids if pmid in stored and pmid not in read)

    def extractions(
        self, query: str, records: Iterable[Record], as_of: datetime = END_OF_TIME
    ) -> Mapping[str, tuple[Extraction, ...]]:
        """PMID -> the values last read from these versions; every span is checked against its text again."""
        with self._reading() as connection:
            return {record.pmid: _extractions(connection, _reading(query, record, as_of), record) for record in records}

    # ------------------------------------------------------------------------------------------------ decisions

    def decide(self, query: str, decisions: Iterable[Decision]) -> int:
        """Append judgements and say how many; a rule that only repeats itself adds nothing."""
        with self._writing() as connection:
            return _append(connection, query, decisions)

    def decisions(self, query: str, as_of: datetime = END_OF_TIME) -> tuple[Decision, ...]:
        """Every judgement of a query by then, in the order it was made."""
        wanted = select(t.decisions).where(t.decisions.c.query == query, t.decisions.c.at <= as_of)
        with self._reading() as connection:
            return tuple(
                decision_of_row(row) for row in connection.execute(wanted.order_by(t.decisions.c.id)).mappings()
            )


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + PART] for start in range(0, len(items), PART))


def _add_new(connection: Connection, table: Table, key: Row, rest: Row) -> None:
    """Insert a row unless there is one with the same key."""
    there = select(table).where(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(there).first() is None:
        connection.execute(insert(table).values({**key, **rest}))


def _insert(connection: Connection, table: Table, row: Row) -> int:
    """Insert a row and return the number it got."""
    number: int = connection.execute(insert(table).values(row).returning(table.c.id)).scalar_one()
    return number


def _last_search(connection: Connection, query: str, platform: str) -> tuple[int, Search] | None:
    wanted = select(t.searches).where(t.searches.c.query == query, t.searches.c.platform == platform)
    row = connection.execute(wanted.order_by(t.searches.c.id.desc()).limit(1)).mappings().first()
    return (row["id"], search_of_row(row, _hits(connection, row["id"]))) if row else None


def _found_the_same(last: Search, search: Search) -> bool:
    return replace(search, ran_at=last.ran_at, confirmed_at=last.confirmed_at) == last


def _open_search(connection: Connection, search: Search) -> int | None:
    wanted = select(func.max(t.searches.c.id)).where(
        t.searches.c.query == search.query,
        t.searches.c.query_digest == search.query_digest,
        t.searches.c.platform == search.platform,
        t.searches.c.confirmed_at.is_(None),
    )
    return connection.execute(wanted).scalar_one_or_none()


def _hits(connection: Connection, search_id: int) -> Sequence[str]:
    wanted = select(t.hits.c.pmid).where(t.hits.c.search_id == search_id).order_by(t.hits.c.position)
    return connection.scalars(wanted).all()


def _keep_version(connection: Connection, one: Fetched, seen: Row) -> None:
    """A version is a row of its own each time the content changes, so that one that changes back is seen as well."""
    record = one.record
    newest = select(t.versions.c.digest).where(t.versions.c.pmid == record.pmid).order_by(t.versions.c.id.desc())
    if connection.scalar(newest.limit(1)) == record.digest:
        return
    packed = {"xml": zlib.compress(one.xml), "record": msgspec.json.encode(record)}
    _add_new(connection, t.raw, {"digest": record.digest}, packed)
    connection.execute(insert(t.versions).values(pmid=record.pmid, digest=record.digest, **seen))


def _keep_reading(connection: Connection, reading: Reading, at: datetime) -> None:
    """A reading is a row of its own each time words or rules change, so that going back is seen as well."""
    query, digest = reading.query, reading.record.digest
    newest = select(t.readings.c.query_digest, t.readings.c.rules).where(
        t.readings.c.query == query.name, t.readings.c.digest == digest
    )
    if connection.execute(newest.order_by(t.readings.c.id.desc()).limit(1)).first() == (query.digest, reading.rules):
        return
    row = {"query": query.name, "query_digest": query.digest, "digest": digest, "rules": reading.rules, "at": at}
    number = _insert(connection, t.readings, row)
    rows = [{"reading_id": number, **row_of_extraction(one)} for one in reading.extractions]
    if rows:
        connection.execute(insert(t.extractions), rows)


def _read_so(query: Query, pmids: Sequence[str], rules: str) -> Select[tuple[str]]:
    """PMIDs whose current version's newest reading for this query is by these words and rules."""
    current = _current(pmids, END_OF_TIME).subquery()
    newest = (
        select(func.max(t.readings.c.id))
        .where(t.readings.c.query == query.name, t.readings.c.digest == current.c.digest)
        .correlate(current)
        .scalar_subquery()
    )
    return (
        select(current.c.pmid)
        .select_from(current)
        .join(t.readings, t.readings.c.id == newest)
        .where(t.readings.c.query_digest == query.digest, t.readings.c.rules == rules)
    )


def _current(pmids: Sequence[str], as_of: datetime) -> Select[tuple[str, str, bytes]]:
    newest = (
        select(func.max(t.versions.c.id))
        .where(t.versions.c.pmid.in_(pmids), t.versions.c.seen_at <= as_of)
        .group_by(t.versions.c.pmid)
    )
    return (
        select(t.versions.c.pmid, t.versions.c.digest, t.raw.c.record)
        .join(t.raw, t.raw.c.digest == t.versions.c.digest)
        .where(t.versions.c.id.in_(newest))
    )


def _reading(query: str, record: Record, as_of: datetime) -> Select[tuple[int]]:
    return select(func.max(t.readings.c.id)).where(
        t.readings.c.digest == record.digest, t.readings.c.query == query, t.readings.c.at <= as_of
    )


def _extractions(connection: Connection, reading: Select[tuple[int]], record: Record) -> tuple[Extraction, ...]:
    wanted = select(t.extractions).where(t.extractions.c.reading_id == reading.scalar_subquery())
    rows = connection.execute(wanted.order_by(t.extractions.c.id)).mappings()
    return tuple(extraction_of_row(row, record) for row in rows)


def _append(connection: Connection, query: str, decisions: Iterable[Decision]) -> int:
    added = 0
    for part in _parts(tuple(decisions)):
        last = _last_by_rule(connection, query, part)
        rows = [
            {"query": query, **row_of_decision(one)}
            for one in part
            if one.by_person or _said(one) != last.get((one.kind, one.subject))
        ]
        if rows:
            connection.execute(insert(t.decisions), rows)
        added += len(rows)
    return added


def _last_by_rule(
    connection: Connection, query: str, part: Sequence[Decision]
) -> dict[tuple[str, str], tuple[object, ...]]:
    wanted = select(t.decisions).where(
        t.decisions.c.query == query, t.decisions.c.subject.in_([one.subject for one in part])
    )
    rows = connection.execute(wanted.order_by(t.decisions.c.id)).mappings()
    known = (decision_of_row(row) for row in rows)
    return {(one.kind, one.subject): _said(one) for one in known if not one.by_person}


def _said(one: Decision) -> tuple[object, ...]:
    return one.verdict, one.reason, one.score, one.by
