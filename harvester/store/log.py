"""The run log, and what the digests of a review have announced; rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from ..records import Run
from . import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A digest that is on disk: its number, when, and the state of the series that it told of, as it was packed."""

    number: int
    at: datetime
    state: bytes


def log_run(connection: Connection, search_id: int, run: Run) -> None:
    """Write down that a run came to its end."""
    row = {
        "search_id": search_id,
        "kind": run.kind,
        "began_at": run.began_at,
        "finished_at": run.finished_at,
        "complete": int(run.complete),
    }
    connection.execute(insert(t.runs), row)


def runs_of(connection: Connection, query: str, as_of: datetime) -> tuple[Run, ...]:
    """The runs of a query that had ended by then, the earliest first."""
    received = (
        select(t.hits.c.search_id)
        .where(t.hits.c.search_id == t.runs.c.search_id)
        .with_only_columns(func.count())
        .scalar_subquery()
    )
    wanted = (
        select(t.runs, t.searches.c.platform, t.searches.c.count, received.label("received"))
        .join(t.searches, t.searches.c.id == t.runs.c.search_id)
        .where(t.searches.c.query == query, t.runs.c.finished_at <= as_of)
    )
    rows = connection.execute(wanted.order_by(t.runs.c.id)).mappings()
    return tuple(
        Run(
            kind=row["kind"],
            platform=row["platform"],
            began_at=row["began_at"],
            finished_at=row["finished_at"],
            complete=bool(row["complete"]),
            count=row["count"],
            received=row["received"],
        )
        for row in rows
    )


def count_runs(connection: Connection, query: str) -> int:
    """How many runs of a query have ended."""
    wanted = select(func.count()).select_from(t.runs).join(t.searches, t.searches.c.id == t.runs.c.search_id)
    return connection.scalar(wanted.where(t.searches.c.query == query)) or 0


def announce(connection: Connection, query: str, told: Announced) -> None:
    """Write down what a digest told; its files are on disk by now."""
    row = {"query": query, "number": told.number, "at": told.at, "state": told.state}
    connection.execute(insert(t.announced), row)


def last_announced(connection: Connection, query: str) -> Announced | None:
    """The last digest of a review; None before the first."""
    wanted = select(t.announced).where(t.announced.c.query == query).order_by(t.announced.c.number.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    return Announced(number=row.number, at=row.at, state=row.state) if row else None
