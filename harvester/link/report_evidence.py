"""Two citations -> what speaks for and against one report, each with its weight in bits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from rapidfuzz import fuzz

from .citation import Citation
from .evidence import Evidence
from .title_agreement import compare_titles
from .venues import same_journal
from .words import differ

PRIOR = -9.0
"""log2 odds that two candidates are one report before anything is compared: blocks hold some hundred for each pair."""


def compare_citations(left: Citation, right: Citation) -> tuple[Evidence, ...]:
    """Everything that both state, in the order of a reference."""
    return tuple(one for one in _compared(left, right) if one is not None)


def same_identifier(evidence: tuple[Evidence, ...]) -> bool:
    """Whether both carry one PMID, DOI or PMCID: where nothing else agrees, one of them has it wrong."""
    return any(one.about in _IDENTIFIERS and one.weight > 0 for one in evidence)


_IDENTIFIERS = frozenset({"PMID", "DOI", "PMCID"})


def _compared(left: Citation, right: Citation) -> Iterator[Evidence | None]:
    yield _identifier("PMID", left.pmid, right.pmid, 30, -5)
    yield None if same_but_version(left, right) else _identifier("DOI", left.doi, right.doi, 16, -8)
    yield _identifier("PMCID", left.pmcid, right.pmcid, 20, -8)
    yield _titles(left, right)
    yield _authors(left, right)
    yield _journal(left, right)
    yield _number("volume", left.volume, right.volume, 3, -4)
    yield _number("issue", left.issue, right.issue, 1.5, -1.5)
    yield _pages(left, right)
    yield _year(left, right)
    yield _abstract(left, right)


def _identifier(name: str, left: str, right: str, same: float, other: float) -> Evidence | None:
    if not left or not right:
        return None
    if left == right:
        return Evidence(name, f"same {name} {left}", same)
    return Evidence(name, f"different {name}s {left} and {right}", other)


def same_but_version(left: Citation, right: Citation) -> bool:
    """Whether two DOIs differ in nothing but the version they end in, as of Cochrane reviews and preprints."""
    return differ(left.doi, right.doi) and _unversioned(left.doi) == _unversioned(right.doi)


def _unversioned(doi: str) -> str:
    """Of F1000's platforms (10.12688) the version is the last number, of others it says so."""
    return (_LAST_NUMBER if doi.startswith("10.12688/") else _VERSION).sub("", doi)


_LAST_NUMBER = re.compile(r"\.\d+$")
_VERSION = re.compile(r"\.pub\d+$|[-/.]?v\d+$")


def _titles(left: Citation, right: Citation) -> Evidence | None:
    """The best that two of their titles do; a record may give the original one besides a translation."""
    found = [compare_titles(one, other) for one in left.titles for other in right.titles]
    best = max(found, key=attrgetter("weight"), default=None)
    return Evidence("title", best.level, best.weight) if best else None


def _authors(left: Citation, right: Citation) -> Evidence | None:
    """Every author of the shorter list who stands in the longer one counts; a list cut short says nothing against."""
    if not left.authors or not right.authors:
        return None
    shorter, longer = sorted((left.authors, right.authors), key=len)
    known = frozenset().union(*longer)
    shared = sum(not known.isdisjoint(name) for name in shorter)
    words = f"{shared} of {len(shorter)} authors shared"
    if not shared:
        return Evidence("authors", "no author shared", -10)
    if shared < len(shorter) / 2:
        return Evidence("authors", words, -3)
    if shared < 0.7 * len(shorter):
        return Evidence("authors", words, 3)
    if len(shorter) >= _MANY and _in_order(shorter, longer):
        return Evidence("authors", f"the same first {shared} authors", 10)
    first = not left.authors[0].isdisjoint(right.authors[0])
    return Evidence("authors", words, min(8, 3 + shared + first))


_MANY = 5
"""Authors in one order that hardly sign two papers of nearly one title in one year; databases cut lists at some."""


def _in_order(shorter: tuple[frozenset[str], ...], longer: tuple[frozenset[str], ...]) -> bool:
    return all(not one.isdisjoint(other) for one, other in zip(shorter, longer, strict=False))


def _journal(left: Citation, right: Citation) -> Evidence | None:
    same = same_journal(left, right)
    if same is None:
        return None
    return Evidence("journal", "same journal", 3) if same else Evidence("journal", "different journals", -7)


def _number(name: str, left: str, right: str, same: float, other: float) -> Evidence | None:
    if not left or not right:
        return None
    if left == right:
        return Evidence(name, f"same {name} {left}", same)
    return Evidence(name, f"{name} {left} and {right}", other)


def _pages(left: Citation, right: Citation) -> Evidence | None:
    """What a version ahead of print is paged by says nothing against an issue's."""
    if not left.first_page or not right.first_page:
        return None
    if _same_range(left, right):
        return Evidence("pages", f"same pages {left.first_page}-{left.last_page}", 13)
    if same_page(left, right):
        return Evidence("pages", f"same first page {right.first_page}", 6)
    if left.last_page and left.last_page == right.last_page and _near(left.first_page, right.first_page):
        return Evidence("pages", f"same last page {left.last_page}", 4)
    if begins_at_one(left, right):
        return None
    return Evidence("pages", f"pages {left.first_page} and {right.first_page}", -5)


def begins_at_one(left: Citation, right: Citation) -> bool:
    """Whether one has pages 1 to n, which are those of a version ahead of print."""
    return "1" in (left.first_page, right.first_page)


def same_page(left: Citation, right: Citation) -> bool:
    """Whether both begin on one page, stated by both."""
    return bool(left.first_page) and (left.first_page == right.first_page or _lettered(left, right))


def _same_range(left: Citation, right: Citation) -> bool:
    """Whether both fill the same two to forty pages, which holds no two papers; more may be a whole supplement."""
    ends = (left.first_page, left.last_page)
    if ends != (right.first_page, right.last_page) or not all(end.isdigit() for end in ends):
        return False
    return 0 < int(left.last_page) - int(left.first_page) < 40


def _lettered(left: Citation, right: Citation) -> bool:
    """Whether only one of them prints the letter that a journal puts before each page (`c37-c42`, 37-42)."""
    ends = [(one.first_page.lstrip(_LETTERS), one.last_page.lstrip(_LETTERS)) for one in (left, right)]
    return ends[0] == ends[1] and bool(ends[0][1])


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _near(left: str, right: str) -> bool:
    """Whether one first page is the other mistyped or the next."""
    return left.isdigit() and right.isdigit() and abs(int(left) - int(right)) <= 2


def _year(left: Citation, right: Citation) -> Evidence | None:
    if left.year is None or right.year is None:
        return None
    apart = abs(left.year - right.year)
    if not apart:
        return Evidence("year", f"year {left.year}", 3)
    words = f"years {min(left.year, right.year)} and {max(left.year, right.year)}"
    return Evidence("year", words, -1 if apart == 1 else -6)


def _abstract(left: Citation, right: Citation) -> Evidence | None:
    """How alike the first lines read; databases add labels and copyright, and a translation says nothing."""
    if not left.abstract or not right.abstract:
        return None
    alike = fuzz.ratio(left.abstract, right.abstract)
    if alike >= 80:
        return Evidence("abstract", "abstract begins the same", 6)
    return Evidence("abstract", "abstracts begin otherwise", -4) if alike < 45 else None
