"""Clients that others wrote, each run as its own program against `harvester mirror serve`.

Python clients that are no dependency of the project run in the Python that HARVESTER_CLIENTS_PYTHON names (metapub
brings a top-level package `tests`, which would hide this folder); without it they are looked for beside pytest.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"
HARVESTER = str(Path(sys.executable).with_name("harvester"))
CLIENTS_PYTHON = os.environ.get("HARVESTER_CLIENTS_PYTHON", sys.executable)

RADIOSURGERY = ["90000194", "90000180", "90000055", "90000026", "90000013"]
"""What `radiosurgery[ti]` finds in the demo corpus, newest first."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a mirror of the demo corpus, served by a process of its own."""
    folder = str(tmp_path_factory.mktemp("mirror"))
    subprocess.run([HARVESTER, "mirror", "build", folder, str(DEMO)], check=True, capture_output=True)
    serve = [HARVESTER, "mirror", "serve", folder, "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().split()[0]
        finally:
            server.terminate()


def titles(pmids: list[str]) -> list[str]:
    """The titles as the corpus file has them, read without the project."""
    articles = ElementTree.parse(DEMO).getroot()
    found = {
        article.findtext("MedlineCitation/PMID"): "".join(article.find(".//ArticleTitle").itertext())  # type: ignore[union-attr]
        for article in articles
    }
    return [found[pmid] for pmid in pmids]


def output(*command: str) -> str:
    """What a program prints; any complaint of it, on stderr or by its status, fails the test."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        start_new_session=True,
    ) as client:
        try:
            printed, complaint = client.communicate(timeout=60)
        finally:
            stop(client)
    assert (client.returncode, complaint) == (0, "")
    return printed


def stop(client: subprocess.Popen[str]) -> None:
    """End a program that took too long with all it started, which would hold its pipes open."""
    if client.poll() is None:
        os.killpg(client.pid, signal.SIGKILL)


def environment() -> dict[str, str]:
    """A user's environment, with a key of its own for every program.

    Each client keeps to the rate limit by itself, but without keys they share that of this machine's address, and one
    program started right after another would be refused.
    """
    key = uuid4().hex
    own = {"NCBI_API_KEY": key, "ENTREZ_KEY": key, "EMAIL": "tests@example.org", "TERM": "dumb"}
    return os.environ | own | {"no_proxy": "127.0.0.1"}


# ---------------------------------------------------------------------------------------------------------- Bio.Entrez

BIOPYTHON = """
import json, os, sys, urllib.request
from Bio import Entrez, Medline

class Mirror(urllib.request.BaseHandler):
    handler_order = 100
    def https_request(self, request):
        request.full_url = sys.argv[1] + request.full_url.partition("/entrez/eutils/")[2]
        return request

urllib.request.install_opener(urllib.request.build_opener(Mirror))
Entrez.email, Entrez.api_key = os.environ["EMAIL"], os.environ["NCBI_API_KEY"]

def read(handle):
    with handle:
        return Entrez.read(handle)
"""
"""Bio.Entrez writes NCBI's address into every function; urllib, which it asks, can be told where that is."""


def biopython(base: str, program: str) -> Any:
    return json.loads(output(sys.executable, "-W", "error", "-c", BIOPYTHON + program, base))


def test_biopython_searches_and_reads(base: str) -> None:
    found = biopython(
        base,
        """
found = read(Entrez.esearch(db="pubmed", term="radiosurgery[ti]"))
articles = read(Entrez.efetch(db="pubmed", id=found["IdList"], retmode="xml"))["PubmedArticle"]
print(json.dumps([found["Count"], found["IdList"], found["QueryTranslation"], [
    [str(article["MedlineCitation"]["PMID"]), str(article["MedlineCitation"]["Article"]["ArticleTitle"])]
    for article in articles
]]))
""",
    )
    listed = [list(pair) for pair in zip(RADIOSURGERY, titles(RADIOSURGERY), strict=True)]
    assert found == ["5", RADIOSURGERY, '"radiosurgery"[Title]', listed]


def test_biopython_pages_through_history(base: str) -> None:
    sizes, paged, listed = biopython(
        base,
        """
found = read(Entrez.esearch(db="pubmed", term="hemangiopericytoma[tiab]", usehistory="y", retmax=200))
key = {"db": "pubmed", "WebEnv": found["WebEnv"], "query_key": found["QueryKey"]}
pages = [read(Entrez.efetch(retstart=start, retmax=40, retmode="xml", **key))["PubmedArticle"] for start in (0, 40, 80)]
pmids = [str(article["MedlineCitation"]["PMID"]) for page in pages for article in page]
print(json.dumps([[len(page) for page in pages], pmids, found["IdList"]]))
""",
    )
    assert (sizes, len(set(paged))) == ([40, 40, 18], 98)
    assert paged == listed


def test_biopython_reads_medline(base: str) -> None:
    records = biopython(
        base,
        """
with Entrez.efetch(db="pubmed", id="90000194,90000013", rettype="medline", retmode="text") as handle:
    print(json.dumps([[record["PMID"], record["TI"]] for record in Medline.parse(handle)]))
""",
    )
    wanted = ["90000194", "90000013"]
    assert records == [list(pair) for pair in zip(wanted, titles(wanted), strict=True)]


def test_biopython_reads_summaries(base: str) -> None:
    summaries = biopython(
        base,
        """
with Entrez.esummary(db="pubmed", id="90000194,90000013") as handle:
    print(json.dumps([[one["Id"], one["Title"], int(one["HasAbstract"])] for one in Entrez.parse(handle)]))
""",
    )
    wanted = ["90000194", "90000013"]
    assert summaries == [[pmid, title, 1] for pmid, title in zip(wanted, titles(wanted), strict=True)]


def test_biopython_posts_and_fetches(base: str) -> None:
    key, pmids = biopython(
        base,
        """
posted = read(Entrez.epost("pubmed", id="90000194,90000013"))
history = {"WebEnv": posted["WebEnv"], "query_key": posted["QueryKey"]}
articles = read(Entrez.efetch(db="pubmed", retmode="xml", **history))["PubmedArticle"]
print(json.dumps([posted["QueryKey"], [str(article["MedlineCitation"]["PMID"]) for article in articles]]))
""",
    )
    assert (key, pmids) == ("1", ["90000194", "90000013"])


def test_biopython_follows_links(base: str) -> None:
    links = biopython(
        base,
        """
sets = read(Entrez.elink(dbfrom="pubmed", db="pmc", id=["90000011", "90000013", "90000019"]))
print(json.dumps([[one["IdList"], [[to["DbTo"], to["LinkName"], [link["Id"] for link in to["Link"]]]
    for to in one["LinkSetDb"]]] for one in sets]))
""",
    )
    assert links == [
        [["90000011"], [["pmc", "pubmed_pmc", ["99900011"]]]],
        [["90000013"], []],
        [["90000019"], [["pmc", "pubmed_pmc", ["99900019"]]]],
    ]


def test_biopython_reads_the_database(base: str) -> None:
    listed, name, count, fields = biopython(
        base,
        """
(about,) = read(Entrez.einfo(db="pubmed"))["DbInfo"]
fields = [field["Name"] for field in about["FieldList"] if field["Name"] in ("TITL", "MESH", "UID")]
print(json.dumps([read(Entrez.einfo())["DbList"], about["DbName"], about["Count"], sorted(fields)]))
""",
    )
    assert (listed, name, count, fields) == (["pubmed"], "pubmed", "181", ["MESH", "TITL", "UID"])


# ------------------------------------------------------------------------------------------------------- Entrez Direct

edirect_installed = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("esearch", "efetch", "xtract", "curl")),
    reason="Entrez Direct is not installed; apt-get install ncbi-entrez-direct curl",
)


