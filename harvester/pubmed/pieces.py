"""A window -> the articles and lists of deletions cut out of it, before any of them is parsed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .source import Damage
from .window import GLANCE, Window

ARTICLES = ("PubmedArticle", "PubmedBookArticle")
"""The kinds of pieces that become one record or one refusal each."""

DELETIONS = ("DeleteCitation", "DeleteDocument")
"""The kinds of pieces that list withdrawn PMIDs."""

_SETS = ("PubmedArticleSet", "PubmedBookArticleSet")
_NAME = b"(" + b"|".join(name.encode() for name in (*ARTICLES, *DELETIONS, *_SETS)) + b")"
_KNOWN = re.compile(rb"</?" + _NAME + rb"[\s/>]")
_TAG = re.compile(rb"<(/?)" + _NAME + rb"(?=[\s/>])(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_RESUME = re.compile(rb"</?" + _NAME + rb"[\s/>]|<\?xml\s|<!DOCTYPE\s")
_STOP = re.compile(rb"<(?:/" + _NAME + rb"\s*>|" + _NAME + rb"[\s/>]|(!--|!\[CDATA\[|\?))")
_CLOSING = {b"<!--": re.compile(rb"-->"), b"<![CDATA[": re.compile(rb"\]\]>"), b"<?": re.compile(rb"\?>")}
_DOCTYPE = re.compile(rb"<!DOCTYPE\s(?:[^<>\[\"']|\"[^\"]*\"|'[^']*')*[>\[]")


@dataclass(frozen=True, slots=True)
class Piece:
    """An article, a list of deletions or the end of a set, by the name of its element; `why` says what is wrong.

    No kind is something that does not belong there.
    """

    kind: str
    xml: bytes = b""
    why: str = ""


def pieces(window: Window) -> Iterator[Piece]:
    """Cut a source at its two top levels. What is not known there is passed over up to the next thing that is.

    Raises Damage where nothing is in it, where it ends before it is complete, and where it declares entities.
    """
    if not window.at_markup():
        raise Damage("it is empty; fetch it again")
    inside = ""
    while window.at_markup():
        tag = window.match(_TAG) if _KNOWN.match(window.data, window.at) else None
        name = tag[2].decode() if tag else ""
        if tag and name in _SETS:
            window.take(tag.end())
            yield from _edge(tag, inside)
            inside = "" if tag[1] or tag[0].endswith(b"/>") else name
        elif tag and not tag[1]:
            yield _cut(window, tag)
        elif not _passed_prolog(window):
            yield _stray(window)
    if inside:
        raise Damage(f"the closing </{inside}> is missing; fetch it again")


def _edge(tag: re.Match[bytes], inside: str) -> Iterator[Piece]:
    """What there is to say of the begin or the end of a set: that it ended, and whether it stands where it may."""
    if bool(tag[1]) != bool(inside):
        order = "ends without having begun" if tag[1] else "begins before the one before it has ended"
        yield Piece("", why=f"a set of articles {order}, so some may be missing; fetch it again")
    if tag[1] or tag[0].endswith(b"/>"):
        yield Piece(tag[2].decode())


def _cut(window: Window, tag: re.Match[bytes]) -> Piece:
    """The element that the tag begins, to its end or to where the next one begins without it."""
    name = tag[2].decode()
    if tag[0].endswith(b"/>"):
        return Piece(name, window.take(tag.end()))
    stop = _stop(window, tag.end() - window.at)
    if stop is None:
        raise Damage(f"the <{name}> that follows is cut short; fetch it again")
    if stop[1] == tag[2]:
        return Piece(name, window.take(stop.end()))
    return Piece(name, window.take(stop.start()), why=f"its <{name}> is never closed; fetch it again")


def _stop(window: Window, offset: int) -> re.Match[bytes] | None:
    """Where an element of a set ends or another begins; None at the end. What a comment or CDATA holds is neither."""
    stop = window.search(_STOP, offset)
    while stop and stop[3]:
        closing = window.search(_CLOSING[stop[0]], stop.end() - window.at)
        stop = window.search(_STOP, closing.end() - window.at) if closing else None
    return stop


def _passed_prolog(window: Window) -> bool:
    """Move over a declaration, comment or DOCTYPE, if one stands here.

    A DOCTYPE naming NLM's DTD is in every real reply; one with declarations of its own can be an entity bomb.
    """
    for opening in (b"<?", b"<!--"):
        if window.data.startswith(opening, window.at):
            return _passed(window, window.search(_CLOSING[opening], len(opening)))
    if not window.data.startswith(b"<!DOCTYPE", window.at):
        return False
    doctype = window.match(_DOCTYPE)
    if doctype and doctype[0].endswith(b"["):
        raise Damage("its DOCTYPE declares entities of its own, as NCBI's never does; fetch it from NCBI")
    return _passed(window, doctype)


def _passed(window: Window, match: re.Match[bytes] | None) -> bool:
    if match is None:
        raise Damage("its prolog does not end; fetch it again")
    window.take(match.end())
    return True


def _stray(window: Window) -> Piece:
    """What belongs to no article, with the reason in NCBI's own words where they are there."""
    resume = window.search(_RESUME, 1)
    xml = window.take(resume.start() if resume else None)[:GLANCE]
    if resume is None and xml.startswith(b"<") and b">" not in xml:
        raise Damage("it ends within a tag; fetch it again")
    error = re.search(rb"<ERROR>(.*?)</ERROR>", xml, re.DOTALL | re.IGNORECASE)
    if error:
        return Piece("", why=f"NCBI answered with an error and not with articles: {_one_line(error[1])}")
    if re.match(rb"<(?:!doctype\s+)?(?:html|head|body)\b", xml, re.IGNORECASE):
        return Piece("", why="it is a web page and not PubMed XML; fetch it with efetch and retmode=xml")
    if xml[:1] in (b"{", b"["):
        return Piece("", why="it is JSON and not PubMed XML; fetch it with efetch and retmode=xml")
    return Piece(
        "", why=f"it has {_one_line(xml[:100])!r} where PubMed XML has <PubmedArticleSet> or an article; fetch it again"
    )


def _one_line(raw: bytes) -> str:
    words = " ".join(html.unescape(raw.decode("utf-8", "replace")).split())
    return words if len(words) <= 300 else words[:300] + "…"
