"""Records and cases -> Decisions that two are the same, and the clusters that follow from them.

Nothing is merged and nothing deleted here: a link is a decision, and taking it back is one more decision. The method is
record linkage as usual: block, compare, veto before evidence, then a score. A `yes` is what the rule stands behind
without a reader; an `unsure` waits for a person. Scores order the pairs for that person, they are no probabilities.

The rooms, in the order of the method: `subjects` (how a pair is written), `blocks` (which pairs are compared), `words`
(text for comparing), `matches` (what a rule found, as decisions), `reports` (the same report twice), `facts` (what a
case is compared by), `ages` (whether two can be one patient's), `comparison` (vetoes and evidence), `twins` (the cases
of two reports that are one), `cases` (the same patient twice), and `standing` (whose word counts, and the clusters).
"""

from __future__ import annotations

from .cases import link_cases
from .cohorts import link_cohorts
from .matches import Match, decisions
from .reports import duplicates, link_reports
from .standing import cluster, effective
from .subjects import key_order, pair

__all__ = [
    "Match",
    "cluster",
    "decisions",
    "duplicates",
    "effective",
    "key_order",
    "link_cases",
    "link_cohorts",
    "link_reports",
    "pair",
]
