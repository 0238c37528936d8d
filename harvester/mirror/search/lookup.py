"""What can be asked of the text index: what an expression finds, which words there are, and where they stand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from ..columns import BREAK, COLUMNS
from ..packing import unpacked
from ..record_fields import Words

HIGHEST = 99_999_999
"""No PMID is longer than eight digits."""

_LAST = "\U0010ffff"


class Index:
    """The text index of an open mirror."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def find(self, expression: str, low: int = 0, high: int = HIGHEST) -> frozenset[int]:
        """The PMIDs from `low` to `high` that an expression of FTS5 finds."""
        asked = "SELECT rowid FROM text WHERE text MATCH ? AND rowid BETWEEN ? AND ?"
        return _first(self.connection.execute(asked, (expression, low, high)))

    def holds(self, expression: str) -> bool:
        """Whether the expression finds anything."""
        asked = "SELECT 1 FROM text WHERE text MATCH ? LIMIT 1"
        return self.connection.execute(asked, (expression,)).fetchone() is not None

    def between(self, low: int, high: int) -> frozenset[int]:
        """The PMIDs held from `low` to `high`."""
        return _first(self.connection.execute("SELECT pmid FROM record WHERE pmid BETWEEN ? AND ?", (low, high)))

    def held(self, pmids: Iterable[int]) -> frozenset[int]:
        """Those of the PMIDs that are held."""
        asked = "SELECT pmid FROM record WHERE pmid IN (SELECT value FROM json_each(?))"
        return _first(self.connection.execute(asked, (json.dumps(list(pmids)),)))

    def years(self) -> list[int]:
        """Every year that a record has a date in, and perhaps some in which none has one any more."""
        return sorted(year for (year,) in self.connection.execute("SELECT year FROM year"))

    def count_words(self, stem: str, most: int) -> int:
        """How many words begin so, anywhere; counting ends at `most`."""
        asked = "SELECT count(*) FROM (SELECT 1 FROM word WHERE term >= ? AND term < ? LIMIT ?)"
        (count,) = self.connection.execute(asked, (stem, stem + _LAST, most)).fetchone()
        return int(count)

    def words(self, stem: str, columns: Collection[str]) -> Iterator[str]:
        """The words of the columns that begin so, in their order."""
        asked = "SELECT term, col FROM word_of_column WHERE term >= ? AND term < ?"
        last = ""
        for word, column in self.connection.execute(asked, (stem, stem + _LAST)):
            if column in columns and word != last:
                yield word
                last = word

    def passages(self, pmids: Iterable[int], columns: Collection[str]) -> Iterator[tuple[int, list[Words]]]:
        """The passages of the columns of these records, as they were indexed."""
        places = [at for at, column in enumerate(COLUMNS) if column in columns]
        asked = "SELECT pmid, columns FROM passage WHERE pmid IN (SELECT value FROM json_each(?))"
        for pmid, kept in self.connection.execute(asked, (json.dumps(list(pmids)),)):
            parts = unpacked(kept)
            yield pmid, [tuple(passage.split()) for at in places for passage in parts[at].split(BREAK)]


def _first(rows: Iterable[tuple[int]]) -> frozenset[int]:
    return frozenset(chain.from_iterable(rows))
