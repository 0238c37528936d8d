"""A record -> what the mirror keeps of it: its columns for the index, its XML packed, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harvester.records import Record

from .columns import columns
from .packing import pack, packed
from .record_fields import DATES, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record as it is written: `columns` go into the index, `passages` are the same packed, `xml` is packed too."""

    pmid: int
    version: int
    digest: bytes
    order: tuple[int, str, str]
    years: frozenset[int]
    columns: tuple[str, ...]
    passages: bytes
    xml: bytes


def row_of(record: Record, xml: bytes) -> Row:
    """The row of a record and its canonical XML."""
    texts = columns(record)
    return Row(
        pmid=int(record.pmid),
        version=record.version,
        digest=bytes.fromhex(record.digest),
        order=sort_keys(record),
        years=frozenset(_years(record)),
        columns=texts,
        passages=packed(texts),
        xml=pack(xml),
    )


def sort_keys(record: Record) -> tuple[int, str, str]:
    """What esearch can sort by: the day of publication as YYYYMMDD, the first author, the journal's title."""
    year, month, day = published(record)
    author = record.authors[0].name.casefold() if record.authors else "\U0010ffff"
    return year * 10_000 + month * 100 + day, author, record.journal.title.casefold()


def _years(record: Record) -> Iterable[int]:
    return (date.year for read in DATES.values() for date in read(record) if date)
