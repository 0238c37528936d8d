"""Readings against gold: precision, recall and F1 of inclusion, of the patient count and of every field.

A gold file has one JSON object a line in the shape of `harvester extract`. A value is right only when the whole value
is equal (a list as a set). Own patients of a report are paired so that most values agree: no two readers number alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, zip_longest
from pathlib import Path
from typing import Any

import msgspec

from .errors import Refused
from .lines import read_lines
from .pubmed import read_pubmed
from .records import Record

Line = Mapping[str, Any]
"""One object of `harvester extract`, or of a gold file (where a value may stand bare, without its words)."""

_ALL_ORDERS = 6
"""Up to so many cases every pairing is tried (720); with more they are paired in the order described."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one field did: values in the gold, values found, and of those the right ones."""

    field: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the found values that are right; None where none was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the gold values that were found; None where there is none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One value that differs: None stands for not stated."""

    id: str
    case: int
    field: str
    gold: Any
    found: Any


def read_gold(path: Path) -> list[Line]:
    """The lines of a gold file; Refused names the file, the line and what is wrong with it."""
    lines = path.read_bytes().splitlines()
    return [_gold(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]


class _Gold(msgspec.Struct):
    """What a gold line must have; ids may be numbers, other keys are left alone."""

    id: str | int
    included: bool | str
    report: dict[str, Any] = {}
    cases: list[dict[str, Any]] = []


def _gold(line: bytes, where: str) -> Line:
    try:
        one = msgspec.json.decode(line, type=_Gold)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(where, f"{error}; expected id and included, and where known report and cases") from error
    return {"id": str(one.id), "included": one.included, "report": one.report, "cases": one.cases}


def read_texts(files: Iterable[Path]) -> Mapping[str, Record]:
    """The reports that a gold file labels, by id: from PubMed XML, or from JSON Lines of titles and abstracts."""
    return {record.pmid: record for path in files for record in _records(path)}


def _records(path: Path) -> Iterator[Record]:
    if path.suffix == ".jsonl":
        with path.open("rb") as lines:
            yield from (item for item in read_lines(lines, str(path)) if isinstance(item, Record))
    else:
        yield from (item for item in read_pubmed(path) if isinstance(item, Record))


def compare(gold: Iterable[Line], found: Mapping[str, Line]) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Scores by field in the order they first occur, and every value that differs; `found` is keyed by id."""
    tally: dict[str, Counter[str]] = {}
    misses: list[Miss] = []
    for line in gold:
        for case, field, wanted, got in _pairs(line, found[line["id"]]):
            right = wanted is not None and got is not None and _same(wanted, got)
            counts = tally.setdefault(field, Counter())
            counts.update(gold=wanted is not None, found=got is not None, right=right)
            if not right:
                misses.append(Miss(id=line["id"], case=case, field=field, gold=wanted, found=got))
    scores = (Score(field=name, gold=n["gold"], found=n["found"], right=n["right"]) for name, n in tally.items())
    return tuple(scores), tuple(misses)


def _pairs(gold: Line, found: Line) -> Iterator[tuple[int, str, Any, Any]]:
    """Case number (0: the report), field, gold value, found value, for each value that either has."""
    wanted, got = _verdict(gold["included"]), _verdict(found["included"])
    for verdict in dict.fromkeys((wanted, got)):
        yield 0, f"included: {verdict}", wanted if wanted == verdict else None, got if got == verdict else None
    yield from ((0, *pair) for pair in _values(gold.get("report", {}), found["report"]))
    for number, (one, other) in enumerate(_paired(gold.get("cases", []), found["cases"]), start=1):
        yield from ((number, *pair) for pair in _values(one or {}, other or {}))


def _verdict(included: object) -> str:
    return {True: "yes", False: "no"}.get(included, str(included)) if isinstance(included, bool) else str(included)


def _values(gold: Line, found: Line) -> Iterator[tuple[str, Any, Any]]:
    for field in dict.fromkeys([*gold, *found]):
        yield field, _bare(gold.get(field)), _bare(found.get(field))


def _bare(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _paired(gold: list[Line], found: list[Line]) -> Iterable[tuple[Line | None, Line | None]]:
    if max(len(gold), len(found)) > _ALL_ORDERS:
        return zip_longest(gold, found)
    padded = [*found, *([{}] * (len(gold) - len(found)))]
    best = max(permutations(padded), key=lambda order: sum(map(_agreement, gold, order)), default=())
    return zip_longest(gold, best)


def _agreement(gold: Line, found: Line) -> int:
    return sum(_same(wanted, got) for _, wanted, got in _values(gold, found) if wanted is not None and got is not None)


def _same(gold: Any, found: Any) -> bool:
    if isinstance(gold, list) and isinstance(found, list | tuple):
        return set(gold) == set(found)
    if isinstance(gold, dict) and isinstance(found, dict):
        # The scope of a stated count is free text; what counts is the number, its unit and whose cases it holds.
        return all(gold.get(key) == found.get(key) for key in gold.keys() - {"scope", "quote"})
    return bool(gold == found)
