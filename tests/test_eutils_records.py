"""efetch, esummary and epost: the records of a mirror in every form NCBI has, and what stands for the others."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from flask import Flask

from harvester.mirror import build, create_app


def article(pmid: str, title: str) -> str:
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>3</Volume><PubDate><Year>2003</Year>
    </PubDate></JournalIssue><Title>Journal of invented cases</Title>
    <ISOAbbreviation>J Invent</ISOAbbreviation></Journal>
    <ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>A case.</AbstractText></Abstract>
    <AuthorList><Author><LastName>Ask</LastName><Initials>A</Initials></Author></AuthorList>
    <Language>eng</Language><PublicationTypeList><PublicationType>Case Reports</PublicationType></PublicationTypeList>
    </Article></MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A mirror of the PMIDs 101 and 102."""
    folder = tmp_path_factory.mktemp("records")
    articles = article("101", "Spine, one.") + article("102", "Spine, two.")
    (folder / "two.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", "utf-8")
    build(folder / "mirror", [folder / "two.xml"])
    return create_app(folder / "mirror")


def ask(app: Flask, utility: str, **parameters: str) -> Any:
    return app.test_client().post(f"/entrez/eutils/{utility}.fcgi", data={"db": "pubmed", **parameters})


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, ET.fromstring(answer.data).findtext("ERROR", "")


# -------------------------------------------------------------------------------------------------------------- efetch


def test_a_record_in_xml_has_ncbis_prolog(app: Flask) -> None:
    answer = ask(app, "efetch", id="101", retmode="xml")
    assert answer.content_type == "text/xml; charset=UTF-8"
    assert answer.text.startswith(
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
        '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n<PubmedArticle>'
    )
    assert answer.text.endswith("</PubmedArticle></PubmedArticleSet>")


@pytest.mark.parametrize(
    ("kind", "mode", "content_type", "begins"),
    [
        ("", "", "text/xml", "<?xml"),
        ("xml", "", "text/xml", "<?xml"),
        ("full", "xml", "text/xml", "<?xml"),
        ("abstract", "xml", "text/xml", "<?xml"),
        ("medline", "xml", "text/xml", "<?xml"),
        ("abstract", "", "text/plain", "1. J Invent."),
        ("abstract", "text", "text/plain", "1. J Invent."),
        ("medline", "", "text/plain", "\nPMID- 101\n"),
        ("medline", "text", "text/plain", "\nPMID- 101\n"),
        ("uilist", "", "text/plain", "101\n102\n"),
        ("uilist", "text", "text/plain", "101\n102\n"),
        ("uilist", "xml", "text/xml", '<?xml version="1.0" ?>\n<IdList>\n<Id>101</Id>\n<Id>102</Id>\n</IdList>\n'),
        ("docsum", "", "text/xml", '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSummaryResult'),
        ("docsum", "xml", "text/xml", '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSummaryResult'),
    ],
)
def test_rettype_and_retmode_name_the_form(app: Flask, kind: str, mode: str, content_type: str, begins: str) -> None:
    answer = ask(app, "efetch", id="101,102", rettype=kind, retmode=mode)
    assert (answer.status_code, answer.mimetype, answer.text[: len(begins)]) == (200, content_type, begins)


@pytest.mark.parametrize(("kind", "mode"), [("full", ""), ("full", "text"), ("", "html"), ("", "asn.1"), ("", "json")])
def test_a_form_that_is_not_served_is_200_without_a_byte(app: Flask, kind: str, mode: str) -> None:
    answer = ask(app, "efetch", id="101", rettype=kind, retmode=mode)
    assert (answer.status_code, answer.data) == (200, b"")


def test_unknown_pmids_are_silent_in_xml_and_named_in_text(app: Flask) -> None:
    assert ask(app, "efetch", id="999", retmode="xml").text.endswith("<PubmedArticleSet></PubmedArticleSet>\n")
    words = "id: 999 Error occurred: The following PMID is not available: 999\n"
    assert ask(app, "efetch", id="999").text == words
    assert ask(app, "efetch", id="999", rettype="medline", retmode="text").text == words
    assert ask(app, "efetch", id="999,101", rettype="medline", retmode="text").text.startswith("\nPMID- 101\n")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, (200, "Supplied id parameter is empty.")),
        ({"id": "abc"}, (400, "ID list is empty! Possibly it has no correct IDs.")),
        ({"id": "101", "db": "pubmeb"}, (200, "Invalid db name specified: pubmeb")),
        ({"id": "101", "db": ""}, (400, "Mandatory parameter: db - is omitted")),
    ],
)
def test_an_error_of_efetch_has_the_document_that_was_recorded(
    app: Flask, asked: dict[str, str], expected: tuple[int, str]
) -> None:
    answer = ask(app, "efetch", retmode="xml", **asked)
    assert error(answer) == expected
    assert answer.text == (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" '
        '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">\n'
        f"<eFetchResult>\n\t<ERROR>{expected[1]}</ERROR>\n</eFetchResult>\n"
    )


# ------------------------------------------------------------------------------------------------------------ esummary


