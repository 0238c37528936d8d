"""Caseless regular expressions over a reading, tried only where words stand that every match must hold.

Most patterns of the rooms match in few abstracts, and `re` takes long to find that out: it knows no first word behind
`\\b(?:was|were)` and compares letter by letter without regard to case. So each pattern is read once, when it is first
needed, for the word beginnings of which every match holds one (`stems`); a reading knows where its stems stand. What is
left to try is tried on the lower case of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from sys import maxsize
from typing import Protocol

from .stems import needed_stems

ANYWHERE: list[int] = []
"""The places of a phrase whose pattern tells no stem."""


class Stemmed(Protocol):
    """What a phrase is looked for in: a text in lower case, which knows the places of its stems."""

    low: str

    @property
    def stand(self) -> Mapping[Phrase, list[int]]:
        """Where the rarest stems of a phrase begin, in reading order; `ANYWHERE`, or none where it cannot match."""


class Phrase:
    """A pattern as `re` writes it, caseless; spans are those of the text, groups come in lower case.

    It is read and compiled when it is first needed: a short run pays for few of the patterns.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = _lowered(pattern)

    @cached_property
    def stems(self) -> tuple[frozenset[str], ...]:
        """One of each of these sets begins a word inside every match; none where the pattern does not tell."""
        return needed_stems(self.pattern)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def may_stand(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> bool:
        """Whether its stems stand in the text, and one between two places; where not, it does not match there."""
        places = reading.stand[self]
        return places is ANYWHERE or (len(places) > 0 and _one_between(places, start, end))

    # What follows says `may_stand` in its own words: it is asked hundreds of times a text, mostly for nothing.

    def search(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match between two places."""
        places = reading.stand[self]
        if places is ANYWHERE or (places and _one_between(places, start, end)):
            return self._compiled.search(reading.low, start, end)
        return None

    def match(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """A match that begins at `start`."""
        places = reading.stand[self]
        if places is ANYWHERE or places:
            return self._compiled.match(reading.low, start, end)
        return None

    def fullmatch(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """A match of all that stands between two places."""
        return self._compiled.fullmatch(reading.low, start, end) if self.may_stand(reading, start, end) else None

    def finditer(self, reading: Stemmed, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """The matches between two places, in reading order."""
        places = reading.stand[self]
        if places is ANYWHERE or (places and _one_between(places, start, end)):
            return self._compiled.finditer(reading.low, start, end)
        return _NO_MATCHES


def _one_between(places: list[int], start: int, end: int) -> bool:
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end


_NO_MATCHES: Iterator[re.Match[str]] = iter(())


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
