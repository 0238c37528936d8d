"""<PubmedArticle> -> Record."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..records import Record
from .dates import article_dates
from .elements import attribute, child, children
from .identifiers import identifiers, identity, listed_identifiers, stated_identifiers
from .indexing import accessions, grants, keywords, mesh, substances
from .journal import journal, pages
from .linked_papers import corrections, references
from .marked_text import text, texts
from .people import authors, complete, credited, editors, investigators
from .title_and_abstract import other_abstracts, sections, titles


def read_article(element: Element, digest: str, source: str) -> Record:
    """The record of an article, with the digest of its XML; Refused where it has no PMID."""
    citation, data = child(element, "MedlineCitation"), child(element, "PubmedData")
    article = child(citation, "Article")
    pmid, version = identity(citation, source)
    issue = child(article, "Journal", "JournalIssue")
    title, vernacular = titles(article)
    doi, pmcid, other_ids = identifiers(stated_identifiers(article, "ELocationID"), listed_identifiers(data))
    author_lists = list(children(article, "AuthorList"))
    linked = list(children(child(citation, "CommentsCorrectionsList"), "CommentsCorrections"))
    return Record(
        pmid=pmid,
        version=version,
        title=title,
        vernacular_title=vernacular,
        sections=sections(child(article, "Abstract")),
        copyright=text(child(article, "Abstract", "CopyrightInformation")),
        other_abstracts=other_abstracts(citation),
        authors=credited(authors(author_lists), text(child(article, "Affiliation"))),
        authors_complete=complete(author_lists),
        editors=editors(author_lists),
        investigators=investigators(children(citation, "InvestigatorList")),
        journal=journal(article, citation),
        volume=text(child(issue, "Volume")),
        issue=text(child(issue, "Issue")),
        pages=pages(child(article, "Pagination")),
        dates=article_dates(article, citation, data),
        doi=doi,
        pmcid=pmcid,
        other_ids=other_ids,
        languages=texts(children(article, "Language")),
        publication_types=texts(children(child(article, "PublicationTypeList"), "PublicationType")),
        mesh=mesh(child(citation, "MeshHeadingList")),
        substances=substances(citation),
        keywords=keywords(citation),
        grants=grants(child(article, "GrantList")),
        accessions=accessions(child(article, "DataBankList")),
        corrections=corrections(linked),
        references=references(linked, data),
        conflict_of_interest=text(child(citation, "CoiStatement")),
        status=attribute(citation, "Status"),
        publication_status=text(child(data, "PublicationStatus")),
        publication_model=attribute(article, "PubModel"),
        digest=digest,
    )
