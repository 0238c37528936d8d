"""Faults on demand: each disturbs exactly the requests that ask for it, as NCBI has been seen to."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import requests

from harvester.mirror import FAULTS, build, create_app
from sockets import listening

SHARED = Path(__file__).parents[1].parent / "shared"


def article(pmid: str) -> str:
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate>
    </JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>Spine.</ArticleTitle>
    <Language>eng</Language></Article></MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror of the PMIDs 101 to 104."""
    made = tmp_path_factory.mktemp("faults")
    articles = "".join(map(article, ("101", "102", "103", "104")))
    (made / "four.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", "utf-8")
    build(made / "mirror", [made / "four.xml"])
    return made / "mirror"


@pytest.fixture
def client(folder: Path) -> Any:
    return create_app(folder).test_client()


def ask(client: Any, utility: str, fault: str, **parameters: str) -> Any:
    asked = {"db": "pubmed", **parameters}
    return client.post(f"/entrez/eutils/{utility}.fcgi", data=asked, headers={"X-Fault": fault} if fault else {})


def search(client: Any, fault: str, **parameters: str) -> Any:
    return ask(client, "esearch", fault, term="spine[ti]", **parameters)


def fetch(client: Any, fault: str) -> Any:
    return ask(client, "efetch", fault, id="104,103,102,101", retmode="xml")


def pmids(answer: Any) -> list[str]:
    return re.findall(r"<PMID[^>]*>(\d+)<", answer.text)


def ids(answer: Any) -> list[str]:
    return re.findall(r"<Id>(\d+)<", answer.text)


# ------------------------------------------------------------------------------------------------------------- grammar


def test_the_first_n_requests_with_a_value_are_disturbed(client: Any) -> None:
    assert [search(client, "502*2/one").status_code for _ in range(4)] == [502, 502, 200, 200]
    assert [search(client, "502*1/two").status_code for _ in range(2)] == [502, 200]
    assert [search(client, "502").status_code for _ in range(3)] == [502, 502, 502]
    assert search(client, "").status_code == 200


def test_a_fault_may_stand_in_the_url(client: Any) -> None:
    assert client.get("/entrez/eutils/einfo.fcgi?x-fault=503*1").status_code == 503
    assert client.get("/entrez/eutils/einfo.fcgi?x-fault=503*1").status_code == 200


def test_an_unknown_fault_is_refused_and_the_known_are_listed(client: Any) -> None:
    answer = search(client, "flood")
    assert answer.status_code == 400
    assert answer.text.startswith("x-fault: flood is no fault; there are: 429, 429-ok, key-invalid,")


def test_every_fault_names_its_row_and_does_one_thing() -> None:
    assert all(re.fullmatch(r"\d+(, \d+)*", fault.row) for fault in FAULTS.values())
    assert all((fault.instead is None) != (fault.afterwards is None) for fault in FAULTS.values())


def test_every_row_that_an_answer_can_provoke_has_a_fault() -> None:
    rows = {int(row) for fault in FAULTS.values() for row in fault.row.split(", ")}
    always_so_or_no_answer = {3, 17, 19, 20, 23, 42, 47, 48}
    assert rows | always_so_or_no_answer == set(range(1, 49))


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in ("slow", "reset")])
def test_every_fault_disturbs_some_answer(client: Any, name: str) -> None:
    plain = {utility: ask(client, utility, "", **asked).data for utility, asked in EVERYWHERE}
    disturbed = {utility: ask(client, utility, name, **asked) for utility, asked in EVERYWHERE}
    changed = [utility for utility, answer in disturbed.items() if answer.data != plain[utility]]
    assert changed or name == "truncate"


EVERYWHERE: list[tuple[str, dict[str, str]]] = [
    ("esearch", {"term": "spine[ti]"}),
    ("efetch", {"id": "101,102,103", "retmode": "xml"}),
    ("esummary", {"id": "101,102,103", "version": "2.0"}),
    ("elink", {"dbfrom": "pubmed", "id": "101"}),
]


