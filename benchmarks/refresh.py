"""What a refresh costs: requests and seconds, beside the run that built the series and a run that finds nothing new.

`python -m benchmarks.refresh [--records N] [--new N] [--postgres URL]`. A made-up literature
(benchmarks/literature.py), last revised on the days of two years, in a mirror in this process, so that the time is ours
and not the line's; PubMed's own time comes on top, by the request.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from benchmarks.databases import emptied
from benchmarks.literature import Literature, Source, report
from benchmarks.year import QUERY
from harvester import mirror
from harvester.entrez import Entrez
from harvester.review import Review
from harvester.store import Store


def main() -> int:
    """Build, refresh unchanged, refresh with something new; print each."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--records", type=int, default=2000)
    asked.add_argument("--new", type=int, default=5)
    asked.add_argument("--postgres", metavar="URL")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "review"
        with emptied("harvester_refresh", folder, options.postgres) as url:
            measure(folder, url, options.records, options.new)
    return 0


def measure(folder: Path, url: str, records: int, new: int) -> None:
    """The four, in their order; the last three each as a share of the first."""
    literature = Literature()
    literature.arrive(report(pmid, date(2026, 1, 31) - timedelta(days=pmid % 730)) for pmid in range(1, records + 1))
    whole = timed(f"run, {records:,} records", folder, url, literature, Review.run)
    timed("run again, nothing new", folder, url, literature, Review.run, whole)
    timed("first refresh, nothing new", folder, url, literature, Review.refresh, whole)
    timed("refresh, nothing new", folder, url, literature, Review.refresh, whole)
    literature.arrive(report(pmid, date(2026, 3, 1)) for pmid in range(records + 1, records + new + 1))
    timed(f"refresh, {new} new", folder, url, literature, Review.refresh, whole)


def timed(  # noqa: PLR0913, PLR0917 - what is timed, and beside what
    what: str, folder: Path, url: str, literature: Literature, verb: Callable[..., object], whole: float = 0
) -> float:
    """One verb of the review in seconds, printed with its requests."""
    with opened(folder, url, literature) as (review, entrez):
        began = time.perf_counter()
        verb(review, entrez, lambda *_: None)
        seconds = time.perf_counter() - began
        share = f", {seconds / whole:.2f} of the run" if whole else ""
        print(f"{what}: {entrez.traffic.requests} requests, {seconds:.2f} s{share}")
    return seconds


@contextmanager
def opened(folder: Path, url: str, literature: Literature) -> Iterator[tuple[Review, Entrez]]:
    """The review and its source, as they are after what has arrived."""
    source = Source(literature.mirror(folder / f"mirror{len(literature.articles)}"), literature.merged)
    with (
        Store(url) as store,
        Entrez(base_url=mirror.BASE_URL, session=source.session(), per_second=None, platform="PubMed") as entrez,
    ):
        yield Review(query=QUERY, store=store, folder=folder), entrez


if __name__ == "__main__":
    sys.exit(main())
