"""A block of PubMed XML -> the articles in it that hold one of some words, found without parsing anything.

Whole words are searched for one by one in the block in lower case, which costs a twentieth of the unpacking each
(stringzilla; hyperscan took two to four times as long for all of them together, the words being of common letters).

A word may be torn in the XML: by mark-up (`haemangio<i>pericytoma</i>`), a reference (`h&#233;mangio`), a letter with a
diacritic, a comment. What tears it begins with `<`, `&` or a byte that is no ASCII character, and ends with `>`, `;` or
such a byte. So runs of the word's letters that border on one of those are searched for (hyperscan): a
word is found unless it is torn so often that no run of RUN letters is left between the tears.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import cache, lru_cache
from typing import Any

import hyperscan
import stringzilla

from harvester.mirror.record_fields import fold

RUN = 5
"""Letters of a torn word that must stand together; of one of less than twice as many, half of it, and two at least."""

_BEGIN = re.compile(rb"<PubmedArticle[\s>]")
_END = re.compile(rb"</PubmedArticle\s*>")
_SHARED = 6  # letters; words that share so many are searched for by what they share
_LOWER = bytes(range(0x41)) + bytes(range(0x61, 0x7B)) + bytes(range(0x5B, 0x100))
_LEFT = rb"[>;\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xff]"
_RIGHT = rb"[<&\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xff]"
_LOOK = 6 << 20  # bytes that are searched for a word in the time in which one article is looked at
_AROUND = 512  # bytes on either side of a run in which the rest of the word stands


class Sieve:
    """Searches blocks for articles that hold one of the words; not to be shared between threads.

    `torn` says whether words that are torn are looked for too, which takes longer than all the rest.
    """

    def __init__(self, stems: Collection[str], *, torn: bool) -> None:
        self._stems = sorted(stems)
        self._pieces = [piece.encode() for piece in pieces(stems)]
        self._torn: Any = _database(stems) if torn and stems else None
        self._lower = bytearray()

    def places(self, block: memoryview) -> list[int]:
        """Where one of the words stands in a block, or what may be a piece of it; each place at least once."""
        return [*self._whole(block), *self._in_pieces(block)]

    def _whole(self, block: memoryview) -> Iterator[int]:
        lower = self._lowered(block)
        for piece in self._pieces:
            at = stringzilla.find(lower, piece)
            while at >= 0:
                yield at
                at = stringzilla.find(lower, piece, at + 1)

    def _lowered(self, block: memoryview) -> memoryview:
        """The block in lower case, in memory that is used again, so that it stays in the processor's cache."""
        if len(self._lower) < len(block):
            self._lower = bytearray(len(block))
        lower = memoryview(self._lower)[: len(block)]
        lower[:] = block
        stringzilla.translate(lower, _LOWER, inplace=True)
        return lower

    def _in_pieces(self, block: memoryview) -> list[int]:
        """Where a run of letters borders on a tear, and with what is around it makes up one of the words."""
        ends: list[int] = []
        if self._torn:
            self._torn.scan(block, match_event_handler=lambda number, begin, end, flags, context: ends.append(end))
        return [end - 1 for end in ends if self._is_word(block[max(end - _AROUND, 0) : end + _AROUND])]

    def _is_word(self, around: memoryview) -> bool:
        text = plain(bytes(around))
        return any(stem in text for stem in self._stems)


@lru_cache(maxsize=4)
def sieve_of(stems: frozenset[str], torn: bool) -> Sieve:
    """The sieve of these words; a process makes it once, for its tables take longer than a small file."""
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


def _database(stems: Collection[str]) -> hyperscan.Database:
    """All runs of letters of the words, where they border on what may tear a word."""
    runs = b"|".join(run.encode() for run in sorted({run for stem in stems for run in _runs(stem)}))
    expressions = [b"(?:" + runs + b")" + _RIGHT, _LEFT + b"(?:" + runs + b")"]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=[0, 1], flags=[hyperscan.HS_FLAG_CASELESS] * 2)
    return database


def _runs(stem: str) -> Iterator[str]:
    length = min(RUN, max(len(stem) // 2, 2))
    return (stem[at : at + length] for at in range(len(stem) - length + 1))


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


_HIDDEN = re.compile(rb"<!\[CDATA\[|\]\]>|<!--.*?-->|<[^>]*>|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.DOTALL)
_REFERENCES = re.compile(rb"<ReferenceList\b.*</ReferenceList\s*>", re.DOTALL)


def plain(xml: bytes) -> str:
    """The words of XML without mark-up, case and diacritics, and with what its references stand for.

    What is torn stands together then; so do words of elements that follow each other, which holds more and never less.
    The list of references is left out: no field holds a word of it.
    """
    words = _HIDDEN.sub(b"", _REFERENCES.sub(b"", xml))
    return fold(html.unescape(words.decode("utf-8", "replace")))
