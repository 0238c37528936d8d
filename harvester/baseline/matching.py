"""Records and a strategy -> those that it finds: a mirror of these few records, in memory, is asked.

So a scan finds by the very rules by which a mirror does. A phrase stays a phrase here, whether or not one of these few
records holds it: what a strategy finds may not hang on which records are asked together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace

from harvester.mirror.intake import Intake
from harvester.mirror.schema import create
from harvester.mirror.search.evaluate import evaluate
from harvester.mirror.search.found import Context
from harvester.records import Record


def finds(strategy: str, records: Collection[tuple[Record, bytes]], context: Context) -> frozenset[str]:
    """The PMIDs of those of the records, each with its XML, that a strategy finds.

    Raises QueryError where the strategy cannot be read, or not be evaluated here.
    """
    if not records:
        return frozenset()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create(connection)
        intake = Intake(connection)
        for record, _ in records:
            intake.keep(record, b"")
        intake.flush()
        return evaluate(strategy, connection, replace(context, whole_phrases=True)).pmids
