"""Durations (`8 years`, `1 year and 10 months`, `02 hours`) in months, and calendar dates (`March 2008`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .numbers import ORDINAL, WRITTEN, number, ordinal
from .phrases import Phrase
from .reading import Reading, remembered

DAY = 1 / 30.44
"""Months in a day."""

MONTHS_IN = {"y": 12.0, "d": DAY, "w": 1 / 4.345, "m": 1.0, "h": DAY / 24, "dec": 120.0, "min": DAY / 1440}
"""Months in a unit of time, by the first letter of the unit, or by three where one does not tell."""

LONGEST = 1200.0
"""Of more months than a life has, nothing is told of a patient."""

_UNIT = r"(?:years?|yrs?|months?|mos?|mths?|weeks?|wks?|days?|decades?|hours?|hrs?|h|minutes?|mins?)(?![^\W\d_])"
_HUNDREDS = rf"(?:(?:{WRITTEN}|\d)\s+hundred(?:\s+(?:and\s+)?(?:{WRITTEN}|\d{{1,2}}))?)"
_HALF = r"(?:[\s-]+and[\s-]+(?:an?[\s-]+|one[\s-]+)?half|\s?(?:½|1/2))"
_AMOUNT = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?:[.·]\d+)?{_HALF}?|{_HUNDREDS}|{WRITTEN}{_HALF}?"
    r"|half(?:[\s-]+an?)?|an?(?:\s+half)?|1/2|½)"
)
_QUALITY = (
    r"(?:(?:(?:disease|tumou?r|symptom|event|recurrence|relapse|pain|progression)[\s-]?free|full|further|more|additional|other|following"
    r"|subsequent|ensuing|uneventful|asymptomatic|silent|long|whole|consecutive|good|calendar|post-?operative"
    r"|quiet|complete|successive|intervening)\s+){0,2}"
)
_ITEM = rf"(?:\d{{1,3}}(?:[.·]\d+)?|{WRITTEN})"
_DURATION = Phrase(
    rf"(?<![\w.])(?<!\d,)(?P<before>(?:{_ITEM},\s*){{0,5}}{_ITEM},?\s+and\s+(?:after\s+|at\s+)?(?=\d|(?!an?\b|half\b)[a-z]))?(?P<n>{_AMOUNT})"
    rf"\+?(?:[\s‐-]{_QUALITY}|\s?-\s?)?(?P<unit>{_UNIT})(?P<half>\s+and\s+(?:an?[\s-]|one[\s-])?half\b)?"
    rf"(?:(?:,?\s+and\s+|,\s*|\s+|-)(?P<n2>\d{{1,2}}|{WRITTEN}|an?)[\s-]?(?P<unit2>(?:months?|mos?|weeks?|days?|hours?|minutes?))\b)?"
)
_NTH = Phrase(
    rf"\b(?P<nth>{ORDINAL})\s+(?:post-?operative\s+|follow-?up\s+)?(?P<unit>year|month|week|day)\b"
    r"(?:(?<=e month)|(?<=e year)|(?<=e week)|(?<=p month)|(?<=p year)"
    r"|(?=\s+(?:after|following|post|of\s+(?:follow|the|his|her|this|surg|treat)|since|from)|\s*(?:[.,;)]|$)|\s+(?:visit|control|check)))"
    rf"|\b(?P<unit2>years?|months?|weeks?|days?)\s+(?P<n2>\d{{1,4}})\b(?!\s*(?:%|Gy|mg|ml|mm|cm|/|-|{_UNIT}))"
    r"|\b(?P<first>\d{1,3}(?:st|nd|rd|th))\s?[-–]\s?(?P<last>\d{1,3}(?:st|nd|rd|th))\s+(?P<unit3>years|months|weeks|days)\b"
)
"""`the eleventh postoperative month`, `at month 18`, `on day 411`, `the 12th-21st days`."""

_LISTED = re.compile(_ITEM, re.IGNORECASE)
_HALVED = re.compile(rf"{_HALF}$", re.IGNORECASE)
_RANGE = re.compile(rf"(?:\d|\b{WRITTEN})(?:\s(?:years?|months?|weeks?|days?))?\s?(?:-|–|to|or)\s?$", re.IGNORECASE)


class Duration(NamedTuple):
    """A length of time: its place, its months (not rounded), and where the list begins and ends that it stands in."""

    start: int
    end: int
    months: float
    lead: int
    tail: int
    nth: bool = False
    """Whether it counts to a point of time: `month 18`, `the third postoperative year`."""


@remembered
def durations(reading: Reading, start: int, end: int) -> tuple[Duration, ...]:
    """The durations between two places of a text, in order; `2 to 5 years` is none."""
    found = [one for match in _DURATION.finditer(reading, start, end) for one in _found(match)]
    found += [_nth(match) for match in _NTH.finditer(reading, start, end)]
    found.sort()
    return tuple(_apart(reading, found, start))


def _apart(reading: Reading, found: list[Duration], start: int) -> Iterator[Duration]:
    at = start
    for one in found:
        if one.start >= at and not _RANGE.search(reading.text[max(start, one.start - 20) : one.start]):
            at = one.end
            yield one


def _found(found: re.Match[str]) -> Iterator[Duration]:
    unit, lead, begin = found["unit"], found.start(), found.start("n")
    summed = found["unit2"] and not _same(unit, found["unit2"])
    if summed and _two(found):
        tail = found.end()
        yield Duration(begin, found.end("unit"), _amount(found["n"]) * _months(unit), lead, tail)
        yield Duration(found.start("n2"), tail, _amount(found["n2"]) * _months(found["unit2"]), lead, tail)
        return
    tail = found.end() if summed else found.end("half") if found["half"] else found.end("unit")
    for item in _LISTED.finditer(found["before"]) if found["before"] else ():
        at = lead + item.start()
        yield Duration(at, at + len(item.group()), _amount(item.group()) * _months(unit), lead, tail)
    months = (_amount(found["n"]) + (0.5 if found["half"] else 0)) * _months(unit)
    if summed:
        months += _amount(found["n2"]) * _months(found["unit2"])
    yield Duration(begin, tail, months, lead, tail)
    if found["unit2"] and not summed:
        more = _amount(found["n2"]) * _months(found["unit2"])
        yield Duration(found.start("n2"), found.end(), more, found.start("n2"), found.end())


def _nth(found: re.Match[str]) -> Duration:
    if found["first"]:
        months = max(0, ordinal(found["last"]) - ordinal(found["first"])) * _months(found["unit3"])
        return Duration(*found.span(), months, *found.span())
    amount = ordinal(found["nth"]) if found["nth"] else float(found["n2"])
    months = amount * _months(found["unit"] or found["unit2"])
    return Duration(found.start(), found.end(), months, found.start(), found.end(), nth=True)


_DEALT = re.compile(r"(?:\s+(?:earlier|later|previously|before|ago|afterwards))?,?\s+respectively")
_MONTHS_A_YEAR = 12


def _two(found: re.Match[str]) -> bool:
    """`4 years and 19 months` and `2 years and 9 months, respectively` are of two patients."""
    months = found["unit2"].startswith("mo") and found["n2"].isdigit() and int(found["n2"]) >= _MONTHS_A_YEAR
    return found["unit"].startswith("y") and (months or _DEALT.match(found.string, found.end()) is not None)


def _same(unit: str, second: str) -> bool:
    """`3 months, 6 months` are two durations and no sum."""
    return unit[0] == second[0].lower()


def _amount(words: str) -> float:
    if words.isdigit():
        return float(words)
    low = words.lower().replace("·", ".")
    if low in ("a", "an"):
        return 1.0
    if low in ("1/2", "½") or low.startswith("half") or (low.endswith(" half") and low.startswith("a")):
        return 0.5
    whole = _HALVED.sub("", low)
    hundreds, word, rest = whole.partition("hundred")
    value = 100 * number(hundreds) + (number(rest) if rest.strip() else 0) if word else number(whole)
    return value + (0.5 if whole != low else 0)


def _months(unit: str) -> float:
    return MONTHS_IN.get(unit[:3], 0.0) or MONTHS_IN[unit[0]]


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
    r"\b(?:(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:of\s+)?)?"
    r"(?:(?P<year>(?:19[3-9]|20[0-4])\d)\b(?![/.]\d|[\s-]+(?:classif|WHO|World|CNS|edition|criteria|guideline|version))"
    r"|(?P<same>(?:that|the\s+same|the\s+following|the\s+next|this)\s+year))"
)
_NO_EVENT = re.compile(
    r"\b(?:WHO|World\s+Health\s+Organi[sz]ation|classification(?:\s+of)?|born\s+in|literature[^.;]{0,30}|copyright|"
    r"(?:19|20)\d\d\s?(?:-|–|to|and|through|until)|from\s+(?:19|20)\d\d\s+to)\s*\(?(?:\w+\s+)?$",
    re.IGNORECASE,
)


class Moment(NamedTuple):
    """A calendar date: its place, and months since year 0; `exact` when the month was named."""

    start: int
    end: int
    months: int
    exact: bool


def moments(text: str, start: int, end: int) -> Iterator[Moment]:
    """The dates with a year between two places of a text, in order; `June of that year` takes the year told before."""
    year = 0
    for found in _DATE.finditer(text, start, end):
        if found["same"] and not (year and found["month"]):
            continue
        if not found["same"] and _NO_EVENT.search(text[max(start, found.start() - 40) : found.start()]):
            continue
        year = int(found["year"]) if found["year"] else year + bool(re.search("following|next", found["same"]))
        month = MONTH_NAMES.index(found["month"][:3].lower()) if found["month"] else 0
        yield Moment(found.start(), found.end(), year * 12 + month, bool(found["month"]))
