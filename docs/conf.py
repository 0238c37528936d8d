"""How the documents become a site: `sphinx-build -W docs SITE`. Nothing in the site is loaded from elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import typer
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[1]))

from harvester import __version__
from harvester.cli import COMMANDS, Commands

project = "harvester"
author = "the founders of harvester"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["schedule/*"]
html_theme = "furo"
html_title = "harvester"
html_copy_source = False
html_show_copyright = False
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": False, "exclude-members": "__init__"}
# A link to a file of the repository, or to a folder of it, leads out of the site.
suppress_warnings = ["myst.xref_missing"]
nitpicky = False


class HelpOfCommands(Directive):
    """What `--help` says of each command, as a section a command."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A title and the words of the command itself, for each in the order of the help."""
        return [self._section(name) for name in COMMANDS]

    def _section(self, name: str) -> nodes.section:
        section = nodes.section(ids=[name])
        section += nodes.title(text=name)
        for words in helps(name):
            section += nodes.literal_block(text=words, language="none")
        self.state.document.note_explicit_target(section)
        return section


def helps(name: str) -> list[str]:
    """The help of a command, or of each of its own commands where it has such."""
    command = Commands(name="harvester").get_command(None, name)
    inner = getattr(command, "commands", {})
    named = {f"harvester {name} {below}": one for below, one in inner.items()} or {f"harvester {name}": command}
    return [one.get_help(typer.Context(one, info_name=called, max_content_width=96)) for called, one in named.items()]


def plain_words(_: Sphinx, __: str, ___: str, ____: object, _____: object, lines: list[str]) -> None:
    """Our docstrings are words and not reStructuredText: what stands in backticks is code, and a star is a star."""
    for at, line in enumerate(lines):
        pieces = re.split(r"(`[^`]*`)", line)
        lines[at] = "".join(f"`{piece}`" if piece.startswith("`") else escaped(piece) for piece in pieces)


def escaped(words: str) -> str:
    """Words without what reStructuredText would act on."""
    return re.sub(r"([*|\\])|(?<=\w)(_)(?=\W|$)", lambda found: f"\\{found[0]}", words)


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_directive("help-of-commands", HelpOfCommands)
    app.connect("autodoc-process-docstring", plain_words)
    return {"parallel_read_safe": True}
