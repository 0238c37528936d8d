"""A year in the life of a review: twelve months of a source that changes, refreshed each month, and looked back upon.

`python -m benchmarks.year [--seed N] [--postgres URL]`. The literature is made up (benchmarks/literature.py); what
happens to it in which month is the script below. Every refresh is a process of its own. In some months it is killed
(SIGKILL) at random statements, commits and renames, each time started again; in some two are started at once; in two
months the source is out of order, once for every request and once for efetch alone.

At the end it is asked: does the series equal one that is built at once from the source's last state, but for what is
named; is everything that happened told in exactly one digest, and nothing twice; are each month's counts, asked for
again now, what they were then. Prints the table; 1 where any answer is no.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from benchmarks.databases import emptied
from benchmarks.literature import Literature, Source, report
from harvester import mirror
from harvester.entrez import Entrez
from harvester.errors import AtWork, EntrezError
from harvester.export.state import state_of
from harvester.query import find_query, read_query
from harvester.review import Review
from harvester.store import Store

QUERY = replace(read_query(find_query("hpc-spine")), must_find=())
FORK = multiprocessing.get_context("fork")
STEPS = FORK.Value("i")
"""How many statements, commits and renames the last refresh has come to."""

Event = tuple[str, str]
"""Kind of news and its subject."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """What happens in a month, what must be told of it, and how the refresh fares."""

    told: str
    happens: Callable[[Literature, date], Sequence[Event]]
    kills: int = 0
    doubled: bool = False
    fails: Callable[[str], bool] | None = None


def _arrivals(*pmids: int, ahead: bool = False) -> Callable[[Literature, date], list[Event]]:
    def happens(literature: Literature, day: date) -> list[Event]:
        new = [report(pmid, None if ahead else day) for pmid in pmids]
        if ahead:
            new = [replace(one, status="Publisher", published="aheadofprint") for one in new]
        literature.arrive(new)
        return [
            (kind, name) for pmid in pmids for kind, name in (("new report", f"{pmid}"), ("new case", f"P{pmid}-1"))
        ]

    return happens


def _revised(pmid: int, *told: str, **changes: object) -> Callable[[Literature, date], list[Event]]:
    def happens(literature: Literature, day: date) -> list[Event]:
        literature.revise(pmid, day, **changes)
        return [(kind, f"P{pmid}-1" if "case" in kind else str(pmid)) for kind in told]

    return happens


def _notice(pmid: int, about: int, kind: str, types: str) -> Callable[[Literature, date], list[Event]]:
    """A notice of its own, which has no patient, and which its title lets the strategy find."""

    def happens(literature: Literature, day: date) -> list[Event]:
        notice = replace(
            report(pmid, day), links=f"{kind}={about}", types=types, title=f"{types}: hemangiopericytoma, spine"
        )
        literature.arrive([notice])
        return [("new report", str(pmid)), ("other", str(pmid))]

    return happens


def _deleted(pmid: int) -> Callable[[Literature, date], list[Event]]:
    def happens(literature: Literature, _: date) -> list[Event]:
        del literature.articles[pmid]
        return [("deleted", str(pmid)), ("case gone", f"P{pmid}-1")]

    return happens


def _twin(pmid: int, of: int) -> Callable[[Literature, date], list[Event]]:
    """The same report under a second PMID: one more record, and no patient more."""

    def happens(literature: Literature, day: date) -> list[Event]:
        literature.arrive([replace(literature.articles[of], pmid=pmid, of=of, revised=day)])
        return [("new report", str(pmid)), ("case changed", f"P{of}-1")]

    return happens


def _merged(pmid: int, into: int) -> Callable[[Literature, date], list[Event]]:
    def happens(literature: Literature, _: date) -> list[Event]:
        literature.merge(pmid, into)
        return [("merged", str(pmid))]

    return happens


def _reloaded(literature: Literature, day: date) -> list[Event]:
    """NLM's yearly reload: every record has a new date of revision, and says what it said."""
    for pmid in literature.articles:
        literature.revise(pmid, day)
    return []


