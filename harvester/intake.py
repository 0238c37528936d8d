"""Any file of references, PubMed's XML or a reference manager's -> its entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .errors import HarvesterError, Refused
from .pubmed import read_raw
from .records import Deletion, Record, Refusal
from .references import Entry, entries_of, format_and_text, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a file holds for a series: an entry for each name that its records go by, and what could not be read.

    `count` is the number of entries, of which several may go by one name.
    """

    source: str
    entries: Mapping[str, Entry]
    count: int
    deletions: tuple[Deletion, ...]
    refusals: tuple[Refusal, ...]


def take_in(path: Path) -> Intake:
    """Read a whole file; of several entries that are one by name the fullest counts."""
    entries: dict[str, Entry] = {}
    others: list[Deletion | Refusal] = []
    count = 0
    for item in read_file(path):
        if not isinstance(item, Entry):
            others.append(item)
            continue
        count += 1
        record = replace(item.record, pmid=key_of(item.record))
        held = entries.get(record.pmid)
        if held is None or fullness(record) > fullness(held.record):
            entries[record.pmid] = replace(item, record=record)
    return Intake(
        source=path.name,
        entries=entries,
        count=count,
        deletions=tuple(one for one in others if isinstance(one, Deletion)),
        refusals=tuple(one for one in others if isinstance(one, Refusal)),
    )


def fullness(record: Record) -> tuple[bool, bool, bool, int, str]:
    """Orders records by what they state: a PMID before a DOI before an abstract before the rest; ties by digest."""
    stated = (record.journal.title, record.volume, record.issue, record.pages, record.dates.print, record.pmcid)
    rest = sum(map(bool, stated)) + len(record.authors)
    return (record.pmid.isdigit(), bool(record.doi), bool(record.sections), rest, record.digest)


def read_file(path: Path) -> Iterator[Entry | Deletion | Refusal]:
    """The entries of a file in their order; one that cannot be read at all is a single Refusal, and no error."""
    try:
        kind, text = format_and_text(path)
        yield from _pubmed(path) if kind == "pubmed" else entries_of(kind, text, path)
    except Refused as error:
        yield Refusal.of(error)
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
