"""What the verbs of a review end with: the series, the files written, and every gap by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .entrez import Traffic
from .export.digest import Digest
from .records import Deletion, Refusal, Search, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run ends with, and every gap by name.

    `missing` was found and never delivered, `refusals` were delivered and not readable, `gone` was found by the search
    before and not by this one though nothing was edited. `merged` were found and NLM leads from them to another record,
    which counts in their place: no gap. Of the must-find PMIDs, `lost` are those that the source holds
    and the strategy does not find, `absent` those that the source does not hold. `repeats` says that the platform
    warned of the same when it was last asked the same.
    """

    series: Series
    search: Search
    files: tuple[Path, ...] = ()
    missing: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    gone: tuple[str, ...]
    lost: tuple[str, ...]
    absent: tuple[str, ...]
    traffic: Traffic
    merged: tuple[Deletion, ...] = ()
    repeats: bool = False

    @property
    def complete(self) -> bool:
        """Whether the series holds all that there was to find."""
        return self.search.complete and not (self.missing or self.refusals or self.gone or self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a refresh ends with: as a run, and the digest of what is new; one without items was not numbered."""

    outcome: Outcome
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import ends with: entries in the files, records that are new to the database, what could not be read."""

    series: Series
    files: tuple[Path, ...]
    entries: int
    new: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scan of bulk files ends with for one review.

    `applied` files were read now and `skipped` before; of their `articles` so many were looked at for the words of the
    strategy, and parsed. `missing` are the files of the year's baseline that no scan has applied, `lost` the must-find
    PMIDs that a whole baseline did not give; `edited` says that files scanned for an older strategy do not count.
    """

    series: Series
    search: Search
    files: tuple[Path, ...]
    year: int
    applied: int
    skipped: tuple[str, ...]
    articles: int
    looked_at: int
    parsed: int
    refusals: tuple[Refusal, ...]
    missing: tuple[int, ...]
    lost: tuple[str, ...]
    edited: bool

    @property
    def complete(self) -> bool:
        """Whether nothing of the year's files was left out."""
        return not (self.refusals or self.missing or self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The series before and after what people said, and the files written."""

    before: Series
    series: Series
    files: tuple[Path, ...]
