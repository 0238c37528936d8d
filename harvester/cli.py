"""Names for review's verbs: reads the environment, shows progress, prints.

Exit status: 0 complete, 1 error, 2 usage, 3 incomplete (what is missing is listed on stderr).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from . import __version__, mirror
from .evaluate import Miss, Score, compare, read_gold, read_texts
from .export import head
from .lines import read_lines
from .pubmed import read_pubmed
from .query import find_query, read_query
from .records import Deletion, HarvesterError, Query, Record, Refusal, Refused, Report, Series
from .review import Outcome, Reader, Review, Watch, open_source
from .series import open_links
from .store import Store

INCOMPLETE = 3

SHOWN = 3
"""How many of a platform's warnings the terminal shows; a small mirror lacks many a word of a strategy."""

app = typer.Typer(
    name="harvester",
    help="A literature question in, a living patient-level case series out, every value with the words that prove it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
mirror_app = typer.Typer(help="A local PubMed that any E-utilities client can use.", no_args_is_help=True)
app.add_typer(mirror_app, name="mirror")

# A table that is piped into a file has no edge to be cut at.
out = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 200)
err = Console(stderr=True, soft_wrap=True, highlight=False)

QueryName = Annotated[
    str, typer.Argument(metavar="QUERY", help="A query's name (hpc-spine) or the path of a .toml file.")
]
Source = Annotated[
    str, typer.Option(help="pubmed, the folder of a mirror, or a base URL that ends in /entrez/eutils/.", metavar="SRC")
]
Offline = Annotated[bool, typer.Option("--offline", help="Use the demo corpus of synthetic records; no network.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The review's folder [default: ./QUERYNAME/].")]
Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="URL", envvar="HARVESTER_DB", help="sqlite:///… or postgresql://… [default: DIR/series.db]."
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The series as it was known at the end of that day."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One machine-readable object on stdout; all else on stderr.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no table; only gaps and warnings, on stderr.")]
Email = Annotated[str, typer.Option(envvar="NCBI_EMAIL", help="Sent to NCBI with every request, as it asks.")]


def main() -> NoReturn:
    """Run the command line; every error a user can mend is one line on stderr."""
    try:
        app()
    except HarvesterError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        err.print("harvester: stopped; what is stored stays, and the same command goes on from there", markup=False)
        sys.exit(130)
    sys.exit(0)


def _fail(message: str) -> NoReturn:
    err.print(f"harvester: error: {message}", markup=False)
    sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"harvester {__version__}")
        raise typer.Exit


