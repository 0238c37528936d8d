"""A block of PubMed XML -> the articles in it that hold one of some words, found without parsing anything.

The words are searched for one by one in the block in lower case, each in a thirtieth of the time that unpacking takes
(stringzilla). Tried and not kept: hyperscan, which finds all of them together, took as long as ten of them, and many
times as long for torn words (`tears`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import cache, lru_cache

import stringzilla

from .tears import Tears

_BEGIN = re.compile(rb"<PubmedArticle[\s>]")
_END = re.compile(rb"</PubmedArticle\s*>")
_SHARED = 6  # letters; words that share so many are searched for by what they share
_LOWER = bytes(range(0x41)) + bytes(range(0x61, 0x7B)) + bytes(range(0x5B, 0x100))
_LOOK = 6 << 20  # bytes that are searched for a word in the time in which one article is looked at


class Sieve:
    """Searches blocks for articles that hold one of the words; not to be shared between threads.

    `torn` says whether words that are torn are looked for too, which takes longer than all the rest.
    """

    def __init__(self, stems: Collection[str], *, torn: bool) -> None:
        self._pieces = [piece.encode() for piece in pieces(stems)]
        self._tears = Tears(stems) if torn and stems else None
        self._lower = bytearray()

    def places(self, block: memoryview) -> list[int]:
        """Where one of the words stands in a block; each place once at least."""
        lower = self._lowered(block)
        found = [at for piece in self._pieces for at in _each(lower, piece)]
        return found + (list(self._tears.places(block, lower)) if self._tears else [])

    def _lowered(self, block: memoryview) -> memoryview:
        """The block in lower case, in memory that is used again, so that it stays in the processor's cache."""
        if len(self._lower) < len(block):
            self._lower = bytearray(len(block))
        lower = memoryview(self._lower)[: len(block)]
        lower[:] = block
        stringzilla.translate(lower, _LOWER, inplace=True)
        return lower


def _each(lower: memoryview, piece: bytes) -> Iterator[int]:
    at = stringzilla.find(lower, piece)
    while at >= 0:
        yield at
        at = stringzilla.find(lower, piece, at + 1)


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


def articles_at(block: memoryview, places: Collection[int]) -> Iterator[bytes]:
    """The articles of a block in which the places lie, each once, in their order."""
    if not places:
        return
    begins = [found.start() for found in _BEGIN.finditer(block)]
    for number in sorted({bisect_right(begins, place) for place in places} - {0}):
        end = _END.search(block, begins[number - 1])
        yield bytes(block[begins[number - 1] : end.end() if end else len(block)])
