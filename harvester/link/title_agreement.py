"""Two titles -> how well they agree: a word for it, and its weight in bits."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .titles import Title

SAME, SPELLED, GOES_ON = "same title", "title spelled otherwise", "one title goes on"

_MOST = 16.0
"""Bits that a long title gives when it is the same: two papers of one search never share it by chance."""
_PER_WORD = 2.0
"""Bits a word gives; the four that a whole literature uses (`Hemangiopericytoma of the spine: case report`) give 8."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two titles agree: a word for it, and its weight in bits."""

    level: str
    weight: float


def compare_titles(left: Title, right: Title) -> Agreement:
    """The same, spelled otherwise, longer by a subtitle, in other words, or another."""
    if left.letters == right.letters:
        return Agreement(SAME, _worth(len(left.distinct)))
    only_left, only_right = _unmatched(left, right), _unmatched(right, left)
    shared = min(len(left.distinct) - len(only_left), len(right.distinct) - len(only_right))
    if left.numerals == right.numerals and _one_spelling("".join(only_left), "".join(only_right)):
        return Agreement(SPELLED, _worth(shared) - 1)
    if not (only_left and only_right):
        return Agreement(GOES_ON, _worth(shared) - 3) if shared >= 3 else Agreement("title in other words", 0.0)
    share = shared / max(len(left.distinct), len(right.distinct))
    if left.translated or right.translated:
        return Agreement("title in other words, one a translation", -2.0 + 4 * share)
    if share >= 0.6:
        return Agreement("title with other words", _worth(shared) * share - 7)
    return Agreement("other title", -14.0 + 10 * share)


def _worth(words: int) -> float:
    return min(_MOST, _PER_WORD * words)


def _unmatched(title: Title, other: Title) -> list[str]:
    """The words of a title, in order, that the other lacks, also as a misspelling."""
    lacking = [word for word in dict.fromkeys(title.words) if word not in other.distinct]
    spare = [word for word in other.distinct - title.distinct if len(word) > 4]
    if 2 * len(lacking) > len(title.distinct):
        return lacking  # too far apart for spelling to matter
    return [word for word in lacking if not any(_misspelt(word, one) for one in spare)]


def _misspelt(word: str, other: str) -> bool:
    """One letter more, fewer, other or in another place, as haem- and hem-; not so in a short word or a number."""
    return len(word) > 4 and len(other) > 4 and not word.isdigit() and OSA.distance(word, other, score_cutoff=1) <= 1


def _one_spelling(left: str, right: str) -> bool:
    """Whether what is left over differs in spaces and hyphens alone: `sub group` and `subgroup`, or nothing at all."""
    return left == right or _misspelt(left, right)