def _all(*parts: Callable[[Literature, date], Sequence[Event]]) -> Callable[[Literature, date], list[Event]]:
    return lambda literature, day: [told for part in parts for told in part(literature, day)]


FIRST = range(1001, 1041)
YEAR = (
    Month(
        told="3 arrive, one of them ahead of print", happens=_all(_arrivals(2001, 2002), _arrivals(2003, ahead=True))
    ),
    Month(
        told="an age is corrected in the abstract; killed 3 times",
        happens=_revised(1005, "text changed", "case changed", age=77),
        kills=3,
    ),
    Month(
        told="one is indexed, so found (its text names no tumor: out); two at once",
        happens=_revised(1900, "new report", status="MEDLINE", mesh=("Hemangiopericytoma",)),
        doubled=True,
    ),
    Month(
        told="an erratum, and a second record of a report; killed 4 times",
        happens=_all(
            _notice(2010, 1007, "ErratumFor", "Published Erratum"),
            _revised(1007, "corrected", links="ErratumIn=2010"),
            _twin(2011, of=1008),
        ),
        kills=4,
    ),
    Month(told="2 arrive; the source is out of order", happens=_arrivals(2020, 2021), fails=lambda path: True),
    Month(
        told="a retraction; two at once",
        happens=_all(
            _notice(2030, 1009, "RetractionOf", "Retraction of Publication"),
            _revised(
                1009,
                "retracted",
                "case changed",
                links="RetractionIn=2030",
                types="Case Reports; Retracted Publication",
            ),
        ),
        doubled=True,
    ),
    Month(
        told="an expression of concern; killed 3 times",
        happens=_revised(1011, "under concern", "case changed", links="ExpressionOfConcernIn=2040"),
        kills=3,
    ),
    Month(told="2 are deleted; two at once", happens=_all(_deleted(1013), _deleted(2001)), doubled=True),
    Month(told="the twins are merged; killed 4 times", happens=_merged(2011, into=1008), kills=4),
    Month(
        told="ahead of print becomes final, 2 arrive; efetch is out of order",
        happens=_all(
            _revised(2003, "other", status="In-Process", published="ppublish"),
            _arrivals(2050, 2051),
        ),
        fails=lambda path: "efetch" in path,
    ),
    Month(
        told="a record is reworded and leaves the set; 1 arrives; killed twice",
        happens=_all(
            _revised(2010, "gone", "text changed", tumor="tumor", title="Correction of a figure"),
            _arrivals(2060),
        ),
        kills=2,
    ),
    Month(told="the yearly reload: all are revised, none says otherwise", happens=_reloaded),
)


@dataclass(kw_only=True)
class Told:
    """A month as it was: when, what the refresh cost, what was new, and the counts."""

    month: int
    told: str
    how: str
    at: datetime
    requests: int
    new: int
    counts: Mapping[str, int]


@dataclass(kw_only=True)
class Life:
    """The review, its literature and its diary."""

    folder: Path
    url: str
    chance: random.Random
    literature: Literature = field(default_factory=Literature)
    expected: list[Event] = field(default_factory=list)
    diary: list[Told] = field(default_factory=list)

    @contextmanager
    def review(
        self, source: Source | None, folder: Path | None = None, url: str = ""
    ) -> Iterator[tuple[Review, Entrez]]:
        """The review, and the way to a source."""
        session = source.session() if source else None
        with (
            Store(url or self.url) as store,
            Entrez(
                base_url=mirror.BASE_URL,
                session=session,
                per_second=None,
                platform="PubMed",
                batch=20,
                sleep=lambda _: None,
            ) as entrez,
        ):
            yield Review(query=QUERY, store=store, folder=folder or self.folder), entrez


