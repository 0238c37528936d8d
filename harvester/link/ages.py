"""Whether the ages two reports give can be one patient's."""

from __future__ import annotations

from .facts import Facts

_YEARS_YOUNGER = 1
"""Ages are rounded, so a later report may make the patient a year younger; not more."""
_YEARS_LATE = 2
"""A first report may come out so long after what it describes, which adds to the years between the two."""


def age_fits(earlier: Facts, later: Facts) -> bool | None:
    """Whether the ages can be one patient's, None where that cannot be told.

    A later report restates the age of the earlier one or gives that of its own time, so at the spinal lesion the age
    stays or grows by up to the years between. The age at the primary is one event: it does not grow.
    """
    first, second = _age_at_spine(earlier, later), _age_at_spine(later, earlier)
    if first is None or second is None:
        return None
    if earlier.at_primary and later.at_primary:
        return abs(second - first) <= _YEARS_YOUNGER
    growth = second - first
    if earlier.year is None or later.year is None:
        return True if abs(growth) <= _YEARS_YOUNGER else None
    years = later.year - earlier.year
    most = years + _YEARS_LATE if years else _YEARS_YOUNGER
    return _growth_fits(growth, most, earlier_open=_open(earlier, later), later_open=_open(later, earlier))


def age_agreement(earlier: Facts, later: Facts) -> str:
    """How the ages of one patient agree: `restated`, `grown` by the years between, `possible`, or nothing to say.

    Each within the year that rounding takes and, for what grew, the two that a first report may come late.
    """
    if not age_fits(earlier, later):
        return ""
    first, second = _age_at_spine(earlier, later), _age_at_spine(later, earlier)
    growth = (second or 0.0) - (first or 0.0)
    if abs(growth) <= _YEARS_YOUNGER:
        return "restated"
    years = (later.year or 0) - (earlier.year or 0)
    return "grown" if years - _YEARS_YOUNGER <= growth <= years + _YEARS_LATE else "possible"


def _age_at_spine(facts: Facts, other: Facts) -> float | None:
    """The age at the spinal lesion: that at the primary plus the interval, which the other report may have to give."""
    if facts.age is None or not facts.at_primary or other.at_primary:
        return facts.age
    interval = facts.interval if facts.interval is not None else other.interval
    return facts.age + (interval or 0.0) / 12


def _open(facts: Facts, other: Facts) -> bool:
    """Whether an age is only a lower bound: that at the primary, and nobody says how long it took to the spine."""
    return facts.at_primary and facts.interval is None and other.interval is None


def _growth_fits(growth: float, most: float, *, earlier_open: bool, later_open: bool) -> bool | None:
    """An open age can refute a fit from one side and never prove one."""
    if growth < -_YEARS_YOUNGER:
        return None if later_open else False
    if growth > most:
        return None if earlier_open else False
    return None if earlier_open or later_open else True


def ages_in_words(earlier: Facts, later: Facts) -> str:
    """`age 48 in 2003 and 53 in 2008`."""
    return "age " + " and ".join(_age(one) for one in (earlier, later))


def _age(facts: Facts) -> str:
    at_primary = " at the primary" if facts.at_primary else ""
    return f"{facts.age:g}{at_primary}" + (f" in {facts.year}" if facts.year is not None else "")
