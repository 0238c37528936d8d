"""Versions of records: a row each time the content changes, so that one that changes back is seen as well.

What was withdrawn and is given out again is a version of its own too, also with the words it had before.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import msgspec
from sqlalchemy import Connection, Select, func, select

from ..records import FILE, Dates, PartialDate, Record, Version
from . import tables as t
from .batches import Row, add, add_new, parts
from .withdrawals import withdrawn_of


@dataclass(frozen=True, slots=True)
class Fetched:
    """One article as it came: its raw XML and the record read from it."""

    xml: bytes
    record: Record


class Seen(TypedDict):
    """When a version was seen, and by which search."""

    search_id: int
    seen_at: datetime


def keep_versions(connection: Connection, fetched: Iterable[Fetched], seen: Seen) -> None:
    """Store what is new: its raw XML by digest, and a version that says when and by which search it was `seen`."""
    for part in parts(fetched):
        changed = list(_changed(connection, part, seen["seen_at"]))
        add_new(connection, t.raw, [_packed(one) for one in changed])
        add(connection, t.versions, [_version(one.record, seen) for one in changed])


def _changed(connection: Connection, part: Sequence[Fetched], at: datetime) -> Iterator[Fetched]:
    wanted = select(t.versions.c.pmid, t.versions.c.digest).where(
        t.versions.c.pmid.in_([one.record.pmid for one in part])
    )
    newest = {row.pmid: row.digest for row in connection.execute(wanted.order_by(t.versions.c.id))}
    for pmid in withdrawn_of(connection, [one.record.pmid for one in part], at):
        newest.pop(pmid, None)
    for one in part:
        if newest.get(one.record.pmid) != one.record.digest:
            newest[one.record.pmid] = one.record.digest
            yield one


def _packed(one: Fetched) -> Row:
    return {"digest": one.record.digest, "xml": zlib.compress(one.xml), "record": msgspec.json.encode(one.record)}


def _version(record: Record, seen: Seen) -> Row:
    return {"pmid": record.pmid, "digest": record.digest, **seen}


def unstored(connection: Connection, pmids: Sequence[str]) -> tuple[str, ...]:
    """Those of `pmids` of which no version is stored that a platform delivered, in the same order."""
    known: set[str] = set()
    for part in parts(pmids):
        told = select(t.versions.c.pmid).join(t.searches).where(t.versions.c.pmid.in_(part))
        known.update(connection.scalars(told.where(t.of_platform)))
    return tuple(pmid for pmid in pmids if pmid not in known)


def stored(connection: Connection, pmids: Sequence[str]) -> frozenset[str]:
    """Those of `pmids` of which any version is stored."""
    known: set[str] = set()
    for part in parts(pmids):
        known.update(connection.scalars(select(t.versions.c.pmid).where(t.versions.c.pmid.in_(part))))
    return frozenset(known)


def first_seen(connection: Connection, pmids: Sequence[str]) -> datetime | None:
    """When the first version that a platform gave of any of `pmids` was seen; None where none gave one."""
    told = select(func.min(t.versions.c.seen_at)).join(t.searches).where(t.of_platform)
    moments = [connection.scalar(told.where(t.versions.c.pmid.in_(part))) for part in parts(pmids)]
    return min(filter(None, moments), default=None)


def records_of(connection: Connection, pmids: Sequence[str], as_of: datetime) -> Iterator[Record]:
    """The records that were current then, in the order of `pmids`, a part in memory at a time."""
    for part in parts(pmids):
        found = {row.pmid: row.record for row in connection.execute(current(part, as_of))}
        yield from (msgspec.json.decode(found[pmid], type=Record) for pmid in part if pmid in found)


class _Dated(msgspec.Struct):
    """Of a record as it is stored no more than its dates, so that the rest of it is passed over."""

    dates: Dates = Dates()


def revisions_of(
    connection: Connection, pmids: Sequence[str], as_of: datetime
) -> Iterator[tuple[str, PartialDate | None]]:
    """Each of `pmids` that was stored then, in their order, with the day of revision that its record stated."""
    for part in parts(pmids):
        found = {row.pmid: row.record for row in connection.execute(current(part, as_of))}
        told = ((pmid, msgspec.json.decode(found[pmid], type=_Dated)) for pmid in part if pmid in found)
        yield from ((pmid, one.dates.revised) for pmid, one in told)


def histories_of(connection: Connection, pmids: Sequence[str], as_of: datetime) -> Iterator[tuple[Version, ...]]:
    """The versions by then of each of `pmids`, the earliest first; one not stored by then is left out."""
    for part in parts(pmids):
        wanted = (
            select(t.versions.c.pmid, t.versions.c.seen_at, t.raw.c.record, t.searches.c.platform)
            .join(t.raw, t.raw.c.digest == t.versions.c.digest)
            .join(t.searches, t.searches.c.id == t.versions.c.search_id)
            .where(t.versions.c.pmid.in_(part), t.versions.c.seen_at <= as_of)
        )
        found: defaultdict[str, list[Version]] = defaultdict(list)
        for row in connection.execute(wanted.order_by(t.versions.c.id)):
            record = msgspec.json.decode(row.record, type=Record)
            of_file = row.platform.startswith(FILE)
            found[row.pmid].append(Version(record=record, seen_at=row.seen_at, of_file=of_file))
        yield from (tuple(found[pmid]) for pmid in part if pmid in found)


def current(pmids: Sequence[str], as_of: datetime) -> Select[tuple[str, str, bytes]]:
    """PMID, digest and record of the versions that were current then."""
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
