"""Durations (`8 years`, `1 year and 10 months`, `eighteen-month`) in months, and calendar dates (`March 2008`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .numbers import WRITTEN, number
from .phrases import Phrase
from .reading import Reading

MONTHS_IN = {"y": 12.0, "d": 1 / 30.44, "w": 1 / 4.345, "m": 1.0, "decade": 120.0}
"""Months in a unit of time, by the first letter of the unit."""

_UNIT = r"(?:years?|yrs?|months?|mos?|mths?|weeks?|wks?|days?|decades?)(?![^\W\d_])"
_AMOUNT = rf"(?:\d{{1,4}}(?:[.·]\d+)?(?:\s?(?:1/2|½)|\s1/2)?|{WRITTEN}(?:\s+and\s+a\s+half)?|half\s+an?|an?|1/2)"
_DURATION = Phrase(
    rf"(?<![\w.])(?P<before>(?:(?:\d{{1,3}}|{WRITTEN}),\s*){{0,4}}(?:\d{{1,3}}"
    rf"|{WRITTEN}),?\s+and\s+(?=\d|[a-z]))?(?P<n>{_AMOUNT})(?:[\s‐-]"
    rf"|\s?-\s?)?(?P<unit>{_UNIT})(?P<half>\s+and\s+(?:a|one)[\s-]half)?"
    rf"(?:(?:,?\s+and\s+|,\s*|\s+|-)(?P<n2>\d{{1,2}}|{WRITTEN}|an?)[\s-]?(?P<unit2>(?:months?|mos?|weeks?|days?))\b)?"
)
_ITEM = re.compile(rf"\d+|{WRITTEN}", re.IGNORECASE)
_HALF = re.compile(r"\s*(?:and\s+a\s+half|1/2|½)\s*$", re.IGNORECASE)


class Duration(NamedTuple):
    """A length of time: its place, its months (not rounded), and where the list begins that it stands in."""

    start: int
    end: int
    months: float
    lead: int


def durations(reading: Reading, start: int, end: int) -> Iterator[Duration]:
    """The durations between two places of a text, in order."""
    for found in _DURATION.finditer(reading, start, end):
        unit = found["unit"].lower()
        amount = _amount(found["n"]) + (0.5 if found["half"] else 0)
        begin = found.start("n")
        lead = found.start()
        for item in _ITEM.finditer(found["before"] or ""):
            at = lead + item.start()
            yield Duration(at, at + len(item.group()), number(item.group()) * _months(unit), lead)
        if found["unit2"] and not _same(unit, found["unit2"]):
            extra = _amount(found["n2"]) * _months(found["unit2"])
            yield Duration(begin, found.end(), amount * _months(unit) + extra, lead)
        else:
            stop = found.end("half") if found["half"] else found.end("unit")
            yield Duration(begin, stop, amount * _months(unit), lead)


def _same(unit: str, second: str) -> bool:
    """`3 months, 6 months` are two durations and no sum."""
    return unit[0] == second[0].lower()


def _amount(words: str) -> float:
    low = words.lower().replace("·", ".")
    if low in ("a", "an"):
        return 1.0
    if low.startswith("half") or low == "1/2":
        return 0.5
    whole = _HALF.sub("", low)
    return number(whole) + (0.5 if whole != low else 0)


def _months(unit: str) -> float:
    low = unit.lower()
    return MONTHS_IN["decade"] if low.startswith("decade") else MONTHS_IN[low[0]]


def rounded(months: float) -> int | float:
    """Months to one decimal, whole numbers as int."""
    value = round(months, 1)
    return int(value) if value == int(value) else value


_TAIL = re.compile(
    r"\s+(?:earlier|previously|ago|before|prior|later|afterwards?)\b|\s+after\s+(?:that|this)\b", re.IGNORECASE
)


def place_of(text: str, one: Duration) -> tuple[int, int]:
    """The words of a duration with those that say from when: `8 years earlier`."""
    tail = _TAIL.match(text, one.end)
    return one.start, tail.end() if tail else one.end


MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"\b(?:(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\.?,?\s+(?:\d{1,2},?\s+)?(?:of\s+)?)?(?P<year>(?:19[3-9]|20[0-4])\d)\b(?![/.]\d)"
)


class Moment(NamedTuple):
    """A calendar date: its place, and months since year 0; `exact` when the month was named."""

    start: int
    end: int
    months: int
    exact: bool


def moments(text: str, start: int, end: int) -> Iterator[Moment]:
    """The dates with a year between two places of a text, in order."""
    for found in _DATE.finditer(text, start, end):
        month = MONTH_NAMES.index(found["month"][:3].lower()) if found["month"] else 0
        yield Moment(found.start(), found.end(), int(found["year"]) * 12 + month, bool(found["month"]))
