"""Cases -> Decisions that two are one patient."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..records import Case, Decision, Record
from .blocks import neighbours
from .comparison import judge_cases
from .facts import Facts, earlier_first, facts_of
from .matches import Match, decisions
from .subjects import pair
from .twins import align_twins


def link_cases(
    cases: Iterable[tuple[Case, Record]], at: datetime, same_reports: Collection[tuple[str, str]] = ()
) -> tuple[Decision, ...]:
    """Decisions `same case` about cases of different reports that may be one patient, in numerical order of keys.

    Each case comes once, with its record; `same_reports` are pairs of PMIDs judged the same report, whose cases are
    aligned. Vetoes come first: another sex, ages that do not fit the years between the reports, specific levels
    without one in common, another primary site, the same report. What agrees is weighed (`case_evidence`): a yes takes
    a probability of 0.95 and an author in common, a question one of 0.05, and both that two of sex, age, levels
    and interval agree. When a case fits two cases of another report, neither is a yes.
    """
    facts = sorted((facts_of(case, record) for case, record in cases), key=earlier_first)
    twins = {pair(*pmids) for pmids in same_reports if pmids[0] != pmids[1]}
    found = dict(align_twins(facts, twins))
    for earlier, later in dict.fromkeys(_candidates(facts)):
        match = None if pair(earlier.pmid, later.pmid) in twins else judge_cases(earlier, later)
        if match:
            found[pair(earlier.key, later.key)] = match
    return decisions("same case", _unequivocal(found), at)


def _candidates(facts: Sequence[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """Pairs, the earlier first, with an author and a sex, level or interval in common, or where the later returns.

    Two of sex, age, levels and interval must agree for any decision, so a pair that shares none but the age can be left
    out.
    """
    blocks: dict[tuple[tuple[str, str], str], list[Facts]] = defaultdict(list)
    alike: dict[tuple[str, str], list[Facts]] = defaultdict(list)
    for one in facts:
        for name in one.authors:
            for fact in filter(None, (one.sex, *one.levels, *_half_years(one))):
                blocks[name, fact].append(one)
        for level in filter(None, one.levels if one.sex else ()):
            if one.says:
                yield from ((earlier, one) for earlier in alike[one.sex, level])
            alike[one.sex, level].append(one)
    for block in blocks.values():
        yield from neighbours(block)


def _half_years(one: Facts) -> tuple[str, ...]:
    """The half-year of the interval and the next, so that intervals three months apart meet in one of them."""
    if one.interval is None:
        return ()
    return tuple(f"{half} half-years" for half in (int(one.interval // 6), int(one.interval // 6) + 1))


def _unequivocal(found: Mapping[str, Match]) -> dict[str, Match]:
    """A yes stays one only where neither case fits a second case of the other report as well."""
    certain = [subject for subject, match in found.items() if match.verdict == "yes"]
    fits = Counter(side for subject in certain for side in _sides(subject))
    rivals = {subject: max(fits[side] for side in _sides(subject)) for subject in certain}
    return {
        subject: _doubted(match, rivals[subject]) if rivals.get(subject, 1) > 1 else match
        for subject, match in found.items()
    }


def _sides(subject: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Each case of a pair, with the report of the other."""
    left, right = subject.split(" = ")
    return (left, right.partition("#")[0]), (right, left.partition("#")[0])


def _doubted(match: Match, rivals: int) -> Match:
    score = round(match.score / rivals, 3)
    return replace(match, verdict="unsure", score=score, reason=f"{match.reason}; {rivals} cases of one report fit")
