"""A strategy cut into its smallest pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .findings import Finding

Refuse = Callable[[Finding], None]
"""Told what cannot be read: it raises, or takes note and lets the reading go on behind it."""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: its kind (phrase, tag, operator, key, open, close, colon, word), its content, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


_STRAIGHT = str.maketrans("\u201c\u201d\u201e\u201f\u2033", '"""""')
_TOKEN = re.compile(
    r"""
    "(?P<phrase>[^"]*)"
  | \[(?P<tag>[^\[\]]*)\]
  | (?P<operator>[&|]|(?:AND|OR|NOT)(?=[\s()"&|]|$))
  | \#(?P<key>\d{1,9})(?=[\s()&|]|$)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<colon>:)
  | (?P<word>[^\s()\[\]"&|:]+)
    """,
    re.VERBOSE,
)
_UNREAD = {
    '"': ("unbalanced-quote", 'this quotation mark is never closed; close it with another "'),
    "[": ("unbalanced-bracket", "this bracket is never closed; close it with ]"),
    "]": ("unbalanced-bracket", "this bracket was never opened; open it with ["),
}


def tokens(strategy: str, refuse: Refuse) -> Iterator[Token]:
    """The strategy cut up; curly quotes read as straight ones (so does PubMed), and any white space only separates."""
    straight = strategy.translate(_STRAIGHT)
    position = _after_space(straight, 0)
    while position < len(straight):
        found = _TOKEN.match(straight, position)
        if found is None:
            code, why = _UNREAD[straight[position]]
            refuse(Finding(code, position, position + 1, why))
        else:
            kind = str(found.lastgroup)
            yield Token(kind, found[kind], position, found.end())
        position = _after_space(straight, found.end() if found else position + 1)


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
