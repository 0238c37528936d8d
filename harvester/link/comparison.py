"""Two cases -> a verdict: vetoes before evidence, then a probability."""

from __future__ import annotations

from ..records import Verdict
from .ages import age_fits, ages_in_words
from .case_evidence import PRIOR, compare_cases
from .evidence import in_words, probability
from .facts import Facts
from .matches import Match
from .words import differ

SURE = 0.95
"""From this probability on the rule stands behind a yes without a reader."""
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

    Two of sex, age and levels have to agree for any decision, and a yes takes an author in common: look-alikes of other
    groups are a question at most.
    """
    if veto(earlier, later):
        return None
    evidence = compare_cases(earlier, later)
    found = {one.about: one.weight for one in evidence}
    likely = probability(evidence, PRIOR)
    if sum(about in found for about in ("sex", "age", "levels")) < 2 or likely < DOUBTFUL:
        return None
    verdict: Verdict = "yes" if likely >= SURE and found.get("authors", 0) > 0 else "unsure"
    return Match(verdict, round(likely, 3), in_words(evidence))
