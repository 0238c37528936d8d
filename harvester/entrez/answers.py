"""What esearch says -> a count, PMIDs, how the strategy was understood, and what was altered in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harvester.errors import Busy, EntrezError

from .faults import excerpt

CEILING = 9_999
"""How many records of one search PubMed gives out (since November 2022); beyond it a search is cut into slices."""


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of esearch: the count, the PMIDs given out, the translation, and what NCBI warns of."""

    count: int
    pmids: tuple[str, ...]
    translation: str
    warnings: tuple[str, ...]


def read_found(body: bytes, redact: Callable[[str], str], *, ids: bool = True) -> Found:
    """What esearch said, which must hold a count and a list of PMIDs; anything less is no answer and no zero.

    With `ids`, every PMID up to the ceiling must be there: a short page, which NCBI sends without a word, is Busy.
    """
    root = _read_xml(body)
    count = root.findtext("Count", "").strip()
    listed = root.find("IdList")
    if listed is None or not count.isdecimal():
        raise EntrezError(f"esearch: an answer without Count and IdList: {excerpt(body, redact)}", utility="esearch")
    found = Found(
        count=int(count),
        pmids=tuple(dict.fromkeys((one.text or "").strip() for one in listed.findall("Id"))),
        translation=redact(root.findtext("QueryTranslation", "")),
        warnings=tuple(redact(said) for said in _warnings(root)),
    )
    if ids and (len(found.pmids) != min(found.count, CEILING) or not all(map(str.isdecimal, found.pmids))):
        raise Busy(
            f"esearch: {found.count} records counted but {len(found.pmids)} PMIDs given out; "
            "the search is incomplete, run it again",
            utility="esearch",
        )
    return found


def _read_xml(body: bytes) -> ET.Element:
    """The document; control characters that XML forbids are no reason to lose a search."""
    try:
        return ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", body))  # noqa: S314 - no entities: faults
    except ET.ParseError as error:
        raise Busy(f"esearch: an answer that is no XML: {error}; run it again", utility="esearch") from error


_CONSEQUENCE = {
    "PhraseNotFound": "found nowhere: in an OR it is left out, ANDed it is left out or leaves nothing",
    "FieldNotFound": "no such field; the tag was dropped and all fields were searched",
    "QuotedPhraseNotFound": "no index holds this phrase: it is searched as words, or finds nothing",
    "PhraseIgnored": "ignored",
}


def _warnings(root: ET.Element) -> Iterator[str]:
    """All that PubMed says it changed or dropped, in words we know or not; `No items found.` only marks zero hits."""
    for found in (*root.findall("ErrorList/*"), *root.findall("WarningList/*")):
        said = (found.text or "").strip()
        if said and said != "No items found.":
            consequence = _CONSEQUENCE.get(found.tag)
            yield f"{found.tag}: {said}" + (f" ({consequence})" if consequence else "")
