"""parse: PubMed XML in, one JSON record a line out, without a store."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ..crew import Crew, open_crew
from ..record_lines import Lines, record_lines
from ..watch import Watch
from .options import INCOMPLETE, err
from .progress import progress

_MANY = 8 << 20
"""Bytes of files; below, another process would take longer to start than to share the work."""


def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="PubMed XML, plain or .gz.")],
    to: Annotated[
        Path | None, typer.Option("--out", metavar="records.jsonl", help="Write here instead of stdout.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes; 1 is this one alone [default: one a core, for small files 1].", min=1),
    ] = None,
) -> None:
    """PubMed XML to one JSON record a line; what cannot be read is named on stderr.

    Example: harvester parse pubmed26n0001.xml.gz --out records.jsonl
    """
    counts = {"records": 0, "deletions": 0, "refused": 0}
    small = sum(path.stat().st_size for path in files if path.is_file()) < _MANY
    with (
        _written(to) as write,
        open_crew(1 if small and workers is None else workers) as crew,
        progress(silent=to is None and sys.stdout.isatty()) as watch,
    ):
        for lines in _lines(files, crew, watch):
            write(lines.text)
            counts["records"] += lines.records
            counts["deletions"] += lines.deletions
            counts["refused"] += len(lines.refusals)
            for refusal in lines.refusals:
                err.print(f"harvester: {refusal}", markup=False)
    summary = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    err.print(f"{summary} from {len(files):,} files in {watch.took}", markup=False)
    if counts["refused"]:
        raise typer.Exit(INCOMPLETE if counts["records"] else 1)


def _lines(files: list[Path], crew: Crew, watch: Watch) -> Iterator[Lines]:
    for number, path in enumerate(files, start=1):
        step = f"parse {path.name}" + (f" ({number} of {len(files)})" if len(files) > 1 else "")
        done = 0
        watch(step, done, 0)
        for lines in record_lines(path, crew):
            yield lines
            done += lines.records + lines.deletions + len(lines.refusals)
            watch(step, done, 0)


@contextlib.contextmanager
def _written(path: Path | None) -> Iterator[Any]:
    """Where the lines go: stdout, or a file that is put in place whole when all is written."""
    if path is None:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        yield file.write
    part.replace(path)
