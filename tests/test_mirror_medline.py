"""MEDLINE tagged text: what efetch prints of a record for rettype=medline."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from Bio import Medline as Oracle
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import Refused
from harvester.mirror.formats.medline import medline
from harvester.pubmed import read_pubmed
from harvester.records import (
    Author,
    Correction,
    Dates,
    Grant,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    Record,
    Section,
    Substance,
)

XML = Path(__file__).parents[1].parent / "shared" / "data" / "pubmed_xml"
real = pytest.mark.skipif(not XML.exists(), reason="the real PubMed XML is not in ../shared")

RECORD = Record(
    pmid="90000001",
    title="A tumour of the spine that came back after nineteen years: report of one invented case.",
    vernacular_title="Ein erfundener Fall.",
    sections=(Section(label="BACKGROUND", text="It is rare."), Section(label="CASE", text="She was 43.")),
    copyright="© 2003 Nobody.",
    other_abstracts=(OtherAbstract(sections=(Section(text="Es ist selten."),), language="ger", kind="Publisher"),),
    authors=(
        Author(last="Doe", fore="Jane M", initials="JM", affiliations=("Here.", "There."), orcid="0000-0002-1825-0097"),
        Author(collective="Invented Study Group"),
        Author(last="Roe", fore="Richard", initials="R", suffix="Jr"),
    ),
    investigators=(Author(last="Poe", fore="Ann", initials="A", affiliations=("Elsewhere.",)),),
    journal=Journal(
        title="Journal of invented cases",
        abbreviation="J Inv Cases",
        issn="1234-5678",
        issn_linking="1234-0000",
        nlm_id="0012345X",
        country="Germany",
    ),
    volume="3",
    issue="2",
    pages="17-9",
    dates=Dates(
        print=PartialDate(year=2003, month=7, raw="2003 Jul"),
        electronic=PartialDate(year=2003, month=6, day=2, raw="2003 06 02"),
        entrez=PartialDate(year=2003, month=6, day=3, raw="2003 6 3"),
        pubmed=PartialDate(year=2003, month=6, day=4, raw="2003 6 4"),
        medline=PartialDate(year=2003, month=8, day=11, raw="2003 8 11"),
        completed=PartialDate(year=2003, month=8, day=11, raw="2003 08 11"),
        revised=PartialDate(year=2004, month=1, day=5, raw="2004 01 05"),
    ),
    doi="10.1000/inv.1",
    pmcid="PMC7000001",
    other_ids=(("pii", "inv1"), ("mid", "NIHMS1")),
    languages=("ger",),
    publication_types=("Case Reports", "Journal Article"),
    mesh=(
        MeshHeading(descriptor="Female"),
        MeshHeading(
            descriptor="Meningioma", qualifiers=(Qualifier(name="pathology"), Qualifier(name="surgery", major=True))
        ),
        MeshHeading(descriptor="Spine", major=True),
    ),
    substances=(
        Substance(name="Invented Protein", registry="0"),
        Substance(name="An invented disease", kind="Disease"),
    ),
    keywords=("late metastasis",),
    grants=(Grant(number="R01 XX000001", acronym="XX", agency="NXX NIH HHS", country="United States"),),
    accessions=(("ClinicalTrials.gov", "NCT00000000"),),
    corrections=(Correction(kind="CommentIn", source="J Inv Cases. 2003 Sep;3(3):1", pmid="90000002"),),
    conflict_of_interest="None.",
    status="MEDLINE",
    publication_status="ppublish",
    publication_model="Print-Electronic",
)


def test_a_record_in_medline_text() -> None:
    assert (
        medline(RECORD)
        == """
PMID- 90000001
OWN - NLM
STAT- MEDLINE
DCOM- 20030811
LR  - 20040105
IS  - 1234-5678
IS  - 1234-0000 (Linking)
VI  - 3
IP  - 2
DP  - 2003 Jul
TI  - A tumour of the spine that came back after nineteen years: report of one invented
      case.
