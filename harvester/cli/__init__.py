"""Names for review's verbs: reads the environment, shows progress, prints.

Exit status: 0 complete, 1 error, 2 usage, 3 incomplete (what is missing is listed on stderr), 4 a published count was
not reproduced (with --strict), 5 another refresh of the review is at work.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from .. import __version__
from ..errors import AtWork, HarvesterError
from .options import AT_WORK, err, out

COMMANDS = {
    "run": ("harvest:run", "Search, fetch, parse, extract, screen, link, store, export; safe to stop and to repeat."),
    "refresh": ("refresh:refresh", "Bring a series up to date and write the digest of what is new; for a scheduler."),
    "diff": ("refresh:diff", "What an edit of the strategy gains and loses, before it is applied; stores nothing."),
    "search": ("strategy:search", "Dry run: count, translation, warnings, slices; stores nothing."),
    "lint": ("strategy:lint", "What PubMed would silently ignore or misread in a strategy, each at its place."),
    "extract": ("texts:extract", "Titles and abstracts as JSON Lines in, values with their words out; no store."),
    "parse": ("parse:parse", "PubMed XML to one JSON record a line; what cannot be read is named on stderr."),
    "import": (
        "references:import_",
        "Take reference files of any database, or an edited cases.xlsx or decisions.csv, into the series.",
    ),
    "scan": (
        "scan:scan_",
        "PubMed's bulk files straight into series: several queries in one pass; safe to stop and to repeat.",
    ),
    "check": (
        "check:check",
        "Open the checking page: each abstract with its evidence marked, what waits, and your word on it.",
    ),
    "decide": ("decide:decide", "Record one judgement of a person: on a report, a case, a pair, or one value."),
    "dedupe": (
        "references:dedupe",
        "Duplicates within and between reference files; nothing is merged, deleted or stored.",
    ),
    "reproduce": ("reproduce:reproduce_", "A published review's count against the series, each difference explained."),
    "export": ("harvest:export", "Write the review's files again from its database."),
    "status": ("status:status", "What is in the series, when it was last searched, what waits for a person."),
    "evaluate": ("texts:evaluate", "Precision, recall and F1 of inclusion and of every field against a gold file."),
    "mirror": ("local:app", "A local PubMed that any E-utilities client can use."),
}
"""Command -> its module and name in this package, and what `--help` says of it."""


class Commands(TyperGroup):
    """The commands by name; a module is imported when its command is called, so that none waits for the others."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(COMMANDS)
        """What a mistyped name is compared with."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        return get_command(_alone(getattr(import_module(f".{module}", __name__), name)))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The names with their lines, none of them imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _alone(command: Any) -> typer.Typer:
    """A command, or an app of several, as an app."""
    if isinstance(command, typer.Typer):
        return command
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command()(command)
    return app


app = typer.Typer(
    name="harvester",
    cls=Commands,
    help="A literature question in, a living patient-level case series out, every value with the words that prove it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def main() -> NoReturn:
    """Run the command line; every error a user can mend is one line on stderr."""
    try:
        app()
    except AtWork as error:
        _fail(str(error), AT_WORK)
    except HarvesterError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'input or output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        err.print("harvester: stopped; what is stored stays, and the same command goes on from there", markup=False)
        sys.exit(130)
    sys.exit(0)


def _fail(message: str, status: int = 1) -> NoReturn:
    err.print(f"harvester: error: {message}", markup=False)
    sys.exit(status)


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
