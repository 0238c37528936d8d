"""A name for a record that no database gave one we know."""

from __future__ import annotations

import hashlib

from ..records import Record


def key_of(record: Record) -> str:
    """Its PMID, else `import-` and twelve digits that follow from what the entry states of the report.

    Case and white space do not count, so that the same export read again is the same record; anything else does, since
    two entries that differ are two until they are judged the same.
    """
    if record.pmid:
        return record.pmid
    first = record.authors[0] if record.authors else None
    stated = (
        *(record.doi, record.title, first.last or first.collective if first else "", record.journal.title),
        *(str(record.year or ""), record.volume, record.issue, record.pages),
        *(f"{database} {number}" for database, number in record.other_ids),
    )
    folded = "\0".join(" ".join(text.casefold().split()) for text in stated)
    return f"import-{hashlib.sha256(folded.encode()).hexdigest()[:12]}"
