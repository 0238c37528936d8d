"""A mirror behind a socket, clients that are disturbed, and what a row of the drill must show."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from benchmarks.server import served
from harvester import mirror
from harvester.entrez import Entrez
from harvester.errors import HarvesterError
from harvester.outcomes import Outcome
from harvester.query import find_query, read_query
from harvester.records import Limits, Query
from harvester.review import Review
from harvester.store import Store

N = 45
BATCH = 10
KEY = "00aa11bb22cc33dd44ee55ff66aa77bb88cc"
QUERY = replace(read_query(find_query("hpc-spine")), strategy="drill[ti]", must_find=(), limits=Limits())
PMIDS = tuple(str(30_000_000 + 7 * n) for n in range(N))


def article(pmid: str) -> str:
    """An invented record that the drill's strategy finds."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        '<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year></PubDate>'
        f"</JournalIssue><Title>Invented Reports</Title></Journal><ArticleTitle>Drill {pmid}: metastatic "
        "hemangiopericytoma of the spine.</ArticleTitle><Abstract><AbstractText>A 48-year-old woman had a meningeal "
        "hemangiopericytoma removed 8 years earlier. MRI showed a metastasis of the tumor from C6 to T2.</AbstractText>"
        "</Abstract><Language>eng</Language><PublicationTypeList><PublicationType>Case Reports</PublicationType>"
        "</PublicationTypeList></Article></MedlineCitation></PubmedArticle>"
    )


# ------------------------------------------------------------------------------------------------------ the laboratory


class Disturbing(requests.Session):
    """A session that puts `x-fault` on the requests to one utility, and remembers what was asked of all."""

    def __init__(self, fault: str = "", utility: str = "") -> None:
        super().__init__()
        self.trust_env = False
        self.fault, self.utility = fault, utility
        self.sent: list[tuple[str, dict[str, list[str]]]] = []
        self.urls: list[str] = []

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """Send a request, disturbed where it is one of those."""
        name = urlsplit(request.url or "").path.rpartition("/")[2].partition(".")[0]
        self.urls.append(request.url or "")
        self.sent.append((name, parse_qs(str(request.body or ""), keep_blank_values=True)))
        if self.fault and self.utility in {name, ""}:
            request.headers["x-fault"] = self.fault
        return super().send(request, **settings)


@dataclass(slots=True)
class Harvested:
    """One run under a fault: how it ended, what was sent, and how long it would have slept."""

    outcome: Outcome | None
    error: str
    session: Disturbing
    entrez: Entrez
    slept: list[float]

    @property
    def did(self) -> str:
        """What the client did, from what was counted."""
        traffic = self.entrez.traffic
        parts = [f"{traffic.requests} requests"]
        parts += [f"{traffic.retries} tried again after {sum(self.slept):.0f} s"] if self.slept else []
        parts += [f"stopped: {self.error[:110]}"] if self.error else []
        if self.outcome and not self.outcome.complete:
            parts.append(f"said incomplete: {len(self.outcome.missing)} missing")
        return "; ".join(parts)


@dataclass(slots=True)
class Lab:
    """A mirror of N records behind a socket, and a folder for what is harvested from it."""

    url: str
    folder: Path
    number: int = 0
    asked: set[str] = field(default_factory=set)

    def home(self) -> Path:
        """A new folder for one row."""
        self.number += 1
        made = self.folder / str(self.number)
        made.mkdir()
        return made

    def harvest(  # noqa: PLR0913 - what a row may vary
        self,
        home: Path,
        fault: str = "",
        utility: str = "",
        *,
        query: Query = QUERY,
        strict: bool = False,
        url: str = "",
        **settings: Any,
    ) -> Harvested:
        """Run the whole method once against the mirror, or against another server."""
        session, slept = Disturbing(fault, utility), list[float]()
        entrez = Entrez(
            base_url=url or self.url,
            platform="drill",
            session=session,
            per_second=None,
            sleep=slept.append,
            **({"batch": BATCH} | settings),
        )
        outcome, error = None, ""
        with Store.at(home / "series.db") as store, entrez:
            try:
                outcome = Review(query=query, store=store, folder=home).run(entrez, lambda *_: None, strict=strict)
            except HarvesterError as fault_:
                error = str(fault_)
        self.asked.update(name for name, _ in session.sent)
        return Harvested(outcome, error, session, entrez, slept)

    def client(self, fault: str = "", utility: str = "", **settings: Any) -> Entrez:
        """A client of the mirror, for what the method itself does not use."""
        return Entrez(
            base_url=self.url,
            session=Disturbing(fault, utility),
            per_second=None,
            sleep=lambda _: None,
            **settings,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row; `held` is what the database ends with, `expected` what it should."""

    did: str
    held: Sequence[str] = PMIDS
    expected: Sequence[str] = PMIDS
    right: bool = True


def held(home: Path) -> list[str]:
    """The PMID of every version of a record that a database holds, whatever record it is."""
    with closing(sqlite3.connect(home / "series.db")) as database:
        return [pmid for (pmid,) in database.execute("SELECT pmid FROM versions")]


Scenario = Callable[[Lab], Result]


@contextlib.contextmanager
def laboratory() -> Iterator[Lab]:
    """The mirror in a process of its own, on a port of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "drill.xml"
        source.write_text(f"<PubmedArticleSet>{''.join(map(article, PMIDS))}</PubmedArticleSet>", "utf-8")
        mirror.build(folder / "mirror", [source])
        with served(folder / "mirror") as url:
            yield Lab(url, folder)
