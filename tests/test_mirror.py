"""A local PubMed: built from files, it answers E-utilities as NCBI does."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.request import urlopen

import pytest
import requests
from Bio import Entrez as Oracle
from flask import Flask

from harvester.errors import StoreError
from harvester.mirror import BASE_URL, Built, build, create_app, serve, session
from invented import three
from sockets import listening

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three(tmp_path)


def test_a_mirror_answers_as_ncbi_does(folder: Path) -> None:
    with session(folder) as pubmed:
        answer = pubmed.post(f"{BASE_URL}esearch.fcgi", data={"db": "pubmed", "term": "case reports[pt]"})
    assert answer.text == (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
        '"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
        "<eSearchResult><Count>1</Count><RetMax>1</RetMax><RetStart>0</RetStart><IdList>\n<Id>101</Id>\n</IdList>"
        '<TranslationSet/><QueryTranslation>"case reports"[Publication Type]</QueryTranslation></eSearchResult>\n'
    )


# ------------------------------------------------------------------------------------------------------------- esearch


def ask(app: Flask, utility: str, **parameters: str | int) -> Any:
    return app.test_client().post(f"/entrez/eutils/{utility}.fcgi", data={"db": "pubmed", **parameters})


def found(app: Flask, term: str, **parameters: str | int) -> list[str]:
    answer = ET.fromstring(ask(app, "esearch", term=term, **parameters).data)
    return [one.text or "" for one in answer.findall("IdList/Id")]


def test_get_and_post_are_equal(folder: Path) -> None:
    client = create_app(folder).test_client()
    asked = {"db": "pubmed", "term": "spine[ti] OR pleura[ti]", "retmax": "1"}
    for utility, more in (("esearch", {}), ("efetch", {"id": "101,102", "retmode": "xml"}), ("einfo", {})):
        path = f"/entrez/eutils/{utility}.fcgi"
        assert client.get(path, query_string=asked | more).data == client.post(path, data=asked | more).data


def test_an_answer_without_hits_says_what_was_not_found(folder: Path) -> None:
    answer = ask(create_app(folder), "esearch", term='abcXYZ[ti] OR "no such phrase"[ti] OR the[ti] OR x[foo]').text
    assert answer.partition("<eSearchResult>")[2] == (
        "<Count>0</Count><RetMax>0</RetMax><RetStart>0</RetStart><IdList/><TranslationSet/>"
        '<QueryTranslation>abcXYZ[ti] OR "no such phrase"[ti] OR the[ti] OR x[foo]</QueryTranslation>'
        "<ErrorList><PhraseNotFound>abcXYZ</PhraseNotFound><PhraseNotFound>the</PhraseNotFound>"
        "<PhraseNotFound>x</PhraseNotFound><FieldNotFound>foo</FieldNotFound></ErrorList><WarningList>"
        '<QuotedPhraseNotFound>"no such phrase"[ti]</QuotedPhraseNotFound>'
        "<OutputMessage>No items found.</OutputMessage></WarningList></eSearchResult>\n"
    )


def test_json_has_numbers_as_strings_and_hides_unknown_fields_as_ncbi_does(folder: Path) -> None:
    app = create_app(folder)
    assert ask(app, "esearch", term="spine[ti]", retmode="json").json == {
        "header": {"type": "esearch", "version": "0.3"},
        "esearchresult": {
            "count": "1",
            "retmax": "1",
            "retstart": "0",
            "idlist": ["103"],
            "translationset": [],
            "querytranslation": '"spine"[Title]',
        },
    }
    unknown = ask(app, "esearch", term="spine[foo]", retmode="json").json["esearchresult"]
    assert (unknown["count"], unknown["errorlist"]) == ("1", {"phrasesnotfound": [], "fieldsnotfound": []})


@pytest.mark.parametrize(
    ("asked", "page", "message"),
    [
        ({}, ["103", "102", "101"], ""),
        ({"retmax": "2"}, ["103", "102"], ""),
        ({"retstart": "1", "retmax": "2"}, ["102"], "Restrictions achieved. start and count adjusted to 1, 1"),
        ({"retmax": "9"}, ["103", "102"], "Restrictions achieved. start and count adjusted to 0, 2"),
        ({"retmax": "0"}, [], ""),
    ],
)
def test_a_search_gives_out_no_more_than_the_ceiling(
    folder: Path, asked: dict[str, str], page: list[str], message: str
) -> None:
    app = create_app(folder, ceiling=2 if message or asked else 9_999)
    answer = ET.fromstring(ask(app, "esearch", term="all[sb]", **asked).data)
    assert answer.findtext("Count") == "3"
    assert [one.text for one in answer.findall("IdList/Id")] == page
    assert answer.findtext("WarningList/OutputMessage", "") == message


def test_behind_the_ceiling_there_is_an_error_with_a_raw_newline(folder: Path) -> None:
    app = create_app(folder, ceiling=2)
    in_xml = ask(app, "esearch", term="all[sb]", retstart=2)
    assert (in_xml.status_code, ET.fromstring(in_xml.data).findtext("ERROR", "")[:93]) == (
        200,
        "Search Backend failed: Exception:\n'retstart' cannot be larger than 1. For PubMed, ESearch can",
    )
    in_json = ask(app, "esearch", term="all[sb]", retstart=2, retmode="json").text
    with pytest.raises(json.JSONDecodeError, match="Invalid control character at: line 1 column 105"):
        json.loads(in_json)
    assert json.loads(in_json, strict=False)["esearchresult"]["ERROR"].startswith("Search Backend failed: Exception:\n")


def test_history_keeps_results_by_number(folder: Path) -> None:
    app = create_app(folder)
    first = ET.fromstring(ask(app, "esearch", term="spine[ti]", usehistory="y").data)
    environment = first.findtext("WebEnv", "")
    assert (environment[:5], len(environment), first.findtext("QueryKey")) == ("MCID_", 29, "1")
    second = ET.fromstring(ask(app, "esearch", term="pleura[ti]", usehistory="y", WebEnv=environment).data)
    assert (second.findtext("WebEnv"), second.findtext("QueryKey")) == (environment, "2")
    assert found(app, "#1 OR #2", WebEnv=environment) == ["103", "102"]
    assert found(app, "meningioma[ti]", WebEnv=environment, query_key=1) == ["103"]
    fetched = ask(app, "efetch", WebEnv=environment, query_key=2, rettype="uilist", retmode="text")
    assert fetched.text == "102\n"


@pytest.mark.parametrize(
    ("utility", "asked", "status", "words"),
    [
        ("esearch", {"term": ""}, 200, "Empty term and query_key - nothing todo"),
        ("esearch", {"db": "", "term": "x"}, 400, "Mandatory parameter: db - is omitted"),
        ("esearch", {"db": "pubmeb", "term": "x"}, 200, "Invalid db name specified: pubmeb"),
        ("esearch", {"term": "#1", "WebEnv": "MCID_1"}, 200, "Unable to obtain query #1"),
        ("esearch", {"term": "1:9[vi]"}, 200, "1:9[vi]: this mirror evaluates ranges of dates and of PMIDs only"),
        ("efetch", {"id": "", "retmode": "xml"}, 200, "Supplied id parameter is empty."),
        ("efetch", {"id": "x,0"}, 400, "ID list is empty! Possibly it has no correct IDs."),
        ("efetch", {"query_key": "1", "WebEnv": "MCID_1"}, 200, "Unable to obtain query #1"),
    ],
)
def test_an_error_has_ncbis_form_and_words(
    folder: Path, utility: str, asked: dict[str, str], status: int, words: str
) -> None:
    answer = ask(create_app(folder), utility, **asked)
    assert (answer.status_code, ET.fromstring(answer.data).findtext("ERROR")) == (status, words)


def test_a_strategy_that_cannot_be_read_is_an_error_and_no_empty_result(folder: Path) -> None:
    answer = ET.fromstring(ask(create_app(folder), "esearch", term="(spine[ti] OR sacrum[ti]").data)
    assert answer.find("Count") is None
    assert answer.findtext("ERROR", "").startswith("strategy, line 1, column 1: this parenthesis is never closed")


def test_count_hides_everything_but_the_count(folder: Path) -> None:
    answer = ask(create_app(folder), "esearch", term="spine[foo]", rettype="count").text
    assert answer.partition("<eSearchResult>")[2] == "\n\t<Count>1</Count>\n</eSearchResult>\n"


def test_dates_sent_beside_the_term_are_part_of_the_search(folder: Path) -> None:
    app = create_app(folder, today=lambda: date(2003, 7, 15))
    assert found(app, "all[sb]", datetype="pdat", mindate="2003", maxdate="2003/07") == ["103", "102", "101"]
    assert found(app, "all[sb]", datetype="pdat", mindate="2004", maxdate="3000") == []
    assert found(app, "all[sb]", datetype="pdat", mindate="2004") == ["103", "102", "101"]
    assert found(app, "all[sb]", datetype="pdat", reldate=20) == ["103", "102", "101"]
    assert found(app, "all[sb]", datetype="pdat", reldate=2) == []
    answer = ask(app, "esearch", term="spine[ti]", mindate="2003", maxdate="2003/02").data
    assert (
        ET.fromstring(answer).findtext("QueryTranslation") == '"spine"[Title] AND 2003/01/01:2003/02/28[Date - Entry]'
    )
    wrong = ET.fromstring(ask(app, "esearch", term="spine[ti]", mindate="soon", maxdate="3000").data)
    assert wrong.findtext("ERROR") == "mindate, maxdate: soon is no date; write YYYY, YYYY/MM or YYYY/MM/DD"


# -------------------------------------------------------------------------------------------------------------- efetch


def test_efetch_gives_the_articles_asked_for_and_drops_unknown_ones_in_silence(folder: Path) -> None:
    app = create_app(folder)
    answer = ask(app, "efetch", id="0102,999,101", retmode="xml")
    assert answer.content_type == "text/xml; charset=UTF-8"
    assert [one.text for one in ET.fromstring(answer.data).findall("PubmedArticle/MedlineCitation/PMID")] == [
        "102",
        "101",
    ]
    nothing = ask(app, "efetch", id="999", retmode="xml").text
    assert nothing.endswith("<PubmedArticleSet></PubmedArticleSet>\n")


def test_efetch_gives_pmids_and_for_an_unknown_form_nothing(folder: Path) -> None:
    app = create_app(folder)
    assert ask(app, "efetch", id="103,999,101", rettype="uilist", retmode="text").text == "103\n101\n"
    assert ask(app, "efetch", id="103", rettype="full").data == b""


def test_efetch_from_history_ends_at_the_ceiling_and_at_the_last(folder: Path) -> None:
    app = create_app(folder, ceiling=2)
    kept = ET.fromstring(ask(app, "esearch", term="all[sb]", usehistory="y").data)
    asked = {"WebEnv": kept.findtext("WebEnv", ""), "query_key": "1", "rettype": "uilist", "retmode": "text"}
    assert ask(app, "efetch", **asked, retstart=1, retmax=2).text == "102\n"
    behind = ask(app, "efetch", **asked, retstart=2)
    assert (behind.status_code, "'retstart' cannot be larger than 1" in behind.text) == (400, True)
    wide = create_app(folder)
    kept = ET.fromstring(ask(wide, "esearch", term="all[sb]", usehistory="y").data)
    outside = ask(wide, "efetch", WebEnv=kept.findtext("WebEnv", ""), query_key=1, retstart=3)
    assert (outside.status_code, "OUT OF RANGE. Parameter retstart=3 + 1" in outside.text) == (400, True)


# -------------------------------------------------------------------------------------------------------------- serving


def test_biopython_reads_its_answers_with_the_dtds_of_ncbi(folder: Path) -> None:
    with listening(create_app(folder)) as url:
        answer = oracle(f"{url}esearch.fcgi?db=pubmed&usehistory=y&term=spine[ti]+OR+nowhere[ti]")
        articles = oracle(f"{url}efetch.fcgi?db=pubmed&retmode=xml&id=101,102")
        described = oracle(f"{url}einfo.fcgi?db=pubmed")
    assert (answer["Count"], answer["IdList"], answer["ErrorList"]["PhraseNotFound"]) == ("1", ["103"], ["nowhere"])
    assert [str(one["MedlineCitation"]["PMID"]) for one in articles["PubmedArticle"]] == ["101", "102"]
    (database,) = described["DbInfo"]
    assert (database["Count"], database["FieldList"][0]["FullName"]) == ("3", "All Fields")


def oracle(url: str) -> Any:
    with urlopen(url, timeout=10) as handle:
        return Oracle.read(handle)  # type: ignore[no-untyped-call]


def test_serve_announces_where_it_listens(folder: Path) -> None:
    script = "import sys; from pathlib import Path; from harvester.mirror import serve; serve(Path(sys.argv[1]))"
    command = [sys.executable, "-u", "-c", script, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            answer = requests.get(f"{url}efetch.fcgi", {"db": "pubmed", "id": "101", "rettype": "uilist"}, timeout=10)
        finally:
            process.terminate()
    assert answer.text == "101\n"


def test_serve_needs_a_mirror(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no mirror here"):
        serve(tmp_path)


# ------------------------------------------------------------------------------------------------------------ real data


@dataclass(frozen=True)
class Real:
    folder: Path
    files: tuple[Path, ...]
    built: Built


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    files = tuple(sorted((SHARED / "data" / "pubmed_xml" / "metapub" / "fixtures" / "pmid_xml").glob("*.xml")))
    if not files:
        pytest.skip("../shared/data/pubmed_xml/metapub is not here")
    folder = tmp_path_factory.mktemp("real") / "mirror"
    return Real(folder, files, build(folder, files))


def test_case_reports_are_exactly_those_whose_publication_types_say_so(real: Real) -> None:
    types = {
        path.stem: {one.text for one in ET.parse(path).findall(".//PublicationTypeList/PublicationType")}
        for path in real.files
    }
    expected = {pmid for pmid, kinds in types.items() if "Case Reports" in kinds}
    assert (real.built.records, real.built.refused) == (215, ())
    assert len(expected) == 8
    assert set(found(create_app(real.folder), "case reports[pt]")) == expected


def test_a_real_strategy_is_answered_well_within_a_second(real: Real) -> None:
    terms = [
        f'hemangiopericytom*[tiab] OR spin{end}[tiab] OR "solitary fibrous"[tw]' for end in "abcdefghijklmnopqrstuvwxy"
    ]
    began = perf_counter()
    app = create_app(real.folder)
    ask(app, "esearch", term="\nOR ".join(terms) + "\nAND metasta*[tiab]")
    assert perf_counter() - began < 1
