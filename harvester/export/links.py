"""Addresses of what a cell names: PubMed for PMIDs, the resolver for a DOI."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote


def of_pmids(pmids: Sequence[str]) -> str:
    """The page of a PMID, or the list of several; empty where none of them is a PMID.

    PubMed takes numbers parted by blanks for a list of PMIDs (PubMed User Guide, "Searching by PMID").
    """
    numbers = [pmid for pmid in pmids if pmid.isdigit()]
    if not numbers:
        return ""
    pubmed = "https://pubmed.ncbi.nlm.nih.gov/"
    return f"{pubmed}{numbers[0]}/" if len(numbers) == 1 else f"{pubmed}?term={'+'.join(numbers)}"


def of_doi(doi: str) -> str:
    """The address that resolves a DOI, where what an address may not hold reads %XX (DOI Handbook, 2.5.2)."""
    return f"https://doi.org/{quote(doi, safe='/:;().,-_~!$&*+=@')}" if doi.startswith("10.") else ""
