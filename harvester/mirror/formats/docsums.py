"""Record -> document summary, in the three forms that esummary knows (NBK25499): XML of versions 1 and 2, and JSON.

What no record holds is printed in its empty form: the clusters of authors, the count of citations in PMC, the linked
papers (the words that NCBI has for their kinds were never recorded), the publisher. An ISSN stands under ISSN, whatever
its medium, for a record holds one and not its medium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape as escaped_html
from typing import Any
from xml.sax.saxutils import escape as escaped_xml
from xml.sax.saxutils import quoteattr

from harvester.records import Author, Record

from .bibliography import history, language, place, printed_date, timestamp

# ---------------------------------------------------------------------------------------------------------- version 1


def docsum_v1(record: Record) -> str:
    """The `<DocSum>` of a record, indented by tabs, without a line break at its end."""
    return "\n".join(("<DocSum>", f"\t<Id>{record.pmid}</Id>", *_items(record), "</DocSum>"))


def _items(record: Record) -> Iterator[str]:
    journal, pmid = record.journal, record.pmid
    yield _item("PubDate", printed_date(record.dates.published), "Date")
    yield _item("EPubDate", printed_date(record.dates.electronic), "Date")
    yield _item("Source", journal.abbreviation)
    yield from _list("AuthorList", [_item("Author", author.name) for author in record.authors])
    yield _item("LastAuthor", _last_author(record))
    yield _item("Title", record.title)
    yield _item("Volume", record.volume)
    yield _item("Issue", record.issue)
    yield _item("Pages", record.pages)
    yield from _list("LangList", [_item("Lang", language(code)) for code in record.languages])
    yield _item("NlmUniqueID", journal.nlm_id)
    yield _item("ISSN", journal.issn)
    yield _item("ESSN", "")
    yield from _list("PubTypeList", [_item("PubType", kind) for kind in record.publication_types])
    yield _item("RecordStatus", _record_status(record))
    yield _item("PubStatus", record.publication_status)
    yield from _list("ArticleIds", [_item(kind, value) for kind, value in [("pubmed", pmid), *_identifiers(record)]])
    if record.doi:
        yield _item("DOI", record.doi)
    yield from _list("History", [_item(status, when, "Date") for status, when in history(record)])
    yield from _list("References", [])
    yield _item("HasAbstract", str(int(bool(record.sections))), "Integer")
    yield _item("PmcRefCount", "0", "Integer")
    yield _item("FullJournalName", _journal_name(record))
    yield _item("ELocationID", _location(record))
    yield _item("SO", place(record))


def _item(name: str, value: str, kind: str = "String") -> str:
    return f'\t<Item Name={quoteattr(name)} Type="{kind}">{escaped_xml(value)}</Item>'


def _list(name: str, items: list[str]) -> Iterator[str]:
    if not items:
        yield f'\t<Item Name="{name}" Type="List"></Item>'
        return
    yield f'\t<Item Name="{name}" Type="List">'
    yield from (f"\t{item}" for item in items)
    yield "\t</Item>"


# ---------------------------------------------------------------------------------------------------------- version 2

Value = str | int | Sequence[str] | Sequence[Mapping[str, str | int]]


def docsum_v2(record: Record) -> str:
    """The `<DocumentSummary>` of a record, indented by tabs, without a line break at its end.

    AuthType and RecordStatus stand without the line breaks around them that the recordings of 2013 have; the JSON that
    is made of this XML shows that they are gone.
    """
    elements = (line for name, value in _summary(record).items() for line in _element(name, value, "\t"))
    return "\n".join((f'<DocumentSummary uid="{record.pmid}">', *elements, "</DocumentSummary>"))


def _element(name: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, str | int):
        yield f"{indent}<{name}>{escaped_xml(str(value))}</{name}>"
        return
    yield f"{indent}<{name}>"
    for part in value:
        yield from _part(_PARTS[name], part, f"{indent}\t")
    yield f"{indent}</{name}>"


def _part(name: str, part: str | Mapping[str, str | int], indent: str) -> Iterator[str]:
    if isinstance(part, str):
        yield f"{indent}<{name}>{escaped_xml(part)}</{name}>"
        return
    yield f"{indent}<{name}>"
    yield from (line for key, value in part.items() for line in _element(key, value, f"{indent}\t"))
    yield f"{indent}</{name}>"


_PARTS = {
    "Authors": "Author",
    "Lang": "string",
    "PubType": "flag",
    "ArticleIds": "ArticleId",
    "History": "PubMedPubDate",
    "References": "Reference",
    "Attributes": "flag",
    "SrcContribList": "Author",
    "DocContribList": "Author",
}


# --------------------------------------------------------------------------------------------------------------- JSON


def docsum_json(record: Record) -> dict[str, Any]:
    """What stands under a record's PMID in the `result` of a JSON summary.

    It is the XML of version 2 with names in lower case, as NCBI's DTD says, and the titles still escaped as they are in
    XML (NBK25499). A test for an abstract is `"Has Abstract" in summary["attributes"]`.
    """
    values = {name: _title(value) if name in _TITLES else value for name, value in _summary(record).items()}
    return {"uid": record.pmid, **{name.lower(): _lowered(value) for name, value in values.items()}}


def _title(value: Value) -> str:
    return escaped_html(str(value), quote=False)


def _lowered(value: Value) -> Any:
    if isinstance(value, str | int):
        return value
    return [part if isinstance(part, str) else {key.lower(): held for key, held in part.items()} for part in value]


_TITLES = ("Title", "BookTitle", "VernacularTitle")


# ------------------------------------------------------------------------------------ what version 2 and the JSON say


def _summary(record: Record) -> dict[str, Value]:
    """The elements of version 2 in their order: the recorded one, less ViewCount, which NCBI has given up."""
    journal = record.journal
    return {
        "PubDate": printed_date(record.dates.published),
        "EPubDate": printed_date(record.dates.electronic),
        "Source": journal.abbreviation,
        "Authors": [_author(author) for author in record.authors],
        "LastAuthor": _last_author(record),
        "Title": record.title,
        "SortTitle": _sort_title(record.title),
        "Volume": record.volume,
        "Issue": record.issue,
        "Pages": record.pages,
        "Lang": list(record.languages),
        "NlmUniqueID": journal.nlm_id,
        "ISSN": journal.issn,
        "ESSN": "",
        "PubType": list(record.publication_types),
        "RecordStatus": _record_status(record),
        "PubStatus": _publication_code(record),
        "ArticleIds": [_article_id(kind, value) for kind, value in _all_identifiers(record)],
        "History": [{"PubStatus": status, "Date": when} for status, when in history(record)],
        "References": [],
        "Attributes": ["Has Abstract"] if record.sections else [],
        "PmcRefCount": "",
        "FullJournalName": _journal_name(record),
        "ELocationID": _location(record),
        "DocType": _document_type(record),
        "SrcContribList": [],
        "BookTitle": journal.title if record.kind == "book" else "",
        **dict.fromkeys(_EMPTY_BEFORE, ""),
        "DocContribList": [],
        **dict.fromkeys(_EMPTY_AFTER, ""),
        "SortPubDate": timestamp(record.dates.published),
        "SortFirstAuthor": record.authors[0].name if record.authors else "",
        "VernacularTitle": record.vernacular_title,
    }


def _author(author: Author) -> Mapping[str, str]:
    kind = "CollectiveName" if author.collective else "Author"
    return {"Name": author.name, "AuthType": kind, "ClusterID": ""}


def _sort_title(title: str) -> str:
    """As recorded: in lower case, without the article before it, and every punctuation one space, the last as well."""
    words = re.sub(r"[\W_]+", " ", title.lower()).lstrip()
    return re.sub(r"^(?:an?|the) ", "", words)


def _publication_code(record: Record) -> str:
    """NCBI's number for the publication status, where one was seen; else the status itself.

    Seen: 4 on a printed article, 256 on one that was electronic before it was printed, 258 on epublish (NBK25499).
    The table is unpublished; that the value is not always a number says NCBI's own DTD (eSummary_pubmed.dtd).
    """
    if record.publication_status == "ppublish":
        return "256" if record.dates.electronic else "4"
    return "258" if record.publication_status == "epublish" else record.publication_status


def _all_identifiers(record: Record) -> Iterator[tuple[str, str]]:
    """With the names that a docsum adds of its own: eid and rid repeat the PMID, pmcid the PMCID."""
    yield "pubmed", record.pmid
    yield from _identifiers(record)
    yield from (("eid", record.pmid), ("rid", record.pmid))
    if record.pmcid:
        yield "pmcid", f"pmc-id: {record.pmcid};"


def _article_id(kind: str, value: str) -> Mapping[str, str | int]:
    return {"IdType": kind, "IdTypeN": _ID_TYPES.get(kind, _OTHER_ID_TYPE), "Value": value}


def _document_type(record: Record) -> str:
    """`citation` is the recorded one; what NCBI says of a book was never recorded."""
    if record.kind == "article":
        return "citation"
    return "chapter" if record.journal.title else "book"


_ID_TYPES = {"pubmed": 1, "doi": 3, "pii": 4, "pmcid": 5}
_OTHER_ID_TYPE = 8  # recorded for pmc, eid and rid, which have no number of their own

_EMPTY_BEFORE = (
    "Medium",
    "Edition",
    "PublisherLocation",
    "PublisherName",
    "SrcDate",
    "ReportNumber",
    "AvailableFromURL",
    "LocationLabel",
)
_EMPTY_AFTER = ("DocDate", "BookName", "Chapter")


# ----------------------------------------------------------------------------------------------- what all of them say


def _journal_name(record: Record) -> str:
    return record.journal.title if record.kind == "article" else ""


def _last_author(record: Record) -> str:
    return record.authors[-1].name if record.authors else ""


def _record_status(record: Record) -> str:
    """PubMed's words for the status of a citation; those for MEDLINE are recorded, the rest are of PubMed's help."""
    return _RECORD_STATUSES.get(record.status, "PubMed")


_RECORD_STATUSES = {
    "MEDLINE": "PubMed - indexed for MEDLINE",
    "OLDMEDLINE": "PubMed - OLDMEDLINE",
    "Publisher": "PubMed - as supplied by publisher",
    "In-Process": "PubMed - in process",
    "In-Data-Review": "PubMed - in process",
    "Completed": "PubMed - in process",
}


def _identifiers(record: Record) -> Iterator[tuple[str, str]]:
    yield from record.other_ids
    if record.doi:
        yield "doi", record.doi
    if record.pmcid:
        yield "pmc", record.pmcid


def _location(record: Record) -> str:
    return f"doi: {record.doi}" if record.doi else ""
