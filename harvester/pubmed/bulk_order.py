"""In which order bulk files may be applied; the rule that a mirror and a scan share.

The files of a baseline hold each PMID once, so their order does not matter. An update replaces what came before: none
may be left out, and none come after a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import Refused
from .bulk_files import BulkFile

BASELINES: Mapping[int, int] = {2023: 1166, 2024: 1219, 2025: 1274, 2026: 1334}
"""How many files a year's baseline has; the updates are numbered from there on (NLM's listings)."""


class Gap(Refused):
    """An update file that cannot be applied yet, or not any more."""


class TooLate(Gap):
    """An update or a file of the baseline that can never be applied any more."""


class Order:
    """The files of one year that were applied, and which may be next.

    Where it is not known where a year's baseline ends, each of its files may be an update. `anew` tells people what to
    do where a file comes too late.
    """

    def __init__(self, year: int, applied: Iterable[int], anew: str) -> None:
        self.begin = BASELINES.get(year, 0)
        self.applied = set(applied)
        self._anew = anew

    def is_update(self, file: BulkFile) -> bool:
        """Whether the file may replace what an earlier one gave."""
        return file.number > self.begin

    def check(self, file: BulkFile, refused: BulkFile | None) -> None:
        """Raise Gap where the file may not be applied now; `refused` is the first file that could not be, if any."""
        last = max(self.applied, default=0)
        reached = max(last, self.begin)
        if file.number < reached and last > self.begin:
            why = f"file {last} has been applied already, and this earlier one would undo it; {self._anew}"
            raise TooLate(str(file.path), why)
        if self.is_update(file) and refused:
            why = f"{refused.name} comes before it and was refused; apply that one first"
            raise Gap(str(file.path), why)
        if file.number > reached + 1 and reached:
            raise Gap(str(file.path), f"{_missing(reached + 1, file.number - 1)}; apply what is missing first")

    def apply(self, file: BulkFile) -> None:
        """The file has been applied."""
        self.applied.add(file.number)

    @property
    def missing(self) -> tuple[int, ...]:
        """The files of the year's baseline that were not applied; none where it is not known how many it has."""
        return tuple(number for number in range(1, self.begin + 1) if number not in self.applied)


def _missing(first: int, last: int) -> str:
    return f"file {first} has not been applied" if first == last else f"files {first} to {last} have not been applied"
