"""One entry of a reference file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..records import Author, Dates, Journal, PartialDate, Record, Section
from .identifiers import NO_IDENTIFIERS, Identifiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it stood in its file and the record read from it.

    `id` is as given there (a column id, a BibTeX key, RIS ID), else its ordinal; `position` counts entries from 1;
    `source` is the file's name; `raw` the entry as it was, in UTF-8. Its record's `pmid` is empty where it states none.
    """

    id: str
    position: int
    source: str
    record: Record
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an entry states, in its own words; empty where it does not."""

    raw: bytes
    title: str = ""
    vernacular_title: str = ""
    authors: tuple[Author, ...] = ()
    journal: str = ""
    abbreviation: str = ""
    issn: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: str = ""
    entrez: str = ""
    abstract: str = ""
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    identifiers: Identifiers = NO_IDENTIFIERS
    status: str = ""
    publication_status: str = ""


def record_of(stated: Stated) -> Record:
    """The record that an entry describes; white space is folded, the words stay."""
    found = stated.identifiers
    return Record(
        pmid=found.pmid,
        title=_folded(stated.title),
        vernacular_title=_folded(stated.vernacular_title),
        sections=(Section(text=_folded(stated.abstract)),) if stated.abstract.strip() else (),
        authors=stated.authors,
        journal=Journal(
            title=_folded(stated.journal), abbreviation=_folded(stated.abbreviation), issn=_first_issn(stated.issn)
        ),
        volume=_folded(stated.volume),
        issue=_folded(stated.issue),
        pages=pages(stated.pages),
        dates=Dates(print=date_of(stated.date), entrez=date_of(stated.entrez)),
        doi=found.doi,
        pmcid=found.pmcid,
        other_ids=found.others,
        languages=_words(stated.languages),
        publication_types=_words(stated.types),
        keywords=_words(stated.keywords),
        status=stated.status,
        publication_status=stated.publication_status,
        digest=hashlib.sha256(stated.raw).hexdigest(),
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def _words(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_folded, texts))))


def _first_issn(written: str) -> str:
    found = re.search(r"\b\d{4}-?\d{3}[\dXx]\b", written)
    return found.group().upper() if found else ""


def pages(written: str) -> str:
    """`9848--9853` and `9848 – 9853` are 9848-9853; words about pages (`no pagination`) are none."""
    text = re.sub(r"\s*[-–—]+\s*", "-", _folded(written)).strip("-")
    return text if any(char.isdigit() for char in text) else ""


_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), start=1)}


@lru_cache(maxsize=1 << 14)
def date_of(written: str) -> PartialDate | None:
    """A date as exporters write it (`2003 Jul 14`, `2003/07/14/`, `14 July 2003`, `2003`); None without a year."""
    text = _folded(written)
    year = re.search(r"(?<!\d)(1[89]|20)\d\d(?!\d)", text)
    if not year:
        return None
    numbers = re.search(r"\d{4}[-/](\d{1,2})(?!\d)(?:[-/](\d{1,2})(?!\d))?", text)
    if numbers:
        month, day = int(numbers.group(1)), int(numbers.group(2) or 0)
    else:
        word = re.search(r"[A-Za-z]{3,}", text)
        month = _MONTHS.get(word.group()[:3].lower(), 0) if word else 0
        last = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
        day = int(last.group(1)) if last and month else 0
    valid = 1 <= month <= 12
    return PartialDate(
        year=int(year.group()),
        month=month if valid else None,
        day=day if valid and 1 <= day <= 31 else None,
        raw=text,
    )
