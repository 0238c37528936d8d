"""What elink says -> the PMIDs that are linked to each PMID."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass

from harvester.errors import Busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The records linked to one, in NCBI's order; `known` is False where NCBI holds no record of that PMID."""

    pmid: str
    linked: tuple[str, ...]
    known: bool


def read_links(body: bytes, pmids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The linked PMIDs by the PMID they were asked for; a LinkSet for each, as when each id is sent by itself.

    An answer that passes over one of them is no answer for any, and Busy.
    """
    try:
        root = ET.fromstring(body)  # noqa: S314 - `classify` lets no document through that declares entities
    except ET.ParseError as error:
        raise Busy(f"elink: an answer that is no XML: {error}; run it again", utility="elink") from error
    linked = dict(map(_links, root.findall("LinkSet")))
    if absent := [pmid for pmid in pmids if pmid not in linked]:
        raise Busy(f"elink: no answer for PMID {', '.join(absent)}; run it again", utility="elink")
    return linked


def _links(linkset: ET.Element) -> tuple[str, tuple[str, ...]]:
    asked = ",".join((one.text or "").strip() for one in linkset.findall("IdList/Id"))
    found = ((one.text or "").strip() for one in linkset.findall("LinkSetDb/Link/Id"))
    return asked, tuple(dict.fromkeys(pmid for pmid in found if pmid != asked))
