"""What every command shares: its options, where it prints, and how it leaves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console

if TYPE_CHECKING:
    from ..entrez import Entrez, Traffic

INCOMPLETE = 3
"""The exit status of work that is done in part; what is missing is listed on stderr."""

AT_WORK = 5
"""The exit status when another process refreshes the review, and nothing was done."""

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
        "--as-of",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"],
        metavar="DATE",
        help="The series as it was known at the end of that day (UTC), or at an instant: 2026-11-23T06:30:00Z.",
    ),
]
PublishedBy = Annotated[
    datetime | None,
    typer.Option(
        "--published-by", formats=["%Y-%m-%d"], metavar="DATE", help="Only what had entered PubMed by that day's end."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One machine-readable object on stdout; all else on stderr.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no table; only gaps and warnings, on stderr.")]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="An error, and nothing stored, where PubMed would alter the strategy."),
]
By = Annotated[str, typer.Option(metavar="NAME", envvar="HARVESTER_BY", help="Your name, as the log shall say it.")]
Email = Annotated[str, typer.Option(envvar="NCBI_EMAIL", help="Sent to NCBI with every request, as it asks.")]


@contextmanager
def asked_source(
    source: str, offline: bool, email: str, say: Callable[[str], object] = lambda said: err.print(said, markup=False)
) -> Iterator[Entrez]:
    """The source that the options name; the key comes from the environment. `say` is told of every repeated request."""
    from ..sources import open_source  # noqa: PLC0415 - heavy, and most commands need no source

    if offline and source != "pubmed":
        raise typer.BadParameter("name a --source, or --offline for the demo corpus", param_hint="--source")
    key = os.environ.get("NCBI_API_KEY", "")
    with open_source("demo" if offline else source, email=email, api_key=key, say=say) as entrez:
        yield entrez


def day(moment: datetime | None) -> date | None:
    """The day of an option that is a date."""
    return moment.date() if moment else None


def known_by(moment: datetime | None) -> date | datetime | None:
    """The day, or the instant where a zone was given with it."""
    return moment if moment and moment.tzinfo else day(moment)


def print_json(value: Any) -> None:
    """One machine-readable object, and nothing else, on stdout."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def report_absent(absent: Sequence[str]) -> None:
    """Name on stderr the must-find PMIDs that the source does not hold."""
    if absent:
        err.print(f"harvester: note: must-find PMIDs this source does not hold: {', '.join(absent)}")


def report_lost(lost: Sequence[str]) -> None:
    """Name on stderr the must-find PMIDs that the source holds and the strategy does not find."""
    for pmid in lost:
        err.print(f"harvester: incomplete: must-find PMID {pmid} is in the source and the strategy does not find it")


def traffic_line(traffic: Traffic) -> str:
    """What went over the line, for people."""
    again = f", {traffic.retries} tried again" if traffic.retries else ""
    refused = f" ({traffic.refused} times over the rate)" if traffic.refused else ""
    return f"{traffic.requests} requests{again}{refused}, {traffic.bytes:,} bytes, {traffic.seconds:.1f} s on the line"
