"""A reference file -> its entries and refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import HarvesterError
from ..records import Refusal
from . import bibtex, endnote, medline, ris, table
from .entry import Entry
from .formats import Format, format_and_text

_READERS: dict[Format, Callable[[str, str], Iterator[Entry | Refusal]]] = {
    "nbib": medline.entries,
    "ris": ris.entries,
    "bib": bibtex.entries,
    "csv": table.entries,
    "endnote": endnote.entries,
}


def read_references(path: Path) -> Iterator[Entry | Refusal]:
    """The entries of a file, and a refusal for each that cannot be read; together as many as the file holds.

    The file's format and encoding are told from its content. HarvesterError where they cannot be, and for PubMed's XML,
    which `harvester.pubmed` reads. What counts as an entry stands in the docstring of each format's `entries`.
    """
    kind, text = format_and_text(path)
    if kind == "pubmed":
        raise HarvesterError(f"{path}: this is PubMed's XML; harvester.pubmed.read_pubmed reads it")
    yield from entries_of(kind, text, path)


def entries_of(kind: Format, text: str, path: Path) -> Iterator[Entry | Refusal]:
    """The entries of a file whose format and text are known (`format_and_text`), but for PubMed's XML."""
    for item in _READERS[kind](text, str(path)):
        yield replace(item, source=path.name) if isinstance(item, Entry) else item
