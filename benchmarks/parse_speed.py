"""Parsing against its peers, and where the time goes: `python -m benchmarks.parse_speed [FOLDER] [--profile]`.

FOLDER holds bulk files; where it holds none, benchmarks.bulk writes some. On the first records of one, all fields of a
record to JSON Lines: processor time a record on one core, ours and that of pubmed_parser and Bio.Entrez.read, which are
given what they can read; then the wall time of `harvester parse` on all cores, and of xtract, which takes out six
fields. Then the peak memory of `harvester parse` on files of a tenth, the whole and three times the size. `--profile`
adds the processor time of each room, alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import chain, islice
from pathlib import Path
from statistics import median
from xml.etree.ElementTree import XML

import msgspec

from benchmarks.bulk import write_files
from benchmarks.peers import (
    RUNS,
    articles,
    by_biopython,
    by_pubmed_parser,
    by_xtract,
    in_turn,
    readable_by_biopython,
    seconds_of,
    write,
)
from harvester.crew import open_crew
from harvester.pubmed.article import read_article
from harvester.pubmed.bulk_files import is_bulk_file
from harvester.pubmed.canonical_xml import canonical, digest
from harvester.pubmed.pieces import pieces
from harvester.pubmed.plain_xml import plain_canonical
from harvester.pubmed.source import file_chunks, utf8
from harvester.pubmed.strict_xml import strict
from harvester.pubmed.window import Window
from harvester.record_lines import record_lines

HARVESTER = str(Path(sys.executable).with_name("harvester"))
CORES = len(os.sched_getaffinity(0))
SAMPLE = 1_000
MANY = 15_000


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("/tmp/harvester-bulk/bare"))
    parser.add_argument("--full", action="store_true", help="where files are made: with the lists of references")
    parser.add_argument("--profile", action="store_true", help="what each room takes, alone")
    asked = parser.parse_args()
    there = sorted(path for path in asked.folder.glob("*") if is_bulk_file(path)) if asked.folder.is_dir() else []
    file = (there or write_files(asked.folder, 2, MANY, bare=not asked.full))[0]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(f"{file}; medians of {RUNS}, {CORES} cores")
        one_core(file, folder)
        all_cores(file, folder)
        memory(file, folder)
        if asked.profile:
            rooms(file)


def one_core(file: Path, folder: Path) -> None:
    """Processor time a record, on the records that all of them can read."""
    few = folder / "few.xml.gz"
    count = write(few, islice(readable_by_biopython(articles(file)), SAMPLE))
    out = folder / "few.jsonl"
    ways: Mapping[str, Callable[[], object] | None] = {
        "harvester": lambda: parse(few, out),
        "pubmed_parser": by_pubmed_parser(few, out),
        "Bio.Entrez.read": by_biopython(few, out),
    }
    taken = in_turn({name: way for name, way in ways.items() if way}, time.process_time)
    print(f"one core, processor time, {count:,} records of {few.stat().st_size // count:,} bytes packed:")
    for name, seconds in taken.items():
        print(f"  {name:16} {seconds / count * 1e6:>8,.0f} µs a record  {seconds / taken['harvester']:>5.2f} of ours")


def parse(file: Path, out: Path) -> None:
    """What `harvester parse` does, in this process."""
    with open_crew(1) as crew, out.open("wb") as lines:
        for part in record_lines(file, crew):
            lines.write(part.text)


def all_cores(file: Path, folder: Path) -> None:
    """Wall time of the commands, as they are called."""
    many = folder / "many.xml.gz"
    count = write(many, islice(articles(file), MANY))
    out = str(folder / "many.jsonl")
    ways: dict[str, Callable[[], object] | None] = {
        **{f"harvester parse --workers {n}": command(many, n, out) for n in sorted({1, CORES})},
        "xtract, six fields": by_xtract(many),
    }
    taken = in_turn({name: way for name, way in ways.items() if way})
    print(f"all cores, wall time, {count:,} records:")
    for name, seconds in taken.items():
        print(f"  {name:28} {count / seconds:>8,.0f} records/s")


def command(file: Path, workers: int, out: str) -> Callable[[], object]:
    """The command, to be called."""
    words = [HARVESTER, "parse", str(file), "--workers", str(workers), "--out", out]
    return lambda: subprocess.run(words, check=True, stderr=subprocess.DEVNULL)


def memory(file: Path, folder: Path) -> None:
    """Peak memory of the command by the size of the file, which it should not hang on."""
    print("peak memory of `harvester parse --workers 1`:")
    for count in (MANY // 10, MANY, 3 * MANY):
        target = folder / "sized.xml.gz"
        write(target, islice(chain.from_iterable(articles(file) for _ in range(3)), count))
        words = [HARVESTER, "parse", str(target), "--workers", "1"]
        told = subprocess.run([sys.executable, "-c", _PEAK, *words], check=True, stdout=subprocess.PIPE)
        print(f"  {target.stat().st_size / 1e6:>8,.1f} MB packed: {int(told.stdout) / 1024:,.0f} MB")


_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small process between, for a child's peak begins with that of who started it."""


def rooms(file: Path) -> None:
    """The processor time of each room on the same records, alone; last the way of XML that is not plain."""
    written = list(islice(articles(file), SAMPLE))
    forms = [canonical(strict(xml)) for xml in written]
    trees = [XML(xml) for xml in forms]
    records = [read_article(tree, "", "") for tree in trees]
    whole = b"<PubmedArticleSet>" + b"\n".join(written) + b"</PubmedArticleSet>"
    blocks = [whole[at : at + (1 << 20)] for at in range(0, len(whole), 1 << 20)]
    encode = msgspec.json.Encoder().encode
    ways: dict[str, Callable[[], object]] = {
        "source: unpack": lambda: [None for _ in file_chunks(file)],
        "pieces: cut": lambda: [None for _ in pieces(Window(utf8(iter(blocks))))],
        "plain_xml: canonical form": lambda: [plain_canonical(xml) is None for xml in written],
        "canonical_xml: digest": lambda: [digest(xml) is None for xml in forms],
        "ElementTree: parse": lambda: [XML(xml) is None for xml in forms],
        "article: fields": lambda: [read_article(tree, "", "") is None for tree in trees],
        "JSON": lambda: [encode(record) is None for record in records],
        "not plain: lxml, C14N": lambda: [canonical(strict(xml)) is None for xml in written],
    }
    print("each room alone, processor time:")
    for name, way in ways.items():
        taken = median(seconds_of(way, time.process_time) for _ in range(RUNS))
        count = sum(1 for _ in articles(file)) if name.startswith("source") else SAMPLE
        print(f"  {name:28} {taken / count * 1e6:>6.1f} µs a record")


if __name__ == "__main__":
    main()
