"""Entries of reference files -> the groups that are one report, without a store: what `harvester dedupe` writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from .intake import fullness
from .link.matches import Match, decisions
from .link.reports import duplicates
from .link.standing import cluster
from .references import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry that has a twin: the number of its group, from 1, whether it is the one to keep, and the evidence.

    `score` is the highest probability of its being one report with another of the group, `reason` that one's evidence.
    """

    group: int
    entry: Entry
    kept: bool
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two entries of different groups that may be one report: a person has to look."""

    left: Entry
    right: Entry
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """What the comparison of all entries found; `reports` counts what is left when each group is one."""

    members: tuple[Member, ...]
    doubts: tuple[Doubt, ...]
    reports: int


def group(entries: Sequence[Entry]) -> Groups:
    """Group the entries by the rules of `harvester.link.reports`; groups and members in the order of the entries."""
    keyed = {str(number): entry for number, entry in enumerate(entries, start=1)}
    found = duplicates({key: entry.record for key, entry in keyed.items()})
    clusters = cluster(keyed, decisions("same report", found, datetime.now(UTC)))
    twins = [keys for keys in clusters if len(keys) > 1]
    at = {key: number for number, keys in enumerate(clusters) for key in keys}
    best = _best(found)
    return Groups(
        members=tuple(
            Member(group=number, entry=keyed[key], kept=key == _fullest(keys, keyed), score=score, reason=reason)
            for number, keys in enumerate(twins, start=1)
            for key in keys
            for score, reason in (best[key],)
        ),
        doubts=tuple(
            Doubt(left=keyed[left], right=keyed[right], score=match.score, reason=match.reason)
            for subject, match in found.items()
            for left, right in (subject.split(" = "),)
            if at[left] != at[right]
        ),
        reports=len(clusters),
    )


def _best(found: Mapping[str, Match]) -> dict[str, tuple[float, str]]:
    """For each key that has a twin its strongest evidence."""
    best: dict[str, tuple[float, str]] = {}
    for subject, match in found.items():
        if match.verdict == "yes":
            for key in subject.split(" = "):
                best[key] = max(best.get(key, (0.0, "")), (match.score, match.reason))
    return best


def _fullest(keys: Iterable[str], keyed: Mapping[str, Entry]) -> str:
    """The entry that states most; of equals the first."""
    return max(keys, key=lambda key: (fullness(keyed[key].record)[:-1], -int(key)))
