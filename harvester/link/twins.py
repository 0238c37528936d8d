"""The cases of two reports that are one: which of the one is which of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from .comparison import veto
from .facts import Facts, earlier_first
from .matches import Match
from .subjects import key_order, pair


def align_twins(facts: Iterable[Facts], twins: Collection[str]) -> Iterator[tuple[str, Match]]:
    """The cases of reports judged the same: a lone case with a lone case, several by their facts and their order."""
    by_report: dict[str, list[Facts]] = defaultdict(list)
    for one in facts:
        by_report[one.pmid].append(one)
    for subject in sorted(twins):
        left, right = (by_report.get(pmid, []) for pmid in subject.split(" = "))
        align = _align_lone if len(left) == len(right) == 1 else _align_several
        yield from align(left, right)


def _align_lone(left: Sequence[Facts], right: Sequence[Facts]) -> Iterator[tuple[str, Match]]:
    objection = veto(*sorted((left[0], right[0]), key=earlier_first))
    lone = "same report; its only case"
    match = Match("unsure", 0.5, f"{lone}; yet {objection}") if objection else Match("yes", 0.95, lone)
    yield pair(left[0].key, right[0].key), match


def _align_several(left: Iterable[Facts], right: Iterable[Facts]) -> Iterator[tuple[str, Match]]:
    """Cases with the same facts, in the order both reports describe them; unsure where one has fewer of a kind."""
    others = _by_stated(right)
    for stated, ours in _by_stated(left).items():
        theirs = others.get(stated, [])
        reason = f"same report; {_stated_words(ours[0])}"
        match = Match("yes", 0.95, reason) if len(ours) == len(theirs) else Match("unsure", 0.7, reason)
        for one, other in zip(ours, theirs, strict=False):
            yield pair(one.key, other.key), match


def _by_stated(facts: Iterable[Facts]) -> dict[tuple[str, float | None, bool, tuple[str, ...]], list[Facts]]:
    groups: dict[tuple[str, float | None, bool, tuple[str, ...]], list[Facts]] = defaultdict(list)
    for one in sorted(facts, key=lambda one: key_order(one.key)):
        groups[one.stated].append(one)
    return groups


def _stated_words(facts: Facts) -> str:
    said = (
        f"sex {facts.sex}" if facts.sex else "",
        f"age {facts.age:g}" if facts.age is not None else "",
        f"levels {'; '.join(facts.levels)}" if facts.levels else "",
    )
    return "; ".join(filter(None, said)) or "no fact that tells its cases apart"
