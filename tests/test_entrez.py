"""The only door to NCBI: what is found is fetched, and what fails says so."""

from __future__ import annotations

import json
import re
import threading
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from socket import SHUT_RDWR
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request, Response

from clock import Clock
from harvester.entrez import CEILING, Batch, Entrez, Limiter, Links, Outage, Reply, Summary, classify
from harvester.entrez.line import Line
from harvester.entrez.translation import unsaid
from harvester.errors import Busy, EntrezError
from harvester.mirror import BASE_URL, InProcess, build, create_app, session
from harvester.pubmed import parse_pubmed
from harvester.records import Limits, Query, Record, Search, Slice, Target, Vocabulary
from sockets import listening

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "5ec2e7f00ba4"


OPEN = Limits()


def query(strategy: str, limits: Limits = OPEN) -> Query:
    return Query(
        name="spine",
        title="Invented",
        strategy=strategy,
        vocabulary=Vocabulary(diagnosis={}),
        target=Target(field="metastatic_to_spine", name="spine"),
        criteria=(),
        limits=limits,
        digest="d1",
    )


def article(pmid: str, title: str, kind: str) -> str:
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate>
    </JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Language>eng</Language><PublicationTypeList><PublicationType>{kind}</PublicationType></PublicationTypeList>
    </Article></MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = (
        article("101", "Spinal metastasis of a hemangiopericytoma.", "Case Reports"),
        article("102", "Solitary fibrous tumour of the pleura: possible abuse of the term.", "Case Reports"),
        article("103", "Meningioma of the spine.", "Review"),
    )
    file = tmp_path / "three.xml"
    file.write_text(f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>", "utf-8")
    build(tmp_path / "mirror", [file])
    return tmp_path / "mirror"


def test_a_query_is_searched_and_what_it_finds_is_fetched(folder: Path) -> None:
    asked = query("\nspine[ti]\n  OR hemangiopericytom*[ti]\n")
    with Entrez(base_url=BASE_URL, platform="mirror", session=session(folder), per_second=None) as entrez:
        search = entrez.search(asked, ran_at=NOW)
        (batch,) = entrez.fetch(search.pmids)
    assert search == Search(
        query="spine",
        query_digest="d1",
        platform="mirror",
        strategy="\nspine[ti]\n  OR hemangiopericytom*[ti]\n",
        translation='"spine"[Title] OR "hemangiopericytom*"[Title]',
        ran_at=NOW,
        count=2,
        pmids=("103", "101"),
        slices=(Slice(count=2),),
    )
    records = [item for item in parse_pubmed(batch.xml, "efetch") if isinstance(item, Record)]
    assert (batch.requested, [(one.pmid, one.title) for one in records]) == (
        ("103", "101"),
        [("103", "Meningioma of the spine."), ("101", "Spinal metastasis of a hemangiopericytoma.")],
    )
    assert (entrez.traffic.requests, entrez.traffic.bytes > len(batch.xml), entrez.traffic.seconds > 0) == (
        2,
        True,
        True,
    )


def test_an_unknown_pmid_is_missing_from_its_batch_without_a_word(folder: Path) -> None:
    with Entrez(base_url=BASE_URL, session=session(folder), per_second=None, batch=2) as entrez:
        batches = list(entrez.fetch(["101", "999", "101", "888", "777"]))
    found = [[item.pmid for item in parse_pubmed(one.xml, "efetch") if isinstance(item, Record)] for one in batches[:1]]
    assert ([one.requested for one in batches], found) == ([("101", "999"), ("888", "777")], [["101"]])
    assert batches[1].xml.endswith(b"<PubmedArticleSet></PubmedArticleSet>\n")


def test_nothing_to_fetch_is_no_request() -> None:
    with Entrez(base_url="http://127.0.0.1:9/") as entrez:
        assert list(entrez.fetch([])) == []
        assert entrez.traffic.requests == 0


@pytest.mark.parametrize("pmid", ["", "0", "PMC12", "12,13", "1²"])
def test_what_is_no_pmid_is_never_sent(pmid: str) -> None:
    with Entrez(base_url="http://127.0.0.1:9/") as entrez, pytest.raises(EntrezError, match="is no PMID"):
        entrez.fetch(["101", pmid])


def test_what_pubmed_leaves_out_becomes_a_warning(folder: Path) -> None:
    with Entrez(base_url=BASE_URL, session=session(folder), per_second=None) as entrez:
        search = entrez.search(query('nowhere[ti] OR spine[foo] OR "no phrase"[ti] OR spine and'), ran_at=NOW)
        clean = entrez.search(query("nowhere[dp] OR 1804[dp]"), ran_at=NOW)
        nothing = entrez.search(query("1804[dp]"), ran_at=NOW)
    assert search.pmids == ("103",)
    assert search.warnings == (
        "PhraseNotFound: nowhere (found nowhere: in an OR it is left out, ANDed it is left out or leaves nothing)",
        "FieldNotFound: foo (no such field; the tag was dropped and all fields were searched)",
        "PhraseIgnored: and (ignored)",
        'QuotedPhraseNotFound: "no phrase"[ti] (no index holds this phrase: it is searched as words, or finds nothing)',
    )
    assert clean.warnings == (
        "PhraseNotFound: nowhere (found nowhere: in an OR it is left out, ANDed it is left out or leaves nothing)",
    )
    assert (nothing.count, nothing.pmids, nothing.warnings) == (0, (), ())


def test_what_pubmed_alters_without_a_word_shows_in_its_translation() -> None:
    """A tag that vanished, a proximity that was passed over, a heading that was not exploded; what was said is not."""
    strategy = 'a[tiab] AND "b c"[ti:~3] AND d[mh] AND e[tiab]'
    understood = '"a"[All Fields] AND "b c"[Title] AND "d"[MeSH Terms:noexp]'
    assert list(
        unsaid(
            strategy,
            understood,
            ["PhraseNotFound: e (found nowhere: in an OR it is left out, ANDed it is left out or leaves nothing)"],
        )
    ) == [
        "NotAsWritten: a[tiab] is not in the translation as it was written",
        'ModifierDropped: :~3 of "b c"[ti:~3] is not in the translation',
        "NotExploded: d[mh] was searched without the headings below it; a mirror learns them from NLM's descYYYY.xml",
    ]
    assert list(unsaid(strategy, "", [])) == list(unsaid("a[tiab", '"a"[All Fields]', [])) == []
    assert list(unsaid('"No Such"[Mesh]', '"No Such"[Mesh]', [])) == []
    assert list(unsaid("Spinal Neoplasms[Mesh:NoExp]", '"spinal neoplasms"[MeSH Terms]', [])) == [
        "ModifierDropped: :NoExp of Spinal Neoplasms[Mesh:NoExp] is not in the translation"
    ]
    assert (
        list(unsaid("x-ray*[ti] AND schmorl's node[tw]", '"x ray*"[Title] AND "schmorl s node"[Text Word]', [])) == []
    )
    dropped = unsaid("asthma[ti] AND copd[tiab]", '"asthma"[All Fields] AND "copd"[Title/Abstract]', ["any warning"])
    assert list(dropped) == ["NotAsWritten: asthma[ti] is not in the translation as it was written"]


def test_what_the_translation_shows_is_a_warning_of_the_search() -> None:
    said = "<QueryTranslation>&quot;spine&quot;[All Fields]</QueryTranslation><ErrorList><New>thing</New></ErrorList>"
    asking = client(found("7", more=said))
    with asking.open() as entrez:
        search = entrez.search(query("spine[ti]"), ran_at=NOW)
    assert search.warnings == (
        "New: thing",
        "NotAsWritten: spine[ti] is not in the translation as it was written",
    )


def test_a_strategy_that_cannot_be_read_is_an_error_and_not_zero_papers(folder: Path) -> None:
    with Entrez(base_url=BASE_URL, session=session(folder), per_second=None) as entrez:
        with pytest.raises(EntrezError, match="this parenthesis is never closed") as caught:
            entrez.search(query("(spine[ti] OR sacrum[ti]"), ran_at=NOW)
        assert (caught.value.utility, caught.value.status) == ("esearch", 200)
        with pytest.raises(EntrezError, match="Empty term"):
            entrez.search(query(" "), ran_at=NOW)


# ------------------------------------------------------------------------------------------------- an NCBI that behaves

Answer = tuple[int, bytes, dict[str, str]]


@dataclass
class Scripted:
    """An application that gives its answers one after the other, the last one for ever, and keeps what it was sent."""

    answers: Sequence[Answer]
    asked: list[dict[str, str]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        self.asked.append({name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()})
        self.methods.append(request.method)
        self.urls.append(request.url)
        status, body, headers = self.answers[min(len(self.asked), len(self.answers)) - 1]
        return Response(body, status, headers)(environ, start)


def ok(body: str) -> Answer:
    return 200, body.encode(), {"Content-Type": "text/xml"}


def failing(status: int, body: str, **headers: str) -> Answer:
    return status, body.encode(), {name.replace("_", "-"): value for name, value in headers.items()}


def refused(words: str, status: int = 200) -> Answer:
    return failing(status, f"<eSearchResult><ERROR>{words}</ERROR></eSearchResult>")


def found(*pmids: str, count: int | None = None, more: str = "") -> Answer:
    ids = "".join(f"<Id>{pmid}</Id>" for pmid in pmids)
    total = len(pmids) if count is None else count
    return ok(
        f"<eSearchResult><Count>{total}</Count><RetMax>{len(pmids)}</RetMax><RetStart>0</RetStart><IdList>{ids}</IdList>"
        f"<TranslationSet/><QueryTranslation>x</QueryTranslation>{more}</eSearchResult>"
    )


ARTICLES = ok(f"<?xml version='1.0' ?>\n<PubmedArticleSet>{article('101', 'One.', 'Review')}</PubmedArticleSet>\n")


@dataclass
class Client:
    """A client on a scripted NCBI in process, and the seconds it slept without sleeping them."""

    ncbi: Scripted
    api_key: str = ""
    slept: list[float] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[Entrez]:
        line = requests.Session()
        line.mount("http://ncbi.invalid/", InProcess(self.ncbi))
        with Entrez(
            base_url="http://ncbi.invalid/entrez/eutils",
            session=line,
            per_second=None,
            api_key=self.api_key,
            email="us@example.org",
            sleep=self.slept.append,
        ) as entrez:
            yield entrez

    def search(self, limits: Limits = OPEN) -> Search:
        with self.open() as entrez:
            return entrez.search(query("spine", limits), ran_at=NOW)

    def fetch(self, *pmids: str) -> list[Batch]:
        with self.open() as entrez:
            return list(entrez.fetch(pmids))


def client(*answers: Answer, api_key: str = "") -> Client:
    return Client(Scripted(answers), api_key)


def test_a_search_is_posted_with_all_that_ncbi_would_otherwise_assume() -> None:
    asking = client(found("7", "8"), api_key=KEY)
    asking.search()
    assert (asking.ncbi.methods, asking.ncbi.urls) == (["POST"], ["http://ncbi.invalid/entrez/eutils/esearch.fcgi"])
    assert asking.ncbi.asked == [
        {
            "db": "pubmed",
            "term": "spine",
            "retmode": "xml",
            "retmax": "9999",
            "sort": "pub_date",
            "datetype": "pdat",
            "tool": "harvester",
            "email": "us@example.org",
            "api_key": KEY,
        }
    ]


def test_a_fetch_is_posted_and_what_is_empty_is_left_out() -> None:
    asking = client(ARTICLES)
    asking.fetch("101", "102")
    assert asking.ncbi.asked == [
        {"db": "pubmed", "id": "101,102", "retmode": "xml", "tool": "harvester", "email": "us@example.org"}
    ]


@pytest.mark.parametrize(
    ("limits", "sent"),
    [
        (Limits(), ("pdat", None, None)),
        (Limits(datetype="edat", mindate="2003/07"), ("edat", "2003/07", "3000")),
        (Limits(maxdate="2018/02/01"), ("pdat", "1000", "2018/02/01")),
        (Limits(datetype="mdat", mindate="1958", maxdate="2017"), ("mdat", "1958", "2017")),
    ],
)
def test_a_lone_date_is_sent_with_the_other_end_filled(
    limits: Limits, sent: tuple[str, str | None, str | None]
) -> None:
    asking = client(found())
    search = asking.search(limits)
    asked = asking.ncbi.asked[0]
    assert (asked["datetype"], asked.get("mindate"), asked.get("maxdate"), search.limits) == (*sent, limits)


# -------------------------------------------------------------------------------------------------------------- faults

LIMITED = '{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}'
PAGE = "<!DOCTYPE html><html><head><title>NCBI/eutils202 - WWW Error 500 Diagnostic</title></head></html>"
RAW_NEWLINE = (
    '{"header":{"type":"esearch"},"esearchresult":{"ERROR":"Search Backend failed: Exception:\n'
    "'retstart' cannot be larger than 9998.\"}}"
)
PROLOG = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://x/y.dtd">\n'
)


@pytest.mark.parametrize(
    "fault",
    [
        failing(429, LIMITED, Retry_After="2"),
        failing(200, LIMITED),
        failing(500, PAGE),
        failing(502, PAGE),
        failing(503, ""),
        failing(200, PAGE),
        failing(200, ""),
        failing(200, PROLOG),
        failing(200, "<eSearchResult><Count>2</Count><IdList><Id>7</Id>"),
        refused("Search Backend failed: Unable to open connection to #PMQuerySrv"),
        failing(200, '{"esearchresult":{"ERROR":"Search Backend failed: Exception:\nUnable to open connection"}}'),
        refused("Database is not supported: pubmed"),
        refused("Unable to obtain query #1"),
        found("7", count=2),
        ok("<eSearchResult><Count>0</Count><IdList></eSearchResult>"),
        failing(200, '{"error":"error forwarding request"}'),
        refused(" Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout", 400),
        failing(200, '<!DOCTYPE eSearchResult [<!ENTITY a "b">]><eSearchResult><Count>0</Count></eSearchResult>'),
        failing(400, "<html><h1>502 Bad Gateway</h1></html>"),
    ],
)
def test_what_is_transient_is_tried_again(fault: Answer) -> None:
    asking = client(fault, found("7", "8"))
    assert asking.search().pmids == ("7", "8")
    assert (len(asking.ncbi.asked), len(asking.slept), asking.slept[0] >= 1) == (2, 1, True)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (refused("Invalid db name specified: x"), 200, "Invalid db name"),
        (failing(200, RAW_NEWLINE), 200, "'retstart' cannot be larger"),
        (failing(200, "<html><title>WWW Error Blocked Diagnostic</title></html>"), 200, "NCBI has blocked this"),
        (failing(403, "<html>Access denied for possible abuse</html>"), 403, "NCBI has blocked this address"),
        (refused("ID list is empty! Possibly it has no correct IDs.", 400), 400, "ID list is empty"),
        (failing(404, "<html>Not Found</html>"), 404, "Not Found"),
        (failing(414, "<html>Request-URI Too Large</html>"), 414, "Request-URI Too Large"),
        (failing(301, "", Location="https://elsewhere.invalid/"), 301, "an empty body"),
        (ok("<eSearchResult><Count>0</Count></eSearchResult>"), None, "without Count and IdList"),
        (ok("<eSearchResult><IdList/></eSearchResult>"), None, "without Count and IdList"),
    ],
)
def test_what_is_lasting_raises_at_once_and_is_never_zero_papers(fault: Answer, status: int | None, words: str) -> None:
    asking = client(fault, found("7", "8"))
    with pytest.raises(EntrezError, match=re.escape(words)) as caught:
        asking.search()
    assert (type(caught.value), caught.value.utility, caught.value.status) == (EntrezError, "esearch", status)
    assert len(asking.ncbi.asked) == 1


