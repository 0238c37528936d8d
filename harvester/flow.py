"""PRISMA 2020's boxes: each record that was identified is in exactly one of them, so that they add up by construction.

A report that several records stand for is screened once, under one of their names; the others are its duplicates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from .link.subjects import key_order
from .records import Box, Flow, Patient, Report, Search

RANK: Mapping[str, int] = {"yes": 0, "unsure": 1, "no": 2}
"""Of several verdicts on one report the most favourable counts."""

_BOXES: Mapping[str, Literal["included", "unsure", "excluded"]] = {
    "yes": "included",
    "unsure": "unsure",
    "no": "excluded",
}


def boxes_of(
    found: Mapping[str, str],
    groups: Iterable[Sequence[Report]],
    *,
    deleted: Collection[str],
    refused: Collection[str],
    merged: Collection[str] = (),
) -> dict[str, Box]:
    """Each name that was identified and the box it is in.

    `found` leads from a name to the PMID it counts by; `groups` are the reports, twins together. A PMID that NLM merged
    into another is a duplicate of it where both were identified, and stands for it where only the old one was.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, by in found.items():
        names[by].append(name)
    boxes = {name: _gap(name, deleted, refused) for name in found}
    for group in groups:
        own = {report.record.pmid for report in group}
        stand_for = sorted(
            (name for pmid in own for name in names[pmid]),
            key=lambda name: (name in merged, name not in own, key_order(name)),
        )
        boxes.update(dict.fromkeys(stand_for[1:], Box(name="duplicate")))
        boxes.update(dict.fromkeys(stand_for[:1], box_of(group)))
    return boxes


def _gap(name: str, deleted: Collection[str], refused: Collection[str]) -> Box:
    if name in deleted:
        return Box(name="deleted")
    return Box(name="refused" if name in refused else "missing")


def box_of(group: Iterable[Report]) -> Box:
    """The verdict on a report that several records stand for: a person's before a rule's, then the most favourable."""
    given = [report.decision for report in group if report.decision]
    if not given:
        return Box(name="unsure", reason="not screened yet")
    best = min(given, key=lambda decision: (not decision.by_person, RANK[decision.verdict]))
    return Box(name=_BOXES[best.verdict], reason=best.reason, by_person=best.by_person)


def retracted_reports(groups: Iterable[Collection[Report]]) -> int:
    """The reports that are included although all that stands for them is retracted."""
    return sum(
        box_of(group).name == "included" and all(report.standing == "retracted" for report in group) for group in groups
    )


def sources_of(searches: Iterable[Search], found: Collection[str]) -> dict[str, int]:
    """Platform or file -> how many of the records found it ever gave; platforms first, each kind by name."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    for search in sorted(searches, key=lambda search: (search.of_file, search.platform)):
        given[search.platform].update(search.pmids)
    return {platform: len(names.intersection(found)) for platform, names in given.items()}


def flow_of(
    sources: Mapping[str, int],
    boxes: Mapping[str, Box],
    patients: Collection[Patient],
    *,
    merged: int = 0,
    retracted_reports: int = 0,
) -> Flow:
    """The counts of the diagram; what several sources gave is a duplicate each further time."""
    counts = Counter(box.name for box in boxes.values())
    reasons = Counter(box.reason for box in boxes.values() if box.name == "excluded")
    standings = Counter(patient.standing for patient in patients)
    return Flow(
        sources=sources,
        duplicates=counts["duplicate"] + sum(sources.values()) - len(boxes),
        refused=counts["refused"],
        missing=counts["missing"],
        deleted=counts["deleted"],
        screened=counts["excluded"] + counts["unsure"] + counts["included"],
        excluded=dict(reasons.most_common()),
        by_person=sum(box.by_person for box in boxes.values() if box.name == "excluded"),
        unsure=counts["unsure"],
        included_reports=counts["included"],
        included_patients=len(patients),
        merged=merged,
        retracted_reports=retracted_reports,
        retracted_patients=standings["retracted"],
        concern_patients=standings["concern"],
    )
