"""What became of a report: read off the versions of its record and off what NLM withdrew; nothing of it is stored.

A state is either said by a version (it is retracted, it has an erratum) or lies between two (it was indexed). The first
version's are dated by the day it was first seen here, with the date that the source gives beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter

from .records import Correction, Deletion, Event, PartialDate, Record, Standing, Version

EFFECTS: Mapping[str, str] = {
    "retracted": "stays in the tables with status retracted; its patients are not counted as active",
    "retracted and republished": "as retracted; what was published anew is a record of its own",
    "withdrawn": "as retracted: its title says that it was withdrawn",
    "retracted in part": "none on the counts; read what was retracted",
    "under concern": "stays in the tables with status concern; its patients are not counted as active",
    "corrected": "none: an erratum is no retraction",
    "corrected and republished": "none; what was published anew is a record of its own",
    "republished": "none; the other is a record of its own",
    "updated": "none; the update is a record of its own",
    "reprinted": "none; the reprint is a record of its own",
    "notice of retraction": "a notice has no patient of its own: out where the criteria of the query name its type",
    "notice of correction": "a notice has no patient of its own: out where the criteria of the query name its type",
    "notice of concern": "a notice has no patient of its own: out where the criteria of the query name its type",
    "new version": "the newest version counts and is read anew",
    "text changed": "its values are read anew, and it is judged anew",
    "final": "none; volume, pages and date are now those of the issue",
    "indexed": "none; from now on strategies with MeSH terms find it",
    "deleted": "out of the series; counted as deleted",
    "merged": "one report with the record it leads to; counted as a duplicate where that one is identified too",
    "given again": "back in the series",
}
"""State -> what it does to the counts."""

_BY_LINK: Mapping[str, str] = {
    "RetractionIn": "retracted",
    "RetractedandRepublishedIn": "retracted and republished",
    "PartialRetractionIn": "retracted in part",
    "ExpressionOfConcernIn": "under concern",
    "ErratumIn": "corrected",
    "CorrectedandRepublishedIn": "corrected and republished",
    "RepublishedIn": "republished",
    "UpdateIn": "updated",
    "ReprintIn": "reprinted",
    "RetractionOf": "notice of retraction",
    "ErratumFor": "notice of correction",
    "ExpressionOfConcernFor": "notice of concern",
}
_BY_TYPE: Mapping[str, str] = {
    "Retracted Publication": "retracted",
    "Retraction of Publication": "notice of retraction",
    "Published Erratum": "notice of correction",
    "Expression of Concern": "notice of concern",
}
_BY_TITLE = re.compile(r"\W*(retracted|withdrawn)(?: article)?\s*[:.\])]", re.I)
"""How a publisher marks a title; one that only speaks of patients who were withdrawn from a trial has no such mark."""

_VOID = frozenset({"retracted", "retracted and republished", "withdrawn"})


def standing_of(record: Record) -> Standing:
    """Retracted or under a concern, by publication type, link or title; an erratum changes nothing."""
    states = {said.state for said in _said_by(record)}
    if states & _VOID:
        return "retracted"
    return "concern" if "under concern" in states else "active"


def successor(pmid: str, merged: Mapping[str, str]) -> str:
    """Where a PMID leads to, along the chain of merges; itself where it was not merged."""
    passed = {pmid}
    while (following := merged.get(pmid, "")) and following not in passed:
        pmid = following
        passed.add(pmid)
    return pmid


def events_of(versions: Sequence[Version], withdrawals: Sequence[Deletion] = ()) -> tuple[Event, ...]:
    """What became of one PMID, the earliest first; `versions` and `withdrawals` in the order they were seen."""
    found = [*_first(versions[:1]), *_withdrawn(versions, withdrawals)]
    for old, new in pairwise(versions):
        found.extend(_said_since(old.record, new))
        if not (old.of_file or new.of_file):
            found.extend(_between(old.record, new))
    return tuple(sorted(found, key=lambda event: event.seen_at))


def in_force(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events whose state still holds: not taken back, and no deletion of what was given again."""
    left: defaultdict[str, list[tuple[int, Event]]] = defaultdict(list)
    for at, event in enumerate(sorted(events, key=lambda one: one.seen_at)):
        over = _OVER.get(event.state, (event.state.removeprefix(_NO_LONGER),))
        left[event.pmid] = [(place, one) for place, one in left[event.pmid] if one.state not in over]
        if not event.state.startswith(_NO_LONGER):
            left[event.pmid].append((at, event))
    in_order = sorted(chain.from_iterable(left.values()), key=itemgetter(0))
    return tuple(event for _, event in in_order)


