"""Tables of references: CSV of every shape."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import msgspec
import pytest

from harvester.errors import HarvesterError
from harvester.records import Author, Dates, Journal, PartialDate, Record, Refusal, Section
from harvester.references import Entry, read_references

DATA = Path(__file__).parents[2] / "shared" / "data"


def read(tmp_path: Path, text: str, name: str = "in.csv") -> list[Entry | Refusal]:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return list(read_references(file))


def records(tmp_path: Path, text: str) -> list[Record]:
    found = read(tmp_path, text)
    assert not [one for one in found if isinstance(one, Refusal)]
    return [one.record for one in found if isinstance(one, Entry)]


def test_a_row_is_a_record(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        "ID,title,author,year,journal,volume,number,pages,doi,abstract\n"
        'r1,Spinal metastasis,"Tanaka, J. and Oduya, P.",2003,Spine Letters,28,4,213--218,'
        "https://doi.org/10.1000/x.1,Words.\n",
    )
    raw = msgspec.json.encode(
        {
            **{"ID": "r1", "title": "Spinal metastasis", "author": "Tanaka, J. and Oduya, P.", "year": "2003"},
            **{"journal": "Spine Letters", "volume": "28", "number": "4", "pages": "213--218"},
            **{"doi": "https://doi.org/10.1000/x.1", "abstract": "Words."},
        }
    )
    assert found == Entry(
        id="r1",
        position=1,
        raw=raw,
        record=Record(
            pmid="",
            title="Spinal metastasis",
            sections=(Section(text="Words."),),
            authors=(
                Author(last="Tanaka", fore="J", initials="J"),
                Author(last="Oduya", fore="P", initials="P"),
            ),
            journal=Journal(title="Spine Letters"),
            volume="28",
            issue="4",
            pages="213-218",
            dates=Dates(print=PartialDate(year=2003, raw="2003")),
            doi="10.1000/x.1",
            digest=hashlib.sha256(raw).hexdigest(),
        ),
    )


def one_row(tmp_path: Path, cells: dict[str, str]) -> Entry:
    file = tmp_path / "in.csv"
    with file.open("w", newline="", encoding="utf-8-sig") as opened:
        csv.writer(opened, quoting=csv.QUOTE_ALL).writerows((list(cells), list(cells.values())))
    (found,) = read_references(file)
    assert isinstance(found, Entry)
    return found


def test_pubmed_states_volume_and_pages_in_the_citation(tmp_path: Path) -> None:
    cells = {
        **{"PMID": "123", "Title": "A title", "Authors": "Tanaka JM, Oduya P."},
        "Citation": "Spine Lett. 2022 Mar;53(2):334-347. doi: 10.1000/x. Epub 2021.",
        **{"First Author": "Tanaka JM", "Journal/Book": "Spine Lett", "Publication Year": "2022"},
        **{"Create Date": "2022/03/01", "PMCID": "PMC55", "NIHMS ID": "", "DOI": "10.1000/x"},
    }
    record = one_row(tmp_path, cells).record
    assert (record.pmid, record.doi, record.pmcid) == ("123", "10.1000/x", "PMC55")
    assert (record.volume, record.issue, record.pages) == ("53", "2", "334-347")
    assert record.journal == Journal(abbreviation="Spine Lett")
    assert record.dates == Dates(
        print=PartialDate(year=2022, month=3, raw="2022 Mar"),
        entrez=PartialDate(year=2022, month=3, day=1, raw="2022/03/01"),
    )
    assert [author.name for author in record.authors] == ["Tanaka JM", "Oduya P"]


def test_scopus(tmp_path: Path) -> None:
    cells = {
        **{"Authors": "Tanaka J.; Oduya P.K.", "Author full names": "Tanaka, Jun (571); Oduya, Peter K. (572)"},
        **{"Author(s) ID": "571; 572", "Title": "A title", "Year": "2019", "Source title": "Spine Letters"},
        **{"Volume": "28", "Issue": "4", "Art. No.": "", "Page start": "213", "Page end": "218", "Page count": "6"},
        **{"DOI": "10.1000/x", "Link": "https://www.scopus.com/x", "PubMed ID": "123", "Abstract": "Words"},
        **{"Language of Original Document": "English", "Document Type": "Article", "ISSN": "12345678"},
        **{"Source": "Scopus", "EID": "2-s2.0-99"},
    }
    record = one_row(tmp_path, cells).record
    assert [author.fore for author in record.authors] == ["Jun", "Peter K"]
    assert (record.pmid, record.pages, record.journal.issn) == ("123", "213-218", "1234-5678")
    assert (record.languages, record.publication_types) == (("eng",), ("Journal Article",))
    assert (record.journal.title, record.other_ids) == ("Spine Letters", (("Scopus", "2-s2.0-99"),))


def test_zotero_keeps_the_pmid_in_extra(tmp_path: Path) -> None:
    cells = {
        **{"Key": "AB12", "Item Type": "journalArticle", "Publication Year": "2016", "Author": "Tanaka, Jun"},
        **{"Title": "A title", "Publication Title": "Spine Letters", "ISSN": "1234-5678", "Date": "2016-01-27"},
        **{"Journal Abbreviation": "Spine Lett", "Library Catalog": "PubMed", "Extra": "PMID: 123 \nPMCID: PMC55"},
    }
    found = one_row(tmp_path, cells)
    record = found.record
    assert (found.id, record.pmid, record.pmcid) == ("AB12", "123", "PMC55")
    assert record.publication_types == ("Journal Article",)
    assert record.dates.print == PartialDate(year=2016, month=1, day=27, raw="2016-01-27")
    assert record.journal == Journal(title="Spine Letters", abbreviation="Spine Lett", issn="1234-5678")


def test_embase_names_a_conference_abstract(tmp_path: Path) -> None:
    cells = {
        **{"Title": "A title", "Author Names": "Tanaka J., Oduya P.", "Source title": "Spine Letters"},
        **{"Publication Type": "Conference Abstract", "First Page": "213", "Last Page": "218"},
        **{"Embase Accession ID": "L62000001", "Medline PMID": ""},
    }
    record = one_row(tmp_path, cells).record
    assert (record.pmid, record.publication_types, record.pages) == ("", ("Conference Abstract",), "213-218")
    assert record.other_ids == (("Embase", "L62000001"),)
    assert [author.name for author in record.authors] == ["Tanaka J", "Oduya P"]


def test_semicolons_and_tabs_part_cells_too(tmp_path: Path) -> None:
    assert records(tmp_path, "title;year\nOne, two;2003\n")[0].title == "One, two"
    assert records(tmp_path, "Title\tYear\nOne, two\t2003\n")[0].year == 2003


def test_what_stands_before_the_header(tmp_path: Path) -> None:
    for text in ("\n \r\ntitle;year\nA;2003;x\n", "sep=;\n\ntitle;year\nA;2003;x\n"):
        (found,) = read(tmp_path, text)
        assert str(found).endswith(
            "article 1: line 4: it has 3 cells where the header has 2; put a cell that holds the separator in quotes"
        )
    (found,) = read(tmp_path, "\ttitle\nr1\tA\n")
    assert found.position == 1
    assert isinstance(found, Entry)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, end: str) -> None:
    text = end.join(("id,title", 'a,"two', 'lines"', "", "b,one"))
    assert [record.title for record in records(tmp_path, text)] == ["two lines", "one"]


def test_a_broken_row_is_refused_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    found = read(tmp_path, 'id,title\na,one\nb,two,three\nc,"never closed\nd,four\ne,"five"\nf\n,,\ng,six\n')
    assert [(one.position, one.why.partition(":")[0]) for one in found if isinstance(one, Refusal)] == [
        (2, "line 3"),
        (3, "line 4"),
        (6, "line 7"),
    ]
    assert [(one.position, one.record.title) for one in found if isinstance(one, Entry)] == [
        (1, "one"),
        (4, "four"),
        (5, "five"),
        (7, "six"),
    ]
    assert "it has 3 cells where the header has 2" in str(found[1])


def test_a_table_without_titles_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(HarvesterError, match=r"in\.csv: no column is a title; found: id, text, year"):
        read(tmp_path, "id,text,year\n1,words,2003\n")


def test_what_a_program_writes_for_missing_is_missing(tmp_path: Path) -> None:
    assert records(tmp_path, "title,year,pmid,doi,volume\nA,2003.0,123.0,NA,nan\n") == [
        Record(
            pmid="123",
            title="A",
            dates=Dates(print=PartialDate(year=2003, raw="2003")),
            digest=hashlib.sha256(
                b'{"title":"A","year":"2003.0","pmid":"123.0","doi":"NA","volume":"nan"}'
            ).hexdigest(),
        )
    ]


@pytest.mark.parametrize("name", ["cytology_screening", "haematology", "special_cases"])
def test_the_public_sets_are_read_whole(name: str) -> None:
    file = DATA / "dedup" / name / "records_pre_merged.csv"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    with file.open(newline="", encoding="utf-8") as rows:
        ids = [row["ID"] for row in csv.DictReader(rows)]
    found = list(read_references(file))
    assert [one.id for one in found if isinstance(one, Entry)] == ids


def test_pubmeds_own_export() -> None:
    file = DATA / "import_formats" / "pubmed-chatbot.csv"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    found = [one for one in read_references(file) if isinstance(one, Entry)]
    assert [one.record.pmid for one in found] == [
        "35227408",
        "34847056",
        "34846321",
        "36693014",
        "34713095",
        "35137107",
    ]
    assert [one.record.doi for one in found][:2] == ["10.1016/j.beth.2021.09.007", "10.2196/27850"]
    assert [len(one.record.authors) for one in found] == [4, 4, 5, 11, 3, 2]
    assert [one.record.volume for one in found] == ["53", "7", "27", "29", "3", "29"]
