"""Reference files -> records, and back: what PubMed, other databases and reference managers export.

The rooms, in the order in which a file is read: `decoding` (bytes to text), `formats` (which format the text is in),
one room a format (`medline`, `ris`, `bibtex` and `latex`, `table` and `columns`, `endnote`), which cuts it into entries
and says what each of them states, `people`, `identifiers`, `dates` and `vocabulary` (the parts of it), `record` (the
parts together), `naming` (of those without a PMID) and `reading` (a file to its entries). The way back is `writing`,
with a `write_` room for each format; `vancouver` is a reference as a journal prints it.
A file of PubMed's XML is only told (`format_and_text`): `harvester.pubmed` reads it.
"""

from __future__ import annotations

from .entry import Entry
from .formats import Format, format_and_text
from .naming import key_of
from .reading import entries_of, read_references
from .vancouver import vancouver
from .writing import Written, write_references

__all__ = [
    "Entry",
    "Format",
    "Written",
    "entries_of",
    "format_and_text",
    "key_of",
    "read_references",
    "vancouver",
    "write_references",
]
