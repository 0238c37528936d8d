"""Reports of series -> questions where the patients of one may be among those of another.

A series that gives only aggregates adds no patient row, so nothing here changes a count: the question keeps a reader
from adding up what overlaps. It is asked of the report as a whole, which goes by case 0: `90000001#0 = 90000017#0`, or
of the lone case of an earlier report: `90000001#1 = 90000017#0`. There is no yes, since aggregates prove nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from ..records import Decision, Extraction, Record
from .evidence import Evidence, in_words, probability
from .matches import Match, decisions
from .subjects import key_order, pair
from .words import folded

PRIOR = -6.0
"""log2 odds that of two reports of one group or registry one holds patients of the other."""
DOUBTFUL = 0.25
"""From this probability on a person is asked."""
_AUTHORS = {1: 1.0, 2: 4.0}
_SAME_N, _SAME_PERIOD, _NESTED_PERIOD, _COMMON_YEARS, _REGISTRY, _CLINIC = 4.0, 4.0, 2.0, 1.0, 6.0, 2.0
"""u: the same number of patients 1/16, the same years 1/16, years within the other's 1/4, one registry 1/64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A report as far as its patients go: how many, in which years, from which registry, and its cases by number."""

    pmid: str
    year: int | None
    n: int | None
    cases: tuple[int, ...]
    period: tuple[int, int] | None
    registries: frozenset[str]
    clinics: frozenset[str]
    people: frozenset[str]

    @property
    def series(self) -> bool:
        """Whether it describes more patients than it tells one by one."""
        return self.n is not None and self.n > max(1, len(self.cases))


def link_cohorts(reports: Iterable[tuple[Record, Sequence[Extraction]]], at: datetime) -> tuple[Decision, ...]:
    """Questions of kind `same case` between whole groups, or a lone case and a group, in numerical order.

    Candidates share an author or a registry. Two series are asked about where authors, clinic, registry, number of
    patients and years of study make an overlap likely enough to ask; a lone case where its authors (two at least)
    report a series later whose years of study, if it says them, reach to the report of the case.
    """
    cohorts = [_cohort(record, extractions) for record, extractions in reports]
    found = dict(_questions(cohorts))
    return decisions("same case", found, at)


def _questions(cohorts: Sequence[Cohort]) -> Iterator[tuple[str, Match]]:
    for left, right in _candidates(cohorts):
        if left.series and right.series:
            yield from _overlap(left, right)
        elif left.series or right.series:
            yield from _nested(*sorted((left, right), key=lambda one: one.series))


def _candidates(cohorts: Sequence[Cohort]) -> Iterator[tuple[Cohort, Cohort]]:
    blocks: dict[str, list[Cohort]] = defaultdict(list)
    for one in sorted(cohorts, key=lambda one: key_order(one.pmid)):
        for key in sorted({*one.registries, *one.people}):
            blocks[key].append(one)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for left, right in _with_a_series(block):
            keys = (left.pmid, right.pmid)
            if keys not in seen:
                seen.add(keys)
                yield left, right


def _with_a_series(block: Sequence[Cohort]) -> Iterator[tuple[Cohort, Cohort]]:
    """The pairs of a block of which one at least is a series: lone cases, the most by far, are not paired."""
    series = [one for one in block if one.series]
    passed = 0
    for at, left in enumerate(block):
        passed += left.series
        if left.series:
            yield from ((left, right) for right in islice(block, at + 1, None))
        else:
            yield from ((left, right) for right in islice(series, passed, None))


def _overlap(left: Cohort, right: Cohort) -> Iterator[tuple[str, Match]]:
    evidence = list(_evidence(left, right))
    likely = probability(evidence, PRIOR)
    if likely >= DOUBTFUL:
        words = f"overlapping cohort: {in_words(evidence)}"
        yield pair(f"{left.pmid}#0", f"{right.pmid}#0"), Match("unsure", round(likely, 3), words)


