"""The journal, and the pages in it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..records import Journal
from .elements import child
from .marked_text import text


def journal(article: Element | None, citation: Element | None) -> Journal:
    """The abbreviation is NLM's own (MedlineTA), and ISO's only where that is missing."""
    titles, info = child(article, "Journal"), child(citation, "MedlineJournalInfo")
    return Journal(
        title=text(child(titles, "Title")),
        abbreviation=text(child(info, "MedlineTA")) or text(child(titles, "ISOAbbreviation")),
        issn=text(child(titles, "ISSN")),
        issn_linking=text(child(info, "ISSNLinking")),
        nlm_id=text(child(info, "NlmUniqueID")),
        country=text(child(info, "Country")),
    )


def pages(pagination: Element | None) -> str:
    """As MEDLINE prints them (`79-89`); from first and last page where it does not."""
    first, last = text(child(pagination, "StartPage")), text(child(pagination, "EndPage"))
    return text(child(pagination, "MedlinePgn")) or "-".join(filter(None, (first, last)))
