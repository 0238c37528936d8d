"""The peers that a benchmark is compared with, on the same records, and how both are timed: in turn, by medians."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import IO, Any

from Bio import Entrez
from isal import igzip

from benchmarks.bulk import HEAD, TAIL

RUNS = 5
SIX = ("MedlineCitation/PMID", "ArticleTitle", "Journal/Title", "PubDate/Year", "AbstractText", "LastName")
_read: Callable[[IO[bytes]], Any] = Entrez.read
_ARTICLE = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.DOTALL)


def articles(path: Path) -> Iterator[bytes]:
    """The articles of a bulk file, a few MB of it at a time."""
    left = b""
    with igzip.open(path) as file:
        while block := file.read(1 << 22):
            left += block
            end = left.rfind(b"</PubmedArticle>") + len(b"</PubmedArticle>")
            yield from (found[0] for found in _ARTICLE.finditer(left[:end]))
            left = left[end:]


def write(target: Path, records: Iterable[bytes]) -> int:
    """Write articles as a bulk file; how many."""
    written = 0
    with gzip.open(target, "wb", 6) as file:
        file.write(HEAD)
        for record in records:
            file.write(record + b"\n")
            written += 1
        file.write(TAIL)
    return written


def in_turn(
    ways: Mapping[str, Callable[[], object]], clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """The seconds that each way takes, the median of RUNS, one after the other, so that all meet the same noise."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            times[name].append(seconds_of(way, clock))
    return {name: median(taken) for name, taken in times.items()}


def seconds_of(way: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """The seconds that it takes."""
    began = clock()
    way()
    return clock() - began


def by_xtract(path: Path) -> Callable[[], object] | None:
    """EDirect's way to six fields, on all cores; None where it is not installed."""
    xtract = shutil.which("xtract")
    if not xtract:
        return None

    def work() -> None:
        unpacked = subprocess.Popen(["gunzip", "-c", str(path)], stdout=subprocess.PIPE)
        command = [xtract, "-mixed", "-pattern", "PubmedArticle", "-element", *SIX]
        subprocess.run(command, stdin=unpacked.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        unpacked.wait()

    return work


def by_pubmed_parser(path: Path, target: Path) -> Callable[[], object] | None:
    """pubmed_parser's dictionaries as JSON Lines; None where it is not installed."""
    try:
        import pubmed_parser  # noqa: PLC0415 - a peer that need not be installed
    except ImportError:
        return None

    def work() -> None:
        with target.open("w") as lines:
            for record in pubmed_parser.parse_medline_xml(str(path)):
                lines.write(json.dumps(record) + "\n")

    return work


def by_biopython(path: Path, target: Path) -> Callable[[], object]:
    """Biopython's structures as JSON Lines."""

    def work() -> None:
        with igzip.open(path) as xml, target.open("w") as lines:
            for record in _read(xml)["PubmedArticle"]:
                lines.write(json.dumps(record) + "\n")

    return work


def readable_by_biopython(records: Iterator[bytes]) -> Iterator[bytes]:
    """The articles that Biopython can read: it refuses elements that NLM's newest DTD has no longer in a place."""
    for record in records:
        try:
            _read(io.BytesIO(HEAD + record + TAIL))
        except Exception:  # noqa: BLE001 - whatever it raises, it is not what is measured
            continue
        yield record
