"""mirror build, mirror serve: a local PubMed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from .. import mirror
from .options import INCOMPLETE, Json, err, out, print_json
from .progress import progress

app = typer.Typer(
    help="A local PubMed that any E-utilities client can use.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The mirror's folder; made where there is none.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="PubMed XML or NLM's MeSH (desc, qual), plain or .gz.")
    ],
    workers: Annotated[
        int,
        typer.Option(help="Processes that read files ahead; 1 for this one alone.", min=1, show_default="the cores"),
    ] = os.cpu_count() or 1,
    as_json: Json = False,
) -> None:
    """Put PubMed XML into a mirror; a later version replaces an earlier one, a deletion removes.

    PubMed's bulk files are verified by the .md5 beside them, applied in the order of their numbers, and once only.

    Example: harvester mirror build my-pubmed records/*.xml desc2026.xml
    """
    if folder.is_file():
        raise typer.BadParameter(f"{folder} is a file; the first argument is the mirror's folder", param_hint="DIR")
    with progress(as_json) as watch:
        built = mirror.build(folder, files, watch, workers=workers)
    if as_json:
        print_json({**msgspec.to_builtins(built), "refused": [str(one) for one in built.refused]})
    else:
        counts = f"{built.records:,} records, {built.replaced:,} replaced, {built.deleted:,} deleted in {folder}"
        idle = {"unchanged": built.unchanged, "with an older version than is held": built.superseded}
        counts += "".join(f"; {count:,} {what}" for what, count in idle.items() if count)
        skipped = f"; {len(built.skipped)} files applied before" if built.skipped else ""
        mesh = f"; {built.mesh_names:,} names of MeSH" if built.mesh_names else ""
        out.print(counts + skipped + mesh, markup=False)
        err.print(f"harvester: {len(files):,} files in {watch.took}, {len(built.refused):,} refusals", markup=False)
    for refusal in built.refused:
        err.print(f"harvester: {refusal}", markup=False)
    if built.refused:
        raise typer.Exit(INCOMPLETE)


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The mirror's folder.")],
    port: Annotated[int, typer.Option(help="TCP port; 0 takes a free one.", min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; any other lets the network in.")] = "127.0.0.1",
    no_limits: Annotated[bool, typer.Option("--no-limits", help="Answer more often than NCBI would.")] = False,
    history_hours: Annotated[float, typer.Option(help="How long results are kept for WebEnv.", min=0)] = 8,
) -> None:
    """Serve a mirror to any E-utilities client until it is stopped; faults on demand by the header x-fault.

    It answers 3 requests a second of an address, or 10 with an API key (any one), as NCBI does.

    Example: harvester mirror serve my-pubmed --port 8000
    """
    mirror.serve(
        folder,
        host=host,
        port=port,
        limits=None if no_limits else mirror.Rates(),
        history_seconds=history_hours * 3600,
        announce=lambda url: err.print(f"{url} answers as PubMed; stop with Ctrl-C", markup=False),
    )
