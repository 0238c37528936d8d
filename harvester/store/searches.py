"""Searches and what they found. One that is still open may be rewritten, by the run that takes it up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select, update

from ..records import Query, Search
from . import tables as t
from .batches import add, add_new, add_numbered, parts
from .rows import row_of_search, search_of_row


def begin_search(connection: Connection, query: Query, search: Search) -> int:
    """The number of the search that this one repeats, takes up again or, where there is no such search, newly is."""
    add_new(connection, t.queries, [{"digest": query.digest, "name": query.name, "source": query.source}])
    last = _last_search(connection, query.name, search.platform)
    if last and _found_the_same(last[1], search):
        return last[0]
    number = _open_search(connection, search)
    if number is None:
        (number,) = add_numbered(connection, t.searches, [row_of_search(search)])
    else:
        connection.execute(update(t.searches).where(t.searches.c.id == number).values(row_of_search(search)))
        connection.execute(t.hits.delete().where(t.hits.c.search_id == number))
    rows = [{"search_id": number, "pmid": pmid, "position": at} for at, pmid in enumerate(search.pmids)]
    add(connection, t.hits, rows)
    return number


def _last_search(connection: Connection, query: str, platform: str) -> tuple[int, Search] | None:
    wanted = select(t.searches).where(t.searches.c.query == query, t.searches.c.platform == platform)
    rows = connection.execute(wanted.order_by(t.searches.c.id.desc()).limit(1)).mappings().all()
    return (rows[0]["id"], _with_hits(connection, rows)[0]) if rows else None


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


def searches_of(connection: Connection, query: str, as_of: datetime, *, finished: bool) -> tuple[Search, ...]:
    """The searches of a query by then, oldest first, each with what it found."""
    wanted = select(t.searches).where(t.searches.c.query == query, t.searches.c.ran_at <= as_of)
    if finished:
        wanted = wanted.where(t.searches.c.confirmed_at.is_not(None))
    return _with_hits(connection, connection.execute(wanted.order_by(t.searches.c.id)).mappings().all())


def _with_hits(connection: Connection, rows: Sequence[RowMapping]) -> tuple[Search, ...]:
    """Rows of `searches` with their PMIDs, which are asked for in one statement for all of a part."""
    pmids: defaultdict[int, list[str]] = defaultdict(list)
    for part in parts(row["id"] for row in rows):
        wanted = select(t.hits.c.search_id, t.hits.c.pmid).where(t.hits.c.search_id.in_(part))
        for number, pmid in connection.execute(wanted.order_by(t.hits.c.search_id, t.hits.c.position)):
            pmids[number].append(pmid)
    return tuple(search_of_row(row, pmids[row["id"]]) for row in rows)
