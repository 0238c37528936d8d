"""mirror build, mirror serve: a local PubMed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import mirror
from .options import INCOMPLETE, err, out


def build(
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


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The mirror's folder.")],
    port: Annotated[int, typer.Option(help="TCP port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 8000,
) -> None:
    """Serve a mirror to any E-utilities client until it is stopped.

    Example: harvester mirror serve my-pubmed --port 8000
    """
    mirror.serve(folder, port=port, announce=lambda url: err.print(f"{url} answers as PubMed; stop with Ctrl-C"))
