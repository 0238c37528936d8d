"""What stands around every answer of a mirror: headers, limits, the history's hours, and what goes over the socket."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import requests
from Bio import Entrez as Oracle

from harvester.errors import HarvesterError
from harvester.mirror import Rates, build, create_app, serve


def article(pmid: str, cites: str) -> str:
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate>
    </JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>Spine.</ArticleTitle>
    <Language>eng</Language></Article></MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList><ReferenceList><Reference>
    <Citation>x</Citation><ArticleIdList><ArticleId IdType="pubmed">{cites}</ArticleId></ArticleIdList></Reference>
    </ReferenceList></PubmedData></PubmedArticle>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror of the PMIDs 101 and 102, of which the second cites the first."""
    made = tmp_path_factory.mktemp("wire")
    articles = article("101", "7") + article("102", "101")
    (made / "two.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", "utf-8")
    build(made / "mirror", [made / "two.xml"])
    return made / "mirror"


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 0

    def __call__(self) -> float:
        return self.now


def ask(client: Any, utility: str = "einfo", **parameters: str) -> Any:
    return client.get(f"/entrez/eutils/{utility}.fcgi", query_string={"db": "pubmed", **parameters})


# -------------------------------------------------------------------------------------------------------------- limits


def test_the_fourth_request_in_a_second_is_refused(folder: Path) -> None:
    clock = Clock()
    client = create_app(folder, limits=Rates(), clock=clock).test_client()
    answers = [ask(client) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["X-RateLimit-Remaining"] for one in answers] == ["2", "1", "0", "0"]
    assert {one.headers["X-RateLimit-Limit"] for one in answers} == {"3"}
    assert (answers[3].headers["Retry-After"], answers[3].json) == (
        "2",
        {"error": "API rate limit exceeded", "api-key": "127.0.0.1", "count": "4", "limit": "3"},
    )
    clock.now = 1.0
    assert ask(client).status_code == 200


def test_a_key_has_ten_a_second_of_its_own_by_get_and_by_post(folder: Path) -> None:
    client = create_app(folder, limits=Rates(), clock=Clock()).test_client()
    by_get = [ask(client, api_key="k1").status_code for _ in range(5)]
    path = "/entrez/eutils/einfo.fcgi"
    by_post = [client.post(path, data={"db": "pubmed", "api_key": "k1"}).status_code for _ in range(6)]
    assert by_get + by_post == [200] * 10 + [429]
    assert ask(client).status_code == 200
    assert ask(client, api_key="k2").headers["X-RateLimit-Limit"] == "10"


def test_a_second_is_any_second_and_a_refused_request_does_not_count(folder: Path) -> None:
    clock = Clock()
    client = create_app(folder, limits=Rates(per_address=2), clock=clock).test_client()
    statuses = []
    for clock.now in (0.0, 0.5, 0.75, 1.0, 1.25, 1.5):
        statuses.append(ask(client).status_code)
    assert statuses == [200, 200, 429, 200, 429, 200]


def test_without_limits_nothing_is_counted(folder: Path) -> None:
    client = create_app(folder).test_client()
    answers = [ask(client) for _ in range(20)]
    assert {one.status_code for one in answers} == {200}
    assert "X-RateLimit-Limit" not in answers[0].headers


def test_an_empty_key_is_no_missing_one(folder: Path) -> None:
    answer = ask(create_app(folder).test_client(), api_key="")
    assert (answer.status_code, answer.json) == (
        400,
        {"error": "API key invalid", "api-key": "", "type": "invalid", "status": "unknown"},
    )


def test_concurrent_requests_never_pass_the_limit(folder: Path) -> None:
    app = create_app(folder, limits=Rates(), clock=Clock())
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: ask(app.test_client(), api_key="k").status_code, range(60)))
    assert sorted(statuses) == [200] * 10 + [429] * 50


# ------------------------------------------------------------------------------------------------------------- history


def test_a_result_set_expires_after_its_last_use(folder: Path) -> None:
    clock = Clock()
    client = create_app(folder, history_seconds=60, clock=clock).test_client()
    root = ET.fromstring(ask(client, "esearch", term="spine[ti]", usehistory="y").data)
    kept = {"WebEnv": root.findtext("WebEnv", ""), "query_key": "1", "rettype": "uilist", "retmode": "text"}
    for clock.now in (59, 118):
        assert ask(client, "efetch", **kept).text == "102\n101\n"
    clock.now = 178
    expired = ask(client, "efetch", **kept)
    assert (expired.status_code, ET.fromstring(expired.data).findtext("ERROR")) == (200, "Unable to obtain query #1")


