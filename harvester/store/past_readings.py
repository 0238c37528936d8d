"""All that was ever read of a report, by when it was current: what a person had before them when they spoke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from ..records import Extraction, Record
from . import tables as t
from .batches import parts
from .rows import extraction_of_row


@dataclass(frozen=True, slots=True)
class PastReading:
    """What was read of a report from a moment on, until the next."""

    since: datetime
    extractions: tuple[Extraction, ...]


def past_readings(
    connection: Connection, query: str, pmids: Sequence[str], as_of: datetime
) -> Mapping[str, tuple[PastReading, ...]]:
    """PMID -> all that was read of it for a query, of whichever version was current, the earliest first."""
    found: dict[str, tuple[PastReading, ...]] = {}
    for part in parts(pmids):
        spells = _spells(connection, query, part, as_of)
        values = _values(connection, {number: digest for told in spells.values() for _, digest, number in told})
        for pmid, told in spells.items():
            found[pmid] = tuple(PastReading(since, values[number]) for since, _, number in told)
    return found


Spell = tuple[datetime, str, int]
"""Since when a version, named by its digest, was current as a reading, named by its number, had it."""


def _spells(connection: Connection, query: str, pmids: Sequence[str], as_of: datetime) -> Mapping[str, list[Spell]]:
    versions: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    seen = select(t.versions.c.pmid, t.versions.c.seen_at, t.versions.c.digest).where(
        t.versions.c.pmid.in_(pmids), t.versions.c.seen_at <= as_of
    )
    for pmid, since, digest in connection.execute(seen.order_by(t.versions.c.id)):
        versions[pmid].append((since, digest))
    readings: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
    digests = {digest for told in versions.values() for _, digest in told}
    made = select(t.readings.c.digest, t.readings.c.at, t.readings.c.id).where(
        t.readings.c.query == query, t.readings.c.digest.in_(digests), t.readings.c.at <= as_of
    )
    for digest, at, number in connection.execute(made.order_by(t.readings.c.id)):
        readings[digest].append((at, number))
    return {pmid: list(_timeline(told, readings)) for pmid, told in versions.items()}


def _timeline(
    versions: Sequence[tuple[datetime, str]], readings: Mapping[str, Sequence[tuple[datetime, int]]]
) -> Iterator[Spell]:
    """What was current at each moment at which a version came or was read, where it is another than before."""
    moments = {since for since, _ in versions} | {at for _, digest in versions for at, _ in readings.get(digest, ())}
    last: tuple[str, int] | None = None
    for moment in sorted(moments):
        digest = next((digest for since, digest in reversed(versions) if since <= moment), "")
        number = next((number for at, number in reversed(readings.get(digest, ())) if at <= moment), None)
        if number is not None and (digest, number) != last:
            last = (digest, number)
            yield moment, digest, number


def _values(connection: Connection, readings: Mapping[int, str]) -> Mapping[int, tuple[Extraction, ...]]:
    """Number of a reading -> its values, each span checked against the text of the version that was read."""
    raw = select(t.raw.c.digest, t.raw.c.record).where(t.raw.c.digest.in_(set(readings.values())))
    records = {digest: msgspec.json.decode(record, type=Record) for digest, record in connection.execute(raw)}
    found: dict[int, list[Extraction]] = {number: [] for number in readings}
    wanted = select(t.extractions).where(t.extractions.c.reading_id.in_(readings)).order_by(t.extractions.c.id)
    for row in connection.execute(wanted).mappings():
        number = row["reading_id"]
        found[number].append(extraction_of_row(row, records[readings[number]]))
    return {number: tuple(values) for number, values in found.items()}
