"""extract, evaluate: texts in, values out, without a store."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from ..errors import Refused
from ..evaluate import Miss, Score, compare, read_gold, read_texts
from ..lines import read_lines
from ..query import find_query, read_query
from ..reader import Reader
from ..records import Query, Refusal
from ..watch import watched
from .options import INCOMPLETE, Json, QueryName, err, out, print_json
from .progress import progress


def extract(
    query: QueryName,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON Lines; standard input when left out.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Ask this model instead of the rules; sends the texts to --endpoint.")
    ] = "",
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="An OpenAI-compatible address; its key is read from HARVESTER_LLM_KEY.")
    ] = "",
) -> None:
    """Titles and abstracts as JSON Lines in, values with their words out; no store.

    Example: echo '{"id": "1", "title": "A title", "abstract": "A 48-year-old woman …"}' | harvester extract hpc-spine
    """
    question = read_query(find_query(query))
    lines = file.open("rb") if file else sys.stdin.buffer
    bad = 0
    read = 0
    # A bar between the lines of a terminal would be in their way.
    with _asked(question, model, endpoint) as reader, lines, progress(silent=sys.stdout.isatty()) as watch:
        for item in watched(read_lines(lines, str(file or "stdin")), watch, "extract", _lines_of(file)):
            read += 1
            if isinstance(item, Refusal):
                bad += 1
                err.print(f"harvester: {item}", markup=False)
                continue
            try:
                print_json(reader.line(item))
            except Refused as error:
                bad += 1
                err.print(f"harvester: {error}", markup=False)
    err.print(f"harvester: {read - bad:,} of {read:,} texts read in {watch.took}", markup=False)
    if bad:
        raise typer.Exit(INCOMPLETE)


def _lines_of(file: Path | None) -> int:
    """How many texts a file holds; 0, not known, for what comes through a pipe."""
    if file is None or not file.is_file():
        return 0
    with file.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


@contextlib.contextmanager
def _asked(question: Query, model: str, endpoint: str) -> Iterator[Reader]:
    """The reader by rules, or by the model that was named, which says at the end what became of its values."""
    if bool(model) != bool(endpoint):
        raise typer.BadParameter("a model is asked with both --model NAME and --endpoint URL", param_hint="--model")
    if not model:
        yield Reader(question)
        return
    from ..model import Endpoint, ModelExtractor  # noqa: PLC0415 - the rules need not wait for it

    key = os.environ.get("HARVESTER_LLM_KEY", "")
    line = Endpoint(url=endpoint, key=key, say=lambda said: err.print(f"harvester: {said}", markup=False))
    extractor = ModelExtractor(question, model, line)
    with contextlib.closing(line):
        try:
            yield Reader(question, extractor)
        finally:
            err.print(f"harvester: {extractor.model}: {extractor.tally}", markup=False)


def evaluate(
    query: QueryName,
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="One labelled report a line.")],
    texts: Annotated[
        list[Path] | None,
        typer.Option(help="The reports: PubMed XML or JSON Lines [default: the .xml files beside the gold file]."),
    ] = None,
    misses: Annotated[
        bool, typer.Option("--misses", help="List every value that differs, with the found words.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Precision, recall and F1 of inclusion and of every field against a gold file.

    Example: harvester evaluate hpc-spine data/demo/gold.jsonl
    """
    reader = Reader(read_query(find_query(query)))
    labelled = read_gold(gold)
    records = read_texts(texts or sorted(gold.parent.glob("*.xml")))
    absent = [line["id"] for line in labelled if line["id"] not in records]
    present = [line for line in labelled if line["id"] in records]
    with progress(as_json) as watch:
        read = {line["id"]: reader.line(records[line["id"]]) for line in watched(present, watch, "read", len(present))}
    scores, differing = compare(present, read)
    _print_scores(scores, differing if misses else (), len(labelled) - len(absent), as_json)
    if absent:
        err.print(f"harvester: incomplete: gold without a text: {', '.join(absent)}", markup=False)
        raise typer.Exit(INCOMPLETE)


def _print_scores(scores: tuple[Score, ...], differing: tuple[Miss, ...], n: int, as_json: bool) -> None:
    rows = [
        {"field": one.field, "gold": one.gold, "found": one.found, "right": one.right}
        | {"precision": one.precision, "recall": one.recall, "f1": one.f1}
        for one in scores
    ]
    if as_json:
        print_json({"reports": n, "fields": rows, "misses": msgspec.to_builtins(differing)})
        return
    table = Table("field", "gold", "found", "right", "precision", "recall", "F1", title=f"{n} reports", box=None)
    for row in rows:
        table.add_row(
            *("–" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row.values())
        )
    out.print(table)
    for miss in differing:
        out.print(f"{miss.id} case {miss.case} {miss.field}: gold {miss.gold!r}, found {miss.found!r}", markup=False)
