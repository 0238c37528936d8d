"""Kills the installed command line (SIGKILL) at random moments, repeats each run to its end, and compares.

`python benchmarks/kill_drill.py [TRIALS]`. Rows of every table are compared with those of one undisturbed run, all
columns but those that say when, and so are the files, byte for byte. Prints what was killed in which state; 1 if any
differs.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

COMMAND = [str(Path(sys.executable).with_name("harvester")), "run", "hpc-spine", "--offline", "--quiet", "--out"]
MOMENTS = {"ran_at", "confirmed_at", "seen_at", "at"}
FILES = ("cases.csv", "reports.csv", "evidence.csv", "flow.csv")


def main() -> int:
    """Run the drill and say how it went."""
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    random.seed(20261122)
    with tempfile.TemporaryDirectory() as folder:
        seconds = -time.perf_counter()
        run(Path(folder) / "undisturbed", None)
        seconds += time.perf_counter()
        expected = outcome(Path(folder) / "undisturbed")
        killed = equal = 0
        states: Counter[str] = Counter()
        for trial in range(trials):
            home = Path(folder) / str(trial)
            killed += run(home, random.uniform(0.1, seconds * 1.05))
            states[state(home)] += 1
            run(home, None)
            equal += outcome(home) == expected
    print(f"undisturbed run {seconds:.1f} s; {trials} trials, {killed} killed before they ended")
    print(f"state after the kill: {dict(states)}")
    print(f"equal to the undisturbed run after repeating: {equal} of {trials}")
    return int(equal != trials)


def run(home: Path, kill_after: float | None) -> bool:
    """One run; whether it was killed. A run left alone must end with 0."""
    process = subprocess.Popen([*COMMAND, str(home)], stderr=subprocess.DEVNULL)
    try:
        if process.wait(kill_after) != 0:
            raise SystemExit(f"{home}: the run ended with {process.returncode}")
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def state(home: Path) -> str:
    """How far the run had come."""
    if not (home / "series.db").exists():
        return "no database"
    with closing(sqlite3.connect(home / "series.db")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        counts = {name: count(database, name) for name in ("searches", "versions") if name in tables}
    if not counts.get("searches"):
        return "no search"
    return "records stored" if counts["versions"] else "search stored"


def count(database: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(rows)


def outcome(home: Path) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """The rows of every table without their moments, and the files."""
    rows: dict[str, list[str]] = {}
    with closing(sqlite3.connect(home / "series.db")) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in MOMENTS]
            wanted = ", ".join(f'"{name}"' for name in columns)
            rows[table] = sorted(map(repr, database.execute(f"SELECT {wanted} FROM {table}")))
    return rows, {name: (home / name).read_bytes() for name in FILES}


if __name__ == "__main__":
    sys.exit(main())
