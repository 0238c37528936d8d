"""einfo, elink, espell, egquery and ecitmatch: what a mirror says about itself and about papers around a record."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from flask import Flask

from harvester.mirror import build, create_app


def article(pmid: str, *, cites: str = "", pmc: str = "", author: str = "Ask") -> str:
    reference = f'<Reference><Citation>x</Citation><ArticleIdList><ArticleId IdType="pubmed">{cites}</ArticleId>'
    references = f"<ReferenceList>{reference}</ArticleIdList></Reference></ReferenceList>" if cites else ""
    full_text = f'<ArticleId IdType="pmc">{pmc}</ArticleId>' if pmc else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>3</Volume><PubDate><Year>2003</Year>
    </PubDate></JournalIssue><Title>Journal of invented cases</Title>
    <ISOAbbreviation>J Invent</ISOAbbreviation></Journal>
    <ArticleTitle>Spine.</ArticleTitle><Pagination><MedlinePgn>10-2</MedlinePgn></Pagination>
    <AuthorList><Author><LastName>{author}</LastName><Initials>A</Initials></Author></AuthorList>
    <Language>eng</Language></Article><MedlineJournalInfo><MedlineTA>J Invent</MedlineTA></MedlineJournalInfo>
    </MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>{full_text}</ArticleIdList>{references}</PubmedData>
    </PubmedArticle>"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Four papers: 102 and 103 cite 101, 103 is in PMC, 104 stands alone."""
    folder = tmp_path_factory.mktemp("links")
    articles = (
        article("101")
        + article("102", cites="101", author="Embla")
        + article("103", cites="101", pmc="PMC77")
        + article("104", author="Loki")
    )
    (folder / "four.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", "utf-8")
    build(folder / "mirror", [folder / "four.xml"])
    return create_app(folder / "mirror")


def ask(app: Flask, utility: str, **parameters: str | list[str]) -> Any:
    return app.test_client().post(f"/entrez/eutils/{utility}", data=parameters)


def link(app: Flask, **parameters: str | list[str]) -> Any:
    return ask(app, "elink.fcgi", dbfrom="pubmed", **parameters)


# --------------------------------------------------------------------------------------------------------------- elink


def test_who_cites_a_record_and_what_it_cites(app: Flask) -> None:
    assert link(app, id="101", retmode="json").json == {
        "header": {"type": "elink", "version": "0.3"},
        "linksets": [
            {
                "dbfrom": "pubmed",
                "ids": ["101"],
                "linksetdbs": [{"dbto": "pubmed", "linkname": "pubmed_pubmed_citedin", "links": ["103", "102"]}],
            }
        ],
    }
    root = ET.fromstring(link(app, id="102").data)
    assert [(one.findtext("LinkName"), one.findtext("Link/Id")) for one in root.findall("LinkSet/LinkSetDb")] == [
        ("pubmed_pubmed_refs", "101")
    ]


def test_no_link_is_no_link_set_db_and_an_unknown_pmid_looks_the_same(app: Flask) -> None:
    for pmid in ("104", "999"):
        assert link(app, id=pmid, retmode="json").json["linksets"] == [{"dbfrom": "pubmed", "ids": [pmid]}]
        assert ET.fromstring(link(app, id=pmid).data).find("LinkSet/LinkSetDb") is None


def test_similar_papers_are_ncbis_own_and_never_made_up(app: Flask) -> None:
    assert link(app, id="101", linkname="pubmed_pubmed", retmode="json").json["linksets"] == [
        {"dbfrom": "pubmed", "ids": ["101"]}
    ]


def test_a_comma_merges_and_a_repeated_id_keeps_apart(app: Flask) -> None:
    merged = link(app, id="102,103", retmode="json").json["linksets"]
    assert [one["ids"] for one in merged] == [["102", "103"]]
    apart = link(app, id=["102", "103"], retmode="json").json["linksets"]
    assert [one["ids"] for one in apart] == [["102"], ["103"]]


def test_a_link_name_or_database_chooses(app: Flask) -> None:
    chosen = link(app, id="103", db="pmc", retmode="json").json["linksets"][0]["linksetdbs"]
    assert chosen == [{"dbto": "pmc", "linkname": "pubmed_pmc", "links": ["77"]}]
    names = [one["linkname"] for one in link(app, id="103", db="all", retmode="json").json["linksets"][0]["linksetdbs"]]
    assert names == ["pubmed_pmc", "pubmed_pubmed_refs"]
    assert "linksetdbs" not in link(app, id="103", linkname="pubmed_pubmed_citedin", retmode="json").json["linksets"][0]


def test_scores_stand_beside_the_links(app: Flask) -> None:
    found = link(app, id="102", cmd="neighbor_score", retmode="json").json["linksets"][0]["linksetdbs"]
    assert found == [{"dbto": "pubmed", "linkname": "pubmed_pubmed_refs", "links": [{"id": "101", "score": 0}]}]
    assert ET.fromstring(link(app, id="102", cmd="neighbor_score").data).findtext(".//Link/Score") == "0"


def test_links_can_be_kept_in_the_history_and_come_from_it(app: Flask) -> None:
    root = ET.fromstring(link(app, id="101", cmd="neighbor_history").data)
    environment = root.findtext("LinkSet/WebEnv", "")
    assert root.findtext("LinkSet/LinkSetDbHistory/QueryKey") == "1"
    kept = ask(app, "efetch.fcgi", db="pubmed", WebEnv=environment, query_key="1", rettype="uilist")
    assert kept.text == "103\n102\n"
    back = link(app, WebEnv=environment, query_key="1", retmode="json").json["linksets"]
    assert back[0]["linksetdbs"] == [{"dbto": "pubmed", "linkname": "pubmed_pubmed_refs", "links": ["101"]}]
    in_json = link(app, id="101", cmd="neighbor_history", retmode="json").json["linksets"][0]
    assert in_json["linksetdbhistories"] == [{"dbto": "pubmed", "linkname": "pubmed_pubmed_citedin", "querykey": "1"}]