def test_retry_after_is_obeyed_and_the_waits_grow() -> None:
    asking = client(failing(429, LIMITED, Retry_After="7"), *[failing(500, PAGE)] * 3, found("7"))
    assert asking.search().pmids == ("7",)
    first, second, third, fourth = asking.slept
    assert (7 <= first < 8, 2 <= second < 3, 4 <= third < 5, 8 <= fourth < 9) == (True, True, True, True)


def test_after_five_tries_the_fault_is_raised_as_what_it_is() -> None:
    asking = client(failing(503, "", Retry_After="3"))
    with pytest.raises(Busy, match=r"esearch: HTTP 503: an empty body; try again later") as caught:
        asking.search()
    assert (caught.value.status, caught.value.after, len(asking.ncbi.asked), len(asking.slept)) == (503, 3.0, 5, 4)


def test_words_that_nobody_has_reported_are_worth_two_more_tries() -> None:
    asking = client(refused("never heard of"), refused("never heard of", 400), found("7"))
    assert asking.search().pmids == ("7",)
    asking = client(refused("never heard of"))
    with pytest.raises(EntrezError, match="HTTP 200: never heard of"):
        asking.search()
    assert (len(asking.ncbi.asked), len(asking.slept)) == (3, 2)


def test_an_error_that_quotes_a_strategy_on_abuse_is_no_block() -> None:
    asking = client(refused('Search Backend failed: ("possible abuse"[tiab])'), found("7"))
    assert asking.search().pmids == ("7",)


