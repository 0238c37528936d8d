"""EndNote's XML export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ..records import Refusal
from .entry import Entry, Stated
from .people import complete, tagged_people
from .record import entry

_RECORD = re.compile(r"<record(?=[\s>/]).*?(?:</record\s*>|(?=<record[\s>])|(?=</records)|\Z)", re.DOTALL)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)


def entries(text: str, source: str) -> Iterator[Entry | Refusal]:
    """An entry for each `<record>`, or a refusal for one that is no well-formed XML.

    Counted as an entry: each `<record>`. Each is parsed by itself, without the document's prolog: no entity of a
    document type is ever resolved, and a broken one costs only itself.
    """
    for position, piece in enumerate(_RECORD.finditer(text), start=1):
        try:
            found = etree.fromstring(_NO_XML.sub("", piece[0]).encode(), _PARSER)
        except etree.XMLSyntaxError as error:
            yield Refusal(source=source, why=f"it is no well-formed XML: {error}", position=position)
            continue
        stated = _stated(found)
        if stated.says_something:
            yield entry(stated, position, piece[0].encode())
        else:
            yield Refusal(source=source, why="it states nothing but its type", position=position)


def _stated(found: etree._Element) -> Stated:
    def many(path: str) -> tuple[str, ...]:
        texts = ("".join(element.itertext()).strip() for element in found.iterfind(path))
        return tuple(text for text in texts if text)

    def one(*paths: str) -> str:
        return next((texts[0] for path in paths if (texts := many(path))), "")

    custom = many("custom2")
    kind = found.find("ref-type")
    return Stated(
        id=one("rec-number", "foreign-keys/key"),
        title=one("titles/title"),
        vernacular_title=one("titles/translated-title"),
        abstract=one("abstract"),
        authors=tagged_people(many("contributors/authors/author")),
        authors_complete=all(map(complete, many("contributors/authors/author"))),
        editors=tagged_people(many("contributors/secondary-authors/author")),
        journal=one("periodical/full-title", "titles/secondary-title", "titles/tertiary-title"),
        abbreviation=one("periodical/abbr-1", "alt-periodical/abbr-1", "titles/alt-title"),
        issn=one("isbn"),
        volume=one("volume"),
        issue=one("number"),
        pages=one("pages", "electronic-pages", "custom7"),
        year=one("dates/year"),
        date=one("dates/pub-dates/date"),
        pmids=many("pmid"),
        dois=many("electronic-resource-num"),
        pmcids=tuple(value for value in custom if value.upper().startswith("PMC")),
        accessions=many("accession-num"),
        database=one("remote-database-name", "remote-database-provider", "database-provider"),
        links=many("urls//url"),
        notes=(*many("notes"), *many("research-notes"), *many("label"), *custom),
        languages=many("language"),
        types=(kind.get("name", "") if kind is not None else "", *many("work-type")),
        keywords=many("keywords/keyword"),
    )
