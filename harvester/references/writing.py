"""Records -> a reference file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from ..records import Record
from .write_bibtex import bibtex
from .write_medline import medline
from .write_ris import ris

Written = Literal["nbib", "ris", "bib"]

_WRITERS: dict[Written, Callable[[Iterable[Record]], str]] = {"nbib": medline, "ris": ris, "bib": bibtex}


def write_references(records: Iterable[Record], kind: Written) -> str:
    """The text of a reference file; read back, it gives the same identifiers, title, authors, source and abstract.

    An abstract's sections become one text with their labels, because the formats have no place for more. A name of ours
    (`import-…`) is no PMID and is left out.
    """
    return _WRITERS[kind](record if record.pmid.isdigit() else replace(record, pmid="") for record in records)
