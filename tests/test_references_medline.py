"""MEDLINE text: .nbib of PubMed and of ERIC."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from harvester.records import (
    Author,
    Correction,
    Dates,
    Journal,
    MeshHeading,
    PartialDate,
    Qualifier,
    Record,
    Refusal,
    Section,
)
from harvester.references import Entry, format_and_text, read_references

DATA = Path(__file__).parents[2] / "shared" / "data"

ONE = """PMID- 123
OWN - NLM
STAT- MEDLINE
LR  - 20040102
IS  - 1234-5678 (Print)
VI  - 28
IP  - 4
DP  - 2003 Jul 14
TI  - Spinal metastasis of a tumour that was
      treated before.
PG  - 213-8
LID - 10.1000/x.1 [doi]
AB  - AIM: To see what there is
      to see.
FAU - Tanaka, Jun M
AU  - Tanaka JM
FAU - King, Martin L Jr
AU  - King ML Jr
CN  - Bone Unit
LA  - eng
PT  - Case Reports
PT  - Journal Article
DEP - 20030702
TA  - Spine Lett
JT  - Spine letters
MH  - *Spinal Neoplasms/secondary/*surgery
OT  - spine
EIN - Spine Lett. 2004;1:2. PMID: 124
PMC - PMC55
EDAT- 2003/07/04 09:00
CRDT- 2003/07/03 08:00
AID - sp-1 [pii]
AID - 10.1000/x.1 [doi]
SO  - Spine Lett. 2003 Jul 14;28(4):213-8.
"""


def read(tmp_path: Path, text: str, name: str = "in.nbib") -> list[Entry | Refusal]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return list(read_references(file))


def test_a_block_is_a_record(tmp_path: Path) -> None:
    (found,) = read(tmp_path, ONE)
    raw = ONE.strip().encode()
    assert found == Entry(
        id="123",
        position=1,
        raw=raw,
        record=Record(
            pmid="123",
            title="Spinal metastasis of a tumour that was treated before.",
            sections=(Section(text="AIM: To see what there is to see."),),
            authors=(
                Author(last="Tanaka", fore="Jun M", initials="JM"),
                Author(last="King", fore="Martin L", initials="ML", suffix="Jr"),
                Author(collective="Bone Unit"),
            ),
            journal=Journal(title="Spine letters", abbreviation="Spine Lett", issn="1234-5678"),
            volume="28",
            issue="4",
            pages="213-8",
            dates=Dates(
                print=PartialDate(year=2003, month=7, day=14, raw="2003 Jul 14"),
                electronic=PartialDate(year=2003, month=7, day=2, raw="20030702"),
                entrez=PartialDate(year=2003, month=7, day=3, raw="2003/07/03 08:00"),
                pubmed=PartialDate(year=2003, month=7, day=4, raw="2003/07/04 09:00"),
                revised=PartialDate(year=2004, month=1, day=2, raw="20040102"),
            ),
            doi="10.1000/x.1",
            pmcid="PMC55",
            other_ids=(("pii", "sp-1"),),
            languages=("eng",),
            publication_types=("Case Reports", "Journal Article"),
            mesh=(
                MeshHeading(
                    descriptor="Spinal Neoplasms",
                    major=True,
                    qualifiers=(Qualifier(name="secondary"), Qualifier(name="surgery", major=True)),
                ),
            ),
            keywords=("spine",),
            corrections=(Correction(kind="ErratumIn", source="Spine Lett. 2004;1:2.", pmid="124"),),
            status="MEDLINE",
            digest=hashlib.sha256(raw).hexdigest(),
        ),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    text = end.join(
        ("", "PMID- 1", "TI  - One", "      more.", "", "", "PMID- 2", "TI  - Two.", "PMID- 3", "TI  - Three.")
    )
    found = read(tmp_path, text, "pubmed.txt")
    assert [one.record.title for one in found if isinstance(one, Entry)] == ["One more.", "Two.", "Three."]


def test_a_broken_block_is_refused_by_number_and_pmid(tmp_path: Path) -> None:
    text = "PMID- 1\nTI  - One.\n\nPMID- 2\nTI  - Two\ncut here\n\nPMID- 3\n\nwords\n\nPMID- 4\nTI  - Four.\n"
    found = read(tmp_path, text)
    assert [(one.position, one.pmid) for one in found if isinstance(one, Refusal)] == [(2, "2"), (3, "3"), (4, None)]
    assert [(one.position, one.record.pmid) for one in found if isinstance(one, Entry)] == [(1, "1"), (5, "4")]
    assert "neither tagged (`TI  - `) nor folded (six blanks): 'cut here'" in str(found[1])
    assert "it states nothing but its number" in str(found[2])


def test_a_name_says_what_it_is_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "export.ris"
    file.write_text(ONE)
    assert format_and_text(file)[0] == "nbib"


@pytest.mark.parametrize(
    ("name", "pmids", "dois"),
    [
        ("pubmed_result1.txt", ["12230038"], [""]),
        (
            "pubmed_result2.txt",
            ["16403221", "16377612", "14871861", "14630660"],
            ["10.1186/1471-2105-7-10", "10.1093/bioinformatics/btk021", "10.1093/bioinformatics/bth078", ""],
        ),
        ("pubmed_result3.txt", ["23039619"], ["10.1118/1.4748329"]),
    ],
)
def test_pubmeds_own_files(name: str, pmids: list[str], dois: list[str]) -> None:
    file = DATA / "pubmed_xml" / "biopython" / "Medline" / name
    if not file.exists():
        pytest.skip(f"{file} is not here")
    found = list(read_references(file))
    assert [one.record.pmid for one in found if isinstance(one, Entry)] == pmids
    assert [one.record.doi for one in found if isinstance(one, Entry)] == dois


@pytest.mark.parametrize("name", ["eric_nbib.nbib", "nbib_data.nbib"])
def test_erics_files(name: str) -> None:
    file = DATA / "import_formats" / name
    if not file.exists():
        pytest.skip(f"{file} is not here")
    (found,) = read_references(file)
    assert isinstance(found, Entry)
    assert (found.id, found.record.pmid, found.record.doi) == ("EJ1131633", "", "10.1000/123456789")
    assert found.record.other_ids == (("ERIC", "EJ1131633"),)
    assert [one.name for one in found.record.authors] == ["Smith T", "Hunter S"]
    assert (found.record.pages, found.record.volume, found.record.issue) == ("1-9", "10", "1")
    assert (found.record.journal.issn, found.record.languages) == ("1234-4567", ("eng",))