def test_concurrent_searches_get_keys_of_their_own(folder: Path) -> None:
    app = create_app(folder)
    first = ET.fromstring(ask(app.test_client(), "esearch", term="spine[ti]", usehistory="y").data)
    environment = first.findtext("WebEnv", "")

    def key(_: int) -> int:
        answer = ask(app.test_client(), "esearch", term="spine[ti]", usehistory="y", WebEnv=environment)
        return int(ET.fromstring(answer.data).findtext("QueryKey", ""))

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(key, range(40))) == list(range(2, 42))


def test_a_query_key_is_anded_where_usehistory_stands_beside_it(folder: Path) -> None:
    client = create_app(folder).test_client()
    root = ET.fromstring(ask(client, "esearch", term="101[uid]", usehistory="y").data)
    asked = {"term": "spine[ti]", "WebEnv": root.findtext("WebEnv", ""), "query_key": "1"}
    assert ET.fromstring(ask(client, "esearch", usehistory="y", **asked).data).findtext("Count") == "1"
    assert ET.fromstring(ask(client, "esearch", **asked).data).findtext("Count") == "2"


# ------------------------------------------------------------------------------------------------------------- headers


def test_head_options_and_unknown_parameters_do_no_harm(folder: Path) -> None:
    client = create_app(folder).test_client()
    path = "/entrez/eutils/einfo.fcgi?db=pubmed&nonsense=1"
    assert client.get(path).data == client.get("/entrez/eutils/einfo.fcgi?db=pubmed&term=").data
    assert (client.head(path).status_code, client.head(path).data) == (200, b"")
    assert set(client.options(path).headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    for answer in (client.get(path), client.head(path), client.options(path)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "X-RateLimit-Limit,X-RateLimit-Remaining"


def test_gzip_is_sent_to_those_who_ask_for_it(folder: Path) -> None:
    client = create_app(folder).test_client()
    path = "/entrez/eutils/efetch.fcgi?db=pubmed&id=101&retmode=xml"
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip, deflate"})
    assert ("Content-Encoding" in plain.headers, packed.headers["Content-Encoding"]) == (False, "gzip")
    assert gzip.decompress(packed.data) == plain.data


def test_a_long_get_is_refused_and_the_same_post_is_not(folder: Path) -> None:
    client = create_app(folder).test_client()
    ids = ",".join(str(number) for number in range(1_000_000, 1_000_600))
    assert ask(client, "efetch", id=ids, rettype="uilist").status_code == 414
    posted = client.post("/entrez/eutils/efetch.fcgi", data={"db": "pubmed", "id": ids, "rettype": "uilist"})
    assert posted.status_code == 200


# -------------------------------------------------------------------------------------------------------- over a socket


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    """The base URL of the mirror, served without limits by a process of its own."""
    with served(folder, "limits=None") as (process, url):
        try:
            yield url
        finally:
            process.terminate()


class served:  # noqa: N801 - reads as what it is
    """A mirror in a process of its own, and its base URL."""

    def __init__(self, folder: Path, switches: str = "") -> None:
        script = f"import sys, pathlib, harvester.mirror as m; m.serve(pathlib.Path(sys.argv[1]), {switches})"
        command = [sys.executable, "-u", "-c", script, str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        self.process.__enter__()
        assert self.process.stdout is not None
        return self.process, self.process.stdout.readline().strip()

    def __exit__(self, *raised: object) -> None:
        self.process.kill()
        self.process.__exit__(None, None, None)


def raw(base: str, request: str) -> tuple[list[str], bytes]:
    """The head and the body of an answer as they go over the line."""
    host, port = urlsplit(base).hostname or "", urlsplit(base).port or 0
    with socket.create_connection((host, port), timeout=10) as line:
        line.sendall(request.encode())
        received = b""
        while part := line.recv(65_536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), body


def test_http_1_1_is_answered_in_chunks_and_http_1_0_to_the_end_of_the_connection(base: str) -> None:
    path = "/entrez/eutils/efetch.fcgi?db=pubmed&id=101&rettype=uilist"
    head, body = raw(base, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert ("Transfer-Encoding: chunked" in head, body) == (True, b"4\r\n101\n\r\n0\r\n\r\n")
    head, body = raw(base, f"GET {path} HTTP/1.0\r\n\r\n")
    assert (any(line.startswith(("Transfer-Encoding", "Content-Length")) for line in head), body) == (False, b"101\n")


def test_a_connection_is_kept_for_the_next_request(base: str) -> None:
    line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    line.connect()
    first = line.sock
    for _ in range(3):
        line.request("GET", "/entrez/eutils/efetch.fcgi?db=pubmed&id=101&rettype=uilist")
        assert line.getresponse().read() == b"101\n"
        line.request("HEAD", "/entrez/eutils/efetch.fcgi?db=pubmed&id=101&retmode=xml")
        assert line.getresponse().read() == b""
    assert line.sock is first
    line.close()


def test_requests_unpacks_what_it_asked_for(base: str) -> None:
    answer = requests.get(f"{base}efetch.fcgi", {"db": "pubmed", "id": "101,102", "rettype": "uilist"}, timeout=10)
    assert (answer.headers["Content-Encoding"], answer.text) == ("gzip", "101\n102\n")


def test_many_at_once_get_their_own_answers(base: str) -> None:
    def asked(number: int) -> str:
        pmid = str(101 + number % 2)
        return requests.post(
            f"{base}efetch.fcgi", {"db": "pubmed", "id": pmid, "rettype": "uilist"}, timeout=10
        ).text.strip()

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(asked, range(100))) == ["101", "102"] * 50


def test_biopython_reads_every_utility_with_the_dtds_of_ncbi(base: str) -> None:
    def read(request: str) -> Any:
        with urlopen(f"{base}{request}", timeout=10) as handle:
            return Oracle.read(handle)  # type: ignore[no-untyped-call]

    found = read("esearch.fcgi?db=pubmed&usehistory=y&term=spine[ti]")
    assert (found["Count"], found["IdList"], found["QueryKey"]) == ("2", ["102", "101"], "1")
    fetched = read(f"efetch.fcgi?db=pubmed&retmode=xml&query_key=1&WebEnv={found['WebEnv']}")
    assert [str(one["MedlineCitation"]["PMID"]) for one in fetched["PubmedArticle"]] == ["102", "101"]
    (summary,) = read("esummary.fcgi?db=pubmed&id=101")
    assert (summary["Id"], summary["Title"], summary["HasAbstract"]) == ("101", "Spine.", 0)
    posted = read("epost.fcgi?db=pubmed&id=101,102")
    assert (posted["QueryKey"], posted["WebEnv"][:5]) == ("1", "MCID_")
    (linked,) = read("elink.fcgi?dbfrom=pubmed&id=101")
    assert [(one["LinkName"], one["Link"]) for one in linked["LinkSetDb"]] == [
        ("pubmed_pubmed_citedin", [{"Id": "102"}]),
        ("pubmed_pubmed_refs", [{"Id": "7"}]),
    ]
    (described,) = read("einfo.fcgi?db=pubmed")["DbInfo"]
    assert (described["Count"], described["FieldList"][4]["Hierarchy"], len(described["LinkList"])) == ("2", "Y", 3)
    assert read("einfo.fcgi")["DbList"] == ["pubmed"]
    assert read("espell.fcgi?db=pubmed&term=spinne")["CorrectedQuery"] == ""
    with pytest.raises(RuntimeError, match="Empty term and query_key"):
        read("esearch.fcgi?db=pubmed&term=")


def test_the_served_mirror_has_ncbis_limits(folder: Path) -> None:
    with served(folder) as (_, url):
        statuses = [requests.get(f"{url}einfo.fcgi", timeout=10).status_code for _ in range(5)]
    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses[3:]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(folder: Path, number: signal.Signals) -> None:
    with served(folder) as (process, url):
        assert requests.get(f"{url}einfo.fcgi", timeout=10).status_code == 200
        os.kill(process.pid, number)
        _, complaint = process.communicate(timeout=20)
        assert (process.returncode, complaint) == (0, "")


def test_a_port_that_is_taken_is_named(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HarvesterError, match=rf"127.0.0.1:{port} cannot be listened on: Address already in use"):
            serve(folder, port=port)


def test_a_hang_up_is_seen_as_one(base: str) -> None:
    line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    line.request("GET", "/entrez/eutils/einfo.fcgi?x-fault=reset")
    with pytest.raises(http.client.RemoteDisconnected):
        line.getresponse()
    line.close()
