"""What a rule found about pairs -> the decisions that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..records import Decision, Verdict
from .subjects import key_order

SAME_REPORT_RULE = "rule:same-report/2"
SAME_CASE_RULE = "rule:same-case/2"


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule found about a pair: a verdict, a score from 0 to 1 and the words for the reader."""

    verdict: Verdict
    score: float
    reason: str


def decisions(
    kind: Literal["same report", "same case"], matches: Mapping[str, Match], at: datetime
) -> tuple[Decision, ...]:
    """A decision for each subject, by the rule of its kind and of the instant `at`, in numerical order of subjects."""
    in_order = sorted(matches, key=lambda subject: [key_order(end) for end in subject.split(" = ")])
    return tuple(_decision(kind, subject, matches[subject], at) for subject in in_order)


def _decision(kind: Literal["same report", "same case"], subject: str, match: Match, at: datetime) -> Decision:
    return Decision(
        kind=kind,
        subject=subject,
        verdict=match.verdict,
        reason=match.reason,
        score=match.score,
        by=SAME_REPORT_RULE if kind == "same report" else SAME_CASE_RULE,
        at=at,
    )
