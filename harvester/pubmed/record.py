"""<PubmedArticle> or <PubmedBookArticle> -> Record.

The fields are read from canonical XML by the standard library's ElementTree, whose steps from element to element take a
third of the time of lxml's; canonical XML has no DOCTYPE, so there is no entity to expand.
"""

from __future__ import annotations

from xml.etree.ElementTree import XML

from lxml.etree import _Element

from ..errors import Refused
from ..records import Record
from .article import read_article
from .book import read_book
from .canonical_xml import canonical, digest


def parse_article(element: _Element, source: str = "PubMed XML") -> Record:
    """The record of a <PubmedArticle> or <PubmedBookArticle>.

    Raises Refused for one without a numeric PMID, or with neither title nor abstract.
    """
    return record_of(canonical(element, source), source)


def record_of(xml: bytes, source: str) -> Record:
    """The same of canonical XML; ElementTree's ParseError where it is not well-formed."""
    element = XML(xml)
    read = read_book if element.tag == "PubmedBookArticle" else read_article
    record = read(element, digest(xml), source)
    if not (record.title or record.sections or record.other_abstracts):
        raise Refused(source, "it has neither a title nor an abstract", pmid=record.pmid)
    return record