def edirect(base: str, pipe: str) -> list[str]:
    """The lines a shell pipe prints in which BASE stands for `-base URL`; every program of it needs its own."""
    return output("bash", "-o", "pipefail", "-c", pipe.replace("BASE", f"-base {base}")).splitlines()


@edirect_installed
def test_entrez_direct_searches_fetches_and_extracts(base: str) -> None:
    table = edirect(
        base,
        "esearch BASE -db pubmed -query 'radiosurgery[ti]' | efetch BASE -format xml"
        " | xtract -pattern PubmedArticle -element MedlineCitation/PMID ArticleTitle",
    )
    wanted = sorted(RADIOSURGERY)
    assert table == [f"{pmid}\t{title}" for pmid, title in zip(wanted, titles(wanted), strict=True)]


@edirect_installed
def test_entrez_direct_searches_without_a_tag_and_without_a_warning(base: str) -> None:
    message = edirect(base, "esearch BASE -db pubmed -query chordoma | xtract -pattern ENTREZ_DIRECT -element Count Id")
    assert message == ["1\t90000137"]


@edirect_installed
@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ("", "98"),
        ("-mindate 2000 -maxdate 2004 -datetype PDAT", "13"),
        ("-days 36500 -datetype EDAT", "98"),
        ("-days 1 -datetype EDAT -tranquil", "0"),
    ],
)
def test_entrez_direct_limits_by_date(base: str, limits: str, count: str) -> None:
    pipe = f"esearch BASE -db pubmed -query 'hemangiopericytoma[tiab]' {limits} | xtract -pattern ENTREZ_DIRECT"
    assert edirect(base, f"{pipe} -element Count") == [count]


