"""A scan of bulk files against unpacking alone and against its peers: `python -m benchmarks.scan FOLDER`.

FOLDER holds bulk files; where it holds none, benchmarks.bulk writes some. All is measured on the same files and cores,
in turn, RUNS times each; printed are medians and, since machines differ, ratios. `--whole` compares what is found with
parsing every record, which takes long.
"""

from __future__ import annotations

import argparse
import os
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from isal import igzip

from benchmarks.bulk import write_files
from benchmarks.peers import RUNS, articles, by_pubmed_parser, by_xtract, in_turn, write
from harvester.baseline import Asked, Task, needs_of, sift, words_to_search
from harvester.crew import open_crew
from harvester.mirror.mesh.tree import BUNDLED
from harvester.mirror.search.found import Context
from harvester.pubmed.bulk_files import bulk_file, is_bulk_file
from harvester.query import find_query, read_query
from harvester.syntax import parse

CORES = len(os.sched_getaffinity(0))
SAMPLE = 5_000
"""Records that the slow peers are given: their rate does not hang on how many there are."""

STRATEGY = read_query(find_query("hpc-spine")).strategy
FILES_OF_A_YEAR, RECORDS_OF_A_FILE = 1_334, 30_000


def main() -> int:
    """Measure, and print what came out; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=20_000, help="of each file, where the files are to be made")
    parser.add_argument("--bare", action="store_true", help="records without reference lists")
    parser.add_argument("--whole", action="store_true", help="compare with parsing every record")
    asked = parser.parse_args()
    files = made(asked.folder, asked.records, bare=asked.bare)
    tasks = list(tasks_of(files))
    records, unpacked = described(files)
    ways: dict[str, Callable[[], object]] = {
        "isal alone": lambda: in_processes(unpack, files),
        "scan": lambda: scan(tasks),
        "scan --whole-words": lambda: scan([whole_words(one) for one in tasks]),
    }
    taken = in_turn(ways)
    alone = taken["isal alone"]
    print(
        f"{len(files)} files, {records:,} records, {unpacked / 1e6:,.0f} MB unpacked, {CORES} cores, median of {RUNS}"
    )
    for name, seconds in taken.items():
        print(f"{name:20} {records / seconds:>10,.0f} records/s  {alone / seconds:>6.2f} of isal alone")
    rates = dict(peers(files[0]))
    for name, rate in rates.items():
        for way in ("scan", "scan --whole-words"):
            print(f"{way:20} {records / taken[way] / rate:>10.1f} times {name} ({rate:,.0f} records/s)")
    whole_year = FILES_OF_A_YEAR * RECORDS_OF_A_FILE
    for way in ("scan", "scan --whole-words"):
        hours = whole_year * taken[way] / records / 3600
        print(f"{way:20} {hours:.2f} h for {FILES_OF_A_YEAR:,} such files here, {hours * CORES / 64:.3f} h on 64 cores")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:,.0f} MB")
    return compared(tasks) if asked.whole else 0


def made(folder: Path, records: int, *, bare: bool) -> list[Path]:
    """The bulk files of a folder, made where there are none."""
    there = sorted(path for path in folder.glob("*") if is_bulk_file(path)) if folder.is_dir() else []
    return there or write_files(folder, 2 * CORES, records, bare=bare)


def tasks_of(files: Sequence[Path]) -> Iterator[Task]:
    """What a scan for the first question has to do."""
    asked = Asked(query="hpc-spine", strategy=STRATEGY, need=needs_of(parse(STRATEGY), BUNDLED), context=Context())
    stems = words_to_search([asked.need], files[0])
    print(f"searched for: {', '.join(sorted(stems or ()))}")
    return (Task(file=bulk_file(path), asked=(asked,), stems=stems) for path in files)


def whole_words(task: Task) -> Task:
    """The same without torn words."""
    return Task(file=task.file, asked=task.asked, stems=task.stems, torn=False)


def described(files: Sequence[Path]) -> tuple[int, int]:
    """How many records there are, and how many bytes they unpack to."""
    records = unpacked = 0
    for path in files:
        with igzip.open(path) as file:
            while block := file.read(1 << 22):
                records += block.count(b"<PubmedArticle>")  # one that two blocks share is missed: one in some 300
                unpacked += len(block)
    return records, unpacked


POOL: list[ProcessPoolExecutor] = []


def pool() -> ProcessPoolExecutor:
    """Processes that are there already: what is compared is the work and not the beginning of a process."""
    if not POOL:
        POOL.append(ProcessPoolExecutor(CORES))
    return POOL[0]


def in_processes(work: Callable[[Path], int], files: Sequence[Path]) -> int:
    """The work on each file, on all cores."""
    return sum(pool().map(work, files))


def scan(tasks: Sequence[Task]) -> int:
    """A scan on all cores; what it finds."""
    return sum(len(one.hits) for one in pool().map(sift, tasks))


def sift_all(tasks: Sequence[Task]) -> int:
    """The same in this process."""
    return sum(len(sift(task).hits) for task in tasks)


def unpack(path: Path) -> int:
    """Unpack a file into memory that is used again and do nothing else; returns the bytes."""
    block = bytearray(1 << 18)
    total = 0
    with igzip.open(path) as file:
        while count := file.readinto(block):
            total += count
    return total


def peers(path: Path) -> Iterator[tuple[str, float]]:
    """What the peers do with the first records of a file, in records a second; those that are installed."""
    with TemporaryDirectory() as made:
        few = Path(made) / "few.xml.gz"
        count = write(few, islice(articles(path), SAMPLE))
        ways = {
            "xtract, six fields, both cores": by_xtract(few),
            "pubmed_parser, to JSON Lines": by_pubmed_parser(few, Path(os.devnull)),
        }
        for name, seconds in in_turn({name: way for name, way in ways.items() if way}).items():
            yield name, count / seconds


def compared(tasks: Sequence[Task]) -> int:
    """Compare what the sieve lets through with parsing every record; the number of matches lost is printed."""
    with open_crew() as crew:
        found = [{hit.record.pmid for hit in one.hits} for one in crew.in_order(sift, tasks)]
        every = [Task(file=one.file, asked=one.asked, stems=None) for one in tasks]
        wanted, records = [], 0
        for one in crew.in_order(sift, every):
            wanted.append({hit.record.pmid for hit in one.hits})
            records += one.articles
    lost = sum(len(there - here) for here, there in zip(found, wanted, strict=True))
    more = sum(len(here - there) for here, there in zip(found, wanted, strict=True))
    print(f"{records:,} records parsed: {sum(map(len, wanted)):,} found by parsing all; {lost} lost, {more} too many")
    return 1 if lost or more else 0


if __name__ == "__main__":
    raise SystemExit(main())
