"""Reference files of any database or reference manager -> entries with their records, and back.

`read_references` tells the format by what the file holds and not by its name. The rooms, in reading order: `encoding`
(bytes to text), `table` (CSV), `ris`, `medline` (.nbib), `bibtex`, `endnote`, and what they share: `people` (lists of
authors), `identifiers` (PMID, DOI and PMCID wherever they were put), `kinds` (types of publication), `entry` and
`naming` (of records without a PMID). The way back is `writing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ..records import HarvesterError, Refusal
from .bibtex import read_bibtex
from .encoding import decoded
from .endnote import read_endnote
from .entry import Entry
from .medline import read_medline
from .naming import key_of
from .ris import read_ris
from .table import read_table
from .writing import write_references

__all__ = ["Entry", "holds_pubmed_xml", "key_of", "read_references", "write_references"]


def read_references(path: Path) -> Iterator[Entry | Refusal]:
    """Every entry of a file in its order, and a Refusal with its number for each that could not be read.

    Entries and refusals are together as many as the file has records: rows under the header of a table, TY lines of
    RIS, blocks of MEDLINE text, @types of BibTeX other than comments, records of EndNote's XML. HarvesterError where
    the file as a whole cannot be read: no format that is known, no text, no title column.
    """
    data = path.read_bytes()
    if not data.strip():
        raise HarvesterError(f"{path}: is empty")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<", data):
        if not re.search(rb"<records?>", data[:5000]):
            raise HarvesterError(f"{path}: is XML, and neither EndNote's nor PubMed's; export it as RIS or .nbib")
        yield from read_endnote(data, path.name)
        return
    text = decoded(data, str(path))
    yield from _reader(text, path)(text, path.name)


def holds_pubmed_xml(path: Path) -> bool:
    """Whether a file is PubMed's XML, which `harvester.pubmed` reads."""
    with path.open("rb") as file:
        head = file.read(5000)
    return head.startswith(b"\x1f\x8b") or b"<PubmedArticle" in head or b"<PubmedBookArticle" in head


def _reader(text: str, path: Path) -> Callable[[str, str], Iterator[Entry | Refusal]]:
    """By what the text holds; the extension decides nothing but that a lone column is a table."""
    if re.search(r"^TY {1,2}- ", text, re.M):
        return read_ris
    if re.search(r"^(?:PMID|OWN|TI) *- ", text, re.M):
        return read_medline
    if re.search(r"^\s*@\w+\s*[{(]", text, re.M):
        return read_bibtex
    if "\t" in text.partition("\n")[0] or re.search(r"[,;]", text.partition("\n")[0]) or path.suffix == ".csv":
        return read_table
    raise HarvesterError(f"{path}: no references in a known format; .nbib, .ris, .bib, .csv and EndNote's XML are read")
