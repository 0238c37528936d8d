"""NCBI's recorded answers against the mirror's: element order, attributes, types and literals; values may differ.

Every recording in ../shared/data/eutils_http stands in one table: by what it is compared, or why it is not.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from harvester.mirror import Rates, build, create_app

RECORDED = Path(__file__).parents[1].parent / "shared" / "data" / "eutils_http"
PUBMED_XML = RECORDED.parent / "pubmed_xml"
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="../shared/data/eutils_http is not here")

CASSETTES = "biocommons/tests/data/cassettes"


def article(pmid: str, journal: str, place: str, author: str) -> str:
    """An invented record that stands where a recorded PMID is not among the real ones: `1991;88:3248-52`."""
    year, volume, pages = re.split("[;:]", place)
    last, initials = author.split()
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>{volume}</Volume>
    <PubDate><Year>{year}</Year></PubDate></JournalIssue><ISOAbbreviation>{journal}</ISOAbbreviation></Journal>
    <ArticleTitle>Invented.</ArticleTitle><Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>
    <AuthorList><Author><LastName>{last}</LastName><Initials>{initials}</Initials></Author>
    </AuthorList><Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType>
    </PublicationTypeList></Article><MedlineJournalInfo><MedlineTA>{journal}</MedlineTA></MedlineJournalInfo>
    </MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="pubmed"><Year>{year}</Year><Month>1</Month>
    <Day>1</Day></PubMedPubDate></History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>
    <ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList><ReferenceList><Reference><Citation>x</Citation>
    <ArticleIdList><ArticleId IdType="pubmed">2014248</ArticleId></ArticleIdList></Reference></ReferenceList>
    </PubmedData></PubmedArticle>"""


