"""What NLM withdrew or merged: a row each time, so that one that is given out again, and withdrawn again, is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from ..records import Deletion
from . import tables as t
from .batches import add_new, parts


def keep_withdrawals(connection: Connection, withdrawn: Iterable[Deletion], at: datetime) -> None:
    """Write down what is news: what is withdrawn already adds a row only where its successor was not known."""
    for part in parts(withdrawn):
        known = withdrawn_of(connection, [one.pmid for one in part], at)
        news = [one for one in part if _is_news(one, known.get(one.pmid))]
        add_new(connection, t.withdrawals, [{"pmid": one.pmid, "successor": one.successor, "at": at} for one in news])


def _is_news(one: Deletion, known: Deletion | None) -> bool:
    return known is None or one.successor not in ("", known.successor)


def withdrawn_of(connection: Connection, pmids: Sequence[str], as_of: datetime) -> Mapping[str, Deletion]:
    """Those of `pmids` that were withdrawn by then and not given out again since, each with its last withdrawal."""
    last = {one.pmid: one for one in all_withdrawals(connection, pmids, as_of)}
    seen = _last_seen(connection, list(last), as_of)
    return {pmid: one for pmid, one in last.items() if one.at and not (pmid in seen and seen[pmid] > one.at)}


def _last_seen(connection: Connection, pmids: Sequence[str], as_of: datetime) -> Mapping[str, datetime]:
    """When PubMed last gave out each; a reference file that still lists what was withdrawn gives nothing out."""
    seen: dict[str, datetime] = {}
    for part in parts(pmids):
        newest = func.max(t.versions.c.seen_at).label("newest")
        wanted = (
            select(t.versions.c.pmid, newest)
            .join(t.searches, t.searches.c.id == t.versions.c.search_id)
            .where(t.versions.c.pmid.in_(part), t.versions.c.seen_at <= as_of)
            .where(t.of_platform)
        )
        seen.update({row.pmid: row.newest for row in connection.execute(wanted.group_by(t.versions.c.pmid))})
    return seen


def all_withdrawals(connection: Connection, pmids: Sequence[str], as_of: datetime) -> tuple[Deletion, ...]:
    """Each time by then that one of `pmids` was withdrawn or merged, the earliest first."""
    found: list[Deletion] = []
    for part in parts(pmids):
        wanted = select(t.withdrawals).where(t.withdrawals.c.pmid.in_(part), t.withdrawals.c.at <= as_of)
        rows = connection.execute(wanted)
        found.extend(Deletion(pmid=row.pmid, successor=row.successor, at=row.at) for row in rows)
    return tuple(sorted(found, key=lambda one: (one.at or as_of, one.pmid)))
