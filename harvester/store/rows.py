"""Nouns to rows and back.

A word that stands in a great many rows (a field, a reason, the name of a rule) is held once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from ..errors import StoreError
from ..records import Decision, Extraction, Limits, Record, Refusal, Search, Slice, Span, StatedCount, Value

once: Callable[[Any], Any] = intern
"""A word of a row -> the same word, held once; as loose in its types as a row is."""


def row_of_search(search: Search) -> dict[str, object]:
    """A search as a row of `searches`, still open; its PMIDs go to `hits`."""
    return {
        "query": search.query,
        "query_digest": search.query_digest,
        "platform": search.platform,
        "strategy": search.strategy,
        "limits": _json(search.limits),
        "translation": search.translation,
        "warnings": _json(search.warnings),
        "slices": _json(search.slices),
        "count": search.count,
        "ran_at": search.ran_at,
        "found_by": search.found_by,
    }


def search_of_row(row: RowMapping, pmids: Iterable[str]) -> Search:
    """A row of `searches` with the PMIDs it found."""
    return Search(
        query=row["query"],
        query_digest=row["query_digest"],
        platform=row["platform"],
        strategy=row["strategy"],
        limits=msgspec.json.decode(row["limits"], type=Limits),
        translation=row["translation"],
        warnings=msgspec.json.decode(row["warnings"], type=tuple[str, ...]),
        slices=msgspec.json.decode(row["slices"], type=tuple[Slice, ...]),
        count=row["count"],
        ran_at=row["ran_at"],
        confirmed_at=row["confirmed_at"],
        found_by=row["found_by"],
        pmids=tuple(pmids),
    )


def row_of_extraction(one: Extraction) -> dict[str, object]:
    """An extraction as a row of `extractions`; value and spans are JSON."""
    return {
        "pmid": one.pmid,
        "case_number": one.case,
        "field": one.field,
        "value": _json(one.value),
        "spans": _json([(span.start, span.end, span.quote) for span in one.spans]),
        "assertion": one.assertion,
        "rule": one.rule,
        "rule_version": one.rule_version,
    }


def extraction_of_row(row: RowMapping, record: Record) -> Extraction:
    """A row of `extractions` of that very version of a record; StoreError when its words no longer stand there."""
    text = record.text
    try:
        spans = tuple(Span(start=start, end=end, quote=quote, text=text) for start, end, quote in _read(row["spans"]))
    except ValueError as error:
        raise StoreError(
            f"PMID {row['pmid']}, {row['field']}: {error}; the database was altered, restore it"
        ) from error
    return Extraction(
        pmid=once(row["pmid"]),
        case=row["case_number"],
        field=once(row["field"]),
        value=_value(_read(row["value"])),
        spans=spans,
        assertion=once(row["assertion"]),
        rule=once(row["rule"]),
        rule_version=once(row["rule_version"]),
    )


def row_of_decision(one: Decision) -> dict[str, object]:
    """A decision as a row of `decisions`, without its query."""
    return {
        "kind": one.kind,
        "subject": one.subject,
        "verdict": one.verdict,
        "reason": one.reason,
        "score": one.score,
        "by": one.by,
        "at": one.at,
        "field": one.field,
        "value": _json(one.value),
        "was": _json(one.was),
        "quote": one.quote,
        "saw": one.saw,
    }


def decision_of_row(row: RowMapping) -> Decision:
    """A row of `decisions`."""
    return Decision(
        kind=once(row["kind"]),
        subject=row["subject"],
        verdict=once(row["verdict"]),
        reason=once(row["reason"]),
        score=row["score"],
        by=once(row["by"]),
        at=_moment(row["at"]),
        field=once(row["field"]),
        value=_value_or_none(_read(row["value"])),
        was=_value_or_none(_read(row["was"])),
        quote=row["quote"],
        saw=row["saw"],
    )


def row_of_refusal(one: Refusal) -> dict[str, object]:
    """A refusal as a row of `refused`; empty stands for unknown, so that the same one is found again.

    Its position is left out: it is one of the answer it came in, which another run asks for in other company.
    """
    return {"pmid": one.pmid or "", "source": one.source, "why": one.why}


def refusal_of_row(row: RowMapping) -> Refusal:
    """A row of `refused`."""
    return Refusal(source=row["source"], why=row["why"], pmid=row["pmid"] or None)


@lru_cache(maxsize=4096)
def _moment(at: datetime) -> datetime:
    """The same moment; what was judged in one batch shares it."""
    return at


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _read(text: str) -> Any:
    return msgspec.json.decode(text)


def _value_or_none(value: Any) -> Value | None:
    return None if value is None else _value(value)


def _value(value: Any) -> Value:
    if isinstance(value, dict):
        return StatedCount(**value)
    if isinstance(value, list):
        return tuple(map(once, value))
    if isinstance(value, str):
        return intern(value)
    if isinstance(value, int | float):
        return value
    raise StoreError(f"a value of an unknown shape: {value!r}; the database was altered, restore it")
