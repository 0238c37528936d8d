"""The words that every match of a pattern must hold, read off the pattern: what a phrase is looked up by.

A stem is the beginning of a word (a run of letters and digits). What the pattern leaves open tells no stem: a set too
few costs time, one that a match can do without would lose it; `tests/test_phrases.py` looks for such a loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

STEM = 4
"""How many characters of a word are looked up."""
SHORT = 3
"""How many of a word whose pattern tells no more (`rul\\w+`); the stem of such a word ends with `*`."""
NUMBER = "#"
"""The stem of every word that begins with a digit."""
SETS = 4
"""How many sets of stems are asked for: one that is common would else let most texts pass."""

_MOST = 120
"""A set of more stems tells too little to be worth asking for."""

_COMMON = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "of",
            "in",
            "to",
            "and",
            "or",
            "is",
            "was",
            "were",
            "be",
            "been",
            "with",
            "had",
            "has",
            "have",
        ),
        *(
            "from",
            "at",
            "by",
            "on",
            "for",
            "he",
            "she",
            "it",
            "no",
            "not",
            "as",
            "that",
            "this",
            "whic",
            "pati",
            "case",
        ),
        *("lesi", "tumo", NUMBER),
    )
)
"""Stems that stand in most abstracts."""


def needed_stems(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of word beginnings: every match of the pattern holds a word of each; the rarest set comes first."""
    told = {one for one in _sets(list(_parser.parse(pattern)), fresh=False) if len(one) <= _MOST}
    return tuple(sorted(told, key=_rarity)[:SETS])


def _rarity(stems: frozenset[str]) -> tuple[int, int, list[str]]:
    return len(stems & _COMMON), len(stems), sorted(stems)


def _rarest(nodes: Sequence[Any], *, fresh: bool) -> frozenset[str]:
    return min((one for one in _sets(nodes, fresh=fresh) if len(one) <= _MOST), key=_rarity, default=frozenset())


def _sets(nodes: Sequence[Any], *, fresh: bool) -> Iterator[frozenset[str]]:
    """The sets of stems that the nodes, all of which must match, begin words with."""
    for index, (kind, value) in enumerate(nodes):
        if fresh and (stems := _stems(nodes[index:])):
            yield stems
        if kind is op.SUBPATTERN:
            yield from _sets([*value[3], *nodes[index + 1 :]], fresh=fresh)
            return
        if kind is op.BRANCH and all(each := [_rarest(list(branch), fresh=fresh) for branch in value[1]]):
            yield frozenset().union(*each)
        if kind in _REPEATS and value[0]:
            yield from _sets(list(value[2]), fresh=False)
        fresh = _then_fresh(kind, value, fresh=fresh)


_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)


def _fresh_after(nodes: Sequence[Any], *, fresh: bool) -> bool:
    """Whether a letter after these nodes begins a word."""
    for kind, value in nodes:
        fresh = _then_fresh(kind, value, fresh=fresh)
    return fresh


def _then_fresh(kind: Any, value: Any, *, fresh: bool) -> bool:
    """Whether a letter after this node begins a word."""
    if kind in _REPEATS:
        least, _, inner = value
        return _fresh_after(inner, fresh=False) and (least > 0 or fresh)
    if kind is op.SUBPATTERN:
        return _fresh_after(value[3], fresh=fresh)
    if kind is op.BRANCH:
        return all(_fresh_after(branch, fresh=fresh) for branch in value[1])
    if kind is op.AT:
        return value is op.AT_BOUNDARY
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return fresh or (kind is op.ASSERT_NOT and value[0] == -1 and _any_word_character(value[1]))
    return _outside(kind, value)


def _any_word_character(nodes: Sequence[Any]) -> bool:
    return len(nodes) == 1 and nodes[0][0] is op.IN and (op.CATEGORY, op.CATEGORY_WORD) in nodes[0][1]


