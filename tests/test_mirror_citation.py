"""Citations with their abstracts: what efetch prints of records for rettype=abstract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import Refused
from harvester.mirror.formats.citation import abstract_text
from harvester.pubmed import read_pubmed
from harvester.records import Author, Correction, Dates, Journal, OtherAbstract, PartialDate, Record, Section

XML = Path(__file__).parents[1].parent / "shared" / "data" / "pubmed_xml"

RECORD = Record(
    pmid="90000001",
    title="A tumour of the spine that came back after nineteen years: report of one invented case.",
    sections=(
        Section(label="BACKGROUND", text="It is rare."),
        Section(label="CASE", text="A woman who was 43 years old had been operated on nineteen years before."),
    ),
    copyright="© 2003 Nobody.",
    authors=(
        Author(last="Doe", initials="J", affiliations=("Here.", "There.")),
        Author(last="Roe", initials="R", suffix="Jr", affiliations=("There.",)),
        Author(collective="Invented Study Group"),
    ),
    investigators=(Author(last="Poe", initials="A"), Author(last="Moe", initials="M")),
    journal=Journal(abbreviation="J Inv Cases"),
    volume="3",
    issue="2",
    pages="17-9",
    dates=Dates(print=PartialDate(year=2003, month=7), electronic=PartialDate(year=2003, month=6, day=2)),
    doi="10.1000/inv.1",
    pmcid="PMC7000001",
    languages=("eng",),
    corrections=(
        Correction(kind="CommentIn", source="J Inv Cases. 2003 Sep;3(3):1", pmid="90000002"),
        Correction(kind="ErratumIn", source="J Inv Cases. 2004 Jan;4(1):9.", note="Doe, J [corrected to Doe, JM]"),
        Correction(kind="CommentIn", source="Inv Rev. 2003;1:5."),
    ),
    conflict_of_interest="None.",
    status="MEDLINE",
    publication_model="Print-Electronic",
)


def test_a_record_as_text() -> None:
    assert (
        abstract_text([RECORD])
        == """\
1. J Inv Cases. 2003 Jul;3(2):17-9. doi: 10.1000/inv.1. Epub 2003 Jun 2.

A tumour of the spine that came back after nineteen years: report of one
invented case.

Doe J(1)(2), Roe R Jr(2); Invented Study Group.

Collaborators: Poe A, Moe M.

Author information:
(1)Here.
(2)There.

Comment in
    J Inv Cases. 2003 Sep;3(3):1.
    Inv Rev. 2003;1:5.

Erratum in
    J Inv Cases. 2004 Jan;4(1):9. Doe, J [corrected to Doe, JM].

BACKGROUND: It is rare.
CASE: A woman who was 43 years old had been operated on nineteen years before.

© 2003 Nobody.

DOI: 10.1000/inv.1
PMCID: PMC7000001
PMID: 90000001 [Indexed for MEDLINE]

Conflict of interest statement: None.
"""
    )


def test_records_are_numbered_from_1_and_two_blank_lines_apart() -> None:
    two = [Record(pmid="90000002", title="One."), Record(pmid="90000003", title="Two.", status="Publisher")]
    assert abstract_text(two) == "1. One.\n\nPMID: 90000002\n\n\n2. Two.\n\nPMID: 90000003\n"
    assert abstract_text([]) == ""


def test_a_report_in_another_language_says_so_and_has_its_other_abstract() -> None:
    record = Record(
        pmid="90000004",
        title="[A case].",
        languages=("eng", "ger"),
        other_abstracts=(
            OtherAbstract(sections=(Section(label="FALL", text="Ein Fall."),), language="ger", kind="Publisher"),
        ),
    )
    assert abstract_text([record]).split("\n\n") == [
        "1. [A case].",
        "[Article in English, German]",
        "Publisher: FALL: Ein Fall.",
        "PMID: 90000004\n",
    ]


def test_authors_that_are_left_out_are_others() -> None:
    record = Record(
        pmid="90000005", title="A case.", authors=(Author(last="Doe", initials="J"),), authors_complete=False
    )
    assert "\n\nDoe J, et al.\n\n" in abstract_text([record])


def test_a_chapter_names_its_book() -> None:
    chapter = Record(
        pmid="90000006",
        kind="book",
        title="A chapter.",
        authors=(Author(last="Doe", initials="J"),),
        editors=(Author(last="Roe", initials="R"), Author(last="Poe", initials="A")),
        journal=Journal(title="Book of invented tumours"),
        dates=Dates(print=PartialDate(year=2003)),
    )
    assert abstract_text([chapter]).split("\n\n") == [
        "1. A chapter.",
        "Doe J.",
        "In: Roe R, Poe A, editors. Book of invented tumours. 2003.",
        "PMID: 90000006\n",
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("RetractionIn", "Retraction in"),
        ("CorrectedandRepublishedFrom", "Corrected and republished from"),
        ("ExpressionOfConcernFor", "Expression of concern for"),
        ("SummaryForPatientsIn", "Summary for patients in"),
        ("AssociatedDataset", "Associated dataset"),
    ],
)
def test_a_linked_paper_stands_under_the_words_of_its_kind(kind: str, words: str) -> None:
    record = Record(pmid="90000007", title="A case.", corrections=(Correction(kind=kind, source="Elsewhere."),))
    assert f"\n\n{words}\n    Elsewhere.\n\n" in abstract_text([record])


def test_a_long_line_under_an_indent_stays_indented() -> None:
    source = " ".join(["Elsewhere"] * 10)
    record = Record(pmid="90000008", title="A case.", corrections=(Correction(kind="CommentIn", source=source),))
    assert f"\n    {source[:69]}\n    {source[70:]}.\n" in abstract_text([record])


@given(st.lists(st.text("abc1.,()", min_size=1, max_size=30), min_size=1))
def test_an_abstract_keeps_its_words_in_80_columns(words: list[str]) -> None:
    record = Record(pmid="90000009", title="A case.", sections=(Section(text=" ".join(words)),))
    block = abstract_text([record]).split("\n\n")[1]
    assert block.split() == words
    assert all(len(line) <= 80 for line in block.split("\n"))


@pytest.mark.skipif(not XML.exists(), reason="the real PubMed XML is not in ../shared")
def test_every_real_record_is_printed_with_all_its_words() -> None:
    records = list(_real_records())
    assert len(records) > 200
    text = abstract_text(records)
    for number, (record, entry) in enumerate(zip(records, text.split("\n\n\n"), strict=True), 1):
        blocks = [" ".join(block.split()) for block in entry.split("\n\n")]
        assert blocks[0].startswith(f"{number}. ")
        assert any(block.endswith(" ".join(record.title.split())) for block in blocks[:2])
        assert f"PMID: {record.pmid}" in blocks[-1] or f"PMID: {record.pmid}" in blocks[-2]
        for section in record.sections:
            assert any(" ".join(section.text.split()) in block for block in blocks)


def _real_records() -> Iterator[Record]:
    for path in sorted(XML.rglob("*.xml")):
        try:
            yield from (item for item in read_pubmed(path) if isinstance(item, Record))
        except Refused:  # a page of HTML is among them
            continue
