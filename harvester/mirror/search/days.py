"""Dates of a strategy: from words to days, and from a span of days to the years, months and days that make it up."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from harvester.errors import QueryError

from ..record_fields import Day

_LAST_DAY = 31


def parse_day(text: str, month: int, of_month: int) -> Day:
    """A date as a day, what is not given filled in. Raises QueryError where there is no such month."""
    parts = [int(part) for part in text.split("/")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else month
    if not 1 <= month <= 12:
        raise QueryError(f"{text}: there is no month {month}; write YYYY, YYYY/MM or YYYY/MM/DD")
    longest = calendar.monthrange(max(year, 1), month)[1] if year <= 9999 else _LAST_DAY
    return year, month, parts[2] if len(parts) > 2 else min(of_month, longest)


def slashed(one: Day) -> str:
    """A day as PubMed prints it: `2003/07/01`."""
    return f"{one[0]:04d}/{one[1]:02d}/{one[2]:02d}"


def back(today: date, count: int, unit: str) -> date:
    """So many days, months or years before today; a day the month does not have becomes its last."""
    if unit == "day":
        return today - timedelta(days=min(count, today.toordinal() - 1))
    months = max(12, today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1))
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def spans(low: Day, high: Day, years: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """The whole years, whole months and single days from `low` to `high`, both included, in those of the years."""
    for year in years:
        if low <= (year, 1, 1) and (year, 12, _LAST_DAY) <= high:
            yield (year,)
        elif low[0] <= year <= high[0]:
            yield from _in_year(low, high, year)


def _in_year(low: Day, high: Day, year: int) -> Iterator[tuple[int, ...]]:
    for month in range(1, 13):
        if low <= (year, month, 1) and (year, month, _LAST_DAY) <= high:
            yield year, month
        elif low[:2] <= (year, month) <= high[:2]:
            days = ((year, month, of_month) for of_month in range(1, _LAST_DAY + 1))
            yield from (one for one in days if low <= one <= high)
