"""Duplicates found in public sets, beside bib-dedupe; how sure a score may be taken; and how time and memory grow.

`python -m benchmarks.same_report [--rounds 3] [--peer PYTHON] [--sizes 1000 10000 100000] [--plot FILE.svg]`. The peer
has an interpreter of its own, made with

    python -m venv /work/bibdedupe-venv && /work/bibdedupe-venv/bin/pip install bib-dedupe

Without one its part is skipped and that is said. Both start from the CSV file and end with groups (pandas reading for
the peer, `read_references` for us); importing is not timed; both may use both cores; they take turns, and the median of
the rounds counts. Precision and recall are pairwise: every pair of a group, against every pair of a group that people
made (Rathbone 2015). The growth is measured on made-up references (benchmarks/made_up_references.py), each size in a
process of its own.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import psutil

from benchmarks.made_up_references import pairs, references
from harvester.groups import group
from harvester.link.reports import duplicates
from harvester.references import Entry, read_references

SHARED = Path(__file__).parents[2] / "shared" / "data" / "dedup"
SETS = ("cytology_screening", "haematology")
PEER = """
import contextlib, io, json, sys, time
import pandas as pd
from bib_dedupe.bib_dedupe import block, cluster, match, prep
if __name__ == "__main__":
    begin = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        groups = cluster(match(block(prep(pd.read_csv(sys.argv[1])))))
    print(json.dumps({"seconds": time.perf_counter() - begin, "groups": groups}))
"""


def main() -> None:
    """Run all parts and print their tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--peer", default="")
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 3_000, 10_000, 30_000, 100_000])
    asked.add_argument("--plot", type=Path)
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.one:
        print(json.dumps(_grown(options.one)))
        return
    if SHARED.is_dir():
        for name in SETS:
            _compare(name, options.rounds, options.peer)
        _calibration()
    else:
        print("skipped: ../shared with the public sets is not there")
    _growth(options.sizes, options.plot)


def _compare(name: str, rounds: int, peer: str) -> None:
    path = SHARED / name / "records_pre_merged.csv"
    gold = _gold(name)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_ours(path))
        if peer:
            theirs.append(_theirs(path, peer))
    print(f"{name}: {len(gold)} pairs that people made one")
    seconds = _line("harvester", ours, gold)
    if theirs:
        print(f"  ratio of times {_line('bib-dedupe', theirs, gold) / seconds:.1f}")
    else:
        print("  bib-dedupe skipped: no --peer")


def _gold(name: str) -> set[tuple[str, str]]:
    """The pairs of a set that people made one."""
    with (SHARED / name / "merged_record_ids.csv").open(encoding="utf-8", newline="") as lines:
        return _pairs(row["merged_ids"].split(";") for row in csv.DictReader(lines))


def _line(who: str, runs: list[tuple[float, set[tuple[str, str]]]], gold: set[tuple[str, str]]) -> float:
    seconds = statistics.median(run[0] for run in runs)
    found = runs[-1][1]
    right = len(found & gold)
    precision, recall = right / len(found), right / len(gold)
    f1 = 2 * precision * recall / (precision + recall)
    wrong = len(found) - right
    print(f"  {who:<11} P {precision:.4f} ({wrong} wrong)  R {recall:.4f}  F1 {f1:.4f}  {seconds:.2f} s")
    return seconds


def _ours(path: Path) -> tuple[float, set[tuple[str, str]]]:
    begin = time.perf_counter()
    found = group([one for one in read_references(path) if isinstance(one, Entry)])
    seconds = time.perf_counter() - begin
    groups: dict[int, list[str]] = {}
    for one in found.members:
        groups.setdefault(one.group, []).append(one.entry.id)
    return seconds, _pairs(groups.values())


def _theirs(path: Path, peer: str) -> tuple[float, set[tuple[str, str]]]:
    done = subprocess.run([peer, "-c", PEER, str(path)], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["seconds"], _pairs(answer["groups"])


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for ids in groups for pair in combinations(sorted(ids), 2)}


