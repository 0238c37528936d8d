"""The filters of PubMed that a record itself can answer: by its status, and by what it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from harvester.records import Record

from .record_fields import fold, holds_abstract, holds_foreign_abstract, words


def filters(record: Record) -> Iterator[str]:
    """The names of the filters that let the record through."""
    return (name for claims in (KEYWORDS, SUBSETS) for name, claim in claims.items() if claim(record))


def _corrected(kind: str) -> Callable[[Record], bool]:
    return lambda record: any(fold(one.kind) == kind for one in record.corrections)


_RELATIONS = words(
    "associateddataset associatedpublication commentin commenton correctedrepublishedin correctedrepublishedfrom"
    " erratumin erratumfor expressionofconcernin expressionofconcernfor republishedin republishedfrom"
    " retractedandrepublishedin retractedandrepublishedfrom retractionin retractionof updatein updateof"
    " summaryforpatientsin originalreportin"
)
_SPELT_BY_NLM = {
    "correctedrepublishedin": "correctedandrepublishedin",
    "correctedrepublishedfrom": "correctedandrepublishedfrom",
}

KEYWORDS: Mapping[str, Callable[[Record], bool]] = {
    "hasabstract": holds_abstract,
    "hasstructuredabstract": lambda record: any(section.label for section in record.sections),
    "hasnonenglishabstract": holds_foreign_abstract,
    "haskeyword": lambda record: bool(record.keywords),
    "hascois": lambda record: bool(record.conflict_of_interest),
    "hasdatabanklist": lambda record: bool(record.accessions),
    "pubstatusaheadofprint": lambda record: record.publication_status == "aheadofprint",
    **{f"has{name}": _corrected(_SPELT_BY_NLM.get(name, name)) for name in _RELATIONS},
}
"""Filters that are written without a tag."""

SUBSETS: Mapping[str, Callable[[Record], bool]] = {
    "all": lambda record: True,
    "medline": lambda record: record.status in ("MEDLINE", "OLDMEDLINE", "Completed"),
    "inprocess": lambda record: record.status in ("In-Process", "In-Data-Review"),
    "publisher": lambda record: record.status == "Publisher",
    "pubmednotmedline": lambda record: record.status == "PubMed-not-MEDLINE",
    "pubmed books": lambda record: record.kind == "book",
    "pubmed pmc": lambda record: bool(record.pmcid),
    "systematic": lambda record: "Systematic Review" in record.publication_types,
}
"""Filters that are written with [sb] or [filter]."""