PG  - 17-9
LID - 10.1000/inv.1 [doi]
AB  - BACKGROUND: It is rare. CASE: She was 43.
CI  - © 2003 Nobody.
FAU - Doe, Jane M
AU  - Doe JM
AUID- ORCID: 0000-0002-1825-0097
AD  - Here.
AD  - There.
FAU - Roe, Richard Jr
AU  - Roe R Jr
CN  - Invented Study Group
LA  - ger
SI  - ClinicalTrials.gov/NCT00000000
GR  - R01 XX000001/XX/NXX NIH HHS/United States
PT  - Case Reports
PT  - Journal Article
TT  - Ein erfundener Fall.
DEP - 20030602
PL  - Germany
TA  - J Inv Cases
JT  - Journal of invented cases
JID - 0012345X
RN  - 0 (Invented Protein)
NM  - An invented disease
MH  - Female
MH  - Meningioma/pathology/*surgery
MH  - *Spine
CIN - J Inv Cases. 2003 Sep;3(3):1. PMID: 90000002
PMC - PMC7000001
MID - NIHMS1
OAB - Publisher: Es ist selten.
OABL- ger
OT  - late metastasis
COIS- None.
FIR - Poe, Ann
IR  - Poe A
IRAD- Elsewhere.
EDAT- 2003/06/04 00:00
MHDA- 2003/08/11 00:00
CRDT- 2003/06/03 00:00
PHST- 2003/06/03 00:00 [entrez]
PHST- 2003/06/04 00:00 [pubmed]
PHST- 2003/08/11 00:00 [medline]
AID - inv1 [pii]
AID - 10.1000/inv.1 [doi]
PST - ppublish
SO  - J Inv Cases. 2003 Jul;3(2):17-9. doi: 10.1000/inv.1. Epub 2003 Jun 2.
"""
    )


def test_a_record_that_says_nothing() -> None:
    assert medline(Record(pmid="90000002")) == "\nPMID- 90000002\nOWN - NLM\n"


def test_a_chapter_has_its_book_and_editors() -> None:
    chapter = Record(
        pmid="90000003",
        kind="book",
        title="A chapter.",
        editors=(Author(last="Doe", fore="Jane", initials="J"),),
        journal=Journal(title="Book of invented tumours"),
        other_ids=(("bookaccession", "NBK0"), ("isbn", "0000000000")),
    )
    assert medline(chapter).splitlines()[3:] == [
        "ISBN- 0000000000",
        "TI  - A chapter.",
        "BTI - Book of invented tumours",
        "FED - Doe, Jane",
        "ED  - Doe J",
        "AID - NBK0 [bookaccession]",
        "SO  - Book of invented tumours.",
    ]


@pytest.mark.parametrize(
    ("model", "status", "source"),
    [
        ("Print", "ppublish", "J Inv Cases. 2003 Jul;3(2):17-9."),
        ("Print-Electronic", "ppublish", "J Inv Cases. 2003 Jul;3(2):17-9. Epub 2003 Jun 2."),
        ("Print-Electronic", "aheadofprint", "J Inv Cases. 2003 Jul;3(2):17-9. Online ahead of print."),
        ("Electronic", "epublish", "J Inv Cases. 2003 Jun 2;3(2):17-9."),
        ("Electronic-Print", "ppublish", "J Inv Cases. 2003 Jun 2;3(2):17-9. Print 2003 Jul."),
        ("Electronic-eCollection", "epublish", "J Inv Cases. 2003 Jun 2;3(2):17-9. eCollection 2003 Jul."),
    ],
)
def test_the_source_cites_the_first_date_and_names_the_other(model: str, status: str, source: str) -> None:
    record = replace(RECORD, publication_model=model, publication_status=status, doi="")
    assert _read(record)["SO"] == source


# ------------------------------------------------------------------------------------------------------------ wrapping


def test_a_line_has_at_most_87_columns_and_keeps_the_space_that_fills_it() -> None:
    ninety = " ".join(["123456789"] * 9)  # 89 characters: eight words and their spaces are 80, nine are too many
    assert _title_lines(ninety) == [f"TI  - {ninety[:79]}", "      123456789"]
    assert _title_lines("1" + ninety) == [f"TI  - 1{ninety[:79]} "[:87], "      123456789"]


def test_a_word_that_is_longer_than_a_line_is_never_broken() -> None:
    address = "x" * 100
    assert _title_lines(f"See {address} there") == ["TI  - See", f"      {address}", "      there"]
    assert _title_lines(address) == [f"TI  - {address}"]


def _title_lines(title: str) -> list[str]:
    return medline(Record(pmid="90000004", title=title)).split("\n")[3:-1]


@given(st.lists(st.text("abc-*/", min_size=1, max_size=100), min_size=1))
def test_wrapping_loses_no_word_and_no_line_is_longer_than_it_must(words: list[str]) -> None:
    lines = [line[6:] for line in _title_lines(" ".join(words))]
    assert " ".join(line.removesuffix(" ") for line in lines) == " ".join(words)
    assert all(len(line) <= 81 or " " not in line for line in lines)


# ------------------------------------------------------------------------------------------------- Bio.Medline reads it


@real
def test_bio_medline_reads_back_every_real_record() -> None:
    records = list(_real_records())
    assert len(records) > 200
    for record in records:
        read = _read(record)
        expected = {tag: value for tag, value in _expected(record).items() if value}
        assert {tag: read.get(tag) for tag in expected} == expected, record.pmid


