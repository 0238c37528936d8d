"""How a mirror grows: what building, updating and asking it cost, and the room it takes.

`python -m benchmarks.mirror_scale` does all of it; name parts of it to do those alone: `build` (made-up bulk files by
workers, as ratios to one worker of the same run), `update`, `ask` and `room` (made-up records, by `--sizes`), `packing`
(what else the XML could be packed by). `--keep FOLDER` keeps the mirrors of the sizes there, and uses those it finds.

The bulk files are benchmarks.bulk's without reference lists, the records of the sizes made_up_records' (words by Zipf's
law, those of the question strewn in): the one packs as PubMed does, the other is found as PubMed is. An update replaces
records from all over the mirror, one in two, and adds as many; it is given as processor time, because other work goes
on, and as the bytes that it writes, which are the same at every run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from harvester.mirror import build
from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.mirror.library import Library
from harvester.mirror.rows import Row, row_of
from harvester.mirror.schema import FILE
from harvester.mirror.search.found import Context
from harvester.pubmed import read_raw

from .bulk import write_files
from .made_up_records import STRATEGY, invented_words, records

ROUNDS = 5
UPDATE = 2_000
"""Records of an update."""

PARTS = ("build", "update", "ask", "room", "packing")


def main() -> None:
    """Do the parts that are asked for, in their order."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=PARTS)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--records", type=int, default=2_000, help="in each bulk file")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, os.cpu_count() or 1])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="10,000 and more")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mirror_scale.") as made:
        home = Path(made)
        doing = {
            "build": lambda: builds(asked, home),
            "update": lambda: updates(_mirrors(asked, home), home),
            "ask": lambda: questions(_mirrors(asked, home)),
            "room": lambda: room(_mirrors(asked, home)),
            "packing": lambda: packings(asked, home),
        }
        for part in asked.parts:
            doing[part]()


# ------------------------------------------------------------------------------------------------------------ building


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a build cost: seconds, and the processor's seconds of the process that writes and of the others."""

    seconds: float
    writing: float
    reading: float


def builds(asked: argparse.Namespace, home: Path) -> None:
    """Print the rate of each number of workers, as a ratio to the first of the same round, and who worked how long."""
    files = write_files(home / "bulk", asked.files, asked.records, bare=True)
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # its memory, and its workers', are theirs alone
        rounds, peaks = apart.submit(_rounds, files, home / "built", asked.workers).result()
    print(f"building {asked.files} bulk files of {asked.records:,} records, n={ROUNDS}, medians")
    for at, workers in enumerate(asked.workers):
        ratios = [one[0].seconds / one[at].seconds for one in rounds]
        print(f"  {workers} workers: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", end="")
        here = statistics.median(one[at].writing for one in rounds)
        there = statistics.median(one[at].reading for one in rounds)
        share = 1e6 / asked.files / asked.records
        print(f" times the first's rate; µs of the processor a record: {here * share:,.0f} here", end="")
        print(f", {there * share:,.0f} in workers")
    print("  peak memory: {} MB in the process that writes, {} MB in a worker".format(*peaks))


def _rounds(files: Sequence[Path], folder: Path, numbers: Sequence[int]) -> tuple[list[list[Cost]], list[int]]:
    """What builds by each number of workers cost in each round; the peak memory of this process and of a worker."""
    _built(files, folder, max(numbers))
    there = _peak(resource.RUSAGE_CHILDREN)  # now, as Linux counts what the parent had for a process begun by it
    rounds = [[_built(files, folder, workers) for workers in numbers] for _ in range(ROUNDS)]
    return rounds, [_peak(resource.RUSAGE_SELF), there]


def _peak(who: int) -> int:
    """Megabytes."""
    return resource.getrusage(who).ru_maxrss >> 10


def _built(files: Sequence[Path], folder: Path, workers: int) -> Cost:
    """What a build from nothing costs."""
    shutil.rmtree(folder, ignore_errors=True)
    began, here, there = time.perf_counter(), _worked(resource.RUSAGE_SELF), _worked(resource.RUSAGE_CHILDREN)
    assert not build(folder, files, workers=workers).refused
    return Cost(
        seconds=time.perf_counter() - began,
        writing=_worked(resource.RUSAGE_SELF) - here,
        reading=_worked(resource.RUSAGE_CHILDREN) - there,
    )