def test_a_page_with_an_id_twice_or_with_more_than_it_counts() -> None:
    assert client(found("7", "7", count=1)).search().pmids == ("7",)
    with pytest.raises(Busy, match="0 records counted but 1 PMIDs given out"):
        client(found("7", count=0)).search()
    with pytest.raises(Busy, match="1 records counted but 1 PMIDs given out"):
        client(ok("<eSearchResult><Count>1</Count><IdList><Id/></IdList></eSearchResult>")).search()


def test_a_control_character_loses_no_search() -> None:
    broken = understood("spine\x0b")
    assert client(broken).search().translation == "spine"


def understood(translation: str) -> Answer:
    shown = f"<QueryTranslation>{translation}</QueryTranslation>"
    return ok(f"<eSearchResult><Count>1</Count><IdList><Id>7</Id></IdList>{shown}</eSearchResult>")


def test_a_comment_after_the_root_is_no_cut() -> None:
    status, body, headers = found("7")
    assert client((status, body + b"\n<!-- served by 12 -->\n", headers)).search().pmids == ("7",)


def test_an_outage_is_worth_minutes() -> None:
    asking = client(*[refused("Database is not supported: pubmed")] * 7, found("7"))
    assert asking.search().pmids == ("7",)
    assert (len(asking.slept), 120 <= sum(asking.slept) < 140) == (7, True)
    asking = client(refused("Couldn't resolve #PMQuerySrv_2_0?dbaf=pubmed, the address table is empty."))
    with pytest.raises(Outage, match="NCBI's search service is down; try again in an hour"):
        asking.search()