# ------------------------------------------------------------------------------------------------- answers in place


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("viewer", 400, "Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout"),
        ("pubone", 400, "Failed to connect to PubOne service"),
        ("pmquerysrv", 200, "Search Backend failed: Unable to open connection to #PMQuerySrv?dbaf=pubmed"),
        (
            "pmquerysrv-resolve",
            200,
            "Couldn't resolve #PMQuerySrv_2_0?dbaf=pubmed, the address table is empty.",
        ),
        ("unsupported", 200, "Database is not supported: pubmed"),
        ("expired", 200, "Unable to obtain query #1"),
        ("no-ids", 400, "ID list is empty! Possibly it has no correct IDs."),
        ("no-id-ok", 200, "Supplied id parameter is empty."),
        ("exlinksrv", 200, "Couldn't resolve #exLinkSrv2, the address table is empty."),
    ],
)
def test_an_error_comes_in_the_form_of_the_utility_asked(client: Any, name: str, status: int, words: str) -> None:
    for utility, root in (("esearch", "eSearchResult"), ("efetch", "eFetchResult"), ("elink", "eLinkResult")):
        answer = ask(client, utility, name, term="x", id="1")
        document = ET.fromstring(answer.data)
        assert (answer.status_code, document.tag, document.findtext("ERROR")) == (status, root, words)
    in_json = search(client, name, retmode="json")
    assert (in_json.status_code, in_json.json["esearchresult"]) == (status, {"ERROR": words})


def test_a_rate_limit_says_when_to_come_back(client: Any) -> None:
    refused = search(client, "429")
    assert (refused.status_code, refused.headers["Retry-After"], refused.json["limit"]) == (429, "2", "3")
    with_key = search(client, "429", api_key="k1")
    assert with_key.json == {"error": "API rate limit exceeded", "api-key": "k1", "count": "11", "limit": "10"}
    hidden = search(client, "429-ok")
    assert (hidden.status_code, "Retry-After" in hidden.headers, hidden.json["error"]) == (
        200,
        False,
        "API rate limit exceeded",
    )


def test_an_invalid_key_is_echoed(client: Any) -> None:
    answer = search(client, "key-invalid", api_key="SECRET")
    assert (answer.status_code, answer.json) == (
        400,
        {"error": "API key invalid", "api-key": "SECRET", "type": "invalid", "status": "unknown"},
    )


@pytest.mark.parametrize(
    ("name", "status", "marker"),
    [
        ("500", 500, "NCBI/eutils202 - WWW Error 500 Diagnostic"),
        ("502", 502, "502 Bad Gateway"),
        ("503", 503, "503 Service Unavailable"),
        ("504", 504, "504 Gateway Time-out"),
        ("414", 414, "414 Request-URI Too Large"),
        ("400-502", 400, "502 Bad Gateway"),
        ("html", 200, "Maintenance"),
        ("blocked", 403, "NCBI - WWW Error Blocked Diagnostic"),
        ("blocked-ok", 200, "misuse.ncbi.nlm.nih.gov"),
    ],
)
def test_pages_for_people(client: Any, name: str, status: int, marker: str) -> None:
    answer = search(client, name)
    assert (answer.status_code, answer.mimetype, marker in answer.text) == (status, "text/html", True)


def test_a_raw_newline_is_no_json(client: Any) -> None:
    body = search(client, "raw-newline").text
    with pytest.raises(json.JSONDecodeError, match="Invalid control character at: line 1 column 105"):
        json.loads(body)
    assert "'retstart' cannot be larger than 9998" in json.loads(body, strict=False)["esearchresult"]["ERROR"]


def test_empty_prolog_and_text(client: Any) -> None:
    assert (search(client, "empty").status_code, search(client, "empty").data) == (200, b"")
    assert re.fullmatch(r"<\?xml[^>]*>\s*<!DOCTYPE PubmedArticleSet[^>]*>\s*", fetch(client, "prolog").text)
    assert (fetch(client, "text").mimetype, "<" in fetch(client, "text").text) == ("text/plain", False)


