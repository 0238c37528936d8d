"""Bringing records from a source into the store: what is asked for, what comes, and what to make of what does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from .entrez import Batch, Entrez
from .pubmed import parse_raw
from .reader import Reader
from .records import Deletion, Record, Refusal
from .store import Fetched, Store
from .watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What came of the PMIDs asked for: those read, those refused, those that led to another record."""

    read: frozenset[str] = frozenset()
    refusals: tuple[Refusal, ...] = ()
    merged: frozenset[str] = frozenset()

    @property
    def heard(self) -> frozenset[str]:
        """All of which anything came."""
        return self.read | self.merged | {one.pmid for one in self.refusals if one.pmid}

    @property
    def unread(self) -> tuple[Refusal, ...]:
        """What was refused by name and not read in another answer either."""
        return tuple(one for one in self.refusals if one.pmid and one.pmid not in self.read)

    def __or__(self, other: Delivered) -> Delivered:
        return Delivered(
            read=self.read | other.read,
            refusals=tuple(dict.fromkeys((*self.refusals, *other.refusals))),
            merged=self.merged | other.merged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The way from a source into the store, for the search of that number."""

    entrez: Entrez
    store: Store
    number: int
    reader: Reader
    watch: Watch

    def bring(self, pmids: Sequence[str]) -> Delivered:
        """Fetch, read and store; what was asked for and did not come is asked for once more, one by one."""
        delivered = Delivered()
        done = 0
        if pmids:
            self.watch("fetch and read", 0, len(pmids))
        for batch in self.entrez.fetch(pmids):
            delivered |= self._keep(batch)
            done += len(batch.requested)
            self.watch("fetch and read", done, len(pmids))
        for pmid in [pmid for pmid in pmids if pmid not in delivered.heard]:
            for batch in self.entrez.fetch([pmid]):
                delivered |= self._keep(batch, alone=True)
        return delivered

    def _keep(self, batch: Batch, *, alone: bool = False) -> Delivered:
        """Store one answer: records with what was read of them, refusals and deletions.

        One that was asked for before, and `alone` brings another's record again, was merged into that one.
        """
        items = list(parse_raw(batch.xml, "efetch"))
        fetched = [Fetched(one.xml, one.item) for one in items if isinstance(one.item, Record)]
        merged = _merged(batch, fetched) if alone else ()
        requested = {*batch.requested, *(one.successor for one in merged)}
        asked = [one for one in fetched if one.record.pmid in requested]
        refusals = tuple(_named(one.item, batch) for one in items if isinstance(one.item, Refusal))
        self.store.keep(self.number, asked, [self.reader.read(one.record) for one in asked], _now())
        self.store.refuse(self.number, refusals, _now())
        self.store.delete([*(one.item for one in items if isinstance(one.item, Deletion)), *merged], _now())
        return Delivered(
            read=frozenset(one.record.pmid for one in asked),
            refusals=refusals,
            merged=frozenset(one.pmid for one in merged),
        )

    def withdraw(self, pmids: Iterable[str]) -> None:
        """Write down as deleted what left the set, is not held by the source any more, and came in no answer either.

        That efetch gives nothing is no proof: it drops what it does not know, and what it cannot deliver, alike.
        """
        self.store.delete([Deletion(pmid=pmid) for pmid in pmids], _now())


def _named(refusal: Refusal, batch: Batch) -> Refusal:
    """The answer to a lone request is about the PMID that was asked for, also where it does not say so."""
    lone = batch.requested[0] if len(batch.requested) == 1 else None
    return replace(refusal, pmid=refusal.pmid or lone)


def _merged(batch: Batch, fetched: Sequence[Fetched]) -> tuple[Deletion, ...]:
    """A lone request that was answered with another record: NLM merges records, and the old PMID leads to the new."""
    others = [one.record.pmid for one in fetched if one.record.pmid not in batch.requested]
    if len(batch.requested) == 1 and len(fetched) == len(others) == 1:
        return (Deletion(pmid=batch.requested[0], successor=others[0]),)
    return ()


def _now() -> datetime:
    return datetime.now(UTC)
