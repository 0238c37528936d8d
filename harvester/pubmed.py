"""PubMed XML -> Record, Deletion or Refusal: every article in the XML becomes exactly one of the three.

A source is cut into its articles before any of them is parsed, so that one broken article costs itself and not the
29,999 behind it, memory stays that of one article, and repeated prologs (EDirect joins whole documents) mean nothing.
Each article is then parsed strictly. What can be mended without losing a word is mended (`_mended`); libxml2's
recovery is never used, because it drops what it cannot read and says nothing. No DTD is loaded, no entity expanded.

The shapes are those of NLM's DTD of 2025, and of the older ones back to 2008 that are still on people's disks.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import html
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html.entities import html5
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from lxml import etree
from lxml.etree import _Element

from harvester.records import (
    Author,
    Correction,
    Dates,
    Deletion,
    Grant,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    Record,
    Refusal,
    Refused,
    Section,
    Substance,
)

Item = Record | Deletion | Refusal
"""What an article, a withdrawn PMID, or something unreadable becomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An item with the XML it was read from: canonical (see `canonical`) for a record, empty for the others."""

    xml: bytes
    item: Item


# ----------------------------------------------------------------------------------------------------------- sources


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
    return parse_stream(_file_chunks(path), str(path))


def parse_raw(xml: bytes, source: str) -> Iterator[Parsed]:
    """What bytes of PubMed XML hold, each record with its XML; errors as of `read_pubmed`."""
    return parse_stream(_inflated(io.BytesIO(xml)), source)


def parse_stream(chunks: Iterable[bytes], source: str) -> Iterator[Parsed]:
    """What unpacked PubMed XML holds that arrives in chunks of any size; the other readers stand on this one.

    Positions of refusals count articles from 1; errors as of `read_pubmed`.
    """
    position = 0
    read = False
    stray: list[_Piece] = []
    try:
        for piece in _pieces(_Window(_utf8(chunks))):
            read = read or bool(piece.kind)
            if not read:
                stray = stray or [piece]
                continue
            position += piece.kind in _ARTICLES
            for known in (*stray, piece):
                yield from _parse_piece(known, source, position)
            stray = []
    except _Damage as damage:
        if not read:
            raise Refused(source, stray[0].why if stray else str(damage)) from damage
        yield _refusal(source, f"reading ends early, after article {position}: {damage}")
    if not read:
        raise Refused(source, stray[0].why if stray else "it holds no article and no set of articles; fetch it again")


def _parse_piece(piece: _Piece, source: str, position: int) -> Iterator[Parsed]:
    if piece.kind in _ARTICLES:
        yield _parse_article(piece, source, position)
    elif piece.kind in _DELETIONS:
        yield from (Parsed(xml=b"", item=item) for item in _deletions(piece, source))
    elif piece.why:
        yield _refusal(source, piece.why)


def _parse_article(piece: _Piece, source: str, position: int) -> Parsed:
    try:
        element = _element(piece, source)
        xml = canonical(element, source)
        return Parsed(xml=xml, item=_record(element, _digest(xml), source))
    except Refused as error:
        pmid = error.pmid or _stated_pmid(piece.xml)
        return Parsed(xml=b"", item=Refusal(source=source, why=error.why, pmid=pmid, position=position))


def _deletions(piece: _Piece, source: str) -> Iterator[Deletion | Refusal]:
    try:
        pmids = [_text(child) for child in _element(piece, source).iterchildren("PMID")]
    except Refused as error:
        yield Refusal(source=source, why=f"its list of deleted PMIDs cannot be read: {error.why}")
        return
    for pmid in pmids:
        if _PMID.fullmatch(pmid):
            yield Deletion(pmid=pmid)
        else:
            yield Refusal(source=source, why=f"its list of deleted PMIDs has {pmid!r}, which is no PMID")


def _refusal(source: str, why: str) -> Parsed:
    return Parsed(xml=b"", item=Refusal(source=source, why=why))


_PMID = re.compile(r"[1-9][0-9]{0,7}")

# ------------------------------------------------------------------------------------------------------------- bytes


class _Damage(Exception):
    """The source cannot be read any further; the message says why and what to do."""


_CHUNK = 1 << 20
_PROLOG = 200  # bytes that tell the encoding
_LONGEST = 1 << 26  # 64 MiB; the longest articles known (thousands of investigators) have a few


def _file_chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from _inflated(file)
    except FileNotFoundError as error:
        raise _Damage("there is no such file; check the path") from error
    except OSError as error:
        raise _Damage(f"it cannot be read ({error.strerror or error}); check the path and its permissions") from error


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    """The chunks of a file, unpacked where its first bytes say gzip, whatever its name says."""
    magic = file.read(2)
    file.seek(0)
    if magic != b"\x1f\x8b":
        yield from iter(lambda: file.read(_CHUNK), b"")
        return
    try:
        with gzip.open(file) as unpacked:  # read() would lose what stands before the damage, read1() does not
            yield from iter(lambda: unpacked.read1(_CHUNK), b"")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _Damage(f"its gzip data are cut short or damaged ({error}); fetch it again") from error


def _utf8(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in UTF-8, whatever a byte order mark or the first prolog says they are in."""
    stream = iter(chunks)
    first = b""
    while len(first) < _PROLOG and (chunk := next(stream, None)) is not None:
        first += chunk
    encoding = _encoding(first)
    whole = chain((first,), stream)
    return whole if encoding in ("utf-8", "ascii") else _recoded(whole, encoding)


