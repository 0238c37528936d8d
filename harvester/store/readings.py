"""Readings: a row each time words or rules change, so that going back is seen as well; and the values read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Select, func, select

from ..records import Extraction, Query, Reading, Record
from . import tables as t
from .batches import add, add_numbered, parts
from .decisions import append
from .rows import extraction_of_row, row_of_extraction
from .versions import current


def keep_readings(connection: Connection, readings: Iterable[Reading], at: datetime) -> None:
    """Store what is new of readings, and append the judgements that came with them."""
    for part in parts(readings):
        for query in dict.fromkeys(one.query.name for one in part):
            of_query = [one for one in part if one.query.name == query]
            _keep_extractions(connection, list(_unlike_the_last(connection, query, of_query)), at)
            append(connection, query, [decision for one in of_query for decision in one.decisions])


def _unlike_the_last(connection: Connection, query: str, part: Sequence[Reading]) -> Iterator[Reading]:
    """Those made with other words or by other rules than the last reading of the same version for the same query."""
    wanted = select(t.readings.c.digest, t.readings.c.query_digest, t.readings.c.rules).where(
        t.readings.c.query == query, t.readings.c.digest.in_([one.record.digest for one in part])
    )
    last = {digest: (words, rules) for digest, words, rules in connection.execute(wanted.order_by(t.readings.c.id))}
    for one in part:
        made = (one.query.digest, one.rules)
        if last.get(one.record.digest) != made:
            last[one.record.digest] = made
            yield one


def _keep_extractions(connection: Connection, part: Sequence[Reading], at: datetime) -> None:
    rows = [
        {
            "query": one.query.name,
            "query_digest": one.query.digest,
            "digest": one.record.digest,
            "rules": one.rules,
            "at": at,
        }
        for one in part
    ]
    numbers = add_numbered(connection, t.readings, rows)
    extractions = [
        {"reading_id": number, **row_of_extraction(found)}
        for number, one in zip(numbers, part, strict=True)
        for found in one.extractions
    ]
    add(connection, t.extractions, extractions)


def read_so(query: Query, pmids: Sequence[str], rules: str, as_of: datetime) -> Select[tuple[str]]:
    """PMIDs whose current version's newest reading for this query is by these words and rules."""
    versions = current(pmids, as_of).subquery()
    newest = (
        select(func.max(t.readings.c.id))
        .where(t.readings.c.query == query.name, t.readings.c.digest == versions.c.digest)
        .correlate(versions)
        .scalar_subquery()
    )
    return (
        select(versions.c.pmid)
        .select_from(versions)
        .join(t.readings, t.readings.c.id == newest)
        .where(t.readings.c.query_digest == query.digest, t.readings.c.rules == rules)
    )


def extractions_of(
    connection: Connection, query: str, records: Iterable[Record], as_of: datetime
) -> Mapping[str, tuple[Extraction, ...]]:
    """PMID -> the values last read by then from that very version; each span is checked against its text."""
    found: dict[str, tuple[Extraction, ...]] = {}
    for part in parts(records):
        rows = _rows_of(connection, _last_readings(connection, query, part, as_of))
        for record in part:
            found[record.pmid] = tuple(extraction_of_row(row, record) for row in rows[record.digest])
    return found


def _last_readings(connection: Connection, query: str, part: Sequence[Record], as_of: datetime) -> Mapping[int, str]:
    """Number of the last reading by then -> the digest of the version that it read."""
    wanted = select(func.max(t.readings.c.id).label("number"), t.readings.c.digest).where(
        t.readings.c.query == query,
        t.readings.c.digest.in_([record.digest for record in part]),
        t.readings.c.at <= as_of,
    )
    return {row.number: row.digest for row in connection.execute(wanted.group_by(t.readings.c.digest))}


def _rows_of(connection: Connection, readings: Mapping[int, str]) -> Mapping[str, Sequence[RowMapping]]:
    """Digest -> the rows of `extractions` that belong to its reading, in the order they were read."""
    rows: defaultdict[str, list[RowMapping]] = defaultdict(list)
    wanted = select(t.extractions).where(t.extractions.c.reading_id.in_(readings)).order_by(t.extractions.c.id)
    for row in connection.execute(wanted).mappings():
        rows[readings[row["reading_id"]]].append(row)
    return rows
