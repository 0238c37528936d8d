"""Whether quotes can carry the value they are given for: a right quote with another number or name is a lie too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from harvester.extract.text.numbers import COUNT, ORDINAL, number, ordinal
from harvester.extract.text.reading import Reading
from harvester.extract.text.times import Duration, durations, moments
from harvester.extract.text.vocabulary import Matcher
from harvester.records import Record, Span, StatedCount

Quotes = tuple[Span, ...]

NEAR = 0.1
"""Months or years by which a value may differ from its words: a rounding, and no other number."""

_NUMBER = re.compile(rf"(?<![\w.,·])(?:\d{{1,4}}\.\d+|{COUNT})(?!\w)(?!\.\d)", re.IGNORECASE)
_LOOSE_NUMBER = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+|\d+|\b{COUNT}\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b{ORDINAL}\b", re.IGNORECASE)


def is_age(value: float, quotes: Quotes) -> bool:
    """Whether a quote holds the age: as a number of years, or as months, weeks or days."""
    return any(abs(value - age) <= NEAR for age in _ages(quotes))


def _ages(quotes: Quotes) -> Iterator[float]:
    for one in quotes:
        timed = _durations(one.quote)
        yield from (found.months / 12 for found in timed)
        for found in _NUMBER.finditer(one.quote):
            if not any(time.start <= found.start() < time.end for time in timed):
                yield number(found.group())


def _durations(quote: str) -> list[Duration]:
    """What the rules read as a length of time in a quote, which is a text of its own for them."""
    return list(durations(Reading(Record(pmid="", title=quote), _NO_TERMS), 0, len(quote)))


_NO_TERMS = Matcher({})


def is_time(value: float, quotes: Quotes) -> bool:
    """Whether months follow from the quotes: from durations, added up, or from two dates or two ages."""
    return any(abs(value - months) <= NEAR for months in _months(quotes))


def _months(quotes: Quotes) -> Iterator[float]:
    told = [found.months for one in quotes for found in _durations(one.quote)][:8]
    for size in range(1, len(told) + 1):
        yield from map(sum, combinations(told, size))
    dates = [found for one in quotes for found in moments(one.quote, 0, len(one.quote))]
    for first, last in combinations(dates, 2):
        exact = first.exact and last.exact
        yield abs(last.months - first.months if exact else 12 * (last.months // 12 - first.months // 12))
    for young, old in combinations([age for one in quotes for age in _told_ages(one.quote)], 2):
        yield 12 * abs(old - young)


_OLD = re.compile(
    rf"\b(?:aged?(?:\s+of)?|when\s+s?he\s+was|at(?:\s+the\s+age\s+of)?)\s+(?P<at>{COUNT})\b"
    rf"|\b(?P<old>{COUNT})[\s-]+(?:years?|yrs?)[\s-]+(?:old|of\s+age)\b",
    re.IGNORECASE,
)


def _told_ages(quote: str) -> Iterator[float]:
    yield from (number(found["at"] or found["old"]) for found in _OLD.finditer(quote))


_AVERAGE = re.compile(r"\b(?:means?|medians?|averaged?|averages|rang(?:e[sd]?|ing))\b[^.;]{0,40}$", re.IGNORECASE)


def is_average(text: str, quotes: Quotes) -> bool:
    """Whether a number is that of many: a mean, a median or a range is no one's."""
    return any(_AVERAGE.search(text, max(0, one.start - 50), one.start) or _AVERAGE.search(one.quote) for one in quotes)


_PERSONS = r"(?:patients?|cases?|wom[ae]n|m[ae]n|females?|males?|girls?|boys?|children|adults|persons|individuals)"
_COUNTED = re.compile(
    rf"(?<![\w.,-])(?P<n>{COUNT})\s+(?!years?|yrs?|months?|y\b|yo\b)(?:[a-z-]+\s+){{0,4}}?{_PERSONS}\b", re.IGNORECASE
)
_PAIR = re.compile(r"\b(?:both|pair|couple|twins?|brothers|sisters|siblings)\b", re.IGNORECASE)


def is_headcount(value: int, quotes: Quotes) -> bool:
    """Whether so many patients are counted, added up (6 men and 2 women), or quoted one by one; one needs no number."""
    counted = [int(number(found["n"])) for one in quotes for found in _COUNTED.finditer(one.quote)]
    if counted:
        return value in _sums(counted)
    if value in (1, len(quotes)):
        return True
    numbers = [int(one) for quote in quotes for one in _numbers(quote.quote)]
    return value in numbers or (value == 2 and any(_PAIR.search(one.quote) for one in quotes))


