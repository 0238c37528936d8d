"""A file of PubMed XML -> its records as JSON Lines, parsed in this process or by several (`harvester parse`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from .crew import Crew
from .errors import Refused
from .pubmed.reading import Placed, parse_placed, placed_pieces
from .pubmed.source import file_chunks
from .records import Deletion, Refusal

_BATCH = 100
"""Pieces of a file that are parsed together, a megabyte or two: all that a process holds of the file at a time."""

_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Records as JSON, each with the end of its line, and what else stood between them."""

    text: bytes = b""
    records: int = 0
    deletions: int = 0
    refusals: tuple[Refusal, ...] = ()


def record_lines(path: Path, crew: Crew) -> Iterator[Lines]:
    """The records of a file in their order, a batch at a time; a file that is no PubMed XML at all is one refusal."""
    try:
        yield from crew.in_order(lines_of, _batches(placed_pieces(file_chunks(path), str(path))))
    except Refused as error:
        yield Lines(refusals=(Refusal.of(error),))


def _batches(placed: Iterable[Placed]) -> Iterator[list[Placed]]:
    left = iter(placed)
    while batch := list(islice(left, _BATCH)):
        yield batch


def lines_of(batch: Iterable[Placed]) -> Lines:
    """The work on a batch, in whatever process."""
    items = [parsed.item for placed in batch for parsed in parse_placed(placed)]
    refusals = tuple(item for item in items if isinstance(item, Refusal))
    deletions = sum(isinstance(item, Deletion) for item in items)
    lines = [_encoder.encode(item) for item in items if not isinstance(item, Refusal | Deletion)]
    text = b"\n".join([*lines, b""])
    return Lines(text=text, records=len(lines), deletions=deletions, refusals=refusals)
