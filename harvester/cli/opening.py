"""The review that a command is about."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ..records import HarvesterError, Query, Series
from ..review import Review
from ..store import Store
from .options import err


@contextlib.contextmanager
def opened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """The review in its folder, with its database; both are made where there are none."""
    home = folder or Path(query.name)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HarvesterError(
            f"{home}: cannot be the output folder ({error.strerror}); name another with --out"
        ) from error
    with Store(db) if db else Store.at(home / "series.db") as store:
        others = store.reviews() - {query.name}
        if others and not db:
            raise HarvesterError(
                f"{home}: holds the review {', '.join(sorted(others))}; name another folder with --out"
            )
        yield Review(query=query, store=store, folder=home)


@contextlib.contextmanager
def reopened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """A review that was run before; where there is none nothing is made."""
    home = folder or Path(query.name)
    if not db and not (home / "series.db").is_file():
        raise HarvesterError(f"{home}: {query.name} was never run here; `harvester run {query.name}` starts it")
    with opened(query, folder, db) as review:
        if query.name not in review.store.reviews():
            raise HarvesterError(f"{home}: no search of {query.name} was ever completed; `harvester run` starts it")
        yield review


def report_edit(series: Series) -> None:
    """Say on stderr that what is stored was judged by another edition of the query file."""
    if series.searches and series.searches[-1].query_digest != series.query.digest:
        err.print("harvester: warning: the query file was edited since the last run; run again to judge by it")
