"""A Record -> what it is compared by when the question is whether two report the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from ..records import Author, Record
from .titles import Title, title_of
from .words import folded


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Citation:
    """A record's bibliographic facts, folded for comparing; empty where it does not state them.

    `authors` are the words of each author's name, initials left out, since lists are cut into first and last names in
    many ways; the first author's come first. `conference` is whether it says that it was presented at a meeting,
    `abstracts` whether it may have been, as what stands in a supplement.
    """

    key: str
    pmid: str
    doi: str
    pmcid: str
    titles: tuple[Title, ...]
    authors: tuple[frozenset[str], ...]
    journal: tuple[tuple[str, ...], ...]
    issns: frozenset[str]
    volume: str
    issue: str
    first_page: str
    last_page: str
    year: int | None
    ahead: bool
    conference: bool
    abstracts: bool
    abstract: str
    record: Record


def citation_of(key: str, record: Record) -> Citation:
    """The facts of a record that is called `key` among those it is compared with."""
    first_page, last_page = pages_of(record.pages)
    conference = any(_CONFERENCE.search(said) for said in (*record.publication_types, record.journal.title))
    return Citation(
        key=key,
        pmid=record.pmid if record.pmid.isdigit() else "",
        doi=doi_of(record.doi),
        pmcid=record.pmcid.strip().upper(),
        titles=tuple(filter(None, map(title_of, filter(None, (record.title, record.vernacular_title))))),
        authors=_names(record.authors),
        journal=tuple(filter(None, (_journal(record.journal.title), _journal(record.journal.abbreviation)))),
        issns=frozenset(_ISSN.findall(f"{record.journal.issn} {record.journal.issn_linking}".upper())),
        volume=_number(record.volume),
        issue=_number(record.issue),
        first_page=first_page,
        last_page=last_page,
        year=record.year,
        ahead=record.publication_status == "aheadofprint" or record.status == "Publisher",
        conference=conference,
        abstracts=conference or bool(_ABSTRACTS.search(f"{record.volume} {record.issue} p.{record.pages}")),
        abstract=folded(" ".join(section.text for section in record.sections)[:600]),
        record=record,
    )


_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dX]\b")
_MEETING = (
    "annual meeting",
    "conference",
    "congress",
    "meeting abstract",
    "scientific meeting",
    "symposium",
    "workshop",
)
_CONFERENCE = re.compile(rf"\b(?:{'|'.join(_MEETING)})\b", re.I)
_ABSTRACTS = re.compile(r"supp?l|\bs\d|p\.S\d", re.I)


def moved_back(one: Citation, other: Citation) -> Citation:
    """The first, with volume and issue where they belong if an export without a volume column moved them by one.

    It did where what the first calls its issue and page is what the second calls its volume and issue.
    """
    if one.volume or not one.issue or (one.issue, one.first_page) != (other.volume, other.issue):
        return one
    return replace(one, volume=one.issue, issue=one.first_page, first_page="", last_page="")


def doi_of(written: str) -> str:
    """A DOI for comparing: case does not count (DOI Handbook 2.4), and some come as a URL or end in a full stop."""
    found = re.search(r"10\.\d{4,9}/\S+", written)
    return found.group().rstrip(".,;").lower() if found else ""


def pages_of(written: str) -> tuple[str, str]:
    """First and last page: `221-8` is 221 to 228; an article number (`e1234`, `Cd002273`) is a first page."""
    found = _PAGES.findall(written.lower())
    if not found:
        return "", ""
    first, last = found[0], found[1] if len(found) > 1 and "-" in written.replace("–", "-") else ""
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


_PAGES = re.compile(r"[a-z]{0,4}\d+[a-z]?")


@lru_cache(maxsize=1 << 14)
def _number(written: str) -> str:
    """`4 (1) (no pagination)` is 4, `Suppl 2` is suppl 2."""
    text = folded(written)
    found = re.match(r"0*(\d+)", text)
    return found.group(1) if found else text


@lru_cache(maxsize=1 << 14)
def _journal(written: str) -> tuple[str, ...]:
    """The words of a journal's name without those that abbreviations leave out."""
    return tuple(word for word in folded(re.sub(r"\(.*?\)", " ", written)).split() if word not in _LEFT_OUT)


_LEFT_OUT = frozenset(
    ["a", "an", "and", "de", "der", "des", "di", "die", "et", "for", "fur", "la", "le", "of", "on", "in", "the", "und"]
)


def _names(authors: Iterable[Author]) -> tuple[frozenset[str], ...]:
    return tuple(filter(None, map(_name, authors)))


def _name(author: Author) -> frozenset[str]:
    """The words of a name of three letters and more, or of its last name where that is shorter (Li, Wu)."""
    last = folded(author.last or author.collective).split()
    long = [word for word in (*last, *folded(author.fore).split()) if len(word) > 2]
    return frozenset(long or last) - _NOBODY


_NOBODY = frozenset({"unknown", "anonymous", "anon", "author", "listed"})