@edirect_installed
def test_entrez_direct_lists_uids(base: str) -> None:
    pipe = "esearch BASE -db pubmed -query 'radiosurgery[ti]' | efetch BASE -format uid"
    assert edirect(base, pipe) == sorted(RADIOSURGERY)


@edirect_installed
def test_entrez_direct_fetches_medline(base: str) -> None:
    lines = edirect(base, "efetch BASE -db pubmed -id 90000194,90000013 -format medline")
    # NCBI's efetch gives no order; Entrez Direct asks in ascending order.
    assert [line.removeprefix("PMID- ") for line in lines if line.startswith("PMID- ")] == ["90000013", "90000194"]


@edirect_installed
def test_entrez_direct_fetches_abstracts(base: str) -> None:
    text = " ".join(edirect(base, "efetch BASE -db pubmed -id 90000013 -format abstract"))
    assert titles(["90000013"])[0] in text
    assert "PMID: 90000013" in text


@edirect_installed
def test_entrez_direct_fetches_summaries(base: str) -> None:
    table = edirect(
        base,
        "esearch BASE -db pubmed -query 'radiosurgery[ti]' | efetch BASE -format docsum"
        " | xtract -pattern DocumentSummary -element Id Title",
    )
    wanted = sorted(RADIOSURGERY)
    assert table == [f"{pmid}\t{title}" for pmid, title in zip(wanted, titles(wanted), strict=True)]


@edirect_installed
def test_entrez_direct_posts_and_filters(base: str) -> None:
    listed = edirect(base, "epost BASE -db pubmed -id 90000194,90000013 | efetch BASE -format uid")
    assert listed == ["90000013", "90000194"]
    filtered = edirect(
        base,
        "esearch BASE -db pubmed -query 'hemangiopericytoma[tiab]' | efilter BASE -query 'radiosurgery[ti]'"
        " | efetch BASE -format uid",
    )
    assert filtered == edirect(base, "esearch BASE -db pubmed -uids 'hemangiopericytoma[tiab] AND radiosurgery[ti]'")


@edirect_installed
def test_entrez_direct_limits_a_found_set_by_date(base: str) -> None:
    search = "esearch BASE -db pubmed -query 'hemangiopericytoma[tiab]'"
    message = edirect(
        base, f"{search} | efilter BASE -mindate 2000 -maxdate 2004 | xtract -pattern ENTREZ_DIRECT -element Count"
    )
    assert message == ["13"]


@edirect_installed
def test_entrez_direct_follows_links(base: str) -> None:
    links = edirect(base, "elink BASE -db pubmed -id 90000011,90000013,90000019 -target pmc | efetch BASE -format uid")
    assert links == ["99900011", "99900019"]
    each = edirect(
        base,
        "elink BASE -db pubmed -id 90000011,90000019 -target pmc -cmd neighbor"
        " | xtract -pattern LinkSet -element IdList/Id LinkName Link/Id",
    )
    assert each == ["90000011\tpubmed_pmc\t99900011", "90000019\tpubmed_pmc\t99900019"]


@edirect_installed
def test_entrez_direct_reads_the_database(base: str) -> None:
    assert edirect(base, "einfo BASE -dbs") == ["pubmed"]
    assert edirect(base, "einfo BASE -db pubmed | xtract -pattern DbInfo -element DbName Count") == ["pubmed\t181"]
    assert "TITL\tTitle" in edirect(base, "einfo BASE -db pubmed -fields")


# ------------------------------------------------------------------------------------------- easy-entrez and metapub


def installed_there(module: str) -> bool:
    """Whether the clients' Python has a module."""
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    return subprocess.run([CLIENTS_PYTHON, "-c", find], check=False).returncode == 0


def needs(module: str, package: str) -> pytest.MarkDecorator:
    reason = (
        f"{package} is not installed for {CLIENTS_PYTHON}; pip install it anywhere and set HARVESTER_CLIENTS_PYTHON"
    )
    return pytest.mark.skipif(not installed_there(module), reason=reason)


EASY_ENTREZ = """
import json, os, sys
from easy_entrez import EntrezAPI

api = EntrezAPI("tests", os.environ["EMAIL"], api_key=os.environ["NCBI_API_KEY"], server=sys.argv[1])
"""
"""The server is a parameter."""


@needs("easy_entrez", "easy-entrez")
def test_easy_entrez_searches_summarizes_fetches_and_links(base: str) -> None:
    program = """
found = api.search("radiosurgery[ti]", max_results=10).data["esearchresult"]
pmids = found["idlist"]
summaries = api.summarize(pmids, max_results=10).data["result"]
articles = api.fetch(pmids, max_results=10).data
links = api.link(["90000011"], database="pmc", database_from="pubmed").data["linksets"]
about = api.get_info("pubmed").data["einforesult"]["dbinfo"]
print(json.dumps([
    found["count"], pmids, [summaries[pmid]["title"] for pmid in summaries["uids"]],
    [article.findtext("MedlineCitation/PMID") for article in articles],
    [link for one in links for to in one["linksetdbs"] for link in to["links"]],
    [one["count"] for one in about],
]))
"""
    count, pmids, summaries, fetched, links, records = json.loads(
        output(CLIENTS_PYTHON, "-c", EASY_ENTREZ + program, base)
    )
    assert (count, pmids, summaries) == ("5", RADIOSURGERY, titles(RADIOSURGERY))
    assert (fetched, links, records) == (RADIOSURGERY, ["99900011"], ["181"])


