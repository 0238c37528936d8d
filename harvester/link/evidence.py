"""What speaks for and against two being one, each with its weight in bits, and the probability that follows.

Fellegi and Sunter (1969): a weight is log2 of m / u, how much more often two that are one agree so than two that are
not; what one of them does not state weighs nothing. Weights and prior are fixed, so that the same two are judged the
same in any company.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison: what it is about, what it found in words, and its weight in bits."""

    about: str
    words: str
    weight: float


def probability(evidence: Iterable[Evidence], prior: float) -> float:
    """How likely the two are one, from 0 to 1; `prior` is the log2 odds before anything is compared."""
    bits = prior + sum(one.weight for one in evidence)
    return 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))


def in_words(evidence: Iterable[Evidence], doubt: str = "") -> str:
    """`same title +16; 3 of 4 authors shared +7; ...`, a doubt first."""
    return "; ".join(filter(None, (doubt, *(f"{one.words} {one.weight:+.3g}" for one in evidence))))
