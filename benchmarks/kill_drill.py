"""Kills a run or an import (SIGKILL) at random points of keeping, linking and writing out, repeats it, and compares.

`python -m benchmarks.kill_drill [TRIALS] [--what import] [--postgres URL]`. A run is `harvester run` on a mirror of the
demo corpus, in batches of 40; an import is `harvester import` of its reports, once as PubMed's and once as another
database prints them; each in a process that has imported all it needs, so that no kill is spent on that. Every other
trial is killed by the clock, the rest at a random statement or commit, where databases are hurt most.

After each kill, and once more after the repeated run, the database is checked (SQLite: integrity_check and
foreign_key_check; PostgreSQL: every index against its table by amcheck; both: every foreign key row by row) and every
span is held against its text. Then the rows of every table, but for the moments and with numbers by rank, and the
files, byte for byte, are compared with those of an undisturbed run. Prints what was killed in which state; 1 if any
differs.

URL names a PostgreSQL server and a database on it, beside which each trial makes and drops its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, event

from benchmarks.databases import emptied
from benchmarks.drill_checks import damage, outcome, state
from harvester import mirror
from harvester.entrez import Entrez
from harvester.pubmed import read_pubmed
from harvester.query import find_query, read_query
from harvester.records import Record
from harvester.references import write_references
from harvester.review import Review
from harvester.store import Store

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"

FORK = multiprocessing.get_context("fork")
STATEMENTS = FORK.Value("i")
"""How many statements and commits the last run has come to."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What one trial reads, a mirror to run on or files to import, and what it writes to."""

    source: Path | tuple[Path, ...]
    home: Path
    url: str


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What came of the trials."""

    trials: int
    killed: int
    states: Counter[str]
    damages: tuple[str, ...]
    differing: tuple[int, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was damaged and every repeated run ended like the undisturbed one."""
        return not (self.damages or self.differing)


def main() -> int:
    """Run the drill and say how it went."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("trials", nargs="?", type=int, default=50)
    asked.add_argument("--what", choices=("run", "import"), default="run")
    asked.add_argument("--postgres", metavar="URL")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = references(Path(folder)) if given.what == "import" else demo_mirror(Path(folder))
        tally = drill(Path(folder), source, given.trials, given.postgres)
    where = "PostgreSQL" if given.postgres else "SQLite"
    print(f"{given.what}, {where}: {tally.trials} trials, {tally.killed} killed by SIGKILL")
    print(f"state after the kill: {dict(sorted(tally.states.items()))}")
    print(f"damage found: {len(tally.damages)} {tally.damages[:3] or ''}")
    print(f"unlike the undisturbed run after repeating: {len(tally.differing)} {tally.differing or ''}")
    return int(not tally.clean)


def demo_mirror(folder: Path) -> Path:
    """A mirror of the demo corpus."""
    mirror.build(folder / "mirror", [DEMO])
    return folder / "mirror"


def references(folder: Path) -> tuple[Path, ...]:
    """Two files that overlap: reports as PubMed exports them, and as a database does that knows no PMIDs."""
    reports = [one for one in read_pubmed(DEMO) if isinstance(one, Record)]
    elsewhere = [replace(one, pmid="", doi="", title=one.title.upper(), status="") for one in reports[80:]]
    (folder / "pubmed.nbib").write_text(write_references(reports[:120], "nbib"), encoding="utf-8")
    (folder / "elsewhere.ris").write_text(write_references(elsewhere, "ris"), encoding="utf-8")
    return folder / "pubmed.nbib", folder / "elsewhere.ris"


def drill(
    folder: Path,
    source: Path | tuple[Path, ...],
    trials: int,
    postgres: str | None = None,
) -> Tally:
    """So many trials, each in a database of its own."""
    draw = random.Random(20261122)
    with database(folder / "undisturbed", source, postgres) as place:
        seconds = -time.perf_counter()
        run(place)
        seconds += time.perf_counter()
        statements = STATEMENTS.value
        expected = outcome(place.url, place.home)
    killed, states = 0, Counter[str]()
    damages: list[str] = []
    differing: list[int] = []
    for trial in range(trials):
        with database(folder / str(trial), source, postgres) as place:
            if trial % 2:
                killed += run(place, kill_after=draw.uniform(0, seconds))
            else:
                killed += run(place, die_at=draw.randrange(1, statements))
            states[state(place.url)] += 1
            damages += damage(place.url)
            run(place)
            damages += damage(place.url)
            if outcome(place.url, place.home) != expected:
                differing.append(trial)
    return Tally(trials=trials, killed=killed, states=states, damages=tuple(damages), differing=tuple(differing))


@contextmanager
def database(home: Path, source: Path | tuple[Path, ...], postgres: str | None) -> Iterator[Place]:
    """A folder and an empty database for one trial."""
    with emptied(f"harvester_drill_{os.getpid()}_{home.name}", home, postgres) as url:
        yield Place(source=source, home=home, url=url)


def run(place: Place, *, kill_after: float | None = None, die_at: int | None = None) -> bool:
    """One run in a process of its own; whether it was killed. One left alone must end with 0."""
    process = FORK.Process(target=harvest, args=(place, die_at))
    process.start()
    process.join(kill_after)
    if process.is_alive():
        process.kill()
        process.join()
    if process.exitcode not in (0, -signal.SIGKILL) or (process.exitcode and kill_after is None and die_at is None):
        raise SystemExit(f"{place.url}: the run ended with {process.exitcode}")
    return process.exitcode != 0


def harvest(place: Place, die_at: int | None = None) -> None:
    """What `harvester run` and `harvester import` do; with `die_at` it kills itself before that statement or commit."""
    _count_statements(die_at)
    with Store(place.url) as store:
        review = Review(query=read_query(find_query("hpc-spine")), store=store, folder=place.home)
        if isinstance(place.source, tuple):
            review.take_in(place.source, lambda *_: None)
            return
        session = mirror.session(place.source)
        with Entrez(base_url=mirror.BASE_URL, session=session, per_second=None, batch=40) as entrez:
            review.run(entrez, lambda *_: None)


def _count_statements(die_at: int | None) -> None:
    """Count into STATEMENTS, where the parent reads it; at that count this process kills itself."""
    STATEMENTS.value = 0

    def count(*_: object) -> None:
        STATEMENTS.value += 1
        if STATEMENTS.value == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)


if __name__ == "__main__":
    sys.exit(main())
