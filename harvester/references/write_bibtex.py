"""Records -> BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count
from string import ascii_lowercase

from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import write

from ..records import Author, Record
from .latex import escaped
from .record import folded, one_line_abstract

_TYPE = {
    "Book": "book",
    "Book Chapter": "incollection",
    "Conference Paper": "inproceedings",
    "Conference Abstract": "inproceedings",
    "Thesis": "phdthesis",
    "Report": "techreport",
    "Preprint": "unpublished",
}


def bibtex(records: Iterable[Record]) -> str:
    """One entry a record, its key the first author's name and the year (`Tanaka2003`, the next `Tanaka2003b`)."""
    library, keys = Library(), set[str]()
    names = dict[str, Iterator[str]]()
    for record in records:
        stem = _stem(record)
        key = next(name for name in names.setdefault(stem, _keys(stem)) if name not in keys)
        keys.add(key)
        library.add(_entry(record, key))
    return write(library)


def _stem(record: Record) -> str:
    author = record.authors[0] if record.authors else Author()
    name = unicodedata.normalize("NFKD", author.last or author.collective)
    letters = "".join(letter for letter in name if letter.isascii() and letter.isalpha()) or "Anonymous"
    return f"{letters}{record.year or ''}"


def _keys(stem: str) -> Iterator[str]:
    yield from (stem, *(f"{stem}{letter}" for letter in ascii_lowercase[1:]))
    yield from (f"{stem}-{number}" for number in count(27))


def _entry(record: Record, key: str) -> Entry:
    kind = next((_TYPE[one] for one in record.publication_types if one in _TYPE), "article")
    date = record.dates.published
    values = {
        "title": _title(folded(record.title)),
        "author": " and ".join(map(_name, record.authors)),
        "journal" if kind == "article" else "booktitle": escaped(record.journal.title),
        "shortjournal": escaped(record.journal.abbreviation),
        "year": str(record.year or ""),
        "month": str(date.month or "") if date else "",
        "volume": escaped(record.volume),
        "number": escaped(record.issue),
        "pages": escaped(record.pages).replace("-", "--"),
        "issn": record.journal.issn,
        **{"doi": _verbatim(record.doi), "pmid": record.pmid, "pmcid": record.pmcid},
        "language": ", ".join(record.languages),
        "keywords": escaped("; ".join(record.keywords)),
        "note": "Retracted publication" if "Retracted Publication" in record.publication_types else "",
        "abstract": escaped(one_line_abstract(record)),
    }
    fields = [Field(name, f"{{{folded(value)}}}") for name, value in values.items() if value.strip()]
    return Entry(entry_type=kind, key=key, fields=fields)


def _title(title: str) -> str:
    """The title with its capitals in braces, since a style makes small letters of all but the first."""
    words = title.split(" ")
    return " ".join(
        f"{{{escaped(word)}}}" if any(map(str.isupper, word if at else word[1:])) else escaped(word)
        for at, word in enumerate(words)
    )


def _verbatim(identifier: str) -> str:
    """An identifier as it is, for programs take it so; only what would end the field too early is escaped."""
    return escaped(identifier) if re.search(r"[\\{}%]", identifier) else identifier


def _name(author: Author) -> str:
    """`Last, Suffix, Fore`; what is in braces is no person."""
    if author.collective:
        return f"{{{escaped(author.collective)}}}"
    return escaped(", ".join(filter(None, (author.last, author.suffix, author.fore or author.initials))))
