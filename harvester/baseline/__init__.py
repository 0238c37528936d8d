"""PubMed's bulk files -> the records that a strategy finds in them, at a speed near that of unpacking the files.

Most of a file is never parsed. The words that a record must hold to be found follow from the strategy (`needs`); the
unpacked bytes are searched for them (`sieve`; `tears` for words that are not written letter by letter), and only
articles that hold them are parsed and asked the strategy itself (`matching`). `sifting` is the work on one file, the
same function on every machine.
"""

from __future__ import annotations

from .needs import Need, needs_of, notes_of
from .sifting import Asked, Hit, Sifted, Task, read_again, sift, words_to_search

__all__ = [
    "Asked",
    "Hit",
    "Need",
    "Sifted",
    "Task",
    "needs_of",
    "notes_of",
    "read_again",
    "sift",
    "words_to_search",
]