METAPUB = """
import json, sys
from metapub.ncbi_client import NCBIClient

NCBIClient.BASE_URL = sys.argv[1].rstrip("/")

from metapub import PubMedFetcher
fetcher = PubMedFetcher(cachedir=None)
"""
"""The address is a documented attribute of the client's class."""


@needs("metapub", "metapub")
def test_metapub_searches_fetches_and_relates(base: str) -> None:
    program = """
pmids = fetcher.pmids_for_query("radiosurgery[ti]")
articles = [fetcher.article_by_pmid(pmid) for pmid in pmids]
print(json.dumps([pmids, [[article.pmid, article.title] for article in articles], articles[-1].year,
    fetcher.related_pmids("90000013")]))
"""
    pmids, articles, year, related = json.loads(output(CLIENTS_PYTHON, "-c", METAPUB + program, base))
    assert pmids == RADIOSURGERY
    assert articles == [list(pair) for pair in zip(RADIOSURGERY, titles(RADIOSURGERY), strict=True)]
    assert (year, related) == ("2011", {})


# ------------------------------------------------------------------------------------------------------------ rentrez

RENTREZ = """
suppressPackageStartupMessages(library(rentrez))
asks <- get("make_entrez_query", asNamespace("rentrez"))
body(asks)[[2]][[3]][[2]] <- commandArgs(TRUE)[1]
assignInNamespace("make_entrez_query", asks, ns = "rentrez")
show <- function(...) cat(jsonlite::toJSON(list(...), auto_unbox = TRUE))
"""
"""rentrez 1.2.3 writes NCBI's address into the one function that asks and takes no other, neither as an argument nor as
an option nor from the environment; its httr configuration cannot change a scheme. So that string, and nothing else of
the package, is replaced in the running R."""


def rentrez(base: str, program: str) -> Any:
    return json.loads(output("Rscript", "--vanilla", "-e", RENTREZ + program, base))


def rentrez_installed() -> bool:
    if not shutil.which("Rscript"):
        return False
    find = "quit(status = !requireNamespace('rentrez', quietly = TRUE))"
    return subprocess.run(["Rscript", "--vanilla", "-e", find], check=False).returncode == 0


needs_rentrez = pytest.mark.skipif(
    not rentrez_installed(), reason="rentrez is not installed; apt-get install r-base-core r-cran-rentrez"
)


@needs_rentrez
def test_rentrez_searches_and_fetches_from_history(base: str) -> None:
    found = rentrez(
        base,
        """
found <- entrez_search(db = "pubmed", term = "radiosurgery[ti]", use_history = TRUE)
xml <- entrez_fetch(db = "pubmed", web_history = found$web_history, rettype = "xml", parsed = TRUE)
pmids <- XML::xpathSApply(xml, "//MedlineCitation/PMID", XML::xmlValue)
articles <- parse_pubmed_xml(entrez_fetch(db = "pubmed", id = found$ids, rettype = "xml"))
show(found$count, found$ids, found$QueryTranslation, pmids, unname(sapply(articles, function(one) one$title)))
""",
    )
    assert found == [5, RADIOSURGERY, '"radiosurgery"[Title]', RADIOSURGERY, titles(RADIOSURGERY)]


@needs_rentrez
def test_rentrez_posts_summarizes_links_and_asks_about_the_database(base: str) -> None:
    summaries, medline, links, database = rentrez(
        base,
        """
posted <- entrez_post(db = "pubmed", id = c("90000194", "90000013"))
summaries <- entrez_summary(db = "pubmed", web_history = posted)
medline <- entrez_fetch(db = "pubmed", web_history = posted, rettype = "medline", retmode = "text")
links <- entrez_link(dbfrom = "pubmed", id = c("90000011", "90000019"), db = "pmc")
show(unname(extract_from_esummary(summaries, "title")), regmatches(medline, gregexpr("PMID- [0-9]+", medline))[[1]],
     links$links$pubmed_pmc, entrez_db_summary("pubmed")[["Count"]])
""",
    )
    assert summaries == titles(["90000194", "90000013"])
    assert medline == ["PMID- 90000194", "PMID- 90000013"]
    assert (links, database) == (["99900011", "99900019"], "181")
