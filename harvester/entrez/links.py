"""What elink says -> the PMIDs that are linked to each PMID."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from harvester.records import Busy, EntrezError


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The records linked to one, in NCBI's order; `known` is False where NCBI holds no record of that PMID."""

    pmid: str
    linked: tuple[str, ...]
    known: bool


def read_links(body: bytes) -> dict[str, tuple[str, ...]]:
    """The linked PMIDs by the PMID they were asked for; one LinkSet for each, as when each id is sent by itself."""
    try:
        root = ET.fromstring(body)  # noqa: S314 - `classify` lets no document through that declares entities
    except ET.ParseError as error:
        raise Busy(f"elink: an answer that is no XML: {error}; run it again", utility="elink") from error
    return dict(_links(linkset) for linkset in root.findall("LinkSet"))


def _links(linkset: ET.Element) -> tuple[str, tuple[str, ...]]:
    asked = [(one.text or "").strip() for one in linkset.findall("IdList/Id")]
    if len(asked) != 1 or (fault := linkset.findtext("ERROR")):
        said = f"asked for one PMID, answered for {len(asked)}" if len(asked) != 1 else fault
        raise EntrezError(f"elink: {said}; the links cannot be told apart", utility="elink")
    found = (one.text or "" for one in linkset.findall("LinkSetDb/Link/Id"))
    return asked[0], tuple(dict.fromkeys(pmid.strip() for pmid in found if pmid.strip() != asked[0]))
