"""<PubmedBookArticle> -> Record."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ..records import Journal, Record
from .dates import book_dates
from .elements import child, children
from .identifiers import identifiers, identity, listed_identifiers, plain, stated_identifiers
from .indexing import grants, keywords
from .journal import pages
from .linked_papers import references
from .marked_text import text, texts
from .people import authors, complete, editors, investigators
from .title_and_abstract import sections, titles


def read_book(element: Element, digest: str, source: str) -> Record:
    """The record of a chapter, or of a whole book where it has no title of its own; Refused where it has no PMID.

    The book's publisher has no place in a record.
    """
    document, data = child(element, "BookDocument"), child(element, "PubmedBookData")
    book = child(document, "Book")
    pmid, version = identity(document, source)
    chapter, vernacular = titles(document)
    book_title = text(child(book, "BookTitle"))
    listed = [*listed_identifiers(document), *listed_identifiers(data)]
    listed += [("isbn", isbn) for isbn in texts(children(book, "Isbn"))]
    of_book = stated_identifiers(book, "ELocationID")
    doi, pmcid, other_ids = identifiers([] if chapter else of_book, listed)
    author_lists = list(children(document, "AuthorList"))
    book_lists = list(children(book, "AuthorList"))
    return Record(
        pmid=pmid,
        version=version,
        kind="book",
        title=chapter or book_title,
        vernacular_title=vernacular,
        sections=sections(child(document, "Abstract")),
        copyright=text(child(document, "Abstract", "CopyrightInformation")),
        authors=authors(author_lists) or (() if chapter else authors(book_lists)),
        authors_complete=complete([*author_lists, *book_lists]),
        editors=editors([*author_lists, *book_lists]),
        investigators=investigators(children(document, "InvestigatorList")),
        journal=Journal(title=book_title if chapter else ""),
        volume=text(child(book, "Volume")),
        pages=pages(child(document, "Pagination")),
        dates=book_dates(document, book, data),
        doi=doi,
        pmcid=pmcid,
        other_ids=other_ids + tuple(plain(kind, value) for kind, value, valid in of_book if chapter and valid),
        languages=texts(children(document, "Language")),
        publication_types=texts(children(document, "PublicationType")),
        keywords=keywords(document),
        grants=grants(child(document, "GrantList")),
        references=references((), document),
        publication_status=text(child(data, "PublicationStatus")),
        digest=digest,
    )