_NO_LONGER = "no longer "
_OVER: Mapping[str, tuple[str, ...]] = {
    "given again": ("deleted", "merged"),
    "merged": ("deleted", "merged", "given again"),
    "deleted": ("deleted", "merged", "given again"),
    "corrected": (),
}
"""What a state puts an end to, beside an earlier one of its own name; errata add up."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A state that a version says it is in, and the link to the notice, None where a type or a title says so."""

    state: str
    link: Correction | None = None

    def repeats(self, other: _Said) -> bool:
        """Whether the other says the same by the same notice, of which NLM may give the PMID later."""
        if self.state != other.state:
            return False
        mine, theirs = _names(self.link), _names(other.link)
        return mine == theirs or not mine.isdisjoint(theirs)


def _names(link: Correction | None) -> frozenset[str]:
    """What a notice can be told by."""
    return frozenset((link.source, link.pmid)) - {""} if link else frozenset()


def _first(versions: Sequence[Version]) -> Iterator[Event]:
    for one in versions:
        for said in _said_by(one.record):
            yield _event(one, said.state, said.link)


def _said_since(old: Record, new: Version) -> Iterator[Event]:
    """What a version says and the one before did not."""
    before = _said_by(old)
    for said in _said_by(new.record):
        if not any(said.repeats(one) for one in before):
            yield _event(new, said.state, said.link)


def _between(old: Record, new: Version) -> Iterator[Event]:
    """What a version does not say any more, and the stages that the record went through since the one before."""
    still = {said.state for said in _said_by(new.record)}
    for state in dict.fromkeys(said.state for said in _said_by(old) if said.state not in still):
        yield Event(
            pmid=new.record.pmid,
            state=f"{_NO_LONGER}{state}",
            seen_at=new.seen_at,
            effect="counted as if it had never been said",
        )
    yield from (_event(new, state, stated=stated) for state, stated in _passed(old, new.record))


def _passed(old: Record, new: Record) -> Iterator[tuple[str, PartialDate | None]]:
    """Each stage with its date."""
    if new.version > old.version:
        yield "new version", new.dates.revised
    if old.publication_status == "aheadofprint" != new.publication_status:
        yield "final", new.dates.published
    if new.status == "MEDLINE" and old.status not in ("", "MEDLINE"):
        yield "indexed", new.dates.completed or new.dates.medline
    if new.text != old.text:
        yield "text changed", new.dates.revised


def _said_by(record: Record) -> tuple[_Said, ...]:
    """The states that a version says it is in; a type or a title counts where no link says as much.

    A link tells by which notice.
    """
    links = [_Said(state, one) for one in record.corrections if (state := _BY_LINK.get(one.kind, ""))]
    states = {said.state for said in links}
    plain = [state for kind in record.publication_types if (state := _BY_TYPE.get(kind, ""))]
    if marked := _BY_TITLE.match(record.title):
        plain.append(marked[1].lower())
    for state in plain:
        if state not in states and not (state in _VOID and states & _VOID):
            states.add(state)
            links.append(_Said(state))
    return tuple(links)


def _event(version: Version, state: str, link: Correction | None = None, stated: PartialDate | None = None) -> Event:
    return Event(
        pmid=version.record.pmid,
        state=state,
        seen_at=version.seen_at,
        stated=_date_in(link.source) if link else stated,
        other=link.pmid if link else "",
        effect=EFFECTS[state],
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(rf"\. ((?:18|19|20)\d\d)(?: ({'|'.join(_MONTHS)})\w*)?(?: (\d{{1,2}})\b)?(?=[^\d]|$)")
"""The date behind the title of a journal (`Spine (Phila Pa 1976). 2010 Mar 1;35(5):E1`)."""


def _date_in(source: str) -> PartialDate | None:
    """The date that NLM gives in the words on a notice; None where it gives none."""
    found = _DATE.search(source)
    if not found:
        return None
    month = _MONTHS.index(found[2]) + 1 if found[2] else None
    day = int(found[3]) if month and found[3] and int(found[3]) <= 31 else None
    return PartialDate(year=int(found[1]), month=month, day=day, raw=found[0].removeprefix(". "))


def _withdrawn(versions: Sequence[Version], withdrawals: Sequence[Deletion]) -> Iterator[Event]:
    """Each withdrawal that is stored, and the first version that PubMed gave after it and before the next one."""
    known = [(one.at, one) for one in withdrawals if one.at]
    for place, (at, one) in enumerate(known):
        state = "merged" if one.successor else "deleted"
        yield Event(pmid=one.pmid, state=state, seen_at=at, other=one.successor, effect=EFFECTS[state])
        until = known[place + 1][0] if place + 1 < len(known) else None
        after = [
            version
            for version in versions
            if version.seen_at > at and not version.of_file and (until is None or version.seen_at < until)
        ]
        yield from (_event(version, "given again") for version in after[:1])
