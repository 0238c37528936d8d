"""The records, ids or summaries in the bytes of an answer: taken apart, changed, and put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_PIECES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"<PubmedArticle>.*?</PubmedArticle>\s*|<PubmedBookArticle>.*?</PubmedBookArticle>\s*",
        rb"<DocSum>.*?</DocSum>\s*",
        rb"<DocumentSummary .*?</DocumentSummary>\s*",
        rb"<Link>.*?</Link>\s*",
        rb"(?<=[>\n])<Id>\d+</Id>\s*",
        rb'(?<=[\[,])"\d+"(?=[\],])',
        rb"(?m)^\d+\n",
        rb"(?m)^[^<{|\n]*\|[^\n]*\n",
    )
)
"""What an answer may be made of, from the largest piece; in JSON it is the ids of a list, of ecitmatch its lines."""


def changed(body: bytes, change: Callable[[list[bytes]], Iterable[bytes]]) -> bytes:
    """The answer with its pieces changed; one that has none is left as it is."""
    for pattern in _PIECES:
        if found := list(pattern.finditer(body)):
            begin, end = found[0].start(), found[-1].end()
            return body[:begin] + _joined([one.group() for one in found], change) + body[end:]
    return body


def _joined(pieces: list[bytes], change: Callable[[list[bytes]], Iterable[bytes]]) -> bytes:
    return (b"," if pieces[0].startswith(b'"') else b"").join(change(pieces))


def stranger(pieces: list[bytes]) -> list[bytes]:
    """A copy of the first piece under a PMID that nobody has."""
    return [re.sub(rb"\d{2,}(?=<|\"|\n)", b"99999999", one, count=1) for one in pieces[:1]]
