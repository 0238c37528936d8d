"""The other papers that an article is linked with: corrections of it, and what it cites."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ..records import Correction
from .elements import attribute, child, children
from .identifiers import PMID
from .marked_text import text


def corrections(entries: Iterable[Element]) -> tuple[Correction, ...]:
    """What is linked with the article, but for Cites, which are references."""
    return tuple(
        Correction(
            kind=attribute(entry, "RefType"),
            source=text(child(entry, "RefSource")),
            pmid=_valid_pmid(child(entry, "PMID")),
            note=text(child(entry, "Note")),
        )
        for entry in entries
        if entry.get("RefType") != "Cites"
    )


def _valid_pmid(element: Element | None) -> str:
    pmid = text(element)
    return pmid if PMID.fullmatch(pmid) else ""


def references(entries: Iterable[Element], data: Element | None) -> tuple[str, ...]:
    """The PMIDs cited, each once: as of 2018 in ReferenceList, which nests, before that as corrections named Cites.

    PubMed has rubbish among them (`NOT_FOUND;INVALID_JOURNAL`, `PMC1234567`), which is left out.
    """
    cited = [text(child(entry, "PMID")) for entry in entries if entry.get("RefType") == "Cites"]
    cited += [
        text(listed)
        for group in children(data, "ReferenceList")
        for listed in group.iter("ArticleId")
        if listed.get("IdType") == "pubmed"
    ]
    return tuple(dict.fromkeys(filter(PMID.fullmatch, cited)))