def test_a_page_that_stays_short_is_an_incomplete_search() -> None:
    with pytest.raises(Busy, match="2 records counted but 1 PMIDs given out; the search is incomplete, run it again"):
        client(found("7", count=2)).search()


def test_nobody_waits_for_an_hour() -> None:
    asking = client(failing(429, LIMITED, Retry_After="3600"))
    with pytest.raises(Busy) as caught:
        asking.search()
    assert (caught.value.after, asking.slept) == (3600.0, [])


def test_retry_after_may_be_a_date() -> None:
    asking = client(failing(503, "", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), found("7"))
    assert asking.search().pmids == ("7",)
    assert classify(Reply(503, b"", "soon"), "esearch", str).after is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "body",
    [
        "",
        PROLOG,
        PAGE,
        "id: 101 Error occurred: The following PMID is not available: 101",
        "<PubmedArticleSet><PubmedArticle><ArticleTitle>Of possible abuse and OUT OF RANGE values</ArticleTitle>",
        "<PubmedArticleSet><PubmedArticle></PubmedArticle></PubmedArticleSe",
        "<eFetchResult><ERROR>Failed to connect to PubOne service</ERROR></eFetchResult>",
    ],
)
def test_a_fetch_that_is_not_whole_is_tried_again(body: str) -> None:
    asking = client(ok(body), ARTICLES)
    assert asking.fetch("101") == [Batch(requested=("101",), xml=ARTICLES[1])]


