"""A series -> the numbers of the PRISMA 2020 flow diagram, by the keys of its official template.

They are counted from the boxes that each identified record is in, so they add up by construction. What this tool cannot
know (which full texts were sought, got and read) is None and printed as such, never as 0. Rules: Page et al., BMJ
2021;372:n71, with the footnote of its diagram: of the records excluded, how many by a person and how many by a tool.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ..link.standing import cluster
from ..records import BOX_NAMES, Box, BoxName, FoundBy, Search, Series

DATABASES: Collection[FoundBy] = ("database", "register")
"""The kinds of sources of the diagram's main column; the others are its other methods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One way through the diagram: the databases and registers, or the other methods.

    `sources` is kind -> source -> records given; a record that both ways gave goes the way of the databases, and is a
    duplicate in the other. identified = duplicates + deleted + refused + missing + screened, and
    screened = excluded + unsure + included.
    """

    sources: Mapping[FoundBy, Mapping[str, int]]
    duplicates: int
    boxes: Mapping[BoxName, int]
    reasons: Mapping[str, int]
    by_person: int

    @property
    def identified(self) -> int:
        """The records that its sources gave together."""
        return sum(count for given in self.sources.values() for count in given.values())

    @property
    def screened(self) -> int:
        """The records whose title and abstract were judged."""
        return self.boxes["excluded"] + self.boxes["unsure"] + self.boxes["included"]

    @property
    def removed(self) -> Mapping[str, int]:
        """What was removed before screening for other reasons than duplication, by reason."""
        return {_REMOVED[name]: n for name in _REMOVED if (n := self.boxes[name])}


_REMOVED: Mapping[BoxName, str] = {"deleted": "withdrawn by NLM", "refused": "unreadable", "missing": "never delivered"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """What a series includes: reports, the studies they are of (reports that share a patient), and patients."""

    reports: int
    studies: int
    patients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prisma:
    """The numbers of a diagram. `previous` is set for an updated review, whose columns count what is new since.

    total.reports = previous.reports + new.reports - no_longer + only_now.
    """

    databases: Column
    others: Column
    new: Included
    total: Included
    previous: Included | None = None
    no_longer: int = 0
    only_now: int = 0
    active_patients: int = 0
    concern_patients: int = 0
    retracted_patients: int = 0


def prisma(series: Series, previous: Series | None = None) -> Prisma:
    """The numbers of a series, or of what is new in it since a `previous` version of the review."""
    known = previous.boxes.keys() if previous else set[str]()
    new = {name: box for name, box in series.boxes.items() if name not in known}
    kinds = {search.platform: search.found_by for search in series.searches}
    main = {name for search in series.searches if kinds[search.platform] in DATABASES for name in search.pmids}
    now, then = _names(series.boxes), _names(previous.boxes) if previous else set[str]()
    studies = _studies(series)
    return Prisma(
        databases=_column(series.searches, {name: box for name, box in new.items() if name in main}, new, main=True),
        others=_column(series.searches, {name: box for name, box in new.items() if name not in main}, new, main=False),
        new=Included(
            reports=len(now & new.keys()),
            studies=sum(study.isdisjoint(known) for study in studies),
            patients=sum(not {case.pmid for case in one.cases} & known for one in series.patients),
        ),
        total=Included(reports=len(now), studies=len(studies), patients=len(series.patients)),
        previous=_included(previous) if previous else None,
        no_longer=len(then - now),
        only_now=len(now - then - new.keys()),
        active_patients=series.flow.active_patients,
        concern_patients=series.flow.concern_patients,
        retracted_patients=series.flow.retracted_patients,
    )


def _names(boxes: Mapping[str, Box]) -> set[str]:
    """The names that reports are included under."""
    return {name for name, box in boxes.items() if box.name == "included"}


def _included(series: Series) -> Included:
    return Included(reports=len(_names(series.boxes)), studies=len(_studies(series)), patients=len(series.patients))


def _studies(series: Series) -> list[set[str]]:
    """Included reports, those that share a patient together: PRISMA's study is what reports are of."""
    links = [one for one in series.standing if one.kind == "same report"]
    reports = [set(group) for group in cluster((one.record.pmid for one in series.reports), links)]
    study = {pmid: report for report in reports for pmid in report}
    for patient in series.patients:
        joined = set[str]().union(*(study[case.pmid] for case in patient.cases))
        study.update(dict.fromkeys(joined, joined))
    # A name that NLM merged into a record stands for it and has no record of its own.
    included = {name: study.get(name, {name}) for name in _names(series.boxes)}
    return list({id(names): names & included.keys() for names in included.values()}.values())


def _column(searches: Iterable[Search], own: Mapping[str, Box], new: Mapping[str, Box], *, main: bool) -> Column:
    """One way through; `own` are the records that go it, `new` all that the diagram is about.

    A source is of the kind that was said of it last.
    """
    searches = tuple(searches)
    kinds = {search.platform: search.found_by for search in searches}
    given: dict[FoundBy, dict[str, set[str]]] = {}
    for search in searches:
        kind = kinds[search.platform]
        if (kind in DATABASES) == main:
            found = given.setdefault(kind, {}).setdefault(search.platform, set())
            found.update(new.keys() & set(search.pmids))
    sources = {kind: {name: len(found) for name, found in names.items()} for kind, names in given.items()}
    boxes = Counter(box.name for box in own.values())
    again = sum(count for names in sources.values() for count in names.values()) - len(own)
    excluded = [box for box in own.values() if box.name == "excluded"]
    return Column(
        sources=sources,
        duplicates=boxes["duplicate"] + again,
        boxes={name: boxes[name] for name in BOX_NAMES},
        reasons=dict(Counter(box.reason for box in excluded).most_common()),
        by_person=sum(box.by_person for box in excluded),
    )


