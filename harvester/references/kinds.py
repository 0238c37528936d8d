"""The type of a publication, in one word for all exporters."""

from __future__ import annotations

_KINDS = {
    "article": "Journal Article",
    "journal article": "Journal Article",
    "journalarticle": "Journal Article",
    "inproceedings": "Conference Paper",
    "conference": "Conference Paper",
    "conference paper": "Conference Paper",
    "conferencepaper": "Conference Paper",
    "conference proceedings": "Conference Paper",
    "proceedings": "Conference Paper",
    "conference abstract": "Conference Abstract",
    "meeting abstract": "Conference Abstract",
    "phdthesis": "Thesis",
    "thesis": "Thesis",
    "book": "Book",
    "inbook": "Book Chapter",
    "incollection": "Book Chapter",
    "booksection": "Book Chapter",
    "preprint": "Preprint",
    "jour": "Journal Article",
    "ejour": "Journal Article",
    "jfull": "Journal Article",
    "mgzn": "Journal Article",
    "abst": "Conference Abstract",
    "conf": "Conference Paper",
    "cpaper": "Conference Paper",
    "thes": "Thesis",
    "mastersthesis": "Thesis",
    "chap": "Book Chapter",
    "echap": "Book Chapter",
    "inpr": "In Press",
    "unpb": "Preprint",
    "misc": "",
    "gen": "",
}


def kind_of(written: str) -> str:
    """A type as RIS, BibTeX, Zotero and the databases write it; one that is not known stays as written."""
    return _KINDS.get(written.strip().casefold(), written.strip())