def _encoding(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = re.match(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)", first)
    name = declared[1].decode() if declared else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = "unknown"
    if not re.fullmatch(r"utf-8|ascii|iso8859-[0-9]+|cp125[0-9]", encoding):  # Python knows rot13 and hex, too
        raise _Damage(f"it says that it is encoded in {name}, which is not read here; convert it to UTF-8")
    return encoding


def _recoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    try:
        for text in codecs.iterdecode(chunks, encoding):
            yield text.encode()
    except UnicodeDecodeError as error:
        raise _Damage(f"its bytes are not the {encoding} that it says they are; fetch it again") from error


class _Window:
    """The part of a source that is read and not yet used; it grows as far as one article and slides on.

    Positions are those of `data`, and hold until the window reads on.
    """

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = filter(None, chunks)
        self.data = b""
        self.at = 0

    def at_markup(self) -> bool:
        """Move over blanks, and read as far ahead as tells what stands here; False at the end of the source."""
        while True:
            blank = _BLANK.match(self.data, self.at)
            self.at = blank.end() if blank else self.at
            if len(self.data) - self.at >= _LONGEST_NAME:
                return True
            if not self._more():
                return self.at < len(self.data)

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The match of a tag's pattern at this place, read as far as a tag may take; None where it does not match."""
        while not (found := pattern.match(self.data, self.at, self.at + _GLANCE)):
            if len(self.data) - self.at >= _GLANCE or not self._more():
                return None
        return found

    def search(self, pattern: re.Pattern[bytes], offset: int) -> re.Match[bytes] | None:
        """The pattern's first match `offset` bytes or more after this place, read as far as it takes."""
        while not (found := pattern.search(self.data, self.at + offset)):
            offset = max(offset, len(self.data) - self.at - _LONGEST_NAME)  # a chunk may end within a match
            if not self._more():
                return None
        return found

    def take(self, end: int | None = None) -> bytes:
        """Use up to a position, or all."""
        end = len(self.data) if end is None else end
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def _more(self) -> bool:
        if len(self.data) - self.at > _LONGEST:
            raise _Damage(f"something in it is longer than {_LONGEST >> 20} MiB, as no record is; fetch it again")
        chunk = next(self._chunks, b"")
        self.data = self.data[self.at :] + chunk
        self.at = 0
        return bool(chunk)


# ------------------------------------------------------------------------------------------------------------ pieces

_SETS = ("PubmedArticleSet", "PubmedBookArticleSet")
_ARTICLES = ("PubmedArticle", "PubmedBookArticle")
_DELETIONS = ("DeleteCitation", "DeleteDocument")

_NAME = b"(" + b"|".join(name.encode() for name in (*_ARTICLES, *_DELETIONS, *_SETS)) + b")"
_LONGEST_NAME = 64  # bytes; more than the longest thing searched for
_GLANCE = 10_000  # bytes; more than any tag or DOCTYPE has, and enough to tell what something unreadable is
_BLANK = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*")  # joined files may each bring a byte order mark
_KNOWN = re.compile(rb"</?" + _NAME + rb"[\s/>]")
_TAG = re.compile(rb"<(/?)" + _NAME + rb"(?=[\s/>])(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
_RESUME = re.compile(rb"</?" + _NAME + rb"[\s/>]|<\?xml\s|<!DOCTYPE\s")
_STOP = re.compile(rb"<(?:/" + _NAME + rb"\s*>|" + _NAME + rb"[\s/>]|(!--|!\[CDATA\[|\?))")
_CLOSING = {b"<!--": re.compile(rb"-->"), b"<![CDATA[": re.compile(rb"\]\]>"), b"<?": re.compile(rb"\?>")}
_DOCTYPE = re.compile(rb"<!DOCTYPE\s(?:[^<>\[\"']|\"[^\"]*\"|'[^']*')*[>\[]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """An article, a list of deletions or the end of a set, by the name of its element; `why` says what is wrong.

    No kind is something that does not belong there.
    """

    kind: str
    xml: bytes = b""
    why: str = ""


def _pieces(window: _Window) -> Iterator[_Piece]:
    """Cut a source at its two top levels. What is not known there is passed over up to the next thing that is."""
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
        raise _Damage(f"the closing </{inside}> is missing; fetch it again")


def _edge(tag: re.Match[bytes], inside: str) -> Iterator[_Piece]:
    """What there is to say of the begin or the end of a set: that it ended, and whether it stands where it may."""
    if bool(tag[1]) != bool(inside):
        order = "ends without having begun" if tag[1] else "begins before the one before it has ended"
        yield _Piece("", why=f"a set of articles {order}, so some may be missing; fetch it again")
    if tag[1] or tag[0].endswith(b"/>"):
        yield _Piece(tag[2].decode())


def _cut(window: _Window, tag: re.Match[bytes]) -> _Piece:
    """The element that the tag begins, to its end or to where the next one begins without it."""
    name = tag[2].decode()
    if tag[0].endswith(b"/>"):
        return _Piece(name, window.take(tag.end()))
    stop = _stop(window, tag.end() - window.at)
    if stop is None:
        raise _Damage(f"the <{name}> that follows is cut short; fetch it again")
    if stop[1] == tag[2]:
        return _Piece(name, window.take(stop.end()))
    return _Piece(name, window.take(stop.start()), why=f"its <{name}> is never closed; fetch it again")


def _stop(window: _Window, offset: int) -> re.Match[bytes] | None:
    """Where an element of a set ends or another begins; None at the end. What a comment or CDATA holds is neither."""
    stop = window.search(_STOP, offset)
    while stop and stop[3]:
        closing = window.search(_CLOSING[stop[0]], stop.end() - window.at)
        stop = window.search(_STOP, closing.end() - window.at) if closing else None
    return stop


def _passed_prolog(window: _Window) -> bool:
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
        raise _Damage("its DOCTYPE declares entities of its own, as NCBI's never does; fetch it from NCBI")
    return _passed(window, doctype)


def _passed(window: _Window, match: re.Match[bytes] | None) -> bool:
    if match is None:
        raise _Damage("its prolog does not end; fetch it again")
    window.take(match.end())
    return True


def _stray(window: _Window) -> _Piece:
    """What belongs to no article, with the reason in NCBI's own words where they are there."""
    resume = window.search(_RESUME, 1)
    xml = window.take(resume.start() if resume else None)[:_GLANCE]
    if resume is None and xml.startswith(b"<") and b">" not in xml:
        raise _Damage("it ends within a tag; fetch it again")
    error = re.search(rb"<ERROR>(.*?)</ERROR>", xml, re.DOTALL | re.IGNORECASE)
    if error:
        return _Piece("", why=f"NCBI answered with an error and not with articles: {_one_line(error[1])}")
    if re.match(rb"<(?:!doctype\s+)?(?:html|head|body)\b", xml, re.IGNORECASE):
        return _Piece("", why="it is a web page and not PubMed XML; fetch it with efetch and retmode=xml")
    if xml[:1] in (b"{", b"["):
        return _Piece("", why="it is JSON and not PubMed XML; fetch it with efetch and retmode=xml")
    return _Piece(
        "", why=f"it has {_one_line(xml[:100])!r} where PubMed XML has <PubmedArticleSet> or an article; fetch it again"
    )


def _one_line(raw: bytes) -> str:
    words = " ".join(html.unescape(raw.decode("utf-8", "replace")).split())
    return words if len(words) <= 300 else words[:300] + "…"


# --------------------------------------------------------------------------------------------------------------- XML

_PARSER = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)


def canonical(element: _Element, source: str = "PubMed XML") -> bytes:
    """An article as UTF-8 that can be parsed again and does not show the channel it came through.

    Exclusive C14N without comments (W3C 2002) settles quotes, references, namespaces and the order of attributes; lines
    lose their indents, as text collapses breaks anyway. Equal content gives equal bytes, and so one digest.

    Raises Refused where there is no such form (C14N knows no relative namespace).
    """
    try:
        whole = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    except etree.C14NError as error:
        raise Refused(source, f"its XML has no canonical form ({error}); fetch it again") from error
    return b"\n".join(line for line in map(bytes.strip, whole.split(b"\n")) if line)


def _digest(xml: bytes) -> str:
    return hashlib.sha256(xml).hexdigest()


def _element(piece: _Piece, source: str) -> _Element:
    """The piece's element, parsed strictly; if need be after mending, and Refused if that does not help."""
    if piece.why:
        raise Refused(source, piece.why)
    try:
        return etree.fromstring(piece.xml, _PARSER)
    except etree.XMLSyntaxError:
        mended = _mended(piece.xml)
    try:
        return etree.fromstring(mended, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Refused(source, f"its XML is broken ({' '.join(str(error.msg).split())}); fetch it again") from error


def _mended(xml: bytes) -> bytes:
    """The XML with what can be put right without losing a word (EUTILS: seen, or fatal without the DTD).

    Named characters of HTML become the character, prefixes that nobody declared are declared, and the control
    characters that XML forbids are dropped. All else that is broken stays broken.
    """
    xml = _NAMED.sub(_character, _CONTROL.sub(b"", xml))
    head, bracket, rest = xml.partition(b">")
    missing = _prefixes(xml) - {b"xml", b"xmlns"} - set(_DECLARED.findall(head))
    names = b"".join(
        b' xmlns:%s="%s"' % (prefix, _NAMESPACES.get(prefix, b"urn:undeclared:" + prefix)) for prefix in sorted(missing)
    )
    end = b"/" if head.endswith(b"/") else b""
    return head.removesuffix(b"/") + names + end + bracket + rest


def _character(reference: re.Match[bytes]) -> bytes:
    """The character that HTML gives the name, as a reference; XML's own five and unknown names stay as they are."""
    characters = "" if reference[1] in _XML_NAMES else html5.get(reference[1].decode() + ";", "")
    return "".join(f"&#{ord(character)};" for character in characters).encode() or reference[0]


def _prefixes(xml: bytes) -> set[bytes]:
    return {name for pair in _PREFIX.findall(xml) for name in pair if name}


def _stated_pmid(xml: bytes) -> str | None:
    stated = _OWN_PMID.search(xml, 0, _GLANCE)
    return stated[1].decode() if stated else None


_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_NAMES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_DECLARED = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
_MATHML = "http://www.w3.org/1998/Math/MathML"
_NAMESPACES = {b"mml": _MATHML.encode()}
_OWN_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^>]*>\s*<PMID\b[^>]*>\s*([0-9]{1,8})\s*</PMID>")

# -------------------------------------------------------------------------------------------------------------- text

# Characters that XML forbids, so that no text holds them: they mark where mark-up stood until it is resolved.
_SUP, _SUB, _END, _LEAF = "\x01", "\x02", "\x03", "\x04"
_MARKS = {"sup": _SUP, "sub": _SUB}
_FORMULA_MARKS = {  # what stands before the children of a MathML element, from the first
    f"{{{_MATHML}}}msup": ("", _SUP),
    f"{{{_MATHML}}}msub": ("", _SUB),
    f"{{{_MATHML}}}msubsup": ("", _SUB, _SUP),
    f"{{{_MATHML}}}mfrac": ("", "/"),
}
_SEAM = re.compile(r"[\x01-\x04]+")
_NUMBER_ENDS = re.compile(r"\d[.,·]?$")
_EXPONENT = re.compile(r"[-+±−–‐‑]?(?:\x04|\x03\x01)*[.·]?\d")
_BREAKS = re.compile(r"[ \t\r\n]+")  # and no other space: U+2009 and its like are characters of the text


def _text(element: _Element | None) -> str:
    """The text of an element, mark-up resolved without changing a number, and breaks and indents one space.

    A superscript reads `^` where a number would otherwise swallow it (`10^-6`, `2003^1`; but `mm2`, `18F`, `CD4+`),
    a subscript `_` likewise (`5_2`, but `CO2`), and a number after either stands apart (`mc2 155`). Other mark-up
    vanishes. MathML gives its text, its scripts and fractions (`1/2`) likewise.
    """
    if element is None:
        return ""
    text = _marked_up(element) if len(element) else element.text or ""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        text = _BREAKS.sub(" ", text)
    return text.strip()


def _marked_up(element: _Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return _SEAM.sub(_seam, "".join(pieces))


def _seam(marks: re.Match[str]) -> str:
    """What to print where mark-up begins or ends, so that no number runs into the next."""
    text, start, end = marks.string, marks.start(), marks.end()
    if _SUP in marks[0]:
        return "^" if _NUMBER_ENDS.search(text[max(start - 2, 0) : start]) and _EXPONENT.match(text, end) else ""
    if not (text[max(start - 1, 0) : start].isdecimal() and text[end : end + 1].isdecimal()):
        return ""
    return "_" if _SUB in marks[0] else " "


def _gather(element: _Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        tag = str(child.tag)
        if tag.startswith("{"):
            _gather_formula(child, pieces)
        else:
            pieces.append(_MARKS.get(tag, ""))
            _gather(child, pieces)
            pieces.append(_END if tag in _MARKS else "")
        pieces.append(child.tail or "")


def _gather_formula(element: _Element, pieces: list[str]) -> None:
    """The leaves; what stands between the elements of a formula is indentation."""
    if not len(element):
        pieces += (_LEAF, element.text or "", _LEAF)
    marks = _FORMULA_MARKS.get(str(element.tag), ())
    for place, child in enumerate(element):
        mark = marks[place] if place < len(marks) else ""
        pieces.append(mark)
        _gather_formula(child, pieces)
        pieces += (_END if mark else "", (child.tail or "").strip())


def _child(element: _Element | None, *path: str) -> _Element | None:
    """The first child by each tag of the path in turn; never a search, for PMID, Title and Year stand everywhere."""
    for tag in path:
        if element is None:
            return None
        element = next(element.iterchildren(tag), None)
    return element


def _children(element: _Element | None, tag: str) -> Iterator[_Element]:
    return iter(()) if element is None else element.iterchildren(tag)


def _texts(elements: Iterable[_Element]) -> tuple[str, ...]:
    """The texts of the elements that have any, each once."""
    return tuple(dict.fromkeys(text for element in elements if (text := _text(element))))


# ----------------------------------------------------------------------------------------------------------- records


def parse_article(element: _Element, source: str = "PubMed XML") -> Record:
    """The record of a <PubmedArticle> or <PubmedBookArticle>.

    Raises Refused for one without a numeric PMID, or with neither title nor abstract.
    """
    xml = canonical(element, source)
    return _record(etree.fromstring(xml, _PARSER), _digest(xml), source)


def _record(element: _Element, digest: str, source: str) -> Record:
    read = _book if element.tag == "PubmedBookArticle" else _article
    record = read(element, digest, source)
    if not (record.title or record.sections or record.other_abstracts):
        raise Refused(source, "it has neither a title nor an abstract", pmid=record.pmid)
    return record


def _article(element: _Element, digest: str, source: str) -> Record:
    citation, data = _child(element, "MedlineCitation"), _child(element, "PubmedData")
    article = _child(citation, "Article")
    pmid, version = _identity(citation, source)
    issue = _child(article, "Journal", "JournalIssue")
    title, vernacular = _titles(article)
    doi, pmcid, other_ids = _identifiers(_stated(article, "ELocationID"), _listed(data))
    author_lists = list(_children(article, "AuthorList"))
    corrections = list(_children(_child(citation, "CommentsCorrectionsList"), "CommentsCorrections"))
    return Record(
        pmid=pmid,
        version=version,
        title=title,
        vernacular_title=vernacular,
        sections=_sections(_child(article, "Abstract")),
        copyright=_text(_child(article, "Abstract", "CopyrightInformation")),
        other_abstracts=_other_abstracts(citation),
        authors=_credited(_authors(author_lists), _text(_child(article, "Affiliation"))),
        authors_complete=_complete(author_lists),
        editors=_editors(author_lists),
        investigators=_people(_children(citation, "InvestigatorList"), "Investigator"),
        journal=_journal(article, citation),
        volume=_text(_child(issue, "Volume")),
        issue=_text(_child(issue, "Issue")),
        pages=_pages(_child(article, "Pagination")),
        dates=_article_dates(article, citation, data),
        doi=doi,
        pmcid=pmcid,
        other_ids=other_ids,
        languages=_texts(_children(article, "Language")),
        publication_types=_texts(_children(_child(article, "PublicationTypeList"), "PublicationType")),
        mesh=_mesh(_child(citation, "MeshHeadingList")),
        substances=_substances(citation),
        keywords=_keywords(citation),
        grants=_grants(_child(article, "GrantList")),
        accessions=_accessions(_child(article, "DataBankList")),
        corrections=_corrections(corrections),
        references=_references(corrections, data),
        conflict_of_interest=_text(_child(citation, "CoiStatement")),
        status=_attribute(citation, "Status"),
        publication_status=_text(_child(data, "PublicationStatus")),
        publication_model=_attribute(article, "PubModel"),
        digest=digest,
    )


def _book(element: _Element, digest: str, source: str) -> Record:
    """A chapter, or a whole book where it has no title of its own. The book's publisher has no place in a record."""
    document, data = _child(element, "BookDocument"), _child(element, "PubmedBookData")
    book = _child(document, "Book")
    pmid, version = _identity(document, source)
    chapter, vernacular = _titles(document)
    book_title = _text(_child(book, "BookTitle"))
    listed = [*_listed(document), *_listed(data)]
    listed += [("isbn", isbn) for isbn in _texts(_children(book, "Isbn"))]
    of_book = _stated(book, "ELocationID")
    doi, pmcid, other_ids = _identifiers([] if chapter else of_book, listed)
    author_lists = list(_children(document, "AuthorList"))
    book_lists = list(_children(book, "AuthorList"))
    return Record(
        pmid=pmid,
        version=version,
        kind="book",
        title=chapter or book_title,
        vernacular_title=vernacular,
        sections=_sections(_child(document, "Abstract")),
        copyright=_text(_child(document, "Abstract", "CopyrightInformation")),
        authors=_authors(author_lists) or (() if chapter else _authors(book_lists)),
        authors_complete=_complete([*author_lists, *book_lists]),
        editors=_editors([*author_lists, *book_lists]),
        investigators=_people(_children(document, "InvestigatorList"), "Investigator"),
        journal=Journal(title=book_title if chapter else ""),
        volume=_text(_child(book, "Volume")),
        pages=_pages(_child(document, "Pagination")),
        dates=_book_dates(document, book, data),
        doi=doi,
        pmcid=pmcid,
        other_ids=other_ids + tuple(_plain(kind, value) for kind, value, valid in of_book if chapter and valid),
        languages=_texts(_children(document, "Language")),
        publication_types=_texts(_children(document, "PublicationType")),
        keywords=_keywords(document),
        grants=_grants(_child(document, "GrantList")),
        references=_references((), document),
        publication_status=_text(_child(data, "PublicationStatus")),
        digest=digest,
    )


def _identity(citation: _Element | None, source: str) -> tuple[str, int]:
    stated = _child(citation, "PMID")
    pmid, version = _text(stated), _attribute(stated, "Version")
    if not pmid:
        raise Refused(source, "it has no PMID")
    if not _PMID.fullmatch(pmid):
        raise Refused(source, f"its PMID reads {pmid[:40]!r}, which is no number of up to eight digits")
    return pmid, int(version) if version.isdecimal() else 1


def _attribute(element: _Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _titles(article: _Element | None) -> tuple[str, str]:
    """The title and the vernacular title, which also is the title where NLM has no translation of it."""
    title = _text(_child(article, "ArticleTitle"))
    vernacular = _text(_child(article, "VernacularTitle"))
    untranslated = title.strip("[]. ").casefold() in ("", "not available")
    return vernacular if vernacular and untranslated else title, vernacular


# ---------------------------------------------------------------------------------------------------------- abstract


def _sections(abstract: _Element | None) -> tuple[Section, ...]:
    """The sections that have text. UNLABELLED is NLM's word for no label, and PubMed does not print it either."""
    return tuple(
        Section(text=text, label=_label(part), category=_attribute(part, "NlmCategory"))
        for part in _children(abstract, "AbstractText")
        if (text := _text(part))
    )


def _label(part: _Element) -> str:
    label = _BREAKS.sub(" ", _attribute(part, "Label"))
    return "" if label == "UNLABELLED" else label


def _other_abstracts(citation: _Element | None) -> tuple[OtherAbstract, ...]:
    return tuple(
        OtherAbstract(sections=sections, language=_attribute(other, "Language"), kind=_attribute(other, "Type"))
        for other in _children(citation, "OtherAbstract")
        if (sections := _sections(other))
    )


# ------------------------------------------------------------------------------------------------------------ people

_ORCID = re.compile(r"([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])(?![0-9])")


def _authors(lists: Iterable[_Element]) -> tuple[Author, ...]:
    return _people((people for people in lists if _attribute(people, "Type") != "editors"), "Author")


def _editors(lists: Iterable[_Element]) -> tuple[Author, ...]:
    return _people((people for people in lists if _attribute(people, "Type") == "editors"), "Author")


def _complete(lists: Iterable[_Element]) -> bool:
    return all(_attribute(people, "CompleteYN") != "N" for people in lists)


def _people(lists: Iterable[_Element], tag: str) -> tuple[Author, ...]:
    """The people of the lists; ValidYN="N" is a name that NLM has corrected in the entry next to it."""
    return tuple(
        _person(person) for people in lists for person in people.iterchildren(tag) if person.get("ValidYN") != "N"
    )


def _person(person: _Element) -> Author:
    stated = {child.tag: child for child in person}
    return Author(
        last=_text(stated.get("LastName")),
        fore=_text(stated.get("ForeName")),
        initials=_text(stated.get("Initials")),
        suffix=_text(stated.get("Suffix")),
        collective=_text(stated.get("CollectiveName")),
        affiliations=_affiliations(person) if "AffiliationInfo" in stated or "Affiliation" in stated else (),
        orcid=_orcid(person) if "Identifier" in stated else "",
    )


def _affiliations(person: _Element) -> tuple[str, ...]:
    """As of 2015 each in its AffiliationInfo, before that directly in the author."""
    infos = (affiliation for info in person.iterchildren("AffiliationInfo") for affiliation in info)
    return _texts(
        affiliation
        for affiliation in chain(infos, person.iterchildren("Affiliation"))
        if affiliation.tag == "Affiliation"
    )


def _orcid(person: _Element) -> str:
    """The bare identifier (`0000-0002-1825-0097`), which PubMed has with and without its address and hyphens."""
    for identifier in person.iterchildren("Identifier"):
        found = _ORCID.search(_text(identifier)) if identifier.get("Source") == "ORCID" else None
        if found:
            return "-".join(found.groups()).upper()
    return ""


def _credited(authors: tuple[Author, ...], affiliation: str) -> tuple[Author, ...]:
    """The authors with the one affiliation of XML before 2013, which stood beside them and was the first author's."""
    if not (authors and affiliation):
        return authors
    return (replace(authors[0], affiliations=(*authors[0].affiliations, affiliation)), *authors[1:])


# ------------------------------------------------------------------------------------------------------------- dates

_DATE_PARTS = ("Year", "Month", "Day", "Season", "MedlineDate")
_RAW_DATE = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])(?:\s+([0-9]{1,2}\b|[A-Za-z]+)(?:\s+([0-9]{1,2})\b)?)?")
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6},
    **{"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    **{"win": 1, "spr": 4, "sum": 7, "fal": 10, "aut": 10},  # PubMed's own reading of a season (EUTILS 2.7)
}


def _article_dates(article: _Element | None, citation: _Element | None, data: _Element | None) -> Dates:
    """`print` is the date of the journal issue (MEDLINE's DP) under every PubModel: it is what a bibliography prints.

    An electronic-only article has an issue too; `publication_model` tells that the issue was never on paper.
    """
    history = _history(data)
    return Dates(
        print=_date(_child(article, "Journal", "JournalIssue", "PubDate")),
        electronic=next((_date(day) for day in _children(article, "ArticleDate") if _is_electronic(day)), None),
        entrez=history.get("entrez"),
        pubmed=history.get("pubmed"),
        medline=history.get("medline"),
        completed=_date(_child(citation, "DateCompleted")),
        revised=_date(_child(citation, "DateRevised")),
    )


def _is_electronic(day: _Element) -> bool:
    return day.get("DateType", "Electronic") == "Electronic"


def _book_dates(document: _Element | None, book: _Element | None, data: _Element | None) -> Dates:
    """`print` is the book's date and `electronic` that on which the chapter was contributed to it."""
    history = _history(data)
    return Dates(
        print=_date(_child(book, "PubDate")),
        electronic=_date(_child(document, "ContributionDate")),
        entrez=history.get("entrez"),
        pubmed=history.get("pubmed"),
        medline=history.get("medline"),
        revised=_date(_child(document, "DateRevised")),
    )


def _history(data: _Element | None) -> dict[str, PartialDate | None]:
    """The first date of each status."""
    dates: dict[str, PartialDate | None] = {}
    for day in _children(_child(data, "History"), "PubMedPubDate"):
        status = _attribute(day, "PubStatus")
        if status in ("entrez", "pubmed", "medline"):
            dates.setdefault(status, _date(day))
    return dates


def _date(element: _Element | None) -> PartialDate | None:
    """A date from its parts as printed; hour and minute are left in the XML."""
    if element is None:
        return None
    return _partial(" ".join(filter(None, (_text(part) for part in element if part.tag in _DATE_PARTS))))


@lru_cache(maxsize=1 << 14)
def _partial(raw: str) -> PartialDate | None:
    """A date in words. Of a range it is the begin, of a season PubMed's month; None where no year can be found."""
    found = _RAW_DATE.search(raw)
    if not found:
        return None
    year, month = int(found[1]), _month(found[2] or "")
    day = int(found[3]) if month and found[3] else None
    return PartialDate(year=year, month=month, day=day if _exists(year, month, day) else None, raw=raw)


def _month(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    return _MONTHS.get(word[:3].lower())


def _exists(year: int, month: int | None, day: int | None) -> bool:
    try:
        date(year, month or 0, day or 0)
    except ValueError:
        return False
    return True


# ----------------------------------------------------------------------------------------------------------- journal


def _journal(article: _Element | None, citation: _Element | None) -> Journal:
    """The abbreviation is NLM's own (MedlineTA), and ISO's only where that is missing."""
    journal, info = _child(article, "Journal"), _child(citation, "MedlineJournalInfo")
    return Journal(
        title=_text(_child(journal, "Title")),
        abbreviation=_text(_child(info, "MedlineTA")) or _text(_child(journal, "ISOAbbreviation")),
        issn=_text(_child(journal, "ISSN")),
        issn_linking=_text(_child(info, "ISSNLinking")),
        nlm_id=_text(_child(info, "NlmUniqueID")),
        country=_text(_child(info, "Country")),
    )


def _pages(pagination: _Element | None) -> str:
    """As MEDLINE prints them (`79-89`); from first and last page where it does not."""
    first, last = _text(_child(pagination, "StartPage")), _text(_child(pagination, "EndPage"))
    return _text(_child(pagination, "MedlinePgn")) or "-".join(filter(None, (first, last)))


# ------------------------------------------------------------------------------------------------------- identifiers

_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PMCID = re.compile(r"PMC[0-9]+")


def _stated(element: _Element | None, tag: str) -> list[tuple[str, str, bool]]:
    """Identifiers in the article itself: kind, value, and whether NLM holds it for valid."""
    return [
        (_attribute(stated, "EIdType"), _text(stated), stated.get("ValidYN") != "N")
        for stated in _children(element, tag)
    ]


def _listed(data: _Element | None) -> list[tuple[str, str]]:
    """Identifiers in the list beside the article; that of a reference is never among them."""
    return [
        (listed.get("IdType", "pubmed"), _text(listed))
        for listed in _children(_child(data, "ArticleIdList"), "ArticleId")
    ]


def _identifiers(
    stated: list[tuple[str, str, bool]], listed: list[tuple[str, str]]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """DOI in lower case, PMCID, and the rest; one that NLM marks as invalid is nowhere, even if listed again."""
    invalid = {_plain(kind, value) for kind, value, valid in stated if not valid}
    known = [_plain(kind, value) for kind, value, valid in stated if valid]
    known += [_plain(kind, value) for kind, value in listed]
    known = [(kind, value) for kind, value in dict.fromkeys(known) if value and (kind, value) not in invalid]
    doi = next((value for kind, value in known if kind == "doi" and value.startswith("10.")), "")
    pmcid = next((value for kind, value in known if kind == "pmc" and _PMCID.fullmatch(value)), "")
    taken = {("doi", doi), ("pmc", pmcid)}
    return doi, pmcid, tuple(pair for pair in known if pair not in taken and pair[0] != "pubmed")


def _plain(kind: str, value: str) -> tuple[str, str]:
    return (kind, _DOI_PREFIX.sub("", value, count=1).lower()) if kind == "doi" else (kind, value)


# ---------------------------------------------------------------------------------------------------------- indexing


def _mesh(headings: _Element | None) -> tuple[MeshHeading, ...]:
    return tuple(
        MeshHeading(
            descriptor=_text(descriptor),
            ui=_attribute(descriptor, "UI"),
            major=_is_major(descriptor),
            qualifiers=tuple(
                Qualifier(name=_text(qualifier), ui=_attribute(qualifier, "UI"), major=_is_major(qualifier))
                for qualifier in heading.iterchildren("QualifierName")
            ),
        )
        for heading in _children(headings, "MeshHeading")
        for descriptor in heading.iterchildren("DescriptorName")
    )


def _is_major(name: _Element) -> bool:
    return name.get("MajorTopicYN") == "Y"


def _substances(citation: _Element | None) -> tuple[Substance, ...]:
    """Chemicals, whose registry number 0 is NLM's word for none, then supplementary concepts."""
    chemicals = (
        Substance(name=_text(name), ui=_attribute(name, "UI"), registry=_text(_child(chemical, "RegistryNumber")))
        for chemical in _children(_child(citation, "ChemicalList"), "Chemical")
        for name in chemical.iterchildren("NameOfSubstance")
    )
    concepts = (
        Substance(name=_text(name), ui=_attribute(name, "UI"), kind=_attribute(name, "Type"))
        for name in _children(_child(citation, "SupplMeshList"), "SupplMeshName")
    )
    return tuple(chain(chemicals, concepts))


def _keywords(citation: _Element | None) -> tuple[str, ...]:
    return _texts(
        keyword for keywords in _children(citation, "KeywordList") for keyword in keywords.iterchildren("Keyword")
    )


def _grants(grants: _Element | None) -> tuple[Grant, ...]:
    """Each once, though NLM repeats them."""
    return tuple(
        dict.fromkeys(
            Grant(
                number=_text(_child(grant, "GrantID")),
                acronym=_text(_child(grant, "Acronym")),
                agency=_text(_child(grant, "Agency")),
                country=_text(_child(grant, "Country")),
            )
            for grant in _children(grants, "Grant")
        )
    )


def _accessions(banks: _Element | None) -> tuple[tuple[str, str], ...]:
    """Data bank and number; a bank that is named without numbers stands with an empty one."""
    return tuple(
        (_text(_child(bank, "DataBankName")), number)
        for bank in _children(banks, "DataBank")
        for number in _texts(_children(_child(bank, "AccessionNumberList"), "AccessionNumber")) or ("",)
    )


# ------------------------------------------------------------------------------------------------------------- links


def _corrections(entries: Iterable[_Element]) -> tuple[Correction, ...]:
    """What is linked with the article, but for Cites, which are references."""
    return tuple(
        Correction(
            kind=_attribute(entry, "RefType"),
            source=_text(_child(entry, "RefSource")),
            pmid=_valid_pmid(_child(entry, "PMID")),
            note=_text(_child(entry, "Note")),
        )
        for entry in entries
        if entry.get("RefType") != "Cites"
    )


def _valid_pmid(element: _Element | None) -> str:
    pmid = _text(element)
    return pmid if _PMID.fullmatch(pmid) else ""


def _references(corrections: Iterable[_Element], data: _Element | None) -> tuple[str, ...]:
    """The PMIDs cited, each once: as of 2018 in ReferenceList, which nests, before that as corrections named Cites.

    PubMed has rubbish among them (`NOT_FOUND;INVALID_JOURNAL`, `PMC1234567`), which is left out.
    """
    cited = [_text(_child(entry, "PMID")) for entry in corrections if entry.get("RefType") == "Cites"]
    cited += [
        _text(listed)
        for references in _children(data, "ReferenceList")
        for listed in references.iter("ArticleId")
        if listed.get("IdType") == "pubmed"
    ]
    return tuple(dict.fromkeys(filter(_PMID.fullmatch, cited)))
