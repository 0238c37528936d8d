"""Made-up references with planted twins and look-alikes, the same ones at every call.

Titles, names and journals are invented and drawn by Zipf's law, as the words, authors and journals of a literature are.
A fifth of the reports come twice or three times, each time as another database would print them; a tenth have a
look-alike that is another report. What a database does to a reference is taken from what exports do: capitals, notes in
brackets, abbreviated journals and pages, lists of authors cut short, missing numbers, the year of the online version.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.made_up_records import SYLLABLES
from harvester.records import Author, Dates, Journal, PartialDate, Record


@dataclass(frozen=True)
class Planted:
    """The references by key, and the pairs of keys that are one report, the lower key first."""

    records: dict[str, Record]
    same: frozenset[tuple[str, str]]


def references(count: int, seed: int = 20261123) -> Planted:
    """At least `count` references and hardly more."""
    world = _World(random.Random(seed))
    records: dict[str, Record] = {}
    same: set[tuple[str, str]] = set()
    while len(records) < count:
        original = world.report()
        copies = [original]
        if world.draw.random() < 0.2:
            copies += [world.copy(original) for _ in range(world.draw.choice((1, 1, 2)))]
        keys = [_add(records, one) for one in copies]
        same |= {(left, right) for at, left in enumerate(keys) for right in keys[at + 1 :]}
        if world.draw.random() < 0.1:
            _add(records, world.look_alike(original))
    return Planted(records, frozenset(same))


def _add(records: dict[str, Record], record: Record) -> str:
    key = f"r{len(records):08d}"
    records[key] = record
    return key


class _World:
    """Words, people and journals, and what is written with them."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.words = self._zipf([self._word() for _ in range(30_000)])
        self.people = self._zipf([self._word().capitalize() for _ in range(20_000)])
        self.journals = self._zipf([self._journal() for _ in range(3_000)])

    def report(self) -> Record:
        """A report with everything that a database may state of it."""
        draw = self.draw
        title = " ".join(self.words(draw.randint(6, 16)))
        cut = title.split()
        if len(cut) > 9 and draw.random() < 0.3:
            title = f"{' '.join(cut[:6])}: {' '.join(cut[6:])}"
        first = draw.randint(2, 2400)
        return Record(
            pmid="",
            title=title.capitalize(),
            authors=tuple(self._author(last) for last in self.people(draw.randint(1, 9))),
            journal=Journal(title=self.journals(1)[0]),
            volume=str(draw.randint(1, 200)),
            issue=str(draw.randint(1, 12)),
            pages=f"{first}-{first + draw.randint(2, 14)}",
            dates=_in_year(draw.randint(1975, 2025)),
            doi=f"10.{draw.randint(1000, 9999)}/{self._word()}.{draw.randint(1, 10**7)}" if draw.random() < 0.6 else "",
        )

    def copy(self, record: Record) -> Record:
        """The same report as another database prints it: two to four of the alterations."""
        for alter in self.draw.sample(_ALTERATIONS, self.draw.randint(2, 4)):
            record = alter(record, self.draw)
        return record

    def look_alike(self, record: Record) -> Record:
        """Another report that resembles it: a notice, the next part, a companion, an abstract, a common title."""
        return self.draw.choice(_LOOK_ALIKES)(record, self)

    def another_page(self) -> str:
        """A place in a journal."""
        first = self.draw.randint(2, 2400)
        return f"{first}-{first + 5}"

    def _author(self, last: str) -> Author:
        fore = f"{self._word().capitalize()} {self.draw.choice('ABCDEFGHJKLMNPRSTW')}"
        return Author(last=last, fore=fore, initials="".join(part[0] for part in fore.split()))

    def _word(self) -> str:
        return "".join(self.draw.choices(SYLLABLES, k=self.draw.choice((2, 3, 3, 4))))

    def _journal(self) -> str:
        return " ".join(["Journal of", *(self._word().capitalize() for _ in range(self.draw.randint(1, 3)))])

    def _zipf(self, things: list[str]) -> Callable[[int], list[str]]:
        weights: list[float] = []
        for rank in range(len(things)):
            weights.append((weights[-1] if weights else 0.0) + 1 / (rank + 20))
        return lambda count: self.draw.choices(things, cum_weights=weights, k=count)


