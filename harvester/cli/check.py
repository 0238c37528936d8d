"""check: the page on which a person works through what waits."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ..query import find_query, read_query
from .opening import reopened, report_edit
from .options import Db, Out, QueryName, err


def check(  # noqa: PLR0913, PLR0917 - the options that users know
    query: QueryName,
    port: Annotated[int, typer.Option(help="TCP port; 0 takes a free one.", min=0, max=65535)] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any other asks for HARVESTER_PASSWORD.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further name that the page goes by, behind a proxy.")
    ] = None,
    by: Annotated[
        str, typer.Option(metavar="NAME", envvar="HARVESTER_BY", help="Your name; without it the page asks.")
    ] = "",
    out_dir: Out = None,
    db: Db = None,
) -> None:
    """Open the checking page: each abstract with its evidence marked, what waits, and your word on it.

    Every word is written down as it is said; nothing needs to be saved. Stop with Ctrl-C.

    Example: harvester check hpc-spine --out demo-series --by "Anna Berg"
    """
    from ..web import Address, serve  # noqa: PLC0415 - flask takes longer to import than the rest

    if by.startswith("rule:"):
        raise typer.BadParameter("the name of a person is needed", param_hint="--by")
    with reopened(read_query(find_query(query)), out_dir, db) as review:
        report_edit(review.series())
        password = os.environ.get("HARVESTER_PASSWORD", "")
        serve(
            review,
            Address(host=host, port=port, password=password, names=tuple(name or ())),
            by,
            lambda url: err.print(f"{url} is the checking page; stop with Ctrl-C", markup=False),
        )
