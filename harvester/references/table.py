"""A table of references (CSV, TSV) of PubMed, Scopus, Embase, Zotero, EndNote and of those who dedupe -> entries."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from ..records import HarvesterError, Refusal
from .entry import Entry, Stated, record_of
from .identifiers import identifiers_of
from .kinds import kind_of
from .people import authors_of

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "record id", "recordid", "key", "record number", "rec number", "citation id", "refid", "label"),
    "title": ("title", "article title", "document title", "primary title", "ti", "reference title"),
    "authors": ("author", "authors", "author names", "author(s)", "au", "author full names"),
    "year": ("year", "publication year", "py", "date", "publication date", "pubyear", "year published"),
    "journal": (
        *("journal", "source title", "publication title", "journal/book", "source", "journal title", "journal name"),
        *("secondary title", "container title", "booktitle", "jo", "so"),
    ),
    "abbreviation": ("journal abbreviation", "abbreviated source title", "alternate journal", "j2"),
    "volume": ("volume", "vl", "vol"),
    "issue": ("number", "issue", "is", "no", "issue number"),
    "pages": ("pages", "page", "page range", "article pages", "pg"),
    "first_page": ("page start", "start page", "sp", "first page", "startpage"),
    "last_page": ("page end", "end page", "ep", "last page", "endpage"),
    "article": ("art. no.", "article number", "article no.", "c7"),
    "doi": ("doi", "digital object identifier", "do", "electronic resource number"),
    "pmid": ("pmid", "pubmed id", "pubmedid", "medline pmid"),
    "pmcid": ("pmcid", "pmc id", "pubmed central id"),
    "abstract": ("abstract", "abstract note", "ab", "description"),
    "issn": ("issn", "isbn", "issn/isbn", "sn", "isbn/issn"),
    "language": ("language", "language of original document", "la"),
    "type": ("entrytype", "document type", "item type", "type", "publication type", "reference type", "ref-type"),
    "keywords": ("keywords", "author keywords", "manual tags", "kw", "emtree index terms"),
    "citation": ("citation",),
    "entrez": ("create date",),
    "accession": ("accession number", "an", "eid", "embase accession id", "accession"),
    "database": ("database", "name of database", "db"),
    "notes": ("notes", "note", "url", "ur", "link", "urls", "extra", "research notes"),
}
"""A record's field -> the headers it goes by, caseless; of several the first that is filled counts."""


def read_table(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry a row; a row with more cells than the header is refused, an empty one is none.

    HarvesterError where no column is the title.
    """
    csv.field_size_limit(1 << 24)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    header = next(rows, [])
    columns = _columns(header)
    if "title" not in columns:
        found = ", ".join(filter(None, header)) or "none"
        raise HarvesterError(f"{source}: no column is the title (columns found: {found}); name one of them title")
    position = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        position += 1
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            why = f"{len(row)} cells under {len(header)} columns (line {rows.line_num}); quote the cell that was cut"
            yield Refusal(source=source, why=why, position=position)
            continue
        yield _entry(header, columns, row, position, source)


def _delimiter(text: str) -> str:
    """The mark that the header has most of."""
    header = text.partition("\n")[0]
    return max(",;\t", key=lambda mark: (header.count(mark), mark == ","))


def _columns(header: Sequence[str]) -> dict[str, list[int]]:
    by_name = {re.sub(r"\s+", " ", name.strip().casefold().replace("_", " ")): at for at, name in enumerate(header)}
    return {
        field: places
        for field, names in _COLUMNS.items()
        if (places := [by_name[name] for name in names if name in by_name])
    }


def _entry(
    header: Sequence[str], columns: Mapping[str, Sequence[int]], row: Sequence[str], position: int, source: str
) -> Entry:
    def cell(field: str) -> str:
        cells = (row[at].strip() for at in columns.get(field, ()) if at < len(row))
        return next(filter(None, cells), "")

    raw = json.dumps(dict(zip(header, row, strict=False)), ensure_ascii=False).encode()
    stated = Stated(
        raw=raw,
        title=cell("title"),
        authors=authors_of(cell("authors")),
        journal=cell("journal"),
        abbreviation=cell("abbreviation"),
        issn=cell("issn"),
        volume=cell("volume"),
        issue=cell("issue"),
        pages=cell("pages") or "-".join(filter(None, (cell("first_page"), cell("last_page")))) or cell("article"),
        date=cell("year"),
        entrez=cell("entrez"),
        abstract=cell("abstract"),
        languages=tuple(re.split(r"\s*[;,]\s*", cell("language"))),
        types=(kind_of(cell("type")),),
        keywords=tuple(re.split(r"\s*;\s*", cell("keywords"))),
        identifiers=identifiers_of(
            pmid=cell("pmid"),
            doi=cell("doi"),
            pmcid=cell("pmcid"),
            anywhere=[row[at] for at in columns.get("notes", ()) if at < len(row)] + [cell("citation")],
            accession=cell("accession"),
            database=cell("database"),
        ),
    )
    return Entry(id=cell("id") or str(position), position=position, source=source, record=record_of(stated), raw=raw)
