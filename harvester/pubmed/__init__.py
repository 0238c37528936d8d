"""PubMed XML -> Record, Deletion or Refusal: every article in the XML becomes exactly one of the three.

A source is cut into its articles before any of them is parsed, so that one broken article costs itself and not the
29,999 behind it, memory stays that of one article, and repeated prologs (EDirect joins whole documents) mean nothing.
Each article is then parsed strictly. The shapes are those of NLM's DTD of 2025, and of the older ones back to 2008 that
are still on people's disks.

The rooms, in the order in which a source is read: `source` (a file to chunks of UTF-8), `window` (what of it is in
memory), `pieces` (the articles cut out), `plain_xml` (the form for keeping of those that need no parser for it),
`strict_xml` (all others parsed, and what may be mended), `canonical_xml` (their form), `elements` and `marked_text`
(steps in it, and its words), `identifiers`, `title_and_abstract`, `people`, `dates`, `journal`, `indexing` and
`linked_papers` (the parts of a record), `article` and `book` (the parts together), `record` (whichever of the two it
is), and `reading` (a source to its items).
"""

from __future__ import annotations

from .canonical_xml import canonical
from .reading import Item, Parsed, parse_pubmed, parse_raw, parse_stream, read_pubmed, read_raw
from .record import parse_article

__all__ = [
    "Item",
    "Parsed",
    "canonical",
    "parse_article",
    "parse_pubmed",
    "parse_raw",
    "parse_stream",
    "read_pubmed",
    "read_raw",
]
