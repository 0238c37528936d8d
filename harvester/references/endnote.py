"""EndNote's XML export -> entries."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..records import Refusal
from .entry import Entry, Stated, record_of
from .identifiers import identifiers_of
from .kinds import kind_of
from .people import author_of


def read_endnote(data: bytes, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each record; where the file breaks off, what was whole before is kept and the rest is refused."""
    root, broken = _parsed(data)
    elements = list(root.iter("record")) if root is not None else []
    whole = elements[:-1] if broken else elements
    for position, element in enumerate(whole, start=1):
        raw = etree.tostring(element, encoding="utf-8", with_tail=False)
        record = record_of(_stated(element, raw))
        given = _text(element, "rec-number") or str(position)
        yield Entry(id=given, position=position, source=source, record=record, raw=raw)
    if broken:
        why = f"no XML in it or after it ({broken}); export it again"
        yield Refusal(source=source, why=why, position=len(whole) + 1)


def _parsed(data: bytes) -> tuple[etree._Element | None, str]:
    """The tree, and why it ends early; no entity is resolved and nothing fetched."""
    try:
        return etree.fromstring(data, _parser(recover=False)), ""
    except etree.XMLSyntaxError as error:
        return etree.fromstring(data, _parser(recover=True)), str(error)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)


def _stated(element: etree._Element, raw: bytes) -> Stated:
    kind = element.find("ref-type")
    return Stated(
        raw=raw,
        title=_text(element, "titles/title"),
        vernacular_title=_text(element, "titles/translated-title"),
        authors=tuple(filter(None, (author_of(_words(one)) for one in element.findall("contributors/authors/author")))),
        journal=_text(element, "periodical/full-title") or _text(element, "titles/secondary-title"),
        abbreviation=_text(element, "periodical/abbr-1") or _text(element, "titles/alt-title"),
        issn=_text(element, "isbn"),
        volume=_text(element, "volume"),
        issue=_text(element, "number"),
        pages=_text(element, "pages") or _text(element, "electronic-pages"),
        date=_text(element, "dates/year"),
        abstract=_text(element, "abstract"),
        languages=(_text(element, "language"),),
        types=(kind_of(kind.get("name", "") if kind is not None else ""), _text(element, "work-type")),
        keywords=tuple(_words(one) for one in element.findall("keywords/keyword")),
        identifiers=identifiers_of(
            doi=_text(element, "electronic-resource-num"),
            pmcid=_text(element, "custom2"),
            accession=_text(element, "accession-num"),
            database=" ".join(
                (_text(element, "remote-database-name"), _text(element, "remote-database-provider"))
            ).strip(),
            anywhere=[
                *(_words(one) for one in element.findall("urls//url")),
                *(_text(element, name) for name in ("notes", "custom1", "custom7", "research-notes")),
            ],
        ),
    )


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return _words(found) if found is not None else ""


def _words(element: etree._Element) -> str:
    """The words of an element, whatever styles they are set in."""
    return "".join(map(str, element.itertext())).strip()
