"""Pull the plug anywhere: a run killed (kill -9) and repeated ends with the rows and files of one that was not."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text

from harvester import mirror
from harvester.entrez import Entrez
from harvester.query import find_query, read_query
from harvester.review import Review
from harvester.store import Store

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"

MOMENTS = ("ran_at", "confirmed_at", "seen_at", "at")
"""Columns that say when; all else must be equal."""

LOGS = ("runs",)
"""Tables that say what was done, and not what is so: every run that ends is a row."""

Rows = dict[str, list[tuple[object, ...]]]


def harvest(folder: Path, records: Path, die_at: int | None = None) -> int:
    """One run in batches of 40; with `die_at` this process kills itself before that SQL statement. Returns how many."""
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    query = read_query(find_query("hpc-spine"))
    session = mirror.session(records)
    with (
        Store.at(folder / "series.db") as store,
        Entrez(base_url=mirror.BASE_URL, session=session, per_second=None, batch=40) as entrez,
    ):
        Review(query=query, store=store, folder=folder).run(entrez, lambda *_: None)
    event.remove(Engine, "before_cursor_execute", count)
    return done


def killed(folder: Path, records: Path, die_at: int) -> None:
    process = multiprocessing.get_context("fork").Process(target=harvest, args=(folder, records, die_at))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def rows(folder: Path) -> Rows:
    engine = create_engine(f"sqlite:///{folder / 'series.db'}")
    found: Rows = {}
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        for table in set(inspect(engine).get_table_names()) - set(LOGS):
            kept = [column["name"] for column in inspect(engine).get_columns(table) if column["name"] not in MOMENTS]
            wanted = ", ".join(f'"{name}"' for name in kept)
            found[table] = sorted(tuple(row) for row in connection.execute(text(f'SELECT {wanted} FROM "{table}"')))
    engine.dispose()
    return found


def files(folder: Path) -> dict[str, bytes]:
    names = ("cases.csv", "reports.csv", "evidence.csv", "flow.csv")
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mirror")
    mirror.build(folder, [DEMO])
    return folder


@pytest.fixture(scope="module")
def undisturbed(records: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Rows, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    statements = harvest(folder, records)
    return statements, rows(folder), files(folder)


@pytest.mark.parametrize("moment", range(12))
def test_a_run_killed_anywhere_and_repeated_equals_one_undisturbed(
    moment: int, records: Path, undisturbed: tuple[int, Rows, dict[str, bytes]], tmp_path: Path
) -> None:
    statements, expected, written = undisturbed
    killed(tmp_path, records, 1 + (statements - 1) * moment // 11)
    harvest(tmp_path, records)
    assert rows(tmp_path) == expected
    assert files(tmp_path) == written


def test_killed_again_and_again_it_still_arrives(
    records: Path, undisturbed: tuple[int, Rows, dict[str, bytes]], tmp_path: Path
) -> None:
    statements, expected, written = undisturbed
    for moment in range(1, 7):
        killed(tmp_path, records, statements * moment // 24 + 5)
    harvest(tmp_path, records)
    assert (rows(tmp_path), files(tmp_path)) == (expected, written)


def test_a_run_repeated_after_it_ended_changes_no_row_and_no_file(
    records: Path, undisturbed: tuple[int, Rows, dict[str, bytes]], tmp_path: Path
) -> None:
    _, expected, written = undisturbed
    harvest(tmp_path, records)
    harvest(tmp_path, records)
    assert (rows(tmp_path), files(tmp_path)) == (expected, written)