def _sums(counted: list[int]) -> set[int]:
    return {sum(part) for size in range(1, min(len(counted), 6) + 1) for part in combinations(counted[:6], size)}


def _numbers(quote: str) -> Iterator[float]:
    for found in _LOOSE_NUMBER.finditer(quote):
        yield number(found.group())


_NONE_BEFORE = re.compile(r"\b(?:first|no|not|never|none|nor|unreported|without|neither|nobody)\b", re.IGNORECASE)


_SINGLE = re.compile(r"\b(?:single|sole)\b", re.IGNORECASE)


def is_count(value: StatedCount, quotes: Quotes) -> bool:
    """Whether a quote holds the number, or a rank: the ninth case is n 9 with the own one, or n 8 without it."""
    ranks = {ordinal(found.group()) for one in quotes for found in _ORDINAL.finditer(one.quote)}
    if value.n > 1 and value.n in ranks:
        return value.includes_own
    if value.n + 1 in ranks and not value.includes_own:
        return True
    if value.n == 0:
        return not value.includes_own and any(_NONE_BEFORE.search(one.quote) for one in quotes)
    if value.n == 1 and any(_SINGLE.search(one.quote) for one in quotes):
        return True
    return any(value.n == found for one in quotes for found in _numbers(one.quote))


# --------------------------------------------------------------------------------------------------------- levels

_REGIONS = {
    "C": re.compile(r"\bC[\s-]?\d|cervic|atlas|axis|odontoid|dens\b|cranio|atlanto", re.IGNORECASE),
    "T": re.compile(r"\b(?:T|Th|D)[\s-]?\d|thorac|dors", re.IGNORECASE),
    "L": re.compile(r"\bL[\s-]?\d|lumb", re.IGNORECASE),
    "S": re.compile(r"\bS[\s-]?\d|sacr", re.IGNORECASE),
}
_NAMED = {
    "C1": re.compile(r"\batl(?:as|anto)", re.I),
    "C2": re.compile(r"\b(?:axi[sa]|odontoid|dens\b|\w*axial)", re.I),
}
_COCCYX = re.compile(r"\bcoccy|\bCo\b", re.IGNORECASE)
_RANGE = re.compile(r"\d\s?[-–—‐−]|\b(?:to|through|thru|till|until|between|from)\b", re.IGNORECASE)


def are_levels(names: tuple[str, ...], order: tuple[str, ...], quotes: Quotes) -> bool:
    """Whether every vertebra is named in a quote, or lies in a range between two that one quote names."""
    proved = {name for one in quotes for name in _proved(names, order, one.quote)}
    return set(names) <= proved


def _proved(names: Iterable[str], order: tuple[str, ...], quote: str) -> set[str]:
    named = [order.index(name) for name in names if _is_named(name, quote)]
    if len(named) > 1 and _RANGE.search(quote):
        return set(order[min(named) : max(named) + 1])
    return {order[index] for index in named}


def _is_named(name: str, quote: str) -> bool:
    if name == "Co":
        return bool(_COCCYX.search(quote))
    if name in _NAMED and _NAMED[name].search(quote):
        return True
    found = {int(one) for one in re.findall(r"\d+", quote)}
    found |= {ordinal(one.group()) for one in _ORDINAL.finditer(quote)}
    return int(name[1:]) in found and bool(_REGIONS[name[0]].search(quote))


# ----------------------------------------------------------------------------------------------------- yes and no

_SAYS_NO = re.compile(
    r"\b(?:no|not|non|nor|neither|never|none|without|free|absen\w*|negative|denie[sd]|refus\w*|declin\w*|lack\w*|instead|alone|only"
    r"|conservativ\w*|inoperable|unresectable|unremarkable|unable|contraindicat\w*|avoid\w*|with(?:held|drawn)|cannot|ruled|reject\w*|impossib\w*|preclud\w*|cancel\w*|omit\w*|forwent|gave\s+up|too|normal|clear)\b|n't\b",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"\b(?:no|without|never|refused|declined|denied|free\s+(?:of|from)|absence\s+of)\s+(?:(?:any|further|local|signs?\s+of"
    r"|evidence\s+of|other)\s+)*$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:no|without|never|refused|declined|denied|absence\s+of)\b", re.IGNORECASE)


def is_no(quotes: Quotes) -> bool:
    """Whether a quote says no in some word."""
    return any(_SAYS_NO.search(one.quote) for one in quotes)


def is_denied(text: str, quotes: Quotes) -> bool:
    """Whether every quote is of something that is said not to be: `no recurrence`, or `recurrence` after `no`."""
    return all(
        _DENIED.match(one.quote) or _DENIED_BEFORE.search(text[max(0, one.start - 40) : one.start]) for one in quotes
    )
