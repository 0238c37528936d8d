"""A local PubMed: built from files, it answers E-utilities as NCBI does."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
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
from hypothesis import given
from hypothesis import strategies as st

from harvester.mirror import BASE_URL, Built, build, create_app, serve, session
from harvester.mirror.corpus import Corpus
from harvester.mirror.evaluate import STOPWORDS, Context, Found, evaluate
from harvester.mirror.headings import BELOW, QUALIFIER_CODES
from harvester.records import (
    Author,
    Correction,
    Dates,
    Journal,
    MeshHeading,
    OtherAbstract,
    PartialDate,
    Qualifier,
    QueryError,
    Record,
    Section,
    StoreError,
    Substance,
)
from sockets import listening

SHARED = Path(__file__).parents[1].parent / "shared"


def article(pmid: str, title: str, *, version: int = 1, types: tuple[str, ...] = ("Journal Article",)) -> str:
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in types)
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="{version}">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year><Month>Jul</Month>
    </PubDate></JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Language>eng</Language><PublicationTypeList>{kinds}</PublicationTypeList></Article></MedlineCitation>
    <PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


def write(path: Path, *articles: str, deleted: str = "") -> Path:
    gone = f'<DeleteCitation><PMID Version="1">{deleted}</PMID></DeleteCitation>' if deleted else ""
    path.write_text(f'<?xml version="1.0"?>\n<PubmedArticleSet>{"".join(articles)}{gone}</PubmedArticleSet>', "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A mirror of three records, the PMIDs 101, 102 and 103."""
    file = write(
        tmp_path / "three.xml",
        article("101", "Spinal metastasis of a hemangiopericytoma.", types=("Journal Article", "Case Reports")),
        article("102", "Solitary fibrous tumour of the pleura."),
        article("103", "Meningioma &amp; spine: β-catenin.", types=("Review",)),
    )
    build(tmp_path / "mirror", [file])
    return tmp_path / "mirror"


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


# ---------------------------------------------------------------------------------------------------------------- build


