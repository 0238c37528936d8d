"""PMID, DOI and PMCID wherever exporters put them, and the accession numbers of other databases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from .entry import Stated

_PMID = re.compile(r"[1-9][0-9]{0,7}")
_MEDLINE_FORM = re.compile(r"[1-9][0-9]{6,7}")
"""What a bare accession number must look like to be taken for a PMID where no database is named."""
_LABELLED_PMID = re.compile(
    r"(?:\bPMID|\bPubMed[ _-]?ID|\bPubMed PMID|\bMEDLINE(?=:)|\bPubMed(?=:))\s*[:#=]?\s*([1-9][0-9]{0,7})\b",
    re.IGNORECASE,
)
_LINKED_PMID = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|europepmc\.org/(?:abstract|article)/med/|"
    r"[?&;](?:list_uids|term|uid)=)([1-9][0-9]{0,7})\b",
    re.IGNORECASE,
)
_PMCID = re.compile(r"\bPMC[1-9][0-9]*\b", re.IGNORECASE)
_PMCID_IN_WORDS = re.compile(r"(?:\bPMCID\s*[:=]?\s*|/articles?/)(PMC[1-9][0-9]*)\b", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_IN_WORDS = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/(?:[^\s<>]|<(?![/a-zA-Z])|>(?!\s|$))+")
_LINKED_DOI = re.compile(r"(?:doi\.org/|[?&]doi=)(10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2f)[^\s&]+)", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:comment|errat\w+|correct\w+|retract\w+|republish\w+|update|summary for patients|original report|"
    r"expression of concern)\s+(?:in|on|of|for|from)\b",
    re.IGNORECASE,
)
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def pmids(stated: Stated) -> tuple[str, ...]:
    """The PMIDs an entry states, the surest first: a field of its own, an accession number, a label, an address."""
    found = [pmid for value in stated.pmids if (pmid := pmid_of(value))]
    found += [number for number in stated.accessions if _is_pmid(number, stated.database)]
    words = (*_own_words(stated.notes), *stated.links, *stated.accessions)
    found += [pmid for text in words for pmid in _LABELLED_PMID.findall(text)]
    found += [pmid for text in words for pmid in _LINKED_PMID.findall(text)]
    return tuple(dict.fromkeys(found))


def pmid_of(value: str) -> str:
    """The PMID in a field that is meant for one, bare, labelled, as an address or a spreadsheet's float; else empty."""
    value = value.strip().removesuffix(".0")
    if _PMID.fullmatch(value):
        return value
    found = _LABELLED_PMID.search(value) or _LINKED_PMID.search(value)
    return found[1] if found else ""


def _is_pmid(number: str, database: str) -> bool:
    """Whether an accession number is PubMed's: by the database named, and where none is by its form."""
    if not _PMID.fullmatch(number):
        return False
    named = database.casefold()
    if not named:
        return bool(_MEDLINE_FORM.fullmatch(number))
    if not any(word in named for word in ("medline", "pubmed", "nlm", "ncbi")):
        return False
    return "embase" not in named or bool(_MEDLINE_FORM.fullmatch(number))


def _own_words(notes: Iterable[str]) -> Iterable[str]:
    """The notes' lines without those about another paper (`Comment in: ... PMID: 123`)."""
    return (
        line for note in notes for line in re.split(r"[\n\r]+|<br\s*/?>|</p>", note) if not _OF_ANOTHER.search(line)
    )


def dois(stated: Stated) -> tuple[str, ...]:
    """The DOIs an entry states, those of a DOI field first, each without address, label and trailing punctuation."""
    found = [doi for value in stated.dois if (doi := doi_of(value))]
    found += [_trimmed(unquote(doi)) for text in stated.links for doi in _LINKED_DOI.findall(text)]
    found += [_trimmed(doi) for text in stated.links if text.startswith("10.") for doi in _DOI.findall(text)]
    found += [doi for line in _own_words(stated.notes) if (doi := _doi_in_words(line))]
    return tuple(dict.fromkeys(found))


def doi_of(value: str) -> str:
    """The DOI in a field that is meant for one; empty where the field holds something else."""
    value = unquote(value) if value.lower().startswith("http") else value
    found = _DOI.search(value)
    return _trimmed(found[0]) if found else ""


def _doi_in_words(line: str) -> str:
    linked = _LINKED_DOI.search(line)
    if linked:
        return _trimmed(unquote(linked[1]))
    found = _DOI_IN_WORDS.search(line)
    return _trimmed(found[0]) if found else ""


def _trimmed(doi: str) -> str:
    """Without the punctuation that ends the sentence it stood in; a bracket goes only where it was opened outside."""
    while doi and (doi[-1] in ".,;:'\"" or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]]))):
        doi = doi[:-1]
    return doi


def pmcids(stated: Stated) -> tuple[str, ...]:
    """The PMCIDs an entry states."""
    found = [found[0] for value in stated.pmcids if (found := _PMCID.search(value))]
    words = (*_own_words(stated.notes), *stated.links)
    found += [pmcid for text in words for pmcid in _PMCID_IN_WORDS.findall(text)]
    return tuple(dict.fromkeys(pmcid.upper() for pmcid in found))


def accessions(stated: Stated, taken: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What is left of the accession numbers once the PMIDs are taken, as (database, number)."""
    known = set(taken)
    left = [(stated.database, number) for number in stated.accessions if number not in known]
    return tuple(_named(database, number) for database, number in left if not _LABELLED_PMID.fullmatch(number))


_FORMS = (
    (re.compile(r"WOS:.*"), "Web of Science"),
    (re.compile(r"2-s2\.0-[0-9]+"), "Scopus"),
    (re.compile(r"CN-[0-9]+"), "CENTRAL"),
    (re.compile(r"E[JD][0-9]+"), "ERIC"),
    (re.compile(r"L[0-9]{6,}"), "Embase"),
)


def _named(database: str, number: str) -> tuple[str, str]:
    """The number with its database, which for some is told by the number's form."""
    return (database or next((name for form, name in _FORMS if form.fullmatch(number)), ""), number)
