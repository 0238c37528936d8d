"""The review that a command is about."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HarvesterError
from ..records import Query, Series
from ..store import Store
from .options import err

if TYPE_CHECKING:
    from ..review import Review


@contextlib.contextmanager
def opened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """The review in its folder, with its database; both are made where there are none."""
    with _opened_store(query, folder, db) as store:
        yield _review(query, store, folder)


@contextlib.contextmanager
def reopened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """A review that was run before; where there is none nothing is made."""
    with reopened_store(query, folder, db) as store:
        yield _review(query, store, folder)


@contextlib.contextmanager
def reopened_store(query: Query, folder: Path | None, db: str | None) -> Iterator[Store]:
    """The database of a review that was run before, for what needs no more; where there is none nothing is made."""
    home = _home(query, folder)
    if not db and not (home / "series.db").is_file():
        raise HarvesterError(f"{home}: {query.name} was never run here; `harvester run {query.name}` starts it")
    with _opened_store(query, folder, db) as store:
        if query.name not in store.reviews():
            raise HarvesterError(f"{home}: no search of {query.name} was ever completed; `harvester run` starts it")
        yield store


@contextlib.contextmanager
def _opened_store(query: Query, folder: Path | None, db: str | None) -> Iterator[Store]:
    home = _home(query, folder)
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
        yield store


def _home(query: Query, folder: Path | None) -> Path:
    return folder or Path(query.name)


def _review(query: Query, store: Store, folder: Path | None) -> Review:
    from ..review import Review  # noqa: PLC0415 - it brings all of the method, which a look at the series does not need

    return Review(query=query, store=store, folder=_home(query, folder))


def report_edit(series: Series) -> None:
    """Say on stderr that what is stored was judged by another edition of the query file."""
    if series.searches and series.searches[-1].query_digest != series.query.digest:
        err.print("harvester: warning: the query file was edited since the last run; run again to judge by it")
