"""Record -> Reading: its values read out, and judged by the query's criteria, under one version of the rules."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .extract import RULES, Extractor
from .lines import line_of_reading
from .records import Extracts, Query, Reading, Record
from .screen import RULE, screen


class Reader:
    """Reads the values out of a record, by the rules unless another extractor is given, and judges by the criteria."""

    def __init__(self, query: Query, extractor: Extracts | None = None) -> None:
        self.query = query
        self.rules = f"extract/{RULES} {RULE} {_code_digest()}"
        self._extractor = extractor or Extractor(query)

    def read(self, record: Record) -> Reading:
        """One record's values and judgements."""
        found = self._extractor.extract(record)
        judged = screen(record, found, self.query, datetime.now(UTC))
        return Reading(query=self.query, record=record, rules=self.rules, extractions=found, decisions=judged)

    def line(self, record: Record) -> dict[str, Any]:
        """One record's reading in the JSON shape of `harvester extract`."""
        reading = self.read(record)
        return line_of_reading(record, reading.extractions, reading.decisions[0])


def _code_digest() -> str:
    """A digest of the code that reads and judges: a changed rule reads anew, whether or not its version was raised."""
    package = Path(__file__).parent
    files = [package / "screen.py", *sorted((package / "extract").rglob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
