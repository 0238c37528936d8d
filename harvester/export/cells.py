"""A value -> the words of a cell: empty for not stated, `.` for decimals, `; ` between the items of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from ..records import StatedCount, Value


def cell(value: Value | None) -> str:
    """A value in words. A whole number never reads 48.0; a count reads `7 patients, own case not included`."""
    if value is None:
        return ""
    if isinstance(value, StatedCount):
        return _count(value)
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _count(count: StatedCount) -> str:
    unit = count.unit.removesuffix("s") if count.n == 1 else count.unit
    return f"{count.n} {unit}, own case {'included' if count.includes_own else 'not included'}"


def listed(items: Iterable[str]) -> str:
    """A list in one cell, without the items that are empty."""
    return "; ".join(filter(None, items))


def instant(at: datetime) -> str:
    """A point in time as ISO 8601 in UTC: `2026-01-02T03:04:05+00:00`."""
    return at.astimezone(UTC).isoformat()


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def neutralised(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula (OWASP, CSV Injection).

    A signed number is no formula and stays a number. The full-width signs are signs too to a spreadsheet in Japanese.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text) else text