def test_an_abstract_that_speaks_of_errors_is_no_error() -> None:
    said = article("101", "API rate limit exceeded; Blocked Diagnostic; 502 Bad Gateway.", "Review")
    whole = ok(f"<PubmedArticleSet>{said}</PubmedArticleSet>")
    assert client(whole).fetch("101") == [Batch(requested=("101",), xml=whole[1])]


def test_a_batch_that_is_too_large_is_halved() -> None:
    """NCBI answers 502 where it cannot put together so many records: one more try, then halves, and no larger again."""
    sizes: list[int] = []

    @Request.application
    def small_only(request: Request) -> Response:
        pmids = request.form["id"].split(",")
        sizes.append(len(pmids))
        if len(pmids) > 2:
            return Response(PAGE, 502)
        return Response(f"<PubmedArticleSet><!-- {' '.join(pmids)} --></PubmedArticleSet>")

    line = requests.Session()
    line.mount("http://ncbi.invalid/", InProcess(small_only))
    with Entrez(base_url="http://ncbi.invalid/", session=line, per_second=None, sleep=lambda seconds: None) as entrez:
        batches = list(entrez.fetch(["1", "2", "3", "4", "5"]))
    assert [one.requested for one in batches] == [("1", "2"), ("3",), ("4", "5")]
    assert sizes == [5, 5, 3, 3, 2, 1, 2]


# ------------------------------------------------------------------------------------------------------------- ceiling


@dataclass
class Numbers:
    """An NCBI of invented PMIDs behind the ceiling, which heeds `lo:hi[UID]` and gives out 9,999 at most."""

    pmids: Sequence[int]
    lost: int = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = Request(environ).form
        held = sorted(self.pmids, reverse=True)
        if bounds := re.fullmatch(r"\(a OR\nb\) AND (\d+):(\d+)\[UID\]", asked["term"]):
            low, high = int(bounds[1]), int(bounds[2])
            held = [pmid for pmid in held if low <= pmid <= high and pmid != self.lost]
        ids = "".join(f"<Id>{pmid}</Id>" for pmid in held[: min(int(asked["retmax"]), CEILING)])
        body = f"<eSearchResult><Count>{len(held)}</Count><IdList>{ids}</IdList></eSearchResult>"
        return Response(body)(environ, start)


