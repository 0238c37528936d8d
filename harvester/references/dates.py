"""Dates of publication, from year, month and day in any order and any words."""

from __future__ import annotations

import re
from datetime import date as calendar_day
from functools import lru_cache

from ..records import PartialDate

_YEAR = re.compile(r"(?<![0-9])(1[6-9][0-9]{2}|20[0-9]{2})(?![0-9])")
_COMPACT = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])")
_NUMBERS = re.compile(r"(?<![0-9])([0-9]{4})[-/. ]([0-9]{1,2})(?![0-9])(?:[-/. ]([0-9]{1,2})(?![0-9]))?")
_NUMBERS_LAST = re.compile(r"(?<![0-9])([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?![0-9])")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|win|spr|sum|fal|aut)[a-z]*\b", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\.?\s*([0-9]{1,2})(?![0-9:])")
_DAY_BEFORE = re.compile(r"(?<![0-9:])([0-9]{1,2})(?:\s*[-–/]\s*[0-9]{1,2})?(?:st|nd|rd|th)?\.?\s*$")
_BARE_MONTH = re.compile(r"0?([1-9]|1[0-2])")
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    **{"win": 1, "spr": 4, "sum": 7, "fal": 10, "aut": 10},  # PubMed's own reading of a season
}


def published(year: str, date: str) -> PartialDate | None:
    """The date of publication from a year and a date, either of which may be missing; None where no year is stated.

    Where the two name different years the year field stands: reference managers print it, and the date is then
    mostly that of the version ahead of print.
    """
    of_year, of_date = partial_date(year), partial_date(date)
    if of_date and (of_year is None or of_year.year == of_date.year):
        return of_date if of_year is None or of_date.month or not of_year.month else of_year
    if of_year and date and of_date is None and not of_year.month:
        return partial_date(f"{of_year.year} {date}") or of_year
    return of_year


@lru_cache(maxsize=1 << 14)
def partial_date(raw: str) -> PartialDate | None:
    """A date in words or numbers, as precise as it can be told; of a range the begin, None where no year stands.

    `03/04/2019` gives the year only: which of the first two is the month depends on the country.
    """
    raw = " ".join(raw.split())
    compact = _COMPACT.search(raw)
    if compact:
        return _dated(int(compact[1]), int(compact[2]), int(compact[3]), raw)
    last = _NUMBERS_LAST.search(raw)
    if last:
        return _dated(int(last[3]), *_told_apart(int(last[1]), int(last[2])), raw)
    year = _YEAR.search(raw)
    if year is None:
        return None
    return _dated(int(year[0]), *_month_and_day(raw, year), raw)


def _told_apart(first: int, second: int) -> tuple[int | None, int | None]:
    """Month and day of `31/12` and `12/31`; neither where both could be the month."""
    if first > 12:
        return second, first
    return (first, second) if second > 12 else (first if first == second else None, None)


def _month_and_day(raw: str, year: re.Match[str]) -> tuple[int | None, int | None]:
    named = _MONTH.search(raw)
    if named is None:
        numbers = _NUMBERS.match(raw, year.start())
        if numbers:
            return int(numbers[2]), int(numbers[3]) if numbers[3] else None
        bare = _BARE_MONTH.fullmatch((raw[: year.start()] + raw[year.end() :]).strip(" /-."))
        return (int(bare[1]), None) if bare else (None, None)
    after, before = _DAY_AFTER.match(raw, named.end()), _DAY_BEFORE.search(raw[: named.start()].rstrip(" -/"))
    day = after or before
    return _MONTHS[named[1].lower()], int(day[1]) if day else None


def _dated(year: int, month: int | None, day: int | None, raw: str) -> PartialDate:
    if not (month and 1 <= month <= 12):
        return PartialDate(year=year, raw=raw)
    try:
        calendar_day(year, month, day or 0)
    except ValueError:
        day = None
    return PartialDate(year=year, month=month, day=day, raw=raw)
