"""How long a command takes to start: `python -m benchmarks.startup`.

Wall time, medians of eleven, of `--help`, of `status` on the demo's series, and of what bounds them: Python itself, and
the imports of typer and SQLAlchemy alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.peers import seconds_of

RUNS = 11


def main() -> None:
    """Measure, and print what came out."""
    with tempfile.TemporaryDirectory() as made:
        home = str(Path(made) / "demo")
        python, harvester = [sys.executable], [str(Path(sys.executable).with_name("harvester"))]
        subprocess.run([*harvester, "run", "hpc-spine", "--offline", "--quiet", "--out", home], check=False)
        ways = {
            "python -c pass": [*python, "-c", "pass"],
            "import typer": [*python, "-c", "import typer"],
            "import sqlalchemy": [*python, "-c", "import sqlalchemy"],
            "harvester --help": [*harvester, "--help"],
            "harvester status": [*harvester, "status", "hpc-spine", "--out", home],
            "harvester status --json": [*harvester, "status", "hpc-spine", "--out", home, "--json"],
        }
        for name, words in ways.items():
            taken = median(seconds_of(partial(called, words)) for _ in range(RUNS))
            print(f"{name:24} {taken * 1000:>6.0f} ms")


def called(words: list[str]) -> None:
    """Call a command and wait for its end."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
