"""A source -> its items in their order: the rooms put together."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import XML, ParseError

from lxml.etree import _Element

from ..errors import Refused
from ..records import Deletion, Record, Refusal
from .canonical_xml import canonical
from .identifiers import PMID
from .marked_text import text
from .pieces import ARTICLES, DELETIONS, Piece, pieces
from .plain_xml import plain_canonical
from .record import record_of
from .source import Damage, file_chunks, inflated, utf8
from .strict_xml import element_of
from .window import GLANCE, Window

_OWN_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^>]*>\s*<PMID\b[^>]*>\s*([0-9]{1,8})\s*</PMID>")

Item = Record | Deletion | Refusal
"""What an article, a withdrawn PMID, or something unreadable becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An item with the XML it was read from: canonical (see `canonical`) for a record, empty for the others."""

    xml: bytes
    item: Item


def read_pubmed(path: Path) -> Iterator[Item]:
    """What a file of PubMed XML holds, in its order; plain or gzip, one document or several joined.

    Raises Refused where nothing of it could be read as PubMed XML; damage after that is one Refusal at the end.
    """
    return (parsed.item for parsed in read_raw(path))


def parse_pubmed(xml: bytes, source: str) -> Iterator[Item]:
    """The same for bytes as efetch returned them; `source` names them in messages."""
    return (parsed.item for parsed in parse_raw(xml, source))


def read_raw(path: Path) -> Iterator[Parsed]:
    """What a file of PubMed XML holds, each record with its XML; errors as of `read_pubmed`."""
    return parse_stream(file_chunks(path), str(path))


def parse_raw(xml: bytes, source: str) -> Iterator[Parsed]:
    """What bytes of PubMed XML hold, each record with its XML; errors as of `read_pubmed`."""
    return parse_stream(inflated(io.BytesIO(xml)), source)


def parse_stream(chunks: Iterable[bytes], source: str) -> Iterator[Parsed]:
    """What unpacked PubMed XML holds that arrives in chunks of any size; the other readers stand on this one.

    Positions of refusals count articles from 1; errors as of `read_pubmed`.
    """
    return chain.from_iterable(map(parse_placed, placed_pieces(chunks, source)))


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a source, not parsed yet: whose it is, and after how many articles, with itself."""

    piece: Piece
    source: str
    position: int


def placed_pieces(chunks: Iterable[bytes], source: str) -> Iterator[Placed]:
    """The pieces of which each can be parsed by itself, wherever that is done; errors as of `read_pubmed`."""
    position = 0
    read = False
    stray: list[Piece] = []
    try:
        for piece in pieces(Window(utf8(chunks))):
            read = read or bool(piece.kind)
            if not read:
                stray = stray or [piece]
                continue
            position += piece.kind in ARTICLES
            for known in (*stray, piece):
                yield Placed(known, source, position)
            stray = []
    except Damage as damage:
        if not read:
            raise Refused(source, stray[0].why if stray else str(damage)) from damage
        early = f"reading ends early, after article {position}: {damage}"
        yield Placed(Piece("", why=early), source, position)
    if not read:
        raise Refused(source, stray[0].why if stray else "it holds no article and no set of articles; fetch it again")


def parse_placed(placed: Placed) -> Iterator[Parsed]:
    """What a piece holds: one item for an article, one for each PMID of a list, none for the end of a set."""
    piece, source = placed.piece, placed.source
    if piece.kind in ARTICLES:
        yield _parse_article(piece, source, placed.position)
    elif piece.kind in DELETIONS:
        yield from (Parsed(xml=b"", item=item) for item in _deletions(piece, source))
    elif piece.why:
        yield Parsed(xml=b"", item=Refusal(source=source, why=piece.why))


def _parse_article(piece: Piece, source: str, position: int) -> Parsed:
    try:
        return _plain(piece, source) or _strictly_parsed(piece, source)
    except Refused as error:
        pmid = error.pmid or _stated_pmid(piece.xml)
        return Parsed(xml=b"", item=Refusal(source=source, why=error.why, pmid=pmid, position=position))


def _plain(piece: Piece, source: str) -> Parsed | None:
    """The record of an article whose XML is plain and whole, which is read once; None for all others."""
    xml = None if piece.why else plain_canonical(piece.xml)
    try:
        return Parsed(xml=xml, item=record_of(xml, source)) if xml else None
    except (ParseError, RecursionError):  # what is wrong with it, the strict parser says
        return None


def _strictly_parsed(piece: Piece, source: str) -> Parsed:
    xml = canonical(_element(piece, source), source)
    try:
        return Parsed(xml=xml, item=record_of(xml, source))
    except ParseError as error:
        raise Refused(source, f"its XML is broken ({error}); fetch it again") from error


def _stated_pmid(xml: bytes) -> str | None:
    stated = _OWN_PMID.search(xml, 0, GLANCE)
    return stated[1].decode() if stated else None


def _deletions(piece: Piece, source: str) -> Iterator[Deletion | Refusal]:
    try:
        pmids = [text(stated) for stated in XML(canonical(_element(piece, source), source)).findall("PMID")]
    except Refused as error:
        yield Refusal(source=source, why=f"its list of deleted PMIDs cannot be read: {error.why}")
        return
    for pmid in pmids:
        if PMID.fullmatch(pmid):
            yield Deletion(pmid=pmid)
        else:
            yield Refusal(source=source, why=f"its list of deleted PMIDs has {pmid!r}, which is no PMID")


def _element(piece: Piece, source: str) -> _Element:
    if piece.why:
        raise Refused(source, piece.why)
    return element_of(piece.xml, source)