def test_a_summary_comes_as_items_as_elements_or_in_json(app: Flask) -> None:
    items = ET.fromstring(ask(app, "esummary", id="101").data)
    assert [(one.get("Name"), one.text) for one in items.findall("DocSum/Item")][:3] == [
        ("PubDate", "2003"),
        ("EPubDate", None),
        ("Source", "J Invent"),
    ]
    elements = ET.fromstring(ask(app, "esummary", id="101", version="2.0").data)
    (summary,) = elements.findall("DocumentSummarySet[@status='OK']/DocumentSummary[@uid='101']")
    assert (summary.findtext("Source"), summary.findtext("Title")) == ("J Invent", "Spine, one.")
    in_json = ask(app, "esummary", id="102,101", retmode="json").json
    assert in_json["header"] == {"type": "esummary", "version": "0.3"}
    assert (in_json["result"]["uids"], in_json["result"]["101"]["title"]) == (["102", "101"], "Spine, one.")


def test_an_unknown_pmid_has_an_error_in_its_place(app: Flask) -> None:
    items = ET.fromstring(ask(app, "esummary", id="999,101").data)
    assert [one.text for one in items.findall("ERROR")] == ["UID=999: cannot get document summary"]
    elements = ET.fromstring(ask(app, "esummary", id="999", version="2.0").data)
    assert elements.findtext("DocumentSummarySet/DocumentSummary[@uid='999']/error") == "cannot get document summary"
    in_json = ask(app, "esummary", id="999", retmode="json").json["result"]
    assert in_json == {"uids": ["999"], "999": {"uid": "999", "error": "cannot get document summary"}}


def test_json_takes_500_summaries_and_xml_more(app: Flask) -> None:
    ids = ",".join(str(number) for number in range(1, 502))
    assert ask(app, "esummary", id=ids, retmode="json").json == {
        "header": {"type": "esummary", "version": "0.3"},
        "esummaryresult": [
            "Too many UIDs in request. Maximum number of UIDs is 500 for JSON format output.",
        ],
    }
    assert len(ET.fromstring(ask(app, "esummary", id=ids).data)) == 501


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Neither query_key nor id specified"),
        ({"id": "x"}, "Empty id list - nothing todo"),
        ({"db": "notadb", "id": "1"}, "Invalid db name specified: notadb"),
    ],
)
def test_a_request_that_fails_as_a_whole_has_no_result_in_json(app: Flask, asked: dict[str, str], words: str) -> None:
    assert error(ask(app, "esummary", **asked)) == (200, words)
    assert ask(app, "esummary", retmode="json", **asked).json == {
        "header": {"type": "esummary", "version": "0.3"},
        "esummaryresult": [words],
    }


def test_summaries_are_read_from_history_from_the_first_on(app: Flask) -> None:
    kept = ET.fromstring(ask(app, "esearch", term="spine[ti]", usehistory="y").data)
    asked = {"WebEnv": kept.findtext("WebEnv", ""), "query_key": "1", "retmode": "json"}
    assert ask(app, "esummary", **asked).json["result"]["uids"] == ["102", "101"]
    assert ask(app, "esummary", **asked, retstart="1", retmax="1").json["result"]["uids"] == ["101"]


# --------------------------------------------------------------------------------------------------------------- epost


def test_posted_pmids_are_fetched_by_their_key_whether_they_exist_or_not(app: Flask) -> None:
    posted = ask(app, "epost", id="102,999,0101")
    root = ET.fromstring(posted.data)
    environment = root.findtext("WebEnv", "")
    assert posted.text == (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE ePostResult PUBLIC "-//NLM//DTD epost 20090526//EN" '
        '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20090526/epost.dtd">\n'
        f"<ePostResult>\n\t<QueryKey>1</QueryKey>\n\t<WebEnv>{environment}</WebEnv>\n</ePostResult>\n"
    )
    again = ET.fromstring(ask(app, "epost", id="101 102", WebEnv=environment).data)
    assert (again.findtext("WebEnv"), again.findtext("QueryKey")) == (environment, "2")
    fetched = ask(app, "efetch", WebEnv=environment, query_key="1", rettype="uilist", retmode="text")
    assert fetched.text == "102\n101\n"


@pytest.mark.parametrize(
    ("ids", "errors", "stored"),
    [
        ("", ["Empty ID list; Nothing to store"], False),
        ("abc", ["Some IDs have invalid value and were omitted. Maximum ID value 18446744073709551615",
                 "Empty ID list; Nothing to store"], False),
        ("abc,101", ["Some IDs have invalid value and were omitted. Maximum ID value 18446744073709551615"], True),
    ],
)  # fmt: skip
def test_ids_that_are_no_numbers_are_named_and_the_others_kept(
    app: Flask, ids: str, errors: list[str], stored: bool
) -> None:
    root = ET.fromstring(ask(app, "epost", id=ids).data)
    assert [one.text for one in root.findall("ERROR")] == errors
    assert (root.find("QueryKey") is not None) == stored


def test_epost_of_another_database_is_refused_in_its_own_document(app: Flask) -> None:
    answer = ask(app, "epost", db="nothing", id="1")
    assert error(answer) == (200, "Invalid db name specified: nothing")
    assert ET.fromstring(answer.data).tag == "ePostResult"


def test_a_page_behind_the_end_is_out_of_range(app: Flask) -> None:
    environment = ET.fromstring(ask(app, "epost", id="101").data).findtext("WebEnv", "")
    for utility in ("efetch", "esummary"):
        assert error(ask(app, utility, WebEnv=environment, query_key="1", retstart="1")) == (
            400,
            "Cannot retrieve history data: OUT OF RANGE. Parameter retstart=1 + 1 is greater than number of records "
            "available in history. History includes 1 IDs.",
        )
