"""One entry of a reference file, and what it states before that becomes a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..records import Author, Correction, Dates, MeshHeading, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a reference file: its record, and the words it was read from.

    `id` is as given in the file, else the ordinal as text; `position` is that ordinal, from 1, refused entries counted.
    `raw` is the entry as it stood in the file, as UTF-8; of a CSV the row as a JSON object of header -> cell.
    `record.pmid` is empty where the entry states no PMID, and `record.digest` is the SHA-256 of `raw`. `source` is the
    file's name.
    """

    id: str
    position: int
    record: Record
    raw: bytes
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an entry states in the words of its file; the same for every format, so that a record is made in one place.

    `pmids`, `dois` and `pmcids` are fields meant for nothing else. `accessions` are numbers of `database`, which may be
    PubMed. In `links` and `notes` an identifier may stand among other things. `year` and `date` are as printed;
    `history` has the dates that the format itself tells apart.
    """

    id: str = ""
    title: str = ""
    vernacular_title: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    editors: tuple[Author, ...] = ()
    journal: str = ""
    abbreviation: str = ""
    issn: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    year: str = ""
    date: str = ""
    history: Dates = field(default_factory=Dates)
    pmids: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    pmcids: tuple[str, ...] = ()
    accessions: tuple[str, ...] = ()
    database: str = ""
    other_ids: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    corrections: tuple[Correction, ...] = ()
    status: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it states anything that a report could be known by."""
        words = (self.title, self.vernacular_title, self.authors, self.abstract, self.journal, self.year, self.date)
        numbers = (self.pmids, self.dois, self.pmcids, self.accessions, self.other_ids, self.links, self.notes)
        return any(words) or any(numbers) or bool(self.volume or self.issue or self.pages)
