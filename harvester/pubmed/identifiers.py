"""PMID, DOI, PMCID and the other names of an article."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ..errors import Refused
from .elements import attribute, child, children
from .marked_text import text

PMID = re.compile(r"[1-9][0-9]{0,7}")
"""A PMID as PubMed gives them: a number of up to eight digits."""

_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PMCID = re.compile(r"PMC[0-9]+")


def identity(citation: Element | None, source: str) -> tuple[str, int]:
    """The PMID and its version, which is 1 where none is stated; Refused for what is no PMID."""
    stated = child(citation, "PMID")
    pmid, version = text(stated), attribute(stated, "Version")
    if not pmid:
        raise Refused(source, "it has no PMID")
    if not PMID.fullmatch(pmid):
        raise Refused(source, f"its PMID reads {pmid[:40]!r}, which is no number of up to eight digits")
    return pmid, int(version) if version.isdecimal() else 1


def stated_identifiers(element: Element | None, tag: str) -> list[tuple[str, str, bool]]:
    """Identifiers in the article itself: kind, value, and whether NLM holds it for valid."""
    return [
        (attribute(stated, "EIdType"), text(stated), stated.get("ValidYN") != "N") for stated in children(element, tag)
    ]


def listed_identifiers(data: Element | None) -> list[tuple[str, str]]:
    """Identifiers in the list beside the article; that of a reference is never among them."""
    return [
        (listed.get("IdType", "pubmed"), text(listed)) for listed in children(child(data, "ArticleIdList"), "ArticleId")
    ]


def identifiers(
    stated: list[tuple[str, str, bool]], listed: list[tuple[str, str]]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """DOI in lower case, PMCID, and the rest; one that NLM marks as invalid is nowhere, even if listed again."""
    invalid = {plain(kind, value) for kind, value, valid in stated if not valid}
    known = [plain(kind, value) for kind, value, valid in stated if valid]
    known += [plain(kind, value) for kind, value in listed]
    known = [(kind, value) for kind, value in dict.fromkeys(known) if value and (kind, value) not in invalid]
    doi = next((value for kind, value in known if kind == "doi" and value.startswith("10.")), "")
    pmcid = next((value for kind, value in known if kind == "pmc" and _PMCID.fullmatch(value)), "")
    taken = {("doi", doi), ("pmc", pmcid)}
    return doi, pmcid, tuple(pair for pair in known if pair not in taken and pair[0] != "pubmed")


def plain(kind: str, value: str) -> tuple[str, str]:
    """An identifier with its kind; a DOI without its address and in lower case, as DOIs are compared."""
    return (kind, _DOI_PREFIX.sub("", value, count=1).lower()) if kind == "doi" else (kind, value)
