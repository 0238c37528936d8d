"""A block of PubMed XML -> the articles in it that hold one of some words, found without parsing anything.

The words are searched for together in the block in lower case, in a tenth of the time that unpacking takes (`needles`).
Tried and not kept: hyperscan, which took three times as long, and many times as long for torn words (`tears`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache, lru_cache

import stringzilla

from .needles import Needles
from .tears import Tears

_BEGIN = b"<pubmedarticle"
_END = re.compile(rb"</PubmedArticle\s*>")
_SHARED = 6  # letters; words that share so many are searched for by what they share
_LOWER = bytes(range(0x41)) + bytes(range(0x61, 0x7B)) + bytes(range(0x5B, 0x100))
_LOOK = 6 << 20  # bytes that are searched for a word in the time in which one article is looked at


class Sieve:
    """Searches blocks for articles that hold one of the words; not to be shared between threads.

    `torn` says whether words that are torn are looked for too, which takes longer than all the rest.
    """

    def __init__(self, stems: Collection[str], *, torn: bool) -> None:
        self._words = Needles([piece.encode() for piece in pieces(stems)])
        self._tears = Tears(stems) if torn and stems else None

    def articles(self, block: memoryview) -> Iterator[bytes]:
        """The articles of a block that may hold one of the words, each once, in their order."""
        lower: bytes = stringzilla.translate(block, _LOWER)
        last = -1
        for place in sorted(self._places(block, lower)):
            begin = _begin_of_article(lower, place)
            if begin > last:
                end = _END.search(block, begin)
                yield bytes(block[begin : end.end() if end else len(block)])
                last = begin

    def _places(self, block: memoryview, lower: bytes) -> Iterator[int]:
        for _, at in self._words.places(lower):
            yield at
        if self._tears:
            yield from self._tears.places(block, lower)


def _begin_of_article(lower: bytes, place: int) -> int:
    """Where the last article that begins at a place or before it begins; -1 where none does."""
    begin = lower.rfind(_BEGIN, 0, place + len(_BEGIN))
    while begin >= 0 and lower[begin + len(_BEGIN)] not in b" \t\r\n>":  # the set's own mark-up begins like this too
        begin = lower.rfind(_BEGIN, 0, begin)
    return begin


@lru_cache(maxsize=4)
def sieve_of(stems: frozenset[str], torn: bool) -> Sieve:
    """The sieve of these words; a process makes it once and goes on learning which tears mean nothing."""
    return Sieve(stems, torn=torn)


def pieces(stems: Collection[str]) -> list[str]:
    """What to search for instead of the words: of those that share SHARED letters in a row, what they share."""
    found: list[str] = []
    for stem in sorted(stems, key=lambda one: (len(one), one)):
        shared = [(at, common) for at, piece in enumerate(found) if len(common := _common(piece, stem)) >= _SHARED]
        if shared:
            at, common = max(shared, key=lambda one: len(one[1]))
            found[at] = common
        else:
            found.append(stem)
    return found


def _common(one: str, other: str) -> str:
    """The longest piece of the one that the other holds too."""
    runs = (one[begin:end] for begin in range(len(one)) for end in range(begin + 1, len(one) + 1))
    return max((run for run in runs if run in other), key=len, default="")


def cost_on(sample: bytes) -> Callable[[frozenset[str]], float]:
    """How often some words stand in a sample, where one looks in vain, and the time that each takes to search for."""
    lower = sample.translate(_LOWER)

    @cache
    def cost(stem: str) -> float:
        return float(stringzilla.count(lower, stem.encode())) + len(sample) / _LOOK

    return lambda stems: sum(map(cost, stems))
