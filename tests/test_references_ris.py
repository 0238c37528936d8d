"""RIS in the dialects of databases and reference managers."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from harvester.records import Author, Dates, Journal, PartialDate, Record, Refusal, Section
from harvester.references import Entry, read_references

DATA = Path(__file__).parents[2] / "shared" / "data" / "import_formats"


def read(tmp_path: Path, text: str, name: str = "in.ris") -> list[Entry | Refusal]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return list(read_references(file))


def record(tmp_path: Path, *lines: str) -> Record:
    (found,) = read(tmp_path, "\n".join(("TY  - JOUR", "TI  - A title", *lines, "ER  - ")))
    assert isinstance(found, Entry)
    return found.record


ONE = """TY  - JOUR
TI  - Spinal metastasis
AU  - Tanaka, Jun
AU  - Oduya, P. K.
T2  - Spine Letters
J2  - Spine Lett.
PY  - 2003
DA  - 2003/07//
VL  - 28
IS  - 4
SP  - 213
EP  - 218
SN  - 1234-5678
DO  - https://doi.org/10.1000/x.1
LA  - English
KW  - spine
KW  - metastasis
AB  - Words and
more words.
M3  - Case Report
N1  - PMID: 123
ID  - r1
ER  -
"""


def test_an_entry_is_a_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ONE)
    raw = ONE.strip().encode()
    assert found == Entry(
        id="r1",
        position=1,
        raw=raw,
        record=Record(
            pmid="123",
            title="Spinal metastasis",
            sections=(Section(text="Words and more words."),),
            authors=(Author(last="Tanaka", fore="Jun", initials="J"), Author(last="Oduya", fore="P K", initials="PK")),
            journal=Journal(title="Spine Letters", abbreviation="Spine Lett.", issn="1234-5678"),
            volume="28",
            issue="4",
            pages="213-218",
            dates=Dates(print=PartialDate(year=2003, month=7, raw="2003/07//")),
            doi="10.1000/x.1",
            languages=("eng",),
            publication_types=("Journal Article", "Case Reports"),
            keywords=("spine", "metastasis"),
            digest=hashlib.sha256(raw).hexdigest(),
        ),
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("AN  - 12345678",),
        ("AN  - 123", "DB  - PubMed"),
        ("AN  - 12345678", "DP  - NLM"),
        ("AN  - MEDLINE:12345678",),
        ("AN  - PMID: 12345678",),
        ("N1  - Cited By :3; Export Date: 1 May 2020; PMID: 12345678",),
        ("N1  - PubMed PMID: 12345678.",),
        ("N1  - PubMed ID: 12345678",),
        ("UR  - https://pubmed.ncbi.nlm.nih.gov/12345678/",),
        ("L2  - http://www.ncbi.nlm.nih.gov/pubmed/12345678",),
        ("C7  - PMID 12345678",),
        ("C7  - 12345678",),
        ("C2  - 12345678", "DB  - Scopus"),
        ("C5  - 12345678", "U2  - L61234567"),
        ("C3  - PUBMED 12345678,EMBASE 612345678", "AN  - CN-01234567"),
        ("ID  - PMID:12345678",),
        ("M1  - PMID: 12345678",),
        ("PMID - 12345678",),
    ],
)
def test_a_pmid_wherever_it_stands(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert record(tmp_path, *lines).pmid in ("12345678", "123")


@pytest.mark.parametrize(
    ("lines", "others"),
    [
        (("AN  - 12345678", "DB  - Embase"), (("Embase", "12345678"),)),
        (("AN  - 2012345678", "DB  - Ovid MEDLINE(R)"), (("Ovid MEDLINE(R)", "2012345678"),)),
        (("AN  - 2012345678",), (("", "2012345678"),)),
        (("AN  - WOS:000123456789012",), (("Web of Science", "WOS:000123456789012"),)),
        (("AN  - CN-01234567",), (("CENTRAL", "CN-01234567"),)),
        (("U2  - L61234567",), (("Embase", "L61234567"),)),
        (("C7  - 1234567",), ()),
        (("ID  - 12345678",), ()),
        (("ID  - 57530", "DP  - NLM"), ()),
        (("N1  - Comment in: Spine Lett. 2004;1:2. PMID: 12345678",), ()),
        (("N1  - Erratum in: Spine Lett. 2004;1:2. doi: 10.1000/other. PMID: 12345678",), ()),
        (("UR  - https://www.scopus.com/record?eid=2-s2.0-12345678",), ()),
    ],
)
def test_what_is_no_pmid(tmp_path: Path, lines: tuple[str, ...], others: tuple[tuple[str, str], ...]) -> None:
    found = record(tmp_path, *lines)
    assert (found.pmid, found.doi, found.other_ids) == ("", "", others)


@pytest.mark.parametrize(
    "line",
    [
        "DO  - 10.1000/A(b)c;2-X",
        "DO  - doi: 10.1000/A(b)c;2-X.",
        "DO  - http://dx.doi.org/10.1000/A(b)c;2-X",
        "M3  - 10.1000/A(b)c;2-X",
        "UR  - https://doi.org/10.1000/A(b)c;2-X",
        "L3  - http://dx.doi.org/10.1000%2FA(b)c;2-X",
        "UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-1&doi=10.1000%2fA(b)c;2-X&partnerID=40",
        "N1  - (doi: 10.1000/A(b)c;2-X).",
        "ID  - 10.1000/A(b)c;2-X",
    ],
)
def test_a_doi_wherever_it_stands(tmp_path: Path, line: str) -> None:
    assert record(tmp_path, line).doi == "10.1000/A(b)c;2-X"


def test_a_pmcid_wherever_it_stands(tmp_path: Path) -> None:
    for line in ("C2  - PMC55", "N1  - PMCID: PMC55", "UR  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC55/"):
        assert record(tmp_path, line).pmcid == "PMC55"


def test_two_pmids_are_not_both_believed(tmp_path: Path) -> None:
    found = record(tmp_path, "AN  - 12345678", "UR  - https://pubmed.ncbi.nlm.nih.gov/87654321/")
    assert (found.pmid, found.other_ids) == ("12345678", (("pubmed", "87654321"),))


def test_a_conference_abstract_is_told(tmp_path: Path) -> None:
    assert record(tmp_path, "M3  - Conference Abstract").publication_types == ("Journal Article", "Conference Abstract")
    (found,) = read(tmp_path, "TY  - ABST\nTI  - A title\nER  - \n")
    assert isinstance(found, Entry)
    assert found.record.publication_types == ("Conference Abstract",)


def test_a_chapter_is_of_a_book(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "TY  - CHAP\nTI  - A chapter\nBT  - A book\nA2  - Brandt, L\nSN  - 9780123456472\nER  - ")
    assert isinstance(found, Entry)
    assert (found.record.kind, found.record.journal) == ("book", Journal(title="A book"))
    assert found.record.editors == (Author(last="Brandt", fore="L", initials="L"),)


def test_names_run_together(tmp_path: Path) -> None:
    found = record(tmp_path, "AU  - K., Tanaka J. Oduya P. K. Silva", "AU  - Bone Unit,")
    assert [one.name for one in found.authors] == ["Tanaka J", "Oduya PK", "Silva K", "Bone Unit"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    text = end.join(("1.", "TY  - JOUR", "TI  - One", "ER  - ", "", "2.", "TY - JOUR", "T1 - Two", "ER  -"))
    found = read(tmp_path, text, "export.txt")
    assert [one.record.title for one in found if isinstance(one, Entry)] == ["One", "Two"]


def test_a_broken_entry_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    text = (
        "TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  - Two, no end\n\nTI  - Three, no begin\nER  - \n"
        "TI  - Four, no begin\nER  - \nTY  - JOUR\nER  - \nTY  - JOUR\nTI  - Six\nER  - \n"
        "TY  - JOUR\nTI  - Seven, cut o"
    )
    found = read(tmp_path, text)
    assert [one.position for one in found] == [1, 2, 3, 4, 5, 6]
    assert [one.record.title for one in found if isinstance(one, Entry)] == [
        "One",
        "Two, no end Three, no begin",
        "Six",
    ]
    assert [one.why[:27] for one in found if isinstance(one, Refusal)] == [
        "it does not begin with a TY",
        "it states nothing but its t",
        "it does not end with an ER ",
    ]


def test_an_entry_without_er_is_read_where_the_next_begins_and_refused_where_the_file_ends(tmp_path: Path) -> None:
    found = read(tmp_path, "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Thr")
    assert [type(one) for one in found] == [Entry, Entry, Refusal]


@pytest.mark.parametrize(
    ("name", "pmids", "dois"),
    [("scopus.ris", 5, 10), ("wos_test.ris", 0, 37), ("zotero_export.ris", 0, 718), ("ris_export.txt", 22, 64)],
)
def test_real_exports_are_read_whole(name: str, pmids: int, dois: int) -> None:
    file = DATA / name
    if not file.exists():
        pytest.skip(f"{file} is not here")
    titles = re.findall(r"^TI  - (.*)$", file.read_text("utf-8-sig").replace("\r", "\n"), re.MULTILINE)
    found = [one for one in read_references(file) if isinstance(one, Entry)]
    assert [one.record.title for one in found] == [" ".join(title.split()) for title in titles]
    assert sum(bool(one.record.pmid) for one in found) == pmids
    assert sum(bool(one.record.doi) for one in found) == dois
    nobody = {b"AU  - [Anonymous]", b"AU  - Anonymous"}
    assert all(bool(one.record.authors) is not bool(nobody.intersection(one.raw.splitlines())) for one in found)


def test_an_entry_that_never_ended_is_read_where_another_follows() -> None:
    file = DATA / "ris_data.ris"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    found = [one for one in read_references(file) if isinstance(one, Entry)]
    assert [one.record.pmid for one in found] == ["12345678", ""]
    assert [one.record.doi for one in found] == ["10.1234/Random-name55555.2020.00050", "10.1111/MC.2017.66"]
