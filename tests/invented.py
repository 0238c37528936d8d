"""Invented articles for the tests of the mirror."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from harvester.mirror import Built, build
from harvester.mirror.library import Library
from harvester.mirror.search.evaluate import Context


def article(pmid: str, title: str, *, version: int = 1, types: tuple[str, ...] = ("Journal Article",)) -> str:
    kinds = "".join(f"<PublicationType>{kind}</PublicationType>" for kind in types)
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="{version}">{pmid}</PMID>
    <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><PubDate><Year>2003</Year><Month>Jul</Month>
    </PubDate></JournalIssue><Title>Journal of invented cases</Title></Journal><ArticleTitle>{title}</ArticleTitle>
    <Language>eng</Language><PublicationTypeList>{kinds}</PublicationTypeList></Article></MedlineCitation>
    <PubmedData><PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


def write(path: Path, *articles: str, deleted: str = "") -> Path:
    gone = f'<DeleteCitation><PMID Version="1">{deleted}</PMID></DeleteCitation>' if deleted else ""
    path.write_text(f'<?xml version="1.0"?>\n<PubmedArticleSet>{"".join(articles)}{gone}</PubmedArticleSet>', "utf-8")
    return path


def three(folder: Path) -> Path:
    """A mirror of three records, the PMIDs 101, 102 and 103."""
    file = write(
        folder / "three.xml",
        article("101", "Spinal metastasis of a hemangiopericytoma.", types=("Journal Article", "Case Reports")),
        article("102", "Solitary fibrous tumour of the pleura."),
        article("103", "Meningioma &amp; spine: β-catenin.", types=("Review",)),
    )
    build(folder / "mirror", [file])
    return folder / "mirror"


def found(folder: Path, strategy: str) -> list[str]:
    """The PMIDs that a strategy finds in a mirror, the highest first; today is the last of January 2006."""
    library = Library(folder)
    return list(library.ordered(library.search(strategy, Context(today=date(2006, 1, 31))).pmids, ""))


def refused(built: Built) -> list[tuple[str, str]]:
    """What a build refused: the file and why."""
    return [(Path(one.source).name, one.why) for one in built.refused]
