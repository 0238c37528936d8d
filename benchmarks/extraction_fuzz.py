"""Mutated reports through the rule extractor: no crash, every span holds, every value is possible, none takes long.

`python -m benchmarks.extraction_fuzz [--n 100000] [--long 1000] [--jobs 2] [--case KIND:SEED ... [--show]]`

Seeds are the demo reports and, where ../shared stands beside the checkout, the texts there (read, never copied).
Every input has a name, `KIND:SEED`, and is made again from it by `--case`, given the same seeds; `--show` prints it.
Times are CPU time of the process. An input that takes over 50 ms per KB (a text under 1 KB counts as 1 KB) is read
three times more and the least counts, so that a busy machine accuses nobody; one that takes twice its limit is
stopped. Long texts, 16 KB to 1 MB of one hostile phrase among them, must keep the same limit, which no rule of
quadratic cost does. Exit status 1 when anything fails.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import msgspec

from benchmarks.extraction_mutations import LONG, SHORT, mutated, names
from harvester.extract import Extractor
from harvester.extract.spine.levels import ORDER
from harvester.extract.spine.regions import REGIONS
from harvester.pubmed import read_pubmed
from harvester.query import find_query, read_query
from harvester.records import CASE_FIELDS, REPORT_FIELDS, Extraction, Record, Section, StatedCount, Value
from harvester.unswept import unswept

LIMIT = 0.05
"""CPU seconds per KB (1,000 code points) that no input may take."""

DEMO = Path(__file__).parents[1] / "data" / "demo" / "pubmed_demo.xml"
CASE_TEXTS = Path(__file__).parents[2] / "shared" / "data" / "case_texts"


class Result(NamedTuple):
    """What became of one input: its name, its size in code points, CPU seconds, values found, and what was wrong."""

    kind: str
    seed: int
    size: int
    seconds: float
    values: int
    wrong: tuple[str, ...]

    @property
    def name(self) -> str:
        """How `--case` is told to make it again."""
        return f"{self.kind}:{self.seed}"

    @property
    def pace(self) -> float:
        """CPU seconds per KB."""
        return self.seconds / kilobytes(self.size)


class TooLong(Exception):
    """The CPU time of an input is used up."""


# ------------------------------------------------------------------------------------------------------ what is read


@cache
def seeds() -> tuple[str, ...]:
    """The texts that are mutated: the demo reports, then the real ones where there are any."""
    return (*demo(), *case_texts(CASE_TEXTS))


@cache
def demo() -> tuple[str, ...]:
    """The demo reports, which are invented and are always there."""
    return tuple(item.text for item in read_pubmed(DEMO) if isinstance(item, Record))


def case_texts(folder: Path) -> Iterator[str]:
    """The texts of ../shared, in the order of their file names; none where it is absent."""
    for path in sorted(folder.glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (msgspec.json.decode(line, type=_Text).text for line in lines if line.strip())
    for path in sorted((folder / "real_tumour_texts").glob("*.json")):
        yield msgspec.json.decode(path.read_bytes(), type=_Text).text


class _Text(msgspec.Struct):
    text: str


_LABELLED = re.compile(r"(?:(?P<label>[A-Z][A-Z /&]{2,40}): )?(?P<text>.+)", re.DOTALL)
_NEXT = re.compile(r"\n(?=[A-Z][A-Z /&]{2,40}: .)")


def record_of(text: str) -> Record:
    """A record whose text this is: title to the first blank line, then sections, each but the first with a label."""
    title, _, abstract = text.partition("\n\n")
    sections = (_LABELLED.fullmatch(part) for part in _NEXT.split(abstract))
    return Record(
        pmid="1",
        title=title,
        sections=tuple(Section(text=one["text"], label=one["label"] or "") for one in sections if one),
    )


@cache
def extractor() -> Extractor:
    """The extractor of the query that ships; compiled once a process."""
    made = Extractor(read_query(find_query("hpc-spine")))
    for text in demo():  # patterns are compiled when first asked for: a process pays for that once, and no text does
        made.extract(record_of(text))
    return made


# ------------------------------------------------------------------------------------------------------- one input


def examine(name: tuple[str, int], texts: Sequence[str] = ()) -> Result:
    """Make one input of the texts (of all seeds when left out), read it, and say what was wrong."""
    kind, seed = name
    record = record_of(mutated(kind, seed, texts or seeds()))
    size = len(record.text)
    seconds, found, wrong = timed(record)
    again = 0
    while not wrong and seconds > LIMIT * kilobytes(size) and again < 3:
        seconds, again = min(seconds, timed(record)[0]), again + 1
    if seconds > LIMIT * kilobytes(size):
        wrong = (*wrong, f"over {1000 * LIMIT:.0f} ms per KB")
    return Result(kind, seed, size, seconds, len(found), (*wrong, *faults(record, found)))


def kilobytes(size: int) -> float:
    """What the limit is measured by: thousands of code points, one at the least."""
    return max(1.0, size / 1000)


def timed(record: Record) -> tuple[float, tuple[Extraction, ...], tuple[str, ...]]:
    """CPU seconds, the values, and the exception if there was one; stopped at twice the limit.

    What the process held before is not swept meanwhile: that may take longer than the reading.
    """
    with unswept():
        return _timed(record)


def _timed(record: Record) -> tuple[float, tuple[Extraction, ...], tuple[str, ...]]:
    read = extractor().extract
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * LIMIT * kilobytes(len(record.text)) + 0.2)
    began = time.process_time()
    found: tuple[Extraction, ...] = ()
    wrong: tuple[str, ...] = ()
    try:
        found = read(record)
    except TooLong:
        wrong = (f"stopped in {_place()}",)
    except Exception as error:  # noqa: BLE001 - whatever is raised is what a fuzzer is there to catch
        wrong = (f"{type(error).__name__} in {_place()}",)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began, found, wrong


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong


def _place() -> str:
    """Where in the rules the exception on hand came from: file, line and function."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    inside = [frame for frame in frames if "harvester" in frame.filename] or frames
    return f"{Path(inside[-1].filename).name}:{inside[-1].lineno} {inside[-1].name}"


