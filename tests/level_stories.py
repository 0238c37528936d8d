"""A short story to which a sentence on levels is added, and what is read out of it."""

from __future__ import annotations

from harvester.extract import Extractor
from harvester.query import find_query, read_query
from harvester.records import Record, Section, Value

HPC = Extractor(read_query(find_query("hpc-spine")))
STORY = (
    "A 50-year-old man had resection of a meningeal hemangiopericytoma. Ten years later he presented with back pain. "
)


def cases(abstract: str, title: str = "") -> dict[int, dict[str, Value]]:
    """The values of every case, by field."""
    found: dict[int, dict[str, Value]] = {}
    for one in HPC.extract(Record(pmid="1", title=title, sections=(Section(text=abstract),))):
        found.setdefault(one.case, {})[one.field] = one.value
    return found


def levels(words: str) -> Value | None:
    """The levels of the story's patient, with the words added to it."""
    return cases(STORY + words).get(1, {}).get("spinal_levels")
