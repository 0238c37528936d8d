"""Builds the mirror's text index with SQLite FTS5 and with tantivy, and asks both the same; the counts must agree.

Then builds the mirror itself of the same records, and asks it what a review asks. `python -m benchmarks.mirror_index
[N]` (10^6 records, see made_up_records.py), `--mirror` for the second half alone. Both engines get the same words, cut
already, and answer with all PMIDs, not ten. Needs `pip install tantivy pyroaring`, which the package itself does not.
Exit status 1 where two counts differ.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from pyroaring import BitMap

from harvester.mirror.building import open_build
from harvester.mirror.intake import Intake
from harvester.mirror.library import Library
from harvester.mirror.search.evaluate import Context
from harvester.pubmed import parse_raw
from harvester.records import Record
from harvester.syntax import Boolean, Node, parse

from .made_up_records import STRATEGY, documents, invented_words, records
from .mirror_engines import Fts5, Tantivy

T = TypeVar("T")


def main() -> int:
    """Build both, ask both, print a table."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    count = numbers[0] if numbers else 1_000_000
    home = Path(tempfile.mkdtemp(prefix="mirror_index."))
    try:
        differing = 0 if "--mirror" in sys.argv else measure(count, home)
        measure_mirror(count, home / "mirror")
    finally:
        shutil.rmtree(home)
    return differing


def measure(count: int, home: Path) -> int:
    """Print seconds and megabytes of both; 1 where two counts differ."""
    seconds = timed(lambda: sum(1 for _ in documents(count)))[1]
    print(f"{count:,} records; making them takes {seconds:.0f} s, taken off below", flush=True)
    engines = [built(kind, count, home, seconds) for kind in (Fts5, Tantivy)]
    differing = 0
    for label, strategy in questions().items():
        node = parse(strategy)
        answers = [best(partial(engine.find, node)) for engine in engines]
        shown = "   ".join(
            f"{engine.name} {took * 1e3:8.1f} ms" for engine, (_, took) in zip(engines, answers, strict=True)
        )
        same = answers[0][0] == answers[1][0]
        differing += not same
        counts = f"{len(answers[0][0]):>8,}" if same else f"{len(answers[0][0]):,} and {len(answers[1][0]):,} DIFFER"
        print(f"{label:44} {counts}   {shown}", flush=True)
    for stem in ("metasta", "vert"):
        shown = "   ".join(f"{one.name} {best(partial(one.variants, stem))[1] * 1e3:8.1f} ms" for one in engines)
        print(f"{'words that begin with ' + stem:44} {'':8}   {shown}")
    sets()
    return int(differing > 0)


def built(kind: type[Fts5] | type[Tantivy], count: int, home: Path, making: float) -> Fts5 | Tantivy:
    """An engine with the documents in it, and a line that says what that took."""
    folder = home / kind.__name__
    folder.mkdir()
    engine = kind(folder)
    seconds = timed(lambda: engine.build(documents(count)))[1] - making
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{engine.name}: built in {seconds:.0f} s, {size / 1e6:,.0f} MB on disk, peak {memory:,.0f} MB so far",
        flush=True,
    )
    return engine


def questions() -> dict[str, str]:
    """What is asked: by rank of the invented words, and the review's own strategy."""
    words = invented_words()
    return {
        "a rare word": f"{words[20_000]}[tiab]",
        "a common word": f"{words[300]}[tiab]",
        "a very common word": f"{words[5]}[tiab]",
        "a word of the title": f"{words[300]}[ti]",
        "a planted phrase": '"solitary fibrous"[tiab]',
        "a phrase of common words": f'"{words[20]} {words[40]}"[tiab]',
        "a truncated word": "metasta*[tiab]",
        "a truncated word, many variants": f"{words[300][:4]}*[tiab]",
        "two words at most 5 apart": f'"{words[200]} {words[300]}"[tiab:~5]',
        "a whole value": '"Spine"[mh]',
        "common NOT common": f"{words[300]}[tiab] NOT {words[5]}[tiab]",
        "the strategy's second block (55 terms, OR)": str(_block(1)),
        "the strategy hpc-spine": STRATEGY,
    }


def _block(number: int) -> Node:
    tree = parse(STRATEGY)
    assert isinstance(tree, Boolean)
    return tree.operands[number]