INVENTED = (
    article("2014248", "Proc Natl Acad Sci U S A", "1991;88:3248-52", "Mann BJ"),
    article("3026048", "Science", "1987;235:182-9", "Palmenberg AC"),
    article("9000001", "J Invent", "2008;97:1-2", "Hart RK"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A mirror of the real records, of those in the recordings, and of a few invented ones."""
    folder = tmp_path_factory.mktemp("shapes")
    invented = folder / "invented.xml"
    invented.write_text(f"<PubmedArticleSet>{''.join(INVENTED)}</PubmedArticleSet>", "utf-8")
    fetched = folder / "fetched.xml"
    articles = [found for name in FETCHED for found in articles_of(cassette(name)["body"])]
    fetched.write_text(f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>", "utf-8")
    real = sorted((PUBMED_XML / "metapub" / "fixtures" / "pmid_xml").glob("*.xml"))
    build(folder / "mirror", [invented, *real, *sorted((RECORDED / "illumination-k" / "pubmed_xml").glob("*.xml"))])
    build(folder / "mirror", [fetched])
    return create_app(folder / "mirror", limits=Rates(per_address=1_000))


def articles_of(text: str) -> list[str]:
    return re.findall(r"<PubmedArticle>.*?</PubmedArticle>", text, re.DOTALL)


def cassette(name: str, number: int = 0) -> dict[str, Any]:
    """The request's parameters, and the answer's body and headers, of one recorded exchange."""
    yaml = pytest.importorskip("yaml", reason="the recordings of biocommons are YAML")
    exchange = yaml.safe_load((RECORDED / CASSETTES / name).read_text("utf-8"))["interactions"][number]
    answer = exchange["response"]
    return {"asked": exchange["request"]["body"], "body": answer["body"]["string"], "headers": answer["headers"]}


FETCHED = (
    "test_efetch",
    "test_eutils_xmlfacades_pubmedarticle_20412080",
    "test_eutils_xmlfacades_pubmedarticle_22351513",
    "test_eutils_xmlfacades_pubmedarticle_22528466",
    "test_eutils_xmlfacades_pubmedarticle_23121403",
    "test_eutils_xmlfacades_pubmedarticle_29915538",
)


# -------------------------------------------------------------------------------------------------------------- shapes

Shape = tuple[Any, ...]

NAMING = ("Name", "Type", "status", "HasNeighbor")
"""Attributes whose values are structure, not data."""


def shape(element: ET.Element, without: Sequence[str] = ()) -> Shape:
    """Tag, attributes, children in order (a run of equal ones counts once), and whether there is text of its own."""
    attributes = tuple((name, value if name in NAMING else "") for name, value in element.attrib.items())
    children = tuple(runs(shape(child, without) for child in element if child.tag not in without))
    return element.tag, attributes, children


def runs(shapes: Iterable[Shape]) -> Iterator[Shape]:
    last: Shape | None = None
    for one in shapes:
        if one != last:
            yield one
        last = one


def json_shape(value: Any) -> Any:
    """Keys in order, the types of values, and of a list what kinds of things it holds."""
    if isinstance(value, dict):
        return [(key, json_shape(inside)) for key, inside in value.items()]
    if isinstance(value, list):
        kinds: list[Any] = []
        for one in map(json_shape, value):
            if one not in kinds:
                kinds.append(one)
        return kinds
    return type(value).__name__


def xml(name: str) -> ET.Element:
    return ET.parse(RECORDED / name).getroot()


def ask(app: Flask, utility: str, **parameters: str | list[str]) -> Any:
    return app.test_client().post(f"/entrez/eutils/{utility}", data=parameters)


def answered(app: Flask, utility: str, **parameters: str | list[str]) -> ET.Element:
    return ET.fromstring(ask(app, utility, **parameters).data)


# --------------------------------------------------------------------------------------------------------- comparisons

Compare = Callable[[Flask, str], None]


def fetched_again(app: Flask, name: str) -> None:
    """The whole body but for the year of the DTD: the prolog as it stands, the record as canonical XML.

    The mirror keeps records in canonical form, which puts attributes in the order of their names.
    """
    body = cassette(Path(name).name)["body"]
    (pmid,) = re.findall(r"(?<=<PubmedArticle><MedlineCitation )[^>]*><PMID[^>]*>(\d+)", body)
    same_set(ask(app, "efetch.fcgi", db="pubmed", id=pmid, retmode="xml").text, body)


def same_set(ours: str, recorded: str) -> None:
    assert undated(ours).partition("<PubmedArticle>")[0] == undated(recorded).partition("<PubmedArticle>")[0]
    assert ET.canonicalize(ours.strip()) == ET.canonicalize(recorded.strip())


def undated(text: str) -> str:
    return re.sub(r"1st January \d{4}|pubmed_\d{6}", "", text)


def illuminated(app: Flask, name: str) -> None:
    text = (RECORDED / name).read_text("utf-8")
    same_set(ask(app, "efetch.fcgi", db="pubmed", id=Path(name).stem, retmode="xml").text, text)


def databases(app: Flask, name: str) -> None:
    """Biocommons: letter for letter but for the databases themselves."""
    recorded = re.sub(r"(?<=</DbName>\n)(?:\t<DbName>.*\n)+", "", cassette(Path(name).name)["body"])
    assert ask(app, "einfo.fcgi").text == recorded


def databases_in_json(app: Flask, name: str) -> None:
    assert json_shape(ask(app, "einfo.fcgi", retmode="json").json) == json_shape(read_json(name))


def databases_in_json_of_old(app: Flask, name: str) -> None:
    """Before there was an empty dbinfo beside the list."""
    ours = ask(app, "einfo.fcgi", retmode="json").json
    del ours["einforesult"]["dbinfo"]
    assert json_shape(ours) == json_shape(read_json(name))


def databases_of_old(app: Flask, name: str) -> None:
    assert shape(answered(app, "einfo.fcgi")) == shape(xml(name))


def read_json(name: str) -> Any:
    return json.loads((RECORDED / name).read_text("utf-8"), strict=False)


def fields(app: Flask, name: str) -> None:
    """The description of pubmed of 2025: keys and types, and every field with its name and flags in its order."""
    recorded = read_json(name)
    ours = ask(app, "einfo.fcgi", db="pubmed", retmode="json").json
    assert json_shape(ours) == json_shape(recorded)
    facts = [{**one, "description": ""} for one in recorded["einforesult"]["dbinfo"][0]["fieldlist"]]
    assert [{**one, "description": ""} for one in ours["einforesult"]["dbinfo"][0]["fieldlist"]] == facts


def fields_of_protein(app: Flask, name: str) -> None:
    """Version 2.0 in XML, recorded of another database: the same elements, and the same white space around them."""
    body = cassette(Path(name).name)["body"]
    ours = ask(app, "einfo.fcgi", db="pubmed", version="2.0").text
    assert shape(ET.fromstring(ours)) == shape(ET.fromstring(body))
    assert blanked(ours) == blanked(body)


def blanked(text: str) -> list[str]:
    """Mark-up and white space without values, repeated fields and links once."""
    lines = [re.sub(r">[^<]*<", "><", line) for line in text.splitlines()]
    return list(dict.fromkeys(lines))


def fields_of_old(app: Flask, name: str) -> None:
    """Before 2020 there was no DbBuild and a field had no more flags than in version 1."""
    without = ("DbBuild", "IsRangable", "IsTruncatable")
    assert shape(answered(app, "einfo.fcgi", db="pubmed"), without) == shape(xml(name), without)


def database_unknown(app: Flask, name: str) -> None:
    same_error(app, name, "einfo.fcgi", db="fleegle")


def search_of_unknown(app: Flask, name: str) -> None:
    same_error(app, name, "esearch.fcgi", db="fleegle", term="x")


def summary_of_unknown(app: Flask, name: str) -> None:
    same_error(app, name, "esummary.fcgi", db="fleegle", id="1")


def summary_of_nothing(app: Flask, name: str) -> None:
    same_error(app, name, "esummary.fcgi", db="pubmed")


def same_error(app: Flask, name: str, utility: str, **parameters: str) -> None:
    """The same words, in the same elements or keys."""
    if name.endswith(".json"):
        assert ask(app, utility, retmode="json", **parameters).json == read_json(name)
        return
    ours, recorded = answered(app, utility, **parameters), xml(name)
    assert (shape(ours), ours.findtext("ERROR")) == (shape(recorded), recorded.findtext("ERROR"))


NO_STACK = ("TranslationStack", "Translation")
"""PubMed has sent no stack since 2022; a Translation is what term mapping made of a term, which no mirror can know."""


def search(app: Flask, name: str) -> None:
    """Biocommons 2025: all but what term mapping says."""
    recorded = ET.fromstring(cassette(Path(name).name, 1)["body"])
    ours = answered(app, "esearch.fcgi", db="pubmed", term="hart rk[author]", usehistory="y", retmode="xml")
    assert shape(ours, NO_STACK) == shape(recorded, NO_STACK)


def search_of_old(app: Flask, name: str) -> None:
    """Elements in their order; with history where the recording has it."""
    recorded = xml(name)
    history = {"usehistory": "y"} if recorded.find("WebEnv") is not None else {}
    ours = answered(app, "esearch.fcgi", db="pubmed", term="invented[ti]", **history)
    assert shape(ours, NO_STACK) == shape(recorded, NO_STACK)


def search_without_hits(app: Flask, name: str) -> None:
    recorded = xml(name)
    ours = answered(app, "esearch.fcgi", db="pubmed", term="abcXYZ")
    assert [one.tag for one in ours] == [one.tag for one in recorded]
    assert shape(required(ours, "ErrorList")) == shape(required(recorded, "ErrorList"))
    for path in ("Count", "RetMax", "ErrorList/PhraseNotFound", "WarningList/OutputMessage"):
        assert ours.findtext(path, "").casefold() == recorded.findtext(path, "").casefold()


def required(root: ET.Element, path: str) -> ET.Element:
    found = root.find(path)
    assert found is not None
    return found


def search_in_json(app: Flask, name: str) -> None:
    recorded = read_json(name)
    del recorded["esearchresult"]["translationstack"]
    recorded["esearchresult"]["translationset"] = []
    ours = ask(app, "esearch.fcgi", db="pubmed", term="invented[ti]", usehistory="y", retmode="json").json
    assert json_shape(ours) == json_shape(recorded)


def search_with_a_word_dropped(app: Flask, name: str) -> None:
    """Another database's; the ErrorList, in JSON too, stands last and has the same keys."""
    term = "invented[ti] OR fleegle[ti]"
    if name.endswith(".json"):
        ours = ask(app, "esearch.fcgi", db="pubmed", term=term, retmode="json").json["esearchresult"]
        recorded = read_json(name)["esearchresult"]
        assert list(ours) == [key for key in recorded if key != "translationstack"]
        assert json_shape(ours["errorlist"]) == json_shape(recorded["errorlist"])
        return
    assert shape(answered(app, "esearch.fcgi", db="pubmed", term=term), NO_STACK) == shape(xml(name), NO_STACK)


def filters(app: Flask, name: str) -> None:
    """The answers of 2026: keys, their order and types, and the literals that no data decides."""
    for found in read_json(name).values():
        ours = ask(app, "esearch.fcgi", db="pubmed", term=found["term"], retmode="json", **found["params"])
        if "esearchresult" in found:
            assert ours.json["header"] == {"type": "esearch", "version": "0.3"}
            same_result(ours.json["esearchresult"], found["esearchresult"])


KEYS = (
    "count",
    "retmax",
    "retstart",
    "querykey",
    "webenv",
    "idlist",
    "translationset",
    "querytranslation",
    "errorlist",
    "warninglist",
)


def same_result(ours: Mapping[str, Any], recorded: Mapping[str, Any]) -> None:
    assert list(ours) == [key for key in KEYS if key in ours]
    for key in recorded.keys() & ours.keys() - {"idlist", "translationset"}:
        assert {type(ours[key])} == {type(recorded[key])}
    for key in recorded.keys() & ours.keys() & {"errorlist", "warninglist"}:
        assert list(ours[key]) == list(recorded[key])


def summaries(app: Flask, name: str) -> None:
    """Version 1: every item with its name and type, in the recorded order."""
    recorded, ours = xml(name), answered(app, "esummary.fcgi", db="pubmed", id="2014248,3026048")
    assert [one.tag for one in ours] == [one.tag for one in recorded]
    assert {items(one) for one in ours} == {items(one) for one in recorded}


def items(summary: ET.Element) -> tuple[tuple[str | None, str | None], ...]:
    return tuple((item.get("Name"), item.get("Type")) for item in summary.findall("Item"))


def summaries_of_version_2(app: Flask, name: str) -> None:
    recorded = xml(name)
    ours = answered(app, "esummary.fcgi", db="pubmed", id="2014248,3026048", version="2.0")
    assert (ours.tag, ours[0].tag, ours[0].attrib) == (recorded.tag, recorded[0].tag, recorded[0].attrib)
    for one, other in zip(ours[0], recorded[0], strict=True):
        expected = [element.tag for element in other if element.tag != "ViewCount"]
        assert [element.tag for element in one][: len(expected)] == expected
        assert list(one.attrib) == list(other.attrib)


def summaries_in_json(app: Flask, name: str) -> None:
    recorded = read_json(name)
    ours = ask(app, "esummary.fcgi", db="pubmed", id="2014248,3026048", retmode="json").json
    assert (list(ours), ours["header"], next(iter(ours["result"]))) == (list(recorded), recorded["header"], "uids")
    expected = [key for key in recorded["result"]["22144687"] if key != "viewcount"]
    assert list(ours["result"]["2014248"])[: len(expected)] == expected


def linked_by_biocommons(app: Flask, name: str) -> None:
    """One LinkSetDb as it stands, white space included."""
    body = cassette(Path(name).name)["body"]
    ours = ask(app, "elink.fcgi", dbfrom="pubmed", id="2014248", cmd="neighbor").text
    assert blanked(ours) == blanked(body)
    assert shape(ET.fromstring(ours)) == shape(ET.fromstring(body))


def linked(**parameters: str | list[str]) -> Compare:
    """One form of elink; another database's shows the same elements, but for the address of a service of its own."""

    def compare(app: Flask, name: str) -> None:
        asked = {"id": "2014248", **parameters}
        ours = shape(answered(app, "elink.fcgi", dbfrom="pubmed", **asked), ("Url",))
        recorded = shape(xml(name), ("Url",))
        assert ours == recorded

    return compare


def linked_in_json(app: Flask, name: str) -> None:
    recorded = read_json(name)
    (found,) = recorded["linksets"]
    pmid = "2014248" if "linksetdbs" in found else "9999999"
    ours = ask(app, "elink.fcgi", dbfrom="pubmed", id=pmid, retmode="json").json
    assert json_shape(ours) == json_shape(recorded)


def linked_to_pmc(app: Flask, name: str) -> None:
    """PMC has the papers that cite, too, which no record of PubMed names: what we link is among what was recorded."""
    (found,) = read_json(name)["linksets"]
    pmid = found["ids"][0]
    recorded = {one["linkname"]: one["links"] for one in found["linksetdbs"]}
    ours = ask(app, "elink.fcgi", dbfrom="pubmed", db="pmc", id=pmid, retmode="json").json["linksets"][0]
    links = {one["linkname"]: one["links"] for one in ours.get("linksetdbs", ())}
    assert links == {name: to for name, to in recorded.items() if name == "pubmed_pmc"}


def posted(app: Flask, name: str) -> None:
    ours = ask(app, "epost.fcgi", db="pubmed", id="2014248").text
    assert shape(ET.fromstring(ours)) == shape(xml(name))
    root = (RECORDED / name).read_text("utf-8").partition("<ePostResult>")[2]
    assert blanked(ours.partition("<ePostResult>")[2]) == blanked(root.rstrip("\n") + "\n")


def spelled(app: Flask, name: str) -> None:
    """The elements of the answer; the mirror corrects nothing, so that the words are not taken apart."""
    ours, recorded = answered(app, "espell.fcgi", db="pubmed", term="biopython"), xml(name)
    assert [(one.tag, one.attrib) for one in ours] == [(one.tag, one.attrib) for one in recorded]


def matched(app: Flask, name: str) -> None:
    """Letter for letter: the lines sent are those echoed."""
    text = (RECORDED / name).read_text("utf-8")
    lines = "\r".join(line.rpartition("|")[0] + "|" for line in text.splitlines())
    assert ask(app, "ecitmatch.cgi", db="pubmed", retmode="xml", bdata=lines).text == text


def refused(utility: str, status: int, **parameters: str) -> Compare:
    """An observed error: its status, its document and its words."""

    def compare(app: Flask, name: str) -> None:
        answer = ask(app, utility, db="pubmed", **parameters)
        recorded = (RECORDED / name).read_text("utf-8")
        ours, theirs = ET.fromstring(answer.data), ET.fromstring(recorded)
        assert (answer.status_code, shape(ours)) == (status, shape(theirs))
        assert ours.findtext("ERROR", "").split() == theirs.findtext("ERROR", "").split()
        if "<!DOCTYPE" in recorded:
            assert answer.text.strip() == recorded.strip()

    return compare


def by_fault(utility: str, fault: str, status: int) -> Compare:
    """An error that only a disturbed server gives: provoked by x-fault."""

    def compare(app: Flask, name: str) -> None:
        path = f"/entrez/eutils/{utility}"
        asked = {"db": "pubmed", "term": "x", "id": "1", "api_key": "k1"}
        answer = app.test_client().post(path, data=asked, headers={"X-Fault": fault})
        assert answer.status_code == status
        if name.endswith(".json"):
            assert [(key, type(value)) for key, value in (answer.json or {}).items()] == [
                (key, type(value)) for key, value in read_json(name).items()
            ]
            return
        ours, recorded = ET.fromstring(answer.data), xml(name)
        assert shape(ours) == shape(recorded)
        words = ours.findtext("ERROR", "").strip().replace("dbaf=pubmed", "dbaf=taxonomy")
        assert words == recorded.findtext("ERROR", "").strip()

    return compare


def nothing_known(app: Flask, name: str) -> None:
    ours = ask(app, "efetch.fcgi", db="pubmed", id="99999999", retmode="xml").text
    assert ours == (RECORDED / name).read_text("utf-8")


def nothing_asked(app: Flask, name: str) -> None:
    assert ask(app, "esearch.fcgi", db="pubmed", term="", retmode="json").json == read_json(name)


def behind_the_ceiling(app: Flask, name: str) -> None:
    """The set of 9,999 and more is posted; the recorded words break off after their first sentences."""
    ids = ",".join(str(number) for number in range(1, 10_001))
    environment = answered(app, "epost.fcgi", db="pubmed", id=ids).findtext("WebEnv", "")
    answer = ask(app, "efetch.fcgi", db="pubmed", WebEnv=environment, query_key="1", retstart="9999", retmode="xml")
    ours, recorded = ET.fromstring(answer.data), xml(name)
    assert (answer.status_code, shape(ours)) == (400, shape(recorded))
    assert " ".join(ours.findtext("ERROR", "").split()).startswith(recorded.findtext("ERROR", ""))


# --------------------------------------------------------------------------------------------------------------- table

BIOPYTHON, BIOPERL, ILLUMINATION, JSON = "biopython", "bioperl", "illumination-k", "Eutils-JSON/samples"
BODIES = "live_observed/error_bodies"

COMPARED: dict[str, Compare] = {
    **{f"{CASSETTES}/{name}": fetched_again for name in FETCHED},
    f"{CASSETTES}/test_einfo_dblist": databases,
    f"{CASSETTES}/test_einfo_dbinfo": fields_of_protein,
    f"{CASSETTES}/test_elink": linked_by_biocommons,
    f"{CASSETTES}/test_esearchresult": search,
    f"{BIOPYTHON}/einfo1.xml": databases_of_old,
    f"{BIOPYTHON}/einfo2.xml": fields_of_old,
    f"{BIOPYTHON}/elink1.xml": linked(),
    f"{BIOPYTHON}/elink3.xml": linked(id="2014248,3026048", linkname="pubmed_pubmed_citedin"),
    f"{BIOPYTHON}/elink4.xml": linked(),
    f"{BIOPYTHON}/elink7.xml": linked(cmd="acheck"),
    f"{BIOPYTHON}/elink8.xml": linked(cmd="ncheck"),
    f"{BIOPYTHON}/epost1.xml": posted,
    f"{BIOPYTHON}/esearch1.xml": search_of_old,
    f"{BIOPYTHON}/esearch2.xml": search_of_old,
    f"{BIOPYTHON}/esearch3.xml": search_of_old,
    f"{BIOPYTHON}/esearch8.xml": search_without_hits,
    f"{BIOPYTHON}/espell.xml": spelled,
    f"{BIOPYTHON}/esummary1.xml": summaries,
    f"{BIOPYTHON}/esummary8.xml": summary_of_nothing,
    f"{BIOPERL}/einfo.xml": fields_of_old,
    f"{BIOPERL}/einfo_dbs.xml": databases_of_old,
    f"{BIOPERL}/elink_acheck.xml": linked(cmd="acheck"),
    f"{BIOPERL}/elink_acheck_corr.xml": linked(cmd="acheck", id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_lcheck.xml": linked(cmd="lcheck"),
    f"{BIOPERL}/elink_lcheck_corr.xml": linked(cmd="lcheck", id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_multidb.xml": linked(id="2014248,3026048", linkname="pubmed_pubmed_citedin"),
    f"{BIOPERL}/elink_multidb_corr.xml": linked(id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_ncheck.xml": linked(cmd="ncheck"),
    f"{BIOPERL}/elink_ncheck_corr.xml": linked(cmd="ncheck", id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_neighbor.xml": linked(),
    f"{BIOPERL}/elink_neighbor_corr.xml": linked(id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_nhist.xml": linked(cmd="neighbor_history"),
    f"{BIOPERL}/elink_nhist_corr.xml": linked(cmd="neighbor_history", id=["2014248", "2014248"]),
    f"{BIOPERL}/elink_scores.xml": linked(cmd="neighbor_score"),
    f"{BIOPERL}/epost.xml": posted,
    f"{BIOPERL}/esearch1.xml": search_of_old,
    f"{BIOPERL}/esearch2.xml": search_of_old,
    f"{BIOPERL}/espell.xml": spelled,
    f"{ILLUMINATION}/api_responses/ecitmatch/*.txt": matched,
    f"{ILLUMINATION}/api_responses/einfo/pubmed_info.json": fields,
    f"{ILLUMINATION}/api_responses/einfo/database_list.json": databases_in_json,
    f"{ILLUMINATION}/api_responses/elink/citations_*.json": linked_in_json,
    f"{ILLUMINATION}/api_responses/elink/related_*.json": linked_in_json,
    f"{ILLUMINATION}/api_responses/elink/pmc_links_*.json": linked_to_pmc,
    f"{ILLUMINATION}/pubmed_xml/*.xml": illuminated,
    f"{JSON}/einfo.xml": databases_of_old,
    f"{JSON}/einfo.json": databases_in_json_of_old,
    f"{JSON}/einfo.pubmed.xml": fields_of_old,
    f"{JSON}/einfo.error.xml": database_unknown,
    f"{JSON}/einfo.error.json": database_unknown,
    f"{JSON}/esearch.pubmed.xml": search_of_old,
    f"{JSON}/esearch.pubmed.json": search_in_json,
    f"{JSON}/esearch.baderror.xml": search_of_unknown,
    f"{JSON}/esearch.baderror.json": search_of_unknown,
    f"{JSON}/esearch.error.xml": search_with_a_word_dropped,
    f"{JSON}/esearch.error.json": search_with_a_word_dropped,
    f"{JSON}/esummary.error.xml": summary_of_unknown,
    f"{JSON}/esummary.error.json": summary_of_unknown,
    f"{JSON}/esummary.pubmed.xml": summaries_of_version_2,
    f"{JSON}/esummary.pubmed.json": summaries_in_json,
    f"{BODIES}/api_key_invalid_400.json": by_fault("esearch.fcgi", "key-invalid", 400),
    f"{BODIES}/rate_limit_429.json": by_fault("esearch.fcgi", "429", 429),
    f"{BODIES}/esearch_backend_failed_200.xml": by_fault("esearch.fcgi", "pmquerysrv", 200),
    f"{BODIES}/efetch_viewer_timeout_400.xml": by_fault("efetch.fcgi", "viewer", 400),
    f"{BODIES}/efetch_expired_webenv.xml": refused("efetch.fcgi", 200, WebEnv="MCID_0", query_key="1"),
    f"{BODIES}/efetch_malformed_id_400.xml": refused("efetch.fcgi", 400, id="x"),
    f"{BODIES}/efetch_history_window_400.xml": behind_the_ceiling,
    f"{BODIES}/efetch_unknown_pmid_200.xml": nothing_known,
    f"{BODIES}/esearch_empty_term_200.json": nothing_asked,
    "live_observed/pubmed-filters_responses.json": filters,
}

NOT_COMPARED: dict[str, str] = {
    f"{BIOPYTHON}/einfo3.xml": "a DocsumList, which einfo printed in 2010 and no more",
    f"{BIOPYTHON}/einfo4.xml": "cut off by hand, to try a parser",
    f"{CASSETTES}/test_esearch": "another database (medgen)",
    f"{CASSETTES}/test_esummary": "another database (medgen)",
    f"{CASSETTES}/test_eutils_xmlfacades_pubmedcentralarticle_*": "another database (pmc)",
    f"{CASSETTES}/test_two_snps": "another database (snp)",
    f"{BIOPYTHON}/egquery*.xml": "egquery is dead",
    f"{BIOPERL}/egquery.xml": "egquery is dead",
    f"{BIOPYTHON}/elink2.xml": "another database (nuccore)",
    f"{BIOPYTHON}/elink5.xml": "LinkOut, which is NCBI's own catalogue",
    f"{BIOPYTHON}/elink6.xml": "LinkOut, which is NCBI's own catalogue",
    f"{BIOPERL}/elink_llinks*.xml": "LinkOut, which is NCBI's own catalogue",
    f"{BIOPERL}/elink_dball.xml": "`Empty result` in place of links, which NCBI has left off",
    f"{BIOPYTHON}/epost2.xml": "words of 2002 (`Wrong DB name`); today's are others",
    f"{BIOPYTHON}/epost3.xml": "InvalidIdList of 2002; today an ERROR says so",
    f"{BIOPYTHON}/esearch[4567].xml": "another database (journals, pmc, nucleotide, protein)",
    f"{BIOPYTHON}/esummary[2345679].xml": "another database",
    f"{BIOPERL}/esummary*.xml": "another database (protein, homologene)",
    f"{BIOPERL}/LICENSE": "no answer",
    f"{ILLUMINATION}/MANIFEST.tsv": "no answer",
    f"{ILLUMINATION}/api_responses/einfo/*_info.json": "another database",
    "Eutils-JSON/README.md": "no answer",
    f"{JSON}/README.md": "no answer",
    f"{JSON}/*.dtd": "a DTD, no answer",
    f"{JSON}/catalog.xml": "no answer",
    f"{JSON}/samples.xml": "no answer",
    f"{JSON}/db-samples.txt": "no answer",
    f"{JSON}/einfo.pubmed.json": "dbinfo of 2012 was no array; it is compared with the one of 2025",
    f"{JSON}/efetch.*.json": "never in service: efetch of pubmed gives no JSON",
    f"{JSON}/efetch.*.xml": "a DTD of 2013 (DateCreated), edited by hand",
    f"{JSON}/esummary.*": "another database",
    "live_observed/respuestas-pubmed.ORIGINAL.json": "empty",
}


def recordings() -> list[str]:
    return sorted(str(path.relative_to(RECORDED)) for path in RECORDED.rglob("*") if path.is_file())


def comparison(name: str) -> Compare | None:
    return next((compare for pattern, compare in COMPARED.items() if fnmatchcase(name, pattern)), None)


def reason(name: str) -> str:
    return next((why for pattern, why in NOT_COMPARED.items() if fnmatchcase(name, pattern)), "")


@pytest.mark.parametrize("name", [name for name in recordings() if comparison(name)])
def test_an_answer_has_the_shape_of_the_recorded_one(app: Flask, name: str) -> None:
    compare = comparison(name)
    assert compare is not None
    compare(app, name)


def test_no_recording_is_left_out() -> None:
    assert [name for name in recordings() if not comparison(name) and not reason(name)] == []
    unused = [
        pattern for pattern in (*COMPARED, *NOT_COMPARED) if not any(fnmatchcase(n, pattern) for n in recordings())
    ]
    assert unused == []


SAME_HEADERS = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "Content-Type")


@pytest.mark.parametrize("name", ["test_efetch", "test_elink", "test_einfo_dblist"])
def test_the_headers_we_send_are_those_recorded(app: Flask, name: str) -> None:
    headers = cassette(name)["headers"]
    utility = {"test_efetch": "efetch.fcgi", "test_elink": "elink.fcgi", "test_einfo_dblist": "einfo.fcgi"}[name]
    path = f"/entrez/eutils/{utility}"
    asked = {"db": "pubmed", "dbfrom": "pubmed", "id": "2014248"} if name != "test_einfo_dblist" else {}
    ours = app.test_client().post(path, data=asked, headers={"Accept-Encoding": "gzip, deflate"}).headers
    assert {one: ours[one] for one in SAME_HEADERS} == {one: headers[one][0] for one in SAME_HEADERS}
    assert {one for one in headers if one.startswith(("X-RateLimit", "content-enc"))} <= {
        one if one.startswith("X-") else one.lower() for one, _ in ours
    }