def _worked(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


# ------------------------------------------------------------------------------------------------------ mirrors by size


def _mirrors(asked: argparse.Namespace, home: Path) -> dict[int, Path]:
    """A mirror of each size, made where it is not there yet; a larger one begins with the records of the smaller."""
    kept = (asked.keep or home / "kept").absolute()
    sizes = sorted(asked.sizes)
    if any(not (kept / str(size) / FILE).exists() for size in sizes):
        _fill(kept, sizes)
    return {size: kept / str(size) for size in sizes}


def _fill(kept: Path, sizes: Sequence[int]) -> None:
    made = records(sizes[-1])
    held = 0
    for before, size in zip([None, *sizes], sizes, strict=False):
        folder = kept / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(kept / str(before), folder) if before else folder.mkdir(parents=True)
        with open_build(folder) as connection:
            _take(Intake(connection), (row_of(*one) for one in islice(made, size - held)))
        held = size


def _take(intake: Intake, rows: Iterator[Row]) -> None:
    for row in rows:
        intake.take(row)
    intake.flush()
    intake.note_change()


def updates(mirrors: dict[int, Path], home: Path) -> None:
    """Print what the same update costs mirrors of each size, and their replaced records' share of it."""
    revised = [row_of(*one) for one in records(UPDATE, revised=True)]
    print(f"an update of {UPDATE:,} records, half of them held; n={ROUNDS}, medians")
    first = 0.0
    for size, mirror in mirrors.items():
        folder = Path(shutil.copytree(mirror, home / "updated"))
        costs = [_updated(folder, _spread(revised, size, number)) for number in range(ROUNDS)]
        seconds, written = (statistics.median(one) for one in zip(*costs, strict=True))
        first = first or seconds
        print(f"  {size:>9,} records: {seconds / first:.2f} times the first's processor time", end="")
        print(f" ({seconds / UPDATE * 1e6:,.0f} µs a record), {written / UPDATE / 1e3:,.1f} kB written a record")
        shutil.rmtree(folder)


def _spread(revised: Sequence[Row], size: int, number: int) -> Iterator[Row]:
    """The rows with the PMIDs of records all over the mirror, every second one with a PMID of its own."""
    step = size // UPDATE
    for at, row in enumerate(revised):
        pmid = 90_000_000 + number * UPDATE + at if at % 2 else 1_000 + at * step + number
        yield replace(row, pmid=pmid, digest=sha256(b"%d %d" % (number, at)).digest())


def _updated(folder: Path, rows: Iterator[Row]) -> tuple[float, int]:
    """The processor's seconds of an update, and the bytes that it wrote before it was checked in."""
    wanted = list(rows)
    began = time.process_time()
    with open_build(folder) as connection:
        intake = Intake(connection)
        _take(intake, iter(wanted))
        assert intake.counts["replaced"] == UPDATE // 2
        connection.execute("COMMIT")
        written = _size(folder / f"{FILE}-wal")
        connection.execute("BEGIN IMMEDIATE")
    return time.process_time() - began, written


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def questions(mirrors: dict[int, Path]) -> None:
    """Print what questions cost at each size."""
    words = invented_words()
    asked = {
        "the strategy hpc-spine": STRATEGY,
        "the same, of the years 2000 to 2010": f"({STRATEGY}) AND 2000:2010[dp]",
        "a common word": f"{words[300]}[tiab]",
        "an open range of dates": "2001/05/17:3000[edat]",
        "all[sb]": "all[sb]",
    }
    print(f"milliseconds of a question, and what it finds; n={ROUNDS}, medians; mirrors of", *mirrors, "records")
    for label, strategy in asked.items():
        cells = [_asked(Library(folder), strategy) for folder in mirrors.values()]
        print(f"  {label:38}", "".join(f"{took * 1e3:9.1f} ({found:,})" for took, found in cells))


def _asked(library: Library, strategy: str) -> tuple[float, int]:
    seconds, found = [], 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = len(library.search(strategy, Context()).pmids)
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), found


def room(mirrors: dict[int, Path]) -> None:
    """Print the bytes a record by table (SQLite's dbstat), which are the megabytes of a million records."""
    print("megabytes per million records, by table")
    for size, folder in mirrors.items():
        print(f"  {size:>9,} records:", _by_table(folder, size))


def _by_table(folder: Path, size: int) -> str:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        asked = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC"
        tables = [(name, taken / size) for name, taken in connection.execute(asked) if taken > size]
    return ", ".join(f"{name} {taken:,.0f}" for name, taken in tables) + f"; {_size(folder / FILE) / size:,.0f} in all"


# ------------------------------------------------------------------------------------------------------------- packing

Pack = Callable[[bytes], bytes]


def packings(asked: argparse.Namespace, home: Path) -> None:
    """Print what ways to pack the XML cost and give; dictionaries are made of one half and tried on the other."""
    (file,) = write_files(home / "packed", 1, min(asked.records, 2_000), bare=True)
    articles = [parsed.xml for parsed in read_raw(file)]
    print(
        f"packing the XML of {len(articles) // 2:,} records, of {sum(map(len, articles)) // len(articles):,} bytes each"
    )
    for name, pack in _packs(articles[::2]).items():
        began = time.process_time()
        packed = [pack(xml) for xml in articles[1::2]]
        took = (time.process_time() - began) / len(packed)
        share = sum(map(len, packed)) / sum(map(len, articles[1::2]))
        print(f"  {name:34} {share:6.1%}  {took * 1e6:6.0f} µs")


def _packs(sample: Sequence[bytes]) -> dict[str, Pack]:
    """The ways there are here: zlib's levels, the same with a dictionary, isal's and zstd where they are installed."""
    packs: dict[str, Pack] = {f"zlib {level}": _zlib(level) for level in (1, 3, 6, 9)}
    packs |= {f"zlib {level}, dictionary of 32 kB": _zlib(level, b"".join(sample)[:32_768]) for level in (1, 6)}
    if find_spec("isal"):
        isal = import_module("isal.isal_zlib")
        packs |= {"isal 1": lambda xml: isal.compress(xml, 1), "isal 3": lambda xml: isal.compress(xml, 3)}
    if find_spec("zstandard"):
        zstd = import_module("zstandard")
        trained = zstd.train_dictionary(65_536, list(sample))
        packs |= {f"zstd {level}": zstd.ZstdCompressor(level).compress for level in (1, 3)}
        packs |= {f"zstd {n}, trained on 64 kB": zstd.ZstdCompressor(n, trained).compress for n in (1, 3, 9)}
    return packs


def _zlib(level: int, dictionary: bytes = b"") -> Pack:
    def pack(xml: bytes) -> bytes:
        packer = zlib.compressobj(level, zdict=dictionary)
        return packer.compress(xml) + packer.flush()

    return pack


if __name__ == "__main__":
    main()