@pytest.mark.parametrize(
    ("command", "inside"),
    [
        ("ncheck", '<Id HasNeighbor="Y">101</Id><Id HasNeighbor="N">104</Id>'),
        ("lcheck", '<Id HasLinkOut="N">101</Id><Id HasLinkOut="N">104</Id>'),
        (
            "acheck",
            "<IdLinkSet><Id>101</Id><LinkInfo><DbTo>pubmed</DbTo><LinkName>pubmed_pubmed_citedin</LinkName>"
            "<MenuTag>Cited in</MenuTag><HtmlTag>Cited in</HtmlTag><Priority>128</Priority></LinkInfo></IdLinkSet>"
            "<IdLinkSet><Id>104</Id></IdLinkSet>",
        ),
    ],
)
def test_checks_say_for_each_pmid_what_there_is(app: Flask, command: str, inside: str) -> None:
    answer = link(app, id="101,104", cmd=command).text
    assert f"<IdCheckList>{inside}</IdCheckList>" in "".join(line.strip() for line in answer.splitlines())


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"dbfrom": "notadb", "id": "1"}, "Invalid db name specified: notadb"),
        ({"dbfrom": "pubmed", "db": "gene", "id": "1"}, "Invalid db name specified: gene"),
        ({"dbfrom": "pubmed"}, "Empty id list - nothing todo"),
        ({"dbfrom": "pubmed", "id": "1", "cmd": "guess"}, "Unknown cmd: guess"),
        ({"dbfrom": "pubmed", "query_key": "1", "WebEnv": "MCID_0"}, "Unable to obtain query #1"),
    ],
)
def test_an_error_of_elink_has_no_link_sets(app: Flask, asked: dict[str, str], words: str) -> None:
    assert ask(app, "elink.fcgi", retmode="json", **asked).json == {
        "header": {"type": "elink", "version": "0.3"},
        "linksets": [],
        "ERROR": words,
    }
    assert ET.fromstring(ask(app, "elink.fcgi", **asked).data).findtext("ERROR") == words


# --------------------------------------------------------------------------------------------------------------- einfo


def test_einfo_names_the_database_and_describes_its_fields(app: Flask) -> None:
    assert ask(app, "einfo.fcgi", retmode="json").json["einforesult"] == {"dblist": ["pubmed"], "dbinfo": []}
    (described,) = ask(app, "einfo.fcgi", db="pubmed", retmode="json").json["einforesult"]["dbinfo"]
    assert (described["count"], described["menuname"], len(described["fieldlist"])) == ("4", "PubMed", 50)
    assert described["fieldlist"][14] == {
        "name": "PTYP",
        "fullname": "Publication Type",
        "description": "Kind of publication, such as a case report",
        "termcount": "",
        "isdate": "N",
        "isnumerical": "N",
        "singletoken": "Y",
        "hierarchy": "Y",
        "ishidden": "N",
    }


def test_version_2_adds_whether_a_field_takes_an_asterisk_or_a_range(app: Flask) -> None:
    fields = ET.fromstring(ask(app, "einfo.fcgi", db="pubmed", version="2.0").data).findall(".//Field")
    flags = {one.findtext("Name"): (one.findtext("IsTruncatable"), one.findtext("IsRangable")) for one in fields}
    assert (flags["TITL"], flags["PDAT"], flags["UID"]) == (("Y", "N"), ("N", "Y"), ("N", "N"))


def test_einfo_of_another_database_is_an_error(app: Flask) -> None:
    words = "Can not retrieve DbInfo for db=fleegle"
    assert ask(app, "einfo.fcgi", db="fleegle", retmode="json").json["einforesult"] == {"ERROR": words}
    assert ET.fromstring(ask(app, "einfo.fcgi", db="fleegle").data).findtext("ERROR") == words


# -------------------------------------------------------------------------------------------------------------- others


def test_espell_finds_nothing_to_correct(app: Flask) -> None:
    root = ET.fromstring(ask(app, "espell.fcgi", db="pubmed", term="spinne & hip").data)
    assert [(one.tag, one.text) for one in root] == [
        ("Database", "pubmed"),
        ("Query", "spinne & hip"),
        ("CorrectedQuery", None),
        ("SpelledQuery", None),
        ("ERROR", None),
    ]


def test_egquery_is_dead(app: Flask) -> None:
    answer = ask(app, "egquery.fcgi", term="spine")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_citations_are_matched_line_by_line(app: Flask) -> None:
    lines = (
        "j invent|2003|3|10|loki a|one|",
        "journal of invented cases||||embla|two|",
        "j invent|1999|3|10||three|",
        "fake journal|2000|1|1||four|",
        "j invent|2003|3|10|ask|five|",
        "j invent|2003||||six|",
    )
    answer = ask(app, "ecitmatch.cgi", db="pubmed", retmode="xml", bdata="\r".join(lines))
    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines() == [
        "j invent|2003|3|10|loki a|one|104",
        "journal of invented cases||||embla|two|102",
        "j invent|1999|3|10||three|NOT_FOUND",
        "fake journal|2000|1|1||four|NOT_FOUND;INVALID_JOURNAL",
        "j invent|2003|3|10|ask|five|AMBIGUOUS 103,101",
        "j invent|2003||||six|AMBIGUOUS (4 citations)",
    ]
