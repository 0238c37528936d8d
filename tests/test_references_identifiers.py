"""PMID, DOI and PMCID out of fields, notes and addresses."""

from __future__ import annotations

import pytest

from harvester.references.entry import Stated
from harvester.references.identifiers import accessions, doi_of, dois, pmcids, pmid_of, pmids


def test_what_is_surest_comes_first() -> None:
    stated = Stated(
        pmids=("123",),
        accessions=("2222222",),
        notes=("PMID: 333",),
        links=("https://pubmed.ncbi.nlm.nih.gov/444",),
    )
    assert pmids(stated) == ("123", "2222222", "333", "444")


@pytest.mark.parametrize(
    ("field", "pmid"),
    [
        ("123", "123"),
        ("123.0", "123"),
        ("PMID: 123", "123"),
        ("PMID123", "123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/123", "123"),
        ("https://europepmc.org/article/MED/123", "123"),
        ("123456789", ""),
        ("0123", ""),
        ("PMC123", ""),
        ("", ""),
    ],
)
def test_a_field_for_the_pmid(field: str, pmid: str) -> None:
    assert pmid_of(field) == pmid


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1000/Ab.C", "10.1000/Ab.C"),
        ("https://doi.org/10.1000/Ab.C", "10.1000/Ab.C"),
        ("http://dx.doi.org/10.1000%2FAb.C", "10.1000/Ab.C"),
        ("DOI:10.1000/x.", "10.1000/x"),
        ("doi 10.1000/x [doi]", "10.1000/x"),
        ("10.1000/(SICI)1(1999)85:1<1::AID-X>3.0.CO;2-X", "10.1000/(SICI)1(1999)85:1<1::AID-X>3.0.CO;2-X"),
        ("10.1000.1/x", "10.1000.1/x"),
        ("10.1000/x%2Fy", "10.1000/x%2Fy"),
        ("not stated", ""),
        ("10.1000", ""),
    ],
)
def test_a_field_for_the_doi(field: str, doi: str) -> None:
    assert doi_of(field) == doi


@pytest.mark.parametrize(
    ("note", "doi"),
    [
        ("doi: 10.1000/x.1.", "10.1000/x.1"),
        ("(see 10.1000/x(1))", "10.1000/x(1)"),
        ("<p>doi:10.1000/x<br/>more</p>", "10.1000/x"),
        ("https://doi.org/10.1000/x, accessed 2020", "10.1000/x"),
        ("Update of: doi 10.1000/x", ""),
        ("Retraction in: Spine. 2004. doi: 10.1000/x", ""),
    ],
)
def test_a_doi_in_words(note: str, doi: str) -> None:
    assert "".join(dois(Stated(notes=(note,)))) == doi


def test_a_pmcid_in_words_needs_its_name() -> None:
    assert pmcids(Stated(pmcids=("pmc55",), notes=("PMCID: PMC56", "like PMC57"))) == ("PMC55", "PMC56")


def test_an_accession_number_keeps_its_database() -> None:
    stated = Stated(accessions=("2012345678", "WOS:0001", "123"), database="")
    assert accessions(stated, ["123"]) == (("", "2012345678"), ("Web of Science", "WOS:0001"))
