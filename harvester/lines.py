"""JSON Lines: titles and abstracts in, one report's reading out (`harvester extract`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from .records import REPORT_FIELDS, Dates, Decision, Extraction, PartialDate, Record, Refusal, Section


class _Line(msgspec.Struct):
    """One input object of `harvester extract`; other keys are left alone."""

    id: str | int
    title: str = ""
    abstract: str = ""
    year: int | None = None


def read_lines(lines: Iterable[bytes], source: str) -> Iterator[Record | Refusal]:
    """A record for each line, or a refusal that names the line and what is wrong with it; blank lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _record(msgspec.json.decode(line, type=_Line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield Refusal(source=f"{source}, line {number}", why=f"{error}; expected id, title and abstract as JSON")


def _record(line: _Line) -> Record:
    return Record(
        pmid=str(line.id),
        title=line.title,
        sections=(Section(text=line.abstract),) if line.abstract else (),
        dates=Dates(print=PartialDate(year=line.year)) if line.year else Dates(),
    )


def line_of_reading(record: Record, extractions: Iterable[Extraction], decision: Decision) -> dict[str, Any]:
    """Text, inclusion with its reason, report-level values and one object a case; a field not stated is absent.

    `included` is true, false or the word `unsure`; `start` and `end` count code points in `text`. What is said of all
    patients of a series together, and of none by himself, stands under `group`.
    """
    found = tuple(extractions)
    numbers = sorted({one.case for one in found if one.case})
    whole = _values(found, 0)
    group = {field: value for field, value in whole.items() if field not in REPORT_FIELDS}
    return {
        "id": record.pmid,
        "text": record.text,
        "included": {"yes": True, "no": False}.get(decision.verdict, decision.verdict),
        "reason": decision.reason,
        "report": {field: value for field, value in whole.items() if field in REPORT_FIELDS},
        **({"group": group} if group else {}),
        "cases": [_values(found, number) for number in numbers],
    }


def _values(found: Iterable[Extraction], number: int) -> dict[str, Any]:
    return {one.field: _value(one) for one in found if one.case == number}


def _value(one: Extraction) -> dict[str, Any]:
    """The value with its words; one put together from several places lists them all under `parts`."""
    parts = [{"start": span.start, "end": span.end, "quote": span.quote} for span in one.spans]
    value = {"value": msgspec.to_builtins(one.value), **parts[0], "assertion": one.assertion, "rule": one.rule}
    return {**value, "parts": parts} if len(parts) > 1 else value
