"""Where a quote stands in the text: whole words, exactly as written, or it proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harvester.extract.text.numbers import TENS
from harvester.records import Span

LONGEST = 300
"""Characters of a quote; whoever quotes a whole abstract points at nothing."""


class Place(NamedTuple):
    """The span of a quote; `others` is how often more the same words stand in the text behind it."""

    span: Span
    others: int = 0


def place(quote: str, text: str) -> Place:
    """The first place of a quote in whole words; ValueError with the reason where there is none."""
    if not quote.strip():
        raise ValueError("empty quote")
    if len(quote) > LONGEST:
        raise ValueError("quote too long")
    found = list(_found(quote, text))
    if not found:
        raise ValueError("quote not in the text")
    whole = [start for start in found if _whole(text, start, start + len(quote))]
    if not whole:
        raise ValueError("quote cuts a word or a number")
    return Place(Span.of(text, whole[0], whole[0] + len(quote)), len(whole) - 1)


def _found(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


_BEGUN = re.compile(rf"(?:\w|\d[.,·]|\b(?:{'|'.join(TENS)})[\s-])$", re.IGNORECASE)
_GOES_ON = re.compile(r"\w|[.,·]\d")
_UNITS = re.compile(r"(?:one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_TEN_ENDS = re.compile(rf"\b(?:{'|'.join(TENS)})$", re.IGNORECASE)
_ONE_MORE = re.compile(rf"[\s-]{_UNITS.pattern}", re.IGNORECASE)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether neither end cuts a word or a number: `8-year-old` is not quoted from `48-year-old`, nor 2 from 1.2."""
    return not (_cut_before(text, start) or _cut_after(text, start, end))


def _cut_before(text: str, start: int) -> bool:
    begun = _BEGUN.search(text, max(0, start - 8), start)
    if not begun or not text[start].isalnum():
        return False
    if begun.group()[-1].isalnum():
        return True
    return text[start].isdigit() if begun.group()[0].isdigit() else bool(_UNITS.match(text, start))


def _cut_after(text: str, start: int, end: int) -> bool:
    goes_on = _GOES_ON.match(text, end)
    if goes_on and text[end - 1].isalnum() and (goes_on.group()[0].isalnum() or text[end - 1].isdigit()):
        return True
    return bool(_TEN_ENDS.search(text, start, end) and _ONE_MORE.match(text, end))
