"""A made-up literature that changes month by month, and a source that gives out its present state as NCBI would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import requests
from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from harvester import mirror
from harvester.mirror import InProcess

SITES = ("meningeal", "cerebellar", "occipital", "pleural", "renal", "retroperitoneal", "orbital", "femoral")
LEVELS = tuple(f"{part}{n}" for part, last in (("C", 7), ("T", 12), ("L", 5)) for n in range(1, last + 1))


@dataclass(frozen=True, kw_only=True)
class Article:
    """A made-up report; what is not said here follows from its number, so that no two are of one patient.

    A second record of a report is `of` that one.
    """

    pmid: int
    revised: date | None
    age: int
    title: str = "Metastatic hemangiopericytoma of the spine"
    tumor: str = "hemangiopericytoma"
    status: str = "MEDLINE"
    published: str = "ppublish"
    links: str = ""
    types: str = "Case Reports"
    mesh: tuple[str, ...] = ()
    of: int = 0

    @property
    def xml(self) -> str:
        """The record as NCBI prints it."""
        revised = _day("DateRevised", self.revised) if self.revised else ""
        links = "".join(map(_link, self.links.split()))
        headings = "".join(f"<MeshHeading><DescriptorName>{name}</DescriptorName></MeshHeading>" for name in self.mesh)
        kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in self.types.split("; "))
        return (
            f'<PubmedArticle><MedlineCitation Status="{self.status}" Owner="NLM"><PMID Version="1">{self.pmid}</PMID>'
            f'{revised}<Article PubModel="Print-Electronic"><Journal><JournalIssue CitedMedium="Print"><PubDate>'
            "<Year>2026</Year></PubDate></JournalIssue><Title>Journal of inventions</Title></Journal><ArticleTitle>"
            f"{self.title}, number {self._name}.</ArticleTitle><Abstract><AbstractText>{self._abstract}</AbstractText>"
            f'</Abstract><AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Inventor{self._name}</LastName>'
            f"<Initials>A</Initials></Author></AuthorList><Language>eng</Language><PublicationTypeList>{kinds}"
            f"</PublicationTypeList></Article><MeshHeadingList>{headings}</MeshHeadingList>"
            f"<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation><PubmedData><PublicationStatus>"
            f'{self.published}</PublicationStatus><ArticleIdList><ArticleId IdType="doi">10.99999/inv.{self._name}'
            "</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"
        )

    @property
    def _name(self) -> int:
        return self.of or self.pmid

    @property
    def _abstract(self) -> str:
        who = ("woman", "man")[self._name % 2]
        years, site, level = (1 + self._name % 17, SITES[self._name % len(SITES)], LEVELS[self._name % len(LEVELS)])
        return (
            f"A {self.age}-year-old {who} had a {site} {self.tumor} removed {years} years earlier. "
            f"MRI showed a metastasis of the tumor in the vertebra {level}."
        )


def _day(name: str, day: date) -> str:
    return f"<{name}><Year>{day.year}</Year><Month>{day.month:02}</Month><Day>{day.day:02}</Day></{name}>"


def _link(link: str) -> str:
    """`RetractionIn=92` as NLM prints it."""
    kind, _, other = link.partition("=")
    return (
        f'<CommentsCorrections RefType="{kind}"><RefSource>J Invent. 2026 Mar 9;5:{other}</RefSource>'
        f"<PMID>{other}</PMID></CommentsCorrections>"
    )


def report(pmid: int, revised: date | None) -> Article:
    """A report of one patient with a spinal metastasis."""
    return Article(pmid=pmid, revised=revised, age=20 + pmid * 7 % 61)


@dataclass
class Literature:
    """All that the source holds by PMID, and the PMIDs that lead to others."""

    articles: dict[int, Article] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)

    def arrive(self, articles: Iterable[Article]) -> None:
        """New records."""
        self.articles.update((one.pmid, one) for one in articles)

    def revise(self, pmid: int, day: date | None, **changes: object) -> None:
        """A record as it reads from that day on."""
        self.articles[pmid] = replace(self.articles[pmid], revised=day, **changes)  # type: ignore[arg-type]

    def merge(self, pmid: int, into: int) -> None:
        """NLM takes one record back and lets its PMID lead to another."""
        del self.articles[pmid]
        self.merged[pmid] = into

    def mirror(self, folder: Path) -> Path:
        """A mirror of the present state."""
        source = folder.with_suffix(".xml")
        body = "".join(one.xml for one in self.articles.values())
        source.write_text(f'<?xml version="1.0" ?><PubmedArticleSet>{body}</PubmedArticleSet>')
        mirror.build(folder, [source])
        return folder


class Source:
    """A mirror in this process that leads from merged PMIDs to their successors, and may be out of order.

    `fails` says of a path whether it is answered with 502; of the PMIDs `garbled` efetch gives XML nobody can read.
    """

    def __init__(self, folder: Path, merged: Mapping[int, int], fails: Callable[[str], bool] = lambda path: False):
        self._app: WSGIApplication = mirror.create_app(folder)
        self._merged = {str(old): str(new) for old, new in merged.items()}
        self._fails = fails
        self.garbled: frozenset[int] = frozenset()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or with 502 where it fails."""
        request = Request(environ)
        if self._fails(request.path):
            return Response("Bad Gateway", status=502)(environ, start_response)
        if "efetch" in request.path:
            form = request.form.to_dict()
            form["id"] = ",".join(self._merged.get(pmid, pmid) for pmid in form["id"].split(","))
            answer = Response.from_app(self._app, _posted(environ, form))
            for pmid in self.garbled:
                answer.data = answer.data.replace(b">%d</PMID>" % pmid, b">%d</PMID" % pmid)
            return answer(environ, start_response)
        return self._app(environ, start_response)

    def session(self) -> requests.Session:
        """A session that reaches this source at the mirror's address, and nothing else."""
        made = requests.Session()
        made.trust_env = False
        made.adapters.clear()
        made.mount("http://mirror.invalid/", InProcess(self))
        return made


def _posted(environ: WSGIEnvironment, form: Mapping[str, str]) -> WSGIEnvironment:
    return EnvironBuilder(path=environ["PATH_INFO"], method="POST", data=dict(form)).get_environ()
