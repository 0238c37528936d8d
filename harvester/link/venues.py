"""Whether two references name one journal: by ISSN, by name, or by the abbreviation of a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from .citation import Citation


def same_journal(left: Citation, right: Citation) -> bool | None:
    """Whether both appeared in one journal; None where one of them names none."""
    if left.issns and right.issns and left.issns & right.issns:
        return True
    if not left.journal or not right.journal:
        return None
    return any(_same_name(one, other) for one in left.journal for other in right.journal)


@lru_cache(maxsize=1 << 16)
def _same_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether one name is the other, its abbreviation (`Br J Cancer`), its initials (`JAMA`) or a spelling of it."""
    if left == right or _abbreviates(left, right) or _abbreviates(right, left):
        return True
    if _initials(left, right) or _initials(right, left):
        return True
    short, long = sorted(("".join(left), "".join(right)), key=len)
    return (len(short) >= 8 and long.startswith(short)) or fuzz.ratio(short, long) >= 88


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether each word of the short name begins, in order, a word of the long one, which may have a subtitle more.

    ISO 4 cuts words (`Br`), or contracts them (`Natl`): the first letter and the rest in order.
    """
    rest = iter(long)
    skipped = 0
    for word in short:
        for other in rest:
            if _cuts(word, other):
                break
            skipped += 1
        else:
            return False
    return skipped <= len(short) // 2 and short[0][0] == long[0][0]


def _cuts(word: str, other: str) -> bool:
    if other.startswith(word):
        return True
    letters = iter(other)
    return len(word) > 2 and word[0] == other[0] and all(letter in letters for letter in word)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(long) > 2 and short[0] == "".join(word[0] for word in long)