def behind(ncbi: WSGIApplication) -> Search:
    line = requests.Session()
    line.mount("http://ncbi.invalid/", InProcess(ncbi))
    with Entrez(base_url="http://ncbi.invalid/", session=line, per_second=None) as entrez:
        return entrez.search(query("a OR\nb"), ran_at=NOW)


def test_25_000_papers_are_all_found_in_slices_of_pmids() -> None:
    pmids = range(20_000_001, 20_025_001)
    search = behind(Numbers(pmids))
    assert (search.count, len(search.pmids), set(search.pmids)) == (25_000, 25_000, {str(pmid) for pmid in pmids})
    assert (search.strategy, sum(part.count for part in search.slices)) == ("a OR\nb", 25_000)
    assert all(part.count <= CEILING for part in search.slices)
    assert [int(pmid) for pmid in search.pmids] == sorted(pmids, reverse=True)


def test_a_record_that_no_slice_holds_makes_the_search_incomplete() -> None:
    search = behind(Numbers(range(1, 25_001), lost=77))
    assert (search.count, len(search.pmids), "77" in search.pmids) == (25_000, 24_999, False)


def test_an_index_that_moves_while_it_is_read_is_read_once_more() -> None:
    """Five records arrive after the first slice has been read; the second round has them all."""
    growing = Growing(list(range(1, 25_001)), more=[24_000_000 + n for n in range(5)], after=3)
    search = behind(growing)
    assert (search.count, len(search.pmids)) == (25_005, 25_005)


def test_a_count_that_is_another_at_the_end_is_reported() -> None:
    """The record left after all slices had been read, and again in the second round: what is left is said."""
    shrinking = Shrinking(list(range(1, 20_001)))
    search = behind(shrinking)
    assert (search.count < len(search.pmids), search.warnings) == (
        True,
        ("Drift: PubMed counted 19999 at the beginning and 19998 at the end",),
    )


def test_what_is_said_of_a_slice_is_said_of_the_search() -> None:
    assert behind(Talking(range(1, 12_001))).warnings == ("OutputMessage: a slice",)


class Talking(Numbers):
    """An index that remarks on every range of PMIDs."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(body)
        said = b"<WarningList><OutputMessage>a slice</OutputMessage></WarningList></eSearchResult>"
        whole = b"".join(super().__call__(environ, lambda *_: lambda _: None))
        answer = whole.replace(b"</eSearchResult>", said) if b"UID" in body else whole
        return Response(answer)(environ, start)


@dataclass
class Growing(Numbers):
    """An index into which `more` records come once it has been asked `after` times."""

    more: Sequence[int] = ()
    after: int = 0
    asked: int = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        if self.asked == self.after:
            self.pmids = [*self.pmids, *self.more]
        return super().__call__(environ, start)


@dataclass
class Shrinking(Numbers):
    """An index that loses its highest record each time it is only counted."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if b"retmax=0" in body:
            self.pmids = sorted(self.pmids)[:-1]
        environ["wsgi.input"] = BytesIO(body)
        return super().__call__(environ, start)


def test_a_platform_that_does_not_heed_ranges_is_found_out() -> None:
    ids = "".join(f"<Id>{pmid}</Id>" for pmid in range(1, CEILING + 1))
    deaf = Scripted([ok(f"<eSearchResult><Count>25000</Count><IdList>{ids}</IdList></eSearchResult>")])
    with pytest.raises(EntrezError, match=r"25000 records but 50000 in its two halves by PMID; this platform does not"):
        behind(deaf)


@given(st.sets(st.integers(1, 40_000_000), min_size=0, max_size=60))
def test_nothing_is_lost_or_doubled_for_any_pmids(pmids: set[int]) -> None:
    """The same over every spread of PMIDs: a thousand around each."""
    spread = {near for pmid in pmids for near in range(pmid, pmid + 300)}
    search = behind(Numbers(tuple(spread)))
    assert sorted(map(int, search.pmids)) == sorted(spread)


# ------------------------------------------------------------------------------------------------------------- secrets