def _calibration() -> None:
    """Of the pairs with a score in a bin, the share that people made one; doubts (another place ...) kept apart."""
    print("calibration on both sets: score, pairs, of which people made one; without doubts / with")
    scored: list[tuple[float, bool, bool]] = []
    for name in SETS:
        entries = [one for one in read_references(SHARED / name / "records_pre_merged.csv") if isinstance(one, Entry)]
        gold = _gold(name)
        for subject, match in duplicates({one.id: one.record for one in entries}).items():
            low, high = sorted(subject.split(" = "))
            doubted = not match.reason.split("; ")[0].rpartition(" ")[2].startswith(("+", "-"))
            scored.append((match.score, doubted, (low, high) in gold))
    for least, most in ((0.5, 0.9), (0.9, 0.99), (0.99, 0.999), (0.999, 1.01)):
        cells = []
        for doubted in (False, True):
            of_bin = [same for score, doubt, same in scored if least <= score < most and doubt == doubted]
            cells.append(f"{len(of_bin):>5} {sum(of_bin) / len(of_bin) if of_bin else math.nan:>6.3f}")
        print(f"  {least:.3f} to {min(most, 1):.3f}  {' / '.join(cells)}")


# ------------------------------------------------------------------------------------------------------------- growth


def _grown(size: int) -> dict[str, Any]:
    """One size in this process: seconds, memory above that of the references themselves, precision and recall."""
    planted = references(size)
    gc.collect()
    before = psutil.Process().memory_info().rss
    begin = time.perf_counter()
    found = duplicates(planted.records)
    seconds = time.perf_counter() - begin
    memory = psutil.Process().memory_info().rss - before
    certain = {subject for subject, match in found.items() if match.verdict == "yes"}
    same = set(pairs(planted))
    return {
        "records": len(planted.records),
        "seconds": seconds,
        "megabytes": memory / 1e6,
        "pairs": len(same),
        "precision": len(certain & same) / len(certain),
        "recall": len(certain & same) / len(same),
    }


def _growth(sizes: list[int], plot: Path | None) -> None:
    command = [sys.executable, "-m", "benchmarks.same_report", "--one"]
    runs = []
    print("growth on made-up references: records, seconds, MB held at the end, pairs, precision, recall, F1")
    for size in sizes:
        done = subprocess.run([*command, str(size)], capture_output=True, text=True, check=True)
        run = json.loads(done.stdout)
        runs.append(run)
        f1 = 2 * run["precision"] * run["recall"] / (run["precision"] + run["recall"])
        print(
            f"  {run['records']:>7,} {run['seconds']:>7.2f} s {run['megabytes']:>6.0f} MB {run['pairs']:>7,}"
            f"  {run['precision']:.4f}  {run['recall']:.4f}  {f1:.4f}"
        )
    if len(runs) > 1:
        first, last = runs[0], runs[-1]
        power = math.log(last["seconds"] / first["seconds"]) / math.log(last["records"] / first["records"])
        print(f"  time grows with the power {power:.2f} of the number of records")
    if plot:
        _draw(runs, plot)


def _draw(runs: list[dict[str, Any]], path: Path) -> None:
    """Seconds against records on two logarithmic axes, with the straight line of linear growth."""
    import matplotlib.pyplot as plt  # noqa: PLC0415 - the rest runs without it

    figure, axes = plt.subplots(figsize=(5, 4))
    records = [run["records"] for run in runs]
    seconds = [run["seconds"] for run in runs]
    axes.loglog(records, seconds, "o-", color="#0072B2", label="same report")
    linear = [seconds[0] * one / records[0] for one in records]
    axes.loglog(records, linear, "--", color="#999999", label="linear")
    axes.set(xlabel="references", ylabel="seconds", title="Time to find duplicates")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path)


if __name__ == "__main__":
    main()
