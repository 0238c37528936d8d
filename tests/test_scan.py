"""`harvester scan`: bulk files into series, each once and in order, whatever is damaged, missing, stopped or killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bulkfiles import bulk, summed
from databases import BACKENDS, database
from harvester.crew import Alone, Crew, open_crew
from harvester.errors import HarvesterError
from harvester.outcomes import Scan
from harvester.query import find_query, read_query, shipped
from harvester.records import Query
from harvester.review import Review
from harvester.scan import scan
from harvester.store import Store
from harvester.watch import unwatched
from invented import article

SPINE = "Spinal metastasis of a solitary fibrous tumor in a 50-year-old woman."
QUERY = replace(read_query(find_query("hpc-spine")), must_find=())


def asking(name: str, strategy: str) -> Query:
    return replace(QUERY, name=name, strategy=strategy, digest=f"{name} {strategy}")


def scanned(
    url: str | Path, *files: Path, queries: Sequence[Query] = (QUERY,), crew: Crew | None = None
) -> tuple[Scan, ...]:
    with ExitStack() as stack:
        hands = crew or stack.enter_context(open_crew(1))
        reviews = []
        for query in queries:
            folder = url / query.name if isinstance(url, Path) else Path()
            if isinstance(url, Path):
                folder.mkdir(parents=True, exist_ok=True)
            store = stack.enter_context(Store.at(folder / "series.db") if isinstance(url, Path) else Store(url))
            reviews.append(Review(query=query, store=store, folder=folder))
        return scan(reviews, files, hands, unwatched)


def found(one: Scan) -> list[str]:
    return list(one.search.pmids)


def judged(one: Scan) -> list[tuple[str, str, str]]:
    made = ((report.record, report.decision) for report in one.series.reports)
    return [(record.pmid, record.digest, decision.verdict if decision else "") for record, decision in made]


def why(one: Scan) -> list[tuple[str, str]]:
    return [(Path(refusal.source).name, refusal.why) for refusal in one.refusals]


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, ...]:
    """A file of the baseline, and two updates: 1 is reworded, 3 becomes ours, 2 is withdrawn, 5 comes and goes."""
    first = (article("1", SPINE), article("2", SPINE), article("3", "A hip."), article("4", "X"))
    third = (article("5", SPINE), article("6", SPINE), article("7", "Hips."))
    return (
        bulk(tmp_path, "pubmed26n0001", *first),
        bulk(tmp_path, "pubmed26n1335", article("1", "A hip.", version=2), article("3", SPINE), deleted="2"),
        bulk(tmp_path, "pubmed26n1336", *third, deleted="5"),
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_updates_replace_and_delete(
    backend: str, tmp_path: Path, year: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with database(backend, tmp_path) as url:
        (first,) = scanned(url, year[0])
        assert (found(first), first.articles, first.search.platform) == (["1", "2"], 4, "PubMed bulk files")
        (last,) = scanned(url, *year)
        assert found(last) == ["3", "6"]
        assert (last.applied, last.skipped) == (2, ("pubmed26n0001.xml.gz",))
        with Store(url) as store:
            assert [one.title for one in store.records(["1"])] == ["A hip."]
            assert sorted(store.withdrawn(["1", "2", "5"])) == ["2"], "5 was never in the series"
    assert (last.series.flow.identified, last.series.flow.deleted) == (4, 1)


def test_a_scan_of_all_files_equals_one_file_at_a_time(tmp_path: Path, year: tuple[Path, ...]) -> None:
    (at_once,) = scanned(tmp_path / "once", *year)
    for file in year:
        (by_and_by,) = scanned(tmp_path / "steps", file)
    assert found(at_once) == found(by_and_by) == ["3", "6"]
    tables = [(tmp_path / how / QUERY.name / "reports.csv").read_text("utf-8") for how in ("once", "steps")]
    assert "solitary fibrous" in tables[0]
    assert _without(tables[0], "1") == _without(tables[1], "1"), "1 was found before it was reworded"


def _without(table: str, pmid: str) -> list[str]:
    return [row for row in table.splitlines() if not row.startswith(f"{pmid},")]


def test_a_scan_again_changes_nothing(tmp_path: Path, year: tuple[Path, ...]) -> None:
    (first,) = scanned(tmp_path / "series", *year)
    (again,) = scanned(tmp_path / "series", *year)
    assert (again.applied, again.articles, len(again.skipped)) == (0, 0, 3)
    assert again.series.reports == first.series.reports
    assert len(again.series.searches) == len(first.series.searches)


def test_an_update_may_not_be_left_out(tmp_path: Path, year: tuple[Path, ...]) -> None:
    (early,) = scanned(tmp_path / "series", year[0], year[2])
    assert why(early) == [("pubmed26n1336.xml.gz", "file 1335 has not been applied; apply what is missing first")]
    assert found(early) == ["1", "2"]
    (late,) = scanned(tmp_path / "series", year[1], year[2])
    assert (why(late), found(late)) == ([], ["3", "6"])


def cut(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:-30])
    summed(path)
    return "its gzip data are cut short or damaged"


def altered(path: Path) -> str:
    path.write_bytes(path.read_bytes() + b"\0")
    return "its MD5 is"


def emptied(path: Path) -> str:
    path.write_bytes(b"")
    summed(path)
    return "it is cut short"


def missing(path: Path) -> str:
    path.unlink()
    return "it cannot be read"


@pytest.mark.parametrize("damage", [cut, altered, emptied, missing])
def test_a_damaged_file_is_named_and_the_updates_after_it_wait(
    damage: Callable[[Path], str], tmp_path: Path, year: tuple[Path, ...]
) -> None:
    expected = damage(year[1])
    (one,) = scanned(tmp_path / "series", *year)
    (name, said), *others = why(one)
    assert (name, expected in said) == ("pubmed26n1335.xml.gz", True), said
    assert others == [("pubmed26n1336.xml.gz", f"{name} comes before it and was refused; apply that one first")]
    assert (found(one), one.complete) == (["1", "2"], False)


def test_a_damaged_file_of_the_baseline_stops_no_other(tmp_path: Path, year: tuple[Path, ...]) -> None:
    cut(year[0])
    other = bulk(tmp_path, "pubmed26n0002", article("8", SPINE))
    (one,) = scanned(tmp_path / "series", year[0], other)
    assert ([name for name, _ in why(one)], found(one)) == (["pubmed26n0001.xml.gz"], ["8"])
    assert len(one.missing) == 1333


def test_several_questions_share_a_pass_and_each_keeps_its_own_books(tmp_path: Path, year: tuple[Path, ...]) -> None:
    hips = asking("hips", "hip[ti] OR hips[ti]")
    scanned(tmp_path / "series", year[0])
    both = scanned(tmp_path / "series", *year, queries=(QUERY, hips))
    assert [(one.series.query.name, one.applied, found(one)) for one in both] == [
        ("hpc-spine", 2, ["3", "6"]),
        ("hips", 3, ["1", "7"]),
    ]


def test_an_edited_strategy_begins_anew(tmp_path: Path, year: tuple[Path, ...]) -> None:
    scanned(tmp_path / "series", year[0])
    (edited,) = scanned(tmp_path / "series", year[0], queries=(asking(QUERY.name, "hip[ti]"),))
    assert (edited.edited, edited.applied, found(edited)) == (True, 1, ["3"])


def test_files_of_an_older_year_are_refused(tmp_path: Path, year: tuple[Path, ...]) -> None:
    old = bulk(tmp_path, "pubmed25n0001", article("9", SPINE))
    (one,) = scanned(tmp_path / "series", old, year[0])
    assert why(one) == [("pubmed25n0001.xml.gz", "it is of 2025, and the series follows 2026's files; leave it out")]


def test_a_new_years_baseline_begins_anew(tmp_path: Path, year: tuple[Path, ...]) -> None:
    scanned(tmp_path / "series", year[0])
    new = bulk(tmp_path, "pubmed27n0001", article("1", SPINE), article("12", SPINE))
    (one,) = scanned(tmp_path / "series", new)
    assert (one.year, found(one), one.complete) == (2027, ["1", "12"], True)


def test_date_limits_are_kept(tmp_path: Path, year: tuple[Path, ...]) -> None:
    late = replace(QUERY, limits=replace(QUERY.limits, mindate="2004"), name="late")
    early = replace(QUERY, limits=replace(QUERY.limits, maxdate="2003"), name="early")
    assert [found(one) for one in scanned(tmp_path / "series", year[0], queries=(late, early))] == [[], ["1", "2"]]


def test_processes_find_what_one_does(tmp_path: Path) -> None:
    files = [bulk(tmp_path, f"pubmed26n{number:04d}", article(str(number), SPINE)) for number in range(1, 9)]
    with open_crew(2) as crew:
        (two,) = scanned(tmp_path / "two", *files, crew=crew)
    (one,) = scanned(tmp_path / "one", *files)
    assert found(two) == found(one) == [str(number) for number in range(1, 9)]


# --------------------------------------------------------------------------------------------- killed, and lost workers


def die_once(task: tuple[Path, int]) -> int:
    """Kill the process that has this in hand, the first time."""
    mark, number = task
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die_always(task: int) -> int:
    """Kill the process that has this in hand."""
    os.kill(os.getpid(), signal.SIGKILL)
    return task


def test_what_a_killed_worker_had_in_hand_is_done_again(tmp_path: Path) -> None:
    with open_crew(2) as crew:
        done = list(crew.in_order(die_once, [(tmp_path / "mark", number) for number in range(8)]))
    assert done == [number * number for number in range(8)]


class Breaking(Alone):
    """Workers that are lost after they were given three pieces of work, before they are given the next."""

    def __init__(self) -> None:
        self.given = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        if self.given > 3:
            raise BrokenExecutor
        return super().submit(fn, *args, **kwargs)


def test_work_is_given_to_others_where_the_workers_were_lost_before_they_were_asked() -> None:
    crew = Crew(Breaking, 2)
    assert list(crew.in_order(abs, range(-9, 0))) == list(range(9, 0, -1))


def test_work_that_always_kills_is_given_up(tmp_path: Path) -> None:
    with open_crew(2) as crew, pytest.raises(HarvesterError, match="3 workers were lost over it"):
        list(crew.in_order(die_always, [1]))


def harvester(*words: object) -> list[str]:
    return [str(Path(sys.executable).with_name("harvester")), *map(str, words)]


def test_a_scan_that_is_killed_ends_when_repeated_as_one_that_was_not(tmp_path: Path) -> None:
    files = [bulk(tmp_path, f"pubmed26n{number:04d}", article(str(number), SPINE)) for number in range(1, 41)]
    command = harvester("scan", "hpc-spine", *files, "--workers", 2, "--out", tmp_path / "killed")
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while killed.poll() is None and not _applied(tmp_path / "killed" / "series.db"):
        time.sleep(0.02)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    again = subprocess.run([*command, "--json"], capture_output=True, timeout=300, check=False)
    told = json.loads(again.stdout)[0]
    assert (again.returncode, told["found"], told["applied"] + len(told["skipped"])) == (3, 40, 40)
    assert told["skipped"], "it goes on behind the last file that was applied"


def _applied(path: Path) -> bool:
    try:
        with Store.at(path) as store:
            return len(store.scanned_files("hpc-spine")) > 3
    except HarvesterError:
        return False


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, each a process of its own, on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        for command, *options in (scheduler, worker, worker)
    ]
    try:
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def wait_for_workers(scheduler: str, count: int) -> None:
    from distributed import Client  # noqa: PLC0415 - skipped where it is not installed

    with Client(scheduler, timeout="30s", set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_finds_what_one_process_does(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask's distributed is not installed")
    files = [bulk(tmp_path, f"pubmed26n{number:04d}", article(str(number), SPINE)) for number in range(1, 31)]
    seen: list[int] = []
    with cluster(tmp_path) as (scheduler, workers):
        wait_for_workers(scheduler, 2)

        def watch(step: str, done: int, total: int) -> None:
            seen.append(done)
            if done == total // 2:
                workers[0].kill()

        with open_crew(scheduler=scheduler) as crew, Store.at(tmp_path / "dask.db") as store:
            (far,) = scan([Review(query=QUERY, store=store, folder=tmp_path / "far")], files, crew, watch)
    (near,) = scanned(tmp_path / "near", *files)
    assert 15 in seen
    assert (found(far), far.refusals) == (found(near), near.refusals)
    assert judged(far) == judged(near)


# ------------------------------------------------------------------------------------------------- on the command line


def ran(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(harvester("scan", *words), capture_output=True, text=True, timeout=300, check=False)


def test_on_the_command_line_every_gap_is_listed_and_the_status_says_so(tmp_path: Path, year: tuple[Path, ...]) -> None:
    ended = ran("hpc-spine", tmp_path, "--out", tmp_path / "series", "--workers", 1)
    assert ended.returncode == 3
    assert "3 files: 9 records sifted" in ended.stderr
    assert "1,333 files of 2026's baseline were never scanned: 2 to 1334" in ended.stderr
    assert "not all that MeSH has below it is known here" in ended.stderr
    assert "identified" in ended.stdout


def test_a_year_without_gaps_is_complete(tmp_path: Path) -> None:
    for number in (1, 2):
        bulk(tmp_path, f"pubmed22n{number:04d}", article(str(number), SPINE))
    query = tmp_path / "mine.toml"
    lines = find_query("hpc-spine").read_text("utf-8").splitlines()
    query.write_text("\n".join(line for line in lines if not line.startswith("must_find")), "utf-8")
    ended = ran(query, tmp_path, "--out", tmp_path / "series", "--json", "--workers", 1)
    assert (ended.returncode, json.loads(ended.stdout)[0]["found"]) == (0, 2)


def test_the_demo_scanned_is_the_demo_searched(tmp_path: Path) -> None:
    shutil.copy(shipped("data/demo") / "pubmed_demo.xml", tmp_path / "pubmed26n0001.xml")
    assert ran("hpc-spine", tmp_path / "pubmed26n0001.xml", "--out", tmp_path / "scanned").returncode == 3
    searched = harvester("run", "hpc-spine", "--offline", "--quiet", "--out", tmp_path / "searched")
    subprocess.run(searched, check=True, timeout=300, capture_output=True)
    for table in ("cases.csv", "evidence.csv", "reports.csv"):
        assert (tmp_path / "scanned" / table).read_bytes() == (tmp_path / "searched" / table).read_bytes()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("hpc-spine",), 2, "name a FILE"),
        (("pubmed26n0001.xml.gz",), 2, "name a QUERY"),
        (("nothing-such", "pubmed26n0001.xml.gz"), 1, "nothing-such"),
        (
            ("hpc-spine", "pubmed26n0001.xml.gz", "--scheduler", "tcp://127.0.0.1:1"),
            1,
            "no Dask scheduler answers",
        ),
        (("hpc-spine", "pubmed26n0001.xml.gz"), 1, "check the path"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], status: int, said: str, tmp_path: Path) -> None:
    ended = ran(*words, "--out", tmp_path / "series")
    assert ended.returncode == status
    assert said in ended.stderr
