"""What an entry states -> an Entry with its record; the one place where the formats meet."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from ..records import Journal, Record, Section
from .dates import published
from .entry import Entry, Stated
from .identifiers import accessions, dois, pmcids, pmids
from .vocabulary import BOOKS, languages, publication_types

_ISSN = re.compile(r"(?<![0-9-])([0-9]{4})-?([0-9]{3}[0-9Xx])(?![0-9Xx-]{2})")
_ABBREVIATED = re.compile(r"^(?:[pP]{1,2}\.\s*|pp\s+)(?=\S)")
_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")


def entry(stated: Stated, position: int, raw: bytes) -> Entry:
    """The entry, named by its own id or else by its position."""
    return Entry(id=stated.id or str(position), position=position, record=record(stated, raw), raw=raw)


def record(stated: Stated, raw: bytes) -> Record:
    """The record of what is stated; of several PMIDs, DOIs or PMCIDs the surest, and the rest among `other_ids`."""
    found_pmids, found_dois, found_pmcids = pmids(stated), dois(stated), pmcids(stated)
    types = publication_types(stated.types)
    return Record(
        pmid=_first(found_pmids),
        kind="book" if BOOKS.intersection(types) else "article",
        title=folded(stated.title or stated.vernacular_title),
        vernacular_title=folded(stated.vernacular_title),
        sections=_sections(stated.abstract),
        authors=stated.authors,
        authors_complete=stated.authors_complete,
        editors=stated.editors,
        journal=Journal(
            title=folded(stated.journal), abbreviation=folded(stated.abbreviation), issn=_issn(stated.issn)
        ),
        volume=folded(stated.volume),
        issue=folded(stated.issue),
        pages=pages(stated.pages),
        dates=replace(stated.history, print=published(stated.year, stated.date)),
        doi=_first(found_dois),
        pmcid=_first(found_pmcids),
        other_ids=(
            *stated.other_ids,
            *accessions(stated, found_pmids),
            *(("pubmed", other) for other in found_pmids[1:]),
            *(("doi", other) for other in found_dois[1:]),
            *(("pmc", other) for other in found_pmcids[1:]),
        ),
        languages=languages(stated.languages),
        publication_types=types,
        keywords=tuple(dict.fromkeys(filter(None, map(folded, stated.keywords)))),
        mesh=stated.mesh,
        corrections=stated.corrections,
        status=stated.status,
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _first(found: tuple[str, ...]) -> str:
    return found[0] if found else ""


def folded(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


def _sections(abstract: str) -> tuple[Section, ...]:
    """An abstract is one section without a label: the formats say of none where it begins."""
    text = folded(abstract)
    return (Section(text=text),) if text else ()


def _issn(stated: str) -> str:
    """The first ISSN as `1234-567X`; the field holds ISBNs, media and several ISSNs run together, too."""
    found = _ISSN.search(stated)
    return f"{found[1]}-{found[2].upper()}" if found else ""


def pages(stated: str) -> str:
    """`213--238`, `213–238` and `pp. 213-238` read 213-238, and `334-334` is page 334."""
    text = folded(stated)
    text = _DASHES.sub("-", _ABBREVIATED.sub("", text))
    first, dash, last = text.partition("-")
    return first if dash and first == last else text


def one_line_abstract(record: Record) -> str:
    """An abstract's sections as one text, each behind its label."""
    return folded(" ".join(f"{one.label}: {one.text}" if one.label else one.text for one in record.sections))