def _read(record: Record) -> dict[str, Any]:
    """What Bio.Medline reads; of tags whose continuations it makes entries of their own the lines are joined first."""
    unwrapped = re.sub(r" ?\n {6}", " ", medline(record))
    assert _values(_oracle(medline(record))) == _values(_oracle(unwrapped))
    return {tag: _spaced(value) for tag, value in _oracle(unwrapped).items()}


def _oracle(text: str) -> dict[str, Any]:
    read: dict[str, Any] = Oracle.read(io.StringIO(text))  # type: ignore[no-untyped-call]
    return read


def _values(read: dict[str, Any]) -> dict[str, str]:
    return {tag: " ".join(value if isinstance(value, list) else [value]) for tag, value in read.items()}


def _spaced(value: Any) -> Any:
    """Words with any kind of space made plain: Bio.Medline cuts off all of them at the end of a line."""
    return [_spaced(part) for part in value] if isinstance(value, list) else " ".join(value.split())


def _expected(record: Record) -> dict[str, Any]:
    persons = [author for author in record.authors if author.last]
    book = record.kind == "book"
    values = {
        "PMID": record.pmid,
        "STAT": record.status,
        "TI": record.title,
        "TT": record.vernacular_title,
        "AB": " ".join(f"{part.label}: {part.text}" if part.label else part.text for part in record.sections),
        "CI": [record.copyright] if record.copyright else [],
        "AU": [author.name for author in persons],
        "CN": [author.collective for author in record.authors if author.collective],
        "AD": [place for person in (*record.authors, *record.editors) for place in person.affiliations],
        "AUID": [f"ORCID: {author.orcid}" for author in record.authors if author.orcid],
        "VI": record.volume,
        "IP": record.issue,
        "PG": record.pages,
        "LA": list(record.languages),
        "PT": list(record.publication_types),
        "OT": list(record.keywords),
        "JT": "" if book else record.journal.title,
        "TA": "" if book else record.journal.abbreviation,
        "JID": record.journal.nlm_id,
        "PL": record.journal.country,
        "LID": f"{record.doi} [doi]" if record.doi else "",
        "PMC": record.pmcid,
        "PST": record.publication_status,
        "COIS": [record.conflict_of_interest] if record.conflict_of_interest else [],
        "RN": [f"{chemical.registry} ({chemical.name})" for chemical in record.substances if chemical.registry],
        "MH": ["/".join(_headings(heading)) for heading in record.mesh],
    }
    return {tag: _spaced(value) for tag, value in values.items()}


def _headings(heading: MeshHeading) -> Iterator[str]:
    yield f"*{heading.descriptor}" if heading.major else heading.descriptor
    yield from (f"*{part.name}" if part.major else part.name for part in heading.qualifiers)


@real
def test_dates_names_and_identifiers_of_real_records_are_those_of_their_xml() -> None:
    pairs = list(_records_with_xml())
    assert len(pairs) > 200
    for record, article in pairs:
        read = _read(record)
        assert read.get("DCOM", "") == _day(article.find("MedlineCitation/DateCompleted"), "")
        assert read.get("DEP", "") == _day(article.find("MedlineCitation/Article/ArticleDate"), "")
        for tag, status in (("EDAT", "pubmed"), ("MHDA", "medline"), ("CRDT", "entrez")):
            day = _day(article.find(f"PubmedData/History/PubMedPubDate[@PubStatus='{status}']"), "/")
            assert _joined(read.get(tag, "")) == (f"{day} 00:00" if day else "")
            assert (f"{day} 00:00 [{status}]" in read.get("PHST", [])) == bool(day)
        listed = {listed.text for listed in article.findall("PubmedData/ArticleIdList/ArticleId[@IdType='pii']")}
        assert {f"{pii} [pii]" for pii in listed} <= set(read.get("AID", []))
        assert read.get("SO", "").startswith(f"{read['TA']}. " if "TA" in read else "")


def _joined(value: str | list[str]) -> str:
    """Bio.Medline takes CRDT for a tag of many values."""
    return value if isinstance(value, str) else " ".join(value)


def _day(element: ET.Element | None, separator: str) -> str:
    if element is None:
        return ""
    return separator.join(element.findtext(part, "").zfill(2) for part in ("Year", "Month", "Day"))


def _records_with_xml() -> Iterator[tuple[Record, ET.Element]]:
    """A PMID stands in several files, not always with the same content."""
    for path in sorted(XML.rglob("*.xml")):
        records = {record.pmid: record for record in _records(path)}
        if records:
            articles = ET.parse(path).iter("PubmedArticle")
            yield from ((records[article.findtext("MedlineCitation/PMID", "")], article) for article in articles)


def _real_records() -> Iterator[Record]:
    for path in sorted(XML.rglob("*.xml")):
        yield from _records(path)


def _records(path: Path) -> list[Record]:
    try:
        return [item for item in read_pubmed(path) if isinstance(item, Record)]
    except Refused:  # a page of HTML is among the files
        return []
