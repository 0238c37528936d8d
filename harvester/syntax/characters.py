"""Characters that look like others, and mark-up that was copied along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.entities import html5

from .findings import Finding

_LOOKALIKES = (
    ("typographic-asterisk", "\u2217\u204e\ufe61\uff0a\u2731\u066d", "does not truncate; write a plain *"),
    (
        "typographic-quote",
        "\u201e\u201f\u2033\u00ab\u00bb\uff02",
        'may not be read as a quotation mark; write a plain "',
    ),
    ("typographic-bracket", "\uff08\uff09\uff3b\uff3d", "is no bracket to PubMed; write a plain one"),
)
"""Only U+2217 was observed (it searches the word as it is, without a warning). The curly quotes U+201C and U+201D are
absent because PubMed reads them as straight ones."""

_INVISIBLE = re.compile("[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+")
_ENTITY = re.compile(r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]*;)|#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)")
_AMPERSAND = re.compile(r"(?<=\w)&(?=\w)")


def in_characters(strategy: str) -> Iterator[Finding]:
    """Lookalikes, invisible characters and HTML, wherever they stand."""
    for code, characters, why in _LOOKALIKES:
        for found in re.finditer(f"[{characters}]", strategy):
            yield Finding(code, *found.span(), f"{found[0]} (U+{ord(found[0]):04X}) {why}")
    for found in _INVISIBLE.finditer(strategy):
        why = f"U+{ord(found[0][0]):04X} is invisible and may join or split words; write a plain space, or nothing"
        yield Finding("invisible-character", *found.span(), why)
    for found in _entities(strategy):
        why = f"{found[0]} is HTML and finds nothing; write the character it stands for"
        yield Finding("html-entity", *found.span(), why)


def _entities(strategy: str) -> Iterator[re.Match[str]]:
    return (found for found in _ENTITY.finditer(strategy) if not found["name"] or found["name"] in html5)


def in_ampersands(strategy: str, quoted: Sequence[tuple[int, int]]) -> Iterator[Finding]:
    """An & inside a word such as `R&D`, which is read as AND; not in `quoted` places, and not in HTML."""
    exempt = {place for start, end in quoted for place in range(start, end)}
    exempt.update(found.start() for found in _entities(strategy))
    for found in _AMPERSAND.finditer(strategy):
        if found.start() not in exempt:
            why = "& inside a word is read as AND; write quotation marks around the word, or AND"
            yield Finding("ampersand-in-word", *found.span(), why)
