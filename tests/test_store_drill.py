"""The crash drill in short: `python -m benchmarks.kill_drill 200` is the long one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.drill_checks import damage, outcome
from benchmarks.kill_drill import FORK, database, demo_mirror, drill, harvest, references, run
from databases import BACKENDS
from harvester.query import find_query, read_query
from harvester.records import Limits, Search
from harvester.store import Store


@pytest.fixture(params=BACKENDS)
def server(request: pytest.FixtureRequest) -> str | None:
    """Where the trials' databases are made: in files, or on a PostgreSQL server."""
    if request.param == "sqlite":
        return None
    url = os.environ.get("HARVESTER_TEST_POSTGRES")
    if not url:
        pytest.skip("HARVESTER_TEST_POSTGRES names no PostgreSQL server")
    return url


@pytest.mark.parametrize("source", [demo_mirror, references])
def test_what_was_killed_anywhere_and_repeated_ends_like_what_was_not(
    source: Callable[[Path], Path | tuple[Path, ...]], server: str | None, tmp_path: Path
) -> None:
    tally = drill(tmp_path, source(tmp_path), 2, server)
    assert (tally.trials, tally.damages, tally.differing) == (2, (), ())
    assert tally.killed >= 1


def test_two_runs_of_one_review_at_once_leave_the_rows_and_files_of_one(server: str | None, tmp_path: Path) -> None:
    source = demo_mirror(tmp_path)
    with database(tmp_path / "one", source, server) as place:
        run(place)
        alone = outcome(place.url, place.home)
    with database(tmp_path / "two", source, server) as place:
        places = [replace(place, home=tmp_path / name) for name in ("first", "second")]
        runs = [FORK.Process(target=harvest, args=(one,)) for one in places]
        for one, started in zip(places, runs, strict=True):
            one.home.mkdir()
            started.start()
        for started in runs:
            started.join()
        assert [started.exitcode for started in runs] == [0, 0]
        assert damage(place.url) == ()
        assert [outcome(place.url, one.home) for one in places] == [alone, alone]


def test_the_drill_sees_a_row_that_points_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "series.db"
    query = read_query(find_query("hpc-spine"))
    found = Search(
        query=query.name,
        query_digest=query.digest,
        platform="a mirror",
        strategy="spine",
        limits=Limits(),
        translation="",
        ran_at=datetime(2026, 11, 1, tzinfo=UTC),
        count=1,
        pmids=("1",),
    )
    with Store.at(path) as store:
        store.begin(query, found)
    assert damage(f"sqlite:///{path}") == ()
    with sqlite3.connect(path) as other:
        other.execute("DELETE FROM queries")
    other.close()
    assert "searches.query_digest: 1 rows point nowhere" in damage(f"sqlite:///{path}")