def sets() -> None:
    """What joining two results costs in each kind of set."""
    one = np.arange(0, 1_000_000, 10)
    other = np.arange(0, 1_000_000, 7)
    ours, theirs = set(one.tolist()), set(other.tolist())
    _, plain = best(lambda: ours & theirs)
    _, sorted_arrays = best(lambda: np.intersect1d(one, other, assume_unique=True))
    line = f"100,000 AND 143,000 PMIDs: sets {plain * 1e3:.1f} ms, numpy {sorted_arrays * 1e3:.1f} ms"
    bits, others = BitMap(one.tolist()), BitMap(other.tolist())
    print(f"{line}, pyroaring {best(lambda: bits & others)[1] * 1e3:.2f} ms")


# ---------------------------------------------------------------------------------------------------------- the mirror


def measure_mirror(count: int, folder: Path) -> None:
    """Fill a mirror as a build does, and print what that takes and how soon it answers."""
    making = timed(lambda: sum(1 for _ in records(count)))[1]
    seconds = timed(lambda: fill(folder, records(count)))[1] - making
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(
        f"mirror: {count:,} records in {seconds:.0f} s, {count / seconds:,.0f} a second; {size / 1e6:,.0f} MB on disk"
    )
    parsing = count_parsed(2_000)
    print(f"parsing, which comes on top: {parsing:,.0f} a second", flush=True)
    library, took = best(lambda: Library(folder))
    print(f"opened in {took * 1e3:.1f} ms, counted in {best(library.count)[1] * 1e3:.1f} ms")
    for label, strategy in asked_of_a_mirror(count).items():
        found, took = best(partial(library.search, strategy, Context()))
        print(f"{label:44} {len(found.pmids):>9,}   {took * 1e3:8.1f} ms", flush=True)
    pmids = [str(1_000 + at) for at in range(0, count, max(1, count // 500))][:500]
    print(f"500 records: {best(lambda: list(library.records(pmids)))[1] * 1e3:.0f} ms parsed", end=", ")
    print(f"{best(lambda: list(library.xml(pmids)))[1] * 1e3:.0f} ms as XML")
    replacing = timed(lambda: fill(folder, records(min(count, 10_000), revised=True)))[1]
    print(f"{min(count, 10_000):,} records replaced in {replacing:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def fill(folder: Path, wanted: Iterator[tuple[Record, bytes]]) -> None:
    """What `build` does with records that are read already."""
    folder.mkdir(exist_ok=True)
    with open_build(folder) as connection:
        intake = Intake(connection)
        for record, xml in wanted:
            intake.keep(record, xml)
        intake.flush()
        intake.note_change()


def count_parsed(count: int) -> float:
    """How many records a second are parsed."""
    whole = b"<PubmedArticleSet>" + b"".join(xml for _, xml in records(count)) + b"</PubmedArticleSet>"
    return count / timed(lambda: sum(1 for _ in parse_raw(whole, "benchmark")))[1]


def asked_of_a_mirror(count: int) -> dict[str, str]:
    """What is asked of the mirror: the text as above, and what else a strategy has."""
    more = {
        "the strategy, ANDed to a range of PMIDs": f"({STRATEGY}) AND 1:{count // 4}[uid]",
        "the strategy, of the years 2000 to 2010": f"({STRATEGY}) AND 2000:2010[dp]",
        "a year": "2003[dp]",
        "an open range of dates": "2001/05/17:3000[edat]",
        "a name": "name77 b[au]",
        "a publication type": "case reports[pt]",
        "a heading exploded": '"Neoplasm Metastasis"[mh]',
        "case reports NOT a common word": f"case reports[pt] NOT {invented_words()[300]}[tiab]",
        "an untagged word": str(invented_words()[300]),
        "all[sb] NOT hasabstract": "all[sb] NOT hasabstract",
        "all[sb]": "all[sb]",
    }
    return questions() | more


def timed(what: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds it took."""
    began = time.perf_counter()
    return what(), time.perf_counter() - began


def best(what: Callable[[], T]) -> tuple[T, float]:
    """The same, the middle one of three."""
    runs = sorted((timed(what) for _ in range(3)), key=lambda run: run[1])
    return runs[1]


if __name__ == "__main__":
    sys.exit(main())
