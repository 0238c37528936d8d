"""When a report entered PubMed, as far as its record tells, and on what that rests.

PubMed's create date ([crdt], the status `entrez` of its history) is the one date that NLM never overwrites. It was
introduced in mid-December 2008 and then set, for every record there was, to the entry date ([edat]) of that day; that
one is the publication date of whatever came before September 1997, and of what was loaded from older volumes. So a
create date before mid-December 2008 is the earliest day on which a record can have entered, and on 15 December 2008 it
was there for certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .records import PartialDate, Record

Basis = Literal["entrez", "entrez before 2008-12-15", "entrez before 1997-09", "pubmed", "publication", "unknown"]
"""What a date of entry is: the create date, which is one of entry only from 2008-12-15 on; [edat], which NLM overwrites
with the publication date of what it loads late; the date of publication; or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The earliest day on which a record can have been in PubMed; `on` is None where it states none at all."""

    on: PartialDate | None
    basis: Basis

    def by(self, day: date) -> bool:
        """Whether it may have been there by the end of a day.

        In doubt it was: 2003 alone counts from 1 January 2003 on, and no date at all always. A report that a search of
        that day could have found is shown with the basis of its date; one left out would be missed by nobody.
        """
        return self.on is None or _first_day(self.on) <= day


def entered(record: Record) -> Entered:
    """When a record entered PubMed; one of a reference file has often no date but that of its publication."""
    dates = record.dates
    if dates.entrez:
        return Entered(on=dates.entrez, basis=_basis_of_create_date(dates.entrez))
    if dates.pubmed:
        return Entered(on=dates.pubmed, basis="pubmed")
    published = [one for one in (dates.electronic, dates.print) if one]
    if published:
        return Entered(on=min(published, key=_first_day), basis="publication")
    return Entered(on=None, basis="unknown")


_INTRODUCED = date(2008, 12, 15)
_ENTRY_NOT_PUBLICATION = date(1997, 9, 1)
"""From here on [edat] is a day of entry; before it is the date of publication (NLM Technical Bulletin)."""


def _basis_of_create_date(created: PartialDate) -> Basis:
    first = _first_day(created)
    if first >= _INTRODUCED:
        return "entrez"
    return "entrez before 2008-12-15" if first >= _ENTRY_NOT_PUBLICATION else "entrez before 1997-09"


def _first_day(partial: PartialDate) -> date:
    return date(partial.year, partial.month or 1, partial.day or 1)
