"""A record -> its reference in Vancouver style, as ICMJE's sample references and NLM's Citing Medicine have it."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator

from ..records import Author, PartialDate, Record
from .record import folded
from .vocabulary import language_name

NAMED = 6
"""So many authors are named before `et al.` stands for the rest (ICMJE, sample reference 1)."""


def vancouver(record: Record) -> str:
    """The reference as one line without its number; what the record does not state is left out.

    Its standing follows behind it as NLM words it: `Retraction in: …`.
    """
    parts = [_authors(record), _ended(_title(record)), _source(record), *_behind(record)]
    return " ".join(filter(None, parts))


def _authors(record: Record) -> str:
    """`Meer J van der, King ML Jr; Bone Unit.`: people are parted by commas, a group stands behind a semicolon."""
    named = record.authors[:NAMED]
    words = ""
    for author in named:
        words += (("; " if author.collective else ", ") if words else "") + _name(author)
    more = len(record.authors) > len(named) or not record.authors_complete
    return _ended(f"{words}, et al" if words and more else words)


def _name(author: Author) -> str:
    return folded(author.collective or author.name or author.fore)


def _title(record: Record) -> str:
    """The title, behind it what the paper is where it is no article (ICMJE, sample reference 7)."""
    title = folded(record.title or record.vernacular_title)
    kind = next((_KIND[one] for one in record.publication_types if one in _KIND), "")
    return f"{title.rstrip('.')} [{kind}]" if kind and kind not in title.casefold() else title


_KIND = {"Letter": "letter", "Meeting Abstract": "abstract", "Conference Abstract": "abstract", "Preprint": "preprint"}


def _ended(words: str) -> str:
    """The words with a full stop, unless they end a sentence already."""
    return words if not words or words.endswith((".", "?", "!", ".]", "?]", "!]")) else f"{words}."


def _source(record: Record) -> str:
    """`Spine Lett. 2003 Jul 14;28(4):213-8.`, and of a chapter `In: The book. 2003. p. 213-8.`"""
    name = folded(record.journal.abbreviation or record.journal.title).rstrip(".")
    when = _date(record.dates.published)
    pages = shortened(folded(record.pages))
    if record.kind == "book":
        book = f"In: {name}" if name and name != folded(record.title).rstrip(".") else ""
        return " ".join(f"{part}." for part in (book, when, pages and f"p. {pages}") if part)
    issue = f"({folded(record.issue)})" if record.issue else ""
    number = f"{folded(record.volume)}{issue}"
    where = (f";{number}" if number else "") + (f":{pages}" if pages else "")
    return " ".join(filter(None, (name and f"{name}.", _ended(f"{when}{where}".lstrip(";:")))))


def _date(date: PartialDate | None) -> str:
    if date is None:
        return ""
    parts = (str(date.year), month_abbr[date.month] if date.month else "", str(date.day or ""))
    return " ".join(filter(None, parts))


def shortened(pages: str) -> str:
    """`213-218` as `213-8`, as Citing Medicine has it; numbers with letters and what is no plain range stay."""
    found = re.fullmatch(r"([0-9]+)-([0-9]+)", pages)
    if found is None or len(found[1]) != len(found[2]):
        return pages
    same = next((at for at, (one, other) in enumerate(zip(found[1], found[2], strict=True)) if one != other), None)
    return found[1] if same is None else f"{found[1]}-{found[2][same:]}"


def _behind(record: Record) -> Iterator[str]:
    """Language, what it was retracted or doubted in, DOI and PMID."""
    foreign = [language_name(code) for code in record.languages if code != "eng"]
    if foreign and "eng" not in record.languages:
        yield f"{', '.join(foreign)}."
    retracted = False
    for one in record.corrections:
        if one.kind in _TOLD:
            retracted = retracted or one.kind == "RetractionIn"
            yield _ended(f"{_TOLD[one.kind]}: {folded(one.source or one.note) or f'PMID {one.pmid}'}")
    if "Retracted Publication" in record.publication_types and not retracted:
        yield "Retracted."
    if record.doi:
        yield f"doi: {record.doi}."
    if record.pmid.isdigit():
        yield f"PMID: {record.pmid}."


_TOLD = {
    "RetractionIn": "Retraction in",
    "PartialRetractionIn": "Partial retraction in",
    "ExpressionOfConcernIn": "Expression of concern in",
    "CorrectedandRepublishedIn": "Corrected and republished in",
    "ErratumIn": "Erratum in",
}
"""What a reader must know of a paper before citing it: NLM's RefType -> its words for it."""
