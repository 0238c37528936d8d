"""Names for review's verbs: reads the environment, shows progress, prints.

Exit status: 0 complete, 1 error, 2 usage, 3 incomplete (what is missing is listed on stderr).
"""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

from .. import __version__
from ..records import HarvesterError
from . import harvest, local, strategy, texts
from .options import err, out

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


for command in (
    harvest.run,
    strategy.search,
    strategy.lint,
    texts.extract,
    texts.parse,
    harvest.export,
    harvest.status,
    texts.evaluate,
):
    app.command()(command)
for local_command in (local.build, local.serve):
    mirror_app.command()(local_command)