@app.callback()
def harvester(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A literature question in, a living patient-level case series out."""


# ------------------------------------------------------------------------------------------------------------- run


@app.command()
def run(  # noqa: PLR0913, PLR0917 - the options of INTERFACE.md
    query: QueryName,
    source: Source = "pubmed",
    offline: Offline = False,
    out_dir: Out = None,
    db: Db = None,
    as_of: AsOf = None,
    email: Email = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Search, fetch, parse, extract, screen, link, store, export; safe to stop and to repeat.

    Example: harvester run hpc-spine --offline --out demo-series
    """
    asked = read_query(find_query(query))
    with (
        open_source("demo" if offline else source, email=email, api_key=os.environ.get("NCBI_API_KEY", "")) as entrez,
        _opened(asked, out_dir, db) as review,
        _progress(quiet or as_json) as watch,
    ):
        outcome = review.run(entrez, watch, _day(as_of))
    if as_json:
        _print_json(_summary(outcome))
    elif not quiet:
        _print_series(outcome.series)
        out.print(_traffic(outcome), markup=False)
        out.print(f"{len(outcome.files)} files in {review.folder}", markup=False)
    _report_gaps(outcome)


@contextlib.contextmanager
def _opened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """The review in its folder, with its database; both are made where there are none."""
    home = folder or Path(query.name)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HarvesterError(
            f"{home}: cannot be the output folder ({error.strerror}); name another with --out"
        ) from error
    with Store(db) if db else Store.at(home / "series.db") as store:
        others = store.reviews() - {query.name}
        if others and not db:
            raise HarvesterError(
                f"{home}: holds the review {', '.join(sorted(others))}; name another folder with --out"
            )
        yield Review(query=query, store=store, folder=home)


@contextlib.contextmanager
def _reopened(query: Query, folder: Path | None, db: str | None) -> Iterator[Review]:
    """A review that was run before; where there is none nothing is made."""
    home = folder or Path(query.name)
    if not db and not (home / "series.db").is_file():
        raise HarvesterError(f"{home}: {query.name} was never run here; `harvester run {query.name}` starts it")
    with _opened(query, folder, db) as review:
        if query.name not in review.store.reviews():
            raise HarvesterError(f"{home}: no search of {query.name} was ever completed; `harvester run` starts it")
        yield review


@contextlib.contextmanager
def _progress(silent: bool) -> Iterator[Watch]:
    """A bar a step on stderr; none when it is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, disable=silent or not err.is_terminal, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield watch


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _print_series(series: Series) -> None:
    """The flow counts, then the head of the case table."""
    flow = series.flow
    counts = Table("flow", "n", box=None, pad_edge=False)
    for box, count in _boxes(series).items():
        counts.add_row(escape(box), str(count))
    out.print(counts)
    out.print()
    rows = head(series)
    cases = Table(*rows[0], box=None, pad_edge=False)
    for row in rows[1:]:
        cases.add_row(*map(escape, row))
    out.print(cases)
    if flow.included_patients > len(rows) - 1:
        out.print(f"… and {flow.included_patients - len(rows) + 1} more in cases.csv")


def _boxes(series: Series) -> dict[str, int]:
    flow = series.flow
    return {
        "identified": flow.identified,
        "duplicates": flow.duplicates,
        "refused (unreadable)": flow.refused,
        "missing": flow.missing,
        "deleted": flow.deleted,
        "screened": flow.screened,
        **{f"excluded: {reason}": count for reason, count in flow.excluded.items()},
        "unsure (wait for a person)": flow.unsure,
        "included reports": flow.included_reports,
        "included patients": flow.included_patients,
    }


def _traffic(outcome: Outcome) -> str:
    traffic = outcome.traffic
    return f"{traffic.requests} requests, {traffic.bytes:,} bytes, {traffic.seconds:.1f} s on the line"


def _summary(outcome: Outcome) -> dict[str, Any]:
    return {
        "query": outcome.series.query.name,
        "platform": outcome.search.platform,
        "complete": outcome.complete,
        "count": outcome.search.count,
        "warnings": outcome.search.warnings,
        "flow": msgspec.to_builtins(outcome.series.flow),
        "missing": outcome.missing,
        "refusals": [str(one) for one in outcome.refusals],
        "gone": outcome.gone,
        "must_find_lost": outcome.lost,
        "must_find_not_in_source": outcome.absent,
        "files": [str(path) for path in outcome.files],
        "traffic": msgspec.to_builtins(outcome.traffic),
    }


def _report_gaps(outcome: Outcome) -> None:
    """Name on stderr all that the series does not hold, and leave with 3 when it is incomplete."""
    # A dropped tag changes the search most; a word that is nowhere changes it least.
    warnings = sorted(outcome.search.warnings, key=lambda said: not said.startswith("FieldNotFound"))
    for warning in warnings[:SHOWN]:
        err.print(f"harvester: warning: {warning}", markup=False)
    if more := warnings[SHOWN:]:
        err.print(f"harvester: warning: {len(more)} more of {outcome.search.platform}, all in search.md", markup=False)
    if outcome.absent:
        err.print(f"harvester: note: must-find PMIDs this source does not hold: {', '.join(outcome.absent)}")
    for pmid in outcome.lost:
        err.print(f"harvester: incomplete: must-find PMID {pmid} is in the source and the strategy does not find it")
    for refusal in outcome.refusals:
        err.print(f"harvester: incomplete: {refusal}", markup=False)
    if outcome.gone:
        why = "found by the last search and not by this one; they stay in the series"
        err.print(f"harvester: incomplete: {len(outcome.gone)} PMIDs {why}: {', '.join(outcome.gone)}", markup=False)
    if outcome.missing:
        err.print(f"harvester: incomplete: found and never delivered: {', '.join(outcome.missing)}; run again")
    if not outcome.complete:
        raise typer.Exit(INCOMPLETE)


@app.command()
def export(query: QueryName, out_dir: Out = None, db: Db = None, as_of: AsOf = None) -> None:
    """Write the review's files again from its database.

    Example: harvester export hpc-spine --out demo-series
    """
    with _reopened(read_query(find_query(query)), out_dir, db) as review:
        _report_edit(review.series())
        for path in review.export(_day(as_of)):
            out.print(str(path), markup=False)


def _report_edit(series: Series) -> None:
    """Say on stderr that what is stored was judged by another edition of the query file."""
    if series.searches and series.searches[-1].query_digest != series.query.digest:
        err.print("harvester: warning: the query file was edited since the last run; run again to judge by it")


@app.command()
def status(query: QueryName, out_dir: Out = None, db: Db = None, as_json: Json = False) -> None:
    """What is in the series, when it was last searched, and what waits for a person.

    Example: harvester status hpc-spine --out demo-series
    """
    with _reopened(read_query(find_query(query)), out_dir, db) as review:
        series = review.series()
    _report_edit(series)
    if as_json:
        _print_json(_standing(series))
    else:
        _print_status(series)


def _standing(series: Series) -> dict[str, Any]:
    return {
        "searched": _last_searched(series),
        "flow": msgspec.to_builtins(series.flow),
        "waiting": [report.record.pmid for report in _waiting(series)],
        "pairs": [one.subject for one in open_links(series)],
    }


def _last_searched(series: Series) -> datetime:
    return series.searches[-1].confirmed_at or series.searches[-1].ran_at


def _waiting(series: Series) -> list[Report]:
    return [report for report in series.reports if report.decision and report.decision.verdict == "unsure"]


def _print_status(series: Series) -> None:
    out.print(
        f"last searched {_last_searched(series):%Y-%m-%d %H:%M} UTC on {series.searches[-1].platform}", markup=False
    )
    for box, count in _boxes(series).items():
        out.print(f"{count:>6}  {box}", markup=False)
    for report in _waiting(series):
        reason = report.decision.reason if report.decision else ""
        out.print(f"waits  PMID {report.record.pmid}: {reason}: {report.record.title}", markup=False)
    for one in open_links(series):
        out.print(f"waits  {one.kind}: {one.subject}: {one.reason}", markup=False)


# ---------------------------------------------------------------------------------------------------------- search


@app.command()
def search(
    query: QueryName, source: Source = "pubmed", offline: Offline = False, email: Email = "", as_json: Json = False
) -> None:
    """Dry run: count, translation, warnings, slices; stores nothing.

    Example: harvester search hpc-spine --offline
    """
    asked = read_query(find_query(query))
    key = os.environ.get("NCBI_API_KEY", "")
    with open_source("demo" if offline else source, email=email, api_key=key) as entrez:
        found = entrez.search(asked, ran_at=datetime.now().astimezone())
    if as_json:
        _print_json(msgspec.to_builtins(found))
        return
    out.print(f"{found.count} records on {found.platform}", markup=False)
    for part in found.slices[1:] and found.slices:
        out.print(f"  PMID {part.low} to {part.high}: {part.count}", markup=False)
    out.print(f"read as: {found.translation}", markup=False)
    for warning in found.warnings:
        out.print(f"warning: {warning}", markup=False)


# --------------------------------------------------------------------------------------------------- extract, parse


@app.command()
def extract(
    query: QueryName,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="JSON Lines; standard input when left out.")
    ] = None,
) -> None:
    """Titles and abstracts as JSON Lines in, the values with their words as JSON Lines out; no store.

    Example: echo '{"id": "1", "title": "A title", "abstract": "A 48-year-old woman …"}' | harvester extract hpc-spine
    """
    reader = Reader(read_query(find_query(query)))
    lines = file.open("rb") if file else sys.stdin.buffer
    bad = 0
    with lines:
        for item in read_lines(lines, str(file or "stdin")):
            if isinstance(item, Refusal):
                bad += 1
                err.print(f"harvester: {item}", markup=False)
            else:
                _print_json(reader.line(item))
    if bad:
        raise typer.Exit(INCOMPLETE)


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="PubMed XML, plain or .gz.")],
    to: Annotated[
        Path | None, typer.Option("--out", metavar="records.jsonl", help="Write here instead of stdout.")
    ] = None,
) -> None:
    """PubMed XML to one JSON record a line; what cannot be read is named on stderr.

    Example: harvester parse pubmed26n0001.xml.gz --out records.jsonl
    """
    counts = {"records": 0, "deletions": 0, "refused": 0}
    encoder = msgspec.json.Encoder()
    with _written(to) as write:
        for item in _items(files):
            if isinstance(item, Refusal):
                counts["refused"] += 1
                err.print(f"harvester: {item}", markup=False)
            elif isinstance(item, Deletion):
                counts["deletions"] += 1
            else:
                counts["records"] += 1
                write(encoder.encode(item) + b"\n")
    summary = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    err.print(f"{summary} from {len(files):,} files", markup=False)
    if counts["refused"]:
        raise typer.Exit(INCOMPLETE if counts["records"] else 1)


def _items(files: list[Path]) -> Iterator[Record | Deletion | Refusal]:
    """Every item of every file; a file that is no PubMed XML at all is one refusal, and the next one is read."""
    for path in files:
        try:
            yield from read_pubmed(path)
        except Refused as error:
            yield Refusal(source=error.source, why=error.why, pmid=error.pmid)


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


# ---------------------------------------------------------------------------------------------------------- mirror


@mirror_app.command("build")
def mirror_build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The mirror's folder; made where there is none.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="PubMed XML, plain or .gz.")],
) -> None:
    """Put PubMed XML into a mirror; a later version replaces an earlier one, a deletion removes.

    Example: harvester mirror build my-pubmed records/*.xml
    """
    built = mirror.build(folder, files)
    out.print(
        f"{built.records:,} records, {built.replaced:,} replaced, {built.deleted:,} deleted in {folder}", markup=False
    )
    for refusal in built.refused:
        err.print(f"harvester: {refusal}", markup=False)
    if built.refused:
        raise typer.Exit(INCOMPLETE)


@mirror_app.command("serve")
def mirror_serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The mirror's folder.")],
    port: Annotated[int, typer.Option(help="TCP port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 8000,
) -> None:
    """Serve a mirror to any E-utilities client until it is stopped.

    Example: harvester mirror serve my-pubmed --port 8000
    """
    mirror.serve(folder, port=port, announce=lambda url: err.print(f"{url} answers as PubMed; stop with Ctrl-C"))


# -------------------------------------------------------------------------------------------------------- evaluate


@app.command()
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
    """Precision, recall and F1 of inclusion, of the patient count and of every field against a gold file.

    Example: harvester evaluate hpc-spine data/demo/gold.jsonl
    """
    reader = Reader(read_query(find_query(query)))
    labelled = read_gold(gold)
    records = read_texts(texts or sorted(gold.parent.glob("*.xml")))
    absent = [line["id"] for line in labelled if line["id"] not in records]
    present = [line for line in labelled if line["id"] in records]
    scores, differing = compare(present, {line["id"]: reader.line(records[line["id"]]) for line in present})
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
        _print_json({"reports": n, "fields": rows, "misses": msgspec.to_builtins(differing)})
        return
    table = Table("field", "gold", "found", "right", "precision", "recall", "F1", title=f"{n} reports", box=None)
    for row in rows:
        table.add_row(
            *("–" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row.values())
        )
    out.print(table)
    for miss in differing:
        out.print(f"{miss.id} case {miss.case} {miss.field}: gold {miss.gold!r}, found {miss.found!r}", markup=False)


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()
