"""Citations -> the pairs worth comparing, in a time that grows with their number and hardly faster.

Two records of one report share an identifier, or a place (volume and first page), or two of the rarest words of their
titles, or its opening, whatever else was mistyped, cut or translated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, islice

from .blocks import WINDOW
from .citation import Citation

_RARE = 4
"""How many of a title's words stand for it, the rarest of the collection first."""
_OPENING = 3
"""How many words a title and its longer form with a subtitle begin with."""
_ORDINARY = 40
"""A block larger than this is cut by first author and by place, as of a title that many share."""


def candidates(citations: Sequence[Citation]) -> Iterator[tuple[Citation, Citation]]:
    """Each pair once, the lower position first."""
    seen: set[int] = set()
    place = {id(one): at for at, one in enumerate(citations)}
    for block in _blocks(citations):
        for left, right in _neighbours(block):
            low, high = sorted((place[id(left)], place[id(right)]))
            number = low * len(citations) + high
            if number not in seen:
                seen.add(number)
                yield citations[low], citations[high]


def _neighbours(block: Sequence[Citation]) -> Iterator[tuple[Citation, Citation]]:
    for at, left in enumerate(block):
        yield from ((left, right) for right in islice(block, at + 1, at + 1 + WINDOW))


def _blocks(citations: Sequence[Citation]) -> Iterator[Sequence[Citation]]:
    words = Counter(word for one in citations for title in one.titles for word in title.distinct)
    blocks: dict[Hashable, list[Citation]] = defaultdict(list)
    for one in citations:
        for key in dict.fromkeys(_keys(one, words)):
            blocks[key].append(one)
    for block in blocks.values():
        yield from [block] if len(block) <= _ORDINARY else _cut(block)


def _keys(one: Citation, words: Counter[str]) -> Iterator[Hashable]:
    yield from (identifier for identifier in (one.pmid, one.doi, one.pmcid) if identifier)
    if one.first_page and (one.volume or one.year):
        yield one.volume or one.year, one.first_page
    for title in one.titles:
        rare = sorted(title.distinct, key=lambda word: (words[word], word))[:_RARE]
        yield from combinations(sorted(rare), 2) if len(rare) > 1 else rare
        yield "begins", title.words[:_OPENING]


def _cut(block: Sequence[Citation]) -> Iterator[Sequence[Citation]]:
    parts: dict[Hashable, list[Citation]] = defaultdict(list)
    for one in block:
        for name in one.authors[0] if one.authors else ("",):
            parts[name].append(one)
        if one.first_page:
            parts[one.year, one.first_page].append(one)
    yield from parts.values()
