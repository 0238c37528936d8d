"""Records -> Decisions that two report the same thing: candidates, vetoes, evidence, a probability, a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ..records import Decision, Record, Verdict
from .citation import Citation, citation_of, moved_back
from .evidence import in_words, probability
from .matches import Match, decisions
from .report_blocks import candidates
from .report_evidence import PRIOR, compare_citations, same_identifier
from .report_vetoes import apart, doubt, uncorroborated
from .subjects import key_order, pair

SURE = 0.99
"""From this probability on the rule stands behind a yes without a reader."""
DOUBTFUL = 0.5
"""From this one on a person is asked."""


def link_reports(records: Iterable[Record], at: datetime) -> tuple[Decision, ...]:
    """Decisions `same report` about records that may report the same thing twice, in numerical order of PMIDs.

    See `duplicates` for what makes a yes. Of several versions of a PMID the last counts.
    """
    latest = {record.pmid: record for record in sorted(records, key=lambda record: record.version)}
    return decisions("same report", duplicates(latest), at)


def duplicates(records: Mapping[str, Record]) -> dict[str, Match]:
    """The pairs of keys that are one report (yes) or may be (unsure), each with its evidence in words.

    A yes takes a probability of 0.99 and no doubt: the titles have to agree, and where they do not quite, authors and
    place besides. A meeting's abstract and the paper, an update and the original, other DOIs and other places are never
    a yes; a notice and what it is about, or part I and part II, are not even a question. The order in which they come
    does not matter, and the time grows with their number and hardly faster.
    """
    in_order = sorted(records, key=key_order)
    citations = [citation_of(key, records[key]) for key in in_order]
    found = ((pair(left.key, right.key), _judge(left, right)) for left, right in candidates(citations))
    return {subject: match for subject, match in found if match}


def _judge(left: Citation, right: Citation) -> Match | None:
    one, other = moved_back(left, right), moved_back(right, left)
    evidence = compare_citations(one, other)
    likely = probability(evidence, PRIOR)
    if (likely < DOUBTFUL and not same_identifier(evidence)) or apart(one, other):
        return None
    doubts = doubt(one, other) or uncorroborated(evidence)
    verdict: Verdict = "unsure" if doubts or likely < SURE else "yes"
    return Match(verdict, round(likely, 3), in_words(evidence, doubts))
