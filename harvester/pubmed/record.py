"""<PubmedArticle> or <PubmedBookArticle> -> Record."""

from __future__ import annotations

from lxml.etree import _Element

from ..records import Record, Refused
from .article import read_article
from .book import read_book
from .canonical_xml import canonical, digest
from .strict_xml import strict


def parse_article(element: _Element, source: str = "PubMed XML") -> Record:
    """The record of a <PubmedArticle> or <PubmedBookArticle>.

    Raises Refused for one without a numeric PMID, or with neither title nor abstract.
    """
    xml = canonical(element, source)
    return record_of(strict(xml), xml, source)


def record_of(element: _Element, xml: bytes, source: str) -> Record:
    """The same of an element whose canonical XML is known."""
    read = read_book if element.tag == "PubmedBookArticle" else read_article
    record = read(element, digest(xml), source)
    if not (record.title or record.sections or record.other_abstracts):
        raise Refused(source, "it has neither a title nor an abstract", pmid=record.pmid)
    return record
