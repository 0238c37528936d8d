"""How the store, the series, its exports and the checking page grow with the number of records, and what bounds them.

`python -m benchmarks.store_scale [--sizes 1000 10000 100000] [--share 10] [--postgres URL] [--only STEP …] [--explain]`
fills a database for each size: made-up records of one review, one of `--share` a case report, as a run leaves them
(benchmarks/made_up_reviews.py). Each step then runs in a process of its own, so that its peak memory is its own, and is
printed with its ratio to the size before: ten times the records should cost ten times as much, or less. URL names a
PostgreSQL server and a database on it; `--explain` prints what it makes of the statements that took longest.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from benchmarks.databases import emptied
from benchmarks.made_up_reviews import FOUND, QUERY, fill
from harvester.entrez import Entrez
from harvester.export.folder import Format, write_exports
from harvester.known import series_known, with_successors
from harvester.linking import links
from harvester.reader import Reader
from harvester.records import Decision
from harvester.reproduce import offered, reproductions
from harvester.review import Review
from harvester.series import identified
from harvester.store import END_OF_TIME, Store
from harvester.watchlist import watchlist
from harvester.web.app import page
from harvester.web.desk import Desk
from harvester.web.guard import Guard

SHOWN = 3
"""Of so many statements of a step, those that took longest, the server is asked what it makes of them."""


@dataclass(kw_only=True)
class Place:
    """A database that was filled, a folder for what is written, and how many records there are."""

    url: str
    folder: Path
    records: int
    timed: dict[str, float] = field(default_factory=dict)

    def take(self, what: str, does: Callable[[], Any]) -> Any:
        """Do a thing and note the seconds it took."""
        began = time.perf_counter()
        answer = does()
        self.timed[what] = time.perf_counter() - began
        return answer


class Silent(Entrez):
    """A source that has nothing new."""

    def __init__(self) -> None:
        super().__init__(base_url="http://mirror.invalid/", per_second=None, platform="PubMed")

    def changed(self, *_: object) -> tuple[str, ...]:
        """No record was revised."""
        return ()


def load(place: Place, store: Store) -> None:
    """The series, as every command begins."""
    place.take("load the series", lambda: series_known(store, QUERY, END_OF_TIME))


def link(place: Place, store: Store) -> None:
    """What a run makes of it: the links, and writing down those that are new."""
    series = series_known(store, QUERY, END_OF_TIME)
    withdrawn = store.withdrawn(tuple(report.record.pmid for report in series.reports))
    made = place.take("link", lambda: links(series, withdrawn.values(), FOUND))
    place.take("keep the links", lambda: store.decide(QUERY.name, made))


def unchanged(place: Place, store: Store) -> None:
    """What an unchanged refresh asks the store, without the line and the files."""
    (search,) = store.searches(QUERY.name)
    found = identified([search])
    place.take("refresh: the searches", lambda: store.searches(QUERY.name))
    place.take("refresh: the watchlist", lambda: watchlist(store, QUERY, Silent(), search))
    place.take("refresh: the same search", lambda: store.begin(QUERY, search))
    place.take("refresh: what is unstored", lambda: store.unstored(found))
    place.take("refresh: what is withdrawn", lambda: with_successors(store, found))
    place.take("refresh: what is unread", lambda: store.unread(QUERY, found, Reader(QUERY).rules))


def export(place: Place, store: Store) -> None:
    """Each kind of file, from a series that is loaded already."""
    series = series_known(store, QUERY, END_OF_TIME)
    for kind in Format:
        place.take(f"write {kind}", partial(write_exports, series, place.folder, formats=(kind,)))


def count(place: Place, store: Store) -> None:
    """The reviews of the query file against the series."""
    series = series_known(store, QUERY, END_OF_TIME)
    place.take("reproduce", lambda: reproductions(QUERY.reviews, series))
    place.take("reproduce: stated counts", lambda: offered(series))


def check(place: Place, store: Store) -> None:
    """The checking page: its start, a report, the list, a search, and one word."""
    desk = place.take("page: start", lambda: Desk(Review(query=QUERY, store=store, folder=place.folder)))
    browser = page(desk, Guard(), "Anna").test_client()
    pmid = next(pmid for pmid, one in desk.entries().items() if one.verdict == "yes")
    for what, address in (
        ("page: a report", f"/report/{pmid}?show=included"),
        ("page: the list", "/list?show=all"),
        ("page: a search", "/list?show=all&q=sex:f+t7"),
    ):
        browser.get(address)
        place.take(what, partial(browser.get, address))
    seen = desk.seen
    word = Decision(kind="screen", subject=pmid, verdict="yes", reason="read", by="Anna", at=FOUND)
    place.take("page: a word", lambda: desk.say(word, seen))


STEPS: Mapping[str, Callable[[Place, Store], None]] = {
    "link": link,
    "load": load,
    "refresh": unchanged,
    "export": export,
    "reproduce": count,
    "page": check,
}


def main() -> int:
    """Fill, then run each step by itself; print seconds, ratio to the size before and peak memory."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--share", type=int, default=10)
    asked.add_argument("--postgres", metavar="URL")
    asked.add_argument("--only", nargs="+", choices=list(STEPS), default=list(STEPS))
    asked.add_argument("--explain", action="store_true")
    given = asked.parse_args()
    before: dict[str, float] = {}
    for size in sorted(given.sizes):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "review"
            with emptied(f"harvester_scale_{size}", folder, given.postgres) as url:
                before = measure(Place(url=url, folder=folder, records=size), given, before)
    return 0


