"""Files read ahead by workers: the same mirror as without them, whatever happens to them."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from test_mirror_bulk import BROKEN, UNREADABLE

from bulkfiles import bulk
from harvester.errors import Refused, StoreError
from harvester.mirror import Built, build
from harvester.mirror.reading import Entry, Reading, Task, Workers, entries, read_ahead
from harvester.pubmed.bulk_files import bulk_file, verify
from invented import article, found, refused, write

MESH = """<DescriptorRecordSet><DescriptorRecord><DescriptorName><String>Chordoma</String></DescriptorName>
<TreeNumberList><TreeNumber>C04.1</TreeNumber></TreeNumberList></DescriptorRecord></DescriptorRecordSet>"""

GAP = "file 1336 has not been applied; apply what is missing first"
STRATEGIES = (
    "all[sb]",
    "spin*[ti] NOT chordoma[ti]",
    '"solitary fibrous"[tiab] OR haemangiopericytoma[ti]',
    "2003[dp] AND case reports[pt]",
    "2[uid] OR 9[uid]",
)


def files_of_every_kind(folder: Path) -> list[Path]:
    """Bulk files that are applied, and ones refused for each reason there is; own files, and one of MeSH."""
    many = [article(str(number), f"Spinal chordoma {number}.") for number in range(100, 1300)]
    cut = bulk(folder, "pubmed26n0003", article("5", "Cut short."))
    cut.write_bytes(cut.read_bytes()[:-9])
    mesh = folder / "desc2026.xml"
    mesh.write_text(MESH)
    page = folder / "page.xml"
    page.write_text("<html>Busy</html>")
    return [
        write(folder / "own.xml", article("9", "Own, of version two.", version=2), BROKEN, article("3", "Own.")),
        bulk(folder, "pubmed26n0002", article("2", "Solitary fibrous tumour."), UNREADABLE, article("9", "Spinal.")),
        mesh,
        bulk(folder, "pubmed26n0001", *many, article("1", "Haemangiopericytoma.", types=("Case Reports",))),
        cut,
        page,
        bulk(folder, "pubmed26n0004", article("6", "Broken later."), BROKEN),
        bulk(folder, "pubmed27n0001", article("7", "Of another year.")),
        folder / "absent.xml",
        write(folder / "again.xml", article("9", "Own, of version one."), article("3", "Own."), deleted="100"),
    ]


def updates(folder: Path) -> list[Path]:
    """Updates with a gap, one of them sent twice, once otherwise."""
    (other := folder / "other").mkdir()
    return [
        bulk(folder, "pubmed26n1335", article("101", "Spinal."), deleted="102"),
        bulk(other, "pubmed26n1335", article("101", "Sent anew.")),
        bulk(folder, "pubmed26n1337", article("103", "Too soon.")),
    ]


TABLES = ("record", "source", "passage", "year", "text_data", "text_idx", "mesh_name", "mesh_place")


def content(folder: Path) -> dict[str, list[Any]]:
    """All that lies in a mirror, but when it was built."""
    with closing(sqlite3.connect(folder / "mirror.db")) as connection:
        tables = {name: sorted(connection.execute(f"SELECT * FROM {name}")) for name in TABLES}
        tables["files"] = connection.execute("SELECT year, number, name, size, md5 FROM bulk_file").fetchall()
        tables["facts"] = connection.execute("SELECT * FROM fact WHERE name <> 'updated_at'").fetchall()
    return tables


def builds(folder: Path, files: list[list[Path]], workers: int) -> list[Built]:
    return [build(folder, some, workers=workers) for some in files]


def test_the_mirror_and_what_is_said_of_it_are_the_same_with_and_without_workers(tmp_path: Path) -> None:
    given, later = files_of_every_kind(tmp_path), updates(tmp_path)
    alone, helped = tmp_path / "alone", tmp_path / "helped"
    first, again, updated, late = builds(alone, [given, given, later, [*given, *later]], workers=1)
    whole = ("pubmed26n0001.xml.gz", "pubmed26n0002.xml.gz")
    assert (first.records, len(first.refused), first.skipped, again.skipped) == (1203, 7, (), whole)
    assert (updated.replaced, updated.deleted, [why for _, why in refused(updated)]) == (2, 1, [GAP])
    assert late.skipped == (*whole, "pubmed26n1335.xml.gz")
    assert builds(helped, [given, given, later, [*given, *later]], workers=3) == [first, again, updated, late]
    assert [path.name for path in helped.iterdir()] == ["mirror.db"]
    assert content(helped) == content(alone)
    assert [found(helped, one) for one in STRATEGIES] == [found(alone, one) for one in STRATEGIES]


def test_progress_is_told_file_by_file_in_their_order_with_workers_too(tmp_path: Path) -> None:
    def told(workers: int) -> list[tuple[str, int, int]]:
        heard: list[tuple[str, int, int]] = []
        build(tmp_path / str(workers), given, lambda *step: heard.append(step), workers=workers)
        return heard

    given = [bulk(tmp_path, f"pubmed26n000{n}", *(article(f"{n}{k}", "Any.") for k in range(150))) for n in (2, 1)]
    helped = told(2)
    assert helped == told(1)
    assert helped[:3] == [("take in pubmed26n0001.xml.gz", done, 0) for done in (0, 100, 150)]


class Inline(Executor):
    """Works at once, in this process, and remembers the tasks."""

    def __init__(self, work: Callable[..., Any] = read_ahead) -> None:
        self.work = work
        self.tasks: list[Task] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tasks += args
        future: Future[Any] = Future()
        try:
            future.set_result(self.work(*args))
        except OSError as error:
            future.set_exception(error)
        return future


def test_no_more_files_are_ahead_than_there_are_workers(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.xml", article(str(n), "Any.")) for n in range(1, 8)]
    inline = Inline()
    seen = []
    for reading in Workers(2, lambda: inline).read(paths, tmp_path, lambda path: ""):
        left = len(list(tmp_path.glob("read-ahead.*/*")))
        seen.append((reading.path, left, len(list(reading.entries()))))
    assert seen == [(path, min(3, 7 - at), 1) for at, path in enumerate(paths)]


def test_a_file_that_is_held_is_verified_and_not_read_unless_it_is_asked_for_after_all(tmp_path: Path) -> None:
    file = bulk(tmp_path, "pubmed26n0001", article("1", "One."))
    verified = verify(bulk_file(file))
    (reading,) = Workers(2, Inline).read([file], tmp_path, lambda path: verified.md5)
    assert reading.verified() == verified
    assert not list(tmp_path.glob("read-ahead.*"))
    assert list(reading.entries()) == list(entries(file))


def broken_pools(count: int) -> Callable[[], Executor]:
    """Begins so many pools of which a worker dies at once, and whole ones from then on."""
    begun: list[Executor] = []

    def begin() -> Executor:
        begun.append(pool := ProcessPoolExecutor(1))
        if len(begun) <= count:
            pool.submit(os._exit, 1).exception()
        return pool

    return begin


@pytest.mark.parametrize("broken", [1, 2])
def test_a_file_whose_worker_died_is_read_all_the_same(tmp_path: Path, broken: int) -> None:
    paths = [bulk(tmp_path, f"pubmed26n000{n}", article(str(n), f"N{n}.")) for n in range(1, 5)]
    workers = Workers(1, broken_pools(broken))
    read = [(one.verified().file.number, list(one.entries())) for one in workers.read(paths, tmp_path, lambda path: "")]
    assert read == [(number, list(entries(path))) for number, path in enumerate(paths, start=1)]


class Dying(Inline):
    """A pool whose worker dies over each file that is given to it."""

    def __init__(self) -> None:
        super().__init__()
        self.pool = ProcessPoolExecutor(1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self.pool.submit(os._exit, 1)


def test_workers_that_all_die_leave_the_files_to_this_process(tmp_path: Path) -> None:
    paths = [write(tmp_path / "1.xml", article("1", "One.")), bulk(tmp_path, "pubmed26n0001", BROKEN)]
    good, bad = (outcome(reading) for reading in Workers(2, Dying).read(paths, tmp_path, lambda path: ""))
    assert good == list(entries(paths[0]))
    assert isinstance(bad, str)
    assert "its XML is broken" in bad


def outcome(reading: Reading) -> list[Entry] | str:
    """What is read, or why nothing is."""
    try:
        return list(reading.entries())
    except Refused as error:
        return str(error)


def test_no_room_for_what_a_worker_leaves_is_told(tmp_path: Path) -> None:
    def full(task: Task) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = write(tmp_path / "1.xml", article("1", "One."))
    (reading,) = Workers(2, lambda: Inline(full)).read([file], tmp_path, lambda path: "")
    with pytest.raises(StoreError, match=r"No space left on device; check the disk and its room, and try again"):
        list(reading.entries())


BUILD = """
import sys
from pathlib import Path
from harvester.mirror import build

