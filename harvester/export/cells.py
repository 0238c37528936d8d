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


_SIGNS = "=+@＝＋－＠-"
_BLANK = r"[\x00-\x09\x0b\x0c\x0e-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2060\u3000\ufeff]"
_LINE = r"(?:\A|(?<=\n)|(?<=\r)(?!\n))"
_FORMULA = re.compile(rf"{_LINE}(?={_BLANK}*[{_SIGNS}])")
_MARK = re.compile(rf"{_LINE}'(?={_BLANK}*[{_SIGNS}])|\A'(?=[\t\r\n])")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def neutralised(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet would begin to run it as a formula (OWASP, CSV Injection).

    That is before a sign of a formula at its begin, whatever cannot be seen stands before that, and at the begin of
    each further line, which is a cell of its own to a program that does not heed quotes. A signed number is no formula
    and stays a number. The full-width signs are signs too to a spreadsheet in Japanese.
    """
    one_line = "\n" not in text and "\r" not in text
    if (one_line and text[:1].isalnum()) or _PLAIN_NUMBER.fullmatch(text):
        return text
    safe = _FORMULA.sub("'", text)
    return f"'{safe}" if safe.startswith(("\t", "\r", "\n")) else safe


def unneutralised(text: str) -> str:
    """The text as it was before it was neutralised; one that had such an apostrophe of its own is without it."""
    return _MARK.sub("", text)