def _evidence(left: Cohort, right: Cohort) -> Iterator[Evidence]:
    if shared := _shared_authors(left, right):
        yield Evidence("authors", f"{shared} authors shared", _AUTHORS[min(shared, 2)])
    if left.clinics & right.clinics:
        yield Evidence("clinic", "affiliation shared", _CLINIC)
    if registry := sorted(left.registries & right.registries):
        yield Evidence("registry", f"both from {registry[0]}", _REGISTRY)
    if left.n == right.n:
        yield Evidence("n", f"{left.n} patients in both", _SAME_N)
    if left.period and right.period:
        yield from _periods(left.period, right.period)


def _periods(left: tuple[int, int], right: tuple[int, int]) -> Iterator[Evidence]:
    short, long = sorted((left, right), key=lambda years: years[1] - years[0])
    if left == right:
        yield Evidence("period", f"both {left[0]} to {left[1]}", _SAME_PERIOD)
    elif long[0] <= short[0] and short[1] <= long[1]:
        yield Evidence("period", f"{short[0]} to {short[1]} within {long[0]} to {long[1]}", _NESTED_PERIOD)
    elif long[1] < short[0] or short[1] < long[0]:
        yield Evidence("period", "other years of study", -8.0)
    else:
        yield Evidence("period", f"{left[0]} to {left[1]} and {right[0]} to {right[1]}", _COMMON_YEARS)


def _nested(lone: Cohort, series: Cohort) -> Iterator[tuple[str, Match]]:
    """A case report and a later series of the same authors that does not tell its patients one by one."""
    shared = _shared_authors(lone, series)
    early, late = lone.year, series.year
    if len(lone.cases) != 1 or shared < 2 or early is None or late is None or early > late:
        return
    if series.period and not series.period[0] <= early <= series.period[1] + 3:
        return
    words = f"may be one of the {series.n} patients of a later series: {shared} authors shared"
    subject = pair(f"{lone.pmid}#{lone.cases[0]}", f"{series.pmid}#0")
    yield subject, Match("unsure", 0.5, words)


def _shared_authors(left: Cohort, right: Cohort) -> int:
    """How many authors both have; names are compared by last name and initials."""
    return len(left.people & right.people)


# --------------------------------------------------------------------------------------------- what a report says of it


def _cohort(record: Record, extractions: Sequence[Extraction]) -> Cohort:
    n = next((one.value for one in extractions if one.case == 0 and one.field == "n_patients"), None)
    return Cohort(
        pmid=record.pmid,
        year=record.year,
        n=n if isinstance(n, int) else None,
        cases=tuple(sorted({one.case for one in extractions if one.case})),
        period=_period(record.text),
        registries=frozenset(name for name, pattern in _REGISTRIES.items() if pattern.search(record.text)),
        people=frozenset(folded(one.name) for one in record.authors if not one.collective),
        clinics=frozenset(text.casefold() for author in record.authors for text in author.affiliations),
    )


_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:-|–|—|to|through|until|and)\s*(?:\w+ )?((?:19|20)\d\d)(?!\d)")


def _period(text: str) -> tuple[int, int] | None:
    """The first pair of years, `1982-1999` or `between 1982 and 1999`, that is a span of two to eighty years."""
    for found in _YEARS.finditer(text):
        first, last = int(found.group(1)), int(found.group(2))
        if 1 < last - first <= 80:
            return first, last
    return None


_REGISTRIES = {
    "SEER": re.compile(r"\bSEER\b|\bSurveillance,? Epidemiology,? and End Results\b", re.I),
    "NCDB": re.compile(r"\bNCDB\b|\bNational Cancer Data ?base\b", re.I),
    "CBTRUS": re.compile(r"\bCBTRUS\b|\bCentral Brain Tumor Registry\b", re.I),
}
"""Registries that many papers of rare tumours draw from; any two of one overlap where their years do."""
