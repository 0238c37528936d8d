"""How the results of a strategy are joined: inside the text index as far as it goes, as sets of PMIDs from there on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from .lookup import HIGHEST, Index

_DEEPEST = 12
"""How deep an expression for FTS5 may nest; its parser's stack ends at some thirty."""


@dataclass(frozen=True, slots=True)
class Match:
    """What an expression of FTS5 finds; `depth` is how deep it nests."""

    expression: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """The records from one PMID to another, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Pmids:
    """PMIDs that are known already."""

    pmids: frozenset[int]


Plan = Match | Between | Pmids

NOTHING = Pmids(frozenset())


class Joiner:
    """Joins plans, and carries them out."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def join(self, operator: str, plans: Sequence[Plan]) -> Plan:
        """One plan of several, joined from the left by AND, OR or NOT."""
        joins = {"AND": self.all_of, "OR": self.any_of, "NOT": self._first_alone}
        return plans[0] if len(plans) == 1 else joins[operator](plans)

    def all_of(self, plans: Sequence[Plan]) -> Plan:
        """The records that every plan finds; a range of PMIDs bounds what is read at all."""
        if NOTHING in plans:
            return NOTHING
        matches, ranges, sets = _sorted(plans)
        if len(matches) == len(plans):
            return self._nested(matches, "AND")
        low = max((one.low for one in ranges), default=0)
        high = min((one.high for one in ranges), default=HIGHEST)
        bounded: Plan = Between(low, high)
        if not matches and not sets:
            return bounded
        found = [one.pmids for one in sets]
        if matches:
            found.append(self.index.find(_joined(matches, "AND"), low, high))
        return Pmids(frozenset(pmid for pmid in reduce(frozenset.intersection, found) if low <= pmid <= high))

    def any_of(self, plans: Sequence[Plan]) -> Plan:
        """The records that any plan finds."""
        wanted = [plan for plan in plans if plan != NOTHING]
        matches, _, _ = _sorted(wanted)
        if not wanted:
            return NOTHING
        if len(matches) == len(wanted):
            return self._nested(matches, "OR")
        others = [self.pmids(plan) for plan in wanted if not isinstance(plan, Match)]
        if matches:
            others.append(self.index.find(_joined(matches, "OR")))
        return Pmids(frozenset[int]().union(*others))

    def _first_alone(self, plans: Sequence[Plan]) -> Plan:
        first, *others = plans
        taken = [plan for plan in others if plan != NOTHING]
        if first == NOTHING or not taken:
            return first
        matches, _, _ = _sorted([first, *taken])
        if len(matches) == len(taken) + 1:
            out = self._nested(matches[1:], "OR")
            if isinstance(out, Match):
                return self._nested([matches[0], out], "NOT")
        return Pmids(self.pmids(first) - self.pmids(self.any_of(taken)))

    def _nested(self, matches: Sequence[Match], operator: str) -> Match | Pmids:
        """The expressions as one; where that nests too deep, what it finds."""
        if len(matches) == 1:
            return matches[0]
        depth = 1 + max(one.depth for one in matches)
        expression = _joined(matches, operator)
        return Pmids(self.index.find(expression)) if depth > _DEEPEST else Match(expression, depth)

    def pmids(self, plan: Plan) -> frozenset[int]:
        """What a plan finds."""
        match plan:
            case Match():
                return self.index.find(plan.expression)
            case Between():
                return self.index.between(plan.low, plan.high)
            case Pmids():
                return plan.pmids


def _sorted(plans: Sequence[Plan]) -> tuple[list[Match], list[Between], list[Pmids]]:
    return (
        [one for one in plans if isinstance(one, Match)],
        [one for one in plans if isinstance(one, Between)],
        [one for one in plans if isinstance(one, Pmids)],
    )


def _joined(matches: Sequence[Match], operator: str) -> str:
    return f" {operator} ".join(f"({one.expression})" for one in matches)
