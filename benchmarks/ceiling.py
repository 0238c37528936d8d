"""More matches than PubMed gives out: what the client returns, and what Bio.Entrez returns in the same run.

`python -m benchmarks.ceiling [N]`, 25,000 when left out. A mirror of N invented records is served on a socket by a
process of its own. Bio.Entrez asks in the three ways its users do: one large retmax, pages by retstart, and efetch of
the history. Exit status 1 when the client's answer is not complete.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError

from Bio import Entrez as Peer

from benchmarks.server import served
from harvester import mirror
from harvester.entrez import NCBI, Entrez
from harvester.query import find_query, read_query
from harvester.records import Limits

PAGE = 5_000


def main() -> int:
    """Run both and say how many each returned."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 25_000
    query = replace(read_query(find_query("hpc-spine")), strategy="ceiling[ti]", limits=Limits())
    with tempfile.TemporaryDirectory() as folder, served(built(Path(folder), n)) as url:
        with Entrez(base_url=url, per_second=None) as entrez:
            search = entrez.search(query, ran_at=datetime.now(UTC))
        returned, slices = len(set(search.pmids)), ", ".join(f"{part.count:,}" for part in search.slices)
        print(f"harvester: {search.count:,} counted, {returned:,} returned, {entrez.traffic.requests} requests")
        print(f"           slices: {slices}; warnings: {len(search.warnings)}")
        send_elsewhere(url)
        for way, ask in (("one retmax", large), ("retstart", paged), ("history", history)):
            with said(way):
                print(f"Bio.Entrez, {way}: {len(set(ask(n))):,} returned")
    return int(returned != n)


def send_elsewhere(url: str) -> None:
    """Bio.Entrez has NCBI's address in every function; urllib, which it asks, can be told where that is."""

    class Mirror(urllib.request.BaseHandler):
        handler_order = 100

        def https_open(self, request: urllib.request.Request) -> object:
            target = request.full_url.replace(NCBI, url)
            return urllib.request.build_opener().open(target, request.data, timeout=60)

    urllib.request.install_opener(urllib.request.build_opener(Mirror))
    Peer.email, Peer.api_key = "benchmark@example.org", "k"  # type: ignore[assignment]


def large(n: int) -> list[str]:
    """One esearch that asks for all."""
    return list(Peer.read(Peer.esearch(db="pubmed", term="ceiling[ti]", retmax=n))["IdList"])  # type: ignore[no-untyped-call]


def paged(n: int) -> list[str]:
    """Page after page, until the server refuses."""
    ids: list[str] = []
    for start in range(0, n, PAGE):
        with stopped(f"at retstart={start}", ids):
            page = Peer.esearch(db="pubmed", term="ceiling[ti]", retmax=PAGE, retstart=start)  # type: ignore[no-untyped-call]
            ids += Peer.read(page)["IdList"]  # type: ignore[no-untyped-call]
    return ids


def history(n: int) -> list[str]:
    """efetch of the stored result, page after page."""
    kept = Peer.read(Peer.esearch(db="pubmed", term="ceiling[ti]", usehistory="y", retmax=0))  # type: ignore[no-untyped-call]
    where = {"db": "pubmed", "WebEnv": kept["WebEnv"], "query_key": kept["QueryKey"], "retmax": PAGE}
    ids: list[str] = []
    for start in range(0, n, PAGE):
        with stopped(f"at retstart={start}", ids):
            ids += Peer.efetch(**where, rettype="uilist", retmode="text", retstart=start).read().split()  # type: ignore[no-untyped-call]
    return ids


@contextlib.contextmanager
def said(way: str) -> Iterator[None]:
    """Print what Bio.Entrez raised where it gives nothing back."""
    try:
        yield
    except (RuntimeError, HTTPError) as error:
        print(f"Bio.Entrez, {way}: nothing returned: {type(error).__name__}: {' '.join(str(error).split())[:120]}")


@contextlib.contextmanager
def stopped(where: str, ids: list[str]) -> Iterator[None]:
    """A caller who keeps what he has when a page is refused."""
    try:
        yield
    except (RuntimeError, HTTPError) as error:
        print(f"Bio.Entrez {where}, {len(ids):,} so far: {type(error).__name__}: {' '.join(str(error).split())[:80]}")


def built(folder: Path, n: int) -> Path:
    """A mirror of N records that `ceiling[ti]` finds."""
    source = folder / "source.xml"
    with source.open("w", encoding="utf-8") as file:
        file.write("<PubmedArticleSet>")
        file.writelines(map(article, range(n)))
        file.write("</PubmedArticleSet>")
    mirror.build(folder / "mirror", [source])
    return folder / "mirror"


def article(n: int) -> str:
    """One invented record; PMIDs lie in clumps, as those of a topic do."""
    pmid = 10_000_000 + n * 3 if n % 3 else 38_000_000 + n * 5
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f'<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>{1990 + n % 35}</Year>'
        "</PubDate></JournalIssue><Title>Invented Reports</Title></Journal>"
        f"<ArticleTitle>Beyond the ceiling, number {n}.</ArticleTitle><Language>eng</Language>"
        "</Article></MedlineCitation></PubmedArticle>\n"
    )


if __name__ == "__main__":
    sys.exit(main())
