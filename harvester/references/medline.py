"""MEDLINE text (.nbib) of PubMed and of those who write like it -> entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from Bio import Medline

from ..records import Author, Refusal
from .entry import Entry, Stated, record_of
from .identifiers import identifiers_of
from .people import author_of

_TAGGED = re.compile(r"^[A-Z]{2,4} *-", re.M)


def read_medline(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each block of tagged lines; blank lines, or a PMID, part one from the next."""
    blocks = [block for block in re.split(r"\n\s*\n|\n(?=PMID *-)", text) if block.strip()]
    for position, block in enumerate((block for block in blocks if _TAGGED.search(block)), start=1):
        yield _entry(block.strip("\n"), position, source)


def _entry(block: str, position: int, source: str) -> Entry | Refusal:
    tags: dict[str, Any] = dict(Medline.read(StringIO(block + "\n")))  # type: ignore[no-untyped-call]
    stated = _stated(tags, block)
    record = record_of(stated)
    if not (record.title or record.pmid or record.doi):
        return Refusal(source=source, why="states neither title nor identifier", position=position)
    given = record.pmid or _text(tags, "OID") or str(position)
    return Entry(id=given, position=position, source=source, record=record, raw=block.encode())


def _stated(tags: dict[str, Any], block: str) -> Stated:
    return Stated(
        raw=block.encode(),
        title=_text(tags, "TI") or _text(tags, "BTI"),
        vernacular_title=_text(tags, "TT"),
        authors=_authors(tags),
        journal=_text(tags, "JT"),
        abbreviation=_text(tags, "TA"),
        issn=_text(tags, "IS") or _text(tags, "ISSN"),
        volume=_text(tags, "VI"),
        issue=_text(tags, "IP"),
        pages=_text(tags, "PG"),
        date=_text(tags, "DP"),
        entrez=_text(tags, "CRDT"),
        abstract=_text(tags, "AB"),
        languages=tuple(_list(tags, "LA")),
        types=tuple(_list(tags, "PT")),
        keywords=tuple(_list(tags, "OT")),
        identifiers=identifiers_of(
            pmid=_text(tags, "PMID"),
            doi=next((one for tag in ("LID", "AID") for one in _list(tags, tag) if "10." in one), ""),
            pmcid=_text(tags, "PMC"),
            accession=_text(tags, "OID"),
            database=_text(tags, "OWN"),
            anywhere=[*_list(tags, "AID"), _text(tags, "SO")],
        ),
        status=_text(tags, "STAT"),
        publication_status=_text(tags, "PST"),
    )


def _authors(tags: dict[str, Any]) -> tuple[Author, ...]:
    """FAU gives the names in full, AU the initials; groups (CN) come after the people."""
    people = _list(tags, "FAU") or _list(tags, "AU")
    groups = (Author(collective=name) for name in _list(tags, "CN"))
    return (*filter(None, map(author_of, people)), *groups)


def _list(tags: dict[str, Any], name: str) -> Sequence[str]:
    found = tags.get(name, ())
    return [found] if isinstance(found, str) else list(found)


def _text(tags: dict[str, Any], name: str) -> str:
    return " ".join(_list(tags, name)[:1]).strip()
