"""Dates that are none, and ranges that hold nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from .fields import DATING, Field
from .findings import Finding
from .parser import Placed
from .tree import Range, Term

_DATE = re.compile(r"[0-9]{4}(?:/[0-9]{1,2}){0,2}")
_UNTAGGED = re.compile(rf"{_DATE.pattern}\s*:\s*{_DATE.pattern}")
_RELATIVE = re.compile(r"last\s+\d+\s+(?:day|month|year)s?", re.IGNORECASE)
_HOW = "write YYYY, YYYY/MM or YYYY/MM/DD, and a range with a colon, as in 2000:2003[dp]"


def in_dates(placed: Placed) -> Iterator[Finding]:
    """What PubMed cannot read as a date or a range, and ranges that run backwards."""
    node = placed.node
    if isinstance(node, Range) and node.field:
        found = _in_range(node, node.field)
    elif isinstance(node, Term):
        found = _in_term(node)
    else:
        return
    yield from (Finding(code, placed.start, placed.end, why) for code, why in found)


def _in_range(node: Range, searched: Field) -> Iterator[tuple[str, str]]:
    if searched.tag == "uid":
        yield from _between_numbers(node)
    elif searched.tag not in DATING:
        yield "range-ignored", f"[{node.tag}] has no ranges; PubMed has them of dates and of PMIDs"
    elif wrong := [end for end in (node.low, node.high) if not _is_date(end)]:
        yield "no-date", f"{wrong[0]} is no date; {_HOW}"
    elif _filled(node.low, 1, 1) > _filled(node.high, 12, 31):
        yield "reversed-range", f"{node.low} is later than {node.high}, so nothing lies between; swap them"


def _between_numbers(node: Range) -> Iterator[tuple[str, str]]:
    if "/" in node.low + node.high:
        yield "no-number", "a range of PMIDs goes from a number to a number"
    elif int(node.low) > int(node.high):
        yield "reversed-range", f"{node.low} is greater than {node.high}, so nothing lies between; swap them"


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    year, month, day = _filled(text, 1, 1)
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _filled(text: str, month: int, day: int) -> tuple[int, ...]:
    """Year, month and day of a date; what it leaves open is filled with these."""
    given = tuple(int(part) for part in text.split("/"))
    return given + (month, day)[len(given) - 1 :]


def _in_term(term: Term) -> Iterator[tuple[str, str]]:
    if term.field is None:
        if not term.tag and not term.quoted and _UNTAGGED.fullmatch(term.text):
            yield "range-without-tag", f"{term.text} is a range only with a tag; write {term.text}[dp]"
    elif term.field.tag == "uid" and not re.fullmatch(r"[\d\s,]+", term.text):
        yield "no-number", f"{term.text} is no PMID; a PMID is a number"
    elif term.field.tag in DATING and "*" not in term.text and not _is_dated(term):
        yield "no-date", f"{term.text} is no date; {_HOW}"


def _is_dated(term: Term) -> bool:
    """Without quotes the last word is what the tag belongs to: `spine 2003[dp]` is read as spine AND 2003[dp]."""
    if _RELATIVE.fullmatch(term.text):
        return True
    if term.quoted:
        return all(_is_date(end.strip()) for end in term.text.split(":", 1))
    return _is_date(term.text.split()[-1])
