"""Lists of authors as exporters write them, and identifiers where they put them."""

from __future__ import annotations

import pytest

from harvester.records import Author
from harvester.references.identifiers import find_doi, identifiers_of
from harvester.references.people import authors_of


def person(last: str, fore: str = "", initials: str = "", suffix: str = "") -> Author:
    return Author(last=last, fore=fore, initials=initials, suffix=suffix)


def test_a_list_of_bibtex() -> None:
    assert authors_of("Berg, Anna B. and Ito, K. and {Spine Registry of the North}") == (
        person("Berg", "Anna B", "AB"),
        person("Ito", "K", "K"),
        Author(collective="Spine Registry of the North"),
    )


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Berg, A B; Ito, K", ["Berg AB", "Ito K"]),
        ("Berg AB; Ito K", ["Berg AB", "Ito K"]),
        ("Berg AB, Ito K.", ["Berg AB", "Ito K"]),
        ("Berg AB, Ito K, et al.", ["Berg AB", "Ito K"]),
        ("Berg, A.B., Ito, K.", ["Berg AB", "Ito K"]),
        ("Berg A. B.Ito K.O'Neill C. P.", ["Berg AB", "Ito K", "O'Neill CP"]),
        ("A. B. Berg; K. Ito", ["Berg AB", "Ito K"]),
        ("A. B. Berg, K. Ito", ["Berg AB", "Ito K"]),
        ("A. B. Berg & K. Ito", ["Berg AB", "Ito K"]),
        ("BERG A; ITO K", ["BERG A", "ITO K"]),
        ("Berg, Anna\nIto, Kenji", ["Berg A", "Ito K"]),
        ("Anna Berg and Kenji Ito", ["Berg A", "Ito K"]),
        ("Anna Berg, Kenji Ito", ["Berg A", "Ito K"]),
        ("van der Berg JH, de la Cruz M", ["van der Berg JH", "de la Cruz M"]),
        ("J. H. van der Berg", ["van der Berg JH"]),
        ("Berg, John, Jr", ["Berg J Jr"]),
        ("Berg JA Jr, Ito BC 3rd", ["Berg JA Jr", "Ito BC 3rd"]),
        ("Van Slyke, Craig", ["Van Slyke C"]),
        ("Waters, Catherine M", ["Waters CM"]),
        ("Nürnberger, Jens; Çelik, Ö", ["Nürnberger J", "Çelik Ö"]),
        ("Wang Xiao-Ming; Kim Jin-Ho", ["Xiao-Ming W", "Jin-Ho K"]),
        ("Berg A", ["Berg A"]),
        ("Berg", ["Berg"]),
        ("Northern Spine Study Group", ["Northern Spine Study Group"]),
        ("Ministry of Health,", ["Ministry of Health"]),
        ("{Task and Finish; Report} and Ito, K", ["Task and Finish; Report", "Ito K"]),
        ("UNKNOWN", []),
        ("[No authors listed]", []),
        ("", []),
    ],
)
def test_a_list_as_another_exporter_writes_it(written: str, names: list[str]) -> None:
    assert [author.name for author in authors_of(written)] == names


OLD_WILEY = "10.1002/(SICI)1097-0142(19970101)79:1<1::AID-CNCR1>3.0.CO;2-#"


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1016/s0303-8467(02)00140-3", "10.1016/s0303-8467(02)00140-3"),
        ("https://doi.org/10.1016/S0303-8467(02)00140-3.", "10.1016/S0303-8467(02)00140-3"),
        ("doi:10.1000/abc; PMID: 12", "10.1000/abc"),
        ("(doi: 10.1000/abc)", "10.1000/abc"),
        ("https://www.example.org/record?doi=10.3390%2fani15010003&partner=40", "10.3390/ani15010003"),
        (OLD_WILEY, OLD_WILEY),
        (f"<a>https://doi.org/{OLD_WILEY}</a>", OLD_WILEY),
        ("v10 n1 p1-10 2000", ""),
    ],
)
def test_a_doi_is_found_in_what_stands_around_it(written: str, doi: str) -> None:
    assert find_doi(written) == doi


def test_an_accession_number_is_a_pmid_only_in_pubmed() -> None:
    assert identifiers_of(accession="12860507", database="PubMed").pmid == "12860507"
    assert identifiers_of(accession="12860507", database="Ovid MEDLINE(R)").pmid == "12860507"
    embase = identifiers_of(accession="36912345", database="Embase")
    assert (embase.pmid, embase.others) == ("", (("Embase", "36912345"),))
    assert identifiers_of(accession="WOS:000185", database="").others == (("accession", "WOS:000185"),)


@pytest.mark.parametrize(
    "note",
    [
        "PMID: 12860507",
        "PubMed PMID: 12860507; PubMed Central PMCID: PMC1234567.",
        "https://pubmed.ncbi.nlm.nih.gov/12860507/",
        "http://www.ncbi.nlm.nih.gov/pubmed/12860507?dopt=Abstract",
        "PMID - 12860507",
    ],
)
def test_a_pmid_is_found_where_a_note_or_a_url_names_it(note: str) -> None:
    assert identifiers_of(anywhere=["Cited by 7, export of 2023", note]).pmid == "12860507"


def test_a_number_in_a_note_is_no_pmid() -> None:
    assert identifiers_of(anywhere=["Times cited: 12860507", "Export Date: 20230101"]).pmid == ""
