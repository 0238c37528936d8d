"""Two cases -> a verdict: vetoes before evidence, then a probability."""

from __future__ import annotations

from ..records import Verdict
from .ages import age_fits, ages_in_words
from .case_evidence import PRIOR, SEVERAL_AUTHORS, compare_cases
from .evidence import in_words, probability
from .facts import Facts
from .matches import Match
from .words import differ

SURE = 0.95
"""From this probability on the rule stands behind a yes without a reader."""
SURE_BY_ONE = 0.99
"""The same where only one author is shared."""
DOUBTFUL = 0.05
"""From this one on a person is asked: a patient counted twice is worse than a question."""


def veto(earlier: Facts, later: Facts) -> str:
    """Why the two cannot be one patient, or nothing."""
    if differ(earlier.sex, later.sex):
        return f"sex {earlier.sex} and {later.sex}"
    if age_fits(earlier, later) is False:
        return f"{ages_in_words(earlier, later)} do not fit"
    if earlier.levels and later.levels and set(earlier.levels).isdisjoint(later.levels):
        return f"levels {'; '.join(earlier.levels)} and {'; '.join(later.levels)}"
    if differ(earlier.site, later.site):
        return f"primary site {earlier.site} and {later.site}"
    return ""


def judge_cases(earlier: Facts, later: Facts) -> Match | None:
    """Yes, unsure, or None where there is nothing to ask anybody.

    Two of sex, age, levels and interval have to agree for any decision, and a yes takes an author in common: those of
    other groups that look alike are a question at most.
    """
    if veto(earlier, later):
        return None
    evidence = compare_cases(earlier, later)
    found = {one.about: one.weight for one in evidence}
    likely = probability(evidence, PRIOR)
    if sum(found.get(about, 0) > 0 for about in _FACTS) < 2 or likely < DOUBTFUL:
        return None
    verdict: Verdict = "yes" if likely >= _sure(found.get("authors", 0.0)) else "unsure"
    return Match(verdict, round(likely, 3), in_words(evidence))


def _sure(authors: float) -> float:
    """The probability that a yes takes: more where a lone author is shared, who may be a namesake."""
    if authors <= 0:
        return 2.0
    return SURE if authors >= SEVERAL_AUTHORS else SURE_BY_ONE


_FACTS = ("sex", "age", "levels", "interval")
