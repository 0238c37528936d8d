"""A number and the words that agree with it, and a day in words."""

from __future__ import annotations

from calendar import month_name
from datetime import date


def many(n: int, one: str, several: str = "") -> str:
    """`1 report`, `2 reports`, `1,200 studies`."""
    return f"{n:,} {agreed(n, one, several or f'{one}s')}"


def agreed(n: int, one: str, several: str) -> str:
    """The word for one, or that for none or several."""
    return one if n == 1 else several


def day(on: date) -> str:
    """`3 May 2026`."""
    return f"{on.day} {month_name[on.month]} {on.year}"