def test_the_key_is_in_the_body_and_nowhere_else() -> None:
    echoed = failing(400, f'{{"error":"API key invalid","api-key":"{KEY}","type":"invalid"}}')
    page = failing(500, f"<html>failed for api_key={KEY} and more</html>")
    warned = found("7", more=f"<WarningList><OutputMessage>{KEY} is slow</OutputMessage></WarningList>")
    for answer in (echoed, page):
        asking = client(answer, api_key=KEY)
        with asking.open() as entrez, pytest.raises(EntrezError) as caught:
            entrez.search(query("spine"), ran_at=NOW)
        shown = (
            "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(entrez) + repr(entrez.traffic)
        )
        assert KEY not in shown
        assert KEY not in asking.ncbi.urls[0]
        assert asking.ncbi.asked[0]["api_key"] == KEY
    assert client(warned, api_key=KEY).search().warnings == ("OutputMessage: [API key] is slow",)


def test_a_key_is_known_again_in_any_spelling_and_without_its_line_break() -> None:
    for echo in (KEY.upper(), "00%2Faa"):
        key = KEY if echo == KEY.upper() else "00/aa"
        asking = client(failing(400, f'{{"error":"API key invalid","api-key":"{echo}"}}'), api_key=f"{key}\r\n")
        with asking.open() as entrez, pytest.raises(EntrezError) as caught:
            entrez.search(query("spine"), ran_at=NOW)
        assert (echo in str(caught.value), asking.ncbi.asked[0]["api_key"]) == (False, key)
    assert client(understood(KEY), api_key=KEY).search().translation == "[API key]"
    asking = client(ok(f'{{"result":{{"uids":["1"],"1":{{"uid":"1","error":"no {KEY}"}}}}}}'), api_key=KEY)
    with asking.open() as entrez:
        assert [one.error for one in entrez.summaries(["1"])] == ["no [API key]"]


def test_a_password_in_a_base_url_is_sent_and_never_shown() -> None:
    with Entrez(base_url="http://me:secret@127.0.0.1:9/", per_second=None, sleep=lambda _: None) as entrez:
        with pytest.raises(Busy) as caught:
            entrez.search(query("spine"), ran_at=NOW)
        assert (entrez.platform, "secret" in str(caught.value)) == ("http://127.0.0.1:9/", False)


def test_an_error_of_the_transport_holds_no_request_with_the_key_in_it() -> None:
    slept: list[float] = []
    with (
        Entrez(base_url=f"http://127.0.0.1:9/{KEY}", api_key=KEY, per_second=None, sleep=slept.append) as entrez,
        pytest.raises(Busy, match="could not be reached") as caught,
    ):
        entrez.search(query("spine"), ran_at=NOW)
    assert (caught.value.__cause__, len(slept), KEY in str(caught.value)) == (None, 4, False)


def test_a_base_url_that_is_none_raises_at_once() -> None:
    with Entrez(base_url="nowhere", per_second=None) as entrez, pytest.raises(EntrezError, match="nowhere") as caught:
        entrez.search(query("spine"), ran_at=NOW)
    assert type(caught.value) is EntrezError


# ----------------------------------------------------------------------------------------------------- summaries, links


def test_a_summary_is_enough_to_know_a_paper_by() -> None:
    titled = {"uid": "1", "title": "A &lt;i&gt;case&lt;/i&gt;.", "authors": [{"name": "Smith J"}], "source": "Spine"}
    body = {"result": {"uids": ["1", "2"], "1": {**titled, "pubdate": "2003 Jul"}, "2": {"uid": "2", "authors": None}}}
    asking = client(ok(json.dumps(body)))
    with asking.open() as entrez:
        assert list(entrez.summaries(["01", "2", "3"])) == [
            Summary(pmid="1", title="A case.", authors=("Smith J",), journal="Spine", published="2003 Jul"),
            Summary(pmid="2"),
            Summary(pmid="3", error="not in the answer"),
        ]


@pytest.mark.parametrize("body", ['{"result":[]}', '{"result":null}', '{"result"', '"result"', ""])
def test_what_is_no_summary_is_tried_again(body: str) -> None:
    asking = client(ok(body), ok('{"result":{"1":{"title":"A"}}}'))
    with asking.open() as entrez:
        assert list(entrez.summaries(["1"])) == [Summary(pmid="1", title="A")]


def linked(*sets: tuple[str, Sequence[str]], more: str = "") -> Answer:
    shown = (
        f"<LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>{pmid}</Id></IdList>"
        + (f"<LinkSetDb>{''.join(f'<Link><Id>{one}</Id></Link>' for one in others)}</LinkSetDb>" if others else "")
        + "</LinkSet>"
        for pmid, others in sets
    )
    return ok(f"<eLinkResult>{''.join(shown)}{more}</eLinkResult>")


