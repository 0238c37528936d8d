"""Record -> MEDLINE tagged text, which efetch gives for rettype=medline (NBK25499).

What no record holds is left out: the citation subset (SB), the owner of keywords (OTO), the release in PMC (PMCR), the
publisher of a book (PB), and of the history all but entrez, pubmed and medline. IS has no word for the medium of the
ISSN for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from harvester.records import (
    Author,
    Correction,
    Grant,
    MeshHeading,
    OtherAbstract,
    Qualifier,
    Record,
    Section,
    Substance,
)

from .bibliography import (
    compact_date,
    history,
    labelled,
    lines_of,
    linked_source,
    printed_date,
    source,
    timestamp,
)

Line = tuple[str, str]
"""A tag of up to four letters, and its value."""

_WIDTH = 81  # characters after the tag and after the indent, which are six: the recorded texts have 87 columns


def medline(record: Record) -> str:
    """A record in MEDLINE's tagged text: a blank line, then a line a value, wrapped and indented; empty tags left out.

    The order of tags is that of the real texts from 2002 to 2023; NM and FIR, which none of those has, stand where XML
    has them.
    """
    lines = (line for part in _PARTS for tag, value in part(record) if value for line in _tagged(tag, value))
    return "\n" + "".join(f"{line}\n" for line in lines)


def _tagged(tag: str, value: str) -> Iterator[str]:
    start = f"{tag:<4}- "
    for words in lines_of(value, _WIDTH):
        yield start + words
        start = "      "


# ------------------------------------------------------------------------------------------------- the parts, in order


def _standing(record: Record) -> Iterator[Line]:
    yield "PMID", record.pmid
    yield "OWN", "NLM"  # the DTD's default; records of other owners are few and old, and a record does not hold it
    yield "STAT", record.status
    yield "DCOM", compact_date(record.dates.completed)
    yield "LR", compact_date(record.dates.revised)


def _issue(record: Record) -> Iterator[Line]:
    journal = record.journal
    yield "IS", journal.issn
    yield "IS", f"{journal.issn_linking} (Linking)" if journal.issn_linking else ""
    yield from (("ISBN", value) for kind, value in record.other_ids if kind == "isbn")
    yield "VI", record.volume
    yield "IP", record.issue
    yield "DP", printed_date(record.dates.published)


def _words(record: Record) -> Iterator[Line]:
    yield "TI", record.title
    yield "BTI", record.journal.title if record.kind == "book" else ""
    yield "PG", record.pages
    yield "LID", f"{record.doi} [doi]" if record.doi else ""
    yield "AB", _abstract(record.sections)
    yield "CI", record.copyright


def _abstract(sections: Iterable[Section]) -> str:
    return " ".join(labelled(section) for section in sections)


def _authors(record: Record) -> Iterator[Line]:
    yield from _people(record.authors, "FAU", "AU", "AD")
    yield from (("CN", author.collective) for author in record.authors)
    yield from _people(record.editors, "FED", "ED", "AD")


def _people(people: Iterable[Author], full: str, short: str, address: str) -> Iterator[Line]:
    for person in people:
        if person.last:
            yield full, _full_name(person)
            yield short, person.name
        yield "AUID", f"ORCID: {person.orcid}" if person.orcid else ""
        yield from ((address, affiliation) for affiliation in person.affiliations)


def _full_name(person: Author) -> str:
    rest = " ".join(filter(None, (person.fore or person.initials, person.suffix)))
    return ", ".join(filter(None, (person.last, rest)))


def _kinds(record: Record) -> Iterator[Line]:
    yield from (("LA", language) for language in record.languages)
    yield from (("SI", "/".join(filter(None, accession))) for accession in record.accessions)
    yield from (("GR", _grant(grant)) for grant in record.grants)
    yield from (("PT", kind) for kind in record.publication_types)
    yield "TT", record.vernacular_title
    yield "DEP", compact_date(record.dates.electronic)


def _grant(grant: Grant) -> str:
    return "/".join(filter(None, (grant.number, grant.acronym, grant.agency, grant.country)))


def _journal(record: Record) -> Iterator[Line]:
    if record.kind == "book":  # whose title is BTI
        return
    yield "PL", record.journal.country
    yield "TA", record.journal.abbreviation
    yield "JT", record.journal.title
    yield "JID", record.journal.nlm_id


def _indexing(record: Record) -> Iterator[Line]:
    yield from (("RN", _registered(substance)) for substance in record.substances if substance.registry)
    yield from (("NM", substance.name) for substance in record.substances if not substance.registry)
    yield from (("MH", _heading(heading)) for heading in record.mesh)


def _registered(substance: Substance) -> str:
    return f"{substance.registry} ({substance.name})"


def _heading(heading: MeshHeading) -> str:
    """`Ablation/adverse effects/*methods`: the star is on what the report is about."""
    return "/".join(
        (_starred(heading.descriptor, heading), *(_starred(part.name, part) for part in heading.qualifiers))
    )


def _starred(name: str, topic: MeshHeading | Qualifier) -> str:
    return f"*{name}" if topic.major else name


def _links(record: Record) -> Iterator[Line]:
    for kind, tag in _LINKS.items():
        yield from ((tag, _link(linked)) for linked in record.corrections if linked.kind == kind)


def _link(correction: Correction) -> str:
    pmid = f"PMID: {correction.pmid}" if correction.pmid else ""
    return " ".join(filter(None, (linked_source(correction), pmid)))


def _deposits(record: Record) -> Iterator[Line]:
    yield "PMC", record.pmcid
    yield from (("MID", value) for kind, value in record.other_ids if kind == "mid")


def _additions(record: Record) -> Iterator[Line]:
    for other in record.other_abstracts:
        yield "OAB", _other_abstract(other)
        yield "OABL", other.language
    yield from (("OT", keyword) for keyword in record.keywords)
    yield "COIS", record.conflict_of_interest
    yield from _people(record.investigators, "FIR", "IR", "IRAD")


def _other_abstract(other: OtherAbstract) -> str:
    return ": ".join(filter(None, (other.kind, _abstract(other.sections))))


def _history(record: Record) -> Iterator[Line]:
    dates = record.dates
    yield "EDAT", timestamp(dates.pubmed)
    yield "MHDA", timestamp(dates.medline)
    yield "CRDT", timestamp(dates.entrez)
    yield from (("PHST", f"{when} [{status}]") for status, when in history(record))


def _end(record: Record) -> Iterator[Line]:
    yield from (("AID", f"{value} [{kind}]") for kind, value in record.other_ids if kind not in _IDS_ELSEWHERE)
    yield "AID", f"{record.doi} [doi]" if record.doi else ""
    yield "PST", record.publication_status
    yield "SO", source(record)


_IDS_ELSEWHERE = ("isbn", "mid")

_PARTS: tuple[Callable[[Record], Iterator[Line]], ...] = (
    _standing,
    _issue,
    _words,
    _authors,
    _kinds,
    _journal,
    _indexing,
    _links,
    _deposits,
    _additions,
    _history,
    _end,
)

_LINKS = {
    "CommentIn": "CIN",
    "CommentOn": "CON",
    "ErratumIn": "EIN",
    "ErratumFor": "EFR",
    "RetractionIn": "RIN",
    "RetractionOf": "ROF",
    "PartialRetractionIn": "PRIN",
    "PartialRetractionOf": "PROF",
    "UpdateIn": "UIN",
    "UpdateOf": "UOF",
    "RepublishedIn": "RPI",
    "RepublishedFrom": "RPF",
    "RetractedandRepublishedIn": "RRI",
    "RetractedandRepublishedFrom": "RRF",
    "CorrectedandRepublishedIn": "CRI",
    "CorrectedandRepublishedFrom": "CRF",
    "ExpressionOfConcernIn": "ECI",
    "ExpressionOfConcernFor": "ECF",
    "SummaryForPatientsIn": "SPIN",
    "OriginalReportIn": "ORI",
}
"""Tags by RefType; AssociatedDataset, AssociatedPublication and ReprintIn have none that we know."""
