"""Records -> reference files that PubMed's readers, Zotero and EndNote take in."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import chain, count
from typing import Literal

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry as Block
from bibtexparser.model import Field

from ..records import Author, Record

Kind = Literal["nbib", "ris", "bib"]


def write_references(records: Iterable[Record], kind: Kind) -> str:
    """The records as one file of a kind; what `read_references` reads back is what they state."""
    return {"nbib": _nbib, "ris": _ris, "bib": _bib}[kind](records)


# -------------------------------------------------------------------------------------------------------- MEDLINE text


def _nbib(records: Iterable[Record]) -> str:
    return "\n".join("".join(f"{tag:<4}- {_line(value)}\n" for tag, value in _medline(one)) for one in records)


def _medline(record: Record) -> Iterator[tuple[str, str]]:
    """Tags and values in the order that PubMed prints them."""
    stated = (
        *(("PMID", record.pmid), ("STAT", record.status), ("IS", record.journal.issn)),
        *(
            ("VI", record.volume),
            ("IP", record.issue),
            ("DP", _date(record)),
            ("TI", record.title),
            ("PG", record.pages),
        ),
        *(("LID", f"{record.doi} [doi]" if record.doi else ""), ("AB", _abstract(record))),
        *(pair for author in record.authors for pair in _medline_author(author)),
        *(("LA", language) for language in record.languages),
        *(("PT", kind) for kind in record.publication_types),
        *(("TA", record.journal.abbreviation), ("JT", record.journal.title), ("TT", record.vernacular_title)),
        *(("PMC", record.pmcid), *(("OT", word) for word in record.keywords), ("PST", record.publication_status)),
    )
    return ((tag, value) for tag, value in stated if value)


def _medline_author(author: Author) -> Iterator[tuple[str, str]]:
    if author.collective:
        yield "CN", author.collective
        return
    yield "FAU", _inverted(author)
    yield "AU", author.name


# ----------------------------------------------------------------------------------------------------------------- RIS


def _ris(records: Iterable[Record]) -> str:
    return str(rispy.dumps([_ris_entry(record) for record in records]))


def _ris_entry(record: Record) -> dict[str, str | list[str]]:
    first, _, last = record.pages.partition("-")
    notes = [f"PMID: {record.pmid}" if record.pmid else "", f"PMCID: {record.pmcid}" if record.pmcid else ""]
    entry: dict[str, str | list[str]] = {
        "type_of_reference": "JOUR" if record.kind == "article" else "BOOK",
        "title": _line(record.title),
        "authors": [f"{author.collective}," if author.collective else _inverted(author) for author in record.authors],
        "alternate_title3": record.journal.title,
        "alternate_title1": record.journal.abbreviation,
        "issn": record.journal.issn,
        "volume": record.volume,
        "number": record.issue,
        "start_page": first,
        "end_page": last,
        "year": _date(record, "/"),
        "doi": record.doi,
        "abstract": _line(_abstract(record)),
        "notes": [note for note in notes if note],
        "accession_number": record.pmid,
        "name_of_database": "PubMed" if record.pmid else "",
        "keywords": list(record.keywords),
    }
    return {name: value for name, value in entry.items() if value}


# -------------------------------------------------------------------------------------------------------------- BibTeX


def _bib(records: Iterable[Record]) -> str:
    blocks: dict[str, Block] = {}
    for record in records:
        key = _key(record)
        blocks[_free(key, blocks)] = _bib_entry(record, _free(key, blocks))
    return write_string(Library(list(blocks.values())))


def _key(record: Record) -> str:
    """`Woitzik2003`: the first author and the year."""
    author = record.authors[0] if record.authors else Author()
    return re.sub(r"[^\w-]", "", author.last or author.collective or "record") + str(record.year or "")


def _free(key: str, taken: Container[str]) -> str:
    """The key, with a number where it is taken."""
    numbered = (f"{key}-{number}" for number in count(2))
    return next(one for one in chain([key], numbered) if one not in taken)


def _bib_entry(record: Record, key: str) -> Block:
    stated = {
        "title": f"{{{_latex(record.title)}}}",
        "author": " and ".join(map(_bib_author, record.authors)),
        "journal": _latex(record.journal.title),
        "shortjournal": _latex(record.journal.abbreviation),
        "issn": record.journal.issn,
        "volume": _latex(record.volume),
        "number": _latex(record.issue),
        "pages": _latex(record.pages.replace("-", "--")),
        "date": _date(record, "-"),
        "doi": record.doi,
        "pmid": record.pmid,
        "pmcid": record.pmcid,
        "abstract": _latex(_abstract(record)),
        "keywords": _latex(", ".join(record.keywords)),
    }
    fields = [Field(name, value) for name, value in stated.items() if value and value != "{}"]
    return Block("article" if record.kind == "article" else "book", key, fields)


def _bib_author(author: Author) -> str:
    return f"{{{_latex(author.collective)}}}" if author.collective else _latex(_inverted(author))


def _latex(text: str) -> str:
    """Only what TeX would take for a command is escaped; letters with accents stay, as Biber and Zotero read them."""
    return _line(text).translate(_COMMANDS)


_COMMANDS = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


# ------------------------------------------------------------------------------------------------------ what they share


def _inverted(author: Author) -> str:
    """`Last, Fore, Jr`."""
    return author.collective or ", ".join(filter(None, (author.last, author.fore or author.initials, author.suffix)))


def _abstract(record: Record) -> str:
    return " ".join(f"{one.label}: {one.text}" if one.label else one.text for one in record.sections)


def _date(record: Record, mark: str = " ") -> str:
    published = record.dates.published
    return published.iso.replace("-", mark) if published else ""


def _line(text: str) -> str:
    """On one line: a line break would end the value."""
    return " ".join(text.split())