def test_links_are_told_apart_by_pmid_and_unknown_pmids_by_a_look_up() -> None:
    asking = client(linked(("1", ["9", "1", "9"]), ("2", []), ("3", [])), found("2"))
    with asking.open() as entrez:
        assert list(entrez.links(["1", "2", "003"], "pubmed_pubmed_citedin")) == [
            Links(pmid="1", linked=("9",), known=True),
            Links(pmid="2", linked=(), known=True),
            Links(pmid="3", linked=(), known=False),
        ]
    assert (asking.ncbi.asked[0]["linkname"], asking.ncbi.asked[0]["cmd"]) == ("pubmed_pubmed_citedin", "neighbor")


@pytest.mark.parametrize(
    "fault",
    [
        linked(("1", ["9"])),
        linked(),
        linked(("1", ["9"]), ("2", []), more=" " * 3000 + "<ERROR>Couldn't resolve #exLinkSrv2</ERROR>"),
        linked(("1", ["9"]), ("2", []), more="<LinkSet><IdList><Id>3</Id></IdList><ERROR>TXCLIENT</ERROR></LinkSet>"),
    ],
)
def test_links_that_are_not_whole_are_never_no_links(fault: Answer) -> None:
    asking = client(fault, linked(("1", ["9"]), ("2", ["8"])))
    with asking.open() as entrez:
        assert [one.linked for one in entrez.links(["1", "2"], "pubmed_pubmed_refs")] == [("9",), ("8",)]
    assert len(asking.slept) == 1


# --------------------------------------------------------------------------------------------------- the rate, together


@pytest.mark.parametrize("status", [429, 200])
def test_too_many_requests_hold_everybody_back(status: int, tmp_path: Path) -> None:
    """Two clients of one ledger: what the first is told, the second heeds."""
    clock = Clock()
    lines = []
    for answers in ([failing(status, LIMITED, Retry_After="7"), found("7")], [found("8")]):
        ncbi = requests.Session()
        ncbi.mount("http://ncbi.invalid/", InProcess(Scripted(answers)))
        limiter = Limiter(10, tmp_path / "ledger.db", clock=clock, sleep=clock.sleep)
        lines.append(Line("http://ncbi.invalid/", ncbi, {}, limiter, sleep=lambda _: None))
    assert lines[0].ask("esearch", {}, bytes)
    before = clock.now
    assert lines[1].ask("esearch", {}, bytes)
    assert (lines[0].traffic.refused, lines[0].traffic.retries) == (1, 1)
    assert (before >= 1007, round(clock.now - before, 3)) == (True, 0.222)


def test_the_limit_that_the_headers_name_is_kept_to() -> None:
    clock = Clock()
    ncbi = requests.Session()
    named = (200, ARTICLES[1], {"X-RateLimit-Limit": "3", "X-RateLimit-Remaining": "2"})
    ncbi.mount("http://ncbi.invalid/", InProcess(Scripted([named])))
    line = Line("http://ncbi.invalid/", ncbi, {}, Limiter(10, clock=clock, sleep=clock.sleep))
    for _ in range(3):
        line.ask("efetch", {}, bytes)
    assert round(clock.now - 1000, 3) == 0.741


# -------------------------------------------------------------------------------------------------------- over a socket


def test_the_same_over_a_socket(folder: Path) -> None:
    with listening(create_app(folder)) as url, Entrez(base_url=url, per_second=None) as entrez:
        over_socket = entrez.search(query("case reports[pt]"), ran_at=NOW)
        batches = list(entrez.fetch(over_socket.pmids))
    with Entrez(base_url=BASE_URL, session=session(folder), per_second=None) as entrez:
        in_process = entrez.search(query("case reports[pt]"), ran_at=NOW)
        assert list(entrez.fetch(in_process.pmids)) == batches
    assert replace(over_socket, platform="") == replace(in_process, platform="")
    assert (in_process.pmids, over_socket.platform) == (("102", "101"), url)


def test_a_body_cut_off_on_the_line_is_fetched_again() -> None:
    """The server promises more bytes than it sends, then hangs up."""
    whole = ARTICLES[1]
    tries: list[str] = []

    class Dropping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            tries.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole[:200] if len(tries) == 1 else whole)
            self.connection.shutdown(SHUT_RDWR)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dropping)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    slept: list[float] = []
    try:
        url = f"http://127.0.0.1:{server.server_port}/entrez/eutils/"
        with Entrez(base_url=url, per_second=None, sleep=slept.append) as entrez:
            assert list(entrez.fetch(["101"])) == [Batch(requested=("101",), xml=whole)]
        assert (len(tries), len(slept), entrez.traffic.requests) == (2, 1, 2)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