def _outside(kind: Any, value: Any) -> bool:
    """Whether a node is one character that stands in no word."""
    if kind is op.LITERAL:
        return not chr(value).isalnum()
    if kind is op.CATEGORY:
        return value in (op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD)
    return kind is op.IN and all(_outside(*one) for one in value)


class _Unknown(Exception):
    """The nodes begin with something that names no word."""


def _stems(nodes: Sequence[Any]) -> frozenset[str]:
    """The stems with which the nodes may begin; empty where that cannot be told."""
    try:
        whole, begun = _walk(nodes, {""})
    except _Unknown:
        return frozenset()
    return frozenset(whole) if whole and not begun else frozenset()


def _walk(nodes: Sequence[Any], begun: set[str]) -> tuple[set[str], set[str]]:
    """Beginnings of words read on through the nodes: those that are complete, and those that are not yet."""
    whole: set[str] = set()
    for kind, value in nodes:
        if not begun:
            break
        done, begun = _step(kind, value, begun)
        whole |= done
        if len(whole) + len(begun) > _MOST:
            raise _Unknown
    return whole, begun


def _step(kind: Any, value: Any, begun: set[str]) -> tuple[set[str], set[str]]:
    if kind is op.SUBPATTERN:
        return _walk(value[3], begun)
    if kind is op.BRANCH:
        both = [_walk(branch, begun) for branch in value[1]]
        return set().union(*(whole for whole, _ in both)), set().union(*(more for _, more in both))
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return set(), begun
    if _ends_a_word(kind, value):
        if "" in begun:
            raise _Unknown
        return begun, set()
    if kind in _REPEATS:
        return _repeated(value, begun)
    return _grown(begun, kind, value)


def _ends_a_word(kind: Any, value: Any) -> bool:
    if kind in _REPEATS:
        return bool(value[0]) and len(value[2]) == 1 and _outside(*value[2][0])
    return value is op.AT_BOUNDARY or _outside(kind, value)


def _repeated(value: Any, begun: set[str]) -> tuple[set[str], set[str]]:
    least, most, inner = value
    try:
        whole, more = _walk(inner, begun)
    except _Unknown:
        return _truncated(begun), set()
    if more - begun and most > 1:  # the second time would go on with what the first began
        return _truncated(begun), set()
    return whole, more if least else more | begun


def _grown(begun: set[str], kind: Any, value: Any) -> tuple[set[str], set[str]]:
    """The beginnings with the letter that a node is."""
    letters = _letters(kind, value)
    if not letters:
        return (_numbers(begun) if _a_digit(kind, value) else _truncated(begun)), set()
    longer = {stem + letter for stem in begun for letter in letters}
    return {stem for stem in longer if len(stem) == STEM}, {stem for stem in longer if len(stem) < STEM}


def _letters(kind: Any, value: Any) -> set[str]:
    """The characters of a word that a node may be; none where it may be any."""
    if kind is op.LITERAL:
        return {chr(value)}
    if kind is op.IN and all(one is op.LITERAL and chr(code).isalnum() for one, code in value):
        return {chr(code) for _, code in value}
    return set()


def _a_digit(kind: Any, value: Any) -> bool:
    if kind is op.IN:
        return all(_a_digit(*one) for one in value)
    if kind is op.RANGE:
        return bool(ord("0") <= value[0] and value[1] <= ord("9"))
    return value is op.CATEGORY_DIGIT or (kind is op.LITERAL and chr(value).isdecimal())


def _numbers(begun: set[str]) -> set[str]:
    """A digit follows: a word that begins with a digit has a stem of its own."""
    return {NUMBER if not stem or stem[0].isdecimal() else next(iter(_truncated({stem}))) for stem in begun}


def _truncated(begun: set[str]) -> set[str]:
    """Anything may follow: what can be told is a shorter beginning."""
    if any(len(stem) < SHORT for stem in begun):
        raise _Unknown
    return {stem[:SHORT] + "*" for stem in begun}