# ----------------------------------------------------------------------------------------------------- as PRISMA.csv

Row = tuple[str, str, str, str, str]
"""Key, node, box, what it says, n: the template's columns but for those that only its interactive page uses."""


def prisma_table(counts: Prisma) -> pd.DataFrame:
    """The counts in the shape of the official template, which the R package PRISMA2020 draws; ours follow behind.

    `n` is empty where this tool cannot know it.
    """
    rows = ((key, node, box, said, said, "", "", n) for key, node, box, said, n in (*_official(counts), *_ours(counts)))
    columns = ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    return pd.DataFrame(list(rows), columns=columns, dtype=object)


def _official(counts: Prisma) -> Iterator[Row]:
    main, other, previous = counts.databases, counts.others, counts.previous
    kinds = {kind: _total(main, kind) for kind in DATABASES}
    yield "NA", "node4", "prevstud", "Previous studies", "0"
    yield "previous_studies", "node5", "box1", "Studies included in previous version of review", _n(previous, "studies")
    yield "previous_reports", "NA", "box1", "Reports of studies included in previous version", _n(previous, "reports")
    yield "NA", "node6", "newstud", "Identification of new studies via databases and registers", "0"
    yield "database_results", "node7", "box2", "Databases", str(kinds["database"])
    yield "database_specific_results", "NA", "box2", "Specific databases", _listed(main.sources.get("database", {}))
    yield "register_results", "NA", "box2", "Registers", str(kinds["register"])
    yield "register_specific_results", "NA", "box2", "Specific registers", _listed(main.sources.get("register", {}))
    yield "NA", "node16", "othstud", "Identification of new studies via other methods", "0"
    yield "website_results", "node17", "box11", "Websites", str(_total(other, "website"))
    yield "organisation_results", "NA", "box11", "Organisations", str(_total(other, "organisation"))
    yield "citations_results", "NA", "box11", "Citation searching", str(_total(other, "citations"))
    yield "duplicates", "node8", "box3", "Duplicate records", str(main.duplicates)
    yield "excluded_automatic", "NA", "box3", "Records marked as ineligible by automation tools", "0"
    yield "excluded_other", "NA", "box3", "Records removed for other reasons", str(sum(main.removed.values()))
    yield "records_screened", "node9", "box4", "Records screened", str(main.screened)
    yield "records_excluded", "node10", "box5", "Records excluded", str(main.boxes["excluded"])
    for key, node, box, said in _FULL_TEXT:
        yield key, f"node{node}", f"box{box}", said, ""
    yield "new_studies", "node15", "box10", "New studies included in review", str(counts.new.studies)
    yield "new_reports", "NA", "box10", "Reports of new included studies", str(counts.new.reports)
    yield "total_studies", "node22", "box16", "Total studies included in review", str(counts.total.studies)
    yield "total_reports", "NA", "box16", "Reports of total included studies", str(counts.total.reports)
    for number, name in enumerate(("identification", "screening", "included"), start=1):
        yield name, f"node{number}", name, name.capitalize(), "0"
    yield "total_studies_ma", "node23", "box17", "Total studies included in meta-analysis", ""
    yield "total_reports_ma", "NA", "box17", "Reports of total included studies in meta-analysis", ""


_FULL_TEXT = (
    ("dbr_sought_reports", 11, 6, "Reports sought for retrieval"),
    ("dbr_notretrieved_reports", 12, 7, "Reports not retrieved"),
    ("other_sought_reports", 18, 12, "Reports sought for retrieval"),
    ("other_notretrieved_reports", 19, 13, "Reports not retrieved"),
    ("dbr_assessed", 13, 8, "Reports assessed for eligibility"),
    ("dbr_excluded", 14, 9, "Reports excluded"),
    ("other_assessed", 20, 14, "Reports assessed for eligibility"),
    ("other_excluded", 21, 15, "Reports excluded"),
)
"""What happens to full texts, of which this tool knows nothing: key, node, box, words."""


def _ours(counts: Prisma) -> Iterator[Row]:
    """What the template has no key for."""
    main, other = counts.databases, counts.others
    told = {
        "excluded_by_rules": main.boxes["excluded"] - main.by_person,
        "excluded_by_people": main.by_person,
        "excluded_reasons": _listed(main.reasons),
        "removed_reasons": _listed(main.removed),
        "unsure": main.boxes["unsure"],
        "other_duplicates": other.duplicates,
        "other_removed": sum(other.removed.values()),
        "other_screened": other.screened,
        "other_excluded": other.boxes["excluded"],
        "other_unsure": other.boxes["unsure"],
        "no_longer_included": counts.no_longer,
        "included_only_now": counts.only_now,
        "new_patients": counts.new.patients,
        "total_patients": counts.total.patients,
        "active_patients": counts.active_patients,
        "concern_patients": counts.concern_patients,
        "retracted_patients": counts.retracted_patients,
    }
    for key, n in told.items():
        yield f"harvester_{key}", "NA", "NA", key.replace("_", " ").capitalize(), str(n)


def _n(previous: Included | None, what: str) -> str:
    return str(getattr(previous, what)) if previous else ""


def _total(column: Column, kind: FoundBy) -> int:
    return sum(column.sources.get(kind, {}).values())


def _listed(counts: Mapping[str, int]) -> str:
    """`PubMed, 162; file embase.ris, 30`: a comma and a semicolon are the template's own signs, so names have none."""
    plain = {name: " ".join(re.split(r"[,;\s]+", name)) for name in counts}
    return "; ".join(f"{plain[name]}, {n}" for name, n in counts.items())
