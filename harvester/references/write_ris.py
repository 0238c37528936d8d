"""Records -> RIS, as EndNote, Zotero and rispy read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

import rispy

from ..records import Author, PartialDate, Record
from .record import folded, one_line_abstract
from .ris import TAGS

_TYPE = {
    "Book": "BOOK",
    "Book Chapter": "CHAP",
    "Conference Paper": "CPAPER",
    "Conference Abstract": "ABST",
    "Thesis": "THES",
    "Report": "RPRT",
    "Patent": "PAT",
    "Dataset": "DATA",
    "Web Page": "ELEC",
}
_RANGE = re.compile(r"([^-]+)-([^-]+)")


class _Writer(rispy.BaseWriter):  # type: ignore[misc]
    """Every tag under its own name, no numbers between the entries; lines end with CR and LF, as RIS has it."""

    START_TAG = "TY"
    NEWLINE = "\r\n"
    PATTERN = "{tag}  - {value}"
    REFERENCE_TYPE_KEY = "ty"
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {tag: tag.lower() for tag in TAGS}
    DEFAULT_LIST_TAGS: ClassVar[frozenset[str]] = frozenset(TAGS)
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}

    def set_header(self, count: int) -> str:
        return ""


def ris(records: Iterable[Record]) -> str:
    """One entry a record. PMIDs stand as accession numbers of PubMed and as addresses, PMCIDs in C2 as in EndNote."""
    return str(rispy.dumps([_tags(record) for record in records], implementation=_Writer))


def _tags(record: Record) -> dict[str, str | list[str]]:
    kind = next((_TYPE[one] for one in record.publication_types if one in _TYPE), "JOUR")
    first, last = _ends(record.pages)
    date = record.dates.published
    values = {
        "ti": [record.title],
        "au": [_name(author) for author in record.authors],
        "t2": [record.journal.title],
        "j2": [record.journal.abbreviation],
        "py": [str(record.year or "")],
        "da": [_slashed(date) if date else ""],
        **{"vl": [record.volume], "is": [record.issue], "sp": [first], "ep": [last], "sn": [record.journal.issn]},
        **{"do": [record.doi], "an": [record.pmid], "db": ["PubMed" if record.pmid else ""], "c2": [record.pmcid]},
        "ur": [f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/" if record.pmid else ""],
        "la": list(record.languages),
        "m3": [one for one in record.publication_types if one != "Journal Article" and one not in _TYPE],
        "kw": list(record.keywords),
        "ab": [one_line_abstract(record)],
    }
    told = {tag: [folded(one) for one in many if one.strip()] for tag, many in values.items()}
    return {"ty": kind, **{tag: many for tag, many in told.items() if many}}


def _ends(pages: str) -> tuple[str, str]:
    """First and last page of one plain range; everything else stands where the first does."""
    found = _RANGE.fullmatch(pages)
    return (found[1], found[2]) if found and found[1] != found[2] else (pages, "")


def _name(author: Author) -> str:
    """`Last, Fore, Suffix`; a comma behind the whole tells that it is no person (EndNote's way)."""
    if author.collective:
        return f"{author.collective},"
    return ", ".join(filter(None, (author.last, author.fore or author.initials, author.suffix)))


def _slashed(date: PartialDate) -> str:
    """RIS has three slashes (`2003/07//`), whatever is known."""
    return "/".join((*[*date.iso.split("-"), "", ""][:3], ""))