def _in_year(year: int) -> Dates:
    return Dates(print=PartialDate(year=year))


# ---------------------------------------------------------------------------- what databases do to one reference


def _capitals(record: Record, draw: random.Random) -> Record:
    return replace(record, title=record.title.upper() if draw.random() < 0.5 else record.title.title() + ".")


def _noted(record: Record, draw: random.Random) -> Record:
    note = draw.choice((" [Review] [45 refs]", " [French]", " (Provisional abstract)", ".[see comment]"))
    return replace(record, title=record.title + note)


def _mistyped(record: Record, draw: random.Random) -> Record:
    letters = list(record.title)
    at = draw.randrange(len(letters) // 2, len(letters) - 1)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return replace(record, title="".join(letters))


def _without_subtitle(record: Record, draw: random.Random) -> Record:
    return replace(record, title=record.title.partition(":")[0])


def _initials(record: Record, draw: random.Random) -> Record:
    return replace(record, authors=tuple(replace(one, fore=one.initials) for one in record.authors))


def _cut_authors(record: Record, draw: random.Random) -> Record:
    return replace(record, authors=record.authors[: draw.choice((1, 3, 6))])


def _abbreviated(record: Record, draw: random.Random) -> Record:
    words = record.journal.title.replace(" of ", " ").split()
    return replace(record, journal=Journal(title=" ".join(word[: draw.randint(4, 6)] for word in words)))


def _short_pages(record: Record, draw: random.Random) -> Record:
    first, _, last = record.pages.partition("-")
    return replace(record, pages=f"{first}-{last[-1]}" if last and last[:-1] == first[:-1] else first)


def _without_numbers(record: Record, draw: random.Random) -> Record:
    return replace(record, issue="", doi="", pages=record.pages if draw.random() < 0.7 else "")


def _online_first(record: Record, draw: random.Random) -> Record:
    return replace(record, volume="", issue="", pages="", dates=_in_year((record.year or 2000) - 1))


def _doi_elsewhere(record: Record, draw: random.Random) -> Record:
    return replace(record, doi=f"https://doi.org/{record.doi.upper()}" if record.doi else "")


_ALTERATIONS: tuple[Callable[[Record, random.Random], Record], ...] = (
    *(_capitals, _noted, _mistyped, _without_subtitle, _initials, _cut_authors, _abbreviated, _short_pages),
    *(_without_numbers, _online_first, _doi_elsewhere),
)


# ----------------------------------------------------------------------------------- what resembles it and is another


def _erratum(record: Record, world: _World) -> Record:
    return replace(record, title=f"Erratum: {record.title}", issue="", pages=world.another_page(), doi="")


def _next_part(record: Record, world: _World) -> Record:
    return replace(record, title=f"{record.title}. Part II", pages=world.another_page(), doi="")


def _companion(record: Record, world: _World) -> Record:
    words = record.title.split()
    words[world.draw.randrange(1, len(words))] = world.words(1)[0]
    return replace(record, title=" ".join(words), pages=world.another_page(), doi="")


def _meeting_abstract(record: Record, world: _World) -> Record:
    year = _in_year((record.year or 2000) - 1)
    return replace(record, volume=f"{world.draw.randint(201, 400)}", issue="Suppl 1", pages="S12", dates=year, doi="")


def _other_group(record: Record, world: _World) -> Record:
    return replace(world.report(), title=record.title)


_LOOK_ALIKES: tuple[Callable[[Record, _World], Record], ...] = (
    *(_erratum, _next_part, _companion, _meeting_abstract, _other_group),
)


def pairs(planted: Planted) -> Iterator[str]:
    """The planted pairs as a decision would name them."""
    yield from (f"{left} = {right}" for left, right in sorted(planted.same))
