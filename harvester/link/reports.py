"""Records -> Decisions that two report the same thing: by DOI, or by title and first author."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ..records import Decision, Record
from .blocks import neighbours
from .matches import Match, decisions
from .subjects import key_order, pair
from .words import differ, folded


def link_reports(records: Iterable[Record], at: datetime) -> tuple[Decision, ...]:
    """Decisions `same report` about records that may report the same thing twice, in numerical order of PMIDs.

    The same DOI is a yes, unless both the title and the first author differ. The same title and first author within
    a year of each other is a yes when exactly one of them is ahead of print and no DOI speaks against it, else
    unsure. A notice (erratum, retraction, expression of concern, comment) and what it is about are never linked.
    Linear in the number of records.
    """
    latest = {record.pmid: record for record in sorted(records, key=lambda record: record.version)}
    in_order = sorted(latest.values(), key=lambda record: (record.year or 0, key_order(record.pmid)))
    found: dict[str, Match] = {}
    for left, right in _candidates(in_order):
        subject = pair(left.pmid, right.pmid)
        match = None if subject in found or _notice(left, right) else _compare(left, right)
        if match:
            found[subject] = match
    return decisions("same report", found, at)


def _candidates(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Pairs with a DOI in common, then pairs with title and first author in common."""
    dois: dict[str, list[Record]] = defaultdict(list)
    titles: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        if record.doi:
            dois[_doi(record)].append(record)
        title, author = _title(record), _first_author(record)
        if title and author:
            titles[title, author].append(record)
    for block in (*dois.values(), *titles.values()):
        yield from neighbours(block)


def _doi(record: Record) -> str:
    """The DOI for comparing: DOIs are case-insensitive (DOI Handbook 2.4), and some come as a URL."""
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", record.doi.strip().lower())


def _title(record: Record) -> str:
    """The title for comparing: NLM's placeholder for a missing one is none."""
    title = folded(record.title)
    return folded(record.vernacular_title) if title == "not available" else title


def _first_author(record: Record) -> str:
    return folded(record.authors[0].last or record.authors[0].collective) if record.authors else ""


_NOTICES = frozenset({"Published Erratum", "Retraction of Publication", "Expression of Concern", "Comment"})
_NOTICE_LINKS = ("Comment", "Erratum", "Retraction", "ExpressionOfConcern")


def _notice(left: Record, right: Record) -> bool:
    """Whether one is a notice about the other: by publication type, or by the link NLM keeps between the two."""
    if _NOTICES.intersection(left.publication_types) != _NOTICES.intersection(right.publication_types):
        return True
    return _linked(left, right) or _linked(right, left)


def _linked(record: Record, other: Record) -> bool:
    return any(one.pmid == other.pmid and one.kind.startswith(_NOTICE_LINKS) for one in record.corrections)


def _compare(left: Record, right: Record) -> Match | None:
    if left.doi and _doi(left) == _doi(right):
        return _compare_with_doi(left, right)
    if left.year is None or right.year is None or abs(left.year - right.year) > 1:
        return None
    years = f"year {left.year}" if left.year == right.year else f"years {left.year} and {right.year}"
    reason = f"same title; same first author {left.authors[0].name}; {years}"
    if left.doi and right.doi:
        return Match("unsure", 0.6, f"{reason}; different DOIs {_doi(left)} and {_doi(right)}")
    if _ahead(left) != _ahead(right):
        ahead = left if _ahead(left) else right
        return Match("yes", 0.95, f"{reason}; PMID {ahead.pmid} is ahead of print")
    return Match("unsure", 0.7, reason)


def _compare_with_doi(left: Record, right: Record) -> Match:
    """A DOI shared by two that share nothing else is a supplement's or a typing error, and a question."""
    reason = f"same DOI {_doi(left)}"
    if differ(_title(left), _title(right)) and differ(_first_author(left), _first_author(right)):
        return Match("unsure", 0.5, f"{reason}; title and first author differ")
    return Match("yes", 1.0, reason)


def _ahead(record: Record) -> bool:
    return record.publication_status == "aheadofprint" or record.status == "Publisher"
