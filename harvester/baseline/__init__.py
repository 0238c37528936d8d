"""PubMed's bulk files -> the records that a strategy finds in them, about as fast as the files can be unpacked.

Most of a file is never parsed. The words that a record must hold to be found follow from the strategy (`needs`); the
unpacked bytes are searched for them (`sieve`), and only articles that hold them are parsed and asked the strategy
itself (`sifting`, which is the work on one file and the same function on every machine). `crew` runs it on the cores of
this machine or on a Dask cluster, and gives the files back in their order.
"""

from __future__ import annotations

from .crew import Crew, open_crew
from .needs import Need, needs_of, notes_of
from .sifting import Asked, Hit, Sifted, Task, read_again, sift, words_to_search

__all__ = [
    "Asked",
    "Crew",
    "Hit",
    "Need",
    "Sifted",
    "Task",
    "needs_of",
    "notes_of",
    "open_crew",
    "read_again",
    "sift",
    "words_to_search",
]
