"""Records -> MEDLINE text (.nbib), as PubMed writes it."""

from __future__ import annotations

import textwrap
from calendar import month_abbr
from collections.abc import Iterable, Iterator

from ..records import Author, MeshHeading, PartialDate, Record
from .medline import CORRECTIONS
from .record import folded, one_line_abstract


def medline(records: Iterable[Record]) -> str:
    """One block a record, a blank line between two."""
    return "\n".join("".join(_line(tag, value) for tag, value in _tags(record) if value) for record in records)


def _line(tag: str, value: str) -> str:
    """Folded at 88 columns and at blanks only, further lines begin with six of them."""
    return (
        textwrap.fill(
            folded(value),
            width=88,
            initial_indent=f"{tag:<4}- ",
            subsequent_indent=" " * 6,
            break_long_words=False,
            break_on_hyphens=False,
        )
        + "\n"
    )


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    yield from (("PMID", record.pmid), ("STAT", record.status), ("IS", record.journal.issn))
    yield from (("VI", record.volume), ("IP", record.issue), ("DP", _words(record.dates.published)))
    yield from (("TI", record.title), ("PG", record.pages), ("LID", record.doi and f"{record.doi} [doi]"))
    yield ("AB", one_line_abstract(record))
    for author in record.authors:
        yield from _names(author)
    yield from (("LA", language) for language in record.languages)
    yield from (("PT", kind) for kind in record.publication_types)
    yield from (("DEP", _digits(record.dates.electronic)), ("TT", record.vernacular_title))
    yield from (("TA", record.journal.abbreviation), ("JT", record.journal.title))
    for tag, kind in CORRECTIONS.items():
        for one in record.corrections:
            if one.kind == kind:
                yield tag, f"{one.source} PMID: {one.pmid}" if one.pmid else one.source
    yield from (("MH", _heading(heading)) for heading in record.mesh)
    yield from (("OT", word) for word in record.keywords)
    yield from (("PMC", record.pmcid), ("EDAT", _slashed(record.dates.pubmed)), ("CRDT", _slashed(record.dates.entrez)))
    yield ("AID", record.doi and f"{record.doi} [doi]")


def _words(date: PartialDate | None) -> str:
    """`2003 Jul 14`, as far as it is known."""
    if date is None:
        return ""
    parts = (str(date.year), month_abbr[date.month] if date.month else "", str(date.day or ""))
    return " ".join(filter(None, parts))


def _digits(date: PartialDate | None) -> str:
    return date.iso.replace("-", "") if date and date.day else ""


def _slashed(date: PartialDate | None) -> str:
    return f"{date.iso.replace('-', '/')} 00:00" if date and date.day else ""


def _names(author: Author) -> Iterator[tuple[str, str]]:
    if author.collective:
        yield "CN", author.collective
    else:
        yield (
            "FAU",
            " ".join(filter(None, (f"{author.last}," if author.fore else author.last, author.fore, author.suffix))),
        )
        yield "AU", author.name


def _heading(heading: MeshHeading) -> str:
    parts = ((heading.descriptor, heading.major), *((one.name, one.major) for one in heading.qualifiers))
    return "/".join(f"*{name}" if major else name for name, major in parts)
