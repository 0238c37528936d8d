"""efetch: records as XML, MEDLINE, abstracts, summaries or bare PMIDs.

Since November 2022 NCBI answers an rettype or retmode it does not serve with status 200 and no byte (manubot#354).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Response

from harvester.records import Record

from ..eutils import answers
from ..formats.citation import abstract_text
from ..formats.medline import medline
from ..library import Library
from .answers import Refusal
from .asked import Asked, check_database, pmids_of
from .esummary import in_version_1
from .history import History, page

_PROLOG = (
    b'<?xml version="1.0" ?>\n'
    b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
    b"<PubmedArticleSet>"
)


@dataclass(frozen=True, slots=True)
class Efetch:
    """The utility; `ceiling` is PubMed's limit of records of one result set."""

    library: Library
    history: History
    ceiling: int

    def __call__(self, asked: Asked) -> Response:
        """The records of `id`, or of a part of a stored result set; unknown PMIDs are left out in silence."""
        check_database(asked)
        pmids = self._wanted(asked)
        write = _FORMS.get(_form(asked))
        if write is None:
            return answers.text("")
        if not asked["retmode"] and not asked["rettype"] and not self.library.held(pmids):
            return _unavailable(pmids)
        return write(self.library, pmids)

    def _wanted(self, asked: Asked) -> tuple[str, ...]:
        if asked["query_key"] or asked["WebEnv"]:
            return page(self.history, asked, self.ceiling)
        if not asked.ids:
            raise Refusal("Supplied id parameter is empty.")
        if not (pmids := pmids_of(asked.ids)):
            raise Refusal("ID list is empty! Possibly it has no correct IDs.", 400)
        return pmids


def _form(asked: Asked) -> str:
    """The form that rettype and retmode name together; a missing one is filled in as NCBI does.

    rettype=full is XML where retmode says so, as Entrez Direct asks, and nothing where it does not (manubot#354).
    rettype=xml is XML whatever retmode says: metapub, whose users reach NCBI with it, asks for it with retmode=text.
    """
    if asked["rettype"] == "xml":
        return "xml"
    kind = {"null": ""}.get(asked["rettype"], asked["rettype"])
    return f"{kind} {asked['retmode'] or _MODES.get(kind, 'xml')}".strip()


_MODES = {"full": "", "": "xml", "docsum": "xml", "medline": "text", "abstract": "text", "uilist": "text"}


def _articles(library: Library, pmids: tuple[str, ...]) -> Response:
    return answers.xml(_article_set(library.xml(pmids)))


def _article_set(articles: Iterator[bytes]) -> Iterator[bytes]:
    yield _PROLOG
    first = next(articles, None)
    if first is None:
        yield b"</PubmedArticleSet>\n"
        return
    yield b"\n" + first
    yield from articles
    yield b"</PubmedArticleSet>"


def _medline(library: Library, pmids: tuple[str, ...]) -> Response:
    return _texts(library, pmids, lambda records: "".join(map(medline, records)))


def _abstracts(library: Library, pmids: tuple[str, ...]) -> Response:
    return _texts(library, pmids, abstract_text)


def _texts(library: Library, pmids: tuple[str, ...], write: Callable[[Sequence[Record]], str]) -> Response:
    records = tuple(library.records(pmids))
    return answers.text(write(records)) if records else _unavailable(pmids)


def _unavailable(pmids: tuple[str, ...]) -> Response:
    """What stands in a text where no record is known; in XML unknown ones leave no trace (semantic-search#100)."""
    lines = (f"id: {pmid} Error occurred: The following PMID is not available: {pmid}\n" for pmid in pmids)
    return answers.text("".join(lines))


def _listed(library: Library, pmids: tuple[str, ...]) -> Response:
    return answers.text("".join(f"{pmid}\n" for pmid in library.held(pmids)))


def _listed_in_xml(library: Library, pmids: tuple[str, ...]) -> Response:
    listed = "".join(f"<Id>{pmid}</Id>\n" for pmid in library.held(pmids))
    return answers.xml(f'<?xml version="1.0" ?>\n<IdList>\n{listed}</IdList>\n')


def _summaries(library: Library, pmids: tuple[str, ...]) -> Response:
    return in_version_1(pmids, {record.pmid: record for record in library.records(pmids)})


_FORMS: Mapping[str, Callable[[Library, tuple[str, ...]], Response]] = {
    "xml": _articles,
    "full xml": _articles,
    "abstract xml": _articles,
    "medline xml": _articles,
    "medline text": _medline,
    "abstract text": _abstracts,
    "uilist text": _listed,
    "uilist xml": _listed_in_xml,
    "docsum xml": _summaries,
}