def measure(place: Place, given: argparse.Namespace, before: Mapping[str, float]) -> dict[str, float]:
    """All steps of one size; returns the seconds of each."""
    alone(_fill, place, given.share)
    print(f"\n{place.records:,} records, {place.records // given.share:,} of a patient; filled, then", flush=True)
    seconds: dict[str, float] = {}
    for name in given.only:
        told = alone(_step, place, name, given.explain)
        for what, took in told.took.items():
            seconds[what] = took
            ratio = f"{took / before[what]:8.1f} x" if before.get(what) else ""
            print(f"  {what:30}{took:10.3f} s{ratio}", flush=True)
        print(f"  {name}: most memory {told.memory:,.0f} MB" + "".join(f"\n{one}" for one in told.plans), flush=True)
    return seconds


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a process of its own has to say: seconds by what it did, its peak memory, and the plans it asked for."""

    took: Mapping[str, float]
    memory: float
    plans: Sequence[str] = ()


def alone(does: Callable[..., Told], *given: object) -> Told:
    """The answer of a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(does, given)


def _fill(place: Place, share: int) -> Told:
    with Store(place.url) as store:
        fill(store, place.records, share, Reader(QUERY).rules)
        settle(store)
    return Told(took={}, memory=_memory())


def settle(store: Store) -> None:
    """PostgreSQL gathers its statistics of itself within minutes; here there is nobody to wait for that."""
    with store._writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _step(place: Place, name: str, explain: bool) -> Told:
    slowest = Slowest()
    with Store(place.url) as store:
        if explain and store._engine.dialect.name == "postgresql":
            slowest.listen(store._engine)
        STEPS[name](place, store)
        memory = _memory()
        plans = slowest.plans(store)
    return Told(took=place.timed, memory=memory, plans=plans)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Slowest:
    """The statements that took longest altogether, each with the parameters of the time that it took longest."""

    def __init__(self) -> None:
        self._began = 0.0
        self._spent: dict[str, tuple[float, int, float, Any]] = {}

    def listen(self, engine: Engine) -> None:
        """Take the time of every statement."""
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)

    def _before(self, *_: object) -> None:
        self._began = time.perf_counter()

    def _after(self, _: Connection, __: object, statement: str, parameters: Any, *___: object) -> None:
        took = time.perf_counter() - self._began
        spent, times, longest, kept = self._spent.get(statement, (0.0, 0, 0.0, None))
        kept = parameters if took > longest else kept
        self._spent[statement] = (spent + took, times + 1, max(longest, took), kept)

    def plans(self, store: Store) -> tuple[str, ...]:
        """What the server makes of each; those that write are not repeated."""
        told = {one: spent for one, spent in self._spent.items() if one.startswith("SELECT")}
        longest = sorted(told.items(), key=lambda one: -one[1][0])[:SHOWN]
        return tuple(self._plan(store, statement, *spent) for statement, spent in longest)

    @staticmethod
    def _plan(store: Store, statement: str, spent: float, times: int, _: float, parameters: Any) -> str:
        with store._reading() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", parameters)
            plan = "\n".join(f"      {row[0][:160]}" for row in rows)
        return f"    {spent:.2f} s in {times}: {' '.join(statement.split())[:240]}\n{plan}"


if __name__ == "__main__":
    sys.exit(main())
