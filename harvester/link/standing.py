"""Decisions -> the ones that stand, and the clusters that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..records import Decision
from .subjects import key_order, pair

_OF_PAIRS = ("same report", "same case")


def effective(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decision that stands for each (kind, subject): a person outranks a rule, then the latest wins.

    Pairs are keyed the lower first, however they were written. Two of the same rank and instant are settled for the
    more cautious verdict, so that the answer never depends on the order of arrival.
    """
    standing: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        key = (decision.kind, _canonical(decision.subject))
        if key not in standing or _rank(decision) > _rank(standing[key]):
            standing[key] = decision
    return standing


def _canonical(subject: str) -> str:
    ends = subject.split(" = ")
    return pair(*ends) if len(ends) == 2 else subject


_CAUTION: Mapping[str, int] = {"yes": 0, "unsure": 1, "no": 2}


def _rank(decision: Decision) -> tuple[bool, datetime, int, str, str, float, str]:
    """The first two decide; the rest only makes a tie come out the same every time."""
    score = -1.0 if decision.score is None else decision.score
    caution = _CAUTION[decision.verdict]
    return (decision.by_person, decision.at, caution, decision.by, decision.reason, score, decision.subject)


def cluster(keys: Iterable[str], decisions: Iterable[Decision]) -> tuple[tuple[str, ...], ...]:
    """The groups of keys that standing decisions of `same report` or `same case` join; every key is in exactly one.

    Groups and their members are in numerical order. Pairs with an end outside `keys` are left aside. Two things keep
    groups apart although a path of `yes` leads from one to the other:

    - a person's `no` on a pair: the weakest link of the path gives way, a rule's before a person's, the lower score
      before the higher, and among persons the older word before the newer;
    - two cases of one report are two patients: a rule's link that would make them one gives way, a person's does not.
    """
    alone = dict.fromkeys(keys)
    standing = [one for one in _standing_pairs(decisions) if one[0] in alone and one[1] in alone]
    # Most keys are in no pair: only those of pairs need a group, so that a series of many costs what its links cost.
    ends = dict.fromkeys(end for left, right, _ in standing for end in (left, right))
    groups = {key: _Group({key}, {key.partition("#")[0]} if "#" in key else set(), set()) for key in ends}
    for left, right, decision in standing:
        if decision.by_person and decision.verdict == "no":
            groups[left].apart.add(right)
            groups[right].apart.add(left)
    for left, right, decision in standing:
        if decision.verdict == "yes":
            _join(groups, left, right, by_person=decision.by_person)
    distinct = {id(group): group.members for group in groups.values()}.values()
    in_order = [tuple(sorted(members, key=key_order)) for members in distinct]
    in_order += [(key,) for key in alone if key not in groups]
    return tuple(sorted(in_order, key=lambda members: key_order(members[0])))


def questions(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """What a person is asked of pairs, the likeliest first: one question for each two groups that may be the same.

    What is one group already, and what a person has told apart by a word on any two of their members, is no question.
    """
    told = list(decisions)
    return tuple(one for kind in _OF_PAIRS for one in _questions([one for one in told if one.kind == kind]))


def _questions(told: list[Decision]) -> Iterable[Decision]:
    standing = _standing_pairs(told)
    groups = cluster({end for left, right, _ in standing for end in (left, right)}, told)
    group = {member: members[0] for members in groups for member in members}
    said: dict[frozenset[str], Decision] = {}
    for left, right, one in standing:
        if one.verdict == "unsure" or (one.verdict == "no" and one.by_person):
            said.setdefault(frozenset((group[left], group[right])), one)
    return (one for between, one in said.items() if len(between) > 1 and one.verdict == "unsure")


@dataclass(slots=True)
class _Group:
    """The keys found to be the same so far, the reports they stand in, and the keys a person told them apart from."""

    members: set[str]
    reports: set[str]
    apart: set[str]


def _standing_pairs(decisions: Iterable[Decision]) -> list[tuple[str, str, Decision]]:
    """The decisions about pairs that stand, strongest first, each with its two ends.

    Taking the strongest first makes the link that gives way the weakest of its path (Kruskal's order).
    """
    standing = effective(one for one in decisions if one.kind in _OF_PAIRS)
    strongest_first = sorted(standing.items(), key=lambda item: (_strength(item[1]), item[0]))
    split = ((subject.split(" = "), decision) for (_, subject), decision in strongest_first)
    return [(ends[0], ends[1], decision) for ends, decision in split if len(ends) == 2]


def _strength(decision: Decision) -> tuple[bool, float, float]:
    newest_first = -decision.at.timestamp() if decision.by_person else 0.0
    return (not decision.by_person, newest_first, -(decision.score or 0.0))


def _join(groups: dict[str, _Group], left: str, right: str, *, by_person: bool) -> None:
    """Make one group of two, unless that would go against a person or, for a rule, make one patient of two cases."""
    small, large = sorted((groups[left], groups[right]), key=lambda group: len(group.members))
    if small is large or not small.apart.isdisjoint(large.members):
        return
    if not by_person and not small.reports.isdisjoint(large.reports):
        return
    large.members |= small.members
    large.reports |= small.reports
    large.apart |= small.apart
    groups.update(dict.fromkeys(small.members, large))
