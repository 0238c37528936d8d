"""A record -> the columns of the mirror's text index: its words, and its whole values as one token each.

Every column is a string of tokens with spaces between them, which SQLite's tokenizer `ascii` cuts at the spaces and
nowhere else: words hold letters and digits only, and what marks a passage's end or a value is of Unicode's private use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from harvester.records import MeshHeading, PartialDate, Record

from .filters import filters
from .record_fields import DATES, NAMES, PASSAGES, VALUES, Day, Words, day, indexed_names, words

COLUMNS = (*PASSAGES, "v")
"""The text columns, and `v` with the whole values."""

BREAK = "\ue000"
"""The token between two passages: no phrase reaches over it."""

JOIN = "\ue002"
"""What stands between the words of a value, which is one token."""

SHOWN = "shown"
"""A field of dates besides the known ones: the electronic date where it is not later than print."""

SHARED = {"lid": "aid"}
"""Fields that hold what another one holds."""

_OPEN = "\ue001"
_SHORT = 60
_LOWER = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def columns(record: Record) -> tuple[str, ...]:
    """The record's columns, in the order of COLUMNS."""
    texts = (f" {BREAK} ".join(filter(None, map(_spaced, read(record)))) for read in PASSAGES.values())
    return (*texts, " ".join(dict.fromkeys(_values(record))))


def _spaced(text: str) -> str:
    """The words of a text with spaces between them, perhaps several."""
    if len(text) < _SHORT:
        return " ".join(_value_words(text))
    return text.translate(_LOWER).strip() if text.isascii() else " ".join(words(text))


def token(tag: str, spelt: Words) -> str:
    """A value of a field as one token; a value of a field that another one shares is the other's."""
    return f"{_OPEN}{SHARED.get(tag, tag)}{JOIN}{JOIN.join(spelt)}"


def _values(record: Record) -> Iterator[str]:
    for tag, read in VALUES.items():
        if tag not in SHARED:
            yield from filter(None, (_value_token(tag, value) for value in read(record)))
    for tag, people in NAMES.items():
        for author in people(record):
            yield from (token(tag, name) for name in indexed_names(tag, author) if name)
    for heading in record.mesh:
        yield from _heading(heading)
    yield from _dates(record)
    yield from (token("filter", tuple(name.split())) for name in filters(record))


@lru_cache(maxsize=100_000)
def _value_token(tag: str, value: str) -> str:
    spelt = words(value)
    return token(tag, spelt) if spelt else ""


@lru_cache(maxsize=100_000)
def _value_words(value: str) -> Words:
    return words(value)


def _heading(heading: MeshHeading) -> Iterator[str]:
    """The heading, the heading with each subheading, and both again as major topics where they are."""
    yield _heading_token("mh", heading.descriptor)
    if heading.major or any(one.major for one in heading.qualifiers):
        yield _heading_token("majr", heading.descriptor)
    for one in heading.qualifiers:
        yield _heading_token("mh", heading.descriptor, one.name)
        if heading.major or one.major:
            yield _heading_token("majr", heading.descriptor, one.name)


@lru_cache(maxsize=100_000)
def _heading_token(tag: str, descriptor: str, qualifier: str = "") -> str:
    name = words(descriptor)
    return token(tag, with_subheading(name, words(qualifier)) if qualifier else name)


def with_subheading(heading: Words, subheading: Words) -> Words:
    """A heading with a subheading, told from a longer heading by the slash."""
    return (*heading, "/", *subheading)


def _dates(record: Record) -> Iterator[str]:
    """Each date as its year and as its day; [dp] is found by the two dates that it is made of."""
    for tag, read in DATES.items():
        if tag != "dp":
            yield from (one for date in read(record) if date for one in _date(tag, date))
    if shown := _shown(record):
        yield from _date(SHOWN, shown)


def _date(tag: str, date: PartialDate) -> Iterator[str]:
    yield from _day_tokens(tag, day(date))


@lru_cache(maxsize=100_000)
def _day_tokens(tag: str, one: Day) -> tuple[str, str]:
    return token(tag, day_words(one[0])), token(tag, day_words(*one))


def day_words(year: int, *rest: int) -> Words:
    """A year, a month or a day as the words of a value."""
    return (f"{year:04d}", *(f"{part:02d}" for part in rest))


def _shown(record: Record) -> PartialDate | None:
    """The electronic date, unless it is later than print: then only a range reaches it (PubMed help, [dp])."""
    printed, electronic = record.dates.print, record.dates.electronic
    late = printed and electronic and day(electronic) > day(printed)
    return None if late else electronic
