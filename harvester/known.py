"""What a database knew of a review at a moment -> the series of that moment, or what of it was published by a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from .checks import follow
from .errors import HarvesterError
from .lifecycle import events_of
from .records import Decision, Deletion, Event, Extraction, Query, Record, Search, Series, Version
from .series import Harvest, build_series, identified
from .store import END_OF_TIME, Holdings, PastReading, Store
from .unswept import unswept


def series_at(
    store: Store, query: Query, as_of: date | datetime | None = None, published_by: date | None = None
) -> Series:
    """The series as it stands, or as its database knew it at the end of a day (UTC), or at an instant.

    HarvesterError where nothing was harvested by then.
    """
    moment = as_of if isinstance(as_of, datetime) else datetime.combine(as_of or date.max, time.max, UTC)
    series = series_known(store, query, moment, published_by)
    if as_of and not series.searches:
        told = as_of.isoformat() if isinstance(as_of, datetime) else f"the end of {as_of}"
        raise HarvesterError(f"{query.name}: nothing was harvested by {told}; `harvester status` says when it was")
    return series


def series_known(store: Store, query: Query, moment: datetime, published_by: date | None = None) -> Series:
    """The series by all that was written down until `moment`, read in one snapshot; without searches where none was."""
    with unswept():
        with store.snapshot() as known:
            harvest = harvest_known(known, query, moment, published_by)
        return build_series(harvest)


def harvest_known(
    known: Holdings, query: Query, moment: datetime = END_OF_TIME, published_by: date | None = None
) -> Harvest:
    """What the series of a moment is built from."""
    searches = tuple(_as_known(search, moment) for search in known.searches(query.name, moment))
    withdrawn = with_successors(known, identified(searches), moment)
    names = tuple(withdrawn)
    records, events = _told(known.histories(names, moment), known.withdrawals(names, moment))
    extractions = known.extractions(query.name, records, moment)
    decisions = known.decisions(query.name, moment)
    newest = known.newest()
    return Harvest(
        query=query,
        searches=searches,
        records=records,
        extractions=extractions,
        decisions=decisions,
        followed=dict(_followed(known, query.name, decisions, extractions)),
        known_at=min(newest, moment) if newest else None,
        refusals=known.refusals(query.name, moment),
        deleted={pmid for pmid, one in withdrawn.items() if one and not one.successor},
        merged={pmid: one.successor for pmid, one in withdrawn.items() if one and one.successor},
        events=events,
        published_by=published_by,
        runs=known.runs(query.name, moment),
    )


def _as_known(search: Search, moment: datetime) -> Search:
    """A search without the confirmation that came later."""
    known = search.confirmed_at is not None and search.confirmed_at <= moment
    return search if known else replace(search, confirmed_at=None)


def with_successors(held: Holdings, found: Iterable[str], moment: datetime = END_OF_TIME) -> dict[str, Deletion | None]:
    """What was found and all that NLM merged it into, each with how it was withdrawn, None where it was not."""
    known: dict[str, Deletion | None] = {}
    ahead = tuple(found)
    while ahead:
        withdrawn = held.withdrawn(ahead, moment)
        known.update((pmid, withdrawn.get(pmid)) for pmid in ahead)
        following = (one.successor for one in withdrawn.values())
        ahead = tuple(pmid for pmid in dict.fromkeys(following) if pmid and pmid not in known)
    return known


def _told(
    histories: Iterable[Sequence[Version]], withdrawals: Iterable[Deletion]
) -> tuple[tuple[Record, ...], tuple[Event, ...]]:
    """The current records, and what became of them and of what has none; a history at a time is in memory."""
    gone: defaultdict[str, list[Deletion]] = defaultdict(list)
    for one in withdrawals:
        gone[one.pmid].append(one)
    records: list[Record] = []
    events: list[Event] = []
    for versions in histories:
        records.append(versions[-1].record)
        events.extend(events_of(versions, gone.pop(versions[-1].record.pmid, ())))
    for withdrawn in gone.values():
        events.extend(events_of((), withdrawn))
    return tuple(records), tuple(events)


def _followed(
    known: Holdings, name: str, decisions: Iterable[Decision], now: Mapping[str, Sequence[Extraction]]
) -> Iterator[tuple[Decision, Decision | None]]:
    """Each word of a person on a case -> the same as its report's cases are numbered now, by what was read then."""
    words = [one for one in decisions if one.by_person and "#" in one.subject]
    past = known.past_readings(name, sorted({pmid for one in words for pmid in _reports_of(one)}))
    for one in words:
        yield one, follow(one, {pmid: _read_by(past.get(pmid, ()), one.at) for pmid in _reports_of(one)}, now)


def _reports_of(decision: Decision) -> list[str]:
    return [end.partition("#")[0] for end in decision.subject.split(" = ")]


def _read_by(past: Sequence[PastReading], moment: datetime) -> tuple[Extraction, ...]:
    """What had been read of a report by a moment; nothing before it was read at all."""
    return next((one.extractions for one in reversed(past) if one.since <= moment), ())
