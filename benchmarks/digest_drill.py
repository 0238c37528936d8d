"""Kills a refresh (SIGKILL) between any two of its steps, lets the next one run, and reads all digests on disk.

`python -m benchmarks.digest_drill [--every N] [--postgres URL]`. Statements, commits and renames are the steps; without
--every each of them is tried. Much has happened to the literature before the refresh, and one more report arrives
between it and the next one. Everything must stand in exactly one digest: not lost with the killed one, and not told
again. 1 if not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.databases import emptied
from benchmarks.literature import Literature, Source, report
from benchmarks.year import QUERY, STEPS, count_steps
from harvester import mirror
from harvester.entrez import Entrez
from harvester.review import Review
from harvester.store import Store

FORK = multiprocessing.get_context("fork")

Told = Counter[tuple[str, str, str]]
"""Kind, subject and words of an item -> in how many digests it stands."""


def main() -> int:
    """Kill at every step and say what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--every", type=int, default=1, metavar="N", help="Every Nth step only.")
    asked.add_argument("--postgres", metavar="URL")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        expected = told_when(place / "undisturbed", options.postgres, None)
        steps = STEPS.value
        wrong = {
            at: found
            for at, found in killed_at(range(1, steps + 1, options.every), place, options.postgres)
            if found != expected
        }
    print(f"{steps} steps; killed at {len(range(1, steps + 1, options.every))} of them")
    print(
        f"{sum(expected.values())} things to tell; steps at which any was lost or told twice: {sorted(wrong) or 'none'}"
    )
    return int(bool(wrong))


def killed_at(steps: Iterable[int], place: Path, postgres: str | None) -> Iterator[tuple[int, Told]]:
    """Step -> what the digests tell after a refresh was killed there and the next one ran."""
    rehearse(place / "rehearsed")
    for at in steps:
        yield at, told_when(place / f"killed{at}", postgres, at)


def rehearse(folder: Path) -> None:
    """The same past in this process: what is drawn of it is remembered, and those that are killed inherit it."""
    with emptied("harvester_digest_rehearsed", folder, None) as url:
        literature = Literature()
        literature.arrive(report(pmid, date(2026, 1, 5)) for pmid in (1, 2, 3, 4))
        with opened(folder, url, literature) as (review, entrez):
            review.refresh(entrez, lambda *_: None)
        happen(literature)
        with opened(folder, url, literature) as (review, entrez):
            review.refresh(entrez, lambda *_: None)
        literature.arrive([report(8, date(2026, 3, 3))])
        with opened(folder, url, literature) as (review, entrez):
            review.refresh(entrez, lambda *_: None)
    shutil.rmtree(folder)


def told_when(folder: Path, postgres: str | None, die_at: int | None) -> Told:
    """What all digests tell of a made-up past; without a step to die at the first refresh ends in peace."""
    with emptied(f"harvester_digest_{folder.name}", folder, postgres) as url:
        literature = Literature()
        literature.arrive(report(pmid, date(2026, 1, 5)) for pmid in (1, 2, 3, 4))
        with opened(folder, url, literature) as (review, entrez):
            review.run(entrez, lambda *_: None)
            review.refresh(entrez, lambda *_: None)
        happen(literature)
        status = refreshed(folder, url, literature, die_at)
        assert status == (-signal.SIGKILL if die_at else 0), status
        steps = STEPS.value
        literature.arrive([report(8, date(2026, 3, 3))])
        assert refreshed(folder, url, literature, None) == 0
        STEPS.value = steps
        found = on_disk(folder)
    shutil.rmtree(folder)
    return found


def happen(literature: Literature) -> None:
    """Two arrive, one of them ahead of print; an age is corrected, one is retracted, one deleted."""
    literature.arrive([report(5, date(2026, 2, 3)), replace(report(6, None), status="Publisher")])
    literature.revise(1, date(2026, 2, 3), age=77)
    literature.revise(2, date(2026, 2, 3), links="RetractionIn=90", types="Case Reports; Retracted Publication")
    del literature.articles[4]


@contextmanager
def opened(folder: Path, url: str, literature: Literature) -> Iterator[tuple[Review, Entrez]]:
    """The review, and a source of the literature as it is now."""
    made = folder / f"mirror{len(list(folder.glob('mirror*')))}"
    source = Source(literature.mirror(made), literature.merged)
    with (
        Store(url) as store,
        Entrez(base_url=mirror.BASE_URL, session=source.session(), per_second=None, platform="PubMed") as entrez,
    ):
        yield Review(query=QUERY, store=store, folder=folder), entrez


def refreshed(folder: Path, url: str, literature: Literature, die_at: int | None) -> int:
    """A refresh in a process of its own; returns its exit status."""

    def work() -> None:
        with opened(folder, url, literature) as (review, entrez):
            count_steps(die_at)
            review.refresh(entrez, lambda *_: None)
        os._exit(0)

    process = FORK.Process(target=work)
    process.start()
    process.join()
    return process.exitcode or 0


def on_disk(folder: Path) -> Told:
    """What the digests in a review's folder tell."""
    digests = [json.loads(path.read_text()) for path in sorted((folder / "digests").glob("*.json"))]
    return Counter((one["kind"], one["subject"], one["said"]) for digest in digests for one in digest["items"])


if __name__ == "__main__":
    sys.exit(main())
