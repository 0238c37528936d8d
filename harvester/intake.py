"""Any file of references, PubMed's XML or a reference manager's -> its entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .pubmed import read_raw
from .records import Deletion, HarvesterError, Record, Refusal, Refused
from .references import Entry, holds_pubmed_xml, read_references


def read_file(path: Path) -> Iterator[Entry | Deletion | Refusal]:
    """The entries of a file in their order; one that cannot be read at all is a single Refusal, and no error."""
    try:
        yield from _pubmed(path) if holds_pubmed_xml(path) else read_references(path)
    except Refused as error:
        yield Refusal(source=error.source, why=error.why, pmid=error.pmid)
    except HarvesterError as error:
        source, _, why = str(error).partition(": ")
        yield Refusal(source=source, why=why)


def _pubmed(path: Path) -> Iterator[Entry | Deletion | Refusal]:
    position = 0
    for parsed in read_raw(path):
        item = parsed.item
        if isinstance(item, Record):
            position += 1
            yield Entry(id=item.pmid, position=position, source=path.name, record=item, raw=parsed.xml)
        else:
            position += isinstance(item, Refusal) and item.position is not None
            yield item