# ------------------------------------------------------------------------------------------------------ spoiled answers


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("clamp", ["104", "103"]),
        ("drop", ["104", "103", "101"]),
        ("repeat", ["104", "104", "103", "102", "101"]),
        ("extra", ["104", "103", "102", "101", "99999999"]),
    ],
)
def test_records_and_ids_are_lost_or_gained_in_silence(client: Any, name: str, left: list[str]) -> None:
    assert (pmids(fetch(client, name)), ids(search(client, name))) == (left, left)
    in_json = search(client, name, retmode="json").json["esearchresult"]
    assert (in_json["count"], in_json["idlist"]) == ("4", left)
    listed = ask(client, "efetch", name, id="104,103,102,101", rettype="uilist", retmode="text")
    assert listed.text.split() == left
    summaries = ask(client, "esummary", name, id="104,103,102,101", version="2.0")
    assert re.findall(r'uid="(\d+)"', summaries.text) == left


def test_ecitmatch_drops_a_line(client: Any) -> None:
    lines = "fake|2000|1|1||one|\rfake|2001|1|1||two|"
    answer = ask(client, "ecitmatch", "drop", bdata=lines)
    assert answer.status_code == 404  # its address ends in .cgi
    answer = client.get("/entrez/eutils/ecitmatch.cgi", query_string={"bdata": lines, "x-fault": "drop"})
    assert answer.text == "fake|2000|1|1||one|NOT_FOUND;INVALID_JOURNAL\n"


def test_a_search_that_was_altered_says_so(client: Any) -> None:
    found = {name: ET.fromstring(search(client, name).data) for name in ("phrase", "field", "quoted", "group-warning")}
    assert found["phrase"].findtext("ErrorList/PhraseNotFound") == "abcxyz"
    assert found["field"].findtext("ErrorList/FieldNotFound") == "foo"
    assert found["quoted"].findtext("WarningList/QuotedPhraseNotFound") == '"no such phrase"'
    assert found["group-warning"].findtext("WarningList/PhraseIgnored") == "[tiab]"
    assert {root.findtext("Count") for root in found.values()} == {"4"}


def test_a_comment_hides_that_there_are_no_summaries(client: Any) -> None:
    answer = ask(client, "esummary", "docsum-comment", id="101", version="2.0")
    assert '<DocumentSummarySet status="OK"><!-- DocSum Backend failed --></DocumentSummarySet>' in answer.text
    failed = ask(client, "esummary", "docsum-error", id="101", retmode="json").json["result"]
    assert failed == {"uids": ["101"], "101": {"uid": "101", "error": "cannot get document summary"}}


def test_an_element_of_a_later_dtd(client: Any) -> None:
    (first, *_) = ET.fromstring(fetch(client, "new-element").data)
    citation = first.find("MedlineCitation")
    assert citation is not None
    assert (citation.get("Novelty"), citation[0].tag, citation.findtext("PMID")) == ("1", "Novelty", "104")


# -------------------------------------------------------------------------------------------------------- over a socket


def test_a_transfer_breaks_off_or_ends_early_or_dribbles_or_never_begins(folder: Path) -> None:
    asked = {"db": "pubmed", "id": "101", "retmode": "xml"}
    with listening(create_app(folder)) as url:
        path = f"{url}efetch.fcgi"
        whole = requests.get(path, asked, timeout=10).content
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError)):
            requests.get(path, asked | {"x-fault": "truncate"}, timeout=10)
        assert requests.get(path, asked | {"x-fault": "cut"}, timeout=10).content == whole[: len(whole) // 2]
        began = perf_counter()
        assert requests.get(path, asked | {"x-fault": "slow:0.5"}, timeout=10).content == whole
        assert perf_counter() - began >= 0.5
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(path, asked | {"x-fault": "reset"}, timeout=10)


def test_the_literals_are_those_observed(client: Any) -> None:
    observed = SHARED / "data" / "eutils_http" / "live_observed" / "error_bodies"
    if not observed.is_dir():
        pytest.skip("../shared/data/eutils_http/live_observed is not here")
    key = json.loads((observed / "api_key_invalid_400.json").read_text("utf-8"))
    assert search(client, "key-invalid", api_key="k1").json == key
    limit = json.loads((observed / "rate_limit_429.json").read_text("utf-8"))
    refused = search(client, "429").json
    assert (list(refused), refused["error"], refused["limit"]) == (list(limit), limit["error"], limit["limit"])
    viewer = ET.parse(observed / "efetch_viewer_timeout_400.xml").findtext("ERROR", "")
    assert ET.fromstring(fetch(client, "viewer").data).findtext("ERROR") == viewer.strip()