if __name__ == "__main__":
    build(Path(sys.argv[1]), map(Path, sys.argv[2:]), workers=2)
"""


def reader_of(pipe: Path) -> bool:
    """Whether a process has the pipe open for reading."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return False
    return True


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def test_workers_end_with_a_build_that_is_killed_and_the_next_one_clears_up(tmp_path: Path) -> None:
    """The worker hangs over a pipe into which nothing is written."""
    (script := tmp_path / "script.py").write_text(BUILD)
    os.mkfifo(pipe := tmp_path / "pubmed26n0001.xml.gz")
    own = bulk(tmp_path, "pubmed26n0002", article("1", "One."))
    mirror = tmp_path / "mirror"
    killed = subprocess.Popen([sys.executable, str(script), str(mirror), str(pipe), str(own)])
    with open(os.open(pipe, os.O_RDWR), "rb"):  # noqa: PTH123 - so that it stays open, and the worker is kept waiting
        wait_until(lambda: bool(list(mirror.glob("read-ahead.*/1"))))
        killed.send_signal(signal.SIGKILL)
        assert killed.wait() == -signal.SIGKILL
    wait_until(lambda: not reader_of(pipe))
    assert list(mirror.glob("read-ahead.*/1"))
    pipe.unlink()
    assert build(mirror, [own, write(tmp_path / "3.xml", article("3", "Three."))], workers=2).records == 2
    assert [path.name for path in mirror.iterdir()] == ["mirror.db"]


def test_the_reading_runs_in_dask_s_workers(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    file = bulk(tmp_path, "pubmed26n0001", article("1", "One."))
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        readings = Workers(2, client.get_executor).read([file, file], tmp_path, lambda path: "")
        read = [(len(list(tmp_path.glob("read-ahead.*/*"))), list(one.entries())) for one in readings if one.verified()]
    assert read == [(2, list(entries(file))), (1, list(entries(file)))]
