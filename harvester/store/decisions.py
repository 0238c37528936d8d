"""Judgements, which are only ever appended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Connection, select

from ..records import Decision
from . import tables as t
from .batches import add, parts
from .rows import decision_of_row, row_of_decision

Said = dict[tuple[str, str], tuple[object, ...]]
"""Kind and subject -> what a rule said of it last."""


def append(connection: Connection, query: str, decisions: Iterable[Decision]) -> int:
    """Append judgements and say how many; a rule that only repeats itself adds nothing."""
    added = 0
    for part in parts(decisions):
        last = _last_by_rule(connection, query, part)
        rows = [{"query": query, **row_of_decision(one)} for one in part if _is_new(one, last)]
        add(connection, t.decisions, rows)
        added += len(rows)
    return added


def _last_by_rule(connection: Connection, query: str, part: Sequence[Decision]) -> Said:
    # The kinds are named because the index begins with query and kind; without them each part would read all there is.
    wanted = select(t.decisions).where(
        t.decisions.c.query == query,
        t.decisions.c.kind.in_({one.kind for one in part}),
        t.decisions.c.subject.in_([one.subject for one in part]),
    )
    # They are put in order here: asked for in order, SQLite would read all of the query's, which an index has in order.
    rows = sorted(connection.execute(wanted).mappings(), key=itemgetter("id"))
    known = (decision_of_row(row) for row in rows)
    return {(one.kind, one.subject): _said(one) for one in known if not one.by_person}


def _said(one: Decision) -> tuple[object, ...]:
    return one.verdict, one.reason, one.score, one.by


def _is_new(one: Decision, last: Said) -> bool:
    if one.by_person:
        return True
    before = last.get((one.kind, one.subject))
    last[one.kind, one.subject] = _said(one)
    return before != _said(one)


def say(connection: Connection, query: str, decision: Decision, seen: int) -> tuple[Decision, ...]:
    """Append a person's word, unless people spoke on the same thing after row `seen`: what they said is returned."""
    later = select(t.decisions).where(
        t.decisions.c.query == query,
        t.decisions.c.kind == decision.kind,
        t.decisions.c.subject == decision.subject,
        t.decisions.c.field == decision.field,
        t.decisions.c.id > seen,
    )
    known = (decision_of_row(row) for row in connection.execute(later.order_by(t.decisions.c.id)).mappings())
    unseen = tuple(one for one in known if one.by_person)
    if not unseen:
        add(connection, t.decisions, [{"query": query, **row_of_decision(decision)}])
    return unseen


def decisions_after(connection: Connection, query: str, number: int) -> tuple[tuple[int, Decision], ...]:
    """The judgements of a query after the row of that number, each with its own number, in the order made."""
    wanted = select(t.decisions).where(t.decisions.c.query == query, t.decisions.c.id > number)
    rows = connection.execute(wanted.order_by(t.decisions.c.id)).mappings()
    return tuple((row["id"], decision_of_row(row)) for row in rows)


def decisions_of(connection: Connection, query: str, as_of: datetime) -> tuple[Decision, ...]:
    """Every judgement of a query by then, in the order it was made."""
    wanted = select(t.decisions).where(t.decisions.c.query == query, t.decisions.c.at <= as_of)
    rows = connection.execute(wanted.order_by(t.decisions.c.id)).mappings()
    return tuple(decision_of_row(row) for row in rows)
