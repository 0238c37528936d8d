"""The columns of a table of references, by the many names that exporters give them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAMES = {
    "id": "id|record id|recordid|citation key|citationkey|bibtex key|key|ref id|refid|rec number|covidence|ref",
    "title": "title|ti|article title|primary title|document title|title of article|titre|titel|record title|t1",
    "vernacular_title": "vernacular title|original title|title in original language|translated title|"
    "original non english title",
    "author": "author|authors|author names|author s|au|author name|author list|creator|creators|autor|autores|"
    "auteurs|a1",
    "author_full": "author full names|author full name|af|full author names",
    "editor": "editor|editors|editor s|book editors",
    "year": "year|publication year|py|pub year|published year|pubyear|date year|yr|year published|jahr|annee",
    "date": "date|publication date|date of publication|date published|cover date|issue date|pub date|pubdate|pd",
    "month": "month|published month|publication month",
    "entrez": "create date|entrez date|entry date|created",
    "journal": "journal|journal title|source title|publication title|so|journal name|jt|publication|publication name|"
    "container title|full journal name|t2|secondary title|journaltitle|revista|zeitschrift",
    "abbreviated": "journal book|ta|journal abbreviation|abbreviated source title|journal abbrev|abbreviated journal|"
    "iso abbreviation|journal iso abbreviation|alternate journal|ji|short journal|source abbreviation",
    "book": "booktitle|book title|conference name|conference title|proceedings title|series title",
    "source": "source",
    "citation": "citation",
    "volume": "volume|vol|vl|volume number|vi|journal volume",
    "issue": "number|issue|no|is|issue number|ip|journal issue|iss",
    "pages": "pages|page|pp|pagination|pg|page range|page numbers|page s|seiten",
    "first_page": "start page|page start|first page|bp|startpage|sp|beginning page|pagestart",
    "last_page": "end page|page end|last page|ep|endpage|pageend|ending page",
    "article_number": "article number|art no|ar|article no|eid number|elocation id|elocation|e location id",
    "doi": "doi|digital object identifier|di|doi link|article doi|doi url|crossref doi|do",
    "pmid": "pmid|pubmed id|pubmedid|pm|medline pmid|pubmed pmid|pubmed|medline id|pm id|pubmed identifier",
    "pmcid": "pmcid|pmc|pmc id|pubmed central id|pubmed central|pubmed central identifier",
    "accession": "accession number|accession no|accession|an|ut unique wos id|ut|embase accession id|unique id|"
    "accession num|"
    "ut unique id|pui|unique identifier|accessionnumber",
    "eid": "eid|scopus eid|scopus id",
    "database": "database|db|database name|name of database|database provider|library catalog|remote database name|"
    "source database|search source",
    "abstract": "abstract|ab|abstract note|abstracts|summary|abstract text|resumen|zusammenfassung|n2",
    "issn": "issn|sn|isbn|issn isbn|isbn issn|electronic issn|print issn|e issn|eissn|issns|isbns|isbn issn s",
    "language": "language|la|language of original document|language of article|languages|original language|lang",
    "type": "entrytype|entry type|document type|publication type|item type|dt|type|reference type|type of reference|pt|"
    "publication types|type of work|doctype|article type|ref type|itemtype",
    "url": "url|urls|link|links|full text link|ur|web address|embase link|pubmed link|linkout",
    "note": "note|notes|extra|annote|n1|research notes|comments|remarks|misc",
    "keywords": "keywords|keyword|author keywords|index keywords|kw|de|keywords plus|manual tags|subject|mesh terms|"
    "mesh|emtree medical index terms major focus",
}
FIELDS = {name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split("|"))}
"""A column's name, in small letters and without punctuation -> its field, and its rank among those of that field."""


class Columns:
    """The header of a table: the names of its columns, and where each field stands, the field's usual name first."""

    def __init__(self, header: Sequence[str]) -> None:
        self.names = _told_apart([name.strip() for name in header])
        self.places: dict[str, tuple[int, ...]] = {}
        ranked = sorted((FIELDS[plain][1], at) for at, name in enumerate(header) if (plain := _plain(name)) in FIELDS)
        for _, at in ranked:
            field = FIELDS[_plain(header[at])][0]
            self.places[field] = (*self.places.get(field, ()), at)

    def all(self, row: Sequence[str], field: str) -> tuple[str, ...]:
        """The cells of a field that are not empty, the one under its usual name first."""
        return tuple([row[at] for at in self.places.get(field, ()) if row[at]])

    def first(self, row: Sequence[str], field: str) -> str:
        """The first cell of a field that is not empty, else the empty string."""
        for at in self.places.get(field, ()):
            if row[at]:
                return row[at]
        return ""


_MISSING = frozenset(("NA", "N/A", "NaN", "nan", "NULL", "None"))


def plain_cell(cell: str) -> str:
    """A cell without blanks around it; what R and pandas write for a missing value is none."""
    cell = cell.strip()
    return "" if cell in _MISSING else cell


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Every column under a name of its own: the second `Title` is `Title (2)`, one without a name its ordinal."""
    told: list[str] = []
    for at, name in enumerate(names, start=1):
        fresh, count = name or f"column {at}", 2
        while fresh in told:
            fresh, count = f"{name} ({count})", count + 1
        told.append(fresh)
    return tuple(told)
