"""A record -> the columns of the mirror's text index: its words, and its whole values as one token each.

Every column is a string of tokens with spaces between them, which SQLite's tokenizer `ascii` cuts at the spaces and
nowhere else: words hold letters and digits only, and what marks a passage's end or a value is of Unicode's private use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from harvester.records import MeshHeading, PartialDate, Record

from .corpus import DATES, NAMES, PASSAGES, VALUES, Words, day, indexed_names, words
from .filters import filters

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


def columns(record: Record) -> tuple[str, ...]:
    """The record's columns, in the order of COLUMNS."""
    texts = (_passages(read(record)) for read in PASSAGES.values())
    return (*texts, " ".join(dict.fromkeys(_values(record))))


def _passages(texts: Iterator[str]) -> str:
    return f" {BREAK} ".join(" ".join(found) for text in texts if (found := words(text)))


def token(tag: str, spelt: Words) -> str:
    """A value of a field as one token; a value of a field that another one shares is the other's."""
    return f"{_OPEN}{SHARED.get(tag, tag)}{JOIN}{JOIN.join(spelt)}"


def _values(record: Record) -> Iterator[str]:
    for tag, read in VALUES.items():
        if tag not in SHARED:
            yield from (token(tag, spelt) for value in read(record) if (spelt := _value_words(value)))
    for tag, people in NAMES.items():
        for author in people(record):
            yield from (token(tag, name) for name in indexed_names(tag, author) if name)
    for heading in record.mesh:
        yield from _heading(heading)
    yield from _dates(record)
    yield from (token("filter", tuple(name.split())) for name in filters(record))


@lru_cache(maxsize=100_000)
def _value_words(value: str) -> Words:
    return words(value)


def _heading(heading: MeshHeading) -> Iterator[str]:
    """The heading, the heading with each subheading, and both again as major topics where they are."""
    name = _value_words(heading.descriptor)
    yield token("mh", name)
    if heading.major or any(one.major for one in heading.qualifiers):
        yield token("majr", name)
    for one in heading.qualifiers:
        yield token("mh", with_subheading(name, _value_words(one.name)))
        if heading.major or one.major:
            yield token("majr", with_subheading(name, _value_words(one.name)))


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
    year, month, of_month = day(date)
    yield token(tag, day_words(year))
    yield token(tag, day_words(year, month, of_month))


def day_words(year: int, *rest: int) -> Words:
    """A year, a month or a day as the words of a value."""
    return (f"{year:04d}", *(f"{part:02d}" for part in rest))


def _shown(record: Record) -> PartialDate | None:
    """The electronic date, unless it is later than print: then only a range reaches it (PubMed help, [dp])."""
    printed, electronic = record.dates.print, record.dates.electronic
    late = printed and electronic and day(electronic) > day(printed)
    return None if late else electronic