def main() -> int:
    """Live through the year and look back."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", metavar="URL")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "review"
        with emptied("harvester_year", folder, options.postgres) as url:
            return _lived(Life(folder=folder, url=url, chance=random.Random(options.seed)))


def _lived(life: Life) -> int:
    """The year and the look back, printed; 1 where an answer is no."""
    live(life)
    answers = looked_back(life)
    print("\n".join([*table(life), *answers]))
    return int(any(line.startswith("NO") for line in answers))


def live(life: Life) -> None:
    """The first run, and a refresh each month."""
    life.literature.arrive(report(pmid, date(2025, 12, 1)) for pmid in FIRST)
    hidden = replace(
        report(1900, date(2025, 12, 1)), tumor="tumor", title="Metastasis to the spine", status="In-Process"
    )
    life.literature.arrive([hidden])
    with life.review(_source(life, 0)) as (review, entrez):
        review.run(entrez, _silent)
    for number, month in enumerate(YEAR, start=1):
        life.expected += month.happens(life.literature, date(2026, number, 3))
        for path in life.folder.glob("done*.json"):
            path.unlink()
        how = _refreshed(life, number, month)
        with life.review(None) as (review, _):
            series = review.series()
        costs = [json.loads(path.read_text()) for path in life.folder.glob("done*.json")]
        life.diary.append(
            Told(
                month=number,
                told=month.told,
                how=how,
                at=datetime.now(UTC),
                requests=max(cost["requests"] for cost in costs),
                new=sum(cost["new"] for cost in costs),
                counts=state_of(series).counts,
            )
        )


def _source(life: Life, number: int, fails: Callable[[str], bool] | None = None) -> Source:
    folder = life.folder / f"mirror{number}"
    if not folder.exists():
        life.literature.mirror(folder)
    return Source(folder, life.literature.merged, fails or (lambda path: False))


def _refreshed(life: Life, number: int, month: Month) -> str:
    """Refresh until it is done; says how it fared."""
    fared = []
    if month.fails:
        fared.append(_started(life, _source(life, number, month.fails)))
    for _ in range(month.kills):
        fared.append(_started(life, _source(life, number), die_at=life.chance.randint(1, max(STEPS.value, 1))))
    if month.doubled:
        source = _source(life, number)
        both = [_start(life, source) for _ in range(2)]
        fared += [_ended(one) for one in both]
    if not fared or fared[-1] != "done":
        fared.append(_started(life, _source(life, number)))
    assert "done" in fared, fared
    return ", ".join(f"{n} {what}" if n > 1 else what for what, n in Counter(fared).items())


def _started(life: Life, source: Source, die_at: int | None = None) -> str:
    return _ended(_start(life, source, die_at))


def _start(life: Life, source: Source, die_at: int | None = None) -> Any:
    process = FORK.Process(target=_refresh, args=(life, source, die_at))
    process.start()
    return process


_STATUS = {0: "done", 1: "failed", 5: "refused: another at work", -signal.SIGKILL: "killed"}


def _ended(process: Any) -> str:
    process.join()
    return _STATUS[process.exitcode]


def _refresh(life: Life, source: Source, die_at: int | None) -> None:
    """One refresh in this process, which leaves as the command does."""
    count_steps(die_at)
    try:
        with life.review(source) as (review, entrez):
            done = review.refresh(entrez, _silent)
    except AtWork:
        os._exit(5)
    except EntrezError:
        os._exit(1)
    told = {"requests": done.outcome.traffic.requests, "new": len(done.digest.items)}
    (life.folder / f"done{os.getpid()}.json").write_text(json.dumps(told))
    os._exit(0 if done.outcome.complete else 3)


def count_steps(die_at: int | None) -> None:
    """Count statements, commits and renames from now on, and die before that one."""
    STEPS.value = 0

    def step(*_: object) -> None:
        STEPS.value += 1
        if STEPS.value == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    sys.addaudithook(lambda name, _: step() if name == "os.rename" else None)


def _silent(*_: object) -> None:
    """Progress that nobody watches."""


# ------------------------------------------------------------------------------------------------------ looking back

SHOWN = ("identified", "duplicates", "deleted", "screened", "included reports", "included patients")


def table(life: Life) -> Iterator[str]:
    """A line a month."""
    yield "month  requests  new  " + "  ".join(SHOWN) + "  active  what happened; how the refreshes fared"
    for told in life.diary:
        counts = [*(told.counts.get(box, 0) for box in SHOWN), told.counts["included patients: active"]]
        widths = (*map(len, SHOWN), 6)
        cells = "  ".join(f"{n:>{width}}" for n, width in zip(counts, widths, strict=True))
        yield f"{told.month:>5}  {told.requests:>8}  {told.new:>3}  {cells}  {told.told}; {told.how}"


def looked_back(life: Life) -> list[str]:
    """The three questions and their answers; one that begins with NO is a failure."""
    return [*_equals_one_built_at_once(life), *_told_once(life), *_counts_again(life)]


def _equals_one_built_at_once(life: Life) -> Iterator[str]:
    folder = life.folder / "at-once"
    with life.review(_source(life, len(YEAR)), folder, f"sqlite:///{life.folder / 'at-once.db'}") as (review, entrez):
        at_once = review.run(entrez, _silent).series
    with life.review(None) as (review, _):
        lived = review.series()
    named = _named_differences(life)
    ours, theirs = _rows(life.folder / "cases.csv"), _rows(folder / "cases.csv")
    differ = [row for row in ours.keys() | theirs.keys() if ours.get(row) != theirs.get(row)]
    yield _answer(not differ, f"cases.csv: {len(ours)} rows, equal to the series built at once", differ)
    ours, theirs = _rows(life.folder / "reports.csv", "history"), _rows(folder / "reports.csv", "history")
    ours = {pmid: row for pmid, row in ours.items() if pmid not in named}
    why = "; ".join(f"{pmid} {told}" for pmid, told in named.items())
    yield _answer(ours == theirs, f"reports.csv: {len(ours)} rows equal, and beside them {why}", ours, theirs)
    patients = lived.flow.active_patients, at_once.flow.active_patients
    yield _answer(patients[0] == patients[1], f"active patients: {patients[0]} and {patients[1]}")


def _named_differences(life: Life) -> dict[str, str]:
    """What a living series knows of and one that is built today cannot."""
    kinds = {"gone": "left the set and is kept", "merged": "was merged and is kept as a duplicate"}
    return {subject: kinds[kind] for kind, subject in life.expected if kind in kinds}


def _but(row: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name not in columns}


def _rows(path: Path, *without: str) -> dict[str, dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(path.read_text(), newline="")))
    key = next(iter(rows[0]))
    return {row[key]: _but(row, without) for row in rows}


def _told_once(life: Life) -> Iterator[str]:
    numbered = sorted((life.folder / "digests").glob("*.json"))
    digests = [json.loads(path.read_text()) for path in numbered]
    told = Counter((item["kind"], item["subject"]) for digest in digests for item in digest["items"])
    words = Counter((item["kind"], item["subject"], item["said"]) for one in digests for item in one["items"])
    expected = Counter(life.expected)
    numbers = [digest["number"] for digest in digests] == list(range(1, len(digests) + 1))
    yield _answer(numbers, f"{len(digests)} digests, numbered without a gap")
    yield _answer(
        told == expected,
        f"{sum(expected.values())} things happened, each is told once, and nothing else is told",
        told - expected,
        expected - told,
    )
    yield _answer(max(words.values()) == 1, "no words are told twice")
    adds = all(_adds_up(digest) for digest in digests)
    yield _answer(adds, "in every digest the counts after are those before and what its items move")
    joined = all(one["after"] == other["before"] for one, other in pairwise(digests))
    yield _answer(joined, "every digest begins with the counts that the one before ended with")


def _adds_up(digest: Mapping[str, Any]) -> bool:
    moved: Counter[str] = Counter(digest["before"])
    for item in digest["items"]:
        moved.update(item["moves"])
    return {box: n for box, n in moved.items() if n} == dict(digest["after"])


def _counts_again(life: Life) -> Iterator[str]:
    with life.review(None) as (review, _):
        again = [state_of(review.series(told.at)).counts for told in life.diary]
    same = [told.counts == counts for told, counts in zip(life.diary, again, strict=True)]
    yield _answer(all(same), f"{sum(same)} of {len(same)} months' counts, asked for again now, are what they were")


def _answer(right: bool, said: str, *shown: object) -> str:
    return f"yes: {said}" if right else "\n  ".join([f"NO: {said}", *map(str, shown)])


if __name__ == "__main__":
    sys.exit(main())