def faults(record: Record, found: Iterable[Extraction]) -> tuple[str, ...]:
    """What is wrong with the values: spans that do not hold, values that cannot be, JSON that does not come back."""
    values = tuple(found)
    return (*_spans(record.text, values), *filter(None, map(impossible, values)))


def _spans(text: str, found: tuple[Extraction, ...]) -> Iterator[str]:
    for one in found:
        for span in one.spans:
            inside = 0 <= span.start < span.end <= len(text)
            if not inside or text[span.start : span.end] != span.quote or not span.quote.strip():
                yield f"span of {one.field} does not hold"
        if not one.spans:
            yield f"{one.field} without a span"


YES_NO = ("surgery", "radiotherapy", "radiosurgery", "chemotherapy", "embolization", "recurrence", "other_metastases")
OLDEST = 122
"""Years: Jeanne Calment, 1875 to 1997, the longest life that is proven."""


def impossible(one: Extraction) -> str:
    """Why a value cannot be one of its field; empty where it can."""
    return "" if one.field in FIELDS and _possible(one.field, one.value) else f"{one.field}={one.value!r}"[:80]


FIELDS = frozenset((*REPORT_FIELDS, *CASE_FIELDS))


def _possible(field: str, value: Value) -> bool:  # noqa: PLR0911 - one line a field
    if field == "stated_count":
        return isinstance(value, StatedCount) and 0 <= value.n < 1_000_000
    if field == "n_patients":
        return isinstance(value, int) and 1 <= value < 1_000_000
    if field in ("age_years", "interval_months", "followup_months"):
        most = OLDEST if field == "age_years" else 12 * OLDEST
        return isinstance(value, (int, float)) and math.isfinite(value) and 0 <= value <= most
    if field == "sex":
        return value in ("F", "M")
    if field in YES_NO:
        return value in ("yes", "no")
    if field == "spinal_levels":
        return isinstance(value, tuple) and bool(value) and set(value) <= {*ORDER, *REGIONS}
    if field == "metastatic_to_spine":
        return value in ("yes", "no", "unclear")
    if isinstance(value, tuple):
        return bool(value) and all(isinstance(part, str) and part.strip() for part in value)
    return isinstance(value, str) and bool(value.strip())


# --------------------------------------------------------------------------------------------------------- the whole


def run(named: Iterable[tuple[str, int]], jobs: int) -> Iterator[Result]:
    """Examine them on so many cores, in whatever order they are done."""
    if jobs == 1:
        yield from map(examine, named)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(examine, named, chunksize=20)


def report(results: list[Result]) -> bool:
    """Print the summary by kind, what failed with one example each, and the slowest; whether all is well."""
    print(f"{'kind':<16}{'inputs':>8}{'MB':>8}{'values':>9}{'failed':>8}{'ms/KB':>8}{'worst':>8}")
    for kind in (*SHORT, *LONG):
        _row(kind, [one for one in results if one.kind == kind])
    _row("all", results)
    print("\nslowest, CPU ms per KB:")
    for one in sorted(results, key=lambda one: -one.pace)[:5]:
        print(f"  {1000 * one.pace:8.1f}  --case {one.name}  ({one.size:,} code points, {one.seconds:.2f} s)")
    wrong = Counter(what for one in results for what in set(one.wrong))
    for what, count in wrong.most_common():
        least = min((one for one in results if what in one.wrong), key=lambda one: one.size)
        print(f"FAILED {count} times: {what}; smallest: --case {least.name} ({least.size:,} code points)")
    return not wrong


def _row(name: str, results: list[Result]) -> None:
    if not results:
        return
    size, seconds = sum(one.size for one in results), sum(one.seconds for one in results)
    counts = f"{len(results):>8,}{size / 1e6:>8.1f}{sum(one.values for one in results):>9,}"
    failed = sum(bool(one.wrong) for one in results)
    print(f"{name:<16}{counts}{failed:>8,}{1e6 * seconds / size:>8.2f}{1000 * max(one.pace for one in results):>8.1f}")


def main() -> int:
    """Run it and say how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--long", type=int, help="how many of them are long [default: one in 100]")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--case", nargs="*", metavar="KIND:SEED", help="these inputs only, in this process")
    parser.add_argument("--show", action="store_true", help="print the text of each --case")
    options = parser.parse_args()
    print(f"{len(seeds())} seeds, {sum(map(len, seeds())) / 1e6:.2f} MB")
    named = [(one.partition(":")[0], int(one.partition(":")[2])) for one in options.case or ()]
    if options.show:
        for kind, seed in named:
            print(mutated(kind, seed, seeds()))
    named = named or list(names(options.n, options.n // 100 if options.long is None else options.long))
    return int(not report(list(run(named, 1 if options.case else options.jobs))))


if __name__ == "__main__":
    sys.exit(main())
