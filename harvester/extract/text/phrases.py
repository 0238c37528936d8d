"""Caseless regular expressions over a reading, tried only where a word stands that every match must hold.

Most patterns of the rooms match in few abstracts, and `re` takes long to find that out: it knows no first word behind
`\\b(?:was|were)` and compares letter by letter without regard to case. So each pattern is read once, when it is first
needed, for a set of word beginnings (stems) of which every match holds one; a reading knows where its stems stand.
What is left to try is tried on the lower case of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from sys import maxsize
from typing import Any, Protocol

STEM = 4
"""How many characters of a word are looked up."""


class Stemmed(Protocol):
    """What a phrase is looked for in: a text in lower case, which knows the places of its stems."""

    low: str

    def may_hold(self, phrase: Phrase, start: int, end: int) -> bool:
        """Whether a stem of the phrase begins between two places, or it has none."""


class Phrase:
    """A pattern as `re` writes it, caseless; spans are those of the text, groups come in lower case.

    It is read and compiled when it is first needed: a short run pays for few of the patterns.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = _lowered(pattern)

    @cached_property
    def stems(self) -> frozenset[str]:
        """One of these begins a word inside every match; empty where the pattern does not tell."""
        return needed_stems(self.pattern)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def search(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match between two places."""
        return self._compiled.search(reading.low, start, end) if reading.may_hold(self, start, end) else None

    def match(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """A match that begins at `start`."""
        return self._compiled.match(reading.low, start, end) if reading.may_hold(self, start, end) else None

    def fullmatch(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """A match of all that stands between two places."""
        return self._compiled.fullmatch(reading.low, start, end) if reading.may_hold(self, start, end) else None

    def finditer(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """The matches between two places, in reading order."""
        return self._compiled.finditer(reading.low, start, end) if reading.may_hold(self, start, end) else iter(())


def lower(text: str) -> str:
    """The text in lower case, as long as the text: a letter whose lower case is longer stays as it is.

    Blanks behind the eighth of a run are read as a break: no phrase goes over a gap of columns, and no pattern with
    several optional blanks tries every way to share such a gap out.
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return _GAP.sub(lambda run: "\0" * len(run.group()), low)


_GAP = re.compile(r"(?<=\s{8})\s+")


_CAPITALS = re.compile(r"\\.|\(\?P[<=]\w+|[A-Z]")


def _lowered(pattern: str) -> str:
    """The pattern with its capitals lowered, save in escapes and in the names of groups."""
    return _CAPITALS.sub(lambda found: found.group() if len(found.group()) > 1 else found.group().lower(), pattern)


# -------------------------------------------------------------------------------------------------- what it must hold

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
            "pati",
            "case",
            "lesi",
        ),
        *("tumo", "whic"),
    )
)
"""Stems that stand in most abstracts."""


def needed_stems(pattern: str) -> frozenset[str]:
    """Word beginnings of which every match of the pattern holds one; the rarest such set that the pattern shows."""
    return _rarest(list(_parser.parse(pattern)), fresh=False)


def _rarest(nodes: Sequence[Any], *, fresh: bool) -> frozenset[str]:
    sets = (one for one in _sets(nodes, fresh=fresh) if len(one) <= _MOST)
    return min(sets, key=lambda one: (sum(stem in _COMMON for stem in one), len(one)), default=frozenset())


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
        fresh = _then_fresh(kind, value, fresh=fresh)


def _then_fresh(kind: Any, value: Any, *, fresh: bool) -> bool:
    """Whether a letter after this node begins a word."""
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, _, inner = value
        return len(inner) == 1 and _outside(*inner[0]) and (least > 0 or fresh)
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
        done, begun = _step(kind, value, begun)
        whole |= done
        if len(whole) + len(begun) > _MOST:
            raise _Unknown
        if not begun:
            break
    return whole, begun


def _step(kind: Any, value: Any, begun: set[str]) -> tuple[set[str], set[str]]:
    if kind is op.SUBPATTERN:
        return _walk(value[3], begun)
    if kind is op.BRANCH:
        both = [_walk(branch, begun) for branch in value[1]]
        return set().union(*(whole for whole, _ in both)), set().union(*(more for _, more in both))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[:2] == (0, 1):
        whole, more = _walk(value[2], begun)
        return whole, more | begun
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return set(), begun
    if _ends_a_word(kind, value):
        if "" in begun:
            raise _Unknown
        return begun, set()
    return _grown(begun, _letters(kind, value))


def _ends_a_word(kind: Any, value: Any) -> bool:
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        return bool(value[0]) and len(value[2]) == 1 and _outside(*value[2][0])
    return value is op.AT_BOUNDARY or _outside(kind, value)


def _letters(kind: Any, value: Any) -> set[str]:
    """The characters of a word that a node may be."""
    if kind is op.LITERAL:
        return {chr(value)}
    if kind is op.IN and all(one is op.LITERAL and chr(code).isalnum() for one, code in value):
        return {chr(code) for _, code in value}
    raise _Unknown


def _grown(begun: set[str], letters: set[str]) -> tuple[set[str], set[str]]:
    longer = {stem + letter for stem in begun for letter in letters}
    return {stem for stem in longer if len(stem) == STEM}, {stem for stem in longer if len(stem) < STEM}
