"""Which format a reference file is in: told by its content, and by its name only where the content says nothing."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Literal

from ..errors import HarvesterError
from .decoding import text_of
from .table import is_table

Format = Literal["nbib", "ris", "bib", "csv", "endnote", "pubmed"]

_MARKS: tuple[tuple[Format, re.Pattern[str]], ...] = (
    ("ris", re.compile(r"^[ \t]*TY {1,2}-", re.MULTILINE)),
    ("nbib", re.compile(r"^(?:PMID|OWN |STAT|FAU |LID |DCOM|PT  |JT  )- ", re.MULTILINE)),
    ("bib", re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)),
)
_ENDS: tuple[tuple[Format, re.Pattern[str]], ...] = (("ris", re.compile(r"^ER {1,2}-", re.MULTILINE)),)
_WEAK_MARKS: tuple[tuple[Format, re.Pattern[str]], ...] = (
    ("nbib", re.compile(r"^(?:TI|DP|VI|IP|PG|AB|TA) +- ", re.MULTILINE)),
)
_ENDINGS: dict[str, Format] = {".nbib": "nbib", ".ris": "ris", ".bib": "bib", ".csv": "csv", ".tsv": "csv"}
_PUBMED = re.compile(r"<(?:!DOCTYPE\s+)?(?:Pubmed(?:Article|BookArticle)(?:Set)?|MedlineCitationSet|DeleteCitation)\b")
_ENDNOTE = re.compile(r"<xml\b|<records\b|<record\b")


def format_and_text(path: Path) -> tuple[Format, str]:
    """The format of a file and its text; HarvesterError where it is none of those read here.

    PubMed's XML may be gzipped; no text of it is needed here, since `harvester.pubmed` reads the file itself.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"\x1f\x8b"):
        head = _unpacked(head)
    if _is_pubmed(head):
        return "pubmed", ""
    text = text_of(path)
    return format_of_text(text, path), text


def _unpacked(head: bytes) -> bytes:
    """The begin of what is packed, as far as the bytes at hand go."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head)
    except zlib.error:
        return b""


def _is_pubmed(head: bytes) -> bool:
    text = head.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    return text.startswith("<") and bool(_PUBMED.search(text))


def format_of_text(text: str, path: Path) -> Format:
    """The format of a text; where marks of several stand in it, that of the first."""
    text = text.replace("\r", "\n")
    begin = text[:4096].lstrip()
    if begin.startswith("<"):
        return _xml(begin, path)
    if is_table(text):
        return "csv"
    found = _first_mark(text, _MARKS) or _first_mark(text, _ENDS)
    found = found or _ENDINGS.get(path.suffix.lower()) or _first_mark(text, _WEAK_MARKS)
    if found is None:
        raise HarvesterError(
            f"{path}: this is no format that is read here (.nbib, .ris, .bib, .csv, EndNote XML, PubMed XML): it "
            f"begins {begin[:60]!r}; export the references again in one of these"
        )
    return found


def _xml(begin: str, path: Path) -> Format:
    if _PUBMED.search(begin):
        return "pubmed"
    if _ENDNOTE.search(begin):
        return "endnote"
    raise HarvesterError(
        f"{path}: this is XML, but neither EndNote's (<xml><records>) nor PubMed's (<PubmedArticleSet>)"
    )


def _first_mark(text: str, marks: tuple[tuple[Format, re.Pattern[str]], ...]) -> Format | None:
    places = [(found.start(), name) for name, mark in marks if (found := mark.search(text))]
    return min(places)[1] if places else None
