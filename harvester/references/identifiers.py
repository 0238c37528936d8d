"""PMID, DOI and PMCID, wherever an exporter put them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The identifiers of an entry; `others` are a database's own, as (database, number)."""

    pmid: str = ""
    doi: str = ""
    pmcid: str = ""
    others: tuple[tuple[str, str], ...] = ()


NO_IDENTIFIERS = Identifiers()


def identifiers_of(  # noqa: PLR0913 - the fields that exporters have
    *,
    pmid: str = "",
    doi: str = "",
    pmcid: str = "",
    accession: str = "",
    database: str = "",
    anywhere: Iterable[str] = (),
) -> Identifiers:
    """Identifiers from the fields that are theirs first, then from notes, URLs and the like that name them.

    An accession number is a PMID where the database is PubMed or MEDLINE, and one of `others` where it is another's.
    """
    texts = [text for text in anywhere if text]
    of_pubmed = bool(_PUBMED.search(database)) and "embase" not in database.casefold()
    number = bare_pmid(accession) if of_pubmed else named_pmid(accession)
    own = accession.strip()
    return Identifiers(
        pmid=bare_pmid(pmid) or number or next(filter(None, map(named_pmid, texts)), ""),
        doi=find_doi(doi) or next(filter(None, map(find_doi, (accession, *texts))), ""),
        pmcid=find_pmcid(pmcid) or next(filter(None, map(find_pmcid, texts)), ""),
        others=((database.strip() or "accession", own),) if own and not number else (),
    )


_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.I)
_DOI = re.compile(r"10\.\d{4,9}/(?:(?!</|<br|<a )[^\s\"])+", re.I)


def find_doi(text: str) -> str:
    """The first DOI of a text as written there, without what stands around it (`https://doi.org/…`, `doi:`).

    A closing bracket belongs to it where it holds the opening one: 10.1016/s0303-8467(02)00140-3.
    """
    found = _DOI.search(unquote(text) if "%2" in text else text)
    if not found:
        return ""
    doi = re.split(r"[&?](?=\w+=)|\s|;(?=\S*:)|(?i:\.?pmid:)", found.group())[0].rstrip(".,;:'")
    while doi.endswith((")", "]", "}")) and doi.count(doi[-1]) > doi.count({")": "(", "]": "[", "}": "{"}[doi[-1]]):
        doi = doi[:-1].rstrip(".,;")
    return doi


def bare_pmid(text: str) -> str:
    """A PMID that stands alone, as in a column of its own."""
    found = _BARE_PMID.fullmatch(text) if text else None
    return found.group(1) if found else ""


_BARE_PMID = re.compile(r"\s*(?:pmid:?\s*)?0*([1-9]\d{0,7})(?:\.0)?(?:\s*\[.*\])?\s*", re.I)
_NAMED_PMID = re.compile(
    r"(?:\bpmid\b|\bpubmed(?: ?id| pmid)?\b|\bmedline\b)\s*[:=#-]?\s*0*([1-9]\d{3,7})\b"
    r"|(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:pubmed|entrez)/(?:\S*list_uids=)?)0*([1-9]\d{0,7})\b"
    r"|\binfo:pmid/0*([1-9]\d{0,7})\b",
    re.I,
)


def named_pmid(text: str) -> str:
    """A PMID that a text names as one: `PMID: 12860507`, a PubMed URL."""
    found = _NAMED_PMID.search(text)
    return next(filter(None, found.groups()), "") if found else ""


def find_pmcid(text: str) -> str:
    """A PMCID, with its letters."""
    found = _PMCID.search(text) if text else None
    return f"PMC{found.group(1)}" if found else ""


_PMCID = re.compile(r"\bPMC\s?(\d{3,9})\b", re.I)