def test_a_build_extends_replaces_and_deletes(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    first = write(tmp_path / "1.xml", article("101", "One."), article("102", "Two."), article("103", "Three."))
    second = write(
        tmp_path / "2.xml",
        article("101", "One, revised."),
        article("102", "Two.", version=2),
        article("102", "Two."),
        article("104", "Four."),
        deleted="103",
    )
    assert build(mirror, [first]) == Built(
        records=3, added=3, replaced=0, deleted=0, unchanged=0, superseded=0, refused=()
    )
    assert build(mirror, [second]) == Built(
        records=3, added=1, replaced=2, deleted=1, unchanged=0, superseded=1, refused=()
    )
    assert build(mirror, [second]) == Built(
        records=3, added=0, replaced=0, deleted=0, unchanged=3, superseded=1, refused=()
    )
    assert found(create_app(mirror), "revised[ti] OR four[ti] OR three[ti]") == ["104", "101"]


def test_what_cannot_be_read_is_refused_by_name_and_stops_nothing_else(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.xml", article("101", "One."), "<PubmedArticle><MedlineCitation/></PubmedArticle>")
    page = tmp_path / "page.xml"
    page.write_text("<html><body>maintenance</body></html>", "utf-8")
    built = build(tmp_path / "mirror", [broken, page, tmp_path / "absent.xml"])
    assert (built.records, [(Path(one.source).name, one.position) for one in built.refused]) == (
        1,
        [("broken.xml", 2), ("page.xml", None), ("absent.xml", None)],
    )


def test_a_build_that_is_killed_leaves_the_old_mirror(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    build(mirror, [write(tmp_path / "1.xml", article("101", "One."))])
    write(tmp_path / "2.xml", article("101", "One, revised."), article("102", "Two."))
    script = """
import os, signal, sys
from pathlib import Path
from harvester.mirror import build

def files(folder):
    yield folder / "2.xml"
    os.kill(os.getpid(), signal.SIGKILL)

build(Path(sys.argv[1]) / "mirror", files(Path(sys.argv[1])))
"""
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == -9
    assert found(create_app(mirror), "all[sb]") == ["101"]
    assert build(mirror, [tmp_path / "2.xml"]).replaced == 1


def test_a_first_build_that_fails_leaves_no_mirror(tmp_path: Path) -> None:
    def files() -> Iterator[Path]:
        yield write(tmp_path / "1.xml", article("101", "One."))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "mirror", files())
    with pytest.raises(StoreError, match="there is no mirror here; make one with"):
        create_app(tmp_path / "mirror")


def test_a_folder_without_a_mirror_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere: there is no mirror here"):
        session(tmp_path / "nowhere")
    (tmp_path / "mirror.db").write_text("this is no database, it only has the name of one " * 20, "utf-8")
    with pytest.raises(StoreError, match="if it is no mirror, remove it"):
        create_app(tmp_path)
    with pytest.raises(StoreError, match="if it is no mirror, remove it"):
        build(tmp_path, [])


def test_a_mirror_extended_while_it_serves_is_read_again(folder: Path, tmp_path: Path) -> None:
    app = create_app(folder)
    assert found(app, "all[sb]") == ["103", "102", "101"]
    build(folder, [write(tmp_path / "more.xml", article("104", "Four."), deleted="102")])
    assert found(app, "all[sb]") == ["104", "103", "101"]


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
    answer = ask(create_app(folder), "esearch", term='abcxyz[ti] OR "no such phrase"[ti] OR the[ti] OR x[foo]').text
    assert answer.partition("<eSearchResult>")[2] == (
        "<Count>0</Count><RetMax>0</RetMax><RetStart>0</RetStart><IdList/><TranslationSet/>"
        '<QueryTranslation>abcxyz[ti] OR "no such phrase"[ti] OR the[ti] OR x[foo]</QueryTranslation>'
        "<ErrorList><PhraseNotFound>abcxyz</PhraseNotFound><PhraseNotFound>the</PhraseNotFound>"
        "<PhraseNotFound>x</PhraseNotFound><FieldNotFound>foo</FieldNotFound></ErrorList><WarningList>"
        '<QuotedPhraseNotFound>"no such phrase"[ti]</QuotedPhraseNotFound>'
        "<OutputMessage>No items found.</OutputMessage>"
        "<OutputMessage>No automatic term mapping in this mirror; searched in All Fields as written: x</OutputMessage>"
        "</WarningList></eSearchResult>\n"
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
        (
            "efetch",
            {"id": "101", "rettype": "medline", "retmode": "text"},
            400,
            "This mirror does not serve rettype=medline with retmode=text",
        ),
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
    assert ask(app, "efetch", id="103", rettype="full", retmode="xml").data == b""


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


# ----------------------------------------------------------------------------------------------------------- evaluation


def on(year: int, month: int | None = None, of_month: int | None = None) -> PartialDate:
    return PartialDate(year=year, month=month, day=of_month)


WOMAN = Record(
    pmid="1",
    title="Hemangiopericytoma metastatic to the spine: a case of O'Brien's.",
    vernacular_title="Metástasis vertebral",
    sections=(
        Section(label="CASE", text="A 48-year-old woman had a spinal cord compression by solitary fibrous tumours."),
        Section(label="CONCLUSION", text="Asthma and cord were seen."),
    ),
    other_abstracts=(OtherAbstract(sections=(Section(text="Hemangiopericitoma."),), language="spa"),),
    authors=(
        Author(last="O'Brien", fore="Jane A", initials="JA", affiliations=("Charité, Berlin",)),
        Author(last="Müller", fore="K", initials="K"),
    ),
    journal=Journal(
        title="Frontiers in endocrinology",
        abbreviation="Front Endocrinol (Lausanne)",
        issn="1664-2392",
        nlm_id="101555782",
    ),
    volume="3",
    dates=Dates(
        print=on(2003, 7),
        electronic=on(2004, 2, 1),
        entrez=on(2003, 8, 2),
        pubmed=on(2003, 8, 3),
        medline=on(2003, 9, 1),
        revised=on(2019, 1, 5),
    ),
    doi="10.1000/x(02)1",
    languages=("eng",),
    publication_types=("Case Reports", "Journal Article"),
    mesh=(
        MeshHeading(descriptor="Hemangiopericytoma", qualifiers=(Qualifier(name="secondary", major=True),)),
        MeshHeading(descriptor="Epidural Neoplasms", qualifiers=(Qualifier(name="surgery"),)),
        MeshHeading(descriptor="Spinal Neoplasms", qualifiers=(Qualifier(name="pathology"),)),
    ),
    substances=(Substance(name="Hemangiopericytoma, Malignant", kind="Disease"),),
    keywords=("dumbbell tumor",),
    status="MEDLINE",
)
SERIES = Record(
    pmid="2",
    title="Spinal neoplasms in adults.",
    sections=(Section(text="We review compression of the spinal cord."),),
    authors=(Author(last="O'Brien", fore="John", initials="J"), Author(collective="Spine Study Group")),
    journal=Journal(title="Spine", abbreviation="Spine (Phila Pa 1976)"),
    dates=Dates(print=on(2005), entrez=on(2005, 1, 20)),
    languages=("ger",),
    publication_types=("Systematic Review",),
    mesh=(
        MeshHeading(descriptor="Spinal Neoplasms", qualifiers=(Qualifier(name="secondary"),)),
        MeshHeading(descriptor="Adult", major=True),
    ),
    corrections=(Correction(kind="ErratumIn", source="Spine 2006"),),
    status="PubMed-not-MEDLINE",
)
BARE = Record(
    pmid="30000003", title="Letter.", dates=Dates(electronic=on(2004, 6, 30)), languages=("eng",), status="Publisher"
)
CORPUS = Corpus((WOMAN, SERIES, BARE))
TODAY = date(2006, 1, 31)


def look(strategy: str, corpus: Corpus = CORPUS) -> Found:
    return evaluate(strategy, corpus, Context(today=TODAY))


@pytest.mark.parametrize(
    ("strategy", "pmids"),
    [
        # words, phrases, truncation
        ("hemangiopericytoma[ti]", "1"),
        ("HEMANGIOPERICYTOMA[Title]", "1"),
        ("hemangiopericyt*[tiab]", "1"),
        ("hemangiopericitoma[tiab]", "1"),
        ("dumbbell[tiab]", "1"),
        ("conclusion[tiab]", "1"),
        ("secondary[tiab]", ""),
        ("secondary[tw]", "1 2"),
        ("pathology[tw]", "1"),
        ('"spinal cord"[tiab]', "1 2"),
        ('"cord spinal"[tiab]', ""),
        ('"solitary fibrous tumo*"[tiab]', "1"),
        ('"48 year old"[tiab]', "1"),
        ('"spine a case"[tiab]', "1"),
        ("spinal cord[tiab]", "1 2"),
        ("neoplasms adults[ti]", "2"),
        ("muller[au]", "1"),
        ("berlin[ad]", "1"),
        ("charite[ad]", "1"),
        ("vertebral[tt]", "1"),
        ("vertebral[tw]", ""),
        ("vertebral", "1"),
        ("dumbbell[ot]", "1"),
        # proximity
        ('"cord spinal"[tiab:~0]', "1 2"),
        ('"compression cord"[tiab:~0]', "1"),
        ('"compression cord"[tiab:~3]', "1 2"),
        ('"spinal old"[tiab:~2]', ""),
        ('"spinal old"[tiab:~3]', "1"),
        # MeSH
        ("Spinal Cord Neoplasms[mh]", "1"),
        ("Spinal Cord Neoplasms[mh:noexp]", ""),
        ("Spinal Neoplasms/secondary[mh]", "2"),
        ("Spinal Neoplasms/sc[mh]", "2"),
        ('"Spinal Neoplasms/pathology"[Mesh]', "1"),
        ("Epidural Neoplasms/therapy[mh]", "1"),
        ("Epidural Neoplasms/therapy[mh:noexp]", ""),
        ("Hemangiopericytoma[majr]", "1"),
        ("Spinal Neoplasms[majr]", ""),
        ("Adult[majr]", "2"),
        ('"secondary"[Subheading]', "1 2"),
        ("complications[sh]", "1 2"),
        ('"Hemangiopericytoma, Malignant"[nm]', "1"),
        # values
        ("case reports[pt]", "1"),
        ("case[pt]", ""),
        ("review[pt]", "2"),
        ("german[la]", "2"),
        ("eng[la]", "1 30000003"),
        ("Front Endocrinol (Lausanne)[ta]", "1"),
        ("1664-2392[ta]", "1"),
        ('"spine"[journal]', "2"),
        ('"10.1000/x(02)1"[aid]', "1"),
        ("3[vi]", "1"),
        ("101555782[jid]", "1"),
        # names
        ("o'brien[au]", "1 2"),
        ("o'brien j[au]", "1 2"),
        ('"o\'brien j"[au]', "2"),
        ("o'brien ja[au]", "1"),
        ("o'brien[1au]", "1 2"),
        ("müller k[lastau]", "1"),
        ("müller[1au]", ""),
        ("obrien john[fau]", "2"),
        ("spine study group[cn]", "2"),
        # dates
        ("2003[dp]", "1"),
        ("2003/07[dp]", "1"),
        ("2003/08[dp]", ""),
        ("2004[dp]", "30000003"),
        ("2004:2004[dp]", "1 30000003"),
        ("2003/07/01:2003/07/01[dp]", "1"),
        ("2003/08/02[crdt]", "1"),
        ("2003/08/03[edat]", "1"),
        ('"2003/01/01"[crdt] : "2005"[crdt]', "1 2"),
        ("2019[lr]", "1"),
        ("2003:3000[mhda]", "1"),
        ('"last 13 months"[dp]', "2"),
        ('"last 2 years"[dp]', "1 2 30000003"),
        # PMIDs and filters
        ("1[uid] OR 0002[pmid]", "1 2"),
        ("1 30000003", "1 30000003"),
        ("2:30000003[uid]", "2 30000003"),
        ("all[sb]", "1 2 30000003"),
        ("medline[sb]", "1"),
        ("publisher[filter]", "30000003"),
        ("hasabstract", "1 2"),
        ("all[sb] NOT hasabstract", "30000003"),
        ("hasstructuredabstract", "1"),
        ("hasnonenglishabstract", "1"),
        ("haserratumin", "2"),
        # joining
        ("spine[ti] OR neoplasms[ti] AND review[pt]", "2"),
        ("spine[ti] OR (neoplasms[ti] AND review[pt])", "1 2"),
        ("all[sb] NOT review[pt] NOT letter[ti]", "1"),
        ("spinal AND cord", "1 2"),
        ("spinal adults", "2"),
        ("spine and adults", "2"),
    ],
)  # fmt: skip
def test_what_a_strategy_finds(strategy: str, pmids: str) -> None:
    assert " ".join(sorted(look(strategy).pmids, key=int)) == pmids


def test_a_translation_says_how_a_strategy_was_understood() -> None:
    strategy = '(spinal cord[tiab] OR metasta*[ti]) AND 2003[dp] AND "Spinal Neoplasms/sc"[mh] NOT nowhere[ti]'
    assert look(strategy) == Found(
        pmids=frozenset(),
        translation='(("spinal cord"[Title/Abstract] OR "metasta*"[Title]) AND '
        '2003/01/01:2003/12/31[Date - Publication] AND "spinal neoplasms/secondary"[MeSH Terms]) NOT nowhere[ti]',
        phrases_not_found=("nowhere",),
    )


def test_a_mirror_says_what_it_cannot_do_as_pubmed_does() -> None:
    assert look("spinal cord").messages == (
        "No automatic term mapping in this mirror; searched in All Fields as written: spinal cord",
    )
    assert look("spinal cord").translation == '"spinal"[All Fields] AND "cord"[All Fields]'
    assert look("Adult[mh]").messages == (
        "No MeSH tree in this mirror for these headings; searched without the ones below them: Adult",
    )
    assert look("spi*[tiab]").messages == ("Truncation needs four characters; spi* was searched without it",)
    assert look("smith j[ps]").messages == (
        "This mirror holds no index of Subject - Personal Name; smith j[ps] finds nothing here",
    )
    assert look('"free full text"[sb]').messages == (
        "This mirror cannot tell which records are in the filter free full text",
    )
    assert look("spine and adults").phrases_ignored == ("and",)


def test_a_tagged_phrase_that_nothing_holds_is_taken_apart_but_a_quoted_one_is_not() -> None:
    apart = look("adults neoplasms[ti]")
    assert (apart.pmids, apart.translation) == (frozenset({"2"}), '("adults"[All Fields] AND "neoplasms"[Title])')
    quoted = look('"adults neoplasms"[ti]')
    assert (quoted.pmids, quoted.quoted_not_found) == (frozenset(), ('"adults neoplasms"[ti]',))


def test_a_known_heading_or_subheading_without_records_is_no_unknown_phrase() -> None:
    empty = look('Sacrum[mh] OR "mortality"[sh] OR 1804[dp]')
    assert (empty.pmids, empty.phrases_not_found, empty.quoted_not_found) == (frozenset(), (), ())
    assert look("No Such Heading[mh]").phrases_not_found == ("No Such Heading",)


def test_a_truncation_stands_for_600_words_at_most() -> None:
    many = Corpus(Record(pmid=str(number), title=f"word{number:04d}") for number in range(1, 702))
    assert look("word*[ti]", many) == Found(
        pmids=frozenset(str(number) for number in range(1, 601)),
        translation='"word*"[Title]',
        messages=("Wildcard search for 'word*' used only the first 600 variations",),
    )


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
    with pytest.raises(QueryError, match="there is no month 13"):
        look("2003/13[dp]")


WORDS = st.lists(st.sampled_from(["spine", "cord", "tumor", "the", "case"]), min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_a_quoted_phrase_finds_the_records_whose_title_holds_it(titles: list[list[str]], phrase: list[str]) -> None:
    corpus = Corpus(Record(pmid=str(at), title=" ".join(title)) for at, title in enumerate(titles, start=1))
    wanted = f" {' '.join(phrase)} "
    alone = len(phrase) == 1 and phrase[0] in STOPWORDS
    holding = {str(at) for at, title in enumerate(titles, start=1) if wanted in f" {' '.join(title)} " and not alone}
    assert look(f'"{" ".join(phrase)}"[ti]', corpus).pmids == holding


def test_the_mesh_facts_are_names_of_mesh() -> None:
    names = SHARED / "data" / "lexicons" / "mesh_subject_headings_30533.csv"
    if not names.exists():
        pytest.skip("../shared/data/lexicons is not here")
    with names.open(encoding="utf-8", newline="") as file:
        known = {row["subject"] for row in csv.DictReader(file)}
    assert {name for parent, below in BELOW.items() for name in (parent, *below)} - known == set()
    assert len(QUALIFIER_CODES) == 76


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
