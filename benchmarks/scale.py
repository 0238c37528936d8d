"""All that is measured of scale, by one command: `python -m benchmarks.scale [FOLDER] [--sizes …] [--only PART …]`.

It makes the data (benchmarks.bulk: bulk files of records whose sizes and mark-up are those of real ones), then takes
the parts in turn: `growth` (unpacking, a scan and parsing on 10^3 to 10^6 records, drawn in FOLDER/growth.svg), `scan`
and `parse` (ratios to the peers), `startup`, `mirror` and `store`. Each figure is a ratio to a peer, to a limit, or to
the size before, of the same run, for machines differ. 10^6 records take 1.5 GB of FOLDER.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

import matplotlib as mpl
from matplotlib import pyplot

from benchmarks.bulk import write_files
from benchmarks.parse_speed import parse
from benchmarks.peers import seconds_of
from benchmarks.scan import sift_all, tasks_of, unpack, whole_words

SIZES = (1_000, 10_000, 100_000, 1_000_000)
OF_A_FILE = 20_000
CORES = len(os.sched_getaffinity(0))
PARTS: Mapping[str, Sequence[str]] = {
    "growth": (),
    "scan": ("benchmarks.scan", "{folder}/100000"),
    "parse": ("benchmarks.parse_speed", "{folder}/100000", "--profile"),
    "startup": ("benchmarks.startup",),
    "mirror": ("benchmarks.mirror_scale", "build", "update", "ask", "room"),
    "store": ("benchmarks.store_scale",),
}


def main() -> int:
    """Measure the parts; 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("/tmp/harvester-scale"))
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    asked = parser.parse_args()
    failed = 0
    for part in asked.only:
        print(f"\n== {part}", flush=True)
        if part == "growth":
            growth(asked.folder, sorted(asked.sizes))
            continue
        bulk(asked.folder, 100_000)
        words = [word.format(folder=asked.folder) for word in PARTS[part]]
        failed += bool(subprocess.run([sys.executable, "-m", *words], check=False).returncode)
    return 1 if failed else 0


def bulk(folder: Path, size: int) -> list[Path]:
    """Bulk files of so many records in all; those that are there are kept."""
    files = max(size // OF_A_FILE, 1)
    return write_files(folder / str(size), files, size // files, bare=True)


def growth(folder: Path, sizes: Sequence[int]) -> None:
    """Seconds by the number of records, each in a process of its own; printed and drawn."""
    seconds: dict[str, list[float]] = {}
    for size in sizes:
        files = bulk(folder, size)
        tasks = list(tasks_of(files))
        ways: Mapping[str, Callable[[], object]] = {
            "isal alone": partial(unpack_all, files),
            "scan": partial(sift_all, tasks),
            "scan --whole-words": partial(sift_all, [whole_words(one) for one in tasks]),
            "parse": partial(parse_all, files),
        }
        for name, way in ways.items():
            took = alone(way, 5 if size < SIZES[-1] else 1)
            before = seconds.setdefault(name, [])
            ratio = f"{took / before[-1]:>6.1f} times the size before" if before else ""
            before.append(took)
            print(f"{size:>9,} records  {name:20} {took:>8.2f} s  {ratio}", flush=True)
    draw(folder / "growth.svg", sizes, seconds)


def unpack_all(files: Sequence[Path]) -> int:
    """Unpack files and do nothing else; returns the bytes."""
    return sum(map(unpack, files))


def parse_all(files: Sequence[Path]) -> None:
    """All fields of all records as JSON Lines, into nowhere."""
    for file in files:
        parse(file, Path(os.devnull))


def alone(way: Callable[[], object], runs: int) -> float:
    """The seconds that work takes in a process of its own, the median of the runs."""
    spawn = get_context("spawn")
    told, tell = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_told, args=(way, runs, tell))
    child.start()
    took: float = told.recv()
    child.join()
    return took


def _told(way: Callable[[], object], runs: int, tell: Connection) -> None:
    tell.send(median(seconds_of(way) for _ in range(runs)))


def draw(target: Path, sizes: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> None:
    """Seconds by records on logarithmic scales: what grows with the records is a straight line of slope one."""
    mpl.use("svg")
    figure, axes = pyplot.subplots(figsize=(6, 4), layout="constrained")
    for name, took in seconds.items():
        axes.loglog(sizes, took, marker="o", label=name)
    axes.set(xlabel="records", ylabel="seconds on one core")
    axes.legend()
    figure.savefig(target)
    print(f"drawn in {target}")


if __name__ == "__main__":
    raise SystemExit(main())
