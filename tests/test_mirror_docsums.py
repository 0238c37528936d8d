"""Document summaries: what esummary prints of a record, in XML of versions 1 and 2 and in JSON."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from harvester.mirror.formats.docsums import docsum_json, docsum_v1, docsum_v2
from harvester.records import Author, Dates, Journal, PartialDate, Record, Section

RECORD = Record(
    pmid="90000001",
    title="The salt & pepper sign of <5 mm.",
    sections=(Section(text="We report one case."),),
    authors=(Author(last="Doe", fore="Jane", initials="J"), Author(collective="Invented Study Group")),
    journal=Journal(title="Journal of invented cases", abbreviation="J Inv Cases", issn="1234-5678", nlm_id="0012345X"),
    volume="3",
    issue="2",
    pages="17-9",
    dates=Dates(
        print=PartialDate(year=2003, month=7, raw="2003 Jul"),
        electronic=PartialDate(year=2003, month=6, day=2, raw="2003 06 02"),
        entrez=PartialDate(year=2003, month=6, day=3, raw="2003 6 3"),
        medline=PartialDate(year=2003, month=8, day=11, raw="2003 8 11"),
    ),
    doi="10.1000/inv.1",
    pmcid="PMC7000001",
    other_ids=(("pii", "inv1"),),
    languages=("eng",),
    publication_types=("Case Reports", "Journal Article"),
    status="MEDLINE",
    publication_status="ppublish",
)


def test_a_summary_in_json() -> None:
    assert docsum_json(RECORD) == {
        "uid": "90000001",
        "pubdate": "2003 Jul",
        "epubdate": "2003 Jun 2",
        "source": "J Inv Cases",
        "authors": [
            {"name": "Doe J", "authtype": "Author", "clusterid": ""},
            {"name": "Invented Study Group", "authtype": "CollectiveName", "clusterid": ""},
        ],
        "lastauthor": "Invented Study Group",
        "title": "The salt &amp; pepper sign of &lt;5 mm.",
        "sorttitle": "salt pepper sign of 5 mm ",
        "volume": "3",
        "issue": "2",
        "pages": "17-9",
        "lang": ["eng"],
        "nlmuniqueid": "0012345X",
        "issn": "1234-5678",
        "essn": "",
        "pubtype": ["Case Reports", "Journal Article"],
        "recordstatus": "PubMed - indexed for MEDLINE",
        "pubstatus": "256",
        "articleids": [
            {"idtype": "pubmed", "idtypen": 1, "value": "90000001"},
            {"idtype": "pii", "idtypen": 4, "value": "inv1"},
            {"idtype": "doi", "idtypen": 3, "value": "10.1000/inv.1"},
            {"idtype": "pmc", "idtypen": 8, "value": "PMC7000001"},
            {"idtype": "eid", "idtypen": 8, "value": "90000001"},
            {"idtype": "rid", "idtypen": 8, "value": "90000001"},
            {"idtype": "pmcid", "idtypen": 5, "value": "pmc-id: PMC7000001;"},
        ],
        "history": [
            {"pubstatus": "entrez", "date": "2003/06/03 00:00"},
            {"pubstatus": "medline", "date": "2003/08/11 00:00"},
        ],
        "references": [],
        "attributes": ["Has Abstract"],
        "pmcrefcount": "",
        "fulljournalname": "Journal of invented cases",
        "elocationid": "doi: 10.1000/inv.1",
        "doctype": "citation",
        "srccontriblist": [],
        "booktitle": "",
        "medium": "",
        "edition": "",
        "publisherlocation": "",
        "publishername": "",
        "srcdate": "",
        "reportnumber": "",
        "availablefromurl": "",
        "locationlabel": "",
        "doccontriblist": [],
        "docdate": "",
        "bookname": "",
        "chapter": "",
        "sortpubdate": "2003/07/01 00:00",
        "sortfirstauthor": "Doe J",
        "vernaculartitle": "",
    }


def test_a_summary_of_version_1() -> None:
    assert docsum_v1(RECORD).splitlines() == [
        "<DocSum>",
        "\t<Id>90000001</Id>",
        '\t<Item Name="PubDate" Type="Date">2003 Jul</Item>',
        '\t<Item Name="EPubDate" Type="Date">2003 Jun 2</Item>',
        '\t<Item Name="Source" Type="String">J Inv Cases</Item>',
        '\t<Item Name="AuthorList" Type="List">',
        '\t\t<Item Name="Author" Type="String">Doe J</Item>',
        '\t\t<Item Name="Author" Type="String">Invented Study Group</Item>',
        "\t</Item>",
        '\t<Item Name="LastAuthor" Type="String">Invented Study Group</Item>',
        '\t<Item Name="Title" Type="String">The salt &amp; pepper sign of &lt;5 mm.</Item>',
        '\t<Item Name="Volume" Type="String">3</Item>',
        '\t<Item Name="Issue" Type="String">2</Item>',
        '\t<Item Name="Pages" Type="String">17-9</Item>',
        '\t<Item Name="LangList" Type="List">',
        '\t\t<Item Name="Lang" Type="String">English</Item>',
        "\t</Item>",
        '\t<Item Name="NlmUniqueID" Type="String">0012345X</Item>',
        '\t<Item Name="ISSN" Type="String">1234-5678</Item>',
        '\t<Item Name="ESSN" Type="String"></Item>',
        '\t<Item Name="PubTypeList" Type="List">',
        '\t\t<Item Name="PubType" Type="String">Case Reports</Item>',
        '\t\t<Item Name="PubType" Type="String">Journal Article</Item>',
        "\t</Item>",
        '\t<Item Name="RecordStatus" Type="String">PubMed - indexed for MEDLINE</Item>',
        '\t<Item Name="PubStatus" Type="String">ppublish</Item>',
        '\t<Item Name="ArticleIds" Type="List">',
        '\t\t<Item Name="pubmed" Type="String">90000001</Item>',
        '\t\t<Item Name="pii" Type="String">inv1</Item>',
        '\t\t<Item Name="doi" Type="String">10.1000/inv.1</Item>',
        '\t\t<Item Name="pmc" Type="String">PMC7000001</Item>',
        "\t</Item>",
        '\t<Item Name="DOI" Type="String">10.1000/inv.1</Item>',
        '\t<Item Name="History" Type="List">',
        '\t\t<Item Name="entrez" Type="Date">2003/06/03 00:00</Item>',
        '\t\t<Item Name="medline" Type="Date">2003/08/11 00:00</Item>',
        "\t</Item>",
        '\t<Item Name="References" Type="List"></Item>',
        '\t<Item Name="HasAbstract" Type="Integer">1</Item>',
        '\t<Item Name="PmcRefCount" Type="Integer">0</Item>',
        '\t<Item Name="FullJournalName" Type="String">Journal of invented cases</Item>',
        '\t<Item Name="ELocationID" Type="String">doi: 10.1000/inv.1</Item>',
        '\t<Item Name="SO" Type="String">2003 Jul;3(2):17-9</Item>',
        "</DocSum>",
    ]


def test_a_summary_of_version_2_is_the_json_in_xml() -> None:
    assert docsum_v2(RECORD).splitlines()[:17] == [
        '<DocumentSummary uid="90000001">',
        "\t<PubDate>2003 Jul</PubDate>",
        "\t<EPubDate>2003 Jun 2</EPubDate>",
        "\t<Source>J Inv Cases</Source>",
        "\t<Authors>",
        "\t\t<Author>",
        "\t\t\t<Name>Doe J</Name>",
        "\t\t\t<AuthType>Author</AuthType>",
        "\t\t\t<ClusterID></ClusterID>",
        "\t\t</Author>",
        "\t\t<Author>",
        "\t\t\t<Name>Invented Study Group</Name>",
        "\t\t\t<AuthType>CollectiveName</AuthType>",
        "\t\t\t<ClusterID></ClusterID>",
        "\t\t</Author>",
        "\t</Authors>",
        "\t<LastAuthor>Invented Study Group</LastAuthor>",
    ]
    assert "\t<References>\n\t</References>\n\t<Attributes>\n\t\t<flag>Has Abstract</flag>\n" in docsum_v2(RECORD)
    assert ET.fromstring(docsum_v2(RECORD)).findtext("Title") == RECORD.title
    assert [element.tag.lower() for element in ET.fromstring(docsum_v2(RECORD))] == list(docsum_json(RECORD))[1:]


def test_a_record_that_says_nothing_has_every_key() -> None:
    nothing = docsum_json(Record(pmid="90000002"))
    assert list(nothing) == list(docsum_json(RECORD))
    assert {key: value for key, value in nothing.items() if value not in ("", [])} == {
        "uid": "90000002",
        "recordstatus": "PubMed",
        "articleids": [
            {"idtype": "pubmed", "idtypen": 1, "value": "90000002"},
            {"idtype": "eid", "idtypen": 8, "value": "90000002"},
            {"idtype": "rid", "idtypen": 8, "value": "90000002"},
        ],
        "doctype": "citation",
    }
    assert '\t<Item Name="AuthorList" Type="List"></Item>' in docsum_v1(Record(pmid="90000002"))


@pytest.mark.parametrize(
    ("status", "electronic", "code"),
    [
        ("ppublish", None, "4"),
        ("ppublish", PartialDate(year=2003), "256"),
        ("epublish", PartialDate(year=2003), "258"),
        ("aheadofprint", PartialDate(year=2003), "aheadofprint"),  # whose number was never seen
        ("", None, ""),
    ],
)
def test_publication_status_has_a_number_where_one_was_seen(
    status: str, electronic: PartialDate | None, code: str
) -> None:
    record = Record(pmid="90000003", publication_status=status, dates=Dates(electronic=electronic))
    assert docsum_json(record)["pubstatus"] == code


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("2003", "2003"),
        ("2003 07", "2003 Jul"),
        ("2003 Jul 04", "2003 Jul 4"),
        ("2003 Summer", "2003 Summer"),
        ("1998 Dec-1999 Jan", "1998 Dec-1999 Jan"),
    ],
)
def test_a_date_is_printed_with_its_day_unpadded_and_a_range_as_it_is(raw: str, printed: str) -> None:
    record = Record(pmid="90000004", dates=Dates(print=PartialDate(year=int(raw[:4]), raw=raw)))
    assert docsum_json(record)["pubdate"] == printed


def test_a_date_without_words_is_printed_from_its_numbers() -> None:
    record = Record(pmid="90000004", dates=Dates(print=PartialDate(year=2003, month=7, day=4)))
    assert docsum_json(record)["pubdate"] == "2003 Jul 4"


def test_a_chapter_has_its_book() -> None:
    chapter = docsum_json(
        Record(pmid="90000005", kind="book", title="A chapter.", journal=Journal(title="Tumours & cysts"))
    )
    assert (chapter["doctype"], chapter["booktitle"], chapter["fulljournalname"]) == (
        "chapter",
        "Tumours &amp; cysts",
        "",
    )
