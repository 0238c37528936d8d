"""The list of reports as it is looked at, step by step: what was counted and chosen once is kept up with each word.

A page is drawn at every step, so none of what it asks may take a time that grows with the series. Only a choice or
search that nobody has made before goes through all reports.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .entries import Entry, choosing

CHOICES = 64
"""So many choices are kept; the one that was made longest ago is given up first."""


@dataclass(slots=True)
class Choice:
    """Which reports belong to a choice, and their places in the list of all, in order."""

    has: Callable[[Entry], bool]
    places: list[int]


@dataclass(slots=True)
class Catalogue:
    """All reports in numerical order of PMIDs. Not safe from several threads; the desk sees to that."""

    entries: dict[str, Entry]
    pmids: tuple[str, ...] = ()
    place: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    choices: dict[tuple[str, str], Choice] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Catalogue:
        """The catalogue of a series, from its entries in numerical order of PMIDs."""
        counts = Counter(what for one in entries.values() for what in _counted(one))
        return cls(dict(entries), tuple(entries), {pmid: at for at, pmid in enumerate(entries)}, counts)

    def put(self, entry: Entry) -> None:
        """Take in what a report has become; it is one of those there are."""
        before, at = self.entries[entry.pmid], self.place[entry.pmid]
        self.entries[entry.pmid] = entry
        self.counts.subtract(_counted(before))
        self.counts.update(_counted(entry))
        for choice in self.choices.values():
            was, is_now = choice.has(before), choice.has(entry)
            if was and not is_now:
                del choice.places[bisect_left(choice.places, at)]
            elif is_now and not was:
                insort(choice.places, at)

    def choice(self, show: str, search: str) -> Choice:
        """The reports of a choice that a search finds."""
        choice = self.choices.pop((show, search), None) or self._made(choosing(show, search))
        self.choices[show, search] = choice
        while len(self.choices) > CHOICES:
            del self.choices[next(iter(self.choices))]
        return choice

    def _made(self, has: Callable[[Entry], bool]) -> Choice:
        return Choice(has, [at for at, one in enumerate(self.entries.values()) if has(one)])

    def around(self, choice: Choice, pmid: str, also: Iterable[str]) -> tuple[str, str, int]:
        """The PMIDs before and after one in a choice, empty where there is none, and its number there or 0.

        A step back also leads to what is `also` in reach. The one itself need not be in the choice; what is no report
        stands before the first.
        """
        here = self.place.get(pmid, -1)
        low, high = bisect_left(choice.places, here), bisect_right(choice.places, here)
        back = [at for one in also if (at := self.place.get(one, here)) < here] + choice.places[max(low - 1, 0) : low]
        ahead = choice.places[high : high + 1]
        return (
            self.pmids[max(back)] if back else "",
            self.pmids[ahead[0]] if ahead else "",
            low + 1 if low < high else 0,
        )


def _counted(one: Entry) -> Iterator[str]:
    if one.matters:
        yield "waiting"
    if one.verdict == "yes":
        yield "included"
        if one.people:
            yield "looked at"
